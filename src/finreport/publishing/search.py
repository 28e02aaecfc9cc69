"""Full-text search in the browser, in any language, without a dictionary and without a server.

Sphinx's own search knows words, which Chinese does not mark, drops numbers, and cannot quote a
page that is opened from a file. The book is small, so the search page simply loads its texts
(``search-texts.js``, made here) and looks for what the reader types (``search.js``).
"""

import json
import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from sphinx.application import Sphinx
from sphinx.config import Config

from finreport.words import LANGUAGES, open_language

TEXTS = "search-texts.js"

SYNONYMS = Path(__file__).with_name("synonyms.toml")
"""What readers call things, and which Chinese words hold others."""

HEADS = {"section": {"h1", "h2", "h3", "h4", "h5", "h6"}, "figure": {"figcaption"}}
"""What is the heading of a place, by its kind: an element with an id, see `kind_of_place`."""

UNIT = "fr-unit"
"""The part of a caption that is not in the heading of its figure."""

UNREAD = {"script", "style"}
UNREAD_CLASSES = {"headerlink", "fr-code", "fr-files", "fr-citation", "fr-line"}
"""Elements that hold no text of the page: what every figure offers to take away, and code, which
readers open on request."""

INLINE = {"a", "abbr", "b", "code", "em", "i", "span", "strong", "sub", "sup", "tspan"}
"""Elements within which a word goes on; all others end it."""

EMPTY = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}
"""Elements without an end."""


class SearchEntry(NamedTuple):
    """A part of a page: its anchor ("" for none), its heading, its own text and its tables'."""

    anchor: str
    heading: str
    text: str
    tables: str = ""


class Element(NamedTuple):
    """An element that is being read: its tag, its classes, and the place that begins with it."""

    tag: str
    classes: frozenset[str]
    place: int | None


class Reader(HTMLParser):
    """Reads the article of a page; its places are then in ``places``."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[SearchEntry] = []
        self._open: list[Element] = []
        self._unread = 0
        self._kinds: list[str] = []
        self._anchors: list[str] = []
        self._heads: list[list[str]] = []
        self._texts: list[list[str]] = []
        self._tables: list[list[str]] = []
        self._labels: list[list[str]] = []  # what stands in the drawings
        self._captioned: set[int] = set()  # several figures go by the caption of the first

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element, which may be a place or not to be read."""
        if tag in EMPTY or not (self._open or tag == "article"):
            return
        given = dict(attrs)
        classes = frozenset((given.get("class") or "").split())
        kind = "section" if tag == "article" else kind_of_place(tag, classes)
        place = None
        if tag == "article" or (kind and given.get("id")):
            place = len(self._anchors)
            self._kinds.append(kind)
            self._anchors.append(given.get("id") or "")
            for parts in (self._heads, self._texts, self._tables, self._labels):
                parts.append([])
        self._unread += bool(tag in UNREAD or UNREAD_CLASSES & classes or self._unread)
        self._open.append(Element(tag, classes, place))
        self._separate(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if tag in EMPTY or not self._open:
            return
        self._separate(tag)
        if tag == "figcaption":
            self._captioned.add(self._at())
        self._open.pop()
        self._unread = max(0, self._unread - 1)
        if not self._open:
            self.places = [
                SearchEntry(anchor, tidy(head), with_labels(tidy(text), labels), tidy(tables))
                for anchor, head, text, tables, labels in zip(
                    self._anchors,
                    self._heads,
                    self._texts,
                    self._tables,
                    self._labels,
                    strict=True,
                )
            ]

    def handle_data(self, data: str) -> None:
        """Add text to the place that it is in, and to its heading if it is in one."""
        if not self._open or self._unread:
            return
        at = self._at()
        within = {element.tag for element in self._open}
        if "svg" in within:
            self._labels[at].append(data)
            return
        (self._tables if "table" in within else self._texts)[at].append(data)
        is_unit = any(UNIT in element.classes for element in self._open)
        if within & HEADS[self._kinds[at]] and not is_unit and at not in self._captioned:
            self._heads[at].append(data)

    def _at(self) -> int:
        """Give the number of the place that the text is in."""
        return next(one.place for one in reversed(self._open) if one.place is not None)

    def _separate(self, tag: str) -> None:
        """Keep apart what stands in two elements."""
        if tag not in INLINE:
            self.handle_data(" ")


def kind_of_place(tag: str, classes: frozenset[str]) -> str:
    """Say what kind of place an element is if it has an id, or give "" if it is none.

    The label of a figure stands at the cell of the notebook that draws it.
    """
    if tag == "div" and "cell" in classes:
        return "figure"
    return tag if tag in HEADS else ""


def with_labels(text: str, labels: list[str]) -> str:
    """Give the text with those words of its drawings at the end that it has not itself.

    The numbers of a drawing are those of its axes; what it shows is in the table below it.
    """
    found = (tidy([label]) for label in re.split(r"\s{2,}", "".join(labels)))
    words = dict.fromkeys(label for label in found if re.search(r"[^\W\d_]", label))
    return " ".join([text, *(word for word in words if word not in text)]).strip()


def tidy(parts: list[str]) -> str:
    """Join texts, with one space wherever there is any."""
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def read_places(page: str) -> list[SearchEntry]:
    """Give the places of a page in their order, each with the text outside the places within."""
    reader = Reader()
    reader.feed(page)
    return [place for place in reader.places if place.text or place.tables]


def write_search_texts(app: Sphinx, exception: Exception | None) -> None:
    """Write the texts of all pages where the search page loads them (`build-finished`)."""
    if exception is not None or app.builder.format != "html":
        return
    texts = []
    for name in sorted(app.env.found_docs):
        address = app.builder.get_target_uri(name)
        places = read_places((Path(app.outdir) / address).read_text(encoding="utf-8"))
        texts.append({"address": address, "title": app.env.titles[name].astext(), "places": places})
    given = {
        "SEARCH_TEXTS": texts,
        "SEARCH_SYNONYMS": synonyms(),
        "SEARCH_COMPOUNDS": compounds(),
        "SEARCH_IGNORED": ignored(),
    }
    lines = [
        f"const {name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"
        for name, value in given.items()
    ]
    Path(app.outdir, TEXTS).write_text("".join(lines), encoding="utf-8", newline="\n")


def synonyms() -> list[list[str]]:
    """Words for one thing, in both languages: the terms of the glossary, and what readers say."""
    read = tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))
    catalogues = [open_language(code).section("term") for code in LANGUAGES]
    terms = [
        [str(catalogue[group][term]) for catalogue in catalogues]
        for group, named in catalogues[0].items()
        for term in named
    ]
    return [*read["synonyms"], *terms]


def compounds() -> list[str]:
    """Chinese words that hold a shorter word which means something else."""
    return list(tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))["compounds"])


def ignored() -> list[str]:
    """Words that only ask: no page needs to have them."""
    return list(tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))["ignored"])


def add_search_page(app: Sphinx, config: Config) -> None:
    """Add the search page, which Sphinx only makes for its own search (`config-inited`)."""
    config.html_additional_pages = {**config.html_additional_pages, "search": "search.html"}


def leave_out_sphinx_search(app: Sphinx) -> None:
    """Make no index of words, which nothing would read (`builder-inited`)."""
    if app.builder.format == "html":
        app.builder.search = False  # type: ignore[attr-defined] # only builders of pages have it
