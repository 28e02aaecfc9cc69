"""What may be compared with what: unlike units, things of one name, and what the words join."""

import pytest

from tests.checks.laws.checked import check, failed

PRODUCT = (
    "2022年，全省地区生产总值1328.5亿元，比上年下降{whole}。其中，第一产业增加值96.0亿元，增长3.0%；"
    "第二产业增加值546.6亿元，下降{second}%；第三产业增加值685.9亿元，增长3‰。"
)
HEADS = (
    "2022年，全省地区生产总值1328.5亿元。人均地区生产总值84439元，"
    "按年平均汇率折算为11857美元。年末全省常住人口156.78万人。"
)
LEADS = (
    "2022年，全省规模以上工业增加值增长9.0%。装备制造业增加值增长19.2%，"
    "高新技术产业增加值增长10.3%，增速分别快于规模以上工业{}、1.3个百分点。"
)
SHARED = (
    "2022年上半年，全省个人贷款新增517亿元，其中，个人经营贷款新增{}亿元，"
    "占个人贷款增量比重为85.1%。"
)
BEYOND = (
    "2022年，全省本外币各项贷款比年初增加3925亿元。企业贷款增加4004.4亿元，比各项贷款多增{}亿元。"
)
BALANCED = (
    "2022年，全省一般公共预算收入612959万元，加上上级补助等，总收入合计4088791万元。\n\n"
    "全省一般公共预算支出2965634万元，加上上解支出等，总支出合计{}万元，实现收支平衡。"
)
VISITORS = "2022年，全省旅游总人数219.1139万人次，增长28.88%。其中，接待国内游客{}万人次，增长{}%。"
ASIDE = "2022年上半年，工业贷款新增{}亿元，已超过上年全年增量（116.9亿元）。"
ALL_ABOVE = (
    "2022年6月末，全省本外币各项贷款余额2.41万亿元，同比增长11.8%。\n\n"
    "2022年上半年，制造业贷款新增703亿元，同比增长24.9%，"
    "其中，制造业中长期贷款新增258亿元，同比{}%，均明显高于各项贷款增速。"
)
ADDED = "2022年6月末，全省本外币各项贷款余额2.41万亿元，比年初增加1837{}元，同比增长11.8%。"
SIZES = (
    "2022年，全省规模以上工业增加值下降0.9%。分规模看，大型企业下降4.9%，中型企业下降3.3%，"
    "小微型企业{}%。"
)

FOUND = {
    # what is wrong: (the text as it is, the text with an error, the law that fails)
    "a part beside a whole in other units": (
        PRODUCT.format(whole="5‰", second="2.6"),
        PRODUCT.format(whole="5%", second="2.6"),
        "growth_between.industries",
    ),
    "a share of what was added": (SHARED.format(440), SHARED.format(404), "share_of_whole"),
    "more than all loans": (BEYOND.format("79.4"), BEYOND.format("97.4"), "lead"),
    "what a budget gives out": (BALANCED.format(4088791), BALANCED.format(4588791), "accounts"),
    "an amount told again": (
        VISITORS.format("219.1139", "28.88"),
        VISITORS.format("219.1639", "28.88"),
        "repetition",
    ),
    "its growth told again": (
        VISITORS.format("219.1139", "28.88"),
        VISITORS.format("219.1139", "82.88"),
        "repetition",
    ),
    "more than is aside": (ASIDE.format("119.4"), ASIDE.format("114.9"), "above_all"),
    "above a rate of another paragraph": (
        ALL_ABOVE.format("增长28.1"), ALL_ABOVE.format("下降28.1"), "above_all",
    ),
    "what was added, by its growth": (ADDED.format("亿"), ADDED.format("万"), "unit_of_kind"),
    "sizes of firms": (
        SIZES.format("下降0.4"), SIZES.format("下降1.4"), "growth_between.industry_sizes",
    ),
}  # fmt: skip
FOUND |= {
    "the first of two above a rate": (
        ALL_ABOVE.format("增长28.1"),
        ALL_ABOVE.format("增长28.1").replace("增长24.9", "下降24.9"),
        "above_all",
    ),
    "a balance, by its growth": (
        "2022年末，全省人民币各项贷款余额6843.2亿元，同比增长1.0%，全年新增67.4亿元。",
        "2022年末，全省人民币各项贷款余额6843.2万元，同比增长1.0%，全年新增67.4亿元。",
        "unit_of_kind",
    ),
    "totals that are said to balance": (
        "全市国有资本经营预算收支平衡情况：总收入13.7亿元。总支出13.7亿元。",
        "全市国有资本经营预算收支平衡情况：总收入23.7亿元。总支出13.7亿元。",
        "accounts",
    ),
    "days of a plan's last year": (
        "2022年，优良天数比例达到77%。\n\n五年来，城市环境改善，2022年优良天数281天。",
        "2022年，优良天数比例达到97%。\n\n五年来，城市环境改善，2022年优良天数281天。",
        "definition.good_days",
    ),
}
LEFT = {
    "a zone of the city": (
        "2022年，全市一般公共预算收入完成16.8亿元。分级次情况：市级完成3.8亿元，其中：高新区完成1.1亿元。"
        "税收收入完成12.6亿元，非税收入完成4.2亿元。"
    ),
    "what came new": "2022年末，移动电话用户180.44万户，增长0.6%。其中，本年新增4.66万户。",
    "a limit that is kept": "2022年末，全市债务余额98.0亿元，未超过省核定的限额（105.0亿元）。",
    "a total in a larger unit": (
        "2022年末，全省各项贷款余额12.08万亿元。\n\n2022年，住宿贷款12.5亿元，文体贷款27.4亿元，"
        "养老贷款18.4亿元，教育贷款4.3亿元。"
    ),
    "money of two currencies": HEADS,
    "three leads of three rates": LEADS.format("10.2"),
    "what is turned out beside the value added": (
        "2022年，全省工业增加值74.0亿元，增长5.3%。其中，规模以上工业产值475.9亿元，增长0.4%。"
    ),
    "rates that each thing has": (
        "2022年，全省牛、羊、猪分别出栏14.42万头、25.68万只、2.72万头，出栏率27%、36.1%、69.3%。"
    ),
    "parts that leave little out": (
        "2022年，全省粮食种植面积2851.4万亩，比上年减少0.4万亩。其中，水稻种植面积1190.6万亩，"
        "增加13.9万亩；玉米种植面积902.7万亩，减少5.1万亩；大豆种植面积756.3万亩，减少10.3万亩。"
    ),
    "deposits and loans together": (
        "2022年末，全省本外币存贷款总量11.74万亿元。其中，本外币各项存款5.75万亿元，"
        "本外币各项贷款5.99万亿元。"
    ),
    "names that hold a comma": (
        "2022年，交通运输、仓储和邮政业，科学研究和技术服务业，居民服务、修理和其他服务业"
        "营业收入分别增长4.1%、17.7%、17.9%、4.3%。"
    ),
    "a part below nothing": (
        "2022年，全市基金收入完成2434万元，其中：市直完成2701万元；高新区完成-267万元。"
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_what_two_numbers_say_of_each_other_is_held_to(case: str) -> None:
    right, wrong, law = FOUND[case]
    assert not check(right).findings
    assert law in failed(check(wrong))


@pytest.mark.parametrize("case", LEFT)
def test_what_is_of_two_things_is_not_compared(case: str) -> None:
    assert not check(LEFT[case]).findings


def test_points_of_a_list_are_each_of_its_own_rate() -> None:
    assert failed(check(LEADS.format("12.0"))) == {"lead": "12.0"}


def test_a_lead_over_a_rate_is_told_in_points() -> None:
    text = "2022年末，制造业贷款余额增长11.4%，比各项贷款增速高4.5{}。"
    assert not check(text.format("个百分点")).findings
    assert "points_meant" in failed(check(text.format("%")))


def test_a_share_moves_by_points_as_others_beside_it_do() -> None:
    text = "2022年，第一产业比重为9.2%，比上年下降0.8{}；第二产业比重为53.1%，比上年上升0.3{}。"
    assert "points_meant" in failed(check(text.format("个百分点", "%")))
    for unit in ("个百分点", "%"):
        assert "points_meant" not in failed(check(text.format(unit, unit)))


def test_a_level_that_a_heading_says_is_that_of_a_name() -> None:
    text = (
        "2022年市本级国有资本经营预算支出1.3亿元，增长84.4%。\n\n"
        "市本级国有资本经营预算收支平衡情况：总收入1.7亿元。总支出1.7亿元，"
        "其中：国有资本经营预算支出{}亿元，补助下级支出0.4亿元。"
    )
    assert not check(text.format("1.3")).findings
    assert "repetition" in failed(check(text.format("3.1")))
