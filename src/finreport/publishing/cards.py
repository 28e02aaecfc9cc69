"""The picture that stands for a page where somebody shares its address (Open Graph).

Drawn from the title in the typeface and colours of the book, 1200 x 630 pixels, in ``cards/``
beside the pages; that of the first page has the finding of its chart instead. Open Graph wants
whole addresses: those of the page and of the picture are whole where ``html_baseurl`` is set.
Without it the picture's leads from the page, which some readers of such tags follow, and the
page's is left out.
"""

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from docutils import nodes
from nbformat import NotebookNode
from sphinx.application import Sphinx

from finreport.figures import exhibits_of
from finreport.figures.palette import COLOURS, INK, MUTED, PAPER
from finreport.figures.svg import SVG
from finreport.publishing.record import first_notebook, own_language, page_notebook, read_with
from finreport.words import open_language

FOLDER = "cards"

WIDTH, HEIGHT, ZOOM = 400.0, 210.0, 3
"""Units, and pixels a unit: readers of Open Graph expect 1200 x 630."""

MARGIN = 28.0
BAR = 8.0
"""Width of the coloured bar at the left edge."""

BOOK = 13.0
"""Type size of the line about the book."""

TITLES = (26.0, 21.0, 18.0)
"""Type sizes of the title of the page: the first in which it fits, else the last."""

LEADING = 1.35
LINES = 4
"""Lines of a title that fit."""

LOCALES = {"zh": "zh_CN", "en": "en_GB"}
"""How Open Graph names the languages."""


def write_cards(app: Sphinx) -> None:
    """Draw the card of every page of the book."""
    from finreport.publishing.pictures import draw_all

    below = edition_line(app)
    cards = {
        card_path(Path(app.outdir), page): card(told(app, page), app.config.html_title, below)
        for page in app.env.titles
    }
    draw_all(cards, Path(app.doctreedir) / FOLDER, ZOOM)


def told(app: Sphinx, page: str) -> str:
    """What the card of a page says: the finding that opens the book, else the page's title."""
    if page == app.config.root_doc and (finding := first_finding(page_notebook(app, page))):
        return finding
    return str(app.env.titles[page].astext())


def first_finding(notebook: NotebookNode) -> str:
    """The title of the first exhibit of a notebook that has run; empty where there is none."""
    records = (
        exhibits_of(output.get("data", {}))
        for cell in notebook.cells
        for output in cell.get("outputs", ())
    )
    return next((str(found[0]["title"]) for found in records if found), "")


def card_path(folder: Path, page: str) -> Path:
    """Where the card of a page is, if its book is in ``folder``."""
    return folder / FOLDER / f"{page}.png"


def describe_card(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tell the templates what Open Graph asks for (`html-page-context`)."""
    if pagename not in app.env.titles:
        return
    title = app.env.titles[pagename].astext()
    address = app.config.html_baseurl
    picture = context["pathto"](card_path(Path(), pagename).as_posix(), 1)
    context["card"] = {
        "og:type": "website" if pagename == app.config.root_doc else "article",
        "og:site_name": app.config.html_title,
        "og:title": title,
        "og:description": context.get("description", ""),
        "og:locale": LOCALES[own_language(app)],
        "og:image": f"{address}{card_path(Path(), pagename).as_posix()}" if address else picture,
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": told(app, pagename),
    }
    if address:
        context["card"]["og:url"] = f"{address}{pagename}.html"


def edition_line(app: Sphinx) -> str:
    """Which edition the book shows, and to which month; empty for a book without data."""
    edition, as_of = read_with(first_notebook(app))
    if not edition:
        return ""
    words = open_language(own_language(app))
    return words.text("record.edition", edition=edition, month=words.month(as_of))


def card(title: str, book: str, below: str) -> str:
    """The SVG of a card: the book above, the title in the middle, the edition below.

    Raises PictureError for a character that the typeface of the book does not have.
    """
    from finreport.publishing.pictures import lettering

    for size in TITLES:
        lines = list(lettering().lines(title, size, WIDTH - 2 * MARGIN))
        if len(lines) <= LINES:
            break
    lines = lines[:LINES]
    view = f"0 0 {WIDTH:g} {HEIGHT:g}"
    whole = {"width": f"{WIDTH:g}", "height": f"{HEIGHT:g}", "viewBox": view}
    picture = Element(f"{SVG}svg", whole)
    picture.append(lettering().define([book, *lines, below]))
    SubElement(picture, f"{SVG}rect", width="100%", height="100%", fill=PAPER)
    bar = {"width": f"{BAR:g}", "height": "100%", "fill": COLOURS["blue"]}
    SubElement(picture, f"{SVG}rect", bar)
    middle = HEIGHT / 2 + size / 3
    first = middle - (len(lines) - 1) * size * LEADING / 2
    _set(picture, book, MARGIN + BOOK / 2, BOOK, MUTED)
    for at, line in enumerate(lines):
        _set(picture, line, first + at * size * LEADING, size, INK)
    _set(picture, below, HEIGHT - MARGIN, BOOK, MUTED)
    return tostring(picture, encoding="unicode")


def _set(picture: Element, text: str, y: float, size: float, colour: str) -> None:
    from finreport.publishing.pictures import lettering

    outlines = lettering().set(text, MARGIN, y, size)
    outlines.set("fill", colour)
    picture.append(outlines)
