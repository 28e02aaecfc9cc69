"""Exact intervals and the one arithmetic on them."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import lcm
from typing import TypeAlias

from msgspec import Struct

from finreport.errors import PlainError

Exact: TypeAlias = int | Fraction
"""A number that nothing was rounded away from."""


class Interval(Struct, frozen=True):
    """All values from ``lower`` to ``upper``, both included; raises if they are the other way.

    The arithmetic is that of two numbers that know nothing of each other: the result holds
    every value that they can make together, and no other. It is exact, because a
    :class:`~fractions.Fraction` is. A number that is exact stands for itself, as in
    ``level / (1 + growth / 100)``. Two intervals of one and the same number come out too wide,
    so a formula that holds a number twice goes to :func:`ranged`.
    """

    lower: Fraction
    upper: Fraction

    def __post_init__(self) -> None:
        if not is_at_most(self.lower, self.upper):
            raise PlainError(f"An interval cannot run from {self.lower} down to {self.upper}.")

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int | Decimal | Fraction) and self.lower <= value <= self.upper

    def __neg__(self) -> "Interval":
        return Interval(-self.upper, -self.lower)

    def __add__(self, other: "Interval | Exact") -> "Interval":
        other = _as_interval(other)
        return Interval(self.lower + other.lower, self.upper + other.upper)

    __radd__ = __add__

    def __sub__(self, other: "Interval | Exact") -> "Interval":
        other = _as_interval(other)
        return Interval(self.lower - other.upper, self.upper - other.lower)

    def __mul__(self, other: "Interval | Exact") -> "Interval":
        other = _as_interval(other)
        if self._is_from_zero and other._is_from_zero:  # the usual case, in half the steps
            return Interval(self.lower * other.lower, self.upper * other.upper)
        return ranged(lambda a, b: a * b, self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: "Interval | Exact") -> "Interval":
        divisor = _as_interval(other)
        if divisor.lower.numerator <= 0 <= divisor.upper.numerator:
            raise PlainError("A number cannot be divided by an interval that holds zero.")
        if self._is_from_zero and divisor._is_from_zero:
            return Interval(self.lower / divisor.upper, self.upper / divisor.lower)
        return ranged(lambda a, b: a / b, self, divisor)

    @property
    def _is_from_zero(self) -> bool:
        """Whether no value in it is negative; by the numerator, which is quickly looked at."""
        return self.lower.numerator >= 0

    @property
    def middle(self) -> Fraction:
        """The value halfway between the ends: a number as printed, where it has no word beside."""
        return (self.lower + self.upper) / 2

    @property
    def width(self) -> Fraction:
        """How far the ends are apart."""
        return self.upper - self.lower

    def meets(self, other: "Interval") -> bool:
        """Whether some value lies in both."""
        return is_at_most(self.lower, other.upper) and is_at_most(other.lower, self.upper)


def ranged(formula: Callable[..., Fraction], *intervals: Interval) -> Interval:
    """What a formula can give if each of its numbers is anywhere in its own interval.

    Exact for a formula that, whatever the others are, rises or falls in each number throughout
    its interval (in whichever direction): then its least and its largest value are at corners.
    """
    corners = product(*((each.lower, each.upper) for each in intervals))
    values = [formula(*corner) for corner in corners]
    return Interval(min(values), max(values))


def is_at_most(one: Fraction, other: Fraction) -> bool:
    """Whether a fraction is not more than another, in a third of the time of the operator.

    That one first asks of what kind the other is.
    """
    return one.numerator * other.denominator <= other.numerator * one.denominator


def weighted_sum(weights: Sequence[Exact], values: Sequence[Fraction]) -> Fraction:
    """The exact sum of values times their weights, brought to one denominator once.

    To add fractions one by one reduces each sum anew, which takes several times as long.
    """
    over = lcm(*(value.denominator for value in values))
    scaled = (value.numerator * (over // value.denominator) for value in values)
    total = sum(weight * value for weight, value in zip(weights, scaled, strict=True))
    return Fraction(total, over)


def _as_interval(number: Interval | Exact) -> Interval:
    return number if isinstance(number, Interval) else Interval(Fraction(number), Fraction(number))
