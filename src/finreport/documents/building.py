"""A document in the making: what every format hands its text and its cells to."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from finreport import patterns as re
from finreport.documents.cell_text import figure
from finreport.documents.characters import Plain, plain
from finreport.documents.document import Cell, Document, Kind, Paragraph, Place, Table
from finreport.documents.lines import Line, Wrap, filled, paragraphs
from finreport.documents.notices import Notice

_STOPS = "。！？!?"
TITLE = re.compile(r"\s*(?:续|附)?[表图]\s*(?:\d|[一二三四五六七八九十])")
"""How the title of a table or a figure begins."""

_NOTE = re.compile(
    r"[（(]?(?:数据|资料|图表)?来源|[（(]?(?:附?注|备注|说明)\s*\d*\s*[:：.、]|\*|[①-⑨]",
)
_REMARK = re.compile(r"\d[.、]")
_LONGEST_CAPTION, _MOST_CAPTIONS = 60, 3
_LEAST_CHINESE = 0.05
_LONGEST_CELL = 400
_SPACE = 100
"""The indent that a space counts as, in twentieths of a point."""

Piece = tuple[Plain, Place]
"""A piece of a paragraph and the place where it begins."""


def glue(before: str, after: str) -> str:
    """What stands between two pieces of a sentence that the layout had parted."""
    if not (before.isascii() and after.isascii()):
        return ""
    return " " if after[:1].isalpha() and re.search(r"[A-Za-z,.;:)]$", before) else ""


def cell_text(lines: Iterable[str]) -> str:
    """The lines of a cell as its text: labels are put together, two figures stay apart."""
    text = ""
    for line in (line.strip() for line in lines):
        if not line:
            continue
        parted = "\n" if figure(text) and figure(line) else glue(text[-1:], line)
        text += (parted if text else "") + line
    return text


def is_layout(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table only frames running text: one cell, or whole paragraphs in its cells."""
    cells = [cell.text for row in rows for cell in row if not cell.is_spread]
    return len(cells) < 2 or max(map(len, cells)) > _LONGEST_CELL


class Builder(Struct):
    """Gathers the paragraphs and tables of a file in their order."""

    file: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    headers: list[Paragraph] = field(default_factory=list)
    changed: Counter[str] = field(default_factory=Counter)
    warnings: list[Notice] = field(default_factory=list)

    def plain(self, text: str) -> Plain:
        """Make a text plain, and keep count of what was changed."""
        made = plain(text)
        self.changed.update(made.changed)
        return made

    def warn(self, key: str, **values: object) -> None:
        """Tell what could not be read in full, by the key of a notice."""
        self.warnings.append(Notice(key, {"file": self.file, **values}))

    def paragraph(self, pieces: Iterable[Piece], kind: Kind = "text") -> None:
        """Add a paragraph of pieces, which are put together without the breaks between them."""
        text, places = "", []
        for piece, place in pieces:
            bare = piece.strip()
            if not bare.text:
                continue
            text += glue(text[-1:], bare.text)
            for at, origin in bare.origins:
                column = None if place.column is None else place.column + origin
                places.append((len(text) + at, replace(place, column=column)))
            text += bare.text.replace("\t", " ")
        if not text:
            return
        kept = self.headers if kind == "header" else self.paragraphs
        places = places if places[0][1].column is not None else _without_repeats(places)
        kept.append(Paragraph(len(self.paragraphs) + (kind != "header"), text, tuple(places), kind))

    def lines(self, pieces: Sequence[Piece], kind: Kind = "text") -> None:
        """Add the lines of one element, parted by breaks: one paragraph, or several."""
        lines = filled(Line(n, piece) for n, (piece, _) in enumerate(pieces))
        for part in paragraphs([*lines], Wrap()):
            self.paragraph([pieces[line.number] for line in part], kind)

    def cell(self, lines: Iterable[str], place: Place, indent: int = 0) -> Cell:
        """A cell of the lines in it; spaces at its start count as an indent."""
        plains = [self.plain(line).text for line in lines]
        first = next((line for line in plains if line.strip()), "")
        indent += _SPACE * (len(first) - len(first.lstrip()))
        return Cell(cell_text(plains), place, indent=indent)

    def table(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Add a table after the last paragraph; short rows are filled up with empty cells."""
        wide = max(map(len, rows))
        full = (
            (*row, *(Cell("", row[-1].place) for _ in range(wide - len(row))))
            for row in rows
            if row
        )
        self.tables.append(Table(len(self.tables) + 1, tuple(full), len(self.paragraphs)))

    def document(self) -> Document:
        """The document, with captions and notes at their tables and headers at its end."""
        last = len(self.paragraphs)
        headers = [replace(h, number=last + n) for n, h in enumerate(self.headers, start=1)]
        return Document(
            self.file,
            (*self.paragraphs, *headers),
            tuple(self._with_texts(table) for table in self.tables),
            dict(self.changed),
            (*self.warnings, *self._foreign()),
        )

    def _with_texts(self, table: Table) -> Table:
        before = max((t.after for t in self.tables[: table.number - 1]), default=0)
        after = min((t.after for t in self.tables[table.number :]), default=len(self.paragraphs))
        above = self.paragraphs[before : table.after]
        below = self.paragraphs[table.after : after]
        return replace(table, caption=_caption(above), notes=_notes(below))

    def _foreign(self) -> list[Notice]:
        text = "".join(p.text for p in self.paragraphs)
        chinese = len(re.findall(r"[\u4e00-\u9fff]", text))
        if len(text) < 100 or chinese > _LEAST_CHINESE * len(text):
            return []
        return [Notice("foreign", {"file": self.file})]


def _without_repeats(places: list[tuple[int, Place]]) -> list[tuple[int, Place]]:
    """Each place once, where it begins."""
    return [p for n, p in enumerate(places) if n == 0 or p[1] != places[n - 1][1]]


def _caption(above: Sequence[Paragraph]) -> tuple[str, ...]:
    """The last short lines above a table, up to its title."""
    caption: list[str] = []
    for paragraph in reversed(above[-_MOST_CAPTIONS:]):
        text = paragraph.text
        if len(text) > _LONGEST_CAPTION or text[-1] in _STOPS:
            break
        caption.insert(0, text)
        if TITLE.match(text):
            break
    return tuple(caption)


def _notes(below: Sequence[Paragraph]) -> tuple[str, ...]:
    """The lines right below a table that say where it is from or what is meant."""
    notes: list[str] = []
    for paragraph in below:
        remark = notes and notes[-1].startswith("注") and _REMARK.match(paragraph.text)
        if not _NOTE.match(paragraph.text) and not remark:
            break
        notes.append(paragraph.text)
    return tuple(notes)
