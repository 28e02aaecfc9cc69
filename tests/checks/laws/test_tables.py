"""The laws of tables, on the invented tables of deposits and loans, and on small ones."""

import re
from collections.abc import Callable

import pytest

from finreport.checks.draft import DraftReport, Text, check_read, read_text
from finreport.documents import read_text as document_of
from finreport.reading import read
from tests.reading.tabulated import (
    HEADS,
    MONTHS,
    as_document,
    banking_rows,
    invented,
    tabulate,
)

Figures = dict[str, str]
CAPTION = "2024年江川省主要存贷款指标"


def report(change: Callable[[Figures], None] | None = None, seed: int = 3) -> DraftReport:
    """The check of an invented table of deposits and loans after a change of its figures."""
    figures = invented(seed)
    if change:
        change(figures)
    rows = [cells for _, cells in banking_rows(figures)]
    document = as_document(tabulate([HEADS, *rows], CAPTION))
    return check_read([Text(document, read(document))], {})


def told(checked: DraftReport) -> list[tuple[str, str, str | None]]:
    """Grade, first suspect and slip of each finding."""
    return [
        (
            each.grade,
            each.change.fact.reading.printed,
            each.change.slip.kind if each.change.slip else None,
        )
        for each in checked.findings
    ]


@pytest.mark.parametrize("seed", range(6))
def test_a_clean_table_is_held_and_raises_no_contradiction(seed: int) -> None:
    clean = report(seed=seed)
    assert not clean.graded("contradiction")
    laws = {each.law for each in clean.constraints}
    assert {"increase", "currencies", "foreign_part", "exchange_rate", "opening", "swing"} <= laws


def test_an_increase_over_two_months_is_named_as_such() -> None:
    def over_two(figures: Figures) -> None:
        name = "cny.deposits_household"
        now, before = (float(figures[f"{name}.balance@{MONTHS[at]}"]) for at in (8, 6))
        figures[f"{name}.increase@{MONTHS[8]}"] = f"{now - before:.1f}"

    [found] = told(report(over_two))
    assert found[0] == "contradiction"
    assert found[2] == "two_months"


def test_a_balance_with_two_digits_exchanged_is_the_one_suspect() -> None:
    name = f"cny.loans.balance@{MONTHS[5]}"

    def exchange(figures: Figures) -> None:
        digits = figures[name]
        at = next(i for i in range(len(digits) - 3) if digits[i] != digits[i + 1])
        figures[name] = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]

    right = invented(3)[name]
    [finding] = report(exchange).findings
    assert finding.grade == "contradiction"
    assert finding.change.slip is not None
    assert (finding.change.slip.kind, finding.change.slip.printed) == ("exchanged", right)
    assert len(finding.failing) >= 3


def test_a_wrong_balance_is_found_though_the_names_of_its_rows_are_lost() -> None:
    name = "cny.deposits_corporate"
    wrong = f"{name}.balance@{MONTHS[6]}"

    def spoil(figures: Figures) -> None:
        for month in (MONTHS[2], MONTHS[9]):
            figures[f"{name}.increase@{month}"] = f"{figures[f'{name}.increase@{month}']}5"
        figures[wrong] = f"9{figures[wrong]}"

    found = report(spoil).findings
    [finding] = [each for each in found if each.change.fact.reading.printed.startswith("9")]
    assert finding.change.slip is not None
    assert finding.change.slip.printed == invented(3)[wrong]
    assert {each.law for each in finding.failing} >= {"increase"}


def test_yuan_above_all_currencies_is_a_contradiction() -> None:
    def swell(figures: Figures) -> None:
        name = f"all.deposits_household.balance@{MONTHS[4]}"
        figures[name] = f"{float(figures[name]) * 0.9:.1f}"

    [finding] = report(swell).findings
    assert {each.law for each in finding.failing} == {"currencies"}
    assert finding.grade == "contradiction"


def test_what_is_added_up_since_january_may_not_fall_by_the_end_of_its_year() -> None:
    rows = [
        ["", "3月", "6月", "9月", "12月"],
        ["", "绝对值（自年初累计）"],
        ["地区生产总值（亿元）", "100.0", "210.0", "330.0", "460.0"],
        ["第一产业", "10.0", "22.0", "35.0", "50.0"],
        ["第二产业", "40.0", "84.0", "130.0", "180.0"],
        ["第三产业", "50.0", "104.0", "165.0", "230.0"],
    ]
    document = as_document(tabulate(rows, "2031年主要经济指标"))
    checked = check_read([Text(document, read(document))], {})
    held = [each.facts for each in checked.constraints if each.law == "cumulated"]
    printed = [tuple(fact.reading.printed for fact in facts) for facts in held]
    assert printed[:3] == [("100.0", "210.0"), ("210.0", "330.0"), ("330.0", "460.0")]


def test_a_growth_rate_that_lost_its_sign_is_a_doubt() -> None:
    def turn(figures: Figures) -> None:
        name = f"all.loans.yoy@{MONTHS[6]}"
        figures[name] = f"-{float(figures[name]):.1f}"

    [finding] = report(turn).findings
    assert finding.grade == "doubt"
    assert finding.change.slip is not None
    assert finding.change.slip.kind == "sign"


TRADE = """\
表1 2022年湖州省贸易情况
单位：亿元

方式\t一季度\t上半年\t前三季度\t全年
一般贸易\t101.3\t214.9\t330.4\t447.7
加工贸易\t52.6\t108.8\t160.2\t219.5
其他贸易\t7.9\t15.2\t24.7\t33.1
合计\t161.8\t338.9\t515.3\t700.3
"""


def checked(text: str) -> DraftReport:
    return check_read([read_text(document_of(text, "draft.txt"))], {})


def test_rows_that_add_up_in_most_columns_must_in_all() -> None:
    assert {each.law for each in checked(TRADE).constraints} >= {"table_sum"}
    assert not checked(TRADE).findings
    [finding] = checked(TRADE.replace("330.4", "303.4")).findings
    assert finding.grade == "contradiction"
    assert finding.main.law == "table_sum"
    assert finding.change.fact.reading.printed == "303.4"
    assert finding.change.fact.reading.place.line == 5


def test_rows_that_add_up_nowhere_are_no_sum() -> None:
    text = re.sub("合计.*", "进口\t91.8\t138.9\t215.3\t300.3", TRADE)
    assert "table_sum" not in {each.law for each in checked(text).constraints}


def test_a_total_of_a_table_in_another_unit_in_the_prose_is_the_same_number() -> None:
    prose = "湖州省金融运行报告（2023）\n\n2022年，湖州省银行业金融机构资产总额{}万亿元。\n\n"
    table = (
        "表1 2022年银行业金融机构情况表\n\n"
        "机构类别\t机构个数（个）\t从业人数（人）\t资产总额（亿元）\t法人机构（个）\n"
        "一、大型商业银行\t905\t20304\t15022\t0\n"
        "二、国家开发银行和政策性银行\t62\t1405\t4117\t0\n"
        "三、股份制商业银行\t307\t6120\t5230\t0\n"
        "四、城市商业银行\t411\t8033\t4611\t3\n"
        "五、小型农村金融机构\t1630\t22007\t9008\t88\n"
        "六、财务公司\t4\t130\t702\t4\n"
        "合计\t3319\t57999\t38690\t95\n"
    )
    clean = checked(prose.format("3.9") + table)
    assert not clean.findings
    assert "repetition" in {each.law for each in clean.constraints}
    [finding] = checked(prose.format("3.6") + table).findings
    assert finding.grade == "contradiction"
    assert finding.change.fact.reading.printed == "3.6"
