"""Ratios, shares and remainders: against values worked out by hand and by drawing at random."""

import random

import pytest

from finreport.analysis.derived import DERIVATIONS, results
from finreport.analysis.results import Result
from finreport.editions import open_edition

# Worked out with pencil and paper from the printed numbers, to the digits given.
BY_HAND = {
    "fiscal_cover": 56.06,
    "expenditure_last_month.share": 17.75,
    "income_ratio": 2.296,
    "income_ratio.year_ago": 2.338,
    "expenditure_outside_livelihood.growth": -6.7,
    "secondary_lead_on_industry": 1.8,
    "transition_loans.per_standard": 8.25,
    "claims.share": 38.95,
    "claims.share.year_ago": 33.4,
    "government_bonds.share": 21.02,
    "government_bonds.share.year_ago": 14.33,
    "other_financing.change": -581,
    "household_deposits.share_of_increase": 100.46,
    "other_deposits.change": -15.1,
    "credit_households.borrowing": 24.77,
    "credit_households.borrowing_of_rated": 11.98,
    "green_loans.share": 14.28,
    "credit_platform.small": 1650,
}


@pytest.fixture(scope="module")
def derived() -> dict[str, Result]:
    return {result.statistic: result for result in results(open_edition("shanxi-2025"))}


def test_an_edition_with_everything_has_every_statistic(derived: dict[str, Result]) -> None:
    assert list(derived) == [one.statistic for one in DERIVATIONS]


@pytest.mark.parametrize(("statistic", "value"), BY_HAND.items())
def test_the_value_is_that_of_pencil_and_paper(
    derived: dict[str, Result], statistic: str, value: float
) -> None:
    assert derived[statistic].value == pytest.approx(value, abs=0.06 if abs(value) < 100 else 0.6)


@pytest.mark.parametrize("one", DERIVATIONS, ids=lambda one: one.statistic)
def test_no_numbers_that_are_printed_alike_leave_the_bounds(
    derived: dict[str, Result], one: object
) -> None:
    """Monotone in each number, so that no draw from inside lies outside the corners."""
    assert hasattr(one, "formula")
    result = derived[one.statistic]  # type: ignore[attr-defined]
    edition = open_edition("shanxi-2025")
    intervals = [edition.find(name).interval for name in result.inputs]  # type: ignore[union-attr]
    draw = random.Random(7)
    drawn = [
        one.formula(*(draw.uniform(float(i.lower), float(i.upper)) for i in intervals))
        for _ in range(300)
    ]
    assert result.lower is not None
    assert result.upper is not None
    assert result.lower - 1e-9 <= min(drawn) <= max(drawn) <= result.upper + 1e-9
    assert max(drawn) - min(drawn) > (result.upper - result.lower) / 4


def test_before_the_end_of_the_year_only_what_is_printed_by_then() -> None:
    found = {result.statistic for result in results(open_edition("shanxi-2025", "2024-05"))}
    assert found == {"fiscal_cover", "expenditure_last_month.share", "fx_loans.change"}
    assert not results(open_edition("shanxi-2025", "2024-01"))
