"""Balances, what was added to them, and whose share of it something is: each holds, errs."""

import pytest

from tests.checks.laws.checked import check, failed, laws

NEWS = (
    "2022年湖州新增贷款逾{mark}亿元。\n\n"
    "2022年末，全省本外币各项贷款余额{stock}万亿元，同比增长15.9%。"
    "2022年全省各项贷款比年初增加{flow}亿元。\n\n"
    "2022年，住户部门新增贷款1330亿元，占各项贷款增量比重{share}%。"
    "企业部门新增贷款{firms}亿元。"
)
RIGHT = {"mark": "5000", "stock": "15.12", "flow": "5129", "share": "25.9", "firms": "3777"}


def test_what_was_added_fits_the_balance_the_share_and_the_sectors() -> None:
    assert round(100 * 1330 / 5129, 1) == 25.9
    report = check(NEWS.format(**RIGHT), title="")
    assert {"share_of_whole", "surpassed", "rise_within_level", "change_sum"} <= laws(report)
    assert not report.findings


@pytest.mark.parametrize(
    ("wrong", "law"),
    [
        ({"mark": "8000"}, "surpassed"),
        ({"share": "29.5"}, "share_of_whole"),
        ({"share": "65.9"}, "share_of_whole"),
        ({"firms": "7377"}, "change_sum"),
        ({"stock": "0.12"}, "rise_within_level"),
    ],
)
def test_what_does_not_fit_is_found(wrong: dict[str, str], law: str) -> None:
    report = check(NEWS.format(**{**RIGHT, **wrong}), title="")
    found = {each.law for finding in report.findings for each in finding.failing}
    assert law in found


KEPT = (
    "2022年末，全省本外币各项贷款余额12.7万亿元，同比增长{rate}%。"
    "近一年贷款增速保持在{low}%~{high}%的合理区间。"
)


@pytest.mark.parametrize("wrong", [{"low": "15"}, {"high": "11.2"}, {"rate": "16.1"}])
def test_a_growth_is_within_the_range_that_it_is_said_to_keep(wrong: dict[str, str]) -> None:
    right = {"rate": "11.6", "low": "11", "high": "12"}
    assert not check(KEPT.format(**right)).findings
    assert "surpassed" in failed(check(KEPT.format(**{**right, **wrong})))


INDUSTRY = (
    "2022年末，全省本外币工业中长期贷款余额6.09万亿元，全年累计增加{whole}亿元。\n\n"
    "其中，轻工业中长期贷款累计增加{light}亿元；重工业中长期贷款累计增加5024亿元。"
)


def test_two_opposites_make_what_the_paragraph_above_says() -> None:
    assert 147 + 5024 == 5171
    report = check(INDUSTRY.format(whole="5171", light="147"))
    assert "change_sum" in laws(report)
    assert not report.findings
    assert "change_sum" in failed(check(INDUSTRY.format(whole="5171", light="417")))


LISTED = "2022年，全省基础设施业、制造业贷款比年初分别增加1047{unit}元和359亿元。"


def test_of_two_changes_of_one_list_one_is_in_another_unit() -> None:
    assert not check(LISTED.format(unit="亿")).findings
    assert "unit_of_kind" in failed(check(LISTED.format(unit="万")))
    assert not check(LISTED.replace("1047", "12").format(unit="万")).findings


BUDGET = (
    "2022年全市支出预算由3190691万元变动为4202408万元。\n\n"
    "2022年全市一般公共预算支出执行{done}万元，为预算的{share}%。\n\n"
    "2022年市本级一般公共预算支出执行{own}万元。"
)


def test_a_share_of_a_budget_told_elsewhere_is_checked() -> None:
    assert round(100 * 4086166 / 4202408, 2) == 97.23
    right = {"done": "4086166", "share": "97.23", "own": "628520"}
    report = check(BUDGET.format(**right))
    assert {"completion", "part_of_whole"} <= laws(report)
    assert not report.findings
    assert "completion" in failed(check(BUDGET.format(**{**right, "share": "79.23"})))
    assert "part_of_whole" in failed(check(BUDGET.format(**{**right, "own": "6285200"})))


ALL_ABOVE = (
    "2022年末，全省各项贷款余额12.7万亿元，同比增长11.6%。2022年末，全省第三产业贷款同比增长14.5%，"
    "其中批发业贷款同比增长{}%，研究业贷款同比增长25.7%，均高于同期各项贷款增速。"
)


def test_of_a_list_with_a_clause_each_all_are_above() -> None:
    assert not check(ALL_ABOVE.format("31.1")).findings
    assert "above_all" in failed(check(ALL_ABOVE.format("3.1")))


TWICE = (
    "报告称，2022年，湖州地区生产总值合计23.7万亿元，同比增长6.4%。\n\n全省运行平稳。\n\n"
    "{}年，湖州地区生产总值合计23.7万亿元，同比增长6.4%。"
)


def test_the_same_digits_in_two_years_are_told() -> None:
    assert not check(TWICE.format(2022)).findings
    assert "period_differs" in failed(check(TWICE.format(2021)))
