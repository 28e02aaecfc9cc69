"""Named results: adjusted p, ranges of inputs, and the scale of firmness."""

import math
from collections.abc import Mapping
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from finreport.analysis.firmness import (
    DEPENDENT,
    LEFT_OUT,
    LEVEL,
    SHAKEN,
    Firmness,
    at_most,
    firmness,
)
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
KINDS = (*DEPENDENT, *(f"without_last_{count}" for count in LEFT_OUT))


def shaken_by(test: Result, ps: Mapping[str, float | None]) -> dict[str, Result]:
    """The results of a group: the test, and its p under other assumptions."""
    others = {f"{test.name}.{end}": make_test(p, "", f"{test.name}.{end}") for end, p in ps.items()}
    return {test.name: test, **others, "g.other.p": make_test(0.9)}


def with_range(p: float, upper: float | None) -> Result:
    return replace(make_test(p), lower=0.0, upper=upper)


@given(large, st.dictionaries(st.sampled_from(KINDS), probabilities))
def test_a_large_adjusted_p_is_indistinct(p: float, ps: Mapping[str, float | None]) -> None:
    test = replace(with_range(p / 2, p / 2), adjusted=p)
    assert firmness(test, shaken_by(test, ps)) is Firmness.INDISTINCT


@given(small, st.fixed_dictionaries(dict.fromkeys(KINDS, small)))
def test_what_stays_small_under_all_kinds_is_firm(p: float, ps: Mapping[str, float | None]) -> None:
    test = with_range(p, p)
    assert firmness(test, shaken_by(test, ps)) is Firmness.FIRM
    one_of_each: Mapping[str, float | None] = {"ar1_0.7": p, "without_last_1": p}
    assert firmness(test, shaken_by(test, one_of_each)) is Firmness.FIRM


@pytest.mark.parametrize("kind", SHAKEN)
def test_what_was_not_shaken_by_a_kind_is_never_firm(kind: tuple[str, ...]) -> None:
    test = with_range(0.001, 0.001)
    others = {end: 0.001 for end in KINDS if end not in kind}
    assert firmness(test, shaken_by(test, others)) is Firmness.TENTATIVE
    untried = {**others, **dict.fromkeys(kind)}  # named, but the months are too few
    assert firmness(test, shaken_by(test, untried)) is Firmness.TENTATIVE
    unmoved = with_range(0.001, None)
    assert firmness(unmoved, shaken_by(unmoved, dict.fromkeys(KINDS, 0.001))) is Firmness.TENTATIVE


@given(small, st.sampled_from(KINDS), large)
def test_one_large_p_makes_it_tentative(p: float, end: str, shaking: float) -> None:
    test, ps = with_range(p, p), dict.fromkeys(KINDS, p)
    assert firmness(test, shaken_by(test, {**ps, end: shaking})) is Firmness.TENTATIVE
    moved = with_range(p, shaking)
    assert firmness(moved, shaken_by(moved, ps)) is Firmness.TENTATIVE


def test_of_a_simulated_p_the_upper_end_decides() -> None:
    test = with_range(0.01, 0.02)
    results = shaken_by(test, dict.fromkeys(KINDS, 0.01))
    assert firmness(test, results) is Firmness.FIRM
    name = f"{test.name}.ar1_0.5"
    results[name] = replace(results[name], value=0.049, upper=0.051, bounds="simulation")
    assert at_most(test, results)["ar1_0.5"] == 0.051
    assert firmness(test, results) is Firmness.TENTATIVE


def test_no_p_is_too_few_points() -> None:
    assert firmness(make_test(None), {}) is Firmness.TOO_FEW


def test_the_level_itself_is_not_below_the_level() -> None:
    assert firmness(make_test(LEVEL), {}) is Firmness.INDISTINCT
    assert firmness(make_test(math.nextafter(LEVEL, 0)), {}) is Firmness.TENTATIVE
