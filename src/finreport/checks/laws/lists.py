"""The count of a list: 三市, 四项, 4大类 beside the names that they count."""

import re
from collections.abc import Iterator
from fractions import Fraction

from finreport.checks.laws.constraints import Constraint, Linear
from finreport.checks.laws.facts import Fact, Facts
from finreport.reading.lexicon import VERB

UNITS = frozenset({"大", "项", "类", "种", "市", "省", "县", "区", "大类"})
"""Classifiers that a count of names has, and other counts hardly ever."""

OTHER_UNITS = frozenset({"个", "条", "家", "所", "处", "座", "件", "方面", "个方面", "支", "户"})
LIST = re.compile(
    r"(?:^|[，。；：在对向于将以]|包括)(?P<list>[^，。；：“”（）\d]{4,90}?)(?P<open>等)?$"
)
LONGEST_NAME = 9
LONGEST_OF_DIGITS = 16
MANY = 5
"""How many names of a list are more than examples."""

NEAREST = 2
"""By how many a list may be off for the count to be meant for it."""


def count_of_list(facts: Facts) -> Iterator[Constraint]:
    """A number right behind a list says how many names the list has.

    After 等 there may be more things than names, but no fewer.
    """
    for fact in facts.all:
        if fact.measure != "count" or fact.values.width or fact.unit not in UNITS | OTHER_UNITS:
            continue
        found = LIST.search(fact.before)
        if not found or "、" not in found["list"]:
            continue
        names = re.split(r"、|和(?=[^、]{2,}$)|及(?=[^、]{2,}$)", found["list"])
        said, count = int(fact.value), Fraction(len(names))
        nearest = NEAREST if fact.unit in UNITS or count >= MANY else 1
        is_open = found["open"] and count < said
        is_far = abs(count - said) > nearest and not (found["open"] and count >= MANY)
        if is_open or is_far or min(said, len(names)) < 3 or not _are_names(names, fact):
            continue
        relation = Linear((1,), count, count)
        yield Constraint("count_of_list", "equality", (fact,), relation, is_sure=False)


INLINE = ("{0}是", "{0}要", "第{0}[，、]")
"""How the points of a list are numbered within a paragraph."""

HEADED = ("[（(]{0}[）)]", "{1}[.．、](?!\\d)", "[（(]{1}[）)]", "{0}是", "第{0}[，、]")
"""How they are where each has a paragraph of its own."""

INTRODUCED = re.compile(r"[^。！？\n]{0,30}(?:[：:。\n]|——)\s*")
"""What stands between a count and the first of the points that it counts."""

ASPECTS = re.compile(
    r"^[个项件]?(?:方面|措施|工作|任务)?[^，。\d一二三四五六七八九十]{0,8}[：:]\s*$"
)
"""A count, at most a noun and a colon: no doubt is left of what is counted."""

FARTHEST = 700
"""How many characters apart two points of one paragraph stand at the most."""

PARAGRAPHS = 160
MOST_POINTS = 29


def count_of_points(facts: Facts) -> Iterator[Constraint]:
    """A number before points that are numbered (一是…二是…) says how many they are."""
    for fact in facts.all:
        if fact.measure != "count" or fact.values.width or fact.cell or fact.unit == "%":
            continue
        text = facts.following(fact, PARAGRAPHS)
        opened = INTRODUCED.match(text)
        points = _points(text[opened.end() :]) if opened else 0
        is_meant = opened and ASPECTS.search(opened[0])
        if points > 1 and (is_meant or abs(points - fact.value) <= NEAREST):
            count = Fraction(points)
            relation = Linear((1,), count, count)
            yield Constraint("count_of_list", "equality", (fact,), relation, is_sure=False)


def _points(text: str) -> int:
    """How many points a text opens with, numbered from one on; 0 where it opens with none."""
    for style in INLINE:
        if re.match(_mark(style, 1), text):
            return _numbered(text, style)
    lines = text.split("\n")
    for style in HEADED:
        if re.match(_mark(style, 1), lines[0].lstrip()):
            told = 0
            for line in lines:
                if re.match(r"\s*[一二三四五六七八九十]+、", line):
                    break
                told += re.match(_mark(style, told + 1), line.lstrip()) is not None
            return told
    return 0


def _numbered(text: str, style: str) -> int:
    """The points of one numbering that follow one another, in a paragraph or in several."""
    told, at = 1, 0
    while told < MOST_POINTS:
        found = re.compile(rf"(?:^|[，。；：\s]){_mark(style, told + 1)}").search(text, at)
        own_lines = "\n" in text[at : found.start() + 1] if found else False
        if found is None or (found.start() - at > FARTHEST and not own_lines):
            break
        told, at = told + 1, found.end()
    return told


def _mark(style: str, number: int) -> str:
    tens, ones = divmod(number, 10)
    numeral = "十" * bool(tens) + "一二三四五六七八九"[ones - 1 : ones]
    return style.format(("二" if tens > 1 else "") + numeral, number)


BEHIND = re.compile(r"[^，。；：、\n]{0,12}(?:[：:]|——)(?P<list>[^。；：\n]{6,400})")


def count_before_list(facts: Facts) -> Iterator[Constraint]:
    """A number before a colon says how many names follow it, all parted by one mark."""
    for fact in facts.all:
        if fact.measure != "count" or fact.values.width or fact.cell or fact.value < 3:
            continue
        found = BEHIND.match(facts.following(fact, 1))
        marks = [mark for mark in "，、" if found and mark in found["list"]]
        is_bare = found and not re.search(r"\d|等$", found["list"]) and not _points(found["list"])
        if found and is_bare and len(marks) == 1:
            count = Fraction(len(re.split(f"{marks[0]}|以及", found["list"])))
            is_near = abs(count - fact.value) <= NEAREST or (fact.unit == "件" and count >= MANY)
            if is_near and count > NEAREST:
                relation = Linear((1,), count, count)
                yield Constraint("count_of_list", "equality", (fact,), relation, is_sure=False)


def _are_names(names: list[str], fact: Fact) -> bool:
    lengths = [len(name) for name in names]
    longest = LONGEST_NAME if "chinese" in fact.reading.route else LONGEST_OF_DIGITS
    is_short = max(lengths) <= longest and min(lengths) >= 1
    return (
        is_short and not any(re.search(f"(?:{VERB})", name) for name in names) and bool(fact.name)
    )
