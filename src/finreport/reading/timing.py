"""When a number was or will be: its period."""

from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from finreport import patterns as re
from finreport.reading.frames import Said
from finreport.reading.lexicon import alternatives
from finreport.reading.model import Base
from finreport.reading.periods import SPAN, Clock, Spell, last_day, month, months, spells, until
from finreport.reading.sections import Section
from finreport.reading.sentences import JOINT, Group
from finreport.reading.standing import Told, flows, goes_on, stands, takes_all

COMPARES = ("points.lead", "points.than", "change.lead")
"""Frames that set the number before beside another: 增长5.7%、高于全国0.3个百分点."""

COMPARED_FROM = re.compile(
    r"[较比]((?:上年|去年|20\d\d年|“?十[一二三四五六七八]五”?)[末底]?)的(?:约|近)?$"
)
"""Before a number that is itself what another is compared with."""

FEW = "两三四五"
FEW_YEARS = re.compile(f"([{FEW}])年(?:平均|年均)")
"""Over how many years a mean is, if so many are named."""

SINCE_MONTH = re.compile(r"(?:^|[^年\d])[比较](\d{1,2})月(?:份|末)?(?![\d—~-])")
"""A month of the same year with which a number is compared: 比8月末增加9亿元."""

PART = (
    r"(?:\d{1,2}(?:[-—~至]\d{1,2})?月份?末?|第?[一二三四1-4]季度末?|[上下]半年末?|前三季度末?"
    r"|前\w{1,2}个月末?|全年)"
)
AGAINST_TIME = re.compile(
    rf"[比较与](?:(?P<year>20\d\d)年|(?:上年|去年)(?={PART}))(?P<part>{PART})?"
)
"""A year, or a part of one, with which a number is compared: 比2023年12月加快."""

YIELD = re.compile("夏粮|早稻|秋粮|夏收|秋收")
"""Harvests, of which there is one a year: in a report on nine months 夏粮总产量 is the year's."""

HELD = re.compile(alternatives("held") + "$")
"""What changes in a period by what it is at its end and was at its start."""

ADDED_UP = re.compile("累计")
RESTATED = re.compile("(?:约|已)?(?:是|为|相当于)")
SHARE_OF_IT = re.compile("(?:约|均)?占")
PLAN_YEARS = 5
"""A plan starts from what stood before its first year; other years from what their first had."""

OF_ITS_OWN = re.compile(r"(?:的(?:约|近|超过?)?|度[^，；。、\d]*|(?<=同期)[^，；。\d]*)(?=\d)")
"""What stands between a year and the one number that it dates: 从2020年的51%提高到2025年的70%;

2015年度奖励7项."""

FROM_LAST_YEAR = re.compile("[从由](?:上年|上一年)[^，]*$")
"""The year before that of what it became, whenever the text is read: 由上年的40万人增加到45万人."""

ADJUSTED = re.compile("(?:调[整增减高低]|变[动更]|修订|修正|核定|核[增减]|追加)[至到为成]")
BUDGETED = re.compile("预算|计划|限额|目标")
"""What is changed within its year: 支出预算由9亿元调整为8亿元."""

TIME_BESIDE = re.compile("(?:上年|去年|(?P<year>20\\d\\d)年)(?:(?P<end>年?[末底])|(?P<all>全年))?")
"""A time that a number is set beside whose own number stands aside: 高于上年同期（9.1%）."""

GOAL = re.compile("的(?:年度|全年|年初|预期|增长|发展|工作)*目标")
"""Behind what was to be reached of the year of which a text tells a part: 提出贷款增长8%的目标."""

FROM_YEAR = re.compile(r"(?:从|由)(20\d\d)年")


class When(Struct, frozen=True):
    """A period as :mod:`finreport.reading.periods` writes it, and whether it is a target's."""

    period: str
    is_target: bool


class Moment(Struct):
    """What is known of the time at a number: the section, the clock, the words of the sentence.

    ``spell`` is the last period that the sentence has named before it, ``opened`` the one with
    which the sentence opened; ``kept`` the year-end that
    a sentence before named, for the counts of things that go on from there; ``own`` the period
    that is named for the number alone (由上年的21.8%下降到17.6%). ``last`` is the period of the
    number before, and ``stood`` whether that was a count of what is there (None: it was no count);
    ``standing`` are the subjects of the last that was; ``unit`` that of the number before;
    ``in_parts`` whether it was of a part (其中); ``against`` what was last said to have changed
    against a time that it named.
    """

    section: Section
    clock: Clock
    spell: Spell | None = None
    opened: Spell | None = None
    kept: Spell | None = None
    own: Spell | None = None
    last: When | None = None
    stood: bool | None = None
    standing: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    in_parts: bool = False
    against: Said | None = None

    def told(self, group: Group, said: Said, name: str) -> Told:
        """A number with what is known of its time."""
        is_dated = self.spell and not self.spell.is_day
        is_open = not (is_dated or self.section.is_plan)
        is_like = group.first.printed_unit in self.units
        is_same = name in self.standing
        return Told(group, said, name, self.stood, is_open, is_same, is_like, self.in_parts)


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


def added_up(spell: Spell, group: Group) -> Spell:
    """A month that ends what is counted up since January: 4月，预算收入累计完成9亿元."""
    is_month = re.fullmatch(r"\d{4}-\d\d", spell.period) and spell.end <= group.first.start
    if not is_month or not ADDED_UP.search(group.clause):
        return spell
    year, number = spell.period.split("-")
    return replace(spell, period=months(int(year), 1, int(number)))


def before_group(times: list[Spell], group: Group, text: str) -> list[Spell]:
    """The periods named before a group that hold for it.

    One that opens its part of a sentence holds on; one named within it ends with it (；).
    """
    start = group.first.start
    part = text.rfind("；", 0, start) + 1
    return [
        each
        for each in times
        if each.start < start
        and (each.start >= part or _opens_part(each, text))
        and not _is_of_another(each, start, text)
        and not _is_aside(each, start, text)
    ]


def each_its_own(times: list[Spell], group: Group, text: str) -> list[Spell]:
    """A time for each number of a list, if as many stand together: 4月和5月分别增长3%和2%."""
    last = times[-len(group.numbers) :]
    if not group.is_parted or not 1 < len(last) == len(group.numbers):
        return []
    is_list = all(JOINT.fullmatch(text[one.end : other.start]) for one, other in pairwise(last))
    return last if is_list else []


def _is_of_another(spell: Spell, start: int, text: str) -> bool:
    """Whether a year belongs to one number alone, which is not the one at ``start``."""
    own = OF_ITS_OWN.match(text, spell.end)
    return bool(own) and own is not None and own.end() < start


def _is_aside(spell: Spell, start: int, text: str) -> bool:
    """Whether a time and what it dates stand in a parenthesis that ended before ``start``."""
    opened = text.rfind("（", 0, max(0, spell.start))
    closed = text.find("）", max(0, opened), start)
    is_within = opened >= 0 and spell.end <= closed
    return is_within and bool(re.search(r"\d", text[spell.end : closed]))


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
    it = moment.told(group, said, name)
    if not spell and moment.kept and said.measure == "count" and goes_on(it):
        period, is_day = moment.kept.period, True
    if _adds_up(period, it.clause, moment.section):
        period = moment.section.period
    other = _of_other_time(group, said, moment)
    if other:
        return other
    if said.frame in COMPARES and not moment.last and SPAN.fullmatch(period):
        period = period[-4:]
    if moment.last and not group.pair and _is_as_last(it, moment.last, spell):
        return moment.last
    several = FEW_YEARS.search(group.clause) or FEW_YEARS.search(group.against)
    if said.base == "average" and several and not SPAN.fullmatch(period):
        return When(f"{int(period[:4]) - FEW.index(several[1]) - 1}/{period[:4]}", False)
    if said.base == "average" and not SPAN.fullmatch(period):
        is_plan = SPAN.fullmatch(moment.section.period)
        period = moment.section.period if is_plan else _years_to(int(period[:4]), moment.clock)
        is_day = False
    if group.pair == "from" and not _is_adjusted(group, name):
        start = moment.own.period if moment.own else _before(period, group, moment.section)
        if start == moment.section.period and FROM_LAST_YEAR.search(group.clause):
            start = str(int(start[:4]) - 1)
        return When(_settled(start, False, it, moment), False)
    if group.pair == "to" and SPAN.fullmatch(period):
        period = period[-4:]
    if spell and spell.is_until and _is_over_a_plan(period, said, moment):
        period, is_day = moment.clock.next_plan, False
    is_told = bool(is_day and spell and spell.is_until and not period.endswith("12-31"))
    known = [moment.clock.default, *([] if moment.section.is_plan else [moment.section.period])]
    is_ahead = not is_told and last_day(period) > max(map(last_day, known))
    is_target = is_ahead or (moment.section.is_plan and spell is None)
    settled = _settled(period, is_day, it, moment)
    return When(_of_month(settled, it.clause), is_target)


def _of_other_time(group: Group, said: Said, moment: Moment) -> When | None:
    """The period of what is compared, of what is compared with it, or of a goal."""
    compared = COMPARED_FROM.search(group.clause)
    if compared:
        return When(_of_base(compared[1], moment.clock), False)
    if GOAL.match(group.right) and moment.spell is None and not moment.clock.default.isdigit():
        return When(moment.clock.default[:4], True)
    if said.frame in COMPARES and moment.last and not SPAN.fullmatch(moment.last.period):
        return moment.last
    return _beside(group, moment)


def _beside(group: Group, moment: Moment) -> When | None:
    """The period of the number aside of a time: the same part of that year, all of it, its end."""
    named = TIME_BESIDE.match(group.beside)
    if not named or not moment.last or SPAN.fullmatch(moment.last.period):
        return None
    year = named["year"] or str(int(moment.last.period[:4]) - 1)
    if named["end"] or named["all"]:
        return When(f"{year}-12-31" if named["end"] else year, False)
    return When(year + moment.last.period[4:], False)


def _is_over_a_plan(period: str, said: Said, moment: Moment) -> bool:
    """Whether a change up to the end of the next plan is one over all of it: 到2030年降低13%."""
    is_open = said.measure in ("growth", "change", "change_pp") and not said.has_base
    return is_open and moment.section.is_plan and period == moment.clock.next_plan[-4:]


def _of_month(period: str, clause: str) -> str:
    """The month that ends a period, of what is set beside the month before: 比上月末高2个基点."""
    is_part = not SPAN.fullmatch(period) and "上月" in clause
    return last_day(period)[:7] if is_part else period


def _is_adjusted(group: Group, name: str) -> bool:
    """Whether A of 由A调整为B is of the same year as B: what was budgeted, before and after."""
    return bool(ADJUSTED.match(group.right) and BUDGETED.search(name + group.clause))


def _adds_up(period: str, clause: str, section: Section) -> bool:
    """Whether what is dated by the last year of several is counted up over all of them."""
    is_last = SPAN.fullmatch(section.period) and period == section.period[-4:]
    return bool(is_last and ADDED_UP.search(clause))


def base_of(group: Group, says: Said, name: str, at: When, moment: Moment) -> Base | None:
    """What a change is against: the time that is named, or the start of what it is of.

    Of several years that is the start of their plan; of what banks hold the start of any period:
    人民币贷款增加148亿元 of July is since the end of June.
    """
    base = says.base
    named = AGAINST_TIME.search(group.against or group.clause)
    if named and says.has_base and base in ("previous_year", "year_start"):
        base = _base_of_time(named, base, at.period, moment)
    since = SINCE_MONTH.search(group.clause)
    if base == "previous_period" and since and at.period.endswith(f"-{int(since[1]) + 1:02d}"):
        return "previous_month"
    if base == "previous_month" and re.fullmatch(r"\d{4}-Q\d", at.period):
        return "previous_period"
    is_default = base == "previous_year" and not says.has_base
    is_change = is_default or (says.measure == "change" and base is None)
    if is_change and SPAN.fullmatch(at.period):
        return "plan_start"
    is_held = is_default and says.frame == "change.verb" and HELD.search(name)
    return _start_of(at.period) if is_held else base


def _start_of(period: str) -> Base:
    """What the time before a period is to it: the month or part before, or the year's start."""
    if re.fullmatch(r"\d{4}-\d\d", period):
        return "previous_month"
    is_later = re.fullmatch(r"\d{4}-(?:Q[2-4]|H2|(?!01)\d\d/.*)", period)
    return "previous_period" if is_later else "year_start"


def _base_of_time(named: re.Match[str], base: Base, period: str, moment: Moment) -> Base:
    """What a named time is to a period: the same part of the year before, its end, or another."""
    before = int(period[:4]) - 1
    year = int(named["year"] or before)
    base = _base_of_year(year, base, period, moment.section)
    then = spells(f"{year}年{named['part']}", moment.clock) if named["part"] else []
    if not then or SPAN.fullmatch(period):
        return base
    if then[0].is_day and then[0].period == f"{before}-12-31":
        return "year_start"
    if year == before and last_day(then[0].period)[4:] == last_day(period)[4:]:
        return "previous_year"
    is_next = (then[0].period, period) == (f"{before}-12", f"{before + 1}-01")
    return "previous_month" if is_next else "previous_period"


def _base_of_year(year: int, base: Base, period: str, section: Section) -> Base:
    """What a year is to those of a number: the one before, that before a plan, or another."""
    last = int(period[-4:] if SPAN.fullmatch(period) else period[:4])
    if year == last - 1:
        return base
    spans = [each for each in (period, section.period) if SPAN.fullmatch(each)]
    is_start = any(year == int(span[:4]) - 1 for span in spans)
    return "plan_start" if is_start else "previous_period"


def _is_as_last(it: Told, last: When, spell: Spell | None) -> bool:
    """Whether a number restates the one before: as a multiple, or its share over several years.

    Or by how much more or less came than a year ago, where no time is named.
    """
    if it.said.frame == "change.more":
        return spell is None and it.said.base == "previous_year"
    if it.said.frame == "multiple":
        return bool(RESTATED.match(it.clause))
    is_share = it.said.measure == "share" and SPAN.fullmatch(last.period)
    return bool(is_share and SHARE_OF_IT.match(it.clause))


def _of_base(words: str, clock: Clock) -> str:
    """The period of a number that another is compared with: 较“十三五”末的7.1万亿元增加…."""
    named = spells(words, clock)
    return named[0].period[:4] if named else str(clock.year - 1)


def _years_to(year: int, clock: Clock) -> str:
    """The years that a yearly mean is of: those looked back on, or the plan that a year lies in."""
    if year == clock.year:
        return clock.review
    first = year - (year - 1) % 5
    return f"{first}/{first + 4}"


def _before(period: str, group: Group, section: Section) -> str:
    """The period of A in 由A调整为B: the year that is named with it, else the one before."""
    named = FROM_YEAR.findall(group.left)
    if named:
        return str(named[-1])
    if SPAN.fullmatch(period) and int(period[-4:]) - int(period[:4]) != PLAN_YEARS - 1:
        return period[:4]
    is_end = section.is_review and period[:4] == section.period[-4:]
    return str(int((section.period if is_end else period)[:4]) - 1)


def _since(month_before: int, number: int, year: int) -> str:
    """What changed since the end of a month: from the next to the month ``number``."""
    first = month_before + 1
    return month(year, number) if first == number else f"{month(year, first)}/{month(year, number)}"


def _before_day(day: str, it: Told) -> str:
    """What happened until a day: since its year began, or since the time that it is set beside."""
    year, number = int(day[:4]), int(day[5:7])
    since = SINCE_MONTH.search(it.clause)
    if since and int(since[1]) < number:
        return _since(int(since[1]), number, year)
    if "上季" in it.clause and it.said.measure == "change":
        return f"{year}-Q{(number + 2) // 3}"
    is_rate = it.said.measure == "change_pp" and it.said.base != "year_start"
    is_month = it.said.base == "previous_month" or (is_rate and number < 12)
    return month(year, number) if is_month else months(year, 1, number)


def _settled(period: str, is_day: bool, it: Told, moment: Moment) -> str:
    """A span of years, a year or a day: what happens in a period, or stands at its end."""
    if SPAN.fullmatch(period):
        if takes_all(it):
            return period
        period = period[-4:]
    if not moment.spell and YIELD.search(it.name):
        return period[:4]
    if is_day:
        is_until = bool(moment.spell and moment.spell.is_until)
        is_flow = it.said.measure in ("change", "change_pp") or flows(it, is_until)
        return _before_day(period, it) if is_flow else period
    if it.said.base == "year_start" and it.said.measure == "change" and not SPAN.fullmatch(period):
        return until(last_day(period))
    return last_day(period) if stands(it) else period
