"""Mann-Kendall with equal values: every order counted by brute force, scipy, printed tables."""

import math
from collections import Counter
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from finreport.analysis.kendall import falling_pairs, mann_kendall, rounding_range
from finreport.errors import PlainError

TABLE = {
    4: {0: 0.625, 2: 0.375, 4: 0.167, 6: 0.042},
    5: {0: 0.592, 2: 0.408, 4: 0.242, 6: 0.117, 8: 0.042, 10: 0.0083},
    6: {1: 0.500, 3: 0.360, 5: 0.235, 7: 0.136, 9: 0.068, 11: 0.028, 13: 0.0083, 15: 0.0014},
    7: {1: 0.500, 3: 0.386, 5: 0.281, 7: 0.191, 9: 0.119, 11: 0.068, 13: 0.035, 15: 0.015},
    8: {0: 0.548, 4: 0.360, 8: 0.199, 12: 0.089, 16: 0.031, 20: 0.0071, 22: 0.0028},
    10: {1: 0.500, 5: 0.364, 9: 0.242, 13: 0.146, 17: 0.078, 21: 0.036, 25: 0.014, 29: 0.0046},
}
"""Upper-tail probabilities of S by the number of points, without equal values: Kendall (1975),
Rank Correlation Methods, appendix table 1, also Gilbert (1987), table A18."""

MANN_WHITNEY = {0: 0.004, 1: 0.008, 2: 0.016, 3: 0.028, 4: 0.048, 5: 0.075}
"""Lower-tail probabilities of U for two samples of five: Mann and Whitney (1947), Annals of
Mathematical Statistics 18, table I."""

HOLY_CROSS = [
    *(12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7),
]
"""Worked by hand, with one equal pair: J. Little, College of the Holy Cross, "A Mann-Kendall
Example", mathcs.holycross.edu/~little/Montserrat/MannKendallByHand.txt."""

tied = st.lists(st.integers(0, 4), min_size=2, max_size=7)
values = st.lists(st.integers(-60, 160).map(lambda tenths: tenths / 10), min_size=2, max_size=12)


def brute_force(sequence: list[float]) -> tuple[int, float]:
    """S, and the share of all orders of the values whose S is as far from zero."""
    orders = np.array(list(permutations(sequence)))
    earlier, later = np.array(list(combinations(range(len(sequence)), 2))).T
    sizes = np.sign(orders[:, later] - orders[:, earlier]).sum(axis=1)
    return int(sizes[0]), float((np.abs(sizes) >= abs(sizes[0])).mean())


# Second ways


@given(tied)
def test_p_counts_every_order_of_equal_values(sequence: list[float]) -> None:
    assert mann_kendall(sequence) == pytest.approx(brute_force(sequence))


@pytest.mark.parametrize(
    "sequence",
    [
        [11.0, 10.6, 10.0, 10.8, 10.5, 10.0, 10.6, 10.1],
        [1, 1, 1, 1, 2, 2, 2, 2],
        [3, 3, 2, 2, 1, 1, 0, 0],
        [5, 5, 5, 5, 5, 5, 5, 5],
    ],
)
def test_p_of_eight_points_counts_every_order(sequence: list[float]) -> None:
    assert mann_kendall(sequence) == pytest.approx(brute_force(sequence))


@given(st.integers(2, 12).flatmap(lambda count: st.permutations(range(count))))
def test_without_equal_values_it_is_kendalls_exact_test(sequence: list[int]) -> None:
    expected = stats.kendalltau(range(len(sequence)), sequence, method="exact")
    s, p = mann_kendall(sequence)
    assert s == round(expected.statistic * math.comb(len(sequence), 2))
    assert p == pytest.approx(expected.pvalue)


@given(st.lists(st.booleans(), min_size=2, max_size=14).filter(lambda few: len(set(few)) == 2))
def test_of_two_values_it_is_the_exact_mann_whitney_test_of_their_months(late: list[bool]) -> None:
    months = [[at for at, is_late in enumerate(late) if is_late == which] for which in (0, 1)]
    expected = stats.mannwhitneyu(*months, method="exact")
    assert mann_kendall(late).p == pytest.approx(expected.pvalue)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_orders_are_those_of_a_multiset(sizes: list[int]) -> None:
    orders = falling_pairs(tuple(sizes))
    assert sum(orders) == math.factorial(sum(sizes)) // math.prod(map(math.factorial, sizes))
    assert orders == orders[::-1]
    assert min(orders) == orders[0] == 1


def test_the_gaussian_binomial_of_two_in_four() -> None:
    assert falling_pairs((2, 2)) == (1, 1, 2, 1, 1)


# Printed tables and worked examples


@pytest.mark.parametrize("count", TABLE)
def test_tails_are_those_of_the_printed_table(count: int) -> None:
    for s, tail in TABLE[count].items():
        orders = falling_pairs((1,) * count)
        reached = sum(orders[: (math.comb(count, 2) - s) // 2 + 1]) / sum(orders)
        assert reached == pytest.approx(tail, abs=0.51 * 10 ** -len(str(tail)[2:]))


@pytest.mark.parametrize("u", MANN_WHITNEY)
def test_two_groups_of_five_have_the_tails_of_mann_and_whitney(u: int) -> None:
    orders = falling_pairs((5, 5))
    assert sum(orders[: u + 1]) / sum(orders) == pytest.approx(MANN_WHITNEY[u], abs=0.00051)


def test_canned_tuna() -> None:
    """Hollander and Wolfe (1973), Nonparametric Statistical Methods, p. 185: one-sided p 0.060."""
    lightness = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
    quality = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]
    found = mann_kendall([score for _, score in sorted(zip(lightness, quality, strict=True))])
    assert found.s == 16
    assert found.p == pytest.approx(2 * 0.05972, abs=1e-5)


def test_the_worked_example_with_an_equal_pair() -> None:
    s = mann_kendall(HOLY_CROSS).s
    assert s == 54
    orders = falling_pairs(tuple(Counter(HOLY_CROSS).values()))
    sizes = len(orders) - 1 - 2 * np.arange(len(orders))
    variance = float(sizes**2 @ np.array(orders, dtype=float)) / sum(orders)
    assert variance == pytest.approx(14 * 13 * 33 / 18 - 2 * 1 * 9 / 18)
    assert s - 1 == pytest.approx(2.9058 * math.sqrt(variance), abs=0.01)


# Properties


@given(values)
def test_reversed_time_turns_the_sign(sequence: list[float]) -> None:
    there, back = mann_kendall(sequence), mann_kendall(sequence[::-1])
    assert (back.s, back.p) == (-there.s, there.p)


@given(values)
def test_a_rising_transformation_changes_nothing(sequence: list[float]) -> None:
    assert mann_kendall([math.exp(value / 10) for value in sequence]) == mann_kendall(sequence)


@given(values)
def test_a_steeper_order_has_a_smaller_p(sequence: list[float]) -> None:
    assert mann_kendall(sorted(sequence)).p <= mann_kendall(sequence).p


# Rounding


def break_ties(sequence: list[float], rng: np.random.Generator) -> list[float]:
    return list(np.array(sequence) + rng.uniform(-0.05, 0.05, len(sequence)))


@given(values, st.integers(0, 2**32 - 1))
def test_numbers_inside_their_rounding_stay_inside_the_range(
    sequence: list[float], seed: int
) -> None:
    found = mann_kendall(break_ties(sequence, np.random.default_rng(seed)))
    ends = rounding_range(sequence)
    assert ends.s_lower <= found.s <= ends.s_upper
    assert ends.p_lower <= found.p <= ends.p_upper


@pytest.mark.parametrize(
    "sequence",
    [
        [9.1, 9.0, 9.0, 8.9, 9.1, 8.8],
        [5.0, 5.0, 5.0, 5.1],
        [1.0, 1.0, 2.0, 2.0, 1.0],
        [3.0, 2.0, 1.0],
    ],
)
def test_the_ends_of_the_range_are_reached(sequence: list[float]) -> None:
    rng = np.random.default_rng(7)
    found = [mann_kendall(break_ties(sequence, rng)) for _ in range(3_000)]
    ends = rounding_range(sequence)
    assert {one.s for one in found} == set(range(ends.s_lower, ends.s_upper + 1, 2))
    assert min(one.p for one in found) == ends.p_lower
    assert max(one.p for one in found) == ends.p_upper


@given(values)
def test_the_p_of_the_printed_numbers_is_inside_the_range(sequence: list[float]) -> None:
    ends = rounding_range(sequence)
    assert ends.p_lower <= mann_kendall(sequence).p <= ends.p_upper


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_month_without_a_number_is_refused(at: int) -> None:
    sequence = [1.0, 2.0, 3.0]
    sequence[at] = math.nan
    with pytest.raises(PlainError) as refused:
        mann_kendall(sequence)
    assert str(refused.value) == "Mann-Kendall needs a number in every month; 1 of 3 have none."
