"""Sums that a text shows of itself, and parts and their wholes."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, islice

from finreport import patterns as re
from finreport.checks.laws.constraints import (
    Bounds,
    Constraint,
    adds_up,
    at_most,
)
from finreport.checks.laws.enumerations import OPENER, OTHERS, are_joined, same_unit
from finreport.checks.laws.facts import (
    Fact,
    Facts,
    are_opposites,
    canonical,
    names_part_of,
    same_sentence,
    words_between,
)
from finreport.checks.laws.slips import any_slip_explains, best_slip, explains, figures


def _is_plan(fact: Fact) -> bool:
    return fact.is_goal and not fact.is_hedged and not fact.pair


ADDED = "加上"
"""What opens the account of a total, which names what is added up."""

ACCOUNT = re.compile(
    "(?:^|，)(?:全[省市区县州盟旗年]|[市县区]级|当年)?"
    "(?:总[收支][入出]|[收支][入出](?:总计|合计|总量)|合计[收支][入出])(?:累计|为|达到?)?$"
)
"""Words before what a budget takes in or gives out in all: 收入9亿元，补助2亿元，总收入11亿元."""

TOGETHER = re.compile(f"(?:合计|共计|总计|总数)(?:为|达到?)?$|{ACCOUNT.pattern}")


def sum_after(facts: Facts) -> Iterator[Constraint]:
    """Numbers before 合计 of one paragraph and unit add up to the one behind it.

    Where none do, the first of them that stand in its part of the sentence may be meant.
    """
    for paragraph in facts.paragraphs:
        for at, whole in enumerate(paragraph):
            if not (TOGETHER.search(whole.before) and whole.is_additive and _may_add(whole)):
                continue
            run = [
                fact
                for fact in paragraph[:at]
                if fact.is_additive
                and _may_add(fact)
                and same_unit(fact, whole)
                and fact.is_goal == whole.is_goal
                and fact.depth <= whole.depth
                and not (fact.is_asked and not whole.is_asked)
            ]
            told = [
                Constraint("shown_sum", "equality", (whole, *parts), adds_up(len(parts)), False)
                for parts in (run[start:] for start in range(len(run) - 1))
            ]
            fits = [each for each in told if each.holds]
            meant = filter(_is_meant, () if fits or ADDED in whole.before else told)
            since = [each for each in told if _is_since_total(each.facts, paragraph)]
            yield from fits[:1] or since or islice(meant, 1)


def _is_meant(found: Constraint) -> bool:
    """Whether numbers that do not add up to the one behind them were meant to."""
    whole, first = found.facts[:2]
    if _of_one_kind(found.facts):
        return True
    if not same_sentence(first, whole):
        is_closed = _closes_account(found.facts) or _fills_paragraph(found.facts)
        return is_closed and any_slip_explains(found)
    if ACCOUNT.search(whole.before) and _opens_its_part(first, whole):
        return any_slip_explains(found)
    return any(is_one_slip(fact, found) for fact in found.facts)


def _closes_account(told: Sequence[Fact]) -> bool:
    """Whether a sentence 合计收入为A stands right behind those that are all of what it adds up."""
    whole, first, *_, last = told
    is_next = whole.starts == last.starts + len(last.sentence) and ACCOUNT.match(whole.before)
    return bool(is_next) and _is_first(first) and (same_sentence(first, last) or not first.starts)


def _fills_paragraph(told: Sequence[Fact]) -> bool:
    """Whether what a total adds up begins its paragraph, and tells no parts of its own."""
    whole, first, *rest = told
    sentences = {fact.starts: fact.sentence for fact in (first, *rest)}
    words = "".join(sentences.values()) + whole.before
    is_all = not first.starts and _is_first(first) and "其中" not in CLOSED.sub("", words)
    return is_all and ACCOUNT.search(whole.before) is not None


def _is_since_total(told: Sequence[Fact], paragraph: Sequence[Fact]) -> bool:
    """Whether 支出总计T is to add up all that stands behind 收入总计 in its paragraph."""
    whole, first, *_ = told
    start = paragraph.index(first)
    before = paragraph[start - 1] if start else None
    if before is None or not (ACCOUNT.search(whole.before) and ACCOUNT.search(before.before)):
        return False
    if any(fact.scale != whole.scale for fact in told):
        return False  # 21亿元 among amounts in 万元 explains one of them
    found = Constraint("shown_sum", "equality", (*told,), adds_up(len(told) - 1), is_sure=False)
    return any_slip_explains(found)


def _is_first(fact: Fact) -> bool:
    """Whether nothing counted stands before it in its sentence but a year."""
    return re.search(r"\d", re.sub(r"\d{4}年", "", fact.before)) is None


def _opens_its_part(first: Fact, whole: Fact) -> bool:
    """Whether it is the first number behind the last semicolon or colon before a whole."""
    start = max(map(whole.before.rfind, "；：")) + 1
    return start <= first.at and not re.search(r"\d", whole.before[start : first.at])


def _may_add(fact: Fact) -> bool:
    return fact.is_plain or _is_plan(fact)


def _of_one_kind(told: Sequence[Fact]) -> bool:
    """Whether many counts are of one noun, that of the whole: 6项指标 … 共计28项指标."""
    are_counts = not any(fact.values.width for fact in told)
    return are_counts and len(told) > LONG and len({fact.name for fact in told}) == 1


LONG = 4
"""How many figures a number must have for two exchanged ones to say more than a rest does."""


def between(one: Fact, other: Fact) -> str | None:
    """The words between two numbers of one sentence or of two that follow; None if farther."""
    if same_sentence(one, other):
        return words_between(one, other)
    return one.after + other.before if OPENER.match(other.before) else None


def is_misprint(constraint: Constraint) -> bool:
    """Whether one number, changed by a telling slip, makes a sum right.

    Where the parts lack little of the whole, what they lack is more likely that of others which
    are not named: only two exchanged digits of a long number say more.
    """
    whole, *parts = constraint.facts
    total = sum((fact.value for fact in parts), Fraction(0))
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
    """What stands after 其中 is not more than the number before it.

    Of several in the sentence before, none of which it is named after, any may be its whole: the
    pupils of a kind of school stand behind all schools, their pupils and their teachers.
    """
    for paragraph in facts.paragraphs:
        for at, part in enumerate(paragraph):
            if not part.is_additive or part.reading.is_target:
                continue
            wholes = [] if _begins_anew(part) else _wholes_of(part, paragraph[:at])
            namesakes = [
                each
                for each in wholes
                if each.name
                and (
                    names_part_of(part.name, each.name)
                    or (part.name == each.name and part.span != each.span)
                )
            ]
            kin = [each for each in wholes if _is_kin(part, each)]
            wholes = namesakes or kin or wholes
            wholes = [each for each in wholes if each.unit == part.unit] or wholes
            is_one = len(wholes) == 1
            if wholes and not (namesakes or kin) and not same_sentence(wholes[-1], part):
                wholes = [max(wholes, key=lambda each: each.value)]
            if not wholes or not part.may_be_part_of(wholes[-1]) or BELOW_ZERO.search(part.after):
                continue
            if _is_of_an_earlier(part, wholes) or _is_of_none(part, wholes[-1]):
                continue
            if _is_told_already(wholes[-1], paragraph[:at]):
                continue
            is_bound = not (wholes[-1].is_at_least or wholes[-1].reading.is_target)
            if wholes[-1].unit == part.unit and is_bound:
                is_sure = same_sentence(wholes[-1], part) or is_one
                told = (part, wholes[-1])
                yield Constraint("part_of_whole", "limit", told, at_most(), is_sure)


def _is_of_an_earlier(part: Fact, wholes: Sequence[Fact]) -> bool:
    """Whether a part is too large for the whole right before it and fits an earlier one."""
    return part.value > wholes[-1].value and any(part.value <= each.value for each in wholes)


def _is_told_already(whole: Fact, before: Sequence[Fact]) -> bool:
    """Whether counts right behind a whole make it before the part comes, or are meant to.

    16个乡镇，其中12个镇、4个乡，288个村: villages are no part of towns.
    """
    told = [fact for fact in before[before.index(whole) + 1 :] if same_unit(fact, whole)]
    made = [*accumulate(fact.value for fact in told)]
    is_listed = len(told) > 1 and are_joined(told)
    return whole.values.width == 0 and (whole.value in made[1:] or is_listed)


NEW = re.compile("新增|净增|新发展")
STOOD = re.compile("^(?:至|截至)?(?:年末|年底|期末|累计)")


def _is_of_none(part: Fact, whole: Fact) -> bool:
    """Whether a part is the whole's opposite, or stands where only what came new of it is told."""
    is_new = NEW.search(whole.clause) and STOOD.search(part.clause)
    return bool(is_new) or are_opposites(part.name, whole.name)


OF_ALL = re.compile("(?:全[国省市区县州盟旗]|我[省市区县州])")


def _begins_anew(part: Fact) -> bool:
    """Whether another number stands between 其中 and a clause that speaks of the whole place."""
    listed = part.before.rpartition("其中")[2]
    return OF_ALL.match(part.clause) is not None and re.search(r"\d", listed) is not None


KIN = 4
"""How many last characters name one noun (在校学生), of which a part is rather than of another."""


def _is_kin(part: Fact, whole: Fact) -> bool:
    """Whether two other names end in one noun: 移动电话用户总数, 5G移动电话用户数."""
    one, other = (fact.name.replace("总", "") for fact in (part, whole))
    return one != other and one[-KIN:] == other[-KIN:] != ""


WITHIN = re.compile(
    "(?:^|[。；])在?(?P<whole>[^，。；：\\d在]{2,16})[中内]，(?:其中)?[^，。；：\\d]*$"
)


def part_within(facts: Facts) -> Iterator[Constraint]:
    """在施工面积中，新开工面积…: what stands first behind it is not more than what it names."""
    for paragraph in facts.paragraphs:
        for at, part in enumerate(paragraph):
            found = WITHIN.search(part.before) if part.is_additive and part.is_plain else None
            name = canonical(found["whole"]) if found else ""
            wholes = [
                fact
                for fact in paragraph[:at]
                if fact.name == name
                and (fact.unit, fact.span) == (part.unit, part.span)
                and fact.is_additive
                and fact.is_plain
            ]
            if wholes and part.may_be_part_of(wholes[-1]):
                told = (part, wholes[-1])
                yield Constraint("part_of_whole", "limit", told, at_most(), is_sure=False)


BELOW_ZERO = re.compile("[\\u4e00-\\u9fff][-－]\\d")
"""A part of less than nothing, beside which another may be more than their whole."""


def _wholes_of(part: Fact, before: Sequence[Fact]) -> list[Fact]:
    """The amounts before 其中, of its sentence or, where it opens one, of the sentence before."""
    told = CLOSED.sub(lambda found: "□" * len(found[0]), part.before)
    cut = told.rfind("其中")
    if cut < 0:
        return []
    between = part.before[cut + 2 :]
    closes = part.before[cut - 1 : cut] == "、" and "，" in between
    is_total = TOGETHER.search(between) and re.search(r"\d", between)
    if closes or is_total:
        return []
    own = [
        fact
        for fact in before
        if same_sentence(fact, part) and fact.at < cut and told[fact.at] != "□"
    ]
    start = told.rfind("；", 0, cut)
    own = [fact for fact in own if fact.at > start and fact.is_additive] or own
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
    if len(own) > 1 and own[0].before.startswith("其中"):
        return _wholes_of(own[0], before[: before.index(own[0])])
    return own if own and not _gap(own[-1], part) else []


CLOSED = re.compile("（[^（）]*）")
"""What stood between brackets, whose list ends with them."""


def _is_kind_of(part: Fact, whole: Fact) -> bool:
    """Whether the name of a part is that of the whole and more: 国内旅游收入, 旅游总收入."""
    bare = whole.name.replace("总", "")
    return part.unit == whole.unit and len(bare) > 3 and names_part_of(part.name, bare)


def _gap(whole: Fact, part: Fact) -> bool:
    """Whether a sentence without a number stands between them."""
    return part.starts - whole.starts > len(whole.sentence) * 2
