"""The results of the year beside the targets of the next."""

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes

from finreport.analysis.results import Results
from finreport.figures.charting import Drawing, chart, table
from finreport.figures.drawing import Key, dots, legend
from finreport.figures.exhibits import ExhibitTable, GridRow
from finreport.figures.marks import DataCell, down
from finreport.figures.palette import BLUE, GREY, PAPER, VERMILION
from finreport.figures.style import canvas
from finreport.narrative.alt import tell_items, tell_texts
from finreport.narrative.chapter import Chapter
from finreport.narrative.pace_claims import judged, outcome_of, tell_aim, tell_outcome
from finreport.words import rounded

LINE = 14
"""Letters on a line beside the chart; Chinese, which has no spaces, stays on one line."""


@chart
def targets(chapter: Chapter) -> Drawing:
    """The growth of the year as printed and what the next year aims at, an indicator a row."""
    words = chapter.words
    results = chapter.about.given.results
    aims = chapter.whole_year("targets").set_index("indicator")
    aims = aims.loc[[indicator for indicator in results if indicator in aims.index]]
    aims = aims[aims["unit"].isin(["%", ""])]
    names = [words.text(f"target.{indicator}") for indicator in aims.index]
    rows = pd.DataFrame(
        {
            "result": [float(chapter.printed(results[indicator])) for indicator in aims.index],
            "aim": aims["value"].to_numpy(),
            "told": [tell_aim(words, aim) for _, aim in aims.iterrows()],
        },
        index=pd.Index(names, name=words.text("column.item")),
    )
    figure, (axes,) = canvas(height=0.9 + 0.46 * len(rows))
    _dumbbells(axes, rows, (words.text("column.result"), words.text("column.aim")))
    shown = rows[["result", "told"]].set_axis(
        [words.text("column.result"), words.text("column.aim")], axis=1
    )
    told = tell_texts(words, {str(name): aim for name, aim in rows["told"].items()})
    alt = words.text("alt.targets", results=tell_items(words, rows["result"], "%"), aims=told)
    figures = {
        DataCell(name, column): figure
        for name, indicator in zip(names, aims.index, strict=True)
        for column, figure in zip(
            shown.columns, (results[indicator], f"targets.{indicator}"), strict=True
        )
    }
    return Drawing(figure, shown, alt, figures=figures)


def _dumbbells(axes: Axes, rows: pd.DataFrame, heads: tuple[str, str]) -> None:
    at = list(range(len(rows)))[::-1]
    axes.hlines(at, rows["result"], rows["aim"].fillna(rows["result"]), color=GREY, linewidth=1.5)
    results, aims = (down(head, rows.index) for head in heads)
    dots(axes, rows["result"], at, results, color=BLUE, markersize=7)
    dots(axes, rows["aim"], at, aims, "D", markerfacecolor=PAPER, color=VERMILION, markersize=7)
    for place, (_, row) in zip(at, rows.iterrows(), strict=True):
        axes.annotate(
            fill(row["told"], LINE, break_long_words=False),
            (1.03, place),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=11,
            linespacing=1.0,
            color=VERMILION,
            annotation_clip=False,
        )
        axes.annotate(
            rounded(row["result"], 1),
            (row["result"], place),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            fontsize=10.5,
            color=BLUE,
        )
    axes.set_yticks(at, rows.index)
    axes.set_ylim(-0.6, len(rows) - 0.2)
    axes.grid(axis="x")
    legend(axes, dict(zip(heads, (Key.filled(BLUE), Key.open(VERMILION, "D")), strict=True)))


@table
def targets_table(chapter: Chapter) -> ExhibitTable:
    """Every target of the next year beside what the report prints for its own, and what came.

    What came, and whether that is what was aimed at, has no columns in an edition without it.
    """
    words = chapter.words
    results = chapter.results("pace") if chapter.edition.groups.outcomes else None
    heads = ["item", "result", "aim", *(("outcome", "judged") if results else ())]
    aims = chapter.whole_year("targets").set_index("indicator")
    rows = []
    for name, aim in aims.iterrows():
        cells = [_result(chapter, str(name)), tell_aim(words, aim)]
        figures = [
            chapter.about.given.results.get(str(name), ""),
            f"targets.{name}" if aim["printed"] else "",
        ]
        if results:
            came = _came(chapter, results, str(name))
            cells, figures = [*cells, *came], [*figures, *[""] * len(came)]
        rows.append(GridRow(words.text(f"target.{name}"), cells, figures=figures))
    return ExhibitTable([words.text(f"column.{head}") for head in heads], rows)


def _came(chapter: Chapter, results: Results, indicator: str) -> list[str]:
    """What came of a target, and how it stands beside it; dashes where that is unknown."""
    words, outcome = chapter.words, outcome_of(results, indicator)
    if outcome is None:
        return [words.text("dash")] * 2
    return [
        tell_outcome(words, outcome),
        words.text(f"target_verdict.{judged(chapter, results, indicator)}"),
    ]


def _result(chapter: Chapter, indicator: str) -> str:
    statement = chapter.about.given.results.get(indicator)
    return chapter.phrase(statement) if statement else chapter.words.text("not_printed")
