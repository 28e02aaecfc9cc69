"""Which mark of a picture shows which number of its data, so that a page can read it out.

Charts are drawn by many functions, and none has to say what it draws: the marks of a stroke (a
line, a set of bars, points in one colour) show a column or a row of the data when their values
are those of the column or row, in their order. Where the data are words, such as events, a
stroke with a mark for each row shows the rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import isclose
from typing import NamedTuple, TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

Numbers: TypeAlias = Sequence[Sequence[float | None]]
"""The numbers of a table row by row, None for a cell without one."""

Point: TypeAlias = tuple[float, float]
Cell: TypeAlias = tuple[int, int]
Lane: TypeAlias = list[tuple[Cell, float]]
"""The cells of a column or of a row that hold numbers, and these."""

WHOLE_ROW = -1
"""Stands for the column of a mark that shows all of its row."""

UNITS = 72
"""Units of the SVG an inch."""


class Stroke(NamedTuple):
    """Marks that belong together: where each stands, and what they may be read as."""

    points: list[Point]
    readings: list[list[float]]

    @classmethod
    def at(cls, points: list[Point]) -> "Stroke":
        """Marks that are read by where they stand, first by height."""
        return cls(points, [[y for _, y in points], [x for x, _ in points]])


class Mark(NamedTuple):
    """A mark, in units of the SVG from its upper left, and the row and column that it shows."""

    x: float
    y: float
    row: int
    column: int


def find_marks(figure: Figure, numbers: Numbers) -> list[Mark]:
    """The marks of a figure that is laid out, in the order of the table, one a cell."""
    has_numbers = any(number is not None for row in numbers for number in row)
    found: dict[Cell, Mark] = {}
    for axes in figure.axes:
        for stroke in strokes(axes):
            shown = read(stroke, numbers) if has_numbers else count(stroke, numbers)
            for cell, point in shown:
                found.setdefault(cell, place(figure, axes, point, cell))
    return [found[cell] for cell in sorted(found)]


def write_marks(marks: Iterable[Mark]) -> str:
    """Marks as an attribute of the page: ``x y row column`` each, apart by semicolons."""
    return ";".join(f"{x:.1f} {y:.1f} {row} {column}" for x, y, row, column in marks)


def place(figure: Figure, axes: Axes, point: Point, cell: Cell) -> Mark:
    """Where a point of the axes stands in the SVG of their figure."""
    x, y = axes.transData.transform(point) * (UNITS / figure.dpi)
    return Mark(float(x), figure.get_figheight() * UNITS - float(y), *cell)


def strokes(axes: Axes) -> Iterator[Stroke]:
    """The points of each line, of the lone points of one look together, and of each set of bars."""
    lone: defaultdict[tuple[object, ...], list[Point]] = defaultdict(list)
    for line in axes.lines:
        if line.get_transform() is axes.transData:  # others, such as the zero line, show no data
            drawn = np.asarray(line.get_xydata(), dtype=float)
            points = [(float(x), float(y)) for x, y in drawn[np.isfinite(drawn).all(axis=1)]]
            if len(points) == 1:
                lone[look(line)] += points
            elif points:
                yield Stroke.at(points)
    yield from map(Stroke.at, lone.values())
    for bars in axes.containers:
        if isinstance(bars, BarContainer):
            # A bar on top of another is read by its length.
            yield Stroke(list(tips(bars)), [np.asarray(bars.datavalues, dtype=float).tolist()])


def look(line: Line2D) -> tuple[object, ...]:
    """What tells points of one series from those of another."""
    return line.get_marker(), line.get_color(), line.get_markerfacecolor()


def tips(bars: BarContainer) -> Iterator[Point]:
    """The end of each bar, in the middle."""
    for bar in bars.patches:
        x, y, width, height = bar.get_x(), bar.get_y(), bar.get_width(), bar.get_height()
        is_level = bars.orientation == "horizontal"
        yield (x + width, y + height / 2) if is_level else (x + width / 2, y + height)


def read(stroke: Stroke, numbers: Numbers) -> list[tuple[Cell, Point]]:
    """The cell that each point shows; nothing where the data do not tell."""
    for values in stroke.readings:
        cells = find_cells(values, numbers)
        if cells:
            return list(zip(cells, stroke.points, strict=True))
    return []


def count(stroke: Stroke, numbers: Numbers) -> list[tuple[Cell, Point]]:
    """The row that each point shows, where there are as many of both."""
    if len(stroke.points) != len(numbers):
        return []
    return [((row, WHOLE_ROW), point) for row, point in enumerate(stroke.points)]


def find_cells(values: list[float], numbers: Numbers) -> list[Cell] | None:
    """The cells that hold these values in this order, in the column or row that fits best."""
    if len(values) == 1:  # one value tells only if it is nowhere else
        held = [cell for lane in columns(numbers) for cell, number in lane if same(number, *values)]
        return held if len(held) == 1 else None
    fitting = []
    for lane in (*columns(numbers), *rows(numbers)):
        cells = fit(values, lane)
        if cells:
            fitting.append((len(lane) - len(values), cells))
    return min(fitting, key=lambda each: each[0])[1] if fitting else None


def fit(values: list[float], lane: Lane) -> list[Cell] | None:
    """The cells of a lane that hold the values in their order, if all are held.

    Neighbours before others: a lane may hold several series one below the other.
    """
    for start in range(len(lane) - len(values) + 1):
        run = lane[start : start + len(values)]
        if all(same(number, value) for (_, number), value in zip(run, values, strict=True)):
            return [cell for cell, _ in run]
    ahead = iter(lane)
    cells = [
        next((cell for cell, number in ahead if same(number, value)), None) for value in values
    ]
    return None if None in cells else [cell for cell in cells if cell]


def same(one: float, other: float) -> bool:
    """Whether two numbers are one but for the last bits."""
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def rows(numbers: Numbers) -> list[Lane]:
    """The lane of each row."""
    return [
        [((at, column), number) for column, number in enumerate(row) if number is not None]
        for at, row in enumerate(numbers)
    ]


def columns(numbers: Numbers) -> list[Lane]:
    """The lane of each column."""
    return [
        [((at, column), number) for at, number in enumerate(held) if number is not None]
        for column, held in enumerate(zip(*numbers, strict=True))
    ]
