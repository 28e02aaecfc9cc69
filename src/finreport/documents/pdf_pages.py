"""PDF as paragraphs and tables: words, sentences and tables put together across pages."""

from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise

import pdfplumber
from msgspec import Struct, field
from msgspec.structs import replace
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from finreport import patterns as re
from finreport.documents.building import Builder, cell_text
from finreport.documents.cell_text import figure
from finreport.documents.document import Cell, Document
from finreport.documents.layout import grid, without_repeats
from finreport.documents.lines import HEADING, has_ended
from finreport.documents.notices import UnreadableError
from finreport.documents.pages import (
    SAME_COLUMN,
    PageLine,
    PageTable,
    ReadPage,
    arrange,
    merged,
    place_of,
    read_page,
    tokens,
)
from finreport.documents.pdf_content import read_contents_fast
from finreport.documents.token import Row

_MOST_PAGES = 600
_FEW_CHARACTERS = 5
_EDGE = 0.1
_PAGE_NUMBER = re.compile(r"[-—–·第\s]*(\d{1,3})[-—–·页\s]*(?:[/共]\s*\d+\s*页?)?")
_LABEL = 26


def read_pdf(data: bytes, file: str) -> Document:
    """Give the paragraphs and tables of a PDF, in the order in which they are read.

    Running heads and page numbers come behind everything else. Raises :class:`UnreadableError`
    for a file that is encrypted, cut off, without text, or of more than 600 pages.
    """
    builder = Builder(file)
    pages = _pages(data, builder)
    _check_text(pages, builder)
    arrange(pages)
    headers = _headers(pages)
    for page in pages:
        for line in page.lines:
            if id(line) in headers:
                piece = (builder.plain(line.text), place_of(line, file))
                builder.paragraph([piece], "header")
        page.items = [item for item in page.items if id(item) not in headers]
    _set_edges(pages)
    flow = _Flow(builder)
    for page in pages:
        flow.add(page)
    flow.close()
    return builder.document()


def _pages(data: bytes, builder: Builder) -> list[ReadPage]:
    file = builder.file
    if b"startxref" not in data[-2048:]:
        raise UnreadableError("cut_off", file=file)
    try:
        read_contents_fast()
        with pdfplumber.open(BytesIO(data)) as pdf:
            if not pdf.pages:
                raise UnreadableError("no_pages", file=file)
            if len(pdf.pages) > _MOST_PAGES:
                raise UnreadableError(
                    "many_pages", file=file, count=len(pdf.pages), most=_MOST_PAGES
                )
            pages = []
            for page in pdf.pages:
                pages.append(read_page(page, builder))
                page.close()
            return pages
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, MemoryError | RecursionError):
            raise cause from error
        if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
            raise UnreadableError("encrypted", file=file) from error
        raise UnreadableError("damaged_pdf", file=file) from error


def _check_text(pages: Sequence[ReadPage], builder: Builder) -> None:
    """Refuse pictures of text, and warn of single pages of them."""
    count, unknown = (sum(p.characters for p in pages), sum(p.unknown for p in pages))
    if count < _FEW_CHARACTERS * len(pages):
        raise UnreadableError("scanned", file=builder.file, count=len(pages))
    if unknown > count / 10:
        raise UnreadableError("unnamed", file=builder.file)
    empty = [str(page.number) for page in pages if page.characters < _FEW_CHARACTERS]
    if empty:
        builder.warn("pictures", pages=", ".join(empty))


def _headers(pages: Sequence[ReadPage]) -> set[int]:
    """The lines near the edges that repeat in text and size, and page numbers, by identity.

    A page number counts with the pages; a lone number that does not may end a sentence.
    """
    near = [(page, line) for page in pages for line in page.lines if _is_near_edge(page, line)]
    alike = {id(line): _alike(line) for _, line in near}
    counts = Counter(
        key for page in pages for key in {alike[id(ln)] for p, ln in near if p is page}
    )
    numbers = {id(line): m for _, line in near if (m := _PAGE_NUMBER.fullmatch(line.text))}
    steps = Counter(int(numbers[id(ln)][1]) - p.number for p, ln in near if id(ln) in numbers)
    found: set[int] = set()
    for page, line in near:
        number = numbers.get(id(line))
        if number:
            repeats = steps[int(number[1]) - page.number] >= min(2, len(pages))
        else:
            repeats = counts[alike[id(line)]] >= max(2, len(pages) / 3)
        found |= {id(line)} if repeats else set()
    return found


def _is_near_edge(page: ReadPage, line: PageLine) -> bool:
    _, top, _, bottom = line.box
    return bottom < _EDGE * page.height or top > (1 - _EDGE) * page.height


def _alike(line: PageLine) -> tuple[str, int]:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", line.text)), round(line.size)


def _set_edges(pages: Sequence[ReadPage]) -> None:
    """Tell each line how far the lines of its column reach, on pages of the same make."""
    columns: dict[tuple[bool, int], list[PageLine]] = {}
    for page in pages:
        for line in page.lines:
            columns.setdefault((page.is_parted, line.side), []).append(line)
    for lines in columns.values():
        left, right = min(ln.box[0] for ln in lines), max(ln.box[2] for ln in lines)
        for line in lines:
            line.left, line.right = left, right


class _Flow(Struct):
    """Puts lines together to paragraphs and rows to tables, across lines, columns and pages."""

    builder: Builder
    lines: list[PageLine] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    bare: list[PageLine] = field(default_factory=list)
    table: PageTable | None = None

    def add(self, page: ReadPage) -> None:
        """Add what a page holds."""
        rows = _rows(page, self.builder.file)
        for n, item in enumerate(page.items):
            if isinstance(item, PageTable):
                self._add_table(item, is_first=n == 0)
            elif id(item) in rows:
                self._close_lines()
                self._close_table()
                self.bare.append(item)
                self.rows.append(rows[id(item)])
            else:
                self._close_rows()
                self._close_table()
                self._add_line(item)

    def close(self) -> None:
        """Add what is still open."""
        self._close_rows()
        self._close_lines()
        self._close_table()

    def _add_table(self, table: PageTable, *, is_first: bool) -> None:
        self._close_rows()
        if is_first and self.table and not self.lines and _continues(self.table, table):
            _join(self.table, table)
            return
        self._close_lines()
        self._close_table()
        self.table = table

    def _add_line(self, line: PageLine) -> None:
        if self.lines and not _goes_on(self.lines[-1], line):
            self._close_lines()
        self.lines.append(line)

    def _close_table(self) -> None:
        if self.table:
            self.builder.table(self.table.rows)
        self.table = None

    def _close_lines(self) -> None:
        file = self.builder.file
        pieces = [(self.builder.plain(line.text), place_of(line, file)) for line in self.lines]
        is_contents = any(re.search(r"[.…·]{4,}\s*\d{1,3}$", line.text) for line in self.lines)
        self.builder.paragraph(pieces, "contents" if is_contents else "text")
        self.lines = []

    def _close_rows(self) -> None:
        """Add rows without rules as a table; a lone one was a line after all."""
        if len(self.rows) > 1:
            self._close_lines()
            cells = grid(without_repeats(self.rows))
            self.builder.table([[_plain(c, self.builder) for c in row] for row in cells])
        else:
            for line in self.bare:
                self._add_line(line)
        self.rows, self.bare = [], []


def _plain(cell: Cell, builder: Builder) -> Cell:
    return replace(cell, text=builder.plain(cell.text).text)


def _rows(page: ReadPage, file: str) -> dict[int, Row]:
    """The lines of a page that are rows of tables without rules, by identity."""
    lines = [item if isinstance(item, PageLine) else None for item in page.items]
    parted = [tokens(line, file) if line else [] for line in lines]
    are_rows = [_is_row(row) for row in parted]
    rows: dict[int, Row] = {}
    for n, line in enumerate(lines):
        if line is None:
            continue
        near = any(are_rows[n + 1 : n + 3])
        inside = n > 0 and id(lines[n - 1]) in rows and near and _is_label(line.text)
        head = len(parted[n]) >= 2 and near and all(_is_label(t.text) for t in parted[n])
        if are_rows[n] or inside or head:
            rows[id(line)] = parted[n]
    return rows


def _is_row(row: Row) -> bool:
    """Whether a line ends in figures like a row or two; sentences have numbers too."""
    tail = next((n for n, token in enumerate(reversed(row)) if not token.is_entry), len(row))
    names = len(row) - tail
    half = len(row) // 2
    is_two = len(row) % 2 == 0 and tail < half and not (row[0].is_entry or row[half].is_entry)
    is_two = is_two and tail > 1 and row[half - 1].is_entry
    return (tail >= 3 and names <= 3) or (tail >= 2 and 1 <= names <= 2) or is_two


def _is_label(text: str) -> bool:
    short = len(re.sub(r"\s", "", text)) < _LABEL
    return short and text[-1] not in "。；！？：" and not HEADING.match(text)


def _goes_on(before: PageLine, line: PageLine) -> bool:
    """Whether a line continues the sentence of the one before it, in whatever column or page."""
    size = line.size
    turned = before.page != line.page or before.side != line.side
    is_set_in = line.box[0] > line.left + 1.2 * size
    is_full = before.box[2] >= before.right - 2.5 * size
    is_heading = HEADING.match(before.text) and not re.search("[。；]", before.text)
    is_open = not (has_ended(before.text) or is_heading) and len(before.text) > 20
    if is_set_in or abs(size - before.size) > 1.5 or (HEADING.match(line.text) and not is_open):
        return False
    if turned:
        return is_full or is_open
    return is_full and line.box[1] - before.box[3] <= 1.2 * size


def _continues(above: PageTable, below: PageTable) -> bool:
    """Whether a table goes on from an earlier page: the same outer edges.

    The columns between may differ, where merged cells hide some on one of the pages.
    """
    left, right = above.edges, below.edges
    ends = abs(left[0] - right[0]) < 3 and abs(left[-1] - right[-1]) < 3
    united = len(merged([*left, *right], SAME_COLUMN))
    return above.page != below.page and ends and united <= max(len(left), len(right)) + 2


def _join(above: PageTable, below: PageTable) -> None:
    """Add the rows below a page break; heads printed again go, a row cut in two is healed."""
    edges = merged([*above.edges, *below.edges], SAME_COLUMN)
    first, rows = _regridded(above, edges), _regridded(below, edges)
    heads = [_texts(row) for row in first[:3]]
    while rows and _texts(rows[0]) in heads and not any(figure(cell.text) for cell in rows[0]):
        rows = rows[1:]
    if rows and _is_cut(first[-1], rows[0]):
        pairs = zip(first[-1], rows[0], strict=True)
        first[-1] = [replace(a, text=cell_text([a.text, b.text])) for a, b in pairs]
        rows = rows[1:]
    above.rows, above.edges, above.page = [*first, *rows], edges, below.page


def _texts(row: Sequence[Cell]) -> list[str]:
    texts = [re.sub(r"\s", "", cell.text) for cell in row if not cell.is_spread]
    return [text for text in texts if text]


def _is_cut(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether the first row of a page is the rest of the last one before it."""
    opened = any(cell.text.count("（") > cell.text.count("）") for cell in upper)
    bare = any(not any(figure(cell.text) for cell in row[1:]) for row in (upper, lower))
    return opened and bare


def _regridded(table: PageTable, edges: Sequence[float]) -> list[list[Cell]]:
    """The rows with the columns of both parts of a table."""
    middles = [(left + right) / 2 for left, right in pairwise(edges)]
    columns = [
        next((n for n, end in enumerate(table.edges[1:]) if x < end), len(table.edges) - 2)
        for x in middles
    ]
    return [
        [
            replace(row[at], is_spread=row[at].is_spread or at in columns[:n])
            for n, at in enumerate(columns)
        ]
        for row in table.rows
    ]
