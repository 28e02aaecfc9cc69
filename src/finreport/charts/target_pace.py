"""The chart and the findings of targets, what became of them, and the pace of the year."""

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes

from finreport.analysis.results import Results
from finreport.figures.charting import Drawing, chart, said
from finreport.figures.drawing import dots, panel_title
from finreport.figures.marks import DataCell, down
from finreport.figures.palette import BLUE, GREEN, GREY, VERMILION
from finreport.figures.style import canvas
from finreport.narrative.alt import tell_groups, tell_texts
from finreport.narrative.chapter import Chapter
from finreport.narrative.claims import Claim
from finreport.narrative.found import Ends, ends_of
from finreport.narrative.pace_claims import (
    PACED,
    aim_of,
    decimals_of,
    found_of_targets,
    outcome_of,
    pace_claims,
    paces_of,
)
from finreport.words import rounded


@said
def claims(chapter: Chapter, results: Results) -> list[Claim]:
    """What became of the targets, which pace told it beforehand, and what balances may do."""
    return pace_claims(chapter, results)


@chart
def pace_targets(chapter: Chapter, results: Results) -> Drawing:
    """Three paces and, where it is known, what came, beside each target, an indicator a panel."""
    words = chapter.words
    chapter.need_whole_year()
    figure, panels = canvas(len(PACED), 0.4 + 1.25 * len(PACED))
    rows: dict[str, list[float]] = {}
    told: dict[str, str] = {}
    heads = [words.text(f"column.{name}") for name in ("value", "lower", "upper", "target")]
    for axes, indicator in zip(panels, PACED, strict=True):
        paces = paces_of(chapter, results, indicator)
        target, *_ = ends_of(results, "target", indicator)
        name, aim = words.text(f"target.{indicator}"), aim_of(chapter, indicator)
        title = words.text("pace_panel", name=name, aim=aim)
        panel_title(axes, title)
        shown = {words.text(f"pace.{pace}"): ends for pace, ends in paces.items()}
        outcome = outcome_of(results, indicator)
        came = words.text("pace.came")
        decimals = dict.fromkeys(shown, 1)
        if outcome:
            shown[came] = ends_of(results, "outcome", indicator, outcome.period)
            decimals[came] = decimals_of(outcome)
        values = {
            label: words.quantity(ends[0], "%", decimals[label]) for label, ends in shown.items()
        }
        told[title] = tell_texts(words, values)
        here = {f"{name} {label}": [*ends, target] for label, ends in shown.items()}
        _beside_target(axes, shown, target, down(heads[0], here), decimals, came)
        rows |= here
    panels[0].margins(x=0.18)
    index = pd.Index(list(rows), name=words.text("column.item"))
    data = pd.DataFrame(list(rows.values()), index, heads, dtype=float)
    finding = found_of_targets(chapter, results)
    return Drawing(figure, data, tell_groups(words, told), 2, units="%", finding=finding)


def _beside_target(
    axes: Axes,
    paces: Mapping[str, Ends],
    target: float,
    cells: Sequence[DataCell],
    decimals: Mapping[str, int],
    came: str,
) -> None:
    """A row a pace; what ``came`` has its own colour and mark."""
    at = list(range(len(paces)))[::-1]
    axes.axvline(target, color=VERMILION, linewidth=1.5)
    for (name, (value, lower, upper)), place, cell in zip(paces.items(), at, cells, strict=True):
        colour, mark = (GREEN, "D") if name == came else (BLUE, "o")
        axes.hlines(place, value, target, color=GREY, linewidth=1)
        axes.hlines(place, lower, upper, color=colour, linewidth=4)
        dots(axes, [value], [place], [cell], mark, color=colour, markersize=6)
        axes.annotate(
            rounded(value, decimals[name]),
            (lower if value < target else upper, place),
            xytext=(-7 if value < target else 7, 0),
            textcoords="offset points",
            ha="right" if value < target else "left",
            va="center",
            fontsize=10.5,
        )
    axes.set_yticks(at, list(paces))
    axes.set_ylim(-0.6, len(paces) - 0.4)
    axes.grid(visible=False)
