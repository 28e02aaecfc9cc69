"""Full-text search in the browser, in any language, without a dictionary and without a server.

Sphinx's own search knows words, which Chinese does not mark, drops numbers, and cannot quote a
page that is opened from a file. The book is small, so the search page simply loads its texts
(``search-texts.js``, made here) and looks for what the reader types (``search.js``).
"""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from sphinx.application import Sphinx
from sphinx.config import Config

TEXTS = "search-texts.js"

PLACES = {"section", "figure"}
"""Elements that are places of their own if they have an id."""

HEADS = {"h1", "h2", "h3", "h4", "h5", "h6", "figcaption"}
UNREAD = {"script", "style"}
UNREAD_CLASSES = {"headerlink", "fr-code"}
"""Elements that hold no text of the page: code among them, which readers open on request."""

INLINE = {"a", "abbr", "b", "code", "em", "i", "span", "strong", "sub", "sup", "tspan"}
"""Elements within which a word goes on; all others end it."""

EMPTY = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}
"""Elements without an end."""


class Place(NamedTuple):
    """A part of a page: its anchor ("" for none), its heading, and its own text."""

    anchor: str
    heading: str
    text: str


class Reader(HTMLParser):
    """Reads the article of a page; its places are then in ``places``."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = []
        self._open: list[tuple[str, int | None]] = []  # elements, and the place each began
        self._unread = 0
        self._anchors: list[str] = []
        self._heads: list[list[str]] = []
        self._texts: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element, which may be a place or not to be read."""
        if tag in EMPTY or not (self._open or tag == "article"):
            return
        given = dict(attrs)
        skipped = tag in UNREAD or UNREAD_CLASSES.intersection((given.get("class") or "").split())
        place = None
        if tag == "article" or (tag in PLACES and given.get("id")):
            place = len(self._anchors)
            self._anchors.append(given.get("id") or "")
            self._heads.append([])
            self._texts.append([])
        self._unread += bool(skipped or self._unread)
        self._open.append((tag, place))
        self._separate(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if tag in EMPTY or not self._open:
            return
        self._separate(tag)
        self._open.pop()
        self._unread = max(0, self._unread - 1)
        if not self._open:
            self.places = [
                Place(anchor, tidy(head), tidy(text))
                for anchor, head, text in zip(self._anchors, self._heads, self._texts, strict=True)
            ]

    def handle_data(self, data: str) -> None:
        """Add text to the place that it is in, and to its heading if it is in one."""
        if not self._open or self._unread:
            return
        at = next(place for _, place in reversed(self._open) if place is not None)
        self._texts[at].append(data)
        if any(tag in HEADS for tag, _ in self._open):
            self._heads[at].append(data)

    def _separate(self, tag: str) -> None:
        """Keep apart what stands in two elements."""
        if tag not in INLINE:
            self.handle_data(" ")


def tidy(parts: list[str]) -> str:
    """Join texts, with one space wherever there is any."""
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def read_places(page: str) -> list[Place]:
    """Give the places of a page in their order, each with the text outside the places within."""
    reader = Reader()
    reader.feed(page)
    return [place for place in reader.places if place.text]


def write_search_texts(app: Sphinx, exception: Exception | None) -> None:
    """Write the texts of all pages where the search page loads them (`build-finished`)."""
    if exception is not None or app.builder.format != "html":
        return
    texts = []
    for name in sorted(app.env.found_docs):
        address = app.builder.get_target_uri(name)
        places = read_places((Path(app.outdir) / address).read_text(encoding="utf-8"))
        texts.append({"address": address, "title": app.env.titles[name].astext(), "places": places})
    script = f"const SEARCH_TEXTS = {json.dumps(texts, ensure_ascii=False, separators=(',', ':'))};"
    Path(app.outdir, TEXTS).write_text(f"{script}\n", encoding="utf-8", newline="\n")


def add_search_page(app: Sphinx, config: Config) -> None:
    """Add the search page, which Sphinx only makes for its own search (`config-inited`)."""
    config.html_additional_pages = {**config.html_additional_pages, "search": "search.html"}


def leave_out_sphinx_search(app: Sphinx) -> None:
    """Make no index of words, which nothing would read (`builder-inited`)."""
    if app.builder.format == "html":
        app.builder.search = False  # type: ignore[attr-defined] # only builders of pages have it
