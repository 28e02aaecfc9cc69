"""Made-up executed notebooks, for the books of the tests."""

from pathlib import Path

import nbformat
from IPython.core.formatters import DisplayFormatter
from nbformat.v4 import new_code_cell, new_notebook, new_output


def write_notebook(path: Path, cells: list[nbformat.NotebookNode]) -> None:
    """Write one notebook of Python."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)


def show_in_cell(exhibit: object) -> nbformat.NotebookNode:
    """A cell that shows an exhibit as Jupyter does, in each of its forms."""
    data, metadata = DisplayFormatter().format(exhibit)  # type: ignore[no-untyped-call]
    output = new_output("execute_result", data, metadata=metadata, execution_count=1)
    cell: nbformat.NotebookNode = new_code_cell(
        "show(chapter)", execution_count=1, outputs=[output]
    )
    return cell
