"""Rules: relations that must hold between printed numbers, kept as data in ``data/rules``.

A file holds ``[[rule]]`` tables with ``name``, ``family``, ``expression``, ``period`` and
``severity``. The expression is ``left = right`` or ``left <= right``, both sides as in
:mod:`finreport.checks.expressions`. A rule for several series has an ``id`` and ``cases``, a list
of tables that fill its ``{placeholders}``. What it says and why it holds stand in the catalogues
of words under ``relation.<id>``; the id of a rule for one series is its name.

``period`` says when a rule is read: ``month`` at every month for which all its numbers are
printed, ``year`` once, at the last month. ``severity`` is ``strict``, or ``approximate`` with
the ``absolute`` or ``relative`` difference (relative to the right side) that it allows.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType, field

from finreport.checks.expressions import Expression, difference, parse
from finreport.decoding import read_toml
from finreport.editions.figure_names import base_name
from finreport.editions.folder import PROJECT_DATA
from finreport.errors import EditionError

Strength: TypeAlias = Literal["equality", "limit", "approximation", "repetition"]
"""How much a check that holds says of a number, from the most to the least.

An *equality* settles it within rounding; a *limit* only keeps it on one side, or between two
others; an *approximation* allows for what is not printed; a *repetition* says that the same fact
is printed alike elsewhere, which does not make it right.
"""

Verdict: TypeAlias = Literal[
    "exact",
    "within_limits",
    "within_rounding",
    "repeated",
    "approximate_holds",
    "approximate_fails",
    "contradicted",
    "not_checkable",
]
"""What a check finds, from the best to the worst.

*Exact*: the two sides of an equality agree as printed. *Within limits*: a limit holds as printed.
*Within rounding*: some of the values that the printed numbers stand for satisfy the rule.
*Repeated*: two prints of a fact agree. *Contradicted*: no values satisfy the rule; only this says
that a printed number is wrong. An approximate rule never contradicts, and however close its sides
are it never says more than that it *holds* with what it allows, or *fails*. *Not checkable*: there
is no rule, or a number that it needs is not printed, or may be zero where it divides.
"""

FAILS: tuple[Verdict, ...] = ("contradicted", "approximate_fails")
"""The verdicts of a check that does not hold."""

RULES = PROJECT_DATA / "rules"
"""The rules of the project; they hold for every edition, wherever its data are."""


CLAIM_WORDS = "claims.toml"
"""The file beside them that has no rules but the meaning of words (:mod:`verbal_claims`)."""


class RuleTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule as written, for all its cases."""

    id: str = ""
    name: str
    family: str
    expression: str
    cases: list[dict[str, str]] = field(default_factory=lambda: [{}])
    period: Literal["month", "year"]
    severity: Literal["strict", "approximate"]
    absolute: float | UnsetType = UNSET
    relative: float | UnsetType = UNSET


class RuleFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of rules."""

    rule: list[RuleTable] = []


class Rule(Struct, frozen=True, dict=True):
    """A relation between two expressions of printed numbers.

    ``id`` leads to its words, whose placeholders ``case`` fills. ``relation`` is ``=`` or ``<=``.
    ``absolute`` and ``relative`` are what it allows beyond rounding: both zero for a strict rule.
    """

    id: str
    case: Mapping[str, str]
    name: str
    family: str
    left: Expression
    relation: str
    right: Expression
    period: str
    severity: str
    absolute: Fraction
    relative: Fraction

    @property
    def text(self) -> str:
        """The relation as it is written."""
        return f"{self.left.text} {self.relation} {self.right.text}"

    @property
    def strength(self) -> Strength:
        """How much it says of a number where it holds."""
        if self.severity == "approximate":
            return "approximation"
        return "equality" if self.relation == "=" else "limit"

    @cached_property
    def difference(self) -> Expression:
        """Left side less right side, the residual of the relation."""
        return difference(self.left, self.right)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The names of the numbers in it, without months."""
        return frozenset(map(base_name, self.difference.names))


@cache
def load_rules(folder: Path = RULES) -> tuple[Rule, ...]:
    """All rules, in the order of the files' names and of the tables in them.

    Raises :class:`EditionError` that names file and rule for one that cannot be used.
    """
    rules: dict[str, Rule] = {}
    for path in sorted(set(folder.glob("*.toml")) - {folder / CLAIM_WORDS}):
        for table in read_toml(path, RuleFile, f"{folder.name}/{path.name}").rule:
            for rule in _rules_of(table, f"{folder.name}/{path.name}"):
                if rule.name in rules:
                    raise EditionError(f"{path.name}: there are two rules {rule.name!r}.")
                rules[rule.name] = rule
    if not rules:
        raise EditionError(f"There are no rules in {folder.name}/.")
    return tuple(rules.values())


def _rules_of(table: RuleTable, file: str) -> Iterator[Rule]:
    place = f"{file}, rule {table.name!r}"
    allowances = [each for each in (table.absolute, table.relative) if each is not UNSET]
    if len(allowances) != (table.severity == "approximate"):
        raise EditionError(
            f"{place}: an approximate rule says absolute or relative, a strict one neither."
        )
    for case in table.cases:
        try:
            yield _rule(table, case)
        except KeyError as error:
            raise EditionError(f"{place}: {error} is in no case.") from None
        except EditionError as error:
            raise EditionError(f"{place}: {error}") from None


def _rule(table: RuleTable, case: Mapping[str, str]) -> Rule:
    left, relation, right = _sides(table.expression.format_map(case))
    rule = Rule(
        id=table.id or table.name,
        case=case,
        name=table.name.format_map(case),
        family=table.family,
        left=left,
        relation=relation,
        right=right,
        period=table.period,
        severity=table.severity,
        absolute=_exact(table.absolute),
        relative=_exact(table.relative),
    )
    if not rule.difference.names:
        raise EditionError(f"{rule.text!r} names no printed number.")
    return rule


def _exact(allowed: float | UnsetType) -> Fraction:
    """The number as it is written, which binary fractions are not."""
    return Fraction(0) if allowed is UNSET else Fraction(str(allowed))


def _sides(text: str) -> tuple[Expression, str, Expression]:
    relation = "<=" if "<=" in text else "="
    sides = [side.strip() for side in text.split(relation)]
    if len(sides) != 2:
        raise EditionError(f"{text!r} should be written as 'left = right' or 'left <= right'.")
    return parse(sides[0]), relation, parse(sides[1])
