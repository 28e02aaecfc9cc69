"""Full-text search in the browser, in any language, without a dictionary and without a server.

Sphinx's own search knows words, which Chinese does not mark, drops numbers, and cannot quote a
page that is opened from a file. The book is small, so the search page simply loads its texts
(``search-texts.js``, made here) and looks for what the reader types (``search.js``).
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

import rtoml
from lxml.html import HtmlElement, document_fromstring
from sphinx.application import Sphinx
from sphinx.config import Config

from finreport.editions.description import read_about
from finreport.publishing.record import first_notebook, read_with
from finreport.words import LANGUAGES, open_language

TEXTS = "search-texts.js"

SYNONYMS = Path(__file__).with_name("synonyms.toml")
"""What readers call things, and which Chinese words hold others."""

HEADS = {"section": {"h1", "h2", "h3", "h4", "h5", "h6"}, "figure": {"figcaption"}}
"""What is the heading of a place, by its kind: an element with an id, see `kind_of_place`."""

UNIT = "fr-unit"
"""The part of a caption that is not in the heading of its figure."""

UNREAD = {"button", "script", "style"}
FOLDS = {"fr-data", "fr-more"}
"""Folds of every exhibit, whose lines to open them are buttons."""

UNREAD_CLASSES = {"headerlink", "fr-code", "fr-files", "fr-citation", "fr-line"}
"""Elements that hold no text of the page: what opens or closes a part of it, what every figure
offers to take away, and code, which readers open on request."""

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


class Place:
    """A place of a page that is being read: its kind, its anchor and the texts in it."""

    def __init__(self, kind: str, anchor: str) -> None:
        self.kind = kind
        self.anchor = anchor
        self.is_captioned = False  # several figures go by the caption of the first
        self._head: list[str] = []
        self._text: list[str] = []
        self._tables: list[str] = []
        self._labels: list[str] = []  # what stands in the drawings

    def add(self, text: str, within: frozenset[str]) -> None:
        """Add a text that is within elements of these tags, or of this class of units."""
        if "svg" in within:
            self._labels.append(text)
            return
        (self._tables if "table" in within else self._text).append(text)
        if within & HEADS[self.kind] and UNIT not in within and not self.is_captioned:
            self._head.append(text)

    def entry(self) -> SearchEntry:
        """What the search page is given of it."""
        text = with_labels(tidy(self._text), self._labels)
        return SearchEntry(self.anchor, tidy(self._head), text, tidy(self._tables))


def read(element: HtmlElement, places: list[Place], at: Place, within: frozenset[str]) -> None:
    """Add the texts of an element that is ``at`` a place, and the places that begin in it."""
    tag, classes = str(element.tag), set(element.get("class", "").split())
    if tag in UNREAD or UNREAD_CLASSES & classes or is_line_of_fold(element):
        return
    kind = kind_of_place(tag, classes)
    if kind and element.get("id"):
        at = Place(kind, element.get("id", ""))
        places.append(at)
    within |= {tag, UNIT} if UNIT in classes else {tag}
    between = "" if tag in INLINE else " "  # keeps apart what stands in two elements
    at.add(between + (element.text or ""), within)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in EMPTY:  # no comment
            read(child, places, at, within)
        at.add(child.tail or "", within)
    at.add(between, within)
    if tag == "figcaption":
        at.is_captioned = True


def is_line_of_fold(element: HtmlElement) -> bool:
    """Whether an element is what opens a fold that every exhibit has."""
    if element.tag != "summary":
        return False
    fold = element.getparent()
    return fold is not None and not FOLDS.isdisjoint(fold.get("class", "").split())


def kind_of_place(tag: str, classes: set[str]) -> str:
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
    places: list[Place] = []
    for article in document_fromstring(page).iter("article"):
        places.append(Place("section", article.get("id", "")))
        read(article, places, places[-1], frozenset())
    entries = (place.entry() for place in places)
    return [entry for entry in entries if entry.text or entry.tables]


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
        "SEARCH_IGNORED": ignored(read_with(first_notebook(app))[0]),
    }
    lines = [
        f"const {name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"
        for name, value in given.items()
    ]
    Path(app.outdir, TEXTS).write_text("".join(lines), encoding="utf-8", newline="\n")


def synonyms() -> list[list[str]]:
    """Words for one thing, in both languages: the terms of the glossary, and what readers say."""
    read = rtoml.loads(SYNONYMS.read_text(encoding="utf-8"))
    catalogues = [open_language(code).section("term") for code in LANGUAGES]
    terms = [
        [str(catalogue[group][term]) for catalogue in catalogues]
        for group, named in catalogues[0].items()
        for term in named
    ]
    return [*read["synonyms"], *terms]


def compounds() -> list[str]:
    """Chinese words that hold a shorter word which means something else."""
    return list(rtoml.loads(SYNONYMS.read_text(encoding="utf-8"))["compounds"])


def ignored(edition: str) -> list[str]:
    """Words that only ask: no page needs to have them, nor the place that all pages are about."""
    words = list(rtoml.loads(SYNONYMS.read_text(encoding="utf-8"))["ignored"])
    return [read_about(edition).facts("zh")["place"], *words] if edition else words


def add_search_page(app: Sphinx, config: Config) -> None:
    """Add the search page, which Sphinx only makes for its own search (`config-inited`)."""
    config.html_additional_pages = {**config.html_additional_pages, "search": "search.html"}


def leave_out_sphinx_search(app: Sphinx) -> None:
    """Make no index of words, which nothing would read (`builder-inited`)."""
    if app.builder.format == "html":
        app.builder.search = False  # type: ignore[attr-defined] # only builders of pages have it
