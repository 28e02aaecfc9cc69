"""The words of a clause: its subject without times and predicate, the thing counted, lists."""

import re
from functools import cache

from finreport.reading.lexicon import (
    COLLECTIVES,
    COMPARED,
    COMPARED_WITH,
    DOING,
    EMPTY_OPENINGS,
    INDICATORS,
    INTO,
    KEPT_ENDS,
    LEADS,
    MODIFIERS,
    OWNED,
    PREDICATES,
    TAILS,
    VERB,
    either,
)


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)


LEAD = re.compile("^(?:" + "|".join(LEADS) + ")")
TAIL = re.compile(f"(?:{either(TAILS)})$")
PREDICATE = re.compile(rf"(?:{INTO}|(?:{VERB}|{COMPARED})(?:了|约|近|至|到)?)$")
LEADING_VERBS = re.compile(rf"^(?:{either(DOING)})+")
ENDING_VERB = re.compile(rf"(?:{either(DOING)})$")
EMPTY = re.compile("^" + EMPTY_OPENINGS)
INDICATOR = re.compile(INDICATORS)
CUT = re.compile(PREDICATES)
EDGES = "，、；：。的了 "


def without_lead(clause: str) -> str:
    """A clause without the times, places and connectives that it opens with."""
    while match := LEAD.match(clause):
        clause = clause[match.end() :]
    return clause


def without_tail(clause: str, has_verb: bool) -> str:
    """A clause without its predicate; a verb is part of it only if ``has_verb``."""
    clause = _without_words(clause)
    if has_verb:
        clause = _without_words(PREDICATE.sub("", clause))
    return clause


def _without_words(clause: str) -> str:
    before = None
    while clause != before:
        before = clause
        compared = _pattern(COMPARED_WITH).search(clause)
        if compared:
            clause = clause[: compared.start()]
        if not _pattern(KEPT_ENDS).search(clause) or clause.endswith("平均") and len(clause) > 4:
            clause = TAIL.sub("", clause)
    return clause


def noun_before(clause: str, has_verb: bool) -> tuple[str, bool]:
    """The subject of a clause, and whether a verb opens it whose object follows the number."""
    whole = without_lead(clause.strip("，、；：: "))
    noun = EMPTY.sub("", without_lead(without_tail(whole, has_verb)))
    is_doing = bool(LEADING_VERBS.match(whole) or re.match("完成|实现|达到", whole))
    only_verb = is_doing and not LEADING_VERBS.sub("", noun)
    noun = without_lead(noun)
    return noun.strip(EDGES), only_verb


def thing_after(after: str) -> str:
    """The thing counted when the number comes first: 推出35个政务平台."""
    match = re.match(
        r"(?:以上|左右|及以上)?(?:的)?((?:\d+岁(?:及?以[上下])?)?[^，。；：！？\d]{1,28})", after
    )
    if not match or not re.match(r"[\u4e00-\u9fa5“《A-Z（]", match[1]):
        return ""
    noun = CUT.split(match[1])[0]
    return noun.rstrip("、和及与等的第在共（，于")


def members(words: str, count: int) -> list[str]:
    """The subjects of as many numbers: a list split, each member made whole."""
    if count == 1:
        return [words]
    words = re.sub("第?一、二、三次?产业", "三次产业", words)
    tries = []
    for separator in (
        r"、|以及|和|及(?!其)|与|或",
        r"、|以及|和",
        r"、",
        r"、|(?<=[^、]{3})和(?=[^、]{3,}$)|以及",
    ):
        parts = [part for part in re.split(separator, words) if part]
        if len(parts) == count:
            return made_whole(parts)
        tries.append(parts)
    for name, parts in COLLECTIVES:
        if name in words and len(parts) == count:
            return [words.replace(name, part) for part in parts]
    for parts in tries:
        if len(parts) == count + 1:
            return made_whole(parts[-count:])
    return [words] * count


def made_whole(parts: list[str]) -> list[str]:
    """Each member of a list with the head and the tail that the list shares."""
    last = parts[-1]
    tail = INDICATOR.search(last)
    if tail and not re.fullmatch(OWNED, last):
        parts = [
            part
            if (found := INDICATOR.search(part)) and (tail[0] in part or found and tail[0] != "余额")
            else part + tail[0]
            for part in parts
        ]
    head = re.match(r"(规模以上|规上|限额以上|新发放|省级|国家级|人均|新能源)(.+)", parts[0])
    if head:
        parts = parts[:1] + [
            part if part.startswith((head[1], "国家级", "市级")) else head[1] + part
            for part in parts[1:]
        ]
    longer = re.search(rf"(?<=..)(?:{MODIFIERS}).*$", last)
    if longer and tail and longer[0].endswith(tail[0]) and len(longer[0]) > len(tail[0]):
        parts = [
            part
            if part.endswith(longer[0])
            else re.sub(re.escape(tail[0]) + "$", "", part) + longer[0]
            for part in parts
        ]
    owner = re.match(rf"(.{{2,}}?)(?={either(DOING)})", parts[0])
    if owner and len(parts) > 1:
        parts = parts[:1] + [
            owner[1] + part if re.fullmatch(OWNED, part) else part for part in parts[1:]
        ]
    return parts
