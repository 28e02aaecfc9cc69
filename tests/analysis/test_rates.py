"""Lending rates against brute force, published examples, exact arithmetic and invariances."""

import csv
import math
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import combinations, permutations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats
from statsmodels.stats.multitest import multipletests

from finreport.analysis.groups import compute
from finreport.analysis.log_ratios import aitchison_distance, centre, clr, length_range
from finreport.analysis.methods import NOISES
from finreport.analysis.noise import simulate
from finreport.analysis.permutation import remembered, split_contrast, split_p, splits
from finreport.analysis.rates import results
from finreport.analysis.results import Floats, Result
from finreport.analysis.split_tests import BestSplit
from finreport.analysis.spreads import CLOSED, OPEN, OPEN_ENDS, shift_interval, spread
from finreport.editions import Edition, EditionError, open_edition
from tests.reprint import reprint

DATA = Path(__file__).parents[2] / "data" / "shanxi-2025" / "lpr_buckets.csv"
QUOTES = Path(__file__).parents[2] / "data" / "context" / "lpr_quotes.csv"
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
PARTS = ("below", "at", "above_0_0.5", "above_0.5_1.5", "above_1.5_3", "above_3_5", "above_5")
SIDES = ("below", "at", "above")
BALANCES = {
    "below": (PARTS[:1], PARTS[2:]),
    "premium": (PARTS[4:], PARTS[2:4]),
    "expensive": (PARTS[5:], PARTS[:5]),
    "at": (PARTS[1:2], (PARTS[0], *PARTS[2:])),
}
"""What is set against what, written down once more."""


@pytest.fixture(scope="module")
def shares() -> dict[str, list[Fraction]]:
    """The printed shares by bucket, read without the package."""
    found: dict[str, list[Fraction]] = {}
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["bucket"], []).append(Fraction(row["share"]))
    return found


@pytest.fixture(scope="module")
def parts(shares: dict[str, list[Fraction]]) -> Floats:
    """The seven parts, a row a month."""
    return np.array([[float(share) for share in shares[name]] for name in PARTS]).T


@pytest.fixture(scope="module")
def found() -> dict[str, Result]:
    """All results of the whole year."""
    return at("2024-12")


@cache
def at(month: str, split_month: str | None = None) -> dict[str, Result]:
    """The results by name as they stood in a month; computed once."""
    edition = open_edition("shanxi-2025", month)
    cut = compute(edition, "rates", **({"split_month": split_month} if split_month else {}))
    return dict(cut)


def value(result: Result) -> float:
    assert result.value is not None
    return result.value


# Exact permutation


@pytest.mark.parametrize(("count", "before"), [(9, 3), (8, 4), (7, 5)])
def test_two_sided_p_counts_the_size_of_a_difference(count: int, before: int) -> None:
    """Scipy's permutation test of the absolute difference, on skewed values with equal ones."""
    values = np.random.default_rng(before).exponential(size=count).round(1)
    expected = stats.permutation_test(
        (values[:before], values[before:]),
        lambda one, other, axis: np.abs(other.mean(axis) - one.mean(axis)).round(9),
        alternative="greater",
        n_resamples=np.inf,
    )
    assert split_p(values[:, None], before) == pytest.approx(expected.pvalue)


@pytest.mark.parametrize(("count", "before", "apart"), [(8, 4, 35), (8, 3, 56), (2, 1, 1)])
def test_each_two_sides_are_compared_once(count: int, before: int, apart: int) -> None:
    """Which of two halves comes first makes no difference to how far apart they are."""
    sides = {frozenset({tuple(row > 0), tuple(row < 0)}) for row in splits(count, before)}
    assert len(sides) == len(splits(count, before)) == apart


def test_p_of_a_distance_is_that_of_scipy() -> None:
    values = np.random.default_rng(3).normal(size=(9, 4))
    rows = np.arange(9)

    def distance(one: Floats, other: Floats) -> float:
        apart = values[other.astype(int)].mean(axis=0) - values[one.astype(int)].mean(axis=0)
        return float(np.linalg.norm(apart).round(9))

    expected = stats.permutation_test(
        (rows[:4], rows[4:]), distance, vectorized=False, alternative="greater", n_resamples=np.inf
    )
    assert split_p(values, 4) == pytest.approx(expected.pvalue)
    assert split_p(np.stack([values, values[::-1]]), 4)[0] == split_p(values, 4)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(-40, 40), min_size=7, max_size=8), st.randoms(use_true_random=False))
def test_a_permutation_of_the_months_of_a_side_leaves_p(values: list[int], random: object) -> None:
    series = np.array(values, dtype=float)[:, None]
    mixed = np.concatenate([series[:4][::-1], series[4:][::-1]])
    assert split_p(series, 4) == pytest.approx(split_p(mixed, 4))
    assert split_p(np.hstack([series, -series]), 4) == pytest.approx(split_p(series, 4))


# Errors that remember


@pytest.mark.parametrize("contrast", [split_contrast(12, 6), split_contrast(12, 4)])
def test_independent_errors_give_the_p_of_the_t_test(contrast: Floats) -> None:
    values = np.random.default_rng(8).normal(size=12) + 1.5 * contrast / np.std(contrast) / 3
    r, p = stats.pearsonr(values, contrast)
    assert abs(r) > 0.2
    simulated = remembered(values[:, None], contrast, "independent")
    assert simulated.lower is not None
    assert simulated.upper is not None
    assert simulated.lower - 0.005 < p < simulated.upper + 0.005


def test_errors_that_remember_against_a_slow_simulation() -> None:
    rng = np.random.default_rng(99)
    values = np.array([5.0, 5.6, 5.9, 5.5, 3.9, 4.9, 4.5, 3.9, 3.5, 3.1, 4.3, 3.5])
    seen = abs(stats.pearsonr(values, np.arange(12) >= 6)[0])
    reached, runs = 0, 2_000
    for _ in range(runs):
        errors = [rng.normal()]
        for _ in range(11):
            errors.append(0.7 * errors[-1] + math.sqrt(1 - 0.49) * rng.normal())
        before, after = np.mean(errors[:6]), np.mean(errors[6:])
        explained = 3 * (after - before) ** 2 / np.sum((np.array(errors) - np.mean(errors)) ** 2)
        reached += explained >= seen**2
    p = remembered(values[:, None], split_contrast(12, 6), "ar1_0.7").value
    assert p == pytest.approx(reached / runs, abs=4 * math.sqrt(0.25 / runs))


def test_a_p_that_is_simulated_is_never_zero() -> None:
    """The observed series counts as one of those drawn: Phipson and Smyth (2010), section 4."""
    contrast = split_contrast(12, 6)
    values = 1e4 * contrast + np.random.default_rng(6).normal(size=12)  # which no error reaches
    p = remembered(values[:, None], contrast, "independent").value
    assert p == 1 / (len(simulate(12, NOISES["independent"])) + 1)


def test_the_scale_of_columns_matters_only_together() -> None:
    values = np.random.default_rng(5).normal(size=(12, 3))
    contrast = split_contrast(12, 6)
    p = remembered(values, contrast, "ar1_0.5").value
    assert remembered(1_000 * values + 5, contrast, "ar1_0.5").value == p


# Compositions


def test_log_ratios_of_the_example_of_scikit_bio() -> None:
    """The example in the documentation of skbio.stats.composition.clr."""
    published = [-0.79451346, 0.30409883, 0.5917809, -0.10136628]
    assert clr(np.array([0.1, 0.3, 0.4, 0.2])) == pytest.approx(published, abs=5e-9)


def test_distance_by_its_definition_with_pairs_of_parts() -> None:
    """Aitchison (1986) with Pawlowsky-Glahn and Egozcue (2001): over all pairs of log-ratios."""
    one, other = np.array([0.1, 0.3, 0.4, 0.2]), np.array([0.7, 0.1, 0.1, 0.1])
    pairs = [
        (math.log(one[i] / one[j]) - math.log(other[i] / other[j])) ** 2
        for i, j in product(range(4), repeat=2)
    ]
    assert aitchison_distance(one, other) == pytest.approx(math.sqrt(sum(pairs) / 8))


def test_distance_worked_by_hand() -> None:
    """(1, e, e^2) is (-1, 0, 1) in log-ratios, at a distance of sqrt(2) from equal parts."""
    one = np.exp([0.0, 1.0, 2.0])
    assert clr(one) == pytest.approx([-1, 0, 1])
    assert aitchison_distance(one, np.ones(3)) == pytest.approx(math.sqrt(2))


def test_distance_of_the_year_is_that_over_all_pairs_of_parts(
    shares: dict[str, list[Fraction]], found: dict[str, Result]
) -> None:
    """Second way: mean log-ratios of each pair of parts before and after, no centring."""
    apart = []
    for one, other in combinations(PARTS, 2):
        ratios = [math.log(a / b) for a, b in zip(shares[one], shares[other], strict=True)]
        apart.append((sum(ratios[6:]) - sum(ratios[:6])) / 6)
    distance = math.sqrt(sum(shift**2 for shift in apart) / len(PARTS))
    assert value(found["rates.composition.aitchison.distance"]) == pytest.approx(distance)


def test_distance_of_numbers_inside_the_rounding_stays_in_its_bounds(
    parts: Floats, found: dict[str, Result]
) -> None:
    result = found["rates.composition.aitchison.distance"]
    assert result.lower is not None
    assert result.upper is not None

    def distance(moved: Floats) -> Floats:
        logs = np.log(parts + moved)
        shift = logs[:, 6:].mean(axis=1) - logs[:, :6].mean(axis=1)
        return np.asarray(shift.std(axis=1) * math.sqrt(7))

    rng = np.random.default_rng(6)
    corners = distance(rng.choice([-0.05, 0.05], (4_000, 12, 7)))
    inside = distance(rng.uniform(-0.05, 0.05, (4_000, 12, 7)))
    drawn = np.concatenate([corners, inside])
    assert result.lower <= drawn.min()
    assert drawn.max() <= result.upper
    # Reached: all shares of a part pulled one way before the split and the other way after it.
    signs = np.array(list(product((-0.05, 0.05), repeat=7)))
    moved = np.where(np.arange(12)[:, None] < 6, -1, 1) * signs[:, None]
    assert distance(moved).max() == pytest.approx(result.upper, abs=1e-9)
    assert result.lower < distance(moved).min() < result.lower + 0.01


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(0.01, 1)), min_size=2, max_size=5))
def test_the_shortest_and_longest_centred_vector_of_a_box(sides: list[tuple[float, float]]) -> None:
    lower = np.array([low for low, _ in sides])
    upper = lower + [width for _, width in sides]
    shortest, longest = length_range(lower, upper)
    grid = np.array(list(product(*np.linspace(lower, upper, 7).T)))
    lengths = np.linalg.norm(grid - grid.mean(axis=1, keepdims=True), axis=1)
    assert longest == pytest.approx(lengths.max())
    step = float(np.linalg.norm((upper - lower) / 6)) / 2
    assert shortest <= lengths.min() + 1e-9
    assert lengths.min() - step <= shortest + 1e-9


compositions = st.lists(
    st.lists(st.floats(0.5, 90), min_size=4, max_size=4), min_size=6, max_size=6
).map(np.array)


@settings(max_examples=40)
@given(compositions, st.lists(st.floats(0.01, 100), min_size=6, max_size=6))
def test_closure_does_not_matter(rows: Floats, totals: list[float]) -> None:
    closed = rows * np.array(totals)[:, None]
    assert clr(closed) == pytest.approx(clr(rows), abs=1e-9)
    assert aitchison_distance(centre(closed[:3]), centre(closed[3:])) == pytest.approx(
        aitchison_distance(centre(rows[:3]), centre(rows[3:])), abs=1e-9
    )


@settings(max_examples=40)
@given(compositions, st.permutations(range(4)), st.lists(st.floats(0.1, 9), min_size=4, max_size=4))
def test_order_of_parts_and_perturbation_leave_the_distance(
    rows: Floats, order: list[int], factors: list[float]
) -> None:
    distance = aitchison_distance(rows[0], rows[1])
    assert aitchison_distance(rows[0][order], rows[1][order]) == pytest.approx(distance)
    changed = rows * np.array(factors)
    assert aitchison_distance(changed[0], changed[1]) == pytest.approx(distance, abs=1e-9)
    some = rows[:, :3]  # a subcomposition is never farther apart than the whole
    assert aitchison_distance(some[0], some[1]) <= distance + 1e-9


# The results


def test_means_and_shifts_by_exact_arithmetic(
    shares: dict[str, list[Fraction]], found: dict[str, Result]
) -> None:
    for name in {*PARTS, *SIDES}:
        before, after = sum(shares[name][:6]) / 6, sum(shares[name][6:]) / 6
        wanted = {"before": before, "after": after, "shift": after - before}
        for part, exact in wanted.items():
            result = found[f"rates.{name}.mean.{part}"]
            width = 0.1 if part == "shift" else 0.05
            assert result.value == pytest.approx(float(exact), abs=1e-9)
            assert (result.lower, result.upper) == pytest.approx(
                (float(exact) - width, float(exact) + width), abs=1e-9
            )


def test_spread_by_exact_arithmetic(
    shares: dict[str, list[Fraction]], found: dict[str, Result]
) -> None:
    middles = {"at": "0", "above_0_0.5": "0.25", "above_0.5_1.5": "1", "above_1.5_3": "2.25"}
    middles |= {"above_3_5": "4"}
    places = {
        "value": {"below": "-0.25", "above_5": "6"},
        "lower": {"below": "-3", "above_5": "5"},
        "upper": {"below": "0", "above_5": "20"},
    }
    half = Fraction(1, 20)
    for row, month in enumerate(MONTHS):
        printed = [shares[name][row] for name in PARTS]
        corners = list(product(*((share - half, share + half) for share in printed)))
        for end, open_buckets in places.items():
            at = {name: Fraction(place) for name, place in (middles | open_buckets).items()}
            averages = [
                sum(share * at[name] for name, share in zip(PARTS, row_, strict=True)) / sum(row_)
                for row_ in ([printed] if end == "value" else corners)
            ]
            exact = max(averages) if end == "upper" else min(averages)
            assert getattr(found[f"rates.spread.{month}"], end) == pytest.approx(float(exact))


def test_open_buckets_follow_the_rule_of_the_neighbouring_class() -> None:
    first, last = CLOSED["above_0_0.5"], CLOSED["above_3_5"]
    assert OPEN["below"] == -(first[1] - first[0]) / 2
    assert OPEN["above_5"] == last[1] + (last[1] - last[0]) / 2
    assert all(low <= OPEN[name] <= high for name, (low, high) in OPEN_ENDS.items())


@settings(max_examples=50)
@given(st.floats(-3, 0), st.floats(5, 20))
def test_shift_of_the_spread_stays_in_its_bounds(below: float, above: float) -> None:
    table = pd.read_csv(DATA).pivot(index="month", columns="bucket", values="share")
    places = np.array([below, 0, 0.25, 1, 2.25, 4, above])
    shares = table[list(PARTS)].to_numpy() + np.random.default_rng(int(below * 1e6) % 999).choice(
        [-0.05, 0.05], (12, 7)
    )
    averages = spread(shares, places)
    shift = averages[6:].mean() - averages[:6].mean()
    bounds = at("2024-12")["rates.spread.mean.shift"]
    assert bounds.lower is not None
    assert bounds.upper is not None
    assert bounds.lower <= shift <= bounds.upper


def test_bounds_of_the_shift_are_reached(parts: Floats, found: dict[str, Result]) -> None:
    """Of each month the corner that is lowest, or highest: for a place of the open buckets."""
    moved = np.array(list(product((-0.05, 0.05), repeat=7)))
    shifts = []
    for below, above in product((-3, 0), (5, 20)):
        places = np.array([below, 0, 0.25, 1, 2.25, 4, above])
        shares = parts[:, None] + moved
        averages = (shares * places).sum(axis=-1) / shares.sum(axis=-1)
        low, high = averages.min(axis=1), averages.max(axis=1)
        shifts += [low[6:].mean() - high[:6].mean(), high[6:].mean() - low[:6].mean()]
    shift = found["rates.spread.mean.shift"]
    assert (shift.lower, shift.upper) == pytest.approx((min(shifts), max(shifts)))
    assert shift.bounds == "assumed"


def test_sensitivity_says_how_far_the_average_moves(
    parts: Floats, found: dict[str, Result]
) -> None:
    december = parts[-1] / parts[-1].sum()
    places = np.array([-0.25, 0, 0.25, 1, 2.25, 4, 6])
    average = value(found["rates.spread.2024-12"])
    for name, bucket in (("below", 0), ("above_5", 6)):
        moved = places + np.eye(7)[bucket]  # one point further
        result = found[f"rates.spread.sensitivity.{name}"]
        # Printed parts add up to 99.9 to 100.1.
        assert value(result) == pytest.approx(december @ moved - average, abs=1e-3)
        assert result.inputs == (f"lpr.{name}@2024-12",)
    assert round(value(found["rates.spread.sensitivity.below"]), 2) == 0.43


def test_sensitivity_is_that_of_the_month_that_is_told(
    shares: dict[str, list[Fraction]],
) -> None:
    for month in ("2024-03", "2024-09"):
        told = value(at(month)["rates.spread.sensitivity.below"])
        assert told == pytest.approx(float(shares["below"][MONTHS.index(month)]) / 100)


def test_a_value_is_inside_its_bounds(found: dict[str, Result]) -> None:
    for result in found.values():
        if result.lower is not None and result.bounds != "simulation":
            assert result.upper is not None
            assert result.lower - 1e-12 <= value(result) <= result.upper + 1e-12


# Partial identification


def test_bounds_of_the_example_of_manski() -> None:
    """Manski, C. F. (1995), Identification Problems in the Social Sciences, chapter 2.

    Of 106 homeless men 64 were found six months later, of whom 21 had a home: so had between
    21/106 and 63/106 of all. Here those who were not found stand at the bucket without an end.
    """
    men = np.array([42.0, 43, 21, 0, 0, 0, 0])
    ends = [float(spread(men, np.array([lost, 0, 1, 0, 0, 0, 0]))) for lost in (0, 1)]
    assert ends == pytest.approx([21 / 106, 63 / 106])


@pytest.mark.parametrize("variant", ["", "bands"])
def test_bounds_of_the_shift_by_linear_programming(
    parts: Floats, found: dict[str, Result], variant: str
) -> None:
    """The average of a month is a linear-fractional program: Charnes and Cooper (1962).

    With y = share / sum of shares and t = 1 / sum, it is linear in both. For each corner of the
    places the months are solved one by one; the shift of their means is linear in the places.
    """
    free = {"below": (-3.0, 0.0), "above_5": (5.0, 20.0)}
    middles = {"at": 0.0, "above_0_0.5": 0.25, "above_0.5_1.5": 1, "above_1.5_3": 2.25}
    middles |= {"above_3_5": 4}
    if variant:
        free |= {"above_0_0.5": (0, 0.5), "above_0.5_1.5": (0.5, 1.5), "above_1.5_3": (1.5, 3)}
        free |= {"above_3_5": (3, 5)}
    result = found[".".join(filter(None, ["rates.spread.mean.shift", variant]))]
    corners = list(product(*free.values()))
    # All corners take a minute; those at which the bounds are reached, and some others.
    chosen = (
        corners if len(corners) < 5 else [*_extreme(parts, corners, list(free)), *corners[::21]]
    )
    shifts = []
    for corner in chosen:
        places = middles | dict(zip(free, corner, strict=True))
        months = [_lp(row, [places[name] for name in PARTS]) for row in parts]
        low, high = (np.array(ends) for ends in zip(*months, strict=True))
        shifts += [low[6:].mean() - high[:6].mean(), high[6:].mean() - low[:6].mean()]
    assert (result.lower, result.upper) == pytest.approx((min(shifts), max(shifts)), abs=1e-7)


def _extreme(
    parts: Floats, corners: Sequence[tuple[float, ...]], free: Sequence[str]
) -> list[tuple[float, ...]]:
    """The corners at which the printed shares move least and most."""
    shift = parts[6:].mean(axis=0) - parts[:6].mean(axis=0)
    moved = [
        sum(at * shift[PARTS.index(name)] for name, at in zip(free, corner, strict=True))
        for corner in corners
    ]
    order = np.argsort(moved)
    return [corners[at] for at in (*order[:3], *order[-3:])]


def _lp(row: Floats, places: Sequence[float]) -> tuple[float, float]:
    """The least and the largest average of one month, shares anywhere in their rounding."""
    count = len(row)
    above = np.hstack([np.eye(count), -(row + 0.05)[:, None]])
    below = np.hstack([-np.eye(count), (row - 0.05)[:, None]])
    ends = [
        sign
        * optimize.linprog(
            sign * np.array([*places, 0.0]),
            A_ub=np.vstack([above, below]),
            b_ub=np.zeros(2 * count),
            A_eq=[[1.0] * count + [0.0]],
            b_eq=[1.0],
        ).fun
        for sign in (1, -1)
    ]
    return ends[0], ends[1]


@cache
def quotes(name: str) -> dict[date, Fraction]:
    with QUOTES.open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(r["date"]): Fraction(r[name]) for r in csv.DictReader(file)}


def by_days(name: str, month: str) -> list[Fraction]:
    """The rate on each day of a month, by walking back to its quotation."""
    day, rates = date.fromisoformat(f"{month}-01"), []
    while f"{day:%Y-%m}" == month:
        back = day
        while back not in quotes(name):
            back -= timedelta(days=1)
        rates.append(quotes(name)[back])
        day += timedelta(days=1)
    return rates


@pytest.mark.parametrize("name", ["lpr_1y", "lpr_5y"])
@pytest.mark.parametrize("before", [3, 6])
def test_pass_through_by_exact_arithmetic(name: str, before: int) -> None:
    split = MONTHS[before]
    found = at("2024-12", split)
    months = [by_days(name, month) for month in MONTHS]
    averages = [sum(rates) / len(rates) for rates in months]
    assert value(found[f"rates.{name}.2024-07"]) == pytest.approx(float(averages[6]))
    moved = sum(averages[before:]) / (12 - before) - sum(averages[:before]) / before
    change = found[f"rates.{name}.change"]
    assert value(change) == pytest.approx(float(moved))
    ends = [
        sum(map(later, months[before:])) / (12 - before) - sum(map(first, months[:before])) / before
        for later, first in ((min, max), (max, min))
    ]
    assert (change.lower, change.upper) == pytest.approx(tuple(map(float, ends)))
    shift = found["rates.spread.mean.shift"]
    assert shift.lower is not None
    assert shift.upper is not None
    rate, passed = found[f"rates.{name}.rate.change"], found[f"rates.{name}.pass_through"]
    assert value(rate) == pytest.approx(float(moved) + value(shift))
    assert value(passed) == pytest.approx(value(rate) / float(moved))
    assert (passed.lower, passed.upper) == pytest.approx(
        ((float(moved) + shift.upper) / float(moved), (float(moved) + shift.lower) / float(moved))
    )
    below = float(sum(Fraction(row) for row in shares_of("below")[before:])) / (12 - before) / 100
    far = found[f"rates.{name}.break_even"]
    assert value(far) == pytest.approx(-value(rate) / below)


def shares_of(bucket: str) -> list[str]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return [row["share"] for row in csv.DictReader(file) if row["bucket"] == bucket]


def test_no_variant_is_sharper_than_the_assumption_it_loosens(found: dict[str, Result]) -> None:
    for name in ("lpr_1y", "lpr_5y"):
        for statistic in ("pass_through", "rate.change"):
            main = found[f"rates.{name}.{statistic}"]
            for variant in ("timing", "bands", "all"):
                other = found[f"rates.{name}.{statistic}.{variant}"]
                assert other.lower is not None
                assert main.lower is not None
                assert other.lower <= main.lower
                assert other.upper is not None
                assert main.upper is not None
                assert other.upper >= main.upper


def test_what_nothing_passed_on_could_leave_at_or_below_lpr() -> None:
    """Ten thousand invented loans that go on as before while the LPR is cut by 0.1 to 0.6."""
    rng = np.random.default_rng(4)
    for cut in (0.1, 0.25, 0.6):
        spreads = rng.choice([*np.round(np.arange(-2, 6, 0.05), 2), *[0.0] * 20], 10_000)
        at_or_below = (np.round(spreads + cut, 9) <= 0).mean()
        assert at_or_below <= (spreads < 0).mean()


def test_the_cap_counts_the_days_before_the_cut(found: dict[str, Result]) -> None:
    """In the second half 21 days of July had no cut: (21/31) / 6 of the later months."""
    below, same = (sum(map(Fraction, shares_of(name)[:6])) / 6 for name in ("below", "at"))
    cap = below + Fraction(21, 31) / 6 * same
    assert value(found["rates.unpassed.at_most"]) == pytest.approx(float(cap))
    was = sum(Fraction(one) for name in ("below", "at") for one in shares_of(name)[6:]) / 6
    assert value(found["rates.unpassed.was"]) == pytest.approx(float(was))
    assert value(found["rates.unpassed.excess"]) == pytest.approx(float(was - cap))


def test_without_quotations_there_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    known = pd.read_csv(QUOTES)
    monkeypatch.setattr(
        "finreport.analysis.pass_through.read_context", lambda _: known[known["date"] < "2022"]
    )
    found = {r.name: r for r in results(open_edition("shanxi-2025"))}
    for name, result in found.items():
        rests_on_quotes = ".lpr_" in name or ".unpassed." in name
        assert result.reason == ("no_quotes" if rests_on_quotes else "")


# The interval of a shift


def test_the_interval_is_the_shifts_that_the_test_leaves() -> None:
    """Turned around by trial: the p of what remains once a shift is taken back."""
    rng = np.random.default_rng(12)
    for count, before in ((12, 6), (10, 4), (8, 3)):
        values = rng.normal(size=count) + np.where(np.arange(count) >= before, 0.5, 0)
        low, high = shift_interval(values, before)
        later = np.arange(count) >= before
        for shift in (*np.linspace(low + 1e-6, high - 1e-6, 9),):
            assert split_p((values - shift * later)[:, None], before) > 0.05
        for shift in (low - 1e-6, high + 1e-6, low - 1, high + 1):
            assert split_p((values - shift * later)[:, None], before) <= 0.05


def test_the_interval_holds_the_shift_as_often_as_it_says() -> None:
    """In 2,000 invented years; the standard error is 0.005."""
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(2_000):
        low, high = shift_interval(rng.normal(size=8) + np.repeat([0.0, 1.0], 4), 4)
        held += low <= 1 <= high
    assert held / 2_000 > 0.95 - 0.015


def test_too_few_splits_have_no_interval() -> None:
    low, high = shift_interval(np.arange(6.0), 3)
    assert (low, high) == (-math.inf, math.inf)


# Balances fixed beforehand, and the split that explains most


@pytest.mark.parametrize("name", BALANCES)
def test_p_of_a_balance_is_counted_over_all_splits(
    shares: dict[str, list[Fraction]], found: dict[str, Result], name: str
) -> None:
    over, under = BALANCES[name]
    ratios = [
        math.log(sum(shares[one][at] for one in over) / sum(shares[one][at] for one in under))
        for at in range(12)
    ]

    def shift(rows: tuple[int, ...]) -> float:
        return abs(2 * math.fsum(ratios[row] for row in rows) - math.fsum(ratios))

    sizes = [shift(rows) for rows in combinations(range(12), 6)]
    observed = shift(tuple(range(6, 12)))
    p = sum(size >= observed - 1e-9 for size in sizes) / len(sizes)
    assert value(found[f"rates.{name}.balance.p"]) == pytest.approx(p, abs=1e-12)
    moved = found[f"rates.{name}.balance.shift"]
    assert value(moved) == pytest.approx((sum(ratios[6:]) - sum(ratios[:6])) / 6)
    rng = np.random.default_rng(2)
    for _ in range(200):
        drawn = {
            one: np.array(shares[one], dtype=float) + rng.choice([-0.05, 0.05], 12) for one in PARTS
        }
        logs = np.log(sum(drawn[one] for one in over)) - np.log(sum(drawn[one] for one in under))
        assert moved.lower is not None
        assert moved.upper is not None
        assert moved.lower <= logs[6:].mean() - logs[:6].mean() <= moved.upper


def test_families_are_adjusted_by_holm(found: dict[str, Result]) -> None:
    sizes = {"balances": 4, "composition": 1}
    for family, size in sizes.items():
        tests = [result for result in found.values() if result.family == f"rates.{family}"]
        assert len(tests) == size
        adjusted = multipletests([value(test) for test in tests], method="holm")[1]
        assert [test.adjusted for test in tests] == pytest.approx(list(adjusted))
    assert {result.family for result in found.values()} == {"", *(f"rates.{f}" for f in sizes)}


def test_largest_split_of_seven_months_over_all_their_orders() -> None:
    """All 5,040 orders, each split by its own sums of squares."""
    values = np.random.default_rng(7).normal(size=(7, 2)) + np.repeat([0.0, 1.2], [3, 4])[:, None]

    def largest(rows: Floats) -> float:
        total = ((rows - rows.mean(axis=0)) ** 2).sum()
        within = (
            sum(((part - part.mean(axis=0)) ** 2).sum() for part in (rows[:at], rows[at:]))
            for at in (3, 4)
        )
        return 1 - float(min(within)) / float(total)

    seen = largest(values)
    assert float(BestSplit().size(values)) == pytest.approx(seen)
    orders = [largest(values[list(order)]) >= seen - 1e-9 for order in permutations(range(7))]
    assert float(BestSplit().p(values)) == pytest.approx(float(np.mean(orders)), rel=1e-12)


def test_p_of_the_largest_split_is_that_of_shuffled_months(parts: Floats) -> None:
    """Twelve months have 479,001,600 orders, which are counted; 20,000 of them are drawn here."""
    test, ratios = BestSplit(), clr(parts)
    orders = np.random.default_rng(5).permuted(np.tile(np.arange(12), (20_000, 1)), axis=1)
    drawn = float((test.size(ratios[orders]) >= test.size(ratios) - 1e-9).mean())
    found = float(test.p(ratios))
    assert found == pytest.approx(drawn, abs=4 * math.sqrt(found / 20_000))
    assert found == float(at("2024-12")["rates.composition.largest.p"].value or 0)


@given(st.lists(st.integers(0, 3), min_size=6, max_size=7), st.randoms())
def test_equal_values_and_another_order_of_them(values: list[int], random: object) -> None:
    """Many orders of a few values are as far apart as the observed one: each of them counts."""
    if len(set(values)) == 1:
        values = [*values[:-1], values[0] + 1]  # what never varies has no share to explain
    rows = np.array(values, dtype=float)[:, None]
    test, seen = BestSplit(), float(BestSplit().size(rows))
    orders = np.array(list(permutations(range(len(values)))))
    wanted = float((test.size(rows[orders]) >= seen - 1e-9).mean())
    assert float(test.p(rows)) == pytest.approx(wanted, rel=1e-12)


def test_shares_of_the_distance_add_up(parts: Floats, found: dict[str, Result]) -> None:
    shares = [value(found[f"rates.{name}.composition.aitchison.share"]) for name in PARTS]
    assert sum(shares) == pytest.approx(100)
    assert max(shares) == shares[1]
    others = np.delete(parts, 1, axis=1)
    p = found["rates.composition.largest.p.without_largest_part"]
    assert value(p) == pytest.approx(float(BestSplit().p(clr(others))))


# Months and editions


@pytest.mark.parametrize("month", MONTHS)
def test_every_month_uses_nothing_later_and_has_a_number_or_a_reason(month: str) -> None:
    cut = at(month).values()
    for result in cut:
        assert (result.value is None) == bool(result.reason)
        last = max(name.rpartition("@")[2].rpartition("..")[2] for name in result.inputs[:1])
        assert last <= month or "@" not in result.inputs[0]
    tested = {result.name for result in cut if result.family and result.value is not None}
    known = int(month[5:])
    assert len([name for name in tested if ".balance." in name]) == (4 if known >= 9 else 0)
    assert len([name for name in tested if ".largest." in name]) == (1 if known >= 6 else 0)


def test_the_months_left_out_are_those_of_an_earlier_month(found: dict[str, Result]) -> None:
    for left_out in (1, 2, 3):
        earlier = at(MONTHS[11 - left_out])
        for name in (*(f"{name}.balance" for name in BALANCES), "composition.largest"):
            now = found[f"rates.{name}.p.without_last_{left_out}"]
            assert now.value == pytest.approx(earlier[f"rates.{name}.p"].value)
            assert now.n == 12 - left_out


def test_the_split_month_moves_the_sides_but_not_the_search_for_one() -> None:
    april, july = at("2024-12", "2024-04"), at("2024-12")
    assert april["rates.at.balance.p"] != july["rates.at.balance.p"]
    assert april["rates.composition.largest.p"] == july["rates.composition.largest.p"]


@pytest.mark.parametrize("month", ["2024-01", "2023-12", "2025-01", "2024-7", "July"])
def test_an_unknown_split_month_is_told_the_others(month: str) -> None:
    with pytest.raises(EditionError, match=rf"'{month}'.*2024-02 to 2024-12\.$"):
        results(open_edition("shanxi-2025"), month)


def with_zero(edition: Edition) -> Edition:
    return reprint(edition, "lpr_buckets", {"bucket": "above_5", "month": "2024-03"}, share="0.0")


def test_a_share_of_zero_leaves_no_log_ratio_but_all_else() -> None:
    found = {r.name: r for r in results(with_zero(open_edition("shanxi-2025")))}
    for name, result in found.items():
        rests_on_logarithms = ".balance." in name or ".composition." in name
        assert result.reason == ("zero_share" if rests_on_logarithms else "")


def test_the_default_is_the_second_half_and_a_second_run_gives_the_same(
    found: dict[str, Result],
) -> None:
    assert at("2024-12", "2024-07") == found
