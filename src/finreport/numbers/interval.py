"""Exact intervals and the one arithmetic on them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product

from finreport.errors import PlainError


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from ``lower`` to ``upper``, both included; raises if they are the other way.

    The arithmetic is that of two numbers that know nothing of each other: the result holds
    every value that they can make together, and no other. It is exact, because a
    :class:`~fractions.Fraction` is. Two intervals of one and the same number come out too wide,
    so a formula that holds a number twice goes to :func:`ranged`.
    """

    lower: Fraction
    upper: Fraction

    def __post_init__(self) -> None:
        if self.lower > self.upper:
            raise PlainError(f"An interval cannot run from {self.lower} down to {self.upper}.")

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int | Decimal | Fraction) and self.lower <= value <= self.upper

    def __neg__(self) -> "Interval":
        return Interval(-self.upper, -self.lower)

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.lower + other.lower, self.upper + other.upper)

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.lower - other.upper, self.upper - other.lower)

    def __mul__(self, other: "Interval") -> "Interval":
        return ranged(lambda a, b: a * b, self, other)

    def __truediv__(self, other: "Interval") -> "Interval":
        if 0 in other:
            raise PlainError("A number cannot be divided by an interval that holds zero.")
        return ranged(lambda a, b: a / b, self, other)

    @property
    def width(self) -> Fraction:
        """How far the ends are apart."""
        return self.upper - self.lower

    def meets(self, other: "Interval") -> bool:
        """Whether some value lies in both."""
        return self.lower <= other.upper and other.lower <= self.upper


def ranged(formula: Callable[..., Fraction], *intervals: Interval) -> Interval:
    """What a formula can give if each of its numbers is anywhere in its own interval.

    Exact for a formula that, whatever the others are, rises or falls in each number throughout
    its interval (in whichever direction): then its least and its largest value are at corners.
    """
    corners = product(*((each.lower, each.upper) for each in intervals))
    values = [formula(*corner) for corner in corners]
    return Interval(min(values), max(values))
