"""Charts and findings of single periods against the named results that they show."""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation

from finreport.analysis.results import Results
from finreport.charts import period_flows as flows
from finreport.editions import INTERVAL
from finreport.figures.exhibits import Chart, DataTable, Notice
from finreport.figures.style import canvas
from finreport.narrative.chapter import Chapter, open_chapter
from finreport.narrative.flow_claims import ALL, TOLD

MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]
QUARTERS = {"一季度": "2024Q1", "二季度": "2024Q2", "三季度": "2024Q3", "四季度": "2024Q4"}
HALVES = {"上半年": "2024H1", "下半年": "2024H2"}

Named = Results


def opened(as_of: str = "2024-12", language: str = "zh") -> Chapter:
    return open_chapter("43_flows", "shanxi-2025", as_of, language)


@pytest.fixture(scope="module")
def chapter() -> Chapter:
    return opened()


@pytest.fixture(scope="module")
def named(chapter: Chapter) -> Named:
    return chapter.results("flows")


def number(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


def cells(chart: Chart) -> dict[str, dict[str, str]]:
    """The cells of a chart's data by row and column."""
    heads = chart.grid.heads[1:]
    return {row.head: dict(zip(heads, row.cells, strict=True)) for row in chart.grid.rows}


def bars(chart: Chart, panel: int) -> list[tuple[float, float]]:
    """The height and the width of each bar of a panel, all of which stand on zero."""
    drawn = [patch for patch in chart.figure.axes[panel].patches if isinstance(patch, Rectangle)]
    assert all(bar.get_y() == 0 for bar in drawn)
    return [(bar.get_height(), bar.get_width()) for bar in drawn]


def ticks(chart: Chart, panel: int) -> list[float]:
    """The heights of the ticks across the bars, the last lines that were drawn."""
    *_, lines = [c for c in chart.figure.axes[panel].collections if isinstance(c, LineCollection)]
    return [float(np.asarray(segment)[0, 1]) for segment in lines.get_segments()]


# Charts


def test_quarters_are_drawn_as_computed(chapter: Chapter, named: Named) -> None:
    chart = flows.quarter_growth(chapter, chapter.results("flows"))
    assert isinstance(chart, Chart)
    data = cells(chart)
    for panel, indicator in enumerate(flows.SHOWN):
        label = chapter.words.text(f"economy.{indicator}")
        single, year = [height for height, _ in bars(chart, panel)], ticks(chart, panel)
        for at, (name, period) in enumerate(QUARTERS.items()):
            result = named[f"flows.{indicator}.{period}.yoy"]
            assert single[at] == result.value
            row = data[f"{label} {name}"]
            bounds = {"单期同比": result.value, "下界": result.lower, "上界": result.upper}
            for end, value in bounds.items():
                assert number(row[f"{end}（%）"]) == pytest.approx(value, abs=0.0051)
            month = f"2024-{3 * (at + 1):02d}"
            printed = chapter.series(f"{indicator}.ytd_yoy")["value"][month]
            assert year[at] == printed
            assert number(row["累计同比（印出，%）"]) == printed


@pytest.mark.parametrize("draw", [flows.quarter_growth, flows.month_growth])
def test_tables_of_single_periods_fit_a_page(draw: Callable[..., object]) -> None:
    english = opened(language="en")
    chart = draw(english, english.results("flows"))
    assert isinstance(chart, Chart)
    assert len(chart.grid.heads) <= 5
    assert max(map(len, chart.grid.heads)) <= 30


def test_the_title_of_the_quarters_is_their_finding(chapter: Chapter, language: str) -> None:
    here = opened(language=language)
    chart = flows.quarter_growth(here, here.results("flows"))
    assert isinstance(chart, Chart)
    wanted = {
        "zh": "进出口下半年转降；固定投资、零售总额、财政收入四季度快于累计",
        "en": "Trade turned down in the second half; investment, retail sales and revenue grew "
        "faster in Q4 than since January",
    }
    assert chart.title == wanted[language]
    other = changed(chapter, "flows.trade.2024H2.yoy", upper=0.1)
    chart = flows.quarter_growth(other, other.results("flows"))
    assert isinstance(chart, Chart)
    assert "转降" not in chart.title


def test_months_are_drawn_as_computed(chapter: Chapter, named: Named) -> None:
    chart = flows.month_growth(chapter, chapter.results("flows"))
    assert isinstance(chart, Chart)
    for panel, indicator in enumerate(TOLD):
        first = [] if indicator == "fiscal_revenue" else ["2024-01..2024-02"]
        months = [month for month in MONTHS if f"flows.{indicator}.{month}.yoy" in named]
        wanted = [named[f"flows.{indicator}.{period}.yoy"].value for period in (*first, *months)]
        heights, widths = zip(*bars(chart, panel), strict=True)
        assert list(heights) == wanted
        assert len(months) == (12 if indicator == "fiscal_revenue" else 10)
        # January and February together are as wide as two months.
        assert [round(width, 9) for width in widths[:2]] == ([1.56, 0.56] if first else [0.56] * 2)


def test_nothing_strikes_the_value_of_a_bar(chapter: Chapter) -> None:
    chart = flows.quarter_growth(chapter, chapter.results("flows"))
    assert isinstance(chart, Chart)
    for axes in chart.figure.axes:
        *_, whiskers, ticks_ = [c for c in axes.collections if isinstance(c, LineCollection)]
        for bar, whisker, tick, label in zip(
            axes.patches,
            whiskers.get_segments(),
            ticks_.get_segments(),
            [text for text in axes.texts if text.get_verticalalignment() != "center"],
            strict=True,
        ):
            assert isinstance(label, Annotation)
            assert isinstance(bar, Rectangle)
            way = 1 if bar.get_height() >= 0 else -1
            end = max(way * height for height in (*np.asarray(whisker)[:, 1], bar.get_height()))
            [cumulated] = set(np.asarray(tick)[:, 1])
            low, high = axes.transData.transform([(0, end), (0, way * cumulated)])[:, 1]
            is_far = abs(high - low) * 72 / axes.figure.dpi >= 16  # the height of a number
            at = end if is_far or way * cumulated <= end else way * cumulated
            assert way * label.xy[1] == pytest.approx(at)
            assert label.get_verticalalignment() == ("bottom" if way > 0 else "top")


def test_only_the_first_period_of_a_year_writes_the_year_so_far_once() -> None:
    _, (axes,) = canvas()
    single = pd.DataFrame({end: [5.0, 3.0, 4.0] for end in INTERVAL})
    flows._values(axes, [0, 1, 2], single, pd.Series([5.0, 3.0, 4.5]))
    told = [(text.get_text(), text.get_verticalalignment()) for text in axes.texts]
    assert [text for text, side in told if side == "bottom"] == ["5.0", "3.0", "4.0"]
    assert [text for text, side in told if side == "center"] == ["3.0", "4.5"]


def test_the_table_has_every_quarter_and_half_year(chapter: Chapter, named: Named) -> None:
    table = flows.period_growth(chapter, chapter.results("flows"))
    assert isinstance(table, DataTable)
    assert list(table.grid.heads[1:]) == [*QUARTERS, *HALVES]
    for indicator, row in zip(ALL, table.grid.rows, strict=True):
        periods = (QUARTERS | HALVES).values()
        for period, cell in zip(periods, row.cells, strict=True):
            result = named[f"flows.{indicator}.{period}.yoy"]
            if result.value is None:
                assert cell == "—"
                continue
            value, half = map(number, cell.split("±"))
            assert value == pytest.approx(result.value, abs=0.051)
            assert result.lower is not None
            assert result.upper is not None
            reach = max(result.value - result.lower, result.upper - result.value)
            assert half == pytest.approx(reach, abs=0.0051 if reach < 1 else 0.051)


# Findings


def told(chapter: Chapter, firmness: str) -> str:
    return " ".join(
        f"{one.text} {one.limits}"
        for one in flows.claims(chapter, chapter.results("flows")).claims
        if one.firmness == firmness
    )


def test_findings_of_the_whole_year(chapter: Chapter) -> None:
    higher, lower, turned, precision, not_told = flows.claims(
        chapter, chapter.results("flows")
    ).claims
    assert "固定资产投资四季度增长6.9%，累计增长3.2%" in higher.text
    assert "零售总额 0.6%" in higher.limits  # the revision at which it would not hold
    assert "固定投资 6.5%至7.2%" in higher.details
    assert "进出口总额四季度下降9.0%，累计增长3.1%" in lower.text
    assert "进出口总额上半年增长18.7%、下半年下降8.7%" in turned.text
    assert "固定资产投资" not in turned.text
    assert "单月同比在45.3%与48.3%之间" in precision.text
    assert [one.firmness for one in (higher, lower, turned)] == ["assumed"] * 3
    assert (precision.firmness, not_told.firmness) == ("arithmetic", "open")


def changed(chapter: Chapter, name: str, **fields: float) -> Chapter:
    """The same chapter with one result that is different."""
    results = dict(chapter.results("flows"))
    other = replace(results[name], **fields)  # type: ignore[arg-type]
    return replace(chapter, _computed={("flows",): Results((results | {name: other}).values())})


def test_a_range_that_holds_the_cumulative_rate_is_not_told_apart(chapter: Chapter) -> None:
    wide = changed(chapter, "flows.retail.2024Q4.yoy", lower=2.5)
    assert "分不出快慢的指标：社会消费品零售总额" in told(wide, "open")
    narrow = changed(chapter, "flows.retail.2024Q4.yoy", lower=2.56)  # printed 2.5, so up to 2.55
    assert "分不出快慢" not in told(narrow, "open")


def test_a_half_year_whose_sign_is_open_has_not_turned(chapter: Chapter) -> None:
    assert "财政支出上半年" in told(chapter, "assumed")
    open_sign = changed(chapter, "flows.fiscal_expenditure.2024H2.yoy", lower=-0.1)
    assert "财政支出上半年" not in told(open_sign, "assumed")


# Months and languages


@pytest.mark.parametrize("as_of", ["2024-01", "2024-03", "2024-08"])
def test_earlier_months(as_of: str, language: str) -> None:
    chapter = opened(as_of, language)
    shown = {
        "quarter_growth": as_of >= "2024-03",
        "month_growth": as_of >= "2024-03",
        "period_growth": as_of >= "2024-03",
    }
    for name, is_there in shown.items():
        exhibit = getattr(flows, name)(chapter, chapter.results("flows"))
        assert isinstance(exhibit, Notice) != is_there, name
    findings = flows.claims(chapter, chapter.results("flows")).claims
    if as_of < "2024-06":
        assert [one.firmness for one in findings] == ["too_few"]
    else:
        assert {one.firmness for one in findings} >= {"arithmetic"}
    texts = " ".join(f"{one.label} {one.text} {one.limits} {one.details}" for one in findings)
    assert "{" not in texts
    assert bool(re.search("[\u4e00-\u9fff]", texts)) == (language == "zh")


def test_the_words_are_english(chapter: Chapter) -> None:
    english = opened(language="en")
    ours, theirs = (
        flows.claims(chapter, chapter.results("flows")).claims,
        flows.claims(english, english.results("flows")).claims,
    )
    assert [one.firmness for one in ours] == [one.firmness for one in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        rates = re.compile(r"[\d.]+(?=%)")
        assert rates.findall(mine.text) == rates.findall(other.text)
