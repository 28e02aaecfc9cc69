"""The chart and findings of targets, paces and outcomes against the results that they show."""

import re
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.lines import Line2D

from finreport.analysis.results import Results
from finreport.charts import target_pace as pace
from finreport.figures.exhibits import Chart, Notice
from finreport.narrative.chapter import Chapter, open_chapter
from finreport.narrative.pace_claims import PACED, _spread, pace_claims

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


def test_outcomes_are_drawn_with_their_bounds(chapter: Chapter, named: Named) -> None:
    chart = pace.pace_targets(chapter, named)
    assert isinstance(chart, Chart)
    rows = {row.head: [number(cell) for cell in row.cells] for row in chart.grid.rows}
    for axes, indicator in zip(chart.figure.axes, PACED, strict=True):
        came = named[f"pace.{indicator}.outcome.2025"]
        marks = [points(line, 0)[0] for line in axes.lines if line.get_marker() == "D"]
        assert marks == ([came.value] if came.value is not None else [])
        if marks:
            shown = rows[f"{chapter.words.text(f'target.{indicator}')} 后来"][:3]
            assert shown == pytest.approx([came.value, came.lower, came.upper], abs=0.0051)


def test_the_title_of_the_chart_is_its_finding(chapter: Chapter) -> None:
    chart = pace.pace_targets(chapter, chapter.results("pace"))
    assert isinstance(chart, Chart)
    assert chart.title == "地区生产总值、固定资产投资没有达到2025年目标"
    other = changed(chapter, "pace.retail.outcome.distance.2025", lower=0.1)
    chart = pace.pace_targets(other, other.results("pace"))
    assert isinstance(chart, Chart)
    assert chart.title.endswith("；社会消费品零售总额达到2025年目标")


def test_without_outcomes_the_title_tells_the_paces(chapter: Chapter) -> None:
    chart = pace.pace_targets(chapter, without_outcomes(chapter).results("pace"))
    assert isinstance(chart, Chart)
    assert chart.title == "照全年的速度，达到2025年目标的只有进出口总额"


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


def without_outcomes(chapter: Chapter) -> Chapter:
    """The same chapter of an edition that knows nothing of the next year."""
    rows = [
        row
        for row in chapter.results("pace").rows
        if "outcome" not in row.statistic and not row.statistic.endswith(".error")
    ]
    return replace(chapter, _computed={("pace",): Results(rows)})


def test_findings_of_the_whole_year(chapter: Chapter) -> None:
    found = pace.claims(chapter, chapter.results("pace")).claims
    # What is printed of an outcome is arithmetic; halves and quarters take the year before behind
    # both printed rates for the same.
    assert [one.firmness for one in found] == ["arithmetic", *["assumed"] * 5]
    product, investment, retail, trade, naive, ahead = found
    assert product.text == "地区生产总值：2025年增长目标5%，结果4%（3.5%至4.5%），没有达到目标。"
    assert (
        product.limits
        == "四季度的速度在结果的范围之外，只有两者的区间相交；下半年和四季度的速度依赖假设。"
    )
    assert "下半年增长2.6%（2.4%至2.8%）" in product.details
    assert "结果约−0.4%（−1.0%至0.2%），没有达到目标" in investment.text
    assert investment.limits.startswith("三种速度的范围都不与结果的范围相交。")
    assert "结果约4.7%（4.1%至5.3%），是否达到目标，在所留的范围内不能定" in retail.text
    assert "四季度的速度在结果的范围之内" in retail.limits
    assert "2024年全年增长3.1%，下半年下降8.7%" in trade.text
    assert trade.text.endswith("2025年保持2024年全年的速度，才会达到目标。")
    assert "未见公布" in trade.limits
    assert "区间相交的：全年0项，下半年0项，四季度2项" in naive.text
    assert "机械外推约为9.1%，95%区间宽达5.0%至13.4%" in ahead.text


def test_an_edition_without_outcomes_says_so_in_one_sentence(chapter: Chapter) -> None:
    other = without_outcomes(chapter)
    found = pace.claims(other, other.results("pace")).claims
    assert [one.text for one in found if "没有收录" in one.text] == [
        "2025年的结果，本版没有收录，速度与目标只能并列。"
    ]
    assert not any("结果" in one.text and "增长目标" in one.text for one in found)


@pytest.mark.parametrize(
    ("lower", "upper", "ending"),
    [
        (4.9, 5.2, "都不能确定达到2025年目标；四季度的速度是否达到，在所留的范围内不能定。"),
        (5.0, 5.2, "2025年保持2024年四季度的速度，才会达到目标。"),
        (4.5, 4.9, "三种速度都低于2025年目标。"),
    ],
)
def test_the_verdict_follows_the_bounds(
    chapter: Chapter, lower: float, upper: float, ending: str
) -> None:
    other = changed(
        without_outcomes(chapter), "pace.retail.fourth_quarter", value=4.8, lower=lower, upper=upper
    )
    assert about(other, "社会消费品零售总额").endswith(ending)


def test_what_was_reached_follows_the_bounds(chapter: Chapter) -> None:
    name = "pace.retail.outcome.distance.2025"
    for lower, upper, verdict in ((0.0, 1.0, "，达到目标"), (-1.0, -0.1, "，没有达到目标")):
        other = changed(chapter, name, lower=lower, upper=upper)
        assert f"{verdict}。" in about(other, "社会消费品零售总额")


# Months and languages


@pytest.mark.parametrize("as_of", ["2024-05", "2024-06", "2024-08"])
def test_earlier_months(as_of: str, language: str) -> None:
    chapter = opened(as_of, language)
    assert isinstance(pace.pace_targets(chapter, chapter.results("pace")), Notice)
    findings = pace.claims(chapter, chapter.results("pace")).claims
    projected = "too_few" if as_of < "2024-07" else "assumed"
    assert [one.firmness for one in findings] == ["too_few", projected]
    assert chapter.words.month(as_of) in findings[0].text  # no targets yet
    texts = " ".join(f"{one.label} {one.text} {one.limits} {one.details}" for one in findings)
    assert "{" not in texts
    assert bool(re.search("[\u4e00-\u9fff]", texts)) == (language == "zh")


def test_the_words_are_english(chapter: Chapter) -> None:
    ours, theirs = (
        pace.claims(each, each.results("pace")).claims for each in (chapter, opened(language="en"))
    )
    assert [one.firmness for one in ours] == [one.firmness for one in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        assert re.findall(r"[\d.]+(?=%)", mine.text) == re.findall(r"[\d.]+(?=%)", other.text)
        assert "{" not in other.text + other.limits + other.details


def test_the_ends_of_a_fall_are_falls(language: str) -> None:
    chapter = opened(language=language)
    words = chapter.words
    fell = words.text("growth.down", value="8.7")
    assert _spread(words, (-8.7, -8.8, -8.6)) == words.text(
        "claim.pace.spread", rate=fell, low="8.6", high="8.8"
    )
    rose = words.text("growth.up", value="2.6")
    assert _spread(words, (2.6, 2.4, 2.8)) == words.text(
        "claim.pace.spread", rate=rose, low="2.4", high="2.8"
    )
    # Whether this rose or fell is open, so that only signs tell it.
    assert _spread(words, (-0.4, -1.0, 0.2)) == words.text(
        "claim.pace.spread", rate="−0.4%", low="−1.0", high="0.2"
    )
    assert _spread(words, (-8.7, -8.8, -8.6), bare=True).startswith("−8.7%")
    assert _spread(words, (-2.3, -2.35, -2.25)) == words.text("growth.down", value="2.3")
    told = " ".join(
        claim.text + claim.details for claim in pace_claims(chapter, chapter.results("pace"))
    )
    word = fell.partition("8.7")[0]
    assert word in told
    assert not re.search(rf"{word}[\d.]+%\W*−", told)
