"""Trend tests of every series: scipy, statsmodels and every corner of rounding as second ways."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations, product
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.tools import add_constant

from finreport.analysis.firmness import Firmness, firmness
from finreport.analysis.groups import compute
from finreport.analysis.kendall import mann_kendall
from finreport.analysis.methods import DEPENDENT, LEFT_OUT
from finreport.analysis.noise import hac_limit, hac_p
from finreport.analysis.permutation import sign_flip
from finreport.analysis.results import FEWEST, TOO_FEW, Floats, Result, Results
from finreport.analysis.trends import results
from finreport.editions import open_edition
from finreport.words import LANGUAGES, open_language
from tests.reprint import reprint

ReadPrinted = Callable[..., dict[str, str]]
Found = Mapping[str, Result]

MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]
SERIES = [
    *("all.deposits", "all.loans", "all.loans_short", "all.loans_medium_long", "all.loans_bills"),
    *("cny.deposits", "cny.deposits_household", "cny.deposits_corporate"),
    *("cny.loans", "cny.loans_consumer"),
    *("fx.deposits", "fx.loans"),
]
"""The series whose growth is printed; bills in CNY repeat those in all currencies."""

TESTS = ("ols", "mann_kendall", "sign_flip")

ENDS = [
    *("sign_flip.mean", "sign_flip.p", *(f"sign_flip.p.{end}" for end in LEFT_OUT)),
    *("autocorrelation", "theil_sen.slope", "theil_sen.slope.rounding"),
    *("mann_kendall.s", "mann_kendall.p", *(f"mann_kendall.p.{end}" for end in DEPENDENT)),
    *("ols.slope", "ols.slope.rounding", "ols.p"),
]
"""How the names of the results of each series end: a public face."""


@cache
def find(as_of: str = MONTHS[-1]) -> Found:
    """The results as they are computed, the p adjusted with those named beforehand apart."""
    return dict(compute(open_edition("shanxi-2025", as_of), "trends"))


def with_growth(values: Sequence[float | None]) -> Found:
    """The results of RMB loans alone, had they grown like this; None is a dash in print."""
    edition = open_edition("shanxi-2025", MONTHS[len(values) - 1])
    mine = {
        row: cells
        for row, cells in edition.records["deposits_loans"].items()
        if (cells["currency"], cells["indicator"]) == ("cny", "loans")
    }
    edition = replace(edition, records={**edition.records, "deposits_loans": mine})
    for month, value in zip(edition.months, values, strict=False):
        printed = "" if value is None else f"{value:.1f}"
        keys = {"measure": "yoy", "month": month}
        edition = reprint(edition, "deposits_loans", keys, value=printed)
    return {result.name: result for result in results(edition)}


def read_all(read_printed: ReadPrinted, measure: str) -> dict[str, list[float]]:
    """The printed numbers of every series, read from its file."""
    found = {}
    for name in SERIES:
        currency, indicator = name.split(".")
        keys = {"currency": currency, "indicator": indicator, "measure": measure}
        found[name] = [float(text) for text in read_printed("deposits_loans", **keys).values()]
    return found


@pytest.fixture(scope="module")
def growth(read_printed: ReadPrinted) -> dict[str, list[float]]:
    return read_all(read_printed, "yoy")


def value(result: Result) -> float:
    assert result.value is not None
    return result.value


def ends(result: Result) -> tuple[float, float]:
    assert result.lower is not None
    assert result.upper is not None
    return result.lower, result.upper


# Names


@pytest.mark.parametrize("as_of", ["2024-01", *MONTHS[4:9], "2024-12"])
def test_every_month_has_the_same_names_and_numbers_only_from_enough_points(as_of: str) -> None:
    found = find(as_of)
    assert list(found) == list(find())
    for result in found.values():
        if ".limits." in result.name:
            continue
        least = FEWEST + (result.statistic == "autocorrelation")
        assert (result.value is None) == (result.n < least)
        assert result.reason == ("" if result.n >= least else TOO_FEW)
        if result.value is not None and result.lower is not None:
            lower, upper = ends(result)
            assert lower <= result.value <= upper


def test_every_series_with_printed_growth_has_every_result() -> None:
    expected = {f"trends.{name}.{end}" for name in SERIES for end in ENDS}
    assert {name for name in find() if ".limits." not in name} == expected


def test_counts_and_inputs() -> None:
    found, name = find("2024-08"), "trends.cny.loans"
    assert found[f"{name}.ols.p"].n == 8
    assert found[f"{name}.ols.p"].inputs == ("cny.loans.yoy@2024-01..2024-08",)
    assert found[f"{name}.sign_flip.p"].n == 7
    assert found[f"{name}.sign_flip.p.without_last_1"].n == 6
    assert found[f"{name}.sign_flip.p.without_last_1"].inputs == ("cny.loans.yoy@2024-01..2024-07",)


@pytest.mark.parametrize("test", TESTS)
def test_a_family_is_one_test_of_every_series(test: str) -> None:
    members = [result for result in find().values() if result.family == f"trends.{test}"]
    assert [result.name for result in members] == [f"trends.{name}.{test}.p" for name in SERIES]
    named = {"cny.loans", "cny.deposits"} if test == "sign_flip" else set()
    assert {result.series for result in members if result.is_primary} == named
    for group in (True, False):
        alike = sorted((one for one in members if one.is_primary is group), key=value)
        if alike:
            assert alike[0].adjusted == pytest.approx(min(1, len(alike) * value(alike[0])))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_method_and_every_bound_is_told(language: str) -> None:
    words = open_language(language)
    for result in [*find().values(), *with_growth([9.0, None, 8.0, 7.0, 6.0, 5.0]).values()]:
        assert words.text(f"method.{result.method}")
        assert (result.lower is None) == (result.bounds == "")
        assert not result.bounds or words.text(f"bounds.{result.bounds}")
        assert not result.reason or words.text(f"reason.{result.reason}")


def test_a_month_that_is_not_printed_leaves_no_number() -> None:
    found = with_growth([9.0, 8.9, 8.8, None, 8.6, 8.5, 8.4, 8.3])
    for name, result in found.items():
        if ".limits." not in name:
            assert (result.value, result.reason) == (None, "missing_month")


# Least squares


@pytest.mark.parametrize("name", SERIES)
def test_slope_and_p_are_those_of_statsmodels(name: str, growth: dict[str, list[float]]) -> None:
    found = find()
    plain = OLS(growth[name], add_constant(np.arange(1, 13))).fit()
    fit = plain.get_robustcov_results("HAC", maxlags=2, use_correction=False, use_t=True)
    slope = found[f"trends.{name}.ols.slope"]
    assert slope.value == pytest.approx(stats.linregress(range(12), growth[name]).slope)
    reach = hac_limit(12) * fit.bse[1]
    assert ends(slope) == pytest.approx((value(slope) - reach, value(slope) + reach))
    [p] = hac_p(np.array([slope.value / fit.bse[1]]), 12)
    assert found[f"trends.{name}.ols.p"].value == pytest.approx(p, rel=1e-8)
    # An interval without zero and a small p are the same finding.
    lower, upper = ends(slope)
    assert (lower <= 0 <= upper) == (p >= 0.05)


def test_the_slope_under_rounding_reaches_every_corner(growth: dict[str, list[float]]) -> None:
    corners = np.array(list(product((-0.05, 0.05), repeat=12))) + growth["cny.loans"]
    slopes = np.polyfit(np.arange(12), corners.T, 1)[0]
    found = ends(find()["trends.cny.loans.ols.slope.rounding"])
    assert found == pytest.approx((slopes.min(), slopes.max()))


@pytest.mark.parametrize("name", ["cny.loans", "all.loans_short", "fx.loans"])
def test_the_p_under_rounding_is_that_of_its_farthest_corners(
    name: str, growth: dict[str, list[float]]
) -> None:
    rng = np.random.default_rng(3)
    months = add_constant(np.arange(12))

    def p(moved: Floats) -> float:
        fit = OLS(growth[name] + moved, months)
        t = fit.fit(cov_type="HAC", cov_kwds={"maxlags": 2}, use_t=True).tvalues[1]
        return float(hac_p(np.array([t]), 12)[0])

    corners = [p(rng.choice([-0.05, 0.05], 12)) for _ in range(200)]
    inside = [p(rng.uniform(-0.05, 0.05, 12)) for _ in range(100)]
    lower, upper = ends(find()[f"trends.{name}.ols.p"])
    assert lower <= min(corners + inside)
    assert max(corners + inside) <= upper
    # Half the corners of a month more are not far from the worst of all.
    assert lower == pytest.approx(min(corners), rel=0.5)
    assert upper == pytest.approx(max(corners), rel=0.5)


@pytest.mark.parametrize("name", SERIES)
def test_no_numbers_that_are_printed_alike_have_a_p_of_signs_beyond_the_range(
    name: str, growth: dict[str, list[float]]
) -> None:
    rng = np.random.default_rng(6)
    for draw in (rng.uniform, lambda low, high, size: rng.choice([low, high], size)):
        ps = sign_flip(np.diff(growth[name] + draw(-0.05, 0.05, (1_000, 12))))
        lower, upper = ends(find()[f"trends.{name}.sign_flip.p"])
        assert lower <= ps.min()
        assert ps.max() <= upper


# Theil and Sen


@pytest.mark.parametrize("name", SERIES)
def test_the_robust_slope_is_the_median_of_all_slopes(
    name: str, growth: dict[str, list[float]]
) -> None:
    points = combinations(enumerate(growth[name]), 2)
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in points]
    slope = find()[f"trends.{name}.theil_sen.slope"]
    assert slope.value == pytest.approx(median(slopes))
    expected = stats.theilslopes(growth[name], np.arange(5, 17), 0.95)
    assert ends(slope) == pytest.approx((expected.low_slope, expected.high_slope))


@pytest.mark.parametrize("name", ["cny.loans", "cny.deposits", "all.loans_bills"])
def test_the_robust_slope_stays_inside_its_rounding(
    name: str, growth: dict[str, list[float]]
) -> None:
    rng = np.random.default_rng(4)
    lower, upper = ends(find()[f"trends.{name}.theil_sen.slope.rounding"])
    moved = growth[name] + 0.05 * rng.choice([-1.0, 1.0], (500, 12))
    slopes = [stats.theilslopes(row).slope for row in moved]
    assert lower - 1e-9 <= min(slopes)
    assert max(slopes) <= upper + 1e-9
    assert upper - lower < 3 * (max(slopes) - min(slopes))


# Mann and Kendall


@pytest.mark.parametrize("name", SERIES)
def test_mann_kendall_is_that_of_the_printed_growth(
    name: str, growth: dict[str, list[float]]
) -> None:
    s, p = mann_kendall(growth[name])
    assert find()[f"trends.{name}.mann_kendall.s"].value == s
    assert find()[f"trends.{name}.mann_kendall.p"].value == p


@pytest.mark.parametrize("variant", LEFT_OUT)
def test_leaving_out_months_is_looking_earlier(variant: str) -> None:
    earlier = find(MONTHS[-1 - LEFT_OUT[variant]])
    for name in SERIES:
        left_out = find()[f"trends.{name}.sign_flip.p.{variant}"]
        assert left_out.value == earlier[f"trends.{name}.sign_flip.p"].value


@pytest.mark.parametrize("name", SERIES)
def test_p_under_noise_is_that_of_the_printed_s_and_its_ends_those_of_rounding(
    name: str, growth: dict[str, list[float]]
) -> None:
    tied = sum(one == other for one, other in combinations(growth[name], 2))
    s = mann_kendall(growth[name]).s
    walks = np.random.default_rng(8).normal(size=(40_000, 12)).cumsum(axis=1)
    earlier, later = np.triu_indices(12, 1)
    sizes = np.abs(np.sign(walks[:, later] - walks[:, earlier]).sum(axis=1))
    around = [float((sizes >= abs(s) - step).mean()) for step in (0, 1)]
    possible = [abs(one) for one in range(s - tied, s + tied + 1)]
    found = find()[f"trends.{name}.mann_kendall.p.random_walk"]
    wanted = (np.mean(around), (sizes >= max(possible)).mean(), (sizes >= min(possible)).mean())
    assert (found.value, *ends(found)) == pytest.approx(wanted, abs=0.012)


# Whose verdict hangs on nothing drawn


@pytest.mark.parametrize("drawn", [0.0, 0.049, 0.051, 1.0])
def test_no_verdict_moves_with_what_is_drawn(drawn: float) -> None:
    """Only the p under uniform rounding is drawn; whatever a seed gives, no verdict uses it."""
    found = compute(open_edition("shanxi-2025"), "gap")
    small = {
        row.name: replace(row, value=0.01, upper=0.01, adjusted=0.01)
        for row in found.rows
        if row.statistic == "growth.sign_flip.p"
    }
    uniform = {
        name: replace(row, value=drawn, upper=drawn, bounds="uniform")
        for name, row in small.items()
        if row.variant == "uniform"
    }
    results = Results((dict(found) | small | uniform).values())
    assert firmness(results["gap.cny.growth.sign_flip.p"], results) is Firmness.FIRM
    assert firmness(results["gap.all.growth.sign_flip.p"], results) is Firmness.TENTATIVE


# Signs


@given(st.lists(st.integers(-30, 30), min_size=2, max_size=9))
def test_p_of_signs_is_that_of_scipy(differences: list[int]) -> None:
    if len(set(differences)) == 1:
        differences = [*differences, differences[0] + 1]  # scipy refuses what cannot vary
    expected = stats.permutation_test(
        (differences,), np.sum, permutation_type="samples", n_resamples=np.inf
    )
    found = sign_flip(np.array([differences], dtype=float) / 10)
    assert found == pytest.approx([expected.pvalue])


@given(st.lists(st.integers(-30, 30), min_size=2, max_size=9), st.randoms())
def test_p_of_signs_knows_no_labels(differences: list[int], random: object) -> None:
    shuffled = differences.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    rows = np.array([differences, shuffled, [-each for each in differences]], dtype=float)
    one, two, three = sign_flip(rows)
    assert one == two == three


@pytest.mark.parametrize("name", SERIES)
def test_changes_from_month_to_month(name: str, growth: dict[str, list[float]]) -> None:
    tenths = np.diff(np.round(10 * np.array(growth[name])))
    expected = stats.permutation_test(
        (tenths,), np.mean, permutation_type="samples", n_resamples=np.inf
    )
    mean = find()[f"trends.{name}.sign_flip.mean"]
    assert mean.value == pytest.approx(tenths.mean() / 10)
    assert ends(mean) == pytest.approx((value(mean) - 0.1 / 11, value(mean) + 0.1 / 11))
    assert find()[f"trends.{name}.sign_flip.p"].value == pytest.approx(expected.pvalue)


# What turns and what stays


def test_reversed_time_turns_slopes_and_leaves_p(growth: dict[str, list[float]]) -> None:
    there = find()
    back = with_growth(growth["cny.loans"][::-1])
    name = "trends.cny.loans"
    for end in ("ols.slope", "theil_sen.slope", "mann_kendall.s", "sign_flip.mean"):
        assert back[f"{name}.{end}"].value == pytest.approx(-value(there[f"{name}.{end}"]))
    for end in ("ols.p", "mann_kendall.p", "sign_flip.p"):
        assert back[f"{name}.{end}"].value == pytest.approx(value(there[f"{name}.{end}"]))
    for noise in DEPENDENT:
        end = f"{name}.mann_kendall.p.{noise}"
        assert back[end].value == there[end].value


def test_a_rising_transformation_leaves_mann_kendall_and_changes_the_slope(
    growth: dict[str, list[float]],
) -> None:
    tripled = with_growth([3 * rate + 1 for rate in growth["cny.loans"]])
    name = "trends.cny.loans"
    for end in ("mann_kendall.s", "mann_kendall.p", "mann_kendall.p.ar1_0.7"):
        assert tripled[f"{name}.{end}"].value == find()[f"{name}.{end}"].value
    slope = value(find()[f"{name}.ols.slope"])
    assert tripled[f"{name}.ols.slope"].value == pytest.approx(3 * slope)
