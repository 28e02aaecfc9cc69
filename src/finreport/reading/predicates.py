"""Subjects that a predicate makes: shares of, leads on, contributions to, completion of."""

from finreport import patterns as re
from finreport.reading.counted import AROUND
from finreport.reading.frames import Said, bare
from finreport.reading.lexicon import COMPARED
from finreport.reading.phrases import (
    RATES_ONLY,
    noun_before,
    without_lead,
    without_rate,
    without_tail,
)
from finreport.reading.sentences import Group, clauses
from finreport.reading.topics import PARTED, Found, Topic, as_carried, as_many, earlier, members_of

GOES_ON = re.compile(
    "保持|居|位列|稳定|超|增[速幅]|[正负]?增长|下降|实现|两位数|增产|减产|丰收|上升|回升|提升|回落|上涨|下跌|收窄|扩大|为|在|高于|快于|低于|处于|位于|盈"
)
"""What lasts of what was spoken of before: 粮食产量增长3%，连续六年增产."""

SHARED = re.compile(r"(?:均|大?约|将?近|接近|超过?|逾|分别|仅)?(?:占|[与和相][^，]{2,16}之比)")
SHARE_IN = re.compile(
    "[，、]?在(?P<whole>[^，、]{2,16}?)中的?(?:均|大?约|将?近|接近|超过?|逾|仅)?占(?:比|的?比[重例])?(?:约|近|达到?|为|超过?)*"
)
"""Of what a share is, named before the verb: 在全部贷款中约占三成."""

TIME_ONLY = re.compile(r"^(?:上年|去年|20\d\d年)(?:同期|同月|全年|年?[末底])?(?:平均)?(?:水平)?$")
"""What is compared with is an earlier time of the same: 高于上年同期（9.1%）."""

LONG_TASK = 8
"""A task of more characters says itself what was completed: 完成林地保护修复总任务的70%."""

SWAYED = "points.swayed"
RATE_OF = re.compile("(?:对[^，]{2,16}?)?的?贡献率$")
"""What a share of growth was of: 消费对经济增长的贡献率…，拉动经济增长…."""

PULLED = re.compile("影响|拉动|拉高|带动|推动|贡献|拉低|下拉|拖累")


def lasting(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """What has gone on for so long: the noun before 连续, else what follows the number."""
    if group.first.kind != "time" or not re.search("连续(?:超过?|约|近)?$", group.clause):
        return None
    noun, _ = noun_before(group.clause, has_verb=False)
    rest = clauses(group.behind)[0].strip("，。；、")
    if not noun and not is_first and GOES_ON.match(rest):
        noun = topic.carried[0]
    is_whole = group.is_last or len(clauses(group.right)) > 1
    name = noun + rest if noun and is_whole and len(rest) <= len(noun) + 4 else noun or rest
    if RATES_ONLY.fullmatch(noun):
        name = topic.carried[0] + name
    elif noun and noun != topic.carried[0]:
        topic.carried = [noun]
    return Found([name], "lasting", is_new=group.pair == "low")


def share_of(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """The part and the whole of a share: 出口520亿元，占进出口总额的61%."""
    clause = without_lead(group.clause)
    if within := SHARE_IN.fullmatch(group.clause):
        whose = as_many(topic.carried, len(group.numbers))
        names = [f"{without_rate(each)}占{within['whole']}" for each in whose]
        return Found(names, "share", is_new=False)
    if not SHARED.match(clause):
        return None
    whole = re.sub(
        r"^(?:均|大?约|将?近|接近|超过?|逾|分别|仅)(?!$)", "", without_tail(clause, said.has_verb)
    )
    if whole == "占":
        whole = topic.whole or bare(clause)
    before, many = topic.carried, len(group.numbers)
    if group.is_parted and len(before) < many <= len(topic.spoken):
        before = as_carried(said, topic, many, is_parted=True)
    nouns = earlier(group)
    if nouns and is_first:
        before = members_of(nouns[-1], group)
    names = before if len(before) == many else before[:1]
    return Found(
        [without_rate(each) + whole for each in as_many(names, many)],
        "share",
        is_new=False,
    )


def against(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """What is compared with something else, and with what: 增速高于全部投资1.6个百分点."""
    if not said.other or said.measure not in ("change_pp", "change"):
        return None
    head = re.split(rf"{COMPARED}|[比较与](?!{COMPARED})(?=[^，]*$)", group.clause)[0]
    noun, _ = noun_before(head, has_verb=False)
    count = len(group.numbers)
    whose = members_of(noun, group) if group.is_parted else [noun] * count
    if not noun or RATES_ONLY.fullmatch(noun):
        before = topic.carried[:count]
        if group.is_parted and len(before) < count:
            before = as_carried(said, topic, count, is_parted=True)
        whose = [each + noun for each in as_many(before, count)]
    if not topic.carried[0]:
        topic.carried = whose
    compared = re.search(rf"(?P<verb>{COMPARED})(?P<what>.*)$", bare(group.clause))
    others = [compared[0] if compared else ""] * count
    if compared and group.is_parted and len(set(whose)) == 1:
        others = [compared["verb"] + each for each in members_of(compared["what"], group)]
    names = [each + other for each, other in zip(whose, others, strict=True)]
    return Found(names, "against", is_new=False)


def beside(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """What is compared, with its number aside: 进口增长2.5%，高于全国（3.1%）…."""
    if not group.beside:
        return None
    noun, _ = noun_before(re.split(COMPARED, group.clause)[0], has_verb=False)
    whose = noun if noun and not RATES_ONLY.fullmatch(noun) else topic.carried[0]
    other = TIME_ONLY.sub("", group.beside)
    return Found([other + without_rate(whose)] * len(group.numbers), "beside", is_new=False)


def pulled(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """What pulls and what is pulled: 工业投资增长6%，拉动全部投资增长2个百分点."""
    if said.frame not in ("points.pull", "points.drag", SWAYED):
        return None
    parts = PULLED.split(group.clause, maxsplit=1)
    head, tail = parts[0], group.clause[len(parts[0]) :]
    noun, _ = noun_before(re.sub("(?:对|向上|向下)$", "", head), has_verb=False)
    tail = re.sub(r"^(?:拉低|下拉|拖累)", "拉动", without_tail(tail, said.frame == SWAYED))
    many = len(group.numbers)
    whose = members_of(noun, group) if noun else as_many(topic.carried, many)
    nouns = [PARTED.sub("", RATE_OF.sub("", without_rate(each))) for each in whose]
    verb = PULLED.match(tail)
    tails = [tail] * many
    if verb and group.is_parted and len(set(nouns)) == 1:
        tails = [verb[0] + each for each in members_of(tail[verb.end() :], group)]
    return Found([each + to for each, to in zip(nouns, tails, strict=True)], "pull", is_new=False)


def completed(group: Group, said: Said, topic: Topic, is_first: bool) -> Found | None:
    """What was completed of which plan: 完成投资5亿元，完成年度计划的102%."""
    if said.frame != "share.completion":
        return None
    noun, _ = noun_before(re.split("完成|占|达到|实现", group.clause)[0], has_verb=False)
    task = re.search("(?:完成|达到|实现).*$", bare(group.clause))
    done = task[0].rstrip("的为达到") if task else ""
    count = len(group.numbers)
    if AROUND.match(noun):
        noun, done = "", noun
    if not noun and is_first and (nouns := earlier(group)):
        noun = nouns[-1]
    if not noun and is_first and len(done) > LONG_TASK:
        return Found([done] * count, "completion", is_new=False)
    whose = members_of(noun, group) if noun else as_carried(said, topic, count, count > 1)
    return Found([each + done for each in whose], "completion", is_new=False)
