"""Periods: what the words of a text say of when something was, in the notation of a reading.

``2024``, ``2024-Q1``, ``2024-H1``, ``2024-01/2024-09``, ``2024-09``, ``2021/2025`` for what
happened in it, ``2024-12-31`` for what stood on a day.
"""

from calendar import monthrange
from collections.abc import Callable
from functools import cache

from msgspec import Struct

from finreport import patterns as re

SPAN = re.compile(r"\d{4}/\d{4}")
"""Several years, such as those of a plan."""

QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
PLANS = {f"十{numeral}": 2006 + 5 * past for past, numeral in enumerate("一二三四五六七八")}
"""Five-year plans by their number (十四: “十四五”, 第十四个五年规划) and the first year of each."""

NO_PLAN = "(?!)"
UNKNOWN = 1000
"""Stands for the year of a text that has none, whose times have no year either."""


class Spell(Struct, frozen=True):
    """A period as a sentence names it, and where.

    ``is_day`` if things stand on it, ``is_until`` if it ends what is counted up (截至年末).
    """

    start: int
    end: int
    period: str
    is_day: bool = False
    is_until: bool = False


class Clock(Struct, frozen=True):
    """The years of a text: its data year, the year after that it plans for, its five-year plan.

    ``default`` is the period of what is not dated: the data year, or the part of it that the
    title names. ``present`` is the year that 今年 means. ``is_outline`` says that the text is
    itself the plan of five years, which all is for that it plans.
    """

    year: int
    default: str
    present: int
    is_outline: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the text says of what year it is."""
        return self.year != UNKNOWN

    def shown(self, period: str) -> str | None:
        """A period as it is told; None if its year would be that of a text that has none."""
        years = re.findall(r"\d{4}", period)
        return period if self.is_known or all(year >= "1900" for year in years) else None

    @property
    def coming(self) -> int:
        """The year that plans are for."""
        return self.year + 1

    @property
    def planned(self) -> str:
        """The period that plans are for where they name none."""
        return self.next_plan if self.is_outline else str(self.coming)

    @property
    def review(self) -> str:
        """The five years that a text looks back on: its plan at the plan's end, else the last."""
        return self.plan if self.year % 5 == 0 else f"{self.year - 4}/{self.year}"

    @property
    def plan_name(self) -> str:
        """A pattern of the names of the five-year plan of the data year."""
        return _named(self.first_of_plan)

    @property
    def next_name(self) -> str:
        """A pattern of the names of the five-year plan after it."""
        return _named(self.first_of_plan + 5)

    @property
    def first_of_plan(self) -> int:
        """The first year of the five-year plan that the data year lies in."""
        return self.year - (self.year - 1) % 5

    @property
    def plan(self) -> str:
        """The five-year plan of the data year, such as ``2021/2025``."""
        return f"{self.first_of_plan}/{self.first_of_plan + 4}"

    @property
    def coming_years(self) -> str:
        """The five years to come, which are the next plan only where a plan ends."""
        return f"{self.coming}/{self.coming + 4}"

    @property
    def next_plan(self) -> str:
        """The five-year plan after it."""
        return f"{self.first_of_plan + 5}/{self.first_of_plan + 9}"


def _named(first: int) -> str:
    numeral = next((name for name, year in PLANS.items() if year == first), None)
    return f"{numeral}(?:五|个五年)" if numeral else NO_PLAN


def month(year: int, number: int) -> str:
    """A month: ``2024-09``."""
    return f"{year}-{number:02d}"


@cache
def last_day(period: str) -> str:
    """The day on which what stood at the end of a period stood."""
    end = period.rpartition("/")[2]
    year, _, part = end.partition("-")
    if re.fullmatch(r"\d\d-\d\d", part):
        return end
    number = {"": 12, "H1": 6, "H2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}.get(part)
    number = number or int(part)
    return f"{month(int(year), number)}-{monthrange(int(year), number)[1]}"


def until(period: str) -> str:
    """What happened up to a day since its year began; another period is itself."""
    year, _, rest = period.partition("-")
    return months(int(year), 1, int(rest[:2])) if re.fullmatch(r"\d\d-\d\d", rest) else period


def months(year: int, first: int, last: int) -> str:
    """What happened from a month to another of the same year."""
    if first > 1:
        return f"{month(year, first)}/{month(year, last)}"
    known = {1: month(year, 1), 3: f"{year}-Q1", 6: f"{year}-H1", 12: str(year)}
    return known.get(last) or f"{month(year, 1)}/{month(year, last)}"


FIRST = r"(?=[\d截今去上下前头第一二三四五六七八九十元年期全当本单“这过近])"
MONTH = r"\d{1,2}|[一二三四五六七八九十]{1,2}"
"""The characters with which times begin, so that others are passed by at once."""

WORDS = re.compile(
    FIRST + r"(?:(?:去年|上年|(?P<y8>20\d\d)年)(?P<same>同期)"
    r"(?=(?:仅|只)?(?:[为是增减上下多少亏盈净\d]|达))"
    r"|(?P<from>20\d\d)年?[-—~至到](?P<to>20\d\d)年"
    rf"|(?:(?P<y1>20\d\d)年|(?P<now1>今年))?(?P<m1>{MONTH}|元)(?:月份?)?(?:[-—~]{{1,2}}|[至到])(?P<m2>{MONTH})月(?:份)?"
    r"|(?:(?P<y9>20\d\d)年|(?P<now9>今年))?年初[至到](?P<upto>\d{1,2})月(?:份|末|底)?(?!\d)"
    r"|截[至止](?:(?P<y2>20\d\d)年)?(?P<m3>\d{1,2})月(?P<d3>\d{1,2})日"
    r"|(?P<y3>20\d\d)年(?P<m5>[1-9]|1[0-2])月(?P<d5>2[89]|3[01])日(?![至到—~-])"
    r"|(?:(?P<y4>20\d\d)年|(?P<now4>今年))?(?P<m4>\d{1,2})月(?:份)?(?P<end4>末|底)?(?!\d{1,2}日)(?!均)"
    r"|(?:(?P<y5>20\d\d)年?|(?P<now5>今年))?(?:(?P<nine>前三季度|前3季度)|(?P<half>上半年|下半年)"
    r"|第?(?P<quarter>[一二三四1-4])季度)(?P<end5>末|底)?"
    r"|(?P<y6>20\d\d)年(?P<end6>年?末|年?底)?(?:全年)?(?!来)"
    r"|(?:(?P<y7>20\d\d)年|(?P<now7>今年))?[前头](?P<first>[一二两三四五六七八九十]{1,2}|\d{1,2})个?月(?P<end9>末|底)?"
    r"|(?P<lone>年末|年底|期末)"
    r"|(?P<full>全年)"
    r"|(?P<since>(?:今年|年初|本年)以来)|[当本单](?P<own>月|季度?)"
    r"|(?P<now>今年)(?!以来)|(?P<past>(?<![比较以])(?:去年|上年))"
    r"|(?:“|第)?(?P<plan>十[一二三四五六七八])(?:五|个五年)”?(?P<end7>规划)?(?:(?P<end8>末)|(?P<edge>[开收])[局官]之年(?=的))?(?:时期|期间|以来|五年|的五年)?"
    r"|(?P<five>五年来|这五年|过去五年|五年间|近五年|五年累计|五年(?=[共新建年累])|(?:近|过去)?5年(?=[增下累翻提]))"
    r"|(?P<ten>十年来|这十年|过去十年|十年间|近十年|十年(?=[增累]))"
    r")"
)
COMPARED = re.compile(
    r"(?:(?:[比较自与于]|超过?)(?:上年?|去年?)?|[比较][^，。；\d]{1,12}的|同期|恢复[到至]|相当于|剔除|扣除|还原|(?<=[\d年月日末底度])[-—~])$"
)
"""Words before a time that make it a base or a bound, not the period of a number."""

PROGRAMME = re.compile(r"(?:计划|方案|规划|纲要|行动|条例|办法|意见|清单)》?（[^（）]{0,6}$")
"""What stands before the years of a programme: 三年行动计划（2023—2025年）."""

IS_BASE = re.compile("(?:是|为|相当于|达到?)$")
"""Before a time with 的 behind it, what a number is a multiple of: 是2020年的2.3倍."""

GROUNDS = re.compile("[^，。；]*基础上")
"""That a time is that of what was before: 在前五个月增长4%的基础上."""

MULTIPLE_OF = re.compile(r"[^，。]{0,20}的(?:约|近|超过?)?\d")

OBJECT_OF = re.compile("(?:实施|开展|推进|谋划|储备|安排|下达|编制|启动|做好)$")
"""Verbs whose object a year to come is part of: 启动2026年项目前期工作120项."""

LISTED = re.compile(r"(?:(?:\d{1,2}|[一二三四])[、和])+$")
"""What stands before the last of several months or quarters: 1、2、3月份, 一、二季度."""

AHEAD = re.compile("[^。；]*(?:力争|计划|预计|有望|目标|确保|安排|预算|将)")
"""What is to come of a year of which a text tells a part: 今年力争新增贷款9亿元."""

UNTIL = re.compile("(?:截[至止]?|至|到)$")
COUNTED_UP = re.compile("截[至止]?$")
TERM = re.compile("(?:时期|期间|末|五年)$")
NAMED = re.compile(
    r"=|相比|来?的?(?:同期)?(?:最|新[高低])|(?:不变|可比)?单?价|的?基础上|(?:例行)?(?:新闻)?(?:发布会|通气会|例会)|工作会|[-—~]\d{4}年|年?度?(?:目标|任务|计划|预期|预算)|度(?=工作|报告|重点|方案|决算|版)|版|远景|愿景|规划(?!收官)|行动|方案|以来|起|初|同期|届|"
    r"前(?!三季度)|国家科技|结[余转]|开局|收官|纪念"
)
"""Words after a time that make it part of a name or a task."""


def spells(text: str, clock: Clock, is_plan: bool = False) -> list[Spell]:
    """The periods that a sentence names, in order."""
    found: list[Spell] = []
    this = clock.coming if is_plan else clock.year
    compared_to = -1
    for match in WORDS.finditer(text):
        is_next = compared_to > 0 and text[compared_to : match.start()] in ("、", "和", "与", "及")
        if is_next or COMPARED.search(text[: match.start()]):
            compared_to = match.end()
            continue
        if _is_named(text, match):
            continue
        if not is_plan and _is_theme(text, match, clock):
            continue
        before = found[-1] if found else Spell(-1, -1, clock.default)
        period, is_day = _relative(match, before) or _period(match, clock, this)
        if match["now"] and not is_plan and not AHEAD.match(text, match.end()):
            period = until(last_day(clock.default)) if period == clock.default[:4] else period
        if period:
            is_until = bool(UNTIL.search(text[: match.start()])) or match[0].startswith("截")
            if is_until and match["m4"] and COUNTED_UP.search(text[: match.start()]):
                period, is_day = last_day(period), True
            found += _listed_before(text, match, period)
            found.append(Spell(match.start(), match.end(), period, is_day, is_until))
        # What follows a part of a named year (2019年9月末) is of that year too: 全年, 上半年.
        this = next((int(match[key]) for key in PARTS_OF_YEARS if match[key]), this)
    return found


def _listed_before(text: str, match: re.Match[str], period: str) -> list[Spell]:
    """The months or quarters of which a list names the last in full."""
    listed = LISTED.search(text[: match.start()]) if match["m4"] or match["quarter"] else None
    if not listed or not re.fullmatch(r"\d{4}-(?:\d\d|Q\d)", period):
        return []
    found = []
    for each in re.finditer(r"\d+|[一二三四]", listed[0]):
        at = listed.start() + each.start()
        number = _number(each[0])
        own = f"{period[:5]}Q{number}" if "Q" in period else month(int(period[:4]), number)
        found.append(Spell(at, at + len(each[0]), own))
    return found


def _is_named(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    if before.endswith("在") and GROUNDS.match(text, match.end()):
        return True
    if IS_BASE.search(before) and MULTIPLE_OF.match(text[match.end() :]):
        return True
    in_title = before.count("《") > before.count("》") or bool(PROGRAMME.search(before))
    return in_title or (bool(NAMED.match(text[match.end() :])) and not match["end6"])


def _is_theme(text: str, match: re.Match[str], clock: Clock) -> bool:
    """Whether a review names a time to come as what was worked on: 谋划“十五五”重大项目."""
    if match["y6"] and int(match["y6"]) > clock.year:
        return bool(OBJECT_OF.search(text[: match.start()]))
    if not match["plan"] or PLANS[match["plan"]] <= clock.first_of_plan:
        return False
    return not TERM.search(match[0]) and not re.match("，|年均", text[match.end() :])


Said = dict[str, str | None]
Dated = tuple[str | None, bool]


def _relative(match: re.Match[str], before: Spell) -> Dated | None:
    """The period that words mean by the one before them: 当月, 今年以来, 上年同期.

    None of other words, and no period where the one before is no part of a year.
    """
    year = before.period[:4]
    if match["same"]:
        then = match["y8"] or str(int(year) - 1)
        return before.period.replace(year, then), before.is_day
    if not (match["own"] or match["since"]):
        return None
    if before.period.isdigit() or SPAN.fullmatch(before.period):
        return None, False
    number = int(last_day(before.period)[5:7])
    if match["since"]:
        return months(int(year), 1, number), False
    is_month = match["own"] == "月"
    return month(int(year), number) if is_month else f"{year}-Q{(number + 2) // 3}", False


def _period(match: re.Match[str], clock: Clock, this: int) -> Dated:
    """The period that one match of :data:`WORDS` means, and whether it is a day."""
    said: Said = match.groupdict()
    year = next((int(said[key] or 0) for key in YEARS if said[key]), this)
    if any(said[key] for key in PRESENT):
        year = clock.present
    for key, means in MEANINGS:
        if said[key]:
            return means(said, year, clock)
    return (f"{year}-12-31", True) if said["end6"] else (str(year), False)


YEARS = ("y1", "y2", "y3", "y4", "y5", "y6", "y7", "y9")
PARTS_OF_YEARS = ("y1", "y2", "y3", "y4", "y5", "y7", "y9")
PRESENT = ("now1", "now4", "now5", "now7", "now9", "now")
NUMERALS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def _number(told: str | None) -> int:
    """What a month, or a number of them, is: 6, 六, 元 (the first), 两; 0 if it is none."""
    told = {"元": "一", "两": "二"}.get(told or "", told or "")
    return int(told) if told.isdigit() else NUMERALS.index(told) if told in NUMERALS else 0


def _years(said: Said, year: int, clock: Clock) -> Dated:
    return f"{said['from']}/{said['to']}", False


def _months(said: Said, year: int, clock: Clock) -> Dated:
    first, last = _number(said["m1"]), _number(said["m2"])
    return (months(year, first, last), False) if 0 < first < last <= 12 else (None, False)


def _first_months(said: Said, year: int, clock: Clock) -> Dated:
    many = _number(said["first"] or said["upto"])
    if not 0 < many <= 12:
        return None, False
    found = months(year, 1, many)
    return (last_day(found), True) if said["end9"] else (found, False)


def _day(said: Said, year: int, clock: Clock) -> Dated:
    return f"{month(year, int(said['m3'] or 0))}-{int(said['d3'] or 0):02d}", True


def _end_of_month(said: Said, year: int, clock: Clock) -> Dated:
    """The day, if it is the last of its month, on which amounts stand; no other says so."""
    found = last_day(month(year, int(said["m5"] or 0)))
    return (found, True) if found.endswith(said["d5"] or "") else (None, False)


def _month(said: Said, year: int, clock: Clock) -> Dated:
    number = int(said["m4"] or 0)
    if not 1 <= number <= 12:
        return None, False
    found = month(year, number)
    return (last_day(found), True) if said["end4"] else (found, False)


def _part(said: Said, year: int, clock: Clock) -> Dated:
    if said["nine"]:
        found = months(year, 1, 9)
    elif said["half"]:
        found = f"{year}-H{1 if said['half'] == '上半年' else 2}"
    else:
        found = f"{year}-Q{QUARTERS[said['quarter'] or '一']}"
    return (last_day(found), True) if said["end5"] else (found, False)


def _year_end(said: Said, year: int, clock: Clock) -> Dated:
    return (last_day(clock.default) if year == clock.year else f"{year}-12-31"), True


def _plan(said: Said, year: int, clock: Clock) -> Dated:
    first = PLANS[said["plan"] or ""]
    if said["edge"]:
        return str(first if said["edge"] == "开" else first + 4), False
    return (f"{first + 4}-12-31", True) if said["end8"] else (f"{first}/{first + 4}", False)


def _review(said: Said, year: int, clock: Clock) -> Dated:
    return clock.review, False


def _decade(said: Said, year: int, clock: Clock) -> Dated:
    return f"{clock.year - 9}/{clock.year}", False


def _last_year(said: Said, year: int, clock: Clock) -> Dated:
    return str(clock.present - 1), False


MEANINGS: tuple[tuple[str, Callable[[Said, int, Clock], Dated]], ...] = (
    ("from", _years),
    ("m1", _months),
    ("first", _first_months),
    ("upto", _first_months),
    ("m3", _day),
    ("m5", _end_of_month),
    ("m4", _month),
    ("nine", _part),
    ("half", _part),
    ("quarter", _part),
    ("lone", _year_end),
    ("plan", _plan),
    ("five", _review),
    ("ten", _decade),
    ("past", _last_year),
)
"""What a match means, by the first group of :data:`WORDS` that it has; else it is a year."""
