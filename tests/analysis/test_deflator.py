"""The deflator of the product on one basis, by exact arithmetic, and where there is none."""

from fractions import Fraction

import pytest

from finreport.analysis.deflator import results
from finreport.editions import open_edition


def test_the_deflator_by_hand() -> None:
    """26050.8 and 25353.5 on the basis of the fifth census, 2.3% at constant prices."""
    nominal, deflator = results(open_edition("shanxi-2025"))
    growth = Fraction("25353.5") / Fraction("26050.8") - 1
    assert nominal.value == pytest.approx(float(100 * growth))
    assert deflator.value == pytest.approx(float(100 * ((1 + growth) / Fraction("1.023") - 1)))
    half = Fraction(1, 20)
    corners = [
        100 * (now / before / (1 + real / 100) - 1)
        for now in (Fraction("25353.5") - half, Fraction("25353.5") + half)
        for before in (Fraction("26050.8") - half, Fraction("26050.8") + half)
        for real in (Fraction("2.25"), Fraction("2.35"))
    ]
    assert (deflator.lower, deflator.upper) == pytest.approx(
        (float(min(corners)), float(max(corners)))
    )
    assert deflator.variant == "fifth_census_basis"


def test_before_the_year_is_printed_there_is_none() -> None:
    assert results(open_edition("shanxi-2025", "2024-11")) == []
