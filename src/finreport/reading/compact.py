"""Compact text: a paragraph as patterns see it, each character with its place in the original.

Typesetting puts spaces around digits and mixes half-width and Chinese punctuation; the compact
form has neither, so that no pattern must allow for them.
"""

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from finreport import patterns as re

WIDE = str.maketrans(
    {
        ";": "；",
        "(": "（",
        ")": "）",
        "％": "%",
        "﹪": "%",
        "∶": ":",
        "︰": ":",
        "－": "-",
        "−": "-",
        "!": "！",
        "?": "？",
        "～": "~",
        "／": "/",
    }
)
DROPPED = re.compile(
    r"[*\u200b\u200c\u200d\ufeff\u2060]"
    r"|(?<![A-Za-z\d.\s])[ \t\u3000\xa0]+|[ \t\u3000\xa0]++(?![A-Za-z\d])"
    r"|(?<=\d,)[ \xa0]+(?=\d{3}[,%万亿元])"
)
"""Marks of emphasis, what has no width, and spaces that do not part two words or numbers.

Nor does one after the comma between thousands: 1,234, 567万元.
"""

RATIO = re.compile(r"\d+\.\d+比\d+\.\d+比\d+\.\d+")
"""A structure of three whose shares a word joins: 三次产业结构为14.2比38.6比47.2."""

COMMA = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d)|[ \xa0]+\d{3}[,%万亿元])")
COLON = re.compile(r"(?<!\d):|:(?!\d)")
THOUSANDS = re.compile(
    r"(?<=[\u4e00-\u9fff（，、])(?<![表图注例栏件第])\d{1,3}(?: \d{3})+"
    r"(?=(?:\.\d+)?[\u4e00-\u9fff])"
)
"""Thousands that a space parts before what they count: 1 228.3亿吨公里."""

LIST_NUMBER = re.compile(r"^\d{1,2} (?![年月日个家项户人亿万元%])")
"""A list number keeps its space, so that it is not taken for a count of what follows."""

HEADED = re.compile(
    "^[\\u4e00-\\u9fff]{2,8}(?P<gap>[ \\u3000\\xa0])(?=\\s*[\\u4e00-\\u9fff]{2}.*\\d.*。)"
)
"""A heading that runs into its paragraph: 财政收入 全年财政总收入8.3亿元。"""

LETTER_AND_DIGIT = re.compile(r"(?<=[A-Za-z])[ \xa0]+(?=\d)|(?<=\d)[ \xa0]+(?=[A-Za-z])")


SPACE = re.compile(r"[*\u200b\u200c\u200d\ufeff\u2060 \t\u3000\xa0]")
"""What alone may be left out; most paragraphs have none of it."""

KNOWN = 1024
"""Of how many texts the forms are kept: a reader and laws ask for those of a paragraph anew."""


class Compact(Struct, frozen=True):
    """``text`` in compact form; ``places`` holds the original offset of each of its characters."""

    text: str
    places: tuple[int, ...]


@lru_cache(KNOWN)
def in_wide(text: str) -> str:
    """A text with Chinese punctuation alone, a character for each character."""
    if not text.isascii():
        text = text.translate(WIDE)
        text = RATIO.sub(lambda found: found[0].replace("比", ":"), text)
    if headed := HEADED.match(text):
        text = f"{text[: headed.start('gap')]}。{text[headed.end('gap') :]}"
    text = COMMA.sub("，", text) if "," in text else text
    return COLON.sub("：", text) if ":" in text else text


@lru_cache(KNOWN)
def compact(text: str) -> Compact:
    """The compact form of a paragraph."""
    text = in_wide(text)
    if not SPACE.search(text):
        return Compact(text, tuple(range(len(text))))
    kept: list[str] = []
    places: list[int] = []
    at = 0
    numbered = LIST_NUMBER.match(text)
    listed = numbered.end() if numbered else 0
    for start, end in sorted(_gaps(text)):
        if start < listed:
            continue
        kept.append(text[at:start])
        places.extend(range(at, start))
        at = max(at, end)
    kept.append(text[at:])
    places.extend(range(at, len(text)))
    return Compact("".join(kept), tuple(places))


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """What is left out, from where to where."""
    for pattern in (DROPPED, LETTER_AND_DIGIT):
        yield from (gap.span() for gap in pattern.finditer(text))
    for number in THOUSANDS.finditer(text):
        spaces = re.finditer(" ", number[0])
        yield from ((number.start() + at.start(), number.start() + at.end()) for at in spaces)
