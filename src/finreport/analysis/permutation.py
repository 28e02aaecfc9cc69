"""Tests that shuffle months: exact ones, and what is left of them if months remember each other.

If nothing changed over the months, any other order of them would be as likely as the observed
one. The p is the share of orders whose statistic is as large as the observed one; it needs no
distribution of the values. It needs months that could be exchanged, though, and so
:func:`remembered` asks the same of errors that hang together.
"""

from functools import lru_cache
from itertools import combinations, permutations
from math import factorial

import numpy as np
from numpy.typing import NDArray

from finreport.analysis.methods import NOISES
from finreport.analysis.noise import simulate, with_error
from finreport.analysis.results import Estimate, Floats

TIES = 1e-9
"""Statistics that differ by less are equal: printed shares give many equal ones, whose floats
differ in the last bits."""


def split_p(values: Floats, before: int) -> Floats:
    """The exact two-sided p of the distance between the mean rows of both sides of a split.

    ``values`` have the months along the last axis but one and one or more columns along the
    last; the first ``before`` months are compared with the others, and so is every other choice
    of as many months. The p is the share of choices whose means are at least as far apart; of
    one column that is the size of a difference, of more the Euclidean distance.
    """
    shifts = splits(values.shape[-2], before) @ values
    sizes = np.sqrt((shifts**2).sum(axis=-1))
    return np.asarray((sizes >= sizes[..., :1] - TIES).mean(axis=-1))


@lru_cache
def splits(count: int, before: int) -> Floats:
    """The weights of each split of so many months, a row a split, the observed one first.

    A split into halves and its opposite are equally far apart, so one of each pair is kept.
    """
    chosen = list(combinations(range(count), before))
    if count == 2 * before:
        chosen = chosen[: len(chosen) // 2]
    weights = np.full((len(chosen), count), 1 / (count - before))
    np.put_along_axis(weights, np.array(chosen), -1 / before, axis=1)
    return weights


def order_p(values: Floats) -> float:
    """The exact two-sided p of a slope over equally spaced months, over all orders of the values.

    Scipy would list all orders, 479,001,600 of twelve months. Here the slope's sum is cut in two:
    the weights of the later months are those of the first ones with another sign, so that each
    choice of values for one half, in all orders, gives one sorted list of sums; for every two
    choices that share no value, the pairs of sums that are far enough apart are counted by
    looking one list up in the other. The trick is that of Horowitz, E. and Sahni, S. (1974),
    Computing partitions with applications to the knapsack problem, Journal of the ACM 21,
    277-292. An order read backwards has the opposite sum, so that one tail tells both. Made for a
    year: the work doubles twice with each further month.
    """
    count = len(values)
    months, level = order_contrast(count), values - values.mean()
    limit = abs(float(months @ level)) - TIES * float(np.abs(level).sum())
    if limit <= 0:
        return 1.0
    chosen, apart = _halves(count)
    sums = np.sort(level[chosen] @ _in_all_orders(months[-(count // 2) :]), axis=1)
    missed = sum(
        int(np.searchsorted(sums[later], limit + sums[first]).sum()) for first, later in apart
    )
    return 2 * (factorial(count) - missed) / factorial(count)


@lru_cache
def _halves(count: int) -> tuple[NDArray[np.intp], list[tuple[int, int]]]:
    """Each choice of values for half of the months, and every two that share none, in order.

    Of an odd number one value is left over, for the month in the middle, whose weight is zero.
    """
    chosen = list(combinations(range(count), count // 2))
    places = {choice: place for place, choice in enumerate(chosen)}
    apart = [
        (first, places[later])
        for first, choice in enumerate(chosen)
        for later in combinations(sorted({*range(count)} - {*choice}), count // 2)
    ]
    return np.array(chosen), apart


def _in_all_orders(weights: Floats) -> Floats:
    """The weights in all orders, a column an order."""
    return np.array(list(permutations(weights))).T


def split_contrast(count: int, before: int) -> Floats:
    """The weights with which ``count`` months give a difference of means."""
    after = (np.arange(count) >= before).astype(np.float64)
    return np.asarray(after - after.mean())


def order_contrast(count: int) -> Floats:
    """The weights with which ``count`` months give a slope."""
    return np.asarray(np.arange(count) - (count - 1) / 2, dtype=np.float64)


def remembered(values: Floats, contrast: Floats, noise: str) -> Estimate:
    """The p of a contrast if the errors follow one of :data:`finreport.analysis.methods.NOISES`.

    ``values`` has a row a month and one or more columns; the statistic is :func:`explained`. The
    simulated errors are Gaussian and have, between columns, the covariance that the contrast
    leaves. The interval is that of simulating.
    """
    weights = contrast / np.linalg.norm(contrast)
    errors = values - values.mean(axis=0) - np.outer(weights, weights @ values)
    mixing = np.linalg.qr(errors, mode="r")
    series = simulate(len(values), NOISES[noise])
    whole = len(series) // len(mixing) * len(mixing)
    drawn = series[:whole].reshape(-1, len(mixing), len(values)).swapaxes(1, 2) @ mixing
    shares = explained(drawn, contrast)
    reached = int((shares >= explained(values, contrast) - TIES).sum())
    return with_error(reached, len(shares), (1 + reached) / (len(shares) + 1))


def explained(values: Floats, contrast: Floats) -> Floats:
    """Which share of the variation over the months, the last axis but one, a contrast explains.

    With one column it is a squared correlation, with more that of Anderson, M. J. (2001), A new
    method for non-parametric multivariate analysis of variance, Austral Ecology 26, 32-46.
    """
    weights = contrast / np.linalg.norm(contrast)
    centred = values - values.mean(axis=-2, keepdims=True)
    share = (np.einsum("m,...mc->...c", weights, centred) ** 2).sum(axis=-1)
    return np.asarray(share / (centred**2).sum(axis=(-2, -1)))
