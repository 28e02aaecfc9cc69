"""Lines of a report on a budget: what was done of it, and what share of it one kind is.

预算为A亿元，实际完成B亿元，为预算的p%，其中税收…，税收占比q%. The reader gives budget
and outcome one name, so these go by the words before each number; what differs is a doubt.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Linear, at_most, ratio
from finreport.checks.laws.facts import CLAUSE_END, OWN_LEVEL, Fact, Facts, same_sentence
from finreport.checks.laws.growths import OTHER_BASIS, growth_between_levels
from finreport.checks.laws.members import agreeing
from finreport.checks.laws.slips import any_slip_explains, figures, telling_slip_explains

DONE_OF = re.compile(
    r"[为占达成](?:年初|年度|全年|年|调整|变更|调整后|汇总|代编)*的?(?:预算|任务|计划|目标)(?:数|任务)?的?$"
)
PLANNED = re.compile(r"(?:预算|任务|计划|目标)[^，。；：\d]{0,8}$")
BECAME = re.compile(r"(?:调整|变更|调[增减])(?:[^，。；：\d]{2,16}[收支][入出])?[为至到]$")
DONE = re.compile(r"(?:完成|执行|实现|达到?|最终|决算)[^，。；：\d]{0,6}$")
OF_ALL = re.compile(
    r"(?:(?P<part>[^，。；：\d]{2,8}?)(?:占比|占[^，。；：\d]{0,8}的?比重)|税[性收]比重?)(?:为|达到?)?$"
)
TAXES = "税收"
"""What a share is of that is called 税性比."""


def carried_out(facts: Facts) -> Iterator[Constraint]:
    """为预算的p%, 占任务的p%: the outcome before it over what was planned for it before that."""
    told = [each for paragraph in facts.paragraphs for each in _outcomes(paragraph)]
    agree = [*agreeing(told)]
    yield from agree
    yield from (each for each in told if each not in agree and _is_slip(each))


def _is_slip(found: Constraint) -> bool:
    """Whether a slip explains a share of a budget that is off, any one if its words are near."""
    share, done, budget = found.facts
    is_near = budget.place == done.place and REVISED.search(CLAUSE_END.split(share.before)[-1])
    return telling_slip_explains(found) or bool(is_near and any_slip_explains(found))


def _outcomes(paragraph: Sequence[Fact]) -> Iterator[Constraint]:
    for at, share in enumerate(paragraph):
        if share.unit != "%" or share.is_hedged or not DONE_OF.search(share.before):
            continue
        if share.is_in_brackets:
            continue
        before = [
            fact
            for fact in paragraph[:at]
            if fact.is_amount and not (fact.is_hedged or fact.is_in_brackets)
        ]
        if not before or not same_sentence(before[-1], share):
            continue
        done = before[-1]
        budgets = [
            fact
            for fact in before[:-1]
            if fact.unit == done.unit
            and fact.span[:4] == done.span[:4]
            and _is_meant(share, fact)
            and _is_planned(fact)
            and (_side(fact.name) in ("", _side(done.name)) or not _side(done.name))
        ]
        if _is_planned(done, ACCOUNTS) or not budgets:
            continue
        fits = [_completed(share, done, fact) for fact in reversed(budgets)]
        holding = [each for each in fits if each.holds]
        is_only = len(budgets) == 1 and _is_only_one(share, done, budgets[0])
        own = [each for each in fits if is_only or _is_its(done, each.facts[-1], paragraph)]
        likely = holding if figures(share) > TELLING else [each for each in own if each.holds]
        yield from likely[:1] or own[:1]


KIND = re.compile("税收|非税")
"""Revenue that a budget of all revenue does not name."""


def _is_only_one(share: Fact, done: Fact, budget: Fact) -> bool:
    """Whether a share of a revised budget can but be of this one, whatever it is called."""
    is_of_kind = KIND.search(done.name) and not KIND.search(budget.name)
    return bool(REVISED.search(CLAUSE_END.split(share.before)[-1])) and not is_of_kind


TELLING = 2
ALONE = re.compile(
    r"(?:当年|全年|年[终末底]|实际|预计|共|累计|执行)*(?:完成|执行|实现|达到?)?数?为?"
)


def _is_its(done: Fact, budget: Fact, paragraph: Sequence[Fact]) -> bool:
    """Whether what was done has the name of the budget, or none in its own clause behind it."""
    between = paragraph[paragraph.index(budget) : paragraph.index(done)]
    is_next = all(fact.starts in (budget.starts, done.starts) for fact in between)
    is_alone = ALONE.fullmatch(CLAUSE_END.split(done.before)[-1]) is not None
    return (is_alone and is_next) or _bare(done.name) == _bare(budget.name)


ACCOUNTS = re.compile("(?:一般公共|公共财政|政府性基金|国有资本经营|社会保险基金)预算")
"""What is carried out has the name of its account: 一般公共预算支出A，完成调整预算的p%."""


def _is_planned(fact: Fact, names: re.Pattern[str] | None = None) -> bool:
    """Whether the words of its clause say that it was planned and not what came of it.

    Those that ``names`` match say nothing of it.
    """
    clause = CLAUSE_END.split(fact.before)[-1]
    clause = names.sub("", clause) if names else clause
    told = fact.is_asked or fact.is_goal or PLANNED.search(clause)
    return bool(BECAME.search(clause) or (told and not DONE.search(clause)))


def _completed(share: Fact, done: Fact, budget: Fact) -> Constraint:
    return Constraint("completion", "equality", (share, done, budget), ratio(100), is_sure=False)


def of_budget(facts: Facts) -> Iterator[Constraint]:
    """为预算的p% behind an outcome, whose budget stands in another paragraph of its level."""
    asked = [fact for fact in facts.all if fact.is_asked and not (fact.cell or fact.is_hedged)]
    for share in facts.all if asked else ():
        done = facts.before(share)
        if share.unit != "%" or not DONE_OF.search(share.before) or share.is_hedged or not done:
            continue
        if not (done.is_plain and done.is_additive and _side(done.name)):
            continue
        budgets = {
            fact.values: fact
            for fact in asked
            if (fact.text, fact.span, fact.unit) == (done.text, done.span, done.unit)
            and _is_named(fact, done)
            and fact.place <= done.place
            and fact.pair in ("", "to")
            and _is_meant(share, fact)
            and facts.may_measure_one_thing(fact, done)
        }
        if len(budgets) != 1:
            continue
        told = (share, done, *budgets.values())
        found = Constraint("completion", "equality", told, ratio(100), is_sure=False)
        if found.holds or telling_slip_explains(found):
            yield found


ASKED = r"[为占成到][^，。；：\d]{0,20}(?:预算|计划|目标|任务)(?:数|收入|支出)?"
ON_BASE = re.compile(ASKED + r"\d[\d,.]*[百千万亿]*元(?:（[^（）\d]*）)?的$")
BASE = re.compile(ASKED + "$")


def of_budget_beside(facts: Facts) -> Iterator[Constraint]:
    """完成A，为预算B的p%，完成调整预算收入计划C的q%: p is A over B, q is A over C."""
    for sentence in facts.sentences:
        amounts = [fact for fact in sentence if fact.is_amount]
        for share in sentence:
            if share.unit != "%" or share.is_hedged or not ON_BASE.search(share.before):
                continue
            before = [fact for fact in amounts if fact.at < share.at]
            done = [fact for fact in before if not BASE.search(fact.before)] or before[:-1]
            if done and done[-1].unit == before[-1].unit:
                yield _completed(share, done[-1], before[-1])
                yield from _beyond(facts.next_to(share), done[-1], before[-1])


BEYOND = re.compile("^，(?P<word>超收|超支|短收|欠收|节支)了?$")


def _beyond(by: Fact | None, done: Fact, asked: Fact) -> Iterator[Constraint]:
    """为预算B的p%，超收C: C is what was done beyond B."""
    words = by and same_sentence(by, done) and BEYOND.match("，" + CLAUSE_END.split(by.before)[-1])
    if by and words and by.unit == done.unit:
        is_less = words["word"] in ("短收", "欠收", "节支") and by.value > 0
        relation = Linear((1, 1, -1) if is_less else (1, -1, 1))
        yield Constraint("level_and_change", "equality", (by, done, asked), relation, False)


REVISED = re.compile("调整|变[更动]")


def _is_meant(share: Fact, budget: Fact) -> bool:
    """Whether a share of a revised budget, or of that of the year's start, can be of this one."""
    said = CLAUSE_END.split(share.before)[-1]
    is_revised = REVISED.search(CLAUSE_END.split(budget.before)[-1]) is not None
    return not (("年初" in said and is_revised) or (REVISED.search(said) and not is_revised))


SINCE_ASKED = re.compile("[比较](?:年初|原)预算数?(?:增加|调增|减少|调减|[增减])了?$")


def revised(facts: Facts) -> Iterator[Constraint]:
    """预算为A，调整后的预算为B，比年初预算增加C: C is B less A."""
    for sentence in facts.sentences:
        for original, changed, by in zip(sentence, sentence[1:], sentence[2:], strict=False):
            are_asked = original.is_asked and changed.is_asked and by.measure == "change"
            is_told = SINCE_ASKED.search(by.before) and REVISED.search(changed.clause)
            if are_asked and is_told and len({each.unit for each in (original, changed, by)}) == 1:
                told = (by, changed, original)
                relation = Linear((1, -1, 1))
                yield Constraint("level_and_change", "equality", told, relation, is_sure=False)


def _side(name: str) -> str:
    """Whether a name is of what a budget takes in or gives out; empty if of neither."""
    return next((side for side in ("收入", "支出") if _bare(name).endswith(side)), "")


def _bare(name: str) -> str:
    """A name without the verb that a list may leave at its end: 教育支出执行."""
    return re.sub("(?:执行|完成|实现|最终)+$", "", name)


def _is_named(budget: Fact, done: Fact) -> bool:
    """Whether a budget is that of an outcome; 支出预算 alone is of the general one."""
    is_general = "一般公共预算" in done.name and budget.name == _side(done.name)
    return _bare(budget.name) == _bare(done.name) or is_general


OF_OUTCOME = re.compile(
    r"[比较](?:上年|\d{4}年)(?:预计)?(?:完成|执行|决算)数?(?:增长|增加|下降|减少)了?$"
)
"""Words that say what a budget grew from: 比上年完成数增长2%, whatever year it is of."""


def planned_on_outcome(facts: Facts) -> Iterator[Constraint]:
    """收入A，比上年完成数增长p%: A over what another paragraph says was taken in of that name.

    Where a budget that is to come (收入预计为A，增长p%) leaves unsaid what it grows from, a slip
    must explain what differs.
    """
    for growth in facts.all:
        now = facts.before(growth)
        if growth.measure != "growth" or not now or not same_sentence(growth, now):
            continue
        is_said = OF_OUTCOME.search(growth.before) is not None
        if not (is_said or (now.is_expected and growth.reading.base == "previous_year")):
            continue
        if not now.is_additive or now.name != growth.name or growth.unit != "%":
            continue
        name = _planned_name(now)
        outcomes = [
            fact
            for fact in facts.all
            if fact.is_additive
            and (fact.text, fact.unit) == (now.text, now.unit)
            and fact.place[1] in range(1, now.place[1])
            and _bare(fact.name) == name
            and _is_outcome(fact, is_said=is_said)
            and facts.level_of(fact) == facts.level_of(now)
        ]
        if len(outcomes) == 1 and outcomes[0].value > 0:
            told = (growth, now, outcomes[0])
            found = Constraint(
                "growth_of_levels", "approximation", told, growth_between_levels(), is_sure=False
            )
            is_meant = is_said and not OTHER_BASIS.search(growth.sentence)
            if is_meant or found.holds or telling_slip_explains(found):
                yield found


def _is_outcome(fact: Fact, *, is_said: bool) -> bool:
    """Whether it came of a budget, as words say or, where none do, as it is told plainly."""
    is_done = DONE.search(CLAUSE_END.split(fact.before)[-1]) is not None
    return is_done or (not is_said and fact.is_plain and not fact.is_expected)


def _planned_name(fact: Fact) -> str:
    return re.sub("安排$", "", _bare(fact.name))


ON_PRINTED = re.compile(
    r"[较比](?:上年|去年)(?:同期|完成|决算|执行|实绩|实际|数|的)*\d[\d,.]*[万亿]*元的?"
    r"(?:增长|增加|上升|下降|减少)了?$"
)


def growth_on_printed(facts: Facts) -> Iterator[Constraint]:
    """收入A，较上年同期B下降p%，减收C: p is A over B, and C is A less B."""
    for sentence in facts.sentences:
        for then, growth in pairwise(sentence):
            found = growth.unit == "%" and ON_PRINTED.search(growth.before)
            now = _last_amount(sentence, then) if found else None
            if now is None or {now.unit, then.unit} != {"元"}:
                continue
            told = (growth, now, then)
            law = "growth_of_levels"
            yield Constraint(law, "equality", told, growth_between_levels(), is_sure=False)
            change = facts.next_to(growth)
            if change and change.measure == "change" and change.unit == now.unit:
                relation = Linear((1, -1, 1))
                parts = (change, now, then)
                yield Constraint("level_and_change", "equality", parts, relation, is_sure=False)


BUDGET = re.compile("(?:公共|基金|经营)预算(?=[收支])")
"""What names of income and spending say of their budget, which makes them no plan."""


def _last_amount(sentence: Sequence[Fact], then: Fact) -> Fact | None:
    """The last amount before one of the year before that is no plan: of what was done."""
    told = [fact for fact in sentence if fact.at < then.at and fact.is_amount]
    done = (fact for fact in reversed(told) if not PLANNED.search(BUDGET.sub("", fact.before)))
    return next((fact for fact in done if not (fact.is_goal or fact.is_asked)), None)


def within_region(facts: Facts) -> Iterator[Constraint]:
    """What a government takes in or spends itself (市本级) is not more than all of its region."""
    groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        is_told = _may_compare(fact) and fact.is_additive and not fact.cell and fact.value > 0
        if is_told and facts.is_level_said(fact) and not PASSED_ON.search(fact.name):
            name = OWN_LEVEL.sub("", fact.name)
            groups[name, fact.text, fact.span, fact.unit, _kind(fact), fact.is_goal].append(fact)
    for group in groups.values():
        own = [fact for fact in group if facts.level_of(fact) == "本级"]
        whole = [fact for fact in group if facts.level_of(fact).startswith("全")]
        if len(own) == len(whole) == 1 and len(OWN_LEVEL.sub("", own[0].name)) > 2:
            yield Constraint("part_of_whole", "limit", (own[0], whole[0]), at_most(), is_sure=False)


def _may_compare(fact: Fact) -> bool:
    """Whether it says what is, or what is planned."""
    return not (fact.is_hedged or fact.pair) and (fact.is_plain or fact.is_goal)


PASSED_ON = re.compile("结转|结余|筹|调入|补助|转移|上解|总计|总量|总收入|总支出|其他")


def _kind(fact: Fact) -> str:
    return re.sub(r"\W", "", CLAUSE_END.split(fact.before)[-1])[-2:]


def share_of_kind(facts: Facts) -> Iterator[Constraint]:
    """其中税收完成…，税收占比q%: the amount of that kind over the one before it."""
    for paragraph in facts.paragraphs:
        for at, share in enumerate(paragraph):
            found = OF_ALL.search(share.before)
            is_share = share.measure in ("share", "level") and share.unit == "%" and share.is_plain
            if not (found and is_share):
                continue
            before = [fact for fact in paragraph[:at] if fact.is_additive and not fact.is_hedged]
            parts = [fact for fact in before if same_sentence(fact, share)]
            parts = [fact for fact in parts if _is_called(fact, found["part"] or TAXES)]
            wholes = _wholes_before(parts[-1], before) if parts else []
            if not wholes:
                continue
            told = Constraint(
                "share_of_whole", "equality", (share, parts[-1], wholes[-1]), ratio(100), False
            )
            is_told = figures(share) > 1 and parts[-1].value < wholes[-1].value
            if told.holds or (is_told and any_slip_explains(told)):
                yield told


def _is_called(fact: Fact, kind: str) -> bool:
    """Whether the clause of an amount begins with a kind, or with the whole that it is one of."""
    clause = re.split(r"[，；。]", fact.before)[-1]
    opened = "(?:其中：?|[^，；。：]{2,12}中)?(?:地方)?"
    return re.match(opened + re.escape(kind), clause) is not None


def _wholes_before(part: Fact, before: Sequence[Fact]) -> list[Fact]:
    """The amounts of a sentence before a part; of the one before it where the part is its first."""
    told = [
        fact
        for fact in before[: before.index(part)]
        if fact.unit == part.unit and fact.depth <= part.depth
    ]
    own = [fact for fact in told if same_sentence(fact, part)]
    return own or [fact for fact in told[-1:] if fact.starts + len(fact.sentence) == part.starts]
