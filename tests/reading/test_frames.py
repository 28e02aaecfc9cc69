"""Every frame, rule of names and rule of durations reads the sentence that it was written for."""

import re
from itertools import pairwise

import pytest

from finreport.documents import read_text
from finreport.reading import Reading, read
from finreport.reading.compact import compact
from finreport.reading.frames import FRAMES, Frame
from finreport.reading.names import DURATIONS, RULES, DurationRule, NameRule, why_named
from finreport.reading.tokens import numbers


def readings(text: str, title: str = "某省2024年统计公报") -> list[Reading]:
    """What the numbers of a text under a title say, the title's own left off."""
    found = read(read_text(f"{title}\n\n{text}\n", "draft.txt")).readings
    return [each for each in found if each.paragraph != 1]


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_a_frame_reads_its_example(frame: Frame) -> None:
    last = [each for each in readings(frame.example) if each.is_quantity][-1]
    assert last.route.split(", ")[0] == frame.name
    assert last.measure == (frame.measure or last.measure)
    assert last.subject


def test_frames_have_names_and_examples_of_their_own() -> None:
    assert len({each.name for each in FRAMES}) == len(FRAMES)
    assert len({each.example for each in FRAMES}) == len(FRAMES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.example)
def test_a_rule_sets_aside_the_number_of_its_example(rule: NameRule) -> None:
    digits = re.finditer(r"\d+(?:\.\d+)?", rule.example)
    why = [why_named(rule.example, each.start(), each.end(), True) for each in digits]
    assert rule.why in why


@pytest.mark.parametrize("rule", DURATIONS, ids=lambda rule: rule.example)
def test_a_duration_is_reported_or_not(rule: DurationRule) -> None:
    assert numbers(rule.example)[-1].why == rule.why


@pytest.mark.parametrize(
    ("sentence", "measure", "direction", "value", "base"),
    [
        ("出口增长7.5%。", "growth", "up", 7.5, "previous_year"),
        ("出口同比下降7.5%。", "growth", "down", -7.5, "previous_year"),
        ("居民消费价格环比上涨0.3%。", "growth", "up", 0.3, "previous_month"),
        ("工业品价格降幅为1.2%。", "growth", "down", -1.2, "previous_year"),
        ("工业品价格降幅比上月收窄0.4个百分点。", "change_pp", "down", -0.4, "previous_month"),
        ("投资增速较前三季度加快1.1个百分点。", "change_pp", "up", 1.1, "previous_period"),
        ("城镇化率比上年末提高0.8个百分点。", "change_pp", "up", 0.8, "year_start"),
        ("贷款余额比年初增加312亿元。", "change", "up", 312, "year_start"),
        ("存款余额比年初减少41亿元。", "change", "down", -41, "year_start"),
        ("社会融资规模增量同比少增95亿元。", "change", "down", -95, "previous_year"),
        ("细颗粒物浓度改善6.1%。", "growth", "down", -6.1, "previous_year"),
        ("网上零售额年均增长9.4%。", "growth", "up", 9.4, "average"),
        ("工业增速比全国高1.3个百分点。", "change_pp", "up", 1.3, "nation"),
        ("财政收入增速低于全国0.9个百分点。", "change_pp", "down", -0.9, "nation"),
        ("投资下拉经济增长0.3个百分点。", "contribution", None, -0.3, None),
        ("出口增速为-2.1%。", "growth", "down", -2.1, "previous_year"),
        ("出口增长-2.1%。", "growth", "down", -2.1, "previous_year"),
        ("服务业拉动经济增长2.2个百分点。", "contribution", None, 2.2, None),
        ("年度预算完成进度为88.1%。", "share", None, 88.1, "target"),
        ("森林覆盖率提高到41.7%。", "share", None, 41.7, None),
        ("不良贷款率降至1.4%。", "level", None, 1.4, None),
        ("新能源汽车产量增长1.8倍。", "growth", "up", 1.8, "previous_year"),
        ("粮食总产量居全国第7位。", "rank", None, 7, "nation"),
        ("某大学进入世界前500名。", "rank", None, 500, None),
        ("生产总值迈上5万亿台阶。", "level", None, 5, None),
        ("新增工业产能项目89个。", "count", None, 89, None),
        ("完成林分优化提升70万亩。", "level", None, 70, None),
        ("外币贷款同比少减4亿美元。", "change", "up", 4, "previous_year"),
        ("外币贷款同比多减4亿美元。", "change", "down", -4, "previous_year"),
        ("全市生产总值两年平均增长4.1%。", "growth", "up", 4.1, "average"),
        ("工业投资比1—8月份提高0.6个百分点。", "change_pp", "up", 0.6, "previous_period"),
        ("银行业净利润同比少盈利4亿元。", "change", "down", -4, "previous_year"),
        ("人民币汇率中间价较上年末贬值5.8%。", "growth", "down", -5.8, "year_start"),
        ("新房价格环比下降的城市有9个。", "count", None, 9, None),
        ("主体工程已完成85%。", "share", None, 85, None),
        ("鲜菜价格影响消费价格下降0.2个百分点。", "contribution", None, -0.2, None),
        ("研发经费与生产总值之比为2.1%。", "share", None, 2.1, None),
        ("电话普及率上升至108.4部/百人。", "level", None, 108.4, None),
        ("高新技术企业比2020年末增加112家。", "change", "up", 112, "previous_period"),
        ("基金支出比上年增支20亿元。", "change", "up", 20, "previous_year"),
        ("基金支出比上年减支20亿元。", "change", "down", -20, "previous_year"),
        ("一般公共预算收入占预算调整数的106%。", "share", None, 106, "target"),
        ("设施配比达到20%。", "share", None, 20, None),
        ("耕种收综合机械化水平达到88%。", "share", None, 88, None),
        ("优良水体比例优于考核目标14.6个百分点。", "change_pp", "up", 14.6, "target"),
        ("服务业保持8%以上的较快增长。", "growth", "up", 8, "previous_year"),
        ("快递业务量（含邮政）为33万件。", "level", None, 33, None),
        ("寄递业务量累计完成33万件。", "level", None, 33, None),
        ("新能源汽车年产量增至82万辆。", "level", None, 82, None),
        ("两院院士增至123位。", "count", None, 123, None),
        ("高铁通车里程进至全国第5位。", "rank", None, 5, "nation"),
        ("全年压减会议费12%。", "growth", "down", -12, "previous_year"),
        ("一般性支出压减幅度达到11%。", "growth", "down", -11, "previous_year"),
        ("下调支小再贷款利率0.25个百分点。", "change_pp", "down", -0.25, "previous_year"),
        ("居民消费价格微降0.1%。", "growth", "down", -0.1, "previous_year"),
        ("高质量完成22期援外培训。", "count", None, 22, None),
        ("科考船靠港163航次。", "count", None, 163, None),
        ("亿元产值事故死亡率0.03人/亿元。", "level", None, 0.03, None),
        ("为群众挽回损失20亿多元。", "level", None, 20, None),
        ("市级财力较年初预算增加3亿元。", "change", "up", 3, "target"),
        ("首套房贷利率较同期限LPR低20个基点。", "change_pp", "down", -20, None),
        ("调入资金调减1.3亿元。", "change", "down", -1.3, "target"),
        ("调增一般公共预算收入12亿元。", "change", "up", 12, "target"),
        ("收入预算核减3亿元。", "change", "down", -3, "target"),
        ("基础养老金最低标准调增11.8%。", "growth", "up", 11.8, "previous_year"),
        ("退休人员养老金人均每月调增92元。", "change", "up", 92, "previous_year"),
        ("三公经费支出比预算减少188万元。", "change", "down", -188, "target"),
        ("预算收入超收5.5亿元。", "change", "up", 5.5, "target"),
        ("预算支出短支6.1亿元。", "change", "down", -6.1, "target"),
        ("外贸保持40%以上的高增速。", "growth", "up", 40, "previous_year"),
        ("5.5%左右的预期增长目标较为稳妥。", "growth", "up", 5.5, "previous_year"),
        ("居民消费价格指数（上年=100）为100.4。", "price_index", None, 100.4, None),
        ("总人口性别比（女=100）为103.2。", "multiple", None, 103.2, None),
    ],
)
def test_what_a_sentence_says(
    sentence: str, measure: str, direction: str | None, value: float, base: str | None
) -> None:
    (found,) = [each for each in readings(sentence) if each.is_quantity]
    said = (found.measure, found.direction, float(found.value or 0), found.base)
    assert said == (measure, direction, value, base)


def test_what_is_aside_measures_what_is_compared() -> None:
    sentence = "城镇化率62%，低于全国（67%）5个百分点。出口增长3%，高于全国（-2%）5个百分点。"
    found = [each for each in readings(sentence) if each.is_quantity]
    said = [(e.measure, e.direction, e.value and int(e.value), e.base) for e in found]
    assert said == [
        ("share", None, 62, None),
        ("share", None, 67, None),
        ("change_pp", "down", -5, "nation"),
        ("growth", "up", 3, "previous_year"),
        ("growth", "down", -2, "previous_year"),
        ("change_pp", "up", 5, "nation"),
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("外贸总额3.2亿元，占比约5%以上", ["3.2亿元", "5%"]),
        ("分别下降0.31个和0.46个百分点", ["0.31个百分点", "0.46个百分点"]),
        ("分别高5.1个、4.2个和3.6个百分点", ["5.1个百分点", "4.2个百分点", "3.6个百分点"]),
        ("自然增长率为-0.62‰", ["-0.62‰"]),
        ("日均浓度31μg/m3", ["31μg/m3"]),
        ("吸引300多家企业、160余万人参观", ["300家", "160万人"]),
        ("GDP增速区间为4.5%—5%", ["4.5%", "5%"]),
        ("全省三大类、五项、近六成", ["三大类", "五项", "六成"]),
        ("整车出口突破百万辆", ["百万辆"]),
        ("推进百万吨乙烯项目", []),
        ("增幅居全国第4位", ["4位"]),
        ("“四好农村路”里程达2万公里", ["2万公里"]),
        ("苹果产量约占全国1/8", ["1/8"]),
        ("建成5G基站2000座，移动流量3.2亿G", ["2000座", "3.2亿G"]),
        ("储蓄存款新增4万多亿元", ["4万亿元"]),
        ("改造危旧房2.5万套（间）", ["2.5万套"]),
        ("用好两个市场、两种资源", []),
        ("第三产业和三农工作", []),
        ("账号为" + "7" * 40, []),
        ("支出3,594, 026万元，结转234, 558万元", ["3,594,026万元", "234,558万元"]),
        ("图1  2020—2024年粮食产量", []),
        ("总动力717151千瓦，钢轨12千米", ["717151千瓦", "12千米"]),
        ("光缆166.2万芯千米", ["166.2万芯千米"]),
        ("带动上下游千余家企业，举办近百场演出", ["千家", "百场"]),
        ("民生的十一类支出", ["十一类"]),
        ("党的十九大和十九届二中全会，二人转获奖", []),
        ("构建支撑保障3个体系", ["3个"]),
        ("能效等级为1级和2级的冰箱", []),
        ("指年收入2000万元及以上的工业法人单位", []),
        ("计划总投资500万元及以上的投资项目", []),
        ("全州500万以上固定资产投资", []),
        ("新签千万元及以上利用内资项目78个", ["78个"]),
        ("总量超千亿元的县域达12个", ["12个"]),
        ("抓好年产60万吨油料等项目建设", []),
        ("生产总值（GDP）[2]4034.4亿元", ["4034.4亿元"]),
        ("[5]工业统计口径", []),
        ("土壤有机质27克/千克", ["27克/千克"]),
        ("第8.6代生产线", []),
        ("年内保持8%以上的较快增长", ["8%"]),
        ("新增3个过三千亿元城市、4个千亿县", ["3个", "4个"]),
        ("10大类55项民生实事项目", ["10大类", "55项"]),
        ("开通时速350公里高铁", []),
        ("开展促消费活动近万场，服务近亿人次", ["万场", "亿人次"]),
        ("新增减税降费超万亿元，税收收入达千亿级规模", ["万亿元"]),
        ("12家企业营业收入超百亿元", ["12家"]),
        ("专门学校实现九市一区全覆盖", ["九市", "一区"]),
        ("做好十个方面工作，举办数十场活动", ["十个"]),
        ("连续3—5年推进，用3至5年时间建成", ["3年", "5年"]),
        ("性别比为106.9（以女性为100，下同）", ["106.9"]),
        ("据5‰人口变动抽样调查，出生率6.1‰", ["6.1‰"]),
        ("据1‰劳动力调查，失业率5.1%", ["5.1%"]),
    ],
)
def test_what_is_a_quantity_and_its_unit(text: str, left: list[str]) -> None:
    found = [each for each in numbers(compact(text).text) if not each.why]
    assert [each.printed + each.printed_unit for each in found] == left


@pytest.mark.parametrize(
    ("first", "second"),
    [("51%", "70%"), ("9.6年", "10.2年"), ("75.2岁", "76.8岁"), ("4.7万家", "6.1万家")],
)
def test_what_a_number_became_measures_the_same(first: str, second: str) -> None:
    found = readings(f"农产品转化指标从2020年的{first}提升到2025年的{second}。")
    said = [(each.measure, each.unit) for each in found if each.is_quantity]
    assert len(said) == 2
    assert said[0] == said[1]


def test_each_of_two_changes_has_its_own_direction() -> None:
    found = readings("贷款增速分别比上月末和上年同期高0.1个和低0.4个百分点。")
    assert [(each.unit, float(each.value or 0)) for each in found] == [
        ("个百分点", 0.1),
        ("个百分点", -0.4),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "贷款增速分别比上月末和上年同期低0.1个和0.7个百分点。",
        "贷款增速较上月末、上年同期分别回落0.1个、0.7个百分点。",
    ],
)
def test_one_change_against_two_times(text: str) -> None:
    found = readings(text)
    assert [(each.base, float(each.value or 0)) for each in found] == [
        ("previous_month", -0.1),
        ("previous_year", -0.7),
    ]


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("年末本外币贷款余额52亿元。", "本外币"),
        ("规模以上工业增加值增长3%。", "规模以上"),
        ("固定资产投资（不含农户，下同）增长4%。", "不含农户"),
        ("财政收入增长4%。", None),
    ],
)
def test_a_subject_says_what_it_covers(sentence: str, scope: str | None) -> None:
    (found,) = [each for each in readings(sentence) if each.is_quantity]
    assert found.scope == scope


def test_no_two_numbers_share_a_character() -> None:
    text = "2024年末，全省三大类48项改革带动投资1,234.5亿元、增长12.3%，PM2.5降至31μg/m3。"
    found = numbers(text)
    assert all(one.digits_end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    "text",
    [
        "三级医疗服务网络更加健全。",
        "三大主力电厂全部投产。",
        "四级及以上航道成网。",
        "五家渠市获评先进。",
        "稳步推进二轮土地延包。",
        "机场由4E级升格为4F级。",
        "土地承包到期后再延长30年试点稳步推进。",
        "全区三级中医医院全部开设门诊。",
        "推动30万千瓦级煤电机组改造。",
        "培育千亿级集群。",
        "开展1%人口抽样调查。",
        "打造3人制篮球场。",
        "服务网络三级达标。",
    ],
)
def test_numbers_of_names_and_classes_are_no_quantities(text: str) -> None:
    assert not [each for each in readings(text) if each.is_quantity]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("三级医院达12家。", "12"),
        ("三大产业集群成形。", "三"),
        ("工期延长30天。", "30"),
        ("建成三级污水管网。", "三"),
        ("新增30万吨煤炭产能。", "30"),
        ("出版地图31种。", "31"),
        ("当选代表12名。", "12"),
        ("布放ATM2.1万台。", "2.1"),
        ("建立省市县三级医院协作网。", "三"),
        ("打造5条多式联运线路。", "5"),
        ("3个月以内美元存款利率0.42%。", "0.42"),
        ("制作动画片112集。", "112"),
        ("养老金标准由每人每月95元提高。", "95"),
        ("引进投资9亿元以上。", "9"),
    ],
)
def test_numbers_like_them_that_count_are(text: str, printed: str) -> None:
    assert [each.printed for each in readings(text) if each.is_quantity] == [printed]


def test_the_change_of_a_part_is_against_what_that_of_the_whole_is() -> None:
    found = readings("待售面积9万平方米，比上年末增加3万平方米，其中住宅增加2万平方米。")
    assert [each.base for each in found if each.measure == "change"] == ["year_start"] * 2
    found = readings(
        "贷款比年初增加9亿元。其中，住户贷款增加2亿元；企业贷款增加7亿元，同比多增1亿元。"
    )
    assert [each.base for each in found] == [*["year_start"] * 3, "previous_year"]


def test_the_next_of_a_list_measures_what_its_verb_says_of_the_first() -> None:
    found = readings("压减会议费12%、培训费8%。")
    assert [each.value for each in found] == [-12, -8]
    found = readings("净增企业90户，其中外资企业12户。")
    assert [(each.measure, each.direction) for each in found] == [("change", "up")] * 2
    found = readings("净增企业90户，其中外资企业达到120户。")
    assert [each.measure for each in found] == ["change", "count"]


def test_what_stands_and_what_was_added_to_it() -> None:
    found = readings("年末高速公路里程1200公里，新增15公里。")
    assert [(each.measure, each.subject) for each in found] == [
        ("level", "高速公路里程"),
        ("change", "高速公路里程"),
    ]


def test_a_word_after_respectively_is_of_every_number() -> None:
    found = readings("存款、贷款余额分别突破3.4万亿元、2.8万亿元。")
    assert [each.approx for each in found] == ["突破", "突破"]
    found = readings("存款、贷款余额分别为3.4万亿元、2.8万亿元以上。")
    assert [each.approx for each in found] == [None, "以上"]


def test_the_sides_of_a_ratio_of_one_to_one() -> None:
    found = readings("加工业产值与农业产值之比突破1:1。")
    assert [(each.printed, each.subject) for each in found] == [
        ("1", "加工业产值与农业产值之比"),
        ("1", "加工业产值与农业产值之比"),
    ]
    for text in ("城乡收入比为2.2:1。", "男女性别比为105.2:100。"):
        one, other = readings(text)
        assert (one.measure, one.is_quantity, other.is_quantity) == ("multiple", True, False)


def test_a_paragraph_that_is_a_number_alone_is_a_heading() -> None:
    found = readings("01\n\n工业增长5%。")
    assert [(each.printed, each.why) for each in found] == [("01", "list number"), ("5", "")]


def test_each_of_two_units_measures_its_own() -> None:
    found = readings("客运量和旅客周转量分别完成676万人和481万人公里。")
    assert [(each.measure, each.unit) for each in found] == [
        ("level", "万人"),
        ("level", "万人公里"),
    ]


def test_what_is_kept_may_be_a_share_by_the_noun_before() -> None:
    found = readings("群众安全感连续7年保持98%以上。")
    assert [each.measure for each in found] == ["level", "share"]


def test_a_share_of_an_amount_that_was_asked() -> None:
    found = readings("市级支出完成82亿元，为调整预算数84亿元的98%，下降2%。")
    assert [(each.subject, each.measure, each.base) for each in found] == [
        ("市级支出", "level", None),
        ("市级支出调整预算数", "level", None),
        ("市级支出", "share", "target"),
        ("市级支出", "growth", "previous_year"),
    ]


def test_a_part_of_what_was_new_is_new_too() -> None:
    found = readings("一季度新增贷款412亿元，其中2月新增62亿元、3月新增119亿元。")
    assert [(each.subject, each.measure) for each in found if each.is_quantity] == [
        ("新增贷款", "level")
    ] * 3
