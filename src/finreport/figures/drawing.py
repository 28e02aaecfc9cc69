"""Strokes that charts are made of: lines with rounding bands, bars, labels at the mark."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.lines import Line2D
from matplotlib.ticker import Formatter
from scipy.optimize import isotonic_regression

from finreport.editions import Series
from finreport.figures.marks import DataCell, down, note
from finreport.figures.palette import INK, MUTED, PAPER
from finreport.words import Language, rounded

LABEL_GAP = 14
"""Points between the names of two lines that end close together."""

Writing: TypeAlias = Callable[[float, int], str]
"""What writes a value of the data with so many decimals, as :meth:`Language.writing`."""


class _InShownUnit(Formatter):
    """Numbers of an axis in the unit that a language shows."""

    def __init__(self, words: Language, unit: str) -> None:
        self._words, self._unit = words, unit

    def __call__(self, value: float, place: int | None = None) -> str:
        return self._words.ticks([value], self._unit)[0]

    def format_ticks(self, values: Iterable[float]) -> list[str]:
        """All of them, with as many digits as the finest needs."""
        return self._words.ticks(values, self._unit)


def in_shown_unit(axis: Axis, words: Language, unit: str) -> None:
    """Write the numbers of an axis, which counts in a unit of the data, as the language shows it.

    What is drawn stays in the units of the data: a mark knows its cell.
    """
    axis.set_major_formatter(_InShownUnit(words, unit))


def places(months: Sequence[str] | pd.Index) -> list[int]:
    """Where months stand on a month axis: counted through the years, so that gaps stay gaps."""
    return [int(month[:4]) * 12 + int(month[5:]) - 1 for month in months]


def month_axis(
    axes: Axes, months: Sequence[str] | pd.Index, words: Language, *, before: float = 0.6
) -> None:
    """Name the months below the axes, the last one always; with the year where there are two.

    ``before`` is the room left of the first month, in months.
    """
    first, last = min(places(months)), max(places(months))
    step = 1 if last - first < 6 else 2 if last - first < 12 else 6
    ticks = [tick for tick in range(first, last + 1) if (last - tick) % step == 0]
    if len(months) <= 4:  # quarters: name just those
        ticks = places(months)
    many_years = first // 12 != last // 12
    axes.set_xticks(ticks, [_tick_name(tick, words, many_years) for tick in ticks])
    axes.set_xlim(first - before, last + max(0.6, min(before, 1.2)))


def _tick_name(tick: int, words: Language, with_year: bool) -> str:
    month = f"{tick // 12}-{tick % 12 + 1:02}"
    return words.year_month(month) if with_year else words.short_month(month)


def period_axis(axes: Axes, periods: pd.DataFrame, words: Language) -> None:
    """Name periods of one or more ``months`` below the middle of their bars, the last always."""
    centres = _centres(periods)
    named = [
        row
        for row, count in enumerate(periods["months"])
        if (len(periods) - 1 - row) % 2 == 0 or count > 1
    ]
    names = [
        words.short_months(str(month), int(count))
        for month, count in periods["months"].iloc[named].items()
    ]
    axes.set_xticks(centres.iloc[named], names)
    first, last = periods["months"].iloc[[0, -1]] / 2
    axes.set_xlim(centres.iloc[0] - first - 0.1, centres.iloc[-1] + last + 0.1)


def _centres(periods: pd.DataFrame) -> "pd.Series[float]":
    ends = pd.Series(places(periods.index), index=periods.index, dtype=float)
    return ends - (periods["months"] - 1) / 2


def line(
    axes: Axes,
    series: Series,
    colour: str,
    shown: str | Sequence[DataCell],
    *,
    printed: bool = True,
) -> None:
    """A line with the band of its rounding; dashed with open marks where it was not printed.

    ``shown`` is the column of the data that it shows, or its cells.
    """
    at = places(series.index)
    note(axes, down(shown, series.index) if isinstance(shown, str) else shown, at, series["value"])
    axes.fill_between(at, series["lower"], series["upper"], color=colour, alpha=0.22, linewidth=0)
    axes.plot(
        at,
        series["value"],
        color=colour,
        marker="o",
        linestyle="-" if printed else (0, (3, 2)),
        markerfacecolor=colour if printed else "none",
    )


def dots(
    axes: Axes,
    xs: Iterable[float],
    ys: Iterable[float],
    cells: Iterable[DataCell],
    marker: str = "o",
    *,
    linestyle: Any = "",
    **look: Any,
) -> None:
    """Marks, each of which shows a cell of the data; with a ``linestyle`` a line joins them."""
    xs, ys = list(xs), list(ys)
    axes.plot(xs, ys, marker=marker, linestyle=linestyle, **look)
    note(axes, cells, xs, ys)


def steps(axes: Axes, drawn: Mapping[str, Series], colours: Sequence[str]) -> None:
    """What stays the same within a month, such as quotations, by the columns of the data."""
    for (column, series), colour in zip(drawn.items(), colours, strict=True):
        at = places(series.index)
        axes.step(at, series["value"], where="mid", color=colour)
        note(axes, down(column, series.index), at, series["value"])


def end_labels(axes: Axes, lines: Mapping[str, Series], colours: Sequence[str]) -> None:
    """Each line's name beside its right end in its colour, moved apart where two would meet.

    Names begin where the axes end, so that neither the horizontal axis nor a grid line strikes
    through them.
    """
    bottom, top = axes.get_ylim()
    gap = LABEL_GAP * (top - bottom) / (axes.bbox.height * 72 / axes.figure.dpi)
    ends = {label: float(series["value"].iloc[-1]) for label, series in lines.items()}
    spots = apart(ends, gap)
    for label, colour in zip(lines, colours, strict=False):
        axes.annotate(
            label,
            (1, spots[label]),
            xycoords=("axes fraction", "data"),
            xytext=(3, 0),
            textcoords="offset points",
            color=colour,
            va="center",
            fontsize=11,
            annotation_clip=False,
        )


def apart(wanted: Mapping[str, float], gap: float) -> dict[str, float]:
    """The places nearest to those ``wanted`` (least squares) that are at least ``gap`` apart.

    What is far enough from all others stays where it is; what collides is spread around its mean.
    """
    order = sorted(wanted, key=lambda name: wanted[name])
    steps = [gap * step for step in range(len(order))]
    # Less a gap for each place below it, at least a gap apart means no lower than the one before.
    level = isotonic_regression(
        [wanted[label] - step for label, step in zip(order, steps, strict=True)]
    ).x
    return {label: float(at + step) for label, at, step in zip(order, level, steps, strict=True)}


class Key(NamedTuple):
    """A mark as a legend shows it: its form, the colour of its edge, and of its face."""

    form: str
    colour: str
    face: str

    @classmethod
    def filled(cls, colour: str, form: str = "o") -> "Key":
        """A mark filled with its colour."""
        return cls(form, colour, colour)

    @classmethod
    def open(cls, colour: str, form: str = "o") -> "Key":
        """A hollow mark."""
        return cls(form, colour, PAPER)


def legend(axes: Axes, keys: Mapping[str, Key], *, is_own_row: bool = True) -> None:
    """What the marks mean, each beside its mark, in its own row on top of the picture.

    Where that ``is_own_row`` not, it stands at the right of the axes' title.
    """
    handles = [
        Line2D(
            [],
            [],
            linestyle="",
            marker=key.form,
            color=key.colour,
            markerfacecolor=key.face,
            markersize=6,
            markeredgewidth=1.5,
            label=label,
        )
        for label, key in keys.items()
    ]
    look: dict[str, Any] = {
        "ncols": len(keys),
        "frameon": False,
        "fontsize": 10.5,
        "borderpad": 0.0,
        "borderaxespad": 0.0,
        "handletextpad": 0.0,
        "columnspacing": 0.8,
    }
    if is_own_row:
        axes.figure.legend(handles=handles, loc="outside upper left", **look)
    else:
        spot = (1, 1 + 4 / (axes.bbox.height * 72 / axes.figure.dpi))
        axes.legend(handles=handles, loc="lower right", bbox_to_anchor=spot, **look)


def value_label(
    axes: Axes, x: float, y: float, value: str, *, gap: float = 3, below: bool | None = None
) -> None:
    """A value above a mark, or ``below`` it; by default below a negative one."""
    under = y < 0 if below is None else below
    axes.annotate(
        value,
        (x, y),
        xytext=(0, -gap if under else gap),
        textcoords="offset points",
        ha="center",
        va="top" if under else "bottom",
        fontsize=10.5,
        color=INK,
    )


def point_labels(axes: Axes, series: Series, decimals: int = 1) -> None:
    """The value of each point of a line, on the side that the line leaves free."""
    values = series["value"]
    around = (values.shift(1).fillna(values) + values.shift(-1).fillna(values)) / 2
    for place, value, near in zip(places(series.index), values, around, strict=True):
        value_label(axes, place, value, rounded(value, decimals), gap=6, below=value < near)
    low, high = min(values.min(), 0), max(values.max(), 0)
    axes.set_ylim(low - 0.25 * (high - low) * (low < 0), high + 0.25 * (high - low) * (high > 0))


def upright_bars(
    axes: Axes,
    series: pd.DataFrame,
    colour: str,
    cells: Iterable[DataCell],
    *,
    width: float = 0.7,
    write: Writing | None = rounded,
) -> None:
    """Upright bars with a whisker of the rounding; ``write`` their whole values, None for none.

    Each shows one of the ``cells`` of the data. With a column ``months`` a bar
    stands for that many months and is as wide as they are.
    """
    at = pd.Series(places(series.index), index=series.index, dtype=float)
    widths = pd.Series(width, index=series.index)
    if "months" in series:
        at = _centres(series)
        widths += series["months"] - 1
    axes.bar(
        at,
        series["value"],
        width=widths,
        color=colour,
        yerr=[series["value"] - series["lower"], series["upper"] - series["value"]],
        ecolor=INK,
    )
    note(axes, cells, at, series["value"])
    if write:
        for place, value in zip(at, series["value"], strict=True):
            value_label(axes, place, value, write(value, 0))
    axes.margins(y=0.16)


def level_bars(
    axes: Axes,
    items: pd.DataFrame,
    colours: Sequence[str],
    column: str,
    decimals: int | Sequence[int] = 1,
    *,
    write: Writing = rounded,
) -> None:
    """Level bars, the first item on top, its name at the left and its value at the end.

    They show the ``column`` of the data in the rows of their names.
    ``items`` has the names as index and the columns ``value``, ``lower`` and ``upper``; its
    values have ``decimals`` digits, one for all or one each.
    """
    digits = [decimals] * len(items) if isinstance(decimals, int) else decimals
    at = list(range(len(items)))[::-1]
    axes.barh(at, items["value"], color=colours, height=0.64)
    note(axes, down(column, items.index), items["value"], at)
    axes.hlines(at, items["lower"], items["upper"], color=INK, linewidth=1)
    ends = items["upper"].where(items["value"] >= 0, items["lower"])
    for place, value, end, shown in zip(at, items["value"], ends, digits, strict=True):
        axes.annotate(
            write(value, shown),
            (end, place),
            xytext=(4 if value >= 0 else -4, 0),
            textcoords="offset points",
            ha="left" if value >= 0 else "right",
            va="center",
            fontsize=11,
        )
    axes.set_yticks(at, items.index, color=INK)
    low, high = min(items["lower"].min(), 0), max(items["upper"].max(), 0)
    axes.set_xlim(low - (0.2 * (high - low) if low < 0 else 0), high + 0.16 * (high - low))
    axes.xaxis.set_visible(False)
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=MUTED, linewidth=0.8)


def panel_title(axes: Axes, text: str) -> None:
    """The name and unit of one panel, above it at the left."""
    axes.set_title(text, loc="left", fontsize=11.5, color=MUTED, pad=6)


def zero_line(axes: Axes) -> None:
    """The line between growth and decline, where the axes show both."""
    bottom, top = axes.get_ylim()
    if bottom < 0 < top:
        axes.axhline(0, color=MUTED, linewidth=0.8, zorder=1)
