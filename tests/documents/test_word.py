"""What prints of a Word file is read: notes, boxes, list numbers; not what is deleted or hidden."""

import os
import zipfile
from pathlib import Path

import pytest

from finreport.documents import Document, figure, read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def part(name: str, inner: str) -> str:
    return f'<w:{name} xmlns:w="{W}" xmlns:mc="{MC}">{inner}</w:{name}>'


def write_parts(path: Path, body: str, **parts: str) -> Path:
    """A Word file of a body and other parts by their names."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", inner)
    return path


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        ("<w:del><w:r><w:delText>9</w:delText></w:r></w:del>", ""),
        ("<w:ins><w:r><w:t>9</w:t></w:r></w:ins>", "9"),
        ("<w:moveFrom><w:r><w:t>9</w:t></w:r></w:moveFrom>", ""),
        ("<w:moveTo><w:r><w:t>9</w:t></w:r></w:moveTo>", "9"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>", ""),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>9</w:t></w:r>', "9"),
        ("<w:r><w:instrText>PAGE 9</w:instrText></w:r>", ""),
        ("<w:r><w:noBreakHyphen/><w:t>9</w:t></w:r>", "-9"),
        ("<w:sdt><w:sdtContent><w:r><w:t>9</w:t></w:r></w:sdtContent></w:sdt>", "9"),
    ],
)
def test_a_paragraph_reads_as_it_prints(tmp_path: Path, run: str, shown: str) -> None:
    body = f"<w:p><w:r><w:t>增长</w:t></w:r>{run}<w:r><w:t>%</w:t></w:r></w:p>"
    assert texts(read(write_parts(tmp_path / "t.docx", body))) == [f"增长{shown}%"]


def test_notes_and_boxes_follow_their_paragraph_and_headers_come_last(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('框内增长4.5%。')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>全省增长2.3%</w:t><w:footnoteReference w:id='2'/></w:r><w:r>"
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"{p('下一段。')}"
    )
    notes = "<w:footnote w:id='0' w:type='separator'/><w:footnote w:id='2'>" + p("初步核算。")
    path = write_parts(
        tmp_path / "t.docx",
        body,
        footnotes=part("footnotes", f"{notes}</w:footnote>"),
        header1=part("hdr", p("内部资料")),
    )
    found = [(q.kind, q.text, q.places[0][1].element) for q in read(path).paragraphs]
    assert found == [
        ("text", "全省增长2.3%", "paragraph 1"),
        ("footnote", "初步核算。", "footnote 2"),
        ("text_box", "框内增长4.5%。", "paragraph 1, text box"),
        ("text", "下一段。", "paragraph 2"),
        ("header", "内部资料", "header1"),
    ]


def level(depth: int, form: str, text: str) -> str:
    return (
        f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )


NUMBERING = part(
    "numbering",
    f"<w:abstractNum w:abstractNumId='7'>{level(0, 'chineseCounting', '%1、')}"
    f"{level(1, 'decimal', '%2.')}</w:abstractNum>"
    "<w:num w:numId='3'><w:abstractNumId w:val='7'/></w:num>",
)
STYLES = part(
    "styles",
    "<w:style w:styleId='H1'><w:name w:val='heading 1'/>"
    "<w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr></w:style>"
    "<w:style w:styleId='H1a'><w:name w:val='mine'/><w:basedOn w:val='H1'/></w:style>",
)


def test_list_numbers_are_counted_also_through_styles(tmp_path: Path) -> None:
    direct = "<w:numPr><w:ilvl w:val='1'/><w:numId w:val='3'/></w:numPr>"
    body = "".join(
        [
            p("经济", "<w:pStyle w:val='H1'/>"),
            p("工业", direct),
            p("农业", direct),
            p("金融", "<w:pStyle w:val='H1a'/>"),
            p("银行", direct),
            p("无号", "<w:pStyle w:val='H1'/><w:numPr><w:numId w:val='0'/></w:numPr>"),
        ],
    )
    path = write_parts(tmp_path / "t.docx", body, numbering=NUMBERING, styles=STYLES)
    assert texts(read(path)) == ["一、经济", "1. 工业", "2. 农业", "二、金融", "1. 银行", "无号"]


def cell(*lines: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(p(line) for line in lines)}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def test_merged_cells_are_spread(tmp_path: Path) -> None:
    wide = cell("存款", properties="<w:gridSpan w:val='2'/>")
    start = cell("本外币", properties="<w:vMerge w:val='restart'/>")
    goes_on = cell("", properties="<w:vMerge/>")
    body = table(
        cell("项目") + wide,
        start + cell("1.0") + cell("2.0"),
        goes_on + cell("3.0") + cell("4.0"),
        "<w:trPr><w:del/></w:trPr>" + cell("删") + cell("5") + cell("6"),
    )
    (found,) = read(write_parts(tmp_path / "t.docx", body)).tables
    assert [[(c.text, c.is_spread) for c in row] for row in found.rows] == [
        [("项目", False), ("存款", False), ("存款", True)],
        [("本外币", False), ("1.0", False), ("2.0", False)],
        [("本外币", True), ("3.0", False), ("4.0", False)],
    ]
    assert found.rows[2][0].place.element == "table 1, row 2, cell 1"


def test_two_figures_in_a_cell_are_never_glued(tmp_path: Path) -> None:
    body = table(cell("各项", "存款") + cell("5.2", "", "4.6"), cell("贷款") + cell("123", "456"))
    (found,) = read(write_parts(tmp_path / "t.docx", body)).tables
    assert [c.text for row in found.rows for c in row] == [
        "各项存款",
        "5.2\n4.6",
        "贷款",
        "123\n456",
    ]
    assert [figure(row[1].text) for row in found.rows] == [None, None]


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    body = p("前文。") + table(cell("专栏", "全省增长2.3%。")) + p("后文。")
    document = read(write_parts(tmp_path / "t.docx", body))
    assert texts(document) == ["前文。", "专栏", "全省增长2.3%。", "后文。"]
    assert not document.tables


CORPUS = os.environ.get("FINREPORT_CORPUS")


@pytest.mark.skipif(CORPUS is None, reason="FINREPORT_CORPUS does not name the corpus")
def test_a_real_bulletin_is_counted() -> None:
    document = read(Path(CORPUS or "") / "bulletin_2016_qiandongnan.docx")
    figures = [
        figure(c.text) for t in document.tables for row in t.rows for c in row if not c.is_spread
    ]
    assert len(document.tables) == 11
    assert sum(bool(number) for number in figures) == 267
    assert all(table.caption for table in document.tables)


def tabbed(*cells: str) -> str:
    """A paragraph whose cells are parted by tabs."""
    runs = "<w:r><w:tab/></w:r>".join(f"<w:r><w:t>{cell}</w:t></w:r>" for cell in cells)
    return f'<w:p><w:pPr><w:tabs><w:tab w:pos="4000"/></w:tabs></w:pPr>{runs}</w:p>'


def cells(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in table.rows] for table in document.tables]


def test_paragraphs_parted_by_tabs_are_a_table(tmp_path: Path) -> None:
    body = p("表1 存贷款（亿元）") + "".join(
        [
            tabbed("指标", "1月", "2月"),
            tabbed("各项存款", "5012.3", "5080.1"),
            p("其中："),
            tabbed("住户存款", "", "3120.4", "", "3133.9"),
            tabbed("各项贷款", "4123.8", "4150.0"),
            p("存款增加较多，贷款平稳。"),
        ]
    )
    document = read(write_parts(tmp_path / "t.docx", body))
    assert cells(document) == [
        [
            ["指标", "1月", "2月"],
            ["各项存款", "5012.3", "5080.1"],
            ["其中：", "", ""],
            ["住户存款", "3120.4", "3133.9"],
            ["各项贷款", "4123.8", "4150.0"],
        ]
    ]
    assert document.tables[0].caption == ("表1 存贷款（亿元）",)
    assert document.tables[0].rows[3][0].place.element == "paragraph 5"
    assert texts(document) == ["表1 存贷款（亿元）", "存款增加较多，贷款平稳。"]


@pytest.mark.parametrize(
    "rows",
    [
        [("一、总体情况", "1"), ("二、运行分析", "4"), ("三、展望", "9")],
        [("1", "保持经济增长"), ("2", "防范金融风险")],
        [("附件：", "工作方案"), ("", "任务分工")],
        [("", "全省贷款余额增长2.3%，" * 5), ("", "全省存款余额增长1.4%，" * 5)],
    ],
)
def test_tabs_elsewhere_part_no_table(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    document = read(write_parts(tmp_path / "t.docx", "".join(tabbed(*row) for row in rows)))
    assert not document.tables
    assert len(document.paragraphs) == len(rows)


def test_a_file_that_wps_saved_is_read(tmp_path: Path) -> None:
    """WPS adds elements of its own namespaces, and text boxes as shapes beside their copies."""
    wps = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    kingsoft = 'xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData"'
    box = f"<w:txbxContent>{p('框内增长4.5%。')}</w:txbxContent>"
    shape = f'<wps:wsp xmlns:wps="{wps}"><wps:txbx>{box}</wps:txbx></wps:wsp>'
    body = (
        f"{p('全省增长2.3%。')}<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>{shape}"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r><w:r><w:t>下一段。</w:t></w:r></w:p>"
        f"<wpsCustomData:data {kingsoft}>12</wpsCustomData:data>"
    )
    path = write_parts(tmp_path / "t.docx", body)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("docProps/app.xml", "<Properties><Application>WPS Office</Application>")
        archive.writestr("customXml/item1.xml", "<s:customData xmlns:s='http://www.wps.cn'/>")
    assert texts(read(path)) == ["全省增长2.3%。", "下一段。", "框内增长4.5%。"]
