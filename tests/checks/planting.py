"""Single errors planted into a text, at the place of one of its numbers."""

import random
import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from finreport.reading.model import Reading

UP_DOWN = {
    "增长": "下降", "上涨": "下降", "下降": "增长", "加快": "放缓", "回升": "回落", "回落": "回升",
    "提高": "降低", "增加": "减少", "减少": "增加", "收窄": "扩大", "降低": "提高", "多增": "少增",
    "新增": "减少", "放缓": "加快",
}  # fmt: skip
ORDERS = {"均高于": "均低于", "均明显高于": "均明显低于", "快于": "慢于", "高于": "低于"}
UNITS = (
    ("万亿元", "亿元"),
    ("个百分点", "%"),
    ("亿元", "万元"),
    ("亿元", "万亿元"),
    ("万人", "亿人"),
)
NEARBY = 12
"""How many characters before a number its word is sought."""


class Planted(NamedTuple):
    """An error: its kind, where the number stands in the text, and the digits before and after."""

    kind: str
    line: int
    column: int
    printed: str
    planted: str


class Spot(NamedTuple):
    """A number of a raw text: its reading and where its digits start."""

    reading: Reading
    start: int


def spots(raw: str, readings: tuple[Reading, ...]) -> list[Spot]:
    """The quantities of a text whose digits stand in the raw text where the reading says."""
    starts = [0]
    for line in raw.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for each in readings:
        place = each.place
        if not each.is_quantity or place.line is None or place.column is None:
            continue
        start = starts[place.line - 1] + place.column - 1
        if raw.startswith(each.printed, start) and each.printed[-1:].isdigit():
            found.append(Spot(each, start))
    return found


Plant = Callable[[str, Spot, random.Random], tuple[str, str] | None]
"""From a text, a number and chance: the text with an error and the digits now there, or None."""


def _replaced(raw: str, spot: Spot, digits: str) -> tuple[str, str]:
    end = spot.start + len(spot.reading.printed)
    return raw[: spot.start] + digits + raw[end:], digits


def digit(raw: str, spot: Spot, chance: random.Random) -> tuple[str, str] | None:
    """One digit is another."""
    printed = spot.reading.printed
    at = chance.choice([i for i, letter in enumerate(printed) if letter.isdigit()])
    first = at == 0 and len(printed) > 1
    other = chance.choice([d for d in "0123456789"[first:] if d != printed[at]])
    return _replaced(raw, spot, printed[:at] + other + printed[at + 1 :])


def exchange(raw: str, spot: Spot, chance: random.Random) -> tuple[str, str] | None:
    """Two digits that stand side by side change places."""
    printed = spot.reading.printed
    figures = [i for i, letter in enumerate(printed) if letter.isdigit()]
    pairs = [
        (a, b)
        for a, b in pairwise(figures)
        if printed[a] != printed[b] and not (a == 0 and printed[b] == "0")
    ]
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    letters = list(printed)
    letters[one], letters[other] = letters[other], letters[one]
    return _replaced(raw, spot, "".join(letters))


def direction(raw: str, spot: Spot, chance: random.Random) -> tuple[str, str] | None:
    """The sign, or the word before the number, is the opposite."""
    del chance
    printed = spot.reading.printed
    if spot.reading.table and spot.reading.measure in ("growth", "change"):
        turned = printed[1:] if printed.startswith("-") else f"-{printed}"
        return _replaced(raw, spot, turned)
    before = raw[max(spot.start - NEARBY, 0) : spot.start]
    clause = re.split("[，。；、\n]", before)[-1]
    found = max(((clause.rfind(word), word) for word in UP_DOWN if word in clause), default=None)
    if found is None or spot.reading.measure not in ("growth", "change", "change_pp"):
        return None
    at = spot.start - len(clause) + found[0]
    other = UP_DOWN[found[1]]
    return raw[:at] + other + raw[at + len(found[1]) :], printed


def unit(raw: str, spot: Spot, chance: random.Random) -> tuple[str, str] | None:
    """The unit behind the number is another."""
    end = spot.start + len(spot.reading.printed)
    after = raw[end : end + 6]
    bare = after.lstrip(" ")
    options = [(old, new) for old, new in UNITS if bare.startswith(old)]
    if not options:
        return None
    old, new = chance.choice(options)
    at = end + len(after) - len(bare)
    return raw[:at] + new + raw[at + len(old) :], spot.reading.printed


def period(raw: str, spot: Spot, chance: random.Random) -> tuple[str, str] | None:
    """The year that opens the sentence is the one before."""
    del chance
    start = max(raw.rfind("。", 0, spot.start), raw.rfind("\n", 0, spot.start)) + 1
    found = re.search(r"(20\d\d)(?= ?年)", raw[start : spot.start])
    if not found:
        return None
    at = start + found.start()
    return raw[:at] + str(int(found[1]) - 1) + raw[at + 4 :], spot.reading.printed


def order(raw: str, spot: Spot, chance: random.Random) -> tuple[str, str] | None:
    """A claim of order in the sentence is the opposite."""
    del chance
    ends = [at for mark in "。\n" if (at := raw.find(mark, spot.start)) >= 0]
    end = min(ends, default=len(raw))
    for word, other in ORDERS.items():
        at = raw.find(word, max(spot.start - NEARBY, 0), end)
        if at >= 0 and spot.reading.measure in ("growth", "change_pp"):
            return raw[:at] + other + raw[at + len(word) :], spot.reading.printed
    return None


def count(raw: str, spot: Spot, chance: random.Random) -> tuple[str, str] | None:
    """A count is off by one or two."""
    if spot.reading.measure != "count" or "." in spot.reading.printed:
        return None
    value = int(spot.reading.printed.replace(",", "")) + chance.choice([-2, -1, 1, 2])
    return _replaced(raw, spot, str(value)) if value > 0 else None


KINDS: dict[str, Plant] = {
    "digit": digit,
    "exchange": exchange,
    "direction": direction,
    "unit": unit,
    "period": period,
    "order": order,
    "count": count,
}


def plant(raw: str, spot: Spot, kind: str, chance: random.Random) -> tuple[str, Planted] | None:
    """The text with one error of a kind at a number, and what was planted; None if it cannot be."""
    made = KINDS[kind](raw, spot, chance)
    if made is None:
        return None
    text, digits = made
    place = spot.reading.place
    assert place.line is not None
    assert place.column is not None
    printed = spot.reading.printed
    return text, Planted(kind, place.line, place.column, printed, digits)
