"""Two columns of running text that a text layout prints side by side, put one after the other."""

from collections.abc import Iterator, Sequence
from statistics import median, pstdev

from msgspec import Struct, field
from msgspec.structs import replace

from finreport import patterns as re
from finreport.documents.characters import columns
from finreport.documents.lines import Line

GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
LONG, SHARE = 12, 0.2
"""From how many characters on both sides of a gap text runs beside text, and in what share of its
lines a text is then laid out in two columns."""

_ENDS_IN_FIGURE = re.compile(r" [-+]?[\d.,]+%?$")
"""How a row of a table ends, and hardly a line of running text."""

APART = 4
"""As many blank lines as no sentence goes on over."""

NEAR = 8
"""How far the second column may begin from where it usually does. A layout takes a Chinese
character for one column or for two; which, the lines tell."""


class _Block(Struct):
    """Lines of a page that are parted into two columns, or that go over both."""

    page: int
    is_parted: bool
    left: list[Line] = field(default_factory=list)
    right: list[Line] = field(default_factory=list)


def is_side_by_side(lines: Sequence[Line]) -> bool:
    """Whether a text is laid out in two columns."""
    return sum(_is_beside_another(line) is not None for line in lines) > SHARE * len(lines)


def untangled(lines: Sequence[Line], pages: Sequence[int]) -> list[Line]:
    """The lines of two columns one after the other, page by page; ``pages`` has each line's page.

    A line over the whole width (a heading, a row of a table) parts what stands above from what
    stands below it. Lines are numbered anew; ``source`` keeps the line of the file.
    """
    gaps = [(line, gap) for line in lines if (gap := _is_beside_another(line))]
    by_character = [gap.end() for _, gap in gaps]
    by_display = [columns(line.text)[gap.end()] for line, gap in gaps]
    is_wide = pstdev(by_display) < pstdev(by_character)
    second = median(by_display if is_wide else by_character)
    margin = min(line.indent for line, _ in gaps)
    blocks: list[_Block] = []
    for line, page in zip(lines, pages, strict=True):
        at = columns(line.text) if is_wide else range(len(line.text) + 1)
        pieces = list(_pieces(line, at, second))
        if not blocks or bool(pieces) != blocks[-1].is_parted or page != blocks[-1].page:
            blocks.append(_Block(page, bool(pieces)))
        for is_right, piece in pieces or [(False, line)]:
            if is_right:
                blocks[-1].right.append(piece)
            else:
                blocks[-1].left.append(_without_margin(piece, margin))
    ordered: list[Line] = []
    before = blocks[0]
    for block in blocks:
        first, *rest = [*block.left, *block.right]
        goes_on = before.is_parted == block.is_parted
        ordered += [first if goes_on else replace(first, gap=APART), *rest]
        before = block
    return [
        replace(line, number=number, source=line.number) for number, line in enumerate(ordered, 1)
    ]


def _without_margin(line: Line, margin: int) -> Line:
    """A line of the first column without the margin of the page, which the second has not."""
    return replace(line, plain=line.plain[min(margin, line.indent) :])


def _is_beside_another(line: Line) -> re.Match[str] | None:
    """The one gap of a line with running text on both sides of it."""
    gaps = list(GAP.finditer(line.text))
    if len(gaps) != 1 or "\t" in line.text:
        return None
    halves = line.text[: gaps[0].start()].strip(), line.text[gaps[0].end() :].strip()
    are_rows = all(map(_ENDS_IN_FIGURE.search, halves))
    return gaps[0] if min(map(len, halves)) >= LONG and not are_rows else None


def _pieces(line: Line, at: Sequence[int], second: float) -> Iterator[tuple[bool, Line]]:
    """What of a line stands in each column, the second told; nothing if it goes over both.

    ``at`` are the columns in which its characters stand, ``second`` that of the second column.
    """
    gaps = list(GAP.finditer(line.text))
    if line.indent and at[line.indent] > second - NEAR:
        yield True, replace(line, plain=line.plain[line.indent :])
    elif not gaps and at[-1] <= second:
        yield False, line
    elif len(gaps) == 1 and abs(at[gaps[0].end()] - second) <= NEAR:
        yield False, replace(line, plain=line.plain[: gaps[0].start()])
        yield True, replace(line, plain=line.plain[gaps[0].end() :])
