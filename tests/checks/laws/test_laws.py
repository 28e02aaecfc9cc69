"""Each law on invented sentences: one that holds, one that fails, one of which it is silent."""

from fractions import Fraction

import pytest

from finreport.checks.laws import Bounds
from tests.checks.laws.checked import check, failed, laws

CASES = {
    # law: (holds, fails, the suspects that may come first, silent)
    "partition.industries": (
        "2022年，全省地区生产总值8000.0亿元，增长4.0%。其中，第一产业增加值800.0亿元，增长4.1%；第二产业增加值3200.0亿元，增长3.9%；第三产业增加值4000.0亿元，增长4.1%。",
        "2022年，全省地区生产总值8000.0亿元，增长4.0%。其中，第一产业增加值800.0亿元，增长4.1%；第二产业增加值2300.0亿元，增长3.9%；第三产业增加值4000.0亿元，增长4.1%。",
        {"2300.0"},
        "2022年，全省地区生产总值8000.0亿元。其中，第二产业增加值2300.0亿元。",
    ),
    "partition.trade": (
        "2022年，全省进出口总额903.4亿元。其中，出口601.2亿元，进口302.2亿元。",
        "2022年，全省进出口总额903.4亿元。其中，出口610.2亿元，进口302.2亿元。",
        {"610.2"},
        "2022年，全省进出口总额903.4亿元。其中，出口601.2亿元。",
    ),
    "partition.insurers": (
        "2022年末，全省保险公司分支机构61家。其中，财产险公司分支机构32家，寿险公司分支机构29家。",
        "2022年末，全省保险公司分支机构61家。其中，财产险公司分支机构33家，寿险公司分支机构29家。",
        {"61", "33", "29"},
        "2022年末，全省保险公司分支机构61家，证券营业部120家。",
    ),
    "shown_sum": (
        "2022年，全省新建桥梁463座，按用途看，公路桥梁257座，铁路桥梁118座，人行桥梁88座。",
        "2022年，全省新建桥梁463座，按用途看，公路桥梁275座，铁路桥梁118座，人行桥梁88座。",
        {"275"},
        "2022年，全省新建桥梁463座，其中，公路桥梁157座，铁路桥梁98座。",
    ),
    "part_of_whole": (
        "2022年末，全省共有博物馆210座，其中，国家级博物馆18座。",
        "2022年末，全省共有博物馆210座，其中，国家级博物馆318座。",
        {"210", "318"},
        "2022年末，全省共有博物馆210座。图书馆318座。",
    ),
    "share_of_whole": (
        "2022年，全省一般公共预算支出4520亿元。民生支出3390亿元，占一般公共预算支出比重为75.0%。",
        "2022年，全省一般公共预算支出4520亿元。民生支出3930亿元，占一般公共预算支出比重为75.0%。",
        {"3930"},
        "2022年，全省民生支出3930亿元，占一般公共预算支出比重为75.0%。",
    ),
    "shares_to_whole": (
        "2022年，三次产业增加值占地区生产总值比重分别为9.8%、40.1%、50.1%。",
        "2022年，三次产业增加值占地区生产总值比重分别为9.8%、41.0%、50.1%。",
        {"41.0", "9.8", "50.1"},
        "2022年，水果、蔬菜、茶叶占比分别为9.8%、41.3%、20.6%。",
    ),
    "level_growth_change": (
        "2022年末，全省住户贷款余额5500.0亿元，同比增长10.0%，比年初增加500.0亿元。",
        "2022年末，全省住户贷款余额5500.0亿元，同比增长10.0%，比年初增加5000亿元。",
        {"5000", "5500.0"},
        "2022年末，全省住户贷款余额5500.0亿元，比年初增加5000亿元。",
    ),
    "growth_between.trade": (
        "2022年，全省进出口总额同比增长5.1%。其中，出口同比增长7.2%，进口同比增长2.3%。",
        "2022年，全省进出口总额同比增长8.1%。其中，出口同比增长7.2%，进口同比增长2.3%。",
        {"8.1", "7.2"},
        "2022年，全省进出口总额同比增长8.1%。其中，出口同比增长7.2%。",
    ),
    "from_to_verb": (
        "五年来，全省公路里程从8.2万公里增加到9.6万公里。",
        "五年来，全省公路里程从9.2万公里增加到8.6万公里。",
        {"9.2", "8.6"},
        "五年来，全省公路里程达到8.6万公里，铁路里程增加到0.6万公里。",
    ),
    "lead": (
        "2022年，全省固定资产投资同比增长4.2%。其中，工业投资同比增长9.7%，增速快于全省投资5.5个百分点。",
        "2022年，全省固定资产投资同比增长4.2%。其中，工业投资同比增长9.7%，增速快于全省投资3.5个百分点。",
        {"3.5", "9.7", "4.2"},
        "2022年，全省工业投资同比增长9.7%，增速快于全国3.5个百分点。",
    ),
    "above_all": (
        "2022年末，全省各项贷款余额同比增长8.1%。绿色贷款、涉农贷款余额同比分别增长31.2%、9.9%，均高于各项贷款增速。",
        "2022年末，全省各项贷款余额同比增长8.1%。绿色贷款、涉农贷款余额同比分别增长31.2%、7.3%，均高于各项贷款增速。",
        {"7.3", "8.1"},
        "2022年末，绿色贷款、涉农贷款余额同比分别增长31.2%、7.3%，均高于全国平均水平。",
    ),
    "repetition": (
        "2022年，全省证券交易额12.4万亿元。\n\n二、证券业\n\n2022年，全省证券交易额123968亿元。",
        "2022年，全省证券交易额12.4万亿元。\n\n二、证券业\n\n2022年，全省证券交易额132968亿元。",
        {"132968", "12.4"},
        "2022年，全省证券交易额12.4万亿元。\n\n二、期货业\n\n2022年，全省期货交易额132968亿元。",
    ),
    "definition.urbanisation": (
        "2022年末，全省常住人口2400.0万人，其中城镇常住人口1560.0万人，城镇化率为65.00%。",
        "2022年末，全省常住人口2400.0万人，其中城镇常住人口1560.0万人，城镇化率为56.00%。",
        {"56.00"},
        "2022年末，全省城镇常住人口1560.0万人，城镇化率为56.00%。",
    ),
    "partition.incomes": (
        "2022年，全省居民人均可支配收入30120元。城镇居民人均可支配收入39870元；农村居民人均可支配收入18210元。",
        "2022年，全省居民人均可支配收入40120元。城镇居民人均可支配收入39870元；农村居民人均可支配收入18210元。",
        {"40120", "39870"},
        "2022年，全省居民人均可支配收入40120元，城镇居民人均可支配收入39870元。",
    ),
    "completion": (
        "2022年，全省城镇新增就业55.0万人，完成全年目标的110.0%。\n\n2022年计划城镇新增就业50.0万人。",
        None,
        set(),
        "2022年，全省城镇新增就业55.0万人，完成全年目标的210.0%。",
    ),
    "count_of_list": (
        "2022年，在青川、白河、红山三市开展了试点。",
        "2022年，在青川、白河、红山、蓝田三市开展了试点。",
        {"三"},
        "2022年，在青川等三市开展了试点。",
    ),
    "pulls": (
        "2022年，全省地区生产总值8000.0亿元，增长4.0%。第一产业拉动经济增长0.4个百分点，第二产业拉动经济增长1.5个百分点，第三产业拉动经济增长2.1个百分点。",
        "2022年，全省地区生产总值8000.0亿元，增长4.0%。第一产业拉动经济增长0.4个百分点，第二产业拉动经济增长5.1个百分点，第三产业拉动经济增长2.1个百分点。",
        {"5.1", "4.0"},
        "2022年，全省地区生产总值8000.0亿元，增长4.0%。第二产业拉动经济增长5.1个百分点。",
    ),
    "unit_differs": (
        None,
        "2022年，全省贷款加权平均利率同比下降0.33个百分点。\n\n二、利率\n\n2022年，全省贷款加权平均利率同比下降0.33%。",
        {"0.33"},
        "2022年，全省贷款加权平均利率同比下降0.33个百分点。\n\n二、利率\n\n2022年，全省存款利率同比下降0.35%。",
    ),
    "points_meant": (
        None,
        "2022年，全省固定资产投资同比增长4.2%，较前三季度加快1.2%。",
        {"1.2"},
        "2022年，全省固定资产投资同比增长4.2%，较前三季度加快1.2个百分点。",
    ),
    "period_differs": (
        None,
        "2022年末，全省共有营业网点5120个。\n\n二、银行业\n\n2021年末，全省共有营业网点5120个。",
        {"5120"},
        "2022年末，全省共有营业网点5120个。\n\n二、银行业\n\n2021年末，全省共有营业网点5098个。",
    ),
}


@pytest.mark.parametrize("law", [law for law, case in CASES.items() if case[0]])
def test_a_law_that_holds_raises_nothing(law: str) -> None:
    report = check(CASES[law][0] or "")
    assert law in laws(report)
    assert not report.findings


@pytest.mark.parametrize("law", [law for law, case in CASES.items() if case[1]])
def test_a_law_that_fails_names_a_suspect(law: str) -> None:
    report = check(CASES[law][1] or "")
    assert failed(report)[law] in CASES[law][2]
    assert len(report.findings) == 1


@pytest.mark.parametrize("law", CASES)
def test_a_law_is_silent_where_it_does_not_apply(law: str) -> None:
    report = check(CASES[law][3])
    assert law not in laws(report)
    assert not report.findings


ROADS = "2022年末，全省公路里程{}公里，国道{}公里，省道4021公里，县道9120公里，乡道35307公里。"


def test_a_list_that_no_word_opens_is_a_sum_if_it_adds_up() -> None:
    assert "shown_sum" in laws(check(ROADS.format("51633", "3185")))
    [finding] = check(ROADS.format("51633", "3158")).findings
    assert finding.grade == "doubt"
    assert finding.change.fact.reading.printed == "3158"
    assert not check(ROADS.format("61945", "3158")).findings


PAPERS = "2022年末，全省有效期内的专利48020件，其中外观专利{}件，占比为{}%。"


def test_a_share_behind_its_part_is_of_the_number_that_it_agrees_with() -> None:
    assert "share_of_whole" in laws(check(PAPERS.format("15126", "31.5")))
    [finding] = check(PAPERS.format("15126", "35.1")).findings
    assert finding.grade == "doubt"
    assert finding.change.fact.reading.printed in ("35.1", "15126")
    assert not check(PAPERS.format("15126", "62.8")).findings


POINTS = "2022年，全省开展了{}项行动：一是清理欠费，二是压缩环节，三是公开流程，{}五是受理投诉。"


def test_points_that_are_numbered_are_as_many_as_is_said() -> None:
    assert "count_of_list" in laws(check(POINTS.format("5", "四是下放权限，")))
    assert not check(POINTS.format("5", "四是下放权限，")).findings
    [finding] = check(POINTS.format("6", "四是下放权限，")).findings
    assert finding.change.needed == Bounds(Fraction(5), Fraction(5))
    assert check(POINTS.format("9", "四是下放权限，")).findings
    assert not check(POINTS.replace("一是", "").format("9", "")).findings


CHAPTERS = (
    "2022年，全省着力做好以下{}个方面工作：\n\n（一）稳投资。开工一批项目。\n\n"
    "支持企业。\n\n（二）促消费。\n\n（三）强县域。\n\n二、明年安排\n\n（一）稳就业。\n"
)


def test_points_of_a_paragraph_each_end_with_the_section() -> None:
    assert not check(CHAPTERS.format("3")).findings
    [finding] = check(CHAPTERS.format("4")).findings
    assert finding.change.needed == Bounds(Fraction(3), Fraction(3))


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("2022年，全省在钢铁、有色、化工、建材等4个行业推广。", False),
        ("2022年，全省在钢铁、有色、化工、建材等3个行业推广。", True),
        ("2022年，全省在钢铁、有色、化工等5个行业推广。", False),  # 等 leaves it open
        ("2022年，全省在钢铁、有色、化工、建材5个行业推广。", True),
        ("2022年，全省完成3件实事：扩建学校，修缮河堤，增设门诊。", False),
        ("2022年，全省完成4件实事：扩建学校，修缮河堤，增设门诊。", True),
    ],
)
def test_a_count_in_digits_is_that_of_the_names_beside_it(text: str, *, is_wrong: bool) -> None:
    assert bool(check(text).findings) is is_wrong


PLANS = (
    "2022年，全省公路里程9.1万公里。\n\n三、2023年工作安排\n\n2023年，新建和改造提升农村公路{}公里。"
    "\n\n附件\n\n2023年，新建和改造提升农村公路{}公里，惠及百余个村。"
)


def test_a_plan_told_twice_is_one_plan_and_a_doubt_if_it_differs() -> None:
    assert not check(PLANS.format("2500", "2500")).findings
    [finding] = check(PLANS.format("2500", "2600")).findings
    assert finding.grade == "doubt"


def test_what_was_done_and_what_is_planned_are_two_facts() -> None:
    text = "2022年，全省城镇新增就业58万人。\n\n2023年，计划城镇新增就业50万人。"
    assert not check(text).graded("contradiction")


LINES = "2022年末，全省固定电话用户39.4万户，移动电话用户{}万户，两者合计427.9万户。"


def test_numbers_before_their_sum_add_up_to_it() -> None:
    assert "shown_sum" in laws(check(LINES.format("388.5")))
    assert check(LINES.format("385.8")).findings


KINDS = "2022年，全省设立{}个主要指标，其中{}个预期性指标、8个约束性指标。"


def test_counts_of_two_kinds_are_all_of_what_they_are_kinds_of() -> None:
    assert not check(KINDS.format("28", "20")).findings
    assert check(KINDS.format("29", "20")).findings


HALVES = "2022年末，全省城镇人口占比为{}%，乡村人口占比为35.0%。"


def test_the_shares_of_opposites_are_a_hundred() -> None:
    assert "shares_to_whole" in laws(check(HALVES.format("65.0")))
    assert check(HALVES.format("66.0")).findings
    assert not check("2022年末，全省水果占比为66.0%，蔬菜占比为35.0%。").findings


YEARS = "".join(
    f"2022年，全省{name}产量{31 + at}.2万吨，同比增长{at}.4%。\n\n"
    for at, name in enumerate(("苹果", "甜瓜", "葡萄", "核桃", "板栗", "茶叶", "药材"), 1)
)


@pytest.mark.parametrize(
    ("text", "is_left"),
    [
        ("2022年，全省水泥产量812.4万吨，同比增长5.2%。", False),
        ("2021年，全省水泥产量812.4万吨，同比增长5.2%。", True),
        ("经核实，2021年，全省水泥产量812.4万吨，同比增长5.2%。", False),
        ("2021年，全省苹果产量31.4万吨，同比增长5.2%。", False),  # told of both years
        ("2020年，全省水泥产量812.4万吨，同比增长5.2%。", False),  # no draft is so old
        ("经批准，2021年全省水泥产量目标调整为812.4万吨。", False),
        ("经人大批准，2021年全省水泥产量812.4万吨，为预算的98.6%。", True),
        ("全面核查2021年专项资金126项的使用情况。", False),
        ("截至2021年8月底，全省水泥产量812.4万吨，比去年同期增长5.2%。", True),
        ("2021年，全省水泥产量812.4万吨，同比增长5.2%。其中，散装水泥产量512.4万吨。", True),
        ("2021年，全省苹果产量32.2万吨，同比增长5.2%。", True),  # the very number of 2022
    ],
)
def test_a_year_left_standing_is_a_doubt(text: str, *, is_left: bool) -> None:
    assert ("year_alone" in failed(check(YEARS + text))) is is_left


def test_items_of_lists_of_two_quantities_are_not_one_fact() -> None:
    text = (
        "2022年，规模以上工业中，增加值居前两位的行业为：云锦纺织业37.6亿元，山石矿物制品业7.8亿元。"
        "\n\n2022年，利润总额居前两位的行业有：云锦纺织业16.0亿元，山石矿物制品业1.8亿元。"
    )
    assert not check(text).findings


def test_shares_of_industries_in_investment_are_not_those_in_output() -> None:
    text = (
        "2022年，全省地区生产总值110.89亿元，其中：第一产业增加值32.17亿元。"
        "\n\n全省固定资产投资比上年下降24.4%。三次产业的比重分别为10.45：40.72：48.83。"
    )
    assert not check(text).findings
    told = text.replace("固定资产投资", "生产总值")
    assert check(told).findings


def test_the_largest_parts_are_no_partition() -> None:
    text = (
        "2022年，全省企业利润总额62.5亿元，"
        "居前三位的行业有：煤业36.0亿元，钢业14.1亿元，化工业{}亿元。"
    )
    assert not check(text.format("4.2")).findings
    listed = text.replace("居前三位的行业有", "分行业看").format("14.2")
    assert check(listed).findings


BUDGET = (
    "2022年，全市一般公共预算支出年初预算为53.1亿元，执行中{}71.9亿元，"
    "实际完成70.4亿元，增长8.3%。\n\n"
    "全市民生支出56.3亿元，增长8.2%，占一般公共预算支出的比重为80%。"
)


def test_what_a_budget_asked_for_is_not_what_was_spent() -> None:
    report = check(BUDGET.format("支出预算调整为"))
    assert "share_of_whole" in laws(report)  # 56.3/70.4, not 56.3/71.9
    assert not report.findings
