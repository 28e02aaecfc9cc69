"""What is known of each number as a script beside the pages, which a page loads when one is opened.

It is a script because a page that was opened as a file may load nothing else.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from sphinx.application import Sphinx

from finreport.figures import EXHIBIT, NUMBERS
from finreport.narrative import ORIGIN

SCRIPT = "numbers.js"

TESTS = "tab-all-tests"
"""What the numbers of findings lead to (``claims.html``)."""

GLUED = f"application/papermill.record/{ORIGIN}"


def write_numbers(app: Sphinx, exception: Exception | None) -> None:
    """Write the script if a cell of the book carries what is known of the numbers.

    Connect it to `build-finished`. It also has what computes the numbers of the prose that no
    report prints, by the anchor that they lead to.
    """
    if exception is not None or app.builder.format != "html":
        return
    pages = [Path(app.env.doc2path(page)) for page in sorted(app.env.found_docs)]
    notebooks = [nbformat.read(page, as_version=4) for page in pages if page.suffix == ".ipynb"]
    outputs = [output for notebook in notebooks for output in outputs_of(notebook)]
    for output in outputs:
        if NUMBERS in output:
            index = output[NUMBERS] | {"computed": computed(outputs)}
            text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
            script = f"const NUMBERS = {text};\n"
            Path(app.outdir, SCRIPT).write_text(script, encoding="utf-8", newline="\n")


def outputs_of(notebook: NotebookNode) -> Iterator[dict[str, Any]]:
    """The data of each output of a notebook."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield output.get("data", {})


def computed(outputs: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """The title and method of what computes numbers of sentences, and the printed ones behind."""
    exhibits = {record["name"]: record for output in outputs for record in output.get(EXHIBIT, [])}
    found: dict[str, list[Any]] = {}
    for origin in ({"at": TESTS, "numbers": []}, *(output.get(GLUED, {}) for output in outputs)):
        if origin.get("at") in exhibits:
            exhibit = exhibits[origin["at"]]
            known = found.setdefault(origin["at"], [exhibit["title"], exhibit["method"], []])
            known[2] = list(dict.fromkeys([*known[2], *origin["numbers"]]))
    return found
