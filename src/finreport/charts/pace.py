"""Charts and findings of the year's pace beside targets, and of balances carried on."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from finreport.analysis.pace import BY_WEIGHTS
from finreport.analysis.projections import BALANCES
from finreport.charts.flows import grew
from finreport.editions import INTERVAL, Series
from finreport.figures import forms
from finreport.figures.alt import tell_groups, tell_items, tell_series, tell_texts
from finreport.figures.chapter import Chapter
from finreport.figures.charting import Drawing, chart, table
from finreport.figures.drawing import (
    Key,
    end_labels,
    legend,
    line,
    month_axis,
    panel_title,
    places,
)
from finreport.figures.exhibits import Finding, Findings, Grid, Row
from finreport.figures.found import Ends, by_period, ends_of
from finreport.figures.palette import BLUE, GREEN, GREY, INK, PAPER, VERMILION
from finreport.figures.style import canvas
from finreport.words import Language, rounded

PACED = ("gdp", "fai", "retail", "trade")
"""The targets beside which there is a pace of the second half and of the fourth quarter."""

WHOLE_YEAR = ("cpi", "urban_jobs")
"""The targets beside which there is one printed number, for the whole year."""

RULES = {"unchanged_growth": VERMILION, "same_increase": GREEN, "random_walk": BLUE}
"""How balances are carried on, and the colour of each rule."""

RULE_MARKS = {"unchanged_growth": "o", "same_increase": "D", "random_walk": "s"}
"""The mark of each rule."""

TRIED = ("same_increase", "random_walk")
"""The rules that could be tried on the year before."""

AMOUNT = "100 million CNY"

DRAWN = "cny.loans"
"""The balance whose projections are drawn month by month."""


@chart
def pace_targets(chapter: Chapter) -> Drawing:
    """Whole year, second half and fourth quarter beside each target, an indicator a panel."""
    words = chapter.words
    chapter.need_whole_year()
    figure, panels = canvas(len(PACED), 0.4 + 1.15 * len(PACED))
    rows: dict[str, list[float]] = {}
    told: dict[str, str] = {}
    for axes, indicator in zip(panels, PACED, strict=True):
        paces = paces_of(chapter, indicator)
        target, *_ = known(chapter, "target", indicator)
        name, aim = words.text(f"target.{indicator}"), aim_of(chapter, indicator)
        title = words.text("pace_panel", name=name, aim=aim)
        panel_title(axes, title)
        shown = {words.text(f"pace.{pace}"): ends for pace, ends in paces.items()}
        values = {label: words.quantity(ends[0], "%") for label, ends in shown.items()}
        told[title] = tell_texts(words, values)
        _beside_target(axes, shown, target)
        rows |= {f"{name} {label}": [*ends, target] for label, ends in shown.items()}
    panels[0].margins(x=0.18)
    heads = [words.text(f"column.{name}") for name in ("value", "lower", "upper", "target")]
    index = pd.Index(list(rows), name=words.text("column.item"))
    data = pd.DataFrame(list(rows.values()), index, heads, dtype=float)
    return Drawing(figure, data, tell_groups(words, told), 2)


def _beside_target(axes: Axes, paces: Mapping[str, Ends], target: float) -> None:
    at = list(range(len(paces)))[::-1]
    axes.axvline(target, color=VERMILION, linewidth=1.5)
    for place, (value, lower, upper) in zip(at, paces.values(), strict=True):
        axes.hlines(place, value, target, color=GREY, linewidth=1)
        axes.hlines(place, lower, upper, color=BLUE, linewidth=4)
        axes.plot(value, place, "o", color=BLUE, markersize=6)
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
def projection_fan(chapter: Chapter) -> Drawing:
    """Loans in CNY as printed, and carried on by three rules to the end of the next year."""
    words = chapter.words
    balance = _printed(chapter, DRAWN, "balance")
    before = _a_year_ago(chapter, DRAWN)
    paths = {rule: path_of(chapter, DRAWN, rule) for rule in RULES}
    figure, (axes,) = canvas(height=3.9)
    line(axes, before, GREY, printed=False)
    line(axes, balance, INK)
    if len(paths["random_walk"]):
        _band(axes, _from(balance, paths["random_walk"]))
    drawn = {rule: path for rule, path in paths.items() if len(path)}
    for rule, path in reversed(drawn.items()):
        ahead = _from(balance, path)
        dashes = (0, (4, 3)) if rule == "unchanged_growth" else "-"  # it may lie on another line
        axes.plot(places(ahead.index), ahead["value"], color=RULES[rule], linestyle=dashes)
    labels, colours = _ends(words, drawn)
    month_axis(axes, [*before.index, *balance.index, *paths["same_increase"].index], words)
    end_labels(axes, labels, colours)
    named = {
        words.text("series.balance_implied"): before,
        words.text("series.balance_printed"): balance,
        **{words.text(f"rule.{rule}"): path for rule, path in drawn.items()},
    }
    ends = {
        words.text(f"bound.{end}", label=words.text("rule.random_walk")): paths["random_walk"][end]
        for end in INTERVAL[1:]
    }
    data = forms.values_of(named).join(pd.DataFrame(ends))
    told = [tell_series(words, named, AMOUNT, 0)]
    if "random_walk" in drawn:
        last = drawn["random_walk"].iloc[-1]
        ends_told = {end: words.quantity(last[end], AMOUNT, 0) for end in INTERVAL[1:]}
        told.append(words.text("alt.band", month=words.month(str(last.name)), **ends_told))
    return Drawing(figure, forms.by_month(words, data), words.sentences(*told), 0)


def _a_year_ago(chapter: Chapter, name: str) -> Series:
    """The implied balance of each month a year before those that are shown."""
    return by_period(chapter.results("levels").where(statistic="level", series=name).rows)


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
def projection_growth(chapter: Chapter) -> Drawing:
    """Growth over the twelve months ahead by each rule, a balance a row."""
    words = chapter.words
    month = _a_year_on(chapter)
    found = {
        name: {rule: known(chapter, "projection.yoy", name, month, rule) for rule in RULES}
        for name in BALANCES
    }
    figure, (axes,) = canvas(height=0.9 + 0.62 * len(found))
    at = list(range(len(found)))[::-1]
    for place, rules in zip(at, found.values(), strict=True):
        _, lower, upper = rules["random_walk"]
        axes.hlines(place, lower, upper, color=BLUE, linewidth=7, alpha=0.25)
        # Side by side, for the rules may give one and the same growth.
        for (rule, mark), above in zip(RULE_MARKS.items(), (0.22, 0, -0.22), strict=True):
            axes.plot(rules[rule][0], place + above, mark, color=RULES[rule], markersize=6)
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
    return Drawing(figure, data, alt, values={"month": words.month(month)})


@table
def backtests(chapter: Chapter) -> Grid:
    """What the rules would have said a year before, and how far that was from what came."""
    words = chapter.words
    last = chapter.edition.as_of
    rows = []
    for name in BALANCES:
        rows.append(Row(balance_name(words, name)))
        for rule in TRIED:
            value, lower, upper = known(chapter, "backtest", name, last, rule)
            error, *_ = known(chapter, "backtest.error", name, last, rule)
            range_ = words.text("range", low=words.number(lower, 0), high=words.number(upper, 0))
            cells = [words.number(value, 0), range_, words.number(error, 2)]
            rows.append(Row(words.text(f"rule.{rule}"), cells, depth=1))
        came = _printed(chapter, name, "balance")["value"].iloc[-1]
        rows.append(Row(words.text("came"), [words.number(came, 0), "", ""], depth=1))
    heads = [words.text(f"column.{one}") for one in ("item", "projected", "range", "off_by")]
    return Grid(heads, rows)


def _printed(chapter: Chapter, balance: str, measure: str) -> Series:
    currency, indicator = balance.split(".")
    return chapter.banking(currency, indicator, measure)


# Named results


def known(
    chapter: Chapter, statistic: str, series: str, period: str = "", variant: str = ""
) -> Ends:
    """A result of the group with its ends."""
    return ends_of(chapter.results("pace"), statistic, series, period, variant)


def paces_of(chapter: Chapter, indicator: str) -> dict[str, Ends]:
    """The paces of an indicator beside its target: whole year, second half, fourth quarter."""
    periods = {"year": chapter.edition.as_of[:4], "second_half": "", "fourth_quarter": ""}
    return {pace: known(chapter, pace, indicator, period) for pace, period in periods.items()}


def path_of(chapter: Chapter, balance: str, rule: str) -> Series:
    """A balance month by month as a rule carries it on; empty where there are too few points."""
    results = chapter.results("pace")
    return by_period(results.where(statistic="projection", series=balance, variant=rule).rows)


def balance_name(words: Language, balance: str) -> str:
    """The name of a balance with its currency, short enough for the side of a chart."""
    return words.text(f"carried.{balance}")


def aim_of(chapter: Chapter, indicator: str) -> str:
    """A target as printed, with the word that goes with it."""
    words = chapter.words
    aim = chapter.whole_year("targets").set_index("indicator").loc[indicator]
    number = words.amount(str(aim["printed"]), str(aim["unit"])) if aim["printed"] else ""
    return words.text(f"comparator.{aim['comparator']}", value=number)


def _a_year_on(chapter: Chapter) -> str:
    last = chapter.edition.as_of
    return f"{int(last[:4]) + 1}{last[4:]}"


# Findings


def findings(chapter: Chapter) -> Findings:
    """How the paces stand beside the targets, and how little the projections can tell."""
    if chapter.edition.is_complete:
        told = [_beside(chapter, indicator) for indicator in PACED]
        told += [_in_the_year(chapter), _not_comparable(chapter)]
    else:
        told = [_finding(chapter.words, "no_targets", "too_few", **_as_of(chapter))]
    return Findings([*told, *_projected(chapter)])


def _as_of(chapter: Chapter) -> dict[str, str]:
    return {"as_of": chapter.words.month(chapter.edition.as_of)}


def _finding(words: Language, key: str, firmness: str, **values: str) -> Finding:
    """The finding under a ``key``, with the sentence of its limits beside it."""
    return Finding(
        words.text(f"finding.pace.{key}.shows", **values),
        firmness,
        words.text(f"firmness.{firmness}"),
        words.text(f"finding.pace.{key}.limits", **values),
    )


def _beside(chapter: Chapter, indicator: str) -> Finding:
    """Three paces beside a target; those of the product rest on assumed weights."""
    words = chapter.words
    paces = paces_of(chapter, indicator)
    target, *_ = known(chapter, "target", indicator)
    by_weights = chapter.results("pace").one("second_half", indicator).method == BY_WEIGHTS
    return _finding(
        words,
        "by_weights" if by_weights else "target",
        "assumed" if by_weights else "arithmetic",
        name=words.text(f"target.{indicator}"),
        aim=aim_of(chapter, indicator),
        verdict=_verdict(chapter, paces, target),
        **_years(chapter),
        **{pace: _spread(words, ends) for pace, ends in paces.items()},
    )


def _spread(words: Language, ends: Ends) -> str:
    """A pace in words, with its ends where they are further apart than a printed digit."""
    value, lower, upper = ends
    if upper - lower <= 0.1 + 1e-9:
        return grew(words, value)
    low, high = words.number(lower), words.number(upper)
    return words.text("finding.pace.spread", rate=grew(words, value), low=low, high=high)


def _verdict(chapter: Chapter, paces: Mapping[str, Ends], target: float) -> str:
    """Which paces reach the target, whatever their ends leave open."""
    words = chapter.words
    reaching = [pace for pace, (_, lower, _) in paces.items() if lower >= target]
    open_ones = [pace for pace, (_, lower, upper) in paces.items() if lower < target <= upper]
    none = "none_surely" if open_ones else "none"
    some = "all" if len(reaching) == len(paces) else "some" if reaching else none
    names = words.join([words.text(f"pace.{pace}") for pace in reaching])
    verdict = words.text(f"verdict_of_paces.{some}", names=names, **_years(chapter))
    if not open_ones:
        return verdict
    names = words.join([words.text(f"pace.{pace}") for pace in open_ones])
    return verdict + words.text("verdict_of_paces.open", names=names)


def _years(chapter: Chapter) -> dict[str, str]:
    last = int(chapter.edition.as_of[:4])
    return {
        "past": chapter.words.period(str(last)),
        "next": chapter.words.period(str(last + 1)),
    }


def _in_the_year(chapter: Chapter) -> Finding:
    """The targets beside which only the whole year is printed."""
    words = chapter.words
    listed = []
    for indicator in WHOLE_YEAR:
        year = chapter.edition.as_of[:4]
        result = chapter.results("pace").one("year", indicator, year)
        decimals = 1 if result.unit == "%" else 0
        value, *_ = known(chapter, "year", indicator, year)
        listed.append(
            words.text(
                "finding.pace.one_number",
                name=words.text(f"target.{indicator}"),
                aim=aim_of(chapter, indicator),
                value=words.quantity(value, result.unit, decimals),
                **_years(chapter),
            )
        )
    clauses = words.text("list.clauses").join(listed)
    return _finding(words, "in_the_year", "arithmetic", listed=clauses)


def _not_comparable(chapter: Chapter) -> Finding:
    """The targets that no number can be held against."""
    words = chapter.words
    results = chapter.results("pace")
    without = {
        row.series: row.reason
        for row in results.where(statistic="year.distance").rows
        if row.value is None
    }
    listed = [
        words.text(
            "finding.pace.without",
            name=words.text(f"target.{indicator}"),
            reason=words.text(f"reason.{reason}"),
        )
        for indicator, reason in without.items()
    ]
    clauses = words.text("list.clauses").join(listed)
    return _finding(words, "not_comparable", "open", listed=clauses)


def _projected(chapter: Chapter) -> list[Finding]:
    """What the rules give for the drawn balance a year on, and how they fared a year before."""
    words = chapter.words
    month, last = _a_year_on(chapter), chapter.edition.as_of
    name = balance_name(words, DRAWN)
    untried = _finding(words, "no_backtest", "too_few", name=name, **_as_of(chapter))
    walk = {"statistic": "projection.yoy", "series": DRAWN, "variant": "random_walk"}
    if not chapter.results("pace").where(**walk):
        return [_finding(words, "too_few", "too_few", name=name), untried]
    _, low, high = known(chapter, "projection.yoy", DRAWN, month, "random_walk")
    projection = _finding(
        words,
        "projection",
        "assumed",
        name=name,
        month=words.month(month),
        unchanged=_rate(chapter, month, "unchanged_growth"),
        same=_rate(chapter, month, "same_increase"),
        walk=_rate(chapter, month, "random_walk"),
        low=words.number(low),
        high=words.number(high),
    )
    test = chapter.results("pace").one("backtest.error", DRAWN, last, "random_walk")
    if test.value is None:
        return [projection, untried]
    return [projection, _fared(chapter, name)]


def _fared(chapter: Chapter, name: str) -> Finding:
    words, last = chapter.words, chapter.edition.as_of
    error, low, high = known(chapter, "backtest.error", DRAWN, last, "random_walk")
    same, *_ = known(chapter, "backtest.error", DRAWN, last, "same_increase")
    return _finding(
        words,
        "backtest_inside" if low <= 0 <= high else "backtest_outside",
        "open",
        name=name,
        month=words.month(last),
        walk=words.number(error, 2),
        same=words.number(same, 2),
        width=words.number((high - low) / 2, 0),
    )


def _rate(chapter: Chapter, month: str, rule: str) -> str:
    """What a rule gives for the drawn balance twelve months on."""
    value, *_ = known(chapter, "projection.yoy", DRAWN, month, rule)
    return chapter.words.number(value)
