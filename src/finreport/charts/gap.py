"""Charts and findings of the gap between loans and deposits, and of the ends of quarters."""

from math import ceil

import pandas as pd
from matplotlib.axes import Axes

from finreport.analysis.firmness import Firmness
from finreport.analysis.gap import REST, SCOPES
from finreport.analysis.quarter_ends import QUARTER_ENDS
from finreport.analysis.results import Result, Results
from finreport.editions import INTERVAL, Series
from finreport.figures import forms
from finreport.figures.alt import tell_items, tell_series
from finreport.figures.chapter import Chapter, NotYetError
from finreport.figures.charting import Drawing, chart
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
from finreport.figures.exhibits import Finding, Findings
from finreport.figures.found import by_period, known, way, with_sign
from finreport.figures.palette import BLUE, GREY, VERMILION
from finreport.figures.style import canvas
from finreport.figures.tested import Tested, cell_p, tell_p
from finreport.words import Language, rounded

POINTS = "percentage points"
AMOUNT = "100 million CNY"

SIDES = ("loans", "deposits")
"""What is set against each other."""

DRAWN_PARTS = ("all.loans", "cny.deposits")
"""The totals whose slowdown is drawn and told: those with the most parts."""


@chart
def growth_gap(chapter: Chapter) -> Drawing:
    """Growth of loans and deposits in CNY, and below it the difference of both."""
    words = chapter.words
    growth = {words.text(f"banking.{side}"): chapter.banking("cny", side, "yoy") for side in SIDES}
    name = words.text("gap.difference")
    gap = monthly(chapter, "growth", "cny")
    figure, (top, bottom) = canvas(2, 4.0, height_ratios=[3, 2])
    panel_title(top, words.text("gap.panel.growth"))
    for series, colour in zip(growth.values(), forms.ORDER, strict=False):
        line(top, series, colour)
    end_labels(top, growth, forms.ORDER)
    panel_title(bottom, words.text("gap.panel.difference"))
    line(bottom, gap, GREY)
    point_labels(bottom, gap)
    month_axis(bottom, gap.index, words)
    zero_line(bottom)
    alt = words.sentences(tell_series(words, growth, "%"), tell_series(words, {name: gap}, POINTS))
    data = forms.values_of(growth | {name: gap}).join(_bounds(words, name, gap))
    return Drawing(figure, forms.by_month(words, data), alt)


@chart
def loan_deposit_ratio(chapter: Chapter) -> Drawing:
    """Loans in percent of deposits in CNY, month by month, and a year before."""
    words = chapter.words
    year = int(chapter.edition.as_of[:4])
    now, before = (
        monthly(chapter, statistic, "cny")
        for statistic in ("loan_deposit_ratio", "loan_deposit_ratio.year_ago")
    )
    drawn = {
        words.period(str(year)): now,
        words.text("gap.implied", year=words.period(str(year - 1))): before.set_axis(now.index),
    }
    figure, (axes,) = canvas(height=3.0)
    for series, colour, printed in zip(drawn.values(), (BLUE, GREY), (True, False), strict=True):
        line(axes, series, colour, printed=printed)
    month_axis(axes, now.index, words)
    end_labels(axes, drawn, (BLUE, GREY))
    implied = list(drawn)[1]
    data = forms.values_of(drawn).join(_bounds(words, implied, drawn[implied]))
    alt = words.sentences(
        *(
            tell_series(words, {label: series}, "%", 2)
            for label, series in zip(drawn, (now, before), strict=True)
        )
    )
    return Drawing(figure, forms.by_month(words, data), alt, 2)


@chart
def quarter_ends(chapter: Chapter) -> Drawing:
    """Monthly increases in CNY, the ends of quarters in their own colour, with both means."""
    words, results = chapter.words, chapter.results("gap")
    increases = {
        words.text(f"banking.{side}"): chapter.banking("cny", side, "increase") for side in SIDES
    }
    figure, panels = canvas(2, 5.0)
    for axes, side, (label, series) in zip(panels, SIDES, increases.items(), strict=True):
        panel_title(axes, label)
        at_end = series.index.str[5:].isin(QUARTER_ENDS)
        for chosen, colour in ((at_end, VERMILION), (~at_end, BLUE)):
            if chosen.any():
                upright_bars(axes, series[chosen], colour, decimals=None)
        month_axis(axes, series.index, words)
        zero_line(axes)
        _means(axes, words, results, f"cny.{side}")
    data = forms.by_month(words, forms.values_of(increases))
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
    return Drawing(figure, data, words.sentences(tell_series(words, increases, AMOUNT), *means))


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
def slowdown_parts(chapter: Chapter) -> Drawing:
    """How the contribution of each part to growth changed from the first month to the last.

    Raises :class:`NotYetError` at the first month, which has none before it.
    """
    words = chapter.words
    changes: dict[str, list[float | None]] = {}
    totals = []
    for total in DRAWN_PARTS:
        totals.append(words.text(f"banking.{total.split('.')[1]}"))
        for name, change in part_changes(chapter, total).items():
            if change.value is None:
                raise NotYetError(f"There is no change up to {chapter.edition.as_of}.")
            changes[words.text(f"banking.{name}")] = [change.value, change.lower, change.upper]
    items = pd.DataFrame.from_dict(changes, orient="index", columns=INTERVAL)
    figure, (axes,) = canvas(height=0.4 + 0.33 * len(items))
    level_bars(axes, items, [VERMILION if name in totals else BLUE for name in items.index])
    label = words.text("column.change")
    data = items[["value"]].rename(columns={"value": label}).join(_bounds(words, label, items))
    data.index.name = words.text("column.item")
    first = monthly(chapter, "growth", "cny").index[0]
    months = {"first": words.month(first), "last": words.month(chapter.edition.as_of)}
    return Drawing(figure, data, tell_items(words, items["value"], POINTS), 2, months)


def findings(chapter: Chapter) -> Findings:
    """What the results of the group say, each sentence as firm as they are."""
    return Findings(
        [
            _gap_finding(chapter),
            *(_trend_finding(chapter, scope) for scope in SCOPES),
            _ratio_finding(chapter),
            *(_quarter_end_finding(chapter, side) for side in SIDES),
            *(_parts_finding(chapter, total) for total in DRAWN_PARTS),
            _borrowers_finding(chapter),
        ]
    )


def _gap_finding(chapter: Chapter) -> Finding:
    results = chapter.results("gap")
    faster = results.one("growth.months_faster", "cny")
    last = results.one("growth", "cny", chapter.edition.as_of)
    is_always = faster.value == faster.n
    return _finding(
        chapter,
        "growth.always" if is_always else "growth.sometimes",
        count=faster.n,
        faster=rounded(known(faster.value), 0),
        mean=rounded(known(results.one("growth.mean", "cny").value), 1),
        last=rounded(known(last.value), 1),
        low=rounded(known(last.lower), 1),
        high=rounded(known(last.upper), 1),
    )


def _trend_finding(chapter: Chapter, scope: str) -> Finding:
    results = chapter.results("gap")
    tested = Tested(results.one("growth.mann_kendall.p", scope), results)
    values = {"scope": chapter.words.text(f"currency.{scope}"), "count": tested.test.n}
    if tested.test.value is None:
        return _finding(chapter, "trend.too_few", Firmness.TOO_FEW, **values)
    s = known(results.one("growth.mann_kendall.s", scope).value)
    wider = "" if tested.firmness is Firmness.INDISTINCT else "_wider" if s > 0 else "_narrower"
    return _finding(
        chapter,
        f"trend.{tested.firmness}{wider}",
        tested.firmness,
        **values,
        p=tell_p(known(tested.test.adjusted)),
        low=cell_p(tested.test.lower),
        high=cell_p(tested.test.upper),
    )


def _ratio_finding(chapter: Chapter) -> Finding:
    results, as_of = chapter.results("gap"), chapter.edition.as_of
    statistic = "loan_deposit_ratio"
    change = results.one(f"{statistic}.over_year", "cny", as_of)
    year_ago = f"{int(as_of[:4]) - 1}{as_of[4:]}"
    return _finding(
        chapter,
        f"ratio.{_way(change)}",
        now=rounded(known(results.one(statistic, "cny", as_of).value), 1),
        before=rounded(known(results.one(f"{statistic}.year_ago", "cny", year_ago).value), 1),
        change=rounded(abs(known(change.value)), 1),
    )


def _quarter_end_finding(chapter: Chapter, side: str) -> Finding:
    words, results = chapter.words, chapter.results("gap")
    name = f"cny.{side}"
    test = results.one("quarter_end.p", name)
    without = results.one("quarter_end_without_january.p", name)
    values = {"name": words.text(f"gap.name.{name}"), "count": test.n}
    if test.value is None:
        return _finding(chapter, "quarter_end.too_few", Firmness.TOO_FEW, **values)
    values |= {
        "mean": words.quantity(known(results.one("quarter_end.mean", name).value), AMOUNT),
        "other": words.quantity(known(results.one("quarter_end.mean_other", name).value), AMOUNT),
        "single": tell_p(test.value),
        "p": tell_p(known(test.adjusted)),
        "without": words.text("gap.no_test")
        if without.value is None
        else words.text(
            "gap.without_january",
            other=words.quantity(
                known(results.one("quarter_end_without_january.mean_other", name).value), AMOUNT
            ),
            single=tell_p(without.value),
            p=tell_p(known(without.adjusted)),
        ),
    }
    how_firm = Tested(test, results).firmness
    return _finding(chapter, f"quarter_end.{how_firm}", how_firm, **values)


def _parts_finding(chapter: Chapter, total: str) -> Finding:
    words, results = chapter.words, chapter.results("gap")
    change, *parts = part_changes(chapter, total).items()
    values = {"name": words.text(f"gap.name.{total}")}
    if change[1].value is None:
        return _finding(chapter, "parts.too_few", Firmness.TOO_FEW, **values)
    parts.sort(key=lambda part: known(part[1].value))
    shares = {
        name: results.one("part.share", part.series, variant=part.variant) for name, part in parts
    }
    largest = max(shares, key=lambda name: shares[name].value or 0)
    return _finding(
        chapter,
        f"parts.{_way(change[1])}",
        **values,
        first=words.month(
            monthly(chapter, "part", shares[largest].series, shares[largest].variant).index[0]
        ),
        last=words.month(chapter.edition.as_of),
        change=rounded(abs(known(change[1].value)), 1),
        parts=words.join(
            [
                f"{words.text(f'gap.part.{name}')} {with_sign(known(part.value))}"
                for name, part in parts
            ]
        ),
        largest=words.text(
            f"gap.largest.{'most' if known(shares[largest].value) <= 100 else 'more_than_all'}",
            part=words.text(f"gap.part.{largest}"),
            last=words.month(chapter.edition.as_of),
            share=rounded(known(shares[largest].value), 0),
        ),
    )


def _borrowers_finding(chapter: Chapter) -> Finding:
    """What each kind of borrower adds to the growth of loans in the whole year."""
    words, results = chapter.words, chapter.results("gap")
    found = {row.variant: row for row in results.where(statistic="borrowers").rows}
    if not found or any(result.value is None for result in found.values()):
        return _finding(chapter, "borrowers.too_few", Firmness.TOO_FEW)
    items = [
        words.text(
            "gap.borrower_item",
            name=words.text(f"gap.borrower.{name}"),
            value=rounded(known(result.value), 2),
        )
        for name, result in sorted(found.items(), key=lambda each: -known(each[1].value))
    ]
    growth = sum(known(result.value) for result in found.values())
    most = max(known(result.upper) - known(result.lower) for result in found.values()) / 2
    return _finding(
        chapter,
        "borrowers.shows",
        year=words.period(chapter.edition.as_of[:4]),
        growth=rounded(growth, 1),
        items=words.join(items),
        most=rounded(ceil(1_000 * most) / 1_000, 3),
    )


def part_changes(chapter: Chapter, total: str) -> dict[str, Result]:
    """The changes of a total's growth and of the contributions of its parts, by indicator.

    Raises :class:`NotYetError` where the edition names no parts of the total.
    """
    results = chapter.results("gap")
    scope, whole = total.split(".")
    parts = chapter.edition.groups.parts.get(total)
    if parts is None:
        raise NotYetError(f"The edition names no parts of {total}.")
    rest = f"{whole}_rest"
    return {
        whole: results.one("total.change", total),
        **{part: results.one("part.change", f"{scope}.{part}") for part in parts},
        rest: results.one("part.change", f"{scope}.{rest}", variant=REST),
    }


def monthly(chapter: Chapter, statistic: str, series: str, variant: str = "") -> Series:
    """The results of one statistic month by month, as a series."""
    found = chapter.results("gap").where(statistic=statistic, series=series, variant=variant)
    return by_period(found.rows)


def _finding(chapter: Chapter, key: str, how_firm: str = "arithmetic", **values: object) -> Finding:
    """The finding under a ``key``, with what it does not support."""
    words = chapter.words
    values["month"] = words.month(chapter.edition.as_of)
    return Finding(
        words.text(f"finding.gap.{key}", **values),
        how_firm,
        words.text(f"firmness.{how_firm}"),
        words.text(f"finding.gap.limits.{key.partition('.')[0]}"),
    )


def _way(change: Result) -> str:
    """The word for a rise, a fall, or what within rounding is possibly neither."""
    return {1: "rise", -1: "fall", 0: "level"}[way(known(change.lower), known(change.upper))]


def _bounds(words: Language, label: str, series: Series) -> pd.DataFrame:
    """The columns of a series' bounds, with their heads."""
    return pd.DataFrame(
        {words.text(f"bound.{end}", label=label): series[end] for end in ("lower", "upper")}
    )
