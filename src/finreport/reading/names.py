"""Numbers that are no quantities: dates, list numbers, names, thresholds, each by a rule of a table."""

import re
from dataclasses import dataclass
from functools import cache

from finreport.reading.lexicon import HAN, VERB, filled, load


@dataclass(frozen=True, slots=True)
class NameRule:
    """A kind of number that measures nothing.

    ``before`` is what the words before the digits end with, ``number`` the digits, ``after`` what
    the words after the digits begin with; an empty pattern agrees with all. ``example`` holds a
    number, the first of its text that agrees, for which the rule was written.
    """

    why: str
    number: str
    example: str
    before: str = ""
    after: str = ""


RULES = tuple(NameRule(**row) for row in load("names.toml")["rule"])
"""Tried in order; the first that agrees says why a number is no quantity."""

QUOTED = re.compile(r"“[^“”，。；]{0,12}$")
UNQUOTED = re.compile(r"[^“”，。；]{0,12}”")
TITLED = re.compile(r"《[^》]*$")

DURATION_KEPT = (
    rf"(?:寿命|年限|历时|时间|天数|时长|周期|用时|平均|工期|连续|提前|缩短|{VERB}|"
    rf"(?:{VERB}|压缩|缩短|控制|延长)(?:至|到|了)|达到?|为|由|从|超过?|仅用|只需|到)(?:约|近|超过?|[了至到为])?$"
)
"""Words before a duration that a text reports (连续4年, 寿命达到79岁)."""

DURATION_DROPPED = re.compile(
    r"(?:近|未来|过去|前|时隔|最近|今后|在|用|每|隔|十四五”?|下一个|第一个|这|那|上|整|[(（])$"
)
NAME_OF_TIME = re.compile(
    r"(?:钟)?(?:[^，。；、]{0,4})(?:圈|窗口期|过境免签|免签)|(?:期|制|级)|行动|计划|规划|方案|来(?!水)|一遇|长跑"
)

UNITLESS_NAME = re.compile(rf"[{HAN}]")
UNITLESS_KEPT = re.compile(
    r"(?:[和至到与及提升增降比以左]|为|调整|多|余|个|左右|以上|家|分|减少|位|上下|下降|跃|的)"
)


NAMES = {"HAN": HAN}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (
            rule.why,
            re.compile(f"(?:{filled(rule.before, NAMES)})$"),
            re.compile(rule.number),
            re.compile(filled(rule.after, NAMES)),
        )
        for rule in RULES
    )


def why_named(text: str, start: int, end: int, is_opening: bool) -> str:
    """Why the digits from ``start`` to ``end`` are no quantity; empty if no rule says so.

    ``is_opening`` says that ``text`` is the first sentence of its paragraph, where list numbers
    stand.
    """
    before, digits, after = text[:start], text[start:end], text[end:]
    nearby = before[-24:] if len(before) > 24 else before
    for why, left, number, right in _patterns():
        if why == "list number" and not before and not is_opening:
            continue
        if number.fullmatch(digits) and left.search(nearby if before == nearby else "\n" + nearby):
            if right.match(after):
                return why
    if QUOTED.search(before) and UNQUOTED.match(after):
        return "name"
    if TITLED.search(before) and "》" in after:
        return "name"
    return ""


def why_duration(text: str, start: int, end: int, unit: str) -> str:
    """Why a number of years, days or hours is no quantity; empty if a text reports it."""
    before, after = text[:start], text[end:]
    if unit == "日":
        return "date"
    if NAME_OF_TIME.match(after):
        return "period"
    if unit in ("岁", "周岁"):
        return "" if re.search(r"(?:寿命|年龄)[^，]{0,10}$", before) else "age"
    if DURATION_DROPPED.search(before) and not re.search("提前$", before):
        return "period"
    if re.search(DURATION_KEPT, before) or re.search("时间[^，]{0,4}$", before):
        return ""
    if re.match(rf"(?:以上|以下)?[{HAN}]", after) and unit in ("小时", "分钟", "天"):
        return "" if re.match(r"(?:开工|投产|封顶|建成|完成|办结|内|具备)", after) else "name"
    if re.match("内|以内", after):
        return ""
    return "period" if unit in ("年", "个月", "个季度", "周") else ""


def why_bare(text: str, start: int, end: int) -> str:
    """Why a number without any unit is a name: it stands before a noun (国道318线)."""
    before, digits, after = text[:start], text[start:end], text[end:]
    if re.search(r"第$", before) or "." in digits:
        return ""
    if UNITLESS_NAME.match(after) and not UNITLESS_KEPT.match(after):
        return "name"
    return ""

