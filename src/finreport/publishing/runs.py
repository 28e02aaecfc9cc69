"""The page of runs: with what each chapter ran, what came out, and in which environment.

A markdown cell asks for them by the directives ``chapter-runs`` and ``run-environment``, because
only the build has the outputs of every chapter.
"""

import json
import platform
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.metadata import requires, version
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from jinja2 import Environment, PackageLoader, StrictUndefined
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from finreport.publishing.record import (
    SHORT,
    own_language,
    parameters,
    read_notebook,
    read_with,
)
from finreport.words import open_language

TEMPLATES = Environment(
    loader=PackageLoader("finreport.publishing", "theme/templates"),
    autoescape=True,
    undefined=StrictUndefined,
)
NAME = re.compile(r"[\w.-]+")
"""The name at the start of a requirement such as ``pandas>=3.0``."""


class ChapterRun(NamedTuple):
    """The run of a chapter; sums are SHA-256.

    ``source`` is that of the types and texts of its cells, ``outputs`` that of what its code
    cells gave; both as JSON with sorted keys.
    """

    chapter: str
    parameters: dict[str, str]
    cells: int
    outputs: int
    source_sum: str
    outputs_sum: str


def read_run(path: Path) -> ChapterRun:
    """The run of which an executed notebook is the outcome."""
    notebook = read_notebook(path)
    executed = [cell for cell in notebook.cells if cell.get("execution_count")]
    outputs = [cell.outputs for cell in executed]
    return ChapterRun(
        path.stem,
        _resolved(notebook),
        len(executed),
        sum(map(len, outputs)),
        _sum([[cell.cell_type, cell.source] for cell in notebook.cells]),
        _sum(outputs),
    )


def _resolved(notebook: NotebookNode) -> dict[str, str]:
    """The parameters of a run; where they name no edition or month, those that were meant."""
    given = parameters(notebook)
    edition, as_of = read_with(notebook)
    meant = {"edition": edition, "as_of": as_of}
    return given | {name: meant[name] for name in meant if name in given}


def environment() -> list[tuple[str, str]]:
    """Python and the packages on which this one rests directly, with their versions."""
    wanted = [NAME.match(text) for text in requires("finreport") or [] if "extra ==" not in text]
    names = sorted(match[0] for match in wanted if match)
    return [("Python", platform.python_version()), *((name, version(name)) for name in names)]


class ChapterRuns(SphinxDirective):
    """The table of the run of every chapter of the book."""

    def run(self) -> list[nodes.Node]:
        """A place for :func:`fill_runs`; the page is read again when a notebook changes."""
        paths = {page: self.env.doc2path(page) for page in sorted(self.env.found_docs)}
        pages = [page for page, path in paths.items() if Path(path).suffix == ".ipynb"]
        for page in pages:
            self.env.note_dependency(str(paths[page]))
        return [nodes.raw("", "", format="html", finreport_runs=pages)]


class RunEnvironment(SphinxDirective):
    """The table of the versions with which the chapters ran."""

    def run(self) -> list[nodes.Node]:
        """A row a package."""
        language = own_language(self.env.app)
        html = _table("environment", ("package", "version"), environment(), language)
        return [nodes.raw("", html, format="html")]


def add_run_tables(app: Sphinx) -> None:
    """Register the directives with Sphinx."""
    app.add_directive("chapter-runs", ChapterRuns)
    app.add_directive("run-environment", RunEnvironment)
    app.connect("doctree-resolved", fill_runs)


def fill_runs(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write the table of runs, once the titles of all chapters are known (`doctree-resolved`)."""
    for place in list(doctree.findall(nodes.raw)):
        if "finreport_runs" in place:
            runs = [read_run(Path(app.env.doc2path(page))) for page in place["finreport_runs"]]
            titles = {Path(page).name: title.astext() for page, title in app.env.titles.items()}
            html = runs_table(runs, titles, own_language(app))
            place.replace_self(nodes.raw("", html, format="html"))


def runs_table(runs: Sequence[ChapterRun], titles: Mapping[str, str], language: str) -> str:
    """Give the table of the runs of chapters, a row a chapter.

    Parameters that all of them share stand above the table, so that the rest has room.
    """
    given = [[f"{name}={value}" for name, value in run.parameters.items()] for run in runs]
    shared = [each for each in given[0] if all(each in others for others in given)]
    own = [", ".join(each for each in all_ if each not in shared) for all_ in given]
    columns = ["chapter", "cells", "outputs", "source_sum", "outputs_sum"]
    rows = [
        [
            titles[run.chapter],
            str(run.cells),
            str(run.outputs),
            run.source_sum[:SHORT],
            run.outputs_sum[:SHORT],
        ]
        for run in runs
    ]
    if any(own):
        columns.insert(1, "parameters")
        for row, each in zip(rows, own, strict=True):
            row.insert(1, each)
    pages = [f"{run.chapter}.html" for run in runs]
    return _table("chapters", columns, rows, language, pages=pages, note=", ".join(shared))


def _table(
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    language: str,
    *,
    pages: Sequence[str] = (),
    note: str = "",
) -> str:
    """A table in HTML, with its words in the language; the head of each row may lead to a page."""
    words = open_language(language)
    return TEMPLATES.get_template("fr-runs.html").render(
        title=words.text(f"runs.{name}"),
        expand=words.text("exhibit.expand"),
        sideways=words.text("exhibit.sideways"),
        anchor=f"tab-{name}",
        heads=[words.text(f"runs.column.{column}") for column in columns],
        words_at=columns.index("parameters") if "parameters" in columns else 0,
        rows=rows,
        pages=pages,
        note=note,
    )


def _sum(part: object) -> str:
    return sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()
