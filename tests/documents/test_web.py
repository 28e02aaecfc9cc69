"""HTML as a browser shows it: hidden parts and scripts are not read, layout tables are."""

from pathlib import Path

import pytest

from finreport.documents import Document, read


def read_page(tmp_path: Path, body: str) -> Document:
    path = tmp_path / "page"
    path.write_text(f"<html><head><title>1</title></head><body>{body}</body></html>")
    return read(path)


def test_paragraphs_breaks_and_hidden_parts(tmp_path: Path) -> None:
    body = """
    <nav><a>首页</a></nav><script>var a = 5;</script><h1>公报</h1>
    <p>全省增长<b>2.3</b>%，其中<!-- 9 -->
       工业增长4.5%。<br>第二段增长6.7%。</p>
    <p style="display: none">8.9%</p><div>末段&nbsp;1&lt;2</div>尾
    """
    document = read_page(tmp_path, body)
    assert [p.text for p in document.paragraphs] == [
        "公报",
        "全省增长2.3%，其中工业增长4.5%。",
        "第二段增长6.7%。",
        "末段 1<2",
        "尾",
    ]
    place = document.paragraphs[0].place()
    assert (place.line, place.element) == (2, "/html/body/h1")


def test_spans_are_spread_and_layout_tables_read_through(tmp_path: Path) -> None:
    body = """<table><tr><td>左栏</td><td>
    <table><caption>表1 存款</caption><tr><th rowspan=2>项目</th><th colspan=2>余额</th></tr>
    <tr><th>1月</th><th>2月</th></tr><tr><td>&nbsp;&nbsp;住户<br>存款</td><td>1.0</td><td>-2.0</td></tr></table>
    </td></tr></table>"""
    document = read_page(tmp_path, body)
    assert [p.text for p in document.paragraphs] == ["左栏", "表1 存款"]
    (table,) = document.tables
    assert table.caption == ("左栏", "表1 存款")[1:]
    assert [[(c.text, c.is_spread) for c in row] for row in table.rows] == [
        [("项目", False), ("余额", False), ("余额", True)],
        [("项目", True), ("1月", False), ("2月", False)],
        [("住户存款", False), ("1.0", False), ("-2.0", False)],
    ]
    assert table.rows[2][0].indent > table.rows[1][0].indent


def test_markdown_with_a_table_of_html(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(
        "# 报告\n\n全省增长2.3%，a<b。\n<table><tr><td>项目</td><td>1月</td></tr>\n"
        "<tr><td>存款</td><td>1.5</td></tr></table>\n\n数据来源：虚构。\n",
    )
    document = read(path)
    assert [q.text for q in document.paragraphs] == [
        "报告",
        "全省增长2.3%，a<b。",
        "数据来源：虚构。",
    ]
    assert [q.place().line for q in document.paragraphs] == [1, 3, 7]
    (table,) = document.tables
    assert [[c.text for c in row] for row in table.rows] == [["项目", "1月"], ["存款", "1.5"]]
    assert (table.after, table.notes) == (2, ("数据来源：虚构。",))


@pytest.mark.parametrize("codec", ["gb2312", "GBK", "x-unknown", ""])
def test_a_page_in_gb18030_whatever_it_declares(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "page.htm"
    path.write_bytes(f'<html><meta charset="{codec}"><p>镕字，增长2.3%。'.encode("gb18030"))
    assert [p.text for p in read(path).paragraphs] == ["镕字，增长2.3%。"]
