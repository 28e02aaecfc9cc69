"""Charts and findings of paces and projections against the named results that they show."""

import re
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.lines import Line2D

from finreport.analysis.projections import BALANCES
from finreport.analysis.results import Results
from finreport.charts import target_pace as pace
from finreport.figures.exhibits import Chart, DataTable, Notice
from finreport.narrative.chapter import Chapter, open_chapter
from finreport.narrative.pace_claims import DRAWN, PACED, balance_name

PACES = {"全年": "year_2024", "下半年": "second_half", "四季度": "fourth_quarter"}

Named = Results


def opened(as_of: str = "2024-12", language: str = "zh") -> Chapter:
    return open_chapter("44_pace", "shanxi-2025", as_of, language)


@pytest.fixture(scope="module")
def chapter() -> Chapter:
    return opened()


@pytest.fixture(scope="module")
def named(chapter: Chapter) -> Named:
    return chapter.results("pace")


def points(line: Line2D, axis: int) -> list[float]:
    """Where a line goes: 0 for its places, 1 for its heights."""
    return [float(one) for one in np.asarray(line.get_xydata(), dtype=float)[:, axis]]


def number(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


# Charts


def test_paces_are_drawn_as_computed(chapter: Chapter, named: Named) -> None:
    chart = pace.pace_targets(chapter, chapter.results("pace"))
    assert isinstance(chart, Chart)
    rows = {row.head: [number(cell) for cell in row.cells] for row in chart.grid.rows}
    for axes, indicator in zip(chart.figure.axes, PACED, strict=True):
        results = [named[f"pace.{indicator}.{name}"] for name in PACES.values()]
        target = named[f"pace.{indicator}.target"]
        marks = [line for line in axes.lines if line.get_marker() == "o"]
        assert [points(line, 0)[0] for line in marks] == [one.value for one in results]
        assert points(axes.lines[0], 0)[0] == target.value
        for label, result in zip(PACES, results, strict=True):
            shown = rows[f"{chapter.words.text(f'target.{indicator}')} {label}"]
            wanted = [result.value, result.lower, result.upper, target.value]
            assert shown == pytest.approx(wanted, abs=0.0051)


def test_the_fan_is_drawn_as_computed(chapter: Chapter, named: Named) -> None:
    chart = pace.projection_fan(chapter, chapter.results("pace"), chapter.results("levels"))
    assert isinstance(chart, Chart)
    [axes] = chart.figure.axes
    last = chapter.series("cny.loans.balance")["value"].iloc[-1]
    for rule, colour in pace.RULES.items():
        [drawn] = [line for line in axes.lines if line.get_color() == colour]
        path = [
            named[f"pace.cny.loans.projection.{rule}.2025-{month:02d}"].value
            for month in range(1, 13)
        ]
        assert points(drawn, 1) == [last, *path]
    walk = named["pace.cny.loans.projection.random_walk.2025-12"]
    band = np.asarray(axes.collections[-1].get_paths()[0].vertices)
    assert walk.upper == band[:, 1].max()
    labels = {text.get_text() for text in axes.texts}
    assert f"95%上端 {walk.upper:.0f}" in labels
    assert f"95%下端 {walk.lower:.0f}" in labels
    assert len(labels) == 5


def test_growth_ahead_is_drawn_as_computed(chapter: Chapter, named: Named) -> None:
    chart = pace.projection_growth(chapter, chapter.results("pace"))
    assert isinstance(chart, Chart)
    for name, row in zip(BALANCES, chart.grid.rows, strict=True):
        walk = named[f"pace.{name}.projection.random_walk.2025-12.yoy"]
        rules = [named[f"pace.{name}.projection.{rule}.2025-12.yoy"].value for rule in pace.RULES]
        wanted = [*rules, walk.lower, walk.upper]
        assert [number(cell) for cell in row.cells] == pytest.approx(wanted, abs=0.051)
    drawn = [points(line, 0)[0] for line in chart.figure.axes[0].lines if line.get_marker() == "o"]
    assert drawn == [
        named[f"pace.{name}.projection.unchanged_growth.2025-12.yoy"].value for name in BALANCES
    ]


def test_the_table_has_every_trial(chapter: Chapter, named: Named) -> None:
    table = pace.backtests(chapter, chapter.results("pace"))
    assert isinstance(table, DataTable)
    rows = iter(table.grid.rows)
    for name in BALANCES:
        assert not next(rows).cells
        for rule in pace.TRIED:
            found = named[f"pace.{name}.backtest.{rule}.2024-12"]
            level, limits, error = next(rows).cells
            assert level == f"{found.value:.0f}"
            assert limits == f"{found.lower:.0f}至{found.upper:.0f}"
            wanted = named[f"{found.name}.error"].value
            assert number(error) == pytest.approx(wanted, abs=0.0051)
        came = chapter.series(f"{name}.balance")["value"].iloc[-1]
        assert number(next(rows).cells[0]) == pytest.approx(came, abs=0.51)


# Findings


def changed(chapter: Chapter, name: str, **fields: float) -> Chapter:
    """The same chapter with one result that is different."""
    results = dict(chapter.results("pace"))
    other = replace(results[name], **fields)  # type: ignore[arg-type]
    return replace(chapter, _computed={("pace",): Results((results | {name: other}).values())})


def about(chapter: Chapter, words: str) -> str:
    [found] = [
        one.text
        for one in pace.claims(chapter, chapter.results("pace")).claims
        if one.text.startswith(words)
    ]
    return found


def test_findings_of_the_whole_year(chapter: Chapter) -> None:
    found = pace.claims(chapter, chapter.results("pace")).claims
    assert [one.firmness for one in found] == [
        "assumed", "arithmetic", "arithmetic", "arithmetic", "arithmetic", "open", "assumed",
        "open",
    ]  # fmt: skip
    product = about(chapter, "地区生产总值")
    assert "下半年约增长2.6%（2.4%至2.8%）" in product
    assert product.endswith("三种速度都低于2025年目标。")
    assert product.startswith("地区生产总值增速：2025年目标为5%")
    assert about(chapter, "固定资产投资").endswith("达到目标的只有四季度的速度。")
    assert about(chapter, "进出口总额").endswith("达到目标的只有全年的速度。")
    assert "城镇新增就业2025年目标为45万人，2024年为47万人" in found[4].text
    assert "城镇调查失业率（所需的数没有印出）" in found[5].text
    assert "95%预测区间为−0.1%至19.1%" in found[6].text


@pytest.mark.parametrize(
    ("lower", "upper", "ending"),
    [
        (4.9, 5.2, "都不能确定达到2025年目标；四季度的速度是否达到，在所留的范围内不能定。"),
        (5.0, 5.2, "达到目标的只有四季度的速度。"),
        (4.5, 4.9, "三种速度都低于2025年目标。"),
    ],
)
def test_the_verdict_follows_the_bounds(
    chapter: Chapter, lower: float, upper: float, ending: str
) -> None:
    other = changed(chapter, "pace.retail.fourth_quarter", value=4.8, lower=lower, upper=upper)
    assert about(other, "社会消费品零售总额").endswith(ending)


def test_a_miss_is_told_as_a_miss(chapter: Chapter) -> None:
    name = "pace.cny.loans.backtest.random_walk.2024-12.error"
    assert "区间之内" in pace.claims(chapter, chapter.results("pace")).claims[-1].text
    missed = changed(chapter, name, value=9.0, lower=1.0, upper=17.0)
    outside = pace.claims(missed, missed.results("pace")).claims[-1]
    assert "区间之外" in outside.text
    assert "约8%" in outside.limits


# Months and languages


@pytest.mark.parametrize("as_of", ["2024-05", "2024-06", "2024-08"])
def test_earlier_months(as_of: str, language: str) -> None:
    chapter = opened(as_of, language)
    assert isinstance(pace.pace_targets(chapter, chapter.results("pace")), Notice)
    assert isinstance(
        pace.projection_fan(chapter, chapter.results("pace"), chapter.results("levels")), Chart
    )
    assert isinstance(pace.projection_growth(chapter, chapter.results("pace")), Chart) == (
        as_of >= "2024-06"
    )
    assert isinstance(pace.backtests(chapter, chapter.results("pace")), DataTable) == (
        as_of >= "2024-07"
    )
    findings = pace.claims(chapter, chapter.results("pace")).claims
    tried = "too_few" if as_of < "2024-07" else "open"
    projected = "too_few" if as_of < "2024-06" else "assumed"
    assert [one.firmness for one in findings] == ["too_few", projected, tried]
    assert chapter.words.month(as_of) in findings[0].text  # no targets yet
    if tried == "too_few":
        name = balance_name(chapter.words, DRAWN)
        when = {"as_of": chapter.words.month(as_of), "name": name}
        assert findings[2].text == chapter.words.text("claim.pace.no_backtest.shows", **when)
    texts = " ".join(f"{one.label} {one.text} {one.limits}" for one in findings)
    assert "{" not in texts
    assert bool(re.search("[\u4e00-\u9fff]", texts)) == (language == "zh")


def test_the_words_are_english(chapter: Chapter) -> None:
    ours, theirs = (
        pace.claims(each, each.results("pace")).claims for each in (chapter, opened(language="en"))
    )
    assert [one.firmness for one in ours] == [one.firmness for one in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        assert re.findall(r"[\d.]+(?=%)", mine.text) == re.findall(r"[\d.]+(?=%)", other.text)
        assert "{" not in other.text + other.limits
