"""Word files as paragraphs and tables, as they print: without deletions and hidden text."""

import re
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from finreport.documents.archive import word_parts
from finreport.documents.building import Builder, is_layout
from finreport.documents.document import Cell, Document, Kind, Place
from finreport.documents.notices import UnreadableError
from finreport.documents.numbering import Numbering, W, read_numbering, value
from finreport.documents.tabbed import CONTENTS, columns, is_table, may_be_label, pieces

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = W[1:-1].encode()

_WRAPPERS = {
    f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")
}
_UNPRINTED = {
    *(f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "rt")),
    *(f"{W}{name}" for name in ("sdtPr", "txbxContent", "tblPr", "trPr", "tcPr")),
    f"{_MC}Fallback",
}
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_MOST_COLUMNS, _MOST_CELLS = 200, 300_000


def read_word(data: bytes, file: str) -> Document:
    """Give the paragraphs and tables of a Word file.

    Footnotes and text boxes come right behind the paragraph that they belong to, the numbers of
    lists at the start of their paragraphs, headers and footers behind everything else. Raises
    :class:`UnreadableError` for a file that is encrypted, damaged, or no Word file.
    """
    parts = {name: _parsed(part, file) for name, part in word_parts(data, file).items()}
    word = _Word(Builder(file), parts)
    body = parts["document"].find(f"{W}body")
    if body is not None:
        word.blocks(body, "")
    for name in sorted(parts):
        if name.startswith(("header", "footer")):
            word.header(parts[name], name)
    if not word.builder.paragraphs and not word.builder.tables:
        raise UnreadableError("no_text", file=file)
    return word.builder.document()


def _parsed(part: bytes, file: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(part.replace(_STRICT, _USUAL), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError("broken_off", file=file) from error


class _Style(Struct, frozen=True):
    name: str
    number: str
    depth: int


class _Word:
    """Walks a document in its order and hands what prints to a builder."""

    def __init__(self, builder: Builder, parts: dict[str, etree._Element]) -> None:
        self.builder = builder
        self.numbering: Numbering = read_numbering(parts.get("numbering"))
        self.styles = _styles(parts.get("styles"))
        self.notes = dict(_notes(parts))
        self.counted = 0
        self.tables = 0

    def blocks(self, parent: etree._Element, where: str, kind: Kind = "text") -> None:
        """Add the paragraphs and tables of the body, of a text box or of a framed cell."""
        run: list[etree._Element] = []
        for element in _through(parent):
            is_p = element.tag == f"{W}p"
            if is_p and (pieces(text := _text(element)) or (run and may_be_label(text))):
                run.append(element)
                continue
            self._run(run, where, kind)
            run = []
            if is_p:
                self.paragraph(element, where, kind)
            elif element.tag == f"{W}tbl":
                self.table(element, where)
        self._run(run, where, kind)

    def _run(self, run: list[etree._Element], where: str, kind: Kind) -> None:
        """Add paragraphs parted by tabs: a table that tab stops set, or each by itself."""
        rows = [_text(p) for p in run]
        while rows and not pieces(rows[-1]):
            rows.pop()
        if not is_table(rows):
            rows = []
        if rows:
            self._tabbed(run[: len(rows)], columns(rows), where)
        for p in run[len(rows) :]:
            self.paragraph(p, where, kind)

    def _tabbed(self, run: list[etree._Element], rows: list[list[str]], where: str) -> None:
        """Add a table whose rows are paragraphs."""
        table = []
        for p, cells in zip(run, rows, strict=True):
            self.counted += not where
            place = self._place(where or f"paragraph {self.counted}")
            table.append([self.builder.cell([cell], place, _indent(p)) for cell in cells])
        self.builder.table(table)
        for p in run:
            self._hanging(p, where or "table")

    def paragraph(self, p: etree._Element, where: str, kind: Kind) -> None:
        """Add a paragraph, then its notes and text boxes."""
        if not where:
            self.counted += 1
        place = self._place(where or f"paragraph {self.counted}")
        is_contents = self._style(p).name.lower().startswith("toc")
        lines = self._lines(p)
        self.builder.lines(
            [(self.builder.plain(line), place) for line in lines],
            "contents" if is_contents or CONTENTS.fullmatch(lines[-1]) else kind,
        )
        self._hanging(p, place.element)

    def header(self, root: etree._Element, name: str) -> None:
        """Add what a header or footer prints."""
        for p in root.iter(f"{W}p"):
            line = self.builder.plain(" ".join(self._lines(p)))
            self.builder.paragraph([(line, self._place(name))], "header")

    def _hanging(self, p: etree._Element, where: str) -> None:
        """Add the notes and text boxes that are anchored in a paragraph."""
        for reference in p.iter(*_NOTES):
            note, number = _NOTES[str(reference.tag)], reference.get(f"{W}id", "")
            for line in self.notes.get((note, number), ()):
                piece = self.builder.plain(line)
                self.builder.paragraph([(piece, self._place(f"{note} {number}"))], "footnote")
        boxes = [box for box in p.iter(f"{W}txbxContent") if _belongs(box, p)]
        for box in boxes:
            self.blocks(box, f"{where}, text box", "text_box")

    def table(self, tbl: etree._Element, where: str) -> None:
        """Add a table; one that only frames text is read through."""
        self.tables += 1
        name = f"table {self.tables}"
        rows = self._grid(tbl, name)
        if not rows:
            return
        if is_layout(rows) or any(True for _ in tbl.iterdescendants(f"{W}tbl")):
            for tc in (tc for tr in _through(tbl, f"{W}tr") for tc in _through(tr, f"{W}tc")):
                self.blocks(tc, where or name)
            return
        self.builder.table(rows)
        for p in tbl.iter(f"{W}p"):
            if not any(True for _ in p.iterancestors(f"{W}txbxContent")):
                self._hanging(p, name)

    def _grid(self, tbl: etree._Element, name: str) -> list[list[Cell]]:
        """The rows of a table; a merged cell is copied into each slot that it covers."""
        rows: list[list[Cell]] = []
        for tr in _through(tbl, f"{W}tr"):
            if tr.find(f"{W}trPr/{W}del") is not None:
                continue
            number = len(rows) + 1
            place = self._place(f"{name}, row {number}")
            row = [Cell("", place)] * min(_count(tr, "w:trPr/w:gridBefore", 0), _MOST_COLUMNS)
            for n, tc in enumerate(_through(tr, f"{W}tc"), start=1):
                above = rows[-1][len(row)] if rows and len(row) < len(rows[-1]) else None
                row += self._cells(tc, above, self._place(f"{name}, row {number}, cell {n}"))
            rows.append(row)
            if len(row) > _MOST_COLUMNS or len(rows) * len(row) > _MOST_CELLS:
                raise UnreadableError(
                    "wide_table", file=self.builder.file, columns=_MOST_COLUMNS, cells=_MOST_CELLS
                )
        return [row for row in rows if row]

    def _cells(self, tc: etree._Element, above: Cell | None, place: Place) -> list[Cell]:
        """A cell, once for each column that it covers."""
        wide = min(_count(tc, "w:tcPr/w:gridSpan", 1), _MOST_COLUMNS + 1)
        merge = tc.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and merge.get(f"{W}val", "continue") == "continue" and above:
            return [replace(above, is_spread=True)] * wide
        paragraphs = [*_through(tc, f"{W}p")]
        lines = [line for p in paragraphs for line in self._lines(p)]
        indent = _indent(paragraphs[0]) if paragraphs else 0
        cell = self.builder.cell(lines, place, indent)
        return [cell, *[replace(cell, is_spread=True)] * (wide - 1)]

    def _lines(self, p: etree._Element) -> list[str]:
        """What a paragraph prints, with the number of its list, parted at its breaks."""
        text = _text(p)
        style = self._style(p)
        number = value(p, "w:pPr/w:numPr/w:numId", style.number)
        if not number or not text.strip():
            return text.split("\n")
        depth = value(p, "w:pPr/w:numPr/w:ilvl") or str(style.depth)
        label = self.numbering.label(number, int(depth) if depth.isdigit() else 0)
        return (label + text.lstrip()).split("\n")

    def _style(self, p: etree._Element) -> _Style:
        return self.styles.get(value(p, "w:pPr/w:pStyle"), _Style("", "", 0))

    def _place(self, element: str) -> Place:
        return Place(self.builder.file, element=element)


def _through(parent: etree._Element, tag: str = "") -> Iterator[etree._Element]:
    """The children of an element that print, also those within wrappers, in their order."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _through(child, tag)
        elif child.tag not in _UNPRINTED and tag in {"", child.tag}:
            yield child


def _text(element: etree._Element) -> str:
    """The text that prints of an element."""
    text = ""
    for child in element:
        if child.tag in _UNPRINTED or _is_hidden(child):
            continue
        if child.tag in {f"{W}t", f"{_M}t"}:
            text += child.text or ""
        else:
            text += _SIGNS.get(str(child.tag)) or _text(child)
    return text


def _is_hidden(run: etree._Element) -> bool:
    hidden = run.find(f"{W}rPr/{W}vanish") if run.tag == f"{W}r" else None
    return hidden is not None and hidden.get(f"{W}val", "1") not in {"0", "false", "off"}


def _belongs(box: etree._Element, p: etree._Element) -> bool:
    """Whether a text box is anchored in this paragraph, and is no copy for older programs."""
    copies = any(True for _ in box.iterancestors(f"{_MC}Fallback"))
    return not copies and next(box.iterancestors(f"{W}p"), None) is p


def _notes(parts: dict[str, etree._Element]) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """The texts of footnotes and endnotes by kind and number; separators have a type."""
    for kind in ("footnote", "endnote"):
        root = parts.get(f"{kind}s")
        for note in () if root is None else root.iter(f"{W}{kind}"):
            if note.get(f"{W}type", "normal") == "normal":
                yield (kind, note.get(f"{W}id", "")), [_text(p) for p in note.iter(f"{W}p")]


def _styles(root: etree._Element | None) -> dict[str, _Style]:
    """The styles of paragraphs, with the list that each belongs to, also through its parents."""
    found = {} if root is None else {s.get(f"{W}styleId", ""): s for s in root.iter(f"{W}style")}
    styles = {}
    for name, style in found.items():
        numbered: etree._Element | None = style
        for _ in range(10):  # a chain of parents may lead back to itself
            if numbered is None or numbered.find(f"{W}pPr/{W}numPr") is not None:
                break
            numbered = found.get(value(numbered, "w:basedOn"))
        styles[name] = _Style(
            value(style, "w:name"),
            value(numbered, "w:pPr/w:numPr/w:numId"),
            _count(numbered, "w:pPr/w:numPr/w:ilvl", 0),
        )
    return styles


def _count(element: etree._Element | None, path: str, default: int) -> int:
    """A property that is a number."""
    text = value(element, path)
    return int(text) if text.isascii() and text.isdigit() else default


def _indent(p: etree._Element) -> int:
    """How far a paragraph is set in, in twentieths of a point."""
    found = p.find(f"{W}pPr/{W}ind")
    if found is None:
        return 0
    sizes = [found.get(f"{W}{name}", "0") for name in ("left", "start", "firstLine")]
    return sum(int(size) for size in sizes if re.fullmatch(r"-?\d{1,6}", size))
