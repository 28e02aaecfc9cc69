"""Exact intervals: which values a printed number, with the words beside it, stands for."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from finreport.editions.errors import EditionError
from finreport.editions.printed import PrintedNumber


@dataclass(frozen=True)
class Interval:
    """All values from ``lower`` to ``upper``, both included.

    The arithmetic is that of two numbers that know nothing of each other: the result holds
    every value that they can make together, and no other. It is exact, because a
    :class:`~fractions.Fraction` is; two intervals of one and the same number would come out too
    wide, which is why expressions are left to :mod:`finreport.checks.expressions`.
    """

    lower: Fraction
    upper: Fraction

    def __post_init__(self) -> None:
        if self.lower > self.upper:
            raise EditionError(f"An interval cannot run from {self.lower} down to {self.upper}.")

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int | Decimal | Fraction) and self.lower <= value <= self.upper

    def __neg__(self) -> "Interval":
        return Interval(-self.upper, -self.lower)

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.lower + other.lower, self.upper + other.upper)

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.lower - other.upper, self.upper - other.lower)

    def __mul__(self, other: "Interval") -> "Interval":
        ends = [a * b for a in (self.lower, self.upper) for b in (other.lower, other.upper)]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: "Interval") -> "Interval":
        if 0 in other:
            raise EditionError("A number cannot be divided by an interval that holds zero.")
        return self * Interval(1 / other.upper, 1 / other.lower)

    @property
    def width(self) -> Fraction:
        """How far the ends are apart."""
        return self.upper - self.lower

    def meets(self, other: "Interval") -> bool:
        """Whether some value lies in both."""
        return self.lower <= other.upper and other.lower <= self.upper


QUALIFIED: dict[str, Callable[[Fraction, Fraction], Interval]] = {
    "约": lambda value, place: Interval(value - place, value + place),
    "左右": lambda value, place: Interval(value - place, value + place),
    "预计": lambda value, place: Interval(value - place, value + place),
    "余": lambda value, place: Interval(value, value + place),
    "多": lambda value, place: Interval(value, value + place),
    "近": lambda value, place: Interval(value - place / 2, value),
    "以上": lambda value, _: Interval(value, 2 * value),
    "超过": lambda value, _: Interval(value, 2 * value),
    "内": lambda value, _: Interval(Fraction(0), value),
}
"""What a word beside a number makes of it, from its size and the place of its last digit.

The place of a number without decimals is that of its last digit other than zero, as it is a
round number: "160余" runs to 170, "300多" to 400. About (约, 左右) and expected (预计): one unit
of that place either way; over (余, 多): up to one unit more; nearly (近): up to half a unit less;
at least and more than (以上, 超过): no upper end is printed, so twice the number stands for it;
within (内): from zero.
"""


def printed_interval(printed: str, qualifier: str = "") -> Interval:
    """The values that a number printed as ``printed`` with a word beside it stands for.

    Without a word these are all values that round to it; the words are those of
    :data:`QUALIFIED`. Raises :class:`EditionError` for another word or no number.
    """
    number = PrintedNumber(printed)
    if not qualifier:
        return Interval(Fraction(number.lower), Fraction(number.upper))
    if qualifier not in QUALIFIED:
        raise EditionError(
            f"{printed} has the word {qualifier!r}; known are {', '.join(QUALIFIED)}."
        )
    value = Fraction(number.value)
    size = QUALIFIED[qualifier](abs(value), _last_place(printed))
    return -size if value < 0 else size


def _last_place(printed: str) -> Fraction:
    whole, _, decimals = printed.lstrip("-").partition(".")
    if decimals:
        return Fraction(1, 10 ** len(decimals))
    return Fraction(10 ** (len(whole) - len(whole.rstrip("0"))) if whole.strip("0") else 1)


def round_half_away(value: Fraction, decimals: int) -> Decimal:
    """``value`` to so many decimals, a tie away from zero, as statisticians print it."""
    digits = floor(abs(value) * 10**decimals + Fraction(1, 2))
    is_negative = value < 0 and digits > 0
    return Decimal((int(is_negative), tuple(map(int, str(digits))), -decimals))
