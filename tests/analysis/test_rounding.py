"""The search over rounding: every combination of many values, and numbers drawn inside it."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finreport.analysis.noise import hac_t
from finreport.analysis.permutation import sign_flip
from finreport.analysis.results import Floats
from finreport.analysis.rounding import MOST_CORNERS, extremes, levels, widest

tenths = st.integers(-50, 90).map(lambda tenth: tenth / 10)


def box(values: list[float], half: float = 0.05) -> Floats:
    printed = np.array(values)
    return levels(printed, printed - half, printed + half)


def corners(choices: Floats) -> Floats:
    """Every combination of the two ends, by a slow way."""
    return np.array(list(product(*zip(choices[1], choices[2], strict=True))))


def p_of_signs(rows: Floats) -> Floats:
    return sign_flip(np.diff(rows))


def test_the_choices_are_the_printed_number_its_ends_and_just_inside() -> None:
    printed, lower, upper, above, below = box([9.1, 0.0, -3.4])
    assert printed.tolist() == [9.1, 0.0, -3.4]
    assert ((lower < above) & (above < lower + 0.001)).all()
    assert ((below < upper) & (upper - 0.001 < below)).all()
    assert len(set((above - lower).round(9))) == 3


@settings(max_examples=30, deadline=None)
@given(st.lists(tenths, min_size=4, max_size=8))
def test_no_corner_gives_a_p_of_signs_beyond_the_range(values: list[float]) -> None:
    choices = box(values)
    found = widest(p_of_signs, choices)
    every = p_of_signs(corners(choices))
    assert found.lower is not None
    assert found.upper is not None
    assert found.value == p_of_signs(np.array([values]))[0]
    assert found.lower <= every.min()
    assert every.max() <= found.upper


@pytest.mark.parametrize("seed", range(6))
def test_numbers_inside_the_rounding_give_no_p_of_signs_beyond_the_range(seed: int) -> None:
    rng = np.random.default_rng(seed)
    choices = box(rng.normal(0, 0.4, 9 + seed % 4).cumsum().round(1).tolist())
    found = widest(p_of_signs, choices)
    drawn = p_of_signs(rng.uniform(choices[1], choices[2], (2_000, choices.shape[1])))
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower <= drawn.min()
    assert drawn.max() <= found.upper


@settings(max_examples=30, deadline=None)
@given(st.lists(tenths, min_size=6, max_size=9, unique=True))
def test_the_size_of_t_is_widest_at_a_corner_of_all(values: list[float]) -> None:
    def size(rows: Floats) -> Floats:
        return np.abs(hac_t(rows))

    choices = box(values, half=0.01)
    found = widest(size, choices)
    assert found.lower is not None
    assert found.upper is not None
    every = size(corners(choices))
    assert found.lower <= every.min() + 1e-9
    assert found.upper >= every.max() - 1e-9


def test_of_many_numbers_a_sum_of_steps_is_found_from_the_printed_ones() -> None:
    rng = np.random.default_rng(4)
    weights = rng.normal(size=5 * MOST_CORNERS)
    choices = box(rng.normal(size=len(weights)).round(1).tolist())
    low, high = extremes(lambda rows: rows @ weights, choices)
    assert low.tolist() == np.where(weights < 0, choices[2], choices[1]).tolist()
    assert high.tolist() == np.where(weights > 0, choices[2], choices[1]).tolist()


def test_a_guide_leads_over_the_flat_steps_of_a_measure() -> None:
    choices = box([0.0] * (MOST_CORNERS + 8))

    def steps(rows: Floats) -> Floats:
        return np.asarray(rows.sum(axis=1).round())

    blind = widest(steps, choices)
    led = widest(steps, choices, lambda rows: rows.sum(axis=1))
    assert blind == (0, 0, 0)  # no single number takes the sum to a half
    assert led == (0, -1, 1)


@pytest.mark.parametrize("seed", range(3))
def test_the_search_is_the_same_on_every_run(seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=9).round(1).tolist()
    assert widest(p_of_signs, box(values)) == widest(p_of_signs, box(values))
