"""Budgets of two levels: whose the items of a list are, and what was asked of them."""

import pytest

from finreport.checks.draft import check_read
from finreport.checks.draft import read_text as read_checked
from finreport.documents import read_text
from finreport.reading import Reading, read

TITLE = "关于山湖市2028年预算执行情况和2029年预算草案的报告"
ITEMS = (
    "（1）主要收入项目执行情况",
    "——税收收入完成{}万元，为预算的{}%。其中：增值税完成{}万元，与市级财政有关；资源税完成{}万元。",
)
CITY = ITEMS[0], ITEMS[1].format(81200, 101.5, 51200, 30000)
OWN = ITEMS[0], ITEMS[1].format(21100, 97.2, 11100, 10000)


def readings(*lines: str) -> list[Reading]:
    """The quantities of invented lines under the title of a budget report."""
    document = read_text("\n\n".join([TITLE, *lines]) + "\n", "draft.txt")
    return [each for each in read(document).readings if each.is_quantity]


def subjects(*lines: str) -> list[str | None]:
    """The subjects of amounts alone."""
    return [each.subject for each in readings(*lines) if each.unit == "万元"]


WHOLE_NAMES = ["税收收入", "增值税收入", "资源税收入"]


@pytest.mark.parametrize(
    ("heading", "level"),
    [
        ("2、市本级一般公共预算执行情况", "市本级"),
        ("（二）市级一般公共预算执行情况", "市级"),
        ("2028年市本级预算收支执行的具体情况如下：", "市本级"),
        ("2.省本级财政收支情况", "省本级"),
        ("（二）本级预算执行情况", "本级"),
        ("2、县级预算收支情况", "县级"),
    ],
)
def test_a_list_is_of_the_level_named_before_it(heading: str, level: str) -> None:
    found = subjects("1、全市预算执行情况", *CITY, heading, *OWN)
    assert found == WHOLE_NAMES + [level + each for each in WHOLE_NAMES]


@pytest.mark.parametrize(
    "heading",
    [
        "3、全市转移支付情况",
        "（三）政府性基金预算执行情况",
        "二、2029年预算草案",
        "2028年全市预算收支执行的具体情况如下：",
        "3、全市和市本级收支情况",
    ],
)
def test_another_heading_ends_it(heading: str) -> None:
    found = subjects("2、市本级一般公共预算执行情况", *OWN, heading, OWN[1])
    assert [each in WHOLE_NAMES for each in found] == [False] * 3 + [True] * 3


def test_what_names_its_own_level_keeps_it() -> None:
    found = subjects(
        "2、市本级一般公共预算执行情况",
        "2028年全市税收收入81200万元，其中：县级税收收入60100万元。",
    )
    assert found == ["税收收入", "县级税收收入"]


def test_other_texts_have_no_levels() -> None:
    document = read_text("山湖市2028年统计公报\n\n市本级情况\n\n税收收入31亿元。\n", "draft.txt")
    assert [each.subject for each in read(document).readings if each.is_quantity] == ["税收收入"]


@pytest.mark.parametrize(
    "asked",
    [
        "2028年市本级一般公共预算收入为27700万元，与备案预算一致。",
        "2028年市本级一般公共预算收入为27700万元，与年初预算数保持一致。",
        "经汇总，全市一般公共预算收入为27700万元，年底无变动。",
        "经汇总，全市一般公共预算收入为27700万元。",
        "汇总各级人代会批准的预算，全市一般公共预算收入为27700万元，执行中未作调整。",
        "全市一般公共预算收入27700万元，年末无调整。",
    ],
)
def test_what_was_asked_is_a_target(asked: str) -> None:
    told = readings("一、2028年预算执行情况", asked, "2028年一般公共预算收入完成27900万元。")
    assert [(each.printed, each.is_target, each.period) for each in told] == [
        ("27700", True, "2028"),
        ("27900", False, "2028"),
    ]


def test_a_budget_that_was_changed_is_of_one_year() -> None:
    told = readings("一、2028年预算执行情况", "支出预算由31000万元变动为42000万元。")
    assert [(each.period, each.is_target) for each in told] == [("2028", True), ("2028", True)]


def test_half_a_year_told_after_a_year_is_of_its_own() -> None:
    told = readings(
        "一、2028年市本级决算情况",
        "税收收入9800万元。",
        "二、2029年上半年全市及市本级预算执行情况",
        "（一）全市财政收支情况",
        "上半年，全市一般公共预算收入5200万元，增长2%。政府性基金收入3100万元。",
        "6月末，债务余额4100万元。",
        "（二）其他情况",
        "税收收入4800万元。",
    )
    half = "2029-H1"
    assert [(each.period, each.is_target) for each in told] == [
        (period, False) for period in ("2028", half, half, half, "2029-06-30", half)
    ]


def test_two_levels_contradict_nothing() -> None:
    lines = [TITLE, "1、全市预算执行情况", *CITY, "2、市本级一般公共预算执行情况", *OWN]
    document = read_text("\n\n".join(lines) + "\n", "draft.txt")
    assert check_read([read_checked(document)], {}).findings == ()
