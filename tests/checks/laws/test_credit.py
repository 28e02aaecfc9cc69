"""What releases on money and credit show: currencies, changes that add up, what a heading says."""

import pytest

from finreport.numbers import Printed
from tests.checks.laws.checked import check, failed, laws

STOCKS = (
    "2022年末，全省本外币各项贷款余额{whole}万亿元，同比增长{growth}%。"
    "人民币各项贷款余额68.12万亿元，同比增长11.3%；外币各项贷款余额1344亿美元，同比下降12.1%。"
)
HOUSEHOLDS = (
    "2022年12月份，全省人民币贷款增加148亿元。其中，住户贷款{turn}{whole}亿元，"
    "其中，短期贷款减少679亿元，中长期贷款增加{long}亿元；企业贷款增加370亿元。"
)
FIRMS = (
    "2022年，全省企业贷款增加17.09万亿元，其中，短期贷款增加{short}万亿元，"
    "中长期贷款增加11.06万亿元，票据融资增加2.96万亿元。"
)
HEADED = "一、人民币贷款增加{}亿元\n\n2022年，湖州地区人民币贷款增加148亿元。"


def test_all_currencies_are_yuan_and_dollars_at_some_rate() -> None:
    report = check(STOCKS.format(whole="69.08", growth="10.9"))
    assert {"currencies", "exchange_rate", "grown_sum"} <= laws(report)
    assert not report.findings
    implied = (Printed("69.08").value - Printed("68.12").value) * 10_000 / 1344
    assert 6 < implied < 8


@pytest.mark.parametrize(
    ("whole", "growth", "law", "wrong"),
    [
        ("64.08", "10.9", "currencies", "64.08"),
        ("69.80", "10.9", "exchange_rate", "69.80"),
        ("69.08", "10.2", "grown_sum", "10.2"),
    ],
)
def test_a_balance_or_growth_that_no_rate_explains_is_found(
    whole: str, growth: str, law: str, wrong: str
) -> None:
    report = check(STOCKS.format(whole=whole, growth=growth))
    [finding] = [each for each in report.findings if law in {one.law for one in each.failing}]
    suspects = {change.fact.reading.printed for changes in finding.suspects for change in changes}
    assert wrong in suspects


def test_changes_of_parts_add_up_with_their_signs() -> None:
    assert -679 + 154 == -525
    report = check(HOUSEHOLDS.format(turn="减少", whole="525", long="154"))
    assert "change_sum" in laws(report)
    assert not report.findings


@pytest.mark.parametrize(
    ("turn", "whole", "long"),
    [("增加", "525", "154"), ("减少", "255", "154"), ("减少", "525", "174")],
)
def test_changes_that_a_slip_keeps_from_adding_up_are_found(
    turn: str, whole: str, long: str
) -> None:
    assert "change_sum" in failed(check(HOUSEHOLDS.format(turn=turn, whole=whole, long=long)))


def test_a_list_that_leaves_little_out_says_nothing() -> None:
    """The loans of firms have more kinds than these: 3.03 + 11.06 + 2.96 = 17.05."""
    assert "change_sum" not in laws(check(FIRMS.format(short="3.03")))
    assert "change_sum" in laws(check(FIRMS.format(short="3.07")))


def test_a_heading_says_what_its_paragraph_says() -> None:
    assert not check(HEADED.format("148")).findings
    assert "repetition" in failed(check(HEADED.format("418")))


GROWN = (
    "2022年，全省地区生产总值5696亿元，增长{}%。一产、二产、三产增加值分别增长6%、{}%、5.2%。\n\n"
    "2022年，三次产业结构调整为8.3∶41.4∶50.3。"
)


@pytest.mark.parametrize(("whole", "second"), [("3.5", "5.2"), ("5.3", "2.5")])
def test_gdp_grows_as_its_structure_makes_of_the_industries(whole: str, second: str) -> None:
    """By hand: 8.3 x 6 + 41.4 x 5.2 + 50.3 x 5.2 is 5.27 of a hundred."""
    assert "grown_sum" in laws(check(GROWN.format("5.3", "5.2")))
    assert not check(GROWN.format("5.3", "5.2")).findings
    assert "grown_sum" in failed(check(GROWN.format(whole, second)))
