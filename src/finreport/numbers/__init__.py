"""A printed number: its digits, the interval that it stands for, and arithmetic on intervals.

Exact, and without the tables of the book, so that whoever reads or checks a text needs no more.
"""

from finreport.numbers.interval import Interval, is_at_most, ranged, weighted_sum
from finreport.numbers.printed import NUMBER, OPEN, QUALIFIED, Printed, round_half_away

__all__ = [
    "NUMBER",
    "OPEN",
    "QUALIFIED",
    "Interval",
    "Printed",
    "is_at_most",
    "ranged",
    "round_half_away",
    "weighted_sum",
]
