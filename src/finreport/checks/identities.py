"""Identities: each rule at each month, from the printed numbers, with a verdict."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from finreport.checks.expressions import evaluate
from finreport.checks.rules import Rule, load_rules
from finreport.editions import Edition
from finreport.editions.figure_names import base_name, may_be_absent
from finreport.numbers import Interval, round_half_away

VERDICTS = (
    "exact",
    "within_rounding",
    "approximate_holds",
    "approximate_fails",
    "contradicted",
    "not_checkable",
)
"""From the best to the worst. Only ``contradicted`` says that a printed number is wrong.

``exact``: the two sides agree as printed. ``within_rounding``: some of the values that the
printed numbers stand for satisfy the relation. ``contradicted``: none does. An approximate rule
never contradicts: it holds with what it allows, or fails. ``not_checkable``: a number that it
needs is not printed.
"""


@dataclass(frozen=True)
class Identity:
    """A rule at one month (``period``): what was printed, what was computed, and the verdict.

    ``printed`` is the left side as printed, or its value where it is an expression; ``computed``
    is the right side, which may lie from ``lower`` to ``upper``. ``residual`` is left less right
    of the printed values and ``tolerance`` half the width of its exact range, with what an
    approximate rule allows added. All are exact, in the unit of the left side. ``inputs``
    are the names of the numbers, each with its month. None and a ``reason`` stand for what cannot
    be checked.
    """

    rule: str
    family: str
    period: str
    severity: str
    verdict: str
    inputs: tuple[str, ...]
    printed: str | None = None
    computed: Fraction | None = None
    lower: Fraction | None = None
    upper: Fraction | None = None
    residual: Fraction | None = None
    tolerance: Fraction | None = None
    reason: str = ""


def check_identities(edition: Edition, rules: tuple[Rule, ...] | None = None) -> list[Identity]:
    """Every rule (default: all of ``data/rules``) at every month of the edition.

    A monthly rule is left out where a number that it needs is printed as a dash or lies before
    the edition; a rule that can be read at no month is ``not_checkable``, with the reason.
    """
    return [
        identity
        for rule in (load_rules() if rules is None else rules)
        for identity in check_rule(rule, edition)
    ]


def check_rule(rule: Rule, edition: Edition) -> Iterator[Identity]:
    """One rule, as in :func:`check_identities`."""
    printed = [month for month in edition.months if month <= edition.as_of]
    months = {"month": printed, "year": edition.months[-1:]}[rule.period]
    absent = {month: _absent(rule, edition, month) for month in months}
    for month in months:
        if not absent[month]:
            yield _compare(rule, edition, month)
    if all(absent.values()):
        yield Identity(
            rule=rule.name,
            family=rule.family,
            period=months[-1],
            severity=rule.severity,
            verdict="not_checkable",
            inputs=rule.difference.names,
            reason=f"not printed: {', '.join(absent[months[-1]])}",
        )


def _absent(rule: Rule, edition: Edition, month: str) -> list[str]:
    """The numbers of a rule that are not printed; an edition need not have all of them."""
    return [
        name
        for name in rule.difference.names
        if (may_be_absent(base_name(name)) and base_name(name) not in edition.figures)
        or edition.find(name, month) is None
    ]


def _compare(rule: Rule, edition: Edition, month: str) -> Identity:
    find = partial(edition.find, month=month)
    left, right = evaluate(rule.left, find), evaluate(rule.right, find)
    residual = evaluate(rule.difference, find)
    figure = find(rule.left.text) if rule.left.names == (rule.left.text,) else None
    computed = (
        right.value if figure is None else Fraction(round_half_away(right.value, figure.decimals))
    )
    allowed = rule.absolute + rule.relative * abs(right.value)
    return Identity(
        rule=rule.name,
        family=rule.family,
        period=month,
        severity=rule.severity,
        verdict=_verdict(rule, left.value - computed, residual.interval, allowed),
        inputs=tuple(found.full_name for found in map(find, rule.difference.names) if found),
        printed=str(round_half_away(left.value, 4)) if figure is None else figure.printed,
        computed=right.value,
        lower=right.lower,
        upper=right.upper,
        residual=residual.value,
        tolerance=residual.interval.width / 2 + allowed,
    )


def _verdict(rule: Rule, apart: Fraction, residual: Interval, allowed: Fraction) -> str:
    """The verdict from how far the sides are ``apart`` as printed and from the residual's range."""
    if apart == 0 or (rule.relation == "<=" and apart < 0):
        return "exact"
    if 0 in residual:
        return "within_rounding"
    if rule.severity == "strict":
        return "contradicted"
    holds = residual.meets(Interval(-allowed, allowed))
    return "approximate_holds" if holds else "approximate_fails"
