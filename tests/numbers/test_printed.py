"""Printed numbers stand for intervals; the arithmetic on them is exact."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finreport.errors import PlainError
from finreport.numbers import Interval, Printed, ranged, round_half_away


@pytest.mark.parametrize(
    ("printed", "lower", "upper"),
    [
        (Printed("11.0"), "10.95", "11.05"),
        (Printed("11"), "10.5", "11.5"),
        (Printed("-0.7"), "-0.75", "-0.65"),
        (Printed("28", is_exact=True), "28", "28"),
        (Printed("160", "余"), "160", "170"),
        (Printed("300", "多"), "300", "400"),
        (Printed("-1.6", "约"), "-1.7", "-1.5"),
        (Printed("60", "近"), "55", "60"),
    ],
)
def test_what_a_printed_number_stands_for(printed: Printed, lower: str, upper: str) -> None:
    assert printed.interval == Interval(Fraction(lower), Fraction(upper))


@pytest.mark.parametrize("text", ["", "1,234", "1.", ".5", "+3", "１", "1e3"])
def test_what_is_no_number_is_named(text: str) -> None:
    with pytest.raises(PlainError, match="is not a printed number"):
        Printed(text)


def test_a_word_that_is_not_known_is_named() -> None:
    with pytest.raises(PlainError, match="'大概'"):
        Printed("3", "大概")


halves = st.integers(-40, 40).map(lambda number: Fraction(number, 4))
intervals = st.tuples(halves, halves).map(lambda ends: Interval(min(ends), max(ends)))


@given(intervals, intervals, st.fractions(0, 1), st.fractions(0, 1))
def test_a_formula_stays_within_its_range(
    one: Interval, other: Interval, here: Fraction, there: Fraction
) -> None:
    a = one.lower + here * one.width
    b = other.lower + there * other.width
    assert a * b in one * other
    assert a - b in one - other
    assert a * b - a in ranged(lambda x, y: x * y - x, one, other)


def test_a_tie_is_rounded_away_from_zero() -> None:
    assert str(round_half_away(Fraction("-0.25"), 1)) == "-0.3"
    assert str(round_half_away(Fraction("-0.04"), 1)) == "0.0"
