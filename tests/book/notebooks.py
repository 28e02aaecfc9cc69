"""Made-up executed notebooks, for the books of the tests."""

from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

from finreport.figures.exhibits import Exhibit


def write_notebook(path: Path, cells: list[nbformat.NotebookNode]) -> None:
    """Write one notebook of Python."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)


def show_in_cell(exhibit: object) -> nbformat.NotebookNode:
    """A cell that shows an exhibit."""
    data: dict[str, Any] = {
        "text/html": exhibit._repr_html_(),  # type: ignore[attr-defined]
        "text/plain": repr(exhibit),
        **(exhibit._repr_mimebundle_() if isinstance(exhibit, Exhibit) else {}),
    }
    output = new_output("execute_result", data, execution_count=1)
    cell: nbformat.NotebookNode = new_code_cell(
        "show(chapter)", execution_count=1, outputs=[output]
    )
    return cell
