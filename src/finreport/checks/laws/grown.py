"""Lists that do not add up, of which growth says that they are all of their whole.

A list may leave parts out, so that amounts that do not add up tell nothing. But where the growth of
a whole is what that of the parts makes, once one amount is what the sum wants, nothing is left out.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, groupby, islice

from finreport import patterns as re
from finreport.checks.laws.constraints import Bounds, Constraint, GrownSum, adds_up
from finreport.checks.laws.enumerations import OPENER, Enumeration, is_no_chance, lists_behind
from finreport.checks.laws.facts import Fact, Facts, same_sentence
from finreport.checks.laws.proved import OF_BUDGET, START, grown_slack, rate_of, rates_of
from finreport.checks.laws.slips import best_slip
from finreport.numbers import Interval

APART = 5
"""How many times the rounding of the growth of a whole that of its parts must differ by to say how
large each of them is."""

KINDS = ("exchanged", "digit", "unit", "point")


def denied_by_list(facts: Facts, sums: Sequence[Constraint]) -> Iterator[Constraint]:
    """A，增长a%，其中甲B，增长b%，乙C，增长c%: if a, b and c say that this is all, it adds up."""
    held = {(each.facts[0], part) for each in sums if each.holds for part in each.facts[1:]}
    for paragraph in facts.paragraphs:
        for at, whole in enumerate(paragraph[:-FEWEST]):
            behind = facts.next_to(whole)
            if not (whole.is_additive and whole.is_plain and behind and behind.unit == "%"):
                continue
            following = paragraph[at + 1 :]
            if not (_may_open(whole, following) and any(rate_of(facts, whole, b) for b in BASES)):
                continue
            for _, run in groupby(lists_behind(whole, following), lambda each: each.opening):
                lists = [each for each in run if same_sentence(each.parts[0], each.parts[-1])]
                told = lists[-1] if lists else None
                if told and (whole, told.parts[0]) not in held and _is_rated(facts, told):
                    yield from (told.sum,) if _is_denied(facts, told) else ()


def _may_open(whole: Fact, following: Sequence[Fact]) -> bool:
    """Whether words behind a whole, or at the head of the next sentence, open a list."""
    after = next((fact for fact in following if not same_sentence(fact, whole)), None)
    return any(OPENER.search(words) for words in (whole.after, after.before if after else ""))


def _is_rated(facts: Facts, told: Enumeration) -> bool:
    """Whether a rate stands right behind the first or the last part of a list."""
    behind = [facts.next_to(part) for part in (told.parts[0], told.parts[-1])]
    return any(each is not None and each.unit == "%" for each in behind)


EXACT = 200
"""How many times its rounding a whole must be for its parts to say what a slip made of it."""


def _is_denied(facts: Facts, told: Enumeration) -> bool:
    is_exact = told.room * EXACT <= told.whole.value
    if not (told.is_opened and is_exact) or any(f.values.lower <= 0 for f in told.sum.facts):
        return False
    return any(_is_all(facts, told, base) for base in BASES)


BASES = ("", OF_BUDGET)


def _is_all(facts: Facts, told: Enumeration, base: str) -> bool:
    """Whether a slip in one amount makes both the sum and the rates of a list right."""
    rates = rates_of(facts, told.sum, base)
    if len({rate.reading.base for rate in rates}) != 1:
        return False
    values = [rate.values for rate in rates]
    middles = [value.middle for value in values[1:]]
    if max(middles) - min(middles) < APART * values[0].width:
        return False
    slack = grown_slack(facts, rates, told.parts, base)
    return any(
        _is_near(mended, values, START[base])
        and _is_explained(fact, needed)
        and GrownSum(tuple(mended), slack, START[base]).holds(values)
        for fact, needed, mended in _mended(told.sum)
    )


Mended = tuple[Fact, Bounds, Sequence[Interval]]
"""An amount, what the sum wants it to be, and the parts with that."""


def _mended(found: Constraint) -> Iterator[Mended]:
    """The amounts of a list, each in turn as the sum wants it."""
    levels = [fact.values for fact in found.facts[1:]]
    for at, fact in enumerate(found.facts):
        needed = found.needed(fact)
        if needed.lower is not None and needed.upper is not None and needed.lower > 0:
            meant = Interval(needed.lower, needed.upper)
            yield fact, needed, [*levels[: at - 1], meant, *levels[at:]] if at else levels


def _is_near(levels: Sequence[Interval], rates: Sequence[Interval], start: Fraction) -> bool:
    """Whether the rate of a whole is near what parts make, before that is counted exactly."""
    told = [float(level.middle) for level in levels]
    factors = [float(start + rate.middle) / 100 for rate in rates]
    if min(factors) <= 0:
        return False
    made = sum(told) / sum(level / by for level, by in zip(told, factors[1:], strict=True))
    return abs(made / factors[0] - 1) < NEAR


NEAR = 0.02


def _is_explained(fact: Fact, needed: Bounds) -> bool:
    slip = best_slip(fact, needed)
    return slip is not None and slip.kind in KINDS


MOST = 8
"""Among how many amounts behind a whole its parts are picked."""

NO_CHANCE = 100
"""How many times less than the whole all that may add up by chance must make."""


def picked_parts(facts: Facts) -> Iterator[Constraint]:
    """A，增长a%，其中甲B（其中B1、B2），丙C，丁D: those that add up, if few choices do.

    One of two may tell the parts of a part. Their number and digits must leave no room for chance;
    then growth is weighted by them.
    """
    for sentence in facts.sentences:
        told = [fact for fact in sentence if fact.is_additive and fact.is_plain and fact.value > 0]
        for at, whole in enumerate(told[:-1]):
            run = [part for part in told[at + 1 :] if _may_be_part(part, whole)]
            if len(run) in range(FEWEST + 1, MOST + 1) and rate_of(facts, whole, ""):
                yield from _picked(whole, run)


FEWEST = 2


def _may_be_part(part: Fact, whole: Fact) -> bool:
    is_alike = (part.unit, part.span) == (whole.unit, whole.span)
    return is_alike and part.value < whole.value and part.may_be_part_of(whole)


def _picked(whole: Fact, run: Sequence[Fact]) -> Iterator[Constraint]:
    room = whole.values.width + sum((part.values.width for part in run), Fraction(0))
    if room * 2 ** len(run) * NO_CHANCE > whole.value:
        return
    found = [
        parts
        for count in range(FEWEST, len(run) + 1)
        for parts in combinations(run, count)
        if abs(sum((part.value for part in parts), -whole.value)) * 2 <= room
    ]
    for parts in found[:1] if len(found) <= FEWEST else ():
        relation = adds_up(len(parts))
        # not as a list that is shown, which would own its parts
        yield Constraint("accounts", "equality", (whole, *parts), relation, is_sure=False)


ABOVE = 2
"""How many paragraphs above a list its whole may stand."""

NEAR_WHOLE = 8
"""By what part of a whole a list of all its parts may miss it, for one of them is misprinted."""

PRECISE = 1000
"""How many times its rounding a whole must be that a list adds up to by no chance."""


def rated_lists(facts: Facts) -> Iterator[Constraint]:
    """A，增长a%; behind it or below 甲B，增长b%；乙C，增长c%: they are A, if their growth says so.

    No word has to open or end such a list.

    Where an amount is wrong growth has to prove the list; where a rate is, the amounts do, and
    a noun that they share.
    """
    rated = [
        [fact for fact in paragraph if _is_rated_amount(facts, fact)]
        for paragraph in facts.paragraphs
    ]
    for at, own in enumerate(rated):
        above = list(chain(*rated[max(at - ABOVE, 0) : at]))
        going_on = list(chain(own, *rated[at + 1 : at + 1 + ABOVE]))
        for whole in (*above, *own) if own else ():
            first = own.index(whole) + 1 if whole in own else 0
            runs = list(_runs_near(whole, going_on[first:], len(own) - first))
            if holding := [told for told in runs if told.sum.holds]:
                meant = (told for told in holding if _is_proved(facts, told))
            else:
                meant = (told for told in runs if _is_denied_below(facts, told))
            yield from (told.sum for told in islice(meant, 1))


def _is_rated_amount(facts: Facts, fact: Fact) -> bool:
    """Whether an amount stands there with a growth right behind it or its change."""
    if not (fact.is_additive and fact.is_plain and fact.value > 0 and fact.measure != "change"):
        return False
    return any(rate_of(facts, fact, base) for base in BASES)


def _runs_near(whole: Fact, rated: Sequence[Fact], starts: int) -> Iterator[Enumeration]:
    """Amounts right behind one another, from one of the first, that make the whole, or nearly."""
    for start in range(min(starts, len(rated) - 1)):
        made = Fraction(0)
        for end in range(start, min(start + MOST, len(rated))):
            part = rated[end]
            is_alike = part.unit == whole.unit and _end(part) == _end(whole)
            if not is_alike or part.value >= whole.value or not part.may_be_part_of(whole):
                break
            made += part.value
            if end > start and abs(made - whole.value) * NEAR_WHOLE <= whole.value:
                yield Enumeration(whole, tuple(rated[start : end + 1]), "")


def _end(fact: Fact) -> str:
    """When the time ends that an amount is of: 8月底 alone may not say since when."""
    return fact.span.rpartition("/")[2]


NOUN = re.compile("(?:总[额量值]|额)$")


def _are_of_one_noun(told: Enumeration) -> bool:
    noun = NOUN.sub("", told.whole.name)[-FEWEST:]
    return all(NOUN.sub("", part.name).endswith(noun) for part in told.parts)


def _is_proved(facts: Facts, told: Enumeration) -> bool:
    """Whether a list adds up by no chance: its rates make that of the whole, or its noun is one."""
    if told.room * PRECISE > told.whole.value:
        return False
    rated = [(base, rates) for base in BASES if (rates := rates_of(facts, told.sum, base))]
    return any(_are_of_whole(facts, told, base, rates) for base, rates in rated) or (
        bool(rated) and _are_of_one_noun(told)
    )


def _are_of_whole(facts: Facts, told: Enumeration, base: str, rates: Sequence[Fact]) -> bool:
    """Whether the rates of parts make that of their whole."""
    levels = tuple(part.values for part in told.parts)
    slack = grown_slack(facts, rates, told.parts, base)
    is_one = len({rate.reading.base for rate in rates}) == 1
    return is_one and GrownSum(levels, slack, START[base]).holds([rate.values for rate in rates])


def _is_denied_below(facts: Facts, told: Enumeration) -> bool:
    """Whether a slip in one amount makes sum and growth right, and that is no chance."""
    if not _are_of_one_noun(told) or told.room * EXACT > told.whole.value:
        return False
    return is_no_chance(told) and any(_is_all(facts, told, base) for base in BASES)
