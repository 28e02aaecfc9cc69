"""The numbers of lists in a Word file, which stand in none of its texts."""

import re
from collections import Counter
from collections.abc import Callable

from lxml import etree
from msgspec import Struct, field

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_ROMAN = {100: "C", 90: "XC", 50: "L", 40: "XL", 10: "X", 9: "IX", 5: "V", 4: "IV", 1: "I"}
_CHINESE = "零一二三四五六七八九十"


def value(element: etree._Element | None, path: str, default: str = "") -> str:
    """The value of a property below an element, such as ``w:numPr/w:ilvl``."""
    found = None if element is None else element.find(path.replace("w:", W))
    return default if found is None else found.get(f"{W}val", default)


class Level(Struct, frozen=True):
    """One level of a list: the form of its numbers, the text around them, the first one."""

    form: str
    text: str
    start: int
    suffix: str


class Numbering(Struct):
    """The lists of a document and how far each has been counted."""

    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    counts: Counter[tuple[str, int]] = field(default_factory=Counter)

    def label(self, number: str, depth: int) -> str:
        """Count on in a list, and give what is printed before the paragraph."""
        shared = self.lists.get(number, number)
        level = self.levels.get((number, depth))
        if level is None or level.form in {"", "bullet", "none"}:
            return ""
        self.counts[shared, depth] += 1
        for deeper in range(depth + 1, 10):
            self.counts.pop((shared, deeper), None)
        text = re.sub(r"%([1-9])", lambda m: self._shown(number, shared, int(m[1]) - 1), level.text)
        if not text or level.suffix == "nothing" or not text[-1].isascii():
            return text
        return f"{text} "

    def _shown(self, number: str, shared: str, depth: int) -> str:
        level = self.levels.get((number, depth))
        if level is None:
            return ""
        return _formed(level.start + max(self.counts[shared, depth], 1) - 1, level.form)


def read_numbering(root: etree._Element | None) -> Numbering:
    """Give the lists that a document defines."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstract = {a.get(f"{W}abstractNumId"): a for a in root.iter(f"{W}abstractNum")}
    for num in root.iter(f"{W}num"):
        name, shared = num.get(f"{W}numId", ""), value(num, "w:abstractNumId")
        starts = {
            o.get(f"{W}ilvl"): value(o, "w:startOverride") for o in num.iter(f"{W}lvlOverride")
        }
        # A list that begins anew counts for itself; all others of one definition count together.
        numbering.lists[name] = name if any(starts.values()) else shared
        defined = abstract[shared].iter(f"{W}lvl") if shared in abstract else ()
        for level in (*defined, *num.iter(f"{W}lvl")):
            depth = level.get(f"{W}ilvl", "0")
            numbering.levels[name, _number(depth)] = Level(
                value(level, "w:numFmt", "decimal"),
                value(level, "w:lvlText"),
                _number(starts.get(depth) or value(level, "w:start", "1")),
                value(level, "w:suff"),
            )
    return numbering


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _formed(number: int, form: str) -> str:
    """A number as a list prints it; a form that is not known prints digits."""
    if "hinese" in form or "japanese" in form or form == "ideographDigital":
        form = "chinese"
    most, formed = _FORMS.get(form, (0, str))
    return formed(number) if 1 <= number <= most else str(number)


def chinese(number: int) -> str:
    """A number below a hundred in Chinese: 十二, 二十, 三十四."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_CHINESE[tens]}十"
    return head + (_CHINESE[ones] if ones or not tens else "")


def _roman(number: int) -> str:
    text = ""
    for size, sign in _ROMAN.items():
        text += sign * (number // size)
        number %= size
    return text


_FORMS: dict[str, tuple[int, Callable[[int], str]]] = {
    "chinese": (99, chinese),
    "decimalZero": (9, "0{}".format),
    "lowerLetter": (26, lambda number: chr(ord("a") + number - 1)),
    "upperLetter": (26, lambda number: chr(ord("A") + number - 1)),
    "lowerRoman": (100, lambda number: _roman(number).lower()),
    "upperRoman": (100, _roman),
    "decimalEnclosedCircle": (20, lambda number: chr(ord("①") + number - 1)),
    "ideographTraditional": (10, lambda number: "甲乙丙丁戊己庚辛壬癸"[number - 1]),
}
"""How each form prints a number, and up to which it is known to."""
