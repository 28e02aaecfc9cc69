"""The arithmetic on series: the exact one of single numbers, and true values drawn inside."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finreport import numbers
from finreport.analysis.intervals import ranged, ranged_row
from finreport.editions import INTERVAL

FORMULAS: dict[str, tuple[int, Callable[..., Any]]] = {
    "difference": (2, lambda a, b: a - b),
    "level a year ago": (2, lambda level, rate: level / (1 + rate / 100)),
    "yearly increase": (2, lambda level, rate: level * (rate / (100 + rate))),
    "product": (2, lambda ratio, factor: ratio * (1 - factor / 500)),
    "points": (2, lambda increase, base: 100 * increase / base),
    "rest": (3, lambda level, base, part: 100 * ((level - part) / base - 1)),
    "part by weights": (3, lambda whole, part, weight: (whole - weight * part) / (1 + weight)),
    "growth of a period": (
        4,
        lambda now, rate, before, rate_before: (
            (9 * now - before) / (9 * now / (100 + rate) - before / (300 + rate_before))
        ),
    ),
}
"""Formulas of the analyses, each monotone in each of its numbers, by how many it takes."""

tenths = st.integers(10, 900)
inside = st.fractions(0, 1, max_denominator=1000)


def as_row(number: numbers.Printed) -> list[float]:
    return [float(each) for each in (number.value, number.lower, number.upper)]


@pytest.mark.parametrize("name", FORMULAS)
@given(data=st.data())
def test_it_is_the_exact_arithmetic_and_holds_what_is_drawn_inside(
    name: str, data: st.DataObject
) -> None:
    count, formula = FORMULAS[name]
    printed = [numbers.Printed(f"{data.draw(tenths) / 10:.1f}") for _ in range(count)]
    exact = numbers.ranged(formula, *(number.interval for number in printed))
    rows = [pd.Series(as_row(number), INTERVAL) for number in printed]
    found = ranged_row(formula, *rows)
    value = formula(*(number.value for number in printed))
    assert found.tolist() == pytest.approx(
        [float(value), float(exact.lower), float(exact.upper)], rel=1e-9, abs=1e-9
    )
    drawn = [number.lower + data.draw(inside) * (number.upper - number.lower) for number in printed]
    true = formula(*drawn)
    assert isinstance(true, Fraction)
    slack = 1e-9 * (1 + abs(float(true)))
    assert found["lower"] - slack <= float(true) <= found["upper"] + slack


def make(months: list[str], *values: float) -> pd.DataFrame:
    rows = [[value, value - 0.5, value + 0.5] for value in values]
    return pd.DataFrame(rows, pd.Index(months, name="month"), INTERVAL)


def test_the_months_are_those_of_all() -> None:
    one = make(["2024-01", "2024-02", "2024-04"], 5.0, 7.0, 9.0)
    other = make(["2024-02", "2024-03", "2024-04"], 1.0, 2.0, 3.0)
    found = ranged(np.subtract, one, other)
    assert list(found.index) == ["2024-02", "2024-04"]
    assert found.to_numpy().tolist() == [[6.0, 5.0, 7.0], [6.0, 5.0, 7.0]]


def test_a_month_without_a_number_at_a_corner_has_none() -> None:
    base = make(["2024-01", "2024-02"], 0.3, 2.0)
    found = ranged(lambda base: 1 / np.where(base > 0, base, np.nan), base)
    assert found.iloc[0].isna().all()
    assert found.iloc[1].tolist() == pytest.approx([0.5, 0.4, 2 / 3])


def test_nothing_gives_nothing() -> None:
    nothing = make(["2024-01"], 1.0).iloc[:0]
    assert ranged(np.subtract, nothing, nothing).columns.tolist() == INTERVAL
