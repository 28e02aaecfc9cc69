"""The invented provinces: read back exactly, true in every relation, and recognisably invented."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from finreport.editions.edition import read_edition
from tests.synthetic.detect import read_province
from tests.synthetic.province import (
    Province,
    make_numbers,
    package_values,
    printed,
    true_values,
    write_report,
    write_work_report,
)
from tests.synthetic.relations import RELATIONS

SEEDS = range(12)

COLUMNS = {
    "statements": ["id", "source", "section", "value", "unit"],
}
"""The columns to compare, where the others are not in the clauses."""


def read_rows(path: Path, columns: list[str] | None) -> Iterator[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield tuple(row[column] for column in columns or row)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_text_is_read_back_exactly(seed: int, tmp_path: Path) -> None:
    province = Province(seed)
    numbers = make_numbers(province)
    edition = read_province(province, numbers, tmp_path)
    for resource, expected in package_values(numbers).items():
        path = tmp_path / edition.name / f"{resource}.csv"
        assert list(read_rows(path, COLUMNS.get(resource))) == expected, resource


@pytest.mark.parametrize("seed", SEEDS)
def test_every_relation_holds_within_rounding(seed: int) -> None:
    numbers = make_numbers(Province(seed))
    assert [r.names for r in RELATIONS if not r.holds(numbers)] == []


@pytest.mark.parametrize(
    ("before", "holds"), [("100.0", True), ("100.1", True), ("99.9", True), ("100.2", False)]
)
def test_relations_allow_for_rounding_and_no_more(before: str, holds: bool) -> None:
    numbers = {
        "all.loans.increase@2024-06": "10.0",
        "all.loans.balance@2024-06": "110.0",
        "all.loans.balance@2024-05": before,
    }
    [relation] = [each for each in RELATIONS if set(each.names) == set(numbers)]
    assert relation.holds(numbers) == holds


def test_a_seed_gives_the_same_province_and_another_seed_another() -> None:
    texts = [write_report(Province(n), make_numbers(Province(n))) for n in (5, 5, 6)]
    assert texts[0] == texts[1] != texts[2]


def test_texts_and_package_say_that_the_province_is_invented(tmp_path: Path) -> None:
    province = Province(3)
    numbers = make_numbers(province)
    read_province(province, numbers, tmp_path)
    descriptor = json.loads((tmp_path / "invented-3" / "datapackage.json").read_text("utf-8"))
    assert descriptor["title"] == "虚构丁省金融运行报告（2025）"
    for text in (write_report(province, numbers), write_work_report(province, numbers)):
        assert "山西" not in text


def test_no_two_provinces_print_the_same_numbers() -> None:
    names = ("all.loans.balance@2024-12", "gdp.ytd@2024-12", "premium_income")
    prints = [tuple(make_numbers(Province(seed))[name] for name in names) for seed in SEEDS]
    assert len(set(prints)) == len(prints)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(0.25, 1, "0.3"), (-0.25, 1, "-0.3"), (2.5, 0, "3"), (-0.04, 1, "0.0"), (11.0, 1, "11.0")],
)
def test_numbers_are_printed_as_statisticians_do(value: float, decimals: int, text: str) -> None:
    assert printed(value, decimals) == text


def test_every_number_is_a_true_value_rounded(tmp_path: Path) -> None:
    province = Province(1)
    truth = true_values(province)
    edition = read_province(province, make_numbers(province), tmp_path)
    rows = edition.tables["deposits_loans"]
    assert len(rows) == 468
    for row in rows.to_dict("records"):
        value = truth[f"{row['currency']}.{row['indicator']}.{row['measure']}@{row['month']}"]
        assert row["lower"] - 1e-9 <= value <= row["upper"] + 1e-9
    assert read_edition(tmp_path / edition.name).months == edition.months
