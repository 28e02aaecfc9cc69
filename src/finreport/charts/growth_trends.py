"""When lending slowed, month by month, and whether growth moves steadily: what tests can tell."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from finreport.analysis.firmness import LEVEL
from finreport.analysis.ledger import MAIN, main_of
from finreport.analysis.levels import dated_a_year_back
from finreport.analysis.methods import NOISES
from finreport.analysis.results import Result, Results
from finreport.editions import AMOUNT, INTERVAL, Series
from finreport.figures import chart_forms
from finreport.figures.charting import MONTH, Drawing, chart, said, table
from finreport.figures.drawing import (
    Key,
    dots,
    in_shown_unit,
    legend,
    level_bars,
    line,
    month_axis,
    panel_title,
    places,
    upright_bars,
    zero_line,
)
from finreport.figures.exhibits import ExhibitTable, GridRow
from finreport.figures.marks import DataCell, along, down
from finreport.figures.palette import BLUE, GREEN, GREY, INK, MUTED, PAPER, VERMILION
from finreport.figures.style import WIDTH, canvas
from finreport.narrative.alt import tell_groups, tell_items, tell_series, tell_texts
from finreport.narrative.chapter import Chapter, NotYetError
from finreport.narrative.claims import Claim
from finreport.narrative.computed import percent
from finreport.narrative.found import by_period, ends_of, known, with_sign
from finreport.narrative.tested import (
    SMALLEST,
    Tested,
    level,
    series_name,
    tell_p,
    trend_series,
    trend_test,
)
from finreport.narrative.trend_claims import (
    ledger_claims,
    run_kind,
    run_months,
    run_values,
    slope_of,
    trend_claims,
)
from finreport.words import Language

OFF_SCALE = 0.94
"""Where on the half of the axis the size of a difference stands that is off the scale."""

NOTHING_LEFT = -100.0
"""The lowest growth that a balance can have, in percent: below it, a line stands for nothing."""


# The ledger


@said
def claims(chapter: Chapter, ledger: Results, results: Results) -> list[Claim]:
    """When lending slowed, and whether growth moves steadily."""
    return [*ledger_claims(chapter, ledger), *trend_claims(chapter, results)]


@chart
def slowdown(chapter: Chapter, ledger: Results) -> Drawing:
    """Each month's loans in CNY against the same month a year before, and their running sum.

    The neighbouring months that fell short by most have their own colour.
    """
    words, [name, *_] = chapter.words, MAIN
    kind = run_kind(ledger, name)
    if kind == "one_month":
        raise NotYetError(f"There is no month to compare up to {chapter.edition.as_of}.")
    heads = [words.text(f"ledger.panel.{panel}") for panel in ("month", "sum")]
    monthly, summed = (
        by_period(ledger.where(series=name, statistic=statistic).rows)
        for statistic in ("against_year_ago", "since_first")
    )
    first, _, last = ledger.one_of("run", name).period.partition("..")
    in_run = (monthly.index >= first) & (monthly.index <= last) & (kind != "none")
    figure, (top, bottom) = canvas(2, 4.2, height_ratios=[3, 2])
    for axes, head in zip((top, bottom), heads, strict=True):
        panel_title(axes, head)
    for chosen, colour in ((in_run, VERMILION), (~in_run, BLUE)):
        if chosen.any():
            shown = monthly[chosen]
            upright_bars(top, shown, colour, down(heads[0], shown.index), write=None)
    _label_bars(top, monthly, words)
    for axes in (top, bottom):
        in_shown_unit(axes.yaxis, words, AMOUNT)
    zero_line(top)
    line(bottom, summed, GREY, heads[1])
    month_axis(bottom, monthly.index, words)
    zero_line(bottom)
    data = pd.concat(
        [
            chart_forms.bounds_of(words, head, series, INTERVAL)
            for head, series in zip(heads, (monthly, summed), strict=True)
        ],
        axis=1,
    ).rename_axis(MONTH)
    values = run_values(chapter, ledger, name) if kind != "none" else {}
    title = words.text(f"ledger.title.{kind}", series=series_name(words, name), **values)
    alt = tell_series(words, dict(zip(heads, (monthly, summed), strict=True)), AMOUNT)
    return Drawing(figure, data, alt, units=AMOUNT, finding=title)


def _label_bars(axes: Axes, bars: Series, words: Language) -> None:
    """The value of each bar, beyond what rounding leaves of it."""
    for at, (value, lower, upper) in zip(places(bars.index), bars.to_numpy(), strict=True):
        axes.annotate(
            words.whole(value, AMOUNT),
            (at, upper if value >= 0 else lower),
            xytext=(0, 3 if value >= 0 else -3),
            textcoords="offset points",
            ha="center",
            va="bottom" if value >= 0 else "top",
            fontsize=10.5,
            color=INK,
        )


@table
def slowdown_ledger(chapter: Chapter, ledger: Results) -> ExhibitTable:
    """Every series: growth, and money against the year before, in the run and in other months."""
    words = chapter.words
    rows: list[GridRow] = []
    for main in MAIN:
        run = ledger.one_of("run", main)
        if ledger.one("total", main).value is None:
            raise NotYetError(f"There is no month to compare up to {chapter.edition.as_of}.")
        is_there = run.value is not None
        months = run_months(words, run) if is_there else words.text("ledger.no_months")
        rows.append(
            GridRow(words.text("ledger.group", series=series_name(words, main), months=months))
        )
        rows += [
            _ledger_row(chapter, ledger, total.series)
            for total in ledger.where(statistic="total").rows
            if main_of(total.series) == main
        ]
    heads = ("series", "first", "last", "run", "others", "total", "pace")
    return ExhibitTable([words.text(f"ledger.column.{head}") for head in heads], rows)


def _ledger_row(chapter: Chapter, ledger: Results, series: str) -> GridRow:
    words = chapter.words
    growth = chapter.series(f"{series}.yoy")["value"]
    money = [ledger.one_of(each, series) for each in ("run", "other_months", "total", "pace")]
    cells = [words.number(growth.iloc[0]), words.number(growth.iloc[-1])]
    return GridRow(
        words.text(
            "named_unit", name=series_name(words, series), unit=words.shown_unit(money[-1].unit)
        ),
        [*cells, *(_money(words, one) for one in money)],
        figures=[
            *(f"{series}.yoy@{month}" for month in growth.index[[0, -1]]),
            *[""] * len(money),
        ],
        results=[*[""] * len(cells), *(one.name for one in money)],
    )


def _money(words: Language, found: Result) -> str:
    """An amount with its sign, and half of what rounding leaves."""
    if found.value is None:
        return words.text("dash")
    half = (known(found.upper) - known(found.lower)) / 2
    decimals, write = 0 if half >= 2 else 1, words.writing(found.unit)
    value = with_sign(found.value, decimals, write)
    return words.text("give_or_take", value=value, half=write(half, decimals))


# Growth


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
        is_small = trend_test(results, name, "sign_flip").is_small
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
    # No balance falls by more than all of it.
    middle = middle.where(middle >= NOTHING_LEFT)
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
    _draw_differences(axes, table, agree, down(data.columns[0], data.index), words)
    units = dict.fromkeys(data.columns, AMOUNT)
    data[words.text("column.verdict")] = [
        words.text(f"agreement.{'holds' if holds else 'fails'}") for holds in agree
    ]
    data.index.name = words.text("trend_column.series")
    return Drawing(figure, data, tell_items(words, table["value"], AMOUNT), units=units)


def _draw_differences(
    axes: Axes,
    table: pd.DataFrame,
    agree: "pd.Series[bool]",
    cells: Sequence[DataCell],
    words: Language,
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
            size = words.shown(value, AMOUNT, 0)
            axes.annotate(size, edge, ha=ha, va="center", color=colour)
        else:
            axes.hlines(place, low, high, color=colour, linewidth=2)
            dots(axes, [value], [place], [cell], color=colour, markersize=6)
    axes.axvline(0, color=GREY, linewidth=1, zorder=1)
    axes.set_xlim(-reach, reach)
    in_shown_unit(axes.xaxis, words, AMOUNT)
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
        in_shown_unit(axes.yaxis, words, AMOUNT)
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
    return Drawing(figure, data, tell_series(words, told, AMOUNT), figures=figures, units=AMOUNT)


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


LOOKS = {"sign_flip": ("o", BLUE), "mann_kendall": ("s", GREY), "ols": ("^", GREY)}
"""The tests of a series by how they are drawn; a verdict is drawn from the first alone."""


@chart
def p_values(chapter: Chapter, results: Results) -> Drawing:
    """The p of every test of every series, and beside it how much growth remembers."""
    words = chapter.words
    series = trend_series(results)
    tested = {test: [trend_test(results, name, test) for name in series] for test in LOOKS}
    if all(one.test.value is None for one in tested["sign_flip"]):
        raise NotYetError(f"Too few months for a test up to {chapter.edition.as_of}.")
    names = [series_name(words, name) for name in series]
    figure = Figure(figsize=(WIDTH, 1.1 + 0.29 * len(series)), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=[3, 2])
    panel_title(left, words.text("trend_panel.p"))
    panel_title(right, words.text("trend_panel.autocorrelation"))
    heads = {test: words.text(f"trend_test.{test}") for test in LOOKS}
    for test, members in reversed(tested.items()):
        for place, name, one in zip(_rows_down(names), names, members, strict=True):
            _draw_test(left, one, place, test, DataCell(name, heads[test]))
    rho = pd.DataFrame(
        [_ends_or_none(results.one("autocorrelation", name)) for name in series],
        pd.Index(names, name=words.text("test_column.series")),
        INTERVAL,
        dtype=float,
    )
    head = words.text("trend_panel.autocorrelation")
    right.hlines(_rows_down(names), rho["lower"], rho["upper"], color=GREEN, linewidth=2)
    cells = down(head, rho.index)
    dots(right, rho["value"], _rows_down(names), cells, color=GREEN, markersize=6)
    right.axvline(1, color=GREY, linewidth=1, zorder=1)
    right.axvline(0, color=GREY, linewidth=1, zorder=1)
    _p_axis(left, names)
    _legend(
        figure,
        {
            heads[test]: (mark, colour, colour if test == "sign_flip" else PAPER)
            for test, (mark, colour) in LOOKS.items()
        },
    )
    data = pd.DataFrame(
        {
            heads[test]: [_three(one.test.value) for one in members]
            for test, members in tested.items()
        },
        index=rho.index,
    )
    data.insert(
        1,
        words.text("test_column.p_adjusted"),
        [_three(one.test.adjusted) for one in tested["sign_flip"]],
    )
    data = data.join(chart_forms.bounds_of(words, head, rho, INTERVAL))
    small = sum(one.is_small for one in tested["sign_flip"])
    key = "some" if small else "none"
    title = words.text(f"trend_panel.title.{key}", small=small, count=len(series))
    return Drawing(figure, data, _tell_tests(words, names, tested), 2, finding=title)


def _three(p: float | None) -> str:
    return "" if p is None else f"{p:.3g}"


def _ends_or_none(found: Result) -> list[float | None]:
    return [found.value, found.lower, found.upper]


def _draw_test(axes: Axes, one: Tested, place: int, test: str, cell: DataCell) -> None:
    found, (mark, colour) = one.test, LOOKS[test]
    if found.value is None:
        return
    is_first = test == "sign_flip"
    if is_first and found.lower is not None and found.upper is not None:
        axes.hlines(place, _shown(found.lower), _shown(found.upper), color=colour, linewidth=1.2)
    look = {"color": colour, "markerfacecolor": colour if is_first else PAPER}
    at = [_shown(found.value)]
    dots(axes, at, [place], [cell], mark, **look, markersize=6 if is_first else 5)


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


def _tell_tests(words: Language, names: list[str], tested: dict[str, list[Tested]]) -> str:
    """How many p of each test are small, then each of the one that holds."""
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
    told = {
        name: tell_p(one.test.value)
        for name, one in zip(names, tested["sign_flip"], strict=True)
        if one.test.value is not None
    }
    pause = words.text("list.pause")
    return words.text("alt.tests", counts=pause.join(counts), told=tell_texts(words, told))


@chart
def limits(chapter: Chapter, results: Results) -> Drawing:
    """How often each test calls a trend where there is none, by how long errors last."""
    words = chapter.words
    shares = {test: _false_alarms(words, results, test) for test in LOOKS}
    if any(share.isna().any(axis=None) for share in shares.values()):
        raise NotYetError(f"Too few months for a test up to {chapter.edition.as_of}.")
    figure, panels = canvas(len(shares), 1.9 * len(shares))
    most = max(share["upper"].max() for share in shares.values())
    names = {test: words.text(f"trend_test.{test}") for test in shares}
    for axes, (test, share) in zip(panels, shares.items(), strict=True):
        panel_title(axes, names[test])
        level_bars(axes, share, [BLUE] * len(share), names[test])
        axes.axvline(100 * LEVEL, color=VERMILION, linewidth=1.2, zorder=2)
        for label in axes.texts:
            label.set_bbox({"facecolor": PAPER, "edgecolor": "none", "pad": 0.5})
        axes.set_xlim(0, 1.16 * most)
    wanted = words.text("legend.level", level=percent(LEVEL))
    legend(panels[0], {wanted: Key.filled(VERMILION, "|")}, is_own_row=False)
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
