"""Compact text: a paragraph as patterns see it, each character with its place in the original.

Typesetting puts spaces around digits and mixes half-width and Chinese punctuation; the compact
form has neither, so that no pattern must allow for them.
"""

import re
from dataclasses import dataclass

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

COMMA = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d)|[ \xa0]+\d{3}[,%万亿元])")
COLON = re.compile(r"(?<!\d):|:(?!\d)")
LIST_NUMBER = re.compile(r"^\d{1,2} (?![年月日个家项户人亿万元%])")
"""A list number keeps its space, so that it is not taken for a count of what follows."""

LETTER_AND_DIGIT = re.compile(r"(?<=[A-Za-z])[ \xa0]+(?=\d)|(?<=\d)[ \xa0]+(?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class Compact:
    """``text`` in compact form; ``places`` holds the original offset of each of its characters."""

    text: str
    places: tuple[int, ...]


def compact(text: str) -> Compact:
    """The compact form of a paragraph."""
    if not text.isascii():
        text = text.translate(WIDE)
    text = COLON.sub("：", COMMA.sub("，", text))
    kept: list[str] = []
    places: list[int] = []
    at = 0
    numbered = LIST_NUMBER.match(text)
    listed = numbered.end() if numbered else 0
    for gap in sorted(
        [*DROPPED.finditer(text), *LETTER_AND_DIGIT.finditer(text)], key=lambda m: m.start()
    ):
        if gap.start() < listed:
            continue
        kept.append(text[at : gap.start()])
        places.extend(range(at, gap.start()))
        at = max(at, gap.end())
    kept.append(text[at:])
    places.extend(range(at, len(text)))
    return Compact("".join(kept), tuple(places))
