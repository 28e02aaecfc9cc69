"""Whether a paragraph tells what was or what is planned, and the period that it is about."""

from msgspec import Struct

from finreport import patterns as re
from finreport.reading.lexicon import alternatives
from finreport.reading.periods import PLANS, SPAN, Clock, spells, until

TOP_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}、")

PART_OF_OUTLINE = re.compile(
    "第[一二三四五六七八九十百]{1,4}[篇章节]|[一二三四五六七八九十]{1,3}、"
)
"""Headings of an outline: but for those of its review, all that they open plans."""

PLANNED = re.compile(alternatives("planned"))
PLANNED_AT_TOP = re.compile(alternatives("planned_at_top"))
TOLD = re.compile(alternatives("told"))
DRAFTED = re.compile("(?<=草案|安排)的?情况$")
"""What is told of a draft is what is planned: 2030年预算草案情况."""

FIVE_YEARS = re.compile(alternatives("five_years"))
ONE_YEAR = re.compile(alternatives("one_year"))
COMING_GOALS = re.compile(
    r"(?:主要预期目标(?:是|为|建议)|主要目标是|预期目标(?:是|为|建议)|发展的?(?:主要)?(?:预期)?目标)"
    rf"(?!(?:任务)?[^，。；：]{{0,8}}{alternatives('fulfilled')})"
)
"""What is aimed at; goals that were reached are a review's."""

FULFILLED = re.compile(alternatives("fulfilled"))
LOOKS_AHEAD = re.compile(
    "明年|下一|将|安排|打算|展望|建议|部署|思路|意见|要求|预期|这样干|规划纲要（草|^.{2,6}$"
)
"""Words of a lower heading that alone may turn a review to plans, or its being no more than that.
"""
AHEAD = r"^(?:.{{0,12}}今后五年|“{plan}”时期|未来五年|到20[2-9]\d年)"
COMING_YEAR = re.compile(r"^(?:做好)?(?:今年|20\d\d年(?:是|，|工作))|.{0,8}综合.{0,14}今年")
PLAN = re.compile("(十[一二三四五六七八])(?:五|个五年)")
LAST_OF_PLAN = re.compile(r"20\d\d年是“?十[一二三四五六七八]五”?(?:规划)?的?(?:收官|最后)")
"""That a year ends a plan, with which a text may turn to all of its years."""

ADDRESS = re.compile("^各位代表[！：，]")
OF_BOTH = re.compile("情况[和与及、暨][^，。]*(?:草案|计划|安排|编制)")
"""A title of what was done and what is planned: 预算执行情况和下年预算草案的报告."""

SHORT_HEADING = 48


class Section(Struct, frozen=True):
    """How a paragraph is read: ``is_plan``, its ``period``, ``is_review`` of five years."""

    is_plan: bool
    period: str
    is_review: bool = False

    @property
    def is_part(self) -> bool:
        """Whether it tells of a part of a year that its heading names."""
        return not (self.is_plan or self.period.isdigit() or SPAN.fullmatch(self.period))

    def is_of(self, year: int) -> bool:
        """Whether it plans for a year, or tells of a part of it."""
        return self.is_plan or (self.is_part and self.period.startswith(str(year)))


def opening(clock: Clock, kind: str) -> Section:
    """The section that a text opens with."""
    if clock.is_outline:
        return Section(True, clock.next_plan)
    return Section(False, clock.review if kind == "review" else clock.default, kind == "review")


def next_section(text: str, before: Section, clock: Clock) -> tuple[Section, Section]:
    """The section that a paragraph opens, or goes on with, and how it is itself to be read."""
    text = ADDRESS.sub("", text)
    if clock.is_outline and PART_OF_OUTLINE.match(text):
        after = _looks_back(text[:60], clock) or Section(True, clock.planned)
    else:
        after = _under_heading(text, before, clock)
    here = after
    first = text[:80]
    if not after.is_plan and not TOP_HEADING.match(text):
        after = here = _told(first, after, clock)
    goals = COMING_GOALS.search(text[:90])
    if goals and _looks_ahead(text[:90], after, clock):
        here = Section(True, _time_of_goals(text[: goals.end()], clock))
        return (here if after.is_plan else after), here
    if after.is_plan:
        if COMING_YEAR.match(text) and str(clock.coming) in text[:30] + f"今年{clock.coming}":
            after = here = Section(True, clock.planned)
        elif _is_ahead(text, clock):
            here = Section(True, _years_ahead(text[:30], clock))
            after = here if SPAN.fullmatch(after.period) else after
        elif re.match(
            rf"[^。]{{0,8}}(?:“{clock.plan_name}”(?:时期|以来)|五年来|过去五年|这五年)", text
        ):
            here = Section(False, clock.review, is_review=True)
        elif re.match(r"[^。]{0,4}刚刚过去的?(?:一年|20\d\d年)", text):
            after = here = Section(False, clock.default)
        elif re.match(r"[^。]{0,6}(?:一年来|过去一年)", text):
            here = Section(False, clock.default)
    return after, here


def _looks_ahead(first: str, section: Section, clock: Clock) -> bool:
    """Whether goals named at the start of a paragraph are those of a time to come."""
    if section.is_plan:
        return bool(re.search(r"今年|20\d\d年|主要预期", first))
    is_past = re.match(
        rf"{clock.year}年|去年|过去|一年来|五年来|回[顾望]|“{clock.plan_name}”", first
    )
    return not is_past and bool(re.search(rf"今年|{clock.coming}年|主要预期", first))


def _time_of_goals(words: str, clock: Clock) -> str:
    """The year or the five years that goals are for: those named last before them.

    The plan whose first year it is (规划开局之年) names the year.
    """
    year = _last(re.compile(f"今年|{clock.coming}年"), words)
    named = rf"今后五年|未来五年|{clock.next_name}(?!”?(?:规划)?(?:的)?开局)"
    five = _last(re.compile(named), words)
    return _years_ahead(words, clock) if five > year else clock.planned


def _years_ahead(words: str, clock: Clock) -> str:
    """The years that words look ahead to: the next plan, or the five years of a new government."""
    is_plan = re.search(clock.next_name, words) or not re.search("(?:今后|未来)五年", words)
    return clock.next_plan if is_plan else clock.coming_years


def is_heading(text: str) -> bool:
    """Whether a paragraph is a heading, or opens with one."""
    return bool(TOP_HEADING.match(text)) or (
        len(text) <= SHORT_HEADING and not re.search(r"[，。；]$", text)
    )


def _under_heading(text: str, before: Section, clock: Clock) -> Section:
    heading = re.split("。", text)[0][:60]
    is_top = bool(TOP_HEADING.match(text))
    is_short = len(text) <= SHORT_HEADING and "各位" not in text and not text.endswith(("。", "；"))
    if (not is_top and not is_short) or OF_BOTH.search(heading):
        return before
    ahead = _names_time_ahead(heading, clock)
    if ahead or before.is_plan:
        heading = DRAFTED.sub("", heading)
    planned, told = _last(PLANNED, heading), _last(TOLD, heading)
    if is_top:
        planned = max(planned, _last(PLANNED_AT_TOP, heading))
        if ahead and told < 0:
            planned = max(planned, 0)
    elif not (before.is_plan or ahead or LOOKS_AHEAD.search(heading)):
        planned = -1
    if planned >= 0 and FULFILLED.search(heading, planned) and not ahead:
        planned, told = -1, 0
    if max(planned, told) < 0 or (told > planned and before.is_part and not is_top):
        return before
    if planned > told and not _is_of_the_data_year(heading, clock):
        named_year = str(clock.coming) in heading or "今年" in heading
        five = re.search(f"{clock.next_name}|今后五年|未来五年", heading) and not named_year
        if not five and not named_year and before.is_plan and not is_top:
            return before
        return Section(True, _years_ahead(heading, clock) if five else clock.planned)
    if re.match(r".{0,6}20\d\d", heading):
        return Section(False, _part_of(heading, clock) or clock.default)
    return _looks_back(heading, clock) or Section(False, clock.default)


def _part_of(heading: str, clock: Clock) -> str | None:
    """The part of a year that a heading names: 二、2025年上半年预算执行情况."""
    named = [until(each.period) for each in spells(heading, clock)]
    return next((each for each in named if not (each.isdigit() or SPAN.fullmatch(each))), None)


def _is_ahead(text: str, clock: Clock) -> bool:
    """Whether a paragraph of plans opens with the years after the next."""
    opens = re.match(AHEAD.format(plan=clock.next_name), text)
    return bool(opens) and not text.startswith(f"到{clock.coming}年")


def _is_of_review(words: str, clock: Clock) -> bool:
    """Whether words that name five years name those looked back on, not the ones before them."""
    named = PLAN.search(words)
    return not named or PLANS[named[1]] == clock.first_of_plan


def _looks_back(words: str, clock: Clock) -> Section | None:
    """The review of the five years, or of the plan, that words name; None if they name none."""
    named = PLAN.search(words)
    if named and PLANS[named[1]] <= clock.first_of_plan:
        first = PLANS[named[1]]
        return Section(False, f"{first}/{first + 4}", is_review=True)
    if not named and "五年" in words:
        return Section(False, clock.review, is_review=True)
    return None


def _names_time_ahead(heading: str, clock: Clock) -> bool:
    """Whether a heading names the year or the five years to come."""
    return str(clock.coming) in heading or bool(
        re.search(f"今年|{clock.next_name}|今后|未来五年", heading)
    )


def _is_of_the_data_year(heading: str, clock: Clock) -> bool:
    """Whether a heading speaks of work of the year that the text reports on (2025年主要工作)."""
    ahead = rf"{clock.coming}|今年|{clock.next_name}|今后|未来|下一"
    return str(clock.year) in heading and not re.search(ahead, heading)


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match stands, or -1."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _told(first: str, before: Section, clock: Clock) -> Section:
    """A paragraph of a review may turn from the year to the five years, or back."""
    looked = FIVE_YEARS.finditer(first)
    five = next((each for each in looked if _is_of_review(each[0], clock)), None)
    one = ONE_YEAR.search(first) or re.match(rf"(?:（.）)?{clock.year}年[，是]", first)
    is_last = LAST_OF_PLAN.match(first)
    if five and (is_last or not (one and one.start() < five.start())):
        return _looks_back(five[0], clock) or before
    if one and not TOP_HEADING.match(first):
        return Section(False, clock.default)
    return before
