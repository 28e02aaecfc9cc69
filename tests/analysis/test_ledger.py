"""The ledger: exact arithmetic from the file, every run of months by brute force."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise, product

import pytest

from finreport.analysis.ledger import MAIN, NO_FALL, ONE_MONTH, main_of, results
from finreport.analysis.results import Result
from finreport.editions import open_edition
from tests.reprint import reprint

ReadPrinted = Callable[..., dict[str, str]]
Found = Mapping[str, Result]

MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
SERIES = ("cny.loans", "cny.deposits", "all.loans_short", "all.loans_bills", "fx.loans")
HALF = Fraction(1, 20)


@cache
def find(as_of: str = MONTHS[-1]) -> Found:
    return {row.name: row for row in results(open_edition("shanxi-2025", as_of))}


@pytest.fixture(scope="module")
def read(read_printed: ReadPrinted) -> Callable[[str, str], list[Fraction]]:
    """A function from ``cny.loans`` and a measure to its exact numbers."""

    def exact(name: str, measure: str) -> list[Fraction]:
        currency, indicator = name.split(".")
        keys = {"currency": currency, "indicator": indicator, "measure": measure}
        return [Fraction(text) for text in read_printed("deposits_loans", **keys).values()]

    return exact


Read = Callable[[str, str], list[Fraction]]


def before(balance: Fraction, growth: Fraction) -> Fraction:
    """The balance a year ago."""
    return balance / (1 + growth / 100)


def ends_of(balances: list[Fraction], rates: list[Fraction]) -> tuple[float, float, float]:
    """The last increase over twelve months less the first, and its ends by every corner."""

    def less(*numbers: Fraction) -> Fraction:
        first, last, rate, newest = numbers
        return (last - before(last, newest)) - (first - before(first, rate))

    numbers = (balances[0], balances[-1], rates[0], rates[-1])
    corners = [
        less(*(number + move for number, move in zip(numbers, moves, strict=True)))
        for moves in product((-HALF, HALF), repeat=4)
    ]
    return float(less(*numbers)), float(min(corners)), float(max(corners))


def told(result: Result) -> tuple[float | None, float | None, float | None]:
    return result.value, result.lower, result.upper


@pytest.mark.parametrize("name", SERIES)
def test_each_month_is_set_against_that_of_the_year_before(name: str, read: Read) -> None:
    balances, rates = read(name, "balance"), read(name, "yoy")
    levels = [before(*pair) for pair in zip(balances, rates, strict=True)]
    for at, month in enumerate(MONTHS[1:], 1):
        increase = (balances[at] - balances[at - 1]) - (levels[at] - levels[at - 1])
        row = find()[f"ledger.{name}.{month}"]
        assert row.value == pytest.approx(float(increase))
        both = slice(at - 1, at + 1)
        assert told(row) == pytest.approx(ends_of(balances[both], rates[both]))
        assert row.bounds == "exact"
        steps = find()[f"ledger.{name}.{month}.points"]
        assert steps.value == pytest.approx(float(rates[at] - rates[at - 1]))
        summed = find()[f"ledger.{name}.{month}.since_first"]
        assert told(summed) == pytest.approx(ends_of(balances[: at + 1], rates[: at + 1]))


@pytest.mark.parametrize("as_of", MONTHS[1:])
@pytest.mark.parametrize("name", MAIN)
def test_no_other_neighbouring_months_fall_short_by_more(as_of: str, name: str) -> None:
    months = MONTHS[1 : MONTHS.index(as_of) + 1]
    amounts = [find()[f"ledger.{name}.{month}"].value or 0.0 for month in months]
    sums = {
        (months[start], months[end - 1]): sum(amounts[start:end])
        for start, end in combinations(range(len(months) + 1), 2)
    }
    run = find(as_of)[f"ledger.{name}.run"]
    least = min(sums, key=lambda ends: sums[ends])
    if sums[least] >= 0:
        assert (run.value, run.reason) == (None, NO_FALL)
    else:
        assert run.period == "..".join(least)
        assert run.value == pytest.approx(sums[least])


@pytest.mark.parametrize("name", SERIES)
def test_the_run_and_the_other_months_are_all_months(name: str, read: Read) -> None:
    found = find()
    run, others, total = (
        found[f"ledger.{name}.{statistic}"] for statistic in ("run", "other_months", "total")
    )
    assert run.period == found[f"ledger.{main_of(name)}.run"].period
    assert (run.value or 0) + (others.value or 0) == pytest.approx(total.value)
    assert told(total) == pytest.approx(ends_of(read(name, "balance"), read(name, "yoy")))
    steps = [
        row.value or 0
        for row in found.values()
        if row.series == name and row.period[:4] == "2024" and row.statistic == "growth.step"
    ]
    assert sum(steps) == pytest.approx(found[f"ledger.{name}.total.growth"].value)


def test_parts_add_up_to_the_slowdown_of_the_total() -> None:
    """Bills, which are in CNY only, are the same in both scopes; foreign loans are in dollars."""
    found = find()
    for statistic in ("run", "other_months", "total", "pace"):
        pair = [found[f"ledger.{scope}.loans_bills.{statistic}"] for scope in ("all", "cny")]
        assert told(pair[0]) == told(pair[1])


@pytest.mark.parametrize("name", SERIES)
def test_the_distance_from_the_pace_of_the_first_month(name: str, read: Read) -> None:
    balance, rate, first = read(name, "balance")[-1], read(name, "yoy")[-1], read(name, "yoy")[0]

    def distance(level: Fraction, growth: Fraction, pace: Fraction) -> Fraction:
        return level - before(level, growth) * (1 + pace / 100)

    corners = [
        distance(balance + one, rate + two, first + three)
        for one, two, three in product((-HALF, HALF), repeat=3)
    ]
    wanted = (float(distance(balance, rate, first)), float(min(corners)), float(max(corners)))
    assert told(find()[f"ledger.{name}.pace"]) == pytest.approx(wanted)


@pytest.mark.parametrize("as_of", MONTHS)
def test_every_month_tells_no_later_one(as_of: str) -> None:
    for row in find(as_of).values():
        assert all(name.rpartition("@")[2] <= as_of for name in row.inputs)
        if row.value is None:
            assert row.reason == (ONE_MONTH if as_of == "2024-01" else NO_FALL)


def test_where_growth_rises_no_month_falls_short() -> None:
    edition = open_edition("shanxi-2025", "2024-04")
    for at, month in enumerate(MONTHS[:4]):
        keys = {"currency": "cny", "indicator": "loans", "measure": "yoy", "month": month}
        edition = reprint(edition, "deposits_loans", keys, value=f"{5 + 2 * at:.1f}")
    found = {row.name: row for row in results(edition)}
    assert found["ledger.cny.loans.run"].reason == NO_FALL
    assert all((found[f"ledger.cny.loans.{month}"].value or 0) > 0 for month in MONTHS[1:4])
    assert [one < two for one, two in pairwise((1, 2))] == [True]
