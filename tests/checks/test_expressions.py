"""Expressions: their exact range against a second reading of the text, and what is refused."""

import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from finreport.checks.expressions import (
    Computed,
    difference,
    evaluate,
    evaluate_relation,
    parse,
)
from finreport.editions import EditionError
from finreport.editions.figures import Figure
from finreport.numbers import Printed

FORMS = [
    "a + b - c",
    "100 * a / b",
    "100 * (a / b - 1)",
    "a / (1 + b / 100)",
    "a - a / (1 + b / 100)",
    "a / (1 + b / 100) - c / (1 + b / 100)",
    "100 * a / (a + b + c)",
    "100 * (sum(a, b) / sum(a / (1 + c / 100), b / (1 + d / 100)) - 1)",
    "min(a, b, 3) - max(c, d)",
    "-(a - b) * 2.5 - -c",
    "(a - b) - (a - b)",
    "a * (b - c) / b",
    "(a - b) / c - (a - d) / c",
]
"""With and without numbers that they share; each is read again by Python itself below."""

PRINTS = st.builds(
    lambda digits, places: f"{digits / 10**places:.{places}f}",
    st.integers(10, 99999),
    st.integers(0, 2),
)
SHARES = st.fractions(0, 1, max_denominator=53)


def figure(name: str, printed: str) -> Figure:
    return Figure(name, Printed(printed), "", "", "statements", 2, "value")


def compute(text: str, numbers: Mapping[str, str]) -> Computed:
    return evaluate(parse(text), lambda name: figure(name, numbers[name]))


def python_value(text: str, values: Mapping[str, Fraction]) -> Fraction:
    """The value by Python's own parser and arithmetic."""
    exact = re.sub(r"\d+(?:\.\d+)?", lambda number: f"Fraction('{number[0]}')", text)
    functions = {"Fraction": Fraction, "min": min, "max": max, "sum": lambda *all_: sum(all_)}
    return Fraction(eval(exact, functions, dict(values)))


@pytest.mark.parametrize("text", FORMS)
@given(prints=st.tuples(*[PRINTS] * 4), shares=st.tuples(*[SHARES] * 4))
def test_no_value_lies_outside_and_both_ends_are_reached(
    text: str, prints: tuple[str, ...], shares: tuple[Fraction, ...]
) -> None:
    numbers = dict(zip("abcd", prints, strict=True))
    inside = {name: figure(name, printed).interval for name, printed in numbers.items()}
    assume(all(interval.lower > 0 for interval in inside.values()))
    result = compute(text, numbers)
    some = {
        name: interval.lower + share * interval.width
        for (name, interval), share in zip(inside.items(), shares, strict=True)
    }
    printed = {name: Fraction(number) for name, number in numbers.items()}
    corners = [
        python_value(text, dict(zip(inside, ends, strict=True)))
        for ends in product(*[(each.lower, each.upper) for each in inside.values()])
    ]
    assert result.value == python_value(text, printed)
    assert result.lower <= python_value(text, some) <= result.upper
    assert (result.lower, result.upper) == (min(corners), max(corners))


def test_a_number_used_twice_does_not_widen_the_range() -> None:
    rise = compute("b - b / (1 + g / 100)", {"b": "2.5", "g": "5.0"})
    ends = [
        b - b / (1 + g / 100)
        for b in (Fraction("2.45"), Fraction("2.55"))
        for g in (Fraction("4.95"), Fraction("5.05"))
    ]
    assert (rise.lower, rise.upper) == (min(ends), max(ends))
    apart = compute("b - c / (1 + g / 100)", {"b": "2.5", "c": "2.5", "g": "5.0"})
    assert rise.interval.width < apart.interval.width / 10


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("a - b", "c"),
        ("a", "a / (1 + b / 100) + c"),  # a number that both sides share
        ("100 * a / (a + b)", "100 - 100 * b / (a + b)"),
        ("min(a, b)", "max(c, d)"),
    ],
)
@given(prints=st.tuples(*[PRINTS] * 4))
def test_the_sides_of_a_relation_and_what_is_between_them_are_what_each_is_alone(
    left: str, right: str, prints: tuple[str, ...]
) -> None:
    numbers = dict(zip("abcd", prints, strict=True))
    assume(all(figure(name, printed).interval.lower > 0 for name, printed in numbers.items()))
    sides = parse(left), parse(right)
    found = evaluate_relation(*sides, difference(*sides), lambda name: figure(name, numbers[name]))
    texts = (left, right, f"({left}) - ({right})")
    assert found == tuple(compute(text, numbers) for text in texts)


def test_a_relation_that_has_no_exact_range_is_refused() -> None:
    with pytest.raises(EditionError, match=r"'\(a \* b\) - \(a / b\)' uses b more than once"):
        difference(parse("a * b"), parse("a / b"))


def test_names_come_once_and_in_order() -> None:
    expression = parse("sum(gdp.ytd@2024-12, x) / gdp.ytd[-3] + x * lpr.above_0_0.5")
    assert expression.names == ("gdp.ytd@2024-12", "x", "gdp.ytd[-3]", "lpr.above_0_0.5")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "at character 1 there should be a number, a name or a parenthesis, not the end"),
        ("2 ** a", "at character 4 there should be a number"),
        ("(a + b", r"at character 7 there should be '\)', not the end"),
        ("a b", "at character 3 there should be an operator or the end, not 'b'"),
        ("a $ b", r"at character 3 there should be an operator or the end, not '\$'"),
        ("sum()", r"at character 5 there should be a number, a name or a parenthesis, not '\)'"),
        ("a , b", "at character 3 there should be an operator"),
        ("a * a", "uses a more than once"),
        ("a + 1 / a", "uses a more than once"),
        ("a * b + a * a * c", "uses a more than once"),
        ("min(a, b) - a / 2", "uses a more than once"),
        ("max(a + b, a - b)", "uses a more than once"),
        ("1 / ((a - b) - (a - b)) + a", "divides by zero"),
    ],
)
def test_what_cannot_be_read_or_bounded_is_said(text: str, message: str) -> None:
    with pytest.raises(EditionError, match=message):
        compute(text, {"a": "1.0", "b": "2.0", "c": "3.0"})


def test_a_denominator_that_may_be_zero_is_said() -> None:
    with pytest.raises(EditionError, match="interval that holds zero"):
        compute("1 / (a - b)", {"a": "2.30", "b": "2.3"})


def test_two_names_of_one_number_are_refused() -> None:
    with pytest.raises(EditionError, match=r"gdp\.ytd and gdp\.ytd@2024-12 are the same"):
        evaluate(parse("gdp.ytd - gdp.ytd@2024-12"), lambda _: figure("gdp.ytd", "1.0"))


def test_a_number_that_is_not_printed_is_said() -> None:
    with pytest.raises(EditionError, match="a is not printed"):
        evaluate(parse("a + 1"), lambda _: None)
