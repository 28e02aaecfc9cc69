"""The shares as one composition: log-ratios, how far two halves are apart, and tests of it."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import product

import numpy as np

from finreport.analysis.composition import BUCKETS
from finreport.analysis.results import Estimate, Floats, Result
from finreport.analysis.shares import Shares
from finreport.analysis.split_tests import BestSplit, FixedSplit, SharesTest
from finreport.editions import INTERVAL
from finreport.editions.compared import Balance

GEOMETRIC = "geometric"
"""The variant of a balance between geometric means of its parts instead of their sums."""

WITHOUT_LARGEST = "without_largest_part"
"""The variant of the test of the whole without the bucket that moved most."""


def clr(parts: Floats) -> Floats:
    """The centred log-ratios of compositions, their parts along the last axis, all above zero.

    Each is the logarithm of a part over the geometric mean of all: what the parts add up to does
    not matter. Aitchison, J. (1986), The Statistical Analysis of Compositional Data, Chapman and
    Hall, section 4.6.
    """
    logs = np.log(parts)
    return np.asarray(logs - logs.mean(axis=-1, keepdims=True))


def centre(parts: Floats) -> Floats:
    """The mean of compositions along the first axis, up to closure: their geometric mean."""
    return np.asarray(np.exp(np.log(parts).mean(axis=0)))


def aitchison_distance(one: Floats, other: Floats) -> Floats:
    """How far two compositions are apart: the length of the difference of their log-ratios."""
    return np.asarray(np.linalg.norm(clr(other) - clr(one), axis=-1))


def length_range(lower: Floats, upper: Floats) -> tuple[float, float]:
    """The ends of the length of centred vectors whose parts lie between these bounds, exactly.

    The length is convex in the parts, so that it is largest where each is at one of its ends.
    The smallest is the distance of the box from the line on which all parts are equal: of two
    convex sets, whose nearest points are found by going to and fro between them (Cheney, W. and
    Goldstein, A. A. (1959), Proximity maps for convex sets, Proceedings of the American
    Mathematical Society 10, 448-450).
    """
    ends = np.array(list(product(*zip(lower, upper, strict=True))))
    level, nearest = np.inf, (lower + upper) / 2
    while abs(nearest.mean() - level) > 1e-12:
        level = nearest.mean()
        nearest = np.clip(level, lower, upper)
    longest = ends.std(axis=1).max() * len(lower) ** 0.5
    return float(np.linalg.norm(nearest - level)), float(longest)


def balance_of(parts: Floats, balance: Balance) -> Floats:
    """The log-ratio of what two groups of parts add up to, the parts along the last axis.

    Sums are what a reader of shares thinks of, and a small part weighs no more than it is:
    Greenacre, M. (2020), Amalgamations are valid in compositional data analysis, can be used in
    agglomerative clustering, and their logratios have an inverse transformation, Applied
    Computing and Geosciences 5, 100017.
    """
    over, under = _groups(parts, balance)
    return np.asarray(np.log(over.sum(axis=-1)) - np.log(under.sum(axis=-1)))


def geometric_balance_of(parts: Floats, balance: Balance) -> Floats:
    """The same of geometric means, in which each part weighs alike however small it is.

    It is up to a factor the balance of Egozcue, J. J. and Pawlowsky-Glahn, V. (2005), Groups of
    parts and their balances in compositional data analysis, Mathematical Geology 37, 795-828.
    """
    over, under = _groups(np.log(parts), balance)
    return np.asarray(over.mean(axis=-1) - under.mean(axis=-1))


def _groups(parts: Floats, balance: Balance) -> tuple[Floats, Floats]:
    over, under = (
        parts[..., [BUCKETS.index(name) for name in names]]
        for names in (balance.over, balance.under)
    )
    return over, under


def compared(shares: Shares, balances: Mapping[str, Balance]) -> Iterator[Result]:
    """The distance between both sides and what it is made of, then the tests.

    One asks of the whole composition whether any month divides the year; the ``balances`` are
    fixed beforehand and compared at the split month.
    """
    yield from _distance(shares)
    whole = SharesTest("composition.largest.p", {}, shares, clr, BestSplit())
    yield from whole.results()
    if shares.is_divided:
        yield whole.alone(WITHOUT_LARGEST, partial(_without_largest, shares.before))
    for name, balance in balances.items():
        yield _shift(shares, name, balance)
        test = SharesTest(
            "balance.p",
            {"series": name},
            shares,
            partial(_column, balance_of, balance),
            FixedSplit(shares.before),
        )
        yield from test.results()
        yield test.alone(GEOMETRIC, partial(_column, geometric_balance_of, balance))


def _column(form: Callable[[Floats, Balance], Floats], balance: Balance, parts: Floats) -> Floats:
    return form(parts, balance)[..., None]


def _distance(shares: Shares) -> Iterator[Result]:
    """The distance with exact bounds, and which share of its square each bucket has.

    Both rest on one number a part, the difference of its mean logarithms, which has exact bounds
    of its own: each share enters only one of them.
    """
    distance, parts = Estimate(), dict.fromkeys(BUCKETS, Estimate())
    if shares.is_divided and not shares.obstacle:
        logs = {end: np.log(shares.of(BUCKETS, end)) for end in INTERVAL}
        low, high = (
            _mean_shift(logs[first], logs[later], shares.before)
            for first, later in (("upper", "lower"), ("lower", "upper"))
        )
        shift = _mean_shift(logs["value"], logs["value"], shares.before)
        shift -= shift.mean()
        distance = Estimate(float(np.linalg.norm(shift)), *length_range(low, high))
        squares = 100 * shift**2 / (shift @ shift)
        parts = {name: Estimate(float(at)) for name, at in zip(BUCKETS, squares, strict=True)}
    yield shares.told("composition.aitchison.distance", distance, reason=shares.obstacle)
    for name, number in parts.items():
        yield shares.told(
            "composition.aitchison.share", number, reason=shares.obstacle, series=name
        )


def _mean_shift(first: Floats, later: Floats, before: int) -> Floats:
    return np.asarray(later[before:].mean(axis=0) - first[:before].mean(axis=0))


def _without_largest(before: int, parts: Floats) -> Floats:
    """The log-ratios without the part that moved most at the split month, as printed."""
    shift = _mean_shift(clr(parts), clr(parts), before)
    return clr(np.delete(parts, int(np.abs(shift).argmax()), axis=-1))


def _shift(shares: Shares, name: str, balance: Balance) -> Result:
    """How a balance moved from one side to the other, with exact bounds.

    Each share is in one month and in one of the two sums, so that the ends belong together.
    """
    number = Estimate()
    if shares.is_divided and not shares.obstacle:
        low, value, high = (
            np.log(shares.of(balance.over, over).sum(axis=1))
            - np.log(shares.of(balance.under, under).sum(axis=1))
            for over, under in (("lower", "upper"), ("value", "value"), ("upper", "lower"))
        )
        at = shares.before
        number = Estimate(
            float(value[at:].mean() - value[:at].mean()),
            float(low[at:].mean() - high[:at].mean()),
            float(high[at:].mean() - low[:at].mean()),
        )
    return shares.told("balance.shift", number, reason=shares.obstacle, series=name)
