"""Simulated noise: statsmodels and slow loops as second ways, exact sizes where there are any."""

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.tsa.arima_process import arma_acovf

from finreport.analysis.firmness import LEVEL
from finreport.analysis.kendall import falling_pairs, mann_kendall
from finreport.analysis.methods import NOISES
from finreport.analysis.noise import (
    POWER,
    SIMULATIONS,
    STATIONARY,
    detectable,
    exceeded,
    false_alarms,
    hac_t,
    lags,
    least_s,
    nulls,
    simulate,
)
from finreport.analysis.results import Estimate, Floats

SLOW = 2_000
"""Series of the slow simulations; their standard error is at most 0.0112."""

COUNTS = [6, 9, 12]


def slowly(noise: str, count: int, rng: np.random.Generator) -> list[float]:
    """One series of noise, error by error."""
    persistence = NOISES[noise]
    errors = [rng.normal()]
    for _ in range(count - 1):
        scale = 1.0 if persistence == 1 else math.sqrt(1 - persistence**2)
        errors.append(persistence * errors[-1] + scale * rng.normal())
    return errors


def fit(series: Floats) -> Any:
    """The same regression by statsmodels."""
    months = sm.add_constant(np.arange(len(series)))
    options = {"maxlags": lags(len(series)), "kernel": "bartlett", "use_correction": False}
    return sm.OLS(series, months).fit(cov_type="HAC", cov_kwds=options, use_t=True)


# The regression


@pytest.mark.parametrize("count", [4, *COUNTS, 24])
def test_t_is_that_of_statsmodels(count: int) -> None:
    series = np.random.default_rng(1).normal(size=(20, count)).cumsum(axis=1)
    expected = [fit(row).tvalues[1] for row in series]
    assert hac_t(series) == pytest.approx(expected, rel=1e-10)


def test_t_with_one_lag_worked_by_hand() -> None:
    # Slope 1/2, errors (1, -1, -1, 1)/2, scores times months (-3, 1, -1, 3)/4 over 5.
    scores = [-3 / 4, 1 / 4, -1 / 4, 3 / 4]
    assert lags(4) == 1
    neighbours = sum(one * two for one, two in pairwise(scores))
    variance = (sum(one * one for one in scores) + 2 * (1 / 2) * neighbours) / 25
    found = hac_t(np.array([[-0.25, -0.75, -0.25, 1.25]]))
    assert found == pytest.approx([0.5 / math.sqrt(variance)])


@pytest.mark.parametrize(("count", "expected"), [(6, 2), (12, 2), (24, 2), (50, 3), (100, 4)])
def test_lags_by_the_rule(count: int, expected: int) -> None:
    assert lags(count) == expected


# The noise


@pytest.mark.parametrize("noise", STATIONARY)
def test_stationary_noise_has_the_covariances_of_the_process(noise: str) -> None:
    persistence = NOISES[noise]
    expected = arma_acovf([1, -persistence], [1], 12, sigma2=1 - persistence**2)
    found = np.cov(simulate(12, persistence), rowvar=False)
    apart = np.abs(np.subtract.outer(range(12), range(12)))
    assert found == pytest.approx(expected[apart], abs=0.05)


def test_a_random_walk_adds_up_unit_steps() -> None:
    found = np.cov(simulate(12, 1.0), rowvar=False)
    assert found == pytest.approx(np.minimum.outer(range(1, 13), range(1, 13)), rel=0.06)


def test_noise_is_the_same_on_every_run() -> None:
    assert np.array_equal(simulate(8, 0.5), simulate(8, 0.5))
    assert not np.array_equal(simulate(8, 0.5), simulate(8, 0.7))


# p under noise


@pytest.mark.parametrize("noise", NOISES)
def test_p_of_mann_kendall_is_that_of_a_slow_simulation(noise: str) -> None:
    rng = np.random.default_rng(99)
    sizes = np.array([abs(mann_kendall(slowly(noise, 12, rng)).s) for _ in range(SLOW)])
    for size in (10, 24, 36, 48):
        found = exceeded(nulls(12, noise).mann_kendall, size).value
        assert found == pytest.approx((sizes >= size).mean(), abs=4 * 0.012)


@pytest.mark.parametrize("noise", NOISES)
def test_p_of_the_regression_is_that_of_a_slow_simulation(noise: str) -> None:
    rng = np.random.default_rng(100)
    sizes = np.array([abs(fit(np.array(slowly(noise, 12, rng))).tvalues[1]) for _ in range(400)])
    for size in (1.0, 2.2, 4.0):
        found = exceeded(nulls(12, noise).ols, size).value
        assert found == pytest.approx((sizes >= size).mean(), abs=4 * 0.025)


@pytest.mark.parametrize("count", COUNTS)
def test_p_under_independent_errors_is_the_exact_one(count: int) -> None:
    most = math.comb(count, 2)
    for s in range(most % 2, most + 1, 4):
        orders = falling_pairs((1,) * count)
        exact = sum(orders[fall] for fall in range(most + 1) if abs(most - 2 * fall) >= s)
        found = exceeded(nulls(count, "independent").mann_kendall, s)
        assert found.value == pytest.approx(exact / sum(orders), abs=4 * 0.0036)


def test_p_counts_the_observed_series_too() -> None:
    sizes = np.arange(SIMULATIONS, dtype=float)
    assert exceeded(sizes, SIMULATIONS).value == 1 / (SIMULATIONS + 1)
    assert exceeded(sizes, 0).value == 1
    assert exceeded(sizes, SIMULATIONS - 5).value == 6 / (SIMULATIONS + 1)


def test_the_interval_is_wilsons() -> None:
    sizes = np.repeat([1.0, 0.0], [5_000, SIMULATIONS - 5_000])
    share, z = 5_000 / SIMULATIONS, stats.norm.isf(0.025)
    centre = share + z**2 / (2 * SIMULATIONS)
    half = z * math.sqrt(share * (1 - share) / SIMULATIONS + z**2 / (4 * SIMULATIONS**2))
    ends = [(centre + sign * half) / (1 + z**2 / SIMULATIONS) for sign in (-1, 1)]
    assert exceeded(sizes, 1)[1:] == pytest.approx(ends)


# Limits


@pytest.mark.parametrize("count", range(6, 13))
def test_the_least_s_is_the_first_below_the_level(count: int) -> None:
    # Kendall's exact distribution of tau, from scipy: an order of k falling pairs.
    def p(s: int) -> float:
        order = list(range(count))
        falling = (math.comb(count, 2) - s) // 2
        while falling:
            for at in range(count - 1):
                if falling and order[at] < order[at + 1]:
                    order[at], order[at + 1] = order[at + 1], order[at]
                    falling -= 1
        return float(stats.kendalltau(range(count), order, method="exact").pvalue)

    assert p(least_s(count)) < LEVEL <= p(least_s(count) - 2)


def test_false_alarms_of_an_exact_test_under_independence() -> None:
    found = false_alarms(12, "independent")["mann_kendall"]
    orders = falling_pairs((1,) * 12)
    exact = sum(orders[fall] for fall in range(67) if abs(66 - 2 * fall) >= 30) / sum(orders)
    assert least_s(12) == 30
    assert within(found, exact)


def test_false_alarms_rise_with_persistence() -> None:
    for count in COUNTS:
        for test in ("ols", "mann_kendall"):
            rates = [value(false_alarms(count, noise)[test]) for noise in NOISES]
            assert rates == sorted(rates)


@pytest.mark.parametrize("noise", NOISES)
def test_false_alarms_of_the_regression_are_those_of_statsmodels(noise: str) -> None:
    rng = np.random.default_rng(101)
    ps = [fit(np.array(slowly(noise, 12, rng))).pvalues[1] for _ in range(400)]
    rate = float(np.mean(np.array(ps) < LEVEL))
    assert value(false_alarms(12, noise)["ols"]) == pytest.approx(rate, abs=4 * 0.025)


@pytest.mark.parametrize("noise", STATIONARY)
@pytest.mark.parametrize("count", [6, 12])
def test_a_detectable_trend_is_found_so_often(noise: str, count: int) -> None:
    rng = np.random.default_rng(102)
    trend = value(detectable(count, noise)) * np.arange(count) / (count - 1)
    most = math.comb(count, 2)
    limit = next(
        s
        for s in range(most % 2, most + 1, 2)
        if (nulls(count, noise).mann_kendall >= s).mean() < LEVEL
    )
    series = [list(slowly(noise, count, rng) + trend) for _ in range(SLOW)]
    found = [mann_kendall(each).s >= limit for each in series]
    assert np.mean(found) == pytest.approx(POWER, abs=4 * 0.009)


def test_a_detectable_trend_shrinks_with_more_points() -> None:
    for noise in STATIONARY:
        rises = [value(detectable(count, noise)) for count in (6, 8, 12, 24)]
        assert rises == sorted(rises, reverse=True)


def value(number: Estimate) -> float:
    assert number.value is not None
    return number.value


def within(number: Estimate, expected: float) -> bool:
    assert number.lower is not None
    assert number.upper is not None
    return number.lower <= expected <= number.upper
