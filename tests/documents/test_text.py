"""Plain text in every encoding and layout gives the same paragraphs and tables."""

import codecs
import re
from pathlib import Path

import pytest

from finreport.documents import Document, UnreadableError, characters, figure, read, read_text
from finreport.documents.characters import width

REPORT = """\
虚构省金融运行报告（2025）

一、经济运行情况

2024年，全省地区生产总值2.5万亿元，同比增长2.3%。分产业看，第一产业增长3.9%，第二产业下降0.6%，第三产业增长4.1%。

表1 主要存款指标
单位：亿元

\t1月\t2月\t3月
各项存款余额\t59007.4\t59033.6\t59930.9
比上月增加\t1144.1\t-26.2\t—
数据来源：虚构。

二、金融运行情况
年末，全省不良贷款率1.3%，较年初下降0.2个百分点。
"""

TEXTS = [
    "虚构省金融运行报告（2025）",
    "一、经济运行情况",
    "2024年，全省地区生产总值2.5万亿元，同比增长2.3%。"
    "分产业看，第一产业增长3.9%，第二产业下降0.6%，第三产业增长4.1%。",
    "表1 主要存款指标",
    "单位：亿元",
    "数据来源：虚构。",
    "二、金融运行情况",
    "年末，全省不良贷款率1.3%，较年初下降0.2个百分点。",
]

ROWS = [
    ["", "1月", "2月", "3月"],
    ["各项存款余额", "59007.4", "59033.6", "59930.9"],
    ["比上月增加", "1144.1", "-26.2", "—"],
]


def texts(document: Document) -> list[str]:
    return [p.text for p in document.paragraphs if p.kind != "header"]


def rows(document: Document, number: int = 1) -> list[list[str]]:
    return [[cell.text for cell in row] for row in document.tables[number - 1].rows]


def in_tables(change: dict[str, str]) -> str:
    """The report with other characters in the rows of its table."""
    lines = [
        "".join(change.get(c, c) for c in line) if "\t" in line else line
        for line in REPORT.split("\n")
    ]
    return "\n".join(lines)


FULL_WIDTH = {**{str(n): chr(0xFF10 + n) for n in range(10)}, ".": "．", "-": "－"}


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_give_the_same(tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(REPORT.replace("\n", end).encode(encoding))
    document = read(path)
    assert texts(document) == TEXTS
    assert rows(document) == ROWS
    assert document.tables[0].caption == ("表1 主要存款指标", "单位：亿元")
    assert document.tables[0].notes == ("数据来源：虚构。",)
    assert document.tables[0].after == 5
    assert [p.number for p in document.paragraphs] == list(range(1, 9))


def test_utf_16_with_the_mark_of_the_other_order(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"))
    assert texts(read(path)) == TEXTS


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (in_tables(FULL_WIDTH), {"digit", "point", "minus"}),
        ("".join(FULL_WIDTH.get(c, c) if c.isdigit() else c for c in REPORT), {"digit"}),
        (REPORT.replace("%", "％"), {"percent sign"}),
        (in_tables({"-": "−"}), {"minus"}),
        (REPORT.replace("-26.2", "—26.2"), {"minus"}),
        (in_tables({"\t": "\u00a0\t\u3000"}), {"space"}),
        ("".join(c + "\u200b" if c.isdigit() else c for c in REPORT), {"invisible character"}),
        (REPORT.replace("一、", "**一、").replace("情况", "情况**"), {"emphasis"}),
        (REPORT.replace("金融", "⾦融"), {"radical"}),
        (REPORT.replace("年末", "⺠末").replace("⺠", "年"), set()),
    ],
)
def test_characters_are_made_plain_and_counted(text: str, kinds: set[str]) -> None:
    document = read_text(text, "report.txt")
    assert [t.replace("**", "") for t in texts(document)] == TEXTS
    assert rows(document) == ROWS
    assert set(document.changed) == kinds


def test_dashes_of_ranges_are_one_and_those_of_remarks_stay() -> None:
    text = "1－9月增长4.5%—5.0%，—— 2024年回顾（2021–2025年），占比3−5成，1―5月增长－0.3%。"
    (paragraph,) = read_text(text, "t").paragraphs
    assert paragraph.text == re.sub("[－–−―]", "-", text)


@pytest.mark.parametrize("dash", ["-", "——", "–", "─", "…", "", "/"])
def test_every_dash_of_an_empty_cell_is_no_figure(dash: str) -> None:
    cells = rows(read_text(in_tables({"—": dash}), "t"))
    assert [figure(cell) for cell in cells[2]] == [None, "1144.1", "-26.2", ""]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1,234.5", "1234.5"),
        ("1，234", "1234"),
        ("12 345", "12345"),
        ("- 3.2%", "-3.2"),
        ("1. 3", "1.3"),
        ("5.2\n4.6", None),
        ("12,34", None),
        ("亿元", None),
        ("3月", None),
        ("%", None),
        ("…", ""),
    ],
)
def test_a_figure_is_told_from_words(cell: str, number: str | None) -> None:
    assert figure(cell) == number


def bars(line: str) -> str:
    return "| " + " | ".join(line.split("\t")) + " |"


def test_markdown() -> None:
    head, *others = [bars(line) for line in REPORT.split("\n") if "\t" in line]
    table = [head, "|---|--:|--:|--:|", *others]
    first, rest = REPORT.split("\t1月", maxsplit=1)[0], REPORT[REPORT.index("数据来源") :]
    text = f"{first}{chr(10).join(table)}\n\n{rest}"
    document = read_text(text.replace("一、", "## 一、").replace("二、", "## 二、"), "report.md")
    assert texts(document) == TEXTS
    assert rows(document) == ROWS


@pytest.mark.parametrize("layout", ["four", "stops", "one"])
def test_columns_of_white_space(layout: str) -> None:
    lines = [
        {
            "four": line.replace("\t", "    "),
            "stops": line.expandtabs(16),
            "one": " ".join(line.split("\t")),
        }[layout]
        if "\t" in line
        else line
        for line in REPORT.split("\n")
    ]
    document = read_text("\n".join(lines), "report.txt")
    assert rows(document) == ROWS
    assert texts(document) == TEXTS


CLOSE = {
    "heads over groups of columns": (
        """\
某省2018年债务情况表
                                          单位：亿元
                 2018年限额                  2018年余额（决算数）
       地   区
                         一般债务        专项债务               一般债务      专项债务
       公   式     A=B+C       B           C       D=E+F      E           F
甲省            4,170.70   2,921.78    1,248.92  3,711.66  2,647.15   1,064.51
 乙市              17.22      10.06        7.16     11.89      6.96       4.93
""",
        [
            ["", "2018年限额", "", "", "2018年余额（决算数）", "", ""],
            ["地区", "", "", "", "", "", ""],
            ["", "", "一般债务", "专项债务", "", "一般债务", "专项债务"],
            ["公式", "A=B+C", "B", "C", "D=E+F", "E", "F"],
            ["甲省", "4,170.70", "2,921.78", "1,248.92", "3,711.66", "2,647.15", "1,064.51"],
            ["乙市", "17.22", "10.06", "7.16", "11.89", "6.96", "4.93"],
        ],
    ),
    "one space between columns": (
        """\
表5 主要指标
指 标      单 位 绝对数 比上年增长（%）
施工面积 万平方米 320.7 3.1
#住宅     万平方米 267.9 8.2
待售面积 万平方米 3.1 --
""",
        [
            ["指标", "单位", "绝对数", "比上年增长（%）"],
            ["施工面积", "万平方米", "320.7", "3.1"],
            ["#住宅", "万平方米", "267.9", "8.2"],
            ["待售面积", "万平方米", "3.1", "--"],
        ],
    ),
    "cells without a figure": (
        """\
表一 收入决算表
项目     2019年预算数 决算数 比上年增长%
一、税收收入 520000   498120  4.6
收入合计 700000     693720  7.2
上级补助收入            310500  4.1
""",
        [
            ["项目", "2019年预算数", "决算数", "比上年增长%"],
            ["一、税收收入", "520000", "498120", "4.6"],
            ["收入合计", "700000", "693720", "7.2"],
            ["上级补助收入", "", "310500", "4.1"],
        ],
    ),
    "times as labels": (
        """\
表4 贴现利率
单位：%
季度 贴现            转贴现
   银行承兑汇票 商业承兑汇票 票据买断 票据回购
1 4.12    5.01   3.95 3.40
2 4.95    5.60   4.40 3.71
""",
        [
            ["季度", "贴现", "", "转贴现", ""],
            ["", "银行承兑汇票", "商业承兑汇票", "票据买断", "票据回购"],
            ["1", "4.12", "5.01", "3.95", "3.40"],
            ["2", "4.95", "5.60", "4.40", "3.71"],
        ],
    ),
    "two tables side by side": (
        """\
表3 主要产品产量
产品名称 单位 产量 增长（%） 产品名称 单位 产量 增长（%）
原煤 万吨 1520.4 3.2    水泥 万吨 420.6 -1.9
发电量 亿千瓦时 203.1 5.0  钢材 万吨 880.2 6.7
""",
        [
            ["产品名称", "单位", "产量", "增长（%）"] * 2,
            ["原煤", "万吨", "1520.4", "3.2", "水泥", "万吨", "420.6", "-1.9"],
            ["发电量", "亿千瓦时", "203.1", "5.0", "钢材", "万吨", "880.2", "6.7"],
        ],
    ),
    "heads in two lines": (
        """\
表11 贸易伙伴
伙伴      出口额（亿      比上年增长      进口额（亿
名称      元）           （%）          元）
甲国      26550         7.0          20807
乙国      31279         8.4           9319
""",
        [
            ["伙伴名称", "出口额（亿元）", "比上年增长（%）", "进口额（亿元）"],
            ["甲国", "26550", "7.0", "20807"],
            ["乙国", "31279", "8.4", "9319"],
        ],
    ),
    "labels of several rows at their middle": (
        """\
表2 贷款各利率区间占比
单位：%
月份           1月 2月 3月
合计           100.0 100.0 100.0
下浮           22.3 22.4 20.0
   小计        77.7 77.6 80.0
   （1.0-1.1] 42.0 41.6 42.4
上浮 （1.1-1.3] 20.1 20.5 21.0
   1.3以上 15.6 15.5 16.6
""",
        [
            ["", "月份", "1月", "2月", "3月"],
            ["合计", "合计", "100.0", "100.0", "100.0"],
            ["下浮", "下浮", "22.3", "22.4", "20.0"],
            ["上浮", "小计", "77.7", "77.6", "80.0"],
            ["上浮", "（1.0-1.1]", "42.0", "41.6", "42.4"],
            ["上浮", "（1.1-1.3]", "20.1", "20.5", "21.0"],
            ["上浮", "1.3以上", "15.6", "15.5", "16.6"],
        ],
    ),
    "two such labels": (
        """\
表3 存款
单位：亿元
           1月 2月
    各项存款 32010.5 32120.7
本外币 住户存款 17010.1 17430.0
    单位存款 8105.2 7902.3
    各项存款 31010.5 31120.7
人民币 住户存款 16010.1 16430.0
    单位存款 7105.2 6902.3
""",
        [
            ["", "", "1月", "2月"],
            ["本外币", "各项存款", "32010.5", "32120.7"],
            ["本外币", "住户存款", "17010.1", "17430.0"],
            ["本外币", "单位存款", "8105.2", "7902.3"],
            ["人民币", "各项存款", "31010.5", "31120.7"],
            ["人民币", "住户存款", "16010.1", "16430.0"],
            ["人民币", "单位存款", "7105.2", "6902.3"],
        ],
    ),
    "heads of one and of two lines": (
        """\
表1 社会融资规模增量
单位：亿元
月份 社会融资规模增量 其中：
            人民币贷款 委托贷款 企业债券
1月 812.3    620.1 -5.2        30.5
2月 301.5    250.0 1.2         -10.1
""",
        [
            ["月份", "社会融资规模增量", "其中：", "", ""],
            ["", "", "人民币贷款", "委托贷款", "企业债券"],
            ["1月", "812.3", "620.1", "-5.2", "30.5"],
            ["2月", "301.5", "250.0", "1.2", "-10.1"],
        ],
    ),
    "one figure a row": (
        """\
表5 证券业基本情况
项目               数量
证券公司数（家） 2
年末国内上市公司数（家）   38
其中：中期票据筹资额（亿元） 420.3
当年国内债券筹资（亿元）   620.5
""",
        [
            ["项目", "数量"],
            ["证券公司数（家）", "2"],
            ["年末国内上市公司数（家）", "38"],
            ["其中：中期票据筹资额（亿元）", "420.3"],
            ["当年国内债券筹资（亿元）", "620.5"],
        ],
    ),
}
"""Layouts of pdftotext whose columns stand close, and their tables."""


@pytest.mark.parametrize("name", CLOSE)
def test_columns_that_stand_close(name: str) -> None:
    text, table = CLOSE[name]
    assert rows(read_text(text, "report.txt")) == table


def test_a_label_between_rows_of_tabs_is_one() -> None:
    text = (
        "表1 指标\n\t2023年\t2024年\n一、财政\n收入\t1.0\t2.0\n二、金融\n存款\t3.0\t4.0\n合计。\n"
    )
    assert rows(read_text(text, "report.txt")) == [
        ["", "2023年", "2024年"],
        ["一、财政", "", ""],
        ["收入", "1.0", "2.0"],
        ["二、金融", "", ""],
        ["存款", "3.0", "4.0"],
    ]


def test_prose_with_numbers_at_its_ends_is_no_table() -> None:
    text = "全年实现 20 12\n共计增长，达到 5 3\n各地产量 增长 1 2。\n"
    assert not read_text(text, "report.txt").tables


def test_no_character_that_is_plain_at_a_glance_would_be_changed() -> None:
    every = map(chr, range(0x10000))
    known = "".join(each for each in every if characters._PLAIN.fullmatch(each))
    assert len(known) > 20_000
    for each in known.replace("*", ""):
        for beside in ("12{}5", "7月{}3", " {}4.1%", "（{}8）", "{}"):
            assert characters._ANY.search(beside.format(each)) is None, each


def cut(line: str, size: int) -> list[str]:
    """A line cut to a width of display; a comma may hang over the edge."""
    parts, left = [""], size
    for character in line:
        if left < 2 and character not in "，。；":
            parts, left = [*parts, ""], size
        parts[-1] += character
        left -= 1 if character.isascii() else 2
    return parts


def wrapped(text: str, size: int, indent: str) -> str:
    """The sentences cut to a width, wherever that falls, the first line of each set in."""
    out = []
    for line in text.split("\n"):
        if line.endswith("。") and not line.startswith("数据"):
            out += cut(indent + line, size)
        else:
            out.append(line)
    return "\n".join(out)


LONG = REPORT + "\n".join(
    f"\n年内第{n}项工作，全省新增贷款{n}12.{n}亿元，同比多增{n}3.{n}亿元。其中，企业贷款增加{n}0.5亿元，占{n}8.2%；"
    f"住户贷款增加{n}1.7亿元，同比少增{n}.4亿元，主要受{n}方面因素影响。"
    for n in range(1, 9)
)


@pytest.mark.parametrize("size", [36, 50, 66, 80])
@pytest.mark.parametrize("indent", ["", "    "])
def test_wrapped_lines_are_joined(size: int, indent: str) -> None:
    whole = read_text(LONG, "t")
    assert len(texts(whole)) == len(TEXTS) + 8
    text = wrapped(LONG, size, indent)
    if indent:
        text = text.replace("。\n\n", "。\n")
    assert texts(read_text(text, "t")) == texts(whole)


def test_a_number_cut_in_two_by_a_page_break_is_one() -> None:
    text = (
        "全省保险业实现原保险保费收入合计为1\n\n145亿元，同比增长3.5%，保险业赔付支出增长1.\n3%。"
    )
    (paragraph,) = read_text(text, "t").paragraphs
    assert paragraph.text == text.replace("\n", "")


def test_contents_are_no_table() -> None:
    text = "目录\n一、经济运行情况\t4\n（一）内需\t4\n二、金融运行情况\t7\n\n三、展望......11\n"
    document = read_text(text, "t")
    assert [p.kind for p in document.paragraphs] == ["text", *["contents"] * 4]
    assert document.paragraphs[1].text == "一、经济运行情况 4"
    assert not document.tables


def test_running_heads_beside_form_feeds_go_to_the_end() -> None:
    pages = [f"虚构省报告\n\n第{n}页的正文，全省增长{n}.5%。\n\n— {n} —\n" for n in range(1, 5)]
    document = read_text("\f".join(pages), "t")
    assert texts(document) == [f"第{n}页的正文，全省增长{n}.5%。" for n in range(1, 5)]
    assert [p.kind for p in document.paragraphs].count("header") == 8


def test_places_lead_back_to_the_characters(tmp_path: Path) -> None:
    source = (
        "  全省**存款**余额１\u200b２.5亿元，同比增长了\n\n6.7%。\n\t1月\t2月\n存款\t 3.5\t4.6\n"
    )
    lines = source.split("\n")
    document = read_text(source, "t")
    for paragraph in document.paragraphs:
        for offset, character in enumerate(paragraph.text):
            place = paragraph.place(offset)
            assert place.line is not None
            assert place.column is not None
            found = lines[place.line - 1][place.column - 1]
            assert character in {found, str(ord(found) - 0xFF10)}
    for cell in (cell for row in document.tables[0].rows for cell in row if cell.text):
        place = cell.place
        assert place.line is not None
        assert place.column is not None
        assert lines[place.line - 1][place.column - 1 :].startswith(cell.text)


def test_every_digit_is_in_the_model() -> None:
    document = read_text(LONG, "t")
    cells = "".join(cell.text for table in document.tables for row in table.rows for cell in row)
    found = "".join(p.text for p in document.paragraphs) + cells
    assert sorted(c for c in found if c.isdigit()) == sorted(c for c in LONG if c.isdigit())


LEFT = (
    "全省生产总值增长5.2%，增速比上年",
    "加快0.3个百分点。其中，工业增加",
    "值增长6.1%，农业增加值增长3.4%。",
    "进出口总额812亿元，比上年增长",
    "4.5%，出口505亿元。",
)
RIGHT = (
    "增长6.3%。固定资产投资增长2.8%，",
    "民间投资下降1.2%。居民人均可支配",
    "收入31824元，增长4.9%。",
)
"""Two columns as a layout prints them, one of them shorter."""


def side_by_side(is_wide: bool = False) -> str:
    """The two columns under a line over both, the second two lines lower and the first set in.

    ``is_wide`` says that the layout takes a Chinese character for two columns, not for one.
    """
    right = ["", "", *RIGHT]
    rows_ = []
    for one, other in zip(LEFT, right, strict=True):
        room = 44 - width(one) if is_wide else 24 - len(one)
        rows_.append(f"  {one}{' ' * room}{other}".rstrip())
    return "\n".join(["  标题横跨两栏，讲的是全省全年经济运行的总体情况和金融运行情况", *rows_])


@pytest.mark.parametrize("is_wide", [False, True])
def test_columns_side_by_side_are_put_one_after_the_other(is_wide: bool) -> None:
    document = read_text(side_by_side(is_wide), "t.txt")
    (warning,) = document.warnings
    assert warning.told("en").startswith("t.txt was laid out in two columns side by side")
    assert "".join(texts(document)[1:]) == "".join([*LEFT, *RIGHT])
    assert not read_text(LONG, "t").warnings


def test_a_place_in_the_second_column_leads_back_to_its_line() -> None:
    text = side_by_side()
    document = read_text(text, "t.txt")
    paragraph = next(each for each in document.paragraphs if "31824" in each.text)
    place = paragraph.place(paragraph.text.index("31824"))
    assert place.line is not None
    assert place.column is not None
    assert text.split("\n")[place.line - 1][place.column - 1 :].startswith("31824")


def test_columns_go_on_page_by_page() -> None:
    document = read_text(side_by_side() + "\n\f" + side_by_side(), "t.txt")
    found = "".join(each for each in texts(document) if "标题" not in each)
    assert found == "".join([*LEFT, *RIGHT] * 2)


def test_tables_and_paragraphs_go_on_over_pages() -> None:
    head = "项目       1月     2月     3月\n"
    rows_ = [f"存款{n}      1{n}.5   -2{n}.5    3{n}.5\n" for n in range(9)]
    text = (
        f"表1 存款\n{head}{''.join(rows_[:5])}\n\n\n— 1 —\n\f\n\n{head}{''.join(rows_[5:])}\n末段。"
    )
    text = f"第一页。\n\n— 0 —\n\f{text}\n\n— 2 —\n"
    document = read_text(text, "t")
    assert len(document.tables) == 1
    assert len(rows(document)) == 10
    assert rows(document)[9] == ["存款8", "18.5", "-28.5", "38.5"]
    assert texts(document) == ["第一页。", "表1 存款", "末段。"]


def test_another_language_is_warned_of() -> None:
    document = read_text("The economy grew by 2.3 per cent in the year that ended. " * 9, "en.txt")
    [warning] = document.warnings
    assert warning.told("en") == (
        "en.txt has hardly any Chinese text; only Chinese sentences are read."
    )
    assert warning.told("zh") == "en.txt几乎没有中文，只读中文句子。"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"  \n\n", "there is no text in it"),
        (bytes(range(256)) * 100, "no text"),
        ("年".encode() * 300_000, "too large for a report"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableError, match=sentence):
        read(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"none\.txt cannot be read: No such file"):
        read(tmp_path / "none.txt")
