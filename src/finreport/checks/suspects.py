"""Suspects: the smallest sets of numbers whose change would make everything agree.

This is the error localisation of Fellegi and Holt (A Systematic Approach to Automatic Edit and
Imputation, Journal of the American Statistical Association 71, 1976), over intervals: of the
constraints that fail together, one number or two are sought that all of them hold, and that have a
value which satisfies these and every sure constraint that held before.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from msgspec import Struct

from finreport.checks.laws import Bounds, Constraint, Fact, Facts, Never
from finreport.checks.laws.constraints import EVERYTHING
from finreport.checks.laws.slips import MOST_UNLIKELY, RANKS, Slip, best_slip
from finreport.numbers import Interval

MOST_PAIRED = 60
"""Among how many numbers pairs are sought."""

NEIGHBOURS = {
    "row_above": (-1, 0),
    "row_below": (1, 0),
    "column_before": (0, -1),
    "column_after": (0, 1),
}


class Change(Struct, frozen=True):
    """What one number would have to be, and the slip that explains what is printed, if one does."""

    fact: Fact
    needed: Bounds
    slip: Slip | None


class Suspects(Struct, frozen=True):
    """Failing constraints that go together, and the sets of changes that mend them, best first."""

    failing: tuple[Constraint, ...]
    sets: tuple[tuple[Change, ...], ...]


def locate(constraints: Sequence[Constraint], facts: Facts) -> list[Suspects]:
    """One group of suspects for each number that must be wrong."""
    about: dict[Fact, list[Constraint]] = defaultdict(list)
    for constraint in constraints:
        for fact in constraint.facts:
            about[fact].append(constraint)
    failing = [constraint for constraint in constraints if not constraint.holds]
    return [found for group in _components(failing) for found in _located(group, about, facts)]


def _components(failing: Iterable[Constraint]) -> list[list[Constraint]]:
    """Failing constraints that share numbers, directly or through others."""
    groups: list[tuple[set[Fact], list[Constraint]]] = []
    for constraint in failing:
        numbers, members = set(constraint.facts), [constraint]
        apart = []
        for group in groups:
            if group[0] & numbers:
                numbers |= group[0]
                members = [*group[1], *members]
            else:
                apart.append(group)
        groups = [*apart, (numbers, members)]
    return [members for _, members in groups]


def _located(
    failing: list[Constraint], about: Mapping[Fact, list[Constraint]], facts: Facts
) -> list[Suspects]:
    numbers = list(dict.fromkeys(fact for each in failing for fact in each.facts))
    shared = [fact for fact in numbers if all(fact in each.facts for each in failing)]
    singles = [change for fact in shared if (change := _change(fact, failing, about, facts))]
    if singles:
        ranked = sorted(singles, key=lambda change: _rank(change, about))
        return [Suspects(tuple(failing), tuple((change,) for change in ranked))]
    parted = _parted(failing, numbers, about, facts)
    if parted:
        return parted
    return [_greedy(failing, numbers, about, facts)]


def _parted(
    failing: list[Constraint],
    numbers: list[Fact],
    about: Mapping[Fact, list[Constraint]],
    facts: Facts,
) -> list[Suspects]:
    """Two numbers that mend all between them; apart, if no constraint holds both of them."""
    best: tuple[int, Change, Change] | None = None
    for one, other in combinations(numbers[:MOST_PAIRED], 2):
        if not all(one in each.facts or other in each.facts for each in failing):
            continue
        own = [each for each in failing if one in each.facts and other not in each.facts]
        others = [each for each in failing if other in each.facts and one not in each.facts]
        first = _change(one, own, about, facts, freed=other)
        second = _change(other, others, about, facts, freed=one)
        if first and second and _agree(first, second, about[one]):
            score = sum(_rank(change, about)[0] for change in (first, second))
            if best is None or score < best[0]:
                best = score, first, second
    if best is None:
        return []
    _, first, second = best
    first, second = (
        _completed(one, other, about, facts) for one, other in ((first, second), (second, first))
    )
    if any(first.fact in each.facts and second.fact in each.facts for each in failing):
        return [Suspects(tuple(failing), ((first, second),))]
    return [
        found
        for change in (first, second)
        for found in _located([f for f in failing if change.fact in f.facts], about, facts)
    ]


def _completed(
    change: Change, other: Change, about: Mapping[Fact, list[Constraint]], facts: Facts
) -> Change:
    """A change that nothing binds alone, bound by what the other one would have to be."""
    low, high = other.needed
    if change.needed != EVERYTHING or low is None or high is None:
        return change
    needed, binding = EVERYTHING, []
    for each in about[change.fact]:
        if other.fact in each.facts and not each.holds:
            values = [Interval(low, high) if f is other.fact else f.values for f in each.facts]
            needed = needed.within(each.relation.needed(values, each.facts.index(change.fact)))
            binding.append(each)
    if needed.is_empty:
        return change
    return Change(change.fact, needed, _slip(change.fact, binding, needed, facts))


def _agree(first: Change, second: Change, constraints: Iterable[Constraint]) -> bool:
    """Whether two changes satisfy the constraints that hold both numbers; open ends always may."""
    for each in constraints:
        if second.fact not in each.facts:
            continue
        values = []
        for fact in each.facts:
            change = next((c for c in (first, second) if c.fact is fact), None)
            if change is None:
                values.append(fact.values)
            elif change.needed.lower is None or change.needed.upper is None:
                break
            else:
                values.append(Interval(change.needed.lower, change.needed.upper))
        if len(values) == len(each.facts) and not each.relation.holds(values):
            return False
    return True


def _greedy(
    failing: list[Constraint],
    numbers: list[Fact],
    about: Mapping[Fact, list[Constraint]],
    facts: Facts,
) -> Suspects:
    """Where three numbers or more must be wrong: again and again the one that most hold."""
    left, chosen = list(failing), []
    while left:
        fact = max(numbers, key=lambda each: sum(each in one.facts for one in left))
        own = [each for each in left if fact in each.facts]
        chosen.append(_change(fact, own[:1], {}, facts) or Change(fact, EVERYTHING, None))
        left = [each for each in left if fact not in each.facts]
    return Suspects(tuple(failing), (tuple(chosen),))


def _change(
    fact: Fact,
    failing: Sequence[Constraint],
    about: Mapping[Fact, list[Constraint]],
    facts: Facts,
    freed: Fact | None = None,
) -> Change | None:
    """What a number would have to be for its constraints to hold; None if nothing would do.

    Constraints that hold and are only likely to apply, or are approximations, have no say, nor
    have those with a second number that is ``freed``.
    """
    needed = EVERYTHING
    for each in about.get(fact, failing):
        is_soft = not each.is_sure or each.strength == "approximation"
        is_free = freed is not None and freed in each.facts
        if each in failing or not (is_soft or is_free or not each.holds):
            needed = needed.within(each.needed(fact))
    if needed.is_empty:
        return None
    return Change(fact, needed, _slip(fact, failing, needed, facts))


def _slip(fact: Fact, failing: Sequence[Constraint], needed: Bounds, facts: Facts) -> Slip | None:
    """The slip that explains a number best: a hint of a law, a copied neighbour, or a wrong key."""
    value = fact.reading.value or Fraction(0)
    for each in failing:
        for hint in each.hints:
            if each.facts[hint.index] is fact and hint.value.meets(fact.values):
                return Slip(hint.slip, value, fact.reading.printed)
    if needed == EVERYTHING or any(isinstance(each.relation, Never) for each in failing):
        return None
    slip = best_slip(fact, needed)
    copied = _copied(fact, facts)
    if copied and RANKS[copied] < (RANKS[slip.kind] if slip else MOST_UNLIKELY):
        return Slip(copied, value, fact.reading.printed)
    return slip


def _copied(fact: Fact, facts: Facts) -> str:
    """The name of the slip if a cell repeats the figure of a cell beside it."""
    if fact.cell is None or len(fact.reading.printed.strip("-0.")) < 3:
        return ""
    text, table, row, column = fact.cell
    for kind, (down, right) in NEIGHBOURS.items():
        beside = facts.cells.get((text, table, row + down, column + right))
        if beside and beside.reading.printed == fact.reading.printed:
            return kind
    return ""


def _rank(change: Change, about: Mapping[Fact, list[Constraint]]) -> tuple[int, int, int, int]:
    """Small for what is likely wrong: a telling slip first, then few laws that confirm it.

    Of equals those come first whose change leaves what is only likely to hold as it is.
    """
    constraints = about[change.fact]
    confirmed = sum(
        each.holds and each.strength != "limit" and each.is_sure for each in constraints
    )
    spoilt = sum(
        each.holds and not each.needed(change.fact).meets(change.needed) for each in constraints
    )
    slip = RANKS[change.slip.kind] if change.slip else MOST_UNLIKELY
    return slip, confirmed, spoilt, 0 if change.fact.is_strong else 1
