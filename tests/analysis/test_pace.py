"""Paces, targets and projections: exact arithmetic, corners, and simulated random walks."""

import csv
import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from finreport.analysis import flows
from finreport.analysis.pace import BY_WEIGHTS, WEIGHT_DOUBT, rest_growth, results
from finreport.analysis.projections import (
    BALANCES,
    COVERAGE,
    random_walk,
    same_increase,
    unchanged_growth,
)
from finreport.analysis.results import Result
from finreport.editions import INTERVAL, open_edition

ReadPrinted = Callable[..., dict[str, str]]
Named = dict[str, Result]

DATA = Path(__file__).parents[2] / "data" / "shanxi-2025"
RULES = ("unchanged_growth", "same_increase", "random_walk")
DRAWS = 20_000


def at(as_of: str) -> Named:
    return {result.name: result for result in results(open_edition("shanxi-2025", as_of))}


@pytest.fixture(scope="module")
def whole() -> Named:
    """Every result of the whole year by its name."""
    return at("2024-12")


def ends(*numbers: float) -> "pd.Series[float]":
    return pd.Series(numbers, INTERVAL, dtype=float)


def value(found: Result) -> float:
    assert found.value is not None
    return found.value


# Projections


def random_walks(seed: int, count: int, steps: int) -> list[list[float]]:
    """Paths of 12 increments and what comes after them, by the model of the interval."""
    increments = np.random.default_rng(seed).normal(0.006, 0.01, (count, 12 + steps))
    return [[1.0, *np.exp(path.cumsum()).tolist()] for path in increments]


def test_the_interval_holds_what_comes_as_often_as_it_says() -> None:
    paths = random_walks(20250201, 1200, 12)
    held = 0
    for path in paths:
        factor = random_walk(path[:13], [12]).iloc[0]
        held += bool(factor["lower"] <= path[-1] / path[12] <= factor["upper"])
    error = math.sqrt(COVERAGE * (1 - COVERAGE) / len(paths))
    assert abs(held / len(paths) - COVERAGE) < 3 * error


def test_without_the_error_of_the_drift_the_interval_would_hold_too_little() -> None:
    logs = np.log(random_walks(20250202, 5000, 12))
    increments = np.diff(logs[:, :13], axis=1)
    reach = 1.96 * increments.std(axis=1, ddof=1) * math.sqrt(12)
    missed = np.abs(logs[:, -1] - logs[:, 12] - 12 * increments.mean(axis=1)) > reach
    assert missed.mean() > 0.15  # three times what it says


def test_one_step_is_the_prediction_of_a_regression_on_a_constant() -> None:
    rng = np.random.default_rng(20250203)
    increments = rng.normal(0.005, 0.01, 12)
    levels = [1.0, *np.exp(increments.cumsum()).tolist()]
    prediction = sm.OLS(increments, np.ones(12)).fit().get_prediction([[1.0]])
    wanted = [prediction.predicted_mean[0], *prediction.conf_int(obs=True, alpha=0.05)[0]]
    assert np.log(random_walk(levels, [1]).to_numpy()[0]).tolist() == pytest.approx(
        wanted, rel=1e-9
    )


def test_the_formula_of_many_steps() -> None:
    levels = np.exp([0.0, 0.03, 0.02, 0.05, 0.09, 0.07, 0.12]).tolist()
    # By hand: mean 0.02, deviations 0.01, -0.03, 0.01, 0.02, -0.04, 0.03, sum of squares 0.004,
    # so that s = sqrt(0.0008); the quantile of five degrees of freedom from a printed table.
    reach = 2.5706 * math.sqrt(0.0008) * math.sqrt(4 * (1 + 4 / 6))
    assert np.log(random_walk(levels, [4]).to_numpy()[0]).tolist() == pytest.approx(
        [0.08, 0.08 - reach, 0.08 + reach], abs=1e-5
    )


@given(st.floats(-20, 40), st.integers(1, 23))
def test_rules_of_a_rate(rate: float, steps: int) -> None:
    rates = ends(rate, rate - 0.05, rate + 0.05)
    growth = unchanged_growth(rates, [12, steps])
    increase = same_increase(rates, [12, steps])
    assert growth["value"].iloc[0] == pytest.approx(1 + rate / 100)
    before = 1 / (1 + rate / 100)
    assert increase["value"].iloc[0] == pytest.approx(2 - before)  # 1, and 1 - before once more
    for found in (growth, increase):
        assert (found["lower"] < found["value"]).all()
        assert (found["value"] < found["upper"]).all()
    assert growth["value"].iloc[1] ** 12 == pytest.approx((1 + rate / 100) ** steps)
    assert increase["value"].iloc[1] == pytest.approx(1 + (1 - before) * steps / 12)


@pytest.mark.parametrize("name", BALANCES)
def test_projections_by_exact_arithmetic(
    whole: Named, read_printed: ReadPrinted, name: str
) -> None:
    keys = dict(zip(("currency", "indicator"), name.split("."), strict=True))
    last = Fraction(read_printed("deposits_loans", **keys, measure="balance")["2024-12"])
    rate = Fraction(read_printed("deposits_loans", **keys, measure="yoy")["2024-12"])
    factor = 1 + rate / 100
    start = f"pace.{name}.projection"
    assert value(whole[f"{start}.unchanged_growth.2025-12"]) == pytest.approx(float(last * factor))
    assert value(whole[f"{start}.unchanged_growth.2025-12.yoy"]) == pytest.approx(float(rate))
    again = 2 * last - last / factor
    assert value(whole[f"{start}.same_increase.2025-12"]) == pytest.approx(float(again))
    growth = float(100 * (again / last - 1))
    assert value(whole[f"{start}.same_increase.2025-12.yoy"]) == pytest.approx(growth)


@pytest.mark.parametrize("name", BALANCES)
def test_twelve_months_of_drift_are_the_growth_of_the_year(whole: Named, name: str) -> None:
    walk = whole[f"pace.{name}.projection.random_walk.2025-12.yoy"]
    printed = whole[f"pace.{name}.projection.unchanged_growth.2025-12.yoy"]
    assert printed.lower is not None
    assert printed.upper is not None
    assert printed.lower <= value(walk) <= printed.upper
    assert walk.n == 13


@pytest.mark.parametrize("name", BALANCES)
def test_the_band_widens_and_holds_the_path(whole: Named, name: str) -> None:
    path = [whole[f"pace.{name}.projection.random_walk.2025-{month:02d}"] for month in range(1, 13)]
    widths = []
    for found in path:
        assert found.lower is not None
        assert found.upper is not None
        assert found.lower < value(found) < found.upper
        widths.append(found.upper - found.lower)
    assert widths == sorted(widths)


@pytest.mark.parametrize("name", BALANCES)
def test_the_backtest_knows_only_the_year_before(
    whole: Named, read_printed: ReadPrinted, name: str
) -> None:
    keys = dict(zip(("currency", "indicator"), name.split("."), strict=True))
    balance = read_printed("deposits_loans", **keys, measure="balance")
    rate = read_printed("deposits_loans", **keys, measure="yoy")
    before = [float(balance[month]) / (1 + float(rate[month]) / 100) for month in sorted(balance)]
    came = float(balance["2024-12"])
    projected = {
        "same_increase": before[-1] + (before[-1] - before[0]) * 12 / 11,
        "random_walk": before[-1] * (before[-1] / before[0]) ** (12 / 11),
    }
    for rule, level in projected.items():
        found = whole[f"pace.{name}.backtest.{rule}.2024-12"]
        assert value(found) == pytest.approx(level)
        error = whole[f"{found.name}.error"]
        assert value(error) == pytest.approx(100 * (level - came) / came)
    walk = whole[f"pace.{name}.backtest.random_walk.2024-12"]
    assert walk.lower is not None
    assert walk.upper is not None
    assert walk.lower <= came <= walk.upper


def test_the_backtest_holds_every_rounding_of_its_levels(whole: Named) -> None:
    rng = np.random.default_rng(20250204)
    edition = open_edition("shanxi-2025")
    balance, rate = (
        edition.series("deposits_loans", currency="cny", indicator="loans", measure=measure)
        for measure in ("balance", "yoy")
    )

    def inside(series: pd.DataFrame, month: int) -> "pd.Series[float]":
        low, high = series[["lower", "upper"]].iloc[month]
        return pd.Series(low + (high - low) * rng.beta(0.1, 0.1, DRAWS))

    first, last = (inside(balance, at) / (1 + inside(rate, at) / 100) for at in (0, -1))
    projected = last + (last - first) * 12 / 11
    found = whole["pace.cny.loans.backtest.same_increase.2024-12"]
    assert found.lower is not None
    assert found.upper is not None
    width = found.upper - found.lower
    assert 0 <= projected.min() - found.lower < 0.02 * width
    assert 0 <= found.upper - projected.max() < 0.02 * width


# Paces


@given(st.floats(-10, 20), st.floats(-10, 20), st.floats(0.1, 0.9), st.floats(0.001, 0.05))
def test_a_rest_is_bounded_by_its_corners(
    whole_rate: float, part_rate: float, share: float, doubt: float
) -> None:
    whole, part, weight = (
        ends(middle, middle - half, middle + half)
        for middle, half in ((whole_rate, 0.05), (part_rate, 0.05), (share, doubt))
    )
    found = rest_growth(whole, part, weight)
    assert share * part_rate + (1 - share) * found["value"] == pytest.approx(whole_rate)
    grid = np.linspace(-1, 1, 9)
    all_, some, shares = np.meshgrid(
        whole_rate + 0.05 * grid, part_rate + 0.05 * grid, share + doubt * grid
    )
    rests = (all_ - shares * some) / (1 - shares)
    assert rests.min() == pytest.approx(found["lower"])
    assert rests.max() == pytest.approx(found["upper"])


def test_the_rest_of_a_growing_sum() -> None:
    # A year ago 40 and 60; the first grew by 10% to 44, the second by 5% to 63: in all by 7%.
    found = rest_growth(ends(7, 7, 7), ends(10, 10, 10), ends(0.4, 0.4, 0.4))
    assert found.tolist() == pytest.approx([5, 5, 5])


@pytest.mark.parametrize(("part", "month"), [("second_half", "06"), ("fourth_quarter", "09")])
def test_the_pace_of_the_product_rests_on_stated_weights(
    whole: Named, read_printed: ReadPrinted, part: str, month: str
) -> None:
    level = read_printed("economy", indicator="gdp", measure="ytd")
    rate = read_printed("economy", indicator="gdp", measure="ytd_yoy")
    share = float(level[f"2024-{month}"]) / float(level["2024-12"])
    year, before = float(rate["2024-12"]), float(rate[f"2024-{month}"])
    rests = [
        (one - weight * other) / (1 - weight)
        for weight in (share - WEIGHT_DOUBT, share + WEIGHT_DOUBT)
        for one in (year - 0.05, year + 0.05)
        for other in (before - 0.05, before + 0.05)
    ]
    found = whole[f"pace.gdp.{part}"]
    assert value(found) == pytest.approx((year - share * before) / (1 - share))
    assert (found.lower, found.upper) == pytest.approx((min(rests), max(rests)))
    assert (found.bounds, found.method) == ("assumed", BY_WEIGHTS)


@pytest.mark.parametrize("indicator", ["fai", "retail", "trade"])
def test_other_paces_are_those_of_single_periods(whole: Named, indicator: str) -> None:
    single = {one.name: one for one in flows.results(open_edition("shanxi-2025"))}
    for part, period in (("second_half", "2024H2"), ("fourth_quarter", "2024Q4")):
        found, other = whole[f"pace.{indicator}.{part}"], single[f"flows.{indicator}.{period}.yoy"]
        assert (found.value, found.lower, found.upper) == (other.value, other.lower, other.upper)


def test_targets_are_those_of_the_file(whole: Named) -> None:
    with (DATA / "targets.csv").open(encoding="utf-8", newline="") as file:
        printed = {row["indicator"]: row["value"] for row in csv.DictReader(file)}
    told = {name.split(".")[1]: one for name, one in whole.items() if name.endswith(".target")}
    assert told.keys() == printed.keys()
    assert {name: one.value for name, one in told.items()} == {
        name: float(text) if text else {"trade": 0.0}.get(name) for name, text in printed.items()
    }
    assert told["income"].reason == "target_without_number"


@pytest.mark.parametrize(
    ("pace", "distance"),
    [
        ("gdp.year_2024", "-2.7"),
        ("fai.year_2024", "-2.8"),
        ("retail.year_2024", "-2.5"),
        ("trade.year_2024", "3.1"),
        ("cpi.year_2024", "-1.9"),
        ("urban_jobs.year_2024", "2"),
    ],
)
def test_distances_by_hand(whole: Named, pace: str, distance: str) -> None:
    found = whole[f"pace.{pace}.distance"]
    assert value(found) == pytest.approx(float(distance))
    assert found.unit == ("10 thousand people" if "jobs" in pace else "percentage points")


def test_every_pace_lies_its_distance_from_the_target(whole: Named) -> None:
    for name, distance in whole.items():
        if not name.endswith(".distance"):
            continue
        pace = whole[name.removesuffix(".distance")]
        target = whole[f"pace.{name.split('.')[1]}.target"]
        if pace.value is None or target.value is None:
            assert distance.reason
            continue
        assert value(distance) == pytest.approx(pace.value - target.value)
        assert pace.lower is not None
        assert distance.lower == pytest.approx(pace.lower - target.value)


@pytest.mark.parametrize("indicator", ["cpi", "income", "urban_jobs", "unemployment"])
def test_a_single_number_has_no_parts(whole: Named, indicator: str) -> None:
    reason = "not_printed" if indicator == "unemployment" else "single_figure"
    for part in ("second_half", "fourth_quarter"):
        found = whole[f"pace.{indicator}.{part}"]
        assert (found.value, found.reason) == (None, reason)


# Earlier months


@pytest.mark.parametrize("as_of", ["2024-01", "2024-06", "2024-07"])
def test_earlier_months_have_no_targets_and_few_points(as_of: str) -> None:
    found = at(as_of)
    assert not [name for name in found if "target" in name or "half" in name]
    month = int(as_of[5:])
    for name in BALANCES:
        walk = found[f"pace.{name}.projection.random_walk.2025-12"]
        assert (walk.value is None) == (month < 6)
        assert walk.reason == ("too_few" if month < 6 else "")
        test = found[f"pace.{name}.backtest.random_walk.{as_of}"]
        assert (test.value is None) == (month < 7)
        last = found[f"pace.{name}.projection.unchanged_growth.2025-12"]
        assert last.value is not None
    inputs = {one for result in found.values() for one in result.inputs}
    assert max(one.split("..")[-1].split("@")[-1] for one in inputs) == as_of


def test_every_month_up_to_the_end_of_the_next_year_is_projected() -> None:
    start = "pace.cny.loans.projection.same_increase."
    months = [name.removeprefix(start) for name in at("2024-10") if name.startswith(start)]
    next_year = [f"2025-{month:02d}" for month in range(1, 13)]
    assert [month for month in months if not month.endswith(".yoy")] == [
        "2024-11", "2024-12", *next_year
    ]  # fmt: skip
    assert [month for month in months if month.endswith(".yoy")] == ["2025-10.yoy"]


def test_a_second_run_gives_the_same_numbers(whole: Named) -> None:
    assert at("2024-12") == whole
