"""The named results that an executed notebook offers."""

import ast
import csv
import math
from collections.abc import Iterator
from io import StringIO
from typing import TypeAlias

from nbformat import NotebookNode

Named: TypeAlias = float | str | None
"""A result: a number, words, or nothing where there is no value."""

GLUED = "application/papermill.record/text/plain"
"""How a number that prose uses is kept in an output."""

NAMED_COLUMNS = {"name", "value"}
"""A file with these columns, among others, is a list of named results."""


def named_results(notebook: NotebookNode) -> dict[str, Named]:
    """What the outputs of ``notebook`` give a name.

    That is what was glued for the prose, and each row of a CSV output with the columns ``name``
    and ``value``. The last of several results of the same name counts.
    """
    return {
        name: value
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        for name, value in _named(output)
    }


def _named(output: NotebookNode) -> Iterator[tuple[str, Named]]:
    data = output.get("data", {})
    if GLUED in data:
        yield output.metadata.scrapbook.name, _glued(data[GLUED])
    table = csv.DictReader(StringIO(data.get("text/csv", "")))
    if NAMED_COLUMNS.issubset(table.fieldnames or ()):
        for row in table:
            yield row["name"], _number(row["value"])


def _glued(text: str) -> Named:
    """What was glued, from its Python literal; anything but words and numbers as it was shown."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    return value if isinstance(value, str) else _number(str(value))


def _number(text: str) -> Named:
    try:
        number = float(text)
    except ValueError:
        return text or None
    return number if math.isfinite(number) else text
