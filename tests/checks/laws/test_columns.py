"""Tables of few columns beside prose: blocks that add up, shares, growth of sums, known amounts."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from finreport.checks.draft import DraftReport
from finreport.checks.laws.constraints import GrownSum, Same
from finreport.numbers import Interval, Printed
from tests.checks import bulletins
from tests.checks.laws.checked import check, laws

PEOPLE = (
    "表1 2022年末湖州省人口数及其构成\n\n"
    "指标\t年末数（万人）\t比重（%）\n"
    "常住人口\t2400.00\t100.0\n"
    "城镇\t{}\t65.0\n"
    "乡村\t840.00\t35.0\n"
    "少年\t1224.00\t51.0\n"
    "成年\t1176.00\t49.0\n"
)


def suspected(report: DraftReport) -> set[str]:
    """The first suspects of all findings."""
    return {each.change.fact.reading.printed for each in report.findings}


def test_two_divisions_of_one_row_are_both_told_and_their_shares() -> None:
    clean = check(PEOPLE.format("1560.00"))
    sums = [each for each in clean.constraints if each.law.startswith(("table_sum", "partition"))]
    parts = {fact.reading.printed for each in sums for fact in each.facts[1:]}
    assert {"1560.00", "840.00", "1224.00", "1176.00"} <= parts
    assert "share_of_whole" in laws(clean)
    assert not clean.findings
    assert suspected(check(PEOPLE.format("1650.00"))) == {"1650.00"}


def test_rows_that_do_not_add_up_are_no_block() -> None:
    other = PEOPLE.replace("\t65.0", "\t5.2").replace("\t35.0", "\t1.1").format("311.27")
    found = check(other)
    assert not found.findings
    held = {fact.reading.printed for each in found.constraints for fact in each.facts}
    assert "311.27" not in held


FARM = (
    "2022年，全省甜瓜产量{}万吨，增长{}%。苹果产量88.31万吨，增长2.0%。\n\n"
    "表1 2022年主要农产品产量\n\n"
    "产品\t单位\t产量\t比上年增长（%）\n"
    "甜瓜\t万吨\t412.55\t3.4\n"
    "苹果\t万吨\t88.31\t2.0\n"
)


@pytest.mark.parametrize(
    ("level", "growth", "wrong"),
    [("412.55", "3.4", None), ("415.25", "3.4", "415.25"), ("412.55", "4.3", "4.3")],
)
def test_a_row_without_its_noun_is_what_the_prose_tells_of(
    level: str, growth: str, wrong: str | None
) -> None:
    report = check(FARM.format(level, growth))
    named = {change.fact.reading.printed for each in report.findings for [change] in each.suspects}
    assert (wrong in named) if wrong else not report.findings


SPENT = (
    "2022年，全省第二产业增加值3200.0亿元，增长12.9%。\n\n"
    "表1 2022年固定资产投资\n\n"
    "指标\t完成额（亿元）\t比上年增长（%）\n"
    "固定资产投资\t997.7\t22.4\n第一产业\t30.2\t-23.9\n第二产业\t200.4\t13.0\n第三产业\t767.1\t28.4\n"
)


def test_rows_of_a_table_are_of_what_its_caption_says() -> None:
    assert not check(SPENT).findings


MADE = (
    "2022年，全省规模以上企业生产原煤{}万吨，增长{}%。\n\n"
    "表1 2022年主要产品产量\n\n"
    "产品\t单位\t产量\t比上年增长（%）\n"
    "原煤\t万吨\t5612.8\t3.4\n"
    "水泥\t万吨\t812.1\t9.1\n"
)


def test_an_amount_known_by_its_figures_leads_to_the_growth_beside_it() -> None:
    assert not check(MADE.format("5612.8", "3.4")).findings
    [finding] = check(MADE.format("5612.8", "7.4")).findings
    assert finding.grade == "doubt"
    assert {each.law for each in finding.failing} == {"repetition"}
    assert not check(MADE.format("911.7", "7.4")).findings


INDEX = (
    "2022年，全省居民消费价格上涨{}%。\n\n"
    "表1 2022年居民消费价格指数（上年=100）\n\n"
    "项目\t2022年\n居民消费价格总指数\t102.1\n食品烟酒\t103.4\n"
)


def test_an_index_is_100_more_than_its_growth() -> None:
    assert "index_growth" in laws(check(INDEX.format("2.1")))
    assert not check(INDEX.format("2.1")).findings
    assert check(INDEX.format("1.2")).findings


GROWN = (
    "2022年，全省专利授权{}件，增长{}%。其中，发明专利3000件，增长20.0%；"
    "外观专利5000件，增长5.0%；实用专利2000件，增长10.0%。"
)


def test_growth_within_that_of_the_parts_is_a_doubt_if_the_parts_make_another() -> None:
    assert "grown_sum" in laws(check(GROWN.format("10000", "10.2")))
    assert not check(GROWN.format("10000", "10.2")).findings
    [finding] = check(GROWN.format("10000", "16.2")).findings
    assert {each.law for each in finding.failing} == {"grown_sum"}
    assert finding.grade == "doubt"


def test_what_a_grown_sum_needs_is_what_random_sums_grew_by() -> None:
    chance = Random(7)
    for _ in range(50):
        levels = [Fraction(chance.randint(50, 900)) for _ in range(3)]
        rates = [Fraction(chance.randint(-200, 300), 10) for _ in range(3)]
        base = sum((v / (1 + g / 100) for v, g in zip(levels, rates, strict=True)), Fraction(0))
        whole = 100 * (sum(levels, Fraction(0)) / base - 1)
        relation = GrownSum(tuple(Interval(v, v) for v in levels), Fraction(0))
        values = [Interval(each, each) for each in (whole, *rates)]
        assert relation.holds(values)
        for at, value in enumerate(values):
            assert relation.needed(values, at) == (value.lower, value.upper)


def test_a_sum_of_few_figures_that_may_hold_by_chance_proves_no_growth() -> None:
    text = (
        "2022年，全省货物周转量{}亿吨，增长5.2%。其中，水路货物周转量{}亿吨，增长5.1%；"
        "公路货物周转量{}亿吨，增长9.4%。"
    )
    assert not check(text.format("7.3", "3.2", "4.1")).findings
    assert check(text.format("7.312", "3.204", "4.108")).findings


def test_what_a_rounded_grown_sum_needs_ends_where_all_ends_of_roundings_do() -> None:
    levels = [Printed(each).interval for each in ("1.06", "0.97", "3.1")]
    rates = [Printed(each).interval for each in ("-9.6", "1.3", "4.8")]
    [whole] = [Printed("0.9").interval]
    relation = GrownSum(tuple(levels), Fraction(0))
    corners = [*product(*((each.lower, each.upper) for each in (*levels, *rates)))]
    wholes = [_growth_of_all(each[:3], each[3:]) for each in corners]
    assert relation.needed([whole, *rates], 0) == (min(wholes), max(wholes))
    firsts = [
        100 * (told[0] / (sum(told[:3]) / (1 + all_grew / 100) - _before(told[1:3], told[4:])) - 1)
        for told in corners
        for all_grew in (whole.lower, whole.upper)
    ]
    assert relation.needed([whole, *rates], 1) == (min(firsts), max(firsts))


def _growth_of_all(levels: Sequence[Fraction], rates: Sequence[Fraction]) -> Fraction:
    return 100 * (sum(levels) / _before(levels, rates) - 1)


def _before(levels: Sequence[Fraction], rates: Sequence[Fraction]) -> Fraction:
    told = zip(levels, rates, strict=True)
    return sum((level / (1 + rate / 100) for level, rate in told), Fraction(0))


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [("5.3", "5.3", True), ("5.3", "5.4", False), ("5.34", "5.3", True), ("5.36", "5.3", False)],
)
def test_prints_that_share_but_an_end_are_of_two_numbers(
    one: str, other: str, *, is_same: bool
) -> None:
    assert Same().holds([Printed(one).interval, Printed(other).interval]) is is_same


@pytest.mark.parametrize("seed", range(4))
def test_an_invented_bulletin_is_held_nearly_whole_and_raises_nothing(seed: int) -> None:
    bulletin = bulletins.write(seed)
    report = check(bulletin.text, title="")
    assert not report.findings
    held = {fact for each in report.constraints if each.strength != "limit" for fact in each.facts}
    related = [fact for fact in report.facts.all if bulletin.is_related(fact.reading)]
    assert len(related) > 200
    assert len(held.intersection(related)) >= 0.95 * len(related)


BUDGET = (
    "关于湖州省2022年财政决算的报告\n\n表一 2022年湖州省一般公共预算收入决算表\n单位：万元\n\n"
    "项目\t2022年预算数\t调整预算数\t决算数\t为调整预算的%\t2021年决算数\t比上年增长%\n"
    "一、税收收入\t520000\t505000\t498120\t{plan}\t{then}\t{growth}\n"
    "增值税\t210000\t200000\t196510\t98.3\t190300\t3.3\n"
    "企业所得税\t80000\t82000\t83020\t101.2\t78100\t6.3\n"
    "二、非税收入\t180000\t190000\t195600\t102.9\t171200\t14.3\n"
    "收入合计\t700000\t695000\t693720\t99.8\t647400\t7.2\n"
)


def test_a_column_is_made_of_two_others() -> None:
    right = {"plan": "98.6", "then": "476200", "growth": "4.6"}
    clean = check(BUDGET.format(**right))
    assert not clean.findings
    assert {"completion", "growth_of_levels"} <= laws(clean)
    for name, wrong in (("plan", "96.8"), ("growth", "6.4"), ("then", "467200")):
        assert wrong in suspected(check(BUDGET.format(**(right | {name: wrong}))))


FINANCE = (
    "表7 2019～2022年湖州省非金融机构部门融资情况\n\n"
    "年份\t融资量（亿元）\t比重（%）\t\t\n"
    "\t\t贷款\t债券\t股票\n"
    "2019\t1122.6\t79.4\t8.5\t12.1\n"
    "2020\t2325.1\t{}\t7.3\t3.9\n"
    "2021\t1935.3\t79.1\t14.6\t6.3\n"
    "2022\t2700.4\t70.2\t27.4\t2.4\n"
)


def test_shares_across_add_up_to_all() -> None:
    clean = check(FINANCE.format("88.8"))
    assert not clean.findings
    assert "shares_to_whole" in laws(clean)
    assert suspected(check(FINANCE.format("80.8"))) == {"80.8"}
