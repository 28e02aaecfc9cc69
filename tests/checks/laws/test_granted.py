"""What no law may take for granted: each text is right, and one like it with an error is not."""

import pytest

from finreport.reading.compact import compact
from tests.checks.laws.checked import check, failed

TITLE = "湖州市2022年国民经济和社会发展统计公报\n\n"

PHONES = (
    "2022年末,全省固定电话用户{}万户,其中农村电话用户85.3万户,城市电话用户128.3万户;"
    "移动电话用户3872万户,全年新增346万户."
)
ACCOUNTS = (
    "2022年,全市财政总收入7.25亿元,增长8.4%。其中,地方财政收入{}亿元,增长6.9%;"
    "税收比重61.3%;财政总支出19.38亿元,增长14.2%。"
)
DIGEST = (
    "2022年,全市地区生产总值增长2.6%。固定资产投资增长6.4%。分产业看,"
    "第一、二、三产业分别增长51.7%、8.3%、{}%。"
)
TRADE = (
    "2022年，全省进出口总额807.2亿元，增长5.6%；其中出口总额520亿元，增长7.0%；"
    "进口总额287.2亿元，增长3.1%。按{}计价，全省进出口总额增长1.0%。"
)
BRIDGES = (
    "2022年末，全省公路桥梁3.26万座、606.3万米，比上年末增加0.27万座、49.5万米，"
    "其中，特大桥梁571座、{}万米。"
)
TURNOVER = (
    "2022年，全省货物周转量1 367.5亿吨公里，增长4.6%。其中，铁路{}亿吨公里，增长2.8%；"
    "公路316.4亿吨公里，增长11.3%。"
)
FIELDS = (
    "2022年，高技术领域营业收入1687.4亿元，占全部营业收入的91.3%。分领域看，"
    "光机电领域实现营业收入63.2亿元，占全部营业收入的3.4%；"
    "电子领域实现营业收入47.5亿元，占全部营业收入的2.6%。"
)
REGIONS = (
    "2022年，全市生产总值1346.8亿元，增长6.4%。按常住人口计算，人均生产总值43725元，增长5.5%。"
    "分区域看：湖州市区生产总值617.2亿元、增长4.7%，占全市生产总值45.8%，人均生产总值5.86万元；"
    "县域生产总值729.6亿元、增长7.8%，占全市54.2%，人均生产总值3.61万元。"
)
STOCK = (
    "2022年，全省农林牧渔业总产值591.6亿元，按可比价计算，增长{}%。其中，农业产值253.6亿元，"
    "增长4.9%；林业产值54.4亿元，增长5.6%；牧业产值195.5亿元，增长18.2%；"
    "渔业产值52.5亿元，增长3.0%；农林牧渔服务业产值35.6亿元，增长4.0%。"
)
TWO_YEARS = (
    "2022年上半年，全省地区生产总值增长12.7%，两年平均增长5.3%，"
    "两年平均增速比一季度加快0.3个百分点；一季度增长18.3%。"
)
SOURCES = (
    "2022年，全市财政总收入161.5亿元，其中地方财政收入123.6亿元。"
    "在总收入中，国税收入38.8亿元；地税收入55.6亿元；财政收入{}亿元。"
)
TOTAL = (
    "2022年，县本级一般公共预算收入4.10亿元。加上转移性收入37.72亿元，其中：返还收入0.50亿元、"
    "转移支付收入26.51亿元、上年结转收入1.95亿元、调入资金3.04亿元、转贷收入4.39亿元、"
    "动用稳定调节基金1.33亿元，收入合计{}亿元。"
)
CROPS = (
    "2022年，全市粮食总产量82.5万吨，比上年下降3%；蔬菜产量73.6万吨，增长2.7%；"
    "油料产量8.8万吨，增长4.2%。"
)
FIRMS = (
    "2022年末，全市市场主体62.3万户，其中企业18.2万户，个体工商户42.5万户；"
    "全年新登记市场主体9.8万户，其中企业3.1万户，个体工商户6.5万户。"
)
SCHOOLS = (
    "2022年，全市共有学校890所，在校学生86.2万人，专任教师5.9万人。"
    "其中，小学420所，在校学生{}万人，专任教师2.5万人。"
)

FOUND = {
    # what is not granted: (the text as it is, the text with an error, the law that fails)
    "that punctuation is Chinese": (
        PHONES.format("213.6"), PHONES.format("123.6"), "part_of_whole",
    ),
    "that a list goes on behind a semicolon": (
        ACCOUNTS.format("4.61"), ACCOUNTS.format("8.61"), "part_of_whole",
    ),
    "that a growth is of the currency of the whole": (
        TRADE.format("美元"), TRADE.format("人民币"), "growth_between.trade",
    ),
    "that only the first of an increase is one": (
        BRIDGES.format("103.3"), BRIDGES.format("1033"), "part_of_whole",
    ),
    "that spaces part numbers": (
        TURNOVER.format("984.2"), TURNOVER.format("1984.2"), "part_of_whole",
    ),
    "that parts weigh as in prices of the year": (
        STOCK.format("9.6"), STOCK.format("6.9"), "grown_sum",
    ),
    "that all behind 其中 is part of a part": (
        SOURCES.format("67.1"), SOURCES.format("76.1"), "shown_sum",
    ),
    "that a total behind a list is one of it": (
        TOTAL.format("41.82"), TOTAL.format("14.82"), "accounts",
    ),
    "that the last amount is the whole": (
        SCHOOLS.format("40.2"), SCHOOLS.format("90.2"), "part_of_whole",
    ),
}  # fmt: skip
LEFT = {
    "that an industry is one of output": DIGEST.format("2.9"),
    "that a name in a name is the whole": FIELDS,
    "that what is for each is the whole of places": REGIONS,
    "that an average of years is growth on the year before": TWO_YEARS,
    "that sums by chance are sums": CROPS,
    "that what is named anew is a part": FIRMS,
    "that more than a mark is the mark": (
        "2022年，全市共有5个县生产总值超过200亿元。其中，甲县生产总值达412.6亿元，乙县达388.1亿元。"
    ),
    "that what is lent on balance is more than nothing": (
        "2022年，全省新增制造业贷款58.5亿元，同比多增63.6亿元。"
    ),
    "that money for each is like money of all": (
        "2022年，全市地区生产总值1784.26亿元。其中，第一产业增加值52.37亿元；"
        "第二产业增加值913.48亿元；第三产业增加值818.41亿元。民营经济增加值598.64亿元。"
        "全市人均地区生产总值达11.35万元，增长8.6%。"
    ),
    "that a count behind a list is of all": (
        "2022年末，全县共有医疗机构53个，其中医院25个，疾控中心、妇幼保健院、卫生监督所各1个。"
    ),
    "that continents are counted": (
        "2022年，花旗银行、汇丰银行、渣打银行等来自五大洲的16家银行进驻。"
    ),
    "that what is left of a flow is of it": (
        "2022年，全市注销企业0.9万户，净增2.3万户，年末企业18.2万户。"
    ),
    "that sources of all are those of the last group": (
        "2022年，全国居民人均可支配收入15274元，增长8.3%。其中，城镇居民人均可支配收入21385元；"
        "农村居民人均可支配收入7864元，增长8.9%。\n\n按收入来源分，全国居民人均工资性收入8736元；"
        "人均经营净收入2491元；人均财产净收入1283元；人均转移净收入2764元。"
    ),
    "that a yield is an amount": (
        "2022年，全省粮食总产量1420万吨，其中秋粮产量1110万吨；亩产443.8公斤，其中玉米466.4公斤。"
    ),
    "that 去年 is the year before that of the text": (
        "去年全市一般公共预算支出完成1738.6亿元\n\n2022年，全市财政运行平稳。"
        "全市一般公共预算支出完成1738.6亿元，增长7.9%。"
    ),
    "that a cell is of the column meant": (
        "2022年，全市一般公共预算收入2064亿元，收入总计6427亿元。\n\n"
        "表1 2022年全市决算\n\n| 项目 | 执行数（亿元） | 决算数（亿元） |\n"
        "| 收入总计 | 6417 | 6427 |\n| 本级收入 | 2064 | 2064 |\n"
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_no_law_takes_for_granted(case: str) -> None:
    right, wrong, law = FOUND[case]
    assert not check(right, title=TITLE).findings
    assert law in failed(check(wrong, title=TITLE))


@pytest.mark.parametrize("case", LEFT)
def test_nor_without_an_error_that_shows(case: str) -> None:
    assert not check(LEFT[case], title=TITLE).findings


def test_a_year_is_no_part_of_a_longer_number() -> None:
    text = "初步核算，上半年全省第二产业增加值203867亿元，增长13.6%。"
    [amount, growth] = check(text, title="").facts.all
    assert "2038" not in f"{amount.span} {growth.span}"


def test_a_space_parts_thousands_only_before_what_they_count() -> None:
    assert compact("周转量1 367.5亿吨公里").text == "周转量1367.5亿吨公里"
    assert compact("见表1 100强企业").text == "见表1 100强企业"


OTHERS = {
    # parts that the text adds up to another whole: (text, its other whole, what it may be taken to)
    "those who are registered": (
        "2022年末，全市户籍人口{}人。其中，城镇人口203500人，乡村人口104800人。"
        "年末全市常住人口28.41万人，城镇化率66.84%。",
        "308300",
    ),
    "kinds of claims behind premiums": (
        "2022年，全市保险公司保费收入69.30亿元，其中，财产险22.57亿元，人寿险46.73亿元。"
        "全年赔付支出{}亿元，其中，财产险11.38亿元，人身险15.57亿元。",
        "26.95",
    ),
}


@pytest.mark.parametrize("case", OTHERS)
def test_parts_that_make_another_whole_are_none_of_this_one(case: str) -> None:
    text, whole = OTHERS[case]
    assert not failed(check(text.format(whole), title=TITLE))


def test_rests_of_accounts_and_small_counts_are_no_names() -> None:
    accounts = (
        "2022年，市本级社会保险基金预算收入53亿元，支出51.8亿元，当年收支结余1.2亿元。\n\n"
        "2022年，湖滨区社会保险基金预算收入1.2亿元，支出1亿元，当年收支结余0.2亿元。"
    )
    assert not failed(check(accounts, title=TITLE))
    places = "2022年末，全市文化服务中心{}个。\n\n2022年末，全市51个社区已建成文化服务中心64个。"
    grades = [each.grade for each in check(places.format("67"), title=TITLE).findings]
    assert "contradiction" not in grades


ALONE = {
    "a total of what came in and what is added to it, by its kinds": (
        "2022年，县本级一般公共预算收入3.22亿元。加上转移性收入43.18亿元，其中：返还收入0.39亿元、"
        "转移支付收入29.93亿元、上年结转收入2.27亿元、调入资金3.02亿元、转贷收入6.80亿元、"
        "动用稳定调节基金0.77亿元，收入合计46.40亿元。"
    ),
    "a scope that a sentence begins with": (
        "2022年，全市社会消费品零售总额1347.2亿元，下降1.6%。在限额以上法人单位中，"
        "城镇实现零售额438.5亿元、下降12.4%，乡村实现零售额24.9亿元、下降14.7%。"
    ),
    "what is told of the whole place behind a part": (
        "2022年，全市城镇新增就业6.21万人，失业人员再就业1.94万人，其中就业困难人员就业0.58万人，"
        "全市新增农村劳动力转移就业4.37万人。"
    ),
    "units of words that count": (
        "2022年，全市地区生产总值突破千亿元大关，成为全省首个，达到1035.2亿元，存款仍不足万亿元。"
    ),
}


@pytest.mark.parametrize("case", ALONE)
def test_what_is_told_apart_raises_nothing(case: str) -> None:
    assert not failed(check(ALONE[case], title=TITLE))
