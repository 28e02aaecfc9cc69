"""How to cite an exhibit in full: by whom, in which version, from which data."""

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from finreport.publishing.record import SHORT, Origin, origin, own_language, page_notebook
from finreport.words import Language, open_language

MARK = '<span class="fr-made"></span>'
"""Where a page says what it was made from, in a citation."""


def complete_citations(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Say in each citation of a page which version of what it cites (`html-page-context`)."""
    if MARK in context.get("body", ""):
        known = origin(page_notebook(app, pagename), app.config.finreport_built)
        told = made(known, open_language(own_language(app)))
        context["body"] = context["body"].replace(MARK, f'<span class="fr-made">{told}</span>')


def made(known: Origin, words: Language) -> str:
    """What an exhibit was made from, in a sentence."""
    parts = [words.text("record.version", version=known.version)]
    if known.data:
        parts.append(words.text("record.data", sum=known.data[:SHORT]))
    if known.built:
        parts.append(words.text("record.built", date=f"{known.built:%Y-%m-%d}"))
    return words.text("exhibit.made", told=words.join(parts))


def as_bibtex(record: Mapping[str, Any], known: Origin, book: str) -> str:
    """An entry for BibTeX; ``book`` is the title of the book that the exhibit is in."""
    key = f"{known.edition}-{record['name']}" if known.edition else record["name"]
    fields = {
        "title": f"{{{record['title']}}}",
        "author": "{The finreport maintainers}",
        "howpublished": book,
        "version": known.version,
        "note": f"Data sha256 {known.data}" if known.data else "",
        "year": f"{known.built:%Y}" if known.built else "",
        "url": record["address"],
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}", ""])
