"""Suspects are those that an independent solver finds, and slips are told as what they are."""

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
import z3

from finreport.checks.laws import Bounds, Constraint, Fact, Facts
from finreport.checks.laws.constraints import Between, Linear, at_most, ratio
from finreport.checks.laws.slips import best_slip
from finreport.checks.suspects import locate
from finreport.documents.document import Place
from finreport.numbers import Interval, Printed
from finreport.reading.model import Reading


def fact(name: str, printed: str, *, unit: str = "亿元", measure: str = "level") -> Fact:
    number = Printed(printed)
    reading = Reading(
        id=name,
        printed=printed.lstrip("-"),
        place=Place("draft.txt", line=1),
        value=number.value,
        lower=number.lower,
        upper=number.upper,
        unit=unit,
        subject=name,
        measure=measure,  # type: ignore[arg-type] # the test names one that there is
        period="2022",
    )
    scale = Fraction(10**8 if unit == "亿元" else 1)
    values = Interval(number.lower * scale, number.upper * scale)
    return Fact(reading, 0, name, "2022", "元" if scale > 1 else unit, scale, values)


def system(seed: int) -> tuple[Facts, list[Constraint]]:
    """Numbers of a table of two by three with all its sums, one or two of them wrong."""
    chance = Random(seed)
    cells = [[chance.randint(100, 9999) for _ in range(3)] for _ in range(2)]
    rows = [sum(row) for row in cells]
    columns = [sum(row[at] for row in cells) for at in range(3)]
    numbers = [*cells[0], *cells[1], *rows, *columns]
    for at in chance.sample(range(len(numbers)), chance.choice([1, 1, 2])):
        numbers[at] += chance.choice([-900, -45, 36, 270, 1800])
    facts = [fact(f"n{at}", str(max(each, 1))) for at, each in enumerate(numbers)]
    told = []
    for row in range(2):
        members = (facts[6 + row], *facts[3 * row : 3 * row + 3])
        told.append(Constraint("row", "equality", members, Linear((1, -1, -1, -1))))
    for at in range(3):
        members = (facts[8 + at], facts[at], facts[3 + at])
        told.append(Constraint("column", "equality", members, Linear((1, -1, -1))))
    return Facts(tuple(facts)), told


def mended_by(facts: Facts, told: list[Constraint], freed: set[Fact]) -> bool:
    """Whether values exist that satisfy all constraints if some numbers may be anything."""
    solver = z3.Solver()
    unknown = {each: z3.Real(each.name) for each in facts.all}
    for each, value in unknown.items():
        if each not in freed:
            low, high = each.values.lower, each.values.upper
            solver.add(value >= z3.Q(low.numerator, low.denominator))
            solver.add(value <= z3.Q(high.numerator, high.denominator))
    for constraint in told:
        assert isinstance(constraint.relation, Linear)
        pairs = zip(constraint.relation.weights, constraint.facts, strict=True)
        solver.add(z3.Sum([int(weight) * unknown[each] for weight, each in pairs]) == 0)
    return bool(solver.check() == z3.sat)


@pytest.mark.parametrize("seed", [*range(10), 17, 33])
def test_the_smallest_sets_are_those_of_a_solver(seed: int) -> None:
    facts, told = system(seed)
    found = locate(told, facts)
    singles = {each for each in facts.all if mended_by(facts, told, {each})}
    if mended_by(facts, told, set()):
        assert found == []
        return
    if singles:
        [group] = found
        assert {change.fact for changes in group.sets for change in changes} == singles
        return
    named = {change.fact for group in found for changes in group.sets for change in changes}
    pairs = [set(pair) for pair in combinations(facts.all, 2) if set(pair) <= named]
    assert any(mended_by(facts, told, pair) for pair in pairs)


@pytest.mark.parametrize(
    ("printed", "needed", "kind", "meant"),
    [
        ("2645", (2464, 2466), "exchanged", "2465"),
        ("48.9", ("-48.95", "-48.85"), "direction", "-48.9"),
        ("6.5", (64999, 65001), "unit", "6.5"),
        ("1132", (113, 114), "point", "113.2"),
        ("29.6", (24, 25), "digit", "24.6"),
        ("5561", (556, 556), "digit_more", "556"),
        ("17", (167, 167), "digit_less", "167"),
        ("1234", (8000, 8001), "", ""),
    ],
)
def test_a_slip_is_told_by_what_was_meant(
    printed: str, needed: tuple[int | str, int | str], kind: str, meant: str
) -> None:
    measure = "growth" if kind == "direction" else "level"
    one = fact("n", printed, measure=measure)
    bounds = Bounds(*(Fraction(end) * one.scale for end in needed))
    slip = best_slip(one, bounds)
    assert (slip and (slip.kind, slip.printed)) == ((kind, meant) if kind else None)


def test_relations_tell_what_is_needed() -> None:
    ten, four, six = (Interval(Fraction(n), Fraction(n)) for n in (10, 4, 6))
    assert Linear((1, -1, -1)).needed((ten, four, four), 0) == Bounds(Fraction(8), Fraction(8))
    assert at_most().needed((ten, four), 0) == Bounds(None, Fraction(4))
    assert at_most().needed((ten, four), 1) == Bounds(Fraction(10), None)
    assert ratio(100).needed((six, four, ten), 0) == Bounds(Fraction(40), Fraction(40))
    assert ratio(100).needed((six, four, ten), 2) == Bounds(Fraction(400, 6), Fraction(400, 6))
    assert Between().needed((ten, four, six), 0) == Bounds(Fraction(4), Fraction(6))
    assert Between().needed((ten, four, six), 1) == Bounds(Fraction(10), None)
    assert not Between().holds((ten, four, six))


def test_a_doubtful_law_has_no_say_in_what_mends_a_sure_one() -> None:
    whole, one, other, twin = fact("w", "100"), fact("a", "60"), fact("b", "50"), fact("c", "60")
    told = [
        Constraint("sum", "equality", (whole, one, other), Linear((1, -1, -1))),
        Constraint("like", "approximation", (one, twin), Linear((1, -1))),
    ]
    [group] = locate(told, Facts((whole, one, other, twin)))
    assert {changes[0].fact for changes in group.sets} == {whole, one, other}
