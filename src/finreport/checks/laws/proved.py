"""What sums prove: where amounts add up, so do their changes, and growth is weighted by them."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from finreport.checks.laws.constraints import Between, Constraint, Formula, GrownSum, adds_up
from finreport.checks.laws.enumerations import OPENER
from finreport.checks.laws.facts import AMOUNTS, Fact, Facts
from finreport.checks.laws.growths import REAL
from finreport.checks.laws.slips import any_slip_explains, best_slip
from finreport.checks.laws.sums import between
from finreport.numbers import Interval

NOMINAL_SLACK = Fraction(0)
ADDED_SLACK = Fraction(1, 20)
OUTPUT_SLACK = Fraction(1, 10)
REAL_SLACK = Fraction(3, 2)
"""Points by which the growth of a sum may differ from what its parts make: prices of another year
weigh constant ones, and the sums of last year are revised."""


def proved_growth(facts: Facts, sums: Sequence[Constraint]) -> Iterator[Constraint]:
    """Where amounts add up, the growth of the whole is what its parts make, and between theirs."""
    seen = set()
    held = {found.facts[0] for found in sums if found.holds}
    nearly = [
        found
        for found in sums
        if (found.holds or (found.facts[0] not in held and _missed(found) <= NEARLY))
        and all(fact.measure in AMOUNTS for fact in found.facts)
    ]
    for found, base in product(nearly, START):
        told = rates_of(facts, found, base)
        if not told or told in seen:
            continue
        if len({rate.reading.base for rate in told}) == 1 and _are_on_one(told, base):
            seen.add(told)
            is_sure = found.facts[0].cell is not None or found.is_sure
            is_meant = found.is_sure or found.law.startswith(KNOWN) or _room(found) <= CHANCE
            are_named = len({fact.name for fact in told}) == len(told)
            between_parts = Constraint(
                "growth_between", "limit", told, Between(), is_sure and are_named
            )
            is_alike = base != OF_BUDGET or len({_plan(rate) for rate in told}) == 1
            is_meant = is_meant and (is_alike or any_slip_explains(between_parts))
            if between_parts.holds or is_meant:
                yield between_parts
            levels = tuple(fact.values for fact in found.facts[1:])
            if all(level.lower > 0 for level in levels):
                slack = grown_slack(facts, told, found.facts[1:], base)
                start = START[base]
                relation = GrownSum(levels, slack + 100 * _missed(found), start)
                grown = Constraint("grown_sum", "approximation", told, relation, is_sure=False)
                is_long = len(levels) >= LONG and _room(found) <= COARSE
                is_slip = (is_meant or is_long) and any_slip_explains(grown)
                if grown.holds or (is_meant and is_alike) or is_slip:
                    yield grown


OF_BUDGET = "target"
START = {"": Fraction(100), "average": Fraction(100), OF_BUDGET: Fraction(0)}
"""What rates of amounts are in percent where nothing was added, by what they are on: on the year
before, on average over some years, or on what a budget had planned."""

DONE_OF = re.compile("[为占成](?:年初|年度|全年|调整|变更|预期)*(?:预算|任务|计划|目标)数?的?$")
"""Words right before what share of a plan was done."""

REVISED = re.compile("调整|变更|年初|任务|目标")
"""Words that say on which of several plans a rate is."""


def _are_on_one(rates: Sequence[Fact], base: str) -> bool:
    """Whether clauses do not say that rates are on two budgets: 调整预算的95%, 年初预算的98%."""
    return base != OF_BUDGET or len({said for rate in rates if (said := _plan(rate))}) <= 1


def _plan(rate: Fact) -> frozenset[str]:
    """On which of several plans a rate is said to be."""
    return frozenset(REVISED.findall(rate.clause))


def rates_of(facts: Facts, found: Constraint, base: str) -> tuple[Fact, ...]:
    """The rates of all amounts of a sum, each its own; nothing where one has none."""
    told: list[Fact] = []
    for fact in found.facts:
        rate = rate_of(facts, fact, base)
        if rate is None or rate in told:
            return ()
        told.append(rate)
    return tuple(told)


def rate_of(facts: Facts, level: Fact, base: str) -> Fact | None:
    """The growth of an amount, or what share of its budget was done."""
    if base != OF_BUDGET:
        return growth_of(facts, level, base)
    if level.cell:
        done = [
            fact
            for fact in facts.row_of(level)
            if (fact.measure, fact.unit, fact.span) == ("share", "%", level.span)
            and fact.reading.base == OF_BUDGET
        ]
        return done[0] if len(done) == 1 else None
    found = facts.next_to(level)
    while found and found.unit in ("%", "个百分点"):
        words = between(level, found) or ""
        if OPENER.search(words) or "；" in words:
            return None
        is_done = found.reading.base == OF_BUDGET or DONE_OF.search(found.clause)
        if (found.measure, found.unit) == ("share", "%") and is_done:
            return found if found.name == level.name and not found.is_hedged else None
        found = facts.next_to(found)
    return None


PRICES = Fraction(11, 100)
FARM_PRICES = Fraction(3, 20)
"""By what part of it the weight of a part in prices of the year may differ from that in constant
ones: prices of coal or oil move apart from all others, and those of meat from those of grain."""


def price_slack(least: Fraction, rates: Sequence[Fraction], levels: Sequence[Interval]) -> Fraction:
    """Points by which real growth of a sum may differ from what parts in prices of the year make.

    The more unlike the parts grew, the more their weights say: ``rates`` are in percent.
    """
    total = sum((level.middle for level in levels), Fraction(0))
    weights = [level.middle / total for level in levels]
    mean = sum((w * rate for w, rate in zip(weights, rates, strict=True)), Fraction(0))
    apart = sum((w * abs(rate - mean) for w, rate in zip(weights, rates, strict=True)), Fraction(0))
    return max(least, (FARM_PRICES if least == OUTPUT_SLACK else PRICES) * apart)


KNOWN = "partition"
"""What laws of wholes are called whose parts are known from outside: they hold by no chance."""

CHANCE = Fraction(1, 50)
"""What share of a whole the roundings of a sum may make up for it to be no chance that it holds."""

COARSE, LONG = Fraction(1, 25), 4
"""The same of so many parts, where a slip of one rate makes it agree with the others."""


def _room(found: Constraint) -> Fraction:
    """What share of a whole the roundings of it and of its parts make up."""
    whole = found.facts[0]
    widths = sum((fact.values.width for fact in found.facts), Fraction(0))
    return widths / abs(whole.value) if whole.value else Fraction(1)


DENIED = 3
"""Points by which the growth of a whole may differ from what a list of all its parts makes, and a
tenth of it besides: one of the amounts is wrong there."""


NEARLY_GROWN = Fraction(1, 10)
"""Points within which the growth of parts, one of them mended, is that of their whole."""


def denied_by_growth(facts: Facts, found: Constraint) -> bool:
    """Whether the growth of a whole is far from what that of its parts makes: others are left out.

    Of such a list nothing says that its amounts should add up.
    """
    told = [growth_of(facts, fact) for fact in found.facts]
    levels = tuple(fact.values for fact in found.facts[1:])
    if None in told or any(level.lower <= 0 for level in levels):
        return False
    values = [fact.values for fact in told if fact]
    slack = DENIED + abs(values[0].middle) / 10
    return not GrownSum(levels, slack).holds(values) and not _is_mended(found, levels, values)


def _is_mended(found: Constraint, levels: Sequence[Interval], values: Sequence[Interval]) -> bool:
    """Whether what the sum wants of one part also makes the growth of all that of the whole.

    Then sum and growth say the same of that part, and nothing is left out.
    """
    for at, part in enumerate(found.facts[1:]):
        low, high = found.needed(part)
        if low is not None and high is not None and 0 < low <= high:
            mended = (*levels[:at], Interval(low, high), *levels[at + 1 :])
            if GrownSum(mended, NEARLY_GROWN).holds(values):
                return True
    return False


def proved_change(facts: Facts, sums: Sequence[Constraint]) -> Iterator[Constraint]:
    """Where amounts add up, so do the changes that are printed of them all."""
    for found in sums:
        if not found.holds or any(fact.measure not in AMOUNTS for fact in found.facts):
            continue
        told = tuple(filter(None, (_change_of(facts, fact) for fact in found.facts)))
        of_a_year = all(fact.reading.base in ("previous_year", "year_start") for fact in told)
        if len(set(told)) == len(found.facts) and of_a_year:
            parts = len(told) - 1
            yield Constraint("proved_change", "equality", told, adds_up(parts), is_sure=False)


def proved_move(facts: Facts, shares: Sequence[Constraint]) -> Iterator[Constraint]:
    """A share of amounts moved by what their growth makes of it."""
    for found in shares:
        share, part, whole = found.facts
        move = facts.next_to(share)
        if not found.holds or move is None or move.measure != "change_pp" or not move.is_plain:
            continue
        if move.reading.base not in ("previous_year", "year_start") or move.name != share.name:
            continue
        growths = (growth_of(facts, part), growth_of(facts, whole))
        if None in growths or any(REAL.search(fact.name) for fact in (part, whole)):
            continue
        told = (move, share, *(fact for fact in growths if fact))
        each = Constraint("share_moved", "approximation", told, _moved(), is_sure=False)
        if each.holds or any(best_slip(fact, each.needed(fact)) for fact in told[:2]):
            yield each


def _moved() -> Formula:
    """The points that a share moved by, the share, the growth of its part and of its whole."""

    def then(share: Fraction, up: Fraction, all_up: Fraction) -> Fraction:
        return share * (100 + all_up) / (100 + up)

    return Formula(
        (
            lambda share, up, all_up: share - then(share, up, all_up),
            lambda move, up, all_up: move / (1 - (100 + all_up) / (100 + up)),
            lambda move, share, all_up: share * (100 + all_up) / (share - move) - 100,
            lambda move, share, up: (share - move) * (100 + up) / share - 100,
        )
    )


def _change_of(facts: Facts, level: Fact) -> Fact | None:
    """The change of an amount that stands right behind it."""
    found = facts.next_to(level)
    if found is None or found.measure != "change" or found.unit != level.unit:
        return None
    words = between(level, found) or ""
    is_named = found.name == level.name or not facts.named(found.name, *AMOUNTS)
    is_its = found.is_plain and found.span == level.span and is_named
    return found if is_its and not OPENER.search(words) and "；" not in words else None


def grown_slack(
    facts: Facts, rates: Sequence[Fact], parts: Sequence[Fact], base: str = ""
) -> Fraction:
    """Points by which the rate of a sum, the first one, may differ from what its parts make."""
    slack = Fraction(0) if base == OF_BUDGET else _slack(facts, rates)
    if slack not in (ADDED_SLACK, OUTPUT_SLACK):
        return slack
    levels = [part.values for part in parts]
    return price_slack(slack, [fact.value for fact in rates[1:]], levels)


def _slack(facts: Facts, told: Sequence[Fact]) -> Fraction:
    """How near the growth of a sum is to what the printed amounts make of it.

    What adds up to value added is value added, whatever it is called.
    """
    whole = told[0]
    caption = facts.prose.get(whole.place, "") if whole.cell else ""
    if re.search("增加值|生产总值", f"{whole.name} {caption}"):
        return ADDED_SLACK
    if "产值" in whole.name:
        return OUTPUT_SLACK
    return REAL_SLACK if any(REAL.search(fact.name) for fact in told) else NOMINAL_SLACK


NEARLY = Fraction(1, 200)
"""What share of a whole its parts may lack for their growth to make that of the whole still."""


def _missed(found: Constraint) -> Fraction:
    """What share of a whole its parts lack beyond rounding, which others may have moved by."""
    whole, *parts = found.facts
    if found.holds or not whole.value:
        return Fraction(0)
    missed = whole.value - sum((part.value for part in parts), Fraction(0))
    return abs(missed / whole.value)


SHORTEST = 2


def growth_of(facts: Facts, level: Fact, base: str = "") -> Fact | None:
    """The growth of an amount on the year before: of its row, of its clause, or of its name.

    With a ``base`` only that of its clause is sought, such as 两年平均.
    """
    if level.cell:
        row = [
            fact
            for fact in facts.row_of(level)
            if (fact.measure, fact.unit, fact.span) == ("growth", "%", level.span)
        ]
        return row[0] if len(row) == 1 else None
    found = facts.next_to(level)
    while found and found.unit in ("%", "个百分点"):
        words = between(level, found) or ""
        is_its = found.is_rate and not OPENER.search(words) and "；" not in words
        is_its = is_its and (found.name == level.name or not facts.named(found.name, *AMOUNTS))
        is_meant = found.reading.base == base if base else found.reading.base != "average"
        if is_its and is_meant and (found.span == level.span or base):
            return found
        found = facts.next_to(found)
    if len(level.name) < SHORTEST or base:
        return None
    own = [
        fact
        for fact in facts.named(level.name, "growth", span=level.span)
        if fact.place == level.place
    ]
    found = own[0] if own else facts.best(level, level.name, "growth")
    if found is None or _is_of_another(facts, found, level):
        return None
    return found if facts.may_measure_one_thing(found, level) else None


def _is_of_another(facts: Facts, growth: Fact, level: Fact) -> bool:
    """Whether a growth stands right behind another amount of that name: of 地方税收, of 税收."""
    before = facts.before(growth)
    is_amount = before is not None and before.is_amount and before.name == level.name
    return is_amount and before is not None and not before.values.meets(level.values)
