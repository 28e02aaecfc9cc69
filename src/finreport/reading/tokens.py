"""The numbers of a sentence: digits and Chinese numerals with their units and hedges."""

from functools import cache
from itertools import pairwise

from msgspec import Struct

from finreport import patterns as re
from finreport.reading.lexicon import (
    DOWN,
    HAN,
    HEDGES,
    KIND_OF_UNIT,
    UP,
    alternatives,
    either,
    words,
)
from finreport.reading.names import QUOTED, TITLED, UNQUOTED, why_bare, why_duration, why_named

FRACTION = r"(?<![\d/.])[1-9]/[1-9]\d{0,2}(?![\d/年月日号])"
DIGITS = FRACTION + r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.(?!20\d\d年)\d+)?"
WITHIN = either(HEDGES["within"])
SCALE = f"(?!千[瓦米克伏升])(?:{either(words('scales'))})"
GIGABYTES = "(?<=[万亿])G(?![A-Za-z])"
"""A G after a scale is data that flowed: 6亿G; 5G is a name."""

UNIT = f"(?!{alternatives('not_units')})(?:{either(KIND_OF_UNIT)}|{GIGABYTES})"
PER = f"/(?:{either(words('per'))})|每(?:立方米|平方米|人|亩|公里|万人)"
COUNTERS = words("counters")
NO_HEDGE_AFTER = alternatives("no_hedges")
OF_MONEY = "(?<=[百千万亿])[余多](?=[美欧日港]?元)"
"""A hedge after a scale, though its like before 元 is a word (多元): 10亿多元."""

NUMBER = re.compile(
    rf"(?P<digits>-?(?:{DIGITS}))(?P<within>{WITHIN})?(?P<scale>{SCALE})?(?P<late>{OF_MONEY}|(?!{NO_HEDGE_AFTER})[余多])?(?P<more>亿)?"
    rf"(?P<unit>{UNIT}(?:{PER})?)?(?:（(?:个|间|处|条|家|所|户|套|座|只|台|辆|头|件)）)?"
)
NUMERAL = r"[一二两三四五六七八九十百千]{1,5}"
CHINESE = re.compile(
    rf"(?P<digits>{NUMERAL}|(?:百|千|十)(?=[万亿])|万(?=[余多])|(?<=[近超逾约破])(?:万亿|[万亿]))(?P<within>余|多|几)?(?P<scale>万亿|千万|百万|万|亿)?"
    rf"(?P<late>余|多)?(?P<unit>{UNIT}|{either(COUNTERS)})"
)
CHANGED = f"(?:{either([*UP, *DOWN])})"
NEXT_POINTS = rf"[和、与]{CHANGED}?-?[\d.]+个"
POINTS_NEXT = re.compile(rf"(?:{NEXT_POINTS})*?{NEXT_POINTS[:-1]}(个(?:百分点|千分点|基点|BP|bp))")
"""The rest of a list of points, whose last names the unit in full: 低10个、15个和25个基点."""

SPOKEN = re.compile(
    "(?P<whole>[二三四五六七八九十百千]{1,3})分之(?P<part>[一二两三四五六七八九十百]{1,4})(?!点)"
    "|(?<=(?<![间务双程])[过超近逾])半数?(?=[，。、；）的以])"
    "|(?<=[的约占近为达有超过逾，])(?:一半|半数)(?=[，。、；）的以左])"
)
"""A share in words: 四分之三, 占比过半, 一半以上; but 任务过半 only says how far work has come."""

MINUS_AFTER = re.compile(
    r"(?:为|率|至|到|是|和|、|，|达|长|差|占比|比重|[速幅]|：|下降|（|完成|实现|收入|支出|利润|余额|融资|投资|贷款|存款|增量|净[额值]|[总合]计|[年月度期]的)$"
)
"""What stands before a minus sign; elsewhere the stroke joins two numbers."""

IN_ORDER = re.compile("(?:(?<!提)前|第)$")
"""What stands before places in an order: 前500名, 第3名."""

NO_HEDGE = "(?<![签节合续履解条契附临贴赶反])"
"""Characters before which a hedge is the end of a word: 签约, 附近."""

HEDGE_BEFORE = re.compile(
    f"(?:预计(?:[^，、。]{{0,6}})|{NO_HEDGE}(?:{either(HEDGES['before'])})(?:达到?|为|合)?)$"
)
OF_SHARE = re.compile(f"{NO_HEDGE}(大?约|将?近|接近|超过?|逾)占[^，。；、\\d]{{0,16}}$")
"""A hedge before the verb of a share: 约占全国的21%."""

HEDGE_AFTER = re.compile(f"(?!{NO_HEDGE_AFTER})(?:{either(HEDGES['after'])})")
RANGE = re.compile(r"[-—~至到]{1,2}")
FIGURES = re.compile(r"\d+")
VALUES = dict(zip("一二两三四五六七八九", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
TENS = {"十": 10, "百": 100, "千": 1000}

CLASS = re.compile(f"级|及?以上的?[{HAN}]{{2}}")
"""What makes a size of a numeral: 百亿元以上企业, 千亿级集群."""

PAST = re.compile("[过超]$")
SIZED = re.compile(f"(?!大关|台阶|关口|以|的|左右)[{HAN}]{{2}}")
MANY_WHOSE = re.compile(r"\d(?:家|个|户|座)[^\d，；。]{2,16}$")
"""What stands before how large so many are: 12家企业营业收入超百亿元."""

SIZES = ("县", "市", "镇", "村", "区")
"""What has a name of its own by its size: 过三千亿元城市, 千亿县."""

NO_COUNT_BEFORE = "几数第之唯划每初十百千万亿两三四五六七八九同统逐单另归清合唯"
NO_COUNT_AFTER = re.compile(
    r"(?:月|日|五年|季度|次全会|届|全会|会议|党代会|分之|道题|毫不|全面|中全会|体制|工程师|线城市)"
)
FIXED = re.compile(alternatives("fixed_numerals"))
"""Chinese numerals of fixed names that count nothing."""


class Number(Struct):
    """A number of a sentence, from ``start`` to ``digits_end``.

    It reaches to ``end`` with its unit and to ``tail`` with the hedge after it.

    ``why`` says why it is no quantity. ``hedge`` is the printed word beside it, ``qualifier`` its
    like in :data:`finreport.numbers.printed.QUALIFIED`; ``is_place`` that it is a place in an order
    though its unit counts people (前500名).
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
    is_place: bool = False

    @property
    def kind(self) -> str:
        """What its unit measures: a key of :data:`finreport.reading.lexicon.UNITS`, or empty."""
        return "rank" if self.is_place else _kind_of(self.unit)

    @property
    def is_spoken_share(self) -> bool:
        """Whether it is a share in words: 四分之三, 半."""
        return self.is_chinese and not self.unit and bool(re.search("分之|半", self.printed))

    @property
    def digits(self) -> str:
        """What is printed, as digits without commas."""
        if self.is_spoken_share:
            whole, is_fraction, part = self.printed.partition("分之")
            return f"{numeral_value(part)}/{numeral_value(whole)}" if is_fraction else "1/2"
        if self.is_chinese:
            return str(numeral_value(self.printed))
        return self.printed.replace(",", "")

    @property
    def printed_unit(self) -> str:
        """Scale and unit as printed."""
        return self.scale + self.unit


@cache
def _kind_of(unit: str) -> str:
    plain = re.split(r"[/每]", unit)[0]
    return str(KIND_OF_UNIT.get(plain, "count" if unit in COUNTERS else ""))


def numbers(text: str, is_opening: bool = False) -> list[Number]:
    """Every number of a sentence, in order; names, dates and list numbers say ``why``."""
    found = [_number(text, match) for match in NUMBER.finditer(text)]
    for number in found:
        number.why = _why(text, number, is_opening)
    _share_along_ranges(text, found)
    found.extend(_spoken(text, match) for match in SPOKEN.finditer(text))
    taken = [(each.start, each.end) for each in found]
    for number in list(found):
        found.extend(_digits_of_unit(text, number))
    for match in CHINESE.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.extend(_chinese(text, match))
    return sorted(found, key=lambda each: each.start)


def _number(text: str, match: re.Match[str]) -> Number:
    printed, start = match["digits"], match.start()
    if printed[0] == "-" and not MINUS_AFTER.search(text[:start]) and start:
        printed, start = printed[1:], start + 1
    unit = match["unit"] or ""
    points = POINTS_NEXT.match(text, match.end()) if unit == "个" else None
    if points:
        unit = points[1]
    scale = (match["scale"] or "") + (match["more"] or "")
    number = Number(start, match.end("digits"), match.end(), match.end(), printed, scale, unit)
    number.is_place = unit == "名" and not scale and bool(IN_ORDER.search(text[:start]))
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
        number.hedge, number.qualifier = within, HEDGES["within"][within]
    elif after:
        number.hedge, number.qualifier = after[0], HEDGES["after"][after[0]]
    elif before:
        _hedge_with(number, before[0])
    elif said := OF_SHARE.search(text[: number.start]):
        _hedge_with(number, said[1])


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


def _digits_of_unit(text: str, number: Number) -> list[Number]:
    """Digits that are part of a unit (m3) measure nothing by themselves."""
    return [
        Number(at.start(), at.end(), at.end(), at.end(), at[0], "", "", why="name")
        for at in FIGURES.finditer(text, number.digits_end, number.end)
    ]


def _share_along_ranges(text: str, found: list[Number]) -> None:
    """The first of a range takes the unit and the fate of the second: 4.5—5%."""
    for first, second in pairwise(found):
        between = text[first.tail : second.start]
        if not first.unit and RANGE.fullmatch(between):
            if second.why and first.why not in ("year", "date"):
                first.why = second.why
            elif not first.why or first.why == "name":
                first.unit, first.scale, first.why = second.unit, first.scale or second.scale, ""


def _spoken(text: str, match: re.Match[str]) -> Number:
    """A share in words; what makes it less exact stands beside it."""
    start, end = match.span()
    number = Number(start, end, end, end, match[0], "", "", is_chinese=True)
    _hedge_chinese(text, number, None)
    if not number.hedge and text[:start].endswith("过"):
        number.hedge, number.qualifier = "过", "超过"
    if TITLED.search(text[:start]):
        number.why = "name"
    return number


def _chinese(text: str, match: re.Match[str]) -> list[Number]:
    """A Chinese numeral that counts, or nothing."""
    if not _counts(text, match):
        return []
    digits, scale = match["digits"], match["scale"] or ""
    is_scale_only = digits in TENS and bool(scale)
    number = Number(
        match.start(),
        match.end("scale") if is_scale_only else match.end("digits"),
        match.end(),
        match.end(),
        digits + scale if is_scale_only else digits,
        "" if is_scale_only else scale,
        match["unit"],
        is_chinese=True,
    )
    _hedge_chinese(text, number, match["within"] or match["late"])
    before, after = text[: match.start()], text[match.end() :]
    is_quoted = QUOTED.search(before) and UNQUOTED.match(after)
    is_size = is_scale_only and re.match(f"的?[{HAN}]" if not number.hedge else "的", after)
    is_class = match["unit"] == "级" or bool(CLASS.match(after))
    is_past = PAST.search(before) and SIZED.match(after)
    is_rank = bool(scale) and bool(is_class or is_past)
    is_rank = is_rank or (is_scale_only and match["unit"] in SIZES)
    is_rank = is_rank or bool((scale or digits in ROUND) and MANY_WHOSE.search(before))
    if is_quoted or TITLED.search(before) or is_size or is_rank:
        number.why = "name"
    return [number]


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether a Chinese numeral counts things, and is no part of a word, a name or an order."""
    before, after = text[: match.start()], text[match.end() :]
    digits, unit, scale = match["digits"], match["unit"], match["scale"]
    is_in_word = (bool(before) and before[-1] in NO_COUNT_BEFORE) or NO_COUNT_AFTER.match(after)
    is_in_word = is_in_word or re.search("[一二三四五六七八九十]、$", before)
    is_hedged = bool(match["within"] or match["late"] or HEDGE_BEFORE.search(before))
    is_round = digits in ROUND and not scale and is_hedged and unit not in TIMES
    if is_in_word or (FIXED.match(text, match.start()) and not is_round):
        return False
    if is_round:
        return True
    if digits == "一" or (digits in TENS and not scale):
        is_next = bool(BESIDE_ONE.search(before)) and unit in SIZES
        is_next = is_next or (unit in ALONE and bool(ONLY_ONE.search(before)))
        return is_next or unit in (ONE_COUNTS if digits == "一" else TEN_COUNTS)
    if (len(digits) > 1 and not set(digits) & set(TENS)) or digits in ("十百", "百千"):
        return False
    if unit in TIMES:
        return bool(re.search("(?:连续|历时|提前)$", before))
    return unit != "届" and (unit in COUNTERS or bool(scale or set(digits) & set("百千")))


ALONE = ("户", "家", "所", "座")
ONLY_ONE = re.compile("(?<!不)(?:仅|只)有[^，。；\\d]{0,20}$")
"""What stands before the only one that there is: 纳入的企业仅有某集团一户."""

ONE_COUNTS = ("成", "倍")
TEN_COUNTS = ("大", "项", "件", "条", "成", "倍", "个", "方面")
ROUND = ("百", "千", "万", "亿", "万亿")
BESIDE_ONE = re.compile(r"[一二两三四五六七八九十]{1,3}[市县区镇村]$")
"""What stands before the one of other places: 九市一区."""
TIMES = ("年", "天", "日", "岁", "期", "次")


def _hedge_with(number: Number, said: str) -> None:
    word = "预计" if said.startswith("预计") else re.sub("(?:达到?|为|合)$", "", said)
    number.hedge, number.qualifier = word, HEDGES["before"][word]


def _hedge_chinese(text: str, number: Number, within: str | None) -> None:
    said = HEDGE_BEFORE.search(text[: number.start])
    after = HEDGE_AFTER.match(text, number.end)
    if within:
        number.hedge, number.qualifier = within, HEDGES["within"][within]
    elif after and after[0] != "内":
        number.tail = after.end()
        number.hedge, number.qualifier = after[0], HEDGES["after"][after[0]]
    elif said:
        _hedge_with(number, said[0])
    elif share := OF_SHARE.search(text[: number.start]):
        _hedge_with(number, share[1])


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
