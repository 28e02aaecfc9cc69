"""Numbers that are no quantities: dates, list numbers, names, thresholds; a table of rules."""

from functools import cache

from msgspec import Struct

from finreport import patterns as re
from finreport.reading.lexicon import HAN, VERB, filled, load


class NameRule(Struct, frozen=True):
    """A kind of number that measures nothing.

    ``before`` is what the words before the digits end with, ``number`` the digits, ``after`` what
    the words after the digits begin with; an empty pattern agrees with all. ``example`` holds a
    number, the first of its text that agrees, for which the rule was written.
    """

    why: str
    number: str
    example: str
    before: str = ""
    after: str = ""


class DurationRule(Struct, frozen=True):
    """What a number of years, days or hours is, by its unit and the words around it.

    ``why`` is empty for what a text reports (连续4年); no ``units`` are all of them.
    """

    example: str
    why: str = ""
    units: tuple[str, ...] = ()
    before: str = ""
    after: str = ""


_TABLE = load("names.toml")

RULES = tuple(NameRule(**row) for row in _TABLE["rule"])
"""Tried in order; the first that agrees says why a number is no quantity."""

DURATIONS = tuple(
    DurationRule(**{**row, "units": tuple(row.get("units", ()))}) for row in _TABLE["duration"]
)
"""Tried in order for numbers with a unit of time; what no rule names is reported."""

MOST_DIGITS = 18
"""Longer strings of digits are numbers of accounts or keys."""

QUOTED = re.compile(r"“[^“”，。；]{0,12}$")
UNQUOTED = re.compile(r"[^“”，。；]{0,12}”")
TITLED = re.compile(r"《[^》]*$")

LOW_END = re.compile(r"\d+[-—~～至到]{1,2}$")
"""The first of a range, whose second number says what both are: 连续3—5年."""

IN_NAME = re.compile(f"[{HAN}](?<![为达至到于比数率是在居超近约])$")
UNITLESS_NAME = re.compile(rf"[{HAN}]")
UNITLESS_KEPT = re.compile(
    r"(?:[和至到与及提升增降比以左]|为|调整|多|余|个|左右|以上|家|分|减少|位|上下|下降|跃|的)"
)


NAMES = {"HAN": HAN, "VERB": VERB}


@cache
def _patterns() -> tuple[tuple[NameRule, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (
            rule,
            re.compile(f"(?:{filled(rule.before, NAMES)})$"),
            re.compile(filled(rule.after, NAMES)),
        )
        for rule in RULES
    )


_NUMBERS = {rule.number: re.compile(rule.number) for rule in RULES}


@cache
def _agreeing(digits: str) -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    """The rules whose number the digits are: why, and what stands before and after it."""
    numbers = {number for number, pattern in _NUMBERS.items() if pattern.fullmatch(digits)}
    return [(rule.why, left, right) for rule, left, right in _patterns() if rule.number in numbers]


def why_named(text: str, start: int, end: int, is_opening: bool) -> str:
    """Why the digits from ``start`` to ``end`` are no quantity; empty if no rule says so.

    ``is_opening`` says that ``text`` is the first sentence of its paragraph, where list numbers
    stand.
    """
    before, digits, after = text[:start], text[start:end], text[end:]
    if len(digits) > MOST_DIGITS:
        return "name"
    nearby = before if len(before) <= 24 else "\n" + before[-24:]
    for why, left, right in _agreeing(digits):
        if why == "list number" and not before and not is_opening:
            continue
        if right.match(after) and left.search(nearby):  # few come to the left
            return why
    if QUOTED.search(before) and UNQUOTED.match(after):
        return "name"
    if TITLED.search(before) and "》" in after:
        return "name"
    return ""


@cache
def _durations() -> tuple[tuple[DurationRule, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (
            rule,
            re.compile(f"(?:{filled(rule.before, NAMES)})$"),
            re.compile(filled(rule.after, NAMES)),
        )
        for rule in DURATIONS
    )


def why_duration(text: str, start: int, end: int, unit: str) -> str:
    """Why a number of years, days or hours is no quantity; empty if a text reports it."""
    before, after = LOW_END.sub("", text[:start]), text[end:]
    for rule, left, right in _durations():
        fits = not rule.units or unit in rule.units
        if fits and left.search(before) and right.match(after):
            return rule.why
    return ""


def why_bare(text: str, start: int, end: int) -> str:
    """Why a number without any unit is a name: it stands before a noun (国道318线)."""
    before, digits, after = text[:start], text[start:end], text[end:]
    if before.endswith("第") or not digits.isdigit():
        return ""
    if IN_NAME.search(before) and re.match("[、，。；”）]", after) and len(digits) > 1:
        return "name"
    if UNITLESS_NAME.match(after) and not UNITLESS_KEPT.match(after):
        return "name"
    return ""
