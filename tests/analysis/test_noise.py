"""What was simulated beforehand: statsmodels, slow loops and published tables as second ways."""

import math
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.tools import add_constant
from statsmodels.tsa.arima_process import arma_acovf

from finreport.analysis.firmness import LEVEL
from finreport.analysis.kendall import falling_pairs, mann_kendall
from finreport.analysis.log_ratios import clr
from finreport.analysis.methods import DEPENDENT, NOISES
from finreport.analysis.noise import (
    autocorrelation,
    autoregression,
    detectable,
    estimate,
    false_alarms,
    hac_errors,
    hac_limit,
    hac_p,
    hac_t,
    lags,
    mann_kendall_p,
    simulate,
    with_error,
)
from finreport.analysis.permutation import sign_flip
from finreport.analysis.results import FEWEST, Estimate, Floats
from finreport.analysis.split_tests import BestSplit

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
    months = add_constant(np.arange(len(series)))
    options = {"maxlags": lags(len(series)), "kernel": "bartlett", "use_correction": False}
    return OLS(series, months).fit(cov_type="HAC", cov_kwds=options, use_t=True)


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


@pytest.mark.parametrize("noise", ["independent", "ar1_0.5", "ar1_0.7"])
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


@pytest.mark.parametrize("noise", DEPENDENT)
def test_p_of_mann_kendall_is_that_of_a_slow_simulation(noise: str) -> None:
    rng = np.random.default_rng(99)
    sizes = np.array([abs(mann_kendall(slowly(noise, 12, rng)).s) for _ in range(SLOW)])
    for size in (10, 24, 36, 48):
        found = mann_kendall_p(size, 12, noise)
        assert found == pytest.approx((sizes >= size).mean(), abs=4 * 0.012)


def test_p_of_mann_kendall_between_two_sizes_lies_between() -> None:
    even = [mann_kendall_p(size, 12, "random_walk") for size in (56, 58)]
    assert mann_kendall_p(57, 12, "random_walk") == pytest.approx(sum(even) / 2)
    assert mann_kendall_p(0, 12, "random_walk") == 1


def test_the_second_opinion_of_p_under_noise() -> None:
    """Simulated by others two million times."""
    assert mann_kendall_p(58, 12, "random_walk") == pytest.approx(0.0471, abs=0.0008)
    assert mann_kendall_p(46, 12, "ar1_0.7") == pytest.approx(0.053, abs=0.001)
    assert mann_kendall_p(10, 12, "ar1_0.5") == pytest.approx(0.708, abs=0.003)


@pytest.mark.parametrize("count", COUNTS)
def test_p_of_the_regression_is_that_of_a_slow_simulation(count: int) -> None:
    rng = np.random.default_rng(100)
    sizes = np.array(
        [abs(fit(np.array(slowly("independent", count, rng))).tvalues[1]) for _ in range(600)]
    )
    found = hac_p(np.array([0.5, 1.0, 2.2, 4.0]), count)
    expected = [(sizes >= size).mean() for size in (0.5, 1.0, 2.2, 4.0)]
    assert found == pytest.approx(expected, abs=4 * 0.0205)
    assert hac_p(np.array([hac_limit(count)]), count) == pytest.approx(LEVEL, rel=1e-6)
    assert hac_limit(count) > stats.t.isf(LEVEL / 2, count - 2)  # Student's t is too lenient


def test_hac_errors_have_the_published_fixed_b_limits() -> None:
    """Of a mean: Kiefer and Vogelsang (2005), table 1, Bartlett kernel, 97.5% for b = M/T."""
    months, draws = 200, 20_000
    series = np.random.default_rng(7).standard_normal((draws, months))
    for b in (0.1, 0.2):
        means, errors = hac_errors(series, np.ones((months, 1)), round(b * months) - 1)
        limit = 1.9600 + 2.9694 * b + 0.4160 * b**2 - 0.5324 * b**3
        share = float((np.abs(means / errors) >= limit).mean())
        assert share == pytest.approx(0.05, abs=4 * 0.00154 + 0.002)


# Autocorrelation


def test_a_unit_root_has_the_published_quantiles() -> None:
    """Fuller (1976), table 8.5.1, n(rho - 1) with constant and trend, n = 25."""
    walks = autoregression(np.random.default_rng(3), 100_000, 25, 1.0)
    shares = (0.025, 0.05, 0.10, 0.90, 0.95, 0.975)
    published = (-19.9, -17.9, -15.6, -3.66, -2.51, -1.53)
    found = np.quantile(25 * (estimate(walks) - 1), shares)
    assert found == pytest.approx(published, abs=0.2)


def test_the_estimate_is_that_of_statsmodels() -> None:
    series = np.random.default_rng(4).normal(size=(5, 12)).cumsum(axis=1)
    for row, found in zip(series, estimate(series), strict=True):
        design = add_constant(np.column_stack([np.arange(11), row[:-1]]))
        assert found == pytest.approx(OLS(row[1:], design).fit().params[-1])


@pytest.mark.parametrize("rho", [0.0, 0.5, 0.9, 1.0])
def test_the_confidence_set_covers_and_its_middle_has_no_bias(rho: float) -> None:
    series = autoregression(np.random.default_rng(8), 2_000, 12, rho)
    found = [autocorrelation(row) for row in series]
    covered = [lower - 1e-9 <= rho <= upper + 1e-9 for _, lower, upper in map(ends, found)]
    assert np.mean(covered) == pytest.approx(0.95, abs=4 * 0.005 + 0.005 + (rho == 1) * 0.03)
    below = np.mean([value(one) < rho - 1e-9 for one in found])
    assert below == pytest.approx(0.5, abs=4 * 0.0112)


# False alarms and power


def test_false_alarms_of_exact_tests_are_their_level() -> None:
    """Of independent months Mann-Kendall, of a walk the signs of its steps: both are counted."""
    for count in COUNTS:
        orders, most = falling_pairs((1,) * count), math.comb(count, 2)
        shares = [
            sum(orders[fall] for fall in range(most + 1) if abs(most - 2 * fall) >= s) / sum(orders)
            for s in range(most % 2, most + 1, 2)
        ]
        exact = max(share for share in shares if share < LEVEL)
        assert nearly(false_alarms("mann_kendall", count, "independent"), exact)
    for count in (8, 10, 12):
        patterns = 2 ** (count - 2)  # of the steps, a pattern and its opposite taken together
        exact = (math.ceil(LEVEL * patterns) - 1) / patterns
        assert nearly(false_alarms("sign_flip", count, "random_walk"), exact)


def test_every_test_keeps_its_level_under_its_own_null() -> None:
    nulls = {
        **dict.fromkeys(("mann_kendall", "ols", "split", "largest_split"), "independent"),
        "sign_flip": "random_walk",
        **dict.fromkeys(("quarter_end", "quarter_end_after"), "independent"),
    }
    for test, noise in nulls.items():
        for count in range(FEWEST, 13):
            found = false_alarms(test, count, noise)
            if found.value is not None:
                assert ends(found)[1] <= LEVEL + 0.0015  # three standard errors


def test_every_test_at_every_number_of_months_was_simulated() -> None:
    """As far as it is made: six months, nine with a split in July, seven of the signs of steps."""
    fewest = {"mann_kendall": 6, "ols": 6, "sign_flip": 7, "largest_split": 6, "split": 9}
    for test, first in fewest.items():
        for noise, count in product(NOISES, range(FEWEST, 13)):
            assert (false_alarms(test, count, noise).value is not None) == (count >= first)


@pytest.mark.parametrize("noise", NOISES)
def test_false_alarms_of_the_largest_split_are_those_of_shuffled_months(noise: str) -> None:
    """150 years of seven bands, error by error, and 400 orders of each."""
    rng = np.random.default_rng(103)
    orders = rng.permuted(np.tile(np.arange(12), (400, 1)), axis=1)
    alarms = 0
    for _ in range(150):
        logs = np.column_stack([slowly(noise, 12, rng) for _ in range(7)])
        sizes = BestSplit().size(clr(np.exp(logs))[np.vstack([np.arange(12), orders])])
        alarms += (sizes >= sizes[0] - 1e-9).mean() < LEVEL
    expected = value(false_alarms("largest_split", 12, noise))
    error = math.sqrt(expected * (1 - expected) / 150)
    assert alarms / 150 == pytest.approx(expected, abs=4 * error + 0.02)


def test_false_alarms_rise_with_persistence() -> None:
    for count in COUNTS:
        for test in ("ols", "mann_kendall", *["largest_split"] * (count >= 9)):
            rates = [value(false_alarms(test, count, noise)) for noise in NOISES]
            assert rates == sorted(rates)
    assert value(false_alarms("mann_kendall", 12, "random_walk")) > 0.5


@pytest.mark.parametrize("noise", NOISES)
def test_false_alarms_are_those_of_a_slow_simulation(noise: str) -> None:
    rng = np.random.default_rng(101)
    series = np.array([slowly(noise, 12, rng) for _ in range(600)])
    ts = [abs(fit(row).tvalues[1]) for row in series]
    rate = float(np.mean(np.array(ts) >= hac_limit(12)))
    assert value(false_alarms("ols", 12, noise)) == pytest.approx(rate, abs=4 * 0.0205)
    flips = float((sign_flip(np.diff(series)) < LEVEL).mean())
    assert value(false_alarms("sign_flip", 12, noise)) == pytest.approx(flips, abs=4 * 0.01)


@pytest.mark.parametrize("count", [8, 12])
def test_a_detectable_step_is_found_so_often(count: int) -> None:
    steps = np.random.default_rng(102).normal(size=(SLOW, count - 1))
    found = sign_flip(steps + value(detectable(count))) < LEVEL
    assert found.mean() == pytest.approx(0.8, abs=4 * 0.009)


def test_a_detectable_step_shrinks_with_more_months() -> None:
    steps = [value(detectable(count)) for count in range(8, 13)]
    assert steps == sorted(steps, reverse=True)


def test_the_interval_is_wilsons() -> None:
    hits, tries, z = 5_000, 20_000, stats.norm.isf(0.025)
    share = hits / tries
    centre = share + z**2 / (2 * tries)
    half = z * math.sqrt(share * (1 - share) / tries + z**2 / (4 * tries**2))
    expected = [(centre + sign * half) / (1 + z**2 / tries) for sign in (-1, 1)]
    assert with_error(hits, tries, share)[1:] == pytest.approx(expected)


def value(number: Estimate) -> float:
    assert number.value is not None
    return number.value


def ends(number: Estimate) -> tuple[float, float, float]:
    assert number.lower is not None
    assert number.upper is not None
    return value(number), number.lower, number.upper


def nearly(number: Estimate, expected: float) -> bool:
    """Whether a simulated share is within four standard errors of what was counted."""
    _, lower, upper = ends(number)
    return abs(value(number) - expected) <= 2 * (upper - lower)
