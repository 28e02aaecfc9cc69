"""Frames: what a number measures, from the words around it. A table, and how it is matched.

A frame is a pattern of the words from the last punctuation mark to the number (hedges taken off)
and of the words after it, for numbers with a unit of certain kinds. The first row that agrees
counts. Each row has a sentence of its own, invented, whose last number it reads: the tests read
them all.
"""

from collections import defaultdict
from functools import cache
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from finreport import patterns as re
from finreport.reading.lexicon import (
    ACTS_ON,
    BASES,
    COMPARED,
    DOING,
    HAN,
    HEDGES,
    INTO,
    PLACE,
    RISES,
    SHARE_RATE,
    SHORT_VERBS,
    VERB,
    alternatives,
    either,
    filled,
    load,
    words,
)
from finreport.reading.model import Base, Direction, Measure
from finreport.reading.sentences import BOTH_BASES, Group
from finreport.reading.tokens import Number

KINDS = {
    "amount": ("money", "physical", "count", "time", ""),
    "figure": ("percent", "tenths"),
}
"""Kinds of frames that stand for several kinds of units."""

RATIO = alternatives("ratio")
TIMES = alternatives("base_times")
LEVEL_NOUN = re.compile(alternatives("level_nouns"))
SINGLE = re.compile("(?:项目|企业|基地|机构|平台|园区|车间|工厂|企业数)(?:数量?)?$")
"""Ends of nouns of things counted one by one, whatever they make: 工业产能项目."""

MONEY_NOUN = re.compile("(?:生产总值|增加值|总额|总值|收入|支出|投资|规模|营收|产值|余额|总量)")
"""Nouns whose number is money even where no unit is printed: 总值迈上5万亿台阶."""

AIMED_AT = re.compile("目标|任务|计划|预算")
"""What is compared with what was to be reached: 优于考核目标14.6个百分点."""

NUMBER_AND_ON = re.compile(r"\d[\d.]*个?(?:百分点|基点)?[和、][^\d]*$")
"""The first number of a list of changes, and what leads to the next: 低0.6个和高."""

ASIDE = re.compile("（[^（）]*）")
LESS_IS_BETTER = re.compile("浓度|强度|能耗|消耗|排放|失业率")
NAMES = {
    "ACTS_ON": ACTS_ON,
    "ADVERB": r"(?:了|约|近|超过?|分别|逾|至少|达到?|为|各|均|预计|不低于|高达|仅)*",
    "COMPARED": COMPARED,
    "HAN": f"[{HAN}“]",
    "INTO": INTO,
    "SHARE": f"(?:{RATIO}|{SHARE_RATE}|{alternatives('share_nouns')})",
    "TIMES": TIMES,
    "VERB": VERB,
}
"""What ``<NAME>`` stands for in the patterns of the table."""


class Frame(Struct, frozen=True):
    """One way to say what a number measures.

    ``before`` and ``after`` are patterns (search, match). ``direction`` is ``up`` or ``down``,
    ``verb`` for that of the verb found, or empty. ``base`` is a base, ``said`` for what the words
    name, ``said or X`` with what counts where they name none, or empty.
    """

    name: str
    kinds: tuple[str, ...]
    example: str
    before: str = ""
    after: str = ""
    measure: Measure | None = None
    direction: str = ""
    base: str = ""


FRAMES = tuple(
    Frame(**{**row, "kinds": tuple(row["kinds"])}) for row in load("frames.toml")["frame"]
)
"""All frames, in the order in which they are tried."""

TAKEN_OFF = re.compile(f"(?:{either([*HEDGES['before'], *words('empty_before')])})(?<!平均)$")


LEADS = re.compile(f"{INTO}{NAMES['ADVERB']}$")


class Said(Struct, frozen=True):
    """What a frame understood.

    ``other`` is what the number is compared with, if anything; ``has_verb`` that a verb before it
    is its predicate; ``has_base`` that the words name the base, so that it is no default.
    """

    frame: str
    measure: Measure
    direction: Direction | None
    base: Base | None
    other: str = ""
    has_verb: bool = False
    has_base: bool = False


@cache
def _table() -> dict[str, tuple[tuple[Frame, re.Pattern[str], re.Pattern[str]], ...]]:
    table: dict[str, list[tuple[Frame, re.Pattern[str], re.Pattern[str]]]] = defaultdict(list)
    for each in FRAMES:
        before, after = (re.compile(filled(each_, NAMES)) for each_ in (each.before, each.after))
        for kind in dict.fromkeys(k for name in each.kinds for k in KINDS.get(name, (name,))):
            table[kind].append((each, before, after))
    return {kind: tuple(rows) for kind, rows in table.items()}


def bare(clause: str) -> str:
    """A clause without the hedges before its number, unless they belong to a verb (降至)."""
    while (hedge := TAKEN_OFF.search(clause)) and not re.search(f"{INTO}$", clause):
        clause = clause[: hedge.start()]
    return clause


def understand(clause: str, number: Number, after: str) -> Said:
    """What a number says, from the clause before it and the words after it."""
    words = bare(clause)
    for frame, before, right in _table().get(number.kind, _table()[""]):
        found = before.search(words)
        if not found or not right.match(after):
            continue
        verb = _verb(found)
        if not verb or _is_predicate(verb, words, found, frame, number, after):
            return _said(frame, found, words, number)
    raise AssertionError("the last frame of each kind agrees with everything")


def _verb(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return groups.get("verb") or groups.get("more") or groups.get("compare") or ""


def _is_predicate(
    verb: str, words: str, found: re.Match[str], frame: Frame, number: Number, after: str
) -> bool:
    """Whether a verb before a number says how it changed, or is part of a noun or a task."""
    if frame.name in SURE:
        return True
    left = words[: found.start("verb")]
    if verb in SHORT_VERBS:
        is_amount = number.kind in KINDS["amount"]
        needed = SAID_WITH if is_amount or verb in "高快多少低慢退提前" else ""
        if left.strip("，、和与及") and not re.search(needed, left):
            return False
    if frame.name not in ("change.verb", "rank.moved") or re.search(SAID_AGAINST, left):
        return True
    subject = OPENING.sub("", left)
    is_noun_behind = re.match(NAMES["HAN"], after)
    is_act = verb in TASKS and bool(ACTS.fullmatch(subject))
    if (not subject or is_act) and (verb in TASKS or is_noun_behind):
        return verb == "新增" and number.kind == "money" and not is_noun_behind
    is_land = number.unit.endswith(("亩", "公顷", "公里")) and not EXTENT.search(left)
    return not (verb in IMPROVES and (number.kind == "count" or is_land))


SURE = (
    "points.since", "points.lead", "points.than",
    "change.than", "change.net", "change.lead", "change.deed",
)  # fmt: skip
"""Frames whose verb is a predicate by the pattern itself."""

SAID_WITH = "[比较同]|年均|净|月均|累计$"
SAID_AGAINST = "同比|环比|[比较与]|年均"
OPENING = re.compile(
    f"^[，、；：]*(?:其中|同时|并|累计|全年|年均|平均|五年|力争|确保|预计|{PLACE})*"
)
TASKS = ("新增", "提前", "延长", "改善", "加快", "扩大", "提升", "提高")
"""Verbs that open a task if no subject stands before them: 加快6个电站建设."""

ACTS = re.compile(f"(?:{DOING})+")
"""Acts before a verb that is one of them: 新建农田22万亩、改造提升8万亩."""

EXTENT = re.compile("(?:面积|里程|长度|规模|总量)$")
"""What land or roads are measured by, and so may grow."""

IMPROVES = ("改善", "延长", "压缩", "扩大", "加快", "提升", "加大")
"""Verbs that end the name of a task: 农房风貌提升20万户."""


def _said(frame: Frame, found: re.Match[str], words: str, number: Number) -> Said:
    verb = _verb(found)
    other = found.groupdict().get("other") or ""
    return Said(
        frame.name,
        frame.measure or plain_measure(words, number),
        _direction(frame, verb, words, number),
        _base(frame, words, other),
        other,
        bool(verb or LEADS.search(words)),
        bool(said_base(words)),
    )


def _direction(frame: Frame, verb: str, words: str, number: Number) -> Direction | None:
    if frame.measure == "growth" and number.printed.startswith("-"):
        return "down"
    if frame.direction != "verb":
        return cast(Direction | None, frame.direction or None)
    if not verb:
        return None
    is_good = verb == "改善" and LESS_IS_BETTER.search(words)
    return "up" if verb in RISES and not is_good else "down"


def _base(frame: Frame, words: str, other: str) -> Base | None:
    if frame.base == "nation":
        if "全国" in (other or words) or "国家" in other:
            return "nation"
        if AIMED_AT.search(other):
            return "target"
        return None if frame.measure == "rank" else said_base(words)
    if frame.base.startswith("said"):
        default = frame.base.partition(" or ")[2]
        return said_base(words) or cast(Base | None, default or None)
    return cast(Base | None, frame.base or None)


def said_base(words: str) -> Base | None:
    """The base that words of comparison name, if they name one."""
    found = next((base for base, pattern in BASES if pattern.search(words)), None)
    return cast(Base | None, found)


def bases(group: Group, said: Said) -> list[Said]:
    """What each number of a group says: alike, but for two that are compared with two times.

    One with a minus among others fell: 分别增长5.6%、-3.2%. Each of a list
    with which one is compared is a base of its own: 高于全国、全省0.9和0.4个百分点.
    """
    minus = [each.printed.startswith("-") and said.direction == "up" for each in group.numbers]
    each_says = [replace(said, direction="down") if is_minus else said for is_minus in minus]
    at, many = group.series[0], len(group.numbers)
    others = re.split("[、和与及]", said.other)
    if said.frame in ("points.lead", "points.than") and len(others) == many > 1:
        named = ["nation" if "全国" in each else said_base(each) for each in others]
        return [replace(says, base=base) for says, base in zip(each_says, named, strict=True)]
    both = BOTH_BASES.search(NUMBER_AND_ON.sub("", group.stretch) if at else group.clause)
    if not both or 2 not in (many, group.series[1]):
        return each_says
    named = [said_base("比" + both[key]) for key in ("one", "other")][at : at + many]
    return [
        replace(says, base=base) if base else says
        for says, base in zip(each_says, named, strict=True)
    ]


def plain_measure(words: str, number: Number) -> Measure:
    """Level or count: what is counted one by one is a count, unless its noun is a quantity."""
    is_single = number.kind in ("count", "rank", "") and not re.search("[/每]", number.unit)
    noun = LEADS.sub("", ASIDE.sub("", words)).rstrip("从由")
    is_amount = LEVEL_NOUN.search(noun) and not SINGLE.search(noun)
    if not is_single or (is_amount and number.kind != "rank"):
        return "level"
    is_large = not number.unit and number.scale.endswith("亿")
    is_money = is_large and ("." in number.digits or MONEY_NOUN.search(words))
    return "count" if (number.unit or number.scale) and not is_money else "level"
