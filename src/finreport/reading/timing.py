"""When a number was or will be: its period, and whether what it counts stands or flows."""

import re
from dataclasses import dataclass

from finreport.reading.frames import Said, bare
from finreport.reading.lexicon import alternatives, either, words
from finreport.reading.periods import SPAN, Clock, Spell, last_day, month, months
from finreport.reading.phrases import without_lead
from finreport.reading.sections import Section
from finreport.reading.sentences import Group

HAPPENS = ("growth", "change", "change_pp", "contribution")
STOCK = re.compile(alternatives("stocks") + "(?:数|数量|规模|总数|总额|总量)?(?:（[^）]*）)?$")
GROWN = re.compile(alternatives("grown_stocks"))
STANDING = re.compile(alternatives("standing_nouns"))
FLOW = re.compile(alternatives("flow_nouns"))
REACHED = re.compile(alternatives("reached") + "(?:约|近|超过?|了)*$")
NEW = re.compile(alternatives("new_nouns"))
PASSED = re.compile(alternatives("passed") + "$")
INSTITUTIONS = re.compile(alternatives("institutions"))
STAFF = re.compile(alternatives("staff"))
MOVED = re.compile(alternatives("moved"))
LASTING = re.compile("(?:(?<!平方)公里|千瓦|[兆吉]瓦|[kMG]W|[EP]?FLOPS|P|PF|机架)$", re.IGNORECASE)
"""Units of what is built to last: lengths, power, computing."""

MADE = re.compile("[建改新]|提[档升质]|升级|治理|释放")
"""Names of what is done to such things: 农村公路提档升级里程."""

IN_ALL = re.compile("累计|五年|总共|合计")
BARE_END = re.compile("[，。；、）]|$")
LISTED = re.compile("(?:[、和及与]|以及)[^，；：。]*$|[^，；：。、]{1,4}$")
COMPARES = ("points.lead", "points.than", "change.lead")
"""Frames that set the number before beside another: 增长5.7%、高于全国0.3个百分点."""

THERE_ARE = re.compile("(?:全年|年末)?(?:全[省市州县区])?(?:共|现|已)?有")
KEPT_UP = re.compile(r"(?:保持|稳定|维持)在")
DOES = re.compile(alternatives("achieved"))
HANDLED = re.compile(alternatives("handled"))
DONE = either(each for each in words("doing") if each not in words("not_done"))
DID = re.compile(f"{DONE}|{alternatives('achieved')}|{alternatives('handled')}")
"""Verbs that open a clause on what was done, not on what there is."""

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
    that is named for the number alone (由上年的21.8%下降到17.6%). ``last`` is the period of the
    number before, and ``stood`` whether that was a count of what is there (None: it was no count).
    """

    section: Section
    clock: Clock
    spell: Spell | None = None
    kept: Spell | None = None
    own: Spell | None = None
    last: When | None = None
    stood: bool | None = None


def in_force(times: list[Spell], text: str, section: Section) -> list[Spell]:
    """The periods of a sentence that date its numbers.

    A year after the end of the plan that a section is about is a vision (锚定2035年…): it dates
    what follows only where the sentence opens with it, else no more than its own clause.
    """
    if not (section.is_plan and SPAN.fullmatch(section.period)):
        return times
    end = section.period[-4:]
    return [
        each
        for each in times
        if each.period[:4] <= end
        or each.start <= OPENS
        or re.match(r"[^，；。]*\d", text[each.end :])
    ]


def before_group(times: list[Spell], group: Group, text: str) -> list[Spell]:
    """The periods named before a group that hold for it.

    One that opens its part of a sentence holds on; one named within it ends with it (；).
    """
    start = group.first.start
    part = text.rfind("；", 0, start) + 1
    return [
        each
        for each in times
        if each.start < start and (each.start >= part or _opens_part(each, text))
    ]


def _opens_part(spell: Spell, text: str) -> bool:
    part = max(text.rfind("；", 0, max(0, spell.start)) + 1, 0)
    return spell.start - part <= OPENS


OPENS = 6
"""Within how many characters a sentence, or a part of it, opens with a time."""


def when(group: Group, said: Said, name: str, moment: Moment) -> When:
    """The period of a number with this subject."""
    spell = moment.spell
    period = spell.period if spell else moment.section.period
    is_day = bool(spell and spell.is_day)
    is_going_on = said.measure == "count" and goes_on(group, said)
    if not spell and moment.kept and is_going_on:
        period, is_day = moment.kept.period, True
    if said.frame in COMPARES and moment.last and not SPAN.fullmatch(moment.last.period):
        return When(moment.last.period[:4], moment.last.is_target)
    if said.base == "average" and not SPAN.fullmatch(period):
        is_plan = SPAN.fullmatch(moment.section.period)
        period = moment.section.period if is_plan else _plan_of(int(period[:4]))
        is_day = False
    if group.pair == "from":
        start = moment.own.period if moment.own else _before(period, group, moment.section)
        return When(_settled(start, False, group, said, name, moment), False)
    if group.pair == "to" and SPAN.fullmatch(period):
        period = period[-4:]
    is_ahead = last_day(period) > last_day(moment.clock.default)
    is_target = is_ahead or (moment.section.is_plan and spell is None)
    return When(_settled(period, is_day, group, said, name, moment), is_target)


def _plan_of(year: int) -> str:
    """The five-year plan that a year lies in: a mean of years is one of all of its years."""
    first = year - (year - 1) % 5
    return f"{first}/{first + 4}"


def goes_on(group: Group, said: Said) -> bool:
    """Whether a year-end that was named before still holds after this number."""
    if said.measure in ("share", "growth"):
        return True
    is_done = DOES.search(group.clause) or HANDLED.match(group.clause.strip("，、"))
    return said.measure == "count" and not is_done


def _before(period: str, group: Group, section: Section) -> str:
    """The period of A in 由A调整为B: the year that is named with it, else the one before."""
    named = FROM_YEAR.findall(group.left)
    if named:
        return str(named[-1])
    is_end = section.is_review and period[:4] == section.period[-4:]
    return str(int((section.period if is_end else period)[:4]) - 1)


def _settled(period: str, is_day: bool, group: Group, said: Said, name: str, moment: Moment) -> str:
    """A span of years, a year or a day: what happens in a period, or stands at its end."""
    stands = _stands(group, said, name, moment)
    if SPAN.fullmatch(period):
        if _takes_all(group, said, name, stands) or (
            not stands and _is_listed_with_done(group, said, moment)
        ):
            return period
        period = period[-4:]
    if is_day:
        is_flow = _flows(group, said, name, moment)
        if said.measure in ("change", "change_pp") or is_flow:
            year, number = int(period[:4]), int(period[5:7])
            is_month = said.base == "previous_month"
            return month(year, number) if is_month else months(year, 1, number)
        return period
    return last_day(period) if stands else period


def _flows(group: Group, said: Said, name: str, moment: Moment) -> bool:
    """Whether a number beside the name of a day is nevertheless of the period that ends on it."""
    if STOCK.search(name):
        return False
    if FLOW.search(name):
        return True
    if "累计" in group.left or (moment.spell and moment.spell.is_until):
        return False
    is_paid = group.first.kind == "money" and MOVED.search(group.clause)
    clause = group.clause.strip("，、")
    is_handled = said.measure == "count" and (HANDLED.match(clause) or DOES.match(clause))
    return bool(is_paid or is_handled)


def _takes_all(group: Group, said: Said, name: str, stands: bool) -> bool:
    """Whether a number of several years is of all of them, not of what stands at their end."""
    if said.measure in HAPPENS or KEPT_UP.search(group.clause):
        return True
    if said.measure not in ("count", "level") or stands:
        return False
    if IN_ALL.search(group.clause):
        return True
    if said.frame.endswith("into"):
        return False
    has_passed = PASSED.search(group.clause) and not _did(group.clause)
    is_of_a_year = FLOW.search(name) or name.endswith("规模") or group.first.kind == "physical"
    if said.measure == "level" and is_of_a_year and has_passed:
        return False
    return not (REACHED.search(group.clause) and not DOES.match(group.clause))


def _did(clause: str) -> bool:
    """Whether a clause opens with what was done."""
    return bool(DID.match(without_lead(clause.lstrip("，、"))))


def stood(group: Group, said: Said, name: str, moment: Moment) -> bool:
    """Whether a number is a count of what is there, so that what is listed with it is there too."""
    return _stands(group, said, name, moment)


def _stands(group: Group, said: Said, name: str, moment: Moment) -> bool:
    """Whether a number says what stands on a day rather than what happens in a period."""
    if said.measure in ("change", "change_pp", "contribution") or NEW.match(name):
        return False
    if _is_listed_with_done(group, said, moment):
        return False
    if STOCK.search(name) or (group.pair in ("from", "to") and said.measure == "count"):
        return True
    if said.measure == "growth":
        return bool(GROWN.search(name)) and not DOES.search(name)
    if FLOW.search(name):
        return False
    if STANDING.search(name):
        is_moved = group.pair in ("from", "to") or said.frame.endswith("into")
        is_done = DOES.search(name + group.clause[-2:]) or _did(group.clause)
        if name.endswith("率") or is_moved or not is_done:
            return True
    if LASTING.search(group.first.unit) and said.measure == "level":
        is_done = _did(group.clause) or MADE.search(name)
        return bool(PASSED.search(group.clause)) and not is_done
    return said.measure == "count" and _exists(group, said, name, moment)


def _exists(group: Group, said: Said, name: str, moment: Moment) -> bool:
    """Whether things counted are there on a day, and not made, moved or met in a period."""
    clause = group.clause
    if group.first.unit.endswith(("次", "列")):
        return False
    reached = REACHED.search(clause) and not DOES.match(clause)
    if reached or THERE_ARE.match(clause):
        return True
    if _did(clause) or _did(name):
        return False
    if said.frame.endswith("into"):
        return True
    if not BARE_END.match(group.right):
        return False
    if PASSED.search(clause):
        return True
    is_thing = INSTITUTIONS.search(name) or STAFF.search(name)
    return bool(is_thing) and not DOES.search(name) and _is_bare(group, moment)


def _is_bare(group: Group, moment: Moment) -> bool:
    """Whether a noun and its number are all that a clause says, in a text on what is."""
    is_dated = moment.spell and not moment.spell.is_day
    has_noun = bool(without_lead(group.clause.strip("，、")))
    return has_noun and not is_dated and not moment.section.is_plan


def _is_listed_with_done(group: Group, said: Said, moment: Moment) -> bool:
    """Whether a number goes on with a list of what was done: 新增企业72家、车间20个."""
    if moment.stood is not False or group.pair or said.frame.endswith("into"):
        return False
    is_listed = LISTED.match(group.left) and bare(group.clause.strip("、"))
    return (
        bool(is_listed) and said.measure in ("count", "level") and not REACHED.search(group.clause)
    )
