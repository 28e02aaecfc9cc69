"""The strongest check that each printed number stands in, with the other numbers in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from finreport.checks.identities import Identity
from finreport.checks.report import CONTRADICTED, UNCHECKED, CheckReport, inputs_of
from finreport.checks.rules import Rule, load_rules
from finreport.checks.statements import StatementCheck
from finreport.editions.edition import Edition

STRENGTHS = ("equality", "limit", "approximation", "repetition")
"""From the most that a check can say of a number to the least."""


@dataclass(frozen=True)
class Standing:
    """A check that a number stands in.

    ``check`` is the name of its rule, or the id of the statement that it belongs to; ``numbers``
    are the full names of all printed numbers in it. Where one of them is computed from the others
    it is ``computed``, and would have to lie between ``lower`` and ``upper``, in its unit.
    """

    strength: str
    verdict: str
    check: str
    period: str
    is_rule: bool
    numbers: tuple[str, ...]
    computed: str
    lower: Fraction | None
    upper: Fraction | None


def strongest(report: CheckReport, edition: Edition) -> dict[str, Standing]:
    """The strongest check of each number that stands in one, by its name with its month.

    Among checks of one strength one that holds comes before one that does not, unless the
    register names the number as the one that is wrong; then a rule before what the prose repeats
    in another unit, and the one with the fewest numbers.
    """
    wrong = {each.figure.full_name for each in report.discrepancies}
    found: dict[str, Standing] = {}
    for standing in _standings(report, edition):
        for name in standing.numbers:
            rank = _rank(standing, is_wrong=name in wrong)
            if name not in found or rank < _rank(found[name], is_wrong=name in wrong):
                found[name] = standing
    return found


def _rank(standing: Standing, *, is_wrong: bool) -> tuple[int, bool, bool, int]:
    fails = standing.verdict in (CONTRADICTED, "approximate_fails")
    strength = STRENGTHS.index(standing.strength)
    return (strength, fails != is_wrong, not standing.is_rule, len(standing.numbers))


def _standings(report: CheckReport, edition: Edition) -> Iterator[Standing]:
    for identity in report.identities:
        if identity.verdict != UNCHECKED:
            yield _of_identity(identity)
    for statement in report.statements:
        if statement.verdict != UNCHECKED:
            yield _of_statement(statement, edition)


def _of_identity(identity: Identity) -> Standing:
    left = _rule(identity.rule).left
    is_alone = left.names == (left.text,)
    return Standing(
        strength=strength_of(identity),
        verdict=identity.verdict,
        check=identity.rule,
        period=identity.period,
        is_rule=True,
        numbers=tuple(dict.fromkeys(identity.inputs)),
        computed=identity.inputs[0] if is_alone else "",
        lower=identity.lower,
        upper=identity.upper,
    )


def _of_statement(statement: StatementCheck, edition: Edition) -> Standing:
    figures = filter(None, map(edition.find, inputs_of(statement)))
    return Standing(
        strength=strength_of(statement),
        verdict=statement.verdict,
        check=statement.id,
        period=statement.period,
        is_rule=False,
        numbers=tuple(dict.fromkeys(figure.full_name for figure in figures)),
        computed=statement.id,
        lower=statement.lower,
        upper=statement.upper,
    )


def strength_of(check: Identity | StatementCheck) -> str:
    """How much a check says of the numbers in it, one of :data:`STRENGTHS`."""
    if isinstance(check, Identity):
        rule = _rule(check.rule)
        if rule.severity == "approximate":
            return "approximation"
        return "equality" if rule.relation == "=" else "limit"
    if check.how == "repetition":
        return "repetition"
    if not check.is_strict:
        return "approximation"
    return "limit" if check.computed is None else "equality"


def _rule(name: str) -> Rule:
    return _rules()[name]


@cache
def _rules() -> dict[str, Rule]:
    return {rule.name: rule for rule in load_rules()}
