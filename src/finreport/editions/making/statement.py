"""A number of the prose on its way to a row of ``statements.csv``."""

import re
from dataclasses import dataclass, field

from finreport.editions.making.listed_facts import ListedFact
from finreport.editions.making.settled import At, at
from finreport.editions.making.units import data_unit
from finreport.reading import Reading
from finreport.reading.lexicon import HEDGES

WORK_REPORT = "work_report"
REPORT = "report"
SUMMARY = "00_summary"

AGAIN = {SUMMARY: "summary_", "21_five_priorities": "priorities_", WORK_REPORT: "work_report_"}
"""Places that repeat what is said elsewhere, and how ids begin there."""

OWN = ("30_outlook", WORK_REPORT)
"""Sections whose facts a work report is the place of."""

KINDS = {
    "level": "level",
    "count": "count",
    "growth": "growth",
    "change": "change",
    "change_pp": "change",
    "share": "share",
    "contribution": "contribution",
    "multiple": "multiple",
    "rank": "rank",
    "price_index": "index",
}
"""The kind of a statement for each measure, where no fact of the list says it."""

FALLEN = {"growth": "decline", "change": "decrease", "contribution": "decline"}

WORDS = {word: plain for words in HEDGES.values() for word, plain in words.items()}
"""Words beside a number, and their like in :mod:`finreport.numbers`."""

TWICE = {"zh": "（重复印出）", "en": " (second print)"}
"""Behind the subject of what is printed again at the same place."""

POWERS = {"亿": 10**8, "万": 10**4, "": 1}
"""Powers of ten that end a Chinese numeral and begin a unit."""

LETTERED = re.compile(r"\d+(?:\.\d+)?")


@dataclass
class Statement:
    """A number of the prose: its reading, where it stands, the ``fact`` that it says, its ``id``.

    ``others`` are the ids of other prints of the same fact; ``corrected`` is the value that a
    person has settled in place of the one that is printed.
    """

    reading: Reading
    source: str
    section: str
    fact: ListedFact | None = None
    id: str = ""
    others: list[str] = field(default_factory=list)
    corrected: str = ""

    @property
    def at(self) -> At:
        """Where it stands, as a settled line says it."""
        return at(self.source, self.reading.place)

    @property
    def value(self) -> str:
        """The digits as printed; of a Chinese numeral those that it stands for.

        A person may have said that the print should have others.
        """
        if self.corrected:
            return self.corrected
        digits = self.reading.printed.replace(",", "")
        if LETTERED.fullmatch(digits.lstrip("-")):
            return digits
        value = self.reading.value
        if value is None or value.denominator != 1:
            return ""
        return str(int(value) // POWERS[self._scale])

    @property
    def unit(self) -> str:
        """The unit in the words of the data."""
        return data_unit(self._scale + (self.reading.unit or ""))

    @property
    def _scale(self) -> str:
        """The power of ten at the end of a numeral such as 千亿, which belongs to the unit."""
        last = self.reading.printed[-1:]
        is_scaled = last in POWERS and not LETTERED.match(self.reading.printed)
        return last if is_scaled and self.reading.value != POWERS[last] else ""

    @property
    def kind(self) -> str:
        """What sort of figure it is; what fell is a decline or a decrease."""
        if self.reading.is_target:
            return "target"
        kind = self.fact.kind if self.fact else KINDS[self.reading.measure or "level"]
        if not self.fact and kind == "level" and self.unit == "%":
            kind = "rate"
        fell = (self.reading.value or 0) < 0 and not self.value.startswith("-")
        return FALLEN.get(kind, kind) if fell else kind

    @property
    def period(self) -> str:
        """A year, quarter or month; what stands at the end of a year has its last month."""
        period = _period(self.reading.period or "")
        when = self.fact.when if self.fact else ""
        if when == "end" and len(period) == 4:
            return f"{period}-12"
        return period[:4] if when == "over" and period.endswith("-12") else period

    def told(self, code: str, place: str) -> str:
        """What it is in a language; what is no fact of the list in the words of the text."""
        if self.fact is None:
            return self.reading.subject or ""
        told = self.fact.subject_zh if code == "zh" else self.fact.subject_en
        return told.format(place=place) + (TWICE[code] if self.id.endswith("_print") else "")

    @property
    def qualifier(self) -> str:
        """The word beside it that makes it less exact, as the data has it."""
        return WORDS.get(self.reading.approx or "", "")

    @property
    def again(self) -> str:
        """How an id begins where this stands, empty where the fact is at home."""
        home = self.fact.section if self.fact else ""
        if self.source == WORK_REPORT:
            return "" if home in OWN else AGAIN[WORK_REPORT]
        return "" if home == self.section else AGAIN.get(self.section, "")


def _period(period: str) -> str:
    """The period of a reading in the form of the data, in which a longer one has its last month.

    >>> [_period(each) for each in ("2024", "2024-12-31", "2024-Q1", "2024-01/2024-09")]
    ['2024', '2024-12', '2024Q1', '2024-09']
    """
    last = period.rpartition("/")[2]
    year, _, rest = last.partition("-")
    if rest.startswith("Q"):
        return f"{year}{rest}"
    if rest.startswith("H"):
        return f"{year}-{6 * int(rest[1:]):02d}"
    return last[:7]
