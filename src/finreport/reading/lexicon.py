"""The words by which numbers are read, from ``lexicon.toml``: units, hedges, verbs, nouns."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import rtoml

from finreport import patterns as re


def load(name: str) -> dict[str, Any]:
    """A table of this package, such as ``lexicon.toml``."""
    return rtoml.load(Path(__file__).with_name(name))


def either(words: Iterable[str]) -> str:
    """A pattern of these words, the longest first, so that none hides another."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def filled(pattern: str, names: dict[str, str]) -> str:
    """A pattern with each ``<NAME>`` replaced by the pattern of that name."""
    return re.sub(r"(?<!\?)(?<!\?P)<([A-Z_]+)>", lambda match: names[match[1]], pattern)


_TABLE = load("lexicon.toml")


@cache
def words(key: str) -> tuple[str, ...]:
    """The words of a list; ``units.money`` is the list ``money`` of the table ``units``."""
    table, _, name = key.rpartition(".")
    return tuple((_TABLE[table] if table else _TABLE)[name].split())


@cache
def alternatives(key: str) -> str:
    """A pattern of the expressions of a list, in their order."""
    listed = "|".join(_TABLE["alternatives"][key].split())
    return filled(f"(?:{listed})", {"PLACE": PLACE})


UNITS = {kind: words(f"units.{kind}") for kind in _TABLE["units"]}
"""Units by what they measure."""

KIND_OF_UNIT = {word: kind for kind, listed in UNITS.items() for word in listed}

HEDGES: dict[str, dict[str, str]] = _TABLE["hedges"]
"""Words ``before``, ``within`` and ``after`` a number that make it less exact, with their like in
:data:`finreport.numbers.printed.QUALIFIED`."""

UP, DOWN = words("verbs.up"), words("verbs.down")
ABOVE, BELOW = words("verbs.above"), words("verbs.below")
RISES = frozenset(UP + ABOVE)
SHORT_VERBS = frozenset(words("verbs.short"))

HAN = r"\u4e00-\u9fa5"
VERB = either(UP + DOWN)
COMPARED = either(ABOVE + BELOW)
ACTS_ON = either(words("verbs.acts_on"))
"""A verb before what it changes, and that before its number: 压减一般性支出12%."""

INTO = (
    rf"(?:(?:{VERB}|调整|修订|核定|修正|稳定|巩固|保持|维持|控制|跃居|扩容|拓展|扩展|发展|壮大|晋|进|收缩|集中|缩|达|"
    r"整合|精简|提)(?:至|到|在|为|成)|翻至)"
)
"""A verb that leads to a level: 降至, 稳定在."""

PROVINCE = either(words("provinces"))
PLACE = (
    rf"(?:(?:{PROVINCE})(?:省|市|(?:壮族|回族|维吾尔)?自治区)|全省|全市|全区|全州|全县|全自治区|"
    r"我省|我市|我区|省内|辖内|各地(?!区))"
)
"""The place that a text is about, or another named with its rank."""

DOING = f"(?!{alternatives('no_acts')})(?:{either(words('doing'))})"
INDICATOR = alternatives("indicators") + r"(?:（[^）]*）)?$"
SHARE_RATE = (
    "".join(f"(?<!{rate})" for rate in _TABLE["alternatives"]["level_rates"].split()) + "率"
)
"""A rate that is a share of a whole."""

BASES = tuple(
    (str(row["base"]), re.compile("|".join(row["words"].split()))) for row in _TABLE["bases"]
)
COLLECTIVES: tuple[tuple[str, tuple[str, ...]], ...] = tuple(
    (row["name"], tuple(row["parts"])) for row in _TABLE["collectives"]
)
OPPOSITES: tuple[tuple[str, str], ...] = tuple(
    (one, other) for one, other in _TABLE["opposites"]["pairs"]
)
