"""Plain text and Markdown: lines as paragraphs, rows of tabs, bars or gaps as tables."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from statistics import pstdev
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from finreport import patterns as re
from finreport.documents.beside import is_side_by_side, untangled
from finreport.documents.building import TITLE, Builder
from finreport.documents.cell_text import figure, is_entry
from finreport.documents.characters import Plain, columns
from finreport.documents.document import Cell, Document, Place
from finreport.documents.layout import grid, split_figures, without_repeats
from finreport.documents.lines import HEADING, Line, filled, find_wrap, paragraphs
from finreport.documents.notices import UnreadableError
from finreport.documents.tabbed import may_be_label
from finreport.documents.token import Row, Token

MOST_CHARACTERS, MOST_LINES, LONGEST_LINE = 2_000_000, 30_000, 200_000
"""What a text may hold: twenty reports, read in some seconds."""

Style = Literal["tab", "bar", "gap"]

_RULE = re.compile(r"[\s|:+=-]*-{2,}[\s|:+=-]*")
_LEADER = re.compile(r"(.*?\S)\s*(?:[.…·．]{3,}|(?:\. ){3,})\s*(\d{1,3})")
_LONGEST_LABEL, _MOST_BLANKS = 26, 3
_LONGEST_ROW = 50
_HEAD_OF_LABELS = re.compile("地区|项目|指标(?:名称)?|科目|名称|行业|产品(?:名称)?|季度|月份|年份")


class _Region(Struct):
    """Lines that may be a table, each with its tokens."""

    style: Style
    rows: list[tuple[Line, Row]] = field(default_factory=list)

    @property
    def numbers(self) -> range:
        """The numbers of its lines, with those that only rule it off."""
        return range(self.rows[0][0].number, self.rows[-1][0].number + 1)


def read_text(text: str, file: str) -> Document:
    """Give the paragraphs and tables of a text; ``file`` is its name as the user gave it.

    Raises :class:`UnreadableError` if there is nothing in it, or far too much for a report.
    """
    sources = re.split(r"\r\n|\n|\r", text.replace("\x1a", ""))
    _check_size(text, sources, file)
    builder = Builder(file)
    lines = [Line(n, builder.plain(source.rstrip())) for n, source in enumerate(sources, start=1)]
    headers, turned = _headers(sources), False
    body: list[Line] = []
    for line in filled(lines):
        turned |= any(
            "\f" in source for source in sources[line.number - 1 - line.gap : line.number]
        )
        if line.number in headers:
            builder.paragraph([(line.plain, _place(file, line))], "header")
        else:
            body.append(replace(line, gap=0) if turned else line)
            turned = False
    if not body:
        raise UnreadableError("no_text", file=file)
    if is_side_by_side(body):
        page_of = [*accumulate("\f" in source for source in sources)]
        body = untangled(body, [page_of[line.number - 1] for line in body])
        builder.warn("side_by_side")
    _add(builder, body)
    return builder.document()


def _check_size(text: str, lines: Sequence[str], file: str) -> None:
    longest = max(map(len, lines))
    if len(text) > MOST_CHARACTERS or len(lines) > MOST_LINES or longest > LONGEST_LINE:
        raise UnreadableError(
            "too_long",
            file=file,
            characters=len(text),
            lines=len(lines),
            longest=longest,
            most=MOST_CHARACTERS,
            most_lines=MOST_LINES,
            longest_read=LONGEST_LINE,
        )


def _headers(sources: Sequence[str]) -> set[int]:
    """The running heads and page numbers beside form feeds, by the numbers of their lines."""
    pages: list[list[int]] = [[]]
    for number, source in enumerate(sources, start=1):
        if source.startswith("\f"):
            pages.append([])
        if source.strip():
            pages[-1].append(number)
    pages = [page for page in pages if page]
    if len(pages) < 3:
        return set()
    edges = {n for page in pages for n in (page[0], page[-1])}
    alike = {n: re.sub(r"\d+", "#", re.sub(r"\s", "", sources[n - 1])) for n in edges}
    counts = Counter(alike.values())
    return {n for n in edges if counts[alike[n]] >= max(3, len(pages) / 3)}


def _add(builder: Builder, lines: Sequence[Line]) -> None:
    """Add tables and the paragraphs between them in their order."""
    tables = {region.rows[0][0].number: region for region in _regions(lines, builder.file)}
    inside = {n for region in tables.values() for n in region.numbers}
    wrap = find_wrap([line for line in lines if line.number not in inside])
    between: list[Line] = []

    def close() -> None:
        for part in paragraphs(between, wrap):
            _add_paragraph(builder, part)
        between.clear()

    for line in lines:
        if line.number in tables:
            close()
            _add_region(builder, tables[line.number])
        elif line.number not in inside:
            between.append(line)
    close()


def _add_paragraph(builder: Builder, lines: Sequence[Line]) -> None:
    leader = _LEADER.fullmatch(lines[-1].text)
    pieces = [(_without_mark(line.plain), _place(builder.file, line)) for line in lines]
    builder.paragraph(pieces, "contents" if leader else "text")


def _without_mark(text: Plain) -> Plain:
    """A line without the marks of a Markdown heading."""
    mark = re.match(r"\s*#{1,6}\s+", text.text)
    return text[mark.end() :] if mark else text


def _place(file: str, line: Line, column: int = 1) -> Place:
    return Place(file, line.source or line.number, column=column)


def _add_region(builder: Builder, region: _Region) -> None:
    if _is_contents(region):
        for line, _ in region.rows:
            builder.paragraph([(line.plain, _place(builder.file, line))], "contents")
    elif region.style == "gap":
        builder.table(grid(without_repeats(_measured(region.rows))))
    else:
        builder.table([[Cell(t.text, t.place) for t in row] for _, row in region.rows])


def _is_contents(region: _Region) -> bool:
    """Headings with the pages on which they stand, each not before the last."""
    rows = [[t.text for t in row] for _, row in region.rows]
    if not all(len(row) == 2 and re.fullmatch(r"\d{1,3}", row[1]) for row in rows):
        return False
    pages = [int(page) for _, page in rows]
    return pages == sorted(pages) and sum(bool(HEADING.match(h)) for h, _ in rows) * 2 >= len(rows)


def _regions(lines: Sequence[Line], file: str) -> Iterator[_Region]:
    """The runs of lines that are tables or contents."""
    region: _Region | None = None
    before: list[Line] = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        style, row = _row(line, file)
        if region and region.style == "tab" and _is_panel(line, following):
            region.rows.append((line, _tokens(line, file)))
            continue
        if region and region.style == "gap" and not style and not line.gap:
            style, row = _row_of_one(line, file)
        if region and _takes(region, line, style):
            region.rows.append((line, row or _tokens(line, file)))
            continue
        if region and _is_table(region):
            yield _in_words(region, before, file)
        before = [] if region else before
        region = _Region(style, [(line, row)]) if style else None
        if region and style == "gap":
            _take_rows_of_one(region, before, file)
        elif not region:
            before.append(line)
    if region and _is_table(region):
        yield _in_words(region, before, file)


def _is_panel(line: Line, following: Line | None) -> bool:
    """Whether a line without tabs is a label between two rows that have some."""
    if following is None or "\t" in line.text or "\t" not in following.text:
        return False
    return not (line.gap or following.gap) and may_be_label(line.text)


def _take_rows_of_one(region: _Region, before: list[Line], file: str) -> None:
    """Move the rows of one figure right before a table, which one space parts, into it."""
    while before and not region.rows[0][0].gap and (row := _row_of_one(before[-1], file)[1]):
        region.rows.insert(0, (before.pop(), row))


def _in_words(region: _Region, before: Sequence[Line], file: str) -> _Region:
    """A table set so close that one space parts its columns, parted at each.

    Its head, on the line before it or among its first, has as many words as most of its rows, or
    is set in and has one less.
    """
    if region.style != "gap":
        return region
    lines = [*before, *(line for line, _ in region.rows)]
    rows = [_spaced(line, file) for line in lines]
    at = len(before)
    with_figures = [row for row in rows[at:] if any(figure(t.text) for t in row)]
    wide, usual = Counter(map(len, with_figures)).most_common(1)[0]
    for n in range(max(at - 2, 0), min(at + 1, len(rows) - 1)):
        rows[n + 1] = _with_upper(rows[n], rows[n + 1], wide) or rows[n + 1]
    near = range(max(at - 1, 0), min(at + 3, len(lines)))
    head = next((n for n in near if _is_head(lines[n], rows[n], wide)), None)
    if head is None or 2 * usual < len(with_figures):
        return region
    if wide < 3 and not _HEAD_OF_LABELS.fullmatch(rows[head][0].text):
        return region
    while (
        head > 0 and lines[head].gap == 0 and _is_upper_head(lines[head - 1], rows[head - 1], wide)
    ):
        head -= 1
    first = min(head, at)
    return _Region("gap", list(zip(lines[first:], rows[first:], strict=True)))


def _with_upper(upper: Row, lower: Row, wide: int) -> Row:
    """A line of heads with a blank below each head of the line above that goes over both lines.

    Nothing where the two lines do not name all columns.
    """
    if not (upper and lower) or any(figure(word.text) for word in (*upper, *lower)):
        return []
    before = [word for word in upper if word.left < lower[0].left]
    is_whole = len(before) + len(lower) == wide and 0 < len(before) < len(upper)
    return [*(replace(word, text="") for word in before), *lower] if is_whole else []


def _is_head(line: Line, words: Row, wide: int) -> bool:
    """Whether a line has a word for each column, or for each but that of the labels."""
    is_whole = len(words) == wide or (len(words) == wide - 1 and line.indent > 0)
    return is_whole and not any(figure(word.text) for word in words)


def _is_upper_head(line: Line, words: Row, wide: int) -> bool:
    """Whether a line has heads over several columns each, or that of labels, and is no caption."""
    is_title = HEADING.match(line.text) or TITLE.match(line.text)
    if is_title or re.search(r"[：:]\s*\S|。", line.text):
        return False
    return 2 <= len(words) < wide or _HEAD_OF_LABELS.fullmatch(words[0].text) is not None


def _spaced(line: Line, file: str) -> Row:
    """The words of a line; single characters set apart (单 位) are one word, two by two."""
    words = list(re.finditer(r"(?<!\S)[一-龥] {1,6}[一-龥](?!\S)|\S+", line.text))
    return [_token(line, file, re.sub(r"\s", "", m[0]), m.start()) for m in words]


def _takes(region: _Region, line: Line, style: Style | None) -> bool:
    """Whether a line goes on with a table."""
    if region.style != "gap":
        return style == region.style and line.gap == 0
    if line.gap > _MOST_BLANKS or style in {"tab", "bar"}:
        return False
    return style == "gap" or (line.gap < 2 and _is_label(line.text))


def _is_label(text: str) -> bool:
    """Whether a line holds nothing but a label, or a piece of one."""
    short = len(re.sub(r"\s", "", text)) < _LONGEST_LABEL
    return short and text[-1] not in "。；！？：" and not HEADING.match(text)


def _is_table(region: _Region) -> bool:
    """Whether lines are a table; what only ends like one is cut off."""
    if region.style == "bar":
        region.rows = [(line, row) for line, row in region.rows if not _RULE.fullmatch(line.text)]
    while region.rows and region.style == "gap" and _hangs(region):
        region.rows.pop()
    rows = [[t.text for t in row if t.text] for _, row in region.rows]
    wide = sum(len(row) > 1 for row in rows)
    if region.style != "gap":
        return wide >= 2 or (wide == 1 and _is_contents(region))
    figures = [sum(bool(figure(t)) for t in row) for row in rows]
    return wide >= 2 and sum(count > 0 for count in figures) >= 1 and sum(figures) >= 2


def _hangs(region: _Region) -> bool:
    """Whether the last row is a line of words apart from the rows above."""
    line, row = region.rows[-1]
    if any(t.is_entry for t in row) or len(region.rows) < 2:
        return len(region.rows) < 2 and not any(t.is_entry for t in row)
    return line.gap > 0 or len(row) == 1


def _row(line: Line, file: str) -> tuple[Style | None, Row]:
    """How a line shows its columns, if it does, and its cells."""
    text = line.text
    if "\t" in text:
        return "tab", list(_parted(line, file, r"[^\t]*(?:\t|$)"))
    if text.count("|") >= 2:
        return "bar", list(_parted(line, file, r"(?:\\\||[^|])*(?:\||$)"))
    tokens = _tokens(line, file)
    if len(tokens) >= 3 or (len(tokens) == 2 and figure(tokens[1].text)):
        short = all(len(t.text) < 14 for t in tokens)
        if short or any(t.is_entry for t in tokens):
            return "gap", list(split_figures(tokens))
    words = text.split()
    tail = next((n for n, word in enumerate(reversed(words)) if not is_entry(word)), len(words))
    if tail >= 3 or (tail == 2 and 1 <= len(words) - tail <= 2 and _may_be_row(text)):
        return "gap", list(_label_and_words(line, file, tail))
    if tail >= 2 and sum(map(is_entry, words)) >= 4 and _may_be_row(text):
        return "gap", _spaced(line, file)  # two tables side by side
    return None, []


def _row_of_one(line: Line, file: str) -> tuple[Style | None, Row]:
    """A line within a table that ends in one figure, which one space parts from its label."""
    *label, last = line.text.split()
    if len(label) == 1 and figure(last) and _may_be_row(line.text):
        return "gap", list(_label_and_words(line, file, 1))
    return None, []


def _may_be_row(text: str) -> bool:
    """Whether a line is no sentence: short, without its marks."""
    return len(text) < _LONGEST_ROW and not re.search("[。；！？：，](?!.*[)）])", text)


_PARTING = re.compile(r"(?<!\\)[|\t]$")
_BREAK = re.compile(r"\s*<br\s*/?>\s*")


def _parted(line: Line, file: str, pattern: str) -> Iterator[Token]:
    """The cells between tabs or bars, the empty ones too."""
    text = line.text
    start = len(text) - len(text.lstrip(" |")) if "|" in text and text.lstrip()[0] == "|" else 0
    if start:
        start = text.index("|") + 1
    end = len(text.removesuffix("|"))
    for found in re.finditer(pattern, text[start:end]):
        cell = _PARTING.sub("", found[0])
        at = start + found.start() + len(cell) - len(cell.lstrip())
        if found[0] or found.start() < end - start or text[end - 1 : end] in "|\t":
            yield _token(line, file, _BREAK.sub("", cell.strip()), at)


def _tokens(line: Line, file: str) -> Row:
    """The pieces of a line between gaps of two spaces or more."""
    return [_token(line, file, m[0], m.start()) for m in re.finditer(r"\S+(?: \S+)*", line.text)]


def _label_and_words(line: Line, file: str, tail: int) -> Iterator[Token]:
    """A label and the figures behind it, one space apart."""
    words = list(re.finditer(r"\S+", line.text))
    if names := words[: len(words) - tail]:
        start, end = names[0].start(), names[-1].end()
        yield _token(line, file, line.text[start:end], start)
    for word in words[len(words) - tail :]:
        yield _token(line, file, word[0], word.start())


def _token(line: Line, file: str, text: str, at: int) -> Token:
    return Token(text, at, at + len(text), _place(file, line, line.plain.origin(at) + 1))


def _measured(rows: Sequence[tuple[Line, Row]]) -> list[Row]:
    """Extents in characters or in columns of display, whichever lines the figures up better."""
    by_character = [row for _, row in rows]
    by_display = [_displayed(line, row) for line, row in rows]
    return min(by_character, by_display, key=_raggedness)


def _displayed(line: Line, row: Row) -> Row:
    at = columns(line.text)
    return [
        Token(t.text, at[int(t.left)], at[min(int(t.right), len(at) - 1)], t.place) for t in row
    ]


def _raggedness(rows: Sequence[Row]) -> float:
    """How far the right ends of rows lie apart."""
    ends = [row[-1].right for row in rows if figure(row[-1].text)]
    return pstdev(ends) if len(ends) > 1 else 0.0
