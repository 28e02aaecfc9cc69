"""Which numbers are the parts of a whole, and which lists tell of an error."""

import pytest

from tests.checks.laws.checked import check, laws

SUMMED = {
    "what 其中 tells inside a list is no part of it": (
        "2022年，全省货运量158.8万吨。其中，铁路货运量2.3万吨；公路货运量133.1万吨，"
        "其中煤炭货运量128.3万吨；水路货运量{}万吨；管道货运量7.4万吨。",
        "16.0",
        "46.0",
    ),
    "brackets behind a part are no parts of the whole": (
        "2022年末，全省共有监测站196个，其中：地面站167个（包括基准站10个、气象站{}个）；高空站29个。",
        "157",
        "175",
    ),
    "accounts leave nothing out": (
        "2022年，全省总收入44.2亿元，其中：基金收入11.4亿元，补助收入9.1亿元，转贷收入20.6亿元，"
        "调入资金0.8亿元，上年结余{}亿元。",
        "2.3",
        "2.9",
    ),
    "a name that spells its parts": (
        "2022年，全省牛羊猪禽肉产量2.54万吨。其中牛肉产量1.88万吨；羊肉产量0.36万吨；"
        "猪肉产量{}万吨；禽肉产量0.12万吨。",
        "0.17",
        "0.15",
    ),
    "over sentences, with others": (
        "2022年，全省农作物总播种面积247.95万亩。粮食播种面积194.45万亩。其中，小麦播种面积58.51万亩。"
        "油料播种面积{}万亩；蔬菜播种面积31.17万亩；其他农作物播种面积19.57万亩。",
        "2.76",
        "2.26",
    ),
    "the same parts of another whole": (
        "2022年，全省捐赠收入35.78亿元，其中，公募机构捐赠收入18.98亿元；私募机构捐赠收入16.80亿元。"
        "资助支出14.53亿元，其中，公募机构资助支出4.82亿元；私募机构资助支出{}亿元。",
        "9.71",
        "9.17",
    ),
    "others end the list, so that nothing is left out": (
        "2022年，全省基金支出177,200万元，下降3.8%，其中：待遇支出{}万元，上解上级支出79,584万元，"
        "其他支出1,823万元。",
        "95,793",
        "95,193",
    ),
    "an amount in another unit": (
        "2022年，全省完成债务还本付息188.71亿元。其中，债券还本付息134.09亿元，债务置换支出{}元，"
        "外债还本付息0.03亿元。",
        "54.59亿",
        "54.59万",
    ),
    "far from what exact parts make": (
        "2022年，全省接待支出177,200万元，其中：车辆支出95,793万元，会议支出{}万元，"
        "出国支出1,823万元。",
        "79,584",
        "29,584",
    ),
    "bonds that are new and bonds for old ones": (
        "2022年，全省争取各类债券{}亿元。其中：新增债券73亿元，再融资债券46.09亿元。",
        "119.09",
        "719.09",
    ),
    "parts that are more than the whole": (
        "2022年末，全省藏书552.52万册，其中中文藏书{}万册，外文藏书43.74万册。",
        "508.78",
        "580.78",
    ),
}


@pytest.mark.parametrize("case", SUMMED)
def test_parts_add_up_to_their_whole(case: str) -> None:
    text, right, wrong = SUMMED[case]
    report = check(text.format(right))
    assert not report.findings
    assert "shown_sum" in laws(report)
    found = check(text.format(wrong)).findings
    wrong = wrong.rstrip("亿万")
    assert any(wrong in {fact.reading.printed for fact in each.facts} for each in found)


WHOLE = (
    "2022年，全省粮食产量2930.7万吨，其中：水稻1235.9万吨，玉米913.1万吨，大豆778.7万吨。",
    "2022年末，全省卫生机构2798个，其中：医院90个，综合医院57个，中医院16个，专科医院17个，"
    "基层机构2661个，公共机构37个。",
    "2022年，全省零售总额365.68亿元。按地域分，城镇零售额327.42亿元，乡村零售额38.26亿元；"
    "按类型分，商品零售296.82亿元，餐饮收入68.86亿元。",
    "2022年末，全省贷款4047.9亿元，其中：企业贷款2759.3亿元，住户贷款1268.7亿元。",
)


@pytest.mark.parametrize("text", WHOLE)
def test_a_list_that_leaves_others_out_is_no_error(text: str) -> None:
    assert not check(text).findings
