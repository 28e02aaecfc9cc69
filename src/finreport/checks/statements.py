"""Statements: every number of the prose, against the tables and the rest of the prose.

A row of ``statements.csv`` says in its ``rule`` what its number is checked against. The numbers
in a rule are named as in :mod:`finreport.editions.figure_names`, with the month where they have
one.

- ``= retail.ytd@2024-12`` *repeats*: the same fact is printed elsewhere, in the same unit.
- ``exports.ytd@2024-12 + imports.ytd@2024-12`` *equals*: the number follows from others by
  arithmetic (:mod:`finreport.checks.expressions`), be it only in another unit.
- ``income_rural .. income_urban`` *limits*: the number lies between two others.
- ``~0.5: …`` in front of either of the last two makes it *approximate*: it holds up to 0.5, in
  the unit of the statement, because definitions differ a little or small parts are not printed.
  It never contradicts.
- ``# coal, steel`` *counts*: the report lists these, apart by ``、``, and they have to be as many.
  Such a rule stands in the judgements on the edition, as a person has to find the list.

A relation is written at each statement that takes part in it, so it may check several. A number
printed twice is checked at both places, by nothing but its repetition. Where there is no rule or
only an approximate one, ``reason`` says why: one of those in the schema of ``statements.csv``.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from msgspec import Struct

from finreport import patterns as re
from finreport.checks.discrepancies import read_counted
from finreport.checks.expressions import (
    Computed,
    Expression,
    Name,
    ZeroError,
    evaluate,
    parse,
)
from finreport.checks.rules import Strength, Verdict
from finreport.editions.edition import Edition
from finreport.editions.figures import Figure
from finreport.errors import EditionError
from finreport.numbers import round_half_away

NOT_PRINTED = "not_printed"
"""The reason of a statement whose rule needs a number that is printed as a dash."""

MAY_BE_ZERO = "may_be_zero"
"""The reason of a statement whose rule divides by a number that may be zero within rounding."""

COUNTS, BETWEEN = "# ", "、"
"""How a rule begins that lists what is counted, and what stands between the listed."""

RULE = re.compile(r"(?:(?P<repeats>=)|~(?P<tolerance>\d+(?:\.\d+)?):)?(?P<body>.+)")


class StatementRule(Struct, frozen=True):
    """A rule as :func:`parse_rule` reads it.

    ``tolerance`` is in the unit of the statement, None for a rule that holds strictly.
    ``expressions`` are one that gives the number or two that bound it.
    """

    strength: Strength
    tolerance: Fraction | None
    expressions: tuple[Expression, ...]


class Outcome(NamedTuple):
    """What the rule of a statement makes of it; see :class:`StatementCheck`."""

    strength: Strength | None
    verdict: Verdict
    reason: str = ""
    computed: Fraction | None = None
    lower: Fraction | None = None
    upper: Fraction | None = None


class StatementCheck(Struct, frozen=True):
    """A statement and what its rule makes of it.

    ``row`` is its row in ``statements.csv``; ``value`` the string as printed, a decline without
    its minus. ``computed`` is what follows from the printed numbers, None where the rule only
    bounds, and ``lower`` and ``upper`` the ends of what may follow from the values behind them:
    in ``unit``, signed, and None where nothing is checked. ``reason`` says why nothing is, or why
    the check is only approximate, and is empty for a strict one. ``by`` names the other rule that
    gives ``strength`` and ``verdict`` (:mod:`finreport.checks.strengths`); empty for its own.
    """

    row: int
    id: str
    source: str
    section: str
    subject: str
    value: str
    unit: str
    period: str
    rule: str
    strength: Strength | None
    verdict: Verdict
    reason: str
    computed: Fraction | None
    lower: Fraction | None
    upper: Fraction | None
    by: str = ""


def rule_of(statement: Mapping[str, str], edition: Edition) -> str:
    """The rule of a statement: that of its row, or the list that it counts."""
    listed = read_counted(edition.name).get(statement["id"])
    return COUNTS + BETWEEN.join(listed) if listed else statement["rule"]


def check_statements(edition: Edition) -> list[StatementCheck]:
    """What its own rule makes of every statement that the edition prints up to its month.

    Raises :class:`EditionError`, naming the row, for a rule that cannot be read or evaluated, or
    that names a number that there is not, and for a reason that is missing or has no place.
    """
    return [check_row(row, edition) for row in edition.records["statements"]]


@cache
def parse_rule(text: str) -> StatementRule:
    """Read the rule of a statement.

    Raises :class:`EditionError` for text that has none of the forms in the description of this
    module.
    """
    if text.startswith(COUNTS):
        listed = text.removeprefix(COUNTS).split(BETWEEN)
        return StatementRule("equality", None, (parse(str(len(listed))),))
    match = RULE.fullmatch(text)
    if not match:
        raise EditionError(f"{text!r} is not a rule such as = gdp.ytd_yoy@2024-12 or 2 * shops.")
    expressions = tuple(parse(part.strip()) for part in match["body"].split(" .. "))
    if len(expressions) > 2:
        raise EditionError(f"{text!r} has {len(expressions)} bounds; there should be two.")
    if match["repeats"]:
        [*_, only] = expressions
        if len(expressions) > 1 or not isinstance(only.root, Name):
            raise EditionError(f"{text!r} should have the name of one number behind the sign =.")
        return StatementRule("repetition", None, expressions)
    tolerance = match["tolerance"]
    if tolerance:
        return StatementRule("approximation", Fraction(tolerance), expressions)
    return StatementRule("limit" if len(expressions) > 1 else "equality", None, expressions)


def judge(figure: Figure, reached: Sequence[Computed], tolerance: Fraction | None) -> Verdict:
    """The verdict on a printed number, given what should equal it or what should bound it.

    ``tolerance``, in the unit of the number, is None for a strict rule.
    """
    low, high = reached[0], reached[-1]
    gap = max(
        figure.interval.lower - high.upper,
        low.lower - figure.interval.upper,
        low.lower - high.upper,  # bounds that leave no room between them
    )
    if tolerance is not None:
        return "approximate_holds" if gap <= tolerance else "approximate_fails"
    if gap > 0:
        return "contradicted"
    if len(reached) > 1:
        is_inside = low.value <= figure.value <= high.value
        return "within_limits" if is_inside else "within_rounding"
    rounded = Fraction(round_half_away(low.value, figure.decimals))
    return "exact" if rounded == figure.value else "within_rounding"


def judge_repetition(figure: Figure, other: Figure) -> Verdict:
    """The verdict on a printed number, given another print of the same fact.

    Printed alike, to as many decimals and with the same word beside them, the two are equal to
    the last digit: 5.6 and 5.7 have intervals that touch, but no value rounds to both.
    """
    if (figure.decimals, figure.qualifier) == (other.decimals, other.qualifier):
        return "repeated" if figure.value == other.value else "contradicted"
    ends = other.interval
    verdict = judge(figure, [Computed(other.value, ends.lower, ends.upper)], None)
    return "repeated" if verdict == "exact" else verdict


def check_row(row: int, edition: Edition) -> StatementCheck:
    """The statement in a row of its file, as in :func:`check_statements`."""
    statement = edition.records["statements"][row]
    try:
        rule = rule_of(statement, edition)
        reason = "" if rule.startswith(COUNTS) else statement["reason"]
        statement = {**statement, "rule": rule, "reason": reason}
        outcome = _judge_row(statement, edition)
    except EditionError as error:
        raise EditionError(f"statements.csv, row {row}, {statement['id']}: {error}") from None
    return StatementCheck(
        row=row,
        id=statement["id"],
        source=statement["source"],
        section=statement["section"],
        subject=statement["subject"],
        value=statement["value"],
        unit=statement["unit"],
        period=statement["period"],
        rule=statement["rule"],
        **outcome._asdict(),
    )


def _judge_row(statement: Mapping[str, str], edition: Edition) -> Outcome:
    rule = parse_rule(statement["rule"]) if statement["rule"] else None
    reason = statement["reason"]
    if bool(reason) == (rule is not None and rule.tolerance is None):
        raise EditionError(
            "a reason is needed where there is no rule or an approximate one, and only there; "
            f"rule: {statement['rule'] or 'none'}, reason: {reason or 'none'}."
        )
    if rule is None:
        return Outcome(None, "not_checkable", reason)
    figure = edition.find(statement["id"])
    needed = [name for expression in rule.expressions for name in expression.names]
    others = [other for name in needed if (other := edition.find(name))]
    if figure is None or len(others) < len(needed):
        return Outcome(None, "not_checkable", NOT_PRINTED)
    try:
        reached = [evaluate(expression, edition.find) for expression in rule.expressions]
    except ZeroError:
        return Outcome(None, "not_checkable", MAY_BE_ZERO)
    if rule.strength == "repetition":
        verdict = judge_repetition(figure, others[0])
    else:
        verdict = judge(figure, reached, rule.tolerance)
    return Outcome(
        strength=rule.strength,
        verdict=verdict,
        reason=reason,
        computed=reached[0].value if len(reached) == 1 else None,
        lower=reached[0].lower,
        upper=reached[-1].upper,
    )
