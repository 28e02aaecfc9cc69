"""The same fact printed twice: in two places, in another unit, rounded otherwise, in a table."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

from msgspec.structs import replace

from finreport import patterns as re
from finreport.checks.laws.constraints import Constraint, Hint, Linear, Never, Same
from finreport.checks.laws.facts import (
    AMOUNTS,
    OWN_LEVEL,
    Fact,
    Facts,
    essence,
    pattern,
    same_sentence,
    words_between,
)
from finreport.checks.laws.slips import explains, figures, looks_like_a_slip, shape

COMPARED = (*AMOUNTS, "growth", "share", "contribution", "change", "change_pp", "price_index")
MOVES = ("growth", "change", "change_pp")
CURRENCIES = ("本外币", "人民币")
YEARLY = (*AMOUNTS, "growth", "share", "change_pp")
SHORTEST = 4
"""How many characters a name must have to be that of one thing alone."""

FULL = 5
"""How many characters make a name so full that two numbers under it are surely of one thing."""

TELLING = 3
"""How many figures must agree for two prints to be of one fact."""


def repetition(facts: Facts) -> Iterator[Constraint]:
    """The same name, measure, period and unit: the same value, as far as each is rounded.

    All are compared with the most exact one. What differs by more than a slip of the pen is taken
    for another fact under the same words, of which others may be. Names may differ by a noun that
    a head says for one of them (粮食 in a table, 粮食总产量 in the prose); then a difference is a
    doubt.
    """
    groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        is_named = len(fact.name) > 1 and not pattern("nameless").search(fact.name)
        if fact.measure in COMPARED and fact.is_plain and is_named:
            base = (fact.reading.base or "previous_year") if fact.measure in MOVES else ""
            kind = "amount" if fact.measure in AMOUNTS else fact.measure
            groups[essence(_unowned(fact)).core, kind, fact.span, fact.unit, base].append(fact)
    for told in (group for group in groups.values() if len(group) > 1):
        left = sorted(_once_a_sentence(told), key=lambda fact: (fact.rank, not fact.is_strong))
        while len(left) > 1:
            exact, *others = left
            left = []
            for fact in others:
                is_one = essence(_unowned(fact)).may_be(essence(_unowned(exact)))
                is_one = is_one and facts.may_measure_one_thing(fact, exact)
                is_one = is_one and _are_of_one_level(facts, fact, exact)
                is_one = is_one and not _stand_beside_other_amounts(facts, fact, exact)
                told_twice = [*_twice(fact, exact)] if is_one else []
                if not told_twice:
                    left.append(fact)
                elif not (same_sentence(fact, exact) or _is_of_next_column(facts, fact, exact)):
                    yield from told_twice


def _is_of_next_column(facts: Facts, one: Fact, other: Fact) -> bool:
    """Whether one is that of a cell beside the other, of the same name."""
    return facts.is_of_next_cell(one, other) or facts.is_of_next_cell(other, one)


def _unowned(fact: Fact) -> str:
    """A name without whose accounts it is of, which a heading may say instead."""
    return OWN_LEVEL.sub("", fact.name) or fact.name


def _are_of_one_level(facts: Facts, one: Fact, other: Fact) -> bool:
    """Whether names that only one of the two says a level in are of the same one."""
    if bool(OWN_LEVEL.match(one.name)) == bool(OWN_LEVEL.match(other.name)):
        return True
    return facts.level_of(one) == facts.level_of(other) != ""


def _stand_beside_other_amounts(facts: Facts, one: Fact, other: Fact) -> bool:
    """Whether each is told with an amount of its own, and the two differ by more than a slip.

    So a growth of the private firms' share of an industry is none of the whole industry.
    """
    if one.measure in AMOUNTS:
        return False
    ours, theirs = (
        [each for each in facts.beside(fact) if _is_amount_of(fact, each)] for fact in (one, other)
    )
    return bool(ours and theirs) and not any(
        Same().holds((our.values, their.values)) or looks_like_a_slip(our, their)
        for our in ours
        for their in theirs
    )


def _is_amount_of(fact: Fact, other: Fact) -> bool:
    """Whether an amount is what a rate is told of: of its name, or before it of a share of it."""
    if other.measure not in AMOUNTS or not other.name or not same_sentence(fact, other):
        return False
    is_named = other.name == fact.name or (
        fact.measure == "share" and other.at < fact.at and fact.name.startswith(other.name)
    )
    return other.span == fact.span and is_named


def _once_a_sentence(group: list[Fact]) -> list[Fact]:
    """Those that are alone in their sentence: of two under one name there one was misread."""
    places = Counter((fact.name, fact.place, fact.starts) for fact in group if fact.sentence)
    return [fact for fact in group if places[fact.name, fact.place, fact.starts] < 2]


def _twice(fact: Fact, exact: Fact) -> Iterator[Constraint]:
    in_table = bool(fact.cell or exact.cell)
    if not in_table and min(len(fact.name), len(exact.name)) < _shortest(fact):
        return
    is_full = in_table or (len(fact.name) >= FULL and not (_is_planned(fact) or _is_planned(exact)))
    is_short = in_table and max(figures(fact), figures(exact)) == 1
    is_short_count = not in_table and fact.measure in AMOUNTS and _are_short(fact, exact)
    is_sure = fact.name == exact.name and is_full and not (is_short or is_short_count)
    found = Constraint("repetition", "repetition", (fact, exact), Same(), is_sure)
    is_near = looks_like_a_slip(fact, exact) or (is_short and shape(fact) == shape(exact))
    is_near = is_near and fact.is_expected == exact.is_expected
    if found.holds or (is_near and fact.place != exact.place):
        yield found
    elif is_near and fact.name == exact.name and not in_table and _are_exact(fact, exact):
        is_meant = is_sure or explains(fact, found.needed(fact))
        yield from [replace(found, is_sure=False)] if is_meant else []


def _are_short(one: Fact, other: Fact) -> bool:
    """Whether both have so few figures that those of two things are alike by chance."""
    return max(figures(one), figures(other)) < TELLING


EXACT = 4
"""How many figures two numbers of one paragraph must have to be one fact but for a slip."""


def _are_exact(one: Fact, other: Fact) -> bool:
    return min(figures(one), figures(other)) >= EXACT and shape(one) == shape(other)


def _is_planned(fact: Fact) -> bool:
    """Whether the words around a number may speak of what is not done yet."""
    return pattern("plans").search(fact.sentence) is not None


def _shortest(fact: Fact) -> int:
    """How many characters a name needs where no table says what it is the name of."""
    return 6 if fact.measure == "count" else SHORTEST


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


AGAIN = re.compile("[^，。；\\d（）()]{0,8}[（(](?:即|约?[折]?合|约|折算为?|合计)?(?:人民币)?$")
"""What may stand between an amount and the same one told again in brackets: its unit."""

IN_UNITS = {("公顷", "亩"): 15, ("吨", "公斤"): 1000, ("公斤", "斤"): 2}
"""How many of the second unit, in which an amount is told again, the first one is."""


def told_in_brackets(facts: Facts) -> Iterator[Constraint]:
    """An amount told again right behind it, in brackets and mostly in another unit.

    8.91万亿元（89078亿元）, 3.2万公顷（48万亩）: one value, as far as each is rounded.
    """
    for fact in facts.all:
        first = facts.before(fact) if fact.is_amount and fact.is_in_brackets else None
        if not (first and first.is_amount and same_sentence(first, fact)):
            continue
        between = fact.sentence[first.at + len(first.reading.printed) : fact.at]
        if AGAIN.fullmatch(between) and fact.after.lstrip(fact.reading.unit or "")[:1] in "）)":
            times = IN_UNITS.get((first.unit, fact.unit))
            if first.unit == fact.unit:
                yield Constraint("repetition", "repetition", (fact, first), Same())
            elif times:
                relation = Linear((1, -times))
                yield Constraint("repetition", "repetition", (fact, first), relation, is_sure=False)


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
            ones, others = (list(each) for each in zip(*pairs, strict=True))
            yield _of_words("period", [*ones, *_of_its_year(ones[0], facts)], others)


def _of_its_year(fact: Fact, facts: Facts) -> list[Fact]:
    """What else its sentence tells under its year, which is wrong with it."""
    return [
        each
        for each in facts.beside(fact)
        if same_sentence(each, fact) and each.span == fact.span and each is not fact
    ]


def _same_digits(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        digits = fact.reading.printed.lstrip("+-")
        is_told = len(fact.name) >= SHORTEST and fact.measure in COMPARED
        if is_told and not fact.cell and not (fact.reading.is_target and _is_planned(fact)):
            groups[fact.name, digits].append(fact)
    for group in groups.values():
        yield from (pair for pair in combinations(group, 2) if pair[0].place != pair[1].place)


def _in_two_years(one: Fact, other: Fact) -> bool:
    if any("去年" in fact.clause for fact in (one, other)):
        return False  # it is the year before that in which the news was printed
    is_same = (one.unit, one.measure, one.reading.base) == (
        other.unit, other.measure, other.reading.base,
    )  # fmt: skip
    spans = len(one.span) == len(other.span) == 4
    return is_same and spans and one.span != other.span and one.measure in YEARLY


def _telling(fact: Fact) -> int:
    return len(fact.reading.printed.replace(".", "").strip("0"))


def _of_words(slip: str, ones: list[Fact], others: list[Fact]) -> Constraint:
    """A constraint that cannot hold, with a hint that a word of the first numbers is wrong."""
    facts = tuple(dict.fromkeys((*ones, *others)))
    hints = tuple(Hint(at, slip, fact.values) for at, fact in enumerate(facts))
    return Constraint(f"{slip}_differs", "repetition", facts, Never(), False, hints)


POINTS_BEHIND = re.compile(
    "(?:快于|慢于|高于|低于)[^，（(]{2,}$"
    "|高出[^，（(]{2,}增[速幅]$|[比较][^，（(]{2,}增[速幅][高快低慢]出?$"
)


def points_meant(facts: Facts) -> Iterator[Constraint]:
    """A rate that is faster or slower than another, or than an earlier one, is so by points."""
    for fact in facts.all:
        if fact.cell or fact.unit != "%" or fact.measure not in MOVES:
            continue
        clause = fact.clause
        leads = POINTS_BEHIND.search(clause)
        earlier = re.search("较(?:前三季度|上半年|一季度|上月|上季度)", clause)
        rate = _rate_before(fact, facts)
        if rate and (leads or (earlier and not re.search("[降涨增]幅$|的$", clause))):
            hint = Hint(0, "unit", fact.values)
            yield Constraint("points_meant", "repetition", (fact, rate), Never(), False, (hint,))


PULLED = re.compile("(?:拉动|下拉|拖累)[^，。；：%％的]{0,24}$")
"""Words before what a part adds to the growth of its whole, which is told in points."""


def points_pulled(facts: Facts) -> Iterator[Constraint]:
    """拉动增长1.2%: what a part adds to growth is told in points, not in percent."""
    for sentence in facts.sentences:
        told = tuple(
            fact
            for fact in sentence
            if (fact.measure, fact.unit) == ("growth", "%") and PULLED.search(fact.clause)
        )
        if told:
            hints = tuple(Hint(at, "unit", fact.values) for at, fact in enumerate(told))
            yield Constraint("points_meant", "repetition", told, Never(), False, hints)


MOVED = re.compile("^%，(?:比|较)(?:上年|去年)(?:同期|末)?[^，；\\d]{0,6}$")
"""Words between a share and how it has moved, which is told in points."""


SHARE_MOVED = re.compile(
    "(?:比重|占比|份额)(?:[比较与](?:上年|去年)(?:同期|末)?)?"
    "(?:上升|提高|提升|增加|扩大|下降|降低|回落|减少|缩小)了?$"
)


def points_of_shares(facts: Facts) -> Iterator[Constraint]:
    """甲比重a%，比上年上升b个百分点；乙比重c%，比上年下降d%: d is in points as b is.

    So it is where no share is told: 甲比重上升b个百分点，乙比重下降d%.
    """
    for sentence in facts.sentences:
        beside = [
            (move, share)
            for share, move in pairwise(sentence)
            if (share.measure, share.unit) == ("share", "%")
            and MOVED.search(words_between(share, move))
        ]
        alone = [(move,) for move in sentence if SHARE_MOVED.search(move.before)]
        for moves in (beside, alone):
            are_points = any(move.unit == "个百分点" for move, *_ in moves)
            for told in moves if are_points else ():
                if told[0].unit == "%":
                    hint = Hint(0, "unit", told[0].values)
                    yield Constraint("points_meant", "repetition", told, Never(), False, (hint,))


def _rate_before(fact: Fact, facts: Facts) -> Fact | None:
    """The last growth that stands before it in its sentence, of the same thing if there is one."""
    before = [
        each
        for each in facts.beside(fact)
        if each.measure == "growth" and same_sentence(each, fact) and each.at < fact.at
    ]
    own = [each for each in before if each.name == fact.name]
    return max(own or before, key=lambda each: each.at, default=None)
