"""Charts and findings of the gap between loans and deposits, and of the ends of quarters."""

import pandas as pd
from matplotlib.axes import Axes

from finreport.analysis.quarter_ends import QUARTER_ENDS
from finreport.analysis.results import Results
from finreport.editions import INTERVAL
from finreport.figures import chart_forms
from finreport.figures.charting import Drawing, chart, said
from finreport.figures.drawing import (
    end_labels,
    level_bars,
    line,
    month_axis,
    panel_title,
    point_labels,
    upright_bars,
    zero_line,
)
from finreport.figures.marks import down
from finreport.figures.palette import BLUE, GREY, VERMILION
from finreport.figures.style import canvas
from finreport.narrative.alt import tell_items, tell_series
from finreport.narrative.chapter import Chapter, NotYetError
from finreport.narrative.claims import Claim
from finreport.narrative.found import known
from finreport.narrative.gap_claims import (
    AMOUNT,
    DRAWN_PARTS,
    SIDES,
    gap_claims,
    monthly,
    part_changes,
)
from finreport.words import Language, rounded

POINTS = "percentage points"


@said
def claims(chapter: Chapter, results: Results) -> list[Claim]:
    """What the results of the group say, each sentence as firm as they are."""
    return gap_claims(chapter, results)


@chart
def growth_gap(chapter: Chapter, results: Results) -> Drawing:
    """Growth of loans and deposits in CNY, and below it the difference of both."""
    words = chapter.words
    growth = {words.text(f"banking.{side}"): chapter.series(f"cny.{side}.yoy") for side in SIDES}
    name = words.text("gap.difference")
    gap = monthly(results, "growth", "cny")
    figure, (top, bottom) = canvas(2, 4.0, height_ratios=[3, 2])
    panel_title(top, words.text("gap.panel.growth"))
    for (label, series), colour in zip(growth.items(), chart_forms.ORDER, strict=False):
        line(top, series, colour, label)
    end_labels(top, growth, chart_forms.ORDER)
    panel_title(bottom, words.text("gap.panel.difference"))
    line(bottom, gap, GREY, name)
    point_labels(bottom, gap)
    month_axis(bottom, gap.index, words)
    zero_line(bottom)
    alt = words.sentences(tell_series(words, growth, "%"), tell_series(words, {name: gap}, POINTS))
    data = chart_forms.values_of(growth | {name: gap}).join(chart_forms.bounds_of(words, name, gap))
    return Drawing(figure, data, alt, figures=chart_forms.printed_in(growth), units=POINTS)


@chart
def loan_deposit_ratio(chapter: Chapter, results: Results) -> Drawing:
    """Loans in percent of deposits in CNY, month by month, and a year before."""
    words = chapter.words
    year = int(chapter.edition.as_of[:4])
    now, before = (
        monthly(results, statistic, "cny")
        for statistic in ("loan_deposit_ratio", "loan_deposit_ratio.year_ago")
    )
    drawn = {
        words.period(str(year)): now,
        words.text("gap.implied", year=words.period(str(year - 1))): before.set_axis(now.index),
    }
    figure, (axes,) = canvas(height=3.0)
    of_year, implied = drawn
    line(axes, drawn[of_year], BLUE, of_year)
    line(axes, drawn[implied], GREY, implied, printed=False)
    month_axis(axes, now.index, words)
    end_labels(axes, drawn, (BLUE, GREY))
    data = chart_forms.values_of(drawn).join(chart_forms.bounds_of(words, implied, drawn[implied]))
    alt = words.sentences(
        *(
            tell_series(words, {label: series}, "%", 2)
            for label, series in zip(drawn, (now, before), strict=True)
        )
    )
    return Drawing(figure, data, alt, 2, units="%")


@chart
def quarter_ends(chapter: Chapter, results: Results) -> Drawing:
    """Monthly increases in CNY, the ends of quarters in their own colour, with both means."""
    words = chapter.words
    increases = {
        words.text(f"banking.{side}"): chapter.series(f"cny.{side}.increase") for side in SIDES
    }
    figure, panels = canvas(2, 5.0)
    for axes, side, (label, series) in zip(panels, SIDES, increases.items(), strict=True):
        panel_title(axes, label)
        at_end = series.index.str[5:].isin(QUARTER_ENDS)
        for chosen, colour in ((at_end, VERMILION), (~at_end, BLUE)):
            if chosen.any():
                shown = series[chosen]
                upright_bars(axes, shown, colour, down(label, shown.index), decimals=None)
        month_axis(axes, series.index, words)
        zero_line(axes)
        _means(axes, words, results, f"cny.{side}")
    means = [
        words.text(
            "alt.means",
            label=label,
            ends=words.quantity(known(results.one("quarter_end.mean", name).value), AMOUNT),
            others=words.quantity(known(results.one("quarter_end.mean_other", name).value), AMOUNT),
        )
        for side, label in zip(SIDES, increases, strict=True)
        if results.one("quarter_end.difference", name := f"cny.{side}").value is not None
    ]
    alt = words.sentences(tell_series(words, increases, AMOUNT), *means)
    figures = chart_forms.printed_in(increases)
    return Drawing(figure, chart_forms.values_of(increases), alt, figures=figures)


def _means(axes: Axes, words: Language, results: Results, name: str) -> None:
    """A line for the mean of each kind of month, where there are enough months for means."""
    difference = results.one("quarter_end.difference", name).value
    if difference is None:
        return
    for mean, colour in (("mean", VERMILION), ("mean_other", BLUE)):
        value = known(results.one(f"quarter_end.{mean}", name).value)
        axes.axhline(value, color=colour, linewidth=1.2, linestyle=(0, (4, 2)), zorder=0.5)
        is_higher = (difference > 0) == (mean == "mean")
        axes.annotate(
            words.text(f"gap.{mean}", value=rounded(value, 0)),
            (1, value),
            xycoords=("axes fraction", "data"),
            xytext=(5, 0),
            textcoords="offset points",
            color=colour,
            va="bottom" if is_higher else "top",
            annotation_clip=False,
        )


@chart
def slowdown_parts(chapter: Chapter, results: Results) -> Drawing:
    """How the contribution of each part to growth changed from the first month to the last.

    Raises :class:`NotYetError` at the first month, which has none before it.
    """
    words = chapter.words
    changes: dict[str, list[float | None]] = {}
    totals = []
    for total in DRAWN_PARTS:
        totals.append(words.text(f"banking.{total.split('.')[1]}"))
        for name, change in part_changes(chapter, results, total).items():
            if change.value is None:
                raise NotYetError(f"There is no change up to {chapter.edition.as_of}.")
            changes[words.text(f"banking.{name}")] = [change.value, change.lower, change.upper]
    items = pd.DataFrame.from_dict(changes, orient="index", columns=INTERVAL)
    figure, (axes,) = canvas(height=0.4 + 0.33 * len(items))
    label = words.text("column.change")
    level_bars(axes, items, [VERMILION if name in totals else BLUE for name in items.index], label)
    bounds = chart_forms.bounds_of(words, label, items)
    data = items[["value"]].rename(columns={"value": label}).join(bounds)
    data.index.name = words.text("column.item")
    first = monthly(results, "growth", "cny").index[0]
    months = {"first": words.month(first), "last": words.month(chapter.edition.as_of)}
    return Drawing(figure, data, tell_items(words, items["value"], POINTS), 2, months, units=POINTS)
