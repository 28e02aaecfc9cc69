"""Frames: what a number measures, from the words around it. A table, and how it is matched.

A frame is a pattern of the words from the last punctuation mark to the number (hedges taken off)
and of the words after it, for numbers with a unit of certain kinds. The first row that agrees
counts. Each row has a sentence of its own, invented, whose last number it reads: the tests read
them all.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from finreport.reading.lexicon import (
    ABOVE,
    BASES,
    COMPARED,
    DOWN,
    EMPTY_BEFORE,
    HEDGES_BEFORE,
    INTO,
    LEVEL_NOUNS,
    RATIO,
    SHARE_RATES,
    SHORT_VERBS,
    UP,
    VERB,
    either,
)
from finreport.reading.model import Base, Direction, Measure

ANY = ("money", "physical", "count", "time", "")
FIGURES = ("percent", "tenths")
HAN = r"[\u4e00-\u9fa5“]"
ADVERB = r"(?:了|约|近|超过?|分别|逾|至少|达到?|为|各|均|预计|不低于|高达|仅|至)*"
SHARE = rf"(?:{RATIO}|{SHARE_RATES}|投入强度|满意度|优良天数比率|研发强度|科技进步水平|安全感)"
TIMES_OF_BASE = r"(?:上年|去年|年初|上月|前三季度|上半年|20\d\d年|[一二三四]季度|上季|同期|“十[二三四]五”)"
LESS_IS_BETTER = "浓度|强度|能耗|消耗|排放|失业率"


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to say what a number measures.

    ``before`` and ``after`` are patterns (search, match). ``direction`` is ``up`` or ``down``,
    ``verb`` for that of the verb found, or empty. ``base`` is a base, ``said`` for what the words
    name, ``said or X`` with what counts where they name none, or empty.
    """

    name: str
    kinds: tuple[str, ...]
    before: str
    measure: Measure | None
    example: str
    direction: str = ""
    base: str = ""
    after: str = ""


FRAMES = (
    # ------------------------------------------------------------------- percentage points
    Frame("points.pull", ("points",), r"(?P<pull>拉动|带动|推动|贡献)(?![^，]*(?:增速|比重|占比|率))[^，]*$", "contribution", "工业投资增长6.1%，拉动全部投资增长2.4个百分点。", "up"),
    Frame("points.drag", ("points",), r"(?:拉低|下拉|拖累)[^，]*$", "contribution", "房地产开发投资下降9.3%，下拉全部投资增速1.1个百分点。", "down"),
    Frame("points.lead", ("points",), rf"(?P<compare>{COMPARED})(?P<other>[^，]*?)$", "change_pp", "民间投资增速高于全部投资1.6个百分点。", "verb", "nation"),
    Frame("points.than", ("points",), rf"[比较](?P<other>(?!{TIMES_OF_BASE})[^，比较]{{1,16}}?)(?P<verb>高出|快|高|低|慢|多|少|上升|提高)(?:了|出)?$", "change_pp", "规模以上工业增速比全国快0.8个百分点。", "verb", "nation"),
    Frame("points.moved", ("points",), rf"(?P<verb>{VERB}){ADVERB}$", "change_pp", "住户贷款增速较前三季度回落0.6个百分点。", "verb", "said or previous_year"),
    Frame("points.plain", ("points",), r"", "change_pp", "两年间的升幅为2.7个百分点。"),
    # ------------------------------------------------------------------------- percentages
    Frame("share.whole", FIGURES, r"占[^，]*(?:比重|比例|份额|之比|总[量数额]|的)[^，]{0,8}$", "share", "高技术制造业增加值占规模以上工业的18.4%。"),
    Frame("share.part", FIGURES, r"(?:占比|比重|份额|比例|比率|构成|结构)[^，]{0,10}$", "share", "服务贸易占比为14.9%。"),
    Frame("share.of", FIGURES, r"(?<!同)占[^，增长]{1,18}$", "share", "其中中小企业占七成。"),
    Frame("contribution.rate", FIGURES, r"贡献率[^，]{0,10}$", "contribution", "消费对经济增长的贡献率达到61.7%。"),
    Frame("share.completion", FIGURES, r"(?:完成|实现|达到|占)?[^，]{0,10}(?:目标|计划|任务|预算)(?:任务)?(?:完成|执行)?(?:进度|率)?(?:的|达到?|为|提升至)*$", "share", "全年发行债券820亿元，完成年度计划的93.5%。", base="target"),
    Frame("share.completed", FIGURES, r"(?:完成|执行)率[^，]{0,6}$", "share", "重点项目投资完成率98.2%。", base="target"),
    Frame("growth.fall", FIGURES, r"(?:降幅|跌幅)[^，]{0,6}$", "growth", "工业品出厂价格降幅为2.6%。", "down", "said or previous_year"),
    Frame("growth.rate", FIGURES, r"(?:增速|增幅|涨幅|升幅|(?<!自然)增长率|增长速度|增长目标)[^，]{0,8}$", "growth", "社会消费品零售总额增速为5.7%。", "up", "said or previous_year"),
    Frame("share.into", FIGURES, rf"{SHARE}[^，]*{INTO}{ADVERB}$", "share", "污水集中处理率提高到95.3%。"),
    Frame("level.into", FIGURES, rf"{INTO}{ADVERB}$", "level", "城镇调查失业率降至5.2%。"),
    Frame("growth.verb", FIGURES, rf"(?P<verb>{VERB}){ADVERB}$", "growth", "出口同比下降3.8%。", "verb", "said or previous_year"),
    Frame("growth.after", FIGURES, r"", "growth", "经济实现6.2%的增长。", "up", "said or previous_year", r"(?:以上|左右)?的?(?:增速|速度|增幅|年均增速|增长)"),
    Frame("growth.flat", FIGURES, r"持平[^，]{0,2}$", "growth", "价格与上年持平，为0.0%。", "", "said or previous_year"),
    Frame("share.rate", FIGURES, rf"(?:{SHARE})[^，]{{0,12}}$", "share", "农村自来水普及率96.4%。"),
    Frame("share.first", FIGURES, r"", "share", "近三成的街道设有服务站。", after=rf"(?:以上|左右)?的{HAN}"),
    Frame("share.tenths", ("tenths",), r"", "share", "交易额的近六成来自线上。"),
    Frame("level.percent", FIGURES, r"", "level", "不良贷款率1.46%。"),
    # --------------------------------------------------------------------------- multiples
    Frame("growth.times", ("multiple",), rf"(?P<verb>{VERB}){ADVERB}$", "growth", "直播销售额增长3.4倍。", "verb", "said or previous_year"),
    Frame("multiple", ("multiple",), r"", "multiple", "人均产出是十年前的2.3倍。"),
    # ------------------------------------------------------------------------------- ranks
    Frame("rank.place", ("rank", ""), r"第$", "rank", "外贸规模居全国第9位。", base="nation"),
    Frame("rank.moved", ("rank",), rf"(?P<verb>{VERB}|前移|后移){ADVERB}$", "change", "创新能力排名上升3位。", "verb", "said"),
    Frame("rank.front", ("rank",), r"(?:前|列|居|排名|排|位次|位于|进入)[^，]{0,5}$", "rank", "快递业务量居全国前8位。", base="nation"),
    Frame("rank.left", ("rank",), r"", "rank", "排名由14位升至11位。", after=r"(?:上升|升|跃|提升|前移)"),
    # ----------------------------------------------------------------- amounts and counts
    Frame("index", ("",), r"价格(?:总)?指数[^，]{0,5}$", "price_index", "居民消费价格指数为100.4。"),
    Frame("amount.into", ANY, rf"{INTO}{ADVERB}$", None, "贷款余额增加到3920亿元。"),
    Frame("change.net", ANY, r"(?:净(?P<verb>增加|减少|增|减))(?:经营|企业|有|市场|各类|了|约|近|超)[^，]{0,14}$|(?:^|[，、])[^，]{0,6}净(?P<more>增|减)[^，]{0,14}$", "change", "全年净增外贸企业150家。", "verb", "said"),
    Frame("change.more", ANY, rf"(?P<verb>多增|少增){ADVERB}$", "change", "人民币贷款增加2450亿元，同比多增310亿元。", "verb", "said or previous_year"),
    Frame("change.lead", ANY, rf"(?P<compare>高于|低于|多于|少于|高出|超出)(?P<other>{HAN}[^，]*)$", "change", "农村居民人均收入高于全国平均水平860元。", "verb", "nation"),
    Frame("change.than", ANY, rf"[比较与](?P<other>[^，比较]{{1,16}}?)(?P<verb>多|少|高|低|快|慢|增|减)(?:了|出)?$", "change", "全年债券净融资940亿元，比上年多120亿元。", "verb", "said"),
    Frame("change.verb", ANY, rf"(?P<verb>{VERB}){ADVERB}$", "change", "外汇存款余额比年初减少6.3亿美元。", "verb", "said"),
    Frame("plain", ANY + ("rank",), r"", None, "全省共有村镇银行27家。"),
)
"""All frames, in the order in which they are tried."""

TAKEN_OFF = re.compile(f"(?:{either([*HEDGES_BEFORE, *EMPTY_BEFORE])})$")


@dataclass(frozen=True, slots=True)
class Said:
    """What a frame understood: ``other`` is what the number is compared with, if anything."""

    frame: str
    measure: Measure
    direction: Direction | None
    base: Base | None
    other: str = ""
    has_verb: bool = False


@cache
def _table() -> dict[str, tuple[tuple[Frame, re.Pattern[str], re.Pattern[str]], ...]]:
    rows = [(each, re.compile(each.before), re.compile(each.after)) for each in FRAMES]
    kinds = {kind for each in FRAMES for kind in each.kinds}
    return {kind: tuple(row for row in rows if kind in row[0].kinds) for kind in kinds}


def bare(clause: str) -> str:
    """A clause without the hedges before its number, unless they belong to a verb (降至)."""
    while (hedge := TAKEN_OFF.search(clause)) and not re.search(f"{INTO}$", clause):
        clause = clause[: hedge.start()]
    return clause


def understand(clause: str, kind: str, unit: str, scale: str, after: str) -> Said:
    """What a number of a kind of unit says, from the clause before it and the words after it."""
    words = bare(clause)
    for frame, before, right in _table().get(kind, _table()[""]):
        found = before.search(words)
        if not found or not right.match(after):
            continue
        verb = _verb(found)
        if verb and not _is_predicate(verb, words, found, frame, kind, after):
            continue
        return _said(frame, found, verb, words, kind, unit, scale)
    raise AssertionError("the last frame of each kind agrees with everything")


def _verb(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return groups.get("verb") or groups.get("more") or groups.get("compare") or ""


def _is_predicate(
    verb: str, words: str, found: re.Match[str], frame: Frame, kind: str, after: str
) -> bool:
    """Whether a verb before a number says how it changed, or is part of a noun or a task."""
    if frame.name in ("points.lead", "points.than", "change.than", "change.net", "change.lead"):
        return True
    left = words[: found.start("verb")] if found.groupdict().get("verb") else words
    if verb in SHORT_VERBS:
        needs = r"[比较同]|年均|净|月均|累计$" if kind in ANY or verb in "高快多少低慢退提前" else r"."
        if not re.search(needs, left + ("同" if not left.strip("，、") else "")):
            return False
    if frame.name in ("change.verb", "rank.moved"):
        subject = re.sub(r"^[，、；：]*(?:其中|同时|并|累计|全年|年均|平均|五年)*", "", left)
        compared = re.search(r"[比较同]|年均|累计", left)
        if verb in ("新增", "提前", "延长", "改善", "加快", "扩大", "提升", "提高") and not subject:
            return False
        if not subject and not compared and re.match(HAN, after):
            return False
        if verb in ("改善", "延长", "压缩", "扩大", "加快", "提升", "加大") and not compared and kind == "count":
            return False
    return True


def _said(
    frame: Frame, found: re.Match[str], verb: str, words: str, kind: str, unit: str, scale: str
) -> Said:
    direction = frame.direction
    if direction == "verb":
        direction = "up" if verb in UP + ABOVE or verb in ("好于",) else "down" if verb in DOWN + (
            "低于", "慢于", "少于", "小于", "落后于", "落后") else ""
        if verb == "改善" and re.search(LESS_IS_BETTER, words):
            direction = "down"
    if frame.name == "points.plain":
        direction = "down" if re.search("降幅|回落|下降", words) else "up" if "升" in words else ""
    other = found.groupdict().get("other") or ""
    return Said(
        frame.name,
        frame.measure or plain_measure(words, kind, unit, scale),
        cast("Direction | None", direction or None),
        _base(frame, words, other),
        other,
        bool(verb) or frame.name.endswith(".into"),
    )


def _base(frame: Frame, words: str, other: str) -> Base | None:
    if frame.base == "nation":
        place = other or words
        if "全国" in place or "国家" in other:
            return "nation"
        return said_base(words) if frame.name != "rank.place" and frame.name != "rank.front" else None
    if frame.base.startswith("said"):
        default = frame.base.partition(" or ")[2]
        return said_base(words) or cast("Base | None", default or None)
    return cast("Base | None", frame.base or None)


def said_base(words: str) -> Base | None:
    """The base that words of comparison name, if they name one."""
    found = next((base for base, pattern in BASES if re.search(pattern, words)), None)
    return cast("Base | None", found)


def plain_measure(words: str, kind: str, unit: str, scale: str) -> Measure:
    """Level or count: what is counted one by one is a count, unless its noun is a quantity."""
    if kind in ("money", "physical", "time") or "/" in unit or "每" in unit:
        return "level"
    if kind == "rank":
        return "count"
    if re.search(LEVEL_NOUNS, words):
        return "level"
    return "count" if unit or scale else "level"
