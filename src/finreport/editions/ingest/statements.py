"""The numbers that a report prints in its prose, found by code in its text.

A *statement* is one number with what it says: a subject, a unit, a kind and a period. The reading
guide of an edition (``statements.csv``) says where each one stands, never what its value is: the
value is the nth number after an *anchor*, a few characters that occur once in their section. Line
breaks, page breaks, spaces and the asterisks of bold type fall anywhere in the texts, so anchors
and texts are compared without them.

Two more tables belong to the guide: ``sections.csv`` names the heading with which
each section begins, in the order of the text, and ``excluded.csv`` the patterns of
numbers that state nothing (years, list numbers, product names), each with its reason.

The guide also says how each number is checked: its ``rule``, or the ``reason`` for which none
does. Both are handed on as they are; :mod:`finreport.checks.statements` evaluates the rules.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from finreport.editions.ingest.guide import NOTHING_RENAMED, read_guide_table
from finreport.errors import EditionError

UNITS = (
    "trillion CNY",
    "100 million CNY",
    "10 thousand CNY",
    "CNY",
    "%",
    "percentage points",
    "people",
    "10 thousand people",
    "person-times",
    "10 thousand person-times",
    "items",
    "10 thousand items",
    "100 million items",
    "10 thousand tonnes",
    "10 thousand head",
    "10 thousand mu",
    "10 thousand km",
    "100 million kWh",
    "micrograms per cubic metre",
    "years",
    "days",
    "places",
)
"""The units of statements.

An item is one of whatever the subject counts: an enterprise, an outlet, an account, a project.
A person-time counts a person once for every visit, training or claim; a mu is a fifteenth of a
hectare; a place is one step in a ranking.
"""

KINDS = (
    "level",
    "growth",
    "decline",
    "change",
    "decrease",
    "share",
    "rate",
    "contribution",
    "count",
    "target",
)
"""The kinds of statements.

A *level* is an amount, a flow or a stock, and a *count* a number of things or people. *Growth*
and *decline* are percentages, and a decline is printed without its minus sign. A *change* is a
difference printed as an increase, a *decrease* one printed as a fall or a narrowing; the subject
says of what. A *contribution* is the part of a growth rate that comes from one component. A
*target* is a number set for a coming year.
"""

QUALIFIERS = ("", "约", "余", "多", "以上", "近", "左右", "超过", "内", "预计")
"""How a text may say that a number is not exact or not final."""

NUMBER = re.compile(r"\d+(?:\.\d+)?")
COLUMNS = (
    "id",
    "source",
    "section",
    "subject",
    "value",
    "unit",
    "kind",
    "period",
    "rule",
    "qualifier",
    "reason",
)


def read_statements(
    guide: Path,
    report: str,
    work_report: str | None,
    renamed: Mapping[str, str] = NOTHING_RENAMED,
) -> list[dict[str, str]]:
    """Read every statement of the report and, if given, of the government work report's summary.

    ``guide`` is the folder of the edition's reading guide. Gives one row a statement, in the
    order of the texts, with the keys id, source, section, subject, value (the string as printed),
    unit (of :data:`UNITS`), kind (of :data:`KINDS`), period (a year or a month), rule (what the
    number is checked against), qualifier (of :data:`QUALIFIERS`) and reason (why there is no
    rule). ``renamed`` maps names in the guide to those in the texts, where these are about another
    province.

    Raises :class:`EditionError` for a heading or an anchor that is missing, an anchor that is
    not unique in its section, and an anchor that too few numbers follow.
    """
    headings = read_guide_table(guide / "sections.csv", renamed)
    sections = _split("report", report, headings)
    if work_report is not None:
        sections |= _split("work_report", work_report, headings)
    return [
        _row(line, read_value(line, sections[line["source"], line["section"]]))
        for line in read_guide_table(guide / "statements.csv", renamed)
        if line["source"] == "report" or work_report is not None
    ]


def read_value(line: Mapping[str, str], prose: str) -> str:
    """The number that a line of the guide points at, as printed.

    ``prose`` is the text of the line's section without white space and asterisks. Raises
    :class:`EditionError` if the anchor does not lead to exactly one number.
    """
    anchor, nth = line["anchor"], int(line["nth"])
    where = f"Statement {line['id']}: the anchor {anchor!r}"
    place = f"in section {line['section']} of the {line['source']} text"
    found = prose.count(anchor)
    if found == 0:
        raise EditionError(f"{where} is missing {place}.")
    if found > 1:
        raise EditionError(f"{where} occurs {found} times {place}; it must be unique.")
    numbers = NUMBER.findall(prose, prose.index(anchor) + len(anchor))
    if len(numbers) < nth:
        raise EditionError(f"{where} is followed by {len(numbers)} numbers {place}, not by {nth}.")
    return str(numbers[nth - 1])


def _row(line: Mapping[str, str], value: str) -> dict[str, str]:
    known = {**line, "value": value}
    return {column: known[column] for column in COLUMNS}


def _split(
    source: str, text: str, headings: Sequence[Mapping[str, str]]
) -> dict[tuple[str, str], str]:
    """The prose of each section of a source, keyed by source and section."""
    prose = _prose(text)
    lines = [line for line in headings if line["source"] == source]
    starts: list[int] = []
    for line in lines:
        start = prose.find(line["heading"], starts[-1] if starts else 0)
        if start < 0:
            raise EditionError(
                f"The {source} text has no heading {line['heading']!r} where section"
                f" {line['section']} should begin."
            )
        starts.append(start)
    spans = pairwise([*starts, len(prose)])
    return {
        (source, line["section"]): prose[start:end]
        for line, (start, end) in zip(lines, spans, strict=True)
    }


def _prose(text: str) -> str:
    """The text without tables and contents page, whose lines hold tabs, and without gaps."""
    lines = (line for line in text.splitlines() if "\t" not in line)
    return re.sub(r"[\s*]", "", "".join(lines))
