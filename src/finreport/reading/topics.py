"""What a paragraph has spoken of, and what of it the numbers to come may carry on."""

from msgspec import Struct, field

from finreport import patterns as re
from finreport.reading.frames import Said
from finreport.reading.phrases import INDICATOR, members, noun_before, without_rate
from finreport.reading.sentences import PARENTHESES, Group, clauses

WHOLE = re.compile("占.{2,}(?:比重|比例|份额)$")
PARTED = re.compile("(?:占[^占]{2,}(?:比重|比例|份额)|结构)$")
"""Ends of what a part was a share of; another rate of the part goes without it."""
NO_SUBJECT = re.compile(
    r"^(?:获|入选|入围|跻身|纳入|列入|成为|被|扣除|剔除|超额|按|以|在|据|从|.{0,6}基数|[与和同较].{2,14}?比$|与[^，]{2,}(?:一致|相[同等当]|持平)$|[^，]*加上(?!年|级)|不变|可比|为|经|随着|通过|的(?:基础|前提|情况|背景|条件)[上下])"
)
PAIR = (1, 1)
"""A ratio of two."""

MOOD = re.compile(
    "(?:[两三四五六七八九十]大?类)?(?:均|都)?呈[^，]{0,6}(?:态势|趋势|走势)$|(?:均|都)?(?:超额|圆满|全面)?完成[^，]{0,12}(?:目标|任务|预算|计划)$|(?:(?:同比|环比|[与较比][^，]{2,8})?(?:基本|总体)?(?:持平|平稳|稳定)|(?:支撑)?作用|增势|势头|态势|形势|走势"
    "|由[^，转]{1,2}转[^，]{0,2}$|实现“[^”]*”$|(?:实现)?(?:止跌回升|扭亏为盈|转正)$"
    "|总体|运行|发展|保持|稳中|(?<=..)(?:进一步|持续|不断|继续|更加|更趋|日益|逐步))[^，]{0,8}$"
)
"""How things go, after whose they are: 制造业投资增势较好，增长11.3%."""

BEST = re.compile(
    "(?:再?(?:创|刷新)[^，]{0,10}(?:新高|新低|最高|最好水平|纪录|佳绩)|从无到有|(?<=..)[较最][高低快慢大小多少])$|(?<=..)(?:发展)?(?:能级|质效|动能|活力|韧性|后劲)$"
)
"""That a record was set: 进出口总额创历史新高，达到820亿元."""

HEADLINE = re.compile(
    "([^，、。；：“”]{2,12}?(?<!的))(?:持续|稳步|稳中|不断|加快|加速|显著|明显|进一步|更加|有序|突出|聚焦|瞄准|深度|抢抓|抢占)"
    "(?!经济|推进|深化|实施)"
)
"""Whose the numbers of the next sentences are, and how it went: 经营主体持续壮大."""

STANDS_AT = re.compile(
    "(?:稳|位|均|升|跃)?居(?!民|家|住|室|所)|[位名]列|列(?=全|中|第)|排名?|保持(?=全)|[跃晋]?升至|进至|位于"
)


class Topic(Struct):
    """What a paragraph has spoken of.

    ``carried`` are the subjects of the numbers just before, ``shares`` their names as shares of a
    whole if they were that (占总人口的32.1%，提高1.6个百分点), ``spoken`` all of the paragraph;
    ``owner`` is the last noun that was no ownerless one, ``main`` the owner before its parts
    (其中) were told; ``indicator`` the end of the last full indicator, ``age`` how many sentences
    ago it stood; ``series`` whose the changes of a list are (分别增长4%、下降3%); ``whole`` what
    the last share was said to be of; ``moved`` the subjects of the number just before if it said
    by how many points they moved (增速比上月末高0.1个百分点，…); ``is_listed`` whether the
    sentence tells of parts by what they share (从主要产品产量看，…), ``shared`` the indicator of
    the whole whose parts it tells of (其中，铁路…；公路…); ``unit`` that of the last amount;
    ``before`` the subject with which the last sentence ended that told of no parts; ``aside`` what
    was spoken of before a parenthesis that is still open, ``whose`` the owner then; ``has_list``
    whether the parts of ``main`` are told in a list (其中主板24家、创业板8家), after whose end the
    whole is spoken of again; ``parted`` the subject whose parts are told (其中), until a semicolon.
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
    aside: list[str] = field(default_factory=list)
    whose: str = ""
    has_list: bool = False
    parted: str = ""


class Found(Struct, frozen=True):
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


def begin(topic: Topic) -> None:
    """A sentence begins: what only the one before was about holds no longer."""
    if topic.aside:
        topic.carried, topic.aside, topic.owner = topic.aside, [], topic.whose
    if not topic.is_listed:
        topic.before = topic.carried[0]
    topic.is_listed, topic.shared = False, ""
    topic.parted = ""
    topic.age += 1


def name_headline(topic: Topic, sentence: str) -> None:
    """A sentence without numbers may name whose the next are: 经营主体持续壮大。总量达….."""
    found = HEADLINE.match(sentence)
    if found:
        topic.owner, topic.main = found[1], ""


def next_sentence(topic: Topic) -> None:
    """What is told of parts ends with their sentence: then the whole is the owner again."""
    topic.whole, topic.has_list = "", False
    if topic.main:
        topic.owner, topic.main = topic.main, ""


def open_and_close(topic: Topic, words: str) -> None:
    """Words before a number open or close what is said aside: numbers in （…） change no topic.

    A list of parts ends with a comma: 其中主板24家、创业板8家，总市值… is of the whole.
    """
    if "（" in words and "）" not in words.rpartition("（")[2]:
        topic.aside, topic.whose = list(topic.carried), topic.owner
    elif topic.aside and "）" in words:
        topic.carried, topic.aside, topic.owner = topic.aside, [], topic.whose
    if topic.main and words.startswith("、"):
        topic.has_list = True
    elif topic.has_list and re.match("等?[，；]", words):
        topic.owner, topic.has_list = topic.main, False


def remember(found: Found, group: Group, said: Said, topic: Topic) -> None:
    """Note what was spoken of, for the numbers to come."""
    indicator = INDICATOR.search(without_rate(found.names[0]))
    is_amount = said.measure not in ("share", "rank") and found.route != "pull"
    if indicator and said.base != "target" and is_amount:
        topic.indicator, topic.age = indicator[0], 0
    if said.measure in ("level", "count"):
        topic.unit = group.first.printed_unit
    topic.shares = found.names if found.route == "share" else []
    is_moved = said.measure == "change_pp" and not said.other
    topic.moved = found.names if is_moved else []
    is_aside = said.measure == "change_pp" and found.route != "earlier clause"
    whole = WHOLE.search(found.names[0])
    if whole and said.measure == "share":
        topic.whole = whole[0]
    if group.series[1] and topic.series:
        topic.carried = topic.series
    elif found.is_new and group.pair not in ("to", "high") and not is_aside:
        topic.carried = found.names
        if topic.spoken[-len(found.names) :] != found.names:
            topic.spoken += found.names


def as_carried(said: Said, topic: Topic, count: int, is_parted: bool) -> list[str]:
    """As many carried subjects: shares that moved, the last ones spoken of, or those before."""
    for before in (topic.moved, topic.shares):
        if said.measure == "change_pp" and before and count in (1, len(before)):
            return list(before[:count])
    if is_parted and count > len(topic.carried) and len(topic.spoken) >= count:
        kind = INDICATOR.search(topic.spoken[-1])
        alike = [each for each in topic.spoken if kind and each.endswith(kind[0])]
        return alike[-count:] if len(alike) >= count else topic.spoken[-count:]
    if len(topic.carried) == count:
        return list(topic.carried)
    if count == 1:
        return ["、".join(dict.fromkeys(topic.carried))]
    return members(topic.carried[0], count)


def as_many(names: list[str], count: int) -> list[str]:
    """Names for as many numbers: one each, or the first, or all of them together, for every one."""
    if len(names) == count:
        return list(names)
    return [names[0] if count > 1 or len(names) == 1 else "、".join(names)] * count


def earlier(group: Group) -> list[str]:
    """Nouns of the clauses between the number before and the clause of this one."""
    parts = clauses(PARENTHESES.sub("", group.left))[:-1]
    nouns = [MOOD.sub("", noun_before(BEST.sub("", part), has_verb=True)[0]) for part in parts]
    nouns = [BEST.sub("", each) for each in nouns]
    return [
        each
        for each, part in zip(nouns, parts, strict=True)
        if each and not NO_SUBJECT.match(part) and not STANDS_AT.match(part.lstrip("，、"))
    ]


def members_of(listed: str, group: Group) -> list[str]:
    """The subjects of the numbers of a group, of which its noun may be a list.

    The two sides of a ratio (甲与乙之比突破1:1) are of the one noun.
    """
    if group.is_structure and listed.endswith("比") and len(group.numbers) == len(PAIR):
        return [listed] * len(PAIR)
    return members(listed, len(group.numbers), group.is_parted or group.is_structure)
