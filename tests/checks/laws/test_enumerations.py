"""Which numbers are the parts of a whole, and which lists tell of an error."""

import pytest

from tests.checks.laws.checked import check, laws

SUMMED = {
    "what 其中 tells inside a list is no part of it": (
        "2022年，全省货运量174.6万吨。其中，铁路货运量3.5万吨；公路货运量142.8万吨，"
        "其中煤炭货运量136.7万吨；水路货运量{}万吨；管道货运量9.1万吨。",
        "19.2",
        "49.2",
    ),
    "brackets behind a part are no parts of the whole": (
        "2022年末，全省共有监测站196个，其中：地面站167个（包括基准站10个、气象站{}个）；高空站29个。",
        "157",
        "175",
    ),
    "accounts leave nothing out": (
        "2022年，全省总收入51.7亿元，其中：基金收入13.6亿元，补助收入8.3亿元，转贷收入24.9亿元，"
        "调入资金1.7亿元，上年结余{}亿元。",
        "3.2",
        "3.8",
    ),
    "a name that spells its parts": (
        "2022年，全省牛羊猪禽肉产量3.17万吨。其中牛肉产量2.24万吨；羊肉产量0.48万吨；"
        "猪肉产量{}万吨；禽肉产量0.18万吨。",
        "0.26",
        "0.24",
    ),
    "over sentences, with others": (
        "2022年，全省农作物总播种面积283.67万亩。粮食播种面积216.38万亩。其中，小麦播种面积67.29万亩。"
        "油料播种面积{}万亩；蔬菜播种面积39.72万亩；其他农作物播种面积23.73万亩。",
        "3.84",
        "3.34",
    ),
    "the same parts of another whole": (
        "2022年，全省捐赠收入42.63亿元，其中，公募机构捐赠收入23.45亿元；私募机构捐赠收入19.18亿元。"
        "资助支出13.96亿元，其中，公募机构资助支出5.34亿元；私募机构资助支出{}亿元。",
        "8.62",
        "8.26",
    ),
    "others end the list, so that nothing is left out": (
        "2022年，全省基金支出163,580万元，下降4.6%，其中：待遇支出{}万元，上解上级支出72,395万元，"
        "其他支出2,439万元。",
        "88,746",
        "88,146",
    ),
    "an amount in another unit": (
        "2022年，全省完成债务还本付息213.46亿元。其中，债券还本付息151.28亿元，债务置换支出{}元，"
        "外债还本付息0.05亿元。",
        "62.13亿",
        "62.13万",
    ),
    "far from what exact parts make": (
        "2022年，全省接待支出163,580万元，其中：车辆支出88,746万元，会议支出{}万元，"
        "出国支出2,439万元。",
        "72,395",
        "22,395",
    ),
    "bonds that are new and bonds for old ones": (
        "2022年，全省争取各类债券{}亿元。其中：新增债券86亿元，再融资债券38.47亿元。",
        "124.47",
        "724.47",
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
    "2022年，全省粮食产量3162.4万吨，其中：水稻1348.6万吨，玉米972.5万吨，大豆838.3万吨。",
    "2022年末，全省卫生机构3164个，其中：医院97个，综合医院58个，中医院23个，专科医院16个，"
    "基层机构3012个，公共机构45个。",
    "2022年，全省零售总额418.53亿元。按地域分，城镇零售额372.16亿元，乡村零售额46.37亿元；"
    "按类型分，商品零售335.29亿元，餐饮收入83.24亿元。",
    "2022年末，全省贷款3826.4亿元，其中：企业贷款2537.8亿元，住户贷款1271.4亿元。",
)


@pytest.mark.parametrize("text", WHOLE)
def test_a_list_that_leaves_others_out_is_no_error(text: str) -> None:
    assert not check(text).findings
