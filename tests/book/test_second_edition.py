"""Another province, another year: its folder alone makes the whole book in both languages.

The pages are looked at as text: no word of the project's own edition and no month of its year is
in any of them, in a chart, a download, the search, a feed or the PDF.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from finreport.execution import execute_books, list_chapters
from finreport.publishing.paper import Book, chapter_of, find_browser, finish, read_book, typeset
from finreport.publishing.site import build_book
from finreport.words import LANGUAGES
from tests.synthetic.edition import LEFT_OUT, YEAR, write_edition

pytestmark = pytest.mark.chapters

ROOT = Path(__file__).parents[2]

FOREIGN = re.compile(r"山西|shanxi|(?<![\d.])202[45](?![\d.])", re.IGNORECASE)
"""What belongs to the project's own edition; numbers of more digits are none of its years."""

PLACE = re.compile(r'="[\d.\s-]+"')
"""Where something stands in a drawing."""

FORMULAS = {"SHA256SUMS"}
"""Files of digits that mean nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("second")
    data = folder / "data"
    for name in ("context", "detection"):
        shutil.copytree(ROOT / "data" / name, data / name)
    edition = write_edition(data, 7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINREPORT_DATA", str(data))
        executed = {code: folder / "chapters" / code for code in LANGUAGES}
        books = {
            target: {"edition": edition, "as_of": "", "language": code}
            for code, target in executed.items()
        }
        execute_books(list_chapters(ROOT), books)
        build_book(executed, folder / "site", root=ROOT)
        yield folder / "site"


@pytest.fixture(scope="module")
def books(site: Path) -> dict[str, Book]:
    """The book of each language as it is read to be printed, which takes three seconds."""
    return {language: read_book(site / language) for language in LANGUAGES}


def texts(site: Path) -> Iterator[tuple[str, str]]:
    """The files that readers and machines read, but for what every book has alike."""
    for path in sorted(site.rglob("*")):
        shared = "_static" in path.parts or path.name in FORMULAS
        if path.is_file() and not shared:
            try:
                text = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture
            yield str(path.relative_to(site)), PLACE.sub("", text)


def test_nothing_of_the_own_edition_is_in_any_file(site: Path) -> None:
    found = {
        name: sorted({text[max(0, hit.start() - 20) : hit.end() + 20] for hit in hits})
        for name, text in texts(site)
        if (hits := list(FOREIGN.finditer(text)))
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chapter_is_there_and_one_has_a_line_alone(site: Path, language: str) -> None:
    pages = {path.stem for path in (site / language).glob("*.html")}
    assert {chapter.stem for chapter in list_chapters(ROOT)} <= pages
    left_out = (site / language / f"{LEFT_OUT}.html").read_text(encoding="utf-8")
    line = {"zh": "此章从略", "en": "so it is left out"}[language]
    assert line in left_out
    assert "fr-exhibit" not in left_out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_names_the_edition(site: Path, language: str) -> None:
    page = (site / language / "00_summary.html").read_text(encoding="utf-8")
    assert "虚构辛" in page if language == "zh" else "Invented Province No. 7" in page
    assert str(YEAR) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_own_edition_is_on_paper(books: dict[str, Book], language: str) -> None:
    book = books[language]
    assert len(book.chapters) > 20
    printed = str(book._replace(styles=()))  # the paths of files
    assert FOREIGN.findall(PLACE.sub("", printed)) == []


@pytest.mark.browser
def test_nothing_of_the_own_edition_is_in_what_a_pdf_says_of_itself(
    books: dict[str, Book], tmp_path: Path
) -> None:
    # The outline of the whole is made of the titles that were just read; one chapter is printed.
    book = books["zh"]
    printed = typeset(chapter_of(book, book.contents[0]), {}, tmp_path / "set.pdf", find_browser())
    finish(printed, tmp_path / "book.pdf", book.title, None)
    with pikepdf.open(tmp_path / "book.pdf") as pdf:
        outline = [str(item.title) for item in pdf.open_outline().root]
        title = str(pdf.docinfo["/Title"])
    assert outline
    assert not FOREIGN.search(" ".join([title, *outline]))
