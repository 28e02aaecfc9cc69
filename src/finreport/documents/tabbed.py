"""Tables that Word files set with tab stops: paragraphs whose columns are parted by tabs."""

from collections.abc import Sequence

from finreport import patterns as re
from finreport.documents.cell_text import figure

LONGEST_PIECE, LONGEST_LABEL = 40, 16
"""The most characters of a cell, and of a row that is a label alone."""

CONTENTS = re.compile(r".*\S\t\d{1,3}")
"""A heading and the page on which it stands."""


def pieces(text: str) -> list[str]:
    """The cells of a paragraph, if tabs part it into several short ones; else nothing."""
    cells = [cell.strip() for cell in text.split("\t")]
    is_row = sum(map(bool, cells)) > 1 and max(map(len, cells)) < LONGEST_PIECE
    return cells if is_row and "\n" not in text else []


def may_be_label(text: str) -> bool:
    """Whether a paragraph between two rows may be the label of those below it."""
    bare = text.strip()
    return 0 < len(bare) <= LONGEST_LABEL and bare[-1] not in "。；！？，"


def is_table(rows: Sequence[str]) -> bool:
    """Whether paragraphs are rows of a table: two with several cells, and figures behind the first.

    Headings with the pages on which they stand are contents, not a table.
    """
    parted = [cells for row in rows if (cells := pieces(row))]
    if len(parted) < 2 or _is_contents(rows):
        return False
    return sum(bool(figure(cell)) for cells in parted for cell in cells[1:]) > 1


def _is_contents(rows: Sequence[str]) -> bool:
    if not all(CONTENTS.fullmatch(row) for row in rows):
        return False
    pages = [int(row.rpartition("\t")[2]) for row in rows]
    return pages == sorted(pages)


def columns(rows: Sequence[str]) -> list[list[str]]:
    """The cells of each row; several tabs in a row are one where all rows then agree."""
    parted = [pieces(row) or [row.strip()] for row in rows]
    bare = [[cell for cell in cells if cell] for cells in parted]
    wide = {len(cells) for cells in bare if len(cells) > 1}
    return bare if len(wide) == 1 else parted
