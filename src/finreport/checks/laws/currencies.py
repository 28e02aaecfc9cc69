"""Money of all currencies in prose: what is in yuan, and what is in dollars at some rate."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, GrownSum, Linear, at_most
from finreport.checks.laws.facts import Fact, Facts
from finreport.reading.relations import RATES

WHOLE = re.compile("本外币(?:各项)?(?P<kind>存款|贷款)")
YUAN = re.compile("人民币(?:各项)?(?P<kind>存款|贷款)")
FOREIGN = re.compile("(?<!本)外币(?:各项)?(?P<kind>存款|贷款)")
DOLLAR = "美元"

MOST_MOVED = Fraction(10)
"""By how many percent the rate of the dollar moves in a year at the most."""


def currencies_in_prose(facts: Facts) -> Iterator[Constraint]:
    """Of one paragraph, all currencies are the yuan and the dollars, and so is their growth.

    The rate itself is not printed: it lies within those of the last decades.
    """
    for paragraph in facts.paragraphs:
        for whole in _of(WHOLE, "level", paragraph):
            yuan = _beside(whole, YUAN, paragraph)
            if not yuan or yuan.unit != whole.unit:
                continue
            yield Constraint("currencies", "limit", (yuan, whole), at_most())
            foreign = _beside(whole, FOREIGN, paragraph)
            if foreign and foreign.unit == DOLLAR:
                yield from _added(whole, yuan, foreign)
                yield from _grown((whole, yuan, foreign), paragraph)


def _of(kind: re.Pattern[str], measure: str, paragraph: Sequence[Fact]) -> list[Fact]:
    return [
        fact
        for fact in paragraph
        if fact.measure == measure and fact.is_plain and kind.search(fact.name)
    ]


def _beside(whole: Fact, kind: re.Pattern[str], paragraph: Sequence[Fact]) -> Fact | None:
    """The only level of a currency beside that of all, of the same kind and period."""
    found = [
        fact
        for fact in _of(kind, "level", paragraph)
        if fact.span == whole.span and fact.name[-2:] == whole.name[-2:]
    ]
    return found[0] if len(found) == 1 else None


def _added(whole: Fact, yuan: Fact, foreign: Fact) -> Iterator[Constraint]:
    rate = (RATES.lower + RATES.upper) / 2
    slack = (RATES.upper - RATES.lower) / 2 * abs(foreign.value)
    relation = Linear((1, -1, -rate), -slack, slack)
    yield Constraint("exchange_rate", "approximation", (whole, yuan, foreign), relation)


def _grown(levels: tuple[Fact, Fact, Fact], paragraph: Sequence[Fact]) -> Iterator[Constraint]:
    rates = [
        next(
            (
                fact
                for fact in paragraph
                if (fact.measure, fact.unit, fact.name) == ("growth", "%", level.name)
                and fact.span == level.span
                and fact.reading.base == "previous_year"
                and fact.is_plain
            ),
            None,
        )
        for level in levels
    ]
    told = tuple(fact for fact in rates if fact)
    whole, yuan, foreign = levels
    if len(told) == len(levels) and whole.value > 0:
        in_yuan = foreign.values * ((RATES.lower + RATES.upper) / 2)
        slack = MOST_MOVED * in_yuan.upper / whole.value
        relation = GrownSum((yuan.values, in_yuan), slack)
        yield Constraint("grown_sum", "approximation", told, relation)
