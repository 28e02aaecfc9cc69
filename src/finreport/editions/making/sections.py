"""Which chapter a paragraph of a report belongs to, by the heading that it stands under."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from finreport.documents import Paragraph
from finreport.reading.sections import is_heading

PARTS = Path(__file__).resolve().parents[4] / "data" / "rules" / "sections.csv"
"""The headings of regional reports, which the branches number alike and word differently."""

HEADING = 40
"""How many characters of a paragraph are looked at for a heading."""

OUTER = re.compile(r"^([一二三四五六七八九])、")
INNER = re.compile(r"^[（(]([一二三四五六七八九十])[）)]")
BOX = re.compile(r"^专栏(\d)")
APPENDIX = "附录"

WHOLE = {number: index for index, number in enumerate("一二三四五六七八九十", 1)}


@dataclass(frozen=True)
class Part:
    """A part of a report: the ``section`` whose chapter is about it, and how it is called.

    ``page`` is the name of the part in ``edition.toml``; ``heading`` a pattern of its heading.
    """

    section: str
    page: str
    heading: str


@dataclass(frozen=True)
class Place:
    """Where a part was found: its names in both languages."""

    part: Part
    zh: str
    en: str


@cache
def parts() -> tuple[Part, ...]:
    """The parts that a report may have, in the order in which their headings are tried.

    A pattern is compared with a heading without white space, up to its first stop.
    """
    with PARTS.open(encoding="utf-8", newline="") as file:
        return tuple(Part(**row) for row in csv.DictReader(file))


class Sections:
    """The paragraphs of a report by section; before the first known heading there is none."""

    def __init__(self, paragraphs: Iterable[Paragraph]) -> None:
        self._of: dict[int, str] = {}
        self.found: dict[str, Place] = {}
        section, outer = "", ""
        for paragraph in paragraphs:
            head = re.sub(r"[\s*]", "", paragraph.text)[:HEADING]
            if paragraph.kind == "text" and head:
                number = OUTER.match(head)
                part = _part(head, paragraph)
                if part:
                    outer = number[1] if number else outer
                    outer = APPENDIX if head.startswith(APPENDIX) else outer
                    section = part.section
                    self.found.setdefault(part.page, _place(part, head, outer))
            self._of[paragraph.number] = section

    def __getitem__(self, paragraph: int) -> str:
        """The section of a paragraph, by its number; empty before the first heading."""
        return self._of.get(paragraph, "")


def _part(head: str, paragraph: Paragraph) -> Part | None:
    numbered = OUTER.match(head) or INNER.match(head) or BOX.match(head)
    if not numbered and not is_heading(re.sub(r"[\s*]", "", paragraph.text)):
        return None
    first = re.split("。", head)[0]
    return next((part for part in parts() if re.search(part.heading, first)), None)


def _place(part: Part, head: str, outer: str) -> Place:
    box, inner, number = BOX.match(head), INNER.match(head), OUTER.match(head)
    if box:
        return Place(part, f"专栏{box[1]}", f"Box {box[1]}")
    if inner and outer == APPENDIX:
        return Place(part, f"附录（{inner[1]}）", f"Appendix ({WHOLE[inner[1]]})")
    if inner:
        section = Place(part, f"第（{inner[1]}）节", f"Section ({WHOLE[inner[1]]})")
        if not outer:
            return section
        return Place(part, f"第{outer}部分{section.zh}", f"Part {WHOLE[outer]}, {section.en}")
    if number:
        return Place(part, f"第{number[1]}部分", f"Part {WHOLE[number[1]]}")
    return Place(part, head.strip("[]【】（）()：:"), part.page)
