"""What printed numbers stand for, by XBRL Calculations 1.1 and by the words beside them."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finreport.errors import PlainError
from finreport.numbers import QUALIFIED, Interval, Printed, round_half_away

NUMBERS = st.fractions(-1000, 1000, max_denominator=997)


@pytest.mark.parametrize(
    ("printed", "lower", "upper"),
    [
        (Printed("45586.8"), "45586.75", "45586.85"),
        (Printed("-0.7"), "-0.75", "-0.65"),
        (Printed("11.0"), "10.95", "11.05"),
        (Printed("11"), "10.5", "11.5"),
        (Printed("11.00"), "10.995", "11.005"),
        (Printed("0"), "-0.5", "0.5"),
        (Printed("-0.0"), "-0.05", "0.05"),
        (Printed("2.504"), "2.5035", "2.5045"),
        (Printed("-1"), "-1.5", "-0.5"),
        (Printed("007"), "6.5", "7.5"),
        (
            Printed("100000000000000000000.1"),
            "100000000000000000000.05",
            "100000000000000000000.15",
        ),
        (Printed("28", is_exact=True), "28", "28"),
        (Printed("160", "余"), "160", "170"),
        (Printed("300", "多"), "300", "400"),
        (Printed("4400", "余"), "4400", "4500"),
        (Printed("5.5", "左右"), "5.4", "5.6"),
        (Printed("2000", "预计"), "1000", "3000"),
        (Printed("12", "约"), "11", "13"),
        (Printed("-1.6", "约"), "-1.7", "-1.5"),
        (Printed("0", "约"), "-1", "1"),
        (Printed("10.0", "近"), "9.95", "10"),
        (Printed("60", "近"), "55", "60"),
        (Printed("6", "以上"), "6", "12"),
        (Printed("550", "超过"), "550", "1100"),
        (Printed("10", "内"), "0", "10"),
        (Printed("-30", "余"), "-40", "-30"),
    ],
)
def test_what_a_printed_number_stands_for(printed: Printed, lower: str, upper: str) -> None:
    assert printed.interval == Interval(Fraction(lower), Fraction(upper))
    assert (printed.lower, printed.upper) == (Fraction(lower), Fraction(upper))
    assert printed.value == Fraction(printed.text)


@pytest.mark.parametrize("text", ["59007.4", "0.05", "-93.7", "5", "-120", "0.000"])
def test_every_value_inside_rounds_to_what_is_printed(text: str) -> None:
    number, place = Printed(text), Decimal(1).scaleb(-Printed(text).decimals)

    def rounded(value: Fraction) -> Decimal:
        quotient = Decimal(value.numerator) / Decimal(value.denominator)
        return quotient.quantize(place, ROUND_HALF_UP)

    step = number.half_unit / 1000
    inside = [number.lower + step, number.value, number.upper - step]
    outside = [number.lower - step, number.upper + step]
    assert {rounded(value) for value in inside} == {Decimal(text)}
    assert Decimal(text) not in {rounded(value) for value in outside}


def test_trailing_zeros_tell_numbers_apart() -> None:
    assert Printed("11.0").value == Printed("11").value
    assert Printed("11.0") != Printed("11")
    assert Printed("11").half_unit == 10 * Printed("11.0").half_unit


@given(NUMBERS, st.integers(0, 3))
def test_the_true_value_is_never_outside_of_its_print(value: Fraction, decimals: int) -> None:
    assert value in Printed(str(round_half_away(value, decimals))).interval


@given(NUMBERS, st.integers(0, 3))
def test_a_value_inside_is_printed_alike_or_is_a_tie(value: Fraction, decimals: int) -> None:
    printed = round_half_away(value, decimals)
    inside = Printed(str(printed)).interval
    assert inside.width == Fraction(1, 10**decimals)
    for share in (Fraction(1, 1000), Fraction(1, 2), Fraction(999, 1000)):
        assert round_half_away(inside.lower + share * inside.width, decimals) == printed


@given(st.integers(1, 100_000), st.sampled_from(sorted(QUALIFIED)))
def test_a_number_lies_in_its_own_interval_whatever_the_word(value: int, word: str) -> None:
    assert value in Printed(str(value), word).interval
    assert -value in Printed(str(-value), word).interval


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "—",
        ".5",
        "5.",
        "+5",
        "1,234.5",
        "1 234",
        " 5",
        "5\n",
        "1e3",
        "1_000",
        "--5",
        "1.2.3",
        "５",
        "nan",
        "Infinity",
        "0x10",
        "5%",
        "abc",
    ],
)
def test_what_is_no_number_is_named(text: str) -> None:
    with pytest.raises(PlainError) as caught:
        Printed(text)
    assert str(caught.value) == f"{text!r} is not a printed number such as 45586.8 or -0.7."


def test_a_word_that_is_not_known_is_named() -> None:
    with pytest.raises(PlainError, match="the word '大约'; known are 约"):
        Printed("3", "大约")


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
