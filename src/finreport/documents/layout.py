"""Rows whose columns only white space shows, made into a grid: text layouts, unruled PDF tables.

The figures of a row count from its right end: Chinese labels are wide in print and narrow in
characters, so that where a label ends says little about the column beside it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from finreport import patterns as re
from finreport.documents.cell_text import figure, is_entry
from finreport.documents.document import Cell, Place
from finreport.documents.merged_labels import spread
from finreport.documents.token import Row, Token

_TIMES = re.compile("季度|月份|年份|年度|时间")


def split_figures(row: Row) -> Iterator[Token]:
    """Part figures that stand one space from a label or from each other."""
    figures = sum(figure(token.text) is not None for token in row)
    for token in row:
        words = token.text.split(" ")
        if len(words) == 1:
            yield token
        elif all(is_entry(word) for word in words):
            yield from _words(token)
        elif figures >= 2 and figure(words[-1]) and not any(is_entry(w) for w in words[:-1]):
            *label, last = _words(token)
            yield replace(token, text=" ".join(words[:-1]), right=label[-1].right)
            yield last
        else:
            yield token


def _words(token: Token) -> Iterator[Token]:
    """The words of a token; its extent is shared out by characters."""
    step = (token.right - token.left) / max(len(token.text), 1)
    for found in re.finditer(r"\S+", token.text):
        left, right = token.left + step * found.start(), token.left + step * found.end()
        column = token.place.column
        at = column if column is None else column + found.start()
        yield Token(found[0], left, right, replace(token.place, column=at))


def without_repeats(rows: Sequence[Row]) -> list[Row]:
    """Rows without the heads that are printed again on each page."""
    texts = [tuple(token.text for token in row) for row in rows]
    heads = {text for text in texts[:3] if not any(figure(t) for t in text)}
    return [
        row for n, row in enumerate(rows) if texts[n] not in heads or texts.index(texts[n]) == n
    ]


def grid(rows: Sequence[Row]) -> list[list[Cell]]:
    """The rows as a grid of cells: wrapped labels healed, figures in their columns."""
    healed = _heal(rows)
    labels, placed = _align(healed)
    cells = [[Cell(text, place) for text, place in row] for row in placed]
    return spread(healed, cells) if labels == 2 else cells


def _heal(rows: Sequence[Row]) -> list[Row]:
    """Put labels together that are wrapped above and below their figures, or in a bracket."""
    healed: list[Row] = []
    rest = list(rows)
    while rest:
        row = rest.pop(0)
        below = rest[0] if rest and _has_words_only(rest[0]) else []
        above = healed[-1] if healed else []
        if (
            len(row) > 2
            and _has_entries_only(row)
            and 0 < len(above) < 3
            and _has_words_only(above)
        ):
            label = healed.pop()
            if below and (_is_open(label) or below[0].text[0] in "（("):
                label = _over(label, rest.pop(0))
            row = [*label, *row]
        elif below and len(row) == len(below) > 1 and _has_words_only(row) and _is_open(row):
            row = _over(row, rest.pop(0))
        elif below and not _has_words_only(row) and _is_open(_names(row)):
            row = [*_over(_names(row), rest.pop(0)), *row[len(_names(row)) :]]
        healed.append(row)
    return healed


def _has_entries_only(row: Row) -> bool:
    return all(token.is_entry for token in row)


def _has_words_only(row: Row) -> bool:
    return not any(token.is_entry for token in row)


def _names(row: Row) -> Row:
    return row[: len(row) - _tail(row)]


def _is_open(row: Row) -> bool:
    """Whether a bracket is opened and not closed again."""
    text = "".join(token.text for token in row)
    return sum(text.count(c) for c in "（([") > sum(text.count(c) for c in "）)]")


def _over(upper: Row, lower: Row) -> Row:
    """Each piece of the lower line at the end of the piece above it."""
    joined = list(upper)
    for token in lower:
        at = max(range(len(joined)), key=lambda n: joined[n].overlap(token.left, token.right))
        joined[at] = joined[at].joined(token)
    return joined


def _tail(row: Row) -> int:
    """How many figures stand at the end of a row."""
    return next((n for n, t in enumerate(reversed(row)) if not t.is_entry), len(row))


def _align(rows: Sequence[Row]) -> tuple[int, list[list[tuple[str, Place]]]]:
    """Texts in columns: complete rows count from the right, others go where they overlap.

    Before them, how many columns have labels.
    """
    figures = _usual_tail(rows)
    full = [row for row in rows if _tail(row) == figures and figures]
    names = max((len(row) - figures for row in full), default=1)
    if not names and figures > 1 and _begins_with_times(rows, full):
        figures -= 1
    labels = names or 1
    extents = [
        (min(r[n - figures].left for r in full), max(r[n - figures].right for r in full))
        for n in range(figures)
    ]
    heads = _head_extents(rows, labels, extents)
    in_head, placed = True, []
    for row in rows:
        in_head = in_head and not any(figure(token.text) for token in row)
        over = _over_groups(row, heads) if in_head and heads is not extents else []
        placed.append(_placed(over or row, labels, heads if in_head else extents))
    return labels, placed


def _over_groups(row: Row, heads: Sequence[tuple[float, float]]) -> Row:
    """Heads that stand over the middle of several columns each, moved to the first of theirs."""
    lefts = {left for left, _ in heads}
    groups = [token for token in row if heads and token.right > heads[0][0]]
    if not 1 < len(groups) <= len(heads) / 2 or any(token.left in lefts for token in groups):
        return []
    nearest = [
        min(range(len(groups)), key=lambda n: abs(sum(head) - groups[n].left - groups[n].right))
        for head in heads
    ]
    moved = [
        replace(token, left=heads[nearest.index(n)][0], right=heads[nearest.index(n)][1])
        for n, token in enumerate(groups)
        if n in nearest
    ]
    return [*row[: len(row) - len(groups)], *moved]


def _head_extents(
    rows: Sequence[Row], labels: int, extents: Sequence[tuple[float, float]]
) -> Sequence[tuple[float, float]]:
    """Where the heads of the figures stand, if one of the first rows has one for each."""
    for row in rows:
        if any(figure(token.text) for token in row):
            break
        if len(row) - len(extents) in (0, labels):
            return [(token.left, token.right) for token in row[len(row) - len(extents) :]]
    return extents


def _begins_with_times(rows: Sequence[Row], full: Sequence[Row]) -> bool:
    """Whether rows have no labels but times: months, or what a head calls quarters or years."""
    if any(_TIMES.fullmatch(row[0].text) for row in rows[:3]):
        return True
    return all(figure(row[0].text) is None for row in full)


def _usual_tail(rows: Sequence[Row]) -> int:
    """The greatest number of figures that rows of this table usually end in."""
    tails = Counter(tail for row in rows if (tail := _tail(row)) >= 1)
    usual = max(2, max(tails.values(), default=0) / 3)
    return max((tail for tail, count in tails.items() if count >= usual), default=0)


def _placed(
    row: Row, labels: int, extents: Sequence[tuple[float, float]]
) -> list[tuple[str, Place]]:
    complete = _tail(row) >= len(extents) > 0 and len(row) <= labels + len(extents)
    has_words = not any(figure(token.text) for token in row)
    complete |= has_words and len(row) == labels + len(extents)
    complete |= has_words and len(row) == len(extents) and row[0].left == extents[0][0]
    empty = ("", row[0].place)
    if complete:
        return [*[empty] * (labels + len(extents) - len(row)), *((t.text, t.place) for t in row)]
    cells = [empty] * (labels + len(extents))
    names = sum(not token.is_entry for token in row)
    last = -1
    for token in row:
        is_first = last < 0 and names > 1
        is_label = last < 0 and names < len(row)
        at = max(_column(token, labels, extents, is_first=is_first, is_label=is_label), last)
        if token.is_entry and at == last and at + 1 < len(cells):
            at += 1
        text, place = cells[at]
        parted = " " if text and token.is_entry else ""  # two figures never become one
        cells[at] = (text + parted + token.text, place if text else token.place)
        last = at
    return cells


def _column(
    token: Token,
    labels: int,
    extents: Sequence[tuple[float, float]],
    *,
    is_first: bool,
    is_label: bool,
) -> int:
    """The column of a token of an incomplete row; a lone label stands beside the figures."""
    if extents and ((token.right > extents[0][0] and not is_label) or token.is_entry):
        return labels + max(range(len(extents)), key=lambda n: (token.overlap(*extents[n]), -n))
    return 0 if is_first else labels - 1
