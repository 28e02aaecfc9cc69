"""Statements: every number of the prose, against the tables and the rest of the prose.

A row of ``statements.csv`` says in its ``rule`` what its number is checked against. The numbers
in a rule are named as in :mod:`finreport.editions.figure_names`, with the month where they have
one.

- ``= retail.ytd@2024-12`` *repeats*: the same fact is printed elsewhere, in the same unit.
- ``exports.ytd@2024-12 + imports.ytd@2024-12`` *recomputes*: the number follows from others by
  arithmetic (:mod:`finreport.checks.expressions`), be it only in another unit.
- ``income_rural .. income_urban`` *bounds*: the number lies between two others. That is
  arithmetic as well, but it computes no value.
- ``~0.5: …`` in front of either of the last two makes it *approximate*: it holds up to 0.5, in
  the unit of the statement, because definitions differ a little or small parts are not printed.
  It never contradicts.

A relation is written at each statement that takes part in it, so it may check several. A number
printed twice is checked at both places, by nothing but its repetition. Where there is no rule or
only an approximate one, ``reason`` says why: one of those in the schema of ``statements.csv``.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Literal, NamedTuple, TypeAlias, get_args

from finreport.checks.expressions import Computed, Expression, Name, evaluate, parse
from finreport.editions.edition import Edition
from finreport.editions.figures import Figure
from finreport.errors import EditionError
from finreport.numbers import round_half_away

How: TypeAlias = Literal["arithmetic", "repetition", "none"]
"""How a statement is checked."""

Verdict: TypeAlias = Literal[
    "exact",
    "within_rounding",
    "contradicted",
    "approximate_holds",
    "approximate_fails",
    "not_checkable",
]
"""What a check finds.

*Exact*: what is computed rounds to what is printed. *Within rounding*: some values behind the
printed numbers satisfy the rule. *Contradicted*: none do. An approximate rule *holds* or *fails*
at its tolerance instead. *Not checkable*: there is no rule, or a number that it needs is printed
as a dash.
"""

NOT_PRINTED = "not_printed"
"""The reason of a statement whose rule needs a number that is printed as a dash."""

RULE = re.compile(r"(?:(?P<repeats>=)|~(?P<tolerance>\d+(?:\.\d+)?):)?(?P<body>.+)")


@dataclass(frozen=True)
class StatementRule:
    """A rule as :func:`parse_rule` reads it.

    ``tolerance`` is in the unit of the statement, None for a rule that holds strictly.
    ``expressions`` are one that gives the number or two that bound it.
    """

    how: How
    tolerance: Fraction | None
    expressions: tuple[Expression, ...]


class Outcome(NamedTuple):
    """How a statement is checked and with what result; see :class:`StatementCheck`."""

    how: How
    verdict: Verdict
    reason: str = ""
    is_strict: bool = True
    computed: Fraction | None = None
    lower: Fraction | None = None
    upper: Fraction | None = None


@dataclass(frozen=True)
class StatementCheck:
    """A statement and what its rule makes of it.

    ``row`` is its row in ``statements.csv``; ``value`` the string as printed, a decline without
    its minus. ``computed`` is what follows from the printed numbers, None where the rule only
    bounds, and ``lower`` and ``upper`` the ends of what may follow from the values behind them:
    in ``unit``, signed, and None where nothing is checked. ``reason`` says why nothing is, or why
    the check is only approximate, and is empty for a strict one.
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
    how: How
    verdict: Verdict
    reason: str
    is_strict: bool
    computed: Fraction | None
    lower: Fraction | None
    upper: Fraction | None


def check_statements(edition: Edition) -> list[StatementCheck]:
    """Check every statement that the edition prints up to its month, in the order of its rows.

    Raises :class:`EditionError`, naming the row, for a rule that cannot be read or evaluated, or
    that names a number that there is not, and for a reason that is missing or has no place.
    """
    return check_rows(edition, edition.records["statements"])


def check_rows(edition: Edition, rows: Iterable[int]) -> list[StatementCheck]:
    """The statements in some rows of their file, as in :func:`check_statements`."""
    return [_check(row, edition) for row in rows]


def coverage(checks: Iterable[StatementCheck]) -> dict[str, dict[str, int]]:
    """How many statements there are for each way of checking and, within it, each verdict."""
    counts: dict[str, Counter[str]] = {how: Counter() for how in get_args(How)}
    for check in checks:
        counts[check.how][check.verdict] += 1
    return {how: dict(verdicts) for how, verdicts in counts.items()}


@cache
def parse_rule(text: str) -> StatementRule:
    """Read the rule of a statement.

    Raises :class:`EditionError` for text that has none of the forms in the description of this
    module.
    """
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
    return StatementRule("arithmetic", Fraction(tolerance) if tolerance else None, expressions)


def judge(figure: Figure, reached: Sequence[Computed], tolerance: Fraction | None) -> Verdict:
    """The verdict on a printed number, given what should equal it or what should bound it.

    ``tolerance``, in the unit of the number, is None for a strict rule.
    """
    low, high = reached[0], reached[-1]
    rounded = Fraction(round_half_away(low.value, figure.decimals))
    if len(reached) == 1 and rounded == figure.value:
        return "exact"
    gap = max(
        figure.interval.lower - high.upper,
        low.lower - figure.interval.upper,
        low.lower - high.upper,  # bounds that leave no room between them
    )
    if gap <= 0:
        return "within_rounding"
    if tolerance is None:
        return "contradicted"
    return "approximate_holds" if gap <= tolerance else "approximate_fails"


def judge_repetition(figure: Figure, other: Figure) -> Verdict:
    """The verdict on a printed number, given another print of the same fact.

    Printed alike, to as many decimals and with the same word beside them, the two are equal to
    the last digit: 5.6 and 5.7 have intervals that touch, but no value rounds to both.
    """
    if (figure.decimals, figure.qualifier) == (other.decimals, other.qualifier):
        return "exact" if figure.value == other.value else "contradicted"
    ends = other.interval
    return judge(figure, [Computed(other.value, ends.lower, ends.upper)], None)


def _check(row: int, edition: Edition) -> StatementCheck:
    statement = edition.records["statements"][row]
    try:
        finding = _find(statement, edition)
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
        **finding._asdict(),
    )


def _find(statement: Mapping[str, str], edition: Edition) -> Outcome:
    rule = parse_rule(statement["rule"]) if statement["rule"] else None
    reason = statement["reason"]
    if bool(reason) == (rule is not None and rule.tolerance is None):
        raise EditionError(
            "a reason is needed where there is no rule or an approximate one, and only there; "
            f"rule: {statement['rule'] or 'none'}, reason: {reason or 'none'}."
        )
    if rule is None:
        return Outcome("none", "not_checkable", reason)
    figure = edition.find(statement["id"])
    needed = [name for expression in rule.expressions for name in expression.names]
    others = [other for name in needed if (other := edition.find(name))]
    if figure is None or len(others) < len(needed):
        return Outcome("none", "not_checkable", NOT_PRINTED)
    reached = [evaluate(expression, edition.find) for expression in rule.expressions]
    if rule.how == "repetition":
        verdict = judge_repetition(figure, others[0])
    else:
        verdict = judge(figure, reached, rule.tolerance)
    return Outcome(
        how=rule.how,
        verdict=verdict,
        reason=reason,
        is_strict=rule.tolerance is None,
        computed=reached[0].value if len(reached) == 1 else None,
        lower=reached[0].lower,
        upper=reached[-1].upper,
    )
