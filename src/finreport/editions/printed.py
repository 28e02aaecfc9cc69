"""Printed numbers: what a figure in print says about the value behind it.

A figure v printed with d decimals stands for every value in [v - 0.5*10^-d, v + 0.5*10^-d]
(XBRL Calculations 1.1, https://www.xbrl.org/Specification/calculation-1.1/). The decimals are
read from the string, so trailing zeros count: "11.0" is ten times as precise as "11".
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from finreport.editions.errors import EditionError

NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class PrintedNumber:
    """A number as printed, in the unit of the column or sentence that it stands in."""

    text: str

    def __post_init__(self) -> None:
        if not NUMBER.fullmatch(self.text):
            raise EditionError(f"{self.text!r} is not a printed number such as 45586.8 or -0.7.")

    @property
    def value(self) -> Decimal:
        """The number itself, exactly."""
        return Decimal(self.text)

    @property
    def half_unit(self) -> Decimal:
        """Half of the last printed digit: the farthest that rounding moved the value."""
        return Decimal("0.5").scaleb(-len(self.text.partition(".")[2]))

    @property
    def lower(self) -> Decimal:
        """The smallest value that is printed like this."""
        return self.value - self.half_unit

    @property
    def upper(self) -> Decimal:
        """The largest value that is printed like this (a tie rounds away from zero)."""
        return self.value + self.half_unit
