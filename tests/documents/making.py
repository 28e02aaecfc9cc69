"""An invented report as Word, HTML and, by a browser, PDF."""

import base64
import html
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import docx

from finreport.documents import Document, Paragraph, Table, read_text
from tests.book.browsing import chromium
from tests.synthetic.province import Province, make_numbers, write_report

FONT = Path(__file__).parents[2] / "src/finreport/figures/fonts/NotoSansSC-GB2312.otf"

Span: TypeAlias = tuple[str, int, int]
"""The text of a cell, and how many rows and columns it covers."""

SENTENCES = "".join(
    f"\n年内第{n}项工作，全省新增贷款{n}12.{n}亿元，同比多增{n}3.{n}亿元。其中，企业贷款增加{n}0.5亿元，占"
    f"{n}8.2%；住户贷款增加{n}1.7亿元，同比少增{n}.4亿元，主要受{n}方面因素影响，与前三季度相比，降幅收窄"
    f"{n}.6个百分点。当年，全省共有{n}家法人机构，从业人员{n}280人，均与上年基本持平。\n"
    for n in range(1, 16)
)
"""Paragraphs of several lines each."""


@cache
def invented_report() -> str:
    """A report's text: short sentences, five tables, and long paragraphs."""
    province = Province(3)
    return write_report(province, make_numbers(province)) + SENTENCES


@cache
def invented_document() -> Document:
    """The report read from its text."""
    return read_text(invented_report(), "report.txt")


def blocks(document: Document) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables in their order."""
    for paragraph in document.paragraphs:
        yield paragraph
        yield from (table for table in document.tables if table.after == paragraph.number)


def spans(table: Table) -> list[list[Span | None]]:
    """The cells of a table, a label merged with the empty ones below it, None where one is covered.

    A title alone in its row is merged over the whole of it.
    """
    grid: list[list[Span | None]] = [[(cell.text, 1, 1) for cell in row] for row in table.rows]
    wide = len(grid[0])
    for row in grid:
        texts = [cell[0] for cell in row if cell and cell[0]]
        if len(texts) == 1:
            row[:] = [(texts[0], 1, wide), *[None] * (wide - 1)]
    labels = [n for n, row in enumerate(grid) if row[0] and (row[0][0] or row[0][2] > 1)]
    for top, below in pairwise([*labels, len(grid)]):
        first = grid[top][0]
        if first and first[2] == 1:
            grid[top][0] = (first[0], below - top, 1)
            for row in grid[top + 1 : below]:
                row[0] = None
    return grid


def write_word(document: Document, path: Path) -> None:
    """Write a document as a Word file."""
    word = docx.Document()
    for block in blocks(document):
        if isinstance(block, Paragraph):
            word.add_paragraph(block.text)
            continue
        grid = spans(block)
        table = word.add_table(len(grid), len(grid[0]))
        cells = [row.cells for row in table.rows]
        for n, row in enumerate(grid):
            for m, span in enumerate(row):
                if span:
                    end = cells[n + span[1] - 1][m + span[2] - 1]
                    merged = cells[n][m] if end is cells[n][m] else cells[n][m].merge(end)
                    merged.text = span[0]
    word.save(str(path))


def write_html(document: Document, style: str = "") -> str:
    """Write a document as a page of HTML."""
    body = "\n".join(
        f"<p>{html.escape(block.text)}</p>" if isinstance(block, Paragraph) else _table(block)
        for block in blocks(document)
    )
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>报告</title>'
        f"<style>{style}</style></head><body>\n{body}\n</body></html>"
    )


def _table(table: Table) -> str:
    rows = [
        "".join(
            f'<td rowspan="{span[1]}" colspan="{span[2]}">{html.escape(span[0])}</td>'
            for span in row
            if span
        )
        for row in spans(table)
    ]
    head, *others = (f"<tr>{row}</tr>" for row in rows)
    return f"<table><thead>{head}</thead><tbody>{''.join(others)}</tbody></table>"


PRINT = """
body { font: 10.5pt/1.6 Report; columns: %(columns)s }
p { text-indent: 2em; margin: 0.3em 0; text-align: justify }
table { border-collapse: collapse; width: 100%%; font-size: 6.5pt; column-span: all }
td { border: %(border)s; padding: 1px 3px; text-align: right }
td:first-child { text-align: left }
"""
HEAD = '<div style="font-size: 9pt; width: 100%; text-align: center">Report 2025</div>'
FOOT = (
    '<div style="font-size: 9pt; width: 100%; text-align: center">'
    '— <span class="pageNumber"></span> —</div>'
)


def print_pdfs(document: Document, folder: Path) -> dict[str, Path]:
    """Print a document to PDF with ruled tables, without rules, and in two columns."""
    font = base64.b64encode(FONT.read_bytes()).decode()
    face = f"@font-face {{ font-family: Report; src: url(data:font/otf;base64,{font}) }}"
    kinds = {
        "ruled": {"columns": "auto", "border": "0.5pt solid #000"},
        "unruled": {"columns": "auto", "border": "0"},
        "columns": {"columns": "2", "border": "0.5pt solid #000"},
    }
    with chromium() as browser:
        page = browser.new_page()
        for name, values in kinds.items():
            page.set_content(write_html(document, face + PRINT % values))
            page.evaluate("document.fonts.ready.then(() => true)")
            page.pdf(
                path=folder / f"{name}.pdf",
                format="A4",
                margin={"top": "18mm", "bottom": "18mm", "left": "15mm", "right": "15mm"},
                display_header_footer=True,
                header_template=HEAD,
                footer_template=FOOT,
            )
    return {name: folder / f"{name}.pdf" for name in kinds}
