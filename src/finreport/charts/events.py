"""The time line of the year's events."""

import pandas as pd
from matplotlib.axes import Axes

from finreport.figures.charting import Drawing, chart
from finreport.figures.drawing import dots, month_axis, places
from finreport.figures.marks import DataCell
from finreport.figures.palette import BLUE, GRID, PAPER
from finreport.figures.style import canvas
from finreport.narrative.chapter import Chapter, NotPrintedError, NotYetError
from finreport.words import Language


@chart
def time_line(chapter: Chapter) -> Drawing:
    """The events of the year, each at its date, the earliest on top."""
    words = chapter.words
    events = chapter.table("events")
    if events.empty:
        kind = NotPrintedError if chapter.edition.is_complete else NotYetError
        raise kind(f"The edition has no event up to {chapter.edition.as_of}.")
    names = [
        words.translated(f"event.{date}", event)
        for date, event in zip(events["date"], events["event"], strict=True)
    ]
    figure, (axes,) = canvas(height=0.6 + 0.4 * len(events))
    for row, (date, name) in enumerate(zip(events["date"], names, strict=True)):
        _mark(axes, date, name, row, words)
    axes.set_ylim(0.5 - len(events), 0.9)
    axes.yaxis.set_visible(False)
    axes.grid(False)
    shown = [month for month in chapter.edition.months if month <= chapter.edition.as_of]
    month_axis(axes, shown, words)
    # A month's name stands below its middle, so the lines are drawn where months begin.
    axes.set_xticks([place - 0.5 for place in places(shown)], minor=True)
    axes.grid(axis="x", which="minor")
    axes.tick_params(axis="x", which="major", length=0)
    axes.tick_params(axis="x", which="minor", length=3)
    days = [words.day(date) for date in events["date"]]
    data = pd.DataFrame(
        {words.text("column.event"): names}, index=pd.Index(days, name=words.text("column.date"))
    )
    told = [
        words.text("alt.item", label=day, value=name) for day, name in zip(days, names, strict=True)
    ]
    return Drawing(figure, data, words.text("list.pause").join(told))


def _mark(axes: Axes, date: str, name: str, row: int, words: Language) -> None:
    day = pd.Timestamp(date)
    at = day.year * 12 + day.month - 1 + (day.day - 1) / day.days_in_month - 0.5
    dots(axes, [at], [-row], [DataCell(row)], color=BLUE, markersize=6, zorder=4)
    axes.axhline(-row, color=GRID, linewidth=0.8, zorder=0)
    # Beside its dot a name would leave the picture; above the row it has the whole width.
    axes.annotate(
        f"{words.short_day(date)} {name}",
        (0, -row),
        xycoords=("axes fraction", "data"),
        xytext=(0, 5),
        textcoords="offset points",
        va="bottom",
        fontsize=11,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1},
    )
