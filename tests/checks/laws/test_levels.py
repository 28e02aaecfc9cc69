"""Two levels, places or kinds of banks in one text are no repetition; a misprint is still found."""

import pytest

from tests.checks.laws.checked import check
from tests.checks.laws.levels import KINDS, write

SEEDS = range(4)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_lists_of_two_levels_are_no_repetition(kind: str, seed: int) -> None:
    report = check(write(seed, kind).text, title="")
    assert not [
        (each.main.law, [f.reading.printed for f in each.facts]) for each in report.findings
    ]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "accounts"])
def test_a_misprint_within_one_level_is_found(kind: str) -> None:
    levels = write(1, kind)
    head, tail = levels.text.rsplit(levels.printed, 1)
    wrong = levels.printed[0] + str(9 - int(levels.printed[1])) + levels.printed[2:]
    report = check(head + wrong + tail, title="")
    told = {fact.reading.printed for each in report.findings for fact in each.facts}
    assert wrong in told


BUDGET = (
    "2022年全市预算经人民代表大会批准后，经汇总，全市一般公共预算收入为1576040万元{}。\n\n"
    "2022年全市一般公共预算收入完成1748028万元，增长5.96%。"
)


@pytest.mark.parametrize("words", ["，年底无变动", "，与备案预算一致", ""])
def test_what_was_approved_is_not_what_came_of_it(words: str) -> None:
    assert not check(BUDGET.format(words)).findings


def test_a_share_of_the_country_is_none_of_what_stands_before() -> None:
    text = (
        "2022年，长三角地区生产总值23.7万亿元，社会消费品零售总额8.9万亿元，增长7.6%，"
        "约占全国的{}%。"
    )
    assert not check(text.format("21.7")).findings


def test_a_counted_name_within_a_list_does_not_count_the_list() -> None:
    text = "2022年，资金用于易地搬迁、污染防治、棚户改造、乡村振兴、三大板块公路等建设。"
    assert not check(text).findings
