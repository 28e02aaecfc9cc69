"""Labels that stand at the middle of the rows that they hold for, as a merged cell is printed.

Only one of those rows has the label; where the others begin tells that they have none of their own.
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from finreport.documents.cell_text import figure
from finreport.documents.document import Cell
from finreport.documents.token import Row

Block = tuple[int, int, int]
"""The first and the last row of a merged label, and the one that prints it."""


def spread(rows: Sequence[Row], cells: list[list[Cell]]) -> list[list[Cell]]:
    """The cells of rows with two columns of labels, with the merged ones in each of their rows."""
    names = [_names(row) for row in rows]
    seconds = [row[1].left for row, count in zip(rows, names, strict=True) if count == 2]
    if not seconds:
        return cells
    middle = (min(row[0].left for row in rows) + min(seconds)) / 2
    found = [list(row) for row in cells]
    own: list[int] = []
    for at, (row, count) in enumerate(zip(rows, names, strict=True)):
        if count == 1 and row[0].left < middle:
            whole = next(cell for cell in found[at] if cell.text)
            found[at][:2] = [whole, replace(whole, is_spread=True)]
        elif count in (1, 2):
            own.append(at)
    for run in _runs(own):
        for first, last, at in _blocks(run, [n for n in run if names[n] == 2]):
            for n in range(first, last + 1):
                found[n][0] = replace(cells[at][0], is_spread=n > first)
    return found


def _names(row: Row) -> int:
    """How many labels a row of figures has; 0 for a row without figures."""
    figures = [n for n, token in enumerate(row) if figure(token.text) is not None]
    return figures[0] if figures else 0


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Numbers that follow one another."""
    run: list[int] = []
    for number in numbers:
        if run and number > run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _blocks(run: Sequence[int], printed: Sequence[int]) -> Sequence[Block]:
    """The rows of each label, which stands in the middle of them; nothing where that is unclear."""
    if not printed or printed[0] == run[0]:
        return ()
    ways = sorted(_parted(run[0], run[-1], printed), key=_offset)
    is_clear = len(ways) == 1 or (len(ways) > 1 and _offset(ways[0]) < _offset(ways[1]))
    return ways[0] if is_clear else ()


def _offset(blocks: Sequence[Block]) -> int:
    """By how many half rows labels stand off the middle."""
    return sum(abs(first + last - 2 * at) for first, last, at in blocks)


def _parted(first: int, end: int, printed: Sequence[int]) -> Iterator[list[Block]]:
    if not printed:
        if first == end + 1:
            yield []
        return
    at, *rest = printed
    for last in range(2 * at - first - 1, 2 * at - first + 2):
        if at <= last <= end:
            for others in _parted(last + 1, end, rest):
                yield [(first, last, at), *others]
