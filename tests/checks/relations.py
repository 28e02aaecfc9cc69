"""Relations drawn by hand with their formula, and whether print contradicts an error by them.

This is the second method, apart from the laws: each printed number stands for all that rounds to
it, and an error counts only if no numbers behind the print satisfy a relation that holds it. A
relation is a line such as ``share 6:3.5 = 6:24.36 6:686.96`` of the lists ``related*.toml``: its
kind, the number that the others give, and the others, each with its line and digits.

``sum`` of the others; ``share`` in percent of a part in a whole; ``growth`` in percent from the
second to the first; ``change``: growth in percent by a change and the level after it; ``ratio`` of
two; ``mean``: growth of a whole by growth and level after it of all parts; ``same``; ``count`` of
what is named; ``order``: not less than the other. A ``!`` behind the kind says that all numbers are
counted exactly, ``~0.2`` at the end by how much the first may be off besides.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from finreport.numbers import Interval, Printed, ranged
from finreport.reading.model import Reading
from tests.checks.planting import Planted

MEMBER = re.compile(
    r"(?P<line>\d+):(?P<sign>-?)(?P<digits>[\d.,]+)(?:@(?P<column>\d+))?(?:\*(?P<factor>[\d.e]+))?"
)
CONSTANT = re.compile(r"=(?P<value>-?[\d.]+)")


@dataclass(frozen=True, slots=True)
class Member:
    """A number of a relation: where it stands, and what values its print stands for."""

    line: int
    digits: str
    column: int | None
    values: Interval
    is_negative: bool = False
    factor: Fraction = Fraction(1)

    def is_at(self, reading: Reading) -> bool:
        """Whether a reading is this number."""
        place = reading.place
        printed = re.sub(r"\s", "", reading.printed).lstrip("-")
        is_here = (place.line, printed) == (self.line, self.digits)
        return is_here and self.column in (None, place.column)

    def planted(self, error: Planted, *, is_exact: bool) -> "Member":
        """The same number with an error: other digits, a sign, or the opposite direction."""
        values = _values(error.planted.lstrip("-"), is_exact=is_exact) * self.factor
        is_turned = error.planted.startswith("-") != error.printed.startswith("-")
        is_turned = is_turned or (error.kind == "direction" and error.printed == error.planted)
        return replace(self, values=-values if self.is_negative != is_turned else values)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation: its kind, its numbers, the first of which the others give, and its slack."""

    kind: str
    members: tuple[Member, ...]
    is_exact: bool = False
    slack: Fraction = Fraction(0)

    @property
    def holds(self) -> bool:
        """Whether some values behind the printed numbers satisfy it."""
        first, *others = (each.values for each in self.members)
        wide = Interval(first.lower - self.slack, first.upper + self.slack)
        return KINDS[self.kind](wide, others)

    def contradicts(self, reading: Reading, error: Planted) -> bool:
        """Whether it no longer holds once an error is planted in one of its numbers."""
        if self.kind == "count" or error.kind in ("unit", "order"):
            return True
        if error.kind == "period":
            return any(each.line not in (0, error.line) for each in self.members)
        found = tuple(
            each.planted(error, is_exact=self.is_exact) if each.is_at(reading) else each
            for each in self.members
        )
        return not replace(self, members=found).holds


def _values(digits: str, *, is_exact: bool) -> Interval:
    printed = Printed(re.sub(r"[\s,]", "", digits))
    return Interval(printed.value, printed.value) if is_exact else printed.interval


def parse(line: str) -> Relation:
    """A relation as it is written."""
    head, _, slack = line.partition("~")
    kind, *words = head.split()
    is_exact = kind.endswith("!")
    members = tuple(
        _member(word, is_exact=is_exact)
        for each in words
        if each != "="
        for word in (each.split("/") if kind.startswith("mean") else [each])
    )
    return Relation(kind.rstrip("!"), members, is_exact, Fraction(slack.strip() or 0))


def _member(word: str, *, is_exact: bool) -> Member:
    if constant := CONSTANT.fullmatch(word):
        value = Fraction(constant["value"])
        return Member(0, "", None, Interval(value, value))
    found = MEMBER.fullmatch(word)
    assert found, f"no number of a relation: {word}"
    factor = Fraction(found["factor"] or 1)
    values = _values(found["digits"], is_exact=is_exact) * factor
    is_negative = found["sign"] == "-"
    column = int(found["column"]) if found["column"] else None
    values = -values if is_negative else values
    return Member(int(found["line"]), found["digits"], column, values, is_negative, factor)


Holds = Callable[[Interval, Sequence[Interval]], bool]
"""Whether a first number can be what the others make of it."""


def _solved(formula: Callable[..., Fraction]) -> Holds:
    return lambda first, others: first.meets(ranged(formula, *others))


def _sum(first: Interval, parts: Sequence[Interval]) -> bool:
    lower, upper = (
        sum((end for end in ends), Fraction(0))
        for ends in zip(*((part.lower, part.upper) for part in parts), strict=True)
    )
    return first.meets(Interval(lower, upper))


def _mean(first: Interval, others: Sequence[Interval]) -> bool:
    """Growth of a sum: highest where every part grew most and those above the mean are largest.

    No part that is more than nothing can have lost all that it was.
    """
    growths, levels = others[::2], others[1::2]
    if any(up.lower <= -100 and level.lower > 0 for up, level in zip(growths, levels, strict=True)):
        return False
    ends = []
    for is_low in (True, False):
        factors = [1 + (each.lower if is_low else each.upper) / 100 for each in growths]
        told = [
            _weighted(
                factors,
                [
                    level.upper if (factor >= mark) != is_low else level.lower
                    for factor, level in zip(factors, levels, strict=True)
                ],
            )
            for mark in (*factors, max(factors) + 1)
        ]
        ends.append(min(told) if is_low else max(told))
    return first.meets(Interval(*sorted(ends)))  # a level below nothing turns them


def _weighted(factors: Sequence[Fraction], levels: Sequence[Fraction]) -> Fraction:
    before = sum(
        (level / factor for level, factor in zip(levels, factors, strict=True)), Fraction(0)
    )
    return 100 * (sum(levels, Fraction(0)) / before - 1)


def _same(first: Interval, others: Sequence[Interval]) -> bool:
    return all(
        min(one.upper, other.upper) > max(one.lower, other.lower) or one == other
        for one, other in combinations((first, *others), 2)
    )


KINDS: dict[str, Holds] = {
    "sum": _sum,
    "share": _solved(lambda part, whole: 100 * part / whole),
    "growth": _solved(lambda now, before: 100 * (now / before - 1)),
    "change": _solved(lambda change, now: 100 * change / (now - change)),
    "ratio": _solved(lambda one, other: one / other),
    "mean": _mean,
    "same": _same,
    "count": lambda *_: True,
    "order": lambda first, others: first.upper >= others[0].lower,
}


def is_contradicted(relations: Sequence[Relation], reading: Reading, error: Planted) -> bool:
    """Whether a relation contradicts an error; of a number in none of them that is taken for so."""
    own = [each for each in relations if any(member.is_at(reading) for member in each.members)]
    return not own or any(each.contradicts(reading, error) for each in own)
