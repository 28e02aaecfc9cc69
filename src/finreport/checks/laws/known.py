"""Partitions and definitions that are known from outside: data with its source."""

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from fractions import Fraction
from functools import cache
from typing import Any

import rtoml
from msgspec import Struct

from finreport import patterns as re
from finreport.checks.laws.constraints import (
    Between,
    Constraint,
    Formula,
    GrownSum,
    Linear,
    OverYear,
    Strength,
    at_most,
    ratio,
)
from finreport.checks.laws.facts import (
    AMOUNTS,
    Fact,
    Facts,
    are_of_another_scope,
    are_of_one_currency,
    are_of_one_sector,
    same_sentence,
)
from finreport.checks.laws.proved import grown_slack
from finreport.checks.laws.slips import any_slip_explains, best_slip, figures, telling_slip_explains
from finreport.editions.folder import PROJECT_DATA

LAWS = PROJECT_DATA / "laws"
RATES = ("level", "share", "growth", "multiple")
FAR = Fraction(1, 5)
"""How far a rate of the residents has to be off: texts divide by those registered as well."""

NEAR = 3
"""How many paragraphs a part may stand from its whole."""


class Partition(Struct, frozen=True):
    """A whole and all of its parts, by patterns of names; ``growth`` is how firm that law is.

    ``tolerance`` is what share of the whole they may miss it by, where definitions overlap;
    with ``anywhere`` they may stand in any paragraph; ``of_each`` are amounts for each person.
    If ``is_likely``, texts may leave out a part, so only agreement or a slip says that it is all.
    """

    name: str
    whole: re.Pattern[str]
    parts: tuple[re.Pattern[str], ...]
    minus: tuple[re.Pattern[str], ...]
    optional: tuple[re.Pattern[str], ...]
    growth: Strength | None
    is_mean: bool
    tolerance: Fraction
    anywhere: bool
    of_each: bool
    is_likely: bool


class Definition(Struct, frozen=True):
    """A rate that is a part over a whole; None as the whole stands for the days of a year.

    The part is to be added to the whole if ``with_part``; if ``is_likely``, texts may mean another
    whole under the same name, so only agreement or a slip says that it is this one. A whole that is
    an average ``of_year`` is told at its end, with what was added since it began.
    """

    name: str
    rate: re.Pattern[str]
    part: re.Pattern[str]
    whole: re.Pattern[str] | None
    factor: Fraction
    tolerance: Fraction
    with_part: bool
    is_likely: bool
    of_year: bool


def _read(file: str) -> Any:
    return rtoml.load(LAWS / file)


@cache
def partitions() -> tuple[Partition, ...]:
    """Those of ``data/laws/partitions.toml``."""
    return tuple(
        Partition(
            each["name"],
            re.compile(each["whole"]),
            tuple(map(re.compile, each["parts"])),
            tuple(map(re.compile, each.get("minus", ()))),
            tuple(map(re.compile, each.get("optional", ()))),
            each.get("growth"),
            each.get("mean", False),
            Fraction(each.get("tolerance", 0)),
            each.get("anywhere", False),
            each.get("of_each", False),
            each.get("likely", False),
        )
        for each in _read("partitions.toml")["partition"]
    )


@cache
def definitions() -> tuple[Definition, ...]:
    """Those of ``data/laws/definitions.toml``."""
    return tuple(
        Definition(
            each["name"],
            re.compile(each["rate"]),
            re.compile(each["part"]),
            None if each.get("days") else re.compile(each["whole"]),
            Fraction(each["factor"]),
            Fraction(each.get("tolerance", 0)),
            each.get("with_part", False),
            each.get("likely", False),
            each.get("of_year", False),
        )
        for each in _read("definitions.toml")["definition"]
    )


class Order(Struct, frozen=True):
    """What is never more than what, by patterns of names that say ``whose`` each is.

    With ``anywhere`` they may stand in any paragraph.
    """

    name: str
    more: re.Pattern[str]
    less: re.Pattern[str]
    anywhere: bool


@cache
def orders() -> tuple[Order, ...]:
    """Those of ``data/laws/orders.toml``."""
    return tuple(
        Order(
            each["name"],
            re.compile(each["more"]),
            re.compile(each["less"]),
            each.get("anywhere", False),
        )
        for each in _read("orders.toml")["order"]
    )


def titles() -> dict[str, tuple[str, str]]:
    """What each partition, definition and order says, in Chinese and in English."""
    tables = (
        *_read("partitions.toml")["partition"],
        *_read("definitions.toml")["definition"],
        *_read("orders.toml")["order"],
    )
    return {each["name"]: (each["title_zh"], each["title_en"]) for each in tables}


def partition(facts: Facts) -> Iterator[Constraint]:
    """A whole is the sum of its parts; its growth, or a mean of it, lies between theirs."""
    for kind in partitions():
        levels: set[Fact] = set()
        apart: set[Fact] = set()
        measures: tuple[tuple[str, ...], ...] = (AMOUNTS, ("change",))
        if kind.minus:
            measures = (*measures, ("share",), ("change_pp",))
        for allowed in measures:
            for whole, parts in _wholes(facts, kind, allowed):
                if allowed is AMOUNTS:
                    levels.update(parts)
                if whole.measure == "change" and whole.unit in RATED:
                    continue  # growth that a head calls 增减
                if kind.is_mean:
                    relation: Between | Linear = Between()
                else:
                    signs = [-1] * (len(parts) - len(kind.minus)) + [1] * len(kind.minus)
                    slack = kind.tolerance * abs(whole.value)
                    relation = Linear((1, *signs), -slack, slack)
                strength: Strength = "approximation" if kind.tolerance else "equality"
                found = Constraint(
                    f"partition.{kind.name}",
                    strength,
                    (whole, *parts),
                    relation,
                    not kind.is_likely,
                )
                if not found.holds and _make_another(facts, found):
                    apart.update(parts)
                elif found.holds or not kind.is_likely or _is_slip(found):
                    yield found
        if kind.growth:
            yield from _of_growth(facts, kind, levels, apart)


def _make_another(facts: Facts, found: Constraint) -> bool:
    """Whether parts add up to an amount near them that has another name: they are of that.

    一般公共预算收入A。本级收入B，其中税收C、非税D: C and D are B. Few figures say nothing of it.
    """
    whole, *parts = found.facts
    made = sum((part.value for part in parts), Fraction(0))
    room = sum((part.values.width for part in parts), whole.values.width) / 2
    return room * PRECISE <= made and any(
        fact.name != whole.name
        and fact not in parts
        and fact.is_additive
        and (fact.unit, fact.text) == (whole.unit, whole.text)
        and abs(fact.value - made) <= room
        and _distance(parts[0], fact)[0] <= NEAR
        for fact in facts.all
    )


PRECISE = 2000
"""How many times its rounding a sum must be to be another amount by no chance."""


def _of_growth(
    facts: Facts, kind: Partition, levels: Set[Fact], apart: Set[Fact]
) -> Iterator[Constraint]:
    """That the growth of a whole lies between that of its parts, and is what they make of it.

    The amounts ``levels`` are parts, those ``apart`` are of another whole.
    """
    are_all = not (kind.tolerance or kind.optional or kind.minus or kind.is_mean)
    for whole, parts in _wholes(facts, kind, ("growth",)):
        if levels and any(_is_of_other_level(facts, part, levels) for part in parts):
            continue
        if any(
            part.name == level.name and same_sentence(part, level)
            for part in parts
            for level in apart
        ):
            continue
        law = f"growth_between.{kind.name}"
        yield Constraint(law, kind.growth or "equality", (whole, *parts), Between())
        if are_all:
            yield from _grown(facts, (whole, *parts))


def _grown(facts: Facts, rates: tuple[Fact, ...]) -> Iterator[Constraint]:
    """粮食增长a%，其中夏粮B，增长b%，秋粮C，增长c%: a follows without the whole amount."""
    told = [facts.before(rate) for rate in rates[1:]]
    levels = [
        level
        for level, rate in zip(told, rates[1:], strict=True)
        if level and level.is_additive and level.name == rate.name and level.values.lower > 0
    ]
    if len(levels) == len(told) and len({level.unit for level in levels}) == 1:
        slack = grown_slack(facts, rates, levels)
        relation = GrownSum(tuple(level.values for level in levels), slack)
        found = Constraint("grown_sum", "approximation", rates, relation, is_sure=False)
        if found.holds or any_slip_explains(found):
            yield found


def _is_of_other_level(facts: Facts, growth: Fact, levels: Set[Fact]) -> bool:
    """Whether a growth stands right behind an amount of its name that is not the part."""
    level = facts.before(growth)
    is_its = level is not None and level.is_amount and level.name == growth.name
    return is_its and not growth.cell and level not in levels


RATED = ("%", "个百分点")
"""Units of what does not add up, whatever it is called."""

MOST_LEFT = Fraction(1, 8)
"""What share of a whole a part that texts may leave out is at least."""


def _is_slip(found: Constraint) -> bool:
    """Whether a telling slip keeps it from holding, or any slip where little is missed."""
    whole, *parts = found.facts
    missed = abs(whole.value - sum((part.value for part in parts), Fraction(0)))
    slips = (best_slip(fact, found.needed(fact)) for fact in found.facts)
    is_near = missed <= MOST_LEFT * abs(whole.value) and any(slips)
    return is_near or telling_slip_explains(found)


def _wholes(
    facts: Facts, kind: Partition, measures: Sequence[str]
) -> Iterator[tuple[Fact, tuple[Fact, ...]]]:
    """Each whole with its parts, all in one table column or in paragraphs side by side."""
    for whole in _matching(facts, kind.whole, measures):
        if kind.of_each:
            if parts := _told_of(facts, kind, whole, measures):
                yield whole, parts
            continue
        near = _near(facts, whole, measures, kind.anywhere)
        found, more, less = (
            [_nearest(near, pattern, whole) for pattern in patterns]
            for patterns in (kind.parts, kind.optional, kind.minus)
        )
        told = (*found, *filter(None, more), *less)
        parts = _together(facts, kind, tuple(fact for fact in told if fact))
        is_apart = any(_is_of_another(facts, kind, whole, each) for each in parts)
        if len(parts) == len(told) and not is_apart and not are_of_another_scope(whole, parts):
            yield whole, parts


def _together(facts: Facts, kind: Partition, parts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The parts of one sentence that has one of each kind, rather than the nearest of each.

    按行业分，…餐饮业零售额A。按消费类型分，餐饮收入B；商品零售额C: B and C are of one division.
    """
    if kind.optional or kind.minus or all(same_sentence(parts[0], each) for each in parts[1:]):
        return parts
    for near in parts:
        told = [
            [
                fact
                for fact in facts.comparable(near)
                if same_sentence(fact, near)
                and fact.measure == near.measure
                and pattern.search(fact.name)
            ]
            for pattern in kind.parts
        ]
        if all(len(each) == 1 for each in told):
            return tuple(each[0] for each in told)
    return parts


GROUPS = ("城镇", "农村")
OF_ALL = re.compile("全(?:国|体|[省市区州县])(?:城乡)?居民")


def _told_of(
    facts: Facts, kind: Partition, whole: Fact, measures: Sequence[str]
) -> tuple[Fact, ...]:
    """The parts of what is for each of a group: one sentence, of that group, if it names any.

    其中城镇居民工资性收入…、经营净收入…。农村居民工资性收入…: each list is of whom it begins with.
    """
    group = next((each for each in GROUPS if each in whole.name), "")
    lists: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    near = [
        fact
        for fact in _near(facts, whole, measures, anywhere=False)
        if any(pattern.search(fact.name) for pattern in kind.parts)
    ]
    for fact in near:
        lists[fact.place[1], fact.starts].append(fact)
    for run in lists.values():
        told = [[fact for fact in run if pattern.search(fact.name)] for pattern in kind.parts]
        own = next((each for each in GROUPS if each in run[0].name), "")
        is_of_all = bool(group) and OF_ALL.search(run[0].reading.subject or "") is not None
        is_its = own == group if own else not _is_of_another(facts, kind, whole, run[0])
        is_its = is_its and not is_of_all
        is_behind = _position(whole) < _position(run[0])
        if all(len(each) == 1 for each in told) and is_its and is_behind:
            return tuple(each[0] for each in told)
    return ()


def _is_of_another(facts: Facts, kind: Partition, whole: Fact, part: Fact) -> bool:
    """Whether a part is of another whole: one between them, or of the accounts of its own level.

    If it may stand anywhere it is of the largest of all wholes: of those of 民营经济 it is not.
    """
    if whole.cell or part.cell:
        return False
    low, high = sorted((_position(whole), _position(part)))
    others = [
        each
        for each in facts.comparable(whole)
        if kind.whole.search(each.name) and each.measure == whole.measure and not each.cell
    ]
    level = facts.level_of(part)
    is_of_other_level = facts.level_of(whole) != level
    if whole.measure == "growth" and not facts.grow_in_one_currency(whole, part):
        return True
    return any(
        (each.value > whole.value if kind.anywhere else low < _position(each) < high)
        or (is_of_other_level and facts.level_of(each) == level)
        for each in others
    )


def _position(fact: Fact) -> tuple[int, int]:
    return fact.place[1], fact.cell[2] if fact.cell else fact.reading.offset or 0


def _near(facts: Facts, whole: Fact, measures: Sequence[str], anywhere: bool) -> list[Fact]:
    """What may be a part of a whole: beside it, or anywhere in the prose."""
    return [
        fact
        for fact in facts.comparable(whole)
        if _is_allowed(fact, measures)
        and (_beside(fact, whole) or (anywhere and not (fact.cell or whole.cell)))
    ]


def _nearest(near: Sequence[Fact], pattern: re.Pattern[str], whole: Fact) -> Fact | None:
    """The part of that name nearest to a whole, also where its name has that of the whole first."""
    named = [
        fact
        for fact in near
        if pattern.search(fact.name)
        or (fact.name.startswith(whole.name) and pattern.search(fact.name.removeprefix(whole.name)))
    ]
    return min(named, key=lambda fact: _distance(fact, whole), default=None)


def _matching(facts: Facts, pattern: re.Pattern[str], measures: Sequence[str]) -> list[Fact]:
    return [fact for fact in facts.matching(pattern) if _is_allowed(fact, measures)]


def _is_allowed(fact: Fact, measures: Sequence[str]) -> bool:
    return fact.measure in measures and fact.reading.base in (None, "previous_year")


def _beside(fact: Fact, whole: Fact) -> bool:
    if whole.cell or fact.cell:
        return bool(whole.cell and fact.cell and whole.cell[1] == fact.cell[1])
    return _distance(fact, whole)[0] <= NEAR


def _distance(fact: Fact, whole: Fact) -> tuple[int, int]:
    """How many paragraphs and characters one is from another: what is behind it is nearer."""
    down = fact.place[1] - whole.place[1]
    start = 0 if down > 0 else whole.reading.offset or 0
    ahead = (fact.reading.offset or 0) - start
    is_behind = down > 0 or (down == 0 and ahead >= 0)
    return abs(down), abs(ahead) if is_behind else 10**6 + abs(ahead)


SHARE_WORDS = re.compile("(?:占.+)?(?:的?(?:比重|比例|占比|份额)(?:最[高低大小])?)?$")

FEWEST_OTHERS = 2
"""How many of the parts that a whole may be without must be told for all shares to be there."""


def partition_of_shares(facts: Facts) -> Iterator[Constraint]:
    """The shares of all parts of a known whole, told in one paragraph, are a hundred."""
    for paragraph in facts.paragraphs:
        shares: list[tuple[str, Fact]] = [
            (SHARE_WORDS.sub("", fact.name), fact)
            for fact in paragraph
            if (fact.measure, fact.unit) == ("share", "%")
            and fact.is_plain
            and fact.reading.base != "target"
        ]
        for kind in partitions() if len(shares) > 1 else ():
            if kind.minus or kind.is_mean:
                continue
            told = [[fact for name, fact in shares if each.search(name)] for each in kind.parts]
            if any(len(found) != 1 for found in told):
                continue
            more = ([fact for name, fact in shares if each.search(name)] for each in kind.optional)
            others = [found[0] for found in more if len(found) == 1]
            run = [*(found[0] for found in told), *others]
            are_few = len(others) < len(kind.optional[:FEWEST_OTHERS])
            if are_few or len({fact.span for fact in run}) > 1:
                continue
            relation = Linear((1,) * len(run), 100, 100)
            found = Constraint("shares_to_whole", "equality", tuple(run), relation, is_sure=False)
            if found.holds or any_slip_explains(found):
                yield found


def definition(facts: Facts) -> Iterator[Constraint]:
    """A rate is its part over its whole."""
    for kind in definitions():
        for rate in _matching(facts, kind.rate, ("level", "share", "multiple")):
            parts = [
                fact
                for fact in _matching(facts, kind.part, AMOUNTS)
                if (
                    _goes_with(facts, fact, rate) or (kind.whole is None and _ends_with(fact, rate))
                )
                and facts.may_measure_one_thing(fact, rate)
                and are_of_one_currency(fact, rate)
            ]
            if not parts or (kind.whole is None and rate.unit != "%"):
                continue
            part = min(parts, key=lambda fact: (_distance(fact, rate)[0], fact.rank))
            law = f"definition.{kind.name}"
            strength: Strength = "approximation" if kind.tolerance else "equality"
            if kind.whole is None:
                yield Constraint(law, strength, (rate, part), _of_a_year(kind.tolerance))
                continue
            whole = _whole_of(facts, kind, rate, part)
            if whole is None:
                continue
            told = (rate, part, whole)
            relation = (
                _within(kind.factor) if kind.with_part else ratio(kind.factor, kind.tolerance)
            )
            is_likely = kind.is_likely or _is_unsaid(kind, rate, whole)
            each = Constraint(law, strength, told, relation, not is_likely)
            if not is_likely or each.holds or _is_likely_slip(kind, each):
                yield each
            more = _added_to(facts, whole) if kind.of_year else None
            if more and (each.holds or not is_likely):
                yield from _over_year(kind, (*told, more))


def _is_unsaid(kind: Definition, rate: Fact, whole: Fact) -> bool:
    """Whether a rate is over the registered only as no residents are told of."""
    is_registered = kind.of_year and REGISTERED.search(whole.name) is not None
    return is_registered and "户籍" not in rate.before[-SAID:] and rate.place != whole.place


def _is_likely_slip(kind: Definition, each: Constraint) -> bool:
    """Whether a slip explains what does not hold; any slip if one paragraph tells all of it."""
    if kind.tolerance:
        return telling_slip_explains(each) and not ratio(kind.factor, FAR).holds(each.values)
    is_one = len({fact.place for fact in each.facts}) == 1 and not each.facts[0].cell
    return any_slip_explains(each) if is_one else telling_slip_explains(each)


def _whole_of(facts: Facts, kind: Definition, rate: Fact, part: Fact) -> Fact | None:
    """What a rate is over: of the people of a year those registered, if it is not over residents.

    按户籍人口计算，人均生产总值…: such a rate says it.
    """

    def found(pattern: re.Pattern[str]) -> Fact | None:
        wholes = [
            fact
            for fact in _matching(facts, pattern, AMOUNTS)
            if _goes_with(facts, fact, rate)
            and fact is not part
            and _is_meant(fact, rate)
            and are_of_one_sector(fact, part)
            and facts.may_measure_one_thing(fact, rate)
        ]
        return min(wholes, key=lambda fact: _likely(fact, rate), default=None)

    whole = found(kind.whole) if kind.whole else None
    registered = found(REGISTERED) if kind.of_year else None
    if not (whole and registered) or "户籍" in rate.before[-SAID:]:
        return registered or whole
    for tolerance in (Fraction(1, 200), kind.tolerance):
        relation = ratio(kind.factor, tolerance)
        for each in (whole, registered):
            if relation.holds((rate.values, part.values, each.values)):
                return each
    return whole


REGISTERED = re.compile("^户籍(?:总)?人口(?:数)?$")
SAID = 24
"""How many characters before a rate may say of whom it is."""

WITHIN_YEAR = Fraction(1, 2000)
"""By what part of it a rate over the people of a year may be off, as all numbers are rounded."""

ENDS = ("previous_year", "year_start")


def _added_to(facts: Facts, level: Fact) -> Fact | None:
    """By how many the people grew since the year began, told right behind them."""
    found = facts.next_to(level)
    is_change = found is not None and (found.measure, found.unit) == ("change", level.unit)
    return found if found and is_change and found.is_plain and found.reading.base in ENDS else None


def _over_year(kind: Definition, told: tuple[Fact, ...]) -> Iterator[Constraint]:
    """That a rate is over the people at some time of its year."""
    law = f"definition.{kind.name}"
    relation = OverYear(kind.factor, WITHIN_YEAR)
    found = Constraint(law, "approximation", told, relation, is_sure=False)
    if found.holds or any_slip_explains(found):
        yield found


RESIDENTS = "常住"


def _is_meant(whole: Fact, rate: Fact) -> bool:
    """Whether a rate of the residents is over them, and not over those that are registered."""
    return RESIDENTS not in rate.name or RESIDENTS in whole.name


def _likely(whole: Fact, rate: Fact) -> tuple[bool, bool, int, Fraction]:
    """Of several wholes the one that the rate names, else the residents, else the nearest."""
    is_named = whole.name in rate.name
    return (not is_named, RESIDENTS not in whole.name, _distance(whole, rate)[0], whole.rank)


def _within(factor: Fraction) -> Formula:
    """A rate is ``factor`` times a part over the part and what is not of it."""
    return Formula(
        (
            lambda part, rest: factor * part / (part + rest),
            lambda rate, rest: rate * rest / (factor - rate),
            lambda rate, part: part * (factor - rate) / rate,
        )
    )


def _goes_with(facts: Facts, fact: Fact, rate: Fact) -> bool:
    """What a rate is made of stands near it, or is the only one of its name; or in a table."""
    is_exact = fact.rank < Fraction(1, 1000) and figures(fact) >= 4
    is_only = len(facts.named(fact.name, *AMOUNTS, span=rate.span)) == 1
    near = fact.cell or _distance(fact, rate)[0] <= 3 or is_exact or is_only
    return bool(near) and fact.text == rate.text and fact.span == rate.span


def _ends_with(fact: Fact, rate: Fact) -> bool:
    """Whether days told of a plan are those of its last year, as so many are in no other time."""
    return fact.text == rate.text and fact.unit == "天" and fact.span.endswith(f"/{rate.span}")


def _of_a_year(tolerance: Fraction) -> Formula:
    days = Fraction(365)
    return Formula((lambda part: 100 * part / days, lambda rate: rate * days / 100), tolerance)


def order(facts: Facts) -> Iterator[Constraint]:
    """What is a part of an amount by what both mean is not more than it."""
    for kind in orders():
        wholes = [fact for fact in _matching(facts, kind.more, AMOUNTS) if not fact.cell]
        for part in _matching(facts, kind.less, AMOUNTS) if wholes else ():
            told = [fact for fact in wholes if _bounds(facts, kind, fact, part)]
            if told and part.is_additive and not part.cell:
                whole = max(told, key=lambda fact: fact.value)
                law = f"order.{kind.name}"
                yield Constraint(law, "limit", (part, whole), at_most(), is_sure=False)


def _bounds(facts: Facts, kind: Order, whole: Fact, part: Fact) -> bool:
    """Whether an amount is what another of its order is a part of: of the same, told near it."""
    ours, theirs = kind.more.search(whole.name), kind.less.search(part.name)
    if whole is part or not (ours and theirs):
        return False
    is_one = ours["whose"] == theirs["whose"]
    is_like = (whole.text, whole.span, whole.unit) == (part.text, part.span, part.unit)
    is_near = kind.anywhere or _distance(whole, part)[0] <= NEAR
    return is_one and is_like and is_near and facts.may_measure_one_thing(whole, part)
