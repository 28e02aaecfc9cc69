"""Whose number it is: the routes to its subject, in the order in which they are tried."""

from finreport import patterns as re
from finreport.reading.counted import (
    ACT_ONLY,
    AROUND,
    after_verb,
    described,
    done_to,
    noun_and_thing,
)
from finreport.reading.frames import Said, bare
from finreport.reading.lexicon import HAN, INTO
from finreport.reading.owners import owned
from finreport.reading.parts import (
    ANY_COUNTERPART,
    ASKED,
    is_of_thing,
    note_whole,
    of_each,
    of_herd,
    of_people,
    of_term,
    part_of_owner,
    part_of_place,
    with_counterpart,
    with_indicator,
)
from finreport.reading.phrases import (
    CUT,
    INDICATOR,
    LEADING_VERBS,
    NEW,
    OWNERLESS,
    headed,
    made_whole,
    members,
    noun_before,
    without_lead,
    without_rate,
)
from finreport.reading.predicates import against, beside, completed, lasting, pulled, share_of
from finreport.reading.sentences import BOTH_BASES, Group, clauses
from finreport.reading.standing import DONE
from finreport.reading.topics import (
    MOOD,
    PARTED,
    STANDS_AT,
    Found,
    Topic,
    as_carried,
    as_many,
    earlier,
    members_of,
    open_and_close,
)

FOR_WHOM = re.compile("惠及|带动|覆盖|服务|帮助|支持|投入")
"""Acts whose number is of whom they are for."""

IN_MONEY = re.compile("(?<=..)(?:投资|金额|资金|余额|总量|总数)$")
"""What was measured of the thing that was acted on."""

BY_THEN = re.compile("累计|总数|总量|总共")
"""Openings of what there is by then of that of which some were new."""

REACHED = re.compile(f"[，、]?(?:{INTO}|[至到为])(?:了|约|近)?")
"""What alone stands between a move and where it led: 提高0.4个百分点，达到65.2%."""

RATE_OPENS = re.compile("[，；]?(增速|增幅|涨幅|降幅)")
"""Openings of a clause on how fast it grew: 增速与上月持平，比去年同期低2.4个百分点."""

BY_HEAD = ("人", "次", "户")
"""Units of those for whom something was done, who are not what was named last."""

SUCH_AS = re.compile(
    "[^等]*[、\\d][^等]*(?<![高中初同平均对劣优不])等(?![级候待额比价]|领域|方面|环节)(.{3,})"
)
"""Some of what is counted, and what they all are: 铀矿、金矿等矿产地35处."""

FIRST_BUDGET = re.compile("(?<=..)(?:年初|调整)预算[数额]?$")
"""What was asked of an amount, before what came of it: 支出年初预算为9亿元，实际完成10亿元."""

OF_BUDGET = re.compile("(?:[为占]|完成)((?:年[初度]?|调整)?预算[数额]?)")
"""What was asked, of which a share came: 为调整预算数9亿元的98%."""

BUDGET_ONLY = re.compile("(?:调整后的?)?(收入|支出)?(?:年初|调整)?预算[数额]?")
"""What was asked, named without whose it is: 支出年初预算为9亿元，调整预算为10亿元."""

ALL_OF_LIST = re.compile("(?<=..)等?[两三四五六七八九十]大?[项个类][^、]{0,6}指标$")
"""What a list of indicators ends with: 用电量、货运量两项先行指标分别增长…."""

CAME_IN = re.compile("(?:实际|全年)(?:完成|执行)?|完成|执行")

EACH_DID = re.compile("(?<=..)(?:分别(?:实现|完成|占)?|全年)(?=..|$)")
"""What stands between a list and what each did: 东部、西部分别实现产值9亿元、5亿元."""

GROUNDS = re.compile("的?(?:基础上|情况下|同时)")
"""What follows a number that was named as the grounds of the next: 在减税6亿元的基础上."""

WITHOUT = re.compile("[，（](?:若|如果?)?(?:剔除|扣除|不考虑|还原)")
"""What would be without something, said aside of what is: （剔除该因素，完成预算的99%）."""

PLACE_ONLY = re.compile(f"、?[{HAN}]{{2,4}}第")
"""What says of a rank only among whom it is: 居全国第6位、中部第2位."""

RESHAPED = re.compile("(?:调整|优化|变动|变化|演变)+$")
OF_CARRIED = re.compile("对.{2,}贡献率$")
"""What a clause in between says of what was spoken of: 对增长的贡献率最大，达31%."""

ANEW = re.compile("新增|净增|释放|实现|完成|带动")
IS = re.compile("(?:约|已)?(?:是|为|相当于|达到?)")
COMPARING = re.compile("同比|比|较|增长|下降|占|均|年均")


def subjects(group: Group, said: Said, topic: Topic, is_first: bool) -> Found:
    """The subjects of the numbers of a group, by the first route that finds them."""
    open_and_close(topic, group.left)
    if topic.aside and WITHOUT.search(group.left):
        topic.carried = list(topic.aside)
    note_whole(group, topic)
    if "其中" in group.left:
        topic.main = topic.main or topic.owner
    found = (route(group, said, topic, is_first) for route in ROUTES)
    return next((each for each in found if each), None) or _carried(group, said, topic, is_first)


def _second_of_pair(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """B of 由A调整为B, and the end of a range, are of what the first was of."""
    if group.pair not in ("to", "high"):
        return None
    return Found(as_many(topic.shares or topic.carried, len(group.numbers)), "pair", is_new=False)


def _noun(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """The noun before the number, with its owner, or with the thing counted after it."""
    noun = _noun_of(group, said)
    is_of_those = said.frame == "share.first" and group.right.startswith("的")
    if not noun or is_of_those:
        return None
    if of_what := OF_BUDGET.fullmatch(group.clause.strip("，、（")):
        names = [each + of_what[1] for each in as_many(topic.carried, len(group.numbers))]
        return Found(names, "carried", is_new=False)
    budget = BUDGET_ONLY.fullmatch(noun)
    asked = ASKED.sub("", topic.carried[0])
    if budget and asked.endswith(budget[1] or ANY_COUNTERPART):
        return Found(as_many(topic.carried, len(group.numbers)), "carried", is_new=False)
    if budget and budget[1] and not topic.carried[0].endswith("预算"):
        noun = budget[1]
    if AROUND.fullmatch(noun) or noun == "以":
        return done_to(group)
    noun = _last_act(noun) if len(group.numbers) == 1 else noun
    is_list = said.measure == "count" and not group.first.unit.endswith(BY_HEAD)
    examples = SUCH_AS.fullmatch(noun) if is_list else None
    noun = with_counterpart(examples[1] if examples else noun, group, topic, is_first)
    is_whose = not is_of_thing(noun, group)
    return (
        (is_whose and part_of_owner(noun, group, said, topic))
        or part_of_place(noun, group, said, topic)
        or (is_whose and owned(noun, group, topic, is_first))
        or noun_and_thing(noun, group, said, topic)
        or _listed(of_people(noun, topic, is_first), group, said, topic)
    )


def _noun_of(group: Group, said: Said) -> str:
    """The noun of a clause; none if it only says what was done, or what a multiple is of."""
    clause = group.clause
    if said.measure == "rank":
        clause = STANDS_AT.split(clause)[0]
        clause = "" if clause.endswith("、") else clause
    clause = BOTH_BASES.sub("", clause)
    noun, is_verb_only = noun_before(clause, said.has_verb)
    if said.measure == "rank" and PLACE_ONLY.fullmatch(clause) and not INDICATOR.search(noun):
        return ""
    if said.measure in ("growth", "multiple"):
        head, _, rest = clause.rpartition("、")
        if head and not without_rate(noun_before(rest, said.has_verb)[0]):
            is_place = STANDS_AT.match(head.strip("，、"))
            noun = "" if is_place else MOOD.sub("", noun_before(head, has_verb=True)[0])
        noun = re.sub("^(?:年均|平均|自然|[同环]比|名义|实际)$", "", without_rate(noun))
    if clause.endswith("、") and CUT.fullmatch(noun):
        return ""
    noun = ALL_OF_LIST.sub("", EACH_DID.sub("", FIRST_BUDGET.sub("", noun)))
    noun = re.sub("^实际(?:完成|执行)(?=(?:收入|支出)$)", "", noun)
    if GROUNDS.match(group.right):
        noun = noun.removeprefix("在")
    if group.is_structure:
        noun = RESHAPED.sub("", noun)
    return "" if is_verb_only or (said.frame == "multiple" and IS.match(clause)) else noun


def _listed(noun: str, group: Group, said: Said, topic: Topic) -> Found:
    """A noun, or a list of nouns, each whole."""
    if said.frame == "share.part" and noun.endswith("占比") and topic.whole:
        noun = noun.removesuffix("占比") + topic.whole
    if group.series[1]:
        topic.series = _parted(noun, group.series[1], group)
        return Found(topic.series[: len(group.numbers)], "list")
    noun_of_all = of_herd(of_term(of_each(noun, group, topic), topic), topic)
    whole = with_indicator(headed(topic.carried[0], noun_of_all), said, group, topic)
    names = members_of(whole, group)
    if group.is_parted and len(set(names)) == 1 < len(names):
        names = _parted(whole, len(names), group)
    if GROUNDS.match(group.right):
        return Found(names, "noun", is_new=False)
    if not names[0].startswith("每"):
        topic.owner = names[0]
    is_herd = noun_of_all != noun and group.first.kind == "count"
    route = (
        "part"
        if is_herd
        else "list"
        if len(names) > 1
        else "part"
        if len(whole) > len(noun)
        else "noun"
    )
    return Found(names, route)


def _parted(noun: str, count: int, group: Group) -> list[str]:
    """The members of a list, which may be parted by commas: 采矿业，制造业，建筑业分别增长…."""
    names = members(noun, count, is_parted=True)
    listed = [*earlier(group), noun][-count:]
    is_listed = len(set(names)) == 1 and len(listed) == count
    return made_whole(listed) if is_listed else names


def _last_act(noun: str) -> str:
    """Of several acts in a row the last: 建成投产、新增产能 says only what is new."""
    before, _, last = noun.rpartition("、")
    if OWNERLESS.fullmatch(last) and (CUT.match(before) or ACT_ONLY.fullmatch(before)):
        return last
    is_act = ANEW.match(last) and LEADING_VERBS.match(before)
    return last if is_act and LEADING_VERBS.sub("", before) else noun


def _reached(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """Where that arrived which the number before moved: 利率下调0.25个百分点至1.75%."""
    if not topic.moved or not REACHED.fullmatch(group.left):
        return None
    return Found(as_many(topic.moved, len(group.numbers)), "carried", is_new=False)


def _of_series(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """The next of a list of changes: 分别增长4%、下降3% are of the last two spoken of."""
    at, many = group.series
    if not many:
        return None
    if not at:
        topic.series = as_carried(said, topic, many, is_parted=True)
    names = topic.series[at : at + len(group.numbers)]
    return Found(names, "carried") if len(names) == len(group.numbers) else None


def _of_earlier_clause(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """A noun of a clause in between, which is no more than likely to be the subject."""
    nouns = earlier(group)
    many = len(group.numbers)
    if nouns and OF_CARRIED.match(nouns[-1]):
        whose = as_many(topic.carried, many)
        return Found([PARTED.sub("", each) + nouns[-1] for each in whose], "pull", is_new=False)
    told = clauses(group.left)[-2:-1]
    is_told = bool(nouns and told) and not told[0].endswith(nouns[-1])
    is_list = is_told and len(set(members(nouns[-1], many, is_parted=True))) == many
    if (
        group.is_parted
        and 1 < many == len(nouns)
        and not is_list
        and not any("、" in each[:2] for each in nouns)
    ):
        return Found(nouns, "earlier clause")
    goes_on = COMPARING.match(group.clause.strip("，、 "))
    is_open = is_first or not topic.carried[0] or "；" in group.left
    if not nouns or not (is_open or (not goes_on and len(nouns[-1]) > 1)):
        return None
    topic.owner = nouns[-1]
    others = tuple(each for each in topic.carried if each)
    noun = without_rate(nouns[-1]) if said.measure == "growth" else nouns[-1]
    names = members(with_indicator(noun, said, group, topic), many)
    return Found(names, "earlier clause", is_sure=False, others=others)


def _of_act(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """An act that names no object of its own."""
    act = without_lead(group.clause.strip("，、 "))
    if said.frame != "plain" or len(group.numbers) > 1 or not ACT_ONLY.fullmatch(act):
        return None
    return Found([_acted_on(act, topic.carried[0])], "act", is_new=False)


def _carried(group: Group, said: Said, topic: Topic, is_first: bool) -> Found:
    """The subjects of the numbers before."""
    clause = group.clause.strip("，、 ")
    names = as_carried(said, topic, len(group.numbers), group.is_parted)
    rate = next(filter(None, map(RATE_OPENS.match, clauses(group.left)[:-1])), None)
    if said.measure == "change_pp" and rate:
        names = [without_rate(each) + rate[1] for each in names]
    if said.measure == "level" and CAME_IN.fullmatch(clause):
        names = [ASKED.sub("", each) for each in names]
    if said.measure == "growth":
        names = [PARTED.sub("", each) for each in names]
    if BY_THEN.match(clause):
        names = [NEW.sub("", each) for each in names]
    if not names[0] and said.frame == "growth.after":
        names = ["增长"]
    act = without_lead(clause)
    is_sure = not is_first and bool(COMPARING.match(act) or not bare(act))
    return Found(names, "carried", is_sure=is_sure)


def _acted_on(act: str, before: str) -> str:
    """What an act was done to, if it says nothing more: 新建农田22万亩、改造提升8万亩."""
    before = before.removesuffix("占比")
    done = re.sub(f"(?<=..)(?:{DONE})+$", "", before)
    if done != before:
        return done + act
    thing = IN_MONEY.sub("", re.sub(f"^(?:{DONE})+", "", before))
    is_for = FOR_WHOM.fullmatch(act) or thing == before
    return before + act if is_for else act + thing


ROUTES = (
    _reached,
    _second_of_pair,
    lasting,
    share_of,
    against,
    beside,
    pulled,
    completed,
    described,
    _noun,
    after_verb,
    _of_series,
    _of_earlier_clause,
    _of_act,
)
"""Ways to a subject, in the order in which they are tried; what none finds is carried over."""
