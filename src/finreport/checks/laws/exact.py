"""Sums that are exact: accounts that are kept in 万元 add up to the last digit.

Printed numbers are rounded, so a sum may miss its parts by a last digit or two. But what a budget
takes in and gives out is booked in the unit it is printed in: of 247 sums in whole 万元 of money
in published budgets, accounts and tables of finance one was not exact, and that had been misread.
Value added and output are estimates, and are not.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from finreport.checks.laws.constraints import Constraint, Exactly, Linear
from finreport.checks.laws.growths import REAL

BOOKED = Fraction(10_000)
"""The last digit of what is booked, in yuan: sums in 亿元 are rounded from it."""


def exact_sums(found: Sequence[Constraint]) -> Iterator[Constraint]:
    """That a sum of booked money which holds but for its rounding is exact.

    One of more numbers says more: its first ones may make the whole, nearly, by chance.
    """
    numbers = [frozenset(each.facts) for each in found]
    for each in found:
        told = each.relation
        if any(set(each.facts) < more for more in numbers) or not _is_booked(each):
            continue
        if isinstance(told, Linear) and not (told.low or told.high):
            relation = Exactly(told.weights)
            exact = Constraint("exact_sum", "equality", each.facts, relation, is_sure=False)
            if not exact.holds:
                yield exact


def _is_booked(found: Constraint) -> bool:
    """Whether it holds of money in whole 万元 that is no estimate."""
    return (
        found.strength == "equality"
        and found.holds
        and all(
            (fact.unit, fact.values.width) == ("元", BOOKED) and not REAL.search(fact.name)
            for fact in found.facts
        )
    )
