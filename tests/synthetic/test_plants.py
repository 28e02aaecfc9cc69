"""Planted errors are what they are called, and one error each."""

from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest

from tests.synthetic.plants import KINDS, Plant, plant
from tests.synthetic.province import Province, make_numbers, usual_statements
from tests.synthetic.tables import Numbers
from tests.synthetic.world import MONTHS

SEEDS = range(15)


@cache
def numbers_of(seed: int) -> Numbers:
    """What a province prints."""
    return make_numbers(Province(seed))


def planted(kind: str, seed: int) -> tuple[Plant, Numbers]:
    numbers = numbers_of(seed)
    return plant(kind, [seed], numbers), numbers


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_plants_the_same_error(kind: str) -> None:
    first, numbers = planted(kind, 4)
    assert first == plant(kind, [4], numbers)
    assert first != plant(kind, [5], numbers)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_an_error_changes_numbers_that_are_printed(kind: str, seed: int) -> None:
    error, numbers = planted(kind, seed)
    assert error.changes
    changed = error.apply(numbers)
    assert changed.keys() == numbers.keys()
    assert {name for name in numbers if changed[name] != numbers[name]} == set(error.changes)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", ["digit_changed", "prose_digit"])
def test_one_digit_differs(kind: str, seed: int) -> None:
    error, numbers = planted(kind, seed)
    [(name, text)] = error.changes.items()
    assert len(text) == len(numbers[name])
    [(before, after)] = [
        pair for pair in zip(numbers[name], text, strict=True) if len(set(pair)) == 2
    ]
    assert before.isdigit()
    assert after.isdigit()
    assert (name in usual_statements()) == (kind == "prose_digit")
    if kind == "prose_digit":
        assert abs(int(before) - int(after)) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_two_neighbouring_digits_change_places(seed: int) -> None:
    error, numbers = planted("digits_swapped", seed)
    [(name, text)] = error.changes.items()
    before = numbers[name]
    [first, second] = [n for n in range(len(text)) if text[n] != before[n]]
    assert (second, text[first], text[second]) == (first + 1, before[second], before[first])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_minus_sign_is_lost(seed: int) -> None:
    error, numbers = planted("sign_lost", seed)
    [(name, text)] = error.changes.items()
    assert Decimal(text) == -Decimal(numbers[name]) > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_a_row_is_one_month_late(seed: int) -> None:
    error, numbers = planted("row_shifted", seed)
    [row] = {name.partition("@")[0] for name in error.changes}
    months = [month for month in MONTHS if f"{row}@{month}" in numbers]
    changed = error.apply(numbers)
    for before, month in pairwise(months):
        assert changed[f"{row}@{month}"] == numbers[f"{row}@{before}"]


@pytest.mark.parametrize("seed", SEEDS)
def test_two_rows_are_exchanged(seed: int) -> None:
    error, numbers = planted("rows_exchanged", seed)
    one, two = sorted({name.partition("@")[0] for name in error.changes})
    changed = error.apply(numbers)
    for month in MONTHS:
        if f"{one}@{month}" in numbers:
            assert changed[f"{one}@{month}"] == numbers[f"{two}@{month}"]
            assert changed[f"{two}@{month}"] == numbers[f"{one}@{month}"]


@pytest.mark.parametrize("seed", SEEDS)
def test_an_increase_spans_two_months(seed: int) -> None:
    error, numbers = planted("increase_over_two_months", seed)
    [(name, text)] = error.changes.items()
    series, month = name.split(".increase@")
    before = MONTHS[MONTHS.index(month) - 1]
    true_sum = Decimal(numbers[name]) + Decimal(numbers[f"{series}.increase@{before}"])
    assert abs(Decimal(text) - true_sum) <= Decimal("0.2")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_unit_slips_by_ten(seed: int) -> None:
    error, numbers = planted("unit_slip", seed)
    [(name, text)] = error.changes.items()
    last_digit = Decimal(1).scaleb(-len(text.partition(".")[2]))
    times = {Decimal(numbers[name]) * 10, Decimal(numbers[name]) / 10}
    assert any(abs(Decimal(text) - each) <= last_digit / 2 for each in times)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_stale_value_is_that_of_the_month_before(seed: int) -> None:
    error, numbers = planted("stale_value", seed)
    [(name, text)] = error.changes.items()
    row, month = name.split("@")
    months = [month for month in MONTHS if f"{row}@{month}" in numbers]
    assert text == numbers[f"{row}@{months[months.index(month) - 1]}"]
