"""The same fact printed twice: in two places, in another unit, rounded otherwise, in a table."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from finreport.checks.laws.constraints import Constraint, Hint, Never, Same
from finreport.checks.laws.facts import AMOUNTS, Fact, Facts, essence, same_sentence
from finreport.checks.laws.slips import figures, looks_like_a_slip, shape
from finreport.numbers import Interval

COMPARED = (*AMOUNTS, "growth", "share", "contribution", "change", "change_pp", "price_index")
MOVES = ("growth", "change", "change_pp")
CURRENCIES = ("本外币", "人民币")
SHORTEST = 4
"""How many characters a name must have to be that of one thing alone."""

FULL = 5
"""How many characters make a name so full that two numbers under it are surely of one thing."""

TELLING = 3
"""How many figures must agree for two prints to be of one fact."""


def repetition(facts: Facts) -> Iterator[Constraint]:
    """The same name, measure, period and unit: the same value, as far as each is rounded.

    All are compared with the most exact one. What differs by more than a slip of the pen is taken
    for another fact under the same words. Names may differ by a noun that a head says for one of
    them (粮食 in a table, 粮食总产量 in the prose); then a difference is a doubt.
    """
    groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if fact.measure in COMPARED and fact.is_plain and len(fact.name) > 1:
            base = (fact.reading.base or "previous_year") if fact.measure in MOVES else ""
            kind = "amount" if fact.measure in AMOUNTS else fact.measure
            groups[essence(fact.name).core, kind, fact.span, fact.unit, base].append(fact)
    for told in groups.values():
        left = sorted(_once_a_sentence(told), key=lambda fact: (fact.rank, not fact.is_strong))
        while len(left) > 1:
            exact, *others = left
            left = []
            for fact in others:
                if not essence(fact.name).may_be(essence(exact.name)):
                    left.append(fact)
                elif not same_sentence(fact, exact):
                    yield from _twice(fact, exact)


def _once_a_sentence(group: list[Fact]) -> list[Fact]:
    """Those that are alone in their sentence: of two under one name there one was misread."""
    places = Counter((fact.name, fact.place, fact.starts) for fact in group if fact.sentence)
    return [fact for fact in group if places[fact.name, fact.place, fact.starts] < 2]


def _twice(fact: Fact, exact: Fact) -> Iterator[Constraint]:
    in_table = bool(fact.cell or exact.cell)
    if not in_table and min(len(fact.name), len(exact.name)) < _shortest(fact):
        return
    is_full = in_table or (len(fact.name) >= FULL and not (_is_planned(fact) or _is_planned(exact)))
    is_sure = fact.name == exact.name and is_full
    found = Constraint("repetition", "repetition", (fact, exact), Same(), is_sure)
    if found.holds or (looks_like_a_slip(fact, exact) and fact.place != exact.place):
        yield found


PLANS = re.compile(
    "目标|预期|计划|力争|确保|力求|争取|安排|将(?:达|新|建|实)|今年|明年|下一年|明后"
)


def _is_planned(fact: Fact) -> bool:
    """Whether the words around a number may speak of what is not done yet."""
    return PLANS.search(fact.sentence) is not None


def _shortest(fact: Fact) -> int:
    """How many characters a name needs where no table says what it is the name of."""
    return 6 if fact.measure == "count" else SHORTEST


EMBEDDED = 4
"""How many characters a name must have to be sought within longer ones."""

PROGRAMMES = ("大", "件")
"""Classifiers of what a text gives a number for a name: 六大专项, 十件实事. It has no year."""

COUNTED = (*PROGRAMMES, "个", "项", "条")

GRADES = re.compile("[级型]|重点|新增")
"""Words that make of a thing another one: 国家级, 重点."""

ACTS = re.compile(
    "(?:全面|深入|持续|高质量|大力|扎实|加快|着力|认真|推动|强化|实施|推进|培育|壮大|打造|建设|改造|提升|发展|"
    "抓好|抓紧|做强|做优|做大|办好|开展|建成|组建|完成|实现|突出|聚焦|围绕|以|对|将|把|等|各类|各项|的|为引领|"
    "新建|改建|落实|铺排|安排|质效|起势|兑现|如期|攻坚|集中|重大|主要|全力)+"
)
"""Words of what is done with a thing, which do not make it another thing."""


def retold(facts: Facts) -> Iterator[Constraint]:
    """What is planned, hedged or a programme, told twice; or told within a longer name.

    Which of them is one fact is only likely, so a difference is told where it looks like a slip.
    """
    groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if fact.measure in COMPARED and not fact.cell and len(essence(fact.name).core) > 1:
            is_programme = fact.unit in PROGRAMMES and not fact.values.width
            end = fact.span.rpartition("/")[2]
            when = () if is_programme else (end, fact.is_goal)
            kind = "amount" if fact.measure in AMOUNTS else fact.measure
            groups[(kind, fact.unit, fact.reading.base, fact.pair, *when)].append(fact)
            if fact.unit in COUNTED and not fact.values.width:
                groups[("programme",)].append(fact)
    for key, group in groups.items():
        for one, other in combinations(group, 2):
            if one.place == other.place or not _are_one(one, other):
                continue
            if key == ("programme",) and not {one.unit, other.unit} & set(PROGRAMMES):
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
    if one.is_goal and one.name == other.name and one.span == other.span:
        return True
    if one.unit == other.unit == "件" or _are_programmes(one, other):
        return True
    if one.span == other.span:
        return looks_like_a_slip(one, other)
    are_long = one.is_plain and other.is_plain and min(figures(one), figures(other)) >= TELLING
    return are_long and shape(one) == shape(other) and looks_like_a_slip(one, other)


def _are_one(one: Fact, other: Fact) -> bool:
    """Whether two names may be of one thing, not those that repetitions compare by themselves."""
    ours, theirs = essence(one.name), essence(other.name)
    if ours.may_be(theirs):
        are_plain = one.is_plain and other.is_plain
        is_told = are_plain and one.unit not in PROGRAMMES and one.span == other.span
        return not is_told and min(len(one.name), len(other.name)) >= EMBEDDED
    short, long = sorted((_thing(one.name), _thing(other.name)), key=len)
    if short == long:
        return len(short) >= EMBEDDED
    rest = long.replace(short, "", 1)
    if {one.unit, other.unit} & set(PROGRAMMES):
        return len(short) >= EMBEDDED and len(rest) < len(long)
    if one.is_goal and other.is_goal and long.endswith(short) and not GRADES.search(rest):
        return len(short) > EMBEDDED
    return len(short) >= EMBEDDED and len(rest) < len(long) and ACTS.fullmatch(rest) is not None


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
            yield Constraint("repetition", "repetition", (fact, cell), Same(), is_sure=False)
            rates = [each for each in facts.row_of(cell) if each.measure == "growth"]
            growth = facts.next_to(fact)
            if len(rates) == 1 and growth and _are_alike(growth, rates[0]):
                pair = (growth, rates[0])
                yield Constraint("repetition", "repetition", pair, Same(), is_sure=False)


def _are_programmes(one: Fact, other: Fact) -> bool:
    is_named = {one.unit, other.unit} & set(PROGRAMMES)
    return bool(is_named) and _thing(one.name) == _thing(other.name)


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
            if fact.unit == one.unit and fact.place != one.place and _thing_in(one, fact)
        ]
        if len(others) > 1 and len({fact.value for fact in others}) == 1:
            pair = (one, others[0])
            yield Constraint("repetition", "repetition", pair, Same(), is_sure=False)


LONG_NAME = 8


def _thing_in(one: Fact, other: Fact) -> bool:
    short, long = sorted((_thing(one.name), _thing(other.name)), key=len)
    return len(short) >= LONG_NAME and short in long


@cache
def _thing(name: str) -> str:
    """A name without what is done with it."""
    return re.sub(f"^{ACTS.pattern}|{ACTS.pattern}$", "", name) or name


def _are_alike(one: Fact, other: Fact) -> bool:
    kinds = ((each.measure, each.unit, each.span, each.is_plain) for each in (one, other))
    return next(kinds) == next(kinds)


def _alike(one: str, other: str) -> bool:
    """Whether two names share two characters that follow one another."""
    return any(one[at : at + 2] in other for at in range(len(one) - 1))


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
                if fact.name != cell.name and fact.name.endswith(cell.name):
                    is_long = min(figures(fact), figures(cell)) >= TELLING
                    if fact.values == cell.values or (is_long and looks_like_a_slip(fact, cell)):
                        pair = (fact, cell)
                        yield Constraint("repetition", "repetition", pair, Same(), is_sure=False)


def currency_left_out(facts: Facts) -> Iterator[Constraint]:
    """A balance of the prose without its currency is that of one of the rows of the tables."""
    for fact in facts.all:
        is_stock = fact.measure in ("level", "growth") and re.search("存款|贷款", fact.name)
        if fact.cell or not is_stock or not fact.is_plain or re.search("[人本外]币", fact.name):
            continue
        rows = {
            currency: row
            for currency in CURRENCIES
            for row in facts.named(currency + fact.name, fact.measure, span=fact.span)
            if row.cell and row.unit == fact.unit
        }
        found = [
            Constraint("repetition", "repetition", (fact, row), Same()) for row in rows.values()
        ]
        if told := next((each for each in found if each.holds), None):
            yield told
        elif len(rows) == len(CURRENCIES) and looks_like_a_slip(*found[0].facts):
            yield found[0]


def other_words(facts: Facts) -> Iterator[Constraint]:
    """The same digits under one name, but as percent and as points, or in two years.

    The digits agree, so what differs is a word: a doubt, for two facts may have the same digits.
    Of two sentences in different years the numbers are told together, and need three figures.
    """
    usual = Counter(fact.span for fact in facts.all)
    dated: dict[tuple[object, ...], list[tuple[Fact, Fact]]] = defaultdict(list)
    for one, other in _same_digits(facts):
        if {one.unit, other.unit} == {"%", "个百分点"} and one.span == other.span:
            if one.measure in MOVES and other.measure in MOVES:
                yield _of_words("unit", [one], [other])
        elif _in_two_years(one, other):
            first, second = sorted((one, other), key=lambda fact: usual[fact.span])
            key = (first.place, first.starts, second.place, second.starts, first.span, second.span)
            dated[key].append((first, second))
    for pairs in dated.values():
        if sum(_telling(first) for first, _ in pairs) >= TELLING:
            yield _of_words("period", *(list(each) for each in zip(*pairs, strict=True)))


def _same_digits(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        digits = fact.reading.printed.lstrip("+-")
        is_told = len(fact.name) >= SHORTEST and fact.measure in COMPARED
        if is_told and not fact.cell and not fact.reading.is_target:
            groups[fact.name, digits].append(fact)
    for group in groups.values():
        yield from (pair for pair in combinations(group, 2) if pair[0].place != pair[1].place)


def _in_two_years(one: Fact, other: Fact) -> bool:
    is_same = (one.unit, one.measure, one.reading.base) == (
        other.unit, other.measure, other.reading.base,
    )  # fmt: skip
    spans = len(one.span) == len(other.span) == 4
    return is_same and spans and one.span != other.span and one.measure in (*AMOUNTS, "growth")


def _telling(fact: Fact) -> int:
    return len(fact.reading.printed.replace(".", "").strip("0"))


def _of_words(slip: str, ones: list[Fact], others: list[Fact]) -> Constraint:
    """A constraint that cannot hold, with a hint that a word of the first numbers is wrong."""
    facts = tuple(dict.fromkeys((*ones, *others)))
    hints = tuple(Hint(at, slip, fact.values) for at, fact in enumerate(facts))
    return Constraint(f"{slip}_differs", "repetition", facts, Never(), False, hints)


def points_meant(facts: Facts) -> Iterator[Constraint]:
    """A rate that is faster or slower than another, or than an earlier one, is so by points."""
    for fact in facts.all:
        if fact.cell or fact.unit != "%" or fact.measure not in MOVES:
            continue
        clause = re.split("[，；：。]", fact.before)[-1]
        leads = re.search("(?:快于|慢于|高于|低于)[^，]{2,}$", clause)
        earlier = re.search("较(?:前三季度|上半年|一季度|上月|上季度)", clause)
        rate = _rate_before(fact, facts)
        if rate and (leads or (earlier and not re.search("[降涨增]幅$", clause))):
            hint = Hint(0, "unit", fact.values)
            yield Constraint("points_meant", "repetition", (fact, rate), Never(), False, (hint,))


def _rate_before(fact: Fact, facts: Facts) -> Fact | None:
    """The last growth that stands before it in its sentence, of the same thing if there is one."""
    before = [
        each
        for sentence in facts.sentences
        for each in sentence
        if each.measure == "growth" and same_sentence(each, fact) and each.at < fact.at
    ]
    own = [each for each in before if each.name == fact.name]
    return max(own or before, key=lambda each: each.at, default=None)
