"""Any table as lines of figures: whose labels, panel and column heads say what each figure is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from finreport.documents.document import Cell, Table
from finreport.reading.cells import (
    PART,
    figure,
    is_blank,
    span_of,
    squeeze,
    stated_unit,
)

Heads = tuple[str, ...]
"""The heads above a column, from the uppermost down."""


@dataclass(frozen=True)
class GridLine:
    """A row of figures.

    ``row`` counts from 1 in the table; ``labels`` stand before the figures, from left to right;
    ``panel`` is the title between rows above it; ``unit`` that of a column of units; ``parent``
    the label of the row that it is a part of. ``columns`` counts from 1 the column of each of
    ``cells``, ``heads`` what stands above it.
    """

    row: int
    labels: tuple[str, ...]
    panel: str
    unit: str
    columns: tuple[int, ...]
    cells: tuple[Cell, ...]
    heads: tuple[Heads, ...]
    parent: str = ""
    indent: int = 0

    @property
    def label(self) -> str:
        """What stands next to the figures."""
        return self.labels[-1] if self.labels else ""

    def values(self) -> list[Fraction]:
        """The figures of the row, in their order."""
        found = (figure(cell.text) for cell in self.cells)
        return [each.value for each in found if each]


@dataclass(frozen=True)
class Grid:
    """A table's lines, with what its caption states of their unit and title."""

    table: Table
    lines: tuple[GridLine, ...]
    unit: str | None

    @property
    def title(self) -> str:
        """The caption in one line, without the line that states the unit."""
        return "".join(each for each in map(squeeze, self.table.caption) if not stated_unit(each))


def read_grid(table: Table) -> Grid:
    """The lines of a table; merged cells may be spread or stand once before empty ones."""
    rows = _rectangle(table)
    labels = _label_columns(rows)
    unit_column = _unit_column(rows, labels)
    texts = [*table.caption, *(cell.text for row in rows[:2] for cell in row)]
    stated = next((unit for unit in map(stated_unit, reversed(texts)) if unit), None)
    lines = tuple(_with_parents(list(_lines(rows, labels, unit_column))))
    return Grid(table, lines, stated)


def _rectangle(table: Table) -> list[list[Cell]]:
    width = max((len(row) for row in table.rows), default=0)
    return [[*row, *[_beside(row)] * (width - len(row))] for row in table.rows if row]


def _beside(row: Sequence[Cell]) -> Cell:
    return Cell("", row[-1].place)


def _holds_figure(cell: Cell) -> bool:
    """Whether a figure stands in a cell: 2024 alone is a year, 2024.1 a figure."""
    if figure(cell.text) is None:
        return False
    return "." in cell.text or span_of(cell.text) is None


def _holds_time(cell: Cell) -> bool:
    return not _holds_figure(cell) and span_of(cell.text) is not None


def _holds_text(cell: Cell) -> bool:
    return not is_blank(cell.text) and not _holds_figure(cell)


def _label_columns(rows: Sequence[Sequence[Cell]]) -> int:
    """How many columns hold labels: from the left, as long as words outnumber figures."""
    width = len(rows[0]) if rows else 0
    count = 0
    for column in range(width):
        cells = [row[column] for row in rows]
        words, figures = sum(map(_holds_text, cells)), sum(map(_holds_figure, cells))
        if column and (words <= figures or words < 2):
            break
        count = column + 1
    if count < width:
        return count
    with_figures = (i for i in range(1, width) if any(_holds_figure(row[i]) for row in rows))
    return max(1, next(with_figures, 1))


def _unit_column(rows: Sequence[Sequence[Cell]], labels: int) -> int | None:
    for column in range(1, labels):
        if any(re.fullmatch("(?:计量)?单位", squeeze(row[column].text)) for row in rows[:3]):
            return column
    return None


def _lines(rows: list[list[Cell]], labels: int, unit_column: int | None) -> Iterator[GridLine]:
    heads: list[list[str]] = []
    panel, in_head = "", True
    before: list[str] = []
    for number, row in enumerate(rows, 1):
        data = row[labels:]
        if _is_data(data) and not _is_dated(data):
            in_head = False
            own = [squeeze(row[i].text) for i in range(labels) if i != unit_column]
            before = _carried(own, before)
            last = max((i for i in range(labels) if i != unit_column), default=0)
            yield GridLine(
                number,
                tuple(dict.fromkeys(filter(None, before))),
                panel,
                squeeze(row[unit_column].text) if unit_column is not None else "",
                tuple(range(labels + 1, labels + 1 + len(data))),
                tuple(data),
                _columns(heads, len(data)),
                indent=row[last].indent,
            )
            continue
        words = list(dict.fromkeys(squeeze(cell.text) for cell in row if not is_blank(cell.text)))
        if not words:
            continue
        if _is_head(data, words, is_first=number == 1, in_head=in_head):
            heads = [*heads, _head_row(data)] if in_head else [_head_row(data)]
            in_head = True
        else:
            panel, in_head = "".join(words), False


def _is_data(data: Sequence[Cell]) -> bool:
    figures = sum(map(_holds_figure, data))
    dashes = sum(bool(squeeze(cell.text)) and is_blank(cell.text) for cell in data)
    return figures > 0 or dashes > len(data) / 2


def _is_dated(data: Sequence[Cell]) -> bool:
    """Whether a row of heads such as 2024.1, 2024.2, 2024.3 names months one after the other."""
    spans = [span for cell in data if (span := span_of(cell.text)) and "." in cell.text]
    ends = [12 * (span.year or 0) + span.last for span in spans]
    return len(ends) >= 3 and all(later - earlier == 1 for earlier, later in pairwise(ends))


def _is_head(data: Sequence[Cell], words: list[str], *, is_first: bool, in_head: bool) -> bool:
    if any(map(_holds_time, data)) or is_first or _is_dated(data):
        return True
    return in_head and len(words) > 1


def _head_row(data: Sequence[Cell]) -> list[str]:
    return [squeeze(cell.text) for cell in data]


def _columns(heads: list[list[str]], width: int) -> tuple[Heads, ...]:
    """The heads above each column; an empty one belongs to its left neighbour, if none is above."""
    found = []
    for column in range(width):
        above: list[str] = []
        for depth, head in enumerate(heads):
            at = column
            while at > 0 and not head[at] and not any(upper[column] for upper in heads[:depth]):
                at -= 1
            above.append(head[at])
        found.append(tuple(dict.fromkeys(filter(None, above))))
    return tuple(found)


def _carried(own: list[str], before: list[str]) -> list[str]:
    """Labels with those of a merged cell, which stands only in the first of its rows."""
    if len(own) < 2 or own[0] or not any(own[1:]) or len(before) != len(own) or not before[0]:
        return own
    return [before[0], *own[1:]]


def _with_parents(lines: list[GridLine]) -> Iterator[GridLine]:
    """Whose part a row is: 其中 says where parts begin; indents or a sum say where they end."""
    parents: dict[int, str] = {}
    for at, line in enumerate(lines):
        if not PART.match(line.label) or at == 0:
            continue
        whole = _whole_above(lines, at, parents)
        for part in range(at, _last_part(lines, at, whole) + 1):
            parents[part] = lines[whole].label
    for at, line in enumerate(lines):
        yield replace(line, parent=parents.get(at, ""))


def _whole_above(lines: list[GridLine], at: int, parents: dict[int, str]) -> int:
    above = at - 1
    while above > 0 and (
        PART.match(lines[above].label)
        or (above in parents and lines[above].indent >= lines[at].indent)
    ):
        above -= 1
    return above


def _last_part(lines: list[GridLine], at: int, whole: int) -> int:
    last, sums = at, lines[at].values()
    total = lines[whole].values()
    for below in range(at + 1, len(lines)):
        line = lines[below]
        if PART.match(line.label) or line.panel != lines[at].panel:
            break
        if line.indent > lines[whole].indent and line.indent >= lines[at].indent:
            last = below
            continue
        values = line.values()
        if not total or len(values) != len(sums) != len(total):
            break
        sums = [one + other for one, other in zip(sums, values, strict=False)]
        slack = Fraction(below - at + 2, 20)
        if len(sums) == len(total) and all(
            abs(one - other) <= slack for one, other in zip(sums, total, strict=False)
        ):
            return below
    return last
