"""Charts and findings of single months, quarters and half-years."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from finreport.analysis.results import Result, Results
from finreport.editions import INTERVAL, Series
from finreport.figures.charting import Drawing, chart, said, table
from finreport.figures.drawing import (
    Key,
    legend,
    month_axis,
    panel_title,
    places,
    value_label,
)
from finreport.figures.exhibits import ExhibitTable, GridRow
from finreport.figures.marks import DataCell, down, note
from finreport.figures.palette import BLUE, INK, MUTED, PAPER, VERMILION
from finreport.figures.style import canvas
from finreport.narrative.alt import tell_series
from finreport.narrative.chapter import Chapter, NotYetError
from finreport.narrative.claims import Claim
from finreport.narrative.flow_claims import (
    ALL,
    HALF,
    MONTH,
    QUARTER,
    TOLD,
    flow_claims,
    found_in_quarters,
    growth_of,
    last_month,
    period_name,
    periods_of,
    short_period,
)
from finreport.words import Language, rounded

YEAR = "year_to_date"
"""The column of the year up to the end of a period."""

BAR = 0.56
"""The width of a bar of one period."""

LABEL = 8
"""From how many points off zero's line on a label beside it is not struck by it."""

TICK, HEIGHT = 2, 16
"""How many points a tick within a bar, and one beyond it, has to be off the end of the bar for the
label at that end not to be struck by it."""

SHOWN = ("fai", "retail", "trade", "fiscal_revenue", "fiscal_expenditure")
"""What is drawn quarter by quarter."""


@said
def claims(chapter: Chapter, results: Results) -> list[Claim]:
    """What single periods show that cumulative figures hide, and where they cannot be told."""
    return flow_claims(chapter, results)


@chart
def quarter_growth(chapter: Chapter, results: Results) -> Drawing:
    """Growth of single quarters as bars, and of the year up to the end of each as a tick."""
    words = chapter.words
    growth = {indicator: growth_of(results, indicator, QUARTER) for indicator in SHOWN}
    figure, panels = canvas(len(SHOWN), 0.5 + 1.25 * len(SHOWN))
    years = dict[str, "pd.Series[float]"]()
    for axes, (indicator, single) in zip(panels, growth.items(), strict=True):
        printed = chapter.series(f"{indicator}.ytd_yoy")["value"]
        ends = [last_month(period) for period in single.index]
        year = printed.reindex(ends).set_axis(single.index)
        panel_title(axes, words.text(f"economy.{indicator}"))
        cells = _cells(words, indicator, single)
        at = list(range(len(single)))
        _bars(axes, at, single, year, cells)
        _values(axes, at, single, year)
        years[indicator] = year
    _key(panels[0], words, "quarter")
    names = [short_period(words, str(period)) for period in panels_index(growth)]
    panels[-1].set_xticks(range(len(names)), names)
    panels[-1].set_xlim(-0.5, len(names) - 0.2)
    data, alt = _rates(words, growth, years), _alt(words, growth)
    figures, finding = _figures(words, growth), found_in_quarters(chapter, results)
    return Drawing(figure, data, alt, 2, figures=figures, units="%", finding=finding)


def _key(axes: Axes, words: Language, single: str) -> None:
    """The marks of single periods and of the year up to their end, above the first panel."""
    keys = {single: Key.filled(BLUE, "s"), YEAR: Key.filled(INK, "_")}
    named = {words.text(f"legend.{one}"): key for one, key in keys.items()}
    legend(axes, named, is_own_row=False)


def _cells(words: Language, indicator: str, single: Series) -> dict[str, list[DataCell]]:
    """The cells of the table of rates for these periods of an indicator, by their column."""
    rows = _row_heads(words, indicator, single)
    return {head: down(words.text(f"rate_column.{head}"), rows) for head in ("growth", YEAR)}


def _bars(
    axes: Axes,
    at: Sequence[float],
    single: Series,
    year: "pd.Series[float]",
    cells: Mapping[str, list[DataCell]],
    widths: Sequence[float] | None = None,
) -> None:
    """Bars from zero with a whisker of the rounding, and a tick at the year to their end."""
    wide = list(widths or [BAR] * len(at))
    colours = [BLUE if value >= 0 else VERMILION for value in single["value"]]
    axes.bar(at, single["value"], width=wide, color=colours, alpha=0.8)
    axes.vlines(at, single["lower"], single["upper"], color=INK, linewidth=1)
    note(axes, cells["growth"], at, single["value"])
    lefts = [place - width / 2 for place, width in zip(at, wide, strict=True)]
    rights = [place + width / 2 for place, width in zip(at, wide, strict=True)]
    axes.hlines(year, lefts, rights, color=INK, linewidth=2)
    note(axes, cells[YEAR], at, year)
    axes.axhline(0, color=MUTED, linewidth=0.8, zorder=1)
    axes.margins(y=0.34)
    axes.yaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(bottom=False)


def _values(axes: Axes, at: Sequence[float], single: Series, year: "pd.Series[float]") -> None:
    """The growth of each period at the end of its bar, and that of the year beside its tick.

    The first period of a year is the year so far: its number stands once.
    """
    bounds = zip(*(single[end] for end in INTERVAL), strict=True)
    for place, (value, lower, upper), cumulated in zip(at, bounds, year, strict=True):
        is_above = value >= 0
        # Neither the whisker nor a tick right beyond the bar may strike the label.
        end = upper if is_above else lower
        beyond = _points(axes, cumulated - end) * (1 if is_above else -1)
        if -TICK < beyond < HEIGHT:
            end = max(end, cumulated) if is_above else min(end, cumulated)
        value_label(axes, place, end, rounded(value, 1), below=not is_above)
        if rounded(value, 1) == rounded(cumulated, 1) and not place:
            continue
        axes.annotate(
            rounded(cumulated, 1),
            (place + BAR / 2, cumulated),
            xytext=(3, _off_the_axis(axes, cumulated)),
            textcoords="offset points",
            va="center",
            fontsize=10,
            color=MUTED,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5},
        )


def _off_the_axis(axes: Axes, value: float) -> float:
    """By how many points a label at this height has to move for zero's line not to strike it."""
    return float(np.copysign(max(LABEL - abs(_points(axes, value)), 0), value))


def _points(axes: Axes, value: float) -> float:
    """How many points high a difference is drawn."""
    low, high = axes.get_ylim()
    height = axes.get_window_extent().height * 72 / axes.figure.dpi
    return float(value / (high - low) * height)


def panels_index(growth: Mapping[str, Series]) -> pd.Index:
    """The periods that any of the series has, in order."""
    return pd.Index(sorted({str(period) for series in growth.values() for period in series.index}))


@chart
def month_growth(chapter: Chapter, results: Results) -> Drawing:
    """Growth of single months as bars with their rounding, and of the year to their end as a tick.

    Where January was not printed, its bar is that of two months, which have one growth.
    """
    words = chapter.words
    growth = {indicator: growth_of(results, indicator, MONTH) for indicator in TOLD}
    figure, panels = canvas(len(TOLD), 0.5 + 1.25 * len(TOLD))
    years = dict[str, "pd.Series[float]"]()
    for axes, (indicator, single) in zip(panels, growth.items(), strict=True):
        lasts = [str(period)[-7:] for period in single.index]
        year = chapter.series(f"{indicator}.ytd_yoy").loc[lasts, "value"].set_axis(single.index)
        panel_title(axes, words.text(f"economy.{indicator}"))
        spans = [_span(str(period)) for period in single.index]
        at = [sum(ends) / 2 for ends in spans]
        widths = [last - first + BAR for first, last in spans]
        _bars(axes, at, single, year, _cells(words, indicator, single), widths)
        axes.yaxis.set_visible(True)
        years[indicator] = year
    _key(panels[0], words, "month")
    months = sorted({str(period)[:7] for period in panels_index(growth)} | {lasts[-1]})
    month_axis(panels[-1], months, words)
    data, alt = _rates(words, growth, years), _alt(words, growth)
    return Drawing(figure, data, alt, 2, figures=_figures(words, growth), units="%")


def _span(period: str) -> tuple[int, int]:
    """Where the first and the last month of a period stand."""
    first, last = places([period[:7], period[-7:]])
    return first, last


@table
def period_growth(chapter: Chapter, results: Results) -> ExhibitTable:
    """Growth of every quarter and half-year, give or take what rounding leaves."""
    words = chapter.words
    rows = {indicator: periods_of(results, indicator, f"{QUARTER}|{HALF}") for indicator in ALL}
    periods = list(dict.fromkeys(period for row in rows.values() for period in row))
    if not periods:
        raise NotYetError(f"No quarter is complete in {chapter.edition.as_of}.")
    names = [short_period(words, period) for period in periods]
    found = {indicator: [row.get(period) for period in periods] for indicator, row in rows.items()}
    return ExhibitTable(
        [words.text("column.item"), *names],
        [
            GridRow(
                words.text(f"economy_short.{indicator}"),
                [_with_rounding(words, each) for each in row],
                results=[each.name if each else "" for each in row],
            )
            for indicator, row in found.items()
        ],
        numbers=[[each.value if each else None for each in row] for row in found.values()],
        units=dict.fromkeys(names, "%"),
    )


def _with_rounding(words: Language, result: Result | None) -> str:
    if result is None or result.value is None:
        return words.text("dash")
    half = max(abs(end - result.value) for end in (result.lower, result.upper) if end is not None)
    # What is wider than the values are exact needs no more digits than they have.
    width = words.number(half, 1 if half >= 1 else 2)
    return words.text("give_or_take", value=words.number(result.value), half=width)


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
    """The month that a quarter or some months end with, or a month itself."""
    return last_month(period) if "Q" in period else period.rpartition("..")[2]


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
