"""Trends of deposit and loan growth: the robust slopes, what they rest on, and what is found."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from finreport.analysis.firmness import LEVEL, SHAKEN, Firmness
from finreport.analysis.levels import dated_a_year_back
from finreport.editions import INTERVAL, Series
from finreport.figures import forms
from finreport.figures.alt import tell_items, tell_series, tell_texts
from finreport.figures.chapter import Chapter, NotYetError
from finreport.figures.charting import Drawing, chart
from finreport.figures.drawing import line, month_axis, panel_title, places, zero_line
from finreport.figures.exhibits import Finding, Findings
from finreport.figures.found import Ends, ends_of, known, with_sign
from finreport.figures.palette import BLUE, GREEN, GREY, INK, MUTED, PAPER, VERMILION
from finreport.figures.style import WIDTH, canvas
from finreport.figures.tested import Tested, series_name, tell_p, trend_series, trend_test, worst
from finreport.words import Language, rounded

MAIN = ("cny.loans", "cny.deposits")
"""The two series of the report's figures 6 and 7."""

OFF_SCALE = 0.94
"""Where on the half of the axis the size of a difference stands that is off the scale."""


# Growth


@chart
def loan_growth_trend(chapter: Chapter) -> Drawing:
    """Growth of loans in CNY, its Theil-Sen line and the fan of the slopes of its interval."""
    words = chapter.words
    growth = chapter.banking("cny", "loans", "yoy")
    slope = _slope(chapter, "cny.loans")
    middle, *fan = (_through_the_middle(growth, end) for end in slope)
    figure, (axes,) = canvas(height=3.4)
    at = places(growth.index)
    axes.fill_between(at, fan[0], fan[1], color=GREEN, alpha=0.18, linewidth=0)
    axes.plot(at, middle, color=GREEN, linewidth=1.6)
    line(axes, growth, BLUE)
    value, low, high = (words.number(end, 2) for end in slope)
    axes.set_title(words.text("series.growth"), loc="left", fontsize=11.5, color=BLUE)
    axes.set_title(
        words.text("legend.slope", value=value, low=low, high=high),
        loc="right",
        fontsize=11.5,
        color=GREEN,
    )
    month_axis(axes, growth.index, words)
    axes.margins(y=0.1)
    lines = {"growth": growth["value"], "line": middle, "line_lower": fan[0], "line_upper": fan[1]}
    data = pd.DataFrame(
        {words.text(f"trend_column.{head}"): drawn for head, drawn in lines.items()}
    )
    told = words.text("alt.slope", value=value, low=low, high=high)
    alt = words.sentences(tell_series(words, {series_name(words, "cny.loans"): growth}, "%"), told)
    return Drawing(figure, forms.by_month(words, data), alt, 2)


@chart
def growth_trends(chapter: Chapter) -> Drawing:
    """The growth of every series with its robust line, a small panel each."""
    words, results = chapter.words, chapter.results("trends")
    series = trend_series(results)
    slopes = {name: _slope(chapter, name) for name in series}
    growths = {name: _printed(chapter, name, "yoy") for name in series}
    rows = (len(series) + 1) // 2
    figure = Figure(figsize=(WIDTH, 1.2 * rows), layout="constrained")
    panels = list(figure.subplots(rows, 2, squeeze=False).flat)
    for axes, name in zip(panels, series, strict=False):
        is_small = trend_test(results, name, "mann_kendall").is_small
        _small_panel(axes, growths[name], slopes[name][0], is_small=is_small)
        label, number = series_name(words, name), with_sign(slopes[name][0], 2)
        # A name begins above the numbers of the axis, so that long ones leave room for the slope.
        axes.set_title(label, loc="left", x=-0.14, fontsize=10, color=MUTED, pad=6)
        axes.set_title(number, loc="right", fontsize=10, color=GREEN, pad=6)
        ends = list(growths[name].index[[0, -1]])
        axes.set_xticks(places(ends), [words.short_month(month) for month in ends])
        axes.tick_params(labelbottom=name in series[-2:])
    for axes in panels[len(series) :]:
        axes.remove()
    names = [series_name(words, name) for name in series]
    found = pd.DataFrame(list(slopes.values()), index=names)
    heads = [words.text(f"trend_column.{head}") for head in ("slope", "slope_lower", "slope_upper")]
    by_month = pd.DataFrame([growth["value"] for growth in growths.values()], index=names)
    data = found.set_axis(heads, axis=1).join(by_month.rename(columns=words.short_month))
    data.index.name = words.text("trend_column.series")
    told = {str(name): with_sign(slope, 2) for name, slope in found[0].items()}
    return Drawing(figure, data, words.text("alt.slopes", told=tell_texts(words, told)), 2)


def _small_panel(axes: Axes, growth: Series, slope: float, *, is_small: bool) -> None:
    at = places(growth.index)
    axes.fill_between(at, growth["lower"], growth["upper"], color=BLUE, alpha=0.3, linewidth=0)
    axes.plot(at, growth["value"], color=BLUE, linewidth=1.2, marker="o", markersize=2.5)
    middle = _through_the_middle(growth, slope)
    axes.plot(at, middle, color=GREEN, linewidth=1.4, linestyle="-" if is_small else (0, (3, 2)))
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.margins(y=0.15)
    zero_line(axes)


def _printed(chapter: Chapter, series: str, measure: str) -> Series:
    """The printed numbers of a series such as ``cny.loans``."""
    currency, indicator = series.split(".")
    return chapter.banking(currency, indicator, measure)


def _slope(chapter: Chapter, series: str) -> Ends:
    """The robust slope; :class:`NotYetError` as long as there are too few months for one."""
    return ends_of(chapter.results("trends"), "theil_sen.slope", series)


def _through_the_middle(growth: Series, slope: float) -> "pd.Series[float]":
    """The line of this slope through the medians of the months and of growth, as Conover draws it.

    Conover, W. J. (1999), Practical Nonparametric Statistics, section 5.5.
    """
    months = pd.Series(places(growth.index), index=growth.index, dtype=float)
    return growth["value"].median() + slope * (months - months.median())


# Levels


@chart
def december_base(chapter: Chapter) -> Drawing:
    """The level before January, by its increase less that by a year's growth, in each series."""
    words = chapter.words
    statistic = "december.difference"
    levels = chapter.results("levels").where(statistic=statistic)
    found = {row.series: ends_of(levels, statistic, row.series) for row in levels.rows}
    names = [series_name(words, series) for series in found]
    table = pd.DataFrame(list(found.values()), index=names, columns=INTERVAL)
    agree = (table["lower"] <= 0) & (table["upper"] >= 0)
    figure, (axes,) = canvas(height=0.9 + 0.36 * len(table))
    _draw_differences(axes, table, agree)
    data = table.rename(columns=lambda bound: words.text(f"column.{bound}"))
    data[words.text("column.verdict")] = [
        words.text(f"agreement.{'holds' if holds else 'fails'}") for holds in agree
    ]
    data.index.name = words.text("trend_column.series")
    return Drawing(figure, data, tell_items(words, table["value"], "100 million CNY"))


def _draw_differences(axes: Axes, table: pd.DataFrame, agree: "pd.Series[bool]") -> None:
    """Each difference with its bounds; one off the scale stands at the edge with its size."""
    reach = 1.15 * table.loc[agree, ["lower", "upper"]].abs().to_numpy().max(initial=1.0)
    at = range(len(table) - 1, -1, -1)
    for place, (value, low, high), holds in zip(at, table.to_numpy(), agree, strict=True):
        colour = BLUE if holds else VERMILION
        side = 1 if value > 0 else -1
        if abs(value) > reach:
            axes.plot(
                [side * reach], [place], ">" if side > 0 else "<", color=colour, clip_on=False
            )
            edge = (side * OFF_SCALE * reach, place)
            ha = "right" if side > 0 else "left"
            axes.annotate(rounded(value, 0), edge, ha=ha, va="center", color=colour)
        else:
            axes.hlines(place, low, high, color=colour, linewidth=2)
            axes.plot([value], [place], "o", color=colour, markersize=6)
    axes.axvline(0, color=GREY, linewidth=1, zorder=1)
    axes.set_xlim(-reach, reach)
    axes.set_yticks(at, table.index, color=INK)
    axes.set_ylim(-0.6, len(table) - 0.4)
    axes.grid(axis="x")


@chart
def paired_months(chapter: Chapter) -> Drawing:
    """The increase of each month beside that of the same month a year ago, a panel a series."""
    words = chapter.words
    this_year = chapter.edition.as_of[:4]
    before, now = words.period(str(int(this_year) - 1)), words.period(this_year)
    figure, panels = canvas(len(MAIN), 2.5 * len(MAIN))
    columns: dict[str, pd.Series[float]] = {}
    told: dict[str, Series] = {}
    for axes, name in zip(panels, MAIN, strict=True):
        implied = _implied_increases(chapter, name)
        printed = _printed(chapter, name, "increase").loc[implied.index]
        _draw_pairs(axes, implied, printed)
        label = series_name(words, name)
        panel_title(axes, label)
        for year, series in ((before, implied), (now, printed)):
            for end in INTERVAL:
                bound = words.text(f"bound.{end}", label=f"{label} {year}")
                columns[bound] = series[end]
        told |= {f"{label} {words.text('implied')}": dated_a_year_back(implied), label: printed}
    open_mark, mark = words.text("legend.before", year=before), words.text("legend.now", year=now)
    panels[0].set_title(open_mark, loc="center", fontsize=11.5, color=GREY, pad=6)
    panels[0].set_title(mark, loc="right", fontsize=11.5, color=BLUE, pad=6)
    data = pd.DataFrame(columns).rename(index=words.short_month)
    data.index.name = words.text("column.month")
    month_axis(panels[-1], implied.index, words)
    return Drawing(figure, data, tell_series(words, told, "100 million CNY"))


def _implied_increases(chapter: Chapter, series: str) -> Series:
    """The increase of each month a year ago, indexed by the same month of this year.

    :class:`NotYetError` before there are two months.
    """
    levels = chapter.results("levels")
    months = [month for month in chapter.edition.months if month <= chapter.edition.as_of][1:]
    if not months:
        raise NotYetError(f"No two months up to {chapter.edition.as_of}.")
    before = [f"{int(month[:4]) - 1}{month[4:]}" for month in months]
    rows = [ends_of(levels, "increase", series, month) for month in before]
    return pd.DataFrame(rows, pd.Index(months, name="month"), INTERVAL)


def _draw_pairs(axes: Axes, before: Series, now: Series) -> None:
    at = places(before.index)
    axes.vlines(at, before["value"], now["value"], color=GREY, linewidth=0.8)
    axes.vlines(at, before["lower"], before["upper"], color=GREY, linewidth=4, alpha=0.4)
    axes.plot(at, before["value"], "o", color=GREY, markerfacecolor=PAPER, markersize=6)
    axes.plot(at, now["value"], "o", color=BLUE, markersize=6)
    zero_line(axes)


# Findings


def findings(chapter: Chapter) -> Findings:
    """What the tests say of loans and deposits, then of every series, by how firm it is."""
    results = chapter.results("trends")
    tested = {name: trend_test(results, name, "mann_kendall") for name in _same_growth(chapter)}
    found = [_trend(chapter, name, trend_test(results, name, "mann_kendall")) for name in MAIN]
    found += [
        _class_of(chapter, kind, members, len(tested))
        for kind in Firmness
        if (members := {name: one for name, one in tested.items() if one.firmness is kind})
    ]
    return Findings(found + [_pair(chapter, name) for name in MAIN])


def _trend(chapter: Chapter, series: str, one: Tested) -> Finding:
    """Where growth went, the robust slope and the primary test."""
    words, kind = chapter.words, one.firmness
    growth = _printed(chapter, series, "yoy")["value"]
    values = {
        "series": series_name(words, series),
        "first_month": words.month(str(growth.index[0])),
        "last_month": words.month(str(growth.index[-1])),
        "first": words.quantity(growth.iloc[0], "%"),
        "last": words.quantity(growth.iloc[-1], "%"),
        "count": one.test.n,
        "level": LEVEL,
    }
    if kind is not Firmness.TOO_FEW:
        values |= {"slope": _slope_told(chapter, series), "p": tell_p(known(one.test.adjusted))}
        values["shaken"] = words.join(_broken(words, one))
    return _finding(chapter, f"trend.{kind}", kind, values)


def _slope_told(chapter: Chapter, series: str) -> str:
    """The robust slope with its interval, in percentage points a month."""
    words, (value, low, high) = chapter.words, _slope(chapter, series)
    return words.text(
        "finding.trends.slope",
        value=words.quantity(value, "percentage points", 2),
        low=words.number(low, 2),
        high=words.number(high, 2),
    )


def _broken(words: Language, one: Tested) -> list[str]:
    """The mildest assumption of each kind under which the p is not small any more."""
    shaken = one.at_most
    mildest = [
        next((name for name in kinds if shaken.get(name, 0) >= LEVEL), "")
        for kinds in (*SHAKEN, ("rounding",))
    ]
    return [
        words.text(f"finding.trends.shaken.{name}", p=tell_p(shaken[name]))
        for name in mildest
        if name
    ]


def _class_of(chapter: Chapter, kind: Firmness, members: dict[str, Tested], total: int) -> Finding:
    """The series of which the same may be said, each with its slope and its p."""
    words = chapter.words
    values = {
        "count": len(members),
        "total": total,
        "items": words.text("list.pause").join(
            _item(chapter, name, one) for name, one in members.items()
        ),
        "level": LEVEL,
    }
    if kind is not Firmness.TOO_FEW:
        values["worst"] = worst(members.values())
    return _finding(chapter, f"class.{kind}", kind, values)


def _item(chapter: Chapter, series: str, one: Tested) -> str:
    """A series with its slope and its p, and those that repeat it."""
    words = chapter.words
    values = {"series": series_name(words, series)}
    if one.test.value is None:
        return values["series"]
    values["slope"] = words.number(_slope(chapter, series)[0], 2)
    values["p"] = tell_p(known(one.test.adjusted))
    if same := _same_growth(chapter)[series][1:]:
        values["others"] = words.join([words.text(f"balance.{other}") for other in same])
        return words.text("finding.trends.item_of_several", **values)
    return words.text("finding.trends.item", **values)


def _same_growth(chapter: Chapter) -> dict[str, list[str]]:
    """The series, by the first of those whose growth is the same in every month.

    Bills are in CNY only, so that both currency scopes print them: one series, not two.
    """
    first: dict[tuple[float, ...], str] = {}
    found: dict[str, list[str]] = {}
    for name in trend_series(chapter.results("trends")):
        growth = tuple(_printed(chapter, name, "yoy")["value"])
        found.setdefault(first.setdefault(growth, name), []).append(name)
    return found


def _pair(chapter: Chapter, series: str) -> Finding:
    """The increases of this year beside those of the same months a year ago."""
    words, results = chapter.words, chapter.results("trends")
    one = trend_test(results, series, "pairs")
    kind, unit = one.firmness, results.one("pairs.mean", series).unit
    values = {"series": series_name(words, series), "count": one.test.n, "level": LEVEL}
    if kind is not Firmness.TOO_FEW:
        ends = ends_of(results, "pairs.mean", series)
        value, low, high = (words.quantity(end, unit) for end in ends)
        values |= {"mean": value, "low": low, "high": high, "p": tell_p(known(one.test.adjusted))}
    return _finding(chapter, f"pair.{kind}", kind, values)


def _finding(chapter: Chapter, key: str, kind: Firmness, values: dict[str, object]) -> Finding:
    words = chapter.words
    return Finding(
        text=words.text(f"finding.trends.{key}.shows", **values),
        firmness=kind,
        label=words.text(f"firmness.{kind}"),
        limits=words.text(f"finding.trends.{key}.limits", **values),
    )
