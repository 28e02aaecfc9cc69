"""Releases on money, budgets and the economy: what stands beside what, since when, and whose."""

import pytest

from finreport.documents import read_text
from finreport.reading import Reading, read

BULLETIN = "山湖市2028年统计公报"
FINANCE = "山湖省2028年三季度金融运行"
BUDGET = "关于山湖市2028年预算执行情况和2029年预算草案的报告"
PLANS = "山湖省2031年政府工作报告\n\n二、“十六五”时期主要目标"


def quantities(title: str, *lines: str) -> list[Reading]:
    """The quantities of invented lines under a title."""
    document = read_text("\n\n".join((title, *lines)) + "\n", "draft.txt")
    return [each for each in read(document).readings if each.is_quantity]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("山地贷款占比-7.1%，湖区贷款占比为-2%。", [-7.1, -2]),
        ("原盐、纯碱、烧碱产量分别增长6%、-3%和2%。", [6, -3, 2]),
        ("全面降准0.5个百分点。", [-0.5]),
        ("涨幅高于上年0.6个百分点，降幅收窄0.2个百分点。", [0.6, -0.2]),
    ],
)
def test_signs(sentence: str, expected: list[float]) -> None:
    found = quantities(BULLETIN, sentence)
    assert [float(each.value or 0) for each in found] == expected
    assert all((each.value or 0) < 0 for each in found if each.direction == "down")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("消费价格上涨2.1%，涨幅高于上年0.3个百分点。", ["消费价格", "消费价格涨幅"]),
        ("消费价格上涨2.1%，连续4个月回落。", ["消费价格", "消费价格回落"]),
        ("消费价格下降0.4%，降幅连续5个月收窄。", ["消费价格", "消费价格降幅收窄"]),
        ("生产总值（预计，下同）52亿元，同比（下同）增长4%。", ["生产总值"] * 2),
        ("渔业增速分别高于茶叶、蚕丝2、4个百分点。", ["渔业增速高于茶叶", "渔业增速高于蚕丝"]),
        ("东部、西部茶厂分别实现产值9亿元、5亿元。", ["东部茶厂产值", "西部茶厂产值"]),
        ("科研项目54项，其中省级26项。", ["科研项目", "省级科研项目"]),
        ("市级以上科研项目54项，其中省级26项。", ["市级以上科研项目", "省级科研项目"]),
        ("收入触底回升、降幅收窄至3%，二季度由负转正、增长2%。", ["收入"] * 2),
        ("政府债务余额312亿元，控制在限额345亿元以内。", ["政府债务余额", "政府债务限额"]),
        ("造林9万亩，新增造林3万亩。", ["造林", "新增造林"]),
        ("森林覆盖率提高1.1个百分点、达到38.2%。", ["森林覆盖率"] * 2),
        ("年末共有3万人享受低保，2万人脱贫。", ["享受低保", "脱贫"]),
        ("38户茶企中，有26户产值增长，12户下降。", ["茶企"] * 3),
        ("18个县中有15个收入负增长。", ["县"] * 2),
        ("银行向36家重点茶企发放贷款8亿元。", ["重点茶企", "发放贷款"]),
        ("为4万户商户缓缴社保费8亿元。", ["商户", "缓缴社保费"]),
        ("对286户茶企的贷款本金实施延期，金额6亿元。", ["茶企", "贷款本金实施延期金额"]),
        ("每百户农家有汽车31辆，手机250部。", ["每百户农家有汽车", "每百户农家有手机"]),
        ("保费收入15亿元，其中财险5亿元、寿险10亿元；支付赔款4亿元。",
         ["保费收入", "财险保费收入", "寿险保费收入", "支付赔款"]),
        ("茶农基金收入12亿元，其中补贴收入4亿元；支出11亿元。",
         ["茶农基金收入", "补贴收入", "茶农基金支出"]),
        ("甲行、乙行贷款余额分别为9亿元和5亿元，分别增长3%和2%，市场份额分别为18%和10%。",
         [*["甲行贷款余额", "乙行贷款余额"] * 2, "甲行贷款余额市场份额", "乙行贷款余额市场份额"]),
        ("亿元以上项目31个，5亿元以上项目9个。", ["亿元以上项目", "5亿元以上项目"]),
        ("稻谷播种面积42万亩，总产11万吨，单产277公斤。", ["稻谷播种面积", "稻谷总产", "稻谷单产"]),
        ("接待游客26万人次，恢复到上年同期的72%。", ["接待游客"] * 2),
        ("茶业增速低于全市0.9个百分点，列第11位。", ["茶业增速低于全市", "茶业增速"]),
        ("投向具有直接和间接减排效益的贷款分别为6亿元和2亿元。",
         ["投向具有直接减排效益的贷款", "投向具有间接减排效益的贷款"]),
        ("处置不良资产48亿元，超计划6亿元。", ["处置不良资产"] * 2),
        ("大、中、小微企业茶贷指数分别为58%、59%和61%。",
         ["大型企业茶贷指数", "中型企业茶贷指数", "小微企业茶贷指数"]),
        ("存款、贷款余额分别突破3亿元、2亿元。", ["存款余额", "贷款余额"]),
        ("产茶量、渔获量两项先行指标分别增长5%、2%。", ["先行指标", "产茶量", "渔获量"]),
        ("茶业增加值9亿元，总量和增速分别居全省第5位和第3位。",
         ["茶业增加值"] * 3),
        ("总投资1000万美元以上项目5个。", ["总投资1000万美元以上项目"]),
        ("茶贷、渔贷均实现两位数高速增长，同比增速分别为22%、23%。", ["茶贷", "渔贷"]),
        ("三成的茶农惜售，61%认为“持平”。", ["茶农惜售", "认为“持平”"]),
        ("调查结果显示，本季茶价指数为51%，在上季基础上进一步提高2个百分点。", ["茶价指数"] * 2),
        ("完成国省道大修等3条35公里公路。", ["公路"] * 2),
    ],
)  # fmt: skip
def test_whose_they_are(sentence: str, expected: list[str]) -> None:
    assert [each.subject for each in quantities(BULLETIN, sentence)] == expected


@pytest.mark.parametrize(
    ("title", "sentence", "expected"),
    [
        (FINANCE, "9月末，贷款比8月末增加21亿元。", [("2028-09", "previous_month")]),
        (FINANCE, "9月末，贷款比6月末增加21亿元。", [("2028-07/2028-09", "previous_period")]),
        (FINANCE, "三季度末，不良贷款较上季末增加9亿元。", [("2028-Q3", "previous_period")]),
        (FINANCE, "9月，利率较8月下降5个基点。", [("2028-09", "previous_month")]),
        (FINANCE, "9月末，不良率为近五年来最低，较2025年下降1个百分点。",
         [("2028-09", "previous_period")]),
        (FINANCE, "前8个月新增贷款9亿元，超过上年全年水平，同比多增2亿元。",
         [("2028-01/2028-08", None), ("2028-01/2028-08", "previous_year")]),
        (FINANCE, "9月新增贷款9亿元，其中住户贷款5亿元，企业贷款4亿元。", [("2028-09", None)] * 3),
        (FINANCE, "前6个月，全省累计处置不良贷款31亿元。", [("2028-H1", None)]),
        (FINANCE, "1、2、3月份用电量分别增长2%、3%和4%。",
         [(f"2028-0{month}", "previous_year") for month in (1, 2, 3)]),
        (FINANCE, "一、二季度保费分别增长2%和3%。",
         [("2028-Q1", "previous_year"), ("2028-Q2", "previous_year")]),
        (FINANCE, "2026年和2027年，贷款分别新增8亿元和9亿元。",
         [("2026", "year_start"), ("2027", "year_start")]),
        (FINANCE, "9月末，贷款增速分别比上月末和上年同期低0.6个和高1.4个百分点。",
         [("2028-09", "previous_month"), ("2028-09", "previous_year")]),
        (FINANCE, "降幅较一季度、上半年分别收窄5个、2个百分点。",
         [("2028-Q3", "previous_period")] * 2),
        (BULLETIN, "从两年平均增速看，茶业、渔业分别增长4%、6%。", [("2027/2028", "average")] * 2),
        (BULLETIN, "外贸依存度由“十五五”开局之年的18%升至31%。", [("2026", None), ("2028", None)]),
        (BULLETIN, "按2020年价格计算，邮政业务总量增长6%。", [("2028", "previous_year")]),
        (BULLETIN, "剔除上年一次性因素，收入增长2.6%。", [("2028", "previous_year")]),
        (PLANS, "到2035年，单位能耗降低14%。", [("2031/2035", "plan_start")]),
        (FINANCE, "存贷比在前五个月提高的基础上达到91%。", [("2028-Q3", None)]),
        (BULLETIN, "2026年、2027年，茶贷相继突破4亿元、5亿元。", [("2026", None), ("2027", None)]),
        (BULLETIN, "一季度，茶贷款增加9亿元。渔贷款增加2亿元。", [("2028-Q1", "year_start")] * 2),
        (FINANCE, "住户贷款比年初增加9亿元，同比多增2亿元，其中经营贷款增加4亿元。",
         [("2028-01/2028-09", base) for base in ("year_start", "previous_year", "year_start")]),
        (FINANCE, "9月末，上市公司53家，今年新增7家。",
         [("2028-09-30", None), ("2028-01/2028-09", "previous_year")]),
        (FINANCE, "减点贷款占比由4月的38%升至9月的91%。",
         [("2028-04-30", None), ("2028-09-30", None)]),
        (FINANCE, "四季度，将力争全年贷款增长8%以上。", [("2028", "previous_year")]),
        (BUDGET, "今年收入增长5%。", [("2029", "previous_year")]),
        (BUDGET, "报告提出，2029年，收入安排8亿元。按现行体制计算，总支出9亿元。",
         [("2029", None)] * 2),
    ],
)  # fmt: skip
def test_when_and_against_what(
    title: str, sentence: str, expected: list[tuple[str, str | None]]
) -> None:
    found = quantities(title, sentence)
    assert [(each.period, each.base) for each in found] == expected


def test_what_came_in_is_not_what_was_asked() -> None:
    asked = "县级茶税收入预算为31亿元，调减8000万元，调整后收入预算为30亿元，实际完成32亿元。"
    *_, came = quantities(BUDGET, asked)
    assert came.subject == "县级茶税收入"
    later = "茶税收入预算为3亿元，支出预算为2亿元。实际完成收入4亿元；实际完成支出1亿元。"
    assert [each.subject for each in quantities(BUDGET, later)] == [
        *("茶税收入预算", "茶税支出预算", "茶税收入", "茶税支出")
    ]


def test_parts_in_a_parenthesis_end_with_it() -> None:
    text = "市级渔业预算支出7亿元（其中：高新区1亿元）。实际完成6亿元（其中：高新区0.9亿元）。"
    found = [each.subject for each in quantities(BUDGET, text)]
    assert found == ["市级渔业预算支出", "高新区渔业预算支出"] * 2


def test_a_share_of_a_budget_named_in_short() -> None:
    text = "渔业支出55亿元，为调整预算（以下简称预算）的98%，增长5.9%。"
    _, share, growth = quantities(BUDGET, text)
    assert (share.measure, share.base, growth.subject) == ("share", "target", "渔业支出")


def test_this_year_follows_a_year_that_has_ended() -> None:
    text = "截至2028年末，贷款余额5亿元。今年1月，新增贷款1亿元。"
    stood, new = quantities("山湖贷款突破五亿", text)
    assert (stood.period, new.period) == ("2028-12-31", "2029-01")


@pytest.mark.parametrize(
    "words",
    [
        "税收过300万元企业达到41家",
        "超30亿元企业41家",
        "结转超过当年收入30%的部分调入41亿元",
        "收入5万元以上的占41%",
        "利率在LPR加100个基点以内的贷款占41%",
        "成为全省第二个突破2亿元大关的指标的有41个",
    ],
)
def test_sizes_are_thresholds(words: str) -> None:
    found = quantities(BULLETIN, f"收入超百亿元企业5家、{words}。")
    assert [each.printed for each in found] == ["5", "41"]


def test_what_is_measured() -> None:
    text = "优良水体断面达到71%，停产面3%，邮政业务总量9万件，三类海水占7%。"
    found = quantities(BULLETIN, text)
    assert [each.measure for each in found] == ["share", "share", "level", "share"]
