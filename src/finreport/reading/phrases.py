"""The words of a clause: its subject without times and predicate, the thing counted, lists."""

from functools import lru_cache

from finreport import patterns as re
from finreport.reading import lexicon
from finreport.reading.lexicon import (
    COLLECTIVES,
    COMPARED,
    DOING,
    HAN,
    INTO,
    OPPOSITES,
    VERB,
    alternatives,
    either,
    words,
)

LEAD = re.compile("^" + alternatives("leads"))
TAIL = re.compile(f"(?:{either(words('tails'))})$")
YEAR_TAIL = re.compile(
    r"(?:连续[一二三四五六七八九十\d]{1,3}(?:年|个月|个季度)|(?:从|由|自)(?:\d{1,2}月份?末?|上半年|前三季度|[一二三四]季度末?|年初|[上去][年月季期][末底]?|最初|当初|原来|原先|过去)|(?<=..)\d年"
    r"|(?:从|由|自)(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日)?起"
    r"|(?:从|由|自)?(?:20\d\d年(?:年?[末底]|以来)?|“?十[一二三四五六七八]五”?(?:[开收][局官]之年|[初末])))$"
)
KEPT_END = re.compile(alternatives("kept_ends") + "$")
COMPARED_WITH = re.compile(
    r"(?<![同环累占对相正成之反入价贷可])(?<![类级性]别)(?:比(?![例重值较率为达降升缩扩提由从是赛武拼:])|较(?![快高大强好优差低小多少轻重]))[^，、比较]{1,14}$"
)
PREDICATE = re.compile(
    rf"(?:{INTO}|(?:[正负]增长|{VERB}|{COMPARED})(?:了|约|近|至|到)?|(?<=[比期年月初末])(?:净)?[多少][{HAN}]{{1,4}})$"
)
TIMES_OF = re.compile(
    r"(?:约|近)?(?:是|为|相当于|恢复[到至])(?:上年|去年|20\d\d年|[^，是]{1,6}前)[^，是]{0,4}的$"
)
"""What a multiple is of: 出口是上年同期的1.3倍."""

LED_TO = re.compile(f"{INTO}(?:约|近|超过?|了)*$")
EACH_TIME = re.compile(
    "(?:(?:人均)?每(?:人每)?[月年]|(?<=..)[从由](?:人均|平均)|[为是]?1美元[兑对合]换?|按[^，按]{2,12}(?:计|计算|折算|换算|折合|折)|按可比价格?|(?<=..)在全[国省市球]各?[^，、\\d]{0,4})$"
)
"""For whom, how often and how counted, before a number: 提高到每人每月760元, 按可比价计算."""

LEADING_VERBS = re.compile(f"^(?:{DOING})+")
ACTS_LISTED = re.compile("[、和]")
OWNERLESS = re.compile(f"(?:{either(words('ownerless'))})")
"""Nouns that say nothing alone: 金额, 总投资."""

CROSSED = re.compile(
    "(?:接连|连续|首次|历史性)?(?:连跨|跨过|跨越|跨上|迈上|迈过|站上|跃上|突破|首破|超过?|达到?)"
    "[^，、达超破]{0,8}?(?:台阶|大关|关口|[万亿]元)(?:、|$)"
    "|(?:实现)?翻了?[一二两三四]番(?:、|$)"
    "|(?:^|(?<=、))(?:(?:稳|位|均|跃)?居|名列|位列)(?!民|家|住|室|所)[^、，\\d]{2,12}、"
    "|(?:^|(?<=、))创[^、，\\d]{2,10}(?:新高|水平|纪录)、"
)
"""That an amount was passed or doubled, in words: 进出口总额突破万亿元、增速居全国第五位."""

EMPTY = re.compile("^" + alternatives("empty_openings") + "+")
INDICATOR = re.compile(lexicon.INDICATOR)
SOFT = words("soft_indicators")
OWNED = re.compile(alternatives("owned"))
MODIFIED = re.compile("(?<=..)" + alternatives("modifiers") + ".*$")
CUT = re.compile("(?:基本|全面|全部|相继|如期|新)?" + alternatives("predicates"))
THING = re.compile(
    r"(?:以上|左右|及以上)?(?:的)?"
    r"((?:\d+岁(?:及?以[上下])?)?(?:[^，。；：！？、\d]|\d+强|\d[A-Z]){1,28}"
    r"(?:、(?:[^，。；：！？\d]|\d+强|\d[A-Z]){1,28})?)"
)
IN_WHERE = re.compile("在[^的，]{1,12}的")
"""What a thing is like: 在全国有影响力的企业."""

WHERE = re.compile("(?<=..)(?<!所)在[^的]{1,8}$")
"""Where something is done, of which the verb was cut off: 转移人口在城镇(落户)."""

FOUNDED = re.compile("来?看$|(?:(?<![高初集其职])中有|有|为)$|(?<=..)(?:签约|设立|成立|揭牌|落成)$")
"""What is no part of a thing at its end."""

IN_THEM = re.compile(r"(?<![高初集其职])中(?=，|有|$)")
"""Of which the sentence goes on to speak: 12个城市中，…."""

SIZE = re.compile("[大中小微]{1,2}")
SIZED = re.compile("[大中小微]{1,3}型?(企业.*|行业.*|银行.*)")
"""The last of firms listed by their size: 大、中、小微企业贷款."""

PLACES = tuple("村县市区镇乡省国户")
"""Things of one character that are counted."""

PLACE_DOES = re.compile(f"(?:{DOING}|被|深化|获|成为|实现|完成|纳入|列入|率先)")
OF_RANK = re.compile("[级属域内际家场营重直本区市民列定管]")
"""What makes one word of a place and its rank, or another word: 县级, 国家, 市场."""

BUILT_BY = re.compile("(?<=[县市区乡镇村家])(?:建设|运营|深化|创建|打造)[^，]{3,}$")
"""What those who are counted do: 8个重点县建设果菜基地."""

COUNTED_TOO = re.compile("^(?:[一二两三四五六七八九十]{1,3}[个项条大座]|方面的)")
"""A count in words before the thing: 全长820公里的三个旅游公路."""

SUCH_AS = re.compile(r"(.+?)等((?:[^、，]{0,4}产业|[^、，]{0,4}行业)[^、，]*)")
"""The last of a list, and what it has in common with the others: 信息等产业增加值."""

SUCH_FIELDS = re.compile(
    "(.+?)等(?:[一二两三四五六七八九十]{1,2}[大个类项])?[^、，]{0,10}?(?:领域|方面|环节)的?([^、，]{2,})"
)
"""The last of a list of fields, and what each of them has: 旅游等五大领域新发放贷款."""

TRADES = re.compile("(?<=.)(?:产业|行业|制造业|企业)$")
"""What like-sized names of a list share, though the last is longer: 机床和机器人产业."""

TRADE = re.compile("^(?:产业|行业|制造业)")
EARNS = re.compile("(?:业|公司|银行|机构|单位|集团|园区|事故|粮食|作物|居民|[省市县区])$")
"""Whose the indicators of a list are, and are named once: 省属企业营业收入、利润."""

RANKED = re.compile("[^、]{1,3}?([级型式性])([^级型式性、]{2,})")
"""Ranks or sorts of one thing: 国家级、部级平台; 急难型、支出型救助标准."""

WHOLES = ("进出口",)
"""Collectives that also have numbers of their own, one after the other."""

SIDES = tuple("东中西南北")
_PLACE = (
    "东北部?|[东中西南北]部?|华[东北南中]|[东西][南北]|沿海|内陆|长三角|珠三角|京津冀|环渤海"
    f"|[粤苏皖陕晋赣湘鄂豫冀辽浙闽桂黔滇川][东南西北中]|关中|{lexicon.PROVINCE}"
)
_SORT = "地区(?!生产)|片区|区域|[省市区]"
PLACE_ALONE = re.compile(f"(?:{_PLACE})(?:{_SORT})?")
PLACED = re.compile(f"(?:{_PLACE})({_SORT}|)(.{{2,}})")
"""The last of a list of places, with what is told of each: 东部、中部、西部地区贷款余额."""

NEW = re.compile(r"^(?:新增|净增|新(?:设立?|建|培育|认定|登记|注册|入库|引进|开通|推出))")
SOWN = re.compile("(?:播种|种植)$")
"""What was done to a crop, whose harvest the next number may be: 小麦播种面积…、产量…."""

BANKED = ("存款", "贷款")
SHARES_OF = ("占比", "比重")
"""Tails that whole indicators share: 装机容量、发电量占比."""

MEASURED = re.compile("(?:[值量额差]|结[余转]|基金|债券)$")
"""Ends of what measures itself, and takes no indicator of another: 取水量, 货值."""

KIND = re.compile("(?<!新增)(?:业|类|产业|品|经济|部门|地区)$")
"""Ends of parts that an indicator is measured of: 批发业, 粮油类."""

SUMMED = re.compile("^.{2,}(?:收入|支出|财力|财政)加(?:上(?!级|年))?(?:预计)?(?=.{4,})")
"""A sum of which only what was added last is the number's: 预算收入加上转移性收入9亿元."""

RATES_ONLY = re.compile(r"(?:同比|环比)?(?:增速|增幅|涨幅|降幅|跌幅|增长率|增长速度|升幅)$")

SEPARATORS = (
    r"、|以及|和|及(?!其)|与|或",
    r"、|以及|和",
    r"、",
    r"、|(?<=[^、]{3})和(?=[^、]{3,}$)|以及",
)
"""How the members of a list may be parted, the finest first."""

TRADE_NAMES = re.compile(alternatives("trade_names"))
MASKS = 0xE000
"""The first of the characters that stand for such names while a list is split."""

SCOPE = re.compile(alternatives("scopes"))

EDGES = "，、；：。的了 "


def without_rate(name: str) -> str:
    """A subject without the word for how fast it changed (增速)."""
    return RATES_ONLY.sub("", name)


def without_measure(owner: str, noun: str, is_trade: bool) -> str:
    """An owner without what was measured of it, if another measure follows, and without 新增."""
    own = INDICATOR.search(owner)
    is_other = is_trade or (INDICATOR.search(noun) and len(owner) > 4)
    if own and is_other and own[0] not in SOFT:
        owner = owner.removesuffix("余额") if own[0].endswith("余额") else owner[: own.start()]
    return NEW.sub("", SOWN.sub("", owner))


def scope_of(name: str) -> str | None:
    """What a subject covers, in its own words (本外币, 规模以上); None if it says none."""
    return "、".join(dict.fromkeys(SCOPE.findall(name))) or None


@lru_cache
def without_lead(clause: str) -> str:
    """A clause without the times, places and connectives that it opens with."""
    while match := LEAD.match(clause):
        clause = clause[match.end() :]
    return clause


def without_tail(clause: str, has_verb: bool) -> str:
    """A clause without its predicate; a verb is part of it only if ``has_verb``."""
    clause = EACH_TIME.sub("", TIMES_OF.sub("", clause))
    clause = _without_words(LED_TO.sub("", clause) if has_verb else clause)
    if has_verb:
        clause = _without_words(PREDICATE.sub("", clause))
    return clause


def _without_words(clause: str) -> str:
    before = None
    while clause != before:
        before = clause
        compared = COMPARED_WITH.search(clause)
        if compared:
            clause = clause[: compared.start()]
        clause = EACH_TIME.sub("", clause)
        if not KEPT_END.search(clause) or (clause.endswith("平均") and len(clause) > 4):
            clause = TAIL.sub("", YEAR_TAIL.sub("", clause))
    return clause


@lru_cache
def noun_before(clause: str, has_verb: bool) -> tuple[str, bool]:
    """The subject of a clause, and whether a verb opens it whose object follows the number."""
    whole = CROSSED.sub("", without_lead(clause.strip("，、；：: ")))
    noun = EMPTY.sub("", without_lead(without_tail(whole, has_verb)))
    opening = EMPTY.sub("", whole)
    is_doing = bool(LEADING_VERBS.match(opening) or re.match("完成|实现|达到", whole))
    only_verb = is_doing and not any(
        LEADING_VERBS.sub("", act).strip("了过") for act in ACTS_LISTED.split(noun)
    )
    noun = SUMMED.sub("", without_lead(noun))
    return noun.strip(EDGES).rstrip("（"), only_verb


def thing_after(after: str) -> str:
    """The thing counted when the number comes first: 推出35个政务平台."""
    match = THING.match(after)
    if not match or not re.match(r"[\u4e00-\u9fa5“《A-Z（]|\d+岁", match[1]):
        return ""
    thing = re.sub("的(?:发展)?(?:格局|局面|历史|目标|任务)$", "", match[1])
    if after[match.end() : match.end() + 1].isdigit():
        thing = thing.partition("、")[0]
    thing = COUNTED_TOO.sub("", re.sub("^已(?:建成)?", "", thing))
    at = 2 if IN_WHERE.match(thing) else 0
    is_place = thing[:1] in PLACES
    ends = [cut.start() for cut in CUT.finditer(thing, at) if cut.start() != 1 or is_place]
    if is_place and PLACE_DOES.match(thing, 1):
        return thing[0]
    thing = BUILT_BY.sub("", thing)
    thing = WHERE.sub("", thing[: ends[0]]) if ends else thing
    if is_place and INDICATOR.search(thing, 1) and not OF_RANK.match(thing, 1):
        return thing[0]
    if IN_THEM.match(after, match.start(1) + len(thing) - 1):
        thing = thing[:-1]
    return FOUNDED.sub("", thing).rstrip("、和及与等的第在共（，于“近约超")


def members(listed: str, count: int, is_parted: bool = False) -> list[str]:
    """The subjects of as many numbers: a list split, each member made whole.

    ``is_parted`` says that the numbers are named as those of parts (分别). A trade whose name is
    itself a list (电力、热力、燃气及水生产和供应业) is one member.
    """
    if count == 1:
        return [listed]
    names = dict(enumerate(TRADE_NAMES.findall(listed), start=MASKS))
    for mask, name in names.items():
        listed = listed.replace(name, chr(mask) + "业")
    found = _split(listed, count, is_parted)
    return [_unmasked(each, names) for each in found] if names else found


def _unmasked(name: str, names: dict[int, str]) -> str:
    for mask, trade in names.items():
        name = name.replace(chr(mask) + "业", trade)
    return name


def _split(listed: str, count: int, is_parted: bool) -> list[str]:
    listed = re.sub("第?一、第?二、第?三次?产业", "三次产业", listed)
    for name, parts in COLLECTIVES:
        if "、" in name and name in listed and len(parts) == count:
            return [listed.replace(name, part) for part in parts]
    tries = [[part for part in re.split(each, listed) if part] for each in SEPARATORS]
    exact = next((parts for parts in tries if len(parts) == count), None)
    if exact:
        return made_whole(exact)
    for name, parts in COLLECTIVES:
        if name in listed and len(parts) == count and (is_parted or name not in WHOLES):
            return [listed.replace(name, part) for part in parts]
    headed = next((parts for parts in tries if len(parts) == count + 1), None)
    return made_whole(headed[1:]) if headed else [listed] * count


def headed(first: str, second: str) -> str:
    """The second of two prices of the same goods with their name: 工业品出厂价格、购进价格."""
    head, is_out, _ = first.partition("出厂")
    return head + second if is_out and second.startswith("购进") else second


def _shared_tail(parts: list[str]) -> str:
    """What follows the second of two opposites, or the like-sized names of a list."""
    first, last = parts[0], parts[-1]
    for one, other in OPPOSITES:
        for head, partner in ((one, other), (other, one)):
            if first == head and last.startswith(partner) and len(last) > len(partner):
                return last[len(partner) :]
    if INDICATOR.search(last) or len(first) > 4 or len(last) <= len(first):
        return ""
    is_even = all(len(part) == len(first) for part in parts[:-1])
    longest = 2 if len(first) > 3 else 3
    tail = last[len(first) :]
    kind = TRADES.search(tail)
    tail = kind[0] if kind else tail
    if first[-1] == last[-1]:
        return ""
    return tail if is_even and 2 <= len(tail) <= longest and not first.endswith(tail) else ""


def _tail_of_kind(parts: list[str]) -> str:
    """What the last adds to a kind that each of them is: 大型银行、中小银行存款准备金率."""
    *others, last = parts
    kinds = {part[-2:] for part in others}
    kind = kinds.pop() if len(kinds) == 1 else ""
    _, is_same, tail = last.partition(kind) if len(kind) > 1 else ("", "", "")
    is_alike = is_same and tail and tail[0] != "以" and min(map(len, others)) > len(kind)
    return tail if is_alike and INDICATOR.search(last) else ""


def _with_head_of_opposites(parts: list[str]) -> list[str]:
    """Two opposites with one head and one tail: 全省存、贷款余额 is 全省存款余额、全省贷款余额."""
    for one, other in (*OPPOSITES, *((other, one) for one, other in OPPOSITES)):
        head, tail = parts[0].removesuffix(one), parts[-1].removeprefix(other)
        if len(parts) == 2 and tail and "" != head != parts[0] and tail != parts[1]:
            return [parts[0] + tail, head + parts[1]]
    return parts


def _is_whole(part: str, tail: str, is_mixed: bool) -> bool:
    """Whether a member has an indicator of its own, and not one that the shared tail is about.

    In a mixed list (进口货值、入境人员、免税销售额) only kinds of things take the tail.
    """
    if is_mixed and not KIND.search(part):
        return True
    own = INDICATOR.search(part)
    if not own or (tail in SHARES_OF and not part.endswith(tail)):
        return False
    return part.endswith(tail) or own[0] not in SOFT or tail in SOFT


def joined(part: str, tail: str) -> str:
    """A part with a tail, what both have once: 绿色贷款 and 贷款余额, 存款 and 贷款余额."""
    if part.endswith(BANKED) and tail.startswith(BANKED):
        tail = tail[len(BANKED[0]) :]
    shared = next((n for n in range(len(tail), 0, -1) if part.endswith(tail[:n])), 0)
    return part + tail[shared:]


def _of_trade(stem: str, tail: str) -> str:
    """A tail without 产业 or the like before it where the member is a trade by its own name."""
    return TRADE.sub("", tail) if stem.endswith("业") else tail


def made_whole(parts: list[str]) -> list[str]:
    """Each member of a list with the head and the tail that the list shares."""
    such = SUCH_AS.fullmatch(parts[-1]) or SUCH_FIELDS.fullmatch(parts[-1])
    if such:
        return [part + such[2] for part in [*parts[:-1], such[1]]]
    last = parts[-1]
    placed = PLACED.fullmatch(last)
    if placed and all(PLACE_ALONE.fullmatch(part) for part in parts[:-1]):
        places = [part.removesuffix(placed[1]) for part in parts[:-1]]
        places = [each + "部" if each in SIDES else each for each in places]
        return [each + placed[1] + placed[2] for each in places] + [last]
    ranked = RANKED.fullmatch(last)
    if ranked and all(len(part) <= 4 and part.endswith(ranked[1]) for part in parts[:-1]):
        return [part + ranked[2] for part in parts[:-1]] + [last]
    sized = SIZED.fullmatch(last)
    if sized and all(SIZE.fullmatch(part) for part in parts[:-1]):
        return [f"{part}型{sized[1]}" for part in parts[:-1]] + [last]
    tail = INDICATOR.search(last)
    is_mixed = any(part.endswith(("值", "额")) for part in parts[:-1])
    parts = _with_head_of_opposites(parts)
    shared = _shared_tail(parts) or _tail_of_kind(parts)
    if shared:
        parts = [part + shared for part in parts[:-1]] + [last]
    elif tail and not OWNED.fullmatch(last):
        parts = [
            part if _is_whole(part, tail[0], is_mixed) else joined(part, tail[0]) for part in parts
        ]
    head = re.match(r"(规模以上|规上|限额以上|新发放|省级|国家级|人均)(.+)", parts[0])
    if head:
        parts = parts[:1] + [
            part
            if part.startswith((head[1], "国家级", "市级", "全部", "全社会"))
            else head[1] + part
            for part in parts[1:]
        ]
    longer = MODIFIED.search(last)
    is_longer = longer and tail and longer[0].endswith(tail[0]) and longer[0] != tail[0]
    if longer and tail and is_longer and not is_mixed:
        stems = [re.sub(re.escape(tail[0]) + "$", "", part) for part in parts]
        parts = [
            part if part.endswith(longer[0]) else stem + _of_trade(stem, longer[0])
            for part, stem in zip(parts, stems, strict=True)
        ]
    parts = [headed(parts[0], part) for part in parts]
    owner = re.match(rf"(.{{2,}}?)(?={DOING})", parts[0])
    if owner and len(parts) > 1:
        parts = parts[:1] + [
            owner[1] + part if OWNED.fullmatch(part) else part for part in parts[1:]
        ]
    own = INDICATOR.search(parts[0])
    of_all = SOWN.sub("", parts[0][: own.start()]) if own else ""
    if EARNS.search(of_all):
        parts = [of_all + part if OWNERLESS.fullmatch(part) else part for part in parts]
    return parts
