"""The pictures of p and the list of every test, counted again from the named results."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from finreport.analysis.groups import GROUPS
from finreport.analysis.ledger import MAIN
from finreport.analysis.noise import lags
from finreport.analysis.results import Result
from finreport.charts import growth_trends
from finreport.charts import tests as page
from finreport.figures.exhibits import Chart, DataTable, ExhibitTable, Notice
from finreport.figures.palette import BLUE
from finreport.narrative.chapter import Chapter, open_chapter
from finreport.narrative.computed import COMPUTED, COUNTED
from finreport.narrative.gap_claims import gap_claims, named_series
from finreport.narrative.tested import cell_p, subject, tell_p, trend_series
from finreport.narrative.trend_claims import trend_claims

MONTHS = [f"2024-{number:02}" for number in range(1, 13)]

ROOT = Path(__file__).parents[2]


@cache
def open_at(as_of: str, language: str = "zh") -> Chapter:
    """The page of tests, cut at a month; the results are computed once for all languages."""
    chapter = open_chapter("94_tests", "shanxi-2025", as_of, language)
    return chapter if language == "zh" else replace(chapter, _computed=open_at(as_of)._computed)


def all_results(chapter: Chapter) -> dict[str, Result]:
    """Every result of every group."""
    return {name: result for group in GROUPS for name, result in chapter.results(group).items()}


def every_test(chapter: Chapter) -> list[Result]:
    """Every result that belongs to a family of tests."""
    return [result for result in all_results(chapter).values() if result.family]


def grid_of(shown: object) -> ExhibitTable:
    """What a table shows."""
    assert isinstance(shown, DataTable)
    return shown.grid


def chart_of(shown: object) -> Chart:
    """A chart, not a notice."""
    assert isinstance(shown, Chart)
    return shown


def holm(ps: Sequence[float]) -> list[float]:
    """The adjusted p by the definition of Holm (1979), step by step."""
    order = sorted(range(len(ps)), key=lambda at: ps[at])
    adjusted, largest = [0.0] * len(ps), 0.0
    for rank, at in enumerate(order):
        largest = max(largest, min(1.0, (len(ps) - rank) * ps[at]))
        adjusted[at] = largest
    return adjusted


# The pictures


def marks(axes: Axes, form: str) -> list[tuple[float, float, bool]]:
    """Where the marks of a form stand, and whether they are filled."""
    return [
        (*np.asarray(line.get_xydata())[0].tolist(), is_filled(line.get_markerfacecolor()))
        for line in axes.lines
        if line.get_marker() == form
    ]


def is_filled(colour: object) -> bool:
    return to_hex(str(colour)) == BLUE


@pytest.mark.parametrize("as_of", ["2024-08", "2024-12"])
def test_every_p_is_drawn_where_it_is(as_of: str) -> None:
    chapter = open_at(as_of)
    results = chapter.results("trends")
    series = trend_series(results)
    left, right = chart_of(growth_trends.p_values(chapter, results)).figure.axes
    for test, form in (("sign_flip", "o"), ("mann_kendall", "s"), ("ols", "^")):
        found = [results[f"trends.{name}.{test}.p"] for name in series]
        dots = marks(left, form)
        assert [x for x, _, _ in dots] == [max(one.value or 0, 0.001) for one in found]
        assert [y for _, y, _ in dots] == list(range(len(series) - 1, -1, -1))
        assert {fill for _, _, fill in dots} == {test == "sign_flip"}
    rhos = [results[f"trends.{name}.autocorrelation"].value for name in series]
    [drawn] = [line for line in right.lines if line.get_marker() == "o"]
    assert np.asarray(drawn.get_xdata()).tolist() == rhos


def test_the_drawn_p_are_in_the_table_to_three_digits() -> None:
    chapter = open_at("2024-12")
    results = chapter.results("trends")
    chart = chart_of(growth_trends.p_values(chapter, results))
    for series, row in zip(trend_series(results), chart.grid.rows, strict=True):
        flip, kendall, ols = (
            results[f"trends.{series}.{test}.p"] for test in ("sign_flip", "mann_kendall", "ols")
        )
        wanted = [flip.value, flip.adjusted, kendall.value, ols.value]
        assert [float(cell) for cell in row.cells[:4]] == pytest.approx(wanted, rel=0.005)
    assert f"{len(chart.grid.rows)}项增速，校正后没有一项" in chart.title


UNADJUSTED = {"zh": ("校正前", "校正后"), "en": ("unadjusted", "after adjustment")}


def test_a_picture_of_p_says_that_they_are_unadjusted(language: str) -> None:
    unadjusted, after = UNADJUSTED[language]
    chapter = open_at("2024-12", language)
    results = chapter.results("trends")
    chart = chart_of(growth_trends.p_values(chapter, results))
    tests = [results[f"trends.{series}.sign_flip.p"] for series in trend_series(results)]
    # Some are left of the line, and yet none is small once adjusted.
    assert any((test.value or 1) < 0.05 <= (test.adjusted or 0) for test in tests)
    left, *_ = chart.figure.axes
    assert unadjusted in left.get_title(loc="left").lower()
    assert unadjusted in chart.basis.lower()
    assert unadjusted in chart.alt.lower()
    assert after in chart.title


PROSE = {"zh": "chapters/40_trends.ipynb", "en": "locale/en/LC_MESSAGES/book.po"}


def test_only_mann_kendall_is_said_to_take_months_as_independent(language: str) -> None:
    assert lags(12) > 0  # the errors of least squares allow for neighbouring months
    told = (ROOT / PROSE[language]).read_text(encoding="utf-8")
    sentences = re.findall(r"Mann-Kendall[^。.；]{0,60}?(?:把|takes?) ?[^。.；]*[。.；]", told)
    assert sentences
    for sentence in sentences:
        assert not re.search("最小二乘|least squares", sentence)
    assert re.search("短暂|short", open_at("2024-12", language).words.text("null.trends.ols"))


def test_false_alarms_are_bars_in_percent() -> None:
    chapter = open_at("2024-12")
    results = chapter.results("trends")
    chart = chart_of(growth_trends.limits(chapter, chapter.results("trends")))
    noises = ("independent", "ar1_0.5", "ar1_0.7", "random_walk")
    for axes, test in zip(chart.figure.axes, ("sign_flip", "mann_kendall", "ols"), strict=True):
        bars = [one.get_width() for one in axes.patches if isinstance(one, Rectangle)]
        values = [results[f"trends.limits.size.{test}.{noise}"].value for noise in noises]
        assert bars == pytest.approx([100 * (value or 0) for value in values])
        assert axes.get_xlim() == chart.figure.axes[0].get_xlim()
    assert "12" in chart.unit


@pytest.mark.parametrize("as_of", ["2024-01", "2024-06", "2024-07"])
def test_pictures_wait_for_six_changes(as_of: str, language: str) -> None:
    chapter = open_at(as_of, language)
    for draw in (growth_trends.p_values, growth_trends.limits):
        shown = draw(chapter, chapter.results("trends"))
        assert isinstance(shown, Notice) == (as_of < "2024-07")


# The list


def listed(chapter: Chapter) -> Iterator[tuple[Result, Sequence[str], str]]:
    """Each test with its row of the list."""
    rows = [row for row in grid_of(page.all_tests(chapter)).rows if row.cells]
    families: dict[str, list[Result]] = defaultdict(list)
    for test in every_test(chapter):
        families[test.family].append(test)
    tests = [test for members in families.values() for test in members]
    for test, row in zip(tests, rows, strict=True):
        yield test, row.cells, row.head


@pytest.mark.parametrize("as_of", ["2024-05", "2024-12"])
def test_every_test_has_a_row_with_its_p(as_of: str, language: str) -> None:
    chapter = open_at(as_of, language)
    count = 0
    for test, cells, head in listed(chapter):
        count += 1
        assert head == subject(chapter.words, test)
        assert cells[3] == str(test.n)
        assert (cells[4], cells[5]) == (cell_p(test.value), cell_p(test.adjusted))
        assert bool(cells[4]) == (test.value is not None)
    assert count == len(every_test(chapter)) > 60


def test_the_adjusted_p_are_those_of_holm() -> None:
    families: dict[tuple[str, bool], list[Result]] = defaultdict(list)
    for test in every_test(open_at("2024-12")):
        families[test.family, test.is_primary].append(test)
    assert len(families) >= 8
    for tests in families.values():
        run = [test for test in tests if test.value is not None]
        wanted = holm([test.value or 0 for test in run])
        assert [test.adjusted for test in run] == pytest.approx(wanted)


def test_the_reading_follows_the_numbers_of_the_group() -> None:
    """With what may be largest of each p, and never firm unless it was named beforehand."""
    chapter = open_at("2024-12")
    results = all_results(chapter)
    kinds = set()
    for test, cells, _ in listed(chapter):
        shaken = [
            (one.upper or 1) if one.bounds == "simulation" else (one.value or 0)
            for name, one in results.items()
            if name.startswith(f"{test.name}.") and one.value is not None
            if one.bounds != "uniform"
        ]
        if test.value is None:
            reading = "too_few"
        elif test.family in ("trends.mann_kendall", "trends.ols"):
            reading = "compared"
        elif (test.adjusted or 0) >= 0.05:
            reading = "indistinct"
        else:
            largest = max([test.upper or 1, *shaken])
            reading = "firm" if test.is_primary and shaken and largest < 0.05 else "tentative"
        assert cells[1] == chapter.words.text(f"firmness.{reading}"), test.name
        kinds.add(reading)
    assert {"firm", "tentative", "indistinct", "compared"} <= kinds


def test_every_test_that_has_a_p_is_listed() -> None:
    chapter = open_at("2024-12")
    rests = ("without_", "ar1_", "random_walk", "limits.size", "uniform", "geometric")
    made = {
        name
        for name, result in all_results(chapter).items()
        if result.unit == "probability" and not any(rest in name for rest in rests)
    }
    assert made == {test.name for test, _, _ in listed(chapter)}


def test_a_test_can_be_told_from_the_others_of_its_family(language: str) -> None:
    names = defaultdict(list)
    for test, _, head in listed(open_at("2024-12", language)):
        names[test.family].append(head)
    for heads in names.values():
        assert len(set(heads)) == len(heads)


def test_the_statistic_of_a_trend_is_that_of_its_method() -> None:
    found = {test.name: cells[2] for test, cells, _ in listed(open_at("2024-12"))}
    assert found["trends.cny.loans.mann_kendall.p"] == "−36"
    assert found["trends.cny.loans.ols.p"].startswith("−0.114")
    assert found["gap.cny.loans.quarter_end.p"].startswith("332")
    assert found["trends.fx.loans.sign_flip.p"].startswith("−5.57")


@pytest.mark.parametrize("as_of", ["2024-05", "2024-12"])
def test_counts_are_a_recount_and_add_up(as_of: str) -> None:
    chapter = open_at(as_of)
    run = [test for test in every_test(chapter) if test.value is not None]
    *families, total = grid_of(page.test_counts(chapter)).rows
    assert total.cells[0] == str(len(run))
    assert total.cells[1] == str(sum((test.value or 0) < 0.05 for test in run))
    assert total.cells[3] == str(sum((test.adjusted or 0) < 0.05 for test in run))
    for place in (0, 1, 3, 4):
        assert sum(int(row.cells[place]) for row in families) == int(total.cells[place])
    for place, name in enumerate(COUNTED):
        assert COMPUTED[name].tell(chapter) == total.cells[place]
    compared, judged = (
        int(COMPUTED[name].tell(chapter)) for name in ("small_compared", "small_judged")
    )
    beside = [row for row in families if chapter.words.text("role.compared") in row.head]
    assert beside
    assert compared == sum(int(row.cells[3]) for row in beside)
    assert compared + judged == int(total.cells[3])
    assert judged >= int(total.cells[4])
    if as_of == "2024-05":
        assert {row.cells[0] for row in families if "走势：" in row.head} == {"0"}


@pytest.mark.parametrize(
    ("p", "sentence", "cell"),
    [
        (0.0123, "p=0.012", "0.012"),
        (0.001, "p=0.001", "0.001"),
        (0.00099, "p<0.001", "<0.001"),
        (0.0495, "p=0.0495", "0.0495"),
        (0.04999, "p=0.04999", "0.04999"),
        (0.0494, "p=0.049", "0.049"),
        (0.05, "p=0.050", "0.050"),
        (1.0, "p=1.000", "1.000"),
    ],
)
def test_a_p_in_words(p: float, sentence: str, cell: str) -> None:
    assert (tell_p(p), cell_p(p)) == (sentence, cell)
    assert cell_p(None) == ""


def test_every_family_says_what_it_supposes_and_how_often_it_errs(language: str) -> None:
    chapter = open_at("2024-12", language)
    rows = grid_of(page.test_nulls(chapter)).rows
    families = {test.family: test for test in every_test(chapter)}
    assert [row.head for row in rows] == [chapter.words.text(f"family.{one}") for one in families]
    for family, row in zip(families, rows, strict=True):
        named = [test for test in every_test(chapter) if test.family == family and test.is_primary]
        assert len(named) <= 4
        assert all(subject(chapter.words, test) in row.cells[3] for test in named)
        assert bool(row.cells[4]) == bool(named)
    [kendall] = [row for row in rows if "Mann-Kendall" in row.head]
    assert kendall.cells[2].startswith("5")  # more than half of all walks


def test_by_chance_as_many_are_small_as_the_tests_false_alarms_give() -> None:
    chapter = open_at("2024-12")
    rows = {row.head: row.cells for row in grid_of(page.test_counts(chapter)).rows}
    [kendall] = [cells for head, cells in rows.items() if "Mann-Kendall" in head]
    low, high = map(float, kendall[2].split("至"))
    results = chapter.results("trends")
    for bound, noise in ((low, "independent"), (high, "random_walk")):
        rate = results[f"trends.limits.size.mann_kendall.{noise}"].value
        assert bound == pytest.approx(int(kendall[0]) * (rate or 0), abs=0.051)


def test_shares_in_prose() -> None:
    chapter, early = open_at("2024-12"), open_at("2024-05")
    share = chapter.results("trends")["trends.limits.size.ols.random_walk"].value
    size = chapter.results("trends")["trends.limits.detectable"].value
    assert share is not None
    assert size is not None
    assert COMPUTED["false_ols_walk"].tell(chapter) == f"{100 * share:.0f}%"
    assert COMPUTED["found"].tell(chapter) == f"{size:.1f}倍"
    missing = early.words.text("not_yet.phrase")
    assert COMPUTED["false_ols_walk"].tell(early) == missing
    assert COMPUTED["found"].tell(early) == missing


# One verdict a series


def test_no_page_contradicts_another(language: str) -> None:
    """Every finding on a series has the reading that the list of tests gives its test."""
    for as_of in ("2024-07", "2024-09", "2024-12"):
        chapter = open_at(as_of, language)
        words, readings = chapter.words, {}
        for test, cells, _ in listed(chapter):
            readings[test.name] = cells[1]
        trends, gap = chapter.results("trends"), chapter.results("gap")
        told = {
            f"trends.{name}.sign_flip.p": one
            for name, one in zip(MAIN, trend_claims(chapter, trends), strict=False)
        }
        told |= {
            f"gap.{name}.quarter_end.p": one
            for name, one in zip(named_series(gap), gap_claims(chapter, gap), strict=False)
        }
        assert len(told) == 5
        for name, claim in told.items():
            assert claim.label == readings[name]
        # What moved is counted on one page and drawn on another: the same months, the same ends.
        for name in MAIN:
            growth = chapter.series(f"{name}.yoy")["value"]
            change = chapter.results("ledger")[f"ledger.{name}.total.growth"].value
            assert change == pytest.approx(growth.iloc[-1] - growth.iloc[0])
        assert words.text("firmness.compared") in readings.values()


def test_only_one_test_of_a_question_gives_a_verdict() -> None:
    """Of the tests of a series' trend, the others stand for comparison."""
    verdicts = defaultdict(set)
    for test, cells, _ in listed(open_at("2024-12")):
        if test.group == "trends" and cells[1] != "对照":
            verdicts[test.series].add(test.family)
    assert set(map(len, verdicts.values())) == {1}
