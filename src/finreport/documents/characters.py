"""Characters made plain, once, with the way back to where each of them stood."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct, field

from finreport import patterns as re

_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_SPACES = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x85\x0b"
_SIGNS = {
    "percent sign": "%",
    "plus sign": "+",
    "bar": "|",
    "hyphen": "-",
    "dash": "-",
    "minus": "-",
}
_RADICALS = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻥⻦⻨⻩⻬⻮⻰⻳⺟⼾",
        "民虎西见角贝车长门青韦页风飞食马骨鱼鸟麦黄齐齿龙龟母户",
        strict=True,
    ),
)
"""Radicals that the text layer of a PDF has for whole characters and that NFKC leaves alone.

From Unicode's EquivalentUnifiedIdeograph.txt, those that are characters of their own.
"""

_BEFORE_SIGN = r"(?<![\d%％年月日时号—–－−-])"
_CHANGED = {
    "invisible character": rf"[{_INVISIBLE}]",
    "space": rf"[{_SPACES}]",
    "digit": r"(?![0-9])\d",
    "letter": r"[Ａ-Ｚａ-ｚ]",
    "point": r"(?<=\d)[．｡](?=\d)|(?<=\d)．",
    "percent sign": "[％﹪]",
    "plus sign": "＋",
    "bar": "｜",
    "hyphen": "[‐‑]",
    "dash": r"(?<=[\d年月日])[―–‒〜∼－−﹣](?=\d)",
    "minus": rf"{_BEFORE_SIGN}[−－﹣⁻](?=\s?\d)"
    r"|(?<![^\s(（|])[—–](?=[\d,]+(?:[.．]\d+)?[%％]?(?:$|[\s|)）]))",
    "radical": r"[\u2e80-\u2fdf\uf900-\ufaff]",
    "emphasis": r"\*\*",
}
"""What is made plain, by the name under which it is counted.

A dash is a minus only where it can be no range: before a number, and behind neither a digit nor
a date (1－9月); there it is that of a range. The long dashes, which also begin a remark, have to
stand before a whole figure.
"""

_PLAIN = re.compile(r"[\x00-\x0a\x0c-\x7f\u4e00-\u9fff，。、；：（）“”《》！·]*")
"""What is plain but for emphasis; most lines have nothing else, and need no other look."""

_ANY = re.compile("|".join(f"(?P<{name.replace(' ', '_')}>{p})" for name, p in _CHANGED.items()))


class Plain(Struct, frozen=True):
    """A text in plain characters.

    ``origins`` are pairs of an offset in it and one in the text that it was made of, wherever
    the two begin to differ by another length; the first is at 0. ``changed`` counts the
    characters by kind.
    """

    text: str
    origins: tuple[tuple[int, int], ...] = ((0, 0),)
    changed: Counter[str] = field(default_factory=Counter)

    def strip(self) -> "Plain":
        """The same without the spaces around it."""
        lead = len(self.text) - len(self.text.lstrip())
        return self[lead : len(self.text.rstrip())] if lead < len(self.text) else Plain("")

    def __getitem__(self, part: slice) -> "Plain":
        """A part of it; what was changed is counted in the whole only."""
        start, stop, _ = part.indices(len(self.text))
        rest = [(at - start, origin) for at, origin in self.origins if start < at < stop]
        return Plain(self.text[start:stop], ((0, self.origin(start)), *rest))

    def origin(self, offset: int) -> int:
        """The offset in the text that it was made of, of a character of its own."""
        at, origin = next(pair for pair in reversed(self.origins) if pair[0] <= offset)
        return origin + offset - at


def plain(text: str) -> Plain:
    """Make a text plain.

    Digits, letters, percent signs, points, plus and minus become those of ASCII, every kind of
    space a space; invisible characters and the asterisks of Markdown's emphasis go; radicals
    that look like characters become these. Dashes
    of ranges become a hyphen where others stand for it; punctuation, dashes of remarks and
    thousands separators stay (:func:`finreport.documents.cell_text.figure` reads over these).
    """
    if _PLAIN.fullmatch(text) and "**" not in text:
        return Plain(text)
    pieces: list[str] = []
    origins = [(0, 0)]
    changed: Counter[str] = Counter()
    length = end = 0
    for kind, match in _changes(text):
        new = _plain_form(kind, match[0])
        pieces += [text[end : match.start()], new]
        length += match.start() - end + len(new)
        end = match.end()
        changed[kind] += 1
        if len(new) != len(match[0]):
            origins.append((length, end))
    pieces.append(text[end:])
    # Of several origins of one offset the last holds: what stood before it has gone.
    return Plain("".join(pieces), tuple(dict(origins).items()), changed)


def _changes(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for match in _ANY.finditer(text):
        if match.lastgroup:
            yield match.lastgroup.replace("_", " "), match


def _plain_form(kind: str, found: str) -> str:
    match kind:
        case "invisible character" | "emphasis":
            return ""
        case "space":
            return " "
        case "digit":
            return str(unicodedata.decimal(found))
        case "point":
            return "."
        case "letter" | "radical":
            return _RADICALS.get(found) or unicodedata.normalize("NFKC", found)
        case _:
            return _SIGNS[kind]


def columns(text: str) -> list[int]:
    """The column of display at which each character begins, and the end: Chinese ones are wide."""
    at = [0]
    for character in text:
        at.append(at[-1] + (2 if unicodedata.east_asian_width(character) in "WF" else 1))
    return at


def width(text: str) -> int:
    """How many columns of display a text takes."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(c) in "WF" for c in text)
