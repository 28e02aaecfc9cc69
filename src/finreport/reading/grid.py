"""Any table as lines of figures: whose labels, panel and column heads say what each figure is."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from finreport import patterns as re
from finreport.documents.document import Cell, Table
from finreport.reading.cells import (
    ORDINAL,
    PART,
    bare_label,
    figure,
    is_blank,
    says_how_much_more,
    span_of,
    squeeze,
    stated_unit,
)

Heads = tuple[str, ...]
"""The heads above a column, from the uppermost down."""


class GridLine(Struct, frozen=True):
    """A row of figures.

    ``row`` counts from 1 in the table; ``labels`` stand before the figures, from left to right;
    ``panel`` is the title between rows above it; ``unit`` that of a column of units; ``parent``
    the label of the row that it is a part of, ``needs_whole`` where its label alone is not its
    name. ``columns`` counts from 1 the column of each of
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
    needs_whole: bool = False

    @property
    def label(self) -> str:
        """What stands next to the figures."""
        return self.labels[-1] if self.labels else ""

    def values(self) -> list[Fraction]:
        """The figures of the row, in their order."""
        found = (figure(cell.text) for cell in self.cells)
        return [each.value for each in found if each]


class Grid(Struct, frozen=True):
    """A table's lines, with what its caption states of their unit and title.

    ``label_head`` is the head of the labels, as 行业; ``head_rows`` are the rows of heads above the
    first line.
    """

    table: Table
    lines: tuple[GridLine, ...]
    unit: str | None
    label_head: str = ""
    head_rows: tuple[Sequence[Cell], ...] = ()

    @property
    def title(self) -> str:
        """The caption in one line, without the line that states the unit."""
        return "".join(each for each in map(squeeze, self.table.caption) if not stated_unit(each))


def read_grid(table: Table, before: Grid | None = None) -> Grid:
    """The lines of a table; merged cells may be spread or stand once before empty ones.

    One that says that it goes on (续表) has the caption of that before it, and its heads where it
    begins with figures.
    """
    table, rows = _without_titles(table)
    if before and any(CONTINUED.match(squeeze(line)) for line in table.caption):
        table = replace(table, caption=(*before.table.caption, *table.caption))
        rows = [*_heads_before(before, rows), *rows]
    texts = [*table.caption, *(cell.text for row in rows[:2] for cell in row)]
    stated = next((unit for unit in map(stated_unit, reversed(texts)) if unit), None)
    width = _width_of_one(rows)
    start = 1 + len(table.rows) - len(rows)
    lines: list[GridLine] = []
    for left in range(0, len(rows[0]) if rows else 0, width):
        own = [row[left : left + width] for row in rows]
        labels = _label_columns(own)
        for line in _lines(own, labels, _unit_column(own, labels), start):
            lines.append(replace(line, columns=tuple(left + column for column in line.columns)))
    is_trade = "进出口" in "".join(table.caption)
    first = lines[0].row - start if lines else 0
    return Grid(
        table,
        tuple(_with_parents(lines, is_trade=is_trade)),
        stated,
        label_head=squeeze(rows[0][0].text) if rows else "",
        head_rows=tuple(rows[:first]),
    )


CONTINUED = re.compile(r"[（(]?附?(?:续|接上)表?")


def _heads_before(before: Grid, rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The heads of the table before, if these rows are as many columns wide and have none."""
    heads = [[*row] for row in before.head_rows]
    are_alike = bool(rows and heads) and len(rows[0]) == len(heads[0])
    return heads if are_alike and any(map(_holds_figure, rows[0])) else []


def _width_of_one(rows: Sequence[Sequence[Cell]]) -> int:
    """How many columns a table has of those that are printed side by side under the same heads.

    The heads of their labels may differ: income on the left, expenditure on the right.
    """
    for row in rows[:2]:
        heads = [squeeze(cell.text) for cell in row]
        for width in range(2, len(heads) // 2 + 1):
            starts = range(0, len(heads), width)
            blocks = [heads[start + 1 : start + width] for start in starts]
            alike = len(heads) % width == 0 and all(block == blocks[0] for block in blocks)
            if alike and all(_names_rows(rows, start) for start in starts):
                return width
    return max(len(rows[0]), 1) if rows else 1


def _names_rows(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    """Whether a column has a head and words below it, no times."""
    cells = [row[column] for row in rows]
    words, figures = sum(map(_holds_text, cells)), sum(map(_holds_figure, cells))
    is_head = bool(squeeze(cells[0].text)) and not _holds_time(cells[0])
    return is_head and words > max(1, figures)


TITLE = re.compile(r"表(?:[一二三四五六七八九十\d]+)?$|情况|指标|(?:19|20)\d\d年.{4}|单位[:：]")


def _without_titles(table: Table) -> tuple[Table, list[list[Cell]]]:
    """A table whose first rows are its title and unit, set over all columns, as its caption."""
    rows = _rectangle(table)
    titles: list[str] = []
    while len(rows) > 2:
        texts = {text for cell in rows[0] if (text := squeeze(cell.text))}
        is_title = len(texts) == 1 and TITLE.search(next(iter(texts)))
        if len(rows[0]) < 2 or not is_title or any(map(_holds_time, rows[0])):
            break
        titles += texts
        rows = rows[1:]
    return replace(table, caption=(*table.caption, *titles)), rows


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


def _lines(
    rows: list[list[Cell]], labels: int, unit_column: int | None, start: int
) -> Iterator[GridLine]:
    heads: list[list[str]] = []
    panel, in_head = "", True
    before: list[str] = []
    of_time = TIMES.fullmatch(squeeze(rows[0][0].text)) if rows else None
    for number, row in enumerate(rows, start):
        data = row[labels:]
        if in_head and (_is_numbering(row, labels) or _is_rest_of_head(row)):
            continue
        if _is_data(data) and not _is_dated(data):
            in_head = False
            own = [squeeze(row[i].text) for i in range(labels) if i != unit_column]
            if of_time and COUNTED_TIME.fullmatch(own[0]):
                own[0] += of_time[1]
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
        if _is_head(data, words, is_first=number == start, in_head=in_head):
            heads = [*heads, _head_row(data)] if in_head else [_head_row(data)]
            in_head = True
        else:
            panel, in_head = "".join(words), False


TIMES = re.compile("(季度|月|年)份?")
"""Heads of labels that count times: 1 below 季度 is the first quarter."""

COUNTED_TIME = re.compile(r"\d{1,2}(?:[-—~～]\d{1,2})?|[一二三四]|\d{4}")

NUMBERING = re.compile(r"[A-Z]|\d{1,2}|[A-Z\d]{1,2}=[A-Z\d+\-—/*×÷%]+")
"""What numbers a column, or says how it is computed of others."""


def _is_numbering(row: Sequence[Cell], labels: int) -> bool:
    """Whether a row below the heads only numbers the columns: 公式 A=B+C B C, 栏次 1 2 3=1+2."""
    texts = [text for cell in row[labels:] if (text := squeeze(cell.text))]
    if len(texts) < 2 or not all(map(NUMBERING.fullmatch, texts)):
        return False
    named = re.fullmatch("公式|栏次|列次|行次|序号|[甲乙A]?", squeeze(row[0].text))
    return named is not None and (squeeze(row[0].text) != "" or not texts[0].isdigit())


LABEL_HEADS = re.compile("地区|项目|指标(?:名称)?|科目|名称|行业|季度|月份|年份")


def _is_rest_of_head(row: Sequence[Cell]) -> bool:
    """Whether a row has nothing but the head of the labels, set between two lines of heads."""
    words = [text for cell in row if (text := squeeze(cell.text))]
    return len(words) == 1 and LABEL_HEADS.fullmatch(words[0]) is not None


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


def _with_parents(lines: list[GridLine], *, is_trade: bool) -> Iterator[GridLine]:
    """Whose part a row is: 其中 says where parts begin; indents or a sum say where they end.

    A name that rows have twice (一般债务) is that of a part wherever it stands: of what the row
    above is a part of, or of the last row with a number of its own (一、). In a table of trade,
    goods below exports and imports are parts of them. A row that only says how (比上年增长) belongs
    to the row above.
    """
    parents = _parts(lines)
    repeated = {name for name, count in Counter(map(_name, lines)).items() if count > 1}
    traded = _traded(lines) if is_trade else {}
    numbered = ""
    for at, line in enumerate(lines):
        if ORDINAL.match(line.label) and not line.label.startswith("#"):
            numbered = line.label
        elif at and says_how_much_more(line.label) and line.panel == lines[at - 1].panel:
            above = lines[at - 1].label
            parents[at] = parents.get(at - 1, "") if says_how_much_more(above) else above
        elif at and _name(line) in repeated and at not in parents:
            parents[at] = parents.get(at - 1) or numbered or _once_above(lines, at, repeated)
        needs_whole = at in traded or (at in parents and _name(line) in repeated)
        parent = traded.get(at) or parents.get(at, "")
        yield replace(line, parent=parent, needs_whole=needs_whole)


def _parts(lines: list[GridLine]) -> dict[int, str]:
    """The label of the whole of each row that 其中, indents and sums show to be a part."""
    parents: dict[int, str] = {}
    for at, line in enumerate(lines):
        if not PART.match(line.label) or at == 0:
            continue
        whole = _whole_above(lines, at, parents)
        for part in range(at, _last_part(lines, at, whole) + 1):
            parents[part] = lines[whole].label
    return parents


def _once_above(lines: Sequence[GridLine], at: int, repeated: set[str]) -> str:
    """The last row above whose name stands once, if rows of one panel have the same names twice."""
    panels = [line.panel for line in lines if _name(line) == _name(lines[at])]
    if len(set(panels)) < len(panels):
        for line in reversed(lines[:at]):
            if line.panel == lines[at].panel and _name(line) not in repeated:
                return line.label
    return ""


TRADE = re.compile("(?<!进)(?:出口|进口)")


def _traded(lines: Sequence[GridLine]) -> dict[int, str]:
    """The rows that follow one of exports and one of imports, with what they are parts of."""
    if len({found[0] for line in lines if (found := TRADE.search(line.label))}) < 2:
        return {}
    parts: dict[int, str] = {}
    whole = ""
    for at, line in enumerate(lines):
        if re.search("[进出]口|差额?$|资", line.label):
            whole = line.label if TRADE.search(line.label) else ""
        elif whole:
            parts[at] = whole
    return parts


def _name(line: GridLine) -> str:
    return bare_label(line.label)


CURRENCY = re.compile("人民币|外币|本外币")


def _whole_above(lines: list[GridLine], at: int, parents: dict[int, str]) -> int:
    above = at - 1
    if CURRENCY.fullmatch(_name(lines[at])):
        return above
    while above > 0 and (
        PART.match(lines[above].label)
        or (above in parents and lines[above].indent >= lines[at].indent)
        or _is_less(lines[above], lines[at])
    ):
        above -= 1
    return above


def _is_less(whole: GridLine, part: GridLine) -> bool:
    """Whether a row is too small to be the whole of another, both of amounts."""
    one, other = whole.values()[:1], part.values()[:1]
    return bool(one and other and 0 < one[0] < other[0] and one[0] > LEAST_AMOUNT)


LEAST_AMOUNT = 100
"""Above it a figure is hardly a rate, so that a part cannot have more than its whole."""


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
