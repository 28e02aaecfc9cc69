"""Cells of printed tables: figures, units in heads and labels, months across."""

from functools import cache
from typing import NamedTuple

from finreport import patterns as re
from finreport.documents import figure as printed_figure
from finreport.numbers import Printed

UNIT = re.compile(
    r"(?:[百千]?[万亿]{0,2})"
    r"(?:人民币|美)?(?:元|人次|人|户次|户|个百分点|百分点|个|家|吨公里|人公里|吨|％|%|‰|‱|只|头|台|辆|套|件|箱|"
    r"公顷|亩|平方公里|平方千米|平方米|立方米|公里|千米|米|千瓦时|千瓦|度|小时|时|天|日|年|岁|克|千克|公斤|升|次|倍|"
    r"张|份|笔|床|所|处|项|座|艘|架|册|部|门|宗|点|株|条|间|支|批|孔|位|名|种|册|分|美元|标准煤|元/人|元/平方米)"
    r"(?:/(?:人|户|年|月|日|平方米|亩|公顷|吨|万人|公里|百户|千人))?(?:人民币|标准煤)?"
)
"""Units as heads and labels print them."""

BRACKETED = re.compile(r"[(（]([^()（）]*)[)）]")
STATED = re.compile(r"(?:计量)?单位[:：]\s*([^\s)）]+)")

MONTHS = {name: number for number, name in enumerate("一二三四五六七八九", 1)}
MONTHS |= {"十": 10, "十一": 11, "十二": 12}
MONTH = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)[年./-])?"
    r"(?:(?:0?1|一)(?:月)?[-—–~～至到])?"
    r"(?P<month>0?[1-9]|1[0-2]|[一二三四五六七八九]|十[一二]?)(?P<word>月)?(?:份|末|底)?"
)
YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)(?:年)?(?P<end>末|底)?")
QUARTER = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年?)?(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年|(?P<three>前三季度))"
)


class Span(NamedTuple):
    """The time that a head names: from the first month to the last; ``is_end`` if it is a day."""

    year: int | None
    first: int
    last: int
    is_end: bool = False


def squeeze(text: str) -> str:
    """The text without white space and marks of emphasis."""
    return "".join(text.split()).replace("*", "")


@cache
def figure(text: str) -> Printed | None:
    """The figure that a cell prints; None where there is none, be it a dash or words."""
    digits = printed_figure(text)
    return Printed(digits.removeprefix("+")) if digits else None


def is_blank(text: str) -> bool:
    """Whether a cell prints nothing, or only the dash that stands for no figure."""
    return printed_figure(text) == ""


def unit_of(text: str) -> str | None:
    """The unit in the last brackets of a head or label, None without one.

    An empty string stands for brackets after a measure that hold no known unit, so that nobody
    takes the unit of another row for it.
    """
    found = [squeeze(each) for each in BRACKETED.findall(text)]
    for each in reversed(found):
        units = [part for part in re.split("[，,、；;]", each) if UNIT.fullmatch(part)]
        if len(units) == 1:
            return units[0].replace("％", "%")
    short = [each for each in found if re.fullmatch(r"[百千万亿]*\W*[一-龥]{0,2}", each)]
    return "" if short and re.search(r"[百千万亿]", short[-1]) else None


def stated_unit(text: str) -> str | None:
    """The unit that a caption states, as in 单位：亿元; None without one."""
    found = STATED.search(text)
    return found[1].strip("，。；;、").replace("％", "%") if found else None


@cache
def span_of(text: str) -> Span | None:
    """The time that a head or label names by itself, such as 5月, 1-5月, 2024年（亿元）, 上半年."""
    bare = BRACKETED.sub("", squeeze(text))
    if found := QUARTER.fullmatch(bare):
        return _quarter(found)
    if found := YEAR.fullmatch(bare):
        return Span(int(found["year"]), 1, 12, is_end=bool(found["end"]))
    found = MONTH.fullmatch(bare)
    if not found or not (found["word"] or found["year"]):
        return None
    month = MONTHS.get(found["month"]) or int(found["month"])
    first = 1 if re.search(r"\d月?[-—–~～至到]|一月?[至到]", bare) and month > 1 else month
    if found["year"] and bare[4] == "-" and not found["word"]:
        first = month  # 2024-05 is one month
    year = int(found["year"]) if found["year"] else None
    return Span(year, first, month, is_end=bare.endswith(("末", "底")))


DATED = re.compile(
    r"(?P<year>(?:19|20)\d\d)年度?(?:(?P<first>\d{1,2})(?:月?[-—–~～至到](?P<last>\d{1,2}))?月)?"
    r"(?:年?(?P<end>[末底]))?(?P<rest>[^\d末底度以之前后来级届起].+)"
)


def dated(text: str) -> tuple[Span | None, str]:
    """The time that a head or label begins with, as 2017年末 in 2017年末债务余额, and the rest."""
    bare = bare_label(text)
    if span := span_of(text) or span_of(bare):
        return span, ""
    found = DATED.fullmatch(bare)
    if not found:
        return None, bare
    first, last = int(found["first"] or 1), int(found["last"] or found["first"] or 12)
    if not 1 <= first <= last <= 12:
        return None, bare
    return Span(int(found["year"]), first, last, is_end=bool(found["end"])), found["rest"]


def _quarter(found: re.Match[str]) -> Span:
    year = int(found["year"]) if found["year"] else None
    if found["three"]:
        return Span(year, 1, 9)
    if found["half"]:
        return Span(year, 1, 6) if found["half"] == "上" else Span(year, 7, 12)
    quarter = int(MONTHS.get(found["quarter"]) or found["quarter"])
    return Span(year, 3 * quarter - 2, 3 * quarter)


ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}[.．、](?!\d)|[①-⑳#※])"
)
PART = re.compile(r"^(?:其中|#)[:：]?")
MARKS = re.compile(r"[①-⑳]|[\[［]\d{1,2}[\]］]")
"""Marks of notes."""


@cache
def bare_label(text: str) -> str:
    """A label without its number, 其中, units and remarks in brackets."""
    label = squeeze(text)
    for _ in range(2):
        label = PART.sub("", ORDINAL.sub("", label))
    bare = MARKS.sub("", BRACKETED.sub("", label)).strip("：:")
    return bare or label


EMPTY_HEADS = re.compile(
    r"(?:全[国省市州区县]|本[省市州区县])?|(?:年末|期末|月末)(?:数|余额)?|绝对[数额值]|指标值?|总量|全部|数[值量]?|本[年期]|当年|全年|合计|"
    r"(?:累计|本年|上年|去年|上年同期)?(?:决算|执行|完成|实际|实绩|同期|累计)[数额]?|"
    r"[本当]月[数值]?|(?:年初至|截至)?本月[止末]?累计[数值]?|自?年初累计[数值]?|"
    r"(?:比|较)?(?:上年|去年|上年同期)?(?:本月|当月)?(?:累计)?(?:同比)?(?:累计)?(?:名义)?"
    r"(?:增长率?|增速|增幅|±%?|[+＋][-－/]%?|增减额?|增加额|同比[多少][增减]额?|涨跌幅?|涨幅|上涨|幅度)(?:\(?[%％]\)?)?|"
    r"(?:比|较)(?:上年末?|去年末?|年初|上月末?)(?:增[加减长][额率]?)?[%％]?|"
    r"(?:所占)?(?:比重|占比|构成|份额)[%％]?"
)
"""Heads that say how something is measured and not what."""


def says_how(text: str) -> bool:
    """Whether a head or label says how something is measured and not what; a unit alone as well."""
    alone = BRACKETED.fullmatch(squeeze(text))
    return alone is not None or EMPTY_HEADS.fullmatch(bare_label(text)) is not None


def says_how_much_more(label: str) -> bool:
    """Whether a label is a growth or a share of what stands above it: 比上年增长（%）, 比重."""
    return says_how(label) and re.search("[增涨减幅±]|比重|占比|构成|份额", label) is not None
