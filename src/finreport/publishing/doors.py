"""What stands at the top of the site: the pages that lead into the book, and what robots read."""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from finreport.publishing.csp import POLICY
from finreport.publishing.languages import LANGUAGES, addresses

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)

NOT_TO_BE_FOUND = {"index.html", "search.html"}
"""Pages that lead to others."""

templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "theme" / "doors"),
    autoescape=select_autoescape(["html", "xml"]),
    trim_blocks=True,
    undefined=StrictUndefined,
)


def title_of(page: Path) -> str:
    """The title of a finished page; that of the first one is the book's."""
    found = TITLE.search(page.read_text(encoding="utf-8"))
    return unescape(found[1]).strip() if found else ""


class Door(NamedTuple):
    """A way into the book: the tag and the name of its language, the title in it, the address."""

    tag: str
    name: str
    title: str
    href: str


def language_door(language: str, first: str, title: str) -> str:
    """Give the HTML of `<language>/index.html`, which leads to the page named `first`."""
    return render_door([Door(*LANGUAGES[language], title, f"{first}.html")], assets="_static")


def site_door(titles: Mapping[str, str]) -> str:
    """Give the HTML of the site's own `index.html`, with the book's title in every language.

    With JavaScript it leads to the book in the first of the reader's languages that there is,
    else to the last book; without, the reader chooses.
    """
    doors = [
        Door(*LANGUAGES[language], title, f"{language}/index.html")
        for language, title in titles.items()
    ]
    return render_door(doors, assets=f"{next(iter(titles))}/_static")


def render_door(doors: list[Door], assets: str) -> str:
    """Give the HTML of a page with these doors, whose style and script are in `assets`."""
    return templates.get_template("index.html").render(doors=doors, assets=assets, policy=POLICY)


def robots(address: str) -> str:
    """Give the `robots.txt` (:rfc:`9309`) of a site: all may be read; where its sitemap is.

    Robots read it where the site has a host of its own.
    """
    allowed = "User-agent: *\nAllow: /\n"
    return f"{allowed}\nSitemap: {address}sitemap.xml\n" if address else allowed


def sitemap(site: Path, address: str, languages: list[str]) -> str:
    """Give the `sitemap.xml` of a site that is published at `address`: each page and its twins."""
    names = {
        language: {page.name for page in (site / language).glob("*.html")} - NOT_TO_BE_FOUND
        for language in languages
    }
    pages = [
        (
            f"{address}{language}/{name}",
            addresses(address, [code for code in languages if name in names[code]], name),
        )
        for language in languages
        for name in sorted(names[language])
    ]
    return templates.get_template("sitemap.xml").render(pages=pages)
