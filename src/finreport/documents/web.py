"""HTML as paragraphs and tables."""

from lxml import etree, html
from msgspec.structs import replace

from finreport import patterns as re
from finreport.documents.building import Builder, is_layout
from finreport.documents.document import Cell, Document, Place
from finreport.documents.encoding import decode
from finreport.documents.notices import UnreadableError

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset(
    [
        "button",
        "head",
        "iframe",
        "nav",
        "noscript",
        "object",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_COLUMNS, _MOST_CELLS, _LONGEST_SPAN = 200, 300_000, 5000


def read_html(data: bytes, file: str) -> Document:
    """Give the paragraphs and tables that a browser would show of a page.

    Tables that only lay out the page are read through. Nothing that the page names is fetched.
    Raises :class:`UnreadableError` for a page that nests deeper than the parser follows, or with
    tables that span far more than any report's.
    """
    text, damaged = decode(_in_declared_encoding(data), file)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError("no_text", file=file) from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise UnreadableError("too_deep", file=file)
    builder = Builder(file)
    if damaged:
        builder.warn("damaged", count=damaged)
    _Page(builder, root).read()
    return builder.document()


def _in_declared_encoding(data: bytes) -> bytes:
    """The bytes in UTF-8, if the page says what they are; gb2312 means the whole of GB18030."""
    declared = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", data[:4096], re.IGNORECASE)
    codec = declared[1].decode().lower() if declared else ""
    try:
        text = data.decode("gb18030" if codec.startswith("gb") else codec or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return data
    return text.encode("utf-8", "replace")


class _Page:
    """Walks a page in its order, without recursion: hostile markup nests deeper than Python."""

    def __init__(self, builder: Builder, root: html.HtmlElement) -> None:
        self.builder = builder
        self.root = root
        self.tree = root.getroottree()
        self.lines: list[str] = [""]
        self.place = self.place_of(root)

    def place_of(self, element: html.HtmlElement) -> Place:
        """Where an element stands: its line in the file, and the path to it."""
        path = self.tree.getpath(element)
        return Place(self.builder.file, line=element.sourceline, element=path)

    def read(self) -> None:
        """Add every paragraph and table of the page."""
        walker = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._leave(element)
            elif not _is_seen(element) or self._add_table(element):
                walker.skip_subtree()
            else:
                self._enter(element)

    def _enter(self, element: html.HtmlElement) -> None:
        if element.tag == "br":
            self.lines.append("")
        elif element.tag in _BLOCKS:
            self._flush()
            self.place = self.place_of(element)
        self.lines[-1] += element.text or ""

    def _leave(self, element: html.HtmlElement) -> None:
        if element.tag in _BLOCKS:
            self._flush()
            parent = element.getparent()
            self.place = self.place if parent is None else self.place_of(parent)
        self.lines[-1] += (element.tail or "") if element is not self.root else ""

    def _flush(self) -> None:
        """Add the lines gathered so far."""
        pieces = [(self.builder.plain(_in_one_line(line)), self.place) for line in self.lines]
        self.lines = [""]
        self.builder.lines(pieces)

    def _add_table(self, table: html.HtmlElement) -> bool:
        """Add an element as a table, if it is one and does not lay out the page."""
        if table.tag != "table" or next(table.iterdescendants("table"), None) is not None:
            return False
        rows = _grid(self, table)
        if not rows or is_layout(rows):
            return False
        self._flush()
        for caption in table.iter("caption"):
            text = self.builder.plain(_in_one_line(caption.text_content()))
            self.builder.paragraph([(text, self.place_of(caption))])
        self.builder.table(rows)
        return True


def _is_seen(element: html.HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or "hidden" in element.attrib:
        return False
    return not _HIDDEN.search(element.get("style") or "")


def _in_one_line(text: str) -> str:
    """A text as a browser flows it; line ends of the source between Chinese characters go."""
    text = re.sub(r"(?<=[^\x00-\xff])[ \t]*[\r\n]\s*(?=[^\x00-\xff])", "", text)
    return re.sub(r"[ \t\r\n]+", " ", text)


def _grid(page: _Page, table: html.HtmlElement) -> list[list[Cell]]:
    """The rows of a table; a cell that spans others is copied into each slot that it covers."""
    rows: list[list[Cell]] = []
    hanging: dict[int, tuple[int, Cell]] = {}
    for tr in table.iter("tr"):
        row = {column: replace(cell, is_spread=True) for column, (_, cell) in hanging.items()}
        hanging = {column: (n - 1, cell) for column, (n, cell) in hanging.items() if n > 1}
        at = 0
        for td in tr.iterchildren("td", "th"):
            at = next(n for n in range(at, len(row) + at + 1) if n not in row)
            cell = _cell(page, td)
            wide, high = _span(td, "colspan"), _span(td, "rowspan")
            for column in range(at, at + wide):
                row[column] = replace(cell, is_spread=column > at)
                if high > 1:
                    hanging[column] = (high - 1, cell)
        last = max(row, default=-1) + 1
        rows.append([row.get(n) or Cell("", page.place_of(tr)) for n in range(last)])
        if last > _MOST_COLUMNS or len(rows) * last > _MOST_CELLS:
            raise UnreadableError(
                "wide_table", file=page.builder.file, columns=_MOST_COLUMNS, cells=_MOST_CELLS
            )
    return [row for row in rows if row]


def _span(td: html.HtmlElement, name: str) -> int:
    """How many slots a cell covers; too many columns are refused where they add up."""
    value = (td.get(name) or "1").strip()
    most = _MOST_COLUMNS + 1 if name == "colspan" else _LONGEST_SPAN
    return min(max(int(value), 1), most) if value.isascii() and value.isdigit() else 1


def _cell(page: _Page, td: html.HtmlElement) -> Cell:
    """A cell; breaks and blocks part its lines."""
    lines = [""]
    walker = etree.iterwalk(td, events=("start", "end"))
    for event, element in walker:
        if event == "start" and not _is_seen(element):
            walker.skip_subtree()
        elif event == "start":
            lines += [""] if element.tag == "br" or element.tag in _BLOCKS else []
            lines[-1] += element.text or ""
        else:
            lines += [""] if element.tag in _BLOCKS else []
            lines[-1] += (element.tail or "") if element is not td else ""
    return page.builder.cell(map(_in_one_line, lines), page.place_of(td))
