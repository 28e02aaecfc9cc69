"""Sums and shares that a whole paragraph shows: over its sentences, in lists, of one whole.

No word says that these belong together; their agreement does, and where it fails a telling slip or
a second column of numbers that agrees. So what differs is a doubt.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from msgspec import Struct

from finreport import patterns as re
from finreport.checks.laws.constraints import (
    Constraint,
    Formula,
    GrownSum,
    Linear,
    adds_up,
    at_most,
)
from finreport.checks.laws.enumerations import DIVIDED, SELECTED
from finreport.checks.laws.facts import (
    AMOUNTS,
    NAMED,
    Fact,
    Facts,
    canonical,
    names_part_of,
    same_sentence,
    words_between,
)
from finreport.checks.laws.proved import growth_of
from finreport.checks.laws.shares import SHARE, SHARE_FIGURES
from finreport.checks.laws.slips import (
    any_slip_explains,
    best_slip,
    figures,
    telling_slip_explains,
)
from finreport.checks.laws.sums import is_misprint
from finreport.numbers import Interval

FEWEST = 2
MOST = 14


def sum_across_sentences(facts: Facts) -> Iterator[Constraint]:
    """An amount is the sum of all that follow it in its paragraph, in the same unit.

    Two units that run side by side (157起, 101人 of all; 12起, 13人 of one kind …) prove each
    other: where one adds up, so does the other.
    """
    for paragraph in facts.paragraphs:
        columns = _by_unit(paragraph)
        found = {unit: told for unit, run in columns.items() if (told := _first_is_sum(run))}
        for told in found.values():
            is_beside = any(_side_by_side(told, other) for other in found.values() if other.holds)
            if (
                told.holds
                or is_beside
                or (_are_alike(told.facts) and is_misprint(told) and _is_misprint(told))
            ):
                yield told


def named_parts(facts: Facts) -> Iterator[Constraint]:
    """An amount is the sum of those after it whose names end in its own, whatever stands between.

    So are told the kinds of insurance, each with its premiums and what was paid out.
    """
    for paragraph in facts.paragraphs:
        for at, whole in enumerate(paragraph):
            if not (_is_told(whole) and len(whole.name) >= NAMED):
                continue
            parts = [
                fact
                for fact in paragraph[at + 1 :]
                if _is_told(fact)
                and names_part_of(fact.name, whole.name)
                and (fact.unit, fact.span) == (whole.unit, whole.span)
            ]
            if len(parts) not in range(FEWEST, MOST + 1) or SELECTED.search(_opening(parts[0])):
                continue
            listed = [fact for fact in parts if same_sentence(fact, parts[0])]
            for run in (parts, listed) if FEWEST <= len(listed) < len(parts) else (parts,):
                found = _sum(whole, run)
                are_named = len({fact.name for fact in run}) == len(run)
                is_meant = are_named and _is_telling(whole, run)
                if is_meant and (found.holds or (is_misprint(found) and _is_misprint(found))):
                    yield found
                    yield from _told_besides(found, paragraph)
                    break


def _told_besides(found: Constraint, paragraph: Sequence[Fact]) -> Iterator[Constraint]:
    """The sum of the amounts that stand right behind each of those of a sum, of one noun."""
    amounts = [fact for fact in paragraph if _is_told(fact)]
    behind = []
    for fact in found.facts:
        following = amounts[amounts.index(fact) + 1 :]
        if not following or not same_sentence(fact, following[0]) or following[0] in found.facts:
            return
        behind.append(following[0])
    kinds = {(fact.unit, fact.span, fact.name[-4:]) for fact in behind}
    if len(kinds) == 1 and len({fact.name for fact in behind}) <= 2:
        told = _sum(behind[0], behind[1:])
        if told.holds or is_misprint(told):
            yield told


class Row(Struct, frozen=True):
    """What is counted, and what is told of it under its name: 小学3所，在校生5万人，教职工1万人."""

    head: Fact
    others: dict[str, Fact]


def rows_add_up(facts: Facts) -> Iterator[Constraint]:
    """全部学校A所，在校生B人。其中小学…，在校生…；中学…: each column of such rows adds up.

    One that does proves the rows to be all, and so what is wrong in another one.
    """
    for paragraph in facts.paragraphs:
        rows = _rows(paragraph)
        if len(rows) <= FEWEST:
            continue
        whole, *parts = rows
        if not PARTS.search(parts[0].head.before):
            continue
        told = [_sum(whole.head, [part.head for part in parts])]
        for at, (name, fact) in enumerate(whole.others.items()):
            column = [_of_column(part, whole, name, at) for part in parts]
            if all(each and each.unit == fact.unit for each in column):
                told.append(_sum(fact, [each for each in column if each]))
        proofs = [each for each in told if each.holds]
        for each in told:
            if each.holds or (proofs and _missed_by(each) <= MOST_OFF):
                yield each


def pairs_add_up(facts: Facts) -> Iterator[Constraint]:
    """新增A户，累计B户。其中，甲新增a户，累计b户；乙…: every second number makes A, the others B.

    One of the two that adds up proves what the other is made of.
    """
    for paragraph in facts.paragraphs:
        counts = [fact for fact in paragraph if _is_told(fact) and not fact.values.width]
        for at, (first, second) in enumerate(pairwise(counts)):
            alike = _of_unit(counts[at + 2 :], first.unit)
            is_opened = len(alike) > LISTED and PARTS.search(alike[0].before)
            if first.unit != second.unit or not is_opened:
                continue
            for end in range(len(alike) // 2 * 2, LISTED, -2):
                told = [_sum(first, alike[:end:2]), _sum(second, alike[1:end:2])]
                if any(each.holds for each in told):
                    yield from (each for each in told if each.holds or is_misprint(each))
                    break


def _of_unit(facts: Sequence[Fact], unit: str) -> Sequence[Fact]:
    """The first of some numbers, as far as they are of one unit."""
    end = next((at for at, fact in enumerate(facts) if fact.unit != unit), len(facts))
    return facts[:end]


def _missed_by(found: Constraint) -> Fraction:
    whole, *parts = (fact.value for fact in found.facts)
    return abs(whole - sum(parts, Fraction(0))) / max(whole, *parts, Fraction(1))


MOST_OFF = 1
"""What share of its largest number a column may be off to be meant for a sum."""

PARTS = re.compile("其中|[按分从][^，。；]*[，：]")


def _rows(paragraph: Sequence[Fact]) -> list[Row]:
    """The rows of a paragraph, each with its counts; nothing where one of them has none."""
    rows: list[Row] = []
    for fact in paragraph:
        if not (fact.is_additive and fact.is_plain and fact.measure == "count"):
            continue
        head = rows[-1].head if rows else None
        if head and fact.name != head.name and fact.name.startswith(head.name):
            rows[-1].others.setdefault(fact.name.removeprefix(head.name), fact)
        elif not rows or fact.unit == rows[0].head.unit:
            rows.append(Row(fact, {}))
    return rows if all(row.others for row in rows) else []


def _of_column(row: Row, whole: Row, name: str, at: int) -> Fact | None:
    """What a row tells under a name, or in its place where it tells as much as that of all."""
    if name in row.others or len(row.others) != len(whole.others):
        return row.others.get(name)
    return list(row.others.values())[at]


ABOVE = 2
"""How many paragraphs above a list its whole may stand."""

SPREAD = 2
"""By how many points the growth of parts must differ for that of the whole to tell they are all."""


def listed_below(facts: Facts) -> Iterator[Constraint]:
    """An amount is the sum of the list that a paragraph below it is: of regions, of kinds.

    Where it is not, one slip must explain it; any slip where the growth of all parts makes that of
    the whole, for then nothing is left out.
    """
    for at, paragraph in enumerate(facts.paragraphs):
        above = [fact for each in facts.paragraphs[max(at - ABOVE, 0) : at] for fact in each]
        for run in _by_unit(paragraph).values():
            if len(run) not in range(LISTED, MOST + 1) or SELECTED.search(_opening(run[0])):
                continue
            wholes = [
                fact
                for fact in above
                if _is_told(fact)
                and (fact.text, fact.unit, fact.span) == (run[0].text, run[0].unit, run[0].span)
                and fact.value > max(part.value for part in run)
            ]
            told = [_sum(whole, run) for whole in wholes]
            fits = [each for each in told if each.holds and _is_telling(each.facts[0], run)]
            near = [
                each
                for each in told
                if (_missed(each) <= MOST_MISSED or _is_divided(each))
                and not _is_listed(each.facts[0], above)
                and (_is_misprint(each) or _is_told_by_growth(facts, each))
            ]
            yield from fits[:1] or (near if len(near) == 1 and _are_alike(near[0].facts) else [])


def _is_listed(whole: Fact, above: Sequence[Fact]) -> bool:
    """Whether it is one of a list of its kind itself, which the next paragraph may go on with."""
    return any(
        _is_told(each)
        and same_sentence(each, whole)
        and each.at < whole.at
        and each.unit == whole.unit
        and each.name != whole.name
        and each.name[-2:] == whole.name[-2:]
        for each in above
    )


def _is_divided(found: Constraint) -> bool:
    """Whether words say by what a list divides (分地区看), and a telling slip explains its miss."""
    return bool(DIVIDED.search(_opening(found.facts[1]))) and telling_slip_explains(found)


def _missed(found: Constraint) -> Fraction:
    whole, *parts = found.facts
    return abs(whole.value - sum((part.value for part in parts), Fraction(0))) / whole.value


def _is_told_by_growth(facts: Facts, found: Constraint) -> bool:
    """Whether the growth of parts, which differs, makes that of the whole; and a slip explains."""
    told = [growth_of(facts, fact) for fact in found.facts]
    rates = [fact.values for fact in told if fact]
    if len(rates) < len(told) or max(map(_middle, rates)) - min(map(_middle, rates)) < SPREAD:
        return False
    levels = tuple(fact.values for fact in found.facts[1:])
    is_all = GrownSum(levels, GROWN_NEARLY).holds(rates)
    return is_all and any_slip_explains(found)


def _middle(interval: Interval) -> Fraction:
    return interval.middle


GROWN_NEARLY = Fraction(1, 5)
"""Points by which growth may differ from what parts make of which one amount is misprinted."""

JOINT = re.compile("[^，。；：\\d]{0,4}(?:、|和|及|与|以及)")
LISTED = 3
MOST_MISSED = Fraction(1, 8)
"""What share of a whole a list may miss it by to be meant for all of it."""

WHOLE_SHARE = 100


def parts_elsewhere(facts: Facts) -> Iterator[Constraint]:
    """甲、乙、丙地区生产总值分别为…: a list of three or more that is all of what stands elsewhere.

    So areas make the product of a city; if they do, what they contribute to it is a hundred.
    """
    for sentence in facts.sentences:
        for run in _lists(sentence):
            for whole in facts.comparable(run[-1]):
                is_its = len(whole.name) >= NAMED and run[-1].name.endswith(whole.name)
                if not (is_its and _is_told(whole)) or whole.place == run[-1].place:
                    continue
                found = _sum(whole, run)
                missed = abs(whole.value - sum((fact.value for fact in run), Fraction(0)))
                is_meant = _is_telling(whole, run) and missed <= MOST_MISSED * whole.value
                if found.holds or (is_meant and is_misprint(found)):
                    yield found
                if found.holds:
                    yield from _contributed(run, sentence)
                break


def _lists(sentence: Sequence[Fact]) -> Iterator[list[Fact]]:
    """Amounts of a sentence with nothing between them but what joins a list."""
    run: list[Fact] = []
    for fact in sentence:
        last = run[-1] if run else None
        words = last and words_between(last, fact)
        if not (words and JOINT.fullmatch(words) and last and fact.unit == last.unit):
            if len(run) >= LISTED:
                yield run
            run = []
        if _is_told(fact):
            run.append(fact)
    if len(run) >= LISTED:
        yield run


def _contributed(run: Sequence[Fact], sentence: Sequence[Fact]) -> Iterator[Constraint]:
    """That as many contributions of the same sentence are all of them."""
    shares = tuple(
        fact
        for fact in sentence
        if (fact.measure, fact.unit) == ("contribution", "%") and fact.is_plain
    )
    if len(shares) == len(run):
        relation = Linear((1,) * len(shares), WHOLE_SHARE, WHOLE_SHARE)
        yield Constraint("shares_to_whole", "equality", shares, relation, is_sure=False)


def _is_told(fact: Fact) -> bool:
    return fact.is_additive and fact.is_plain and fact.value > 0


def _by_unit(paragraph: Sequence[Fact]) -> dict[tuple[str, bool], list[Fact]]:
    """The amounts of a paragraph, of each unit those that are and those that are planned."""
    found: dict[tuple[str, bool], list[Fact]] = defaultdict(list)
    for fact in paragraph:
        if fact.is_additive and not (fact.is_hedged or fact.pair) and fact.value > 0:
            found[fact.unit, fact.is_goal].append(fact)
    return found


def _first_is_sum(run: list[Fact]) -> Constraint | None:
    """That the first is the sum of the rest, or of a beginning of it that adds up."""
    whole, parts = run[0], run[1 : MOST + 1]
    if len(parts) < FEWEST or same_sentence(whole, parts[-1]):
        return None
    for count in range(FEWEST, len(parts) + 1):
        if same_sentence(whole, parts[count - 1]):
            continue
        found = _sum(whole, parts[:count])
        if found.holds and _is_telling(whole, parts[:count]):
            return found
    return _sum(whole, parts) if len(run) <= MOST else None


def _sum(whole: Fact, parts: Sequence[Fact]) -> Constraint:
    relation = adds_up(len(parts))
    return Constraint("shown_sum", "equality", (whole, *parts), relation, is_sure=False)


def _is_telling(whole: Fact, parts: Sequence[Fact]) -> bool:
    return whole.values.width < min(part.value for part in parts)


def _side_by_side(one: Constraint, other: Constraint) -> bool:
    """Whether the numbers of two sums alternate: each of one right before its like of the other."""
    if one is other or len(one.facts) != len(other.facts):
        return False
    places = [[(fact.starts, fact.at) for fact in each.facts] for each in (one, other)]
    first, second = sorted(places)
    inner = all(a < b for a, b in zip(first, second, strict=True))
    return inner and all(b < a for b, a in zip(second, first[1:], strict=False))


def _are_alike(facts: Sequence[Fact]) -> bool:
    """Whether all names end in one noun."""
    return len(facts[0].name) > 1 and len({fact.name[-2:] for fact in facts}) == 1


def _is_misprint(constraint: Constraint) -> bool:
    """Whether one digit, or two exchanged, of numbers that are exact enough make it right."""
    whole, *parts = constraint.facts
    slack = whole.values.width + sum((part.values.width for part in parts), Fraction(0))
    slips = (best_slip(fact, constraint.needed(fact)) for fact in constraint.facts)
    is_one = any(slip and slip.kind in ("exchanged", "digit") for slip in slips)
    return (
        is_one and slack < min(part.value for part in parts) and telling_slip_explains(constraint)
    )


def _opening(first: Fact) -> str:
    """The words that open a list, up to its first number."""
    return re.split("[。；\\d]", first.before)[-1]


AREAS = {
    "平方米": Fraction(1),
    "亩": Fraction(20000, 30),
    "公顷": Fraction(10**4),
    "平方公里": Fraction(10**6),
}
"""Square metres in units of area."""


def shares_of_one_whole(facts: Facts) -> Iterator[Constraint]:
    """Two amounts and what shares they are of one whole make that whole the same."""
    groups: dict[tuple[str, str], list[tuple[Fact, Fact]]] = defaultdict(list)
    for share in facts.plain:
        named = SHARE.fullmatch(share.name)
        if share.measure != "share" or share.unit != "%" or share.cell or not named:
            continue
        part = facts.before(share)
        if part and part.is_additive and part.is_plain and figures(share) >= SHARE_FIGURES:
            groups[canonical(named["whole"]), share.span[:4]].append((part, share))
    for pairs in groups.values():
        for (one, first), (other, second) in combinations(pairs, 2):
            factor = _factor(one.unit, other.unit)
            if not factor or one.value <= 0 or other.value <= 0:
                continue
            told = Constraint(
                "shares_of_one_whole", "equality", (first, one, second, other),
                of_one_whole(factor), is_sure=False,
            )  # fmt: skip
            if told.holds or telling_slip_explains(told):
                yield told


def _factor(unit: str, other: str) -> Fraction | None:
    """What one of a unit is in another; None where they measure different things."""
    if unit == other:
        return Fraction(1)
    return AREAS[unit] / AREAS[other] if unit in AREAS and other in AREAS else None


def of_one_whole(factor: Fraction = Fraction(1)) -> Formula:
    """Share and part, share and part; ``factor`` turns the first unit into the second."""
    return Formula(
        (
            lambda one, second, other: second * factor * one / other,
            lambda first, second, other: first * other / (second * factor),
            lambda first, one, other: first * other / (factor * one),
            lambda first, one, second: second * factor * one / first,
        )
    )


PASSED = re.compile("突破|超过?|跨越|迈上|跃上|站上|越过")
MOST_PASSED = 10
"""How many times a mark what has passed it is at the most: else it passed larger ones."""

REACHED = re.compile("达到?|为|增至|升至")


def surpassed(facts: Facts) -> Iterator[Constraint]:
    """What a text says to have passed a mark is not below it: 突破2万亿元、达到2.1万亿元."""
    for sentence in facts.sentences:
        for at, mark in enumerate(sentence[:-1]):
            value = sentence[at + 1]
            alike = (mark.name, mark.unit, mark.measure) == (value.name, value.unit, value.measure)
            words = words_between(mark, value)
            is_passed = mark.is_hedged and PASSED.search(mark.before[-8:])
            if alike and is_passed and not value.is_hedged and REACHED.search(words):
                yield Constraint("surpassed", "limit", (mark, value), at_most(), is_sure=False)
    for mark in facts.all:
        if mark.is_mark and mark.is_amount and mark.span and not mark.is_goal:
            passed = facts.best(mark, mark.name, *AMOUNTS)
            if passed and passed.unit == mark.unit:
                told = (mark, passed)
                is_far = passed.value > MOST_PASSED * mark.value > 0
                relation = Linear((-MOST_PASSED, 1), None, 0) if is_far else at_most()
                yield Constraint("surpassed", "limit", told, relation, is_sure=False)
