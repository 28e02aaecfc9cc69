"""What a statement is checked against: the rule of its fact, in the units that an edition prints.

A rule of the list is in the units of the list. Where an edition prints a number in another unit,
the rule takes it times a power of ten; where it does not print a number at all, the rule has no
place, and another print of the same fact is what is left.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from finreport.editions.figure_names import MONTHLY, NAME, base_name, is_statement, names_of
from finreport.editions.making.listed_facts import FactList, ListedFact
from finreport.editions.making.statement import Statement
from finreport.editions.making.units import factor

FORM = re.compile(r"(?P<repeats>=\s*)?(?:~(?P<tolerance>\d+(?:\.\d+)?):\s*)?(?P<body>.+)")
FUNCTIONS = ("sum", "min", "max")
"""Words of an expression that name no number."""

REASONS = {
    "growth": "no_series",
    "decline": "no_series",
    "change": "no_series",
    "decrease": "no_series",
    "contribution": "no_series",
    "target": "plan",
}
"""Why nothing checks a number that no rule of the list is for, by its kind."""


class Namer:
    """The names of an edition's printed numbers.

    ``tables`` are its resources but the statements, ``units`` the unit of each statement,
    ``listed`` the facts that they may say.
    """

    def __init__(
        self,
        tables: Mapping[str, Sequence[Mapping[str, str]]],
        units: Mapping[str, str],
        listed: FactList,
    ) -> None:
        self.units, self.listed = units, listed.by_id
        printed = [
            (name, row.get("month"))
            for resource, rows in tables.items()
            for row in rows
            for column, name in names_of(resource, row)
            if row.get(column) or resource in MONTHLY
        ]
        self._known = {name for name, _ in printed} | {f"{n}@{month}" for n, month in printed}

    def has(self, name: str) -> bool:
        """Whether the edition has a number of this name, in that month if it names one."""
        if is_statement(name):
            return name in self.units
        return name in self._known or ("@" not in name and base_name(name) in self._known)


def rule_and_reason(statement: Statement, namer: Namer) -> tuple[str, str]:
    """What checks a statement, and why nothing does or the check is only approximate."""
    fact = statement.fact
    if fact is None:
        return "", _reason(statement)
    if statement.id != fact.id and fact.id in namer.units:
        return _repetition(statement, fact.id, namer), ""
    rule = _in_units(statement, fact, namer)
    if rule:
        return rule, fact.reason if rule.startswith("~") else ""
    repeated = _repetition(statement, statement.others[0], namer) if statement.others else ""
    return (repeated, "") if repeated else ("", fact.reason or _reason(statement))


def _reason(statement: Statement) -> str:
    if statement.source == "work_report" and statement.kind != "target":
        return "outside_report"
    return REASONS.get(statement.kind, "single_figure")


def _repetition(statement: Statement, other: str, namer: Namer) -> str:
    times = factor(namer.units[other], statement.unit)
    if times is None:
        return ""
    return f"= {other}" if times == 1 else _times(other, times)


def _in_units(statement: Statement, fact: ListedFact, namer: Namer) -> str:
    """The rule of a fact for what this edition prints, empty where that is not possible."""
    if not fact.rule:
        return ""
    match = FORM.fullmatch(fact.rule.replace("{year}", statement.period[:4]))
    assert match, "a rule has a body"
    names = [name for name in _names_in(match["body"]) if name not in FUNCTIONS]
    own = factor(fact.unit, statement.unit)
    if own is None or not all(namer.has(name) for name in names):
        return ""
    changed = {}
    for name in namer.listed.keys() & set(names):
        times = factor(namer.units[name], namer.listed[name].unit)
        if times is None:
            return ""
        if times != 1:
            changed[name] = f"({_times(name, times)})"
    if own == 1 and not changed:
        return match[0]
    body = NAME.sub(lambda name: changed.get(name[0], name[0]), match["body"])
    scaled = " .. ".join(_times(part.strip(), own) for part in body.split(" .. "))
    if match["tolerance"]:
        return f"~{_decimal(Fraction(match['tolerance']) * own)}: {scaled}"
    return scaled


def _names_in(body: str) -> list[str]:
    return [match[0] for match in NAME.finditer(body)]


def _times(expression: str, times: Fraction) -> str:
    """An expression times a power of ten, as it is written."""
    if times == 1:
        return expression
    inner = expression if NAME.fullmatch(expression) else f"({expression})"
    return f"{inner} * {times}" if times > 1 else f"{inner} / {1 / times}"


def _decimal(value: Fraction) -> str:
    return format(float(value), "f").rstrip("0").rstrip(".")
