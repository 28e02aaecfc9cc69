"""The book in several languages: what each page says of itself, and where its twins are.

Pages have the same names and anchors in every language, so that a page's twin is the page of that
name in the folder of the other language.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Tongue(NamedTuple):
    """A language as pages name it: its tag (BCP 47), and its name in the language itself."""

    tag: str
    name: str


LANGUAGES: Mapping[str, Tongue] = {"zh": Tongue("zh-CN", "中文"), "en": Tongue("en", "English")}
"""The languages of the book by their folders; readers of none of them are led to the last."""


class Twin(NamedTuple):
    """The same page in another language: its address from here, the tag and the name."""

    href: str
    tag: str
    name: str


def introduce_page(
    app: "Sphinx",
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tell the templates a page's description and its twins (`html-page-context`).

    The description is the first paragraph of a chapter; other pages have that of the book.
    `finreport_languages` lists the languages that stand side by side; a book built alone has no
    twins. The reader's switch is a relative link, which works wherever the site lies. Search
    engines (`alternates`) only know whole addresses, which start with `html_baseurl`; a site
    without one is read where nobody searches, and says the same in relative ones.
    """
    if doctree is not None:
        context["description"] = first_paragraph(doctree)
    own = app.config.language.partition("_")[0]
    languages = app.config.finreport_languages
    name = f"{pagename}.html"
    context["twins"] = [
        Twin(f"../{language}/{name}", *LANGUAGES[language])
        for language in languages
        if language != own
    ]
    site = app.config.html_baseurl.removesuffix(f"{own}/") or "../"
    context["alternates"] = addresses(site, languages, name)


def addresses(site: str, languages: Sequence[str], name: str) -> dict[str, str]:
    """Give the address of the page `name` in each language, and for readers of none of them.

    They go by the tags of `hreflang`. A page that stands alone has none to tell.
    """
    if len(languages) < 2:
        return {}
    found = {LANGUAGES[language].tag: f"{site}{language}/{name}" for language in languages}
    return found | {"x-default": found[LANGUAGES[languages[-1]].tag]}


def first_paragraph(doctree: nodes.document) -> str:
    """Give the text of a page's first paragraph, with the numbers glued into it."""
    paragraph = doctree.next_node(nodes.paragraph)
    return paragraph.astext() if paragraph else ""
