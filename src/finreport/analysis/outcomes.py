"""What became of the targets a year later, as far as a text from outside the report tells it.

The text is a government work report of the year after the next; its figures are context, in the
table that the edition names. A figure that it prints stands for its rounding. Where it prints
only how far the place was from the nation, the nation follows from other places that print both
their own figure and the distance; both together leave bounds. What neither tells is unknown.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from finreport.analysis.estimates import estimate_of
from finreport.analysis.results import Estimate
from finreport.editions.compared import Outcomes
from finreport.editions.context import context_rows
from finreport.numbers import Interval, Printed

Rows = Sequence[Mapping[str, str]]

OWN = ("growth", "level")
"""The measures of a figure that is printed itself."""

DISTANCE = "growth_less_national"
"""The measure of how much faster something grew than in the nation, in percentage points."""


class Outcome(NamedTuple):
    """What became of an indicator, whether that is printed, and the names of what it rests on."""

    number: Estimate = Estimate()
    is_printed: bool = False
    inputs: tuple[str, ...] = ()


def outcomes(told: Outcomes | None) -> dict[str, Outcome]:
    """What became of each indicator that a table of context tells, in the unit of its figures.

    Nothing where an edition names no such table.
    """
    if told is None:
        return {}
    rows = context_rows(told.table)
    found = {}
    for indicator in dict.fromkeys(row["indicator"] for row in rows if row["place"] == told.place):
        about = [row for row in rows if row["indicator"] == indicator]
        printed = [row for row in about if row["place"] == told.place and row["measure"] in OWN]
        if printed:
            number = estimate_of(Printed(printed[0]["printed"]))
        else:
            number = _implied(about, told.place)
            about = [row for row in about if row["measure"] in (*OWN, DISTANCE)]
        inputs = (
            f"context.{told.table}.{indicator}.{row['place']}.{row['measure']}"
            for row in printed or about
        )
        found[indicator] = Outcome(number, bool(printed), tuple(inputs))
    return found


def _implied(rows: Rows, place: str) -> Estimate:
    """The place's growth from its distance and what others say of the nation."""
    apart = [row for row in rows if (row["place"], row["measure"]) == (place, DISTANCE)]
    nation = national_growth(rows)
    if not apart or nation is None:
        return Estimate()
    value, ends = nation
    own = Printed(apart[0]["printed"])
    here = ends + own.interval
    return Estimate(float(value + own.value), float(here.lower), float(here.upper))


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
