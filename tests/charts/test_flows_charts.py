"""Charts and findings of single periods against the named results that they show."""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.lines import Line2D

from finreport.analysis.results import Results
from finreport.charts import period_flows as flows
from finreport.figures.exhibits import Chart, DataTable, Notice
from finreport.figures.palette import GREY, VERMILION
from finreport.narrative.chapter import Chapter, open_chapter
from finreport.narrative.flow_claims import ALL, TOLD
from finreport.narrative.flow_claims import HALVES as TOLD_HALVES

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


def points(line: Line2D, axis: int) -> list[float]:
    """Where a line goes: 0 for its places, 1 for its heights."""
    return [float(one) for one in np.asarray(line.get_xydata(), dtype=float)[:, axis]]


def number(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


def cells(chart: Chart) -> dict[str, dict[str, str]]:
    """The cells of a chart's data by row and column."""
    heads = chart.grid.heads[1:]
    return {row.head: dict(zip(heads, row.cells, strict=True)) for row in chart.grid.rows}


def spots(chart: Chart, panel: int) -> dict[str, list[float]]:
    """The heights of the marks of a panel, by their colour."""
    return {
        str(line.get_color()): points(line, 1)
        for line in chart.figure.axes[panel].lines
        if line.get_marker() not in ("None", None)
    }


# Charts


def test_quarters_are_drawn_as_computed(chapter: Chapter, named: Named) -> None:
    chart = flows.quarter_growth(chapter, chapter.results("flows"))
    assert isinstance(chart, Chart)
    data = cells(chart)
    for panel, indicator in enumerate(flows.SHOWN):
        label = chapter.words.text(f"economy.{indicator}")
        single, year = spots(chart, panel)[VERMILION], spots(chart, panel)[GREY]
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


@pytest.mark.parametrize("draw", [flows.quarter_growth, flows.half_years, flows.month_growth])
def test_tables_of_single_periods_fit_a_page(draw: Callable[..., object]) -> None:
    english = opened(language="en")
    chart = draw(english, english.results("flows"))
    assert isinstance(chart, Chart)
    assert len(chart.grid.heads) <= 5
    assert max(map(len, chart.grid.heads)) <= 30


def test_half_years_are_drawn_as_computed(chapter: Chapter, named: Named) -> None:
    chart = flows.half_years(chapter, chapter.results("flows"))
    assert isinstance(chart, Chart)
    drawn = [points(line, 0)[0] for line in chart.figure.axes[0].lines if line.get_marker() == "o"]
    wanted = [
        named[f"flows.{indicator}.{period}.yoy"].value
        for indicator in TOLD_HALVES
        for period in HALVES.values()
    ]
    assert drawn == wanted
    texts = [text.get_text() for text in chart.figure.axes[0].texts]
    assert texts[list(TOLD_HALVES).index("trade")] == "18.7 → −8.7"


def test_months_are_drawn_as_computed(chapter: Chapter, named: Named) -> None:
    chart = flows.month_growth(chapter, chapter.results("flows"))
    assert isinstance(chart, Chart)
    for panel, indicator in enumerate(TOLD):
        drawn = spots(chart, panel)[VERMILION]
        months = [month for month in MONTHS if f"flows.{indicator}.{month}.yoy" in named]
        assert drawn == [named[f"flows.{indicator}.{month}.yoy"].value for month in months]
        assert len(months) == (12 if indicator == "fiscal_revenue" else 10)


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
            assert half == pytest.approx(reach, abs=0.0051)


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
    assert "固定资产投资累计增长3.2%，四季度增长6.9%（舍入之内6.5%至7.2%）" in higher.text
    assert "进出口总额累计增长3.1%，四季度下降9.0%" in lower.text
    assert "进出口总额上半年增长18.7%、下半年下降8.7%" in turned.text
    assert "固定资产投资" not in turned.text
    assert "单月同比在45.3%与48.3%之间" in precision.text
    assert (not_told.firmness, higher.firmness) == ("open", "arithmetic")


def changed(chapter: Chapter, name: str, **fields: float) -> Chapter:
    """The same chapter with one result that is different."""
    results = dict(chapter.results("flows"))
    other = replace(results[name], **fields)  # type: ignore[arg-type]
    return replace(chapter, _computed={("flows",): Results((results | {name: other}).values())})


def test_a_range_that_holds_the_cumulative_rate_is_not_told_apart(chapter: Chapter) -> None:
    wide = changed(chapter, "flows.retail.2024Q4.yoy", lower=2.5)
    assert "分不出高低的：社会消费品零售总额" in told(wide, "open")
    narrow = changed(chapter, "flows.retail.2024Q4.yoy", lower=2.56)  # printed 2.5, so up to 2.55
    assert "分不出高低" not in told(narrow, "open")


def test_a_half_year_whose_sign_is_open_has_not_turned(chapter: Chapter) -> None:
    assert "财政支出上半年" in told(chapter, "arithmetic")
    open_sign = changed(chapter, "flows.fiscal_expenditure.2024H2.yoy", lower=-0.1)
    assert "财政支出上半年" not in told(open_sign, "arithmetic")


# Months and languages


@pytest.mark.parametrize("as_of", ["2024-01", "2024-03", "2024-08"])
def test_earlier_months(as_of: str, language: str) -> None:
    chapter = opened(as_of, language)
    shown = {
        "quarter_growth": as_of >= "2024-03",
        "half_years": False,
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
    texts = " ".join(f"{one.label} {one.text} {one.limits}" for one in findings)
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
