"""The thing that is counted where the number comes first: 推出35个平台, 三成的街道."""

from finreport import patterns as re
from finreport.reading.frames import Said, bare
from finreport.reading.lexicon import DOING, HAN, VERB, alternatives
from finreport.reading.phrases import (
    INDICATOR,
    LEADING_VERBS,
    PLACES,
    noun_before,
    thing_after,
    without_lead,
)
from finreport.reading.sentences import Group, clauses
from finreport.reading.standing import CAME, NEXT_OF_LIST
from finreport.reading.topics import PARTED, Found, Topic, as_many

STEP = re.compile("[万亿千百]*元?(?:的)?新?(?:台阶|大关|关口)")
WAITING = re.compile(alternatives("unfinished") + "$")
COUNTING_VERB = re.compile(f"(?:{DOING})$")
AROUND = re.compile(r"[在为向与对从]|围绕|针对")
"""Openings of words that say where, for whom or to whom, not whose."""

TO_WHOM = re.compile("(?<![面针相反绝应])对(?!口)[^，、]{0,4}$")
"""Ends of words that wait for whom something was done to: 组织各单位对上年度172个部门."""

TO_THEM = re.compile("(?<![面针相反绝应])[对向为给]$")
"""Before a number of those to whom something was done: 对12户企业的贷款实施延期."""

HOLDERS = ("户", "家", "名", "人")
COUNTED_THEM = re.compile("[级、]|[^，。]{0,3}[级个家户]")
GIVEN = re.compile("赔付|发放|补助|奖励|授信|贷款|捐赠|提供")
"""What is given to so many."""

RANKS = re.compile("(?:自治)?[省市区县乡镇村州盟旗](?:[、和与]?[省市区县乡镇村州盟旗])+$")
"""The ranks that are counted: 省市县三级."""

SIZE = "[过超]?[一二三四五六七八九十]?[百千万亿]+元?级?"
LEVEL_ONLY = re.compile(f"[^，、]{{1,6}}级|{SIZE}")
LEVEL_OF = re.compile(f"(?:[^级]{{1,6}}级|{SIZE})(.{{2,}})")
"""A level or size alone, and one with the thing that it is of."""

FOR_THEM = re.compile("涉及|惠及|覆盖|服务")
THEY_DID = re.compile(f"(?:{alternatives('indicators')})?(?:实现)?[正负]?(?:{VERB})(?![{HAN}])")
"""How those fared who are so many of what was counted: 有26户产值增长，12户下降."""

RULED = ("省", "市", "区", "县", "州", "乡", "镇", "村", "部门")
"""What a Chinese numeral counts by its unit alone: 主城五区取水总量."""

PARTED_BY = re.compile("(?:^|，)(?:从|分|按)$")
"""What stands before a count of parts by which a sentence goes on: 从三大门类看."""

ACT_ONLY = re.compile(f"(?:{DOING})+")
DEED = re.compile(
    "享受|参加|参与|获|通过|入选|当选|领取|纳入|实现|完成|落户|受益|脱贫|退出|摘帽|出列|就业|参保"
)
"""What so many did, who are named by their unit alone: 31万人享受最低生活保障."""

EARNED = re.compile("年?(?:销售|营业|主营业务)?$")
"""What is left of an indicator of those who are counted: 75家企业年销售收入9亿元."""

THING = re.compile(f"[{HAN}“]{{2}}|\\d+岁")
VAGUE = ("产品", "合同", "项目", "领域", "方面", "业务", "问题", "事项", "任务", "活动", "领域项目")
"""Things that say little without the list of what they are: 挂钩贷款等15种产品."""

NO_THING = re.compile("的|以|左右|全|均|仍|和|及|与")
KEPT_VERB = re.compile(r"(新增|新培育|新认定|新建|净增|新设)(?:成|了)?$")


def done_to(group: Group) -> Found | None:
    """What is done to so many: 向3.4万人次赔付2.6亿元; what they are may stand between."""
    thing = _them(thing_after(group.right), group)
    act = ACT_ONLY.search(group.right[:12]) or GIVEN.search(group.right[:12])
    name = thing if len(thing) > 1 else act[0] if act else ""
    return Found([name] * len(group.numbers), "done to", name) if name else None


def noun_and_thing(noun: str, group: Group, said: Said, topic: Topic) -> Found | None:
    """A noun and the thing counted after the number: 全省形成12个产业集群."""
    counted, used = _counted_thing(group, said)
    if not counted or STEP.match(counted):
        return None
    topic.owner = _counted_by(noun, counted, group)
    return Found([topic.owner], "noun and thing", used)


def _counted_by(noun: str, counted: str, group: Group) -> str:
    """The thing counted, with the noun before it unless that says only who did it, or where.

    Nor is a list of some of the things part of their name: 洛阳、商丘等10个枢纽.
    """
    noun = noun.removesuffix("以")
    if TO_WHOM.search(noun) or noun.endswith(("向", "给", "与")) or CAME.match(group.right):
        return counted
    is_list = noun.endswith("等") or ("、" in noun and not WAITING.search(noun))
    if is_list and counted not in VAGUE:
        return counted
    if AROUND.match(noun) or (COUNTING_VERB.search(group.clause) and not WAITING.search(noun)):
        kept = KEPT_VERB.search(group.clause)
        return (kept[1] if kept else "") + counted
    return noun + counted


def described(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """What follows a number that describes it: 惠及12万人的供水工程; 对增长的贡献率 of whom."""
    noun, is_verb_only = noun_before(group.clause, said.has_verb)
    thing = thing_after(group.right) if group.right.startswith("的") else ""
    if (is_verb_only or FOR_THEM.fullmatch(noun)) and len(thing) > 2:
        return Found([thing], "of what follows", is_new=False)
    if said.measure == "contribution" and noun.startswith("对"):
        whose = as_many(topic.carried, len(group.numbers))
        return Found([PARTED.sub("", each) + noun for each in whose], "pull", is_new=False)
    return None


def after_verb(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """A verb, the number, the thing: 推出35个平台; or a share of a thing: 三成的街道."""
    clause = group.clause.strip("，、 ")
    if group.first.kind == "count" and THEY_DID.match(group.right) and _is_open(clause):
        return Found(as_many(topic.carried, len(group.numbers)), "carried", is_new=False)
    opens = (
        LEADING_VERBS.match(without_lead(clause)) is not None
        or said.frame == "share.first"
        or NEXT_OF_LIST.fullmatch(group.left) is not None
    )
    is_countable = said.measure in ("count", "level", "change", "share")
    if not is_countable or not (opens or group.first.kind in ("count", "")):
        return None
    thing, used = _own(thing_after(group.behind), group)
    thing = _of_level(thing, group)
    if not thing and DEED.match(group.right) and _is_open(clause):
        thing = used = clauses(group.right)[0]
    if len(thing) < 2 and thing not in PLACES:
        return None
    kept = KEPT_VERB.search(clause)
    name = (kept[1] if kept else "") + thing
    topic.owner = name
    return Found([name] * len(group.numbers), "verb and thing", used)


def _is_open(clause: str) -> bool:
    """Whether nothing stands before a number that says of what it is: 年末共有, 确保."""
    return "其中" not in clause and not noun_before(bare(clause), has_verb=False)[0]


def counted_in_words(group: Group, topic: Topic) -> Found:
    """The thing that a Chinese numeral counts; it never becomes the topic.

    Parts by which a sentence goes on (从三大门类看) are those of what was spoken of before.
    """
    ranks = RANKS.search(group.clause) if group.first.unit == "级" else None
    if ranks:
        return Found([ranks[0]], "chinese count", is_new=False)
    thing = thing_after(group.right).split("、")[0]
    if group.first.unit in RULED and not COUNTED_THEM.match(group.right):
        return Found([group.first.unit], "chinese count", is_new=False)
    before, _ = noun_before(re.split("[、和]", group.clause)[-1], has_verb=False)
    if PARTED_BY.search(group.clause):
        thing = thing.removesuffix("分")
        thing = topic.before + thing if len(thing) <= 2 else thing
    elif len(thing) <= 2 and thing not in PLACES and before and not AROUND.match(before):
        thing = before + thing
    return Found([thing], "chinese count", is_new=False)


def _counted_thing(group: Group, said: Said) -> tuple[str, str]:
    """The thing after the number, if the noun before it is only who or where; else nothing.

    Also the words that name it, which are no subject of the next number.
    """
    is_single = len(group.numbers) == 1 and group.pair not in ("from", "to")
    behind = group.behind if group.pair == "low" or not group.right else group.right
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
    is_next = group.right.startswith((f"{thing}、", f"{thing}和"))
    if not (LEVEL_ONLY.fullmatch(thing) and is_next):
        return thing
    named = LEVEL_OF.match(thing_after(group.next_right))
    return thing + named[1] if named else thing


def _them(thing: str, group: Group) -> str:
    """Those to whom something was done, without what of theirs it was done to."""
    is_whom = TO_THEM.search(group.clause) and group.first.unit in HOLDERS
    return thing.partition("的")[0] if is_whom else thing


def _own(thing: str, group: Group) -> tuple[str, str]:
    """The thing counted, and the words of it that the next number is not about.

    203个断面水质优良率达100%: the rate belongs to the next number, the thing does not use it up.
    """
    thing = _them(thing, group)
    at = max(0, group.right[: len(thing) + 4].find(thing))
    used = group.right[:at] + thing
    rest = group.right.removeprefix(used)
    if "、" in thing and not group.is_last and not rest.strip("等的"):
        thing = thing.rpartition("、")[0]
        return thing, group.right[:at] + thing + "、"
    if group.is_last or not group.right.startswith(used) or bare(rest):
        return thing, used
    owner, is_owned, _ = thing.partition("的")
    return (owner, owner + "的") if is_owned else (EARNED.sub("", INDICATOR.sub("", thing)), "")
