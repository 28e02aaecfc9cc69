"""The one chart of the front page: how the year went, where its own rates do not show it.

The first of these of which the edition has the numbers by the month that is shown:

1. ``half_years``: growth in both halves of the year, because a cumulative rate hides a turn;
2. ``growth_so_far``: the newest growth of what the front page counts, from fastest to slowest.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from finreport.analysis.results import Results
from finreport.editions import INTERVAL
from finreport.figures import chart_forms
from finreport.figures.charting import Drawing, chart
from finreport.figures.drawing import Key, dots, legend, panel_title
from finreport.figures.exhibits import Chart
from finreport.figures.marks import DataCell
from finreport.figures.palette import BLUE, GREY, INK, MUTED, PAPER, VERMILION
from finreport.figures.style import canvas
from finreport.narrative.alt import tell_groups, tell_texts
from finreport.narrative.chapter import Chapter, NotYetError
from finreport.narrative.halves import TwoHalves, found_in_halves, halves_of
from finreport.words import rounded

SPEEDS = {
    "economy_short": ("gdp", "industry", "fai", "retail", "exports", "imports", "fiscal_revenue"),
    "banking": ("loans", "deposits"),
}
"""What is compared before the year has two halves, by where its names stand."""

ROW = 0.3
"""Inches a row."""

NEAR = 4
"""Points between a mark and its value."""


class Hero(NamedTuple):
    """The chart that opens the book, how firm its finding is, and where more of it is shown.

    ``firmness`` is a key of the catalogues' ``firmness``, ``link`` the label of a place.
    """

    chart: Chart
    firmness: str
    link: str


def hero(chapter: Chapter) -> Hero | None:
    """The first that can be drawn; None where none can.

    Growth of a half rests on the assumption that both printed rates compare with the same year.
    """
    halves = half_years(chapter, chapter.results("flows"))
    if isinstance(halves, Chart):
        return Hero(replace(halves, has_own_anchor=True), "assumed", "flows")
    so_far = growth_so_far(chapter)
    if isinstance(so_far, Chart):
        return Hero(replace(so_far, has_own_anchor=True), "arithmetic", "indicators")
    return None


@chart
def half_years(chapter: Chapter, results: Results) -> Drawing:
    """Growth in the first and in the second half of the year, and of balances at their ends.

    What fell back most stands on top. Raises :class:`NotYetError` before both are known.
    """
    words, parts = chapter.words, halves_of(chapter, results)
    if not parts:
        raise NotYetError(f"The year has no two halves up to {chapter.edition.as_of}.")
    first, second = (words.text(f"part.H{half}") for half in (1, 2))
    sizes = [len(rows) for rows in parts.values()]
    height = 0.5 + 0.4 * len(sizes) + ROW * sum(sizes)
    figure, panels = canvas(len(sizes), height, height_ratios=[size + 0.4 for size in sizes])
    for axes, (name, rows) in zip(panels, parts.items(), strict=True):
        panel_title(axes, name)
        _draw(axes, rows, first, second)
    is_down = any(row.second[0] < 0 for rows in parts.values() for row in rows.values())
    keys = {first: Key.filled(GREY), second: Key.filled(BLUE)}
    if is_down:
        keys |= {words.text("half.negative", half=second): Key.filled(VERMILION)}
    legend(panels[0], keys)
    table = {label: row for rows in parts.values() for label, row in rows.items()}
    ends = [words.text(f"bound.{end}", label=second) for end in ("lower", "upper")]
    data = pd.DataFrame(
        [[row.first, *row.second] for row in table.values()],
        pd.Index(list(table), name=words.text("column.item")),
        [first, second, *ends],
    )
    figures = {
        DataCell(label, column): name
        for label, row in table.items()
        for column, name in zip((first, second), row.figures, strict=True)
    }
    told = {
        name: tell_texts(
            words,
            {
                label: words.text("half.pair", first=_rate(row.first), second=_rate(row.second[0]))
                for label, row in rows.items()
            },
        )
        for name, rows in parts.items()
    }
    finding = found_in_halves(chapter, results)
    alt = tell_groups(words, told)
    return Drawing(figure, data, alt, figures=figures, units="%", finding=finding)


def _rate(value: float) -> str:
    return f"{rounded(value, 1)}%"


def _draw(axes: Axes, rows: Mapping[str, TwoHalves], first: str, second: str) -> None:
    """A row an item: a grey mark of the first half, an arrow's way to the second, both values."""
    axes.axvline(0, color=MUTED, linewidth=0.8, zorder=1)
    at = range(len(rows) - 1, -1, -1)
    for place, (label, row) in zip(at, rows.items(), strict=True):
        after, lower, upper = row.second
        colour = BLUE if after >= 0 else VERMILION
        axes.hlines(place, row.first, after, color=colour, linewidth=2, alpha=0.45)
        axes.hlines(place, lower, upper, color=INK, linewidth=1)
        dots(axes, [row.first], [place], [DataCell(label, first)], color=GREY, markersize=6)
        dots(axes, [after], [place], [DataCell(label, second)], color=colour, markersize=7.5)
        for value, other, shade in ((row.first, after, MUTED), (after, row.first, colour)):
            is_right = (value, value == after) >= (other, other == after)
            axes.annotate(
                rounded(value, 1),
                (value, place),
                xytext=(2 * NEAR if is_right else -2 * NEAR, 0),
                textcoords="offset points",
                ha="left" if is_right else "right",
                va="center",
                fontsize=10.5,
                color=shade,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5},
            )
    axes.set_yticks(list(at), list(rows), color=INK)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.margins(x=0.25)
    axes.xaxis.set_visible(False)
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)


@chart
def growth_so_far(chapter: Chapter) -> Drawing:
    """The newest printed growth of the economy and of what banks hold, the fastest on top.

    Raises :class:`NotYetError` unless two rates are printed.
    """
    words = chapter.words
    names = {
        words.text(f"{where}.{name}"): _growth(where, name)
        for where, listed in SPEEDS.items()
        for name in listed
    }
    printed = {
        label: chapter.edition.find(full)
        for label, name in names.items()
        if (full := chapter.figure(name))
    }
    rows = {
        label: [*map(float, (one.value, one.interval.lower, one.interval.upper)), one.full_name]
        for label, one in printed.items()
        if one is not None
    }
    if len(rows) < 2:
        raise NotYetError(f"No two rates of growth are printed up to {chapter.edition.as_of}.")
    compared = pd.DataFrame.from_dict(rows, orient="index", columns=[*INTERVAL, "figure"])
    compared = compared.sort_values("value", ascending=False, kind="stable")
    drawing = chart_forms.items(chapter, compared, words.text("column.printed"), "%")
    most, least = (
        words.text("half.rate", name=words.names([label]), told=chapter.told(names[label]))
        for label in (compared.index[0], compared.index[-1])
    )
    return drawing._replace(finding=words.text("half.so_far", most=most, least=least))


def _growth(where: str, name: str) -> str:
    return f"all.{name}.yoy" if where == "banking" else f"{name}.ytd_yoy"
