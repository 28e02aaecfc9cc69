"""Which mark of a picture shows which number of its data, so that a page can read it out.

Whatever draws a mark from a cell of the data notes it at once, on the axes that it draws on.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pandas import isna

Numbers: TypeAlias = Sequence[Sequence[float | None]]
"""The numbers of a table row by row, None for a cell without one."""

WHOLE_ROW = -1
"""Stands for the column of a mark that shows all of its row."""

UNITS = 72
"""Units of the SVG an inch."""


class DataCell(NamedTuple):
    """A cell of the data behind a picture, by the heads of its row and its column.

    Where heads of rows may repeat, ``row`` is the row's number; a mark without a ``column`` shows
    the whole row.
    """

    row: object
    column: str = ""


class Spot(NamedTuple):
    """Where on its axes a mark stands, and the numbers of the row and column that it shows."""

    axes: Axes
    x: float
    y: float
    row: int
    column: int


class Mark(NamedTuple):
    """A mark, in units of the SVG from its upper left, and the row and column that it shows."""

    x: float
    y: float
    row: int
    column: int


_NOTED: WeakKeyDictionary[Axes, dict[DataCell, tuple[float, float]]] = WeakKeyDictionary()
"""What was drawn on each axes: the cells, and where their marks stand."""


def down(column: str, rows: Iterable[object]) -> list[DataCell]:
    """The cells of a column in these rows."""
    return [DataCell(row, column) for row in rows]


def along(row: object, columns: Iterable[str]) -> list[DataCell]:
    """The cells of a row in these columns."""
    return [DataCell(row, column) for column in columns]


def note(axes: Axes, cells: Iterable[DataCell], xs: Iterable[float], ys: Iterable[float]) -> None:
    """Note that marks drawn at these places, in units of the axes, show these cells.

    A cell that was drawn twice is read at its first mark; where there is no number is no mark.
    """
    noted = _NOTED.setdefault(axes, {})
    for cell, x, y in zip(cells, xs, ys, strict=True):
        if not (isna(x) or isna(y)):
            noted.setdefault(cell, (float(x), float(y)))


def find_spots(figure: Figure, data: pd.DataFrame) -> list[Spot]:
    """The marks of a figure in the order of its data, one a cell.

    Raises :class:`KeyError` for a mark that shows a cell which the data do not have.
    """
    rows, columns = _places(data.index), _places(data.columns)
    found: dict[tuple[int, int], Spot] = {}
    for axes in figure.axes:
        for cell, (x, y) in _NOTED.get(axes, {}).items():
            row = cell.row if isinstance(cell.row, int) else rows[cell.row]
            column = columns[cell.column] if cell.column else WHOLE_ROW
            found.setdefault((row, column), Spot(axes, x, y, row, column))
    return [found[cell] for cell in sorted(found)]


def _places(heads: Iterable[object]) -> dict[object, int]:
    """The place of each head, of those that stand once."""
    places = defaultdict(list)
    for place, head in enumerate(heads):
        places[head].append(place)
    return {head: place for head, [place, *others] in places.items() if not others}


def place_marks(figure: Figure, spots: Iterable[Spot]) -> list[Mark]:
    """Where the marks of a figure that is laid out stand in its SVG."""
    scale, height = UNITS / figure.dpi, figure.get_figheight() * UNITS
    marks = []
    for axes, *point, row, column in spots:
        x, y = axes.transData.transform(point) * scale
        marks.append(Mark(float(x), height - float(y), row, column))
    return marks


def write_marks(marks: Iterable[Mark]) -> str:
    """Marks as an attribute of the page: ``x y row column`` each, apart by semicolons."""
    return ";".join(f"{x:.1f} {y:.1f} {row} {column}" for x, y, row, column in marks)
