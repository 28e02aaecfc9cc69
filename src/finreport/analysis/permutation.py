"""Tests that shuffle months: exact ones, and what is left of them if months remember each other.

If nothing changed over the months, any other order of them would be as likely as the observed
one. The p is the share of orders whose statistic is as large as the observed one; it needs no
distribution of the values. It needs months that could be exchanged, though, and so
:func:`remembered` asks the same of errors that hang together, and :func:`sign_flip` asks of
changes, which need not.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial, reduce
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from finreport.analysis.methods import NOISES
from finreport.analysis.noise import simulate, with_error
from finreport.analysis.results import Estimate, Floats

TIES = 1e-9
"""Statistics that differ by less are equal: printed shares give many equal ones, whose floats
differ in the last bits."""

TOLERANCE = 1e-7
"""Below what two increases printed to one decimal can differ in the square of a mean."""

ROWS_AT_ONCE = 128
"""How many rows of a sign-flip test are computed at once."""


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


def every_choice(marked: NDArray[np.bool_]) -> Floats:
    """The weights of the difference of means of every choice of as many months as are ``marked``.

    A row a choice, a column a month; those of the marked months first, the others as
    :func:`itertools.combinations` has them.
    """
    return _every_choice(tuple(np.flatnonzero(marked).tolist()), len(marked))


@lru_cache
def _every_choice(marked: tuple[int, ...], count: int) -> Floats:
    chosen = sorted(combinations(range(count), len(marked)), key=lambda each: each != marked)
    weights = np.full((len(chosen), count), -1 / (count - len(marked)))
    np.put_along_axis(weights, np.array(chosen), 1 / len(marked), axis=1)
    weights.setflags(write=False)
    return weights


class Stratum(NamedTuple):
    """Months of one year, exchangeable among themselves alone.

    ``numbers`` has the columns value, lower and upper of the printed or implied numbers behind
    them, ``contrasts`` a row a choice: the weights of those numbers in its difference of means,
    the observed choice first.
    """

    numbers: Floats
    contrasts: Floats


def stratified(strata: Sequence[Stratum]) -> tuple[Estimate, Estimate]:
    """The mean over the strata of the observed difference of means, and its exact two-sided p.

    The p is the share of all ways to choose in each stratum whose mean difference is as large:
    Good, P. (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses, section 3.6; of
    strata of two it is Fisher's test of matched pairs. The ends of the difference are exact. A
    choice is as extreme as the observed one if d^2 - d0^2 = (d - d0)(d + d0) is not negative.
    Both factors are linear in the numbers, so that their intervals are exact; each choice is
    judged on its own, so that the range of the p is a safe one, wider than needed.
    """
    value = _sums([contrasts @ numbers[:, 0] for numbers, contrasts in strata])
    first = [_ends(numbers, contrasts[:1]) for numbers, contrasts in strata]
    difference = [float(sum(end[0] for end in ends)) for ends in zip(*first, strict=True)]
    factors = []
    for sign in (-1, 1):
        ends = [_ends(each.numbers, each.contrasts + sign * each.contrasts[0]) for each in strata]
        factors.append([_sums(end) for end in zip(*ends, strict=True)])
    corners = np.array([less * more for less in factors[0] for more in factors[1]])
    least, most = corners.min(axis=0), corners.max(axis=0)
    size, count = abs(value[0]), len(strata)
    return (
        Estimate(float(value[0]) / count, *(end / count for end in difference)),
        Estimate(
            float((np.abs(value) >= size - TIES).mean()),
            float((least >= -TOLERANCE).mean()),
            float((most >= -TOLERANCE).mean()),
        ),
    )


def _ends(numbers: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """The least and the largest sums of numbers within their ends, by each row of weights."""
    middle, half = numbers[:, 1:].mean(axis=1), (numbers[:, 2] - numbers[:, 1]) / 2
    centre, reach = weights @ middle, np.abs(weights) @ half
    return centre - reach, centre + reach


def _sums(parts: Sequence[Floats]) -> Floats:
    """All sums of one number of each part, the first that of the first ones."""
    return reduce(lambda sums, part: np.add.outer(sums, part).ravel(), parts)


def sign_flip(differences: Floats) -> Floats:
    """The exact two-sided p of each row: is the mean zero, if every sign is as likely as not?

    Fisher, R. A. (1935), The Design of Experiments, section 21: the share of all sign patterns
    whose sum is as far from zero. :func:`scipy.stats.permutation_test` gives the same p for one
    row; this takes thousands at once, in blocks that stay in the processor's cache.
    """
    blocks = np.array_split(differences, len(differences) // ROWS_AT_ONCE + 1)
    return np.concatenate([_share_as_far(block) for block in blocks])


def _share_as_far(differences: Floats) -> Floats:
    # A pattern and its opposite are equally far, so the sign of the first difference is kept.
    rows, count = differences.shape
    sums = np.empty((rows, 2 ** (count - 1)))
    sums[:, 0] = differences[:, 0]
    for place, difference in enumerate(differences[:, 1:].T[..., None]):
        half = 2**place
        np.subtract(sums[:, :half], difference, out=sums[:, half : 2 * half])
        sums[:, :half] += difference
    # Sums of the same decimals in another order may differ in their last bits.
    reached = np.abs(sums) >= np.abs(sums[:, :1]) - TIES
    return np.asarray(np.count_nonzero(reached, axis=1) / reached.shape[1])


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


def split_contrast(count: int, before: int) -> Floats:
    """The weights with which ``count`` months give a difference of means."""
    after = (np.arange(count) >= before).astype(np.float64)
    return np.asarray(after - after.mean())


def remembered(
    values: Floats,
    contrast: Floats,
    noise: str,
    size: Callable[[Floats], Floats] | None = None,
) -> Estimate:
    """The p of a contrast if the errors follow one of :data:`finreport.analysis.methods.NOISES`.

    ``values`` has a row a month and one or more columns; the statistic is :func:`explained`, or
    the ``size`` that is given. The simulated errors are Gaussian and have, between columns, the
    covariance that the contrast leaves. The interval is that of simulating.
    """
    weights = contrast / np.linalg.norm(contrast)
    errors = values - values.mean(axis=0) - np.outer(weights, weights @ values)
    mixing = np.linalg.qr(errors, mode="r")
    series = simulate(len(values), NOISES[noise])
    whole = len(series) // len(mixing) * len(mixing)
    drawn = series[:whole].reshape(-1, len(mixing), len(values)).swapaxes(1, 2) @ mixing
    measure = size or partial(explained, contrast=contrast)
    shares = measure(drawn)
    reached = int((shares >= measure(values) - TIES).sum())
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
