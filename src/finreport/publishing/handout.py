"""A chapter's notebook to take away: it reads as the page does, in JupyterLab and anywhere else."""

import ast
import json
import re
from collections.abc import Mapping

import nbformat
from nbformat import NotebookNode

from finreport.narrative.prose import plain
from finreport.publishing.record import PARAMETERS, parameters
from finreport.words import Language

GLUE = "application/papermill.record/"
"""How the types of an output begin that tells the prose its numbers."""

OURS = "application/vnd.finreport."
"""How the types of what the build alone reads begin."""

DEFAULT = re.compile(r'^(?P<name>\w+)(?P<type>: str = )".*?"', re.MULTILINE)
"""A parameter of a chapter with its default."""

DIRECTIVE = "```{"
"""What only Sphinx can run; a page that has it is no notebook of its own."""


def handout(
    notebook: NotebookNode, page: str, words: Language, messages: Mapping[str, str]
) -> bytes | None:
    """An executed notebook with its numbers in the prose; None for one that only Sphinx can show.

    ``page`` is the address of its page, which the title leads to; ``messages`` has its prose in
    the language of ``words``. Code and outputs stay, but for what the build alone reads; the
    parameters are those of the run, in the one cell that explains them.
    """
    if any(DIRECTIVE in cell.source for cell in notebook.cells):
        return None
    told, given = glued(notebook), parameters(notebook)
    explained, injected = PARAMETERS
    cells, is_first = [], True
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", ())
        if injected in tags:
            continue
        if explained in tags:
            cells.append(NotebookNode(cell | {"source": as_run(cell.source, given)}))
        elif cell.cell_type == "markdown":
            source = plain(cell.source, told, messages)
            if is_first:
                source += "\n\n" + words.text("record.page_of_notebook", page=page)
            is_first = False
            if source:
                cells.append(NotebookNode(cell | {"source": source}))
        else:
            outputs = [kept for output in cell.outputs if (kept := _shown(output, cell))]
            cells.append(NotebookNode(cell | {"outputs": outputs}))
    text: str = nbformat.writes(NotebookNode(notebook | {"cells": cells}), version=4)
    return f"{text}\n".encode()


def glued(notebook: NotebookNode) -> dict[str, str]:
    """The words of each number that the notebook told its prose, by the name of the number."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return {
        output.metadata.scrapbook.name: ast.literal_eval(output.data[f"{GLUE}text/plain"])
        for output in outputs
        if "scrapbook" in output.get("metadata", {})
    }


def as_run(source: str, given: Mapping[str, str]) -> str:
    """The cell of parameters with the values of a run in place of the defaults."""
    return DEFAULT.sub(
        lambda found: f"{found['name']}{found['type']}{json.dumps(given[found['name']])}", source
    )


def _shown(output: NotebookNode, cell: NotebookNode) -> NotebookNode | None:
    """An output without what nobody sees; None if nothing is left, or the prose has it already."""
    is_prose = "remove-output" in cell.metadata.get("tags", ())
    if "data" not in output or is_prose:
        return None if is_prose else output
    kinds = {kind: told for kind, told in output.data.items() if not kind.startswith((GLUE, OURS))}
    return NotebookNode(output | {"data": NotebookNode(kinds)}) if kinds else None
