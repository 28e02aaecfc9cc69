"""Named results: adjusted p, ranges of inputs, and the scale of firmness."""

import math
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from finreport.analysis.firmness import LEVEL, Firmness, firmness
from finreport.analysis.results import TOO_FEW, Result, adjust, span

probabilities = st.floats(0, 1, exclude_min=True)


def make_test(p: float | None, family: str = "f", name: str = "g.s.p") -> Result:
    return Result(name, p, "probability", "m", ("s@2024-01",), 12, family=family)


# Adjustment


def test_the_worked_example_of_four_tests() -> None:
    found = adjust(make_test(p) for p in (0.01, 0.04, 0.03, 0.005))
    assert [result.adjusted for result in found] == pytest.approx([0.03, 0.06, 0.06, 0.02])


@given(st.lists(probabilities, min_size=1, max_size=20))
def test_adjustment_is_that_of_statsmodels(ps: list[float]) -> None:
    found = [result.adjusted for result in adjust(map(make_test, ps))]
    with patch("gc.collect"):  # multipletests calls it, which takes seconds among many tests
        adjusted = multipletests(ps, method="holm")[1]
    assert found == pytest.approx(adjusted)


@given(st.lists(probabilities, min_size=1, max_size=6), st.lists(probabilities, max_size=6))
def test_a_family_is_adjusted_alone(ps: list[float], others: list[float]) -> None:
    mixed = [*map(make_test, ps), *(make_test(p, "another") for p in others)]
    assert adjust(mixed)[: len(ps)] == adjust(map(make_test, ps))


def test_what_has_no_p_or_no_family_is_left_as_it_is() -> None:
    missing = replace(make_test(None), reason=TOO_FEW)
    sensitivity = make_test(0.04, family="")
    found = adjust([missing, sensitivity, make_test(0.04)])
    assert found[:2] == [missing, sensitivity]
    assert found[2].adjusted == pytest.approx(0.04)


# Inputs


@pytest.mark.parametrize(
    ("months", "named"),
    [
        ([], "cny.loans.yoy"),
        (["2024-03"], "cny.loans.yoy@2024-03"),
        (["2024-01", "2024-02", "2024-12"], "cny.loans.yoy@2024-01..2024-12"),
    ],
)
def test_inputs_name_the_first_and_last_month(months: list[str], named: str) -> None:
    assert span("cny.loans.yoy", months) == named


# Firmness

small, large = st.floats(0, LEVEL, exclude_max=True), st.floats(LEVEL, 1)


@given(large, st.lists(probabilities))
def test_a_large_adjusted_p_is_indistinct(p: float, shaken: list[float]) -> None:
    test = replace(make_test(p / 2), adjusted=p)
    assert firmness(test, shaken) is Firmness.INDISTINCT


@given(small, st.lists(small))
def test_what_stays_small_is_firm(p: float, shaken: list[float]) -> None:
    assert firmness(make_test(p), [*shaken, None]) is Firmness.FIRM


@given(small, st.lists(small), large)
def test_one_large_p_makes_it_tentative(p: float, shaken: list[float], shaking: float) -> None:
    assert firmness(make_test(p), [*shaken, shaking]) is Firmness.TENTATIVE
    assert firmness(replace(make_test(p), upper=shaking), shaken) is Firmness.TENTATIVE


def test_no_p_is_too_few_points() -> None:
    assert firmness(make_test(None)) is Firmness.TOO_FEW


def test_the_level_itself_is_not_below_the_level() -> None:
    assert firmness(make_test(LEVEL)) is Firmness.INDISTINCT
    assert firmness(make_test(math.nextafter(LEVEL, 0))) is Firmness.FIRM
