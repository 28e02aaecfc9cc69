"""Whose number it is: the subject, made whole from what was spoken of before."""

import re
from dataclasses import dataclass, field

from finreport.reading.frames import Said
from finreport.reading.lexicon import COMPARED, DOING, OWNERLESS, UNFINISHED, either
from finreport.reading.phrases import (
    CUT,
    INDICATOR,
    LEADING_VERBS,
    members,
    noun_before,
    thing_after,
    without_lead,
    without_tail,
)
from finreport.reading.sentences import CLAUSE_END, Group

OWNERLESS_NOUN = re.compile(f"(?:{either(OWNERLESS)})")
WAITING = re.compile(UNFINISHED)
SHARED = re.compile(r"(?:均|约|分别|仅)?占")
PULLED = re.compile("拉动|带动|推动|贡献|拉低|下拉|拖累")
NO_SUBJECT = re.compile(r"^(?:按|以|在|据|从|不变|可比|为|经|随着|通过)")
RATES_ONLY = re.compile(r"(?:增速|增幅|涨幅|降幅|跌幅|增长率|增长速度|升幅)$")
PART = re.compile(r"(?:业|企业|类|产业|品|经济|部门|地区)$")
COUNTING_VERB = re.compile(rf"(?:{either(DOING)})$")
KEPT_VERB = re.compile(r"(新增|新培育|新认定|新建|净增|新设)(?:成|了)?$")
CHANGING = ("growth", "change", "change_pp", "contribution", "multiple")


@dataclass(slots=True)
class Topic:
    """What a paragraph has spoken of.

    ``carried`` are the subjects of the numbers just before, ``owner`` the last noun that was no
    ownerless one, ``indicator`` the end of the last full indicator; ``used`` is how many
    characters after the last number were taken for the thing that it counts.
    """

    carried: list[str] = field(default_factory=lambda: [""])
    owner: str = ""
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Subjects for the numbers of a group, how they were found, and how far after it words count."""

    names: list[str]
    route: str
    used: str = ""
    is_new: bool = True


def subjects(group: Group, said: Said, topic: Topic, is_first: bool) -> Found:
    """The subjects of the numbers of a group, by the first route that finds them."""
    for route in (_second_of_pair, _share_of, _against, _pulled, _completed, _noun, _after):
        found = route(group, said, topic, is_first)
        if found:
            return found
    return _carried(group, said, topic, is_first)


def remember(found: Found, group: Group, said: Said, topic: Topic) -> None:
    """Note what was spoken of, for the numbers to come."""
    if not found.is_new or group.pair in ("to", "high"):
        return
    if said.measure == "change_pp" or said.base == "target":
        return
    topic.carried = found.names
    indicator = INDICATOR.search(found.names[0])
    if indicator:
        topic.indicator = indicator[0]


def _second_of_pair(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    if group.pair not in ("to", "high"):
        return None
    names = topic.carried if len(topic.carried) == len(group.numbers) else topic.carried[:1]
    return Found(_as_many(names, len(group.numbers)), "pair", is_new=False)


def _share_of(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    clause = without_lead(group.clause)
    if not SHARED.match(clause):
        return None
    whole = re.sub(r"^(?:均|约|分别|仅)", "", without_tail(clause, said.has_verb))
    before = topic.carried
    earlier = _earlier(group)
    if earlier and is_first:
        before = [earlier[-1]]
    names = before if len(before) == len(group.numbers) else before[:1]
    return Found(
        [_without_rate(each) + whole for each in _as_many(names, len(group.numbers))],
        "share",
        is_new=False,
    )


def _against(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    if not said.other or said.measure not in ("change_pp", "change"):
        return None
    head = re.split(rf"{COMPARED}|[比较与](?=[^，]*$)", group.clause)[0]
    noun, _ = noun_before(head, has_verb=False)
    if not noun or RATES_ONLY.fullmatch(noun):
        noun = (topic.carried[0] if topic.carried else "") + noun
    return Found([noun] * len(group.numbers), "against", is_new=False)


def _pulled(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    if said.frame not in ("points.pull", "points.drag"):
        return None
    match = PULLED.search(group.clause)
    head, tail = group.clause[: match.start()], group.clause[match.start() :]
    noun, _ = noun_before(re.sub("(?:对|向上|向下)$", "", head), has_verb=False)
    noun = noun or _without_rate(topic.carried[0])
    tail = re.sub(r"^(?:拉低|下拉|拖累)", "拉动", without_tail(tail, has_verb=True))
    return Found([noun + tail] * len(group.numbers), "pull", is_new=False)


def _completed(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    if said.frame != "share.completion":
        return None
    noun, _ = noun_before(re.split("完成|占|达到|实现", group.clause)[0], has_verb=False)
    noun = noun or topic.carried[0]
    return Found([noun] * len(group.numbers), "completion", is_new=False)


def _noun(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """The noun before the number, with its owner, or with the thing counted after it."""
    noun, is_verb_only = noun_before(group.clause, said.has_verb)
    if said.measure in ("growth", "multiple") and not RATES_ONLY.fullmatch(noun):
        noun = RATES_ONLY.sub("", noun)
    if not noun or is_verb_only:
        return None
    earlier = _earlier(group)
    if OWNERLESS_NOUN.fullmatch(noun):
        owner = _owner(topic, earlier, is_first)
        if said.measure == "growth" and RATES_ONLY.fullmatch(noun):
            return Found(_as_many(topic.carried, len(group.numbers)), "carried")
        return Found([owner + each for each in members(noun, len(group.numbers))], "owner")
    if said.measure == "growth" and RATES_ONLY.fullmatch(noun):
        return Found(_as_many(topic.carried, len(group.numbers)), "carried")
    counted = _counted(group, said)
    if counted:
        if WAITING.search(noun) or len(counted) < 3 or not COUNTING_VERB.search(group.clause):
            name = noun + counted
        else:
            kept = KEPT_VERB.search(group.clause)
            name = (kept[1] if kept else "") + counted
        topic.owner = name
        return Found([name], "noun and thing", counted)
    names = members(_with_indicator(noun, said, topic), len(group.numbers))
    topic.owner = names[0]
    return Found(names, "list" if len(names) > 1 else "noun")


def _after(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """A verb, the number, the thing: 推出35个平台; or a share of a thing: 三成的街道."""
    clause = group.clause.strip("，、 ")
    is_countable = said.measure in ("count", "level", "change", "share")
    opens = bool(LEADING_VERBS.match(without_lead(clause)))
    if not is_countable or not (opens or group.first.kind in ("count", "") or said.frame == "share.first"):
        return None
    thing = thing_after(group.right)
    if len(thing) < 2:
        return None
    kept = KEPT_VERB.search(clause)
    name = (kept[1] if kept else "") + thing
    topic.owner = name
    return Found([name] * len(group.numbers), "verb and thing", thing)


def _carried(group: Group, said: Said, topic: Topic, is_first: bool) -> Found:
    earlier = _earlier(group)
    count = len(group.numbers)
    is_comparing = re.match(r"^(?:同比|比|较|增长|下降|占|均|年均)", group.clause.strip("，、 "))
    if earlier and (is_first or not is_comparing and len(earlier[-1]) > 1):
        topic.owner = earlier[-1]
        return Found(members(earlier[-1], count), "earlier clause")
    if len(topic.carried) == count:
        return Found(list(topic.carried), "carried")
    if count == 1:
        return Found(["、".join(dict.fromkeys(topic.carried))], "carried")
    return Found(members(topic.carried[0], count), "carried")


def _counted(group: Group, said: Said) -> str:
    """The thing after the number, if the noun before it is only who or where."""
    number = group.first
    if len(group.numbers) > 1 or not re.match(r"[\u4e00-\u9fa5“]{2}|\d+岁", group.right):
        return ""
    is_count = number.kind == "count" and said.measure in ("count", "level")
    waits = WAITING.search(group.clause) or re.search("[为向]$", group.clause)
    if not is_count and not waits or re.match(r"的|以|左右|全|均|仍|和|及|与", group.right):
        return ""
    if re.search(r"分别为$|[率数量额]为$", group.clause):
        return ""
    thing = thing_after(group.right)
    return thing if len(thing) > 1 else ""


def _earlier(group: Group) -> list[str]:
    """Nouns of the clauses between the number before and the clause of this one."""
    parts = CLAUSE_END.split(group.left)[:-1]
    nouns = [noun_before(part, has_verb=True)[0] for part in parts]
    return [
        each for each, part in zip(nouns, parts, strict=True) if each and not NO_SUBJECT.match(part)
    ]


def _owner(topic: Topic, earlier: list[str], is_first: bool) -> str:
    if earlier and (is_first or len(earlier[-1]) > 1):
        topic.owner = earlier[-1]
        return earlier[-1]
    owner = topic.owner or topic.carried[0]
    return owner


def _with_indicator(noun: str, said: Said, topic: Topic) -> str:
    """A part named without its indicator takes that of its neighbours: 股份制企业下降2%."""
    if INDICATOR.search(noun) or "、" in noun or not topic.indicator:
        return noun
    if said.measure == "growth" and PART.search(noun):
        return noun + topic.indicator
    return noun


def _without_rate(name: str) -> str:
    return RATES_ONLY.sub("", name)


def _as_many(names: list[str], count: int) -> list[str]:
    if len(names) == count:
        return list(names)
    return [names[0] if count > 1 or len(names) == 1 else "、".join(names)] * count


__all__ = ["CUT", "Found", "Topic", "remember", "subjects"]
