"""The numbers of a sentence: digits and Chinese numerals with their units and hedges."""

import re
from dataclasses import dataclass
from itertools import pairwise

from finreport.reading.lexicon import (
    COUNTERS,
    HEDGES_AFTER,
    HEDGES_BEFORE,
    HEDGES_WITHIN,
    KIND_OF_UNIT,
    PER_WORDS,
    SCALES,
    either,
)
from finreport.reading.names import why_bare, why_duration, why_named

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
WITHIN = either(HEDGES_WITHIN)
SCALE = either(SCALES)
UNIT = (
    rf"(?!个体|个人|分别|分类|分部|分行|分公司|分布|分之|件套|年均|人均|人民(?!币)|次于|本(?:科|省|市|地)|种植|种业|级及|"
    rf"区域|省级|市级|县级|国家|国内|国际|省内|省外|市场|市州|县域|村级|大中|大幅|大型|场景|条例|名列|度电|段时|"
    rf"方案|线路|线上|线下|点多|站点|步伐|家庭|家居|手续|期间|期末|层次|层面|组织|组建|级别|项目|链主|门槛|处于|"
    rf"处置|处理|起步|位居|位列|台阶|轮次|元器|元旦|本外币|本级|群众|口岸|位于|员工|米粉|区县|分行|群体|"
    rf"根据|人工|人口|人员|人才|人力|人大|大关(?!口))"
    rf"(?:{either(KIND_OF_UNIT)})"
)
NUMBER = re.compile(
    rf"(?P<digits>-?(?:{DIGITS}))(?P<within>{WITHIN})?(?P<scale>{SCALE})?(?P<late>余|多)?"
    rf"(?P<unit>{UNIT}(?:/(?:{either(PER_WORDS)})|每(?:立方米|平方米|人|亩|公里|万人))?)?"
)
NUMERAL = r"[一二两三四五六七八九十百千]{1,5}"
CHINESE = re.compile(
    rf"(?P<digits>{NUMERAL}|(?:百|千|十)(?=[万亿]))(?P<within>余|多|几)?(?P<scale>万亿|千万|百万|万|亿)?"
    rf"(?P<late>余|多)?(?P<unit>{UNIT}|{either(COUNTERS)})"
)
MINUS_AFTER = re.compile(r"(?:为|率|至|到|是|和|、|，|达|长|差|：|下降)$")
"""What stands before a minus sign; elsewhere the stroke joins two numbers."""

HEDGE_BEFORE = re.compile(f"(?:{either(HEDGES_BEFORE)})(?:达到?|为)?$")
HEDGE_AFTER = re.compile(either(HEDGES_AFTER))
RANGE = re.compile(r"[-—~至到]{1,2}")
VALUES = dict(zip("一二两三四五六七八九", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
TENS = {"十": 10, "百": 100, "千": 1000}

NO_COUNT_BEFORE = "第之唯划每初十百千万亿两三四五六七八九同统逐单另归清合唯"
NO_COUNT_AFTER = re.compile(
    r"(?:月|日|五年|季度|次全会|届|全会|会议|党代会|分之|道题|毫不|全面|中全会|体制|工程师|线城市)"
)
FIXED = re.compile(
    r"二十大(?!类|项)|八项规定|三次产业|三农|一带一路|三大攻坚战|百年|三级医|三甲|二级|三级以上|五险|两会|两岸|"
    r"三省一市|七一|八一|十一(?!个|项|大|条)|四季|五金|五保|一体|两院|三峡|九三|四川|六一|三亚|千家万户|百家|百姓|千方百计|"
    r"万家|一国两制|千万工程|四书|三包|百日|两个毫不|三三|百分|千分|三江|三门|五台|六盘|九江|三明|二期|三期|四期|一期|两位数|三岁|"
    r"三方|四方|五方|一次|二次|一级|一类|二类|一线|二线|十年|百年|三年行动|两种|两山|千级"
)
"""Chinese numerals of fixed names that count nothing."""


@dataclass(slots=True)
class Number:
    """A number of a sentence; ``start``, ``digits_end``, ``end`` (with unit), ``tail`` (with hedge).

    ``why`` says why it is no quantity. ``hedge`` is the printed word beside it, ``qualifier`` its
    like in :data:`finreport.numbers.printed.QUALIFIED`.
    """

    start: int
    digits_end: int
    end: int
    tail: int
    printed: str
    scale: str
    unit: str
    is_chinese: bool = False
    hedge: str = ""
    qualifier: str = ""
    why: str = ""

    @property
    def kind(self) -> str:
        """What its unit measures: a key of :data:`finreport.reading.lexicon.UNITS`, or empty."""
        plain = re.split(r"[/每]", self.unit)[0]
        return KIND_OF_UNIT.get(plain, "count" if self.unit in COUNTERS else "")

    @property
    def printed_unit(self) -> str:
        """Scale and unit as printed."""
        return self.scale + self.unit


def numbers(text: str, is_opening: bool = False) -> list[Number]:
    """Every number of a sentence, in order; names, dates and list numbers say ``why``."""
    found = [_number(text, match) for match in NUMBER.finditer(text)]
    for number in found:
        number.why = _why(text, number, is_opening)
    _share_along_ranges(text, found)
    taken = [(each.start, each.end) for each in found]
    for match in CHINESE.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.extend(_chinese(text, match))
    return sorted(found, key=lambda each: each.start)


def _number(text: str, match: re.Match[str]) -> Number:
    printed, start = match["digits"], match.start()
    if printed[0] == "-" and not MINUS_AFTER.search(text[:start]) and start:
        printed, start = printed[1:], start + 1
    unit = match["unit"] or ""
    if unit == "个" and re.match(r"(?:和|、|与)-?[\d.]+个百分点", text[match.end() :]):
        unit = "个百分点"
    number = Number(
        start, match.end("digits"), match.end(), match.end(), printed, match["scale"] or "", unit
    )
    _hedge(text, number, match["within"] or match["late"])
    return number


def _hedge(text: str, number: Number, within: str | None) -> None:
    after = HEDGE_AFTER.match(text, number.end)
    if after and after[0] == "内" and number.kind != "time":
        after = None
    before = HEDGE_BEFORE.search(text[: number.start])
    if after:
        number.tail = after.end()
    if within:
        number.hedge, number.qualifier = within, HEDGES_WITHIN[within]
    elif after:
        number.hedge, number.qualifier = after[0], HEDGES_AFTER[after[0]]
    elif before:
        word = HEDGE_BEFORE.search(text[: number.start])
        said = re.sub("(?:达到?|为)$", "", word[0]) if word else ""
        number.hedge, number.qualifier = said, HEDGES_BEFORE.get(said, "")


def _why(text: str, number: Number, is_opening: bool) -> str:
    start, end = number.start, number.digits_end
    why = why_named(text, start, end, is_opening)
    if why:
        return why
    if number.kind == "time":
        return why_duration(text, start, number.end, number.unit)
    if not number.unit and not number.scale and not number.hedge:
        return why_bare(text, start, end)
    return ""


def _share_along_ranges(text: str, found: list[Number]) -> None:
    """The first of a range takes the unit and the fate of the second: 4.5—5%."""
    for first, second in pairwise(found):
        between = text[first.tail : second.start]
        if not first.unit and RANGE.fullmatch(between):
            if second.why and first.why not in ("year", "date"):
                first.why = second.why
            elif not first.why or first.why == "name":
                first.unit, first.scale, first.why = second.unit, first.scale or second.scale, ""


def _chinese(text: str, match: re.Match[str]) -> list[Number]:
    """A Chinese numeral that counts, or nothing."""
    before, after = text[: match.start()], text[match.end() :]
    digits, unit = match["digits"], match["unit"]
    is_scale_only = digits in TENS and bool(match["scale"])
    if before[-1:] in NO_COUNT_BEFORE and before or NO_COUNT_AFTER.match(after):
        return []
    if FIXED.match(text, match.start()) or digits == "一" and unit not in ("成", "倍"):
        return []
    if digits in TENS and not is_scale_only and unit not in ("大", "项", "件", "条", "成", "倍"):
        return []
    if len(digits) > 1 and not set(digits) & set(TENS) or digits in ("十百", "百千"):
        return []
    if unit in ("年", "天", "日", "岁", "期", "次") and not re.search(r"(?:连续|历时|提前)$", before):
        return []
    scale = match["scale"] or ""
    printed = digits + scale if is_scale_only else digits
    number = Number(
        match.start(),
        match.end("scale") if is_scale_only else match.end("digits"),
        match.end(),
        match.end(),
        printed,
        "" if is_scale_only else scale,
        unit,
        is_chinese=True,
    )
    if after[:1] == "多" and unit in ("倍", "成"):
        number.tail += 1
        number.hedge, number.qualifier = "多", "多"
    _hedge_chinese(before, number, match["within"] or match["late"])
    from finreport.reading.names import QUOTED, TITLED, UNQUOTED

    if QUOTED.search(before) and UNQUOTED.match(after) or TITLED.search(before):
        number.why = "name"
    return [number]


def _hedge_chinese(before: str, number: Number, within: str | None) -> None:
    said = HEDGE_BEFORE.search(before)
    if within:
        number.hedge, number.qualifier = within, HEDGES_WITHIN[within]
    elif said and not number.hedge:
        number.hedge = re.sub("(?:达到?|为)$", "", said[0])
        number.qualifier = HEDGES_BEFORE.get(number.hedge, "")


def numeral_value(printed: str) -> int:
    """What a Chinese numeral counts: 三 is 3, 十二 is 12, 百万 is 1000000.

    >>> [numeral_value(each) for each in ("两", "十", "二十六", "百万", "三百")]
    [2, 10, 26, 1000000, 300]
    """
    for word, factor in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4)):
        if printed.endswith(word):
            return (numeral_value(printed[: -len(word)]) or 1) * factor
    total, one = 0, 0
    for character in printed:
        if character in TENS:
            total, one = total + (one or 1) * TENS[character], 0
        else:
            one = VALUES[character]
    return total + one
