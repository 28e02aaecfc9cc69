"""Opening an edition: its numbers against the files read a second way, and the cut at a month."""

import csv
import math
import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from finreport.editions import INTERVAL, Edition, EditionError, open_edition
from finreport.editions.context import read_context
from finreport.editions.edition import named_edition
from finreport.editions.folder import own_edition
from finreport.errors import PlainError

DATA = Path(__file__).parents[2] / "data"
EDITION = "shanxi-2025"
MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]
ANNUAL = {"institutions", "financing", "targets"}
NUMBER_COLUMNS = {
    "lpr_buckets": "share",
    "deposits_loans": "value",
    "economy": "value",
    "financing": "value",
    "targets": "value",
    "statements": "value",
}
MEASURES = ["outlets", "employees", "assets", "legal_entities"]
COUNTED = {"items", "people", "person-times", "places", "outlets", "employees", "legal_entities"}
"""Units and columns of what is counted one by one, which is printed as it is."""

QUARTER_ENDS = {"Q1": "03", "Q2": "06", "Q3": "09", "Q4": "12"}


@pytest.fixture(autouse=True)
def _project_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FINREPORT_DATA", raising=False)


@pytest.fixture(scope="module")
def edition() -> Edition:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("FINREPORT_DATA", raising=False)
        return open_edition(EDITION)


def read_csv(name: str) -> dict[int, dict[str, str]]:
    """The rows of a file by their place in it, the heading being row 1."""
    with (DATA / EDITION / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return dict(enumerate(csv.DictReader(file), start=2))


def interval(text: str, unit: str = "") -> tuple[float, float, float]:
    """What ``text`` stands for, from the exponent of its decimal number; a count for itself."""
    if not text:
        return (math.nan, math.nan, math.nan)
    if unit in COUNTED:
        return (float(text), float(text), float(text))
    exponent = Decimal(text).as_tuple().exponent
    assert isinstance(exponent, int)
    half = Decimal((0, (5,), exponent - 1))
    return float(text), float(Decimal(text) - half), float(Decimal(text) + half)


def last_month(row: dict[str, str]) -> str:
    """The month in which a row's month, date or period ends; the end of the year if it has none."""
    when = row.get("month") or row.get("date") or row.get("period") or MONTHS[-1]
    if len(when) == 4:
        return f"{when}-12"
    if when[4:] in QUARTER_ENDS:
        return f"{when[:4]}-{QUARTER_ENDS[when[4:]]}"
    year, month, *_ = when.split("-")
    return f"{year}-{month}"


@pytest.mark.parametrize(("name", "column"), NUMBER_COLUMNS.items())
def test_numbers_are_those_of_the_file(edition: Edition, name: str, column: str) -> None:
    rows = read_csv(name)
    table = edition.tables[name]
    assert list(table.index) == list(rows)
    assert list(table["printed"]) == [row[column] for row in rows.values()]
    for place, row in rows.items():
        number = f"-{row[column]}" if row.get("kind") == "decline" else row[column]
        expected = interval(number, row.get("unit", ""))
        # What a word beside a number makes of its ends is tested with the numbers.
        ends = INTERVAL[:1] if row.get("qualifier") else INTERVAL
        assert list(table.loc[place, ends]) == pytest.approx(
            expected[: len(ends)], rel=0, abs=0, nan_ok=True
        )
        others = {key: value for key, value in row.items() if key != column}
        assert {key: table.at[place, key] for key in others} == others


def test_institutions_are_in_long_form(edition: Edition) -> None:
    table = edition.tables["institutions"]
    rows = read_csv("institutions")
    found = {
        (place, row.category, row.measure): (row.printed, row.value, row.lower, row.upper)
        for place, row in zip(table.index, table.itertuples(), strict=True)
    }
    assert len(table) == len(rows) * len(MEASURES)
    assert found == {
        (place, row["category"], measure): (row[measure], *interval(row[measure], measure))
        for place, row in rows.items()
        for measure in MEASURES
    }


def test_events_are_left_as_they_are(edition: Edition) -> None:
    table = edition.tables["events"]
    assert table.to_dict("index") == read_csv("events")


def test_edition_names_itself(edition: Edition) -> None:
    assert edition.name == EDITION
    assert "2025" in edition.title
    assert edition.as_of == "2024-12"
    assert edition.months == tuple(MONTHS)
    assert edition.is_complete
    assert set(edition.tables) == {*NUMBER_COLUMNS, "institutions", "events"}
    for proof in edition.proofs:
        assert {"resource", "relation", "tested", "held"} <= proof.keys()
    for row in edition.identified:
        assert {"resource", "row", "printed", "decided_by"} <= row.keys()


def test_every_series_gives_its_numbers_without_the_printed_dashes(edition: Edition) -> None:
    keys = {
        "lpr_buckets": ["bucket"],
        "deposits_loans": ["currency", "indicator", "measure"],
        "economy": ["indicator", "measure"],
    }
    dashes = 0
    for name, columns in keys.items():
        rows = read_csv(name)
        for series in sorted({tuple(row[column] for column in columns) for row in rows.values()}):
            named = dict(zip(columns, series, strict=True))
            mine = {
                place: row
                for place, row in rows.items()
                if tuple(row[column] for column in columns) == series
            }
            printed = {place: row for place, row in mine.items() if row[NUMBER_COLUMNS[name]] != ""}
            dashes += len(mine) - len(printed)
            assert list(edition.rows(name, **named).index) == list(printed)
            table = edition.series(name, **named)
            assert list(table.columns) == INTERVAL
            assert {month: tuple(table.loc[month]) for month in table.index} == {
                row["month"]: interval(row[NUMBER_COLUMNS[name]]) for row in printed.values()
            }
    assert dashes == sum(row["value"] == "" for row in read_csv("economy").values())
    assert dashes > 0


def test_keys_may_come_in_any_order(edition: Edition) -> None:
    one = edition.rows("deposits_loans", measure="yoy", currency="cny", indicator="loans")
    other = edition.rows("deposits_loans", currency="cny", indicator="loans", measure="yoy")
    pd.testing.assert_frame_equal(one, other)
    assert one["printed"].iloc[-1] == "9.1"


def one_sentence(error: pytest.ExceptionInfo[EditionError]) -> str:
    text = str(error.value)
    assert re.fullmatch(r"[^\n]+\.", text)
    assert not re.search(r"[.!?] [A-Z]", text)
    return text


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (
            lambda edition: edition.series("economy", indicator="gnp", measure="ytd"),
            ["no series gnp/ytd", "gdp/ytd", "retail/ytd_yoy"],
        ),
        (
            lambda edition: edition.rows(
                "deposits_loans", measure="yoy", indicator="loans_bills", currency="fx"
            ),
            ["no series fx/loans_bills/yoy", "cny/loans_bills/yoy", "fx/loans/yoy"],
        ),
        (lambda edition: edition.rows("lpr_buckets", bucket="beneath"), ["beneath", "below"]),
        (lambda edition: edition.rows("lpr_buckets", name="below"), ["named by bucket"]),
        (lambda edition: edition.rows("economy", indicator="gdp"), ["named by indicator, measure"]),
        (lambda edition: edition.rows("events", date="2024-01-31"), ["'events'", "economy"]),
        (lambda edition: edition.rows("prices"), ["'prices'", "deposits_loans"]),
    ],
)
def test_unknown_series_names_what_is_available(
    edition: Edition, ask: Callable[[Edition], object], said: list[str]
) -> None:
    with pytest.raises(EditionError) as caught:
        ask(edition)
    text = one_sentence(caught)
    assert [words for words in said if words not in text] == []


@pytest.mark.parametrize("name", ["shanxi-2024", "", "context", "..", "../data/shanxi-2025"])
def test_unknown_edition_names_what_is_available(name: str) -> None:
    with pytest.raises(EditionError) as caught:
        open_edition(name)
    text = one_sentence(caught)
    assert repr(name) in text
    assert text.endswith("available: shanxi-2025.")


@pytest.mark.parametrize("as_of", ["2025-01", "2023-12", "2024-13", "2024-9", "", "December"])
def test_unknown_month_names_what_is_available(as_of: str) -> None:
    with pytest.raises(EditionError) as caught:
        open_edition(EDITION, as_of)
    text = one_sentence(caught)
    assert repr(as_of) in text
    assert text.endswith("available: 2024-01 to 2024-12.")


def test_error_is_one_line_in_a_notebook() -> None:
    with pytest.raises(EditionError) as caught:
        open_edition(EDITION, "2025-01")
    assert caught.value._render_traceback_() == [f"EditionError: {caught.value}"]


@pytest.mark.parametrize("as_of", MONTHS)
def test_cut_leaves_exactly_what_had_ended(as_of: str) -> None:
    cut = open_edition(EDITION, as_of)
    assert cut.as_of == as_of
    assert cut.is_complete == (as_of == "2024-12")
    for name, table in cut.tables.items():
        rows = read_csv(name)
        expected = {
            place for place, row in rows.items() if cut.is_complete or last_month(row) <= as_of
        }
        assert set(table.index) == expected, name
        if name in ANNUAL and not cut.is_complete:
            assert table.empty


@pytest.mark.parametrize("as_of", MONTHS[:-1])
def test_no_later_month_anywhere(as_of: str) -> None:
    for name, table in open_edition(EDITION, as_of).tables.items():
        written = table.drop(columns=INTERVAL, errors="ignore").astype(str).to_numpy().ravel()
        months = {text[:7] for text in written if re.match(r"20\d\d-\d\d", text)}
        years = {text for text in written if re.fullmatch(r"20\d\d", text)}
        assert max(months, default=as_of) <= as_of, name
        assert max(years, default="2023") <= "2023", name


@pytest.mark.parametrize(("period", "first"), [("2024Q1", 3), ("2024Q3", 9), ("2024-05", 5)])
def test_statement_appears_with_the_end_of_its_period(
    period: str, first: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(DATA / EDITION, tmp_path / "mine")
    path = tmp_path / "mine" / "statements.csv"
    heading, statement, *rest = path.read_text(encoding="utf-8").splitlines()
    changed = statement.replace(",2024,", f",{period},")
    path.write_text("\n".join([heading, changed, *rest]) + "\n", encoding="utf-8")
    monkeypatch.setenv("FINREPORT_DATA", str(tmp_path))
    for month, known in ((first - 1, False), (first, True)):
        table = open_edition("mine", f"2024-{month:02d}").tables["statements"]
        assert (2 in table.index) == known


def test_cut_keeps_series_as_they_are(edition: Edition) -> None:
    keys = {"currency": "all", "indicator": "deposits", "measure": "balance"}
    whole = edition.series("deposits_loans", **keys)
    cut = open_edition(EDITION, "2024-07").series("deposits_loans", **keys)
    pd.testing.assert_frame_equal(cut, whole.loc[:"2024-07"])
    assert len(cut) == 7


def test_series_that_had_only_dashes_until_then_is_empty() -> None:
    cut = open_edition(EDITION, "2024-02")
    assert cut.series("economy", indicator="gdp", measure="ytd").empty


def test_data_come_from_the_folder_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(DATA / EDITION, tmp_path / "mine")
    path = tmp_path / "mine" / "deposits_loans.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2024-01,59007.4", "2024-01,59007.49"), encoding="utf-8")
    monkeypatch.setenv("FINREPORT_DATA", str(tmp_path))
    table = open_edition("mine").tables["deposits_loans"]
    assert (table.at[2, "printed"], table.at[2, "lower"]) == ("59007.49", 59007.485)
    with pytest.raises(EditionError, match="available: mine"):
        open_edition(EDITION)


def test_relative_folder_is_taken_from_where_the_process_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(DATA / EDITION, tmp_path / "data" / "copy")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FINREPORT_DATA", "data")
    assert open_edition("copy").months == tuple(MONTHS)


def test_folder_without_editions_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINREPORT_DATA", str(tmp_path))
    with pytest.raises(EditionError, match=r"available: none\.$"):
        open_edition(EDITION)


def test_context_is_read_beside_the_editions() -> None:
    with (DATA / "context" / "lpr_quotes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = read_context("lpr_quotes")
    assert [(row.date, row.lpr_1y, row.lpr_5y) for row in table.itertuples(index=False)] == [
        (row["date"], float(row["lpr_1y"]), float(row["lpr_5y"])) for row in rows
    ]


def test_unknown_context_names_what_is_available() -> None:
    with pytest.raises(EditionError) as caught:
        read_context("prices")
    assert one_sentence(caught).endswith("available: grp_vintages, lpr_quotes, outcomes_2025.")


def test_another_folder_of_editions_may_name_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINREPORT_DATA", str(tmp_path))
    assert own_edition() == EDITION  # of the project, since this folder names none
    shutil.copytree(DATA / EDITION, tmp_path / "hubei-2026")
    (tmp_path / "own.toml").write_text('edition = "hubei-2026"\n', encoding="utf-8")
    assert named_edition("", "") == ("hubei-2026", "2024-12")
    (tmp_path / "own.toml").write_text("edition = 7\n", encoding="utf-8")
    with pytest.raises(PlainError, match=r"own\.toml: edition is 7; it should be a text"):
        own_edition()
