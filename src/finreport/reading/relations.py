"""Relations between rows of figures by month: what arithmetic says of which row is which.

Each relation compares printed figures as intervals, month by month, and counts how often it
could be tested and how often it held. Rows that belong together hold in nearly every month; one
wrong cell must not change what a row is, so a quorum decides.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from finreport.numbers import Interval, Printed

Monthly = Mapping[int, Printed]
"""Figures by the number of the month (12 * year + month); what is not printed is absent."""

QUORUM = Fraction(3, 5)
"""The share of its tests that a relation must pass to hold."""

RATES = Interval(Fraction(6), Fraction(9))
"""Yuan to the dollar at any month-end since the rates were unified in 1994: 6.0 to 8.7."""

STEADY = Fraction(1, 20)
"""How far the rate of one month-end is from that of the last one at the most."""


class Tally(NamedTuple):
    """How often a relation could be tested and how often it held."""

    tested: int
    held: int

    @property
    def holds(self) -> bool | None:
        """Whether the quorum is reached; None where nothing could be tested."""
        return self.held >= QUORUM * self.tested if self.tested else None


def count(tests: Iterable[bool]) -> Tally:
    """The tally of the tests."""
    results = list(tests)
    return Tally(len(results), sum(results))


def increases(increase: Monthly, balance: Monthly) -> Tally:
    """A month's increase is the difference of the balances; nothing of fewer than three months."""
    tally = count(
        increase[month].interval.meets(balance[month].interval - balance[before].interval)
        for before, month in pairwise(sorted(balance))
        if month == before + 1 and month in increase
    )
    return tally if tally.tested >= 3 else Tally(0, 0)


def opening(balance: Monthly, increase: Monthly, growth: Monthly) -> Tally:
    """The level before January: from January's increase, and from the growth at the year's end."""
    months = sorted(balance)
    if not months:
        return Tally(0, 0)
    first, last = months[0], months[-1]
    if last != first + 11 or first not in increase or last not in growth:
        return Tally(0, 0)
    started = balance[first].interval - increase[first].interval
    return count([started.meets(_year_ago(balance[last], growth[last]))])


def not_less(whole: Monthly, part: Monthly) -> Tally:
    """All currencies hold no less than yuan alone, and no more than twice as much."""
    return count(
        whole[month].upper >= part[month].lower and whole[month].value <= 2 * part[month].value
        for month in whole.keys() & part.keys()
    )


def exchange(whole: Monthly, yuan: Monthly, foreign: Monthly) -> Tally:
    """What all currencies hold beyond yuan is the foreign one at a rate that is one and steady."""
    return _steady_rates(
        (whole[month].interval, yuan[month].interval, foreign[month].interval)
        for month in sorted(whole.keys() & yuan.keys() & foreign.keys())
    )


def exchange_year_ago(levels: tuple[Monthly, ...], growths: tuple[Monthly, ...]) -> Tally:
    """The same of the levels of a year ago, which balances and growth rates give together."""
    rows = [*levels, *growths]
    shared = set.intersection(*(set(row) for row in rows))
    pairs = list(zip(levels, growths, strict=True))
    rows_ago = []
    for month in sorted(shared):
        whole, yuan, foreign = (_year_ago(level[month], growth[month]) for level, growth in pairs)
        rows_ago.append((whole, yuan, foreign))
    return _steady_rates(rows_ago)


def _steady_rates(rows: Iterable[tuple[Interval, Interval, Interval]]) -> Tally:
    tests: list[bool] = []
    drift = Interval(1 - STEADY, 1 + STEADY)
    before: Interval | None = None
    for whole, yuan, foreign in rows:
        if foreign.lower <= 0:
            continue
        rate = (whole - yuan) / foreign
        is_steady = before is None or before.lower <= 0 or rate.meets(before * drift)
        tests.append(rate.meets(RATES) and is_steady)
        before = rate if rate.meets(RATES) else None
    return count(tests)


@cache
def _year_ago(level: Printed, growth: Printed) -> Interval:
    """The level of a year ago; growth of -100% or less leaves nothing that could be divided by."""
    rate = growth.interval
    least = Fraction(-999, 10)
    grown = Interval(1 + max(rate.lower, least) / 100, 1 + max(rate.upper, least) / 100)
    return level.interval / grown


def adds(total: Monthly, plus: Iterable[Monthly], minus: Iterable[Monthly] = ()) -> Tally:
    """The total is the sum of some rows less that of others, in the months that all print."""
    plus, minus = list(plus), list(minus)
    return count(_sums(total, plus, minus))


def _sums(total: Monthly, plus: list[Monthly], minus: list[Monthly]) -> Iterator[bool]:
    for month in set.intersection(*(set(row) for row in (total, *plus, *minus))):
        found = Interval(Fraction(0), Fraction(0))
        for row in plus:
            found = found + row[month].interval
        for row in minus:
            found = found - row[month].interval
        yield total[month].interval.meets(found)


def rises(row: Monthly) -> Tally:
    """A figure that is cumulated from the start of the year does not fall within it."""
    months = sorted(row)
    return count(
        row[later].upper >= row[earlier].lower
        for earlier, later in pairwise(months)
        if (earlier - 1) // 12 == (later - 1) // 12
    )
