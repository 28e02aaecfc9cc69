"""What became of the targets a year later, as far as a text from outside the report tells it.

The text is a government work report of the year after the next; its figures are context, in the
table that the edition names. A figure that it prints stands for its rounding. Where it prints
only how far the place was from the nation, the nation follows from other places that print both
their own figure and the distance; both together leave bounds. What neither tells is unknown.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from finreport.analysis.results import Number
from finreport.editions import Edition
from finreport.editions.context import context_rows
from finreport.numbers import Interval, Printed

Rows = Sequence[Mapping[str, str]]

OWN = ("growth", "level")
"""The measures of a figure that is printed itself."""

DISTANCE = "growth_less_national"
"""The measure of how much faster something grew than in the nation, in percentage points."""


def outcomes(edition: Edition) -> dict[str, tuple[Number, bool]]:
    """What became of each indicator that the context knows, and whether that is printed.

    Nothing if the edition names no context. In the unit of the target.
    """
    told = edition.groups.outcomes
    if told is None:
        return {}
    rows = context_rows(told.table)
    indicators = dict.fromkeys(row["indicator"] for row in rows if row["place"] == told.place)
    found = {}
    for indicator in indicators:
        about = [row for row in rows if row["indicator"] == indicator]
        printed = [row for row in about if row["place"] == told.place and row["measure"] in OWN]
        if printed:
            found[indicator] = _number(Printed(printed[0]["printed"])), True
        elif (implied := _implied(about, told.place)) is not None:
            found[indicator] = implied, False
    return found


def _implied(rows: Rows, place: str) -> Number | None:
    """The place's growth from its distance and what others say of the nation."""
    distance = next(
        (row["printed"] for row in rows if (row["place"], row["measure"]) == (place, DISTANCE)),
        None,
    )
    nation = national_growth(rows)
    if distance is None or nation is None:
        return None
    value, ends = nation
    own = Printed(distance)
    here = ends + own.interval
    return Number(float(value + own.value), float(here.lower), float(here.upper))


def national_growth(rows: Rows) -> tuple[Fraction, Interval] | None:
    """The nation's growth of one indicator, from every place with its own and the distance.

    The value is that of the sharpest pair, the interval what all of them leave. None where no
    place prints both, or where they contradict each other.
    """
    pairs = []
    for place in dict.fromkeys(row["place"] for row in rows):
        printed = {row["measure"]: Printed(row["printed"]) for row in rows if row["place"] == place}
        if {"growth", DISTANCE} <= printed.keys():
            own, apart = printed["growth"], printed[DISTANCE]
            ends = own.interval - apart.interval
            pairs.append((ends.width, own.value - apart.value, ends))
    if not pairs:
        return None
    lower = max(ends.lower for _, _, ends in pairs)
    upper = min(ends.upper for _, _, ends in pairs)
    if lower > upper:
        return None
    return min(pairs, key=lambda pair: pair[0])[1], Interval(lower, upper)


def _number(printed: Printed) -> Number:
    return Number(*(float(end) for end in (printed.value, printed.lower, printed.upper)))
