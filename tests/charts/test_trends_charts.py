"""The pictures and sentences of trends, against the data files and against the named results."""

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from scipy import stats

from finreport.analysis.results import Result, Results
from finreport.charts import growth_trends as trends
from finreport.editions import INTERVAL
from finreport.figures.exhibits import Chart, DataTable, Notice
from finreport.figures.marks import down
from finreport.figures.palette import BLUE, GREEN, GREY, VERMILION
from finreport.figures.style import canvas
from finreport.narrative.chapter import Chapter, open_chapter
from finreport.narrative.claims import Claim
from finreport.narrative.tested import tell_p, trend_series
from finreport.narrative.trend_claims import run_values, trend_claims
from finreport.words import open_language

Show = Callable[..., Chart | Notice]

DATA = Path(__file__).parents[2] / "data" / "shanxi-2025" / "deposits_loans.csv"
MONTHS = [f"2024-{number:02}" for number in range(1, 13)]
CHARTS = ("loan_growth_trend", "growth_trends", "december_base", "paired_months")
MINUS = "\N{MINUS SIGN}"


@cache
def printed() -> dict[tuple[str, str, str], str]:
    """Every printed string by series, measure and month."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return {
            (f"{row['currency']}.{row['indicator']}", row["measure"], row["month"]): row["value"]
            for row in csv.DictReader(file)
        }


def column(series: str, measure: str, months: list[str] = MONTHS) -> list[Fraction]:
    """The printed numbers of a series, exactly."""
    return [Fraction(printed()[series, measure, month]) for month in months]


@cache
def open_at(as_of: str, language: str = "zh") -> Chapter:
    """The chapter on trends, cut at a month; the results are computed once for all languages."""
    chapter = open_chapter("40_trends", "shanxi-2025", as_of, language)
    return chapter if language == "zh" else replace(chapter, _computed=open_at(as_of)._computed)


def with_results(chapter: Chapter, **changed: Result) -> Chapter:
    """The same chapter with some of its trend results replaced."""
    results = dict(chapter.results("trends")) | {row.name: row for row in changed.values()}
    return replace(chapter, _computed={("trends",): Results(results.values())})


def drawn(axes: Axes, colour: str) -> list[tuple[list[float], list[float]]]:
    """The points of each line of a colour."""
    return [
        (np.asarray(line.get_xdata()).tolist(), np.asarray(line.get_ydata()).tolist())
        for line in axes.lines
        if to_hex(line.get_color()) == colour
    ]


def shown(name: str, as_of: str = "2024-12", language: str = "zh") -> Chart:
    """A chart of the module."""
    chart = made(name, as_of, language)
    assert isinstance(chart, Chart)
    return chart


def made(name: str, as_of: str, language: str = "zh") -> Chart | Notice:
    """The same, or the sentence in its place."""
    chapter = open_at(as_of, language)
    group = "levels" if name in ("december_base", "paired_months") else "trends"
    made: Chart | Notice = getattr(trends, name)(chapter, chapter.results(group))
    return made


@pytest.mark.parametrize("as_of", ["2024-06", "2024-08", "2024-12"])
def test_the_large_picture_has_the_slope_that_scipy_gives(as_of: str) -> None:
    growth = [float(rate) for rate in column("cny.loans", "yoy", MONTHS[: int(as_of[5:])])]
    slope, intercept, low, high = stats.theilslopes(growth)
    chart = shown("loan_growth_trend", as_of)
    [axes] = chart.figure.axes
    [(_, line)] = drawn(axes, GREEN)
    [(_, rates)] = drawn(axes, BLUE)
    assert rates == growth
    assert line == pytest.approx(intercept + slope * np.arange(len(growth)))
    middle = (len(growth) - 1) / 2
    for cells, end in ((2, low), (3, high)):
        fan = [number(row.cells[cells]) for row in chart.grid.rows]
        wanted = np.median(growth) + end * (np.arange(len(growth)) - middle)
        assert fan == pytest.approx(list(wanted), abs=0.005001)
    assert f"{slope:.2f}".replace("-", MINUS) in axes.get_title("right")


def number(text: str) -> float:
    """A number of a page; its minus sign is the typographic one."""
    return float(text.replace(MINUS, "-"))


@pytest.mark.parametrize("as_of", ["2024-08", "2024-12"])
def test_each_small_panel_shows_one_series_and_its_slope(as_of: str) -> None:
    results = open_at(as_of).results("trends")
    panels = shown("growth_trends", as_of).figure.axes
    series = trend_series(results)
    assert len(panels) == len(series) == 12
    for axes, name in zip(panels, series, strict=True):
        growth = [float(rate) for rate in column(name, "yoy", MONTHS[: int(as_of[5:])])]
        [(_, rates)] = drawn(axes, BLUE)
        [(at, line)] = drawn(axes, GREEN)
        slope = results[f"trends.{name}.theil_sen.slope"].value
        assert rates == growth
        # A line that would say of a balance that it fell by more than all of it ends before.
        drawn_ = [(x, y) for x, y in zip(at, line, strict=True) if not np.isnan(y)]
        assert len(drawn_) == len(at) or (name, as_of) == ("fx.loans", "2024-12")
        assert min(line_y for _, line_y in drawn_) >= -100
        (x0, y0), *_, (x1, y1) = drawn_
        assert (y1 - y0) / (x1 - x0) == pytest.approx(slope, abs=1e-9)
        assert number(axes.get_title("right")) == pytest.approx(slope, abs=0.005001)
        adjusted = results[f"trends.{name}.sign_flip.p"].adjusted
        assert adjusted is not None
        [trend] = [line for line in axes.lines if to_hex(line.get_color()) == GREEN]
        assert (trend.get_linestyle() == "-") == (adjusted < 0.05)


def test_the_two_ways_to_december_are_computed_again() -> None:
    chart = shown("december_base")
    [axes] = chart.figure.axes
    names = [name.removesuffix(".december.difference") for name in differences()]
    assert len(chart.grid.rows) == len(names) == 11
    half = Fraction(1, 20)
    off_scale = []
    for name, row in zip(names, chart.grid.rows, strict=True):
        series = name.removeprefix("levels.")
        january = column(series, "balance")[0] - column(series, "increase")[0]
        balance, growth = column(series, "balance")[-1], column(series, "yoy")[-1]
        ends = [
            january + step - (balance + one) / (1 + (growth + other) / 100)
            for step, one, other in product((2 * half, -2 * half), (half, -half), (half, -half))
        ]
        value, low, high = map(number, row.cells[:3])
        assert low == pytest.approx(float(min(ends)), abs=0.05001)
        assert high == pytest.approx(float(max(ends)), abs=0.05001)
        assert row.cells[3] == ("相符" if min(ends) <= 0 <= max(ends) else "不符")
        if row.cells[3] == "不符":
            off_scale.append(f"{value:.0f}")
    told = [text.get_text() for text in axes.texts if to_hex(str(text.get_color())) == VERMILION]
    assert [int(one) for one in told] == pytest.approx([float(one) for one in off_scale], abs=1)
    assert len(told) == 2
    marks = [x for xs, _ in drawn(axes, BLUE) for x in xs]
    agreeing = [number(row.cells[0]) for row in chart.grid.rows if row.cells[3] == "相符"]
    assert marks == pytest.approx(agreeing, abs=0.05001)


def test_what_is_off_the_scale_points_the_way_it_lies() -> None:
    _, (axes,) = canvas()
    table = pd.DataFrame(
        [[0.1, -2.0, 2.2], [-50.0, -52.0, -48.0], [60.0, 58.0, 62.0]], ["甲", "乙", "丙"], INTERVAL
    )
    cells = down("差", table.index)
    agree = pd.Series([True, False, False], table.index)
    trends._draw_differences(axes, table, agree, cells, open_language("zh"))
    _, below, above = axes.lines[:3]
    assert [line.get_marker() for line in (below, above)] == ["<", ">"]
    assert np.asarray(below.get_xdata()).tolist() == [axes.get_xlim()[0]]
    assert np.asarray(above.get_xdata()).tolist() == [axes.get_xlim()[1]]
    assert [(text.get_text(), text.get_horizontalalignment()) for text in axes.texts] == [
        (f"{MINUS}50", "left"),
        ("60", "right"),
    ]


def differences() -> list[str]:
    """The names of the differences in the results."""
    return [name for name in open_at("2024-12").results("levels") if "difference" in name]


@pytest.mark.parametrize("as_of", ["2024-02", "2024-07", "2024-12"])
def test_increases_of_both_years_are_computed_again(as_of: str) -> None:
    months = MONTHS[: int(as_of[5:])]
    chart = shown("paired_months", as_of)
    half = Fraction(1, 20)
    for place, (axes, series) in enumerate(
        zip(chart.figure.axes, ("cny.loans", "cny.deposits"), strict=True)
    ):
        ends = [
            [
                (balance + one) / (1 + (growth + other) / 100)
                for one, other in ((0, 0), (-half, half), (half, -half))
            ]
            for balance, growth in zip(
                column(series, "balance", months), column(series, "yoy", months), strict=True
            )
        ]
        pairs = list(pairwise(ends))
        value = [float(now[0] - before[0]) for before, now in pairs]
        lower = [float(now[1] - before[2]) for before, now in pairs]
        upper = [float(now[2] - before[1]) for before, now in pairs]
        [(_, a_year_ago)] = drawn(axes, GREY)[:1]
        [(_, this_year)] = drawn(axes, BLUE)
        assert a_year_ago == pytest.approx(value)
        assert this_year == [float(one) for one in column(series, "increase", months)[1:]]
        bars = [one for one in axes.collections if isinstance(one, LineCollection)][1]
        assert [segment[:, 1].min() for segment in bars.get_segments()] == pytest.approx(lower)
        assert [segment[:, 1].max() for segment in bars.get_segments()] == pytest.approx(upper)
        told = [number(row.cells[6 * place]) for row in chart.grid.rows]
        assert told == pytest.approx(value, abs=0.05001)


@pytest.mark.parametrize("as_of", ["2024-01", "2024-02", "2024-05", "2024-06", "2024-11"])
def test_charts_are_there_as_soon_as_there_are_enough_months(as_of: str) -> None:
    first = {"loan_growth_trend": 6, "growth_trends": 6, "december_base": 12, "paired_months": 2}
    for language in ("zh", "en"):
        for name in CHARTS:
            is_missing = isinstance(made(name, as_of, language), Notice)
            assert is_missing == (int(as_of[5:]) < first[name])


# The ledger


def ledger_of(as_of: str, language: str = "zh") -> tuple[Chapter, Results]:
    chapter = open_at(as_of, language)
    return chapter, chapter.results("ledger")


@pytest.mark.parametrize("as_of", ["2024-02", "2024-07", "2024-12"])
def test_the_ledger_is_drawn_with_its_run_in_another_colour(as_of: str) -> None:
    chapter, ledger = ledger_of(as_of)
    chart = trends.slowdown(chapter, ledger)
    assert isinstance(chart, Chart)
    top, bottom = chart.figure.axes
    months = MONTHS[1 : MONTHS.index(as_of) + 1]
    rows = [ledger[f"ledger.cny.loans.{month}"] for month in months]
    bars = {bar.get_x() + bar.get_width() / 2: bar for bar in top.patches}  # type: ignore[attr-defined]
    assert len(bars) == len(rows)
    first, last = ledger["ledger.cny.loans.run"].period.split("..")
    for month, row, place in zip(months, rows, sorted(bars), strict=True):
        assert bars[place].get_height() == row.value  # type: ignore[attr-defined]
        wanted = VERMILION if first <= month <= last else BLUE
        assert to_hex(bars[place].get_facecolor()) == wanted
    [(_, summed)] = drawn(bottom, GREY)
    assert summed == pytest.approx(list(np.cumsum([row.value for row in rows])))
    assert len(chart.grid.rows) == len(months)


def test_the_title_of_the_lead_chart_is_its_finding() -> None:
    chart = trends.slowdown(*ledger_of("2024-12"))
    assert isinstance(chart, Chart)
    assert (
        "2024年10至12月放慢：比上年同月少增613亿元，其余可比的8个月合计多增171亿元" in chart.title
    )
    english = trends.slowdown(*ledger_of("2024-12", "en"))
    assert isinstance(english, Chart)
    assert "October to December 2024" in english.title
    missing = trends.slowdown(*ledger_of("2024-01"))
    assert isinstance(missing, Notice)
    assert not re.search(r"[{}]", missing.text)


def test_the_table_of_the_ledger_adds_up() -> None:
    table = trends.slowdown_ledger(*ledger_of("2024-12"))
    assert isinstance(table, DataTable)
    rows = [row for row in table.grid.rows if row.cells]
    assert len(rows) == 13
    for row in rows:
        run, others, total = (number(cell.partition("±")[0]) for cell in row.cells[2:5])
        assert run + others == pytest.approx(total, abs=1.1)
    [loans] = [row for row in rows if row.head.startswith("人民币贷款（")]
    assert loans.cells[:2] == ["11.0", "9.1"]


# Findings


def found(chapter: Chapter) -> list[Claim]:
    """All findings of the chapter."""
    return list(trends.claims(chapter, chapter.results("ledger"), chapter.results("trends")).claims)


FLIP = "trends.cny.loans.sign_flip.p"


@pytest.mark.parametrize(
    ("adjusted", "upper", "shaken", "wanted"),
    [
        (0.0499, 0.04, 0.0499, "firm"),
        (0.0499, 0.04, 0.05, "tentative"),
        (0.0499, 0.05, 0.04, "tentative"),
        (0.05, 0.04, 0.04, "indistinct"),
        (0.9, 0.04, 0.04, "indistinct"),
    ],
)
def test_the_words_follow_the_thresholds(
    adjusted: float, upper: float, shaken: float, wanted: str, language: str
) -> None:
    chapter = open_at("2024-12", language)
    results = chapter.results("trends")
    changed = {"test": replace(results[FLIP], adjusted=adjusted, upper=upper)}
    changed |= {
        name: replace(result, value=shaken, upper=shaken)
        for name, result in results.items()
        if name.startswith(f"{FLIP}.")
    }
    chapter = with_results(chapter, **changed)
    [loans, *_] = trend_claims(chapter, chapter.results("trends"))
    assert loans.firmness == wanted
    assert loans.label == chapter.words.text(f"firmness.{wanted}")
    assert loans.limits == chapter.words.text(f"claim.trends.trend.{wanted}.limits", count=12)
    assert tell_p(adjusted) in loans.details
    left_out = chapter.words.text("claim.trends.shaken.without_last_1", p=f"p={shaken:.3f}")
    assert (left_out in loans.text) == (wanted == "tentative" and shaken >= 0.05)
    rounding = chapter.words.text("claim.trends.shaken.rounding", p=f"p={upper:.3f}")
    assert (rounding in loans.text) == (wanted == "tentative" and upper >= 0.05)


@pytest.mark.parametrize(
    ("run", "rest", "left"),
    [
        ("2024-03..2024-04", "one", {"count": 1, "month": "2024-02"}),
        ("2024-02..2024-03", "one", {"count": 1, "month": "2024-04"}),
        ("2024-03..2024-03", "more", {"count": 2, "month": "2024-02"}),
    ],
)
def test_one_other_month_is_told_by_its_name(
    run: str, rest: str, left: dict[str, str], language: str
) -> None:
    chapter = open_at("2024-04", language)
    ledger = Results(
        replace(row, period=run) if (row.statistic, row.series) == ("run", "cny.loans") else row
        for row in chapter.results("ledger").rows
    )
    told = chapter.words.text(
        f"ledger.rest.{rest}", **left | {"month": chapter.words.month(left["month"])}
    )
    assert run_values(chapter, ledger, "cny.loans")["rest"] == told


def test_what_is_settled_and_what_is_inferred_are_told_apart() -> None:
    moved, run, parts, *_ = claims = found(open_at("2024-12"))
    assert [one.firmness for one in claims] == [*["arithmetic"] * 5, *["indistinct"] * 3]
    assert "11.0%" in moved.text
    assert "9.1%" in moved.text
    assert "794亿元" in moved.text  # 45,543.7 less 41,744.9 grown by 11.0%
    assert "少增613亿元，其余可比的8个月合计多增171亿元" in run.text
    assert "短期贷款少增243亿元" in parts.text
    assert "下降1.9个百分点" in claims[5].text
    # One plain sentence each: no test is told before it is asked for.
    assert not any(re.search(r"p[=<]|检验", one.text) for one in claims)
    assert all(re.search(r"p[=<]", one.details) for one in claims[5:])


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        *((f"2024-{month:02}", "zh") for month in (1, 2, 6, 7, 12)),
        *(("2024-01", "en"), ("2024-07", "en")),
    ],
)
def test_findings_can_be_read_at_every_month(as_of: str, code: str) -> None:
    chapter = open_at(as_of, code)
    claims = found(chapter)
    shown = repr(trends.claims(chapter, chapter.results("ledger"), chapter.results("trends")))
    for one in claims:
        assert one.text
        assert not re.search(r"[{}]|nan|None", one.text + one.limits + one.details)
        assert one.text in shown
        assert bool(re.search("[一-鿿]", one.text)) == (code == "zh")
    if as_of <= "2024-06":
        assert {one.firmness for one in claims[-3:]} == {"too_few"}
        assert not re.search(r"p[=<]", shown)
