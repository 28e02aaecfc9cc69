"""Accounts of a budget: what is added up to a total, what is left over, what is planned.

Such accounts are told by words that hardly vary, from a province down to a county; yet a part may
be left out. So what differs is a doubt, and told where a slip explains it.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Linear, Relation, adds_up
from finreport.checks.laws.enumerations import are_joined
from finreport.checks.laws.facts import (
    AMOUNTS,
    ASKED,
    Fact,
    Facts,
    canonical,
    same_sentence,
    words_between,
)
from finreport.checks.laws.growths import OTHER_BASIS, grown
from finreport.checks.laws.slips import any_slip_explains, telling_slip_explains
from finreport.checks.laws.sums import CLOSED

TOTAL = re.compile(
    "(?:总计|合计|共计|总收入|总支出|总财力|可用财力|[收支][入出]总量|决算结果)(?:累计|完成|为|达到?|安排|预计|约)*$"
)
PLUS = re.compile(
    "加上?(?=预计|上|当年|提前|各|转|调|返|补|中央|省|市|一般|专项|地方|新增|政府|债|基金|动用)"
)
"""What opens a list of sums that are added to one told before."""

NUMBER = re.compile(r"\d[\d.,]*")
BRACKETS = ("（", "）")
LEFT = re.compile(r"(?:结转|结余|节余|滚存|缺口|结存|剩余)[^，。；\d]{0,6}$")
SHORT = re.compile(r"缺口[^，。；\d]{0,6}$")
SETTLED = re.compile("收支(?:总[量额计])?[相两]抵|收支差|收支结余|当年收支|收支品迭|收支轧抵")
SETTLED_BEFORE = re.compile(f"(?:{SETTLED.pattern})[^。；]*\\d")
"""What settles a year has an amount of its own: what is behind it is left of more than a year."""

LESS_ALL = re.compile("，减(?:去)?(?:财政)?(?:支出总计|总支出)[^，。；]*，[^，。；\\d]*$")
"""What takes all that was spent off all that came, right before what is left."""

NEARLY = Fraction(1, 50)
"""By what part of it what is left over may be off to be meant for the rest of the two sums."""

EVEN = re.compile("收支(?:相抵)?[^，。；]{0,3}平衡")


def added_to_total(facts: Facts) -> Iterator[Constraint]:
    """X完成A，加上B、C，收入总计T: what is added to a sum makes with it the total behind them."""
    for paragraph in facts.paragraphs:
        for at, whole in enumerate(paragraph):
            if not TOTAL.search(whole.before) or not _may_add(whole):
                continue
            totals = [
                f.at for f in paragraph[:at] if same_sentence(f, whole) and TOTAL.search(f.before)
            ]
            opened = [*PLUS.finditer(whole.before, totals[-1] if totals else 0)]
            if not opened:
                continue
            added = [
                fact
                for fact in paragraph[:at]
                if same_sentence(fact, whole)
                and fact.at > opened[0].end()
                and _goes_with(fact, whole)
                and not _is_inside(fact, whole)
            ]
            bases = _bases(paragraph[:at], whole, opened[0].start())
            start = opened[0].end()
            outer = [f for f in added if "其中" not in CLOSED.sub("", f.before[start:])]
            beside = _beside_joined(added, start)
            told = [
                (whole, base, *parts)
                for parts in (beside or outer, added)
                for base in bases
                if parts and base not in parts
            ]
            fits = [each for each in told if _adding(each).holds([fact.values for fact in each])]
            nearest = [each for each in told if len(each) == len(beside or outer) + 2]
            is_closed = len(outer) == len(added)  # where 其中 ends no word says
            is_meant = is_closed and _names_all(whole, start, len(added))
            for found in fits[:1] or nearest:
                if law := [*_told(found, _adding(found), is_meant=is_meant)]:
                    yield from law
                    break


def _adding(told: Sequence[Fact]) -> Linear:
    """That the others make the first, less those whose clause begins with 减."""
    return Linear((1, *(1 if fact.clause.startswith("减") else -1 for fact in told[1:])))


def _beside_joined(added: Sequence[Fact], start: int) -> list[Fact]:
    """What is added beside a list that 其中 opens and 和 ends; nothing where there is none."""
    inner = [at for at, fact in enumerate(added) if "其中" in CLOSED.sub("", fact.before[start:])]
    ends = [at for at in inner if at > inner[0] and are_joined(added[at - 1 : at + 1])]
    return [*added[: inner[0]], *added[ends[0] + 1 :]] if ends else []


def _may_add(fact: Fact) -> bool:
    return fact.is_additive and not fact.is_hedged and not fact.pair


def _goes_with(fact: Fact, whole: Fact) -> bool:
    return _may_add(fact) and fact.unit == whole.unit and fact.is_goal == whole.is_goal


def _names_all(whole: Fact, start: int, count: int) -> bool:
    """Whether the words of a list of so many parts have no number more, and no 等."""
    words = CLOSED.sub("", whole.sentence[start : whole.at])
    return re.search(r"等(?!\d)", words) is None and len(NUMBER.findall(words)) == count


def _is_inside(fact: Fact, whole: Fact) -> bool:
    """Whether it stands in brackets that are closed before another."""
    opened, closed = (fact.before.count(each) for each in BRACKETS)
    return opened > closed and BRACKETS[1] in whole.sentence[fact.at : whole.at]


def _bases(before: Sequence[Fact], whole: Fact, cut: int) -> list[Fact]:
    """What the list may be added to: named right before its opening, else a sum before it.

    The nearest stands first.
    """
    noun = canonical(re.split("[，。；：]", whole.sentence[:cut])[-1])
    told = [
        fact
        for fact in before
        if _goes_with(fact, whole) and (fact.at < cut or not same_sentence(fact, whole))
    ]
    named = [fact for fact in told if noun and fact.name.endswith(noun)]
    return (named or ([] if noun else told))[::-1]


def left_over(facts: Facts) -> Iterator[Constraint]:
    """收支相抵，结转D: what is left over, or missing, is all income less all expenditure."""
    for above, paragraph in zip(_above(facts.paragraphs), facts.paragraphs, strict=True):
        for at, rest in enumerate(paragraph):
            told = paragraph[:at] or (above if EVENED.search(rest.before) else ())
            before = [fact for fact in told if _goes_with(fact, rest)]
            totals = [fact for fact in before if TOTAL.search(fact.before)]
            is_settled = (
                SETTLED.search(rest.before)
                or LESS_ALL.search(rest.before)
                or _stand_right_before(totals, rest)
                or _are_beside(totals, before, rest)
            )
            is_settled = is_settled and not SETTLED_BEFORE.search(rest.before)
            if not (LEFT.search(rest.before) and is_settled) or not _may_add(rest):
                continue
            income, spent = (
                _of_one_budget(before) if OF_THE_YEAR.search(rest.before) else (None,) * 2
            )
            income = income or _last(totals, "收入") or _last(totals, "财力")
            income = income or _last(before, "收入")
            spent = spent or _last(totals, "支出") or _last(before, "支出")
            if income and spent and income is not spent:
                relation = Linear((1, 1, -1) if _is_short(rest) else (1, -1, 1))
                told = (rest, income, spent)
                weighed = zip(relation.weights, told, strict=True)
                missed = abs(sum((w * fact.value for w, fact in weighed), Fraction()))
                is_meant = missed <= NEARLY * abs(rest.value) or _is_named_so(rest, income, spent)
                is_meant = is_meant or _are_totals_of_one(totals, rest, (income, spent))
                yield from _told(told, relation, is_meant=is_meant)


def _above(paragraphs: Sequence[Sequence[Fact]]) -> Iterator[Sequence[Fact]]:
    """The numbers of the two paragraphs before each, which may be of income and expenditure."""
    yield from (
        [fact for each in paragraphs[max(at - 2, 0) : at] for fact in each]
        for at in range(len(paragraphs))
    )


EVENED = re.compile("收支[相两]抵，?(?:年[终末底])?(?:滚存|累计)?(?:结余|结转|结转结余|结余结转)$")


def _are_totals_of_one(totals: Sequence[Fact], rest: Fact, told: Sequence[Fact]) -> bool:
    """Whether what is left stands right behind the two totals of its paragraph: 收支相抵，结余D."""
    are_all = len(totals) == len(told) and set(told) == set(totals)
    return are_all and EVENED.search(rest.before) is not None


def _stand_right_before(totals: Sequence[Fact], rest: Fact) -> bool:
    """Whether the totals of a year's income and expenditure end the words before what is left."""
    is_first = re.fullmatch("[^，。；\\d]{2,8}", rest.before) is not None
    return is_first and len(totals) > 1 and rest.starts - totals[-1].starts <= NEXT


def _are_beside(totals: Sequence[Fact], before: Sequence[Fact], rest: Fact) -> bool:
    """Whether two totals are the last numbers before what is left: 总收入T，总支出U，结转D."""
    last = before[-2:]
    sides = [_side(fact) for fact in last]
    is_next = sides == ["收入", "支出"] and LEFT_BEHIND.search(rest.before) is not None
    return is_next and all(fact in totals and same_sentence(fact, rest) for fact in last)


NEXT = 160
"""How many characters before a sentence the one before it begins at the most."""

TAKEN_IN = re.compile("(?:^|，)(?:[^，。；\\d]{0,8})?收入(?:合计|总计)(?:为|达到?)?$")
GIVEN_OUT = re.compile("(?:支出(?:合计|总计)|支出)(?:为|达到?)?$")


def totals_of_both(facts: Facts) -> Iterator[Constraint]:
    """收入A，补助B。支出C，上解D。收入合计T，支出合计U: what is before them makes both totals.

    Where one side adds up, or nearly, the other is meant to; else one slip must explain it.
    """
    for paragraph in facts.paragraphs:
        for at, (income, spent) in enumerate(pairwise(paragraph)):
            is_pair = TAKEN_IN.search(income.before) and GIVEN_OUT.search(spent.before)
            if not is_pair or not same_sentence(income, spent) or not _is_first(income):
                continue
            before = [fact for fact in paragraph[:at] if _goes_with(fact, income)]
            first = next((n for n, fact in enumerate(before) if "支出" in fact.clause), 0)
            sides = ((income, *before[:first]), (spent, *before[first:]))
            told = [
                Constraint("accounts", "equality", side, adds_up(len(side) - 1), is_sure=False)
                for side in sides
                if len(side) > FEWEST
            ]
            is_meant = any(each.holds for each in told)
            yield from (
                each
                for each in told
                if each.holds
                or (is_meant and any_slip_explains(each))
                or telling_slip_explains(each)
            )


def _is_first(fact: Fact) -> bool:
    """Whether it is the first number of its sentence but for a year."""
    return NUMBER.search(YEAR.sub("", fact.before)) is None


YEAR = re.compile(r"\d{4}年")
CAME = re.compile("补助|上年|动用|调入|转贷")
WENT = re.compile("支出|调出|上解|还本|补充|安排|结转下年")
AT_THE_END = re.compile("(?:^|[，；])(?:年[终末]|当年|年底)(?:滚存)?(?:结余|结转)(?:资金)?(?:为)?$")


def fund_account(facts: Facts) -> Iterator[Constraint]:
    """收入A，上年结余B，支出C，年终结余D: what came less what went is left at the end."""
    for above, paragraph in pairwise(((), *facts.paragraphs)):
        for at, rest in enumerate(paragraph):
            if not AT_THE_END.search(rest.before) or not _may_add(rest):
                continue
            is_settled = at == 0 and SETTLED.search(rest.before)
            told = _fund(above if is_settled else paragraph[:at], rest)
            signs = [_came_or_went(fact) for fact in told]
            is_in_order = sorted(signs, reverse=True) == signs and {*signs} == {1, -1}
            if len(told) > 1 and is_in_order and _is_first(told[0]):
                relation = Linear((1, *(-sign for sign in signs)))
                yield from _told((rest, *told), relation, is_meant=_are_next_to(told, rest))


def _fund(before: Sequence[Fact], rest: Fact) -> list[Fact]:
    """The sums right before what is left, back to the first income of their account."""
    told: list[Fact] = []
    for fact in reversed(before):
        if not _goes_with(fact, rest) or TOTAL.search(fact.before) or not _came_or_went(fact):
            break
        if told and _came_or_went(fact) < _came_or_went(told[0]):
            break
        told.insert(0, fact)
    return told


def _came_or_went(fact: Fact) -> int:
    """Whether the clause of a sum adds it to a fund or takes it out; nothing where it says neither.

    What a clause calls both (下级上解收入) came.
    """
    if fact.clause.endswith("收入"):
        return 1
    if WENT.search(fact.clause):
        return -1
    return 1 if CAME.search(fact.clause) else 0


def _are_next_to(told: Sequence[Fact], rest: Fact) -> bool:
    """Whether no other number stands between the first of some sums and what is left of them."""
    words = told[0].sentence[told[0].at :] if not same_sentence(told[0], rest) else ""
    if not words:
        return len(NUMBER.findall(rest.sentence[told[0].at : rest.at])) == len(told)
    return _is_first(rest) and len(NUMBER.findall(words)) == len(told)


PLANNED = re.compile("(?:年初|调整)?(?:预算|安排|计划)数?(?:为|了)?$")
USED = re.compile("(?:支出|使用|动支|动用)(?:预计)?(?:完成|为|了)?$")
UNUSED = re.compile("(?:剩余|结余|余下|未使用)(?:的)?$|结转下年(?:支出|使用)?$")


def remainder(facts: Facts) -> Iterator[Constraint]:
    """预算A，实际支出B，剩余C: what is left of one sum is it less what was used."""
    for paragraph in facts.paragraphs:
        sums = [fact for fact in paragraph if _may_add(fact) and not fact.is_in_brackets]
        for at, rest in enumerate(sums):
            if not UNUSED.search(rest.before):
                continue
            before = [fact for fact in sums[:at] if fact.unit == rest.unit]
            told = [
                Constraint("accounts", "equality", (planned, used, rest), adds_up(2), is_sure=False)
                for planned in before
                for used in before
                if PLANNED.search(planned.before) and USED.search(used.before)
                if planned.value > used.value
            ]
            fits = [each for each in told if each.holds]
            near = [each for each in told[-1:] if any_slip_explains(each)]
            yield from fits[:1] or near


DONE = re.compile("(?:完成|执行|决算)(?:数)?(?:为|了|达)?$")
OF_THE_YEAR = re.compile("(?:年度|当年|本年)收支(?:相抵)?结余[-－]?$")
MINUS = re.compile("[-－]$")


def _is_short(rest: Fact) -> bool:
    """Whether it is said to be missing, or printed below nothing."""
    return bool(SHORT.search(rest.before) or (rest.value > 0 and MINUS.search(rest.before)))


def _of_one_budget(told: Sequence[Fact]) -> tuple[Fact | None, Fact | None]:
    """The last income and expenditure of one name."""
    for spent in reversed(told):
        for income in told if spent.name.endswith("预算支出") else ():
            if income.name == spent.name.replace("支出", "收入"):
                return income, spent
    return None, None


def _is_named_so(rest: Fact, income: Fact, spent: Fact) -> bool:
    """Whether what is left of a year stands behind its income and expenditure of one name."""
    is_one = income.name.replace("收入", "支出") == spent.name != "支出"
    is_near = income.place == spent.place == rest.place and income.span == spent.span == rest.span
    are_done = all(DONE.search(fact.before) for fact in (income, spent))
    return is_one and is_near and are_done and OF_THE_YEAR.search(rest.before) is not None


TAKEN_OFF = re.compile("(?:收入总量|收入总计|总收入|总财力)(?:减去|扣除|减除)")
OPENED = re.compile("(?:结余|余额|结存)[^，。；\\d]{0,4}?[-－]?$")
CLOSED_WITH = re.compile(
    "(?:年[末终底]|期末|滚存|累计)[^，。；\\d]{0,8}(?:结余|余额|结存)[^，。；\\d]{0,3}$"
)
ADDED = re.compile("加|补充|增|收入|调入")
TAKEN = re.compile("减|安排|动用|使用|支出|调出|偿还")


def used_up(facts: Facts) -> Iterator[Constraint]:
    """收入总量减去A、B后，结转C: what is left is a total told before less all taken off it."""
    for paragraph in facts.paragraphs:
        for at, rest in enumerate(paragraph):
            cuts = [*TAKEN_OFF.finditer(rest.before)]
            is_left = cuts and LEFT.search(rest.before) and _may_add(rest)
            if not is_left or rest.is_in_brackets:
                continue
            cut = cuts[-1]
            told = [fact for fact in paragraph[:at] if _goes_with(fact, rest)]
            earlier = [f for f in told if not same_sentence(f, rest) or f.at < cut.start()]
            wholes = [f for f in earlier if TOTAL.search(f.before) and "支出" not in f.clause]
            off = [fact for fact in told if same_sentence(fact, rest) and fact.at > cut.end()]
            if not off and (spent := _last(earlier, "支出")):
                off = [spent]
            if off and wholes and wholes[-1] not in off:
                words = rest.sentence[cut.end() : rest.at]
                are_all = len(NUMBER.findall(words)) == sum(same_sentence(f, rest) for f in off)
                found = (wholes[-1], *off, rest)
                yield from _told(found, adds_up(1 + len(off)), is_meant=are_all)


def carried_on(facts: Facts) -> Iterator[Constraint]:
    """年初余额A，加上B，安排C后，年末余额D: D is A with what came and less what went."""
    for sentence in facts.sentences:
        for end, first in enumerate(sentence):
            told = sentence[: end + 1]
            if (
                end < 2
                or not CLOSED_WITH.search(first.before)
                or not OPENED.search(sentence[0].before)
                or any(TOTAL.search(fact.before) for fact in told)
            ):
                continue
            signs = [_sign(fact) for fact in told[1:-1]]
            if all(signs) and all(_goes_with(fact, first) for fact in told):
                opening = -1 if _is_short(told[0]) else 1
                relation = Linear((1, -opening, *(-sign for sign in signs)))
                is_meant = len({*signs}) > 1 and _are_all(told)
                yield from _told((told[-1], *told[:-1]), relation, is_meant=is_meant)


SPENT_OF_IT = re.compile("^(?:其中)?(?:已|实际)*(?:支出|使用|动用|安排)[^，。；\\d]{0,4}$")
REST_OF_IT = re.compile("^(?:年终|年末)?(?:结余|剩余|余额|节余)(?:为)?$")


def spent_of_reserve(facts: Facts) -> Iterator[Constraint]:
    """预备费A，支出B，…，结余C: B and C are A, where no other number stands between them."""
    for sentence in facts.sentences:
        for whole, spent, rest in zip(sentence, sentence[1:], sentence[2:], strict=False):
            clauses = [re.split("[，；]", each.before)[-1] for each in (spent, rest)]
            is_told = SPENT_OF_IT.match(clauses[0]) and REST_OF_IT.match(clauses[1])
            if is_told and all(_goes_with(fact, whole) for fact in (whole, spent, rest)):
                yield from _told((whole, spent, rest), adds_up(2), is_meant=True)


IN_BRACKETS = re.compile(r"[^，。；：\d]{0,3}）[、及和与]?[^，。；：\d（）]{2,24}（")
ALL_ITEMS = re.compile("）等(?:共|合计|共计)?$")


def itemised(facts: Facts) -> Iterator[Constraint]:
    """加上甲（A）、乙（B）等S: what stands in brackets behind each item adds up to S."""
    for sentence in facts.sentences:
        for at, whole in enumerate(sentence):
            is_sum = ALL_ITEMS.search(whole.before) and whole.is_additive
            items = _items_before(sentence[:at], whole) if is_sum else []
            if len(items) > 1:
                told = (whole, *items)
                found = Constraint("accounts", "equality", told, adds_up(len(items)), False)
                yield from [found] if found.holds or any_slip_explains(found) else []


def _items_before(before: Sequence[Fact], whole: Fact) -> list[Fact]:
    """The numbers in brackets right before a sum, one after each item of its list."""
    items: list[Fact] = []
    for fact in reversed(before):
        is_item = fact.is_in_brackets and fact.unit == whole.unit and fact.is_additive
        if not is_item or (items and not IN_BRACKETS.fullmatch(words_between(fact, items[0]))):
            break
        items.insert(0, fact)
    return items


BECOMES = re.compile("预算(?:数)?(?:调整|变更|变动)(?:为|至|到)$")
ASKED_FIRST = re.compile("预算(?:代编)?数?(?:为)?$")


def revised_by_items(facts: Facts) -> Iterator[Constraint]:
    """预算A，加上…等S，减去…等T，预算调整为B: B is A with S and without T."""
    for sentence in facts.sentences:
        for at, changed in enumerate(sentence):
            if not BECOMES.search(changed.before):
                continue
            first = next((fact for fact in sentence[:at] if ASKED_FIRST.search(fact.before)), None)
            sums = [fact for fact in sentence[:at] if ALL_ITEMS.search(fact.before)]
            if first and sums and {each.unit for each in (first, *sums)} == {changed.unit}:
                signs = [1 if _is_taken_off(fact) else -1 for fact in sums]
                told = (changed, first, *sums)
                yield from _told(told, Linear((1, -1, *signs)), is_meant=True)


def _is_taken_off(items: Fact) -> bool:
    """Whether the last word before the items of a sum takes them off: 减去, not 加上."""
    return items.before.rfind("减去") > items.before.rfind("加上")


def _are_all(told: Sequence[Fact]) -> bool:
    """Whether no other number stands between the first and the last of some of one sentence."""
    first, last = told[0], told[-1]
    return len(NUMBER.findall(first.sentence[first.at : last.at])) == len(told) - 1


def _sign(fact: Fact) -> int:
    """Whether the words of its clause add it or take it off; nothing where they say neither."""
    if TAKEN.search(fact.clause):
        return -1
    return 1 if ADDED.search(fact.clause) else 0


def _last(told: Sequence[Fact], word: str) -> Fact | None:
    """The last sum in whose name a word stands."""
    named = [fact for fact in told if word in fact.name or word in fact.before[-8:]]
    return named[-1] if named else None


def balanced(facts: Facts) -> Iterator[Constraint]:
    """收支平衡: the expenditure of the sentence is the income, with what is added to it."""
    for sentence in facts.sentences:
        even = EVEN.search(sentence[0].sentence)
        told = [fact for fact in sentence if even and fact.at < even.start() and _may_add(fact)]
        if len(told) not in (2, 3) or not all(_goes_with(fact, told[-1]) for fact in told):
            continue
        *income, spent = told
        if re.search("支出", spent.before[-12:]) and re.search("收入", income[0].before):
            is_meant = len(told) == len((income, spent)) and _are_all(told)
            yield from _told((spent, *income), adds_up(len(income)), is_meant=is_meant)


def balanced_totals(facts: Facts) -> Iterator[Constraint]:
    """收入总计A。…支出总计B: all that a budget takes in is all that it gives out.

    The two stand in one paragraph or in two that follow; that they balance is said by a word, by
    the name of both, or by what both have added to them.
    """
    for before, paragraph in pairwise(((), *facts.paragraphs)):
        told = [*before, *paragraph] if before and _are_next(before, paragraph) else paragraph
        totals = [fact for fact in told if TOTAL.search(fact.before) and _may_add(fact)]
        for income, spent in pairwise(totals):
            sides = [_side(fact) for fact in (income, spent)]
            if (
                sides != ["收入", "支出"]
                or spent not in paragraph
                or _are_of_one_clause(income, spent)
            ):
                continue
            words = (income.sentence, spent.sentence)
            is_even = any(EVEN.search(each) for each in words) or all("加上" in w for w in words)
            is_even = is_even or all("总计" in fact.before[-6:] for fact in (income, spent))
            is_one = facts.level_of(income) == facts.level_of(spent) and _goes_with(income, spent)
            if is_even and is_one:
                is_meant = EVEN.search(words[0]) is not None and income.place == spent.place
                even, rest = adds_up(1), facts.next_to(spent)
                is_left = rest and LEFT_BEHIND.search(rest.before) and _goes_with(rest, spent)
                if rest and is_left and not even.holds([spent.values, income.values]):
                    yield from _told((income, spent, rest), adds_up(2))
                else:
                    yield from _told((spent, income), even, is_meant=is_meant)


GIVEN = re.compile("支出|还本|付息|上解|调出|调入一般公共|转移支付$")
FEWEST = 3


def balanced_plan(facts: Facts) -> Iterator[Constraint]:
    """预计收入A，补助B。支出安排C，调入一般公共预算D: a plan gives out all that it takes in.

    No word says that all is told; that others of its text add up does, or a slip.
    """
    told: dict[int, list[Constraint]] = {}
    for paragraph in facts.paragraphs:
        sums = [fact for fact in paragraph if fact.is_amount]
        given = [GIVEN.search(fact.clause) is not None for fact in sums]
        is_plan = len(sums) >= FEWEST and all(
            fact.is_goal and _goes_with(fact, sums[0]) and not TOTAL.search(fact.before)
            for fact in sums
        )
        if not is_plan or sorted(given) != given or given[0] or not given[-1]:
            continue
        if "收入" not in sums[0].clause or len({fact.name for fact in sums}) < len(sums):
            continue
        weights = tuple(-1 if out else 1 for out in given)
        found = Constraint("accounts", "equality", tuple(sums), Linear(weights), is_sure=False)
        told.setdefault(sums[0].text, []).append(found)
    for plans in told.values():
        holding = [each for each in plans if each.holds]
        yield from holding
        if len(holding) > 1:
            yield from (each for each in plans if not each.holds and any_slip_explains(each))


def _are_of_one_clause(income: Fact, spent: Fact) -> bool:
    """Whether no semicolon and no stop stands between two totals."""
    return same_sentence(income, spent) and "；" not in words_between(income, spent)


def _are_next(before: Sequence[Fact], paragraph: Sequence[Fact]) -> bool:
    return before[0].place == (paragraph[0].text, paragraph[0].place[1] - 1)


def _side(total: Fact) -> str:
    """Whether a total is of what is taken in or given out, as the words right before it say."""
    sides = re.findall("收入|支出", total.clause)
    return sides[-1] if sides else ""


LEFT_BEHIND = re.compile("[，；](?:年[终末]|累计|滚存)?(?:结转|结余)(?:下年)?(?:支出)?$")
"""Words before what is left behind a total, which then is less than that of the other side."""


def planned_change(facts: Facts) -> Iterator[Constraint]:
    """预算为A，比上年增加B，增长C%: the three agree, and A less B is what was a year ago."""
    for change in facts.all:
        level, growth = facts.before(change), facts.next_to(change)
        is_asked = change.is_goal or (level is not None and ASKED.search(level.before) is not None)
        is_planned = change.measure == "change" and is_asked and not change.cell
        if not is_planned or change.reading.base != "previous_year" or change.unit in ("%", ""):
            continue
        if not level or (not _goes_with(level, change) and level.measure not in AMOUNTS):
            continue
        if level.name != change.name or level.unit != change.unit:
            continue
        if growth and (growth.measure, growth.unit, growth.name) == ("growth", "%", level.name):
            told = (growth, level, change)
            is_meant = not any(OTHER_BASIS.search(fact.sentence) for fact in told)
            yield from _told(told, grown(), "level_growth_change", is_meant=is_meant)
        year = change.span[:4]
        then = facts.best(change, change.name, *AMOUNTS, span=str(int(year) - 1)) if year else None
        if then and then.unit == level.unit and len(change.span) == len(year):
            relation = Linear((1, -1, 1))
            yield from _told((change, level, then), relation, "level_and_change")


def _told(
    facts: tuple[Fact, ...], relation: Relation, law: str = "accounts", *, is_meant: bool = False
) -> Iterator[Constraint]:
    """What holds, what surely is meant, and what one slip keeps from holding."""
    found = Constraint(law, "equality", facts, relation, is_sure=False)
    if found.holds or is_meant or telling_slip_explains(found):
        yield found
