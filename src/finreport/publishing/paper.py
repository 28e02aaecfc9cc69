"""The book on paper: the finished pages of one language as PDFs, printed by Chromium.

Chromium gives what paper needs by itself: tags, an outline from the headings, the number of the
page and the name of the chapter in the margins (CSS paged media). What it cannot do yet is to
name the page of a link (`target-counter`), so the book is printed twice: the first print tells
on which page each chapter of the contents begins.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pikepdf
from bs4 import BeautifulSoup, Tag
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup

from finreport.errors import PlainError
from finreport.figures.palette import FONT_FILE
from finreport.words import open_language

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

SCREEN_ONLY = ".headerlink, .fr-code, .fr-data, script"
"""What paper has no use for: what is folded away, and what is there to be clicked."""

LONG = 20
"""Rows of a table from which on it stands at the end of the book, out of the way of reading."""

templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "theme" / "paper"),
    autoescape=select_autoescape(),
    trim_blocks=True,
)
templates.filters["css_string"] = lambda text: Markup(json.dumps(text, ensure_ascii=False))


class PdfError(PlainError):
    """The book cannot be printed; the message says why and what to do."""


class OutlineEntry(NamedTuple):
    """A line of the contents: the page it leads to, the part of the book it is in, its title."""

    page: str
    part: str
    title: str


class Book(NamedTuple):
    """The book as the template sets it; `record` says what it was made from, line by line.

    `tables` are the long ones of each chapter. A single chapter `is_whole` not: it has neither
    cover nor contents.
    """

    language: str
    title: str
    description: str
    record: Sequence[Markup]
    contents_title: str
    contents: Sequence[OutlineEntry]
    chapters: Mapping[str, Markup]
    tables_title: str
    tables: Mapping[str, Sequence[Markup]]
    styles: Sequence[str]
    is_whole: bool = True


def print_book(pages: Path, pdf: Path, made: datetime | None, browser: str | None = None) -> None:
    """Print the finished pages of a language, such as `_build/site/zh`, as one PDF.

    `made` is the time that the PDF gives for its making. The same pages and time, Chromium and
    fonts give the same bytes. `browser` is the path of a Chromium; without it one is looked for.

    Raises PdfError if there is no Chromium, if it fails, or if two pages share an anchor.
    """
    browser = browser or find_browser()
    book = read_book(pages)
    with TemporaryDirectory(prefix="finreport-pdf-") as folder:
        first = typeset(book, {}, Path(folder) / "first.pdf", browser)
        second = typeset(book, page_numbers(first), Path(folder) / "second.pdf", browser)
        finish(second, pdf, book.title, made)


def print_chapters(
    pages: Path, folder: Path, made: datetime | None, browser: str | None = None
) -> None:
    """Print each chapter of these pages as a PDF of its own, such as `20_banking.pdf`.

    The rest is as in :func:`print_book`.
    """
    browser = browser or find_browser()
    book = read_book(pages)
    with TemporaryDirectory(prefix="finreport-pdf-") as scratch:
        for entry in book.contents:
            printed = typeset(chapter_of(book, entry), {}, Path(scratch) / "one.pdf", browser)
            title = f"{entry.title} · {book.title}"
            finish(printed, folder / f"{entry.page}.pdf", title, made)


def chapter_of(book: Book, entry: OutlineEntry) -> Book:
    """One chapter of the book; its links to other chapters lead nowhere."""
    parts = [book.chapters[entry.page], *book.tables[entry.page]]
    own = {str(place["id"]) for part in parts for place in parsed(part).select("[id]")}
    chapter, *tables = (kept_links(part, own | {chapter_anchor(entry.page)}) for part in parts)
    return book._replace(
        contents=[entry],
        chapters={entry.page: chapter},
        tables={entry.page: tables},
        record=[kept_links(line, ()) for line in book.record],
        is_whole=False,
    )


def kept_links(part: Markup, anchors: Collection[str]) -> Markup:
    """A part of the book in which only links to these anchors, and out of the book, are left."""
    tree = parsed(part)
    for link in tree.select("a[href^='#']"):
        if str(link["href"])[1:] not in anchors:
            link.unwrap()
    return Markup(tree.decode())


def parsed(part: Markup) -> BeautifulSoup:
    """A part of the book as a tree."""
    return BeautifulSoup(part, "html.parser")


def find_browser() -> str:
    """Give the path of a Chromium on this machine, or raise PdfError."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    raise PdfError(
        f"The PDF is printed by Chromium, and this machine has none of {', '.join(BROWSERS)}: "
        "install one (on Debian: apt-get install chromium)."
    )


def read_book(pages: Path) -> Book:
    """Collect the chapters of a folder of pages, in the order of the contents in the sidebar."""
    search = read_page(pages, "search")  # no chapter: it speaks for the book, and links to all
    sidebar = find(search, "nav.bd-links")
    contents = list(read_contents(sidebar))
    articles = {entry.page: find(read_page(pages, entry.page), "article") for entry in contents}
    refuse_shared_anchors(articles)
    for entry in contents:
        prepare(articles[entry.page], entry)
    tables = {entry.page: list(take_long_tables(articles[entry.page])) for entry in contents}
    front = read_page(pages, contents[0].page)
    language = str(find(front, "html")["lang"])
    styles = [local_address(pages, link) for link in front.select("link[rel=stylesheet]")]
    return Book(
        language=language,
        title=find(front, "title").get_text(strip=True),
        description=str(find(search, "meta[name=description]")["content"]),
        record=read_record(find(front, ".bd-footer-content")),
        contents_title=str(sidebar["aria-label"]),
        contents=contents,
        chapters={name: Markup(article.decode_contents()) for name, article in articles.items()},
        tables_title=open_language(language[:2]).text("book.long_tables"),
        tables=tables,
        styles=styles,
    )


def read_page(pages: Path, name: str) -> BeautifulSoup:
    """Read one of the finished pages."""
    path = pages / f"{name}.html"
    if not path.is_file():
        raise PdfError(f"{path} is missing: build the site first with `finreport build`.")
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def find(tree: Tag, selector: str) -> Tag:
    """Give the first element that a CSS selector finds, or raise PdfError."""
    found = tree.select_one(selector)
    if found is None:
        raise PdfError(f"A page of the site has no {selector}: build the site anew.")
    return found


def read_contents(sidebar: Tag) -> Iterator[OutlineEntry]:
    """Give the chapters that the sidebar links to; those before the first caption have no part."""
    part = ""
    for element in sidebar.select(".caption-text, a"):
        title = element.get_text(strip=True)
        if element.name == "a":
            yield OutlineEntry(PurePosixPath(str(element["href"])).stem, part, title)
        else:
            part = title


def refuse_shared_anchors(articles: Mapping[str, Tag]) -> None:
    """Raise PdfError if an anchor is on two pages: in one document it would lead to the first."""
    homes: dict[str, str] = {}
    for page, article in articles.items():
        for element in article.select("[id]"):
            anchor = str(element["id"])
            if homes.setdefault(anchor, page) != page:
                raise PdfError(
                    f"The anchor {anchor!r} is on two pages, {homes[anchor]} and {page}: "
                    "give one of them another name."
                )


def prepare(article: Tag, entry: OutlineEntry) -> None:
    """Turn the article of a page into a chapter of the book.

    Its title is that of the contents, because the first page has the book's.
    """
    for element in article.select(SCREEN_ONLY):
        element.decompose()
    find(article, "h1").string = entry.title
    turn_links(article)


def take_long_tables(article: Tag) -> Iterator[Markup]:
    """Take the long tables out of a chapter, and leave a line that leads to each."""
    soup = BeautifulSoup("", "html.parser")
    for number, table in enumerate(article.select(".fr-tabular")):
        if len(table.select("tbody tr")) <= LONG:
            continue
        caption = find(table, ".fr-title").get_text(strip=True)
        anchor = f"long-{find(article, 'section')['id']}-{number}"
        line = soup.new_tag("p", attrs={"class": "fr-moved"})
        link = soup.new_tag("a", href=f"#{anchor}")
        link.append(caption)
        line.append(link)
        table.replace_with(line)
        yield Markup(f'<div class="fr-long" id="{anchor}">{table}</div>')


def read_record(footer: Tag) -> list[Markup]:
    """Give what the foot of a page says of its making, line by line; its files are left out."""
    for offered in footer.select("a[download]"):
        between = offered.previous_sibling
        if between and not between.get_text().strip(" ·\n"):
            between.extract()
        offered.decompose()
    turn_links(footer)
    return [Markup(line.decode_contents()) for line in footer.select(".footer-item")]


def turn_links(tree: Tag) -> None:
    """Let links to pages lead to places in the book, and those to files lead nowhere."""
    for link in tree.select("a[href]"):
        page, _, anchor = str(link["href"]).partition("#")
        if page.endswith(".html") or not page:
            link["href"] = f"#{anchor or chapter_anchor(PurePosixPath(page).stem)}"
        elif "://" not in page:
            link.unwrap()


def chapter_anchor(page: str) -> str:
    """Give the anchor of the chapter that was the page of this name."""
    return f"page-{page}"


def local_address(pages: Path, link: Tag) -> str:
    """Give the address of a file that the pages load, for a document elsewhere."""
    return (pages.resolve() / str(link["href"]).partition("?")[0]).as_uri()


def typeset(book: Book, numbers: Mapping[str, int], pdf: Path, browser: str) -> Path:
    """Print the book with these page numbers in its contents, and give the path of the PDF."""
    template = templates.get_template("book.html")
    html = template.render(
        book=book, numbers=numbers, chapter_anchor=chapter_anchor, typeface=FONT_FILE.as_uri()
    )
    source = pdf.with_suffix(".html")
    source.write_text(html, encoding="utf-8")
    command = [
        browser,
        "--headless",
        f"--user-data-dir={pdf.parent / 'profile'}",  # not the one of a browser that is open
        *(["--no-sandbox"] if os.geteuid() == 0 else []),  # Chromium refuses root a sandbox
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
        f"--print-to-pdf={pdf}",
        source.as_uri(),
    ]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if result.returncode != 0 or not pdf.is_file():
        raise PdfError(f"{browser} did not print the book:\n{result.stderr.strip()}")
    return pdf


def page_numbers(path: Path) -> dict[str, int]:
    """Give the number of the page, from 1, of each place that a link of the PDF leads to."""
    with pikepdf.open(path) as pdf:
        places = pdf.Root.Dests.as_dict()
        return {
            name.removeprefix("/"): pdf.pages.index(pikepdf.Page(place[0])) + 1
            for name, place in places.items()
        }


def finish(printed: Path, pdf: Path, title: str, made: datetime | None) -> None:
    """Write a printed PDF that says when its pages were made, not when and by whom printed."""
    with pikepdf.open(printed) as document:
        for key in ("/Creator", "/CreationDate", "/ModDate"):
            del document.docinfo[key]
        document.docinfo["/Title"] = title
        if made:
            date = f"D:{made.astimezone(UTC):%Y%m%d%H%M%S}Z"
            document.docinfo["/CreationDate"] = document.docinfo["/ModDate"] = date
        document.save(
            pdf,
            linearize=True,  # a reader sees the first page before the last has come
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
