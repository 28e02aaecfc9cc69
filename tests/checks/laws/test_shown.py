"""What a text shows of itself: each law on a text that holds, that errs, and that is silent."""

import pytest

from tests.checks.laws.checked import check, laws

TABLE = (
    "\n\n表1 2022年主要指标\n\n指标\t绝对数（万元）\t比上年增长（%）\n"
    "各项存款余额\t14666372\t26.7\n各项贷款余额\t9372922\t23.4\n"
)
SPENT = (
    "表1 2022年固定资产投资\n\n指标\t完成额（万元）\n"
    "全部投资\t9977599\n第一产业\t302455\n第二产业\t{}\n采矿业\t114306\n第三产业\t7670688\n"
)
PRICES = (
    "2022年，全省居民消费价格上涨1.5%。其中，食品烟酒价格上涨{}%，衣着价格上涨1.0%。\n\n"
    "表1 2022年居民消费价格\n\n项目\t比上年上涨（%）\n居民消费价格总指数\t1.5\n"
    "食品烟酒\t2.6\n衣着\t1.0\n"
)
CROPS = (
    "2022年，全省药材、茶叶、糖料产量比上年{}，烤烟产量下降。\n\n"
    "表1 2022年主要农产品产量\n\n产品\t产量（吨）\t比上年增长（%）\n"
    "药材\t70146\t10.9\n茶叶\t13910\t27.4\n糖料\t9543\t7.7\n烤烟\t21050\t-5.7\n"
)

CASES = {
    # what is shown: (the law, holds, fails, the digits that are suspected, silent)
    "a sum over sentences, beside another": (
        "shown_sum",
        "2022年，全省火灾157起，受伤101人。工厂火灾12起，受伤13人。道路火灾138起，受伤86人。森林火灾7起，受伤2人。",
        "2022年，全省火灾157起，受伤101人。工厂火灾17起，受伤13人。道路火灾138起，受伤86人。森林火灾7起，受伤2人。",
        "17",
        "2022年，全省火灾157起，受伤101人。工厂火灾12起，受伤13人。",
    ),
    "a whole divided anew": (
        "shown_sum",
        "2022年末，全省公路29479公里。客运班线3120条。按技术等级划分，高速公路814公里、干线公路12561公里、四级公路16104公里。",
        "2022年末，全省公路29479公里。客运班线3120条。按技术等级划分，高速公路814公里、干线公路12651公里、四级公路16104公里。",
        "12651",
        "2022年末，全省公路29479公里。客运班线3120条。高速公路814公里，干线公路7561公里。",
    ),
    "points of a plan added up behind them": (
        "shown_sum",
        "一是围绕经济，提出6项指标。二是围绕创新，提出5项指标。三是围绕民生，提出8项指标。四是围绕绿色，提出7项指标。以上共计26项指标。",
        "一是围绕经济，提出6项指标。二是围绕创新，提出9项指标。三是围绕民生，提出8项指标。四是围绕绿色，提出7项指标。以上共计26项指标。",
        "9",
        "一是围绕经济，提出6项指标。二是围绕创新，提出9项措施。以上共计26项任务。",
    ),
    "two parts of one whole": (
        "shares_of_one_whole",
        "2022年末，全省保护区面积22.11万公顷，占全省国土面积7.28%。风景区面积1802.3平方公里，占全省国土面积5.94%。",
        "2022年末，全省保护区面积22.11万公顷，占全省国土面积2.78%。风景区面积1802.3平方公里，占全省国土面积5.94%。",
        "2.78",
        "2022年末，全省保护区面积22.11万公顷，占全省国土面积2.78%。",
    ),
    "a share of a whole in another paragraph": (
        "share_of_whole",
        "2022年末，全省电力装机容量16400万千瓦。\n\n2022年末，全省新能源装机9048万千瓦，占比55.2%。",
        "2022年末，全省电力装机容量16400万千瓦。\n\n2022年末，全省新能源装机9048万千瓦，占比52.5%。",
        "52.5",
        "2022年末，全省原煤产能16400万吨。\n\n2022年末，全省新能源装机9048万千瓦，占比52.5%。",
    ),
    "a change since a level": (
        "from_to_change",
        "2022年，全省存款余额达到13697.5亿元，较“十三五”末的9323.1亿元增加4374.4亿元。",
        "2022年，全省存款余额达到13697.5亿元，较“十三五”末的9323.1亿元增加4347.4亿元。",
        "4347.4",
        "2022年，全省存款余额达到13697.5亿元，贷款余额9323.1亿元，增加4347.4亿元。",
    ),
    "a mark that was passed": (
        "surpassed",
        "2022年，全省社会消费品零售总额突破2万亿元、达到23562亿元。",
        "2022年，全省社会消费品零售总额突破7万亿元、达到23562亿元。",
        "7",
        "2022年，全省社会消费品零售总额达到23562亿元。",
    ),
    "a total, how many and how much each": (
        "growth_of_product",
        "2022年，接待游客人次、旅游总花费、游客人均花费分别增长14.4%、20.6%、5.4%。",
        "2022年，接待游客人次、旅游总花费、游客人均花费分别增长14.4%、26.0%、5.4%。",
        "26.0",
        "2022年，接待游客人次、商品零售额、农业产值分别增长14.4%、26.0%、5.4%。",
    ),
    "a contribution and the points that are added": (
        "pull_and_contribution",
        "2022年，全省地区生产总值增长5.0%。第三产业拉动地区生产总值增长3.1个百分点，贡献率为62.0%。",
        "2022年，全省地区生产总值增长5.0%。第三产业拉动地区生产总值增长3.1个百分点，贡献率为26.0%。",
        "26.0",
        "2022年，全省进出口增长5.0%。第三产业拉动地区生产总值增长3.1个百分点，贡献率为26.0%。",
    ),
    "a contribution by level and growth": (
        "contribution_of_part",
        "2022年，全省地区生产总值1000.0亿元，增长5.0%。第一产业增加值200.0亿元，增长4.0%；第二产业增加值300.0亿元，增长5.0%；第三产业增加值500.0亿元，增长5.4%。第一、二、三次产业对经济增长的贡献率分别为16.2%、30.0%和53.8%。",
        "2022年，全省地区生产总值1000.0亿元，增长5.0%。第一产业增加值200.0亿元，增长4.0%；第二产业增加值300.0亿元，增长5.0%；第三产业增加值500.0亿元，增长5.4%。第一、二、三次产业对经济增长的贡献率分别为61.2%、30.0%和53.8%。",
        "61.2",
        "2022年，全省地区生产总值1000.0亿元，增长5.0%。第一、二、三次产业对经济增长的贡献率分别为16.2%、30.0%和53.8%。",
    ),
    "an average over the years of a plan": (
        "average_growth",
        "“十四五”时期，全省财政收入由200.0亿元提高到322.1亿元，年均增长10.0%。",
        "“十四五”时期，全省财政收入由200.0亿元提高到322.1亿元，年均增长18.0%。",
        "18.0",
        "“十四五”时期，全省财政收入提高到322.1亿元，年均增长18.0%。",
    ),
    "a row that the prose tells under another name": (
        "repetition",
        f"2022年末，全部金融机构存款余额1466.64亿元，比年初增长26.7%。{TABLE}",
        f"2022年末，全部金融机构存款余额1466.64亿元，比年初增长27.6%。{TABLE}",
        "27.6",
        f"2022年末，全部旅行社资产1466.64亿元，比年初增长27.6%。{TABLE}",
    ),
    "industries with other rows between": (
        "table_sum", SPENT.format("2004456"), SPENT.format("2044056"), "2044056",
        SPENT.format("2004456").replace("第三产业", "第四产业"),
    ),
    "prices of a table that is all growth": (
        "repetition", PRICES.format("2.6"), PRICES.format("6.2"), "6.2",
        "2022年，全省居民消费价格上涨1.5%。",
    ),
    "a word for rows that grew": (
        "turned", CROPS.format("增加"), CROPS.format("减少"), "10.9",
        CROPS.format("另行公布"),
    ),
    "a set that is counted twice": (
        "repetition",
        "2022年，全省打造5个国家先进制造业集群。\n\n2023年，做强5个国家先进制造业集群。",
        "2022年，全省打造5个国家先进制造业集群。\n\n2023年，做强3个国家先进制造业集群。",
        "3",
        "2022年，全省打造5个国家先进制造业集群。\n\n2023年，新增3个国家先进制造业集群。",
    ),
    "a closed list of two": (
        "count_of_list",
        "2022年，全省建成青州、云州2个国家医疗中心。",
        "2022年，全省建成青州、云州3个国家医疗中心。",
        "3",
        "2022年，全省建成青州、云州等3个国家医疗中心。",
    ),
    "a closed list of three": (
        "count_of_list",
        "2022年，推动青州、云州、石州3个综保区发展。",
        "2022年，推动青州、云州、石州9个综保区发展。",
        "9",
        "2022年，推动青州、云州、石州达到19个综保区。",
    ),
    "the unemployed and the employed": (
        "definition.unemployment",
        "2022年末，全省城镇从业人员34.46万人，城镇登记失业人员11588人，城镇登记失业率为3.25%。",
        "2022年末，全省城镇从业人员34.46万人，城镇登记失业人员15188人，城镇登记失业率为3.25%。",
        "15188",
        "2022年末，城镇登记失业人员15188人，城镇登记失业率为3.25%。",
    ),
    "the incomes of town and country": (
        "definition.income_ratio",
        "2022年，城镇居民人均可支配收入40000元，农村居民人均可支配收入20000元，城乡居民收入比为2.00。",
        "2022年，城镇居民人均可支配收入40000元，农村居民人均可支配收入20000元，城乡居民收入比为2.20。",
        "2.20",
        "2022年，城镇居民人均可支配收入40000元，城乡居民收入比为2.20。",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_shown_holds(case: str) -> None:
    law, holds, *_ = CASES[case]
    report = check(holds)
    assert law in laws(report)
    assert not report.findings


@pytest.mark.parametrize("case", CASES)
def test_an_error_in_what_is_shown_is_found(case: str) -> None:
    law, _, fails, wrong, _ = CASES[case]
    report = check(fails)
    [named] = [each for each in report.findings if law in {one.law for one in each.failing}][:1]
    suspects = {change.fact.reading.printed for changes in named.suspects for change in changes}
    assert wrong in suspects


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_said_where_nothing_is_shown(case: str) -> None:
    assert not check(CASES[case][-1]).findings


def test_what_more_could_be_wrong_is_said() -> None:
    from finreport.checks.forms import plain

    text = "2022年，全省新建桥梁463座，按用途看，公路桥梁275座，铁路桥梁118座，人行桥梁88座。"
    report = check(text)
    [finding] = report.findings
    assert len(finding.suspects) <= 3 or "不能分辨" in plain.write(report, "zh")
