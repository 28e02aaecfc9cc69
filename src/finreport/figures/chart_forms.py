"""The forms of charts that recur: lines, levels over growth, flows, and compared items."""

from collections.abc import Mapping, Sequence

import pandas as pd

from finreport.analysis.flows import single_periods
from finreport.editions import INTERVAL, Series
from finreport.figures.charting import MONTH, Drawing
from finreport.figures.drawing import (
    end_labels,
    in_shown_unit,
    level_bars,
    line,
    month_axis,
    panel_title,
    period_axis,
    point_labels,
    upright_bars,
    zero_line,
)
from finreport.figures.marks import DataCell, down
from finreport.figures.palette import BLUE, GREEN, PURPLE, VERMILION
from finreport.figures.style import canvas
from finreport.narrative.alt import tell_items, tell_series
from finreport.narrative.chapter import SERIES, Chapter
from finreport.numbers import Printed
from finreport.words import Language, rounded

ORDER = (BLUE, VERMILION, GREEN, PURPLE)
"""The colours of the first, second, ... line of a chart."""


def lines(
    chapter: Chapter, drawn: Mapping[str, Series], unit: str, *, colours: Sequence[str] = ORDER
) -> Drawing:
    """A line a series over the months of the year, each named at its end with its last value."""
    words = chapter.words
    figure, (axes,) = canvas()
    for (label, series), colour in zip(drawn.items(), colours, strict=False):
        line(axes, series, colour, label)
    month_axis(axes, months_of(drawn), words)
    zero_line(axes)
    if len(drawn) > 1:
        ends = {f"{name} {_last(series)}": series for name, series in drawn.items()}
        end_labels(axes, ends, colours)
    else:
        point_labels(axes, next(iter(drawn.values())))
    return Drawing(
        figure,
        values_of(drawn),
        tell_series(words, drawn, unit),
        figures=printed_in(drawn),
        units=unit,
    )


def _last(series: Series) -> str:
    return rounded(float(series["value"].iloc[-1]), 1)


def level_and_growth(
    chapter: Chapter,
    level: tuple[str, Series],
    growth: tuple[str, Series],
    unit: str,
    *,
    bar_width: float = 0.7,
) -> Drawing:
    """Cumulative levels as bars above, their growth as a line below: two scales, two panels."""
    words = chapter.words
    figure, (top, bottom) = canvas(2, 3.8, height_ratios=[3, 2])
    panel_title(top, level[0])
    cells, write = down(level[0], level[1].index), words.writing(unit)
    upright_bars(top, level[1], BLUE, cells, width=bar_width, write=write)
    in_shown_unit(top.yaxis, words, unit)
    panel_title(bottom, growth[0])
    line(bottom, growth[1], VERMILION, growth[0])
    point_labels(bottom, growth[1])
    month_axis(bottom, months_of(dict([level, growth])), words, before=0.2 + bar_width / 2)
    zero_line(bottom)
    alt = words.sentences(
        tell_series(words, dict([level]), unit), tell_series(words, dict([growth]), "%")
    )
    drawn = dict([level, growth])
    units = {level[0]: unit, growth[0]: "%"}
    return Drawing(figure, values_of(drawn), alt, figures=printed_in(drawn), units=units)


def flows(
    chapter: Chapter, cumulative: Mapping[str, Series], unit: str, *, decimals: int = 1
) -> Drawing:
    """Single periods out of cumulative figures, a panel a series, the rounding as whiskers.

    Among single months, a period of several is drawn as their average, as wide as they are.
    """
    words = chapter.words
    periods = {label: _averaged(single_periods(series)) for label, series in cumulative.items()}
    figure, panels = canvas(len(periods), 0.5 + 1.6 * len(periods))
    widest = max(periods.values(), key=len)
    names = {
        str(month): _named(words, str(month), int(count), is_average=widest["months"].min() < count)
        for month, count in widest["months"].items()
    }
    for axes, (label, series), colour in zip(panels, periods.items(), ORDER, strict=False):
        panel_title(axes, label)
        cells = down(words.text("bound.value", label=label), map(names.get, series.index))
        upright_bars(axes, series, colour, cells, write=words.writing(unit))
        in_shown_unit(axes.yaxis, words, unit)
        zero_line(axes)
    period_axis(panels[-1], widest, words)
    # The highest and the lowest are told among periods of one length.
    alike = {
        label: series[series["months"] == series["months"].min()]
        for label, series in periods.items()
    }
    columns = [bounds_of(words, label, series, INTERVAL) for label, series in periods.items()]
    data = (
        pd.concat(columns, axis=1)
        .sort_index()
        .rename(index=names)
        .rename_axis(words.text("column.month"))
    )
    alt = tell_series(words, alike, unit, decimals, names=names)
    return Drawing(figure, data, alt, decimals + 1, units=unit)


def _averaged(periods: pd.DataFrame) -> pd.DataFrame:
    """The periods, those of several months among single ones as the average of a month."""
    if periods["months"].min() > 1:
        return periods
    return periods.assign(**{end: periods[end] / periods["months"] for end in INTERVAL})


def _named(words: Language, last: str, count: int, *, is_average: bool) -> str:
    months = words.months(last, count)
    return words.text("monthly_average", months=months) if is_average else months


def items(
    chapter: Chapter,
    compared: pd.DataFrame,
    column: str,
    unit: str,
    *,
    marked: Mapping[str, str] | None = None,
    decimals: int = 1,
) -> Drawing:
    """Items side by side as level bars, those in ``marked`` in their own colour.

    ``compared`` has the items' names as index and ``value``, ``lower`` and ``upper``, and
    ``figure``, the name of the printed number that each is, if they are printed.
    """
    figure, (axes,) = canvas(height=0.4 + 0.33 * len(compared))
    colours = [(marked or {}).get(str(name), BLUE) for name in compared.index]
    write = chapter.words.writing(unit)
    level_bars(axes, compared, colours, column, decimals, write=write)
    data = compared[["value"]].rename(columns={"value": column})
    data.index.name = chapter.words.text("column.item")
    alt = tell_items(chapter.words, compared["value"], unit, decimals)
    printed = compared["figure"] if "figure" in compared else [""] * len(compared)
    shown = dict(zip(down(column, data.index), printed, strict=True))
    return Drawing(figure, data, alt, decimals, figures=shown, units=unit)


def stated(chapter: Chapter, chart: str, unit: str, *, decimals: int = 1) -> Drawing:
    """Numbers that the report states in prose side by side, as the edition has ``chart`` do."""
    words, compared_here = chapter.words, chapter.compared(chart)
    numbers = {name: Printed(chapter.printed(name)) for name in compared_here.statements}
    compared = pd.DataFrame(
        [[float(n.value), float(n.lower), float(n.upper)] for n in numbers.values()],
        index=[words.text(f"item.{name}") for name in numbers],
        columns=INTERVAL,
    ).assign(figure=list(numbers))
    colours = {words.text(f"item.{name}"): VERMILION for name in compared_here.marked}
    column = words.text("column.printed")
    return items(chapter, compared, column, unit, marked=colours, decimals=decimals)


def printed_in(drawn: Mapping[str, Series]) -> dict[DataCell, str]:
    """Which printed numbers the series are made of, by the cells of :func:`values_of`."""
    return {
        DataCell(month, label): f"{series.attrs[SERIES]}@{month}"
        for label, series in drawn.items()
        if SERIES in series.attrs
        for month in series.index
    }


def months_of(drawn: Mapping[str, pd.DataFrame]) -> list[str]:
    """All months that any of the series has, in order."""
    return sorted({month for series in drawn.values() for month in series.index})


def values_of(drawn: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The values of several series as the columns of one table of months."""
    columns = {label: series["value"] for label, series in drawn.items()}
    return pd.DataFrame(columns).sort_index().rename_axis(MONTH)


def bounds_of(
    words: Language, label: str, series: Series, bounds: Sequence[str] = INTERVAL[1:]
) -> pd.DataFrame:
    """The bounds of a series called ``label`` as columns, with their heads."""
    return series[list(bounds)].rename(
        columns=lambda bound: words.text(f"bound.{bound}", label=label)
    )
