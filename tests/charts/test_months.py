"""The edition read at each month of the year: nothing later is drawn, and nothing raises."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from matplotlib.text import Text

from finreport.charts import banking
from finreport.charts.events import time_line
from finreport.editions import EditionError
from finreport.figures.exhibits import Chart, Notice
from finreport.narrative.chapter import Chapter, open_chapter
from tests.chapters.cuts import Cut

Show = Callable[..., Chart | Notice]

MONTHS = ["2024-01", "2024-03", "2024-07", "2024-12"]
"""The months that differ: the first one, the first after one that some series do not print, the
first with one month on either side of the split, and the whole year."""

every_month = pytest.mark.parametrize("as_of", MONTHS)

SPLIT_MONTH = "2024-07"
"""The default of the chapter, at which the fixtures show the chart of two parts."""

MONTHLY = re.compile(r"(\d{4})年(?:\d+至)?(\d+)月(?:\d+日|（月均）)?")


def shown_months(chart: Chart) -> list[str]:
    """The month in which each row was printed; a level of a year ago is implied a year later."""
    found = [MONTHLY.fullmatch(row.head) for row in chart.grid.rows]
    return [f"2024-{int(match[2]):02}" for match in found if match]


@every_month
def test_a_chart_shows_the_year_as_far_as_it_went(
    show: Show, printed_name: str, as_of: str
) -> None:
    cut, whole = show(printed_name, as_of), show(printed_name)
    assert isinstance(whole, Chart)
    months = shown_months(whole)
    known = [
        list(row.cells)
        for row, month in zip(whole.grid.rows, months, strict=False)
        if month <= as_of
    ]
    if isinstance(cut, Notice):
        # A chart whose title is its finding has what it shows before its unit.
        assert cut.text.partition("：")[0] in f"{whole.title} {whole.unit}"
        assert f"2024年{int(as_of[5:])}月" in cut.text
        # Nothing is drawn as long as one of the series has no value.
        assert not known or any(not any(column) for column in zip(*known, strict=True))
    elif months:
        assert [list(row.cells) for row in cut.grid.rows] == known
    else:
        assert as_of == "2024-12" or (printed_name == "lpr_shift" and as_of >= SPLIT_MONTH)


@every_month
def test_no_word_of_a_picture_names_a_later_month(show: Show, chart_name: str, as_of: str) -> None:
    cut = show(chart_name, as_of)
    if isinstance(cut, Chart):
        words = [text.get_text() for text in cut.figure.findobj(Text) if isinstance(text, Text)]
        named = re.findall(r"(?:(\d{4})年)?\s*(\d+)月", " ".join([*words, cut.alt]))
        months = {f"{year or 2024}-{int(number):02}" for year, number in named}
        assert {month for month in months if month > as_of} == set()


def test_nothing_of_a_later_month_is_shown_in_january(
    show: Show, chart_names: list[str], table_names: list[str]
) -> None:
    shown = {name: repr(show(name, "2024-01")) for name in [*chart_names, *table_names]}
    cut = Cut("2024-01", {"exhibits": shown})
    assert cut.later_months() == {}
    assert cut.later_numbers() == {}


@pytest.mark.parametrize("as_of", ["2024-01", "2024-07"])
def test_english_charts_do_not_raise_either(show: Show, chart_name: str, as_of: str) -> None:
    in_english, in_chinese = (show(chart_name, as_of, language) for language in ("en", "zh"))
    assert type(in_english) is type(in_chinese)


@pytest.fixture(scope="module")
def in_june() -> Chapter:
    """The chapter on banking as it stood in June."""
    return open_chapter("20_banking", "shanxi-2025", "2024-06", "zh")


def test_a_split_month_compares_the_months_that_are_known(in_june: Chapter) -> None:
    chart = banking.lpr_shift(in_june, "2024-03")
    assert isinstance(chart, Chart)
    below = {row.head: row.cells for row in chart.grid.rows}["LPR减点"]
    before = (Decimal("42.8") + Decimal("38.4")) / 2
    after = sum(map(Decimal, ("33.6", "35.5", "43.4", "39.2")), Decimal(0)) / 4
    shown = [Decimal(cell.replace("\N{MINUS SIGN}", "-")) for cell in below]
    wanted = [before, after, after - before]
    assert all(
        abs(one - other) <= Decimal("0.05") for one, other in zip(shown, wanted, strict=True)
    )


@pytest.mark.parametrize(("as_of", "is_drawn"), [("2024-06", False), ("2024-07", True)])
def test_two_parts_are_compared_from_the_first_month_of_the_later_on(
    show: Show, as_of: str, is_drawn: bool, language: str
) -> None:
    assert isinstance(show("lpr_shift", as_of, language), Chart) == is_drawn


@pytest.mark.parametrize("split_month", ["2024-01", "2024-13", "2025-01", "2023-12", "July", ""])
def test_an_unknown_split_month_is_an_error_that_names_the_others(
    in_june: Chapter, split_month: str
) -> None:
    with pytest.raises(EditionError, match=r"available: 2024-02 to 2024-06\.$"):
        banking.lpr_shift(in_june, split_month)


@pytest.mark.parametrize(("as_of", "is_final"), [("2024-03", False), ("2024-12", True)])
def test_an_edition_without_events_may_still_get_some_until_its_end(
    as_of: str, is_final: bool
) -> None:
    chapter = open_chapter("90_events", "shanxi-2025", as_of, "zh")
    edition = replace(chapter.edition, records={**chapter.edition.records, "events": {}})
    shown = time_line(replace(chapter, edition=edition))
    assert isinstance(shown, Notice)
    assert shown.is_final == is_final
