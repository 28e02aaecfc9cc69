"""Printed numbers: the interval of a string, by the rules of XBRL Calculations 1.1."""

from decimal import Decimal

import pytest

from finreport.editions import EditionError, PrintedNumber


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("45586.8", "45586.75", "45586.85"),
        ("-0.7", "-0.75", "-0.65"),
        ("11.0", "10.95", "11.05"),
        ("11", "10.5", "11.5"),
        ("11.00", "10.995", "11.005"),
        ("0", "-0.5", "0.5"),
        ("-0.0", "-0.05", "0.05"),
        ("2.504", "2.5035", "2.5045"),
        ("123795", "123794.5", "123795.5"),
        ("-1", "-1.5", "-0.5"),
        ("007", "6.5", "7.5"),
        ("100000000000000000000.1", "100000000000000000000.05", "100000000000000000000.15"),
    ],
)
def test_interval_is_exact(text: str, lower: str, upper: str) -> None:
    number = PrintedNumber(text)
    assert (number.value, number.lower, number.upper) == (
        Decimal(text),
        Decimal(lower),
        Decimal(upper),
    )
    assert isinstance(number.lower, Decimal)


@pytest.mark.parametrize("text", ["59007.4", "0.05", "-93.7", "5", "-120", "0.000"])
def test_every_value_inside_rounds_to_what_is_printed(text: str) -> None:
    number = PrintedNumber(text)
    places = number.value.as_tuple().exponent
    assert isinstance(places, int)
    step = number.half_unit / 1000
    inside = [number.lower + step, number.value, number.upper - step]
    outside = [number.lower - step, number.upper + step]
    assert {value.quantize(Decimal(1).scaleb(places)) for value in inside} == {number.value}
    assert number.value not in {value.quantize(Decimal(1).scaleb(places)) for value in outside}


def test_trailing_zeros_tell_numbers_apart() -> None:
    assert PrintedNumber("11.0").value == PrintedNumber("11").value
    assert PrintedNumber("11.0") != PrintedNumber("11")
    assert PrintedNumber("11").half_unit == 10 * PrintedNumber("11.0").half_unit


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
def test_anything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(EditionError) as caught:
        PrintedNumber(text)
    assert str(caught.value) == f"{text!r} is not a printed number such as 45586.8 or -0.7."
