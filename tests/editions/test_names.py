"""Names of printed numbers: each leads to its cell of its file, a wrong one to a plain error."""

import csv
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from finreport.editions import Edition, EditionError, open_edition
from finreport.editions.figure_names import base_name, is_statement
from tests.reprint import reprint

DATA = Path(__file__).parents[2] / "data" / "shanxi-2025"
MEASURES = ("outlets", "employees", "assets", "legal_entities")


@pytest.fixture(scope="module")
def edition() -> Edition:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("FINREPORT_DATA", raising=False)
        return open_edition("shanxi-2025")


def read_rows(resource: str) -> Iterator[tuple[int, dict[str, str]]]:
    with (DATA / f"{resource}.csv").open(encoding="utf-8", newline="") as file:
        yield from enumerate(csv.DictReader(file), start=2)


def read_cells() -> Iterator[tuple[str, str, str, int]]:
    """Name with month, printed text, resource and row of every number, from the files alone."""
    for row, cells in read_rows("deposits_loans"):
        name = f"{cells['currency']}.{cells['indicator']}.{cells['measure']}@{cells['month']}"
        yield name, cells["value"], "deposits_loans", row
    for row, cells in read_rows("economy"):
        name = f"{cells['indicator']}.{cells['measure']}@{cells['month']}"
        yield name, cells["value"], "economy", row
    for row, cells in read_rows("lpr_buckets"):
        yield f"lpr.{cells['bucket']}@{cells['month']}", cells["share"], "lpr_buckets", row
    for row, cells in read_rows("institutions"):
        for measure in MEASURES:
            name = f"institutions.{measure}.{cells['category']}"
            yield name, cells[measure], "institutions", row
    for row, cells in read_rows("financing"):
        yield f"financing.{cells['component']}", cells["value"], "financing", row
    for row, cells in read_rows("targets"):
        yield f"targets.{cells['indicator']}", cells["value"], "targets", row
    for row, cells in read_rows("statements"):
        sign = "-" if cells["kind"] == "decline" else ""
        yield cells["id"], sign + cells["value"], "statements", row


def test_every_cell_of_every_file_has_its_name(edition: Edition) -> None:
    cells = list(read_cells())
    assert len(cells) > 1300
    for name, printed, resource, row in cells:
        figure = edition.find(name)
        if not printed:
            assert figure is None, name
            continue
        assert figure is not None, name
        assert (figure.printed, figure.resource, figure.row) == (printed, resource, row), name
        assert figure.full_name == name
        assert figure.value == Fraction(printed)
        assert figure.value in figure.interval
        assert figure.unit, name


def test_a_month_is_read_from_the_name_or_from_where_it_is_read(edition: Edition) -> None:
    october = edition.find("all.loans.balance@2024-10")
    assert october is not None
    assert edition.find("all.loans.balance", "2024-10") == october
    assert edition.find("all.loans.balance[-1]", "2024-11") == october
    assert edition.find("all.loans.balance[-2]") == october
    assert edition.find("all.loans.balance[-1]", "2024-01") is None
    assert edition.find("all.loans.balance[-12]") is None


def test_what_is_not_yet_printed_is_none() -> None:
    cut = open_edition("shanxi-2025", "2024-06")
    assert cut.find("all.loans.balance@2024-07") is None
    assert cut.find("institutions.assets.total") is None
    assert cut.find("retail_sales_total") is None
    june = cut.find("all.loans.balance")
    assert june is not None
    assert june.period == "2024-06"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("all.loan.balance", r"no number 'all\.loan\.balance'; there are all\.loans\.balance"),
        ("retail_sale_total", "there are retail_sales_total"),
        ("zzz", r"has no number 'zzz'\.$"),
        ("gdp.ytd@2023-12", "no month 2023-12, only 2024-01 to 2024-12"),
        ("institutions.assets.total@2024-01", "printed only once"),
        ("retail_sales_total[-1]", "printed only once"),
        ("Loans", "is not the name of a number"),
        ("all.loans.balance[1]", "is not the name of a number"),
        ("", "is not the name of a number"),
    ],
)
def test_a_wrong_name_says_what_would_be_right(edition: Edition, name: str, message: str) -> None:
    with pytest.raises(EditionError, match=message):
        edition.find(name)


def test_a_wrong_series_is_known_before_the_year_is_over() -> None:
    with pytest.raises(EditionError, match="no number"):
        open_edition("shanxi-2025", "2024-06").find("all.loan.balance")


def test_units_and_words_come_along(edition: Edition) -> None:
    beneficiaries = edition.find("trade_in_beneficiaries")
    assert beneficiaries is not None
    assert (beneficiaries.unit, beneficiaries.qualifier) == ("10 thousand people", "余")
    assets = edition.find("institutions.assets.total")
    share = edition.find("lpr.above_0_0.5")
    assert assets is not None
    assert share is not None
    assert (assets.unit, assets.decimals, assets.period) == ("100 million CNY", 0, "")
    assert (share.unit, share.decimals, share.period) == ("%", 1, "2024-12")


def test_a_word_that_nobody_knows_is_told_with_its_place(edition: Edition) -> None:
    changed = reprint(edition, "statements", {"id": "retail_sales_total"}, qualifier="大约")
    with pytest.raises(EditionError, match=r"statements\.csv, row \d+: .* has the word '大约'"):
        changed.find("gdp.ytd")


def test_membership_and_statements(edition: Edition) -> None:
    assert "retail_sales_total" in edition.figures
    assert base_name("gdp.ytd[-1]") in edition.figures
    assert "gdp.ytdd" not in edition.figures
    assert is_statement("retail_sales_total")
    assert not is_statement("gdp.ytd")
