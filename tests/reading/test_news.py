"""News and digests: the year of a line of date, spans and moments, shares in words, regions."""

import pytest

from finreport.documents import read_text
from finreport.reading import Reading, Readings, read


def read_lines(*lines: str) -> Readings:
    """The readings of invented lines, each a paragraph."""
    return read(read_text("\n\n".join(lines) + "\n", "draft.txt"))


def quantities(*lines: str) -> list[Reading]:
    """The quantities of invented lines."""
    return [each for each in read_lines(*lines).readings if each.is_quantity]


def periods(*lines: str) -> list[str | None]:
    """The period of each quantity."""
    return [each.period for each in quantities(*lines)]


TITLE = "今年前两月山湖贷款较快增长"
TEXT = "2月末，山湖省贷款余额1.2万亿元，同比增长8.1%。1—2月贷款增加310亿元。"


@pytest.mark.parametrize(
    "dateline",
    [
        "2023-03-21 10:15 栏目：要闻",
        "2023/03/21 10:15:07",
        "2023.03.21 来源：山湖日报",
        "日期：[2023年03月21日] -- 山湖晚报 -- 版次：[A3]",
        "发布时间：2023年3月21日 字号：大 中 小",
        "来源：山湖省分行 发布日期：2023-03-21 浏览次数：212",
        "山湖日报 2023年3月21日 第2版",
        "（2023年3月21日）",
        "【2023-03-21】",
        "二〇二三年三月二十一日",
    ],
)
def test_a_line_of_date_gives_the_year(dateline: str) -> None:
    expected = ["2023-02-28", "2023-02-28", "2023-01/2023-02"]
    assert periods(TITLE, dateline, TEXT) == expected
    assert periods(dateline, TITLE, TEXT) == expected
    assert periods(TITLE, TEXT, dateline) == expected


@pytest.mark.parametrize(
    "lead",
    [
        "新华社山湖2023年3月21日电（记者 王某）",
        "本报讯 2023年3月21日，记者获悉，",
        "中新网山湖2023年3月21日电",
    ],
)
def test_a_date_within_the_lead_gives_the_year(lead: str) -> None:
    assert periods(TITLE, lead + TEXT)[-3:] == ["2023-02-28", "2023-02-28", "2023-01/2023-02"]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("全年山湖贷款增加", "全年贷款增加310亿元。", ["2022"]),
        ("山湖贷款稳步增长", "12月末，贷款余额1.2万亿元。", ["2022-12-31"]),
        ("山湖去年贷款增加", "去年，贷款增加310亿元。", ["2022"]),
        ("山湖贷款开门红", "今年1月，贷款增加310亿元。", ["2023-01"]),
    ],
)
def test_what_ends_after_its_printing_is_of_the_year_before(
    title: str, text: str, expected: list[str]
) -> None:
    assert periods(title, "2023-02-03 10:15", text) == expected


@pytest.mark.parametrize(("told", "year"), [("公布了2022年", "2022"), ("谈到2022年", "2021")])
def test_news_of_a_whole_year_call_it_the_last_one(told: str, year: str) -> None:
    text = f"本报讯（记者 王某）昨天，市统计局{told}经济运行情况，去年全市生产总值912.4亿元。"
    assert periods("2022年山湖市经济运行情况", text) == [year]


def test_a_fall_that_a_rate_is_compared_with_keeps_its_sign() -> None:
    [_, then, _] = quantities(
        "2022年山湖市经济运行情况",
        "2022年，全市工业增加值增长2.4%，较一季度的-6.1%回升8.5个百分点。",
    )
    assert then.printed == "-6.1"


@pytest.mark.parametrize(
    "lines",
    [
        (TITLE, TEXT),
        ("山湖贷款增势良好", "上半年贷款增加310亿元，同比多增20亿元。"),
        ("本报讯（记者 王某）", "6月末，贷款余额1.2万亿元。"),
        ("山湖贷款增势良好", "贷款增加310亿元，比年初增长2.1%。"),
        ("中新网山湖3月21日电", "今年前两月，贷款增加310亿元。"),
    ],
)
def test_a_text_without_a_year_has_none(lines: tuple[str, str]) -> None:
    found = read_lines(*lines)
    assert found.year is None
    assert not found.period
    told = [each for each in found.readings if each.is_quantity]
    assert told
    for each in told:
        assert each.period is None
        assert ("period", ()) in each.doubts
        assert not each.is_target


def test_a_named_year_is_known_in_a_text_that_has_none() -> None:
    assert periods(TITLE, "贷款余额1.2万亿元，是2015年末的2.3倍。")[0] is None


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("1月至6月", "2024-H1"),
        ("1月份至6月份", "2024-H1"),
        ("1月—6月", "2024-H1"),
        ("1-6月份", "2024-H1"),
        ("1～6月", "2024-H1"),
        ("1到6月", "2024-H1"),
        ("一至六月", "2024-H1"),
        ("元月至6月", "2024-H1"),
        ("年初至6月末", "2024-H1"),
        ("今年年初到6月底", "2024-H1"),
        ("上半年", "2024-H1"),
        ("前7个月", "2024-01/2024-07"),
        ("前七个月", "2024-01/2024-07"),
        ("前7月", "2024-01/2024-07"),
        ("头两个月", "2024-01/2024-02"),
        ("前两月", "2024-01/2024-02"),
        ("前三季度", "2024-01/2024-09"),
        ("4月至6月", "2024-04/2024-06"),
        ("2024年1月至11月", "2024-01/2024-11"),
    ],
)
@pytest.mark.parametrize("lead", ["", "——", "融资方面，"])
def test_spans_of_months(lead: str, span: str, expected: str) -> None:
    (found,) = [
        each
        for each in quantities("2024年山湖省金融运行情况", f"{lead}{span}，山湖省出口31亿美元。")
        if each.unit == "亿美元"
    ]
    assert (found.period, found.subject) == (expected, "出口")


FLOWS = "社会消费品零售总额下降2.6%。服务业增加值增长4.1%，占生产总值的比重比上年提高1.2个百分点。"


@pytest.mark.parametrize(
    "opening",
    [
        "2020年末，山湖省贷款余额同比增长12.1%，不良贷款率保持在较低水平。",
        "2020年，山湖省经济稳步复苏。2020年末，贷款余额同比增长12.1%。",
        "截至2020年末，山湖省贷款余额同比增长12.1%。",
        "截至2020年12月31日，山湖省贷款余额同比增长12.1%。",
        "2020年12月末，山湖省贷款余额同比增长12.1%。",
    ],
)
def test_a_moment_is_not_carried_to_flows(opening: str) -> None:
    found = periods(
        opening, "一是消费逐步复苏。" + FLOWS, "出口占全国的6.1%，比上年提升0.6个百分点。"
    )
    assert found == ["2020-12-31", *["2020"] * 5]


def test_balances_after_a_span_are_of_its_end() -> None:
    found = periods(
        "2024年上半年山湖省金融运行情况",
        "上半年，贷款增加310亿元。贷款余额1.2万亿元，同比增长8.1%，增速比上月末高0.2个百分点。",
        "前5个月，存款增加120亿元。存款余额2.1万亿元。",
    )
    assert found == [
        "2024-H1", "2024-06-30", "2024-06-30", "2024-06", "2024-01/2024-05", "2024-05-31",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("中新网山湖7月23日电（王某）23日，山湖省分行召开第3季度新闻发布会，通报2025年上半年情况。",
             "6月末，贷款余额12万亿元。贷款余额较年初增加902亿元。"),
            ["2025-06-30", "2025-H1"],
        ),
        (
            ("山湖三季度成绩单公布", "2025年前三季度，信贷平稳增长。9月末，贷款余额4.1万亿元。",
             "前三季度贷款增加212亿元。",
             "绿色贷款310亿元，较年初增长21亿元；小微贷款增长21.5%。"),
            ["2025-09-30", "2025-01/2025-09", "2025-09-30", "2025-01/2025-09", "2025-09-30"],
        ),
        (
            ("2025年上半年，存款增加714亿元（一季度存款减少102亿元），其中，住户存款增加435亿元。",),
            ["2025-H1", "2025-Q1", "2025-H1"],
        ),
        (
            ("2025年1—8月，出口31亿美元（其中8月份出口4亿美元），进口22亿美元。",),
            ["2025-01/2025-08", "2025-08", "2025-01/2025-08"],
        ),
        (
            ("2025年上半年山湖省金融运行情况", "6月份，利率继续下行。贷款加权平均利率3.2%。"),
            ["2025-06"],
        ),
    ],
)  # fmt: skip
def test_the_part_of_a_year_that_is_told_of(lines: tuple[str, ...], expected: list[str]) -> None:
    assert periods(*lines) == expected


@pytest.mark.parametrize(
    ("words", "printed", "value", "approx"),
    [
        ("企业贷款占新增贷款的四分之三", "四分之三", 0.75, None),
        ("企业贷款占新增贷款近四分之三", "四分之三", 0.75, "近"),
        ("人民币结算占比超过四分之一", "四分之一", 0.25, "超过"),
        ("小微贷款约占全部贷款的三分之一", "三分之一", 1 / 3, "约"),
        ("绿色贷款占比达三分之二以上", "三分之二", 2 / 3, "以上"),
        ("民营企业贷款占比过半", "半", 0.5, "过"),
        ("民营企业贷款占比超半数", "半数", 0.5, "超"),
        ("中小企业贷款占全部贷款的一半以上", "一半", 0.5, "以上"),
        ("绿色贷款约占全部贷款的23.9%", "23.9", 23.9, "约"),
        ("绿色贷款接近占全部贷款的23.9%", "23.9", 23.9, "接近"),
    ],
)
def test_shares_in_words(words: str, printed: str, value: float, approx: str | None) -> None:
    found = quantities("2024年山湖省金融运行情况", f"全年，{words}。")[-1]
    assert (found.printed, found.approx, found.measure) == (printed, approx, "share")
    assert found.value is not None
    assert float(found.value) == pytest.approx(value)
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower <= found.value <= found.upper
    assert "约" not in (found.subject or "")


@pytest.mark.parametrize(
    "words",
    [
        "实现时间过半、任务过半。",
        "推动半导体产业发展。",
        "上半年、下半年均有增长。",
        "山湖半岛建设加快。",
    ],
)
def test_words_that_hold_a_half_count_nothing(words: str) -> None:
    assert quantities("2024年山湖省金融运行情况", words) == []


@pytest.mark.parametrize(
    "words",
    [
        "单户授信1000万以下的小微企业贷款",
        "单户授信1000万及以下的小微企业贷款",
        "单户授信总额1000万元以下（含）的小微企业贷款",
        "单户授信小于1000万元的小微企业贷款",
        "单户授信500万—1000万元的小微企业贷款",
        "单笔50万以内的农户贷款",
    ],
)
def test_sizes_of_loans_are_thresholds(words: str) -> None:
    found = quantities("2024年山湖省金融运行情况", f"其中{words}增长21%。")
    assert [each.printed for each in found] == ["21"]


def test_the_only_one_counts() -> None:
    found = quantities("2024年山湖市预算报告", "纳入预算的企业仅有山湖集团公司一户。")
    assert [(each.printed, each.unit) for each in found] == [("一", "户")]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (
            "东部、中部、西部、东北地区一般贷款加权平均利率分别为5.1%、5.2%、5.3%、5.4%",
            [f"{each}地区一般贷款加权平均利率" for each in ("东部", "中部", "西部", "东北")],
        ),
        (
            "东部、中部和西部地区新发放贷款中减点发放的占比分别为31%、32%、33%",
            [f"{each}地区新发放贷款中减点发放的占比" for each in ("东部", "中部", "西部")],
        ),
        (
            "东、中、西部地区本外币存款余额分别增长5%、6%、7%",
            [f"{each}部地区本外币存款余额" for each in "东中西"],
        ),
        (
            "东部、西部固定资产投资分别增长5%、6%",
            ["东部固定资产投资", "西部固定资产投资"],
        ),
        (
            "江苏、浙江、安徽社会融资规模增量分别为3.1万亿元、3.2万亿元、1.2万亿元",
            [f"{each}社会融资规模增量" for each in ("江苏", "浙江", "安徽")],
        ),
        (
            "苏南、苏中、苏北地区生产总值分别增长5%、6%、7%",
            [f"{each}地区生产总值" for each in ("苏南", "苏中", "苏北")],
        ),
        (
            "长三角、珠三角地区各项贷款分别增长5%、6%，同比分别提高0.1个、0.2个百分点",
            ["长三角地区各项贷款", "珠三角地区各项贷款"] * 2,
        ),
    ],
)
def test_a_list_of_regions_has_their_whole_names(listed: str, expected: list[str]) -> None:
    found = quantities("2021年湖东省金融运行情况", f"2021年，{listed}。")
    assert [each.subject for each in found] == expected
