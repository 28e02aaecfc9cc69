"""What a text is about: its title, place, year, kind, and the clock that its periods go by."""

from collections import Counter
from itertools import takewhile

from msgspec import Struct

from finreport import patterns as re
from finreport.documents.document import Document
from finreport.reading.compact import compact
from finreport.reading.lexicon import PROVINCE
from finreport.reading.periods import (
    PLANS,
    SPAN,
    UNKNOWN,
    Clock,
    Spell,
    last_day,
    spells,
    until,
)
from finreport.reading.sections import OF_BOTH, PLANNED, SHORT_HEADING
from finreport.reading.tokens import VALUES, numeral_value

OUTLINE = (
    r"(?:第|“)?(?P<plan>十[一二三四五六七八])(?:个五年|五”?).{0,24}(?:规划|计划).{0,16}纲要"
    r"(?!.{0,6}(?:实施|执行|评估|建议))"
)
"""The title of an outline of a five-year plan."""

KINDS = (
    ("outline", OUTLINE, 0),
    ("operations_report", r"金融运行(?:报告|情况|形势)|金融稳定报告|货币信贷", -1),
    ("work_report", r"政府工作报告", -1),
    ("bulletin", r"统计公报", 0),
    ("review", r"(?:发展|规划|成就).{0,12}(?:回顾|评估|成就|总结)|五年(?:规划)?(?:回顾|成就)", 0),
    ("operations_report", r"(?:经济|统计)?.{0,6}运行(?:情况|报告|形势|分析)", 0),
)
"""Kinds of text by their title, and how the data year differs from the year in the title."""

YEAR = re.compile(
    r"(?<!\d)(20\d\d)(?:(?!\d|\.\d+[万亿])|(?=(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?![\d.万亿元吨人户])))"
)
"""A year that is no part of a longer number, but of a day or month without strokes: 202306."""

TITLES = re.compile("《[^》]*》")
"""Titles of other texts, whose year is not that of a text that speaks of them."""
PLACED = re.compile(
    rf"(?P<province>(?:{PROVINCE})(?:省|市|(?:壮族|回族|维吾尔)?自治区)?)"
    r"|(?P<other>[\u4e00-\u9fa5]{2,8}?(?<![全我本])(?:省|自治州|地区(?!生产)|州|(?<![东欧联结同加])盟|市|县|(?<!地)区))"
)
DELIVERED = re.compile(r"(20\d\d)年\d{1,2}月\d{1,2}日在(.{2,12}?(?:省|市|自治区|州|县|区))第")
DATED = re.compile(r"(20\d\d)(?:年(\d{1,2})月\d{1,2}日|([-/.])(\d{1,2})\3\d{1,2}(?!\d))")
"""The day of a speech or of its printing, in the year of the plan."""

WRITTEN_OUT = re.compile(
    "二[〇○零]([〇○零一二三四五六七八九])([〇○零一二三四五六七八九])年(?=[一二三四五六七八九十]{1,2}月)"
)
MONTH_WRITTEN_OUT = re.compile(
    "(?<=年)(十?[一二三四五六七八九]|十)月([一二三]?十?[一二三四五六七八九十])日"
)
"""A day in Chinese numerals, as under what an office has signed: 二〇二五年十一月七日."""

LABELLED = re.compile(
    r"[\[（【〔]?(?:20\d\d|[^，。：]{0,8}(?:日期|时间|来源|作者|编辑|发布|刊发|出处|索引号?)[：:]|(?!.*(?:报告|公报|情况|规划))[^，。：]{2,12}20\d\d[年./-])"
)
"""How a line opens that says when and where a text was printed."""

SPOKEN = re.compile("政府工作报告（?20")
"""A title run together with the day of the speech, and with what a web page has before it."""

JUST_PAST = re.compile(r"刚刚过去的(20\d\d)年")
ADDRESS = re.compile(
    r"^各位代表[！：]|我代表[^，。]{0,16}政府，?向[^。]{0,24}报告"
    "|今年(?:全?[省市区州县]?)?经济社会发展的?(?:主要)?(?:预期)?目标[是为]"
)
"""How a speech to a people's congress speaks, by which one without a title is known."""

PART_OF_YEAR = re.compile(
    r"20\d\d年(?:上半年|前|第?[一二三四1-4]季度|\d{1,2}[-—~至月](?!\d{1,2}日))"
)
"""A title of a part of a year: its data year is the one that it names."""

NAMED_TIME = re.compile(
    r"20\d\d年?|前三季度|[上下]半年|第?[一二三四1-4]季度|前\w{1,2}?个?月|(?:\d{1,2}[-—~至])?\d{1,2}月份?"
)
"""Times in a title, which are no part of the name of a place."""

LONGEST_DATE = 60
"""The longest line that dates a text rather than speaks of a day."""

YEAR_ENDS = ("末", "底", "年末", "年底", "12月末")

NO_TITLE = re.compile(r"作政府工作报告|^(?:[一二三四五六七八九十]{1,3}、|（)|[。，]")
"""A line of the head that names a kind of text but is not its title."""

LONGEST_TITLE = 60
"""A longer first line is no title but the text itself."""

HEAD = 30
"""How many paragraphs may stand before the text proper."""


class About(Struct, frozen=True):
    """A text by its title; ``year`` is the year in it, of a work report that of the plan."""

    title: str
    place: str
    year: int | None
    kind: str
    clock: Clock


def about(document: Document) -> About:
    """What the head of a document says; without a title the year that it names most counts.

    Of news it is that of the line of date, where they say 今年 or 2月末 and name no year.

    The year of a title is that of the data in a bulletin, the year after it in a work report and
    in a report on financial operations. A title that names a part of a year (2024年上半年) makes
    that part the period of all that is not dated.
    """
    lines = [compact(each.text).text for each in document.paragraphs if each.text.strip()]
    head = lines[:HEAD]
    title, kind, shift = _title([each for each in head if not _is_dateline(each)] or head)
    if kind == "outline":
        return _outline(title, head, lines)
    delivered = next((match for each in head if (match := DELIVERED.search(each))), None)
    place = (
        _place(title)
        or (delivered[2] if delivered else "")
        or _place(" ".join(each for each in head[:8] if len(each) <= 30))
        or _most_named(lines)
    )
    if kind == "operations_report" and shift:
        shift = _shift(title, lines)
    is_sentence = len(title) > LONGEST_TITLE or title.endswith("。")
    named = YEAR.search(TITLES.sub("", title) if is_sentence else title)
    is_titled = named and not is_sentence
    is_speech = not is_titled or bool(delivered and SPOKEN.search(title))
    if kind == "other" and is_speech and any(map(ADDRESS.search, lines)):
        kind, shift = "work_report", -1
        named = named if is_titled else None
    is_part = not named and not shift and NAMED_TIME.search(title)
    dated = delivered or (_dated(head) if not named and (shift or is_part) else None)
    year = int(named[1]) if named else int(dated[1]) if dated else None
    if dated and is_part and _is_to_come(title, dated):
        year = int(dated[1]) - 1
    printed = _dated([each for each in (*head, *lines[-3:]) if _is_dateline(each)])
    if year is None:
        data = _data_year(lines, is_plan=bool(shift))
        if kind == "other" and printed:
            data = _year_of_news(lines, printed, data)
        year = data - shift if data and kind != "other" else data
    else:
        data = year + shift
    if data is None:
        data, year = UNKNOWN, None
    part = _part_of_year(title, data) if (named or is_part) and not shift else None
    if kind == "other" and not part and not (named and is_titled):
        part = _part_told(lines, data)
    present = data if not shift and kind != "other" else data - shift
    is_read_after = kind == "other" and _is_read_after(data, title, lines, printed)
    if is_read_after or (not shift and _is_reported(data, lines)):
        present = data + 1
    return About(title, place, year, kind, Clock(data, part or str(data), present))


def _is_read_after(year: int, title: str, lines: list[str], printed: re.Match[str] | None) -> bool:
    """Whether 今年 in a text is the year after that of its data.

    It is printed then, or plans for that year too, or tells of what stood when the year had ended.
    """
    if printed:
        return int(printed[1]) == year + 1
    is_of_both = OF_BOTH.search(title) and str(year + 1) in title
    return bool(is_of_both) or any(f"{year}年{end}" in each for each in lines for end in YEAR_ENDS)


REPORTED = re.compile(
    "(?:本报讯|记者|昨[天日]|日前|近日)[^。]*(?:公布|发布|通报|获悉)[^。]*?(20\\d\\d)年"
    "(?!\\d|上半年|前|第?[一二三四]季度).*?去年"
)
"""News of a whole year, which they call the last one: 记者昨天获悉，…公布2031年…。去年全市…."""


def _is_reported(year: int, lines: list[str]) -> bool:
    """Whether a text is news of its year, printed in the next."""
    found = (REPORTED.search(each) for each in lines[:HEAD])
    return any(each is not None and int(each[1]) == year for each in found)


def _outline(title: str, head: list[str], lines: list[str]) -> About:
    """An outline: its year is the first of its plan, its data are those of the plan before."""
    named = re.search(OUTLINE, title)
    first = PLANS[named["plan"]] if named else 0
    place = _place(title) or _place(" ".join(each for each in head[:8] if len(each) <= 30))
    clock = Clock(first - 1, str(first - 1), first, is_outline=True)
    return About(title, place or _most_named(lines), first, "outline", clock)


def _title(head: list[str]) -> tuple[str, str, int]:
    """The line that names the kind of text, else the first; its kind; the shift of its year."""
    for kind, pattern, shift in KINDS:
        found = [
            each
            for each in head
            if len(each) <= LONGEST_TITLE and re.search(pattern, each) and not NO_TITLE.search(each)
        ]
        if found:
            title = next((each for each in found if YEAR.search(each)), found[0])
            return title, kind, 0 if PART_OF_YEAR.search(title) else shift
    return (head[0] if head else ""), "other", 0


def _shift(title: str, lines: list[str]) -> int:
    """How the data year of a report on financial operations differs from the year in its title.

    (2025) is the year in which it is printed, 2011年 that which it is about; the text knows better,
    as far as it does not plan.
    """
    named = YEAR.search(title)
    if not named:
        return -1
    year = int(named[1])
    told_of = takewhile(lambda line: len(line) > SHORT_HEADING or not PLANNED.search(line), lines)
    told = Counter(re.findall(r"(?<![比较到])(20\d\d)年", "\n".join(told_of)))
    own, before = told[str(year)] - title.count(f"{year}年"), told[str(year - 1)]
    if own != before:
        return 0 if own > before else -1
    return 0 if f"{year}年" in title else -1


def _place(text: str) -> str:
    text = NAMED_TIME.sub(" ", text).removeprefix("关于")
    match = PLACED.search(text)
    if not match:
        return ""
    return match["other"] or match["province"]


def _most_named(lines: list[str]) -> str:
    """The province that a text names most."""
    named = Counter(name for line in lines for name in re.findall(PROVINCE, line))
    return named.most_common(1)[0][0] if named else ""


def _dated(head: list[str]) -> re.Match[str] | None:
    """The day on a line of its own: in the text itself days are those of what happened."""
    short = (each for each in head if len(each) <= LONGEST_DATE)
    return DATED.search("\n".join(map(_in_digits, short)))


def _in_digits(line: str) -> str:
    """A line whose days are in digits: 二〇二五年十一月七日 is 2025年11月7日."""
    line = WRITTEN_OUT.sub(lambda day: f"20{_digit(day[1])}{_digit(day[2])}年", line)
    return MONTH_WRITTEN_OUT.sub(
        lambda day: f"{numeral_value(day[1])}月{numeral_value(day[2])}日", line
    )


def _digit(numeral: str) -> int:
    return VALUES.get(numeral, 0)


def _is_dateline(line: str) -> bool:
    """Whether a line says no more than when, where and by whom a text was printed."""
    line = _in_digits(line)
    is_short = len(line) <= LONGEST_DATE and not re.search("[，。]", line)
    return bool(is_short and DATED.search(line) and LABELLED.match(line))


def _month_of(dated: re.Match[str]) -> int:
    return int(dated[2] or dated[4])


def _is_to_come(title: str, dated: re.Match[str]) -> bool:
    """Whether the part of a year in a title ends after the day of its printing: it is last year's.

    The figures of December are printed in January.
    """
    part = _part_of_year(title, int(dated[1]))
    return bool(part) and _ends_after(part or "", dated)


def _ends_after(period: str, dated: re.Match[str]) -> bool:
    return last_day(period)[5:7] > f"{_month_of(dated):02d}"


def _year_of_news(lines: list[str], printed: re.Match[str], named: int | None) -> int:
    """The year of a text whose line of date has one: of what is told without a year.

    ``named`` is the year that the text names most, which counts where it does so more often.
    What ends after the day of printing is of the year before.
    """
    year = int(printed[1])
    own = [each for each in _times(lines, year) if each[1].period.startswith(str(year))]
    undated = [spell for said, spell in own if not re.match("20|今年", said)]
    many = sum(len(re.findall(rf"(?<![比较到]){named}年", line)) for line in lines)
    if named and named != year and len(undated) <= many:
        return named
    told = re.compile(rf"{year}年(?!\d{{1,2}}月\d{{1,2}}日)")
    is_told = any(told.search(line) for line in lines if not _is_dateline(line))
    is_past = undated and not is_told and _ends_after(undated[0].period, printed)
    return year - 1 if is_past else year


def _times(lines: list[str], year: int) -> list[tuple[str, Spell]]:
    """The times that a text of a year names, each with its words."""
    clock = Clock(year, str(year), year)
    return [
        (line[each.start : each.end], each)
        for line in lines
        if not _is_dateline(line)
        for each in spells(line, clock)
    ]


def _part_told(lines: list[str], year: int) -> str | None:
    """The part of its year, from January, that a text without a title of its own tells of most.

    The longer of two alike; none if it is the whole year.
    """
    told = [until(spell.period) for said, spell in _times(lines, year) if said != "今年"]
    since = re.compile(rf"{year}(?:-Q1|-H1|-01/\S+)?")
    many = Counter(each for each in told if since.fullmatch(each))
    most = max(many, key=lambda each: (many[each], last_day(each)), default=str(year))
    return None if most.isdigit() else most


def _data_year(lines: list[str], is_plan: bool) -> int | None:
    """The year that a text without a dated title is about.

    A text that also plans for the year after names both more than any other two in a row.
    """
    for line in lines[:120]:
        past = JUST_PAST.search(line)
        if past:
            return int(past[1])
    years = Counter(
        int(year)
        for line in lines
        for year in re.findall(r"(?<![比较到是])(20[0-4]\d)年(?!以来)", line)
    )
    if is_plan and years:
        return max(years, key=lambda year: (years[year] + years[year + 1], years[year]))
    return years.most_common(1)[0][0] if years else None


def _part_of_year(title: str, year: int) -> str | None:
    """The half, quarter or months of the year that a title names; a day ends such a part.

    Of a sentence that stands in the place of a title only its first time counts.
    """
    found = spells(re.sub("[“”]", "", title), Clock(year, str(year), year))
    named = [until(each.period) for each in found if not SPAN.fullmatch(each.period)]
    if len(title) > LONGEST_TITLE or title.endswith("。"):
        named = named[:1]
    return next((part for part in named if not part.isdigit()), None)
