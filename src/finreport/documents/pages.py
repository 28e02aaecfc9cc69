"""A page of a PDF as lines of words, in the order in which they are read, and ruled tables."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace
from pdfminer.layout import LTChar, LTItem, LTLine, LTRect
from pdfplumber.page import Page
from pdfplumber.table import Table as Ruled

from finreport.documents.building import Builder, glue, is_layout
from finreport.documents.cell_text import figure, is_entry
from finreport.documents.document import Cell, Place
from finreport.documents.token import Token

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points from the upper left corner of the page."""

_SAME_EDGE, SAME_COLUMN = 2.5, 6.0
_LEAST_CELLS = 4
_LEAST_FILLED = 0.25
_KINDS: dict[type[LTItem], str] = {LTChar: "char", LTLine: "line", LTRect: "rect"}


class Word(Struct, frozen=True):
    """Characters without a gap; ``is_after_blank`` says that a space is printed before them."""

    text: str
    box: Box
    is_after_blank: bool = False

    @property
    def size(self) -> float:
        """Its height."""
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> tuple[float, float]:
        """The point in its middle."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


class PageLine(Struct):
    """A line of a page; ``side`` is 0 left or alone, 1 right, 2 across both columns."""

    page: int
    words: list[Word]
    side: int = 0
    left: float = 0
    right: float = 0

    @property
    def box(self) -> Box:
        """How far it reaches."""
        return _around(word.box for word in self.words)

    @property
    def size(self) -> float:
        """The usual height of its words."""
        return median(word.size for word in self.words)

    @property
    def text(self) -> str:
        """Its words with the spaces that are printed between them."""
        text = self.words[0].text
        for before, word in pairwise(self.words):
            gap = word.box[0] - before.box[2]
            text += (" " if word.is_after_blank or gap > 0.4 * self.size else "") + word.text
        return text


class PageTable(Struct):
    """A ruled table: its rows and where its columns begin and end."""

    page: int
    box: Box
    rows: list[list[Cell]]
    edges: list[float]


class ReadPage(Struct):
    """What one page holds; ``items`` are its lines and tables in the order in which they are read.

    ``unknown`` counts the characters that its fonts do not name.
    """

    number: int
    width: float
    height: float
    words: list[Word]
    tables: list[PageTable]
    characters: int
    unknown: int
    items: list[PageLine | PageTable] = field(default_factory=list)
    is_parted: bool = False

    @property
    def lines(self) -> list[PageLine]:
        """Its lines of text outside ruled tables."""
        return [item for item in self.items if isinstance(item, PageLine)]


def read_page(page: Page, builder: Builder) -> ReadPage:
    """Give the words and ruled tables of a page."""
    number = page.page_number
    _describe_briefly(page)
    clean = _once(page)
    words = list(_words(clean))
    tables = []
    for ruled in _ruled(clean):
        inside = _by_cell(ruled, words)
        table = _table(number, ruled, inside, builder)
        if table:
            tables.append(table)
            placed = {id(word) for held in inside.values() for word in held}
            words = [word for word in words if id(word) not in placed]
    unknown = sum(c["text"].startswith("(cid:") for c in clean.chars)
    size = float(page.width), float(page.height)
    return ReadPage(number, *size, words, tables, len(clean.chars), unknown)


def arrange(pages: Sequence[ReadPage]) -> None:
    """Put the lines and tables of each page in reading order.

    A page that is too short to show two columns has them where the others have.
    """
    gutters = [_gutter(page.words, page.width) for page in pages]
    known = [gutter for gutter in gutters if gutter is not None]
    usual = median(known) if len(known) * 3 >= len(pages) else None
    for page, found in zip(pages, gutters, strict=True):
        gutter = found
        if found is None and usual is not None:
            crossing = sum(w.box[0] < usual < w.box[2] for w in page.words)
            gutter = usual if crossing <= 0.1 * len(page.words) else None
        page.items = _ordered(page, gutter)
        page.is_parted = gutter is not None


def _describe_briefly(page: Page) -> None:
    """Have a page say of its characters and rules what is asked of them here, and no more.

    Colours, matrices and the like of each take a quarter of the time of a dense page.
    """
    describe, above, height = page.process_object, page.mediabox[1], page.height
    left = page.mediabox[0]

    def described(item: LTItem) -> dict[str, Any]:
        if not isinstance(item, LTChar | LTLine | LTRect):
            return describe(item)
        top = height - item.y1 + above
        found = {
            "object_type": _KINDS[type(item)],
            "page_number": page.page_number,
            "x0": item.x0 + left,
            "x1": item.x1 + left,
            "y0": item.y0,
            "y1": item.y1,
            "top": top,
            "bottom": height - item.y0 + above,
            "doctop": page.initial_doctop + top,
            "width": item.width,
            "height": item.height,
        }
        if isinstance(item, LTChar):
            found |= {"text": item.get_text(), "size": item.size, "upright": item.upright}
        return found

    vars(page)["process_object"] = described


def _once(page: Page) -> Page:
    """The page without characters printed twice, for a shadow or to look bold."""
    places = {(c["text"], round(c["x0"]), round(c["top"])) for c in page.chars}
    if len(places) > 0.98 * len(page.chars):
        return page
    return page.dedupe_chars(tolerance=0.5, extra_attrs=())


def _words(page: Page) -> Iterator[Word]:
    """The words of a page, parted at gaps and at blanks."""
    found = page.extract_words(
        x_tolerance_ratio=0.2,
        y_tolerance=3,
        keep_blank_chars=True,
        return_chars=True,
    )
    for piece in found:
        run: list[dict[str, Any]] = []
        is_after_blank = False
        for character in [*piece["chars"], None]:
            if character is not None and not character["text"].isspace():
                run.append(character)
                continue
            if run:
                yield Word(_shown(run), _around(_box(c) for c in run), is_after_blank)
                run = []
            is_after_blank = True


def _shown(characters: Iterable[dict[str, Any]]) -> str:
    """The text of characters; what a font does not name is shown as such."""
    return "".join(re.sub(r"\(cid:\d+\)", "\ufffd", c["text"]) for c in characters)


def _box(found: dict[str, Any]) -> Box:
    return found["x0"], found["top"], found["x1"], found["bottom"]


def _around(boxes: Iterable[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _ruled(page: Page) -> list[Ruled]:
    """The tables that lines are drawn around.

    At a page break the cut edge of a table is not drawn, but its vertical rules reach there: they
    close it.
    """
    upright = [e for e in page.edges if e["orientation"] == "v" and e["bottom"] - e["top"] > 4]
    ends = {min(e["top"] for e in upright), max(e["bottom"] for e in upright)} if upright else ()
    found = page.find_tables({"explicit_horizontal_lines": sorted(ends)})
    return [table for table in found if len(table.cells) >= _LEAST_CELLS]


def _by_cell(ruled: Ruled, words: Sequence[Word]) -> dict[Box, list[Word]]:
    """The words in each cell of a table.

    Of the words only those at the height of a cell are looked at: each for each would take long.
    """
    ordered = sorted((word.middle[1], n) for n, word in enumerate(words))
    at = [y for y, _ in ordered]
    held: dict[Box, list[Word]] = {}
    for box in ruled.cells:
        near = sorted(n for _, n in ordered[bisect_left(at, box[1]) : bisect_right(at, box[3])])
        held[box] = [words[n] for n in near if box[0] <= words[n].middle[0] <= box[2]]
    return held


def _table(
    number: int, ruled: Ruled, inside: dict[Box, list[Word]], builder: Builder
) -> PageTable | None:
    """A table as a grid in which each slot has the cell that covers it.

    Gives None for the grid of a chart, which is all but empty, and for a frame around text.
    """
    columns = merged([x for cell in ruled.cells for x in (cell[0], cell[2])])
    heights = merged([y for cell in ruled.cells for y in (cell[1], cell[3])])
    cells = {box: _cell(number, box, held, builder) for box, held in inside.items()}
    covered = _covered(cells, columns, heights)
    rows: list[list[Cell]] = []
    used: set[Box] = set()
    for n, (top, bottom) in enumerate(pairwise(heights)):
        row: list[Cell] = []
        for m, (left, right) in enumerate(pairwise(columns)):
            box = covered.get((n, m))
            empty = Cell("", Place(builder.file, page=number, box=(left, top, right, bottom)))
            row.append(replace(cells[box], is_spread=box in used) if box else empty)
            used |= {box} if box else set()
        rows.append(row)
    filled = sum(bool(cell.text) for cell in cells.values())
    if filled < _LEAST_FILLED * len(cells) or is_layout(rows):
        return None
    return PageTable(number, ruled.bbox, rows, columns)


def _covered(
    boxes: Iterable[Box], columns: Sequence[float], heights: Sequence[float]
) -> dict[tuple[int, int], Box]:
    """The first box over the middle of each slot, by its row and column."""
    middles, levels = ([sum(pair) / 2 for pair in pairwise(edges)] for edges in (columns, heights))
    covered: dict[tuple[int, int], Box] = {}
    for box in boxes:
        for n in range(bisect_left(levels, box[1]), bisect_right(levels, box[3])):
            for m in range(bisect_left(middles, box[0]), bisect_right(middles, box[2])):
                covered.setdefault((n, m), box)
    return covered


def _cell(number: int, box: Box, inside: Sequence[Word], builder: Builder) -> Cell:
    place = Place(builder.file, page=number, box=_rounded(box))
    lines = _lines(number, inside)
    indent = round(20 * (lines[0].box[0] - box[0])) if lines else 0
    return builder.cell([line.text for line in lines], place, indent)


def _rounded(box: Box) -> Box:
    left, top, right, bottom = (round(float(edge), 1) for edge in box)
    return left, top, right, bottom


def merged(edges: Iterable[float], within: float = _SAME_EDGE) -> list[float]:
    """Edges in order, those that lie within the width of a rule as one."""
    kept: list[float] = []
    for edge in sorted(edges):
        if not kept or edge - kept[-1] > within:
            kept.append(edge)
    return kept


def _lines(number: int, words: Iterable[Word], side: int = 0) -> list[PageLine]:
    """Words that overlap in height as lines, from left to right."""
    lines: list[PageLine] = []
    heights: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda w: (w.box[1], w.box[0])):
        y = word.middle[1]
        near = range(max(0, len(lines) - 4), len(lines))
        at = next((n for n in reversed(near) if heights[n][0] <= y <= heights[n][1]), None)
        if at is None:
            at = len(lines)
            lines.append(PageLine(number, [], side))
            heights.append((word.box[1], word.box[3]))
        lines[at].words.append(word)
        heights[at] = min(heights[at][0], word.box[1]), max(heights[at][1], word.box[3])
    for line in lines:
        line.words.sort(key=lambda w: w.box[0])
    return lines


def _ordered(page: ReadPage, gutter: float | None) -> list[PageLine | PageTable]:
    """The lines and tables of a page in reading order.

    Of a page in two columns what spans both cuts it into bands; in a band the left column comes
    first.
    """
    number, words, tables = page.number, page.words, page.tables
    if gutter is None:
        items: list[PageLine | PageTable] = [*_lines(number, words), *tables]
        return sorted(items, key=lambda item: item.box[1])
    sides: list[list[Word]] = [[], [], []]
    heights = _spanning(words, gutter)
    for word in words:
        across = any(abs(word.middle[1] - height) < 0.2 * word.size for height in heights)
        sides[2 if across else int(word.box[0] >= gutter)].append(word)
    lines = [line for side in (0, 1, 2) for line in _lines(number, sides[side], side)]
    spanning = [line.box[1] for line in lines if line.side == 2]
    spanning += [t.box[1] for t in tables if t.box[0] < gutter < t.box[2]]

    def order(item: PageLine | PageTable) -> tuple[int, int, float]:
        left, top, right, _ = item.box
        spans = left < gutter < right
        band = sum(y <= top + 1 for y in spanning)
        return band, -1 if spans else int(left >= gutter), top

    return sorted([*lines, *tables], key=order)


def _spanning(words: Sequence[Word], gutter: float) -> list[float]:
    """The heights at which text spans both columns: no more than a space is at the gutter."""
    near = [w for w in words if w.box[0] < gutter + w.size and w.box[2] > gutter - w.size]
    across = [w.middle[1] for w in near if w.box[0] < gutter < w.box[2]]
    for word in near:
        if word.box[2] > gutter:
            continue
        for other in near:
            gap, drop = other.box[0] - word.box[2], abs(other.middle[1] - word.middle[1])
            if other.box[0] >= gutter and gap < 0.6 * word.size and drop < 0.2 * word.size:
                across.append(word.middle[1])
    return across


def _gutter(words: Sequence[Word], width: float) -> float | None:
    """The middle of a page in two columns: long words on both its sides, hardly any across."""
    boxes = [word.box for word in words]
    crossing, _, x = min(
        (sum(b[0] < x < b[2] for b in boxes), abs(x - width / 2), float(x))
        for x in range(int(0.4 * width), int(0.6 * width) + 1, 2)
    )
    long = [b for b in boxes if b[2] - b[0] > 0.25 * width]
    sides = [sum(b[2] <= x for b in long), sum(b[0] >= x for b in long)]
    return x if min(sides) >= 4 and crossing < 0.2 * sum(sides) else None


def tokens(line: PageLine, file: str) -> list[Token]:
    """The pieces of a line between the gaps of columns; figures need less of a gap."""
    numbers = sum(bool(figure(word.text)) for word in line.words)
    place = Place(file, page=line.page, box=_rounded(line.box))
    first = line.words[0]
    found = [Token(first.text, first.box[0], first.box[2], place)]
    for before, word in pairwise(line.words):
        pair = (before.text, word.text)
        gap = word.box[0] - before.box[2]
        beside = numbers > 2 and any(bool(figure(text)) for text in pair)
        if gap > (0.12 if beside or all(map(is_entry, pair)) else 0.9) * line.size:
            found.append(Token(word.text, word.box[0], word.box[2], place))
        else:
            last = found[-1]
            parted = " " if word.is_after_blank else glue(last.text[-1:], word.text)
            found[-1] = replace(last, text=last.text + parted + word.text, right=word.box[2])
    return found


def place_of(line: PageLine, file: str) -> Place:
    """Where a line stands."""
    return Place(file, page=line.page, box=_rounded(line.box))
