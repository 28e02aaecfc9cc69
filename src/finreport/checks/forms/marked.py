"""The draft itself with the findings in it: comments in a Word file, highlights in a PDF."""

import logging
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import docx
import pdfplumber
import pikepdf
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run
from pdfplumber.page import Page

from finreport import patterns as re
from finreport.checks.draft import DraftReport
from finreport.checks.findings import Finding
from finreport.checks.laws import Fact
from finreport.checks.wording import sentence, word
from finreport.errors import PlainError

AUTHOR, INITIALS = "finreport", "fr"
COLORS = {"contradiction": (1.0, 0.75, 0.75), "doubt": (1.0, 0.93, 0.6), "known": (0.85, 0.9, 1.0)}
CELL = re.compile(r"table (\d+), row (\d+), cell (\d+)")
PARAGRAPH = re.compile(r"paragraph (\d+)")


def write_marked(report: DraftReport, file: str, target: Path, language: str) -> int:
    """Write a copy of one text of the draft with its findings; returns how many have a place there.

    Raises :class:`PlainError` for a text that is neither Word nor PDF.
    """
    own = [each for each in report.findings if each.change.fact.reading.place.file == file]
    start = Path(file).read_bytes()[:4]
    if start.startswith(b"PK"):
        return _into_word(own, file, target, language)
    if start.startswith(b"%PDF"):
        return _into_pdf(own, file, target, language)
    raise PlainError(f"{file} is neither a Word file nor a PDF: findings are marked in these.")


def _note(finding: Finding, language: str) -> str:
    """What stands in the comment of a finding, the other suspects included."""
    grade = word("grades", finding.grade, language)
    told = [f"[{grade}] {finding.told(language)}"]
    for changes in finding.suspects[1:3]:
        digits = "、".join(each.fact.reading.printed for each in changes)
        told.append(f"{sentence('suspects', language).strip()} {digits}")
    return "\n".join(told)


def _into_word(findings: list[Finding], file: str, target: Path, language: str) -> int:
    document = docx.Document(file)
    placed = 0
    for finding in findings:
        fact = finding.change.fact
        paragraphs = list(_word_paragraphs(document, fact.reading.place.element))
        runs = next(filter(None, (_runs(each, fact) for each in paragraphs)), None)
        if runs is None and paragraphs:
            runs = paragraphs[0].runs
        if runs:
            document.add_comment(runs, _note(finding, language), AUTHOR, INITIALS)
            placed += 1
    document.save(str(target))
    return placed


def _word_paragraphs(document: WordDocument, element: str) -> Iterator[WordParagraph]:
    """The paragraphs of a place: that of the body, or those of a cell."""
    body = document.element.body
    if found := CELL.match(element):
        table, row, cell = (int(each) - 1 for each in found.groups())
        rows = list(list(body.iter(qn("w:tbl")))[table].iter(qn("w:tr")))
        cells = list(rows[row].iter(qn("w:tc"))) if row < len(rows) else []
        for p in cells[cell].iter(qn("w:p")) if cell < len(cells) else ():
            yield WordParagraph(p, document._body)
    elif found := PARAGRAPH.match(element):
        told = [p for p in body.iter(qn("w:p")) if not _is_in_table(p)]
        number = int(found[1]) - 1
        if number < len(told):
            yield WordParagraph(told[number], document._body)


def _is_in_table(p: BaseOxmlElement) -> bool:
    names = (qn("w:tbl"), qn("w:txbxContent"))
    return any(True for name in names for _ in p.iterancestors(name))


def _runs(paragraph: WordParagraph, fact: Fact) -> list[Run] | None:
    """The runs that hold the digits of a number, by how many like it stand before it."""
    digits = re.compile(rf"(?<![\d.]){re.escape(fact.reading.printed)}(?!\d)")
    text = "".join(run.text for run in paragraph.runs)
    before = len(digits.findall(fact.before)) + _in_sentences_before(paragraph, fact, digits)
    found = next(chain(list(digits.finditer(text))[before:], digits.finditer(text)), None)
    if found is None:
        return None
    runs, end = [], 0
    for run in paragraph.runs:
        start, end = end, end + len(run.text)
        if start < found.end() and end > found.start():
            runs.append(run)
    return runs or None


def _in_sentences_before(paragraph: WordParagraph, fact: Fact, digits: re.Pattern[str]) -> int:
    """How often the digits stand in the sentences of the paragraph before that of the number."""
    return len(digits.findall(paragraph.text[: fact.starts])) if fact.sentence else 0


def _into_pdf(findings: list[Finding], file: str, target: Path, language: str) -> int:
    placed = 0
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it tells all that it dislikes
    with pikepdf.open(file) as pdf, pdfplumber.open(file) as read:
        for finding in findings:
            fact = finding.change.fact
            place = fact.reading.place
            if place.page is None or place.box is None or place.page > len(pdf.pages):
                continue
            box = _box_of_number(read.pages[place.page - 1], fact, place.box)
            note = _highlight(pdf.pages[place.page - 1], box, finding, language)
            page = pdf.pages[place.page - 1]
            if pikepdf.Name.Annots not in page:
                page.Annots = pdf.make_indirect(pikepdf.Array())
            page.Annots.append(pdf.make_indirect(note))
            placed += 1
        pdf.save(target)
    return placed


Box = tuple[float, float, float, float]


def _box_of_number(page: Page, fact: Fact, line: Box) -> Box:
    """The box of the digits within that of their line, or of the line if they are not found."""
    digits = re.escape(fact.reading.printed)
    found = page.crop(line, strict=False).search(rf"(?<![\d.]){digits}(?!\d)")
    if not found:
        return line
    before = len(re.findall(rf"(?<![\d.]){digits}(?!\d)", fact.before))
    match = found[min(before, len(found) - 1)]
    return match["x0"], match["top"], match["x1"], match["bottom"]


def _highlight(page: pikepdf.Page, box: Box, finding: Finding, language: str) -> pikepdf.Object:
    """A highlight with a note; a PDF measures from the lower left corner of the page."""
    media = [float(each) for each in page.mediabox]
    x0, x1 = media[0] + box[0], media[0] + box[2]
    y0, y1 = media[3] - box[3], media[3] - box[1]
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Highlight,
        Rect=[x0, y0, x1, y1],
        QuadPoints=[x0, y1, x1, y1, x0, y0, x1, y0],
        C=list(COLORS[finding.grade]),
        T=AUTHOR,
        Contents=_note(finding, language),
        F=4,
    )
