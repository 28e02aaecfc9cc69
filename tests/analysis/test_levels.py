"""Levels of a year ago: exact arithmetic, and true values drawn inside the printed intervals."""

import math
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from finreport.analysis.levels import dated_a_year_back, year_ago, yearly_increase

MakeSeries = Callable[..., pd.DataFrame]
ReadPrinted = Callable[..., dict[str, str]]
Draws = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

LEVELS_AND_RATES = [
    ("45586.8", "9.1"),
    ("45586.8", "-9.1"),
    ("59007", "0.0"),
    ("0.6", "-93.7"),
    ("3.2", "250.4"),
    ("120", "5"),
]
DRAWS = 20_000


def draw(rng: np.random.Generator, series: pd.DataFrame) -> Draws:
    """True values inside the interval of the first month, many of them close to its ends."""
    lower, upper = float(series["lower"].iloc[0]), float(series["upper"].iloc[0])
    return lower + (upper - lower) * rng.beta(0.1, 0.1, DRAWS)


def assert_tight(result: pd.DataFrame, true: Draws) -> None:
    """Every true value lies inside the interval, and some close to each of its ends."""
    lower, upper = result["lower"].iloc[0], result["upper"].iloc[0]
    rounding = 1e-12 * max(abs(lower), abs(upper))
    assert true.min() >= lower - rounding
    assert true.max() <= upper + rounding
    width = upper - lower
    assert true.min() - lower < 0.01 * width
    assert upper - true.max() < 0.01 * width


def test_year_ago_by_exact_arithmetic(make_series: MakeSeries) -> None:
    result = year_ago(make_series("45586.8"), make_series("9.1")).loc["2024-01"]
    assert result["value"] == pytest.approx(float(Decimal("45586.8") / Decimal("1.091")), rel=1e-14)
    assert result["lower"] == pytest.approx(
        float(Decimal("45586.75") / Decimal("1.0915")), rel=1e-14
    )
    assert result["upper"] == pytest.approx(
        float(Decimal("45586.85") / Decimal("1.0905")), rel=1e-14
    )


def test_yearly_increase_by_exact_arithmetic(make_series: MakeSeries) -> None:
    result = yearly_increase(make_series("45586.8"), make_series("9.1")).loc["2024-01"]
    for column, level, ratio in [
        ("value", "45586.8", "1.091"),
        ("lower", "45586.75", "1.0905"),
        ("upper", "45586.85", "1.0915"),
    ]:
        exact = Decimal(level) - Decimal(level) / Decimal(ratio)
        assert result[column] == pytest.approx(float(exact), rel=1e-12)


@pytest.mark.parametrize(("level", "rate"), LEVELS_AND_RATES)
def test_year_ago_holds_every_true_value_and_no_more(
    make_series: MakeSeries, level: str, rate: str
) -> None:
    rng = np.random.default_rng(20250101)
    levels, rates = make_series(level), make_series(rate)
    true = draw(rng, levels) / (1 + draw(rng, rates) / 100)
    assert_tight(year_ago(levels, rates), true)


@pytest.mark.parametrize(("level", "rate"), LEVELS_AND_RATES)
def test_yearly_increase_holds_every_true_value_and_no_more(
    make_series: MakeSeries, level: str, rate: str
) -> None:
    rng = np.random.default_rng(20250102)
    levels, rates = make_series(level), make_series(rate)
    now = draw(rng, levels)
    true = now - now / (1 + draw(rng, rates) / 100)
    assert_tight(yearly_increase(levels, rates), true)


def test_increase_is_narrower_than_the_difference_of_levels(make_series: MakeSeries) -> None:
    level, rate = make_series("45587"), make_series("9.10")
    increase, base = yearly_increase(level, rate).iloc[0], year_ago(level, rate).iloc[0]
    loose = (level["upper"] - level["lower"]).iloc[0] + base["upper"] - base["lower"]
    assert increase["upper"] - increase["lower"] < loose - 0.8


def test_level_less_increase_is_the_level_of_a_year_ago(make_series: MakeSeries) -> None:
    level, rate = make_series("100.0", "104.5", "99.9"), make_series("3.3", "-2.0", "0.0")
    base = level["value"] - yearly_increase(level, rate)["value"]
    pd.testing.assert_series_equal(base, year_ago(level, rate)["value"])


def test_only_months_with_both_figures_count(make_series: MakeSeries) -> None:
    level, rate = make_series("100.0", "110.0", "120.0"), make_series("5.0", "6.0", "7.0")
    for function in (year_ago, yearly_increase):
        result = function(level.iloc[:2], rate.iloc[1:])
        assert list(result.index) == ["2024-02"]
        pd.testing.assert_frame_equal(result, function(level, rate).loc[["2024-02"]])


@pytest.mark.parametrize("function", [year_ago, yearly_increase])
def test_missing_number_stays_in_its_month(
    make_series: MakeSeries, function: Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]
) -> None:
    level, rate = make_series("100.0", "110.0"), make_series("5.0", "6.0")
    rate.loc["2024-01"] = math.nan
    result = function(level, rate)
    assert result.loc["2024-01"].isna().all()
    assert result.loc["2024-02"].notna().all()


@pytest.mark.parametrize("function", [year_ago, yearly_increase])
def test_nothing_gives_nothing(
    make_series: MakeSeries, function: Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]
) -> None:
    level, rate = make_series("100.0"), make_series("5.0")
    for result in (function(level.iloc[:0], rate), function(level, rate.iloc[:0])):
        assert result.empty
        assert list(result.columns) == ["value", "lower", "upper"]


def test_dated_a_year_back_changes_only_the_year(make_series: MakeSeries) -> None:
    series = make_series("1.0", "2.0", "3.0", months=["2024-01", "2024-02", "2000-02"])
    result = dated_a_year_back(series)
    assert list(result.index) == ["2023-01", "2023-02", "1999-02"]
    assert result.to_numpy().tolist() == series.to_numpy().tolist()
    assert list(series.index) == ["2024-01", "2024-02", "2000-02"]


@pytest.mark.parametrize(
    ("currency", "indicator"),
    [("cny", "loans"), ("cny", "deposits"), ("all", "loans"), ("all", "deposits")],
)
def test_december_implies_the_level_that_january_started_from(
    make_series: MakeSeries, read_printed: ReadPrinted, currency: str, indicator: str
) -> None:
    keys = {"currency": currency, "indicator": indicator}
    balance = read_printed("deposits_loans", **keys, measure="balance")
    growth = read_printed("deposits_loans", **keys, measure="yoy")
    increase = read_printed("deposits_loans", **keys, measure="increase")
    implied = year_ago(make_series(balance["2024-12"]), make_series(growth["2024-12"])).iloc[0]
    started = float(Decimal(balance["2024-01"]) - Decimal(increase["2024-01"]))
    assert implied["lower"] <= started <= implied["upper"]


def test_rmb_loans_of_december_2023(make_series: MakeSeries, read_printed: ReadPrinted) -> None:
    keys = {"currency": "cny", "indicator": "loans"}
    level = read_printed("deposits_loans", **keys, measure="balance")["2024-12"]
    rate = read_printed("deposits_loans", **keys, measure="yoy")["2024-12"]
    assert (level, rate) == ("45586.8", "9.1")
    implied = year_ago(make_series(level), make_series(rate)).iloc[0]
    assert implied["lower"] <= 42838.3 - 1042.6 <= implied["upper"]
    assert implied["upper"] - implied["lower"] < 40
