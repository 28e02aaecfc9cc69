"""Cells that must not be copied: marked wherever they are shown, with what to use instead.

A misprint is told what it should be; a number of another scope, what it comes to on one scope.
"""

from collections.abc import Iterable
from dataclasses import replace

from finreport.figures.exhibits import ExhibitTable, GridRow
from finreport.figures.marks import WHOLE_ROW, Spot
from finreport.figures.palette import INK
from finreport.narrative.chapter import Chapter
from finreport.narrative.number_index import instead


def flag(chapter: Chapter, grid: ExhibitTable) -> ExhibitTable:
    """The same table, each printed number that must not be copied with what to use instead."""
    if not chapter.corrections.keys() & {name for row in grid.rows for name in row.figures}:
        return grid
    return replace(grid, rows=[_flag(chapter, row, grid) for row in grid.rows])


def _flag(chapter: Chapter, row: GridRow, grid: ExhibitTable) -> GridRow:
    """A row with what to use instead, in the unit in which its cells are shown."""
    found = [chapter.corrections.get(name) for name in row.figures]
    if not any(found):
        return row
    units = [row.unit or grid.units.get(column, "") for column in grid.heads[1:]]
    told = [
        instead(chapter.words, each, unit) if each else ""
        for each, unit in zip(found, units, strict=True)
    ]
    return replace(row, instead=told)


def cross_out(spots: Iterable[Spot], grid: ExhibitTable) -> None:
    """Cross the marks of a picture that show a number which must not be copied."""
    for spot in spots:
        row = grid.rows[spot.row]
        if spot.column != WHOLE_ROW and row.instead and row.instead[spot.column]:
            spot.axes.plot(spot.x, spot.y, "x", color=INK, markersize=8, markeredgewidth=1.6)
