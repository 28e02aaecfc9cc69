"""Slips: the ways in which one wrong key or one wrong glance makes a number another."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from itertools import combinations
from typing import NamedTuple

from finreport import patterns as re
from finreport.checks.laws.constraints import Bounds, Constraint
from finreport.checks.laws.facts import Fact
from finreport.numbers import is_at_most

MOST_UNLIKELY = 9
RANKS = {
    "period": 0,
    "order": 0,
    "two_months": 0,
    "missing": 0,
    "sign": 1,
    "unit": 1,
    "direction": 1,
    "exchanged": 2,
    "row_above": 2,
    "row_below": 3,
    "column_before": 3,
    "column_after": 4,
    "point": 3,
    "digit_more": 4,
    "digit_less": 4,
    "digit": 5,
    "": MOST_UNLIKELY,
}
"""How telling a slip is: the fewer values it could have given, the smaller."""

MOST_FITTING = 10
"""How many last digits wide what is needed may be for another digit that fits to tell anything."""

OF_SIZE = ("unit", "point", "digit_more", "digit_less")
"""Slips that make a number many times as large or small."""

LONG = 4
"""How many figures a number must have for another digit in it to tell anything."""

DIGITS = re.compile(r"\d+(?:\.\d+)?")
WRITTEN = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")
"""A number as one writes it, without zeros in front."""

MOVING = ("growth", "change", "change_pp", "contribution")


class Slip(NamedTuple):
    """What was meant, if a slip made the printed number of it; ``value`` is in its unit."""

    kind: str
    value: Fraction
    printed: str


@lru_cache(maxsize=1024)
def slips(fact: Fact) -> Sequence[Slip]:
    """Every value that one slip of the pen could have made the printed one of."""
    found = list(rescaled(fact))
    if printed := _digits(fact):
        sign = -1 if fact.value < 0 else 1
        found += (
            Slip(kind, _value(text, sign), text if sign > 0 else f"-{text}")
            for kind, text in _respelled(printed)
            if WRITTEN.fullmatch(text)
        )
    return found


def rescaled(fact: Fact) -> Iterator[Slip]:
    """Those of them that leave the digits as they are: of a sign, and of a unit."""
    reading, printed = fact.reading, _digits(fact)
    if not printed or reading.value is None:
        return
    if reading.measure in MOVING or "-" in reading.printed:
        kind = "sign" if reading.printed.startswith("-") or fact.cell else "direction"
        yield Slip(kind, -reading.value, printed if reading.value < 0 else f"-{printed}")
    powers: tuple[int, ...] = ()
    if fact.scale != 1 and fact.unit != "%":
        powers = (-4, 4)
    elif "." in printed and fact.is_additive:
        powers = (4, 8)  # 71.38元: what comes in whole units has lost its 万 or 亿
    for power in powers:
        yield Slip("unit", reading.value * Fraction(10) ** power, printed)


def _digits(fact: Fact) -> str:
    """The digits of a number without a sign; nothing of what is in words or has no value."""
    printed = fact.reading.printed.replace(",", "").lstrip("+-")
    is_told = fact.reading.value is not None and DIGITS.fullmatch(printed)
    return printed if is_told else ""


def _value(text: str, sign: int) -> Fraction:
    whole, _, decimals = text.partition(".")
    return Fraction(sign * int(whole + decimals), 10 ** len(decimals))


def _respelled(printed: str) -> Iterator[tuple[str, str]]:
    figures = [at for at, letter in enumerate(printed) if letter.isdigit()]
    for one, other in combinations(figures, 2):
        if printed[one] != printed[other]:
            swapped = list(printed)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            yield "exchanged", "".join(swapped)
    bare = printed.replace(".", "")
    for at in range(1, len(bare)):
        moved = f"{bare[:at]}.{bare[at:]}"
        if moved != printed:
            yield "point", moved
    if "." in printed:
        yield "point", bare
    for at in figures:
        for digit in "0123456789":
            if digit != printed[at]:
                yield "digit", printed[:at] + digit + printed[at + 1 :]
    whole, point, decimals = printed.partition(".")  # decimals come in the number of their series
    for at in range(len(whole)):
        yield "digit_more", whole[:at] + whole[at + 1 :] + point + decimals
    for at in range(len(whole) + 1):
        for digit in "0123456789":
            yield "digit_less", whole[:at] + digit + whole[at:] + point + decimals


def best_slip(
    fact: Fact, needed: Bounds, made: Callable[[Fact], Iterable[Slip]] = slips
) -> Slip | None:
    """The most telling slip that what is needed can be explained by, of those ``made``.

    Where only one end is bound, nearly every other size fits, so only slips that leave the size
    as it is explain anything.
    """
    is_open = needed.lower is None or needed.upper is None
    fits = _fitting(fact, needed)
    found = [slip for slip in made(fact) if not (is_open and slip.kind in OF_SIZE) and fits(slip)]
    return min(found, key=lambda slip: RANKS[slip.kind], default=None)


def _fitting(fact: Fact, needed: Bounds) -> Callable[[Slip], bool]:
    """Whether a number printed as a slip is has a value among those needed."""
    lower, upper = (end if end is None else end / fact.scale for end in needed)

    @cache
    def ends(decimals: int) -> tuple[Fraction | None, Fraction | None]:
        half = Fraction(1, 2 * 10**decimals) if fact.values.width else Fraction(0)
        return lower if lower is None else lower - half, upper if upper is None else upper + half

    def fits(slip: Slip) -> bool:
        low, high = ends(len(slip.printed.partition(".")[2]))
        is_above = low is None or is_at_most(low, slip.value)
        return is_above and (high is None or is_at_most(slip.value, high))

    return fits


def looks_like_a_slip(one: Fact, other: Fact) -> bool:
    """Whether two prints of what should be one number differ as a slip does, or by little."""
    low, high = sorted((abs(one.value), abs(other.value)))
    if one.value * other.value > 0 and high < low * Fraction(115, 100):
        return min(figures(one), figures(other)) > 1
    return _is_slip_of(one, other) or _is_slip_of(other, one)


def explains(fact: Fact, needed: Bounds) -> bool:
    """Whether one slip that few values allow makes a number what is needed.

    A last digit is no such slip: what lacks a small part misses by as little.
    """
    if needed.upper is not None and needed.upper <= 0:
        return False
    if needed.meets(Bounds(Fraction(0), Fraction(0))):
        return False  # a number that would have to be nothing is one too many, and no slip
    slip = best_slip(fact, needed)
    if slip is None:
        return False
    if slip.kind in ("exchanged", "unit", "point"):
        return figures(fact) >= 3 or slip.kind == "exchanged"
    last = Fraction(1, 10 ** len(fact.reading.printed.partition(".")[2]))
    by = abs(slip.value - (fact.reading.value or Fraction(0)))
    is_long = figures(fact) >= LONG - (fact.values.width == 0)
    is_telling = _room(needed) <= MOST_FITTING * last * fact.scale
    return slip.kind.startswith("digit") and is_long and is_telling and by >= 10 * last


def telling_slip_explains(found: Constraint) -> bool:
    """Whether one of its numbers is what it has to be but for a slip that few values allow."""
    return any(explains(fact, found.needed(fact)) for fact in found.facts)


def any_slip_explains(found: Constraint) -> bool:
    """The same of any slip."""
    return any(best_slip(fact, found.needed(fact)) for fact in found.facts)


def _room(needed: Bounds) -> Fraction:
    """How far apart the ends of what is needed are; nothing where one is open."""
    if needed.lower is None or needed.upper is None:
        return Fraction(0)
    return needed.upper - needed.lower


def _is_slip_of(one: Fact, other: Fact) -> bool:
    slip = best_slip(one, Bounds(other.values.lower, other.values.upper))
    if slip is None:
        return False
    if slip.kind.startswith("digit"):
        alike = shape(one) == shape(other)
        return figures(one) >= (2 if alike else 3)
    return figures(one) > 1 or slip.kind in ("sign", "direction")


def figures(fact: Fact) -> int:
    """How many figures a number is printed with, from the first that is not zero."""
    return len(fact.reading.printed.replace(".", "").lstrip("-0"))


def shape(fact: Fact) -> str:
    """The digits as zeros, so that numbers printed alike are the same, whatever their sign."""
    return re.sub(r"\d", "0", fact.reading.printed.lstrip("+-"))
