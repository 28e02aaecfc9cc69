"""Identities: each rule at each month, from the printed numbers, with a verdict."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from finreport.checks.expressions import ZeroError, evaluate_relation
from finreport.checks.rules import Rule, Strength, Verdict, load_rules
from finreport.editions import Edition
from finreport.editions.figure_names import base_name, may_be_absent
from finreport.numbers import Interval, round_half_away


class Identity(Struct, frozen=True):
    """A rule at one month (``period``): what was printed, what was computed, and the verdict.

    ``strength`` is that of the rule, whatever its verdict.
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
    strength: Strength
    verdict: Verdict
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
    months = months_of(rule, edition)
    absent = {month: absent_of(rule, edition, month) for month in months}
    for month in months:
        if not absent[month]:
            yield compare(rule, edition, month)
    if all(absent.values()):
        reason = f"not printed: {', '.join(absent[months[-1]])}"
        yield _unchecked(rule, months[-1], rule.difference.names, reason)


def months_of(rule: Rule, edition: Edition) -> Sequence[str]:
    """The months at which a rule is read."""
    if rule.period == "year":
        return edition.months[-1:]
    return [month for month in edition.months if month <= edition.as_of]


def _unchecked(rule: Rule, month: str, inputs: tuple[str, ...], reason: str) -> Identity:
    return Identity(
        rule=rule.name,
        family=rule.family,
        period=month,
        severity=rule.severity,
        strength=rule.strength,
        verdict="not_checkable",
        inputs=inputs,
        reason=reason,
    )


def absent_of(rule: Rule, edition: Edition, month: str) -> list[str]:
    """The numbers of a rule that are not printed; an edition need not have all of them."""
    return [
        name
        for name in rule.difference.names
        if (may_be_absent(base_name(name)) and base_name(name) not in edition.figures)
        or edition.find(name, month) is None
    ]


def compare(rule: Rule, edition: Edition, month: str) -> Identity:
    """A rule at a month for which all its numbers are printed."""
    figures = {name: edition.find(name, month) for name in rule.difference.names}
    inputs = tuple(figure.full_name for figure in figures.values() if figure)
    try:
        left, right, residual = evaluate_relation(
            rule.left, rule.right, rule.difference, figures.get
        )
    except ZeroError as error:
        return _unchecked(rule, month, inputs, str(error))
    figure = figures[rule.left.text] if rule.left.names == (rule.left.text,) else None
    computed = (
        right.value if figure is None else Fraction(round_half_away(right.value, figure.decimals))
    )
    allowed = rule.absolute + rule.relative * abs(right.value)
    reach = residual.interval
    return Identity(
        rule=rule.name,
        family=rule.family,
        period=month,
        severity=rule.severity,
        strength=rule.strength,
        verdict=_verdict(rule, left.value - computed, reach, allowed),
        inputs=inputs,
        printed=str(round_half_away(left.value, 4)) if figure is None else figure.printed,
        computed=right.value,
        lower=right.lower,
        upper=right.upper,
        residual=residual.value,
        tolerance=reach.width / 2 + allowed,
    )


def _verdict(rule: Rule, apart: Fraction, residual: Interval, allowed: Fraction) -> Verdict:
    """The verdict from how far the sides are ``apart`` as printed and from the residual's range."""
    if rule.severity == "approximate":
        allowance = Interval(-allowed, allowed)
        holds = residual.meets(allowance) or (rule.relation == "<=" and apart <= 0)
        return "approximate_holds" if holds else "approximate_fails"
    if rule.relation == "<=" and apart <= 0:
        return "within_limits"
    if apart == 0:
        return "exact"
    return "within_rounding" if 0 in residual else "contradicted"
