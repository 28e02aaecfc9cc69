"""Ends of quarters in two years: every choice counted again, Darwin's plants, and rounding."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finreport.analysis.permutation import Stratum, every_choice, stratified
from finreport.analysis.quarter_ends import monthly_increases, results
from finreport.analysis.results import FEWEST, TOO_FEW, Floats, Result
from finreport.editions import open_edition

ReadPrinted = Callable[..., dict[str, str]]
Found = Mapping[str, Result]

MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
ENDS, AFTER, SPRING = ("03", "06", "09", "12"), ("04", "07", "10"), ("02", "03")
SERIES = open_edition("shanxi-2025").groups.quarter_ends
RIGHT = {
    ("cny.deposits_household", "2024-10"): Fraction("44.8"),
    ("cny.deposits_corporate", "2024-10"): Fraction("-425.4"),
}
"""October's errors set right by hand."""


@cache
def find(as_of: str = MONTHS[-1]) -> Found:
    return {row.name: row for row in results(open_edition("shanxi-2025", as_of))}


@pytest.fixture(scope="module")
def read(read_printed: ReadPrinted) -> Callable[[str, str], dict[str, Fraction]]:
    def exact(name: str, measure: str) -> dict[str, Fraction]:
        currency, indicator = name.split(".")
        keys = {"currency": currency, "indicator": indicator, "measure": measure}
        printed = read_printed("deposits_loans", **keys)
        return {month: Fraction(text) for month, text in printed.items()}

    return exact


Read = Callable[[str, str], dict[str, Fraction]]


def two_years(name: str, read: Read, moved: Floats | None = None) -> tuple[Floats, Floats]:
    """The increases from February on, of the year before and of this year."""
    balance, growth, increase = (
        np.array([float(number) for number in read(name, measure).values()])
        for measure in ("balance", "yoy", "increase")
    )
    if moved is not None:
        balance, growth = balance + moved[0], growth + moved[1]
    right = {month: float(value) for (series, month), value in RIGHT.items() if series == name}
    now = [right.get(month, value) for month, value in zip(MONTHS, increase, strict=True)]
    return np.diff(balance / (1 + growth / 100)), np.array(now[1:])


def count_choices(years: tuple[Floats, Floats], marked: list[bool]) -> tuple[float, float]:
    """The mean difference of the marked months, and the share of choices that reach it."""
    places, size = range(len(marked)), sum(marked)
    observed = tuple(at for at in places if marked[at])
    differences = []
    for year in years:
        of = {}
        for chosen in combinations(places, size):
            inside = [year[at] for at in chosen]
            outside = [year[at] for at in places if at not in chosen]
            of[chosen] = float(np.mean(inside) - np.mean(outside))
        differences.append(of)
    one, other = differences
    actual = one[observed] + other[observed]
    sums = np.add.outer(list(one.values()), list(other.values()))
    return actual / 2, float((np.abs(sums) >= abs(actual) - 1e-9).mean())


@pytest.mark.parametrize("name", SERIES)
@pytest.mark.parametrize("kind", ["quarter_end", "without_spring", "after"])
def test_p_is_the_share_of_all_choices_in_both_years(name: str, kind: str, read: Read) -> None:
    before, now = two_years(name, read)
    numbers = [month[5:] for month in MONTHS[1:]]
    kept = {
        "quarter_end": [True] * 11,
        "without_spring": [number not in SPRING for number in numbers],
        "after": [number not in ENDS for number in numbers],
    }[kind]
    named = AFTER if kind == "after" else ENDS
    marked = [number in named for number, keep in zip(numbers, kept, strict=True) if keep]
    difference, p = count_choices((before[kept], now[kept]), marked)
    start = f"gap.{name}.quarter_end"
    at = {
        "quarter_end": (f"{start}.difference", f"{start}.p"),
        "without_spring": (f"{start}.difference.without_spring", f"{start}.p.without_spring"),
        "after": (f"{start}.after", f"{start}.after.p"),
    }[kind]
    assert find()[at[0]].value == pytest.approx(difference)
    assert find()[at[1]].value == pytest.approx(p, rel=1e-12)


@pytest.mark.parametrize("name", ["cny.deposits_household", "cny.loans", "all.loans_bills"])
def test_no_rounding_moves_a_p_or_a_difference_out_of_its_range(name: str, read: Read) -> None:
    if name not in SERIES:
        name = "cny.loans_bills"
    rng, marked = np.random.default_rng(5), [month[5:] in ENDS for month in MONTHS[1:]]
    p, difference = (find()[f"gap.{name}.quarter_end.{end}"] for end in ("p", "difference"))
    assert p.bounds == "at_most"
    for _ in range(12):
        moved = rng.choice([-0.05, 0.05], (2, 12)) * rng.beta(5, 1, (2, 12))
        found = count_choices(two_years(name, read, moved), marked)
        for result, value in zip((difference, p), found, strict=True):
            assert result.lower is not None
            assert result.upper is not None
            assert result.lower <= value + 1e-9
            assert value - 1e-9 <= result.upper


def test_the_second_opinion() -> None:
    """Computed by others with other code: p, and which are left by Holm over ten series."""
    wanted = {
        "cny.deposits_household": 0.0002,
        "cny.loans": 0.0040,
        "all.loans": 0.0044,
        "all.loans_medium_long": 0.011,
        "cny.deposits": 0.11,
    }
    for name, p in wanted.items():
        assert find()[f"gap.{name}.quarter_end.p"].value == pytest.approx(p, rel=0.05)
    household = find()["gap.cny.deposits_household.quarter_end.difference"].value
    assert household == pytest.approx(410, abs=5)  # 41 billion CNY


def test_each_year_has_its_own_difference() -> None:
    for name in SERIES:
        start = f"gap.{name}.quarter_end.difference"
        years = [find()[f"{start}.{year}"].value or 0 for year in ("2023", "2024")]
        assert np.mean(years) == pytest.approx(find()[start].value)


def test_means_of_three_kinds_of_months(read: Read) -> None:
    for name in SERIES:
        years = two_years(name, read)
        kinds = {"ends": ENDS, "after": AFTER, "ordinary": ("02", "05", "08", "11")}
        for kind, numbers in kinds.items():
            at = [month[5:] in numbers for month in MONTHS[1:]]
            mean = np.mean([year[at].mean() for year in years])
            assert find()[f"gap.{name}.quarter_end.mean_{kind}"].value == pytest.approx(mean)


def test_october_is_taken_from_the_balances() -> None:
    edition = open_edition("shanxi-2025")
    for (name, month), right in RIGHT.items():
        used = monthly_increases(edition, *name.split("."))
        assert list(used.loc[month]) == pytest.approx(
            [right, right - Fraction(1, 10), right + Fraction(1, 10)]
        )
        printed = edition.series(
            "deposits_loans", currency="cny", indicator=name.split(".")[1], measure="increase"
        )
        assert list(used.index[used["value"] != printed["value"]]) == [month]


# The test itself


def pairs(*differences: float) -> list[Stratum]:
    """Pairs as strata of two, the first of each marked."""
    weights = every_choice(np.array([True, False]))
    return [Stratum(np.array([[difference] * 3, [0.0] * 3]), weights) for difference in differences]


def test_darwins_plants() -> None:
    """Fisher, The Design of Experiments (1935), section 21: cross- and self-fertilised maize.

    Of the 32,768 ways to give signs to the differences of 15 pairs, 1,726 reach 314.
    """
    darwin = (49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48)
    difference, p = stratified(pairs(*darwin))
    assert difference.value == pytest.approx(314 / 15)
    assert p.value == 1_726 / 32_768


def stratum(values: list[float], marked: list[bool], half: float = 0.0) -> Stratum:
    at = np.array(values)
    return Stratum(np.stack([at, at - half, at + half], axis=1), every_choice(np.array(marked)))


tenths = st.integers(-3000, 3000).map(lambda number: number / 10)
quick = settings(max_examples=20, deadline=None)
MARKED = [True, False, True, False, False]
years_ = st.lists(tenths, min_size=5, max_size=5)


@quick
@given(years_, years_, tenths)
def test_another_level_in_one_year_changes_nothing(
    one: list[float], two: list[float], more: float
) -> None:
    before = stratified([stratum(one, MARKED), stratum(two, MARKED)])
    lifted = [value + more for value in one]
    after = stratified([stratum(lifted, MARKED), stratum(two, MARKED)])
    assert after[1].value == pytest.approx(before[1].value)
    turned = stratified([stratum([-value for value in each], MARKED) for each in (one, two)])
    assert turned[1].value == pytest.approx(before[1].value)


@quick
@given(years_, years_)
def test_one_stratum_is_the_plain_test_and_two_are_counted(
    one: list[float], two: list[float]
) -> None:
    both = (np.array(one), np.array(two))
    difference, p = stratified([stratum(one, MARKED), stratum(two, MARKED)])
    assert (difference.value, p.value) == pytest.approx(count_choices(both, MARKED))


@quick
@given(years_, years_, st.integers(0, 2**32 - 1))
def test_numbers_inside_their_rounding_stay_inside_the_range(
    one: list[float], two: list[float], seed: int
) -> None:
    close = [[value / 1_000 for value in each] for each in (one, two)]
    _, p = stratified([stratum(each, MARKED, 0.05) for each in close])
    moved = np.random.default_rng(seed).uniform(-0.05, 0.05, (2, 5))
    drawn = stratified(
        [stratum(list(each + move), MARKED) for each, move in zip(close, moved, strict=True)]
    )[1]
    assert p.lower is not None
    assert p.upper is not None
    assert drawn.value is not None
    assert p.lower - 1e-9 <= drawn.value <= p.upper + 1e-9


@pytest.mark.parametrize("as_of", MONTHS)
def test_too_few_months_give_a_reason_and_no_number(as_of: str) -> None:
    assert list(find(as_of)) == list(find())
    for row in find(as_of).values():
        assert all(as_of >= name.rpartition("..")[2][-7:] for name in row.inputs if "@" in name)
        assert row.reason == ("" if row.value is not None else TOO_FEW)
        if row.variant == "" and ".after" not in row.statistic:
            assert (row.value is not None) == (MONTHS.index(as_of) >= FEWEST)
