"""Lines of a text as paragraphs: which line goes on in the next, whatever width it was cut to."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from finreport import patterns as re
from finreport.documents.characters import Plain, width

HEADING = re.compile(
    r"\s*(?:#{1,6}\s|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]"
    r"|\d{1,2}(?:[、．]|\.(?!\d))|[(（]\d{1,2}[)）]|[①-⑳]"
    r"|(?:续|附)?[表图]\s*\d|专栏|附录|注\s*\d*[：:]|[（(]?(?:数据|资料)来源|单位[:：]"
    r"|第[一二三四五六七八九十]+[章节部]|[●•◆■▲○◇□★▶➢·]|[-*+]\s)",
)
"""How a line begins that does not go on from the one before it: headings, lists, captions."""

_LONG, _SHORT_WRAP, _WIDE_WRAP = 20, 24, 160
_FULL, _NARROW = 0.85, 0.7
_MOST_BLANKS = 3
_CUT = re.compile(r"[，、,（(的和与及]$")
_CUT_NUMBER = re.compile(
    r"(?:增长|下降|增加|减少|上升|上涨|回落|提高)\n(?!\d{1,2}月)\d|(?:达到?|超过?|[为约至近])\n\d"
    r"|[\u4e00-\u9fff]{4}[^\n]*\d\.?\n[\d.%万亿元]",
)
"""A line that ends before or within a number, and the next one that begins with the rest."""

_PRINTED = re.compile(r"[^，。；]{0,40}20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)[^，。；]{0,40}")
"""A line that says when and where a text was printed; it may end with digits of its own."""


class Line(Struct, frozen=True):
    """A line of a text, from 1, in plain characters without the spaces at its end.

    ``gap`` counts the blank lines above it; at the start of a page there are none. ``source`` is
    the line of the file where that is another (0: it is not).
    """

    number: int
    plain: Plain
    gap: int = 0
    source: int = 0

    @property
    def text(self) -> str:
        """Its characters."""
        return self.plain.text

    @property
    def indent(self) -> int:
        """How many columns it is set in."""
        return len(self.text) - len(self.text.lstrip())


class Wrap(Struct, frozen=True):
    """The width to which a text was cut, and the indent of its lines; 0 where it was not cut."""

    width: int = 0
    indent: int = 0

    def is_full(self, line: Line) -> bool:
        """Whether a line may have been cut at its end."""
        return width(line.text) >= _FULL * self.width > 0

    def is_brim_full(self, line: Line) -> bool:
        """Whether not even two characters more had room."""
        return width(line.text) > self.width - 4 and self.width > 0

    def sets_in(self, line: Line) -> bool:
        """Whether a line stands in like the first of a paragraph."""
        return line.indent >= self.indent + 2


def filled(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that have text, each with the number of blank ones above it."""
    gap = 0
    for line in lines:
        if line.text.strip():
            yield replace(line, gap=gap)
        gap = 0 if line.text.strip() else gap + 1


def has_ended(text: str) -> bool:
    """Whether a line ends where a sentence or a heading may; 1. at an end may be half a number."""
    text = text.rstrip("*_ ")
    return text[-1:] in "。；！？：”’》）);!?:" or (text[-1:] == "." and not text[-2:-1].isdigit())


def find_wrap(lines: Sequence[Line]) -> Wrap:
    """Tell from its lines to which width a text was cut.

    Where it was, many lines are about as wide as the widest, and few of these end a sentence:
    a full stop at the end of a line alone says nothing.
    """
    widths = sorted(w for line in lines if (w := width(line.text)) >= _SHORT_WRAP)
    if not widths:
        return Wrap()
    cut = widths[int(0.9 * (len(widths) - 1))]
    full = [line for line in lines if width(line.text) >= _FULL * cut]
    open_ends = sum(not has_ended(line.text) for line in full)
    if cut > _WIDE_WRAP or len(full) < 3 or open_ends < 0.6 * len(full):
        return Wrap()
    return Wrap(cut, Counter(line.indent for line in full).most_common(1)[0][0])


def paragraphs(lines: Sequence[Line], wrap: Wrap) -> Iterator[list[Line]]:
    """Part lines, in order and without the blank ones, into paragraphs."""
    cut = _narrow(lines, wrap) if wrap.width else set()
    gathered: list[Line] = []
    for line in lines:
        if gathered and gathered[-1].number not in cut and not _goes_on(gathered, line, wrap):
            yield gathered
            gathered = []
        gathered.append(line)
    if gathered:
        yield gathered


def _narrow(lines: Sequence[Line], wrap: Wrap) -> set[int]:
    """The lines of narrow columns that go on: alike in width, and a full stop only at the last."""
    cut: set[int] = set()
    stretch: list[Line] = []
    for line in lines:
        if HEADING.match(line.text):
            stretch = []
            continue
        if line.gap or wrap.sets_in(line):
            stretch = []
        stretch.append(line)
        if has_ended(line.text):
            widths = [width(before.text) for before in stretch[:-1]]
            if line.text[-1] == "。" and widths and min(widths) >= _NARROW * max(widths):
                cut |= {before.number for before in stretch[:-1]}
            stretch = []
    return cut


def _goes_on(before: Sequence[Line], line: Line, wrap: Wrap) -> bool:
    """Whether a line continues the paragraph before it."""
    if HEADING.match(line.text) or line.gap > _MOST_BLANKS:
        return False
    last = before[-1]
    if any(_PRINTED.fullmatch(each.text.strip()) for each in (last, line)):
        return False
    if line.gap == 0 and wrap.width:
        if wrap.sets_in(line):
            return False
        if wrap.is_brim_full(last) or (wrap.is_full(last) and not has_ended(last.text)):
            return True
    # The last lines tell; to put a long paragraph together anew for each line would take for ever.
    text = "".join(part.text.strip() for part in before[-3:])
    if has_ended(text) or (HEADING.match(before[0].text) and not re.search("[。；]", text)):
        return False
    is_cut = _CUT.search(text) or _CUT_NUMBER.search(f"{text}\n{line.text.strip()}")
    return bool(is_cut or (len(text) >= _LONG and re.search("[，。；、]", text)))
