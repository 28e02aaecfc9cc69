"""Errors such as a report can have, planted one at a time among the numbers of a province."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby, pairwise
from typing import TypeAlias

import numpy as np
from numpy.random import Generator

from tests.synthetic.province import usual_statements
from tests.synthetic.tables import Numbers

Changes: TypeAlias = dict[str, str]
"""What is printed in place of what was, by the number's name."""

Planter: TypeAlias = Callable[[Generator, Numbers], Changes]

ATTEMPTS = 1000
"""More than enough: nearly every draw is an error, a few leave the text as it was."""


@dataclass(frozen=True)
class Plant:
    """One error: its kind and all that it changes (several numbers, if a row is moved)."""

    kind: str
    changes: Changes

    def apply(self, numbers: Numbers) -> Numbers:
        """The numbers with the error in them."""
        return numbers | self.changes


def plant(kind: str, seed: Sequence[int], numbers: Numbers) -> Plant:
    """An error of a kind of :data:`KINDS`, the same for the same seed and numbers."""
    rng = np.random.default_rng([list(KINDS).index(kind), *seed])
    for _ in range(ATTEMPTS):
        changes = KINDS[kind](rng, numbers)
        changes = {name: text for name, text in changes.items() if text != numbers[name]}
        if changes:
            return Plant(kind, changes)
    raise RuntimeError(f"No error of the kind {kind} can be planted here.")


def _pick(rng: Generator, names: Sequence[str]) -> str:
    return names[int(rng.integers(len(names)))]


def _cells(numbers: Numbers) -> list[str]:
    return [name for name in numbers if name not in usual_statements()]


def _rows(numbers: Numbers) -> dict[str, list[str]]:
    """The cells of each row of a monthly table, in the order of the months."""
    monthly = sorted(name for name in numbers if "@" in name)
    return {row: list(cells) for row, cells in groupby(monthly, key=lambda n: n.split("@")[0])}


def _digits(text: str) -> list[int]:
    return [place for place, character in enumerate(text) if character.isdigit()]


def _put(text: str, place: int, digit: str) -> str:
    return text[:place] + digit + text[place + 1 :]


def _is_natural(text: str) -> bool:
    """Whether a number could be printed like this: no zero in front, no sign on a zero."""
    whole = text.removeprefix("-").partition(".")[0]
    return (whole == "0" or not whole.startswith("0")) and not (
        text.startswith("-") and Decimal(text) == 0
    )


def _digit(rng: Generator, numbers: Numbers) -> Changes:
    name = _pick(rng, _cells(numbers))
    text = numbers[name]
    place = int(rng.choice(_digits(text)))
    changed = _put(text, place, str(rng.integers(10)))
    return {name: changed} if _is_natural(changed) else {}


def _swap(rng: Generator, numbers: Numbers) -> Changes:
    name = _pick(rng, _cells(numbers))
    text = numbers[name]
    pairs = [place for place in _digits(text) if text[place + 1 : place + 2].isdigit()]
    if not pairs:
        return {}
    place = int(rng.choice(pairs))
    changed = _put(_put(text, place, text[place + 1]), place + 1, text[place])
    return {name: changed} if _is_natural(changed) else {}


def _sign(rng: Generator, numbers: Numbers) -> Changes:
    name = _pick(rng, [name for name in _cells(numbers) if numbers[name].startswith("-")])
    return {name: numbers[name].removeprefix("-")}


def _shift(rng: Generator, numbers: Numbers) -> Changes:
    rows = _rows(numbers)
    cells = rows[_pick(rng, list(rows))]
    return {later: numbers[earlier] for earlier, later in pairwise(cells)}


def _exchange(rng: Generator, numbers: Numbers) -> Changes:
    rows = _rows(numbers)
    first = _pick(rng, list(rows))
    alike = [row for row in rows if _table(row) == _table(first) and row != first]
    second = _pick(rng, [row for row in alike if len(rows[row]) == len(rows[first])] or [first])
    return {
        name: numbers[other]
        for one, two in zip(rows[first], rows[second], strict=True)
        for name, other in ((one, two), (two, one))
    }


def _table(row: str) -> tuple[int, str]:
    """What rows have in common that can be mistaken for each other: table and measure."""
    parts = row.split(".")
    return (0, "lpr") if parts[0] == "lpr" else (len(parts), parts[-1])


def _two_months(rng: Generator, numbers: Numbers) -> Changes:
    rows = {name: cells for name, cells in _rows(numbers).items() if name.endswith(".increase")}
    row = _pick(rng, list(rows))
    cells = rows[row]
    month = int(rng.integers(2, len(cells)))
    balances = [cell.replace(".increase@", ".balance@") for cell in cells]
    change = Decimal(numbers[balances[month]]) - Decimal(numbers[balances[month - 2]])
    return {cells[month]: str(change)}


def _unit(rng: Generator, numbers: Numbers) -> Changes:
    name = _pick(rng, list(numbers))
    text = numbers[name]
    moved = Decimal(text) * (10 if rng.integers(2) else Decimal("0.1"))
    last_digit = Decimal(1).scaleb(-len(text.partition(".")[2]))
    changed = str(moved.quantize(last_digit, ROUND_HALF_UP))
    return {name: changed} if _is_natural(changed) else {}


def _stale(rng: Generator, numbers: Numbers) -> Changes:
    rows = _rows(numbers)
    cells = rows[_pick(rng, list(rows))]
    month = int(rng.integers(1, len(cells)))
    return {cells[month]: numbers[cells[month - 1]]}


def _prose(rng: Generator, numbers: Numbers) -> Changes:
    name = _pick(rng, list(usual_statements()))
    text = numbers[name]
    place = int(rng.choice(_digits(text)))
    digit = int(text[place]) + (1 if rng.integers(2) else -1)
    changed = _put(text, place, str(digit)) if 0 <= digit <= 9 else text
    return {name: changed} if _is_natural(changed) else {}


KINDS: Mapping[str, Planter] = {
    "digit_changed": _digit,
    "digits_swapped": _swap,
    "sign_lost": _sign,
    "row_shifted": _shift,
    "rows_exchanged": _exchange,
    "increase_over_two_months": _two_months,
    "unit_slip": _unit,
    "stale_value": _stale,
    "prose_digit": _prose,
}
"""The kinds of errors; the first six and the stale value stand in tables, the unit slip anywhere.

A *digit* becomes another one; two neighbouring ones are *swapped*; a minus *sign* is lost. A
*row* has each value one month late, or two rows of one measure are *exchanged*. An *increase*
spans two months. A *unit slip* prints ten times the number or a tenth. A *stale value* repeats
that of the month before. In *prose* one digit is off by one.
"""


def describe(planted: Plant, numbers: Numbers) -> tuple[str, str, str]:
    """The first number that an error changes: its name, as printed without and with the error."""
    name, text = next(iter(planted.changes.items()))
    return name, numbers[name], text
