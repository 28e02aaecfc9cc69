"""Levels of a year ago: exact arithmetic, and true values drawn inside the printed intervals."""

import math
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rtoml

from finreport.analysis.levels import (
    NOT_PRINTED,
    accounts,
    dated_a_year_back,
    difference,
    results,
    year_ago,
    yearly_increase,
)
from finreport.analysis.results import Result
from finreport.editions import open_edition
from finreport.words import LANGUAGES, open_language

MakeSeries = Callable[..., pd.DataFrame]
ReadPrinted = Callable[..., dict[str, str]]
Draws = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

REGISTER = Path(__file__).parents[2] / "data/shanxi-2025/judgements.toml"

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


# Named results


@cache
def find(as_of: str = "2024-12") -> dict[str, Result]:
    """The results at a month by name."""
    return {result.name: result for result in results(open_edition("shanxi-2025", as_of))}


def test_difference_counts_both_roundings(make_series: MakeSeries) -> None:
    found = difference(make_series("10.5", "2.0", "7"), make_series("3.25", "4.0"))
    assert list(found.index) == ["2024-01", "2024-02"]
    expected = np.array([[7.25, 7.195, 7.305], [-2.0, -2.1, -1.9]])
    assert found.to_numpy() == pytest.approx(expected)


def test_series_with_growth_in_the_order_of_the_edition() -> None:
    found = {account.name: account for account in accounts(open_edition("shanxi-2025", "2024-03"))}
    assert len(found) == 13
    assert (min(found), list(found)[-1]) == ("all.deposits", "fx.loans")
    assert found["fx.loans"].increase is None
    assert found["fx.loans"].unit == "100 million USD"
    assert list(found["cny.loans"].growth.index) == ["2024-01", "2024-02", "2024-03"]


@pytest.mark.parametrize("month", ["2024-01", "2024-06", "2024-12"])
def test_results_are_the_exact_levels_of_a_year_ago(month: str, read_printed: ReadPrinted) -> None:
    keys = {"currency": "fx", "indicator": "loans"}
    level = Decimal(read_printed("deposits_loans", **keys, measure="balance")[month])
    rate = Decimal(read_printed("deposits_loans", **keys, measure="yoy")[month])
    found = find(month)[f"levels.fx.loans.2023-{month[5:]}"]
    half = Decimal("0.05")
    assert found.value == pytest.approx(float(level / (1 + rate / 100)), rel=1e-12)
    assert found.lower == pytest.approx(float((level - half) / (1 + (rate + half) / 100)), rel=1e-9)
    assert found.upper == pytest.approx(float((level + half) / (1 + (rate - half) / 100)), rel=1e-9)
    assert found.unit == "100 million USD"
    assert found.inputs == (f"fx.loans.balance@{month}", f"fx.loans.yoy@{month}")


def test_each_shown_month_has_a_level() -> None:
    found = find("2024-04")
    start = "levels.cny.deposits."
    names = [name.removeprefix(start) for name in found if name.startswith(f"{start}2")]
    months = ["2023-01", "2023-02", "2023-03", "2023-04"]
    assert names == [*months, *(f"{month}.increase" for month in months[1:])]


@pytest.mark.parametrize("name", ["cny.loans", "fx.deposits"])
def test_increases_of_the_year_before_by_every_corner(name: str, read_printed: ReadPrinted) -> None:
    currency, indicator = name.split(".")
    keys = {"currency": currency, "indicator": indicator}
    level = read_printed("deposits_loans", **keys, measure="balance")
    rate = read_printed("deposits_loans", **keys, measure="yoy")
    half = Decimal("0.05")

    def implied(month: str, by: int, to: int) -> Decimal:
        return (Decimal(level[month]) + by * half) / (1 + (Decimal(rate[month]) + to * half) / 100)

    for before, month in pairwise(sorted(level)):
        found = find()[f"levels.{name}.2023-{month[5:]}.increase"]
        corners = [
            implied(month, one, two) - implied(before, three, four)
            for one, two, three, four in product((-1, 1), repeat=4)
        ]
        value = implied(month, 0, 0) - implied(before, 0, 0)
        wanted = [float(each) for each in (value, min(corners), max(corners))]
        assert [found.value, found.lower, found.upper] == pytest.approx(wanted)
        assert found.inputs == tuple(
            f"{name}.{measure}@{each}" for each in (before, month) for measure in ("balance", "yoy")
        )


def test_december_from_january_is_exact(read_printed: ReadPrinted) -> None:
    keys = {"currency": "all", "indicator": "loans_bills"}
    level = Decimal(read_printed("deposits_loans", **keys, measure="balance")["2024-01"])
    increase = Decimal(read_printed("deposits_loans", **keys, measure="increase")["2024-01"])
    found = find("2024-01")["levels.all.loans_bills.december.from_january"]
    ends = [float(level - increase) + by for by in (0, -0.1, 0.1)]
    assert [found.value, found.lower, found.upper] == pytest.approx(ends)


def test_both_ways_to_december_agree_or_are_in_the_register() -> None:
    register = rtoml.loads(REGISTER.read_text(encoding="utf-8"))["discrepancy"]
    judged = {entry["name"] for entry in register}
    found = find()
    apart = {
        name.removeprefix("levels.").removesuffix(".december.difference")
        for name, one in found.items()
        if name.endswith(".december.difference") and not within(one)
    }
    assert {f"{name}.increase@2024-01" for name in apart} <= judged
    assert apart == {"all.loans_short", "all.loans_medium_long"}
    differences = [name for name in found if name.endswith(".december.difference")]
    assert len(differences) == 11


def within(one: Result) -> bool:
    assert one.lower is not None
    assert one.upper is not None
    return one.lower <= 0 <= one.upper


def test_the_difference_is_that_of_the_two_ways() -> None:
    found = find()
    for name in ("cny.loans", "all.deposits", "all.loans_short"):
        january, growth, gap = (
            found[f"levels.{name}.december.{end}"]
            for end in ("from_january", "from_growth", "difference")
        )
        assert None not in (january.value, january.lower, growth.value, growth.upper, gap.lower)
        assert gap.value == pytest.approx(january.value - growth.value)  # type: ignore[operator]
        assert gap.lower == pytest.approx(january.lower - growth.upper)  # type: ignore[operator]
        assert growth.value == found[f"levels.{name}.2023-12"].value


def test_before_the_last_month_december_has_one_way() -> None:
    found = find("2024-11")
    assert found["levels.cny.loans.december.from_january"].value is not None
    for end in ("from_growth", "difference"):
        one = found[f"levels.cny.loans.december.{end}"]
        assert (one.value, one.lower, one.upper, one.reason) == (None, None, None, NOT_PRINTED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_method_is_told(language: str) -> None:
    words = open_language(language)
    for one in find("2024-11").values():
        assert words.text(f"method.{one.method}")
        assert (one.lower is None) == (one.bounds == "")
        assert not one.bounds or words.text(f"bounds.{one.bounds}")
        assert not one.reason or words.text(f"reason.{one.reason}")
