"""Rules: relations that must hold between printed numbers, kept as data in ``data/rules``.

A file holds ``[[rule]]`` tables with ``name``, ``family``, ``title_zh``, ``title_en``,
``expression``, ``period``, ``severity``, ``why`` and ``why_zh``. The expression is
``left = right`` or ``left <= right``, both sides as in :mod:`finreport.checks.expressions`.
A rule for several series has ``cases``, a list of tables that fill its ``{placeholders}``; in
titles they become the words that ``labels.toml`` has for them.

``period`` says when a rule is read: ``month`` at every month for which all its numbers are
printed, ``year`` once, at the last month. ``severity`` is ``strict``, or ``approximate`` with
the ``absolute`` or ``relative`` difference (relative to the right side) that it allows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from msgspec import UNSET, Struct, UnsetType, field

from finreport.checks.expressions import Expression, parse
from finreport.decoding import read_toml
from finreport.editions.errors import EditionError
from finreport.editions.names import base_name

RULES = Path(__file__).resolve().parents[3] / "data" / "rules"
"""The rules of the project; they hold for every edition, wherever its data are."""

LABELS = "labels.toml"


class Label(Struct, frozen=True, forbid_unknown_fields=True):
    """A word for titles in both languages."""

    zh: str
    en: str


class RuleTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule as written, for all its cases."""

    name: str
    family: str
    title_zh: str
    title_en: str
    expression: str
    cases: list[dict[str, str]] = field(default_factory=lambda: [{}])
    period: Literal["month", "year"]
    severity: Literal["strict", "approximate"]
    absolute: float | UnsetType = UNSET
    relative: float | UnsetType = UNSET
    why: str
    why_zh: str


class RuleFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of rules."""

    rule: list[RuleTable] = []


@dataclass(frozen=True)
class Rule:
    """A relation between two expressions of printed numbers, and why it holds.

    ``relation`` is ``=`` or ``<=``. ``absolute`` and ``relative`` are what it allows beyond
    rounding: both zero for a strict rule.
    """

    name: str
    family: str
    title_zh: str
    title_en: str
    left: Expression
    relation: str
    right: Expression
    period: str
    severity: str
    absolute: Fraction
    relative: Fraction
    why: str
    why_zh: str

    @property
    def text(self) -> str:
        """The relation as it is written."""
        return f"{self.left.text} {self.relation} {self.right.text}"

    @cached_property
    def difference(self) -> Expression:
        """Left side less right side, the residual of the relation."""
        return parse(f"({self.left.text}) - ({self.right.text})")

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The names of the numbers in it, without months."""
        return frozenset(map(base_name, self.difference.names))


@cache
def load_rules(folder: Path = RULES) -> tuple[Rule, ...]:
    """All rules, in the order of the files' names and of the tables in them.

    Raises :class:`EditionError` that names file and rule for one that cannot be used.
    """
    labels = read_toml(folder / LABELS, dict[str, Label], f"{folder.name}/{LABELS}")
    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == LABELS:
            continue
        for table in read_toml(path, RuleFile, f"{folder.name}/{path.name}").rule:
            for rule in _rules_of(table, labels, f"{folder.name}/{path.name}"):
                if rule.name in rules:
                    raise EditionError(f"{path.name}: there are two rules {rule.name!r}.")
                rules[rule.name] = rule
    if not rules:
        raise EditionError(f"There are no rules in {folder.name}/.")
    return tuple(rules.values())


def _rules_of(table: RuleTable, labels: Mapping[str, Label], file: str) -> Iterator[Rule]:
    place = f"{file}, rule {table.name!r}"
    allowances = [each for each in (table.absolute, table.relative) if each is not UNSET]
    if len(allowances) != (table.severity == "approximate"):
        raise EditionError(
            f"{place}: an approximate rule says absolute or relative, a strict one neither."
        )
    for case in table.cases:
        try:
            yield _rule(table, case, labels)
        except KeyError as error:
            raise EditionError(f"{place}: {error} is in no case, or has no label.") from None
        except EditionError as error:
            raise EditionError(f"{place}: {error}") from None


def _rule(table: RuleTable, case: Mapping[str, str], labels: Mapping[str, Label]) -> Rule:
    left, relation, right = _sides(table.expression.format_map(case))
    title_en = _title(table.title_en, case, {word: label.en for word, label in labels.items()})
    rule = Rule(
        name=table.name.format_map(case),
        family=table.family,
        title_zh=_title(table.title_zh, case, {word: label.zh for word, label in labels.items()}),
        title_en=title_en[:1].upper() + title_en[1:],
        left=left,
        relation=relation,
        right=right,
        period=table.period,
        severity=table.severity,
        absolute=_exact(table.absolute),
        relative=_exact(table.relative),
        why=table.why,
        why_zh=table.why_zh,
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


def _title(form: str, case: Mapping[str, str], words: Mapping[str, str]) -> str:
    used = {key: words[value] for key, value in case.items() if f"{{{key}}}" in form}
    return form.format_map(used)
