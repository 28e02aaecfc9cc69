"""Parts that their kind alone names, with what is measured of the whole that they are of."""

import re

from finreport.reading.frames import SINGLE, Said
from finreport.reading.phrases import INDICATOR, MEASURED
from finreport.reading.sentences import Group, clauses
from finreport.reading.standing import DONE, MOVED, NAMED_BEHIND
from finreport.reading.topics import Found, Topic

GRADE = re.compile(
    "(?:\\d[A-Z]|[一二三四五特甲乙丙]|国家|省|市|州|县|部)级|(?:中央|地方|省|市)本?级|大中型|[大中小微]型|在建|续建|拟建|[^，、]{0,6}(?:开发|高新|经开|示范|工业园|功能|园|新)区"
)
GRADED = re.compile(r"^(?:\d?[A-Z]|国家|[省市县])级(?:及?以上)?")
SECTOR = re.compile("第[一二三]产业")
RECENT = 1
"""Up to how many sentences before an indicator may stand that a part takes."""

AMONG_FIRST = re.compile("(?:排名|位?居|列)?前(?:\\w{1,3}|\\d+)(?:位)?的.*$")
"""By what those are chosen that a sentence tells of: 增加值排名前十的行业中，…."""

PART = re.compile(r"(?:业|企业|类|产业|品|经济|部门|地区)$")
LISTED_BY = re.compile("[分从按]([^，]{2,14}?)(?:来看|看|分)[，：]")
"""By what the parts are told: 从主要产品产量看，…."""

EACH_HAS = re.compile("每[百千万]+[户人][^，]*?(?:拥有|有)(?:量)?")
ANOTHER = re.compile(r"[、，][^，；。\d]*")
"""What stands before the next of what each household has."""

TERM = re.compile("(?:短期|中长期|活期|定期(?:及其他)?)(?:消费|经营)?(?:贷款|存款)(?:余额)?")
OF_LENDING = re.compile("([^，、]{2,}?)(?:各项)?(?:贷款|存款)(?:余额)?")
"""Loans and deposits by their term, and those of one sector or currency."""

OF_WHICH = re.compile("[，；：。（]*其中")
DOES_FIRST = re.compile(DONE)
TOTAL = re.compile("(收入|支出)(总计|合计|预算|决算数?)")
"""One side of a budget in all, whose other side was told: 收入总计9亿元，支出总计8亿元."""

COUNTERPARTS = (("收入", "支出"), ("支出", "收入"))
ANY_COUNTERPART = tuple(other for _, other in COUNTERPARTS)
ASKED = re.compile("(?<=收入|支出)(?:年初|调整)?预算[数额]?$")
"""The end of what was asked, which is none of what came: 收入预算为9亿元，实际完成10亿元."""

OWNS = re.compile("(?:[区县市州盟旗镇]|本级)$")
"""Whose a budget is."""

HELD = re.compile("控制|保持|稳定|维持")
"""Openings of a clause on what was done, or kept within bounds: no part of a whole."""

PER_HEAD = re.compile("人均(?!地区|国内|生产|GDP|[公绿水耕])")
"""Openings of what each of some people has."""

OF_PEOPLE = ("人数", "人口", "数")
"""Indicators that a branch of the economy does not share with what was told before."""


def is_of_thing(noun: str, group: Group) -> bool:
    """Whether a grade is that of the things named behind the number: 市级78个部门."""
    return bool(GRADE.fullmatch(noun) and NAMED_BEHIND.match(group.right))


def part_of_owner(noun: str, said: Said, topic: Topic) -> Found | None:
    """A part that its kind alone names: of A级景区 4A级, of 从业人员 第一产业."""
    if GRADE.fullmatch(noun) and topic.owner:
        owner = re.sub(f"^(?:{DONE})+", "", topic.owner)
        return Found([noun + GRADED.sub("", owner)], "owner")
    if SECTOR.fullmatch(noun) and said.measure == "count":
        return Found([noun + topic.carried[0].removeprefix("城镇")], "owner", is_new=False)
    return None


def of_people(noun: str, topic: Topic, is_first: bool) -> str:
    """What each has whose income was told: 城镇居民人均可支配收入…，人均消费支出….

    Also in the next sentence, where the paragraph has told of no others.
    """
    if not PER_HEAD.match(noun):
        return noun
    told = [each.partition("人均")[0] for each in topic.spoken if "人均" in each]
    is_theirs = told and (len(set(told)) == 1 if is_first else "人均" in topic.carried[0])
    return told[-1] + noun if is_theirs else noun


def with_counterpart(noun: str, group: Group, topic: Topic, is_first: bool) -> str:
    """Expenditure of whose the revenue was just told: 某区预算收入…，增长…，预算支出…；….

    In a sentence of its own only the bare word (支出) goes on so.
    """
    total = TOTAL.fullmatch(noun)
    if total and not is_first:
        other = dict(COUNTERPARTS)[total[1]] + total[2]
        whose, is_theirs, _ = topic.carried[0].partition(other)
        return whose + noun if is_theirs else noun
    one = next((one for one, other in COUNTERPARTS if noun.endswith(other)), "")
    wholes = [topic.main] if topic.main and group.left.startswith("；") else []
    said_before = [ASKED.sub("", e) for e in (*wholes, topic.carried[0], *reversed(topic.spoken))]
    is_bare = noun in ANY_COUNTERPART
    before = next((e for e in said_before if is_bare and e.endswith(one)), said_before[0])
    if not one or (noun not in ANY_COUNTERPART and (is_first or group.left.startswith("；"))):
        return noun
    whose = before.removesuffix(noun[: -len(one)] + one)
    if whose == before or not (noun in ANY_COUNTERPART or OWNS.search(whose)):
        return noun
    return whose + noun


def note_whole(group: Group, topic: Topic) -> None:
    """Note of what the parts are that a sentence goes on to tell (其中), until its part ends."""
    if "其中" in group.left:
        topic.parted = topic.carried[0]
    elif "；" in group.left:
        topic.parted = ""


def of_term(noun: str, topic: Topic) -> str:
    """Loans or deposits by their term, whose they are: 住户贷款增加9亿元，其中短期贷款增加2亿元."""
    whole = OF_LENDING.fullmatch(topic.parted)
    is_own = TERM.fullmatch(noun) and whole and not noun.startswith(whole[1])
    return whole[1] + noun if is_own and whole else noun


def of_each(noun: str, group: Group, topic: Topic) -> str:
    """The next of what each household has: 每百户拥有汽车6辆、电脑61台."""
    each = EACH_HAS.match(topic.carried[0])
    return each[0] + noun if each and ANOTHER.fullmatch(group.left) else noun


def with_indicator(noun: str, said: Said, group: Group, topic: Topic) -> str:
    """A part named without its indicator takes that of its neighbours: 股份制企业下降2%.

    Or that of the whole that a clause before names: 商品零售额中，粮油类增长7%.
    """
    wholes = [part.rstrip("中") for part in clauses(group.left)[:-1] if part.endswith("中")]
    listed = LISTED_BY.search(group.left)
    wholes += [listed[1]] if listed else []
    wholes = [AMONG_FIRST.sub("", each) for each in wholes]
    of_whole = INDICATOR.search(wholes[-1]) if wholes else None
    if of_whole:
        topic.indicator = of_whole[0]
    topic.is_listed = topic.is_listed or bool(listed)
    is_whole = INDICATOR.search(noun) or MEASURED.search(noun)
    if OF_WHICH.match(group.left) and topic.carried[0].endswith(topic.indicator):
        topic.shared = topic.indicator
    is_list = group.is_parted and topic.shared and PART.search(noun)
    if is_whole or not topic.indicator or (len(group.numbers) > 1 and not is_list):
        return noun
    if said.measure == "count" and SINGLE.search(noun):
        return noun
    if said.measure in ("level", "count") and group.first.printed_unit == topic.unit:
        is_named = topic.shared or (topic.is_listed and PART.search(noun))
        is_act = any(each.match(noun) for each in (DOES_FIRST, HELD, MOVED))
        return noun + topic.indicator if is_named and not is_act else noun
    is_near = topic.age <= RECENT and topic.indicator not in OF_PEOPLE
    is_part = PART.search(noun) and is_near
    if said.measure == "growth" and (is_part or topic.is_listed or topic.shared):
        return noun + topic.indicator
    if said.measure == "change" and topic.shared and is_part:
        return noun + topic.indicator
    return noun
