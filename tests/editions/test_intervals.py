"""Intervals of printed numbers: what rounds to the print is inside, and nothing else is."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from finreport.editions import EditionError
from finreport.editions.intervals import (
    QUALIFIED,
    Interval,
    printed_interval,
    round_half_away,
)

NUMBERS = st.fractions(-1000, 1000, max_denominator=997)
SHARES = st.fractions(0, 1, max_denominator=97)
INTERVALS = st.builds(lambda a, b: Interval(min(a, b), max(a, b)), NUMBERS, NUMBERS)


def at(interval: Interval, share: Fraction) -> Fraction:
    return interval.lower + share * interval.width


@given(NUMBERS, st.integers(0, 4))
def test_rounding_is_that_of_the_decimal_module(value: Fraction, decimals: int) -> None:
    quotient = Decimal(value.numerator) / Decimal(value.denominator)
    place = Decimal(1).scaleb(-decimals)
    assert round_half_away(value, decimals) == quotient.quantize(place, ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        ("2.25", 1, "2.3"),
        ("-2.25", 1, "-2.3"),
        ("0.5", 0, "1"),
        ("-0.04", 1, "0.0"),
        ("7", 2, "7.00"),
    ],
)
def test_a_tie_is_rounded_away_from_zero(value: str, decimals: int, printed: str) -> None:
    assert str(round_half_away(Fraction(value), decimals)) == printed


@given(NUMBERS, st.integers(0, 3))
def test_the_true_value_is_never_outside_of_its_print(value: Fraction, decimals: int) -> None:
    assert value in printed_interval(str(round_half_away(value, decimals)))


@given(NUMBERS, st.integers(0, 3))
def test_a_value_inside_is_printed_alike_or_is_a_tie(value: Fraction, decimals: int) -> None:
    printed = round_half_away(value, decimals)
    inside = printed_interval(str(printed))
    assert inside.width == Fraction(1, 10**decimals)
    for share in (Fraction(1, 1000), Fraction(1, 2), Fraction(999, 1000)):
        assert round_half_away(at(inside, share), decimals) == printed


@given(INTERVALS, INTERVALS, SHARES, SHARES)
def test_arithmetic_holds_every_result(
    left: Interval, right: Interval, first: Fraction, second: Fraction
) -> None:
    a, b = at(left, first), at(right, second)
    assert a + b in left + right
    assert a - b in left - right
    assert a * b in left * right
    assert -a in -left
    assume(0 not in right)
    assert a / b in left / right


@given(INTERVALS, INTERVALS)
def test_arithmetic_is_as_narrow_as_it_can_be(left: Interval, right: Interval) -> None:
    pairs = [(a, b) for a in (left.lower, left.upper) for b in (right.lower, right.upper)]
    for result, values in (
        (left + right, [a + b for a, b in pairs]),
        (left - right, [a - b for a, b in pairs]),
        (left * right, [a * b for a, b in pairs]),
    ):
        assert (result.lower, result.upper) == (min(values), max(values))


@pytest.mark.parametrize(
    ("printed", "qualifier", "lower", "upper"),
    [
        ("160", "余", "160", "170"),
        ("300", "多", "300", "400"),
        ("4400", "余", "4400", "4500"),
        ("5.5", "左右", "5.4", "5.6"),
        ("2000", "预计", "1000", "3000"),
        ("12", "约", "11", "13"),
        ("10.0", "近", "9.95", "10"),
        ("6", "以上", "6", "12"),
        ("550", "超过", "550", "1100"),
        ("10", "内", "0", "10"),
        ("-6.9", "", "-6.95", "-6.85"),
        ("-30", "余", "-40", "-30"),
        ("0", "约", "-1", "1"),
        ("11.0", "", "10.95", "11.05"),
        ("11", "", "10.5", "11.5"),
    ],
)
def test_words_beside_a_number(printed: str, qualifier: str, lower: str, upper: str) -> None:
    expected = Interval(Fraction(lower), Fraction(upper))
    assert printed_interval(printed, qualifier) == expected


@given(st.integers(1, 100_000), st.sampled_from(sorted(QUALIFIED)))
def test_a_number_lies_in_its_own_interval_whatever_the_word(value: int, word: str) -> None:
    assert value in printed_interval(str(value), word)
    assert -value in printed_interval(str(-value), word)


def test_what_is_no_interval_is_said() -> None:
    with pytest.raises(EditionError, match="from 2 down to 1"):
        Interval(Fraction(2), Fraction(1))
    with pytest.raises(EditionError, match="holds zero"):
        Interval(Fraction(1), Fraction(2)) / Interval(Fraction(-1), Fraction(1))
    with pytest.raises(EditionError, match="the word '大约'"):
        printed_interval("5", "大约")
    with pytest.raises(EditionError, match="not a printed number"):
        printed_interval("5%")


def test_intervals_that_touch_meet() -> None:
    one, two = printed_interval("5.6"), printed_interval("5.7")
    assert one.meets(two)
    assert not one.meets(printed_interval("5.8"))
