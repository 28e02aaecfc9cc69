"""A draft comes back with its findings in it: as comments in Word, as highlights in a PDF."""

from pathlib import Path

import docx
import pikepdf
import pytest

from finreport.checks.draft import check_texts
from finreport.checks.forms.marked import write_marked
from finreport.errors import PlainError

TITLE = "湖州省金融运行报告（2023）"
WRONG = "2022年，全省进出口总额903.4亿元。其中，出口610.2亿元，进口302.2亿元。"
ROWS = (
    ("方式", "一季度", "上半年", "前三季度", "全年"),
    ("一般贸易", "101.3", "214.9", "303.4", "447.7"),
    ("加工贸易", "52.6", "108.8", "160.2", "219.5"),
    ("其他贸易", "7.9", "15.2", "24.7", "33.1"),
    ("合计", "161.8", "338.9", "515.3", "700.3"),
)


@pytest.fixture
def word(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph(TITLE)
    paragraph = document.add_paragraph("2022年，全省进出口总额903.4亿元。其中，出口")
    paragraph.add_run("610.2").bold = True
    paragraph.add_run("亿元，进口302.2亿元。")
    document.add_paragraph("表1 2022年湖州省贸易情况（亿元）")
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for cells, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    document.save(str(tmp_path / "draft.docx"))
    return tmp_path / "draft.docx"


def test_a_word_file_gets_a_comment_at_each_number(word: Path) -> None:
    report = check_texts([word])
    target = word.with_name("marked.docx")
    assert write_marked(report, str(word), target, "zh") == len(report.findings) == 2
    marked = docx.Document(str(target))
    comments = [comment.text for comment in marked.comments]
    assert any("矛盾" in told for told in comments)
    assert any("两位数字颠倒" in told for told in comments)
    xml = marked.element.xml
    around = xml.split("<w:commentRangeStart")[1].split("<w:commentRangeEnd")[0]
    assert "610.2" in around
    assert "303.4" in xml.split("<w:commentRangeStart")[2].split("<w:commentRangeEnd")[0]
    assert docx.Document(str(word)).paragraphs[1].text == marked.paragraphs[1].text


def test_a_text_file_cannot_be_marked(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(f"{TITLE}\n\n{WRONG}\n", encoding="utf-8")
    with pytest.raises(PlainError, match="neither a Word file nor a PDF"):
        write_marked(check_texts([draft]), str(draft), tmp_path / "out.txt", "zh")


def test_a_pdf_gets_a_highlight_at_the_number(tmp_path: Path) -> None:
    pages = pytest.importorskip("tests.documents.making")
    from finreport.documents import read_text

    document = read_text(f"{TITLE}\n\n{WRONG}\n", "draft.txt")
    printed = pages.print_pdfs(document, tmp_path)
    draft = next(iter(printed.values()))
    report = check_texts([draft])
    target = tmp_path / "marked.pdf"
    assert write_marked(report, str(draft), target, "en") == len(report.findings) == 1
    with pikepdf.open(target) as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        [note] = [note for note in notes if note.Subtype == pikepdf.Name.Highlight]
        assert "601.2" in str(note.Contents)
        left, _, right, _ = (float(each) for each in note.Rect)
        assert 10 < right - left < 40  # the digits, not their line
