"""Growth of wholes from their parts: every corner of rounding, exactly, and what must hold."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finreport.analysis.levels import NOT_PRINTED
from finreport.analysis.results import Result
from finreport.analysis.wholes import growth_of_whole, results
from finreport.editions import open_edition

EDITION = "shanxi-2025"


def find(as_of: str | None = None) -> dict[str, Result]:
    return {row.name: row for row in results(open_edition(EDITION, as_of))}


def exactly(name: str, month: str) -> tuple[Fraction, Fraction]:
    """The printed number and half of its last digit."""
    figure = open_edition(EDITION).find(name, month or None)
    assert figure is not None
    return figure.value, (figure.interval.upper - figure.interval.lower) / 2


@pytest.mark.parametrize(
    ("whole", "month", "names"),
    [
        ("trade", "2024-12", ("exports.ytd", "imports.ytd", "exports.ytd_yoy", "imports.ytd_yoy")),
        ("trade", "2024-05", ("exports.ytd", "imports.ytd", "exports.ytd_yoy", "imports.ytd_yoy")),
        (
            "gdp",
            "2024-09",
            tuple(
                f"gdp_{industry}.{measure}"
                for measure in ("ytd", "ytd_yoy")
                for industry in ("primary", "secondary", "tertiary")
            ),
        ),
        (
            "loans_all",
            "",
            (
                *("loans_household", "loans_enterprise"),
                *("loans_household_growth", "loans_enterprise_growth"),
            ),
        ),
    ],
)
def test_the_growth_that_parts_imply(whole: str, month: str, names: tuple[str, ...]) -> None:
    numbers = [exactly(name, month) for name in names]

    def growth(moves: tuple[int, ...]) -> Fraction:
        moved = [value + move * half for (value, half), move in zip(numbers, moves, strict=True)]
        levels, rates = moved[: len(moved) // 2], moved[len(moved) // 2 :]
        parts = zip(levels, rates, strict=True)
        before = sum((one / (1 + rate / 100) for one, rate in parts), Fraction(0))
        return 100 * (sum(levels, Fraction(0)) / before - 1)

    corners = [growth(moves) for moves in product((-1, 1), repeat=len(numbers))]
    row = find()[".".join(filter(None, ("wholes", whole, "implied", month)))]
    wanted = (float(growth((0,) * len(numbers))), float(min(corners)), float(max(corners)))
    assert (row.value, row.lower, row.upper) == pytest.approx(wanted)


@given(
    st.lists(st.tuples(st.floats(1, 1e5), st.floats(-50, 80)), min_size=1, max_size=5),
)
def test_a_whole_grows_neither_faster_nor_slower_than_all_its_parts(
    parts: list[tuple[float, float]],
) -> None:
    levels, rates = zip(*parts, strict=True)
    found = float(growth_of_whole(*map(np.asarray, (*levels, *rates))))
    assert min(rates) - 1e-6 <= found <= max(rates) + 1e-6


def test_the_difference_is_from_the_printed_growth() -> None:
    found = find()
    implied, printed, less = (
        found[f"wholes.trade.{statistic}.2024-12"]
        for statistic in ("implied", "printed", "difference")
    )
    assert printed.value == 3.1
    assert (less.value or 0) == pytest.approx((implied.value or 0) - 3.1)
    assert "trade.ytd_yoy@2024-12" in less.inputs


def test_before_the_year_is_over_its_statements_give_a_reason() -> None:
    row = find("2024-06")["wholes.loans_all.implied"]
    assert (row.value, row.reason) == (None, NOT_PRINTED)
    assert max(row.period for row in find("2024-06").values()) == "2024-06"
