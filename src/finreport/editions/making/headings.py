"""Which chapter a paragraph of a report belongs to, by the heading that it stands under."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from finreport.documents import Paragraph
from finreport.editions.folder import PROJECT_DATA
from finreport.reading.sections import is_heading

PARTS = PROJECT_DATA / "rules" / "sections.csv"
"""The headings of regional reports, which the branches number alike and word differently."""

HEADING = 40
"""How many characters of a paragraph are looked at for a heading."""

OUTER = re.compile(r"^([一二三四五六七八九])、")
INNER = re.compile(r"^[（(]([一二三四五六七八九十])[）)]")
BOX = re.compile(r"^专栏(\d)")
APPENDIX = "附录"
SUMMARY = "00_summary"

WHOLE = {number: index for index, number in enumerate("一二三四五六七八九十", 1)}


@dataclass(frozen=True)
class Part:
    """A part of a report: the ``section`` whose chapter is about it, and how it is called.

    ``page`` is the name of the part in ``edition.toml``; ``heading`` a pattern of its heading,
    without white space and up to the first stop; ``level`` says how the heading is numbered:
    ``outer`` (一、), ``inner`` (（一）), ``box`` (专栏1) or ``plain``.
    """

    section: str
    page: str
    level: str
    heading: str


@dataclass(frozen=True)
class FoundPart:
    """Where a part was found: its names in both languages."""

    part: Part
    zh: str
    en: str


@cache
def parts() -> tuple[Part, ...]:
    """The parts that a report may have, in the order in which their headings are tried."""
    with PARTS.open(encoding="utf-8", newline="") as file:
        return tuple(Part(**row) for row in csv.DictReader(file))


class Sections:
    """The paragraphs of a report by section; what stands before the first heading is a summary.

    A part that no pattern knows belongs to the section before it. A box goes on until a heading
    of another level: those in it are numbered like those of the report.
    """

    def __init__(self, paragraphs: Iterable[Paragraph]) -> None:
        self._of: dict[int, str] = {}
        self.found: dict[str, FoundPart] = {}
        section, outer, is_box = SUMMARY, "", False
        for paragraph in paragraphs:
            head = re.sub(r"[\s*]", "", paragraph.text)
            if paragraph.kind == "text" and head:
                part = _part(head, is_box)
                if part:
                    number = OUTER.match(head)
                    outer = number[1] if number else outer
                    outer = APPENDIX if head.startswith(APPENDIX) else outer
                    section, is_box = part.section, part.level == "box"
                    self.found.setdefault(part.page, _place(part, head[:HEADING], outer))
            self._of[paragraph.number] = section

    def __getitem__(self, paragraph: int) -> str:
        """The section of a paragraph, by its number."""
        return self._of.get(paragraph, SUMMARY)


def _part(head: str, is_box: bool) -> Part | None:
    first = re.split("。", head[:HEADING])[0]
    levels = list(_levels(head, is_box))
    return next(
        (part for part in parts() if part.level in levels and re.search(part.heading, first)), None
    )


def _levels(head: str, is_box: bool) -> Iterator[str]:
    """The levels of parts that a paragraph may be the heading of."""
    if BOX.match(head):
        yield "box"
    elif INNER.match(head):
        yield "inner"
    elif OUTER.match(head):
        yield "outer"
        if not is_box:
            yield "inner"
    elif is_heading(head):
        yield "plain"


def _place(part: Part, head: str, outer: str) -> FoundPart:
    box, inner, number = BOX.match(head), INNER.match(head), OUTER.match(head)
    if box:
        return FoundPart(part, f"专栏{box[1]}", f"Box {box[1]}")
    if inner and outer == APPENDIX:
        return FoundPart(part, f"附录（{inner[1]}）", f"Appendix ({WHOLE[inner[1]]})")
    if inner:
        section = FoundPart(part, f"第（{inner[1]}）节", f"Section ({WHOLE[inner[1]]})")
        if not outer:
            return section
        return FoundPart(part, f"第{outer}部分{section.zh}", f"Part {WHOLE[outer]}, {section.en}")
    if number:
        return FoundPart(part, f"第{number[1]}部分", f"Part {WHOLE[number[1]]}")
    return FoundPart(part, head.strip("[]【】（）()：:"), part.page)
