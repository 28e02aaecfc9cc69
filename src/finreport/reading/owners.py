"""Nouns that say nothing alone (金额, 总投资), with the one whose they are."""

from finreport import patterns as re
from finreport.reading.lexicon import OPPOSITES, either, words
from finreport.reading.parts import OF_WHICH
from finreport.reading.phrases import (
    LEADING_VERBS,
    NEW,
    OWNERLESS,
    RATES_ONLY,
    joined,
    members,
    thing_after,
    without_measure,
)
from finreport.reading.sentences import Group
from finreport.reading.topics import Found, Topic, earlier, members_of

BESIDE = re.compile(f"(?<=..)(?:{either(words('side_by_side'))})$")
NEWLY_NAMED = re.compile("(?:年末|全年|截至|至20|20\\d\\d年|全[省市州县区]).*?(?:共|现|已|拥)有")
OF_ALL = re.compile("(?:年末)?全[省市州县区]")
"""A clause that begins anew on what there is: its noun belongs to nothing before."""

RESTATES = ("总量", "规模", "总规模", "总额", "增速", "增幅", "涨幅", "降幅")
EARNED = re.compile("(?:利润|收入|支出)$")
"""What rates of loans are not of."""

HOUSE = re.compile("(?:公司|银行|机构|信用社|企业)$")
OF_HOUSE = ("贷款余额", "存款余额", "净利润", "贷款", "存款")
"""What institutions have that were counted just before: 小额贷款公司31家，贷款余额28亿元."""

TRADE = ("出口", "进口")
AMOUNT = re.compile("(?:总值|总额|增加值|零售额|收入|支出|产值|产量|存量|增量)(?:（[^）]*）)?$")
"""An amount that such words (生产总值增长2%，总量为3万亿元) only say again."""

HALVES = ("城镇", "乡村", "农村", "男性", "女性")
OF_THEM = re.compile("(?:人口|就业人员|从业人员)$")
"""Of whom there are two kinds that their names alone tell: 常住人口9万人，其中城镇6万人."""

ACCOUNTED = re.compile("(?<=..)(?:收支|平衡|情况)+$")
"""What is told of an account, whose sums follow: 收支平衡情况：总收入9亿元."""

FIRST_PART = re.compile("首期(?:规模)?|总?规模")


def owned(noun: str, group: Group, topic: Topic, is_first: bool) -> Found | None:
    """A noun that says nothing alone (金额, 总投资) belongs to what was named before or follows."""
    bare_noun = LEADING_VERBS.sub("", noun)
    describes = group.right.startswith("的") or FIRST_PART.fullmatch(bare_noun)
    if describes and (OWNERLESS.fullmatch(bare_noun) or FIRST_PART.fullmatch(bare_noun)):
        thing = thing_after(group.behind)
        if len(thing) > 2:
            return Found([thing + bare_noun], "of what follows", is_new=False)
    is_trade = noun in TRADE and group.left.startswith("、") and topic.owner[-2:] not in TRADE
    words = group.clause.strip("，、")
    is_new = NEWLY_NAMED.match(words) or (is_first and OF_ALL.match(words))
    is_alone = is_first and noun.endswith("率") and not OF_WHICH.match(group.left)
    is_of_house = noun in OF_HOUSE and not is_first and HOUSE.search(topic.owner)
    nouns = members_of(noun, group)
    is_ownerless = all(OWNERLESS.fullmatch(each) for each in nouns)
    if is_new or is_alone or not (is_ownerless or is_trade or is_of_house):
        return None
    before = earlier(group)
    joint = [] if _lists_owners(before, group) else _joint(noun, group, topic)
    if joint:
        return Found(joint, "owner")
    owner = _as_owner(_owner(topic, before, is_first), noun)
    if set(nouns) <= set(RESTATES) and AMOUNT.search(owner):
        return Found([owner] * len(nouns), "owner")
    if _is_none_of(noun, owner, is_first):
        return None
    for one, other in OPPOSITES:
        if noun == other and owner.endswith(one):
            owner = owner.removesuffix(one)
    if not (is_of_house or RATES_ONLY.fullmatch(noun)):
        owner = without_measure(owner, noun, is_trade).removesuffix(noun[:2])
    whole = members_of(noun, group)
    owners = members(owner, len(whole), group.is_parted) if len(set(whole)) == 1 else [owner]
    owners = owners if len(owners) == len(whole) else [owner] * len(whole)
    is_half = noun in HALVES and OF_THEM.search(owner)
    names = [
        each + one if is_half else joined(one, each)
        for one, each in zip(owners, whole, strict=True)
    ]
    return Found(names, "owner", is_sure=bool(before) or not is_first or not owner)


def _as_owner(owner: str, noun: str) -> str:
    """An owner without what it has beside the noun: 牛出栏…，存栏…."""
    if not RATES_ONLY.fullmatch(noun):
        owner = BESIDE.sub("", owner)
    if noun.startswith("存栏"):
        owner = re.sub("(?<=.)出栏[量数]?$", "", owner)
    if noun == "增量":
        owner = owner.removesuffix("存量")
    return ACCOUNTED.sub("", owner)


def _is_none_of(noun: str, owner: str, is_first: bool) -> bool:
    """Whether a noun is its own though it says little: 收入增长4%。税收增长3%."""
    if noun == "死亡":
        return "出生" in owner
    is_own = noun.endswith("率") or (is_first and noun == "税收")
    return is_own and bool(EARNED.search(owner))


def _joint(noun: str, group: Group, topic: Topic) -> list[str]:
    """What the last several spoken of each have: 高速公路…、一级公路…，总里程分别达2万、1万公里."""
    many = max(len(group.numbers), group.series[1])
    if not group.is_parted or many < 2 or len(topic.spoken) < many:
        return []
    if len(members(noun, many)) == many and len(set(members(noun, many))) > 1:
        return []
    owners = topic.spoken[-many:]
    if not RATES_ONLY.fullmatch(noun):
        owners = [NEW.sub("", without_measure(each, noun, False)) for each in owners]
    names = [each.removesuffix(noun[:2]) + noun for each in owners]
    return names if len(set(names)) == many else []


def _lists_owners(before: list[str], group: Group) -> bool:
    """Whether a clause in between names as many owners as there are numbers: A、B呈下降态势."""
    many = len(group.numbers)
    if not before or many < 2:
        return False
    return len(set(members(before[-1], many, group.is_parted))) == many


def _owner(topic: Topic, before: list[str], is_first: bool) -> str:
    """The owner: the noun of the clause before, else the last one that was spoken of."""
    if before and (is_first or len(before[-1]) > 1):
        topic.owner = before[-1]
        return before[-1]
    return topic.owner or topic.carried[0]
