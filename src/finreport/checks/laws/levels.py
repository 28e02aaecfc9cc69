"""Levels of government: a region has what its own level and the one below take in and spend."""

from collections.abc import Iterator

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, adds_up
from finreport.checks.laws.facts import Fact, Facts
from finreport.checks.laws.slips import any_slip_explains

OWN = re.compile("^[省市州盟地县区旗]本?级(?P<what>.{4,})$")
BELOW = re.compile("^各?(?:[县区旗市]|县区|区县|旗县|县市区?|市县)级?(?P<what>.{4,})$")
MEASURES = ("level", "change")
NEAR = 2
"""How many paragraphs the levels may stand from their region."""


def levels_add_up(facts: Facts) -> Iterator[Constraint]:
    """盟本级收入A，旗级收入B: of the region's own level and of the one below is that of both.

    Where a third level is left unnamed they do not add up, so agreement or a slip must say so.
    """
    for own in facts.matching(OWN):
        found = OWN.match(own.name)
        near = [fact for fact in facts.comparable(own) if found and _is_beside(fact, own)]
        what = found["what"] if found else ""
        below = [fact for fact in near if (it := BELOW.match(fact.name)) and it["what"] == what]
        below = [fact for fact in below if fact is not own and fact.name != own.name]
        wholes = [fact for fact in near if fact.name == what]
        if len(below) == 1 and len({whole.values for whole in wholes}) == 1:
            told = (wholes[0], own, below[0])
            each = Constraint("shown_sum", "equality", told, adds_up(2), is_sure=False)
            if each.holds or any_slip_explains(each):
                yield each


def _is_beside(fact: Fact, own: Fact) -> bool:
    is_near = abs(fact.place[1] - own.place[1]) <= NEAR
    is_alike = fact.measure == own.measure and fact.is_goal == own.is_goal
    return is_near and is_alike and own.measure in MEASURES and not (fact.cell or own.cell)
