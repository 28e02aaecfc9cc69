"""What a text shows over its sentences and paragraphs: it holds, an error is found, else silent."""

from fractions import Fraction

import pytest

from tests.checks.laws.checked import check, laws

AREAS = (
    "2022年，全市地区生产总值3558.17亿元，增长5.3%。\n\n"
    "2022年，北部县区、中部县区、南部县区地区生产总值分别为{}亿元、1497.98亿元和1333.50亿元，"
    "对全市经济增长贡献率分别为{}%、40.6%和37.3%。"
)
INSURANCE = (
    "2022年，全市保费收入89.00亿元，增长9.5%；累计发生赔付支出37.16亿元，增长6.4%。其中，"
    "财产险保费收入{}亿元，增长12.4%，赔付支出20.57亿元，下降0.6%；"
    "人身险保费收入55.10亿元，增长7.7%，赔付支出16.59亿元，增长{}%。农险保费收入16.31亿元。"
)
TRANSFERS = (
    "2022年，全省一般公共预算支出1553.87亿元。加上上解支出351.39亿元、转移支付支出5723.2亿元"
    "（包括返还性支出704.35亿元、一般性支出{}亿元、专项支出759.52亿元）、债务支出946.88亿元后，"
    "总支出{}亿元。"
)
SETTLED = (
    "2022年，全省基金预算收入92.6亿元。加上补助收入34.95亿元后，总收入127.55亿元。"
    "基金预算支出85.89亿元。加上补助支出30.02亿元后，总支出115.91亿元。结转{}亿元。"
)
CASES = {
    # what is shown: (the law, a text with a gap, what holds there, what errs, its digits)
    "areas of a product told before": ("shown_sum", AREAS, ("726.69", "22.1"), ("426.69", "22.1")),
    "what areas contribute": ("shares_to_whole", AREAS, ("726.69", "22.1"), ("726.69", "28.1")),
    "kinds of insurance": ("partition.premiums", INSURANCE, ("33.90", "16.4"), ("39.30", "16.4")),
    "what was paid out beside": ("grown_sum", INSURANCE, ("33.90", "16.4"), ("33.90", "14.6")),
    "what brackets hold": ("shown_sum", TRANSFERS, ("4259.33", "8575.34"), ("4529.33", "8575.34")),
    "a list that names all": (
        "accounts", TRANSFERS, ("4259.33", "8575.34"), ("4259.33", "8675.34"),
    ),
    "two totals and what is left": ("accounts", SETTLED, ("11.64",), ("16.14",)),
    "a line of a budget": (
        "accounts",
        "2022年，预备费预算24亿元，实际支出0.07亿元，用于救灾，剩余{}亿元。",
        ("23.93",), ("23.39",),
    ),
    "a harvest by area and yield": (
        "growth_of_product",
        "2022年，粮食播种面积164.3万公顷，增长0.1%。粮食总产量707.4万吨，增长{}%。粮食平均亩产287公斤，增长4.1%。",
        ("4.1",), ("1.4",),
    ),
    "a change and growth since one day": (
        "level_growth_change",
        "截至2022年10月末，全省户籍人口243.47万人，比上年末增加{}万人、增长1.58%。",
        ("3.79",), ("7.39",),
    ),
    "a plan beside the year before": (
        "growth_of_levels",
        "2022年，新城区财政收入2.45亿元。\n\n二、2023年预算草案\n\n2023年，新城区财政收入预期{}亿元，增长6.1%。",
        ("2.6",), ("6.2",),
    ),
    "taxes in the paragraph below": (
        "partition.revenue",
        "2022年，省本级一般公共预算收入3192.5亿元。\n\n税收收入{}亿元。非税收入536.56亿元。",
        ("2655.94",), ("2653.94",),
    ),
    "product for each in another section": (
        "definition.gdp_per_head",
        "2022年，全省地区生产总值5696亿元，年末常住人口732万人。\n\n教育有新进展。\n\n文化有新进展。\n\n"
        "卫生有新进展。\n\n体育有新进展。\n\n2022年，全省人均地区生产总值{}万元。",
        ("7.8",), ("8.7",),
    ),
    "births over all people": (
        "definition.birth_rate",
        "2022年末，湖州总人口324.84万人。全年出生人口{}万人，出生率为5.79‰。",
        ("1.84",), ("8.14",),
    ),
    "a name with an adverb of passing": (
        "repetition",
        "2022年，全市一般公共预算支出620,992万元，增长14.1%。\n\n"
        "2022年，全市一般公共预算支出成功突破60亿元，达到62.1亿元，增长{}%。",
        ("14.1",), ("11.4",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_holds_is_checked_and_raises_nothing(case: str) -> None:
    law, text, holds, _ = CASES[case]
    report = check(text.format(*holds))
    assert law in laws(report)
    assert not report.findings


@pytest.mark.parametrize("case", CASES)
def test_an_error_is_among_the_suspects(case: str) -> None:
    law, text, holds, errs = CASES[case]
    [wrong] = set(errs) - set(holds)
    report = check(text.format(*errs))
    found = [each for each in report.findings if law in {one.law for one in each.failing}]
    assert wrong in {
        change.fact.reading.printed
        for finding in found
        for changes in finding.suspects
        for change in changes
    }


def test_the_invented_numbers_are_as_the_laws_say() -> None:
    """By hand, for the texts above."""
    assert Fraction("726.69") + Fraction("1497.98") + Fraction("1333.50") == Fraction("3558.17")
    assert Fraction("704.35") + Fraction("4259.33") + Fraction("759.52") == Fraction("5723.20")
    assert round(100 * 3.79 / (243.47 - 3.79), 2) == 1.58
    assert round(100 * (1.001 * 1.041 - 1), 1) == 4.2
    assert round(5696 / 732, 1) == 7.8


SILENT = {
    "a list of the three largest": (
        "2022年，全市地区生产总值3558.17亿元。\n\n"
        "2022年，东县、西县、北县地区生产总值分别为726.69亿元、497.98亿元和333.50亿元。"
    ),
    "a list with others": (
        "2022年，全市一般公共预算收入91.5亿元。加上补助收入102.5亿元等，收入总计241.1亿元。"
    ),
    "a plan on another basis": (
        "2022年，新城区财政收入2.45亿元。\n\n二、2023年预算草案\n\n2023年，新城区财政收入预期2.60亿元，同口径增长8.3%。"
    ),
    "plan and outcome of two levels": (
        "2022年，全市科学技术支出12.0亿元。\n\n二、2023年预算草案\n\n2023年，科学技术支出预期1.39亿元，增长11.2%。"
    ),
}


@pytest.mark.parametrize("case", SILENT)
def test_what_need_not_agree_is_left(case: str) -> None:
    assert not check(SILENT[case]).findings
