"""What a text counts, plans and tells of one whole: it holds, an error is found, else silent."""

import pytest

from tests.checks.laws.checked import check, failed, laws

SCHOOLS = (
    "2022年末，全市共有中小学校60所，在校生8.20万人，专任教师0.62万人。其中，小学40所，在校学生{}万人，"
    "专任教师0.35万人；初中15所，在校生2.30万人，专任教师0.19万人；高中{}所，在校生1.10万人，专任教师800人。"
)
ACCIDENTS = (
    "2022年，全市发生生产安全事故{}起，死亡4人，伤1人。其中，机械伤害类事故3起，死亡{}人；"
    "道路运输事故5起，死亡1人；火灾事故0起，死亡0人、受伤0人。"
)
PLANS = (
    "二、2023年预算草案\n\n全市政府性基金预计收入64.3亿元。政府性基金预算支出安排50.1亿元，"
    "地方政府专项债券还本支出2.2亿元，调入一般公共预算{}亿元。\n\n"
    "市本级政府性基金预计收入{}亿元。政府性基金预算支出安排20.5亿元，调入一般公共预算4.1亿元。\n\n"
    "全市国有资本经营预算预计收入7.8亿元，上级补助收入0.2亿元。国有资本经营预算支出安排2亿元，"
    "调入一般公共预算6亿元。"
)
INSURED = (
    "2022年末，全市参加基本养老保险人数{}万人，其中，参加城镇职工基本养老保险人数81.40万人，"
    "参加城乡居民基本养老保险人数152.96万人。参加基本医疗保险人数305.12万人，其中，职工基本医疗保险参保人数"
    "74.81万人，城乡居民基本医疗保险参保人数{}万人。"
)
PREMIUMS = (
    "2022年，全市原保险保费收入61.4亿元。其中，财产险原保险保费收入19.8亿元，人寿保险原保险保费收入{}亿元，"
    "健康保险原保险保费收入9.7亿元，人身意外险原保险保费收入0.7亿元。支付各类赔款和给付总额24.6亿元，其中，"
    "财产险赔付支出12.9亿元，人寿保险赔付支出7.2亿元，健康保险赔付支出{}亿元，人身意外险赔付支出0.4亿元。"
)
PROFITS = (
    "2022年，规模以上工业企业利润总额{}亿元。分门类看，采矿业利润31.0亿元；制造业{}亿元；"
    "电力、热力、燃气及水生产和供应业12.4亿元。"
)
MOVES = "2022年，全省居民消费价格上涨1.9%。{}大类商品和服务价格呈“{}”态势。"
FACE = "2022年，全市{}个行业大类中，29个实现增长，增长面为{}%。"
SPREAD = "2022年末，全市移动电话用户412.60万户，其中5G移动电话用户{}万户，5G用户普及率为{}%。"
SUMMED = (
    "2022年，全市一般公共预算收入91.5亿元；加上上级补助收入、债务转贷收入、上年结余等{}亿元，"
    "收入总计{}亿元。"
)
HIGHER = (
    "2022年末，全市贷款余额1876.8亿元，同比增长{}%。\n\n2022年末，全市基础设施业、普惠小微、工业贷款余额"
    "同比分别增长{}%、24.8%和19.5%，均高于整体贷款增速。"
)
SHARED = (
    "2022年，规模以上高技术制造业增加值增长8.7%，占规模以上工业的比重为{}%。\n\n"
    "2022年，规模以上高技术制造业增加值占规模以上工业增加值比重为{}%。"
)
CROPS = (
    "2022年，油料播种面积8.42万亩，增长{}%。\n\n表1 2022年主要农作物播种面积\n"
    "项目\t播种面积（万亩）\t比上年增长（%）\n粮食作物合计\t214.20\t1.2\n经济作物合计\t35.60\t4.4\n"
    "# 油料\t8.42\t{}\n"
)
BASKET = (
    "2022年，居民消费价格上涨1.1%。分类别看，教育文化娱乐类上涨{}%，其他用品及服务类上涨6.3%。\n\n"
    "表1 2022年居民消费价格比上年涨跌幅度\n指 标\t比上年涨跌幅度（%）\n居民消费价格总指数\t1.1\n"
    "教育文化和娱乐\t1.7\n其他用品和服务\t{}\n"
)
INCOMES = (
    "2022年，全市全体常住居民人均可支配收入{}元；城镇常住居民人均可支配收入45120元；"
    "农村常住居民人均可支配收入{}元。"
)
TRADE = (
    "表1 2022年进出口\n指标\t绝对数（亿元）\t比上年增长（%）\n进出口额\t403.4\t1.5\n"
    "其中：一般贸易\t{}\t3.7\n加工贸易\t58.6\t4.2\n其中：对东盟\t{}\t5.8\n"
)
EVEN = (
    "2022年，全市基金预算收入131.5亿元，收入总计{}亿元。基金预算支出126.8亿元，支出总计262亿元。"
    "收支相抵，年终结余结转{}亿元。"
)
OF_INSURERS = (
    "2022年，全市保险机构的保费收入{}亿元，其中财产险公司保费收入71.64亿元，人身险公司保费收入128.42亿元。"
    "支付各类赔偿及给付{}亿元，其中财产险公司赔款41.30亿元，人身险公司赔款及给付21.88亿元。"
)
CASES = {
    # what is told: (the law, a text with two gaps, what holds there, what errs, its digits)
    "pupils of all schools": ("shown_sum", SCHOOLS, ("4.80", "5"), ("4.08", "5")),
    "schools of all": ("shown_sum", SCHOOLS, ("4.80", "5"), ("4.80", "8")),
    "accidents of all kinds": ("shown_sum", ACCIDENTS, ("8", "3"), ("6", "3")),
    "deaths in accidents": ("shown_sum", ACCIDENTS, ("8", "3"), ("8", "2")),
    "a plan that balances": ("accounts", PLANS, ("12.0", "24.6"), ("21.0", "24.6")),
    "a plan of the town itself": ("part_of_whole", PLANS, ("12.0", "24.6"), ("12.0", "246")),
    "those with pensions": (
        "partition.pension_insurance", INSURED, ("234.36", "230.31"), ("243.36", "230.31"),
    ),
    "those with medical insurance": (
        "partition.medical_insurance", INSURED, ("234.36", "230.31"), ("234.36", "203.31"),
    ),
    "kinds of premiums": (
        "partition.kinds_of_insurance", PREMIUMS, ("31.2", "4.1"), ("32.1", "4.1"),
    ),
    "kinds of claims": ("partition.claim_kinds", PREMIUMS, ("31.2", "4.1"), ("31.2", "1.4")),
    "profits of the sections": (
        "partition.industrial_profits", PROFITS, ("201.7", "158.3"), ("201.7", "185.3"),
    ),
    "what rose and fell": ("count_of_list", MOVES, ("八", "五涨二降一平"), ("七", "五涨二降一平")),
    "how many grew": ("share_of_whole", FACE, ("35", "82.9"), ("53", "82.9")),
    "what share grew": ("share_of_whole", FACE, ("35", "82.9"), ("35", "89.2")),
    "a rate of what its head names": (
        "share_of_whole", SPREAD, ("268.90", "65.2"), ("286.90", "65.2"),
    ),
    "a list that 等 closes": ("accounts", SUMMED, ("149.6", "241.1"), ("149.2", "241.1")),
    "above the whole": ("above_all", HIGHER, ("9.8", "14.6"), ("19.8", "14.6")),
    "a short share twice": ("repetition", SHARED, ("9.6", "9.6"), ("9.6", "6.9")),
    "a row under a subtotal": ("repetition", CROPS, ("5.1", "5.1"), ("1.5", "5.1")),
    "names that join otherwise": ("repetition", BASKET, ("1.7", "6.3"), ("1.7", "3.6")),
    "a row that says it is a part": ("part_of_whole", TRADE, ("344.2", "63.5"), ("434.2", "63.5")),
    "little that is left": ("accounts", EVEN, ("267", "5"), ("267", "9")),
    "premiums of the insurers": (
        "partition.premiums", OF_INSURERS, ("200.06", "63.18"), ("206.06", "63.18"),
    ),
    "claims on the insurers": (
        "partition.claims", OF_INSURERS, ("200.06", "63.18"), ("200.06", "61.38"),
    ),
    "income between town and country": (
        "partition.incomes", INCOMES, ("36402", "21340"), ("63402", "21340"),
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


SILENT = {
    "growth at the prices of the year": (
        "2022年上半年，全市生产总值2110亿元，按现行价格计算，同比增长10.4%；按不变价格计算，同比增长6.8%。"
        "第一产业增加值120亿元，增长4.9%；第二产业增加值790亿元，增长6.3%；第三产业增加值1200亿元，增长7.3%。"
    ),
    "what two budgets give to a third": (
        "二、2023年预算草案\n\n市本级政府性基金预计收入24.6亿元。政府性基金预算支出安排20.5亿元，"
        "调入一般公共预算4.1亿元。\n\n市本级国有资本经营预算预计收入1.8亿元。国有资本经营预算支出安排1.4亿元，"
        "调入一般公共预算0.4亿元。"
    ),
    "pupils and the teachers of all schools": (
        "2022年末，全市共有各级学校905所，在校生49.10万人，专任教师3.10万人，教职工3.95万人。"
        "其中幼儿园522所，在园幼儿9.32万人，教职工1.21万人。"
    ),
    "the budget of the next year": (
        "2022年，市本级教育支出64210万元，为预算的91.5%；文化支出13240万元，为预算的85%。\n\n"
        "二、2023年预算草案\n\n市本级教育支出预算68540万元，文化支出预算16530万元。"
    ),
    "the turnover of another business": (
        "2022年，规模以上工业企业利润总额245.30亿元；营业收入利润率为9.61%。\n\n"
        "2022年，规模以上服务业企业营业收入316.81亿元。"
    ),
    "kinds that leave out one": (
        "2022年末，全市参加基本医疗保险人数305.12万人，其中，职工基本医疗保险参保人数74.81万人，"
        "城乡居民基本医疗保险参保人数183.55万人。"
    ),
    "funds that need not balance": (
        "二、2023年预算草案\n\n全市社会保险基金预计收入87.4亿元，社会保险基金支出安排63.2亿元。"
    ),
}


@pytest.mark.parametrize("case", SILENT)
def test_what_is_of_two_things_is_left(case: str) -> None:
    assert not check(SILENT[case]).findings


RESEARCH = "2021年，全社会研发经费投入42.82亿元，增长15.5%。"


def test_research_is_known_a_year_late() -> None:
    made = "2022年，全市第{0}类产品产量{0}1.5万吨，增长3.{0}%。\n\n"
    told = "".join(made.format(at) for at in range(1, 9))
    assert "year_alone" not in laws(check(told + RESEARCH))
    other = RESEARCH.replace("全社会研发经费投入", "社会消费品零售额")
    assert "year_alone" in failed(check(told + other))
