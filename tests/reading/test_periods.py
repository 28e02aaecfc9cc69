"""When a number was or will be: titles, sections, words of time, what stands and what happens."""

import pytest

from finreport.documents import read_text
from finreport.reading import Readings, read
from finreport.reading.periods import Clock, last_day, spells


def read_under(title: str, *paragraphs: str) -> Readings:
    """The readings of invented paragraphs under a title."""
    return read(read_text("\n\n".join([title, *paragraphs]) + "\n", "draft.txt"))


def periods(title: str, *paragraphs: str) -> list[tuple[str | None, bool]]:
    """The period of each quantity, and whether it is a target."""
    found = read_under(title, *paragraphs).readings
    return [(each.period, each.is_target) for each in found if each.is_quantity]


@pytest.mark.parametrize(
    ("title", "kind", "year", "period"),
    [
        ("某市2023年国民经济和社会发展统计公报", "bulletin", 2023, "2023"),
        ("2026年某省政府工作报告", "work_report", 2026, "2025"),
        ("某省金融运行报告（2025）", "operations_report", 2025, "2024"),
        ("2024年上半年全省经济运行情况", "operations_report", 2024, "2024-H1"),
        ("2024年一季度某省金融运行情况", "operations_report", 2024, "2024-Q1"),
        ("2024年前三季度全市经济运行情况", "operations_report", 2024, "2024-01/2024-09"),
        ("2024年1—8月全省经济运行情况", "operations_report", 2024, "2024-01/2024-08"),
        ("2024年9月份全市经济运行情况", "operations_report", 2024, "2024-09"),
    ],
)
def test_the_title_tells_kind_and_period(title: str, kind: str, year: int, period: str) -> None:
    found = read_under(title, "工业增加值增长5.2%。")
    assert (found.kind, found.year, found.period) == (kind, year, period)
    assert [each.period for each in found.readings if each.is_quantity] == [period]


@pytest.mark.parametrize(
    ("text", "period", "is_day"),
    [
        ("2024年", "2024", False),
        ("2024年末", "2024-12-31", True),
        ("6月末", "2024-06-30", True),
        ("截至9月30日", "2024-09-30", True),
        ("上半年", "2024-H1", False),
        ("三季度", "2024-Q3", False),
        ("前三季度", "2024-01/2024-09", False),
        ("1—5月", "2024-01/2024-05", False),
        ("12月份", "2024-12", False),
        ("2021—2025年", "2021/2025", False),
        ("“十四五”时期", "2021/2025", False),
        ("去年", "2023", False),
    ],
)
def test_words_of_time(text: str, period: str, is_day: bool) -> None:
    (found,) = spells(text + "，工业增长", Clock(2024, "2024", 2024))
    assert (found.period, found.is_day) == (period, is_day)


@pytest.mark.parametrize(
    "text", ["比2023年增长", "较上年末", "到2030年远景目标", "《2024年行动方案》"]
)
def test_a_base_and_a_name_are_no_period(text: str) -> None:
    assert spells(text, Clock(2024, "2024", 2024)) == []


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2024", "2024-12-31"),
        ("2024-H1", "2024-06-30"),
        ("2024-Q1", "2024-03-31"),
        ("2024-02", "2024-02-29"),
        ("2024-01/2024-09", "2024-09-30"),
        ("2021/2025", "2025-12-31"),
    ],
)
def test_the_last_day_of_a_period(period: str, day: str) -> None:
    assert last_day(period) == day


def test_what_stands_and_what_happens() -> None:
    found = periods(
        "某市2023年统计公报",
        "年末常住人口412.6万人，全年出生人口3.1万人。",
        "年末生猪存栏96.1万头，下降3.3%；生猪出栏151.2万头，增长2.4%。",
        "各项存款余额5210亿元，增长8.8%，比年初增加402亿元。",
        "年末共有博物馆31个。文化馆12个。全年新建图书馆2个。",
    )
    day, year = "2023-12-31", "2023"
    expected = [day, year, day, day, year, year, day, day, year, day, day, year]
    assert found == [(period, False) for period in expected]


def test_half_a_year_ends_in_june() -> None:
    found = periods("2024年上半年全省金融运行情况", "6月末，存款余额4.1万亿元。贷款余额3.2万亿元。")
    assert found == [("2024-06-30", False), ("2024-06-30", False)]


def test_a_work_report_reviews_and_plans() -> None:
    found = periods(
        "2026年某省政府工作报告",
        "一、2025年和“十四五”时期工作回顾",
        "过去一年，地区生产总值增长5.1%，贷款余额6.2万亿元。",
        "五年来，地区生产总值年均增长5.4%，由3.1万亿元增加到4.2万亿元，建成高铁820公里，"
        "森林覆盖率达到44.1%。",
        "二、“十五五”时期主要目标",
        "地区生产总值年均增长5%左右，常住人口城镇化率提高到70%。",
        "三、2026年重点工作",
        "今年主要预期目标是：地区生产总值增长5%以上，城镇新增就业30万人。",
        "新建智能工厂120家，2025年实施的46个项目全部投产。",
    )
    assert found == [
        ("2025", False),
        ("2025-12-31", False),
        ("2021/2025", False),
        ("2020", False),
        ("2025", False),
        ("2021/2025", False),
        ("2025-12-31", False),
        ("2026/2030", True),
        ("2030-12-31", True),
        ("2026", True),
        ("2026", True),
        ("2026", True),
        ("2025", False),
    ]


def test_a_heading_of_the_data_year_is_no_plan() -> None:
    found = periods(
        "政府工作报告",
        "2026年1月20日在某省第十四届人民代表大会第四次会议上",
        "2025年主要工作",
        "新建智能工厂120家。",
        "2026年主要工作",
        "新建智能工厂150家。",
    )
    assert found == [("2025", False), ("2026", True)]


def test_an_outlook_is_a_target_and_growth_over_a_plan_has_its_start() -> None:
    found = periods("某省金融运行报告（2025）", "三、预测与展望", "预计全年贷款增长8%左右。")
    assert found == [("2025", True)]
    review = read_under("2026年某省政府工作报告", "五年来，粮食产能增长12%，年均增长2.3%。")
    assert [each.base for each in review.readings if each.is_quantity] == ["plan_start", "average"]
