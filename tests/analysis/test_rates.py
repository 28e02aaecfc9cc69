"""Lending rates against brute force, published examples, exact arithmetic and invariances."""

import csv
import math
from fractions import Fraction
from functools import cache
from itertools import combinations, permutations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from finreport.analysis.methods import NOISES
from finreport.analysis.noise import simulate
from finreport.analysis.permutation import (
    order_contrast,
    order_p,
    remembered,
    split_contrast,
    split_p,
    splits,
)
from finreport.analysis.rates import (
    CLOSED,
    OPEN,
    OPEN_ENDS,
    aitchison_distance,
    centre,
    clr,
    length_range,
    results,
    spread,
)
from finreport.analysis.results import Floats, Result
from finreport.editions import Edition, EditionError, open_edition
from tests.reprint import reprint

DATA = Path(__file__).parents[2] / "data" / "shanxi-2025" / "lpr_buckets.csv"
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
PARTS = ("below", "at", "above_0_0.5", "above_0.5_1.5", "above_1.5_3", "above_3_5", "above_5")
SIDES = ("below", "at", "above")


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
    cut = results(open_edition("shanxi-2025", month), split_month)
    return {result.name: result for result in cut}


def value(result: Result) -> float:
    assert result.value is not None
    return result.value


# Exact permutation


@pytest.mark.parametrize("side", SIDES)
def test_p_of_a_side_is_counted_over_all_924_splits(
    shares: dict[str, list[Fraction]], found: dict[str, Result], side: str
) -> None:
    printed = shares[side]

    def shift(rows: tuple[int, ...]) -> Fraction:
        later = sum((printed[row] for row in rows), Fraction(0))
        return 2 * later - sum(printed)

    shifts = [abs(shift(rows)) for rows in combinations(range(12), 6)]
    reached = sum(other >= abs(shift(tuple(range(6, 12)))) for other in shifts)
    assert len(shifts) == 924
    assert value(found[f"rates.{side}.mean.p"]) == pytest.approx(reached / 924, abs=1e-12)


@pytest.mark.parametrize("before", range(3, 10))
def test_p_of_the_composition_is_counted_over_all_splits(
    parts: Floats, found: dict[str, Result], before: int
) -> None:
    def distance(rows: tuple[int, ...]) -> float:
        others = [row for row in range(12) if row not in rows]
        one, other = (stats.gmean(parts[list(side)], axis=0) for side in (rows, others))
        ratio = np.log(one / other)
        return float(np.std(ratio))  # the distance but for a factor

    seen = distance(tuple(range(before)))
    distances = [distance(rows) for rows in combinations(range(12), before)]
    reached = sum(other >= seen - 1e-12 for other in distances)
    p = value(found[f"rates.split.{MONTHS[before]}.aitchison.p"])
    assert p == pytest.approx(reached / math.comb(12, before), abs=1e-12)
    if before == 6:
        assert value(found["rates.composition.aitchison.p"]) == p


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


@pytest.mark.parametrize("count", [2, 3, 5, 7, 8])
def test_p_of_a_slope_is_counted_over_all_orders(count: int) -> None:
    rng = np.random.default_rng(count)
    for values in (rng.normal(size=count), rng.integers(0, 3, count).astype(float)):
        months = np.arange(count) - (count - 1) / 2
        slopes = np.array([np.abs(months @ values[list(o)]) for o in permutations(range(count))])
        reached = (slopes >= slopes[0] - 1e-9).mean()
        assert order_p(values) == pytest.approx(reached, abs=1e-12)


def test_p_of_a_rising_year_has_two_orders_of_all() -> None:
    assert order_p(np.arange(12.0)) == 2 / math.factorial(12)
    assert order_p(np.ones(12)) == 1


def test_p_of_a_slope_is_that_of_random_orders_within_their_error(parts: Floats) -> None:
    ratios = clr(parts)
    rng = np.random.default_rng(5)
    months = np.arange(12) - 5.5
    for column in ratios.T:
        orders = rng.permuted(np.tile(column, (20_000, 1)), axis=1)
        p = (np.abs(orders @ months) >= abs(column @ months) - 1e-12).mean()
        assert order_p(column) == pytest.approx(p, abs=4 * math.sqrt(p * (1 - p) / 20_000) + 1e-4)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(-40, 40), min_size=7, max_size=8), st.randoms(use_true_random=False))
def test_a_permutation_of_the_months_of_a_side_leaves_p(values: list[int], random: object) -> None:
    series = np.array(values, dtype=float)[:, None]
    mixed = np.concatenate([series[:4][::-1], series[4:][::-1]])
    assert split_p(series, 4) == pytest.approx(split_p(mixed, 4))
    assert split_p(np.hstack([series, -series]), 4) == pytest.approx(split_p(series, 4))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(-40, 40), min_size=6, max_size=8))
def test_time_reversal_and_scale_leave_the_p_of_a_slope(values: list[int]) -> None:
    series = np.array(values, dtype=float)
    p = order_p(series)
    assert order_p(series[::-1]) == p == order_p(-3 * series + 7)


# Errors that remember


@pytest.mark.parametrize("contrast", [split_contrast(12, 6), order_contrast(12)])
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


def test_slopes_of_log_ratios_by_regression(parts: Floats, found: dict[str, Result]) -> None:
    ratios = np.log(parts / stats.gmean(parts, axis=1)[:, None])
    rng = np.random.default_rng(1)
    for at, name in enumerate(PARTS):
        result = found[f"rates.{name}.clr.slope"]
        assert value(result) == pytest.approx(stats.linregress(range(12), ratios[:, at]).slope)
        assert result.lower is not None
        assert result.upper is not None
        corner = parts + 0.05 * rng.choice([-1, 1], parts.shape)
        moved = np.polyfit(range(12), clr(corner)[:, at], 1)[0]
        assert result.lower <= moved <= result.upper
    total = sum(value(found[f"rates.{name}.clr.slope"]) for name in PARTS)
    assert total == pytest.approx(0, abs=1e-12)


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
    assert found["rates.spread.mean.p"].bounds == "at_least"


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
    highest = december @ (places + np.array([0, 0, 0.25, 0.5, 0.75, 1, 0]))
    margin = value(found["rates.spread.closed.margin"])
    assert margin == pytest.approx(highest - average, abs=1e-3)
    assert round(value(found["rates.spread.sensitivity.below"]), 2) == 0.43
    assert round(margin, 2) == 0.29


def test_sensitivity_is_that_of_the_month_that_is_told(
    shares: dict[str, list[Fraction]],
) -> None:
    for month in ("2024-03", "2024-09"):
        told = value(at(month)["rates.spread.sensitivity.below"])
        assert told == pytest.approx(float(shares["below"][MONTHS.index(month)]) / 100)


def test_no_shares_that_are_printed_alike_have_a_p_beyond_the_range(
    parts: Floats, found: dict[str, Result]
) -> None:
    rng = np.random.default_rng(9)
    choices = [rng.choice([-0.05, 0.05], (300, 12, 7)), rng.uniform(-0.05, 0.05, (300, 12, 7))]
    drawn = parts + np.concatenate(choices)
    ratios = clr(drawn)
    for before in range(3, 10):
        within(found[f"rates.split.{MONTHS[before]}.aitchison.p"], split_p(ratios, before))
    for at, name in enumerate(("below", "at")):
        within(found[f"rates.{name}.mean.p"], split_p(drawn[..., [at]], 6))
    for at, name in enumerate(PARTS):
        within(
            found[f"rates.{name}.clr.p"], np.array([order_p(row) for row in ratios[::60, :, at]])
        )
    places = np.array([-3, 0, 0.25, 1, 2.25, 4, 20.0])
    within(found["rates.spread.mean.p"], split_p(spread(drawn, places)[..., None], 6))


def within(result: Result, ps: Floats) -> None:
    assert result.lower is not None
    assert result.upper is not None
    assert result.lower <= ps.min() + 1e-9
    assert ps.max() <= result.upper + 1e-9


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("composition.aitchison", 0.0044, 0.0324),
        ("at.clr", 0.0022, 0.0096),
        ("above_1.5_3.clr", 0.009, 0.0408),
        ("below.mean", 0.7901, 0.8528),
    ],
)
def test_the_range_reaches_what_a_slower_search_reached(
    found: dict[str, Result], name: str, low: float, high: float
) -> None:
    """Coordinate ascent, one share at a time, on the p itself or on the correlation."""
    result = found[f"rates.{name}.p"]
    assert result.lower is not None
    assert result.upper is not None
    assert result.lower <= low
    assert result.upper >= high


def test_families_are_adjusted_by_holm(found: dict[str, Result]) -> None:
    sizes = {"sides": 3, "composition": 1, "parts": 7, "spread": 1, "splits": 6}
    for family, size in sizes.items():
        tests = [result for result in found.values() if result.family == f"rates.{family}"]
        assert len(tests) == size
        adjusted = multipletests([value(test) for test in tests], method="holm")[1]
        assert [test.adjusted for test in tests] == pytest.approx(list(adjusted))
    assert {result.family for result in found.values()} == {"", *(f"rates.{f}" for f in sizes)}


def test_a_value_is_inside_its_bounds(found: dict[str, Result]) -> None:
    for result in found.values():
        if result.lower is not None and result.bounds != "simulation":
            assert result.upper is not None
            assert result.lower - 1e-12 <= value(result) <= result.upper + 1e-12


# Months and editions


@pytest.mark.parametrize("month", MONTHS)
def test_every_month_uses_nothing_later_and_has_a_number_or_a_reason(month: str) -> None:
    cut = at(month).values()
    for result in cut:
        assert (result.value is None) == bool(result.reason)
        last = max(name.rpartition("@")[2].rpartition("..")[2] for name in result.inputs)
        assert last <= month or "@" not in result.inputs[0]
    tested = {result.name for result in cut if result.family and result.value is not None}
    known = int(month[5:])
    assert len([name for name in tested if ".clr." in name]) == (7 if known >= 6 else 0)
    splits = {name for name in tested if ".split." in name}
    assert len(splits) == max(0, min(known - 5, 7) - (known >= 9))  # without that of July
    others = tested - splits - {name for name in tested if ".clr." in name}
    assert len(others) == (5 if known >= 9 else 0)


def test_the_months_left_out_are_those_of_an_earlier_month(found: dict[str, Result]) -> None:
    for left_out in (1, 2, 3):
        earlier = at(MONTHS[11 - left_out])
        for name in (*(f"{s}.mean" for s in SIDES), "composition.aitchison", "at.clr"):
            now = found[f"rates.{name}.p.without_last_{left_out}"]
            assert now.value == pytest.approx(earlier[f"rates.{name}.p"].value)
            assert now.n == 12 - left_out


@pytest.mark.parametrize("split_month", ["2024-04", "2024-07"])
def test_the_other_split_months_are_a_family_without_that_of_the_page(split_month: str) -> None:
    found = at("2024-12", split_month)
    own = found[f"rates.split.{split_month}.aitchison.p"]
    main = found["rates.composition.aitchison.p"]
    assert (own.value, own.lower, own.upper) == (main.value, main.lower, main.upper)
    assert (own.family, own.adjusted) == ("", None)
    others = [one for name, one in found.items() if ".split." in name and one is not own]
    assert {one.family for one in others} == {"rates.splits"}
    adjusted = multipletests([value(one) for one in others], method="holm")[1]
    assert [one.adjusted for one in others] == pytest.approx(list(adjusted))


def test_the_split_month_moves_the_sides() -> None:
    april, july = at("2024-12", "2024-04"), at("2024-12")
    assert april["rates.composition.aitchison.p"].value == pytest.approx(
        july["rates.split.2024-04.aitchison.p"].value
    )
    assert april["rates.at.clr.p"] == july["rates.at.clr.p"]


@pytest.mark.parametrize("month", ["2024-01", "2023-12", "2025-01", "2024-7", "July"])
def test_an_unknown_split_month_is_told_the_others(month: str) -> None:
    with pytest.raises(EditionError, match=rf"'{month}'.*2024-02 to 2024-12\.$"):
        results(open_edition("shanxi-2025"), month)


def with_zero(edition: Edition) -> Edition:
    return reprint(edition, "lpr_buckets", {"bucket": "above_5", "month": "2024-03"}, share="0.0")


def test_a_share_of_zero_leaves_no_log_ratio_but_all_else() -> None:
    found = {r.name: r for r in results(with_zero(open_edition("shanxi-2025")))}
    for name, result in found.items():
        rests_on_logarithms = "aitchison" in name or ".clr." in name
        assert result.reason == ("zero_share" if rests_on_logarithms else "")


def test_the_default_is_the_second_half_and_a_second_run_gives_the_same(
    found: dict[str, Result],
) -> None:
    assert at("2024-12", "2024-07") == found
