"""The statements of an edition, from what its texts say in their sentences.

A number that says a fact of the list has the id of the fact. Printed again in the summary, in the
box of the five priorities or in the work report, it has the id with a word for that place before
it; printed again at the same place, with a word behind it. Any other number is called by its
section and its order in it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from finreport.documents import Document
from finreport.editions.making.facts import Fact, by_id, facts
from finreport.editions.making.rules import Namer, rule_and_reason
from finreport.editions.making.sections import Sections
from finreport.editions.making.settled import STRUCK, Settled
from finreport.editions.making.units import data_unit
from finreport.reading import Reading, Readings
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

ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")

WORDS = {word: plain for words in HEDGES.values() for word, plain in words.items()}
"""Words beside a number, and their like in :mod:`finreport.numbers`."""

LETTERED = re.compile(r"\d+(?:\.\d+)?")

TOLD_TWICE = "The same fact is printed with another value elsewhere; accept, change or strike."
UNREAD = "No words near it say what it measures; say it, or strike the number."
UNSURE = "Read with a doubt; accept what was read, change it, or strike the number."
ANOTHER = "Another number of the section says the same fact; give it its own id, or accept."


@dataclass
class Statement:
    """A number of the prose on its way to a row of ``statements.csv``."""

    reading: Reading
    source: str
    section: str
    fact: Fact | None = None
    id: str = ""
    others: list[str] = field(default_factory=list)

    @property
    def value(self) -> str:
        """The digits as printed; of a Chinese numeral those that it stands for."""
        digits = self.reading.printed.replace(",", "")
        if LETTERED.fullmatch(digits.lstrip("-")):
            return digits
        value = self.reading.value
        return str(int(value)) if value is not None and value.denominator == 1 else ""

    @property
    def unit(self) -> str:
        """The unit in the words of the data."""
        return data_unit(self.reading.unit or "")

    @property
    def kind(self) -> str:
        """What sort of figure it is; what fell is a decline or a decrease."""
        if self.reading.is_target:
            return "target"
        kind = self.fact.kind if self.fact else KINDS[self.reading.measure or "level"]
        if not self.fact and kind == "level" and self.unit == "%":
            kind = "rate"
        fell = self.reading.direction == "down" and not self.value.startswith("-")
        return FALLEN.get(kind, kind) if fell else kind

    @property
    def period(self) -> str:
        """A year, quarter or month; what stands at the end of a year has its last month."""
        period = _period(self.reading.period or "")
        when = self.fact.when if self.fact else ""
        if when == "end" and len(period) == 4:
            return f"{period}-12"
        return period[:4] if when == "over" and period.endswith("-12") else period

    @property
    def again(self) -> str:
        """How an id begins where this stands, empty where the fact is at home."""
        home = self.fact.section if self.fact else ""
        if self.source == WORK_REPORT:
            return "" if home in OWN else AGAIN[WORK_REPORT]
        return "" if home == self.section else AGAIN.get(self.section, "")


def collect(
    document: Document, readings: Readings, source: str, sections: Sections, settled: Settled
) -> Iterator[Statement]:
    """The statements of a document, in its order, with what a person has settled of them.

    Numbers before the first known heading of a report, and those that were struck, are left out.
    """
    for reading in readings.readings:
        if not reading.is_quantity or reading.paragraph is None:
            continue
        section = sections[reading.paragraph] if source == REPORT else WORK_REPORT
        now = _with_settled(reading, settled) if section else None
        if now and now.subject:
            section = settled.take(reading.place, reading.printed, "section", section) or section
            yield Statement(now, source, section)


def _with_settled(reading: Reading, settled: Settled) -> Reading | None:
    """A reading as a person has settled it, None where it was struck."""
    doubts = dict(reading.doubts)
    if not reading.subject:
        doubts["subject"] = ()
    changed: dict[str, Any] = {}
    for name in ("subject", "measure", "unit", "period", "base", "direction"):
        read = getattr(reading, name) or ""
        if name in doubts:
            why = UNSURE if read else UNREAD
            said = settled.ask(reading.place, reading.printed, name, read, doubts[name], why)
        else:
            said = settled.take(reading.place, reading.printed, name, read) or read
        if said == STRUCK:
            return None
        if said != read:
            changed[name] = said
    return replace(reading, **changed)


def name_all(statements: Sequence[Statement], place: str, settled: Settled) -> None:
    """Give every statement its fact, if it says one of the list, and its id."""
    _find_facts(statements, place, settled)
    _part_periods(statements)
    _name_facts(statements)
    _tell_differences(statements, settled)
    _name_others(statements)


def _find_facts(statements: Sequence[Statement], place: str, settled: Settled) -> None:
    """Of several facts that a number may say, the first that its section has not said yet."""
    said: defaultdict[str, dict[str, Statement]] = defaultdict(dict)
    for each in statements:
        here = said[f"{each.source} {each.section}"]
        own = settled.take(each.reading.place, each.reading.printed, "id", "")
        if own:
            each.fact, each.id = by_id().get(own), own
        else:
            found = [fact for fact in facts() if fact.is_said_by(each.reading, place)]
            new = [fact for fact in found if fact.id not in here]
            each.fact = next(iter(new or found), None)
        if each.fact:
            first = here.setdefault(each.fact.id, each)
            if not own and not _agree(first, each) and first.period == each.period:
                reading = each.reading
                candidates = (f"{each.fact.id}_second_print",)
                settled.ask(reading.place, reading.printed, "id", "", candidates, ANOTHER)
                each.fact = None


def _agree(one: Statement, other: Statement) -> bool:
    """Whether two prints give one value, as far as they print it."""
    if one is other or one.unit != other.unit:
        return True
    ends = (one.reading.lower, one.reading.upper, other.reading.lower, other.reading.upper)
    low, high, other_low, other_high = (end or 0 for end in ends)
    return low <= other_high and other_low <= high


def _part_periods(statements: Sequence[Statement]) -> None:
    """A fact is of the period for which it is printed at home; one of another is no fact of it."""
    periods: dict[str, str] = {}
    for each in sorted(statements, key=lambda each: bool(each.again)):
        if each.fact and periods.setdefault(each.fact.id, each.period) != each.period:
            each.fact = None


def _name_facts(statements: Sequence[Statement]) -> None:
    at_home = {each.fact.id for each in statements if each.fact and not each.again}
    count: Counter[str] = Counter()
    for each in statements:
        if each.fact is None or each.id:
            continue
        name = each.again + each.fact.id if each.fact.id in at_home else each.fact.id
        at_home.add(each.fact.id)  # where it is printed nowhere else, the first print is its home
        count[name] += 1
        again = count[name] - 2
        each.id = name if again < 0 else f"{name}_{_ordinal(again)}_print"


def _ordinal(index: int) -> str:
    return ORDINALS[index] if index < len(ORDINALS) else f"n{index + 2}"


def _tell_differences(statements: Sequence[Statement], settled: Settled) -> None:
    """Note for each print of a fact the others; a person is asked where they differ."""
    prints: defaultdict[str, list[Statement]] = defaultdict(list)
    for each in statements:
        if each.fact:
            prints[each.fact.id].append(each)
    for same in prints.values():
        for each in same:
            each.others = [other.id for other in same if other is not each]
        first = same[0]
        for each in same[1:]:
            if not _agree(first, each):
                reading = each.reading
                values = (first.value, each.value)
                settled.ask(
                    reading.place, reading.printed, "value", each.value, values, TOLD_TWICE
                )


def _name_others(statements: Sequence[Statement]) -> None:
    count: Counter[str] = Counter()
    for each in statements:
        count[each.section] += 1
        if not each.id:
            each.id = f"s_{each.section}_{count[each.section]:03d}"


def rows(
    statements: Sequence[Statement], place: str, tables: Mapping[str, Sequence[Mapping[str, str]]]
) -> Iterator[dict[str, str]]:
    """The rows of ``statements.csv``, with the rule or the reason of each."""
    namer = Namer(tables, {each.id: each.unit for each in statements})
    subject: Callable[[Statement], str] = lambda each: _subject(each, place)  # noqa: E731
    for each in statements:
        rule, reason = rule_and_reason(each, namer)
        yield {
            "id": each.id,
            "source": each.source,
            "section": _chapter(each),
            "subject": subject(each),
            "value": each.value,
            "unit": each.unit,
            "kind": each.kind,
            "period": each.period,
            "rule": rule,
            "qualifier": WORDS.get(each.reading.approx or "", ""),
            "reason": reason,
        }


def _chapter(statement: Statement) -> str:
    """The chapter that a statement belongs to: that of its fact, unless it is a repetition."""
    fact = statement.fact
    return fact.section if fact and statement.id.startswith(fact.id) else statement.section


def _subject(statement: Statement, place: str) -> str:
    if statement.fact:
        return statement.fact.subject_zh.format(place=place)
    return statement.reading.subject or ""


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
