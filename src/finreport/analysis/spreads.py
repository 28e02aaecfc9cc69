"""The average distance of new loans from LPR, as far as shares in buckets can tell it.

Where in its bucket a loan stands is not printed, and two buckets have no end. So an average is
partially identified: it lies between those for every place at which the loans of a bucket may
stand on average (Manski, C. F. (2003), Partial Identification of Probability Distributions,
Springer, chapter 1). A change over the year is much sharper than a level, if a bucket stands at
one place all year, wherever that is.
"""

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np

from finreport.analysis.composition import BUCKETS
from finreport.analysis.firmness import LEVEL
from finreport.analysis.permutation import splits
from finreport.analysis.results import Estimate, Floats, Result
from finreport.analysis.shares import Shares
from finreport.analysis.split_tests import FixedSplit
from finreport.editions import INTERVAL

CLOSED = {
    "at": (0.0, 0.0),
    "above_0_0.5": (0.0, 0.5),
    "above_0.5_1.5": (0.5, 1.5),
    "above_1.5_3": (1.5, 3.0),
    "above_3_5": (3.0, 5.0),
}
"""The ends of the closed buckets in percentage points over LPR; each stands at its midpoint."""

OPEN = {"below": -0.25, "above_5": 6.0}
"""Where an open bucket stands, in percentage points over LPR: the rule for grouped data that a
class without an end is as wide as its neighbour, 0.5 below LPR as above it and 2 above 5."""

OPEN_ENDS = {"below": (-3.0, 0.0), "above_5": (5.0, 20.0)}
"""Between which ends the mean of an open bucket is assumed to lie. Three points under an LPR of
3 to 4 percent are almost no interest at all; 20 points over it are about 24 percent a year, above
which the Supreme People's Court lets borrowers of financial institutions ask for less
(Fa Fa [2017] No. 22, 2). Both are assumptions of the analysis, not of the report."""

ASSUMED = ("", "bands", "sampling", "all")
"""What is assumed of a shift of the average, by variant: that the open buckets stand anywhere in
their ranges; that all do; that all stand where the rules say, but the months are a draw of what
could have been; that the months are one wherever the buckets stand."""


def spread(shares: Floats, positions: Floats) -> Floats:
    """The average distance from LPR in percentage points.

    ``shares`` has :data:`BUCKETS` along its last axis, ``positions`` where each bucket stands;
    a second axis of ``positions`` gives a column for each choice of them.
    """
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True) @ positions)


def positions(places: Mapping[str, float]) -> Floats:
    """Where each bucket stands: those that are not named at the midpoint or by the rule."""
    middles = {name: (lower + upper) / 2 for name, (lower, upper) in CLOSED.items()}
    chosen = middles | OPEN | dict(places)
    return np.array([chosen[name] for name in BUCKETS])


def corners(ends: Mapping[str, tuple[float, float]]) -> list[Floats]:
    """The positions with these buckets at the ends of their ranges, in each pairing."""
    return [positions(dict(zip(ends, places, strict=True))) for places in product(*ends.values())]


MIDDLE = positions({})
"""Where each bucket stands by the rules."""

OPEN_CORNERS = corners(OPEN_ENDS)

ALL_CORNERS = corners(OPEN_ENDS | {name: ends for name, ends in CLOSED.items() if name != "at"})


def averages(shares: Shares, places: list[Floats]) -> Floats:
    """The average of each month as printed, its lowest and its highest, a layer each.

    The last axis has the ``places``. For given ones the average is a quotient that rises or
    falls steadily with each share, so that corners of the rounding bound it exactly; for given
    shares it is linear in the places, so that their corners do.
    """
    lower, upper = (shares.of(BUCKETS, end)[:, None] for end in ("lower", "upper"))
    is_upper = np.array(list(product((False, True), repeat=len(BUCKETS))))
    stacked = np.stack(places, axis=1)
    moved = spread(np.where(is_upper, upper, lower), stacked)
    printed = spread(shares.of(BUCKETS), stacked)
    return np.stack([printed, moved.min(axis=1), moved.max(axis=1)])


def shift_range(shares: Shares, places: list[Floats]) -> Estimate:
    """How the mean average moved at the split month, each bucket at one place all year."""
    found = averages(shares, [MIDDLE, *places])
    value, lower, upper = _means(found, shares.before)["shift"]
    return Estimate(float(value[0]), float(lower.min()), float(upper.max()))


def shift_interval(values: Floats, before: int) -> tuple[float, float]:
    """The 95% interval of a shift of the mean at a split, by turning the exact test around.

    It holds every shift that, taken back from the later months, leaves them indistinguishable
    from the first ones (Edgington, E. S. and Onghena, P. (2007), Randomization Tests, 4th ed.,
    Chapman and Hall, section 14.5). If a split of other months gives d where the observed one
    gives D, and has the share c of the later months' weight, d - cx reaches D - x between
    (D - d) / (1 - c) and (D + d) / (1 + c): no shift has to be tried.
    """
    weights = splits(len(values), before)
    later = weights[:, before:].sum(axis=1)
    found = weights @ values
    observed, others, share = found[0], found[1:], later[1:]
    ends = np.sort(
        np.stack([(observed - others) / (1 - share), (observed + others) / (1 + share)]), axis=0
    )
    # The observed split always reaches itself, so that its p is above the level with so many more.
    allowed = int(LEVEL * len(found) + 1e-9)
    if not allowed:
        return -np.inf, np.inf
    low, high = np.sort(ends[0]), np.sort(ends[1])
    return float(low[allowed - 1]), float(high[-allowed])


def shift(shares: Shares, variant: str) -> Estimate:
    """The shift of the average under one of :data:`ASSUMED`; none where a side is too short."""
    places = ALL_CORNERS if variant in ("bands", "all") else OPEN_CORNERS
    if not shares.is_divided:
        return Estimate()
    if variant in ("", "bands"):
        return shift_range(shares, places)
    if not FixedSplit(shares.before).fits(len(shares.months)):
        return Estimate()
    places = ALL_CORNERS if variant == "all" else [MIDDLE]
    value = shift_range(shares, places[:1]).value
    months = spread(shares.of(BUCKETS), np.stack(places, axis=1))
    lows, highs = zip(*(shift_interval(column, shares.before) for column in months.T), strict=True)
    bounded = np.isfinite([*lows, *highs]).all()
    return Estimate(value, min(lows), max(highs)) if bounded else Estimate()


def told(shares: Shares) -> Iterator[Result]:
    """The average of each month and side, how it moved, and what it depends on."""
    found = averages(shares, [MIDDLE, *OPEN_CORNERS])
    for month, (value, lower, upper) in zip(shares.months, found.swapaxes(0, 1), strict=True):
        number = Estimate(float(value[0]), float(lower.min()), float(upper.max()))
        yield shares.told("spread", number, months=[month], period=month)
    sides = _means(found, shares.before) if shares.is_divided else {}
    for side in ("before", "after"):
        ends = sides.get(side)
        number = Estimate()
        if ends is not None:
            number = Estimate(float(ends[0, 0]), float(ends[1].min()), float(ends[2].max()))
        yield shares.told(f"spread.mean.{side}", number)
    for variant in ASSUMED:
        yield shares.told("spread.mean.shift", shift(shares, variant), variant=variant)
    for bucket in OPEN:
        number = Estimate(*(float(shares.of([bucket], end)[-1, 0]) / 100 for end in INTERVAL))
        last = shares.months[-1:]
        yield shares.told("spread.sensitivity", number, [bucket], months=last, variant=bucket)


def _means(found: Floats, before: int) -> dict[str, Floats]:
    """The means of both sides and the shift, each with its value, lowest and highest."""
    first, later = found[:, :before].mean(axis=1), found[:, before:].mean(axis=1)
    return {"shift": later - first[[0, 2, 1]], "before": first, "after": later}
