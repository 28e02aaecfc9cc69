"""When a number was or will be: its period, and whether what it counts stands or flows."""

import re
from dataclasses import dataclass

from finreport.reading.frames import Said
from finreport.reading.lexicon import alternatives
from finreport.reading.periods import SPAN, Clock, Spell, last_day, month, months
from finreport.reading.sections import Section
from finreport.reading.sentences import Group

HAPPENS = ("growth", "change", "change_pp", "contribution")
STOCK = re.compile(alternatives("stocks") + "(?:数|数量|规模|总数|总额|总量)?(?:（[^）]*）)?$")
STANDING = re.compile(alternatives("standing_nouns"))
FLOW = re.compile(alternatives("flow_nouns"))
REACHED = re.compile(alternatives("reached") + "(?:约|近|超过?|了)*$")
NEW = re.compile(alternatives("new_nouns"))
THERE_ARE = re.compile("(?:全年|年末)?(?:全[省市州县区])?(?:共|现|已)?有")
KEPT_UP = re.compile(r"(?:保持|稳定|维持)在")
DOES = re.compile(alternatives("achieved"))
FROM_YEAR = re.compile(r"(?:从|由)(20\d\d)年")


@dataclass(frozen=True, slots=True)
class When:
    """A period as :mod:`finreport.reading.periods` writes it, and whether it is a target's."""

    period: str
    is_target: bool


@dataclass(slots=True)
class Moment:
    """What is known of the time at a number: the section, the clock, the words of the sentence.

    ``spell`` is the last period that the sentence has named before it; ``kept`` the year-end that
    a sentence before named, for the counts of things that go on from there; ``own`` the period
    that is named for the number alone (由上年的21.8%下降到17.6%).
    """

    section: Section
    clock: Clock
    spell: Spell | None = None
    kept: Spell | None = None
    own: Spell | None = None


def when(group: Group, said: Said, name: str, moment: Moment) -> When:
    """The period of a number with this subject."""
    spell = moment.spell
    period = spell.period if spell else moment.section.period
    is_day = bool(spell and spell.is_day)
    if not spell and moment.kept and said.measure == "count" and not DOES.search(group.clause):
        period, is_day = moment.kept.period, True
    if said.base == "average" and not SPAN.fullmatch(period):
        period = _plan_of(int(period[:4]))
        is_day = False
    if group.pair == "from":
        start = moment.own.period if moment.own else _before(period, group, moment.section)
        return When(_settled(start, False, group, said, name), False)
    if group.pair == "to" and SPAN.fullmatch(period):
        period = period[-4:]
    is_ahead = last_day(period) > last_day(moment.clock.default)
    is_target = is_ahead or (moment.section.is_plan and spell is None)
    return When(_settled(period, is_day, group, said, name), is_target)


def _plan_of(year: int) -> str:
    """The five-year plan that a year lies in: a mean of years is one of all of its years."""
    first = year - (year - 1) % 5
    return f"{first}/{first + 4}"


def goes_on(group: Group, said: Said) -> bool:
    """Whether a year-end that was named before still holds after this number."""
    if said.measure in ("share", "growth"):
        return True
    return said.measure == "count" and not DOES.search(group.clause)


def _before(period: str, group: Group, section: Section) -> str:
    """The period of A in 由A调整为B: the year that is named with it, else the one before."""
    named = FROM_YEAR.findall(group.left)
    if named:
        return str(named[-1])
    is_end = section.is_review and period[:4] == section.period[-4:]
    return str(int((section.period if is_end else period)[:4]) - 1)


def _settled(period: str, is_day: bool, group: Group, said: Said, name: str) -> str:
    """A span of years, a year or a day: what happens in a period, or stands at its end."""
    stands = _stands(group, said, name)
    if SPAN.fullmatch(period):
        if _takes_all(group, said, stands):
            return period
        period = period[-4:]
    if is_day:
        is_flow = FLOW.search(name) and not STOCK.search(name)
        if said.measure in ("change", "change_pp") or is_flow:
            year, number = int(period[:4]), int(period[5:7])
            is_month = said.base == "previous_month"
            return month(year, number) if is_month else months(year, 1, number)
        return period
    return last_day(period) if stands else period


def _takes_all(group: Group, said: Said, stands: bool) -> bool:
    """Whether a number of several years is of all of them, not of what stands at their end."""
    if said.measure in HAPPENS or KEPT_UP.search(group.clause):
        return True
    if said.measure not in ("count", "level") or stands or said.frame.endswith("into"):
        return False
    return not (REACHED.search(group.clause) and not DOES.match(group.clause))


def _stands(group: Group, said: Said, name: str) -> bool:
    """Whether a number says what stands on a day rather than what happens in a period."""
    if said.measure in ("change", "change_pp", "contribution") or NEW.match(name):
        return False
    if STOCK.search(name) or (group.pair in ("from", "to") and said.measure == "count"):
        return True
    if said.measure == "growth" or FLOW.search(name):
        return False
    if STANDING.search(name) and not DOES.search(name + group.clause[-2:]):
        return True
    reached = REACHED.search(group.clause) and not DOES.match(group.clause)
    exists = reached or THERE_ARE.match(group.clause)
    return said.measure == "count" and bool(exists) and not group.first.unit.endswith("次")
