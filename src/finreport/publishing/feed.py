"""The changes of the project as an Atom feed (RFC 4287), from ``CHANGELOG.md``.

An entry is a version. Each language of the book has a feed of its own; the change log is in
English, and so is what the entries hold. Links are whole where the site has an address, and else
lead from the feed.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from docutils import nodes
from markdown_it import MarkdownIt
from sphinx.application import Sphinx

from finreport.errors import PlainError
from finreport.publishing.languages import LANGUAGES
from finreport.publishing.record import own_language
from finreport.publishing.workshop import CHANGES
from finreport.words import open_language

FEED = "changes.atom"
AUTHOR = "The finreport maintainers"
ATOM = "http://www.w3.org/2005/Atom"

VERSION = re.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<date>\S+))?$", re.MULTILINE)
"""The heading of a version, as Keep a Changelog has it: ``## [0.1.0] - 2026-11-22``."""


class ChangesError(PlainError):
    """The change log is not in its form."""


class Release(NamedTuple):
    """What a version changed, in Markdown, and when it was released."""

    version: str
    date: datetime
    text: str


def write_feed(app: Sphinx, exception: Exception | None) -> None:
    """Write the feed beside the pages, where there is a change log with a dated entry."""
    if exception is None and app.builder.format == "html" and (changes := book_changes(app)):
        contents = feed(changes, own_language(app), app.config.html_baseurl)
        (Path(app.outdir) / FEED).write_bytes(contents)


def offer_feed(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tell the templates of the feed, if there will be one (`html-page-context`)."""
    if book_changes(app):
        context["feed"] = FEED
        context["feed_title"] = open_language(own_language(app)).text("record.feed")


def book_changes(app: Sphinx) -> list[Release]:
    """The versions in the change log in the folder of the book; none without one."""
    log = Path(app.srcdir) / CHANGES
    if not log.is_file():
        return []
    return list(read_changes(log.read_text(encoding="utf-8"), app.config.finreport_built))


def read_changes(log: str, built: datetime | None) -> Iterator[Release]:
    """The versions of a change log; one that is not released yet has the time of the build.

    Without such a time it is left out. Raises ChangesError for a date that is none.
    """
    headings = list(VERSION.finditer(log))
    ends = [heading.start() for heading in headings[1:]] + [len(log)]
    for heading, end in zip(headings, ends, strict=True):
        date = _date(heading["name"], heading["date"]) if heading["date"] else built
        if date is not None:
            yield Release(heading["name"], date, log[heading.end() : end].strip())


def _date(version: str, text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise ChangesError(
            f"{CHANGES}: version {version} has the date {text!r}; it should be like 2026-11-22"
        ) from error


def feed(changes: list[Release], language: str, address: str) -> bytes:
    """The feed in a language; ``address`` is that of the folder it is in, or empty."""
    tag, home = LANGUAGES[language].tag, address or "./"
    top = Element("feed", {"xmlns": ATOM, "xml:lang": tag})
    newest = max(change.date for change in changes)
    _add_facts(top, f"{language}:feed", open_language(language).text("record.feed"), newest)
    SubElement(SubElement(top, "author"), "name").text = AUTHOR
    SubElement(top, "link", rel="self", type="application/atom+xml", href=f"{home}{FEED}")
    page = {
        "rel": "alternate",
        "type": "text/html",
        "hreflang": tag,
        "href": f"{home}index.html",
    }
    SubElement(top, "link", page)
    for change in changes:
        entry = SubElement(top, "entry")
        name = f"{language}:{change.version}"
        _add_facts(entry, name, f"finreport {change.version}", change.date)
        SubElement(entry, "link", page)
        told = SubElement(entry, "content", {"type": "html", "xml:lang": "en"})
        told.text = MarkdownIt().render(change.text)
    indent(top, " ")
    text: bytes = tostring(top, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _add_facts(parent: Element, name: str, title: str, updated: datetime) -> None:
    """What Atom demands of a feed and of each entry; ids never change, wherever the site is."""
    SubElement(parent, "id").text = uuid5(NAMESPACE_URL, f"urn:finreport:changes:{name}").urn
    SubElement(parent, "title").text = title
    SubElement(parent, "updated").text = f"{updated:%Y-%m-%dT%H:%M:%SZ}"
