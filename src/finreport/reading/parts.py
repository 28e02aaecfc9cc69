"""Parts that their kind alone names, with what is measured of the whole that they are of."""

from finreport import patterns as re
from finreport.reading.frames import SINGLE, Said
from finreport.reading.phrases import INDICATOR, MEASURED
from finreport.reading.sentences import Group, clauses
from finreport.reading.standing import DONE, MOVED, NAMED_BEHIND
from finreport.reading.topics import Found, Topic

GRADE = re.compile(
    "(?:\\d[A-Z]|[一二三四五特甲乙丙]|国家|省|市|州|县|部)级|(?:中央|地方|省|市)本?级|大中型|[大中小微]型|在建|续建|拟建|[^，、]{0,6}(?:开发|高新|经开|示范|工业园|功能|园|新)区"
    "|[省市州县区]直(?:机关|部门|单位)?|各?[一二三四五六七八九十]{0,3}(?:城区|县(?:市区?|区|（市、?区?）|（区）))"
)
GRADED = re.compile(r"^(?:\d?[A-Z]|国家|[省市县])级(?:及?以上)?")
SCHOOL = re.compile(
    "(?:普通)?(?:高中|初中|小学|中职|幼儿园|特校|特殊教育|职业教育|高等教育|学前教育|义务教育|高校)(?:阶段|学校)?"
)
TAUGHT = re.compile("(?:专任教师|教职工|在[校园]学?生|招生|毕业生)(?:人?数)?$")
"""Schools by their kind, and those of them who were counted: 专任教师90人，其中高中30人."""

NAMED_PLACE = re.compile(
    "[^，、的占全各]{1,7}(?:[县旗盟州]|(?<![地社小园郊景片街])区|(?<![上城])市)(?:（[^）]*）)?"
)
PLACED = re.compile(f"{NAMED_PLACE.pattern}(?P<what>[^区县市州]{{2,}})")
BY_PLACE = re.compile(
    "[分从按][^，]{0,4}(?:[区县市州]|级次|地域)[^，]{0,6}(?:来看|看|分|情况|统计)[，：]"
)
"""A place by its name, and how a list of what was where opens."""

SECTOR = re.compile("第[一二三]产业")
RECENT = 1
"""Up to how many sentences before an indicator may stand that a part takes."""

AMONG_FIRST = re.compile("(?:排名|位?居|列)?前(?:\\w{1,3}|\\d+)(?:位)?的.*$")
"""By what those are chosen that a sentence tells of: 增加值排名前十的行业中，…."""

PART = re.compile(r"(?:业|活动|(?:银|商)行|信用社|金融机构|公司|企业|类|产业|品|经济|部门|地区)$")
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

HERD = re.compile("(?:存栏|出栏)(?:总?头?[数量])?$")
ANIMAL = re.compile(
    "(?:能繁)?(?:大?牲畜|生猪|肉?[牛羊]|[奶水黄山绵]?[牛羊]|牦牛|[猪马驴骡兔禽]|活?家禽|骆驼|母猪)"
)
"""What stands in the stable, or was sold, and the animals that their name alone tells."""

HARVESTED = ("产量", "面积")
"""Indicators that the next of a list of crops leaves unsaid: 粮食产量9万吨；棉花2万吨."""

LONGEST_PRODUCT = 6
"""What has a longer name is hardly a product whose output goes unsaid."""

OF_PEOPLE = ("人数", "人口", "数")
"""Indicators that a branch of the economy does not share with what was told before."""


def is_of_thing(noun: str, group: Group) -> bool:
    """Whether a grade is that of the things named behind the number: 市级78个部门."""
    return bool(GRADE.fullmatch(noun) and NAMED_BEHIND.match(group.right))


def part_of_owner(noun: str, group: Group, said: Said, topic: Topic) -> Found | None:
    """A part that its kind alone names: of A级景区 4A级, of 从业人员 第一产业."""
    if GRADE.fullmatch(noun) and topic.owner:
        owner = re.sub(f"^(?:{DONE})+", "", topic.owner)
        return Found([noun + GRADED.sub("", owner)], "owner")
    taught = TAUGHT.search(topic.parted)
    if taught and SCHOOL.fullmatch(noun) and group.first.unit in ("人", "名"):
        return Found([noun + taught[0]], "owner")
    if SECTOR.fullmatch(noun) and said.measure == "count":
        return Found([noun + topic.carried[0].removeprefix("城镇")], "owner", is_new=False)
    return None


def part_of_place(noun: str, group: Group, said: Said, topic: Topic) -> Found | None:
    """What of the whole was in places that their names alone tell: 东岭区完成9亿元."""
    places = noun.split("、")
    is_each = len(places) == len(group.numbers) and all(map(NAMED_PLACE.fullmatch, places))
    whole = topic.owner
    told = PLACED.fullmatch(topic.carried[0]) if topic.is_listed else None
    if told and topic.carried[0] == topic.owner:
        whole = told["what"]
    is_told = told or _tells_of_places(group, said, topic)
    if not (is_each and whole and is_told and said.measure in ("level", "growth", "change")):
        return None
    return Found([place + whole for place in places], "owner")


def _tells_of_places(group: Group, said: Said, topic: Topic) -> bool:
    """Whether a sentence goes on to tell how much of it was where: 分县区看，东岭区9亿元."""
    is_amount = said.measure == "level" and group.first.printed_unit[-1:] == topic.unit[-1:]
    before = topic.carried[0].removesuffix(topic.owner)
    is_place = NAMED_PLACE.fullmatch(before) or GRADE.fullmatch(before)
    is_next = topic.carried[0] != before and is_place
    is_told = BY_PLACE.search(group.left) or is_next
    return bool(is_told) and (is_amount or said.measure == "growth")


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


def of_herd(noun: str, topic: Topic) -> str:
    """Which animals of a herd, or of what was sold of it: 牲畜存栏9万头，其中牛2万头."""
    counted = HERD.search(topic.parted) or HERD.search(topic.carried[0])
    is_animal = all(map(ANIMAL.fullmatch, noun.split("、")))
    return noun + counted[0][:2] if counted and is_animal else noun


def of_each(noun: str, group: Group, topic: Topic) -> str:
    """The next of what each household has: 每百户拥有汽车6辆、电脑61台."""
    each = EACH_HAS.match(topic.carried[0])
    return each[0] + noun if each and ANOTHER.fullmatch(group.left) else noun


def _measured(noun: str, indicator: str) -> str:
    """A part with its indicator, what both have once: 工业用电 and 用电量."""
    return (noun.removesuffix(indicator[:2]) if len(indicator) > 2 else noun) + indicator


def with_indicator(noun: str, said: Said, group: Group, topic: Topic) -> str:
    """A part named without its indicator takes that of its neighbours: 股份制企业下降2%.

    Or that of the whole that a clause before names: 商品零售额中，粮油类增长7%.
    """
    wholes = [part.rstrip("中") for part in clauses(group.left)[:-1] if part.endswith("中")]
    listed = LISTED_BY.search(group.left)
    wholes += [listed[1]] if listed and not listed[1].endswith("规模") else []
    wholes = [AMONG_FIRST.sub("", each) for each in wholes]
    of_whole = INDICATOR.search(wholes[-1]) if wholes else None
    if of_whole:
        topic.indicator = of_whole[0]
    topic.is_listed = topic.is_listed or bool(listed)
    is_whole = INDICATOR.search(noun) or MEASURED.search(noun)
    if OF_WHICH.match(group.left):
        topic.shared = topic.indicator if topic.carried[0].endswith(topic.indicator) else ""
    is_list = group.is_parted and topic.shared and PART.search(noun)
    if is_whole or not topic.indicator or (len(group.numbers) > 1 and not is_list):
        return noun
    if said.measure == "count" and SINGLE.search(noun):
        return noun
    if said.measure in ("level", "count") and group.first.printed_unit == topic.unit:
        is_next = group.left.startswith("；") and topic.indicator.endswith(HARVESTED)
        is_named = topic.shared or is_next or (topic.is_listed and PART.search(noun))
        is_act = any(each.match(noun) for each in (DOES_FIRST, HELD, MOVED))
        return _measured(noun, topic.indicator) if is_named and not is_act else noun
    is_near = topic.age <= RECENT and topic.indicator not in OF_PEOPLE
    is_part = PART.search(noun) and is_near
    is_product = topic.carried[0].endswith("产量") and len(noun) <= LONGEST_PRODUCT
    is_part = is_part or (is_product and group.left.startswith(("，", "；", "、")))
    if said.measure == "growth" and (is_part or topic.is_listed or topic.shared):
        return _measured(noun, topic.indicator)
    if said.measure == "change" and topic.shared and is_part:
        return _measured(noun, topic.indicator)
    return noun
