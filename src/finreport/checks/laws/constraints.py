"""Constraints: what a law says of a few numbers, decided on the intervals that they stand for.

A relation says whether values within the intervals can satisfy it, and what one of the numbers
would have to be if the others are right. Both are exact: no tolerance beyond what was printed,
unless a law states one.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from msgspec import Struct

from finreport.errors import PlainError
from finreport.numbers import Interval, ranged, weighted_sum

if TYPE_CHECKING:
    from finreport.checks.laws.facts import Fact

Strength = Literal["equality", "limit", "approximation", "repetition"]


class Bounds(NamedTuple):
    """What a number may be: from ``lower`` to ``upper``, both included; None is without end."""

    lower: Fraction | None = None
    upper: Fraction | None = None

    def meets(self, other: "Bounds | Interval") -> bool:
        """Whether some value lies in both."""
        return not self.within(other).is_empty

    def within(self, other: "Bounds | Interval") -> "Bounds":
        """The values that lie in both."""
        lowers = [each for each in (self.lower, other.lower) if each is not None]
        uppers = [each for each in (self.upper, other.upper) if each is not None]
        return Bounds(max(lowers, default=None), min(uppers, default=None))

    @property
    def is_empty(self) -> bool:
        """Whether no value is left."""
        return self.lower is not None and self.upper is not None and self.lower > self.upper


EVERYTHING = Bounds()
NOTHING = Bounds(Fraction(1), Fraction(0))
PERCENT = Fraction(100)


class Relation(Protocol):
    """What must hold between numbers, given in the order of the constraint."""

    def holds(self, values: Sequence[Interval]) -> bool:
        """Whether some values within the intervals satisfy it."""

    def needed(self, values: Sequence[Interval], index: int) -> Bounds:
        """What the number at ``index`` would have to be, the others within their intervals."""


class Linear(Struct, frozen=True):
    """The weighted sum of the numbers lies between ``low`` and ``high``; None is without end."""

    weights: tuple[Fraction | int, ...]
    low: Fraction | int | None = 0
    high: Fraction | int | None = 0

    def holds(self, values: Sequence[Interval]) -> bool:
        """Whether the sum can lie between the bounds."""
        total = self._total(values)
        return (self.high is None or total.lower <= self.high) and (
            self.low is None or total.upper >= self.low
        )

    def needed(self, values: Sequence[Interval], index: int) -> Bounds:
        """The rest of the sum, taken from the bounds."""
        rest = self._total(values, skipped=index)
        weight = self.weights[index]
        low = None if self.low is None else (self.low - rest.upper) / Fraction(weight)
        high = None if self.high is None else (self.high - rest.lower) / Fraction(weight)
        return Bounds(low, high) if weight > 0 else Bounds(high, low)

    def _total(self, values: Sequence[Interval], skipped: int | None = None) -> Interval:
        told = zip(self.weights, values, strict=True)
        terms = [each for at, each in enumerate(told) if at != skipped]
        weights = [weight for weight, _ in terms]
        lower = weighted_sum(weights, [v.lower if weight > 0 else v.upper for weight, v in terms])
        upper = weighted_sum(weights, [v.upper if weight > 0 else v.lower for weight, v in terms])
        return Interval(lower, upper)


class Same(Struct, frozen=True):
    """Two prints are of one number, each rounded as it is.

    Intervals that only touch are of different numbers: 5.3 and 5.4 share 5.35 and no more.
    ``printed`` stands for what is printed where a word beside it (50万以上) makes more of it.
    """

    printed: tuple[Interval, Interval] | None = None

    def holds(self, values: Sequence[Interval]) -> bool:
        """Whether more than an end of the intervals is in both."""
        one, other = self.printed or values
        overlap = min(one.upper, other.upper) - max(one.lower, other.lower)
        return overlap > 0 or (overlap == 0 and 0 in (one.width, other.width))

    def needed(self, values: Sequence[Interval], index: int) -> Bounds:
        """What the other one stands for."""
        other = (self.printed or values)[1 - index]
        return Bounds(other.lower, other.upper)


Solved = Callable[..., Fraction]
"""One of the numbers from all the others, in their order."""


class Formula(Struct, frozen=True):
    """Each number follows from the others; ``tolerance`` widens what it may be, as a share."""

    solved: tuple[Solved, ...]
    tolerance: Fraction = Fraction(0)

    def holds(self, values: Sequence[Interval]) -> bool:
        """Whether the first number can be what the others make of it."""
        return self.needed(values, 0).meets(values[0])

    def needed(self, values: Sequence[Interval], index: int) -> Bounds:
        """What the others make of one number; anything where they would divide by zero."""
        others = [value for at, value in enumerate(values) if at != index]
        try:
            found = ranged(self.solved[index], *others)
        except ZeroDivisionError:
            return EVERYTHING
        slack = self.tolerance * max(abs(found.lower), abs(found.upper))
        return Bounds(found.lower - slack, found.upper + slack)


class Between(Struct, frozen=True):
    """The first number lies between the least and the largest of the others, or near by."""

    slack: Fraction = Fraction(0)

    def holds(self, values: Sequence[Interval]) -> bool:
        """Whether it can."""
        return self.needed(values, 0).meets(values[0])

    def needed(self, values: Sequence[Interval], index: int) -> Bounds:
        """The span of the others; of one of those, whether it has to reach down or up."""
        whole, parts = values[0], [v for at, v in enumerate(values) if at not in (0, index)]
        low = min(part.lower for part in parts) - self.slack
        high = max(part.upper for part in parts) + self.slack
        if index == 0:
            return Bounds(low, high)
        if Bounds(low, high).meets(whole):
            return EVERYTHING
        if low > whole.upper:
            return Bounds(None, whole.upper + self.slack)
        return Bounds(whole.lower - self.slack, None)


class Exactly(Struct, frozen=True):
    """The numbers as they are printed, each times its weight, add up to nothing."""

    weights: tuple[Fraction | int, ...]

    def holds(self, values: Sequence[Interval]) -> bool:
        """Whether they do, as no rounding is allowed for."""
        return self._left(values) == 0

    def needed(self, values: Sequence[Interval], index: int) -> Bounds:
        """The one number that makes the others add up."""
        meant = values[index].middle - self._left(values) / Fraction(self.weights[index])
        return Bounds(meant, meant)

    def _left(self, values: Sequence[Interval]) -> Fraction:
        made = (w * value.middle for w, value in zip(self.weights, values, strict=True))
        return sum(made, Fraction(0))


class Risen(Struct, frozen=True):
    """So many of the numbers are more than nothing, and the others are not."""

    count: int

    def holds(self, values: Sequence[Interval]) -> bool:
        """Whether as many can be."""
        return self.needed(values, 0).meets(values[0])

    def needed(self, values: Sequence[Interval], index: int) -> Bounds:
        """What is left for one to be: more than nothing, not more, or what cannot be."""
        others = sum(value.middle > 0 for at, value in enumerate(values) if at != index)
        if others == self.count - 1:
            return Bounds(Fraction(0), None)
        return Bounds(None, Fraction(0)) if others == self.count else NOTHING


class GrownSum(Struct, frozen=True):
    """The first growth is that of a sum whose parts have the others, as near as ``slack``.

    All in percent; ``levels`` are those of the parts after the growth, in the same order. What they
    are over what was before is ``start`` and the growth: a hundred, or nothing where a rate tells
    the whole of it, such as what was done of a budget.
    """

    levels: tuple[Interval, ...]
    slack: Fraction
    start: Fraction = PERCENT

    def holds(self, values: Sequence[Interval]) -> bool:
        """Whether it can be."""
        return self.needed(values, 0).meets(values[0])

    def needed(self, values: Sequence[Interval], index: int) -> Bounds:
        """The growth of the sum, or that of a part from what the sum and the others grew by.

        Exact over the intervals: a level weighs alike in the sum now and in that before, so that
        its rounding moves the weights alone.
        """
        whole = Interval(values[0].lower - self.slack, values[0].upper + self.slack)
        if any(value.lower <= -self.start for value in (whole, *values[1:])):
            return EVERYTHING
        factors = [
            Interval((self.start + value.lower) / PERCENT, (self.start + value.upper) / PERCENT)
            for value in (whole, *values[1:])
        ]
        if index == 0:
            low = self._weighted([factor.lower for factor in factors[1:]], is_low=True)
            high = self._weighted([factor.upper for factor in factors[1:]], is_low=False)
            low, high = PERCENT * low - self.start, PERCENT * high - self.start
            return Bounds(low - self.slack, high + self.slack)
        least = self._inverse(factors, index, is_low=True)
        most = self._inverse(factors, index, is_low=False)
        if least <= 0 or most <= 0:
            return EVERYTHING
        return Bounds(PERCENT / most - self.start, PERCENT / least - self.start)

    def _weighted(self, factors: Sequence[Fraction], *, is_low: bool) -> Fraction:
        """The least or the most that a sum grew by: levels of what grew more are at one end."""
        found = []
        for mark in {*factors, max(factors) + 1}:
            levels = [
                level.lower if (factor >= mark) == is_low else level.upper
                for level, factor in zip(self.levels, factors, strict=True)
            ]
            told = zip(levels, factors, strict=True)
            before = sum((level / factor for level, factor in told), Fraction(0))
            found.append(sum(levels, Fraction(0)) / before)
        return min(found) if is_low else max(found)

    def _inverse(self, factors: Sequence[Interval], index: int, *, is_low: bool) -> Fraction:
        """The least or the most that one over the factor of a part may be.

        It is that of the sum, and of each other part the difference from it, weighted by how large
        that part is beside this one.
        """
        whole = factors[0].upper if is_low else factors[0].lower
        own = self.levels[index - 1]
        found = []
        for base in (own.lower, own.upper):
            total = 1 / whole
            for at, (level, factor) in enumerate(zip(self.levels, factors[1:], strict=True), 1):
                if at != index:
                    more = 1 / whole - 1 / (factor.lower if is_low else factor.upper)
                    total += (level.lower if (more > 0) == is_low else level.upper) / base * more
            found.append(total)
        return min(found) if is_low else max(found)


class Never(Struct, frozen=True):
    """No values satisfy it: the words beside the numbers are at odds, not their digits."""

    def holds(self, values: Sequence[Interval]) -> bool:
        """It never does."""
        return False

    def needed(self, values: Sequence[Interval], index: int) -> Bounds:
        """The value that is printed; its unit or period is another."""
        return Bounds(values[index].lower, values[index].upper)


class Limit(Struct, frozen=True):
    """What the others make of each number bounds it: from above where ``is_upper`` says so."""

    solved: tuple[Solved, ...]
    is_upper: tuple[bool, ...]

    def holds(self, values: Sequence[Interval]) -> bool:
        """Whether the first number can be on its side of the bound."""
        return self.needed(values, 0).meets(values[0])

    def needed(self, values: Sequence[Interval], index: int) -> Bounds:
        """One side of what the others make of it."""
        both = Formula(self.solved).needed(values, index)
        return Bounds(None, both.upper) if self.is_upper[index] else Bounds(both.lower, None)


class OverYear(Struct, frozen=True):
    """A rate is ``factor`` times a part over the people at some time of a year.

    The numbers are the rate, the part, the people at the end, and by how many they grew.
    """

    factor: Fraction
    tolerance: Fraction

    def holds(self, values: Sequence[Interval]) -> bool:
        """Whether the rate can lie between what both ends of the year make of it."""
        return self.needed(values, 0).meets(values[0])

    def needed(self, values: Sequence[Interval], index: int) -> Bounds:
        """What the others make of one number, as wide as the people of both ends are apart."""
        rate, part, end, more = values
        start = Interval(end.lower - more.upper, end.upper - more.lower)
        if min(rate.lower, part.lower, end.lower, start.lower) <= 0:
            return EVERYTHING
        low, high = min(start.lower, end.lower), max(start.upper, end.upper)
        people = Interval(
            self.factor * part.lower / rate.upper * (1 - self.tolerance),
            self.factor * part.upper / rate.lower * (1 + self.tolerance),
        )
        less, above = min(more.lower, Fraction(0)), max(more.upper, Fraction(0))
        if index == 0:
            bounds = self.factor * part.lower / high, self.factor * part.upper / low
        elif index == 1:
            bounds = rate.lower * low / self.factor, rate.upper * high / self.factor
        elif index == 2:
            return Bounds(people.lower + less, people.upper + above)
        elif Bounds(people.lower, people.upper).meets(end):
            return EVERYTHING
        elif people.upper < end.lower:
            return Bounds(end.lower - people.upper, None)
        else:
            return Bounds(None, end.upper - people.lower)
        slack = self.tolerance * abs(bounds[1])
        return Bounds(bounds[0] - slack, bounds[1] + slack)


def ratio(factor: Fraction | int, tolerance: Fraction = Fraction(0)) -> Formula:
    """The first number is ``factor`` times the second over the third."""
    factor = Fraction(factor)
    return Formula(
        (
            lambda part, whole: factor * part / whole,
            lambda rate, whole: rate * whole / factor,
            lambda rate, part: factor * part / rate,
        ),
        tolerance,
    )


def adds_up(parts: int) -> Linear:
    """The first number is the sum of so many others."""
    return Linear((1, *[-1] * parts))


def at_most() -> Linear:
    """The first number is not more than the second."""
    return Linear((1, -1), None, 0)


class Hint(Struct, frozen=True):
    """What the number at ``index`` is if it was made by a slip of this name."""

    index: int
    slip: str
    value: Interval


class Constraint(Struct, frozen=True, dict=True):
    """What one law says of some numbers of the texts.

    ``is_sure`` is false where the law itself is only likely to apply; then a failure is a doubt
    however well the numbers were read. ``hints`` are values that certain slips would have given.
    """

    law: str
    strength: Strength
    facts: tuple["Fact", ...]
    relation: Relation
    is_sure: bool = True
    hints: tuple[Hint, ...] = ()

    def __post_init__(self) -> None:
        if not self.facts:
            raise PlainError(f"The law {self.law} speaks of no number.")

    @cached_property
    def values(self) -> tuple[Interval, ...]:
        """The intervals of its numbers, in units without a scale."""
        return tuple(fact.values for fact in self.facts)

    @cached_property
    def holds(self) -> bool:
        """Whether some values within the printed intervals satisfy it."""
        return self.relation.holds(self.values)

    @property
    def is_firm(self) -> bool:
        """Whether a failure is a contradiction and not a doubt."""
        return (
            self.is_sure
            and self.strength != "approximation"
            and all(fact.is_strong for fact in self.facts)
        )

    def needed(self, fact: "Fact") -> Bounds:
        """What one of its numbers would have to be."""
        return self.relation.needed(self.values, self.facts.index(fact))
