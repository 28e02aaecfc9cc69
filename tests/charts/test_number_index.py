"""What a panel tells of a number, against the files of the edition and by hand."""

import csv
from pathlib import Path
from typing import Any

import pytest

from finreport.charts import book_numbers
from finreport.narrative.chapter import open_chapter

DATA = Path(__file__).parents[2] / "data" / "shanxi-2025"
PRINTED = {
    "deposits_loans": "{currency}.{indicator}.{measure}",
    "economy": "{indicator}.{measure}",
    "lpr_buckets": "lpr.{bucket}",
    "statements": "{id}",
}


@pytest.fixture(scope="module", params=["zh", "en"])
def index(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The index of the edition in a language."""
    chapter = open_chapter("98_numbers", "shanxi-2025", "", request.param)
    return dict(book_numbers.index(chapter).index)


def checks_of(index: dict[str, Any], base: str, month: str = "") -> dict[str, Any]:
    """The check of a number with its texts and names written out."""
    names = sorted(
        f"{name}@{month}" if month else name
        for name, by_month in index["numbers"].items()
        for month in by_month
    )
    *texts, numbers, expected, low, high = index["checks"][index["numbers"][base][month][1]]
    return {
        "texts": [index["texts"][at] for at in texts],
        "numbers": [names[at] for at in numbers],
        "expected": (names[expected], low, high),
    }


@pytest.mark.parametrize("file", PRINTED)
def test_every_number_has_its_string_and_its_line(index: dict[str, Any], file: str) -> None:
    with (DATA / f"{file}.csv").open(encoding="utf-8", newline="") as opened:
        for line, row in enumerate(csv.DictReader(opened), 2):
            value = row.get("value", row.get("share"))
            if not value:
                continue
            base, month = PRINTED[file].format_map(row), row.get("month", "")
            sign = "−" if row.get("kind") == "decline" else ""
            assert index["numbers"][base][month][0] == f"{sign}{value}".replace("-", "−")
            *_, place, first = index["series"][base]
            at = sorted(index["months"]).index(month) if month else 0
            assert (index["texts"][place], first + at) == (f"{file}.csv", line)


def test_ends_are_told_where_they_are_not_half_a_digit(index: dict[str, Any]) -> None:
    assert len(index["numbers"]["gdp.ytd"]["2024-12"]) == 2
    with (DATA / "statements.csv").open(encoding="utf-8", newline="") as file:
        over = next(row for row in csv.DictReader(file) if row["qualifier"] == "余")
    low, high = index["numbers"][over["id"]][""][2]["ends"]
    assert float(low.replace(",", "")) == float(over["value"])
    assert high == ""  # 余 prints no upper end


def test_a_misprint_tells_what_it_would_have_to_be(index: dict[str, Any]) -> None:
    month = "2024-10"
    printed, _, more = index["numbers"]["cny.deposits_household.increase"][month]
    assert printed == "468.7"
    assert "44.8" in more["instead"]
    assert more["page"] == "95_checks.html#fig-story-october-household-increase"
    check = checks_of(index, "cny.deposits_household.increase", month)
    balance = "cny.deposits_household.balance"
    increase = f"cny.deposits_household.increase@{month}"
    assert {*check["numbers"]} == {increase, f"{balance}@2024-10", f"{balance}@2024-09"}
    assert check["expected"] == (increase, "44.70", "44.90")


def test_each_check_names_only_numbers_of_the_edition(index: dict[str, Any]) -> None:
    count = sum(map(len, index["numbers"].values()))
    for says, strength, verdict, page, numbers, *_ in index["checks"]:
        assert all(0 <= at < count for at in numbers)
        assert all(0 <= at < len(index["texts"]) for at in (says, strength, verdict, page))
