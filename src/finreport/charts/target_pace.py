"""Charts and findings of the year's pace beside targets, and of balances carried on."""

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes

from finreport.analysis.projections import BALANCES
from finreport.analysis.results import Results
from finreport.editions import INTERVAL, Series
from finreport.figures import chart_forms
from finreport.figures.charting import Drawing, chart, said, table
from finreport.figures.drawing import (
    Key,
    dots,
    end_labels,
    legend,
    line,
    month_axis,
    panel_title,
    places,
)
from finreport.figures.exhibits import ExhibitTable, GridRow
from finreport.figures.marks import DataCell, down, note
from finreport.figures.palette import BLUE, GREEN, GREY, INK, PAPER, VERMILION
from finreport.figures.style import canvas
from finreport.narrative.alt import tell_groups, tell_items, tell_series, tell_texts
from finreport.narrative.chapter import Chapter
from finreport.narrative.claims import Claim
from finreport.narrative.found import Ends, by_period, ends_of
from finreport.narrative.pace_claims import (
    DRAWN,
    PACED,
    a_year_on,
    aim_of,
    balance_name,
    pace_claims,
    paces_of,
    path_of,
)
from finreport.words import Language, rounded

RULES = {"unchanged_growth": VERMILION, "same_increase": GREEN, "random_walk": BLUE}
"""How balances are carried on, and the colour of each rule."""

RULE_MARKS = {"unchanged_growth": "o", "same_increase": "D", "random_walk": "s"}
"""The mark of each rule."""

TRIED = ("same_increase", "random_walk")
"""The rules that could be tried on the year before."""

AMOUNT = "100 million CNY"


@said
def claims(chapter: Chapter, results: Results) -> list[Claim]:
    """How the paces stand beside the targets, and how little the projections can tell."""
    return pace_claims(chapter, results)


@chart
def pace_targets(chapter: Chapter, results: Results) -> Drawing:
    """Whole year, second half and fourth quarter beside each target, an indicator a panel."""
    words = chapter.words
    chapter.need_whole_year()
    figure, panels = canvas(len(PACED), 0.4 + 1.15 * len(PACED))
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
        values = {label: words.quantity(ends[0], "%") for label, ends in shown.items()}
        told[title] = tell_texts(words, values)
        here = {f"{name} {label}": [*ends, target] for label, ends in shown.items()}
        _beside_target(axes, shown, target, down(heads[0], here))
        rows |= here
    panels[0].margins(x=0.18)
    index = pd.Index(list(rows), name=words.text("column.item"))
    data = pd.DataFrame(list(rows.values()), index, heads, dtype=float)
    return Drawing(figure, data, tell_groups(words, told), 2)


def _beside_target(
    axes: Axes, paces: Mapping[str, Ends], target: float, cells: Sequence[DataCell]
) -> None:
    at = list(range(len(paces)))[::-1]
    axes.axvline(target, color=VERMILION, linewidth=1.5)
    for place, (value, lower, upper), cell in zip(at, paces.values(), cells, strict=True):
        axes.hlines(place, value, target, color=GREY, linewidth=1)
        axes.hlines(place, lower, upper, color=BLUE, linewidth=4)
        dots(axes, [value], [place], [cell], color=BLUE, markersize=6)
        axes.annotate(
            rounded(value, 1),
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


@chart
def projection_fan(chapter: Chapter, results: Results, levels: Results) -> Drawing:
    """Loans in CNY as printed, and carried on by three rules to the end of the next year."""
    words = chapter.words
    balance = chapter.series(f"{DRAWN}.balance")
    before = _a_year_ago(levels, DRAWN)
    paths = {rule: path_of(results, DRAWN, rule) for rule in RULES}
    drawn = {rule: path for rule, path in paths.items() if len(path)}
    named = {
        words.text("series.balance_implied"): before,
        words.text("series.balance_printed"): balance,
        **{words.text(f"rule.{rule}"): path for rule, path in drawn.items()},
    }
    implied, printed, *_ = named
    figure, (axes,) = canvas(height=3.9)
    line(axes, before, GREY, implied, printed=False)
    line(axes, balance, INK, printed)
    if len(paths["random_walk"]):
        _band(axes, _from(balance, paths["random_walk"]))
    for rule, path in reversed(drawn.items()):
        ahead = _from(balance, path)
        dashes = (0, (4, 3)) if rule == "unchanged_growth" else "-"  # it may lie on another line
        at, cells = places(ahead.index), down(words.text(f"rule.{rule}"), path.index)
        axes.plot(at, ahead["value"], color=RULES[rule], linestyle=dashes)
        note(axes, cells, at[1:], path["value"])
    labels, colours = _ends(words, drawn)
    month_axis(axes, [*before.index, *balance.index, *paths["same_increase"].index], words)
    end_labels(axes, labels, colours)
    ends = chart_forms.bounds_of(words, words.text("rule.random_walk"), paths["random_walk"])
    data = chart_forms.values_of(named).join(ends)
    told = [tell_series(words, named, AMOUNT, 0)]
    if "random_walk" in drawn:
        last = drawn["random_walk"].iloc[-1]
        ends_told = {end: words.quantity(last[end], AMOUNT, 0) for end in INTERVAL[1:]}
        told.append(words.text("alt.band", month=words.month(str(last.name)), **ends_told))
    figures = chart_forms.printed_in({printed: balance})
    return Drawing(figure, data, words.sentences(*told), 0, figures=figures, units=AMOUNT)


def _a_year_ago(levels: Results, name: str) -> Series:
    """The implied balance of each month a year before those that are shown."""
    return by_period(levels.where(statistic="level", series=name).rows)


def _from(balance: Series, path: Series) -> Series:
    """A path that starts at the last printed balance."""
    return pd.concat([balance.iloc[[-1]], path])


def _band(axes: Axes, walk: Series) -> None:
    at = places(walk.index)
    axes.fill_between(at, walk["lower"], walk["upper"], color=BLUE, alpha=0.14, linewidth=0)


def _ends(words: Language, drawn: Mapping[str, Series]) -> tuple[dict[str, Series], list[str]]:
    """What is named at the right of the fan, from the top of the band to its foot."""
    ends = {words.text(f"rule.{rule}"): path for rule, path in drawn.items()}
    colours = [RULES[rule] for rule in drawn]
    if "random_walk" in drawn:
        walk = drawn["random_walk"]
        ends |= {words.text(f"fan.{end}"): walk.assign(value=walk[end]) for end in INTERVAL[1:]}
        colours += [BLUE, BLUE]
    labels = {}
    for name, path in ends.items():
        value = words.number(path["value"].iloc[-1], 0)
        labels[words.text("fan_label", name=name, value=value)] = path
    return labels, colours


@chart
def projection_growth(chapter: Chapter, results: Results) -> Drawing:
    """Growth over the twelve months ahead by each rule, a balance a row."""
    words = chapter.words
    month = a_year_on(chapter)
    found = {
        name: {rule: ends_of(results, "projection.yoy", name, month, rule) for rule in RULES}
        for name in BALANCES
    }
    figure, (axes,) = canvas(height=0.9 + 0.62 * len(found))
    at = list(range(len(found)))[::-1]
    for place, (name, rules) in zip(at, found.items(), strict=True):
        _, lower, upper = rules["random_walk"]
        axes.hlines(place, lower, upper, color=BLUE, linewidth=7, alpha=0.25)
        # Side by side, for the rules may give one and the same growth.
        for (rule, mark), above in zip(RULE_MARKS.items(), (0.22, 0, -0.22), strict=True):
            cell = DataCell(balance_name(words, name), words.text(f"rule.{rule}"))
            spot = [rules[rule][0]], [place + above], [cell]
            dots(axes, *spot, mark, color=RULES[rule], markersize=6)
        for end, side in ((lower, "right"), (upper, "left")):
            axes.annotate(
                rounded(end, 1),
                (end, place),
                xytext=(-4 if side == "right" else 4, 0),
                textcoords="offset points",
                ha=side,
                va="center",
                fontsize=10.5,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5},
            )
    axes.set_yticks(at, [balance_name(words, name) for name in found])
    axes.set_ylim(-0.6, len(found) - 0.4)
    axes.margins(x=0.24)
    axes.grid(visible=False, axis="y")
    axes.grid(axis="x")
    keys = {words.text(f"rule.{rule}"): Key.filled(RULES[rule], RULE_MARKS[rule]) for rule in RULES}
    legend(axes, keys)
    heads = [words.text(f"rule.{rule}") for rule in RULES]
    heads += [words.text(f"bound.{end}", label=heads[-1]) for end in INTERVAL[1:]]
    index = pd.Index([balance_name(words, name) for name in found], name=words.text("column.item"))
    rows = [
        [*(rules[rule][0] for rule in RULES), *rules["random_walk"][1:]] for rules in found.values()
    ]
    data = pd.DataFrame(rows, index, heads)
    alt = tell_groups(
        words, {str(name): tell_items(words, row, "%") for name, row in data.iterrows()}
    )
    return Drawing(figure, data, alt, values={"month": words.month(month)}, units="%")


@table
def backtests(chapter: Chapter, results: Results) -> ExhibitTable:
    """What the rules would have said a year before, and how far that was from what came."""
    words = chapter.words
    last = chapter.edition.as_of
    rows = []
    for name in BALANCES:
        rows.append(GridRow(balance_name(words, name)))
        for rule in TRIED:
            value, lower, upper = ends_of(results, "backtest", name, last, rule)
            error, *_ = ends_of(results, "backtest.error", name, last, rule)
            range_ = words.text("range", low=words.number(lower, 0), high=words.number(upper, 0))
            cells = [words.number(value, 0), range_, words.number(error, 2)]
            rows.append(GridRow(words.text(f"rule.{rule}"), cells, depth=1))
        came = chapter.series(f"{name}.balance")["value"].iloc[-1]
        printed = f"{name}.balance@{last}"
        rows.append(
            GridRow(
                words.text("came"),
                [words.number(came, 0), "", ""],
                depth=1,
                figures=[printed, "", ""],
            )
        )
    heads = [words.text(f"column.{one}") for one in ("item", "projected", "range", "off_by")]
    return ExhibitTable(heads, rows)
