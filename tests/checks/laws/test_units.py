"""Units unlike those of their kind: each error is found, with its unit; what is small is left."""

import pytest

from tests.checks.laws.checked import check

SPENT = (
    "2022年，全市教育支出{}元，增长8.3%。卫生支出25.6亿元，增长4.1%。"
    "农林水支出18.9亿元，增长2.2%。科技支出7.4亿元，增长9.0%。"
)
CREDIT = (
    "2022年末，全省本外币住户存款余额28070.6{}元，比年初增加2282.4{}元；"
    "企业存款余额14199.0亿元，比年初增加1177.7亿元。"
)

FOUND = {
    # what is wrong: (a text with the error, the digits, the least it would have to be)
    "one kind, told too small": (SPENT.format("31.3万"), "31.3", 312_500),
    "one kind, told too large": (SPENT.format("31.3万亿"), "31.3", 0.003125),
    "a level less than its rise": (CREDIT.format("万", "亿"), "28070.6", 280_705_500),
    "a change of another size than its level": (CREDIT.format("亿", "万"), "2282.4", 22_823_500),
}
LEFT = {
    "a little part": (
        "2022年，全省财政支出1853.4亿元，增长5.8%。其中，接待支出1562万元，信访支出34.6万元。"
    ),
    "as it is": SPENT.format("31.3亿"),
    "a little thing": (
        "2022年，全市教育支出31.3亿元。卫生支出25.6亿元。农林水支出18.9亿元。接待支出340万元。"
    ),
    "large by its kind": (
        "2022年，全省累计提供风险保障109.7万亿元。赔付支出446亿元。保费收入1145亿元。"
        "提供大病保障近10.0万亿元。"
    ),
    "as much as everywhere": (
        "2022年，全省出口31.3亿元，进口25.6亿元，贸易额18.9亿元。全国贸易额42.1万亿元。"
    ),
    "a mark": (
        "2022年，高技术产值突破100亿元。科技资金5533万元，登记交易额6938万元，创新资金567万元。"
    ),
    "goods of another sort": (
        "2022年，铁路货运量1.24亿吨，公路货运量0.83亿吨，货运量2.07亿吨。民航货邮吞吐量3.46万吨。"
    ),
    "a profit after a loss": "2022年，全省规上工业利润5.2亿元，比上年增加10.4亿元。",
}


@pytest.mark.parametrize("case", FOUND)
def test_a_unit_unlike_its_kind_is_found(case: str) -> None:
    text, digits, least = FOUND[case]
    [finding] = check(text).findings
    change = finding.change
    assert (change.fact.reading.printed, change.slip and change.slip.kind) == (digits, "unit")
    assert change.needed.lower is not None
    assert float(change.needed.lower / change.fact.scale) == pytest.approx(least)


@pytest.mark.parametrize("case", LEFT)
def test_what_may_be_so_small_or_large_is_left(case: str) -> None:
    assert not check(LEFT[case]).findings


@pytest.mark.parametrize(("whole", "part"), [("万亿", "亿"), ("亿", "万")])
def test_a_part_and_its_whole_are_not_printed_alike_in_two_units(whole: str, part: str) -> None:
    text = "2022年末，全省存款余额1853.4{}元，增长5.8%。其中，住户存款余额1562.9{}元，增长6.3%。"
    assert not check(text.format(whole, whole)).findings
    [finding] = check(text.format(whole, part)).findings
    suspects = {change.fact.reading.printed for each in finding.suspects for change in each}
    assert suspects == {"1853.4", "1562.9"}


def test_an_amount_in_whole_units_that_lost_its_scale_is_the_first_suspect() -> None:
    text = (
        "2022年，全市农林牧渔业增加值118.24亿元，增长5.1%。其中，种植业增加值71.38元，林业增加值8.15亿元，"
        "畜牧业增加值33.47亿元，渔业增加值0.93亿元，农林牧渔服务业增加值4.31亿元。"
    )
    assert not check(text.replace("71.38元", "71.38亿元")).findings
    [finding] = check(text).findings
    change = finding.change
    assert (change.fact.reading.printed, change.slip and change.slip.kind) == ("71.38", "unit")
