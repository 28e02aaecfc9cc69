"""The one model of a document, whatever file it came from."""

from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from finreport.documents.notices import Notice

Kind = Literal["text", "contents", "footnote", "text_box", "header"]
"""What a paragraph is in its document; ``header``, what pages repeat, comes behind the rest."""


class Place(Struct, frozen=True):
    """Where something stands in its file.

    ``file`` is the name as the user gave it. Of the rest each format fills what it has: ``line``
    (from 1, text, Markdown and HTML), ``column`` (the character in that line, from 1, text and
    Markdown), ``page`` (from 1, PDF), ``box`` (PDF: left, top, right and
    bottom in points from the upper left corner of the page), ``element`` (Word: such as
    ``paragraph 12``, ``footnote 3`` or ``table 1, row 2, cell 3``, all from 1; HTML: a path of
    elements).
    """

    file: str
    line: int | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    element: str = ""
    column: int | None = None


class Paragraph(Struct, frozen=True):
    """A paragraph in plain characters, as one line without the breaks of the layout.

    ``number`` counts the paragraphs of the document from 1. ``places`` leads back: pairs of an
    offset in ``text`` and the place of what begins there, in ascending order, the first at 0.
    """

    number: int
    text: str
    places: tuple[tuple[int, Place], ...]
    kind: Kind = "text"

    def place(self, offset: int = 0) -> Place:
        """The place of the character at ``offset``, to the column where its file has columns."""
        start, place = next(p for p in reversed(self.places) if p[0] <= offset)
        if place.column is None:
            return place
        return replace(place, column=place.column + offset - start)


class Cell(Struct, frozen=True):
    """A cell of a table; ``is_spread`` marks the copies of a merged cell beside its own place.

    ``text`` is one line, but two figures in one cell stay parted by a line break: which of them
    holds is not for the layout to say. ``indent`` is how far the text is set in, in twentieths of
    a point; it tells parts from siblings within one table and means nothing across tables.
    """

    text: str
    place: Place
    is_spread: bool = False
    indent: int = 0


class Table(Struct, frozen=True):
    """A table as a grid of cells, merged ones spread over every slot that they cover.

    ``number`` counts the tables of the document from 1; ``after`` is the number of the
    paragraph that stands before it, 0 at the start. Every row has the same number of cells.
    ``caption`` holds the last paragraphs above
    it that belong to it (title, unit), ``notes`` those below (source, remarks); both are among
    the paragraphs as well.
    """

    number: int
    rows: tuple[tuple[Cell, ...], ...]
    after: int = 0
    caption: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Document(Struct, frozen=True):
    """A file: its paragraphs and tables in order, and what was made plain on the way.

    ``changed`` counts by kind the characters that were made plain (full-width digits, a minus
    that was a dash, invisible characters, ...); ``warnings`` tell what could
    not be read in full.
    """

    file: str
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    changed: dict[str, int] = field(default_factory=dict)
    warnings: tuple[Notice, ...] = ()
