"""One report in every format gives the same paragraphs and tables, place aside."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from finreport.documents import Document, read
from tests.book.browsing import CHROMIUM, NO_CHROMIUM
from tests.documents.making import (
    invented_document,
    invented_report,
    print_pdfs,
    write_html,
    write_word,
)

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)


def paragraphs(document: Document) -> list[str]:
    """The paragraphs; a space beside a Chinese character is lost where a line ends in print."""
    spaces = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")
    return [spaces.sub("", p.text) for p in document.paragraphs if p.kind != "header"]


def rows(document: Document) -> list[list[list[str]]]:
    """The filled cells of each table by row, a merged one once."""
    return [
        [
            [re.sub(r"\s", "", c.text) for c in row if c.text and not c.is_spread]
            for row in table.rows
        ]
        for table in document.tables
    ]


def digits(document: Document) -> list[str]:
    texts = [p.text for p in document.paragraphs if p.kind != "header"]
    texts += [c.text for t in document.tables for row in t.rows for c in row if not c.is_spread]
    return sorted(c for text in texts for c in text if c.isdigit())


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("word") / "report.docx"
    write_word(invented_document(), path)
    return path


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return print_pdfs(invented_document(), tmp_path_factory.mktemp("printed"))


def assert_same(document: Document) -> None:
    text = invented_document()
    assert paragraphs(document) == paragraphs(text)
    assert rows(document) == rows(text)
    assert digits(document) == digits(text)
    for table, other in zip(document.tables, text.tables, strict=True):
        assert (table.after, len(table.caption), len(table.notes)) == (
            other.after,
            len(other.caption),
            len(other.notes),
        )


def test_the_text_has_every_digit() -> None:
    assert digits(invented_document()) == sorted(c for c in invented_report() if c.isdigit())
    assert len(invented_document().tables) == 4


def test_word_gives_the_same(word: Path) -> None:
    assert_same(read(word))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_html_gives_the_same(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "report.html"
    page = write_html(invented_document())
    # A page that says gb2312 has characters of GB18030 all the same.
    page = page.replace("utf-8", {"gb18030": "gb2312"}.get(encoding, encoding))
    path.write_bytes(page.encode(encoding))
    assert_same(read(path))


@needs_chromium
@pytest.mark.browser
@pytest.mark.parametrize("kind", ["ruled", "columns"])
def test_pdf_gives_the_same(printed: dict[str, Path], kind: str) -> None:
    document = read(printed[kind])
    assert_same(document)
    assert {p.kind for p in document.paragraphs} == {"text", "header"}
    assert {p.text for p in document.paragraphs if p.kind == "header"} >= {"Report 2025", "— 1 —"}
    pages = [p.places[0][1].page for p in document.paragraphs if p.kind != "header"]
    assert pages == sorted(pages, key=lambda page: page or 0)


@needs_chromium
@pytest.mark.browser
def test_pdf_without_rules_gives_the_same_figures(printed: dict[str, Path]) -> None:
    document = read(printed["unruled"])
    text = invented_document()
    assert digits(document) == digits(text)

    def figures(table: list[list[str]]) -> list[list[str]]:
        kept = [[c for c in row if re.fullmatch(r"-?[\d.]+|—", c)] for row in table]
        return [row for row in kept if row]

    assert [figures(t) for t in rows(document)] == [figures(t) for t in rows(text)]


def test_standard_input_is_read(word: Path) -> None:
    program = "from finreport.documents import read; print(len(read('-').tables))"
    with word.open("rb") as opened:
        answer = subprocess.run(
            [sys.executable, "-c", program], stdin=opened, capture_output=True, check=True
        )
    assert answer.stdout == b"4\n"


def test_the_parsers_are_not_imported_before_they_are_needed() -> None:
    program = (
        "import sys, finreport.documents as d; d.read_text('全省增长2.3%。', 't');"
        "print(*{'pandas', 'numpy', 'lxml', 'docx', 'pdfplumber'} & set(sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert answer.stdout == b"\n"
