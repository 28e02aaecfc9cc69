"""The same fact told under another name: in a plan, in a longer name, by its figures alone.

Which two numbers are of one fact is only likely here, so what differs is a doubt.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Same
from finreport.checks.laws.facts import (
    AMOUNTS,
    Fact,
    Facts,
    canonical,
    essence,
    names_part_of,
    pattern,
)
from finreport.checks.laws.repeated import COMPARED, TELLING
from finreport.checks.laws.shares import SHARE
from finreport.checks.laws.slips import explains, figures, looks_like_a_slip, shape
from finreport.numbers import Interval

EMBEDDED = 4
"""How many characters a name must have to be sought within longer ones."""

PROGRAMMES = ("大", "件")
"""Classifiers of what a text gives a number for a name: 六大专项, 十件实事. It has no year."""

COUNTED = (*PROGRAMMES, "个", "项", "条")


def retold(facts: Facts) -> Iterator[Constraint]:
    """What is planned, hedged or a programme, told twice; or told within a longer name.

    Which of them is one fact is only likely, so a difference is told where it looks like a slip.
    """
    groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        is_named = fact.measure in COMPARED and len(essence(fact.name).core) > 1
        is_named = is_named and not pattern("nameless").search(fact.name)
        if is_named and not fact.cell and not fact.is_mark:
            end = fact.span.rpartition("/")[2]
            when = () if _is_programme(fact) else (end, fact.is_goal, fact.is_asked)
            kind = "amount" if fact.measure in AMOUNTS else fact.measure
            groups[(kind, fact.unit, fact.reading.base, fact.pair, *when)].append(fact)
            if fact.unit in COUNTED and not fact.values.width:
                groups[("programme",)].append(fact)
    for key, group in groups.items():
        for one, other in combinations(group, 2):
            if (
                one.place == other.place
                or not _are_one(one, other)
                or _are_of_two_years(one, other)
            ):
                continue
            if not facts.may_measure_one_thing(one, other):
                continue
            if key == ("programme",) and not (_is_programme(one) or _is_programme(other)):
                continue
            relation = Same()
            if one.is_goal and other.is_goal:
                points = (Interval(fact.value, fact.value) for fact in (one, other))
                relation = Same((next(points), next(points)))
            found = Constraint("repetition", "repetition", (one, other), relation, is_sure=False)
            if found.holds or _is_slip(one, other):
                yield found


def _is_slip(one: Fact, other: Fact) -> bool:
    """Whether two that may be one fact differ as by a slip; of the same plan in any way."""
    if (one.name, one.span) == (other.name, other.span):
        are_marks = one.is_hedged and other.is_hedged and len(one.name) >= LONG_NAME
        if one.is_goal or (are_marks and shape(one) == shape(other)):
            return True
    if _is_programme(one) or _is_programme(other):
        is_long = min(len(_thing(one.name)), len(_thing(other.name))) > EMBEDDED
        return one.unit == other.unit == "件" or (
            is_long and _thing(one.name) == _thing(other.name)
        )
    if one.span == other.span:
        return looks_like_a_slip(one, other)
    are_long = one.is_plain and other.is_plain and min(figures(one), figures(other)) >= TELLING
    return are_long and shape(one) == shape(other) and looks_like_a_slip(one, other)


def _are_one(one: Fact, other: Fact) -> bool:
    """Whether two names may be of one thing, not those that repetitions compare by themselves."""
    ours, theirs = essence(one.name), essence(other.name)
    if ours.may_be(theirs):
        are_plain = one.is_plain and other.is_plain
        is_told = are_plain and not _is_programme(one) and one.span == other.span
        return not is_told and min(len(one.name), len(other.name)) >= EMBEDDED
    short, long = _thing(one.name), _thing(other.name)
    if len(short) > len(long):
        short, long = long, short
    if len(short) < EMBEDDED or short not in long:
        return False
    rest = long.replace(short, "", 1)
    if not rest or _is_programme(one) or _is_programme(other):
        return True
    if one.is_goal and other.is_goal and long.endswith(short):
        return len(short) > EMBEDDED and not pattern("grades").search(rest)
    return pattern("acts").fullmatch(rest) is not None


DONE = re.compile("完成|办成|办结|兑现|落实|落地|见效")


def _are_of_two_years(one: Fact, other: Fact) -> bool:
    """Whether one is what was done in a year and the other what is to be done in the next one."""
    ends = {fact.span.rpartition("/")[2]: fact for fact in (one, other)}
    first = ends[min(ends)]
    clause = re.split("[，。；]", first.before)[-1] + re.split("[，。；]", first.after)[0]
    return one.unit == "件" and len(ends) > 1 and bool(DONE.search(clause))


def _is_programme(fact: Fact) -> bool:
    return fact.unit in PROGRAMMES and not fact.values.width


@cache
def _thing(name: str) -> str:
    """A name without what is done with it."""
    acts = pattern("acts").pattern
    return re.sub(f"^{acts}|{acts}$", "", name) or name


def share_retold(facts: Facts) -> Iterator[Constraint]:
    """What share X is of Y, told in two places with other words for the same two."""
    groups: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for fact in facts.plain:
        named = SHARE.fullmatch(fact.name)
        if fact.measure == "share" and fact.unit == "%" and named and not fact.cell:
            part, whole = (_bare(canonical(named[each])) for each in ("part", "whole"))
            if min(len(part), len(whole)) > 2:
                groups[part, whole, fact.span].append(fact)
    for group in groups.values():
        for one, other in combinations(group, 2):
            is_long = min(figures(one), figures(other)) > 1
            found = _told_twice(one, other)
            is_one = found.holds or looks_like_a_slip(one, other)
            is_one = is_one and facts.may_measure_one_thing(one, other)
            if one.place != other.place and is_long and is_one:
                yield found


def _bare(name: str) -> str:
    """A name without the value that is added in it, and without the place at its head."""
    return re.sub("增加值$|^.{1,3}区(?=规上)|^全部", "", name)


LONG_NAME = 8
"""How many characters make a name one of a set that is counted, whatever the year."""


def odd_one_out(facts: Facts) -> Iterator[Constraint]:
    """Of a set that is counted three times or more under one long name all counts but one agree."""
    counts = [
        fact
        for fact in facts.all
        if fact.measure == "count" and not fact.values.width and len(fact.name) >= LONG_NAME
    ]
    for one in counts:
        others = [
            fact
            for fact in counts
            if fact.unit == one.unit and fact.place != one.place and _are_named_alike(one, fact)
        ]
        if len(others) > 1 and len({fact.value for fact in others}) == 1:
            yield _told_twice(one, others[0])


def _are_named_alike(one: Fact, other: Fact) -> bool:
    short, long = sorted((_thing(one.name), _thing(other.name)), key=len)
    return len(short) >= LONG_NAME and short in long


def _told_twice(one: Fact, other: Fact) -> Constraint:
    return Constraint("repetition", "repetition", (one, other), Same(), is_sure=False)


HEADING = re.compile("[一二三四五六七八九十]+、[^。]{4,40}|（[一二三四五六七八九十]+）[^。]{4,40}")
BELOW = 3
"""How many paragraphs below a heading tell what it says."""


def heading_retold(facts: Facts) -> Iterator[Constraint]:
    """一、贷款增加148亿元: a number of a heading is that of the paragraphs below it.

    It is the first there of its measure whose name ends as that of the heading does, or, whatever
    its name, the one that is the same or would be but for a slip.
    """
    for at, paragraph in enumerate(facts.paragraphs):
        text = facts.prose.get(paragraph[0].place, "").strip()
        is_title = paragraph[0].reading.paragraph == 1 and "。" not in text
        if not (is_title or HEADING.fullmatch(text)):
            continue
        below = [fact for each in facts.paragraphs[at + 1 : at + 1 + BELOW] for fact in each]
        for said in paragraph:
            kind = (said.text, said.measure, said.unit, said.is_goal)
            told = [
                fact
                for fact in below
                if (fact.text, fact.measure, fact.unit, fact.is_goal) == kind
                and fact.place != said.place
                and not (said.is_hedged or fact.is_hedged)
            ]
            yield from _below(said, told)


def _below(said: Fact, told: Sequence[Fact]) -> Iterator[Constraint]:
    """What a number of a heading is below it, of those of its kind there."""
    when = (said.span, said.reading.base)
    named = [
        fact
        for fact in told
        if (fact.span, fact.reading.base) == when
        and len(said.name) >= EMBEDDED
        and fact.name.endswith(said.name)
    ]
    same = [fact for fact in told if Same().holds((said.values, fact.values))]
    if fact := next(iter(named), None):
        fits = next((each for each in named if each in same), fact)
        yield _told_twice(said, fits)
        return
    near = [fact for fact in told if fact.name[-2:] == said.name[-2:] != ""]
    slips = [fact for fact in near if looks_like_a_slip(said, fact)]
    if figures(said) > SHORT and (same or len(slips) == 1):
        yield _told_twice(said, (same or slips)[0])


SHORT = 2
"""How many figures say too little for a number to be known again under another name."""

ANCHOR = 4
"""How many figures an amount must have to be known again by them alone."""


def beside_known_amount(facts: Facts) -> Iterator[Constraint]:
    """An amount of the prose that a table has under a similar name is its fact, and so its growth.

    Its figures are so many that no other cell and no other sentence has them.
    """
    cells: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    prose: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts.plain:
        if fact.measure in AMOUNTS and figures(fact) >= ANCHOR:
            figure = (fact.values, fact.unit, fact.span)
            (cells if fact.cell else prose)[figure].append(fact)
    for key, found in cells.items():
        told = prose.get(key, [])
        if len(found) == len(told) == 1 and _alike(found[0].name, told[0].name):
            cell, fact = found[0], told[0]
            yield _told_twice(fact, cell)
            rates = [each for each in facts.row_of(cell) if each.measure == "growth"]
            growth = facts.next_to(fact)
            if len(rates) == 1 and growth and _are_alike(growth, rates[0]):
                yield _told_twice(growth, rates[0])


def amount_and_growth_retold(facts: Facts) -> Iterator[Constraint]:
    """An amount and its growth told of two things in the prose: where one is the same, so is both.

    So are all visitors those of the country where none came from abroad. The amount has so many
    figures that it is the same by no chance; the growth three, and the amount then one slip off.
    """
    groups: dict[tuple[object, ...], list[tuple[Fact, Fact]]] = defaultdict(list)
    for level in facts.plain:
        growth = facts.next_to(level)
        if level.cell or not level.is_amount or figures(level) < ANCHOR or not growth:
            continue
        if growth.is_rate and growth.name == level.name and growth.reading.base == "previous_year":
            groups[level.text, level.unit, level.span].append((level, growth))
    for group in groups.values():
        for (one, up), (other, more) in combinations(group, 2):
            is_same = one.values == other.values and figures(one) > ANCHOR
            is_likely = up.values == more.values and figures(up) > SHORT
            is_beside = one.place == other.place or _alike(one.name, other.name)
            if not (is_same or is_likely) or not is_beside:
                continue
            levels, rates = _told_twice(one, other), _told_twice(up, more)
            is_near = any(explains(fact, levels.needed(fact)) for fact in (one, other))
            if (is_same or is_near) and facts.may_measure_one_thing(one, other):
                yield from (levels, rates)


def _are_alike(one: Fact, other: Fact) -> bool:
    kinds = ((each.measure, each.unit, each.span, each.is_plain) for each in (one, other))
    return next(kinds) == next(kinds)


def _alike(one: str, other: str) -> bool:
    """Whether two names share two characters that follow one another."""
    return any(one[at : at + 2] in other for at in range(len(one) - 1))


SUBTOTAL = re.compile("(?:合计|小计|总计)$")


def _is_under(cell: str, name: str) -> bool:
    """Whether a row is called what the prose calls it, behind the row of all it belongs to."""
    head = cell.removesuffix(name)
    return head != cell and len(name) >= EMBEDDED and SUBTOTAL.search(head) is not None


def within_longer_name(facts: Facts) -> Iterator[Constraint]:
    """A row of a table and what the prose says of it under a longer name that ends in the row's."""
    groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts.plain:
        if fact.measure in COMPARED and len(fact.name) > 1:
            kind = "amount" if fact.measure in AMOUNTS else fact.measure
            groups[kind, fact.unit, fact.span].append(fact)
    for group in groups.values():
        cells = [fact for fact in group if fact.cell]
        for fact in group:
            if fact.cell or not cells:
                continue
            for cell in cells:
                is_longer = names_part_of(fact.name, cell.name) or _is_under(cell.name, fact.name)
                is_longer = is_longer and not facts.is_of_next_cell(fact, cell)
                if is_longer and facts.may_measure_one_thing(fact, cell):
                    is_under = _is_under(cell.name, fact.name)
                    is_long = is_under or min(figures(fact), figures(cell)) >= TELLING
                    if fact.values == cell.values or (is_long and looks_like_a_slip(fact, cell)):
                        yield _told_twice(fact, cell)
