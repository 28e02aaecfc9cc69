"""When a number was or will be: titles, sections, words of time, what stands and what happens."""

import pytest

from finreport.documents import read_text
from finreport.reading import Readings, read
from finreport.reading.periods import Clock, last_day, spells


def read_under(title: str, *paragraphs: str) -> Readings:
    """The readings of invented paragraphs under a title."""
    return read(read_text("\n\n".join([title, *paragraphs]) + "\n", "draft.txt"))


def periods(title: str, *paragraphs: str) -> list[tuple[str | None, bool]]:
    """The period of each quantity, and whether it is a target."""
    found = read_under(title, *paragraphs).readings
    return [(each.period, each.is_target) for each in found if each.is_quantity]


@pytest.mark.parametrize(
    ("title", "kind", "year", "period"),
    [
        ("某市2023年国民经济和社会发展统计公报", "bulletin", 2023, "2023"),
        ("2026年某省政府工作报告", "work_report", 2026, "2025"),
        ("某省金融运行报告（2025）", "operations_report", 2025, "2024"),
        ("2024年上半年全省经济运行情况", "operations_report", 2024, "2024-H1"),
        ("2024年一季度某省金融运行情况", "operations_report", 2024, "2024-Q1"),
        ("2024年前三季度全市经济运行情况", "operations_report", 2024, "2024-01/2024-09"),
        ("2024年1—8月全省经济运行情况", "operations_report", 2024, "2024-01/2024-08"),
        ("2024年9月份全市经济运行情况", "operations_report", 2024, "2024-09"),
    ],
)
def test_the_title_tells_kind_and_period(title: str, kind: str, year: int, period: str) -> None:
    found = read_under(title, "工业增加值增长5.2%。")
    assert (found.kind, found.year, found.period) == (kind, year, period)
    assert [each.period for each in found.readings if each.is_quantity] == [period]


@pytest.mark.parametrize(
    ("text", "period", "is_day"),
    [
        ("2024年", "2024", False),
        ("2024年末", "2024-12-31", True),
        ("6月末", "2024-06-30", True),
        ("截至9月30日", "2024-09-30", True),
        ("2023年6月30日", "2023-06-30", True),
        ("上半年", "2024-H1", False),
        ("三季度", "2024-Q3", False),
        ("前三季度", "2024-01/2024-09", False),
        ("1—5月", "2024-01/2024-05", False),
        ("12月份", "2024-12", False),
        ("2021—2025年", "2021/2025", False),
        ("“十四五”时期", "2021/2025", False),
        ("去年", "2023", False),
        ("前八个月", "2024-01/2024-08", False),
        ("前5个月", "2024-01/2024-05", False),
        ("“十二五”时期", "2011/2015", False),
        ("“十三五”末", "2020-12-31", True),
        ("“十七五”时期", "2036/2040", False),
        ("第十四个五年规划", "2021/2025", False),
        ("五年来", "2020/2024", False),
        ("十年来", "2015/2024", False),
    ],
)
def test_words_of_time(text: str, period: str, is_day: bool) -> None:
    (found,) = spells(text + "，工业增长", Clock(2024, "2024", 2024))
    assert (found.period, found.is_day) == (period, is_day)


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("今年", "2029"),
        ("今年上半年", "2029-H1"),
        ("今年三季度", "2029-Q3"),
        ("今年5月", "2029-05"),
        ("今年1—5月", "2029-01/2029-05"),
        ("今年前八个月", "2029-01/2029-08"),
        ("今年年初至8月", "2029-01/2029-08"),
    ],
)
def test_this_year_and_its_parts_are_of_the_year_in_which_a_text_speaks(
    words: str, period: str
) -> None:
    (found,) = spells(f"{words}，茶园扩大", Clock(2028, "2028", 2029))
    assert found.period == period


@pytest.mark.parametrize(("last", "quarter"), [(2, 1), (3, 1), (4, 2), (8, 3), (11, 4)])
def test_the_quarter_of_its_own_is_that_of_the_month_before_it(last: int, quarter: int) -> None:
    _, own = spells(f"1—{last}月产量上升，当季产量下降", Clock(2028, "2028", 2028))
    assert own.period == f"2028-Q{quarter}"


@pytest.mark.parametrize(
    "text", ["比2023年增长", "较上年末", "到2030年远景目标", "《2024年行动方案》"]
)
def test_a_base_and_a_name_are_no_period(text: str) -> None:
    assert spells(text, Clock(2024, "2024", 2024)) == []


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2024", "2024-12-31"),
        ("2024-H1", "2024-06-30"),
        ("2024-Q1", "2024-03-31"),
        ("2024-02", "2024-02-29"),
        ("2024-01/2024-09", "2024-09-30"),
        ("2021/2025", "2025-12-31"),
    ],
)
def test_the_last_day_of_a_period(period: str, day: str) -> None:
    assert last_day(period) == day


def test_what_stands_and_what_happens() -> None:
    found = periods(
        "某市2023年统计公报",
        "年末常住人口412.6万人，全年出生人口3.1万人。",
        "年末生猪存栏96.1万头，下降3.3%；生猪出栏151.2万头，增长2.4%。",
        "各项存款余额5210亿元，增长8.8%，比年初增加402亿元。",
        "年末共有博物馆31个。文化馆12个。全年新建图书馆2个。",
    )
    day, year = "2023-12-31", "2023"
    expected = [day, year, day, day, year, year, day, day, year, day, day, year]
    assert found == [(period, False) for period in expected]


def test_lists_and_growth_of_what_stands() -> None:
    found = periods(
        "某市2023年统计公报",
        "全市有剧团1个，文化馆、艺术馆11个，图书馆9个；农家书屋735个。",
        "2023年有卫生机构402个，其中：综合医院9个，乡镇卫生院53个。",
        "年末卫生技术人员2108人，增长4.8%。居民消费价格上涨1.1%。",
        "各项贷款余额62亿元，增长4.4%。其中，短期贷款5亿元，增长7.6%。",
        "全市实有医院病床230张，年末城镇登记失业率3.2%。年客运量9.6万人次。建成绿道13公里、累计达到96公里。",
    )
    day, year = "2023-12-31", "2023"
    expected = [day] * 4 + [day] * 3 + [day, day, year] + [day] * 4 + [day, day]
    expected += [year, year, day]
    assert [period for period, _ in found] == expected


def test_the_five_years_before_a_year_that_ends_no_plan() -> None:
    found = periods(
        "2018年某省政府工作报告",
        "一、过去五年工作回顾",
        "这五年，企业由16万户增加到27万户、增长66%，新建公路317公里，高铁里程达1330公里。",
    )
    expected = ["2012-12-31", "2017-12-31", "2013/2017", "2013/2017", "2017-12-31"]
    assert found == [(period, False) for period in expected]


def test_a_speech_under_what_a_web_page_has_above_it() -> None:
    found = read_under(
        "市长作政府工作报告。本报记者王某摄政府工作报告（2026年1月20日在湖东省第十四届人民代表大会"
        "第四次会议上）省长李某各位代表：现在，我代表省人民政府，向大会报告政府工作，请予审议。",
        "各位代表！过去一年，生产总值增长5.1%。",
    )
    assert (found.kind, found.year) == ("work_report", 2026)
    assert [each.period for each in found.readings if each.is_quantity] == ["2025"]


def test_a_plan_that_is_only_compared_with_opens_nothing() -> None:
    found = periods(
        "2026年某省政府工作报告",
        "一、2025年和“十四五”时期工作回顾",
        "五年来，经济不断壮大。与“十三五”时期相比，新建水库12座。",
        "城市更加宜居。新建公园6个。",
    )
    assert [period for period, _ in found] == ["2021/2025"] * 2


def test_the_last_year_of_a_plan_may_open_the_review_of_its_years() -> None:
    found = periods(
        "2026年某省政府工作报告",
        "一、2025年及“十四五”时期工作回顾",
        "2025年，生产总值增长5.1%。",
        "2025年是“十四五”收官之年。五年来，我们接续奋斗。",
        "——基础设施更加完善。新建水库31座，5G基站增长2.7倍，社会消费品零售总额1.4万亿元。"
        "沿海港口吞吐量5年增长1.2倍。生产总值较“十三五”末的7120亿元增加2310亿元。",
    )
    plan = "2021/2025"
    expected = ["2025", plan, plan, "2025", plan, "2020", plan]
    assert [period for period, _ in found] == expected


def test_plans_of_other_numbers() -> None:
    found = periods(
        "2016年某省政府工作报告",
        "一、“十二五”时期工作回顾",
        "“十二五”时期，生产总值年均增长7.1%。",
        "二、“十三五”时期主要目标",
        "生产总值年均增长6.5%以上。",
    )
    assert found == [("2011/2015", False), ("2016/2020", True)]


def test_parts_are_of_the_time_that_the_sentence_before_opened_with() -> None:
    found = periods(
        "2024年前三季度经济运行情况",
        "前三季度，生产总值52亿元，增长5%。分季度看，一季度增长4%，二季度增长6%，三季度增长5%。"
        "分产业看，第一产业增加值6亿元。",
    )
    whole = "2024-01/2024-09"
    expected = [whole, whole, "2024-Q1", "2024-Q2", "2024-Q3", whole]
    assert [period for period, _ in found] == expected


def test_a_month_of_the_central_bank() -> None:
    found = periods(
        "2024年8月金融统计数据报告",
        "8月末，贷款余额52亿元，增长8%，高于存款增速2个百分点，增速比上月末低0.1个百分点。",
        "前八个月贷款增加14亿元。3月末，小微企业贷款增长4%，是2019年设立之初的2.4倍。",
    )
    expected = ["2024-08-31", "2024-08-31", "2024-08-31", "2024-08"]
    expected += ["2024-01/2024-08", "2024-03-31", "2024-03-31"]
    assert [period for period, _ in found] == expected


def test_half_a_year_ends_in_june() -> None:
    found = periods("2024年上半年全省金融运行情况", "6月末，存款余额4.1万亿元。贷款余额3.2万亿元。")
    assert found == [("2024-06-30", False), ("2024-06-30", False)]


def test_a_work_report_reviews_and_plans() -> None:
    found = periods(
        "2026年某省政府工作报告",
        "一、2025年和“十四五”时期工作回顾",
        "过去一年，地区生产总值增长5.1%，贷款余额6.2万亿元。",
        "五年来，地区生产总值年均增长5.4%，由3.1万亿元增加到4.2万亿元，建成高铁820公里，"
        "森林覆盖率达到44.1%。",
        "二、“十五五”时期主要目标",
        "地区生产总值年均增长5%左右，常住人口城镇化率提高到70%。",
        "三、2026年重点工作",
        "今年主要预期目标是：地区生产总值增长5%以上，城镇新增就业30万人。",
        "新建智能工厂120家，2025年实施的46个项目全部投产。",
    )
    assert found == [
        ("2025", False),
        ("2025-12-31", False),
        ("2021/2025", False),
        ("2020", False),
        ("2025", False),
        ("2021/2025", False),
        ("2025-12-31", False),
        ("2026/2030", True),
        ("2030-12-31", True),
        ("2026", True),
        ("2026", True),
        ("2026", True),
        ("2025", False),
    ]


@pytest.mark.parametrize("heading", ["预算草案情况", "预算安排的情况", "预算（草案）"])
def test_what_is_told_of_a_draft_is_planned(heading: str) -> None:
    assert periods(
        "关于某市2029年预算执行情况和2030年预算草案的报告",
        "一、2029年预算执行情况",
        "教育支出5亿元。",
        f"二、2030年市级{heading}",
        "（一）收支预算",
        "主要项目：教育支出6亿元，增长4%；预备费1亿元。",
    ) == [("2029", False), *[("2030", True)] * 3]


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("2031年某省政府工作报告", "一、2030年工作回顾"),
        ("某市2030年国民经济和社会发展统计公报", "一、综合"),
    ],
)
def test_the_year_before_is_that_before_what_it_became(title: str, heading: str) -> None:
    sentence = "常住人口由上年310万人增加到314万人。"
    expected = [("2029-12-31", False), ("2030-12-31", False)]
    assert periods(title, heading, sentence) == expected


def test_a_heading_of_the_data_year_is_no_plan() -> None:
    found = periods(
        "政府工作报告",
        "2026年1月20日在某省第十四届人民代表大会第四次会议上",
        "2025年主要工作",
        "新建智能工厂120家。",
        "2026年主要工作",
        "新建智能工厂150家。",
    )
    assert found == [("2025", False), ("2026", True)]


def test_an_outlook_is_a_target_and_growth_over_a_plan_has_its_start() -> None:
    found = periods("某省金融运行报告（2025）", "三、预测与展望", "预计全年贷款增长8%左右。")
    assert found == [("2025", True)]
    review = read_under("2026年某省政府工作报告", "五年来，粮食产能增长12%，年均增长2.3%。")
    assert [each.base for each in review.readings if each.is_quantity] == ["plan_start", "average"]


REVIEW = ("2026年某省政府工作报告", "五年来，我们主要做了以下工作。")
YEAR = ("2026年某省政府工作报告", "一、2025年工作回顾")
PLAN = ("2026年某省政府工作报告", "三、2026年工作安排")
FIVE = ("2026年某省政府工作报告", "二、“十五五”时期主要目标")
BULLETIN = ("某市2023年统计公报", "一、综合")
WHOLE, DAY, FIRST = "2021/2025", "2025-12-31", "2020-12-31"


@pytest.mark.parametrize(
    ("under", "sentence", "expected"),
    [
        # what is there, and what was made, met or paid
        (BULLETIN, "全市拥有体育场馆86个。其中，体育馆12个，剧场9个。", ["2023-12-31"] * 3),
        (
            BULLETIN,
            "普通高中21所，招生1.2万人，在校学生3.6万人。",
            ["2023-12-31", "2023", "2023-12-31"],
        ),
        (BULLETIN, "卫生技术人员8120人，其中执业医师2310人。", ["2023-12-31"] * 2),
        (BULLETIN, "全年新建图书馆2个、文化馆3个。", ["2023"] * 2),
        (BULLETIN, "获得奖牌41枚。其中，金牌12枚。", ["2023"] * 2),
        (BULLETIN, "年末低保对象2.1万人，发放低保金1.3亿元。", ["2023-12-31", "2023"]),
        (BULLETIN, "截至年末，累计发放助学贷款2.6亿元。", ["2023-12-31"]),
        (
            BULLETIN,
            "年末常住人口98.2万人，全市出生人口0.7万人，出生率7.1‰。",
            ["2023-12-31", "2023", "2023"],
        ),
        (BULLETIN, "参加失业保险人数12.6万人。", ["2023-12-31"]),
        (BULLETIN, "查处违法案件62件，收缴罚款81万元。", ["2023"] * 2),
        (BULLETIN, "出口额12亿元，其中12月份1.3亿元；进口额8亿元。", ["2023", "2023-12", "2023"]),
        # states reached, and flows that passed a mark
        (YEAR, "农村污水治理率提高到61%。", [DAY]),
        (YEAR, "港口通过能力突破12亿吨，货物吞吐量突破12亿吨。", [DAY, "2025"]),
        (YEAR, "年收入超10亿元的企业达31家。", [DAY]),
        (YEAR, "证券营业部86家，证券交易额1.2万亿元。", [DAY, "2025"]),
        (REVIEW, "科技进步贡献率达66%。", ["2025"]),
        (REVIEW, "电力总装机达1.6亿千瓦，其中新能源0.9亿千瓦、占比57%。", [DAY] * 3),
        (REVIEW, "外送电量1200亿千瓦时，新增电力装机120万千瓦。", ["2025", WHOLE]),
        (YEAR, "新能源装机占比超过52%，营业收入占比超过52%。", [DAY, "2025"]),
        (YEAR, "专精特新企业达到212家，接待游客达到212万人次。", [DAY, "2025"]),
        (YEAR, "充电桩扩容至3.1万个，培训学员超3.1万人。", [DAY, "2025"]),
        (YEAR, "新增高新技术企业81家、科技型中小企业120家。", ["2025"] * 2),
        (YEAR, "收购存量商品房2.1万套，提质改造农村公路320公里。", ["2025"] * 2),
        (YEAR, "在站博士后人员达2310人。", [DAY]),
        (REVIEW, "算力总规模由1.2EFLOPS提高到8.6EFLOPS。", [FIRST, DAY]),
        (REVIEW, "经营主体超过320万户，累计培训320万人。", [DAY, WHOLE]),
        (REVIEW, "进出口总额突破3000亿元，累计超过1.2万亿元。", ["2025", WHOLE]),
        (REVIEW, "引进项目310个、总投资超2600亿元。", [WHOLE] * 2),
        (REVIEW, "粮食产量年均增长5.1%、高于全国0.4个百分点。", [WHOLE] * 2),
        (REVIEW, "单位成本由14%降至12%、低于全国1个百分点。", ["2020", "2025", "2025"]),
        (REVIEW, "技术合同成交额达1800亿元，是“十三五”末的4倍。", ["2025", "2025"]),
        (
            REVIEW,
            "园区经济加快发展，2025年产值2600亿元，增长5%；累计建成园区31个。",
            ["2025", "2025", WHOLE],
        ),
        (PLAN, "农村自来水普及率达到95%，高新技术企业突破8000家。", ["2026-12-31"] * 2),
        (PLAN, "建设区域医疗中心12个，培训医生超600人。", ["2026"] * 2),
        (
            FIVE,
            "高速铁路里程由1800公里增加到2600公里，建成港口2个。",
            [DAY, "2030-12-31", "2026/2030"],
        ),
    ],
)
def test_a_stock_stands_and_a_flow_happens(
    under: tuple[str, str], sentence: str, expected: list[str]
) -> None:
    assert [period for period, _ in periods(*under, sentence)] == expected


@pytest.mark.parametrize(
    ("under", "sentence", "expected"),
    [
        (FIVE, "锚定2035年基本实现现代化的目标，地区生产总值年均增长5%左右。", ("2026/2030", True)),
        (FIVE, "到2035年，人均地区生产总值翻番，城镇化率达到75%。", ("2035-12-31", True)),
        (REVIEW, "谋划“十五五”重大项目1260个。", (WHOLE, False)),
        (REVIEW, "落实《制造业三年行动计划（2023—2025年）》，改造产线520条。", (WHOLE, False)),
        (REVIEW, "实施“百强”培育计划，引进企业36家。", (WHOLE, False)),
        (YEAR, "启动2026年重大项目前期工作320项。", ("2025", False)),
        (YEAR, "经济社会发展主要预期目标顺利完成，全年粮食产量320万吨。", ("2025", False)),
        (YEAR, "（六）民生实事全部办结\n\n新建学校26所。", ("2025", False)),
        (YEAR, "到2027年，新建学校26所。", ("2027", True)),
    ],
)
def test_names_of_times_to_come_turn_no_review(
    under: tuple[str, str], sentence: str, expected: tuple[str, bool]
) -> None:
    assert periods(*under, sentence)[-1] == expected


def test_a_heading_of_goals_that_were_reached_is_a_review() -> None:
    found = periods(
        "2026年某省政府工作报告", "一、“十四五”时期主要目标任务胜利完成", "建成水库12座。"
    )
    assert found == [(WHOLE, False)]


@pytest.mark.parametrize(
    "head",
    [
        ["各位代表：", "现在，我代表省人民政府，向大会报告工作，请予审议。"],
        ["政府工作报告 2026年1月20日 09时30分 来源：某日报"],
        ["首页", "政府工作报告", "时间：2026-01-28"],
    ],
)
def test_a_speech_is_known_and_dated_without_a_title_of_its_own(head: list[str]) -> None:
    found = read_under(
        *head,
        "过去一年工作回顾",
        "2025年，全省粮食产量320万吨。2026年是规划的开局之年，2026年项目已在谋划。",
        "2026年工作安排",
        "新建学校26所。",
    )
    said = [(each.period, each.is_target) for each in found.readings if each.is_quantity]
    assert (found.kind, found.year) == ("work_report", 2026)
    assert said == [("2025", False), ("2026", True)]


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        ("2026年是“十五五”开局之年。主要预期目标为：生产总值增长5%左右。", "2026"),
        ("着眼“十五五”良好开局，今年发展主要预期目标是：生产总值增长5%。", "2026"),
        ("“十五五”时期经济社会发展的主要目标是：生产总值增长5%左右。", "2026/2030"),
        ("今后五年发展的主要目标是：生产总值增长25%。", "2026/2030"),
    ],
)
def test_goals_are_for_the_time_named_last_before_them(goals: str, expected: str) -> None:
    found = periods(*PLAN, goals, "技术合同成交额增长6%。")
    assert found == [(expected, True), ("2026", True)]


CITY_BULLETIN = "某市2024年国民经济和社会发展统计公报"
OLD_SPEECH = ("2018年某市政府工作报告", "一、过去五年工作回顾")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全市高新技术企业281家。", ["2024-12-31"]),
        ("研究生招生1.8万人，在学研究生4.9万人。", ["2024", "2024-12-31"]),
        ("全市体育场地面积812万平方米。", ["2024-12-31"]),
        ("全年水资源总量41亿立方米。", ["2024"]),
        ("新增电力装机30万千瓦，其中风电装机12万千瓦。", ["2024", "2024"]),
        ("人民币贷款增加82亿元，占比70.5%。", ["2024", "2024"]),
        ("贷款余额82亿元，占比70.5%。", ["2024-12-31", "2024-12-31"]),
        ("博物馆7个（其中陈列馆4个）。", ["2024-12-31", "2024-12-31"]),
        ("快递业务量由1.4亿件增加到5.7亿件。", ["2023", "2024"]),
        ("高速公路由412公里增至512公里。", ["2023-12-31", "2024-12-31"]),
        ("截至12月底，累计生产原煤41万吨。", ["2024"]),
        ("截止2024年12月，共有低保对象41人。", ["2024-12-31"]),
        (
            "年末从业人员41人，全年新增就业12人；失业人员实现再就业3人。",
            ["2024-12-31", *["2024"] * 2],
        ),
        ("全市拥有营运车辆41辆。", ["2024-12-31"]),
        ("农业机械总动力41万千瓦，增长2%；农用水泵12台。", ["2024-12-31"] * 3),
        ("年末湿地41公顷，当年人工造林面积12公顷。", ["2024-12-31", "2024"]),
        ("在总人口中，少数民族人口41人，占总人口的12%。", ["2024-12-31"] * 2),
        ("来自区外的资金占引资总量的41%。", ["2024"]),
        ("为41万户经营主体发放贷款。", ["2024"]),
        ("2023年度科技奖7项，专利41件。", ["2023", "2024"]),
        ("省级以上年度冠军赛上获得金牌26枚。", ["2024"]),
    ],
)
def test_what_stands_is_told_from_what_happens(sentence: str, expected: list[str]) -> None:
    assert [period for period, _ in periods(CITY_BULLETIN, sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("——实力提升。2017年，固定资产投资累计完成82亿元，是前五年的2.3倍。", ["2013/2017"] * 2),
        ("民生支出累计18亿元，占一般公共预算支出的80%。", ["2013/2017"] * 2),
        ("2010年到2017年，工业投资占比从18%提升到36%。", ["2010", "2017"]),
        ("入学率从2012年的41%提升至2017年的52%，9所高校完成改革。", None),
        ("累计为29个市保供煤炭超35亿吨。", ["2013/2017"] * 2),
        ("企业利润“十三五”时期为“十二五”时期的2.2倍。", ["2016/2020"]),
        ("草原综合植被盖度稳定在45%以上。", ["2017-12-31"]),
        ("细颗粒物年平均浓度31微克/立方米。", ["2017"]),
        ("水质优良比例优于考核目标14.6个百分点。", ["2017"]),
        ("完成2100万千瓦机组、2812万吨钢铁产能改造。", ["2013/2017"] * 2),
    ],
)
def test_years_of_a_review(sentence: str, expected: list[str] | None) -> None:
    found = [period for period, _ in periods(*OLD_SPEECH, sentence)]
    if expected is None:
        assert found == ["2012-12-31", "2017-12-31", "2013/2017"]
    else:
        assert found == expected


def test_the_years_of_a_new_government_are_those_to_come() -> None:
    sentence = "今后五年，全市经济社会发展的主要目标是：生产总值年均增长8%。"
    found = periods(OLD_SPEECH[0], "二、今后五年的奋斗目标", sentence)
    assert found == [("2018/2022", True)]


@pytest.mark.parametrize(
    ("words", "base"),
    [("比2012年", "plan_start"), ("较2013年", "previous_period"), ("比2016年", "previous_year")],
)
def test_a_named_year_is_the_start_of_a_review_or_another(words: str, base: str) -> None:
    (found,) = [
        each for each in read_under(*OLD_SPEECH, f"用水量{words}下降3%。").readings if each.base
    ]
    assert found.base == base


def test_an_outline_of_five_years_plans_but_for_its_review() -> None:
    text = read_under(
        "青岭省国民经济和社会发展第十五个五年规划纲要",
        "第一节 “十四五”发展成就",
        "地区生产总值达到5.5万亿元。",
        "第二节 主要目标",
        "预期性指标19项。",
        "第二章 产业体系",
        "建设82个重大项目。到2030年，城镇化率达到67.5%。",
    )
    assert (text.kind, text.year) == ("outline", 2026)
    assert [(each.period, each.is_target) for each in text.readings if each.is_quantity] == [
        ("2025", False),
        ("2026/2030", True),
        ("2026/2030", True),
        ("2030-12-31", True),
    ]
    assert text.readings[1].subject == "预期性指标"


def test_the_year_of_an_outline_is_not_that_of_its_vision() -> None:
    title = "某市国民经济和社会发展第十四个五年规划和2035年远景目标纲要"
    assert read_under(title, "出口增长4%。").year == 2021


def test_what_follows_a_part_of_a_named_year_is_of_that_year() -> None:
    found = periods("某省金融统计数据报告", "2019年12月末，贷款余额9亿元，全年增加2亿元。")
    assert [period for period, _ in found] == ["2019-12-31", "2019"]


def test_a_title_of_what_was_done_and_is_planned_opens_no_plan() -> None:
    title = "某市2024年预算执行情况和2025年预算草案的报告"
    assert periods(title, "全市预算收入9亿元。") == [("2024", False)]


def test_what_stood_until_a_day_within_the_planned_year_is_no_target() -> None:
    title = "某市2024年预算执行情况和2025年预算草案的报告"
    found = periods(title, "二、2025年预算草案", "截至2025年3月底，预算支出5亿元。")
    assert found == [("2025-Q1", False)]


def test_a_share_of_what_came_to_be_is_of_the_period() -> None:
    found = periods("某省2024年金融运行情况", "房地产贷款余额增加3亿元，占同期各项贷款增量的33%。")
    assert [period for period, _ in found] == ["2024", "2024"]


def test_a_part_of_a_year_is_no_part_of_a_place() -> None:
    found = read_under("2023年前三季度青岭省经济运行情况", "工业增加值增长5.2%。")
    assert (found.place, found.period) == ("青岭省", "2023-01/2023-09")


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("2011年青岭省金融运行报告", "2011"),
        ("青岭省金融运行报告（2012）", "2011"),
        ("2012年青岭省金融运行报告", "2011"),
    ],
)
def test_the_year_of_a_report_on_finance_is_the_one_that_it_tells_of(
    title: str, period: str
) -> None:
    text = "2011年末，贷款余额82亿元。2011年，工业增加值增长5.2%。2012年，形势复杂。"
    found = read_under(title, text, "出口增长4%。").readings
    assert [each.period for each in found if each.is_quantity][-1] == period


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "7月份，人民币贷款增加31亿元，同比少增8亿元。",
            [("2024-07", "previous_month"), ("2024-07", "previous_year")],
        ),
        (
            "7月末，贷款余额69亿元，增长9%，当月增加3亿元，同比多增1亿元。",
            [
                ("2024-07-31", None),
                ("2024-07-31", "previous_year"),
                ("2024-07", "previous_month"),
                ("2024-07", "previous_year"),
            ],
        ),
        ("今年以来，人民币贷款新增162亿元。", [("2024-01/2024-07", "year_start")]),
        ("外币存款当月减少2亿美元。", [("2024-07", "previous_month")]),
        ("前七个月人民币存款增加62亿元。", [("2024-01/2024-07", "year_start")]),
        ("二季度企业贷款增加52亿元。", [("2024-Q2", "previous_period")]),
        ("未贴现的银行承兑汇票减少4亿元。", [("2024-07", "previous_month")]),
        ("财政收入增加12亿元。", [("2024-07", "previous_year")]),
        (
            "增速比上月末高0.1个百分点，比上年同期低1.4个百分点。",
            [("2024-07", "previous_month"), ("2024-07", "previous_year")],
        ),
    ],
)
def test_what_came_to_a_balance_is_against_the_start_of_its_period(
    sentence: str, expected: list[tuple[str, str | None]]
) -> None:
    found = read_under("2024年7月全省货币信贷运行情况", sentence).readings
    assert [(each.period, each.base) for each in found if each.is_quantity] == expected


@pytest.mark.parametrize(
    ("words", "base"),
    [
        ("与上年末相比，不良贷款率下降", "year_start"),
        ("和年初相比，住户贷款占比提高", "year_start"),
        ("相比上年末，覆盖率提高", "year_start"),
        ("与上月相比，失业率下降", "previous_month"),
        ("从环比看，出口增速回落", "previous_month"),
        ("出口增速比2023年12月加快", "previous_period"),
        ("出口增速比上年12月加快", "previous_period"),
        ("出口增速比上年全年回落", "previous_period"),
        ("出口增速比去年7月份回落", "previous_year"),
        ("不良贷款率较2023年12月末下降", "year_start"),
        ("不良贷款率较上年四季度末下降", "year_start"),
        ("不良贷款率较2023年7月末下降", "previous_year"),
    ],
)
def test_what_all_is_compared_with_and_parts_of_other_years(words: str, base: str) -> None:
    found = read_under("2024年7月全省经济运行情况", f"{words}0.2个百分点。").readings
    last = [each for each in found if each.is_quantity][-1]
    assert (last.base, last.period) == (base, "2024-07")


def test_a_comparison_that_opens_a_sentence_holds_until_another_is_named() -> None:
    text = "与上年末相比，不良贷款率下降0.2个百分点，覆盖率上升6个百分点，同比上升9个百分点。"
    found = read_under("2024年某市统计公报", text).readings
    bases = [each.base for each in found if each.is_quantity]
    assert bases == ["year_start", "year_start", "previous_year"]
    found = read_under("2024年某市统计公报", "从环比看，三季度生产总值增长1.2%。").readings
    assert [each.base for each in found if each.is_quantity] == ["previous_period"]


@pytest.mark.parametrize(
    ("sentence", "measure", "value", "period", "subject"),
    [
        ("存款比年初减少35亿元，上年同期为增加16亿元。", "change", 16, "2023-Q1", "存款"),
        ("出口增长6.4%（上年同期为5.3%）。", "growth", 5.3, "2023-Q1", "出口"),
        ("出口增长6.4%，去年同期为-2.1%。", "growth", -2.1, "2023-Q1", "出口"),
        ("利润总额32亿元，2023年同期为31亿元。", "level", 31, "2023-Q1", "利润总额"),
        ("3月份出口增长6.4%，上年同期下降2.2%。", "growth", -2.2, "2023-03", "出口"),
        ("受上年同期基数影响，投资下降3%。", "growth", -3, "2024-Q1", "投资"),
        ("出口是去年同期的1.3倍。", "multiple", 1.3, "2024-Q1", "出口"),
    ],
)
def test_the_same_time_of_the_year_before(
    sentence: str, measure: str, value: float, period: str, subject: str
) -> None:
    found = read_under("2024年一季度全省经济运行情况", sentence).readings
    last = [each for each in found if each.is_quantity][-1]
    assert (last.measure, float(last.value or 0)) == (measure, value)
    assert (last.period, last.subject) == (period, subject)


@pytest.mark.parametrize(
    ("title", "day", "period"),
    [
        ("前三季度全省经济运行稳中有进", "（2027年10月19日）", "2027-01/2027-09"),
        ("一季度全市金融运行平稳", "发布时间：2027-04-20", "2027-Q1"),
        ("12月份全市居民消费价格变动", "2027年1月9日", "2026-12"),
    ],
)
def test_a_part_of_the_year_that_the_day_of_printing_names(
    title: str, day: str, period: str
) -> None:
    found = read_under(title, day, "居民消费价格上涨0.3%。").readings
    assert [each.period for each in found if each.is_quantity] == [period]


def test_a_speech_that_begins_with_its_review_is_known_by_its_goals() -> None:
    found = periods(
        "初步统计，2028年全省地区生产总值60199亿元、增长5%，财政收入增长3%，投资增长2%。",
        "今年经济社会发展的主要预期目标是：地区生产总值增长4%左右，粮食产量513万吨以上。",
    )
    assert found == [*[("2028", False)] * 4, *[("2029", True)] * 2]


def test_what_is_counted_up_by_a_month_is_since_january() -> None:
    found = periods(
        "2024年4月某区预算执行情况", "4月，预算收入累计完成2亿元，下降4%。4月当月完成1亿元。"
    )
    assert [period for period, _ in found] == ["2024-01/2024-04", "2024-01/2024-04", "2024-04"]


def test_a_harvest_is_of_its_year() -> None:
    found = periods("2024年前三季度全省经济运行情况", "夏粮总产量41万吨，增长2%。出口增长3%。")
    assert found == [("2024", False), ("2024", False), ("2024-01/2024-09", False)]


@pytest.mark.parametrize(
    "sentence",
    [
        "预算总收入由307亿元调整为333亿元。",
        "支出预算由120亿元调减至112亿元。",
        "新增债务限额由50亿元核定为68亿元。",
    ],
)
def test_what_was_adjusted_is_of_one_year(sentence: str) -> None:
    found = periods("某市2022年预算执行情况的报告", f"经批准，{sentence}")
    assert [period for period, _ in found] == ["2022", "2022"]
