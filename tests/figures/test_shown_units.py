"""English counts money in billions wherever it shows it; files keep the units of the data."""

import csv
import re
from collections.abc import Callable
from decimal import Decimal
from io import StringIO

import pytest
from matplotlib.axis import Axis

from finreport.editions import open_edition
from finreport.figures.exhibits import Chart, Notice
from finreport.publishing.tidy import Printed, as_csv
from tests.shown import page_of, svg_of

EDITION = open_edition("shanxi-2025", None)
AS_PRINTED = {"deposits_loans", "economy", "institutions"}
"""The tables that show the strings that are printed, and say so."""

MONEY = "100 million CNY"

Show = Callable[..., Chart]


def number(text: str) -> Decimal:
    """The number that a text of a page is."""
    return Decimal(text.replace("\N{MINUS SIGN}", "-").replace(",", ""))


def test_a_cell_shows_a_tenth_of_what_is_printed(show: Show, chart_names: list[str]) -> None:
    found = 0
    for name in chart_names:
        for row in show(name, language="en").grid.rows:
            for cell in row.shown():
                figure = EDITION.find(cell["figure"]) if cell["figure"] else None
                if figure is None or figure.unit != MONEY:
                    continue
                shown, wanted = number(cell["text"]), Decimal(figure.printed) / 10
                assert shown == wanted.quantize(shown), (name, cell)
                found += 1
    assert found > 150


def test_an_axis_counts_in_billions_what_stands_at_its_place(
    show: Show, chart_names: list[str]
) -> None:
    scaled = set()
    for name in chart_names:
        svg_of(name, "en")  # lays the figure out
        figure = show(name, language="en").figure
        if any(in_billions(axis) for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
            scaled.add(name)
    assert scaled >= {
        *("gdp", "retail", "trade", "deposits", "loans", "deposit_increases", "slowdown"),
        *("demand_flows", "trade_flows", "fiscal_flows", "paired_months", "quarter_ends"),
    }


def in_billions(axis: Axis) -> bool:
    """Whether the numbers of an axis are a tenth of the places where they stand."""
    named = {tick.get_loc(): tick.label1.get_text() for tick in axis.get_major_ticks()}
    try:
        found = {float(place): float(number(text)) for place, text in named.items()}
    except ArithmeticError:  # names, not numbers
        return False
    return any(found) and all(
        text * 10 == pytest.approx(place, abs=1e-9) for place, text in found.items()
    )


def test_no_exhibit_but_what_is_as_printed_names_the_unit_of_the_data(
    show: Show, chart_names: list[str], table_names: list[str]
) -> None:
    for name in (*chart_names, *table_names):
        shown = show(name, language="en")
        if not isinstance(shown, Notice) and name not in AS_PRINTED:
            assert not re.search("(?:CNY|USD) 100 million", page_of(name, "en")), name


@pytest.mark.parametrize("name", ["loans", "trade", "quarter_ends", "financing", "slowdown"])
def test_a_file_has_the_numbers_and_units_of_the_data_in_both_languages(
    show: Show, name: str
) -> None:
    printed = Printed.of(EDITION)
    files = [
        list(csv.DictReader(StringIO(as_csv(show(name, language=language).record(), printed))))
        for language in ("zh", "en")
    ]
    numbers = [
        [{key: row[key] for key in row if key not in ("item", "series", "text")} for row in file]
        for file in files
    ]
    assert numbers[0] == numbers[1]
    assert MONEY in {row["unit"] for row in numbers[1]}
    assert not any("billion" in row["series"] for row in files[1])
    texts = [[row["text"] for row in file] for file in files]
    assert texts[0] == texts[1]
