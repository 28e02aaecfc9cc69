"""Printed numbers: what a figure in print says about the value behind it.

A figure v printed with d decimals stands for every value in [v - 0.5*10^-d, v + 0.5*10^-d]
(XBRL Calculations 1.1, https://www.xbrl.org/Specification/calculation-1.1/). The decimals are
read from the string, so trailing zeros count: "11.0" is ten times as precise as "11".
"""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import floor

from msgspec import Struct

from finreport.errors import PlainError
from finreport.numbers.interval import Interval

NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

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


OPEN = ("余", "多", "以上", "超过")
"""Words that print no upper end: the one of their intervals is a convention of this project."""


class Printed(Struct, frozen=True, dict=True):
    """A number as printed, in the unit of the column or sentence that it stands in.

    ``text`` is its digits with a minus for what fell; ``qualifier`` a word of
    :data:`QUALIFIED` beside it; ``is_exact`` says that it was counted, so that nothing was
    rounded away. Raises :class:`PlainError` for another text or word.
    """

    text: str
    qualifier: str = ""
    is_exact: bool = False

    def __post_init__(self) -> None:
        if not NUMBER.fullmatch(self.text):
            raise PlainError(f"{self.text!r} is not a printed number such as 45586.8 or -0.7.")
        if self.qualifier and self.qualifier not in QUALIFIED:
            known = ", ".join(QUALIFIED)
            raise PlainError(f"{self.text} has the word {self.qualifier!r}; known are {known}.")

    @cached_property
    def value(self) -> Fraction:
        """The number itself, exactly."""
        return Fraction(self._digits, 10**self.decimals)

    @property
    def _digits(self) -> int:
        """The number in units of its last digit."""
        return int(self.text.replace(".", ""))

    @property
    def decimals(self) -> int:
        """How many decimals are printed."""
        return len(self.text.partition(".")[2])

    @property
    def half_unit(self) -> Fraction:
        """Half of the last printed digit: the farthest that rounding moved the value."""
        return Fraction(1, 2 * 10**self.decimals)

    @cached_property
    def interval(self) -> Interval:
        """The values that are printed like this (a tie rounds away from zero)."""
        if self.qualifier:
            size = QUALIFIED[self.qualifier](abs(self.value), self._last_place())
            return -size if self.value < 0 else size
        if self.is_exact:
            return Interval(self.value, self.value)
        halves = 2 * 10**self.decimals
        return Interval(*(Fraction(2 * self._digits + half, halves) for half in (-1, 1)))

    @property
    def lower(self) -> Fraction:
        """The smallest of them."""
        return self.interval.lower

    @property
    def upper(self) -> Fraction:
        """The largest of them."""
        return self.interval.upper

    def _last_place(self) -> Fraction:
        if self.decimals:
            return Fraction(1, 10**self.decimals)
        whole = self.text.lstrip("-")
        return Fraction(10 ** (len(whole) - len(whole.rstrip("0"))) if whole.strip("0") else 1)


def round_half_away(value: Fraction, decimals: int) -> Decimal:
    """``value`` to so many decimals, a tie away from zero, as statisticians print it."""
    digits = floor(abs(value) * 10**decimals + Fraction(1, 2))
    is_negative = value < 0 and digits > 0
    return Decimal((int(is_negative), tuple(map(int, str(digits))), -decimals))
