"""The gap: exact arithmetic from the CSV, brute force for ranges, simulation for bounds."""

import json
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from finreport.analysis.gap import (
    ONE_MONTH,
    SCOPES,
    SIGN_UNKNOWN,
    over_year,
    results,
)
from finreport.analysis.groups import compute
from finreport.analysis.levels import NOT_PRINTED
from finreport.analysis.methods import METHODS
from finreport.analysis.permutation import sign_flip
from finreport.analysis.results import FEWEST, TOO_FEW, Result
from finreport.editions import open_edition
from finreport.narrative.tested import subject
from finreport.words import LANGUAGES, open_language
from tests.reprint import reprint

ReadPrinted = Callable[..., dict[str, str]]

PARTS = open_edition("shanxi-2025").groups.parts
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
HALF = Fraction(1, 20)


@cache
def at_month(as_of: str) -> dict[str, Result]:
    """The results at a month by name."""
    return dict(compute(open_edition("shanxi-2025", as_of), "gap"))


@pytest.fixture(scope="module")
def whole() -> dict[str, Result]:
    return at_month("2024-12")


@pytest.fixture(scope="module")
def read(read_printed: ReadPrinted) -> Callable[[str, str], dict[str, Fraction]]:
    """A function from ``cny.loans`` and a measure to its exact numbers by month."""

    def exact(name: str, measure: str) -> dict[str, Fraction]:
        currency, indicator = name.split(".")
        printed = read_printed(
            "deposits_loans", currency=currency, indicator=indicator, measure=measure
        )
        return {month: Fraction(text) for month, text in printed.items()}

    return exact


Read = Callable[[str, str], dict[str, Fraction]]


def check(result: Result, value: Fraction, lower: Fraction, upper: Fraction) -> None:
    assert (result.value, result.lower, result.upper) == pytest.approx(
        (float(value), float(lower), float(upper)), abs=1e-9
    )
    assert result.bounds == "exact"


def corners(*numbers: Fraction) -> list[tuple[Fraction, ...]]:
    return list(product(*([number - HALF, number + HALF] for number in numbers)))


# The gap of growth


@pytest.mark.parametrize("scope", SCOPES)
def test_the_gap_is_the_difference_of_the_printed_rates(
    whole: dict[str, Result], read: Read, scope: str
) -> None:
    loans, deposits = read(f"{scope}.loans", "yoy"), read(f"{scope}.deposits", "yoy")
    gaps = {month: loans[month] - deposits[month] for month in MONTHS}
    for month, gap in gaps.items():
        check(whole[f"gap.{scope}.growth.{month}"], gap, gap - 2 * HALF, gap + 2 * HALF)
    mean = sum(gaps.values(), Fraction(0)) / 12
    check(whole[f"gap.{scope}.growth.mean"], mean, mean - 2 * HALF, mean + 2 * HALF)
    change = gaps["2024-12"] - gaps["2024-01"]
    check(whole[f"gap.{scope}.growth.change"], change, change - 4 * HALF, change + 4 * HALF)
    certain = sum(gap > 2 * HALF for gap in gaps.values())
    assert whole[f"gap.{scope}.growth.months_faster"].value == certain


@pytest.mark.parametrize("scope", SCOPES)
def test_the_p_of_the_changes_is_that_of_scipy(
    whole: dict[str, Result], read: Read, scope: str
) -> None:
    loans, deposits = read(f"{scope}.loans", "yoy"), read(f"{scope}.deposits", "yoy")
    tenths = np.diff([int(10 * (loans[month] - deposits[month])) for month in MONTHS])
    expected = stats.permutation_test(
        (tenths,), np.mean, permutation_type="samples", n_resamples=np.inf
    )
    found = whole[f"gap.{scope}.growth.sign_flip.p"]
    assert found.value == pytest.approx(expected.pvalue)
    assert found.n == 11
    earlier = at_month("2024-10")[f"gap.{scope}.growth.sign_flip.p"]
    assert whole[f"gap.{scope}.growth.sign_flip.p.without_last_2"].value == earlier.value


@pytest.mark.parametrize("scope", SCOPES)
def test_most_roundings_leave_the_p_in_the_middle_of_all(
    whole: dict[str, Result], read: Read, scope: str
) -> None:
    """Drawn again with another seed, number by number; the worst case is wider."""
    rng = np.random.default_rng(77)
    rates = [
        [float(rate) for rate in read(f"{scope}.{side}", "yoy").values()]
        for side in ("loans", "deposits")
    ]
    drawn = [np.array(rate) + rng.uniform(-0.05, 0.05, (2_000, 12)) for rate in rates]
    ps = sign_flip(np.diff(drawn[0] - drawn[1]))
    found = whole[f"gap.{scope}.growth.sign_flip.p.uniform"]
    ends = (found.lower, found.value, found.upper)
    assert ends == pytest.approx(np.quantile(ps, (0.025, 0.5, 0.975)), abs=0.02)
    worst = whole[f"gap.{scope}.growth.sign_flip.p"]
    assert (worst.lower or 0) <= ps.min()
    assert ps.max() <= (worst.upper or 0)


# The ratio


@pytest.mark.parametrize("scope", SCOPES)
def test_the_ratio_and_that_of_a_year_ago_at_every_corner(
    whole: dict[str, Result], read: Read, scope: str
) -> None:
    loans, deposits = (read(f"{scope}.{name}", "balance") for name in ("loans", "deposits"))
    up, down = (read(f"{scope}.{name}", "yoy") for name in ("loans", "deposits"))
    start = f"gap.{scope}.loan_deposit_ratio"

    def ratio(loan: Fraction, deposit: Fraction) -> Fraction:
        return 100 * loan / deposit

    def year_ago(loan: Fraction, deposit: Fraction, one: Fraction, two: Fraction) -> Fraction:
        return ratio(loan / (1 + one / 100), deposit / (1 + two / 100))

    for month in MONTHS:
        pair = (loans[month], deposits[month])
        ends = [ratio(*corner) for corner in corners(*pair)]
        check(whole[f"{start}.{month}"], ratio(*pair), min(ends), max(ends))
        four = (*pair, up[month], down[month])
        ends = [year_ago(*corner) for corner in corners(*four)]
        check(whole[f"{start}.2023{month[4:]}"], year_ago(*four), min(ends), max(ends))
        ends = [ratio(*corner[:2]) - year_ago(*corner) for corner in corners(*four)]
        value = ratio(*pair) - year_ago(*four)
        check(whole[f"{start}.over_year.{month}"], value, min(ends), max(ends))
    first, last = (ratio(loans[month], deposits[month]) for month in ("2024-01", "2024-12"))
    assert whole[f"{start}.change"].value == pytest.approx(float(last - first))


def test_equal_growth_leaves_the_ratio() -> None:
    ratio = pd.DataFrame({"value": [75.0], "lower": [74.9], "upper": [75.1]})
    factor = pd.DataFrame({"value": [1.0], "lower": [0.99], "upper": [1.01]})
    assert over_year(ratio, factor).iloc[0].to_list() == pytest.approx([0.0, -0.751, 0.751])


# The parts


@pytest.mark.parametrize("total", sorted(PARTS))
def test_contributions_add_up_to_the_growth_and_shares_to_a_hundred(
    whole: dict[str, Result], read: Read, total: str
) -> None:
    scope, name = total.split(".")
    names = [f"gap.parts.{scope}.{part}" for part in (*PARTS[total], f"{name}_rest")]
    growth = read(total, "yoy")
    for month in MONTHS:
        added = sum(whole[f"{part}.{month}"].value or 0 for part in names)
        assert added == pytest.approx(float(growth[month]))
    change = sum(whole[f"{part}.change"].value or 0 for part in names)
    assert change == pytest.approx(float(growth["2024-12"] - growth["2024-01"]))
    assert whole[f"gap.parts.{total}.change"].value == pytest.approx(change)
    assert sum(whole[f"{part}.share"].value or 0 for part in names) == pytest.approx(100)


@pytest.mark.parametrize(
    ("total", "part"), [(total, part) for total, parts in PARTS.items() for part in parts]
)
def test_parts_hold_what_numbers_inside_the_rounding_give(
    whole: dict[str, Result], read: Read, total: str, part: str
) -> None:
    scope = total.split(".", maxsplit=1)[0]
    rng = np.random.default_rng(3)
    rest = f"gap.parts.{total}_rest"

    def draw(name: str, measure: str, month: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        return float(read(name, measure)[month]) + rng.uniform(-0.05, 0.05, 2_000)

    drawn = defaultdict(list)
    for month in ("2024-01", "2024-12"):
        growth = draw(total, "yoy", month)
        balance = draw(total, "balance", month)
        base = balance / (1 + growth / 100)
        left = growth.copy()
        for other in PARTS[total]:
            rate, level = (draw(f"{scope}.{other}", each, month) for each in ("yoy", "balance"))
            increase = level - level / (1 + rate / 100)
            left -= 100 * increase / base
            if other == part:
                drawn[f"gap.parts.{scope}.{part}"].append(100 * increase / base)
                share = 100 * increase / (balance - base)
        drawn[rest].append(left)
    for name, (first, last) in drawn.items():
        for end, values in (("2024-01", first), ("2024-12", last), ("change", last - first)):
            inside(whole[f"{name}.{end}"], values)
    inside(whole[f"gap.parts.{scope}.{part}.share"], share)
    inside(whole[f"{rest}.share"], 100 * drawn[rest][1] / growth)


def inside(result: Result, values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> None:
    """All drawn values lie in the bounds, which are not much wider than they spread."""
    assert result.lower is not None
    assert result.upper is not None
    assert result.lower <= values.min() + 1e-9
    assert values.max() <= result.upper + 1e-9
    assert result.upper - result.lower < 4 * (values.max() - values.min())


def test_borrowers_by_exact_arithmetic(whole: dict[str, Result], read: Read) -> None:
    """From the sentence on loans by sector, and the balances of all currencies."""
    household, enterprise = Fraction(1166), Fraction(2465)
    level, january = (read("all.loans", "balance")[month] for month in ("2024-12", "2024-01"))
    increase = read("all.loans", "increase")["2024-01"]
    base = january - increase
    assert base == Fraction("41944.1")
    ends = {"value": (0, 0), "lower": (-1, 1), "upper": (1, -1)}
    for name, stated in (("household", household), ("enterprise", enterprise)):
        result = whole[f"gap.borrowers.all.loans.{name}"]
        for end, (up, down) in ends.items():
            exact = 100 * (stated + up * Fraction(1, 2)) / (base + down * 2 * HALF)
            assert getattr(result, end) == pytest.approx(float(exact))
        assert result.inputs[0] == f"loans_{name}_change"
    rest = whole["gap.borrowers.all.loans.rest"]
    every = [
        100 * ((level + one - household - two - enterprise - three) / (base + four) - 1)
        for one, two, three, four in product(
            (HALF, -HALF), (10 * HALF, -10 * HALF), (10 * HALF, -10 * HALF), (2 * HALF, -2 * HALF)
        )
    ]
    assert (rest.lower, rest.upper) == pytest.approx((float(min(every)), float(max(every))))
    parts = [whole[f"gap.borrowers.all.loans.{name}"].value or 0 for name in ("household", "rest")]
    parts.append(whole["gap.borrowers.all.loans.enterprise"].value or 0)
    growth = read("all.loans", "yoy")["2024-12"]
    assert sum(parts) == pytest.approx(float(100 * (level / base - 1)))
    assert abs(sum(parts) - float(growth)) <= float(HALF)  # as printed


# All results


def test_holm_by_hand(whole: dict[str, Result]) -> None:
    families = defaultdict(list)
    for result in whole.values():
        if result.family:
            families[result.family].append(result)
    sizes = {family: len(members) for family, members in families.items()}
    assert sizes == {
        "gap.trend": 2,
        "gap.quarter_end": 10,
        "gap.quarter_end_after": 10,
    }
    named = {"gap.trend": 1, "gap.quarter_end": 3, "gap.quarter_end_after": 0}
    for family, members in families.items():
        assert sum(result.is_primary for result in members) == named[family]
        for is_primary in (True, False):
            alike = [result for result in members if result.is_primary is is_primary]
            floor = 0.0
            for place, result in enumerate(sorted(alike, key=lambda one: one.value or 0)):
                floor = max(floor, min(1.0, (len(alike) - place) * (result.value or 0)))
                assert result.adjusted == pytest.approx(floor)


@pytest.mark.parametrize("as_of", [f"2024-{month:02}" for month in (1, 2, 5, 6, 7, 9, 11, 12)])
def test_every_month_has_the_numbers_that_it_can_have(as_of: str) -> None:
    found = at_month(as_of)
    count = MONTHS.index(as_of) + 1
    whole = at_month("2024-12")
    monthly = {name for name in whole if name[-7:].startswith(("2023-", "2024-"))}
    assert {name for name in whole if name not in monthly} == {
        name for name in found if name not in monthly
    }
    for name, result in found.items():
        assert all(month <= as_of for inputs in result.inputs for month in inputs.split("@")[1:])
        if name in monthly:
            assert result == whole[name]
        elif result.value is None:
            reasons = (NOT_PRINTED,) if ".borrowers." in name else (TOO_FEW, ONE_MONTH)
            assert result.reason in reasons
            assert result.lower is result.upper is result.adjusted is None
        else:
            assert result.reason == ""
    assert (found["gap.cny.growth.sign_flip.p"].value is None) == (count <= FEWEST)
    assert (found["gap.cny.growth.change"].value is None) == (count == 1)


def test_a_total_that_may_not_have_changed_has_no_shares() -> None:
    edition = open_edition("shanxi-2025")
    keys = {"currency": "all", "indicator": "loans", "measure": "yoy", "month": "2024-12"}
    changed = reprint(edition, "deposits_loans", keys, value="0.0")
    found = {result.name: result for result in results(changed)}
    share = found["gap.parts.all.loans_short.share"]
    assert (share.value, share.reason) == (None, SIGN_UNKNOWN)
    assert found["gap.parts.cny.loans_bills.share"].value is not None


def test_names_and_values_can_be_written() -> None:
    found = results(open_edition("shanxi-2025"))
    assert len({result.name for result in found}) == len(found)
    assert all(result.name.startswith("gap.") for result in found)
    values = [value for r in found for value in (r.value, r.lower, r.upper, r.adjusted)]
    json.dumps(values, allow_nan=False)
    again = results(open_edition("shanxi-2025"))
    assert found == again


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_method_reason_family_and_test_has_its_words(
    whole: dict[str, Result], language: str
) -> None:
    words = open_language(language)
    assert {method.key for method in METHODS["gap"].values()} == {
        result.method for result in whole.values()
    }
    for result in [*whole.values(), *at_month("2024-01").values()]:
        assert len(words.text(f"method.{result.method}")) > 15
        assert words.unit(result.unit)
        if result.bounds:
            assert words.text(f"bounds.{result.bounds}")
        if result.reason:
            assert words.text(f"reason.{result.reason}")
        if result.family:
            assert words.text(f"family.{result.family}")
            assert subject(words, result)
    assert words.text(f"reason.{SIGN_UNKNOWN}")
