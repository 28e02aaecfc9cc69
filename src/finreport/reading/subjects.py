"""Whose number it is: the subject, made whole from what was spoken of before."""

import re
from dataclasses import dataclass, field

from finreport.reading.frames import Said, bare
from finreport.reading.lexicon import COMPARED, DOING, HAN, alternatives, either, words
from finreport.reading.phrases import (
    CUT,
    INDICATOR,
    LEADING_VERBS,
    SOFT,
    headed,
    members,
    noun_before,
    thing_after,
    without_lead,
    without_tail,
)
from finreport.reading.sentences import Group, clauses
from finreport.reading.standing import DONE

OWNERLESS = re.compile(f"(?:{either(words('ownerless'))})")
BESIDE = re.compile(f"(?<=..)(?:{either(words('side_by_side'))})$")
GRADE = re.compile("\\d[A-Z]级")
SECTOR = re.compile("第[一二三]产业")
NEWLY_NAMED = re.compile("(?:年末|全年|截至|至20|20\\d\\d年|全[省市州县区]).*?(?:共|现|已|拥)有")
"""A clause that begins anew on what there is: its noun belongs to nothing before."""

RESTATES = ("总量", "规模", "总规模", "总额", "增速", "增幅", "涨幅", "降幅")
EARNED = re.compile("(?:利润|收入|支出)$")
"""What rates of loans are not of."""

TRADE = ("出口", "进口")
AMOUNT = re.compile("(?:总值|总额|增加值|零售额|收入|支出|产值|产量|存量|增量)$")
"""An amount that such words (生产总值增长2%，总量为3万亿元) only say again."""

WHOLE = re.compile("占.{2,}(?:比重|比例|份额)$")
STEP = re.compile("[万亿千百]*元?(?:的)?新?(?:台阶|大关|关口)")
WAITING = re.compile(alternatives("unfinished") + "$")
SHARED = re.compile(r"(?:均|约|分别|仅)?占")
PULLED = re.compile("拉动|带动|推动|贡献|拉低|下拉|拖累")
NO_SUBJECT = re.compile(r"^(?:按|以|在|据|从|不变|可比|为|经|随着|通过)")
RATES_ONLY = re.compile(r"(?:增速|增幅|涨幅|降幅|跌幅|增长率|增长速度|升幅)$")
PART = re.compile(r"(?:业|企业|类|产业|品|经济|部门|地区)$")
COUNTING_VERB = re.compile(f"(?:{DOING})$")
NEW = re.compile(r"^(?:新增|净增|新(?:设立?|建|培育|认定|登记|注册|入库|引进|开通|推出))")
AROUND = re.compile(r"[在为向与对从]|围绕|针对")
"""Openings of words that say where, for whom or to whom, not whose."""

FOR_WHOM = re.compile("惠及|带动|覆盖|服务|帮助|支持|投入")
"""Acts whose number is of whom they are for."""

GIVEN = re.compile("赔付|发放|补助|奖励|授信|贷款|捐赠|提供")
"""What is given to so many."""

BY_THEN = re.compile("累计|总数|总量|总共")
"""Openings of what there is by then of that of which some were new."""

LISTED_BY = re.compile("[分从按]([^，]{2,14}?)(?:来看|看|分)[，：]")
"""By what the parts are told: 从主要产品产量看，…."""

RATE_OPENS = re.compile("[，；]?(增速|增幅|涨幅|降幅)")
"""Openings of a clause on how fast it grew: 增速与上月持平，比去年同期低2.4个百分点."""

LEVEL_ONLY = re.compile("[^，、]{1,6}级")
LEVEL_OF = re.compile("[^级]{1,6}级(.{2,})")
"""A level alone, and one with the thing that it is of."""

PARTED_BY = re.compile("(?:^|，)(?:从|分|按)$")
"""What stands before a count of parts by which a sentence goes on: 从三大门类看."""

OF_WHICH = re.compile("[，；：。（]*其中")
DOES_FIRST = re.compile(DONE)
HELD = re.compile("控制|保持|稳定|维持")
"""Openings of a clause on what was done, or kept within bounds: no part of a whole."""

RECENT = 1
"""Up to how many sentences before an indicator may stand that a part takes."""

OF_PEOPLE = ("人数", "人口", "数")
"""Indicators that a branch of the economy does not share with what was told before."""

PLACES = tuple("村县市区镇乡省国户")
"""Things of one character that are counted."""

SOWN = re.compile("(?:播种|种植)$")
"""What was done to a crop, whose harvest the next number may be: 小麦播种面积…、产量…."""

ANEW = re.compile("新增|净增|释放|实现|完成|带动")
ACT_ONLY = re.compile(f"(?:{DOING})+")
IS = re.compile("(?:约|已)?(?:是|为|相当于|达到?)")
MOOD = re.compile(
    "(?:(?:同比|环比|[与较比][^，]{2,8})?(?:基本|总体)?持平|(?:支撑)?作用|增势|势头|态势|形势|走势"
    "|总体|运行|发展|保持|稳中)[^，]{0,8}$"
)
"""How things go, after whose they are: 制造业投资增势较好，增长11.3%."""

BEST = re.compile("(?:再?(?:创|刷新)[^，]{0,10}(?:新高|新低|最高|最好水平|纪录|佳绩)|从无到有)$")
"""That a record was set: 进出口总额创历史新高，达到820亿元."""

COMPARING = re.compile("同比|比|较|增长|下降|占|均|年均")
STANDS_AT = re.compile(
    "(?:稳|位|均|升|跃)?居(?!民|家|住|室|所)|[位名]列|列(?=全|中|第)|排名?|保持(?=全)|升至|位于"
)
FIRST_PART = re.compile("首期|总?规模")
THING = re.compile(f"[{HAN}“]{{2}}|\\d+岁")
NO_THING = re.compile("的|以|左右|全|均|仍|和|及|与")
STATE = re.compile("保持|居|位列|稳定|超|增长|下降|正增长|实现|两位数")
KEPT_VERB = re.compile(r"(新增|新培育|新认定|新建|净增|新设)(?:成|了)?$")
CHANGING = ("growth", "change", "change_pp", "contribution", "multiple")


@dataclass(slots=True)
class Topic:
    """What a paragraph has spoken of.

    ``carried`` are the subjects of the numbers just before, ``shares`` their names as shares of a
    whole if they were that (占总人口的32.1%，提高1.6个百分点), ``spoken`` all of the paragraph;
    ``owner`` is the last noun that was no ownerless one, ``main`` the owner before its parts
    (其中) were told; ``indicator`` the end of the last full indicator, ``age`` how many sentences
    ago it stood; ``series`` whose the changes of a list are (分别增长4%、下降3%); ``whole`` what
    the last share was said to be of; ``moved`` the subjects of the number just before if it said
    by how many points they moved (增速比上月末高0.1个百分点，…); ``is_listed`` whether the
    sentence tells of parts by what they share (从主要产品产量看，…), ``shared`` the indicator of
    the whole whose parts it tells of (其中，铁路…；公路…); ``unit`` the unit of the last level;
    ``before`` the subject with which the sentence before ended.
    """

    carried: list[str] = field(default_factory=lambda: [""])
    shares: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    owner: str = ""
    main: str = ""
    indicator: str = ""
    series: list[str] = field(default_factory=list)
    whole: str = ""
    moved: list[str] = field(default_factory=list)
    is_listed: bool = False
    shared: str = ""
    unit: str = ""
    age: int = 0
    before: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Subjects for the numbers of a group, and how they were found.

    ``used`` are the words after the group that name the thing counted. ``is_new`` says that what
    follows may carry these subjects on; ``is_sure`` that no other subject stood near, else
    ``others`` holds it.
    """

    names: list[str]
    route: str
    used: str = ""
    is_new: bool = True
    is_sure: bool = True
    others: tuple[str, ...] = ()


def subjects(group: Group, said: Said, topic: Topic, is_first: bool) -> Found:
    """The subjects of the numbers of a group, by the first route that finds them."""
    if "其中" in group.left:
        topic.main = topic.main or topic.owner
    found = (route(group, said, topic, is_first) for route in ROUTES)
    return next((each for each in found if each), None) or _carried(group, said, topic, is_first)


def begin(topic: Topic) -> None:
    """A sentence begins: what only the one before was about holds no longer."""
    topic.is_listed, topic.shared = False, ""
    topic.before = topic.carried[0]
    topic.age += 1


def next_sentence(topic: Topic) -> None:
    """What is told of parts ends with their sentence: then the whole is the owner again."""
    topic.whole = ""
    if topic.main:
        topic.owner, topic.main = topic.main, ""


def remember(found: Found, group: Group, said: Said, topic: Topic) -> None:
    """Note what was spoken of, for the numbers to come."""
    indicator = INDICATOR.search(_without_rate(found.names[0]))
    if indicator and said.base != "target" and said.measure != "share":
        topic.indicator, topic.age = indicator[0], 0
    if said.measure == "level":
        topic.unit = group.first.unit
    topic.shares = found.names if found.route == "share" else []
    is_moved = said.measure == "change_pp" and not said.other
    topic.moved = found.names if is_moved else []
    is_aside = said.measure == "change_pp" and found.route != "earlier clause"
    whole = WHOLE.search(found.names[0])
    if whole and said.measure == "share":
        topic.whole = whole[0]
    if group.series[1]:
        topic.carried = topic.series
    elif found.is_new and group.pair not in ("to", "high") and not is_aside:
        topic.carried = found.names
        topic.spoken += [each for each in found.names if each not in topic.spoken[-1:]]


def _second_of_pair(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    if group.pair not in ("to", "high"):
        return None
    return Found(_as_many(topic.shares or topic.carried, len(group.numbers)), "pair", is_new=False)


def _lasting(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """What has gone on for so long: the noun before 连续, else what follows the number."""
    if group.first.kind != "time" or not re.search("连续(?:超过?|约|近)?$", group.clause):
        return None
    noun, _ = noun_before(group.clause, has_verb=False)
    rest = clauses(group.right)[0].strip("，。；、")
    if (
        not noun
        and not is_first
        and re.match("保持|居|位列|稳定|超|增长|下降|正增长|实现|两位数", rest)
    ):
        noun = topic.carried[0]
    name = noun or rest
    return Found([name], "lasting", is_new=bool(noun))


def _share_of(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    clause = without_lead(group.clause)
    if not SHARED.match(clause):
        return None
    whole = re.sub(r"^(?:均|约|分别|仅)", "", without_tail(clause, said.has_verb))
    if whole == "占":
        whole = topic.whole or bare(clause)
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
    count = len(group.numbers)
    whose = [noun] * count
    if not noun or RATES_ONLY.fullmatch(noun):
        whose = [each + noun for each in _as_many(topic.carried[:count], count)]
    compared = re.search(rf"(?:{COMPARED}).*$", bare(group.clause))
    return Found(
        [each + (compared[0] if compared else "") for each in whose], "against", is_new=False
    )


def _pulled(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    if said.frame not in ("points.pull", "points.drag"):
        return None
    parts = PULLED.split(group.clause, maxsplit=1)
    head, tail = parts[0], group.clause[len(parts[0]) :]
    noun, _ = noun_before(re.sub("(?:对|向上|向下)$", "", head), has_verb=False)
    noun = noun or _without_rate(topic.carried[0])
    tail = re.sub(r"^(?:拉低|下拉|拖累)", "拉动", without_tail(tail, has_verb=False))
    return Found([noun + tail] * len(group.numbers), "pull", is_new=False)


def _completed(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    if said.frame != "share.completion":
        return None
    noun, _ = noun_before(re.split("完成|占|达到|实现", group.clause)[0], has_verb=False)
    task = re.search("(?:完成|达到|实现).*$", bare(group.clause))
    done = task[0].rstrip("的为达到") if task else ""
    count = len(group.numbers)
    if AROUND.match(noun):
        noun, done = "", noun
    whose = _members(noun, group) if noun else _as_carried(said, topic, count, count > 1)
    return Found([each + done for each in whose], "completion", is_new=False)


def _noun(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """The noun before the number, with its owner, or with the thing counted after it."""
    clause = group.clause
    if said.measure == "rank":
        clause = STANDS_AT.split(clause)[0]
        clause = "" if clause.endswith("、") else clause
    noun, is_verb_only = noun_before(clause, said.has_verb)
    if said.measure in ("growth", "multiple"):
        noun = re.sub("^年均$", "", RATES_ONLY.sub("", noun))
    if not noun or is_verb_only or (said.frame == "multiple" and IS.match(clause)):
        return None
    if AROUND.fullmatch(noun):
        return _done_to(group)
    noun = _last_act(noun) if len(group.numbers) == 1 else noun
    owned = _part(noun, said, topic) or _owned(noun, group, topic, is_first)
    if owned:
        return owned
    counted, used = _counted(group, said)
    if counted and not STEP.match(counted):
        topic.owner = _counted_by(noun, counted, group)
        return Found([topic.owner], "noun and thing", used)
    if said.frame == "share.part" and noun.endswith("占比") and topic.whole:
        noun = noun.removesuffix("占比") + topic.whole
    if group.series[1]:
        topic.series = members(noun, group.series[1], is_parted=True)
        return Found(topic.series[:1], "list")
    names = _members(_with_indicator(_headed(noun, topic), said, group, topic), group)
    if not names[0].startswith("每"):
        topic.owner = names[0]
    return Found(names, "list" if len(names) > 1 else "noun", used)


def _done_to(group: Group) -> Found | None:
    """What is done to so many: 向3.4万人次赔付2.6亿元; what they are may stand between."""
    thing = thing_after(group.right)
    act = ACT_ONLY.search(group.right[:12]) or GIVEN.search(group.right[:12])
    name = thing if len(thing) > 1 else act[0] if act else ""
    return Found([name] * len(group.numbers), "done to", name) if name else None


def _members(listed: str, group: Group) -> list[str]:
    return members(listed, len(group.numbers), group.is_parted or group.is_structure)


def _last_act(noun: str) -> str:
    """Of several acts in a row the last: 建成投产、新增产能 says only what is new."""
    before, _, last = noun.rpartition("、")
    if OWNERLESS.fullmatch(last) and (CUT.match(before) or ACT_ONLY.fullmatch(before)):
        return last
    is_act = ANEW.match(last) and LEADING_VERBS.match(before)
    return last if is_act and LEADING_VERBS.sub("", before) else noun


def _owned(noun: str, group: Group, topic: Topic, is_first: bool) -> Found | None:
    """A noun that says nothing alone (金额, 总投资) belongs to what was named before or follows."""
    bare_noun = LEADING_VERBS.sub("", noun)
    describes = group.right.startswith("的") or FIRST_PART.fullmatch(bare_noun)
    if describes and OWNERLESS.fullmatch(bare_noun):
        thing = thing_after(group.behind)
        if len(thing) > 2:
            return Found([thing + bare_noun], "of what follows", is_new=False)
    is_trade = noun in TRADE and group.left.startswith("、") and topic.owner[-2:] not in TRADE
    is_new = NEWLY_NAMED.match(group.clause.strip("，、"))
    is_alone = is_first and noun.endswith("率") and not OF_WHICH.match(group.left)
    if is_new or is_alone or not (OWNERLESS.fullmatch(noun) or is_trade):
        return None
    joint = _joint(noun, group, topic)
    if joint:
        return Found(joint, "owner")
    earlier = _earlier(group)
    owner = BESIDE.sub("", _owner(topic, earlier, is_first))
    if noun in RESTATES and AMOUNT.search(owner):
        return Found([owner], "owner")
    if noun.endswith("率") and EARNED.search(owner):
        return None
    owner = _without_measure(owner, noun, is_trade).removesuffix(noun[:2])
    names = [owner + each for each in _members(noun, group)]
    return Found(names, "owner", is_sure=bool(earlier) or not is_first or not owner)


def _joint(noun: str, group: Group, topic: Topic) -> list[str]:
    """What the last several spoken of each have: 高速公路…、一级公路…，总里程分别达2万、1万公里."""
    many = max(len(group.numbers), group.series[1])
    if not group.is_parted or many < 2 or len(topic.spoken) < many:
        return []
    if len(members(noun, many)) == many and len(set(members(noun, many))) > 1:
        return []
    owners = [NEW.sub("", _without_measure(each, noun, False)) for each in topic.spoken[-many:]]
    names = [each.removesuffix(noun[:2]) + noun for each in owners]
    return names if len(set(names)) == many else []


def _without_measure(owner: str, noun: str, is_trade: bool) -> str:
    """An owner without what was measured of it, if another measure follows, and without 新增."""
    own = INDICATOR.search(owner)
    is_other = is_trade or (INDICATOR.search(noun) and len(owner) > 4)
    if own and is_other and own[0] not in SOFT:
        owner = owner.removesuffix("余额") if own[0].endswith("余额") else owner[: own.start()]
    return NEW.sub("", SOWN.sub("", owner))


def _part(noun: str, said: Said, topic: Topic) -> Found | None:
    """A part that its kind alone names: of A级景区 4A级, of 从业人员 第一产业."""
    if GRADE.fullmatch(noun) and topic.owner:
        return Found([noun + re.sub(r"^\d?[A-Z]级", "", topic.owner)], "owner")
    if SECTOR.fullmatch(noun) and said.measure == "count":
        return Found([noun + topic.carried[0].removeprefix("城镇")], "owner", is_new=False)
    return None


def _counted_by(noun: str, counted: str, group: Group) -> str:
    """The thing counted, with the noun before it unless that says only who did it, or where."""
    noun = noun.removesuffix("以")
    if AROUND.match(noun) or (COUNTING_VERB.search(group.clause) and not WAITING.search(noun)):
        kept = KEPT_VERB.search(group.clause)
        return (kept[1] if kept else "") + counted
    return noun + counted


def _described(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """What follows a number that describes it: 惠及12万人的供水工程; 对增长的贡献率 of whom."""
    noun, is_verb_only = noun_before(group.clause, said.has_verb)
    thing = thing_after(group.right) if group.right.startswith("的") else ""
    if is_verb_only and len(thing) > 2:
        return Found([thing], "of what follows", is_new=False)
    if said.measure == "contribution" and noun.startswith("对"):
        return Found([topic.carried[0] + noun], "pull", is_new=False)
    return None


def _after(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """A verb, the number, the thing: 推出35个平台; or a share of a thing: 三成的街道."""
    clause = group.clause.strip("，、 ")
    opens = LEADING_VERBS.match(without_lead(clause)) or said.frame == "share.first"
    is_countable = said.measure in ("count", "level", "change", "share")
    if not is_countable or not (opens or group.first.kind in ("count", "")):
        return None
    thing, used = _own(thing_after(group.behind), group)
    thing = _of_level(thing, group)
    if len(thing) < 2 and thing not in PLACES:
        return None
    kept = KEPT_VERB.search(clause)
    name = (kept[1] if kept else "") + thing
    topic.owner = name
    return Found([name] * len(group.numbers), "verb and thing", used)


def _carried(group: Group, said: Said, topic: Topic, is_first: bool) -> Found:
    """The subjects of the numbers before, unless a clause in between names another."""
    at, many = group.series
    if many and len(group.numbers) == 1:
        if not at:
            topic.series = _as_carried(said, topic, many, is_parted=True)
        return Found([topic.series[at]], "carried")
    earlier = _earlier(group)
    count = len(group.numbers)
    clause = group.clause.strip("，、 ")
    if earlier and (is_first or (not COMPARING.match(clause) and len(earlier[-1]) > 1)):
        topic.owner = earlier[-1]
        others = tuple(each for each in topic.carried if each)
        return Found(members(earlier[-1], count), "earlier clause", is_sure=False, others=others)
    act = without_lead(clause)
    if said.frame == "plain" and count == 1 and ACT_ONLY.fullmatch(act):
        return Found([_acted_on(act, topic)], "act", is_new=False)
    names = _as_carried(said, topic, count, group.is_parted)
    rate = next(filter(None, map(RATE_OPENS.match, clauses(group.left)[:-1])), None)
    if said.measure == "change_pp" and rate:
        names = [_without_measure(each, rate[1], False) + rate[1] for each in names]
    if BY_THEN.match(clause):
        names = [NEW.sub("", each) for each in names]
    if not names[0] and said.frame == "growth.after":
        names = ["增长"]
    is_sure = not is_first and bool(COMPARING.match(act) or not bare(act))
    return Found(names, "carried", is_sure=is_sure)


def _acted_on(act: str, topic: Topic) -> str:
    """What an act was done to, if it says nothing more: 新建农田22万亩、改造提升8万亩."""
    thing = re.sub(f"^(?:{DONE})+", "", topic.carried[0])
    is_for = FOR_WHOM.fullmatch(act) or thing == topic.carried[0]
    return topic.carried[0] + act if is_for else act + thing


def _as_carried(said: Said, topic: Topic, count: int, is_parted: bool) -> list[str]:
    """As many carried subjects: shares that moved, the last ones spoken of, or those before."""
    for before in (topic.moved, topic.shares):
        if said.measure == "change_pp" and before and count in (1, len(before)):
            return list(before[:count])
    if is_parted and count > len(topic.carried) and len(topic.spoken) >= count:
        return topic.spoken[-count:]
    if len(topic.carried) == count:
        return list(topic.carried)
    if count == 1:
        return ["、".join(dict.fromkeys(topic.carried))]
    return members(topic.carried[0], count)


def counted_in_words(group: Group, topic: Topic) -> Found:
    """The thing that a Chinese numeral counts; it never becomes the topic.

    Parts by which a sentence goes on (从三大门类看) are those of what was spoken of before.
    """
    thing = thing_after(group.right).split("、")[0]
    before, _ = noun_before(re.split("[、和]", group.clause)[-1], has_verb=False)
    if len(thing) <= 2 and PARTED_BY.search(group.clause):
        thing = topic.before + thing
    elif len(thing) <= 2 and before and not AROUND.match(before):
        thing = before + thing
    return Found([thing], "chinese count", is_new=False)


def _counted(group: Group, said: Said) -> tuple[str, str]:
    """The thing after the number, if the noun before it is only who or where; else nothing.

    Also the words that name it, which are no subject of the next number.
    """
    is_single = len(group.numbers) == 1 and group.pair not in ("from", "to")
    behind = group.behind if group.pair == "low" else group.right
    if not is_single or not THING.match(behind) or NO_THING.match(behind):
        return "", ""
    is_count = group.first.kind == "count" and said.measure in ("count", "level")
    waits = WAITING.search(group.clause.rstrip("的")) or re.search("[为向]$", group.clause)
    if not (is_count or waits) or re.search("分别为$|[率数量额]为$", group.clause):
        return "", ""
    thing, used = _own(thing_after(behind), group)
    thing = _of_level(thing, group)
    return (thing, used) if len(thing) > 1 or thing in PLACES else ("", "")


def _of_level(thing: str, group: Group) -> str:
    """A level that waits for the thing that the next number names: 30个乡镇级、420个村级广场."""
    if not (LEVEL_ONLY.fullmatch(thing) and group.right.strip("、和") == thing):
        return thing
    named = LEVEL_OF.match(thing_after(group.next_right))
    return thing + named[1] if named else thing


def _own(thing: str, group: Group) -> tuple[str, str]:
    """The thing counted, and the words of it that the next number is not about.

    203个断面水质优良率达100%: the rate belongs to the next number, the thing does not use it up.
    """
    at = max(0, group.right[: len(thing) + 4].find(thing))
    used = group.right[:at] + thing
    rest = group.right.removeprefix(used)
    if "、" in thing and not group.is_last and not rest:
        thing = thing.rpartition("、")[0]
        return thing, group.right[:at] + thing + "、"
    if group.is_last or not group.right.startswith(used) or bare(rest):
        return thing, used
    owner, is_owned, _ = thing.partition("的")
    return (owner, owner + "的") if is_owned else (INDICATOR.sub("", thing), "")


def _earlier(group: Group) -> list[str]:
    """Nouns of the clauses between the number before and the clause of this one."""
    parts = clauses(group.left)[:-1]
    nouns = [MOOD.sub("", noun_before(BEST.sub("", part), has_verb=True)[0]) for part in parts]
    return [
        each
        for each, part in zip(nouns, parts, strict=True)
        if each and not NO_SUBJECT.match(part) and not STANDS_AT.match(part.lstrip("，、"))
    ]


def _owner(topic: Topic, earlier: list[str], is_first: bool) -> str:
    if earlier and (is_first or len(earlier[-1]) > 1):
        topic.owner = earlier[-1]
        return earlier[-1]
    return topic.owner or topic.carried[0]


def _headed(noun: str, topic: Topic) -> str:
    """The second of two prices of the same goods, with whose they are: 出厂价格…，购进价格…."""
    return headed(topic.carried[0], noun)


def _with_indicator(noun: str, said: Said, group: Group, topic: Topic) -> str:
    """A part named without its indicator takes that of its neighbours: 股份制企业下降2%.

    Or that of the whole that a clause before names: 商品零售额中，粮油类增长7%.
    """
    wholes = [part.rstrip("中") for part in clauses(group.left)[:-1] if part.endswith("中")]
    listed = LISTED_BY.search(group.left)
    wholes += [listed[1]] if listed else []
    of_whole = INDICATOR.search(wholes[-1]) if wholes else None
    if of_whole:
        topic.indicator = of_whole[0]
    if INDICATOR.search(noun) or len(group.numbers) > 1 or not topic.indicator:
        return noun
    topic.is_listed = topic.is_listed or bool(listed)
    if OF_WHICH.match(group.left) and topic.carried[0].endswith(topic.indicator):
        topic.shared = topic.indicator
    if said.measure == "level" and topic.shared and group.first.unit == topic.unit:
        return noun if DOES_FIRST.match(noun) or HELD.match(noun) else noun + topic.shared
    is_near = topic.age <= RECENT and topic.indicator not in OF_PEOPLE
    is_part = PART.search(noun) and is_near
    if said.measure == "growth" and (is_part or topic.is_listed or topic.shared):
        return noun + topic.indicator
    return noun


def _without_rate(name: str) -> str:
    return RATES_ONLY.sub("", name)


def _as_many(names: list[str], count: int) -> list[str]:
    if len(names) == count:
        return list(names)
    return [names[0] if count > 1 or len(names) == 1 else "、".join(names)] * count


ROUTES = (
    _second_of_pair,
    _lasting,
    _share_of,
    _against,
    _pulled,
    _completed,
    _described,
    _noun,
    _after,
)
"""Ways to a subject, in the order in which they are tried; what none finds is carried over."""
