"""Sums that a text shows of itself, and parts and their wholes."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import takewhile

from finreport.checks.laws.constraints import (
    Bounds,
    Constraint,
    Linear,
    adds_up,
    at_most,
)
from finreport.checks.laws.facts import (
    Fact,
    Facts,
    are_of_another_scope,
    are_opposites,
    same_sentence,
)
from finreport.checks.laws.slips import best_slip, explains, figures

OPENER = re.compile(
    r"其中|在[^，。；：\d]{2,10}中(?=[，：:有]|$)|(?:[分按从][^，。；：\d]{1,14}?(?:看|分|上看|划分|来看|划分看|统计|计算|分组)|包括|构成)(?:[，：:]|$)|[：:]|（包括"
)
"""Words that open a list of parts."""

WITHIN = re.compile(r"其中|在[^，。；：\d]{2,10}中(?=[，：:有]|$)")
SELECTED = re.compile(r"(?:居|排名?|列)前|前[\d一二三四五六七八九十两]+[位名大]")
"""Words that open a list of the largest parts only."""
BREAKS = re.compile(r"(?:^|[。；，])(?:另外|此外|同时|另有|还有)")
MIXED = frozenset({"个", "家", "所", "处", "座", "只"})
"""Classifiers that a list of institutions may mix."""

SHORT_LIST = 2
MOST_PARTS = 14


def shown_sum(facts: Facts) -> Iterator[Constraint]:
    """After 其中 or 分…看, parts that add up to the number before prove themselves a partition.

    A list that misses its whole by one slip of the digits is a doubt; any other list is not
    complete, which is no fault.
    """
    for paragraph in facts.paragraphs:
        for at, whole in enumerate(paragraph):
            if (whole.is_additive or whole.is_per_head) and _may_add(whole):
                is_part = bool(OPENER.search(whole.before))
                for run, is_within in _lists(whole, paragraph[at + 1 :]):
                    may_miss = (is_within or not is_part) and not SELECTED.search(run[0].before)
                    yield from _summed(whole, run, may_miss=may_miss)


def _is_plan(fact: Fact) -> bool:
    return fact.is_goal and not fact.is_hedged and not fact.pair


def listed_sum(facts: Facts) -> Iterator[Constraint]:
    """Numbers of one sentence that add up to the one before them, though no word opens the list.

    So little says that they should that a failure takes long numbers and a telling slip.
    """
    for sentence in facts.sentences:
        for at, whole in enumerate(sentence):
            run: list[Fact] = []
            for fact in sentence[at + 1 :]:
                words = between(whole if not run else run[-1], fact) or ""
                if OPENER.search(words) or "；" in words:
                    break
                if fact.is_additive and fact.is_plain and _same_unit(fact, whole):
                    run.append(fact)
            if whole.is_additive and whole.is_plain and len(run) in range(SHORT_LIST, MOST_PARTS):
                yield from _listed(whole, run)


TOGETHER = re.compile("(?:合计|共计|总计|总数)(?:为|达到?)?$")


def sum_after(facts: Facts) -> Iterator[Constraint]:
    """Numbers before 合计 of one paragraph and unit add up to the one behind it."""
    for paragraph in facts.paragraphs:
        for at, whole in enumerate(paragraph):
            if not (TOGETHER.search(whole.before) and whole.is_additive and _may_add(whole)):
                continue
            run = [
                fact
                for fact in paragraph[:at]
                if fact.is_additive
                and _may_add(fact)
                and _same_unit(fact, whole)
                and fact.is_goal == whole.is_goal
            ]
            for start in range(len(run) - 1):
                told = (whole, *run[start:])
                relation = adds_up(len(told) - 1)
                found = Constraint("shown_sum", "equality", told, relation, is_sure=False)
                if found.holds or _of_one_kind(told) or _nearly_said(run[start], found):
                    yield found
                    break


def _nearly_said(first: Fact, found: Constraint) -> bool:
    """Whether a slip explains why the numbers of one sentence do not add up."""
    is_one = same_sentence(first, found.facts[0])
    return is_one and any(is_one_slip(fact, found) for fact in found.facts)


def _may_add(fact: Fact) -> bool:
    return fact.is_plain or _is_plan(fact)


def _of_one_kind(told: Sequence[Fact]) -> bool:
    """Whether many counts are of one noun, that of the whole: 6项指标 … 共计28项指标."""
    are_counts = not any(fact.values.width for fact in told)
    return are_counts and len(told) > LONG and len({fact.name for fact in told}) == 1


LONG = 4
"""How many figures the numbers of a list must have that no word opens."""


def _listed(whole: Fact, run: list[Fact]) -> Iterator[Constraint]:
    if min(figures(fact) for fact in (whole, *run)) < LONG - 1:
        return
    for count in range(SHORT_LIST, len(run) + 1):
        told = (whole, *run[:count])
        found = Constraint("shown_sum", "equality", told, adds_up(count), is_sure=False)
        if found.holds and _is_telling(whole, run[:count]):
            yield found
            return
    if len(run) == SHORT_LIST:
        return
    found = Constraint("shown_sum", "equality", (whole, *run), adds_up(len(run)), is_sure=False)
    if is_misprint(found) and any(
        figures(fact) >= LONG and is_one_slip(fact, found) for fact in found.facts
    ):
        yield found


def _lists(whole: Fact, following: Sequence[Fact]) -> Iterator[tuple[list[Fact], bool]]:
    """The lists of parts that may be those of a number, and whether 其中 opens them."""
    run: list[Fact] = []
    is_within = False
    last = whole
    is_open = False
    for fact in following:
        words = between(last, fact)
        if words is None or BREAKS.search(words):
            break
        if (run[0] if run else whole).is_in_brackets and not fact.is_in_brackets:
            break
        if OPENER.search(words) and not (is_open and WITHIN.search(words)):
            if len(run) >= SHORT_LIST:
                yield run, is_within
            run, is_open, is_within = [], True, bool(WITHIN.search(words))
        elif (not is_open and fact.may_be_part_of(whole)) or "。" in words:
            break
        last = fact
        if is_open and fact.may_be_part_of(whole) and fact.is_goal == whole.is_goal:
            if not _same_unit(fact, whole) or len(run) == MOST_PARTS:
                continue
            run.append(fact)
    if len(run) >= SHORT_LIST:
        yield run, is_within


def between(one: Fact, other: Fact) -> str | None:
    """The words between two numbers of one sentence or of two that follow; None if farther."""
    if same_sentence(one, other):
        return one.sentence[one.at + len(one.reading.printed) : other.at]
    tail = one.sentence[one.at + len(one.reading.printed) :]
    return tail + other.before if OPENER.match(other.before) else None


def _same_unit(fact: Fact, whole: Fact) -> bool:
    return fact.unit == whole.unit or {fact.unit, whole.unit} <= MIXED


REDUCED = re.compile("[调核缩]减$|减少$")
"""Words of a part that is taken away."""


def _summed(whole: Fact, run: list[Fact], *, may_miss: bool) -> Iterator[Constraint]:
    """The prefix of a list that adds up; else, where it may miss, the list that nearly does.

    After 分…看 the whole is told before all lists, so a part of another list has none of its own.
    """
    law = "shown_sum"
    if any(REDUCED.search(fact.before[-6:]) for fact in run):
        return
    run = list(takewhile(lambda fact: not fact.is_hedged, run))
    for count in range(SHORT_LIST, len(run) + 1):
        found = Constraint(
            law, "equality", (whole, *run[:count]), _signed(run[:count]), is_sure=False
        )
        if found.holds and _is_telling(whole, run[:count]):
            yield found
            return
    for parts in (run, run[:-1]) if may_miss else ():
        if len(parts) < SHORT_LIST:
            continue
        found = Constraint(law, "equality", (whole, *parts), _signed(parts), is_sure=False)
        if are_of_another_scope(whole, parts):
            continue
        is_slip = is_misprint(found) or _is_off_by_one(found) or _is_too_much(found)
        if is_slip or _are_both_kinds(parts):
            yield found
            return


NOTHING = Fraction(0)
LOSS = re.compile("亏损(?:额)?(?:为|达)?$")


def _signed(parts: Sequence[Fact]) -> Linear:
    """The first number is the sum of the parts, less those that are losses."""
    return Linear((1, *(1 if LOSS.search(fact.before) else -1 for fact in parts)))


MISCOUNTED = 2
LARGE = 50


def _is_off_by_one(constraint: Constraint) -> bool:
    """Whether counts, which nothing rounds, miss a whole by one or two.

    It has to be large, or the parts be kinds of it: 28个指标，其中20个预期性指标、8个约束性指标.
    """
    whole, *parts = constraint.facts
    if any(fact.values.width for fact in constraint.facts):
        return False
    noun = whole.name[-2:]
    are_kinds = len(noun) == 2 and all(fact.name.endswith(noun) for fact in parts)
    are_grades = len(parts) > SHORT_LIST and all(GRADE.search(fact.before[-8:]) for fact in parts)
    total = sum((fact.value for fact in parts), Fraction(0))
    missed = abs(whole.value - total)
    are_many = len(parts) > SHORT_LIST and total >= whole.value * 9 / 10
    are_all = are_kinds or are_grades or are_many
    return missed <= MISCOUNTED and (are_all or missed <= whole.value / LARGE)


GRADE = re.compile("级[^，。；]{0,5}$")
"""Grades, which leave nothing over: 国家级, 省级, 县级."""


def _are_both_kinds(parts: Sequence[Fact]) -> bool:
    """Whether two parts leave no third: 预期性指标 and 约束性指标."""
    return len(parts) == SHORT_LIST and are_opposites(parts[0].name, parts[1].name)


def _is_too_much(constraint: Constraint) -> bool:
    """Whether counts, or two parts, are more together than the whole, and one digit explains it.

    What overlaps is more as well, so the digit has to be one of two at least, or of three.
    """
    whole, *parts = constraint.facts
    are_counts = not any(fact.values.width for fact in constraint.facts)
    if not (are_counts or len(parts) == SHORT_LIST):
        return False
    if sum((fact.value for fact in parts), Fraction(0)) <= whole.value:
        return False
    least = 2 if are_counts else LONG - 1
    slips = (
        best_slip(fact, constraint.needed(fact))
        for fact in constraint.facts
        if figures(fact) >= least
    )
    return any(slip and slip.kind in ("digit", "exchanged") for slip in slips)


def _is_telling(whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether agreement says anything: the whole is more exact than the smallest part is large."""
    return whole.values.width < min(abs(part.value) for part in parts) or len(parts) == SHORT_LIST


MOST_LEFT = Fraction(1, 8)
"""What share of a whole a list may leave out and still be meant for all of it."""

OTHERS = Fraction(3, 100)
"""What share of a whole a list may leave to others that it does not name."""


def is_misprint(constraint: Constraint) -> bool:
    """Whether one number, changed by a telling slip, makes a sum right.

    Where the parts lack little of the whole, what they lack is more likely that of others which
    are not named: only two exchanged digits of a long number say more.
    """
    whole, *parts = constraint.facts
    total = sum(
        (-fact.value if LOSS.search(fact.before) else fact.value for fact in parts), NOTHING
    )
    if 0 < whole.value - total <= OTHERS * whole.value:
        slips = (
            (best_slip(fact, constraint.needed(fact)), fact)
            for fact in constraint.facts
            if figures(fact) >= LONG
        )
        return any(
            slip
            and slip.kind == "exchanged"
            and _is_exact(slip.value * fact.scale, fact, constraint)
            for slip, fact in slips
        )
    return any(is_one_slip(fact, constraint) for fact in constraint.facts)


def is_one_slip(fact: Fact, constraint: Constraint) -> bool:
    """Whether one number, changed by a slip that few values allow, makes a sum right."""
    return explains(fact, constraint.needed(fact))


def _is_exact(value: Fraction, fact: Fact, constraint: Constraint) -> bool:
    """Whether a value makes it right by itself, without the rounding of that number."""
    return constraint.needed(fact).meets(Bounds(value, value))


def part_of_whole(facts: Facts) -> Iterator[Constraint]:
    """What stands after 其中 is not more than the number before it."""
    for paragraph in facts.paragraphs:
        for at, part in enumerate(paragraph):
            if not part.is_additive or part.reading.is_target:
                continue
            wholes = _wholes_of(part, paragraph[:at])
            namesakes = [each for each in wholes if each.name and part.name.endswith(each.name)]
            wholes = namesakes or wholes
            if wholes and wholes[-1].unit == part.unit and not wholes[-1].reading.is_target:
                is_sure = same_sentence(wholes[-1], part) or len(wholes) == 1
                told = (part, wholes[-1])
                yield Constraint("part_of_whole", "limit", told, at_most(), is_sure)


def _wholes_of(part: Fact, before: Sequence[Fact]) -> list[Fact]:
    """The amounts before 其中, of its sentence or, where it opens one, of the sentence before."""
    told = CLOSED.sub(lambda found: "□" * len(found[0]), part.before)
    cut = told.rfind("其中")
    if cut < 0:
        return []
    between = part.before[cut + 2 :]
    closes = part.before[cut - 1 : cut] == "、" and "，" in between
    if closes:
        return []
    own = [
        fact
        for fact in before
        if same_sentence(fact, part) and fact.at < cut and told[fact.at] != "□"
    ]
    if "；" in between:
        own = own if cut else [*before]
        return [fact for fact in own if fact.is_additive and _is_kind_of(part, fact)]
    own = [fact for fact in own if fact.is_additive]
    last = [fact for fact in before if not same_sentence(fact, part)]
    if own or cut or not last:
        return own
    own = [
        fact
        for fact in last
        if fact.starts == last[-1].starts and fact.is_additive and not fact.is_in_brackets
    ]
    return own if own and not _gap(own[-1], part) else []


CLOSED = re.compile("（[^（）]*）")
"""What stood between brackets, whose list ends with them."""


def _is_kind_of(part: Fact, whole: Fact) -> bool:
    """Whether the name of a part is that of the whole and more: 国内旅游收入, 旅游总收入."""
    bare = whole.name.replace("总", "")
    return (
        part.unit == whole.unit and len(bare) > 3 and part.name.endswith(bare) and part.name != bare
    )


def _gap(whole: Fact, part: Fact) -> bool:
    """Whether a sentence without a number stands between them."""
    return part.starts - whole.starts > len(whole.sentence) * 2
