"""Arithmetic on intervals holds every result that their values can have, and no other."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from finreport.errors import PlainError
from finreport.numbers import Interval, Printed, ranged, weighted_sum

NUMBERS = st.fractions(-1000, 1000, max_denominator=997)
SHARES = st.fractions(0, 1, max_denominator=97)
INTERVALS = st.builds(lambda a, b: Interval(min(a, b), max(a, b)), NUMBERS, NUMBERS)


def at(interval: Interval, share: Fraction) -> Fraction:
    return interval.lower + share * interval.width


@given(INTERVALS, INTERVALS, SHARES, SHARES)
def test_arithmetic_holds_every_result(
    left: Interval, right: Interval, first: Fraction, second: Fraction
) -> None:
    a, b = at(left, first), at(right, second)
    assert a + b in left + right
    assert a - b in left - right
    assert a * b in left * right
    assert -a in -left
    assert a * b - a in ranged(lambda x, y: x * y - x, left, right)
    assume(0 not in right)
    assert a / b in left / right


@given(INTERVALS, INTERVALS)
def test_arithmetic_is_as_narrow_as_it_can_be(left: Interval, right: Interval) -> None:
    pairs = list(product((left.lower, left.upper), (right.lower, right.upper)))
    results = {
        left + right: [a + b for a, b in pairs],
        left - right: [a - b for a, b in pairs],
        left * right: [a * b for a, b in pairs],
    }
    if 0 not in right:
        results[left / right] = [a / b for a, b in pairs]
    for result, values in results.items():
        assert (result.lower, result.upper) == (min(values), max(values))


@given(INTERVALS, st.fractions(-50, 50, max_denominator=12))
def test_an_exact_number_stands_for_itself(interval: Interval, number: Fraction) -> None:
    exact = Interval(number, number)
    assert interval + number == number + interval == interval + exact
    assert interval - number == interval - exact
    assert interval * number == number * interval == interval * exact
    assume(number)
    assert interval / number == interval / exact


def test_a_formula_that_holds_a_number_twice_is_bounded_by_its_corners() -> None:
    level, growth = Printed("2.5").interval, Printed("5.0").interval
    rise = ranged(lambda b, g: b - b / (1 + g / 100), level, growth)
    ends = [
        b - b / (1 + g / 100)
        for b in (Fraction("2.45"), Fraction("2.55"))
        for g in (Fraction("4.95"), Fraction("5.05"))
    ]
    assert (rise.lower, rise.upper) == (min(ends), max(ends))


def test_the_middle_is_what_was_printed() -> None:
    assert Printed("-0.7").interval.middle == Fraction("-0.7")


def test_what_is_no_interval_is_said() -> None:
    with pytest.raises(PlainError, match="from 2 down to 1"):
        Interval(Fraction(2), Fraction(1))
    with pytest.raises(PlainError, match="holds zero"):
        Interval(Fraction(1), Fraction(2)) / Interval(Fraction(-1), Fraction(1))


def test_intervals_that_touch_meet() -> None:
    one, two = Printed("5.6").interval, Printed("5.7").interval
    assert one.meets(two)
    assert two.meets(one)
    assert not one.meets(Printed("5.8").interval)
    assert not Printed("5.8").interval.meets(one)


@given(st.lists(st.tuples(NUMBERS | st.integers(-3, 3), NUMBERS)))
def test_a_weighted_sum_is_that_of_the_terms_one_by_one(
    terms: list[tuple[Fraction | int, Fraction]],
) -> None:
    weights, values = [weight for weight, _ in terms], [value for _, value in terms]
    expected = sum((weight * value for weight, value in terms), Fraction(0))
    assert weighted_sum(weights, values) == expected


@pytest.mark.parametrize(("lower", "upper"), [(0, 1), (-1, 0), (0, 0), (-1, 1)])
def test_nothing_is_divided_by_what_may_be_zero(lower: int, upper: int) -> None:
    with pytest.raises(PlainError, match="holds zero"):
        Interval(Fraction(1), Fraction(2)) / Interval(Fraction(lower), Fraction(upper))
