"""What a page was made from: the edition, its month, its data, this package, and which commit.

Nothing here depends on the clock or the machine, so that two builds of one commit say the same.
The seconds that chapters take do; they are measured in ``benchmarks``.
"""

import ast
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from docutils import nodes
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config

from finreport.editions.edition import named_edition
from finreport.editions.folder import data_folder, package_files
from finreport.errors import PlainError
from finreport.publishing.checksums import listing_of
from finreport.publishing.clock import built_at
from finreport.words import open_language

SHORT = 12
"""Digits of a sum that a page shows; enough to tell any two editions apart."""

PARAMETERS = ("parameters", "injected-parameters")
"""The tags of the cells that set a chapter's parameters; the second overrides the first."""

EXECUTION = "97_execution"
"""The page of runs, to which every page leads where the book has it."""


class RecordError(PlainError):
    """What a page was made from cannot be told."""


class Origin(NamedTuple):
    """What a page was made from; ``edition``, ``as_of`` and ``data`` are empty without data.

    ``data`` is the :func:`data_sum` of the edition; ``built`` is the time that the build states.
    """

    edition: str
    as_of: str
    data: str
    version: str
    built: datetime | None


def origin(notebook: NotebookNode, built: datetime | None) -> Origin:
    """What the page of an executed notebook is made from, in a build that states this time."""
    edition, as_of = read_with(notebook)
    data = data_sum(data_folder() / edition) if edition else ""
    return Origin(edition, as_of, data, version("finreport"), built)


def read_with(notebook: NotebookNode) -> tuple[str, str]:
    """The edition and the month of an executed notebook; empty for one without data.

    Where its parameters name none, they are the project's own edition and its last month.
    """
    given = parameters(notebook)
    if "edition" not in given:
        return "", ""
    return named_edition(given["edition"], given.get("as_of", ""))


def parameters(notebook: NotebookNode) -> dict[str, str]:
    """The parameters with which a notebook was executed, by their names."""
    found: dict[str, str] = {}
    for tag in PARAMETERS:
        for cell in notebook.cells:
            if tag in cell.metadata.get("tags", []):
                found |= _assigned(cell.source)
    return found


def _assigned(source: str) -> dict[str, str]:
    """The texts that a cell gives to names, with or without their types."""
    found = {}
    for line in ast.parse(source).body:
        match line:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str(text))):
                found[name] = text
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                found[name] = text
    return found


def data_sum(package: Path) -> str:
    """The SHA-256 sum of a data package: that of the list of the sums of its files.

    ``LC_ALL=C; sha256sum * | sha256sum`` prints the same in its folder beside the pages, where it
    is alone. Raises RecordError for a package that is not there.
    """
    if not (package / "datapackage.json").is_file():
        raise RecordError(f"{package} is no data package: a chapter was executed with its data")
    return sha256(listing_of(package_files(package), package).encode()).hexdigest()


def first_notebook(app: Sphinx) -> NotebookNode:
    """The notebook of the first page, which speaks for the book."""
    return page_notebook(app, app.config.root_doc)


def page_notebook(app: Sphinx, page: str) -> NotebookNode:
    """The notebook of a page; that of the first page for one without, such as the search."""
    name = page if page in app.env.found_docs else app.config.root_doc
    return read_notebook(Path(app.env.doc2path(name)))


def read_notebook(path: Path) -> NotebookNode:
    """A notebook that has run, and so is known to be one; an empty one for another page.

    Nobody changes it: whatever is told of a page asks for the same one.
    """
    if path.suffix != ".ipynb":
        return NotebookNode(cells=[])
    return _parsed(path.read_text(encoding="utf-8"))


@cache
def _parsed(text: str) -> NotebookNode:
    notebook: NotebookNode = nbformat.v4.reads(text)
    return notebook


def set_time(app: Sphinx, config: Config) -> None:
    """Find out once for all pages which time the build states (`config-inited`)."""
    config.finreport_built = built_at(Path(app.srcdir))


def state_origin(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tell the templates what a page was made from, in its language (`html-page-context`)."""
    known = origin(page_notebook(app, pagename), app.config.finreport_built)
    words = open_language(own_language(app))
    record = [words.text("record.version", version=known.version)]
    if known.edition:
        month = words.month(known.as_of)
        record = [
            words.text("record.edition", edition=known.edition, month=month),
            words.text("record.data", sum=known.data[:SHORT]),
            *record,
        ]
    if known.built:
        record.append(words.text("record.built", date=f"{known.built:%Y-%m-%d}"))
    context["record"] = record
    runs = [page for page in app.env.found_docs if Path(page).name == EXECUTION]
    context["record_page"] = runs[0] if runs else ""
    context["record_link"] = words.text("record.link")


def own_language(app: Sphinx) -> str:
    """The code of the language that a build is in: that of its folder."""
    return str(app.config.language).partition("_")[0]
