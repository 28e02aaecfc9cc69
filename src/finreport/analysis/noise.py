"""What a trend test finds where there is no trend: simulated noise that remembers.

Growth rates over twelve months share eleven of them with their neighbours, so their errors hang
together, and a test that takes them as independent calls trends too often. Here the same tests
meet series without a trend whose errors are independent, follow a first-order autoregression or
a random walk, all Gaussian. What is simulated has an error of its own; it is always given.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import comb, sqrt

import numpy as np
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from finreport.analysis.firmness import LEVEL
from finreport.analysis.kendall import two_sided
from finreport.analysis.methods import NOISES
from finreport.analysis.results import Estimate, Floats

STATIONARY = ("independent", "ar1_0.5", "ar1_0.7")
"""The noises that have a standard deviation, in which a slope can be measured."""

SIMULATIONS = 20_000
"""Estimate series a noise. The standard error of a simulated probability is below 0.0036."""

SEED = 20_241_231
"""The seed of every simulation, so that it gives the same on every run."""

POWER = 0.8
"""How often a slope has to be found to be called detectable."""


@dataclass(frozen=True)
class Nulls:
    """What the tests give for simulated series of one length and noise, without a trend.

    ``ols`` are the sizes of t as in :func:`hac_t`, ``mann_kendall`` the sizes of S.
    """

    ols: Floats
    mann_kendall: Floats


def lags(count: int) -> int:
    """Lags of the HAC errors of ``count`` points: floor(4 (n/100)^(2/9)).

    Newey, W. K. and West, K. D. (1994), Automatic lag selection in covariance matrix estimation,
    Review of Economic Studies 61, 631-653, with the constant usual for the Bartlett kernel.
    """
    return int(4 * (count / 100) ** (2 / 9))


def hac_t(series: Floats) -> Floats:
    """The t of the slope of each row over equally spaced months, with HAC errors.

    Newey, W. K. and West, K. D. (1987), A simple, positive semi-definite, heteroskedasticity and
    autocorrelation consistent covariance matrix, Econometrica 55, 703-708: Bartlett kernel,
    :func:`lags`, no small-sample factor. statsmodels gives the same for one series; this takes
    thousands at once.
    """
    count = series.shape[1]
    months = np.arange(count) - (count - 1) / 2
    weights = months / (months @ months)
    slopes = series @ weights
    errors = series - series.mean(axis=1, keepdims=True) - np.outer(slopes, months)
    scores = errors * weights
    variances = (scores**2).sum(axis=1)
    for lag in range(1, lags(count) + 1):
        kernel = 1 - lag / (lags(count) + 1)
        variances += 2 * kernel * (scores[:, lag:] * scores[:, :-lag]).sum(axis=1)
    return np.asarray(slopes / np.sqrt(variances))


@lru_cache
def nulls(count: int, noise: str) -> Nulls:
    """The simulated tests of series with ``count`` points and one of :data:`NOISES`."""
    series = simulate(count, NOISES[noise])
    earlier, later = np.triu_indices(count, 1)
    rising = np.sign(series[:, later] - series[:, earlier]).sum(axis=1)
    return Nulls(np.abs(hac_t(series)), np.abs(rising))


@lru_cache
def simulate(count: int, persistence: float) -> Floats:
    """Gaussian errors, a row a series: each is ``persistence`` times the last plus a new one.

    Below 1 they are stationary with standard deviation 1, from the first month; with 1 they are
    a random walk whose steps have standard deviation 1.
    """
    series = np.random.default_rng(SEED).standard_normal((SIMULATIONS, count))
    new = sqrt(1 - persistence**2) if persistence < 1 else 1.0
    for month in range(1, count):
        series[:, month] = persistence * series[:, month - 1] + new * series[:, month]
    series.setflags(write=False)
    return series


def exceeded(sizes: Floats, size: float) -> Estimate:
    """The p of a statistic of this ``size`` among simulated ``sizes``: (1 + reached) / (N + 1).

    Davison, A. C. and Hinkley, D. V. (1997), Bootstrap Methods and their Application, p. 141.
    """
    # Sizes are sums of floats: equal ones may differ in the last bits.
    reached = int((sizes >= size - 1e-9).sum())
    return with_error(reached, len(sizes), (1 + reached) / (len(sizes) + 1))


def false_alarms(count: int, noise: str) -> dict[str, Estimate]:
    """How often each test calls a trend, at :data:`LEVEL`, where there is none."""
    null = nulls(count, noise)
    limits = {"ols": stats.t.isf(LEVEL / 2, count - 2), "mann_kendall": least_s(count)}
    alarms = {test: int((getattr(null, test) >= limit).sum()) for test, limit in limits.items()}
    return {
        test: with_error(hits, SIMULATIONS, hits / SIMULATIONS) for test, hits in alarms.items()
    }


def least_s(count: int) -> int:
    """The smallest S, all values different, whose exact two-sided p is below :data:`LEVEL`."""
    most = comb(count, 2)
    return next(s for s in range(most % 2, most + 1, 2) if two_sided(s, (1,) * count) < LEVEL)


def detectable(count: int, noise: str) -> Estimate:
    """The steady rise that a fair Mann-Kendall test finds in :data:`POWER` of all cases.

    From the first to the last of ``count`` months, in standard deviations of the noise, which is
    one of :data:`STATIONARY`. Fair is a test that knows the noise: its limit is the smallest S
    that fewer than :data:`LEVEL` of the series without a trend reach. Found means that S reaches
    the limit in the direction of the trend. That takes so many rising pairs, and a pair rises
    from some slope on: each simulated series has a least slope of its own; none has to be tried.
    """
    most = comb(count, 2)
    null = nulls(count, noise).mann_kendall
    limit = next(s for s in range(most % 2, most + 1, 2) if (null >= s).mean() < LEVEL)
    series = simulate(count, NOISES[noise])
    earlier, later = np.triu_indices(count, 1)
    turning = np.sort((series[:, earlier] - series[:, later]) / (later - earlier), axis=1)
    rises = (count - 1) * turning[:, (most + limit) // 2 - 1]
    error = 1.96 * sqrt(POWER * (1 - POWER) / SIMULATIONS)
    return Estimate(*(float(np.quantile(rises, POWER + by)) for by in (0, -error, error)))


def with_error(hits: int, tries: int, value: float) -> Estimate:
    """A simulated share with the 95% interval, by Wilson, that so many tries leave."""
    lower, upper = proportion_confint(hits, tries, method="wilson")
    return Estimate(value, min(float(lower), value), max(float(upper), value))
