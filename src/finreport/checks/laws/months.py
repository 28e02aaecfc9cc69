"""Tables: rows that add up in most columns, and months that follow one another."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import floor
from statistics import median
from typing import NamedTuple

from finreport.checks.laws.constraints import (
    Between,
    Constraint,
    Formula,
    Hint,
    Limit,
    Linear,
    at_most,
)
from finreport.checks.laws.facts import Fact, Facts
from finreport.reading.relations import QUORUM, RATES, STEADY

Row = Mapping[int, Fact]
"""The facts of a row by column, or of a column by row; or of one name by month."""

FEWEST = 3
"""In how many columns a sum must have been tested to be believed."""

LONGEST = 24
"""How many parts are tried at most."""

NEAR = 3
"""How many rows away the terms of a difference are sought."""


class _Term(NamedTuple):
    """A cell with its ends as floats: most sums that are tried fail, and need no exact answer."""

    fact: Fact
    low: float
    high: float
    unit: str
    is_zero: bool


Line = dict[int, _Term]
"""The cells of a row by column, or of a column by row."""

TELLING = 0.05
"""What share of the least term of a difference the rounding may be for it to be none of chance."""

SLACK = 1e-9
"""How far a sum of floats may be from the exact one, as a share."""


def proved_sum(facts: Facts) -> Iterator[Constraint]:
    """Rows that add up to another in most columns do so in all; the same of columns."""
    for table in facts.tables:
        for by_row in (True, False):
            lines = _lines(table, by_row=by_row)
            seen: set[frozenset[int]] = set()
            for at in range(len(lines)):
                yield from _sums_to(lines, at, seen)
            for at in range(len(lines)):
                yield from _difference(lines, at, seen)


def _lines(table: Sequence[Fact], *, by_row: bool) -> list[Line]:
    found: dict[int, Line] = defaultdict(dict)
    for fact in table:
        is_amount = fact.measure not in ("growth", "change_pp", "price_index")
        if fact.cell and is_amount and fact.reading.base != "target":
            row, column = fact.cell[2:] if by_row else reversed(fact.cell[2:])
            low, high = float(fact.values.lower), float(fact.values.upper)
            found[row][column] = _Term(fact, low, high, fact.unit, not fact.reading.value)
    return [found[key] for key in sorted(found)]


def _sums_to(lines: list[Line], at: int, seen: set[frozenset[int]]) -> Iterator[Constraint]:
    """The run of lines beside one, before or behind it, that adds up to it in most places."""
    best: tuple[int, list[int]] | None = None
    for step in (1, -1):
        ends = range(at + step, len(lines) if step > 0 else -1, step)
        for length, held in _runs(lines, at, ends[:LONGEST]):
            if best is None or held > best[0]:
                best = held, list(ends[:length])
    if best and (key := frozenset([at, *best[1]])) not in seen:
        seen.add(key)
        yield from _told("table_sum", lines, at, best[1], [])


def _runs(lines: list[Line], at: int, ends: range) -> Iterator[tuple[int, int]]:
    """The lengths of the runs that add up to a line in most places, and in how many they do."""
    whole = lines[at]
    slack = {place: SLACK * abs(term.high) for place, term in whole.items()}
    left = {place: (term.low, term.high, 0) for place, term in whole.items()}
    for length, end in enumerate(ends, 1):
        line = lines[end]
        left = {
            place: (low - term.high, high - term.low, terms + bool(term.low or term.high))
            for place, (low, high, terms) in left.items()
            if (term := line.get(place)) and term.unit == whole[place].unit
        }
        if len(left) < FEWEST:
            return
        told = [  # a single term says nothing
            low <= slack[place] and high >= -slack[place]
            for place, (low, high, terms) in left.items()
            if terms > 1
        ]
        held = sum(told)
        is_quorum = QUORUM.numerator * len(told) <= QUORUM.denominator * held
        if len(told) >= FEWEST and is_quorum:
            yield length, held


def _difference(lines: list[Line], at: int, seen: set[frozenset[int]]) -> Iterator[Constraint]:
    """Two lines near one whose difference it is in most places."""
    around = [each for each in range(at - NEAR, at + NEAR + 1) if 0 <= each < len(lines)]
    most = floor(len(lines[at]) - QUORUM * len(lines[at]))
    for plus in around:
        for minus in around:
            key = frozenset((at, plus, minus))
            if len(key) < 3 or key in seen:
                continue
            if _differs(lines[at], lines[plus], lines[minus], most):
                seen.add(key)
                yield from _told("table_difference", lines, at, [plus], [minus])


def _differs(gaps: Line, firsts: Line, seconds: Line, most: int) -> bool:
    """Whether a line is the difference of two others in all but so many places at the most."""
    tested = missed = telling = 0
    for place, (_, low, high, unit, _) in gaps.items():
        first, second = firsts.get(place), seconds.get(place)
        if first is None or second is None:
            continue
        slack = SLACK * max(abs(first.high), abs(second.high))
        is_off = first.high - second.low < low - slack or first.low - second.high > high + slack
        tested += 1
        missed += is_off or first.is_zero or second.is_zero or not unit == first.unit == second.unit
        if missed > most:
            return False
        room = first.high - first.low + second.high - second.low + high - low
        least = min(abs(high), abs(first.high), abs(second.high))
        telling += not is_off and room <= TELLING * least
    return tested >= FEWEST <= telling + 1 and missed <= tested - QUORUM * tested


def _told(
    law: str, lines: list[Line], at: int, plus: Sequence[int], minus: Sequence[int]
) -> Iterator[Constraint]:
    weights = (1, *[-1] * len(plus), *[1] * len(minus))
    for place, total in lines[at].items():
        others = [lines[each].get(place) for each in (*plus, *minus)]
        told = [term.fact for term in others if term is not None and term.unit == total.unit]
        if len(told) == len(weights) - 1:
            yield Constraint(law, "equality", (total.fact, *told), Linear(weights))


@cache
def month_of(period: str | None) -> int | None:
    """The month (12 * year + month) in which a period within one year ends."""
    text = period or ""
    if span := re.fullmatch(r"\d{4}-01/(\d{4}-\d\d)", text):
        text = span[1]
    if found := re.fullmatch(r"(\d{4})-(\d\d)(?:-\d\d)?", text):
        return 12 * int(found[1]) + int(found[2])
    if found := re.fullmatch(r"(\d{4})(?:-(Q1|H1))?", text):
        return 12 * int(found[1]) + {"Q1": 3, "H1": 6}.get(found[2] or "", 12)
    return None


def _by_month(
    facts: Facts, measure: str, base: str | None = None
) -> Mapping[tuple[object, ...], Row]:
    """The rows of tables of a measure: by text, table, name and unit, the facts by month."""
    found: dict[tuple[object, ...], dict[int, Fact]] = defaultdict(dict)
    for table in facts.tables:
        for fact in table:
            month = month_of(fact.reading.period)
            if fact.measure == measure and month and base in (None, fact.reading.base):
                found[*fact.place, fact.name, fact.unit].setdefault(month, fact)
    return found


def increase(facts: Facts) -> Iterator[Constraint]:
    """What a balance gained in a month is its difference from that of the month before."""
    levels = _by_month(facts, "level")
    for key, row in _by_month(facts, "change", "previous_month").items():
        level = levels.get(key, {})
        for month, change in row.items():
            if month not in level or month - 1 not in level:
                continue
            told = (change, level[month], level[month - 1])
            hints: tuple[Hint, ...] = ()
            if month - 2 in level:
                two = level[month].values - level[month - 2].values
                hints = (Hint(0, "two_months", two),)
            yield Constraint("increase", "equality", told, Linear((1, -1, 1)), hints=hints)


PROVEN = Fraction(3, 5)
"""In what share of the months a row must be the difference of another to be that for sure."""

FEWEST_MONTHS = 6


def unnamed_increase(facts: Facts) -> Iterator[Constraint]:
    """The same of rows whose names do not tell: one is the monthly difference of another above.

    A few wrong cells can hide from a reader which row is which, and only numbers can tell then.
    """
    for table in facts.tables:
        rows = _rows_by_month(table)
        for at, change in enumerate(rows):
            if all(_is_named(fact) for fact in change.values()):
                continue
            for level in rows[:at]:
                told = list(_differences(change, level))
                held = sum(each.holds for each in told)
                if len(told) >= FEWEST_MONTHS and held >= PROVEN * len(told):
                    yield from told


def _is_named(fact: Fact) -> bool:
    """Whether a reader that knows the table was sure of what it is."""
    return fact.reading.route.startswith("form.") and not fact.reading.doubts


def _rows_by_month(table: Sequence[Fact]) -> list[dict[int, Fact]]:
    found: dict[int, dict[int, Fact]] = defaultdict(dict)
    for fact in table:
        month = month_of(fact.reading.period)
        if fact.cell and month and fact.measure not in ("growth", "share"):
            found[fact.cell[2]].setdefault(month, fact)
    return [found[row] for row in sorted(found)]


def _differences(change: Row, level: Row) -> Iterator[Constraint]:
    """Each month of a row against the differences of another; given up after too many misses."""
    months = [m for m in sorted(change) if m in level and m - 1 in level]
    misses = 0
    for month in months:
        told = (change[month], level[month], level[month - 1])
        scale = told[1].scale / told[0].scale if told[0].unit != told[1].unit else Fraction(1)
        if told[1].measure not in ("level", "count") or not told[0].reading.value:
            return
        found = Constraint("increase", "equality", told, Linear((scale, -1, 1)))
        misses += not found.holds
        if misses > (1 - PROVEN) * len(months):
            return
        yield found


def opening(facts: Facts) -> Iterator[Constraint]:
    """The balance before January, by January's increase and by the growth of December."""
    levels = _by_month(facts, "level")
    growths = _by_month(facts, "growth")
    for key, row in _by_month(facts, "change", "previous_month").items():
        level = levels.get(key, {})
        growth = growths.get((*key[:-1], "%"), {})
        for month, change in row.items():
            if month % 12 != 1 or month not in level or not {month + 11} <= level.keys():
                continue
            if month + 11 in growth:
                told = (growth[month + 11], level[month + 11], level[month], change)
                yield Constraint("opening", "approximation", told, _OPENED)


_OPENED = Formula(
    (
        lambda last, first, gained: 100 * (last / (first - gained) - 1),
        lambda growth, first, gained: (first - gained) * (1 + growth / 100),
        lambda growth, last, gained: last / (1 + growth / 100) + gained,
        lambda growth, last, first: first - last / (1 + growth / 100),
    )
)


def currencies(facts: Facts) -> Iterator[Constraint]:
    """All currencies hold yuan and foreign money, at a rate that is steady over the months."""
    levels = {(key[0], key[1], key[2]): row for key, row in _by_month(facts, "level").items()}
    for (text, table, name), whole in levels.items():
        bare = str(name).removeprefix("本外币")
        yuan = levels.get((text, table, f"人民币{bare}"))
        if bare == name or not yuan:
            continue
        if not _in_one_unit(whole, yuan):
            continue
        for month in sorted(whole.keys() & yuan.keys()):
            yield Constraint("currencies", "limit", (yuan[month], whole[month]), at_most())
        if foreign := levels.get((text, table, f"外币{bare}")):
            yield from _rated(whole, yuan, foreign)
        total = "各项存款" if "存款" in bare else "各项贷款"
        all_whole, all_yuan = (levels.get((text, table, c + total)) for c in ("本外币", "人民币"))
        if bare != total and all_whole and all_yuan and _in_one_unit(all_whole, all_yuan, whole):
            yield from _foreign_part(whole, yuan, all_whole, all_yuan)


def _in_one_unit(*rows: Row) -> bool:
    """Whether rows are surely in one unit: another one is a row that was taken for another."""
    facts = [fact for row in rows for fact in row.values()]
    return len({fact.unit for fact in facts}) == 1 and not any(f.reading.doubts for f in facts)


def _rated(whole: Row, yuan: Row, foreign: Row) -> Iterator[Constraint]:
    months = sorted(whole.keys() & yuan.keys() & foreign.keys())
    rates = [
        (whole[m].value - yuan[m].value) / foreign[m].value for m in months if foreign[m].value > 0
    ]
    if len(rates) < FEWEST:
        return
    rate = median(rates)
    if not RATES.lower <= rate <= RATES.upper:
        return
    for month in months:
        slack = 2 * STEADY * rate * abs(foreign[month].value)
        told = (whole[month], yuan[month], foreign[month])
        yield Constraint(
            "exchange_rate", "approximation", told, Linear((1, -1, -rate), -slack, slack)
        )


def _foreign_part(whole: Row, yuan: Row, all_whole: Row, all_yuan: Row) -> Iterator[Constraint]:
    """What a part holds in foreign money is not more than what the total holds in it."""
    rows = (whole, yuan, all_whole, all_yuan)
    for month in sorted(set.intersection(*(set(row) for row in rows))):
        told = tuple(row[month] for row in rows)
        yield Constraint("foreign_part", "limit", told, Linear((1, -1, -1, 1), None, 0))


def cumulated(facts: Facts) -> Iterator[Constraint]:
    """What is added up from January does not fall within the year, nor did it the year before."""
    growths = _by_month(facts, "growth")
    for key, row in _by_month(facts, "level").items():
        cumulative = {
            month: fact for month, fact in row.items() if fact.reading.route == "form.economy"
        }
        if re.search("差额|失业率", str(key[2])):
            continue
        growth = growths.get((*key[:-1], "%"), {})
        for first, second in pairwise(sorted(cumulative)):
            if (first - 1) // 12 != (second - 1) // 12:
                continue
            pair = (cumulative[first], cumulative[second])
            yield Constraint("cumulated", "limit", pair, at_most(), is_sure=False)
            if first in growth and second in growth:
                told = (growth[second], pair[1], growth[first], pair[0])
                yield Constraint("cumulated_year_ago", "approximation", told, _ROSE)


_ROSE = Limit(
    (
        lambda now, grown, then: now * (100 + grown) / then - 100,
        lambda growth, grown, then: then * (100 + growth) / (100 + grown),
        lambda growth, now, then: then * (100 + growth) / now - 100,
        lambda growth, now, grown: now * (100 + grown) / (100 + growth),
    ),
    (True, False, False, True),
)
"""Growth and level of a month, growth and level of an earlier one of the same year."""

WILD = 6
"""How many times the usual distance from the mean of its neighbours a swing is wild."""

SMALLEST_SWING = Fraction(3)
"""Percentage points below which no swing is wild."""


def swing(facts: Facts) -> Iterator[Constraint]:
    """Growth from the start of the year does not leave its neighbours by many times its habit."""
    for row in _by_month(facts, "growth").values():
        months = [m for m in sorted(row) if m - 1 in row and m + 1 in row]
        if len(months) < 5:
            continue
        usual = median(_off(row, month) for month in months)
        bound = max(WILD * usual, SMALLEST_SWING)
        for month in months:
            told = (row[month], row[month - 1], row[month + 1])
            yield Constraint("swing", "approximation", told, Between(bound))


def _off(row: Row, month: int) -> Fraction:
    """How far a month is from the mean of its neighbours."""
    return abs(row[month].value - (row[month - 1].value + row[month + 1].value) / 2)


QUARTERS = (
    ("{0}-01/{0}-06", "{0}-01/{0}-03", "{0}-Q2"),
    ("{0}-01/{0}-09", "{0}-01/{0}-06", "{0}-Q3"),
    ("{0}", "{0}-01/{0}-09", "{0}-Q4"),
)
"""Times since January, and what each is made of."""


def growth_of_quarters(facts: Facts) -> Iterator[Constraint]:
    """上半年增长a%，其中一季度增长b%，二季度增长c%: a lies between b and c."""
    for whole in facts.plain:
        if not whole.is_rate or whole.reading.base != "previous_year":
            continue
        for span, first, second in QUARTERS:
            year = whole.span[:4]
            if whole.span != span.format(year):
                continue
            parts = [_told_at(facts, whole, each.format(year)) for each in (first, second)]
            told = (whole, *(part for part in parts if part))
            if len(told) == len(parts) + 1:
                yield Constraint("growth_between", "limit", told, Between(), is_sure=False)


def _told_at(facts: Facts, whole: Fact, span: str) -> Fact | None:
    """The only growth of a name in a time, in the paragraph of another one."""
    found = [
        fact
        for fact in facts.named(whole.name, "growth", span=span)
        if fact.place == whole.place and fact.is_rate
    ]
    return found[0] if len(found) == 1 else None
