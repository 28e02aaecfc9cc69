"""Charts and findings of single months, quarters and half-years."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from finreport.analysis.results import Result, Results
from finreport.editions import INTERVAL, Series
from finreport.figures.charting import Drawing, chart, said, table
from finreport.figures.drawing import Key, dots, legend, line, month_axis, panel_title, zero_line
from finreport.figures.exhibits import ExhibitTable, GridRow
from finreport.figures.marks import DataCell, down
from finreport.figures.palette import BLUE, GREY, INK, PAPER, VERMILION
from finreport.figures.style import canvas
from finreport.narrative.alt import tell_series
from finreport.narrative.chapter import Chapter, NotYetError
from finreport.narrative.claims import Claim
from finreport.narrative.flow_claims import (
    ALL,
    HALF,
    HALVES,
    MONTH,
    QUARTER,
    TOLD,
    flow_claims,
    growth_of,
    last_month,
    period_name,
    periods_of,
    short_period,
)
from finreport.words import Language, rounded

YEAR = "year_to_date"
"""The column of the year up to the end of a period."""

SHOWN = ("fai", "retail", "trade", "fiscal_revenue", "fiscal_expenditure")
"""What is drawn quarter by quarter."""


@said
def claims(chapter: Chapter, results: Results) -> list[Claim]:
    """What single periods show that cumulative figures hide, and where they cannot be told."""
    return flow_claims(chapter, results)


@chart
def quarter_growth(chapter: Chapter, results: Results) -> Drawing:
    """Growth of single quarters, and of the year up to the end of each."""
    words = chapter.words
    growth = {indicator: growth_of(results, indicator, QUARTER) for indicator in SHOWN}
    figure, panels = canvas(len(SHOWN), 0.5 + 1.15 * len(SHOWN))
    years = dict[str, "pd.Series[float]"]()
    for axes, (indicator, single) in zip(panels, growth.items(), strict=True):
        printed = chapter.series(f"{indicator}.ytd_yoy")["value"]
        ends = [last_month(period) for period in single.index]
        year = printed.reindex(ends).set_axis(single.index)
        panel_title(axes, words.text(f"economy.{indicator}"))
        _quarters(axes, single, year, _cells(words, indicator, single))
        years[indicator] = year
    _key(panels[0], words, "quarter")
    for axes in panels[:-1]:  # the only line across a panel is then that of zero
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(bottom=False)
    names = [short_period(words, str(period)) for period in panels_index(growth)]
    panels[-1].set_xticks(range(len(names)), names)
    panels[-1].set_xlim(-0.5, len(names) - 0.5)
    data, alt = _rates(words, growth, years), _alt(words, growth)
    return Drawing(figure, data, alt, 2, figures=_figures(words, growth), units="%")


def _key(axes: Axes, words: Language, single: str) -> None:
    """The marks of single periods and of the year up to their end, above the first panel."""
    keys = {single: Key.filled(VERMILION), YEAR: Key.open(GREY)}
    named = {words.text(f"legend.{one}"): key for one, key in keys.items()}
    legend(axes, named, is_own_row=False)


def _cells(words: Language, indicator: str, single: Series) -> dict[str, list[DataCell]]:
    """The cells of the table of rates for these periods of an indicator, by their column."""
    rows = _row_heads(words, indicator, single)
    return {head: down(words.text(f"rate_column.{head}"), rows) for head in ("growth", YEAR)}


def _quarters(
    axes: Axes, single: Series, year: "pd.Series[float]", cells: Mapping[str, list[DataCell]]
) -> None:
    """Single quarters with their values at the right, the year to date at the left."""
    at = list(range(len(single)))
    dots(axes, at, year, cells[YEAR], color=GREY, markerfacecolor=PAPER, markersize=6)
    axes.vlines(at, single["lower"], single["upper"], color=VERMILION, linewidth=2)
    dots(axes, at, single["value"], cells["growth"], color=VERMILION, markersize=6)
    for values, side, colour in ((single["value"], 1, INK), (year, -1, GREY)):
        for place, value in zip(at, values, strict=True):
            axes.annotate(
                rounded(value, 1),
                (place, value),
                xytext=(7 * side, 0),
                textcoords="offset points",
                ha="left" if side > 0 else "right",
                va="center",
                fontsize=10.5,
                color=colour,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 2.5},
            )
    # No further than the last dot: beyond, it would run into the value of that.
    axes.hlines(0, -0.5, at[-1], color=GREY, linewidth=0.8, zorder=1)
    axes.margins(y=0.2)
    axes.yaxis.set_visible(False)


def panels_index(growth: Mapping[str, Series]) -> pd.Index:
    """The periods that any of the series has, in order."""
    return pd.Index(sorted({str(period) for series in growth.values() for period in series.index}))


@chart
def half_years(chapter: Chapter, results: Results) -> Drawing:
    """Growth of the first and of the second half of the year, an indicator a row."""
    words = chapter.words
    chapter.need_whole_year()
    growth = {indicator: growth_of(results, indicator, HALF) for indicator in HALVES}
    figure, (axes,) = canvas(height=0.8 + 0.42 * len(HALVES))
    at = range(len(HALVES))[::-1]
    for place, (indicator, series) in zip(at, growth.items(), strict=True):
        first, second = series["value"]
        axes.hlines(place, first, second, color=GREY, linewidth=1.5, zorder=1)
        before, after = _cells(words, indicator, series)["growth"]
        dots(axes, [first], [place], [before], color=BLUE, markerfacecolor=PAPER, markersize=7)
        dots(axes, [second], [place], [after], color=VERMILION, markersize=7)
        axes.annotate(
            f"{rounded(first, 1)} → {rounded(second, 1)}",
            (1.03, place),
            xycoords=("axes fraction", "data"),
            va="center",
            annotation_clip=False,
        )
    axes.set_yticks(at, [words.text(f"economy_short.{indicator}") for indicator in HALVES])
    axes.set_ylim(-0.6, len(HALVES) - 0.4)
    axes.grid(axis="x")
    axes.axvline(0, color=GREY, linewidth=0.8, zorder=1)
    keys = {"first_half": Key.open(BLUE), "second_half": Key.filled(VERMILION)}
    legend(axes, {words.text(f"legend.{one}"): key for one, key in keys.items()})
    return Drawing(figure, _rates(words, growth), _alt(words, growth), 2, units="%")


@chart
def month_growth(chapter: Chapter, results: Results) -> Drawing:
    """Growth of single months with the band of its rounding, above the cumulative rate."""
    words = chapter.words
    growth = {indicator: growth_of(results, indicator, MONTH) for indicator in TOLD}
    figure, panels = canvas(len(TOLD), 0.5 + 1.25 * len(TOLD))
    years = dict[str, "pd.Series[float]"]()
    for axes, (indicator, single) in zip(panels, growth.items(), strict=True):
        year = chapter.series(f"{indicator}.ytd_yoy").loc[single.index]
        panel_title(axes, words.text(f"economy.{indicator}"))
        cells = _cells(words, indicator, single)
        line(axes, year, GREY, cells[YEAR], printed=False)
        line(axes, single, VERMILION, cells["growth"])
        zero_line(axes)
        years[indicator] = year["value"]
    _key(panels[0], words, "month")
    month_axis(panels[-1], panels_index(growth), words)
    data, alt = _rates(words, growth, years), _alt(words, growth)
    return Drawing(figure, data, alt, 2, figures=_figures(words, growth), units="%")


@table
def period_growth(chapter: Chapter, results: Results) -> ExhibitTable:
    """Growth of every quarter and half-year, give or take what rounding leaves."""
    words = chapter.words
    rows = {indicator: periods_of(results, indicator, f"{QUARTER}|{HALF}") for indicator in ALL}
    periods = list(dict.fromkeys(period for row in rows.values() for period in row))
    if not periods:
        raise NotYetError(f"No quarter is complete in {chapter.edition.as_of}.")
    heads = [words.text("column.item"), *(short_period(words, period) for period in periods)]
    return ExhibitTable(
        heads,
        [
            GridRow(
                words.text(f"economy_short.{indicator}"),
                [_with_rounding(words, row.get(period)) for period in periods],
            )
            for indicator, row in rows.items()
        ],
    )


def _with_rounding(words: Language, result: Result | None) -> str:
    if result is None or result.value is None:
        return words.text("dash")
    half = max(abs(end - result.value) for end in (result.lower, result.upper) if end is not None)
    return words.text("give_or_take", value=words.number(result.value), half=words.number(half, 2))


def _rates(
    words: Language,
    growth: Mapping[str, Series],
    years: Mapping[str, "pd.Series[float]"] | None = None,
) -> pd.DataFrame:
    """Growth of single periods, an indicator and period a row, beside the year up to their end.

    In columns of their own, the bounds of every indicator would make a table wider than any page.
    """
    heads = dict(zip(INTERVAL, ("growth", "lower", "upper"), strict=True))
    blocks = []
    for indicator, single in growth.items():
        block = single[INTERVAL].rename(columns=heads)
        if years is not None:
            block[YEAR] = years[indicator]
        blocks.append(block.set_axis(_row_heads(words, indicator, single), axis=0))
    data = pd.concat(blocks).rename(columns=lambda head: words.text(f"rate_column.{head}"))
    data.index.name = words.text("column.single_period")
    return data


def _figures(words: Language, growth: Mapping[str, Series]) -> dict[DataCell, str]:
    """The printed rates of the year up to the end of each period, by the cells that show them."""
    year = words.text(f"rate_column.{YEAR}")
    return {
        DataCell(head, year): f"{indicator}.ytd_yoy@{_month_of(str(period))}"
        for indicator, single in growth.items()
        for head, period in zip(_row_heads(words, indicator, single), single.index, strict=True)
    }


def _month_of(period: str) -> str:
    """The month that a quarter ends with, or a month itself."""
    return last_month(period) if "Q" in period else period


def _row_heads(words: Language, indicator: str, single: Series) -> list[str]:
    """The heads of an indicator's single periods in the table of rates."""
    item = words.text(f"economy.{indicator}")
    return [
        words.text("item_period", item=item, period=period_name(words, str(period)))
        for period in single.index
    ]


def _alt(words: Language, growth: Mapping[str, Series]) -> str:
    names = {str(period): period_name(words, str(period)) for period in panels_index(growth)}
    labelled = {words.text(f"economy.{name}"): series for name, series in growth.items()}
    return tell_series(words, labelled, "%", names=names)
