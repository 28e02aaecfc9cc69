"""What a test finds where there is nothing to find: series without a trend, simulated.

Growth over twelve months shares eleven of them with that of the month before. If monthly growth
is unchanged but for chance, growth over twelve months wanders: it is a random walk. Tests that
take its months as independent then call trends far too often. How often, and how large their
statistics get, was simulated beforehand in so many series that no figure hangs on the draw:
``data/nulls``, made by ``python -m tests.analysis.simulate_nulls``. All noise is Gaussian.
"""

from collections.abc import Callable
from functools import lru_cache
from math import sqrt
from typing import Any, TypeVar

import numpy as np
from msgspec import Struct
from statsmodels.stats.proportion import proportion_confint

from finreport.analysis.firmness import LEVEL
from finreport.analysis.results import Estimate, Floats, Result
from finreport.decoding import read_records
from finreport.editions.folder import PROJECT_DATA

NULLS = PROJECT_DATA / "nulls"

SIMULATIONS = 20_000
"""Number of series that are simulated where a chapter runs. The standard error of a simulated
probability is below 0.0036."""

SEED = 20_241_231
"""The seed of every simulation, so that it gives the same on every run."""

T = TypeVar("T", bound=Struct)

SIMULATED: dict[str, tuple[str, Callable[[int], int]]] = {
    "trends.sign_flip": ("sign_flip", lambda points: points + 1),
    "gap.trend": ("sign_flip", lambda points: points + 1),
    "trends.mann_kendall": ("mann_kendall", lambda points: points),
    "trends.ols": ("ols", lambda points: points),
    "rates.balances": ("split", lambda points: points),
    "rates.composition": ("largest_split", lambda points: points),
    "gap.quarter_end": ("quarter_end", lambda points: points // 2),
    "gap.quarter_end_after": ("quarter_end_after", lambda points: points // 2),
}
"""The simulated test of each family, and the months that so many of its points come from; a split
was simulated after six months."""


class Reached(Struct, frozen=True):
    """How many of ``draws`` series of ``count`` months have a Mann-Kendall S of this ``size``."""

    noise: str
    count: int
    size: int
    reached: int
    draws: int


class Quantile(Struct, frozen=True):
    """The size of t that a ``share`` of all series of ``count`` independent months reaches."""

    count: int
    share: float
    t: float


class Estimated(Struct, frozen=True):
    """What is estimated of an autocorrelation that is ``rho``, in ``count`` months: quantiles."""

    count: int
    rho: float
    lower: float
    median: float
    upper: float


class Alarms(Struct, frozen=True):
    """In how many of ``draws`` series without an effect a test calls one."""

    test: str
    noise: str
    count: int
    alarms: int
    draws: int


class Power(Struct, frozen=True):
    """The steady step that a sign-flip test mostly finds, in standard deviations of the steps."""

    count: int
    step: float


class Reseeded(Struct, frozen=True):
    """How many verdicts of so many ``tests`` moved when all was drawn with other ``seeds``.

    Of the project's own edition, up to a ``month``.
    """

    month: str
    seeds: int
    tests: int
    moved: int


# Statistics


def lags(count: int) -> int:
    """Lags of the HAC errors of ``count`` points: floor(4 (n/100)^(2/9)).

    Newey, W. K. and West, K. D. (1994), Automatic lag selection in covariance matrix estimation,
    Review of Economic Studies 61, 631-653, with the constant usual for the Bartlett kernel.
    """
    return int(4 * (count / 100) ** (2 / 9))


def straight(count: int) -> Floats:
    """The regressors of a line: one, and the months around their middle."""
    return np.column_stack([np.ones(count), np.arange(count) - (count - 1) / 2])


def hac_errors(series: Floats, design: Floats, most: int) -> tuple[Floats, Floats]:
    """The coefficient of the last regressor in each row of ``series``, and its HAC error.

    Newey, W. K. and West, K. D. (1987), A simple, positive semi-definite, heteroskedasticity and
    autocorrelation consistent covariance matrix, Econometrica 55, 703-708: Bartlett kernel with
    ``most`` lags, no small-sample factor. statsmodels gives the same for one series; this takes
    thousands at once.
    """
    solution = np.linalg.pinv(design)
    weights = solution[-1]
    scores = (series - series @ (design @ solution).T) * weights
    variances = (scores**2).sum(axis=1)
    for lag in range(1, most + 1):
        kernel = 1 - lag / (most + 1)
        variances += 2 * kernel * (scores[:, lag:] * scores[:, :-lag]).sum(axis=1)
    return np.asarray(series @ weights), np.sqrt(variances)


def hac_t(series: Floats) -> Floats:
    """The t of the slope of each row over equally spaced months; HAC errors, :func:`lags` lags."""
    count = series.shape[1]
    slopes, errors = hac_errors(series, straight(count), lags(count))
    return np.asarray(slopes / errors)


def estimate(series: Floats) -> Floats:
    """The least-squares autocorrelation of each row around a straight line of its own."""
    before, now = series[:, :-1], series[:, 1:]
    design = straight(before.shape[1])
    around = np.eye(len(design)) - design @ np.linalg.pinv(design)
    before, now = before @ around, now @ around
    return np.asarray((before * now).sum(axis=1) / (before**2).sum(axis=1))


@lru_cache
def simulate(count: int, persistence: float) -> Floats:
    """Gaussian errors, a row a series: each is ``persistence`` times the last plus a new one.

    Below 1 they are stationary with standard deviation 1, from the first month; with 1 they are
    a random walk whose steps have standard deviation 1.
    """
    series = autoregression(np.random.default_rng(SEED), SIMULATIONS, count, persistence)
    series.setflags(write=False)
    return series


def autoregression(rng: np.random.Generator, draws: int, count: int, persistence: float) -> Floats:
    """So many series as :func:`simulate` gives them."""
    series = rng.standard_normal((draws, count))
    new = sqrt(1 - persistence**2) if abs(persistence) < 1 else 1.0
    for month in range(1, count):
        series[:, month] = persistence * series[:, month - 1] + new * series[:, month]
    return series


# What was simulated beforehand


def mann_kendall_p(size: float, count: int, noise: str) -> float:
    """How probable a Mann-Kendall S of this ``size`` is under a noise that remembers.

    Series without equal values have an S that is even, or one that is odd; an S of equal values
    may lie between two of those, and its p does too.
    """
    sizes, shares = _reached(count, noise)
    return float(np.interp(abs(size), sizes, shares))


def hac_p(t: Floats, count: int) -> Floats:
    """The two-sided p of :func:`hac_t` if months are independent, however few there are.

    That is the idea of Kiefer, N. M. and Vogelsang, T. J. (2005), A new asymptotic theory for
    heteroskedasticity-autocorrelation robust tests, Econometric Theory 21, 1130-1164: the lags
    are a fixed share of the months, not a vanishing one, so that t is no normal or Student's t.
    """
    quantiles, shares = _quantiles(count)
    return np.asarray(np.exp(np.interp(np.log(np.abs(t)), quantiles, shares)))


def hac_limit(count: int) -> float:
    """The size of :func:`hac_t` that :data:`LEVEL` of all independent series reach."""
    quantiles, shares = _quantiles(count)
    return float(np.exp(np.interp(-np.log(LEVEL), -shares, quantiles)))


def autocorrelation(values: Floats) -> Estimate:
    """The median-unbiased autocorrelation around a line, and its confidence set of 95%.

    Andrews, D. W. K. (1993), Exactly median-unbiased estimation of first order
    autoregressive/unit root models, Econometrica 61, 139-165: the autocorrelations for which an
    estimate like this one is the median, or between the quantiles of 2.5% and 97.5%. None is
    above 1.
    """
    rows = [row for row in _table("autocorrelation", Estimated) if row.count == len(values)]
    found = float(estimate(values[None])[0])
    rhos = [row.rho for row in rows]
    lower, middle, upper = (
        float(np.interp(found, [getattr(row, quantile) for row in rows], rhos))
        for quantile in ("upper", "median", "lower")
    )
    return Estimate(middle, lower, upper)


def false_alarms(test: str, count: int, noise: str) -> Estimate:
    """How often a test of ``count`` months calls an effect at :data:`LEVEL` where there is none.

    With the 95% interval that simulating leaves; nothing where it was not simulated.
    """
    for row in _table("false_alarms", Alarms):
        if (row.test, row.count, row.noise) == (test, count, noise):
            return with_error(row.alarms, row.draws, row.alarms / row.draws)
    return Estimate()


def family_alarms(test: Result, noise: str) -> Estimate:
    """How often a test like this one calls what is not there, as :func:`false_alarms`.

    What flips the signs of changes has one point fewer than months; what compares two years has
    each month twice.
    """
    name, months = SIMULATED.get(test.family, ("", lambda points: points))
    return false_alarms(name, months(test.n), noise)


def detectable(count: int) -> Estimate:
    """The steady step a month, in standard deviations of the steps, that is mostly found.

    A sign-flip test of the steps between ``count`` months finds it in four of five cases.
    """
    for row in _table("power", Power):
        if row.count == count:
            return Estimate(row.step)
    return Estimate()


def reseeded() -> Reseeded:
    """The record of drawing with other seeds, by ``python -m tests.analysis.reseed``."""
    [record] = _table("seeds", Reseeded)
    return record


def _table(name: str, into: type[T]) -> tuple[T, ...]:
    found: tuple[T, ...] = _read(name, into)
    return found


@lru_cache
def _read(name: str, into: type[Any]) -> tuple[Any, ...]:
    return tuple(read_records(NULLS / f"{name}.csv", into, f"nulls/{name}.csv"))


@lru_cache
def _reached(count: int, noise: str) -> tuple[Floats, Floats]:
    rows = [
        (row.size, row.reached / row.draws)
        for row in _table("mann_kendall", Reached)
        if (row.count, row.noise) == (count, noise)
    ]
    sizes, shares = np.array(rows).T
    return sizes, shares


@lru_cache
def _quantiles(count: int) -> tuple[Floats, Floats]:
    """Sizes of t, rising, and the shares that reach them, both as logarithms."""
    rows = [(row.t, row.share) for row in _table("hac", Quantile) if row.count == count]
    quantiles, shares = np.log(np.array(rows)).T
    return quantiles, shares


def with_error(hits: int, tries: int, value: float) -> Estimate:
    """A simulated share with the 95% interval, by Wilson, that so many tries leave."""
    lower, upper = proportion_confint(hits, tries, method="wilson")
    return Estimate(value, min(float(lower), value), max(float(upper), value))
