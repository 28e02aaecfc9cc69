"""Trends of deposit and loan growth: the slopes, what they rest on, and what tests can tell."""

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from finreport.analysis.firmness import LEVEL
from finreport.analysis.levels import dated_a_year_back
from finreport.analysis.methods import LEFT_OUT, NOISES
from finreport.analysis.results import Results
from finreport.editions import INTERVAL, Series
from finreport.figures import chart_forms
from finreport.figures.charting import MONTH, Drawing, chart, said
from finreport.figures.drawing import (
    dots,
    level_bars,
    line,
    month_axis,
    panel_title,
    places,
    zero_line,
)
from finreport.figures.marks import DataCell, along, down
from finreport.figures.palette import BLUE, GREEN, GREY, INK, MUTED, PAPER, VERMILION
from finreport.figures.style import WIDTH, canvas
from finreport.narrative.alt import tell_groups, tell_items, tell_series, tell_texts
from finreport.narrative.chapter import Chapter, NotYetError
from finreport.narrative.claims import Claim
from finreport.narrative.computed import percent
from finreport.narrative.found import ends_of, with_sign
from finreport.narrative.tested import (
    SMALLEST,
    Tested,
    level,
    series_name,
    tell_p,
    trend_series,
    trend_test,
)
from finreport.narrative.trend_claims import MAIN, slope_of, trend_claims
from finreport.words import Language, rounded

OFF_SCALE = 0.94
"""Where on the half of the axis the size of a difference stands that is off the scale."""


# Growth


@said
def claims(chapter: Chapter, results: Results) -> list[Claim]:
    """What the tests say of loans and deposits, then of every series, by how firm it is."""
    return trend_claims(chapter, results)


@chart
def loan_growth_trend(chapter: Chapter, results: Results) -> Drawing:
    """Growth of loans in CNY, its Theil-Sen line and the fan of the slopes of its interval."""
    words = chapter.words
    growth = chapter.series("cny.loans.yoy")
    slope = slope_of(results, "cny.loans")
    middle, *fan = (_through_the_middle(growth, end) for end in slope)
    figure, (axes,) = canvas(height=3.4)
    lines = {"growth": growth["value"], "line": middle, "line_lower": fan[0], "line_upper": fan[1]}
    data = pd.DataFrame(
        {words.text(f"trend_column.{head}"): drawn for head, drawn in lines.items()}
    ).rename_axis(MONTH)
    at = places(growth.index)
    axes.fill_between(at, fan[0], fan[1], color=GREEN, alpha=0.18, linewidth=0)
    dots(
        axes,
        at,
        middle,
        down(data.columns[1], data.index),
        "",
        linestyle="-",
        color=GREEN,
        linewidth=1.6,
    )
    line(axes, growth, BLUE, data.columns[0])
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
    told = words.text("alt.slope", value=value, low=low, high=high)
    alt = words.sentences(tell_series(words, {series_name(words, "cny.loans"): growth}, "%"), told)
    figures = chart_forms.printed_in({str(data.columns[0]): growth})
    return Drawing(figure, data, alt, 2, figures=figures)


@chart
def growth_trends(chapter: Chapter, results: Results) -> Drawing:
    """The growth of every series with its robust line, a small panel each."""
    words = chapter.words
    series = trend_series(results)
    slopes = {name: slope_of(results, name) for name in series}
    growths = {name: chapter.series(f"{name}.yoy") for name in series}
    rows = (len(series) + 1) // 2
    figure = Figure(figsize=(WIDTH, 1.2 * rows), layout="constrained")
    panels = list(figure.subplots(rows, 2, squeeze=False).flat)
    for axes, name in zip(panels, series, strict=False):
        is_small = trend_test(results, name, "mann_kendall").is_small
        cells = along(series_name(words, name), map(words.short_month, growths[name].index))
        _small_panel(axes, growths[name], slopes[name][0], cells, is_small=is_small)
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
    alt = words.text("alt.slopes", told=tell_texts(words, told))
    figures = {
        DataCell(series_name(words, name), words.short_month(month)): f"{name}.yoy@{month}"
        for name, growth in growths.items()
        for month in growth.index
    }
    return Drawing(figure, data, alt, 2, figures=figures)


def _small_panel(
    axes: Axes, growth: Series, slope: float, cells: Sequence[DataCell], *, is_small: bool
) -> None:
    at = places(growth.index)
    axes.fill_between(at, growth["lower"], growth["upper"], color=BLUE, alpha=0.3, linewidth=0)
    dots(axes, at, growth["value"], cells, linestyle="-", color=BLUE, linewidth=1.2, markersize=2.5)
    middle = _through_the_middle(growth, slope)
    axes.plot(at, middle, color=GREEN, linewidth=1.4, linestyle="-" if is_small else (0, (3, 2)))
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.margins(y=0.15)
    zero_line(axes)


def _through_the_middle(growth: Series, slope: float) -> "pd.Series[float]":
    """The line of this slope through the medians of the months and of growth, as Conover draws it.

    Conover, W. J. (1999), Practical Nonparametric Statistics, section 5.5.
    """
    months = pd.Series(places(growth.index), index=growth.index, dtype=float)
    return growth["value"].median() + slope * (months - months.median())


# Levels


@chart
def december_base(chapter: Chapter, levels: Results) -> Drawing:
    """The level before January, by its increase less that by a year's growth, in each series."""
    words = chapter.words
    statistic = "december.difference"
    rows = levels.where(statistic=statistic).rows
    found = {row.series: ends_of(levels, statistic, row.series) for row in rows}
    names = [series_name(words, series) for series in found]
    table = pd.DataFrame(list(found.values()), index=names, columns=INTERVAL)
    agree = (table["lower"] <= 0) & (table["upper"] >= 0)
    figure, (axes,) = canvas(height=0.9 + 0.36 * len(table))
    data = table.rename(columns=lambda bound: words.text(f"column.{bound}"))
    _draw_differences(axes, table, agree, down(data.columns[0], data.index))
    data[words.text("column.verdict")] = [
        words.text(f"agreement.{'holds' if holds else 'fails'}") for holds in agree
    ]
    data.index.name = words.text("trend_column.series")
    return Drawing(figure, data, tell_items(words, table["value"], "100 million CNY"))


def _draw_differences(
    axes: Axes, table: pd.DataFrame, agree: "pd.Series[bool]", cells: Sequence[DataCell]
) -> None:
    """Each difference with its bounds; one off the scale stands at the edge with its size."""
    reach = 1.15 * table.loc[agree, ["lower", "upper"]].abs().to_numpy().max(initial=1.0)
    at = range(len(table) - 1, -1, -1)
    for place, (value, low, high), holds, cell in zip(
        at, table.to_numpy(), agree, cells, strict=True
    ):
        colour = BLUE if holds else VERMILION
        side = 1 if value > 0 else -1
        if abs(value) > reach:
            form = ">" if side > 0 else "<"
            dots(axes, [side * reach], [place], [cell], form, color=colour, clip_on=False)
            edge = (side * OFF_SCALE * reach, place)
            ha = "right" if side > 0 else "left"
            axes.annotate(rounded(value, 0), edge, ha=ha, va="center", color=colour)
        else:
            axes.hlines(place, low, high, color=colour, linewidth=2)
            dots(axes, [value], [place], [cell], color=colour, markersize=6)
    axes.axvline(0, color=GREY, linewidth=1, zorder=1)
    axes.set_xlim(-reach, reach)
    axes.set_yticks(at, table.index, color=INK)
    axes.set_ylim(-0.6, len(table) - 0.4)
    axes.grid(axis="x")


@chart
def paired_months(chapter: Chapter, levels: Results) -> Drawing:
    """The increase of each month beside that of the same month a year ago, a panel a series."""
    words = chapter.words
    this_year = chapter.edition.as_of[:4]
    before, now = words.period(str(int(this_year) - 1)), words.period(this_year)
    figure, panels = canvas(len(MAIN), 2.5 * len(MAIN))
    columns: list[pd.DataFrame] = []
    told: dict[str, Series] = {}
    figures: dict[DataCell, str] = {}
    for axes, name in zip(panels, MAIN, strict=True):
        implied = _implied_increases(chapter, levels, name)
        printed = chapter.series(f"{name}.increase").loc[implied.index]
        label = series_name(words, name)
        panel_title(axes, label)
        pair = [
            chart_forms.bounds_of(
                words, f"{label} {year}", series.rename(words.short_month), INTERVAL
            )
            for year, series in ((before, implied), (now, printed))
        ]
        _draw_pairs(axes, implied, printed, [down(one.columns[0], one.index) for one in pair])
        columns += pair
        figures |= {
            DataCell(words.short_month(str(month)), pair[1].columns[0]): f"{name}.increase@{month}"
            for month in printed.index
        }
        told |= {f"{label} {words.text('implied')}": dated_a_year_back(implied), label: printed}
    open_mark, mark = words.text("legend.before", year=before), words.text("legend.now", year=now)
    panels[0].set_title(open_mark, loc="center", fontsize=11.5, color=GREY, pad=6)
    panels[0].set_title(mark, loc="right", fontsize=11.5, color=BLUE, pad=6)
    data = pd.concat(columns, axis=1).rename_axis(words.text("column.month"))
    month_axis(panels[-1], implied.index, words)
    unit = "100 million CNY"
    return Drawing(figure, data, tell_series(words, told, unit), figures=figures, units=unit)


def _implied_increases(chapter: Chapter, levels: Results, series: str) -> Series:
    """The increase of each month a year ago, indexed by the same month of this year.

    :class:`NotYetError` before there are two months.
    """
    months = [month for month in chapter.edition.months if month <= chapter.edition.as_of][1:]
    if not months:
        raise NotYetError(f"No two months up to {chapter.edition.as_of}.")
    before = [f"{int(month[:4]) - 1}{month[4:]}" for month in months]
    rows = [ends_of(levels, "increase", series, month) for month in before]
    return pd.DataFrame(rows, pd.Index(months, name=MONTH), INTERVAL)


def _draw_pairs(axes: Axes, before: Series, now: Series, cells: Sequence[list[DataCell]]) -> None:
    at = places(before.index)
    axes.vlines(at, before["value"], now["value"], color=GREY, linewidth=0.8)
    axes.vlines(at, before["lower"], before["upper"], color=GREY, linewidth=4, alpha=0.4)
    dots(axes, at, before["value"], cells[0], color=GREY, markerfacecolor=PAPER, markersize=6)
    dots(axes, at, now["value"], cells[1], color=BLUE, markersize=6)
    zero_line(axes)


# Tests


TREND_TESTS = ("mann_kendall", "ols", "sign_flip", "pairs")
"""The four tests of a series, the primary one first."""


DRAWN_NOISES = {"ar1_0.7": ("D", GREEN), "random_walk": ("s", VERMILION)}
"""The noises whose p are drawn beside that of independent errors."""


@chart
def p_values(chapter: Chapter, results: Results) -> Drawing:
    """The p of every trend test of every series, a panel a test, with what shakes them."""
    words = chapter.words
    series = trend_series(results)
    tested = {test: [trend_test(results, name, test) for name in series] for test in TREND_TESTS}
    if all(one.test.value is None for one in tested["mann_kendall"]):
        raise NotYetError(f"Too few months for a test up to {chapter.edition.as_of}.")
    figure = Figure(figsize=(WIDTH, 1.5 + 0.5 * len(series)), layout="constrained")
    panels = figure.subplots(2, 2, sharex=True, sharey=True).flat
    names = [series_name(words, name) for name in series]
    for axes, (test, members) in zip(panels, tested.items(), strict=True):
        panel_title(axes, words.text(f"trend_test.{test}"))
        for place, name, one in zip(_rows_down(names), names, members, strict=True):
            cells = {
                part: DataCell(name, _p_head(words, test, part)) for part in ("p", *DRAWN_NOISES)
            }
            _draw_test(axes, one, place, cells)
        _p_axis(axes, names)
    _legend(
        figure,
        {
            words.text("legend.p_small", level=level()): ("o", BLUE, BLUE),
            words.text("legend.p_large", level=level()): ("o", BLUE, PAPER),
            **{
                words.text(f"test_column.{noise}"): (mark, colour, PAPER)
                for noise, (mark, colour) in DRAWN_NOISES.items()
            },
        },
    )
    return Drawing(figure, _p_table(words, names, tested), _tell_tests(words, names, tested))


def _draw_test(axes: Axes, one: Tested, place: int, cells: Mapping[str, DataCell]) -> None:
    test = one.test
    if test.value is None:
        return
    if test.lower is not None and test.upper is not None:
        axes.hlines(place, _shown(test.lower), _shown(test.upper), color=BLUE, linewidth=1.2)
    face = BLUE if one.is_small else PAPER
    at = [_shown(test.value)]
    dots(axes, at, [place], [cells["p"]], color=BLUE, markerfacecolor=face, markersize=6)
    for noise, (mark, colour) in DRAWN_NOISES.items():
        if noise in one.shaken:
            at, look = [_shown(one.shaken[noise])], {"color": colour, "markerfacecolor": PAPER}
            dots(axes, at, [place - 0.33], [cells[noise]], mark, **look, markersize=4)


def _shown(p: float) -> float:
    return max(p, SMALLEST)


def _rows_down(names: Sequence[str]) -> range:
    """The places of rows on the axes, the first on top."""
    return range(len(names) - 1, -1, -1)


def _p_axis(axes: Axes, names: Sequence[str]) -> None:
    axes.set_xscale("log")
    axes.set_xlim(SMALLEST / 1.6, 1.6)
    axes.set_xticks([SMALLEST, LEVEL, 1], [f"≤{SMALLEST}", str(LEVEL), "1"])
    axes.set_xticks([], minor=True)
    axes.axvline(LEVEL, color=GREY, linewidth=1, zorder=1)
    axes.set_yticks(_rows_down(names), names, color=INK)
    axes.set_ylim(-0.7, len(names) - 0.4)


def _legend(figure: Figure, marks: dict[str, tuple[str, str, str]]) -> None:
    """What the marks mean, above the panels; a mark is a form, an edge and a face."""
    handles = [
        Line2D([], [], marker=form, linestyle="", color=edge, markerfacecolor=face, label=label)
        for label, (form, edge, face) in marks.items()
    ]
    figure.legend(
        handles=handles,
        loc="outside upper left",
        ncols=2,
        frameon=False,
        fontsize=11,
        handletextpad=0.1,
        columnspacing=1.2,
    )


def _p_table(words: Language, names: list[str], tested: dict[str, list[Tested]]) -> pd.DataFrame:
    """Every p that is drawn, its ends under rounding and its adjustment, to three digits."""
    columns: dict[str, list[str]] = {}
    for test, members in tested.items():
        drawn = {
            "p": [one.test.value for one in members],
            "lower": [one.test.lower for one in members],
            "upper": [one.test.upper for one in members],
            "p_adjusted": [one.test.adjusted for one in members],
        } | {noise: [one.shaken.get(noise) for one in members] for noise in DRAWN_NOISES}
        for part, values in drawn.items():
            if any(value is not None for value in values):
                shown = ["" if p is None else f"{p:.3g}" for p in values]
                columns[_p_head(words, test, part)] = shown
    return pd.DataFrame(columns, index=pd.Index(names, name=words.text("test_column.series")))


def _p_head(words: Language, test: str, part: str) -> str:
    test, part = words.text(f"trend_test.{test}"), words.text(f"test_column.{part}")
    return words.text("p_column", test=test, part=part)


def _tell_tests(words: Language, names: list[str], tested: dict[str, list[Tested]]) -> str:
    """How many p of each test are small, then each of the primary test."""
    counts = [
        words.text(
            "alt.small_tests",
            level=level(),
            test=words.text(f"trend_test.{test}"),
            small=sum(one.is_small for one in members),
            count=sum(one.test.value is not None for one in members),
        )
        for test, members in tested.items()
    ]
    primary = {
        name: tell_p(one.test.adjusted)
        for name, one in zip(names, tested["mann_kendall"], strict=True)
        if one.test.adjusted is not None
    }
    pause = words.text("list.pause")
    return words.text("alt.tests", counts=pause.join(counts), told=tell_texts(words, primary))


@chart
def leave_out(chapter: Chapter, results: Results) -> Drawing:
    """The p of Mann-Kendall for each series, of all months and without the last ones."""
    words = chapter.words
    series = trend_series(results)
    names = [series_name(words, name) for name in series]
    heads = [
        words.text("test_column.all_months"),
        *(words.text("test_column.without_last", count=count) for count in LEFT_OUT.values()),
    ]
    found = pd.DataFrame(
        [_without(trend_test(results, name, "mann_kendall")) for name in series],
        index=pd.Index(names, name=words.text("test_column.series")),
        columns=heads,
        dtype=float,
    ).dropna(axis="columns", how="all")
    if found.empty:
        raise NotYetError(f"Too few months for a test up to {chapter.edition.as_of}.")
    figure, (axes,) = canvas(height=0.9 + 0.42 * len(names))
    for place, (name, row) in zip(_rows_down(names), found.iterrows(), strict=True):
        at = [place + 0.27 - 0.18 * step for step in range(len(row))]
        shown = row.clip(lower=SMALLEST)
        axes.plot(shown, at, color=GREY, linewidth=0.8)
        for p, height, cell in zip(shown, at, along(name, row.index), strict=True):
            face = BLUE if p < LEVEL else PAPER
            dots(axes, [p], [height], [cell], color=BLUE, markerfacecolor=face, markersize=4.5)
    _p_axis(axes, names)
    axes.grid(axis="y")
    panel_title(axes, words.text("legend.left_out"))
    told = {
        str(name): words.join([tell_p(p) for p in row.dropna()]) for name, row in found.iterrows()
    }
    alt = words.text(
        "alt.left_out",
        heads=words.join(list(found.columns)),
        told=tell_texts(words, told),
    )
    return Drawing(figure, found, alt, 4)


def _without(one: Tested) -> list[float | None]:
    shaken = one.shaken
    return [one.test.value, *(shaken.get(variant) for variant in LEFT_OUT)]


@chart
def limits(chapter: Chapter, results: Results) -> Drawing:
    """How often two tests call a trend where there is none, by how long errors last."""
    words = chapter.words
    shares = {test: _false_alarms(words, results, test) for test in ("mann_kendall", "ols")}
    if any(share.isna().any(axis=None) for share in shares.values()):
        raise NotYetError(f"Too few months for a test up to {chapter.edition.as_of}.")
    figure, panels = canvas(2, 4.0)
    most = max(share["upper"].max() for share in shares.values())
    names = {test: words.text(f"trend_test.{test}") for test in shares}
    for axes, (test, share) in zip(panels, shares.items(), strict=True):
        panel_title(axes, names[test])
        level_bars(axes, share, [BLUE] * len(share), names[test])
        axes.axvline(100 * LEVEL, color=VERMILION, linewidth=1.2)
        axes.set_xlim(0, 1.16 * most)
    data = pd.DataFrame({names[test]: share["value"] for test, share in shares.items()})
    data.index.name = words.text("test_column.errors")
    alt = tell_groups(
        words,
        {names[test]: tell_items(words, share["value"], "%") for test, share in shares.items()},
    )
    count = results.one("limits.size.mann_kendall", variant="independent").n
    return Drawing(figure, data, alt, values={"count": str(count), "level": percent(LEVEL)})


def _false_alarms(words: Language, results: Results, test: str) -> pd.DataFrame:
    """In percent, by noise, with the ends that simulating leaves."""
    found = [results.one(f"limits.size.{test}", variant=noise) for noise in NOISES]
    return 100 * pd.DataFrame(
        [[one.value, one.lower, one.upper] for one in found],
        index=[words.text(f"test_column.{noise}") for noise in NOISES],
        columns=INTERVAL,
        dtype=float,
    )
