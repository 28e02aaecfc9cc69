"""Paces, targets, outcomes and projections: exact arithmetic, corners, and simulated growth."""

import csv
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finreport.analysis import flows
from finreport.analysis.outcomes import national_growth, outcomes
from finreport.analysis.pace import BY_WEIGHTS, WEIGHT_DOUBT, rest_growth, results
from finreport.analysis.projections import BALANCES, COVERAGE, a_year_ahead
from finreport.analysis.results import Result
from finreport.editions import INTERVAL, open_edition
from finreport.editions.compared import Outcomes
from finreport.editions.context import context_rows

ReadPrinted = Callable[..., dict[str, str]]
Named = dict[str, Result]

DATA = Path(__file__).parents[2] / "data" / "shanxi-2025"


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


# Balances a year ahead


@pytest.mark.parametrize("name", BALANCES)
def test_projections_by_exact_arithmetic(
    whole: Named, read_printed: ReadPrinted, name: str
) -> None:
    """Second way: increments of both years from the balances that growth implies, in pairs."""
    keys = dict(zip(("currency", "indicator"), name.split("."), strict=True))
    balance = read_printed("deposits_loans", **keys, measure="balance")
    rate = read_printed("deposits_loans", **keys, measure="yoy")
    now = [math.log(float(balance[month])) for month in sorted(balance)]
    before = [
        level - math.log(1 + float(rate[month]) / 100)
        for level, month in zip(now, sorted(balance), strict=True)
    ]
    pairs = np.diff(now) - np.diff(before)
    reach = 2.20099 * math.sqrt(12 * float(np.mean(pairs**2)))  # t of 11 degrees, 97.5%
    last = float(rate["2024-12"])
    found = whole[f"pace.{name}.projection.yoy.2025-12"]
    wanted = [100 * ((1 + last / 100) * math.exp(side * reach) - 1) for side in (0, -1, 1)]
    assert [found.value, found.lower, found.upper] == pytest.approx(wanted, abs=2e-5)
    level = whole[f"pace.{name}.projection.2025-12"]
    assert value(level) == pytest.approx(float(balance["2024-12"]) * (1 + last / 100))
    assert found.bounds == level.bounds == "prediction"


def test_the_interval_holds_what_comes_as_often_as_it_says() -> None:
    """Growth that wanders: 12 printed rates, and the one a year later."""
    rng = np.random.default_rng(20250201)
    held, count = 0, 2_000
    for _ in range(count):
        logs = 0.09 + rng.normal(0, 0.004, 24).cumsum()
        growth = pd.Series(100 * np.expm1(logs))
        found = a_year_ahead(growth.iloc[:12])
        assert found.lower is not None
        assert found.upper is not None
        held += found.lower <= growth.iloc[23] <= found.upper
    error = math.sqrt(COVERAGE * (1 - COVERAGE) / count)
    assert abs(held / count - COVERAGE) < 3 * error


def test_a_season_that_comes_again_leaves_no_doubt() -> None:
    """Growth that stays the same, whatever the months look like."""
    found = a_year_ahead(pd.Series([7.5] * 12))
    assert found == pytest.approx((7.5, 7.5, 7.5))


# What became of the targets


def test_outcomes_by_hand(whole: Named) -> None:
    """The nation is at 4.3 - 0.6 and 5.1 - 1.4, both 3.7, and at 4 - 7.8 of investment."""
    wanted = {
        "gdp": ("4", "3.5", "4.5", "outcome_printed"),
        "urban_jobs": ("47.3", "47.25", "47.35", "outcome_printed"),
        "retail": ("4.7", "4.1", "5.3", "outcome_implied"),
        "fai": ("-0.4", "-1.0", "0.2", "outcome_implied"),
    }
    for indicator, (middle, low, high, method) in wanted.items():
        found = whole[f"pace.{indicator}.outcome.2025"]
        ends = (found.value, found.lower, found.upper)
        assert ends == pytest.approx((float(middle), float(low), float(high)))
        assert found.method == method
    for indicator in ("trade", "income", "cpi", "unemployment"):
        found = whole[f"pace.{indicator}.outcome.2025"]
        assert (found.value, found.reason) == (None, "outcome_unknown")


def test_the_implied_outcome_holds_every_rounding() -> None:
    """Numbers printed as these are, drawn anywhere inside: each gives one inside the bounds."""
    rows = context_rows("outcomes_2025")
    printed = {(r["indicator"], r["place"], r["measure"]): float(r["printed"]) for r in rows}
    rng = np.random.default_rng(4)
    nation = (
        printed["fai", "inner_mongolia", "growth"]
        + rng.choice([-0.5, 0.5], 200)
        - printed["fai", "inner_mongolia", "growth_less_national"]
        - rng.choice([-0.05, 0.05], 200)
    )
    here = (
        nation + printed["fai", "shanxi", "growth_less_national"] + rng.choice([-0.05, 0.05], 200)
    )
    found = outcomes(Outcomes("outcomes_2025", "shanxi"))["fai"].number
    assert found.lower == pytest.approx(here.min())
    assert found.upper == pytest.approx(here.max())


def test_places_that_print_both_agree_on_the_nation() -> None:
    """Shanxi's own private investment and Sichuan's leave one nation."""
    rows = [
        row for row in context_rows("outcomes_2025") if row["indicator"] == "private_investment"
    ]
    found = national_growth(rows)
    assert found is not None
    assert (float(found[0]), float(found[1].lower), float(found[1].upper)) == (-6.4, -6.5, -6.3)
    apart = [dict(rows[0], printed="5.0"), *rows[1:]]
    assert national_growth(apart) is None
    assert national_growth(rows[:1]) is None


def test_the_error_of_a_pace_is_the_outcome_less_it(whole: Named) -> None:
    for indicator in ("gdp", "fai", "retail"):
        came = whole[f"pace.{indicator}.outcome.2025"]
        for pace in ("year_2024", "second_half", "fourth_quarter"):
            kept, error = whole[f"pace.{indicator}.{pace}"], whole[f"pace.{indicator}.{pace}.error"]
            assert value(error) == pytest.approx(value(came) - value(kept))
            assert came.lower is not None
            assert kept.upper is not None
            assert error.lower == pytest.approx(came.lower - kept.upper)
    assert whole["pace.trade.year_2024.error"].reason == "outcome_unknown"


def test_an_edition_without_outcomes_has_none_of_them() -> None:
    edition = open_edition("shanxi-2025")
    without = replace(edition, groups=msgspec.structs.replace(edition.groups, outcomes=None))
    found = [result.name for result in results(without)]
    assert not [name for name in found if "outcome" in name or name.endswith(".error")]
    assert "pace.gdp.year_2024.distance" in found


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
        if ".distance" not in name:
            continue
        pace = whole[name.replace(".distance", "")]
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
    assert not [name for name in found if "target" in name or "half" in name or "outcome" in name]
    month = int(as_of[5:])
    for name in BALANCES:
        ahead = found[f"pace.{name}.projection.yoy.2025-{as_of[5:]}"]
        assert (ahead.value is None) == (month < 7)
        assert ahead.reason == ("too_few" if month < 7 else "")
    inputs = {one for result in found.values() for one in result.inputs}
    assert max(one.split("..")[-1].split("@")[-1] for one in inputs) == as_of


def test_a_second_run_gives_the_same_numbers(whole: Named) -> None:
    assert at("2024-12") == whole
