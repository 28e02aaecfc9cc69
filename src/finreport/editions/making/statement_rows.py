"""The statements of an edition, from what its texts say in their sentences.

A number that says a fact of the list has the id of the fact. Printed again in the summary, in the
box of the five priorities or in the work report, it has the id with a word for that place before
it; printed again at the same place, with a word behind it. Any other number is called by its
section and its order in it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from finreport.editions.making.fact_rules import Namer, rule_and_reason
from finreport.editions.making.headings import Sections
from finreport.editions.making.listed_facts import FactList, ListedFact
from finreport.editions.making.settled import STRUCK, At, Settled, at
from finreport.editions.making.statement import AGAIN, REPORT, WORK_REPORT, Statement
from finreport.reading import Reading, Readings

ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")

TOLD_TWICE = "The same fact is printed with another value elsewhere; accept, change or strike."
UNREAD = "No words near it say what it measures; say it, or strike the number."
WHOSE = "Its words say little alone; say what it measures, accept it, or strike the number."
LITTLE = 2
"""A subject of so many characters does not say whose the number is."""

UNSURE = "Read with a doubt; accept what was read, change it, or strike the number."
WHICH = "Several numbers of the section say this fact with different values; give each its own id."


def collect(
    readings: Readings, source: str, sections: Sections, settled: Settled
) -> Iterator[Statement]:
    """The statements of a document, in its order, with what a person has settled of them.

    Numbers that were struck, or of which nothing says what they measure, are left out.
    """
    for reading in readings.readings:
        if not reading.is_quantity or reading.paragraph is None:
            continue
        section = sections[reading.paragraph] if source == REPORT else WORK_REPORT
        here = at(source, reading.place)
        now = _with_settled(reading, here, settled)
        if now and now.subject:
            section = settled.take(here, reading.printed, "section", section) or section
            yield Statement(now, source, section)


def _with_settled(reading: Reading, here: At, settled: Settled) -> Reading | None:
    """A reading as a person has settled it, None where it was struck."""
    doubts = dict(reading.doubts)
    if not reading.subject:
        doubts["subject"] = ()
    changed: dict[str, Any] = {}
    for name in ("subject", "measure", "unit", "period", "base", "direction"):
        read = getattr(reading, name) or ""
        if set(doubts.get(name, ())) - {read} or (name in doubts and not read):
            why = UNSURE if read else UNREAD
            said = settled.ask(here, reading.printed, name, read, doubts[name], why)
        else:
            said = settled.take(here, reading.printed, name, read) or read
        if said == STRUCK:
            return None
        if said != read:
            changed[name] = said
    return replace(reading, **changed)


def named(
    statements: Sequence[Statement], place: str, settled: Settled, listed: FactList
) -> list[Statement]:
    """The statements with the fact of each, if it says one of the list, and its id.

    Those whose value a person has struck are left out.
    """
    _find_facts(statements, place, settled, listed)
    _part_periods(statements)
    _settle_differences(statements, settled)
    _ask_who(statements, settled)
    kept = [each for each in statements if each.corrected != STRUCK]
    _name_facts(kept)
    _name_others(kept)
    _link(kept)
    return kept


def _find_facts(
    statements: Sequence[Statement], place: str, settled: Settled, listed: FactList
) -> None:
    """Of several facts that a number may say, the first that its section has not said yet.

    Where numbers of one section say one fact with different values, it is not for the reading to
    choose: none of them has it until a person says which.
    """
    said: defaultdict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for each in statements:
        own = settled.take(each.at, each.reading.printed, "id", "")
        here = (each.source, each.section)
        if own:
            each.fact, each.id = _fact_of(own, listed), own
            continue
        found = listed.said_by(each.reading, place)
        new = [fact for fact in found if (*here, fact.id) not in said]
        each.fact = next(iter(new or found), None)
        if each.fact:
            said[*here, each.fact.id].append(each)
    for prints in said.values():
        first = prints[0]
        alike = [each for each in prints if each.period == first.period]
        if not all(_agree(first, each) for each in alike):
            _ask_which(alike, settled)


def _fact_of(own: str, listed: FactList) -> ListedFact | None:
    """The fact of an id that a person has given, whatever place stands before it."""
    bare = (own.removeprefix(before) for before in ("", *AGAIN.values()))
    return next((listed.by_id[name] for name in bare if name in listed.by_id), None)


def _ask_which(prints: Sequence[Statement], settled: Settled) -> None:
    for each in prints:
        if each.fact:
            settled.note(each.at, each.reading.printed, "id", "", WHICH, (each.fact.id,))
            each.fact = None


def _agree(one: Statement, other: Statement) -> bool:
    """Whether two prints can be of one value: printed alike they are equal to the last digit."""
    if one is other or one.unit != other.unit:
        return True
    if (_decimals(one), one.qualifier) == (_decimals(other), other.qualifier):
        return one.reading.value == other.reading.value
    ends = (one.reading.lower, one.reading.upper, other.reading.lower, other.reading.upper)
    low, high, other_low, other_high = (end or 0 for end in ends)
    return low <= other_high and other_low <= high


def _decimals(statement: Statement) -> int:
    return len(statement.value.partition(".")[2])


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
            count[each.id] += 1
            continue
        name = each.again + each.fact.id if each.fact.id in at_home else each.fact.id
        at_home.add(each.fact.id)  # where it is printed nowhere else, the first print is its home
        count[name] += 1
        again = count[name] - 2
        each.id = name if again < 0 else f"{name}_{_ordinal(again)}_print"


def _ordinal(index: int) -> str:
    return ORDINALS[index] if index < len(ORDINALS) else f"n{index + 2}"


def _settle_differences(statements: Sequence[Statement], settled: Settled) -> None:
    """Where prints of a fact differ, a person is asked which of them is wrong."""
    first: dict[str, Statement] = {}
    for each in statements:
        if each.fact and not _agree(first.setdefault(each.fact.id, each), each):
            reading, values = each.reading, (first[each.fact.id].value, each.value)
            said = settled.ask(each.at, reading.printed, "value", each.value, values, TOLD_TWICE)
            each.corrected = said if said != each.value else ""


def _ask_who(statements: Sequence[Statement], settled: Settled) -> None:
    """A subject of a word or two that is no fact of the list says little alone."""
    for each in statements:
        reading, said = each.reading, each.reading.subject or ""
        if each.fact is None and not each.id and len(said) <= LITTLE:
            settled.note(each.at, reading.printed, "subject", said, WHOSE)


def _link(statements: Sequence[Statement]) -> None:
    """Tell each print of a fact of the others."""
    prints: defaultdict[str, list[str]] = defaultdict(list)
    for each in statements:
        if each.fact:
            prints[each.fact.id].append(each.id)
    for each in statements:
        if each.fact:
            each.others = [other for other in prints[each.fact.id] if other != each.id]


def _name_others(statements: Sequence[Statement]) -> None:
    count: Counter[str] = Counter()
    for each in statements:
        count[each.section] += 1
        if not each.id:
            each.id = f"s_{each.section}_{count[each.section]:03d}"


def rows(
    statements: Sequence[Statement],
    place: str,
    tables: Mapping[str, Sequence[Mapping[str, str]]],
    listed: FactList,
) -> Iterator[dict[str, str]]:
    """The rows of ``statements.csv``, with the rule or the reason of each."""
    namer = Namer(tables, {each.id: each.unit for each in statements}, listed)
    for each in statements:
        rule, reason = rule_and_reason(each, namer)
        yield {
            "id": each.id,
            "source": each.source,
            "section": _chapter(each),
            "subject": each.told("zh", place),
            "value": each.value,
            "unit": each.unit,
            "kind": each.kind,
            "period": each.period,
            "rule": rule,
            "qualifier": each.qualifier,
            "reason": reason,
        }


def _chapter(statement: Statement) -> str:
    """The chapter that a statement belongs to: that of its fact, unless it is a repetition."""
    fact = statement.fact
    return fact.section if fact and statement.id.startswith(fact.id) else statement.section
