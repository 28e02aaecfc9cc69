"""Tests that shuffle months: exact ones, and what is left of them if months remember each other.

If nothing changed over the months, any other order of them would be as likely as the observed
one. The p is the share of orders whose statistic is as large as the observed one; it needs no
distribution of the values. It needs months that could be exchanged, though, and so
:func:`remembered` asks the same of errors that hang together.
"""

from collections.abc import Callable
from itertools import combinations, permutations
from math import factorial

import numpy as np
from numpy.typing import NDArray
from scipy.stats import permutation_test
from statsmodels.stats.proportion import proportion_confint

from finreport.analysis.noise import NOISES, SEED, Number, simulate

Floats = NDArray[np.float64]

ORDERS = 9_999
"""Random orders of the months in :func:`sampled_order_p`, besides the observed one. The standard
error of a p of 0.05 is 0.0022."""

DECIMALS = 9
"""To which differences of means are rounded. Printed shares give many equal ones, whose floats
differ in the last bits, and more so than scipy allows for where a difference is small."""

TIES = 1e-9
"""Other statistics that differ by less are equal, for the same reason."""


def difference_p(values: Floats, before: int) -> Floats:
    """The exact two-sided p of the difference of means, column by column.

    ``values`` has a row a month; the first ``before`` rows are compared with the others, and so
    is every other choice of as many rows. Two-sided is twice the smaller tail, at most 1.
    """
    return _over_splits(values, before, lambda shift: shift, "two-sided")


def distance_p(values: Floats, before: int) -> Floats:
    """The exact p of the distance between the mean rows of both sides.

    The same with the Euclidean length of the difference over the last axis of ``values``, of
    which only a large one counts against chance.
    """
    return _over_splits(values, before, lambda shift: np.linalg.norm(shift, axis=-1), "greater")


def _over_splits(
    values: Floats, before: int, measure: Callable[[Floats], Floats], alternative: str
) -> Floats:
    # Months are shuffled, and what belongs to them is looked up: all columns share the splits.
    def statistic(first: NDArray[np.intp], second: NDArray[np.intp], axis: int) -> Floats:
        one, other = (values[rows].mean(axis=rows.ndim + axis) for rows in (first, second))
        return np.asarray(measure(other - one).round(DECIMALS))

    months = np.arange(len(values))
    tested = permutation_test(
        (months[:before], months[before:]),
        statistic,
        vectorized=True,
        n_resamples=np.inf,
        alternative=alternative,
    )
    return np.asarray(tested.pvalue)


def order_p(values: Floats) -> float:
    """The exact two-sided p of a slope over equally spaced months, over all orders of the values.

    Scipy would list all orders, 479,001,600 of twelve months. Here the slope's sum is cut into
    that of the first and that of the later months: each choice of values for the first months
    gives two short lists of sums, over the orders on either side, and the pairs that together
    are large enough are counted in the sorted lists. The trick is that of Horowitz, E. and
    Sahni, S. (1974), Computing partitions with applications to the knapsack problem, Journal
    of the ACM 21, 277-292. Made for a year: the work doubles twice with each further month.
    """
    count = len(values)
    half = count // 2
    months, level = order_contrast(count), values - values.mean()
    limit = abs(float(months @ level)) - TIES * float(np.abs(level).sum())
    if limit <= 0:
        return 1.0
    orders, later_orders = _orders(half), _orders(count - half)
    reached = 0
    for rows in combinations(range(count), half):
        others = [row for row in range(count) if row not in rows]
        first = level[list(rows)][orders] @ months[:half]
        later = np.sort(level[others][later_orders] @ months[half:])
        reached += int((later.size - np.searchsorted(later, limit - first)).sum())
        reached += int(np.searchsorted(later, -limit - first, side="right").sum())
    return reached / factorial(count)


def _orders(count: int) -> NDArray[np.intp]:
    """All orders of so many places, a row an order."""
    return np.array(list(permutations(range(count))), dtype=np.intp)


def sampled_order_p(values: Floats) -> Floats:
    """The p of :func:`order_p`, column by column, from :data:`ORDERS` random orders."""

    def statistic(order: Floats, axis: int) -> Floats:
        return np.abs(np.tensordot(order, values, axes=1))

    tested = permutation_test(
        (order_contrast(len(values)),),
        statistic,
        permutation_type="pairings",
        vectorized=True,
        n_resamples=ORDERS,
        batch=1_000,
        alternative="greater",
        rng=np.random.default_rng(SEED),
    )
    return np.asarray(tested.pvalue)


def split_contrast(count: int, before: int) -> Floats:
    """The weights with which ``count`` months give a difference of means."""
    after = (np.arange(count) >= before).astype(np.float64)
    return np.asarray(after - after.mean())


def order_contrast(count: int) -> Floats:
    """The weights with which ``count`` months give a slope."""
    return np.asarray(np.arange(count) - (count - 1) / 2, dtype=np.float64)


def remembered(values: Floats, contrast: Floats, noise: str) -> Number:
    """The p of a contrast if the errors follow one of :data:`finreport.analysis.noise.NOISES`.

    ``values`` has a row a month and one or more columns. The statistic is the share of their
    variation that the contrast explains; with one column it is a squared correlation, with more
    that of Anderson, M. J. (2001), A new method for non-parametric multivariate analysis of
    variance, Austral Ecology 26, 32-46. The simulated errors are Gaussian and have, between
    columns, the covariance that the contrast leaves. The interval is that of simulating.
    """
    weights = contrast / np.linalg.norm(contrast)
    errors = values - values.mean(axis=0) - np.outer(weights, weights @ values)
    mixing = np.linalg.qr(errors, mode="r")
    series = simulate(len(values), NOISES[noise])
    whole = len(series) // len(mixing) * len(mixing)
    drawn = series[:whole].reshape(-1, len(mixing), len(values)).swapaxes(1, 2) @ mixing
    shares = _explained(drawn, weights)
    reached = int((shares >= _explained(values, weights) - TIES).sum())
    lower, upper = proportion_confint(reached, len(shares), method="wilson")
    return Number((1 + reached) / (len(shares) + 1), float(lower), float(upper))


def _explained(values: Floats, weights: Floats) -> Floats:
    """Which share of the variation over the months, the last axis but one, the weights explain."""
    centred = values - values.mean(axis=-2, keepdims=True)
    explained = (np.einsum("m,...mc->...c", weights, centred) ** 2).sum(axis=-1)
    return np.asarray(explained / (centred**2).sum(axis=(-2, -1)))
