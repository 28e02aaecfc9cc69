"""Ends of quarters against other months: every p counted again, choice by choice, exactly."""

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, product
from math import comb
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finreport.analysis.quarter_ends import (
    compare,
    monthly_increases,
    p_range,
    results,
)
from finreport.analysis.results import FEWEST, TOO_FEW, Estimate, Result
from finreport.editions import open_edition

ReadPrinted = Callable[..., dict[str, str]]

MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
QUARTERLY = {"2024-03", "2024-06", "2024-09", "2024-12"}
SERIES = open_edition("shanxi-2025").groups.quarter_ends
OTHER_SCOPE_IN_JANUARY = open_edition("shanxi-2025").groups.without_january
KINDS = ("quarter_end", "quarter_end_without_january")
HALF = Fraction(1, 20)


@pytest.fixture(scope="module")
def found() -> dict[str, Result]:
    """The results of the whole year by name."""
    return {result.name: result for result in results(open_edition("shanxi-2025"))}


@pytest.fixture(scope="module")
def read_increases(read_printed: ReadPrinted) -> Callable[[str], dict[str, Fraction]]:
    """A function that reads the increases of a series, October's errors set right by hand."""
    right = {
        ("cny.deposits_household", "2024-10"): Fraction("44.8"),
        ("cny.deposits_corporate", "2024-10"): Fraction("-425.4"),
    }

    def read(name: str) -> dict[str, Fraction]:
        currency, indicator = name.split(".")
        printed = read_printed(
            "deposits_loans", currency=currency, indicator=indicator, measure="increase"
        )
        return {month: right.get((name, month), Fraction(text)) for month, text in printed.items()}

    return read


def mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def distance(increases: dict[str, Fraction], chosen: set[str]) -> Fraction:
    others = [value for month, value in increases.items() if month not in chosen]
    return abs(mean([increases[month] for month in chosen]) - mean(others))


def count_choices(increases: dict[str, Fraction]) -> Fraction:
    """The share of choices of as many months that are at least as far from the others."""
    actual = QUARTERLY & set(increases)
    choices = [set(months) for months in combinations(increases, len(actual))]
    far = distance(increases, actual)
    return Fraction(sum(distance(increases, months) >= far for months in choices), len(choices))


def as_series(values: list[float], half: float = 0.05) -> pd.DataFrame:
    values_ = np.array(values)
    return pd.DataFrame(
        {"value": values_, "lower": values_ - half, "upper": values_ + half},
        index=pd.Index(MONTHS[: len(values)], name="month"),
    )


def ends(number: Estimate) -> tuple[float, float, float]:
    value, lower, upper = number
    assert value is not None
    assert lower is not None
    assert upper is not None
    return value, lower, upper


TESTED = [
    (name, kind)
    for name in SERIES
    for kind in KINDS
    if kind == KINDS[1] or name not in OTHER_SCOPE_IN_JANUARY
]


@pytest.mark.parametrize(("name", "kind"), TESTED)
def test_p_is_the_share_of_all_choices(
    found: dict[str, Result],
    read_increases: Callable[[str], dict[str, Fraction]],
    name: str,
    kind: str,
) -> None:
    increases = read_increases(name)
    if kind == KINDS[1]:
        del increases["2024-01"]
    result = found[f"gap.{name}.{kind}.p"]
    assert result.value is not None
    assert result.value == pytest.approx(float(count_choices(increases)), rel=1e-12)
    assert result.n == len(increases)
    assert result.family == f"gap.{kind}"
    assert result.lower is not None
    assert result.upper is not None
    assert result.lower <= result.value <= result.upper
    size = comb(len(increases), 4)
    assert size in (330, 495)
    assert result.value * size == pytest.approx(round(result.value * size), abs=1e-9)


@pytest.mark.parametrize(("name", "kind"), TESTED)
def test_the_means_and_their_difference(
    found: dict[str, Result],
    read_increases: Callable[[str], dict[str, Fraction]],
    name: str,
    kind: str,
) -> None:
    increases = read_increases(name)
    if kind == KINDS[1]:
        del increases["2024-01"]
    ends = mean([increases[month] for month in QUARTERLY])
    others = mean([value for month, value in increases.items() if month not in QUARTERLY])
    for quantity, expected in (
        ("mean", ends),
        ("mean_other", others),
        ("difference", ends - others),
    ):
        result = found[f"gap.{name}.{kind}.{quantity}"]
        assert result.value == pytest.approx(float(expected), abs=1e-9)
        assert result.unit == "100 million CNY"
        assert result.lower is not None
        assert result.upper is not None
        width = result.upper - result.lower
        corrected = name.startswith("cny.deposits_")  # a difference of balances is twice as wide
        steps = 2 if quantity == "difference" else 1
        assert float(2 * HALF * steps) <= width + 1e-9
        assert width <= float(2 * HALF * steps) * (1.2 if corrected else 1) + 1e-9


def test_the_series_with_another_scope_in_january_are_compared_without_it_only(
    found: dict[str, Result],
) -> None:
    compared = {(".".join(parts[1:3]), parts[3]) for parts in (name.split(".") for name in found)}
    assert compared == set(TESTED)


def test_october_is_taken_from_the_balances() -> None:
    edition = open_edition("shanxi-2025")
    for indicator, october in (("deposits_household", 44.8), ("deposits_corporate", -425.4)):
        printed = edition.series(
            "deposits_loans", currency="cny", indicator=indicator, measure="increase"
        )
        used = monthly_increases(edition, "cny", indicator)
        assert list(used.index[used["value"] != printed["value"]]) == ["2024-10"]
        assert list(used.loc["2024-10"]) == pytest.approx([october, october - 0.1, october + 0.1])


@pytest.mark.parametrize("name", sorted(set(SERIES) - {s for s in SERIES if "deposits_" in s}))
def test_no_other_printed_increase_is_replaced(name: str) -> None:
    edition = open_edition("shanxi-2025")
    currency, indicator = name.split(".")
    printed = edition.series(
        "deposits_loans", currency=currency, indicator=indicator, measure="increase"
    )
    pd.testing.assert_frame_equal(monthly_increases(edition, currency, indicator), printed)


def test_bills_are_the_same_in_both_scopes(
    read_increases: Callable[[str], dict[str, Fraction]],
) -> None:
    assert read_increases("all.loans_bills") == read_increases("cny.loans_bills")
    assert "all.loans_bills" not in SERIES


tenths = st.integers(-3000, 3000).map(lambda number: number / 10)
years = st.lists(tenths, min_size=6, max_size=12)
quick = settings(max_examples=15, deadline=None)


@quick
@given(years)
def test_p_agrees_with_exact_counting(values: list[float]) -> None:
    exact = dict(zip(MONTHS, (Fraction(round(10 * v), 10) for v in values), strict=False))
    assert compare(as_series(values)).p[0] == pytest.approx(float(count_choices(exact)))


@quick
@given(years, tenths)
def test_a_constant_more_in_every_month_leaves_p(values: list[float], more: float) -> None:
    before = compare(as_series(values))
    after = compare(as_series([value + more for value in values]))
    assert after.p == pytest.approx(before.p)
    assert after.difference == pytest.approx(before.difference, abs=1e-6)


@quick
@given(years)
def test_increases_turned_to_decreases_leave_p_and_turn_the_difference(
    values: list[float],
) -> None:
    before, after = compare(as_series(values)), compare(as_series([-value for value in values]))
    assert after.p == pytest.approx(before.p)
    assert after.difference[0] == pytest.approx(-ends(before.difference)[0], abs=1e-9)


@quick
@given(years, st.randoms(use_true_random=False))
def test_the_order_of_the_other_months_does_not_matter(values: list[float], chance: Random) -> None:
    others = [at for at in range(len(values)) if MONTHS[at] not in QUARTERLY]
    shuffled = others.copy()
    chance.shuffle(shuffled)
    moved = values.copy()
    for at, source in zip(others, shuffled, strict=True):
        moved[at] = values[source]
    assert compare(as_series(moved)).p == pytest.approx(compare(as_series(values)).p)


@quick
@given(years)
def test_the_range_of_p_holds_every_p_of_numbers_inside_the_rounding(
    values: list[float],
) -> None:
    close = [value / 50 for value in values]  # small numbers, so that rounding matters
    _, low, high = ends(compare(as_series(close)).p)
    rng = np.random.default_rng(0)
    for moved in rng.uniform(-0.05, 0.05, (5, len(close))):
        drawn = compare(as_series(list(np.array(close) + moved)))
        assert low - 1e-9 <= ends(drawn.p)[0] <= high + 1e-9


def test_the_range_of_p_at_the_corners_of_a_small_case() -> None:
    """Six months of small numbers: the extreme p over a fine grid lie inside, and near the ends."""
    values = [0.3, 0.2, 0.2, 0.1, 0.1, 0.2]
    marked = np.array([month in QUARTERLY for month in MONTHS[:6]])
    low, high = p_range(as_series(values), marked)
    seen = set()
    for moves in product((-1, 0, 1), repeat=6):
        exact = {
            month: Fraction(round(10 * value), 10) + move * HALF * Fraction(99, 100)
            for month, value, move in zip(MONTHS, values, moves, strict=False)
        }
        seen.add(float(count_choices(exact)))
    assert low <= min(seen)
    assert max(seen) <= high
    assert high == max(seen) == 1
    assert min(seen) - low < 0.15


def test_without_rounding_the_range_is_p_itself() -> None:
    values = [1042.6, 295.7, 773.6, 330.3, 94.4, 418.4, 159.9, 93.6, 680.4, -92.5, 19.9, -25.1]
    found = compare(as_series(values, half=0.0))
    assert found.p[1:] == pytest.approx((found.p[0], found.p[0]))


@pytest.mark.parametrize("as_of", MONTHS)
def test_too_few_months_give_a_reason_and_no_number(as_of: str) -> None:
    for result in results(open_edition("shanxi-2025", as_of)):
        enough = result.n >= FEWEST
        assert (result.value is not None) == enough
        assert result.reason == ("" if enough else TOO_FEW)
        assert all(as_of >= name.rpartition("..")[2][-7:] for name in result.inputs if "@" in name)
