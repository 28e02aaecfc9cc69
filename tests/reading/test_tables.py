"""Tables are read by heads, labels and numbers, whatever branch, year or wording they have."""

from collections.abc import Callable, Mapping
from random import Random

import pytest

from finreport.documents import read_text
from finreport.reading.cells import Span, bare_label, figure, span_of, stated_unit, unit_of
from finreport.reading.grid import read_grid
from finreport.reading.model import Reading
from finreport.reading.table_forms import band, recognise
from finreport.reading.tables import read_tables
from tests.reading.tabulated import HEADS, as_document, banking_rows, invented, tabulate

Rows = list[tuple[str, list[str]]]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("1,234.5", "1234.5"),
        ("1 234 567", "1234567"),
        ("-3.2", "-3.2"),
        ("+0.4", "0.4"),
        ("12.5%", "12.5"),
        ("24.\n6", "24.6"),
        ("5.2\n\n4.6", None),
        ("—", None),
        ("", None),
        ("12个", None),
    ],
)
def test_a_cell_is_one_figure_or_none(text: str, printed: str | None) -> None:
    found = figure(text)
    assert (found and found.text) == printed


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("5月", Span(None, 5, 5)),
        ("05月", Span(None, 5, 5)),
        ("十二月", Span(None, 12, 12)),
        ("1-5月", Span(None, 1, 5)),
        ("2023年11月", Span(2023, 11, 11)),
        ("2023.11", Span(2023, 11, 11)),
        ("2023-01", Span(2023, 1, 1)),
        ("2023年", Span(2023, 1, 12)),
        ("2023年末", Span(2023, 1, 12, is_end=True)),
        ("上半年", Span(None, 1, 6)),
        ("前三季度", Span(None, 1, 9)),
        ("2023年二季度", Span(2023, 4, 6)),
        ("12.5", None),
        ("一产业", None),
    ],
)
def test_a_head_names_a_time(text: str, span: Span | None) -> None:
    assert span_of(text) == span


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("余额（亿元）", "亿元"),
        ("外资(亿美元)", "亿美元"),
        ("投资（不含农户）（亿元）", "亿元"),
        ("投资（不含农户）", None),
        ("增长（%）", "%"),
        ("余额（亿圆）", ""),
        ("余额", None),
    ],
)
def test_a_label_states_its_unit(text: str, unit: str | None) -> None:
    assert unit_of(text) == unit


def test_captions_and_labels_are_taken_apart() -> None:
    assert stated_unit("单位：万吨，%") == "万吨，%"
    assert bare_label("（一）其中：住户存款（亿元）") == "住户存款"
    assert bare_label("十一、新型农村机构") == "新型农村机构"


def names(rows: Rows, year: int = 2024) -> dict[int, str]:
    """The name that each row of the table of deposits and loans is given, by its number."""
    table = tabulate([HEADS, *(cells for _, cells in rows)], f"{year}年主要存贷款指标")
    form = recognise(read_grid(table), year, "")
    assert form
    assert form.kind == "deposits_loans"
    return {row.line.row: row.name for row in form.rows}


def true_names(rows: Rows) -> dict[int, str]:
    return {at: name for at, (name, _) in enumerate(rows, 2)}


def without_blocks(rows: Rows) -> Rows:
    return [(name, ["", *cells[1:]]) for name, cells in rows]


def torn_blocks(rows: Rows) -> Rows:
    """A merged cell broken by the end of a page: the last block begins eight rows too early."""
    starts = {0: "本外币", 17: "人民币", 29: "外币"}
    return [(name, [starts.get(at, ""), *cells[1:]]) for at, (name, cells) in enumerate(rows)]


def reordered(rows: Rows) -> Rows:
    return [*rows[17:35], *rows[35:], *rows[:17]]


def worded_otherwise(rows: Rows) -> Rows:
    words = {
        "住户存款": "储蓄存款",
        "非金融企业存款": "单位存款",
        "比上月增加": "比上月新增",
        "同比增长": "同比增速",
        "票据融资": "票据贴现",
        "个人消费贷款": "消费贷款",
    }
    found = []
    for name, (block, label, *cells) in rows:
        worded = label
        for old, new in words.items():
            worded = worded.replace(old, new)
        found.append((name, [block, worded, *cells]))
    return found


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    "change",
    [list, without_blocks, torn_blocks, reordered, worded_otherwise],
    ids=["as usual", "without blocks", "torn blocks", "reordered", "worded otherwise"],
)
def test_every_row_of_deposits_and_loans_is_named(
    change: Callable[[Rows], Rows], seed: int
) -> None:
    rows = change(banking_rows(invented(seed)))
    assert names(rows) == true_names(rows)


def test_rows_in_any_order_are_never_named_wrongly() -> None:
    rows = without_blocks(banking_rows(invented(3)))
    Random(3).shuffle(rows)
    # Bills are RMB alone, so that their rows are the same twice: no order can tell them apart.
    cells = dict(rows)
    found = names(rows)
    assert all(cells[name] == rows[row - 2][1] for row, name in found.items())
    assert len(found) >= 25


@pytest.mark.parametrize("absent", [0, 3, 9, 13, 20, 31])
def test_a_row_that_is_not_printed_leaves_the_others_right(absent: int) -> None:
    rows = banking_rows(invented(1))
    block = rows[absent][1][0]
    del rows[absent]
    if block:
        rows[absent][1][0] = block
    found, true = names(rows), true_names(rows)
    assert all(true[row] == name for row, name in found.items())
    assert len(found) >= len(rows) - 4


def test_one_wrong_digit_does_not_change_what_a_row_is() -> None:
    random = Random(5)
    for _ in range(6):
        rows = banking_rows(invented(1))
        row, column = random.randrange(len(rows)), random.randrange(2, 14)
        printed = rows[row][1][column]
        place = random.choice([at for at, char in enumerate(printed) if char.isdigit()])
        digit = str((int(printed[place]) + random.randrange(1, 10)) % 10)
        rows[row][1][column] = printed[:place] + digit + printed[place + 1 :]
        assert names(rows) == true_names(rows)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nor_do_two_in_one_row(seed: int) -> None:
    rows = banking_rows(invented(seed))
    row = next(at for at, (name, _) in enumerate(rows) if name == "cny.loans.balance")
    for column in (4, 9):
        printed = rows[row][1][column]
        rows[row][1][column] = str((int(printed[0]) + 1) % 10 or 1) + printed[1:]
    assert names(rows) == true_names(rows)


def test_numbers_and_not_a_wrong_block_decide_who_is_who() -> None:
    rows = banking_rows(invented(2))
    wrong = {"本外币": "人民币", "人民币": "本外币"}
    turned = [(name, [wrong.get(block, block), *cells]) for name, (block, *cells) in rows]
    found = names(turned)
    totals = {
        row: name
        for row, name in true_names(turned).items()
        if name.endswith(".balance") and name.split(".")[1] in ("deposits", "loans")
    }
    assert {row: found[row] for row in totals} == totals


def test_an_unknown_row_is_left_open_and_still_read() -> None:
    rows = banking_rows(invented(1))
    extra = ["", "财政专户款项（亿元）", *["1.5"] * 12]
    rows.insert(4, ("", extra))
    table = tabulate([HEADS, *(cells for _, cells in rows)])
    form = recognise(read_grid(table), 2024, "")
    assert form
    assert [line.label for line in form.open_rows] == ["财政专户款项（亿元）"]
    readings = read_tables(as_document(table), 2024).readings
    of_extra = [each for each in readings if each.row == 6]
    assert {(each.subject, each.unit) for each in of_extra} == {("财政专户款项", "亿元")} or {
        each.unit for each in of_extra
    } == {"亿元"}


def test_a_unit_that_nobody_knows_is_a_doubt_and_not_that_of_the_row_above() -> None:
    rows = banking_rows(invented(1))
    rows[5][1][1] = "金融机构各项贷款余额（亿圆）"
    table = tabulate([HEADS, *(cells for _, cells in rows)])
    readings = {
        (each.row, each.column): each for each in read_tables(as_document(table), 2024).readings
    }
    assert readings[7, 3].unit is None
    assert readings[7, 3].doubts == (("unit", ("亿圆",)),)
    assert readings[2, 3].unit == "亿元"


def one(readings: Mapping[tuple[int, int], Reading], row: int, column: int) -> tuple[object, ...]:
    found = readings[row, column]
    return found.subject, found.unit, found.measure, found.direction, found.period, found.base


def of_rows(
    rows: list[list[str]], *caption: str, year: int = 2022
) -> dict[tuple[int, int], Reading]:
    readings = read_tables(as_document(tabulate(rows, *caption)), year).readings
    return {(each.row or 0, each.column or 0): each for each in readings}


def test_a_month_of_deposits_says_what_it_is() -> None:
    rows = [HEADS, *(cells for _, cells in banking_rows(invented(1)))]
    found = of_rows(rows, "2019年主要存贷款指标")
    assert one(found, 2, 4)[:4] == ("本外币各项存款余额", "亿元", "level", None)
    assert found[2, 4].period == "2019-02-28"
    assert one(found, 5, 4)[::2] == ("本外币各项存款", "change", "2019-02")
    assert found[5, 4].base == "previous_month"
    assert one(found, 6, 4)[::2] == ("本外币各项存款", "growth", "2019-02-28")
    assert found[8, 3].subject == "本外币短期贷款余额"
    assert found[36, 14].unit == "%" if (36, 14) in found else True
    assert found[37, 3].unit == "亿美元"


ECONOMY = [
    ["", "3月", "6月", "9月", "12月"],
    ["", "绝对值（自年初累计）"],
    ["地区生产总值（亿元）", "100.0", "210.0", "330.0", "460.0"],
    ["第一产业", "10.0", "22.0", "35.0", "50.0"],
    ["第二产业", "40.0", "84.0", "130.0", "180.0"],
    ["第三产业", "50.0", "104.0", "165.0", "230.0"],
    ["进出口差额（出口－进口）（亿元）", "5.0", "9.0", "12.0", "-1.0"],
    ["同比累计增长率（%）"],
    ["地区生产总值", "5.1", "5.0", "-0.4", "0.0"],
]


def test_the_economy_is_cumulated_from_january() -> None:
    found = of_rows(ECONOMY, "2021年主要经济指标")
    assert one(found, 3, 2) == ("地区生产总值", "亿元", "level", None, "2021-Q1", None)
    assert found[3, 3].period == "2021-H1"
    assert found[3, 4].period == "2021-01/2021-09"
    assert found[3, 5].period == "2021"
    assert found[4, 2].unit == "亿元"  # the three industries add up to the product
    assert one(found, 9, 4) == (
        "地区生产总值",
        "%",
        "growth",
        "down",
        "2021-01/2021-09",
        "previous_year",
    )
    assert found[9, 5].direction is None


def test_parts_that_do_not_add_up_have_no_unit_of_their_own() -> None:
    rows = [list(row) for row in ECONOMY]
    rows[5][1:] = ["150.0", "204.0", "265.0", "330.0"]
    found = of_rows(rows, "2021年主要经济指标")
    assert found[4, 2].unit is None
    assert found[4, 2].doubts == (("unit", ()),)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("合计", "total"),
        ("LPR减点", "below"),
        ("LPR", "at"),
        ("LPR加点", "above"),
        ("（LPR，LPR+0.5%）", "above_0_0.5"),
        ("[LPR+1.5%, LPR+3%)", "above_1.5_3"),
        ("LPR+5%及以上", "above_5"),
        ("下浮", "below"),
        ("基准", "at"),
        ("上浮", "above"),
        ("小计", "above"),
        ("（1.0－1.1]", "above_1.0_1.1"),
        ("（1.5，2.0］", "above_1.5_2.0"),
        ("2.0以上", "above_2.0"),
        ("其他", ""),
    ],
)
def test_bands_over_the_lpr_and_the_benchmark_rate_have_names(label: str, name: str) -> None:
    assert band(label) == name


def test_bands_of_a_year_before_the_lpr() -> None:
    rows = [
        ["", "", "1月", "2月", "3月"],
        ["合计", "", "100.0", "100.0", "100.0"],
        ["下浮", "", "10.0", "12.0", "9.0"],
        ["基准", "", "20.0", "18.0", "21.0"],
        ["上浮", "小计", "70.0", "70.0", "70.0"],
        ["", "（1.0，1.1]", "40.0", "30.0", "35.0"],
        ["", "1.1以上", "30.0", "40.0", "35.0"],
    ]
    form = recognise(read_grid(tabulate(rows, "2018年各利率区间占比", "单位：%")), 2018, "")
    assert form
    assert form.kind == "lending_rates"
    assert [row.name for row in form.rows] == [
        "lpr.total",
        "lpr.below",
        "lpr.at",
        "lpr.above",
        "lpr.above_1.0_1.1",
        "lpr.above_1.1",
    ]
    assert all(proof.held == proof.tested == 3 for proof in form.proofs)


INSTITUTIONS = [
    ["机构类别", "营业网点", "", "", "法人机构（个）"],
    ["", "机构个数（个）", "从业人数（人）", "资产总额（亿元）", ""],
    ["一、大型商业银行", "10", "200", "3000", "0"],
    ["二、股份制商业银行", "5", "90", "1000", "0"],
    ["三、城市商业银行", "4", "60", "700", "1"],
    ["四、农村合作机构", "20", "300", "900", "12"],
    ["五、邮政储蓄", "8", "70", "400", "0"],
    ["合计", "47", "720", "6001", "13"],
]


def test_institutions_are_counted_and_their_columns_proved_by_the_prose() -> None:
    heads = [list(row) for row in INSTITUTIONS]
    heads[1][1:4] = ["甲", "乙", "丙"]  # heads lost, the prose repeats the totals
    prose = "银行业金融机构营业网点47个，从业人员720人，资产总额0.6万亿元。"
    form = recognise(read_grid(tabulate(heads, "2020年银行业金融机构情况表")), 2020, prose)
    assert form
    assert form.kind == "institutions"
    assert form.columns == {2: "outlets", 3: "employees", 4: "assets", 5: "legal_entities"}
    assert all(proof.held == 1 for proof in form.proofs)
    found = of_rows(INSTITUTIONS, "2020年银行业金融机构情况表")
    outlets = found[3, 2]
    assert outlets.lower == outlets.upper == 10
    assert outlets.unit == "个"
    assert outlets.period == "2020-12-31"


def test_a_bulletin_table_has_years_or_measures_across() -> None:
    rows = [
        ["指标", "单位", "绝对数", "比上年增长（%）"],
        ["粮食产量", "万吨", "123.4", "-1.2"],
        ["年末常住人口", "万人", "300.5", "0.1"],
    ]
    found = of_rows(rows, "表3 2017年主要产品产量", year=2017)
    assert one(found, 2, 3) == ("粮食产量", "万吨", "level", None, "2017", None)
    assert one(found, 2, 4) == ("粮食产量", "%", "growth", "down", "2017", "previous_year")
    assert found[3, 3].period == "2017-12-31"


def test_months_may_stand_below_one_another() -> None:
    rows = [
        ["月份", "进口（亿元）", "出口（亿元）"],
        ["1月", "1.0", "2.0"],
        ["2月", "1.5", "2.5"],
        ["1-3月", "4.0", "6.0"],
    ]
    found = of_rows(rows, "2017年分月进出口")
    assert one(found, 3, 3) == ("出口", "亿元", "level", None, "2017-02", None)
    assert found[4, 2].period == "2017-Q1"


@pytest.mark.parametrize(
    ("time", "period"),
    [("5月", "2017-05"), ("1—5月", "2017-01/2017-05"), ("上半年", "2017-H1")],
)
def test_a_caption_names_one_month_or_all_since_january(time: str, period: str) -> None:
    rows = [["产品", "产量（万吨）"], ["茶叶", "1.2"], ["蚕丝", "0.3"]]
    found = of_rows(rows, f"2017年{time}主要产品产量", year=2017)
    assert one(found, 2, 2) == ("茶叶产量", "万吨", "level", None, period, None)


def test_a_part_is_called_by_its_whole_where_its_own_name_does_not_do() -> None:
    rows = [
        ["指标", "2016年（亿元）", "构成（%）"],
        ["农林牧渔业总产值", "60.0", "100.0"],
        ["其中：农业", "50.0", "83.3"],
    ]
    found = of_rows(rows, "主要指标")
    assert found[3, 2].subject == "农林牧渔业总产值农业"
    assert (found[3, 3].measure, found[3, 3].unit) == ("share", "%")


def test_two_figures_in_one_cell_are_told_and_not_glued() -> None:
    rows = [
        ["指标", "2016年", "2017年"],
        ["价格（元）", "5.2\n\n4.6", "5.0"],
        ["产量（吨）", "1", "2"],
        ["销量（吨）", "1", "2"],
    ]
    found = read_tables(as_document(tabulate(rows, "价格")), 2017)
    assert [each.printed for each in found.unread] == ["5.24.6"]
    assert [each.printed for each in found.readings if each.is_quantity][:1] == ["5.0"]


def test_the_digits_of_heads_and_labels_measure_nothing() -> None:
    rows = [
        ["指标", "2017年", "增长"],
        ["0—14岁人口（万人）", "41", "2"],
        ["总人口（万人）", "82", "1"],
    ]
    found = read_tables(as_document(tabulate(rows, "人口")), 2017).readings
    assert [(each.printed, each.why) for each in found if not each.is_quantity] == [
        ("2017", "year"),
        ("0", "age"),
        ("14", "age"),
    ]


def test_a_table_that_goes_on_has_the_heads_and_the_unit_of_the_one_before() -> None:
    heads = ["项目", "2016年", "增长%"]
    first = tabulate([heads, ["教育支出", "10.5", "1.2"]], "表1 2016年支出表", "单位：亿元")
    bare = [["农林水支出", "9.5", "2.2"], ["交通支出", "7.5", "3.2"]]
    rest = tabulate(bare, "续表", number=2)
    last = tabulate([heads, ["其他支出", "3.0", "0.1"]], "续表2", number=3)
    found = read_tables(as_document(first, rest, last), 2017).readings
    said = {
        (each.table, each.row, each.column): (each.unit, each.measure, each.period)
        for each in found
    }
    assert said[2, 1, 2] == said[3, 2, 2] == ("亿元", "level", "2016")
    assert said[2, 2, 3] == ("%", "growth", "2016")


def test_people_are_counted_and_their_shares_stand_with_them() -> None:
    rows = [
        ["指标", "年末人口数（万人）", "比重（%）"],
        ["城镇", "46.7", "63.6"],
        ["乡村", "26.7", "36.4"],
    ]
    found = read_tables(as_document(tabulate(rows, "2019年年末人口数及构成")), 2019).readings
    assert {(each.measure, each.period) for each in found} == {
        ("count", "2019-12-31"),
        ("share", "2019-12-31"),
    }


def test_the_corner_says_when_the_figures_are_of_if_no_head_does() -> None:
    table = "{}\t余额（亿元）\t同比增长（%）\n各项存款\t31874\t6.2\n各项贷款\t25309\t7.7\n"
    for corner, period in (("2023年10月末", "2023-10-31"), ("项目", "2024-12-31")):
        document = read_text(f"表1 存贷款情况\n\n{table.format(corner)}", "draft.txt")
        periods = {each.period for each in read_tables(document, 2024).readings if each.subject}
        assert period in periods
