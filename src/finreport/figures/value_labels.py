"""Which number of its data a label of a picture writes, so that a page can open just that one.

A label is written at the mark of its number, at an end of its range, or beside the marks of its
row: of the cells there, it writes the nearest one that rounds to it. A label that writes none of
them, such as a name or a number of an axis, opens nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from math import hypot
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from finreport.figures.exhibits import ExhibitTable
from finreport.figures.marks import WHOLE_ROW, Spot
from finreport.figures.svg import CELL
from finreport.words import MINUS

NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


class Candidate(NamedTuple):
    """A cell of the data, and where its number stands on the axes."""

    row: int
    column: int
    x: float
    y: float


def name_labels(figure: Figure, spots: Sequence[Spot], grid: ExhibitTable) -> None:
    """Give each label that writes a number of the table the row and the column of its cell."""
    for axes in figure.axes:
        candidates = list(_candidates(axes, spots, grid))
        for label in axes.texts:
            if not isinstance(label, Annotation) or label.xycoords != "data":
                continue
            if cell := _cell_of(label, axes, candidates, grid):
                label.set_gid(f"{CELL}{cell.row} {cell.column}")


def _candidates(axes: Axes, spots: Iterable[Spot], grid: ExhibitTable) -> Iterator[Candidate]:
    """The cells that labels on these axes may write: marks, ends of ranges, what has no mark."""
    at = {head: place for place, head in enumerate(grid.heads[1:])}
    ends = {at[column]: [at[end] for end in both] for column, both in grid.ends.items()}
    marked = {spot.column for spot in spots} | {WHOLE_ROW}
    taken = marked.union(*(both for column, both in ends.items() if column in marked))
    for spot in (spot for spot in spots if spot.axes is axes):
        if spot.column != WHOLE_ROW:
            yield Candidate(spot.row, spot.column, spot.x, spot.y)
        for end in ends.get(spot.column, []):
            yield Candidate(spot.row, end, *_at_the_end(spot, grid.numbers[spot.row], end))
        for column in set(at.values()) - taken:
            yield Candidate(spot.row, column, spot.x, spot.y)


def _at_the_end(spot: Spot, numbers: Sequence[float | None], column: int) -> tuple[float, float]:
    """Where an end of a range stands, along the axis on which its mark shows its number."""
    end = numbers[column]
    if end is None:
        return spot.x, spot.y
    return (end, spot.y) if spot.x == numbers[spot.column] else (spot.x, end)


def _cell_of(
    label: Annotation, axes: Axes, candidates: Iterable[Candidate], grid: ExhibitTable
) -> Candidate | None:
    x, y = axes.transData.transform(label.xy)

    def away(candidate: Candidate) -> float:
        there = axes.transData.transform((candidate.x, candidate.y))
        return hypot(there[0] - x, there[1] - y)

    written = _number(label.get_text())
    if written is None:
        return None
    fitting = [
        each
        for each in candidates
        if _writes(written, _number(grid.rows[each.row].cells[each.column]))
    ]
    return min(fitting, key=away, default=None)


def _writes(label: Decimal, cell: Decimal | None) -> bool:
    """Whether a number rounds to what a label says; it may have been rounded itself before."""
    if cell is None:
        return False
    half = sum(Decimal(5).scaleb(int(each.as_tuple().exponent) - 1) for each in {label, cell})
    return abs(label - cell) <= half if label != cell else True


def _number(text: str) -> Decimal | None:
    plain = text.replace(MINUS, "-").replace(",", "")
    return Decimal(plain) if NUMBER.fullmatch(plain) else None
