"""Charts and findings of the ends of quarters, and of the gap between loans and deposits."""

import pandas as pd
from matplotlib.axes import Axes

from finreport.analysis.levels import accounts
from finreport.analysis.methods import WITHOUT_SPRING
from finreport.analysis.quarter_ends import is_end, monthly_increases, year_before
from finreport.analysis.results import Result, Results
from finreport.editions import AMOUNT, INTERVAL, Series
from finreport.figures import chart_forms
from finreport.figures.charting import Drawing, chart, said, table
from finreport.figures.drawing import (
    Key,
    dots,
    end_labels,
    in_shown_unit,
    legend,
    level_bars,
    line,
    month_axis,
    panel_title,
    places,
    point_labels,
    zero_line,
)
from finreport.figures.exhibits import ExhibitTable, GridRow
from finreport.figures.marks import down, note
from finreport.figures.palette import BLUE, GREY, INK, PAPER, VERMILION
from finreport.figures.style import canvas
from finreport.narrative.alt import tell_items, tell_series
from finreport.narrative.chapter import Chapter, NotYetError
from finreport.narrative.claims import Claim
from finreport.narrative.found import known, with_sign
from finreport.narrative.gap_claims import (
    DRAWN_PARTS,
    SIDES,
    gap_claims,
    largest_effect,
    monthly,
    named_series,
    part_changes,
)
from finreport.narrative.tested import cell_p, p_range, series_name

QUARTER_HEADS = (
    *("role", "extra", "last_year", "this_year", "p", "p_adjusted", "p_rounding"),
    *("without_spring", "p_without_spring", "after", "p_after"),
)
"""The columns of the table of the ends of quarters."""

POINTS = "percentage points"

HOLDS = "agreement.holds"


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
    """Monthly increases of the series named beforehand in two years, the ends of quarters apart.

    Bars of the year before are hollow, for balances and growth imply them. An increase that no
    balances allow is drawn as their difference, with a cross where it is printed.
    """
    words, named = chapter.words, named_series(results)
    accounts_of = {account.name: account for account in accounts(chapter.edition)}
    drawn: dict[str, Series] = {}
    printed: dict[str, Series] = {}
    implied: dict[str, Series] = {}
    for name in named:
        label, before = series_name(words, name), year_before(accounts_of[name])
        now = chapter.series(f"{name}.increase")
        implied[label] = before
        printed[label] = now.loc[now.index.str[5:].isin(before.index.str[5:])]
        used = monthly_increases(chapter.edition, *name.split("."))
        drawn[label] = used.loc[printed[label].index]
    if not drawn or any(series.empty for series in drawn.values()):
        raise NotYetError(f"There is no month of two years up to {chapter.edition.as_of}.")
    figure, panels = canvas(len(drawn), 1.9 * len(drawn))
    both = {label: pd.concat([implied[label], drawn[label]]) for label in drawn}
    crossed: dict[str, Series] = {}
    for axes, (label, series) in zip(panels, both.items(), strict=True):
        panel_title(axes, label)
        _bars(axes, label, series, len(implied[label]))
        changed = printed[label][printed[label]["value"] != drawn[label]["value"]]
        if len(changed):
            crossed[words.text("as_printed", label=label)] = changed
            cells = down(words.text("as_printed", label=label), changed.index)
            dots(axes, places(changed.index), changed["value"], cells, "")
        in_shown_unit(axes.yaxis, words, AMOUNT)
        zero_line(axes)
        axes.margins(y=0.1)
    keys = {"end": Key.filled(VERMILION, "s"), "other": Key.filled(BLUE, "s")}
    keys |= {"implied": Key.open(BLUE, "s")} | (
        {"crossed": Key.filled(INK, "x")} if crossed else {}
    )
    legend(panels[0], {words.text(f"quarter.legend.{one}"): key for one, key in keys.items()})
    months = next(iter(both.values())).index
    month_axis(panels[-1], months, words)
    effect = largest_effect(results, named)
    finding = words.text("quarter.title.none")
    if effect is not None:
        finding = _quarter_title(chapter, results, effect)
    data = chart_forms.values_of(both | crossed)
    for label, series in implied.items():
        data = data.join(chart_forms.bounds_of(words, label, series))
    alt = tell_series(words, both, AMOUNT)
    figures = chart_forms.printed_in(printed | crossed)
    return Drawing(figure, data, alt, figures=figures, units=AMOUNT, finding=finding)


def _bars(axes: Axes, label: str, series: Series, hollow: int) -> None:
    """A bar a month, the ends of quarters in their own colour, the first ones ``hollow``."""
    at, value = places(series.index), series["value"]
    colours = [VERMILION if is_end(month) else BLUE for month in series.index]
    faces = [PAPER] * hollow + colours[hollow:]
    axes.bar(at, value, width=0.7, color=faces, edgecolor=colours, linewidth=1.2)
    axes.vlines(at, series["lower"], series["upper"], color=INK, linewidth=1)
    note(axes, down(label, series.index), at, value)


def _quarter_title(chapter: Chapter, results: Results, name: str) -> str:
    """The average increases of the three kinds of months, so that none hides in another."""
    words, write = chapter.words, chapter.words.writing(AMOUNT)
    means = {
        kind: with_sign(known(results.one(f"quarter_end.mean_{kind}", name).value), 0, write)
        for kind in ("ends", "after", "ordinary")
    }
    return words.text("quarter.title.means", name=series_name(words, name), **means)


@table
def quarter_end_tests(chapter: Chapter, results: Results) -> ExhibitTable:
    """Every series at the ends of quarters: by how much, each year, p, and the month after."""
    words, now = chapter.words, int(chapter.edition.as_of[:4])
    tests = results.where(statistic="quarter_end.p", variant="").rows
    if all(test.value is None for test in tests):
        raise NotYetError(f"Too few months for a test up to {chapter.edition.as_of}.")
    columns = {
        "extra": ("quarter_end.difference", "", ""),
        "last_year": ("quarter_end.difference", str(now - 1), ""),
        "this_year": ("quarter_end.difference", str(now), ""),
        "without_spring": ("quarter_end.difference", "", WITHOUT_SPRING),
        "after": ("quarter_end.after", "", ""),
    }
    years = {"last_year": words.period(str(now - 1)), "this_year": words.period(str(now))}
    rows = []
    for test in sorted(tests, key=lambda test: (not test.is_primary, test.value or 0)):
        money = {
            head: results.one(statistic, test.series, period, variant)
            for head, (statistic, period, variant) in columns.items()
        }
        ps = {
            "p": test,
            "p_without_spring": results.one("quarter_end.p", test.series, variant=WITHOUT_SPRING),
            "p_after": results.one("quarter_end.after.p", test.series),
        }
        told = {
            head: "" if one.value is None else with_sign(one.value, 0, words.writing(AMOUNT))
            for head, one in money.items()
        }
        told |= {head: cell_p(one.value) for head, one in ps.items()}
        told["p_adjusted"], told["p_rounding"] = cell_p(test.adjusted), p_range(words, test)
        told["role"] = words.text(f"role.{'primary' if test.is_primary else 'explored'}")
        named = {head: one.name for head, one in (money | ps).items()}
        named |= dict.fromkeys(("p_adjusted", "p_rounding"), test.name)
        rows.append(
            GridRow(
                series_name(words, test.series),
                [told[head] for head in QUARTER_HEADS],
                results=[named.get(head, "") for head in QUARTER_HEADS],
            )
        )
    heads = [words.text(f"quarter.column.{head}", **years) for head in ("series", *QUARTER_HEADS)]
    return ExhibitTable(heads, rows)


@table
def wholes(chapter: Chapter) -> ExhibitTable:
    """Growth of each whole as its parts imply it and as printed: the newest, and what disagrees.

    Where the register judges what is beyond rounding, its class is the verdict, as on the page of
    checks; the rest is said to be beyond rounding and no more, as some parts weigh only roughly.
    """
    words, found = chapter.words, chapter.results("wholes")
    all_implied = found.where(statistic="implied").rows
    newest = {row.series: row.period for row in all_implied}
    rows = []
    for implied in all_implied:
        name, period = implied.series, implied.period
        printed, less = (found.one(each, name, period) for each in ("printed", "difference"))
        if implied.value is None:
            continue
        judged, mark = _judge_whole(chapter, less)
        if judged == HOLDS and period != newest[name]:
            continue
        cells = [
            words.month(period) if period else words.period(chapter.edition.as_of[:4]),
            words.number(known(printed.value)),
            words.number(implied.value, 2),
            words.text(
                "range",
                low=words.number(known(implied.lower), 2),
                high=words.number(known(implied.upper), 2),
            ),
            words.text(judged),
        ]
        [own] = printed.inputs
        rows.append(
            GridRow(
                words.text(f"whole.{name}"),
                cells,
                marks=["", "", "", "", mark],
                figures=["", own, "", "", ""],
                results=["", "", implied.name, implied.name, ""],
            )
        )
    if not rows:
        raise NotYetError(f"No whole has its parts printed up to {chapter.edition.as_of}.")
    heads = ("name", "period", "printed", "implied", "range", "verdict")
    return ExhibitTable([words.text(f"whole_column.{head}") for head in heads], rows)


def _judge_whole(chapter: Chapter, less: Result) -> tuple[str, str]:
    """What is said of a whole and its parts, by its key in the words, and how it is marked."""
    if known(less.lower) <= 0 <= known(less.upper):
        return HOLDS, ""
    judged = chapter.report.explanation(less.inputs)
    if judged is None:
        return "agreement.beyond", "approximate_fails"
    return f"class.{judged.kind}", "contradicted" if judged.kind == "report_error" else ""


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
