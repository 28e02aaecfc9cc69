"""The count of a list: 三市, 四项, 4大类 beside the names that they count."""

import re
from collections.abc import Iterator
from fractions import Fraction

from finreport.checks.laws.constraints import Constraint, Linear
from finreport.checks.laws.facts import Fact, Facts
from finreport.reading.lexicon import VERB

UNITS = frozenset({"大", "项", "类", "种", "市", "省", "县", "区", "大类"})
LIST = re.compile(r"(?:^|[，。；：在对向于将以])(?P<list>[^，。；：“”（）\d]{4,60}?)(?:等)?$")
LONGEST_NAME = 9
NEAREST = 2
"""By how many a list may be off for the count to be meant for it."""


def count_of_list(facts: Facts) -> Iterator[Constraint]:
    """A number right behind a list says how many names the list has."""
    for fact in facts.all:
        is_open = fact.before.endswith("等")
        if fact.measure != "count" or fact.values.width or is_open or not _counts(fact):
            continue
        found = LIST.search(fact.before)
        if not found or "、" not in found["list"]:
            continue
        names = re.split(r"、|和(?=[^、]{2,}$)|及(?=[^、]{2,}$)", found["list"])
        said = int(fact.value)
        if said < 3 or abs(len(names) - said) > NEAREST or not _are_names(names, fact):
            continue
        count = Fraction(len(names))
        yield Constraint(
            "count_of_list", "equality", (fact,), Linear((1,), count, count), is_sure=False
        )


def _counts(fact: Fact) -> bool:
    """Whether its unit is one of lists; 个 counts them in Chinese numerals only."""
    return fact.unit in UNITS or (fact.unit == "个" and "chinese" in fact.reading.route)


def _are_names(names: list[str], fact: Fact) -> bool:
    lengths = [len(name) for name in names]
    is_short = max(lengths) <= LONGEST_NAME and min(lengths) >= 1
    return (
        is_short and not any(re.search(f"(?:{VERB})", name) for name in names) and bool(fact.name)
    )
