"""A report of checks as JSON, as CSV and as text for a terminal."""

import csv
import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from io import StringIO
from typing import Any

from rich.console import Console
from rich.table import Table

from finreport.checks.discrepancies import CLASSES
from finreport.checks.report import CheckReport, Coverage, count

IDENTITY = ("rule", "family", "period", "severity", "residual", "tolerance", "verdict")
STATEMENT = (
    "id",
    "source",
    "section",
    "subject",
    "value",
    "unit",
    "period",
    "computed",
    "lower",
    "upper",
    "verdict",
)

Record = dict[str, str | int | float | None]
"""Plain data: what was printed is text, what was computed is a number, None if it was not."""


def as_records(report: CheckReport) -> dict[str, list[Record]]:
    """The checks as lists of flat records: ``identities``, ``statements``, ``discrepancies``."""
    return {
        "identities": [_pick(each, IDENTITY) for each in report.identities],
        "statements": [_pick(each, STATEMENT) for each in report.statements],
        "discrepancies": [
            {
                "resource": each.figure.resource,
                "row": each.figure.row,
                "printed": each.figure.printed,
                "implied": float(each.implied.value),
                "lower": float(each.implied.lower),
                "upper": float(each.implied.upper),
                "class": each.kind,
                "evidence": each.words["evidence"],
            }
            for each in report.discrepancies
        ],
    }


def as_json(report: CheckReport) -> str:
    """One object with the lists of :func:`as_records` and a ``summary``."""
    whole = {**as_records(report), "summary": report.summary}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def as_csv(report: CheckReport) -> str:
    """One table with all records; the first column, ``part``, says which list each is of."""
    records = [
        {"part": part, **record} for part, each in as_records(report).items() for record in each
    ]
    columns = list(dict.fromkeys(column for record in records for column in record))
    text = StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


def show(report: CheckReport, console: Console) -> None:
    """Print a summary for people: counts, every contradiction, the register, the conclusion."""
    console.print(f"[bold]{report.edition}[/bold], up to {report.as_of}\n")
    for table in (_numbers(report), _families(report), _statements(report)):
        console.print(table)
    if report.contradictions:
        console.print(_contradictions(report))
    if report.discrepancies:
        console.print(_register(report))
    if report.outdated:
        console.print(f"Judged on other numbers, so left out: {', '.join(report.outdated)}.")
    console.print(_conclusion(report))


def _pick(check: Any, columns: Iterable[str]) -> Record:
    values = {column: getattr(check, column) for column in columns}
    return {
        column: float(value) if isinstance(value, Fraction) else value
        for column, value in values.items()
    }


def _numbers(report: CheckReport) -> Table:
    table = _table(
        "Printed numbers", "table", "printed", "by arithmetic", "printed twice", "unchecked"
    )
    whole = Coverage(
        printed=sum(each.printed for each in report.coverage.values()),
        arithmetic=sum(each.arithmetic for each in report.coverage.values()),
        repetition=sum(each.repetition for each in report.coverage.values()),
    )
    for name, each in [*report.coverage.items(), ("all", whole)]:
        rest = each.printed - each.arithmetic - each.repetition
        table.add_row(name, *map(str, (each.printed, each.arithmetic, each.repetition, rest)))
    return table


def _families(report: CheckReport) -> Table:
    families: dict[str, list[str]] = {}
    for each in report.identities:
        families.setdefault(each.family, []).append(each.verdict)
    return _verdicts("Relations", "family", {k: count(v) for k, v in families.items()})


def _statements(report: CheckReport) -> Table:
    return _verdicts("Statements", "checked by", report.summary["statements"])


def _verdicts(title: str, first: str, counts: Mapping[str, Mapping[str, int]]) -> Table:
    verdicts = list(dict.fromkeys(verdict for each in counts.values() for verdict in each))
    table = _table(title, first, *(verdict.replace("_", " ") for verdict in verdicts))
    for name, each in counts.items():
        table.add_row(name, *(str(each.get(verdict, "")) for verdict in verdicts))
    return table


def _contradictions(report: CheckReport) -> Table:
    table = _table("Contradictions", "relation", "period", "printed", "implied", "register")
    for each in report.contradictions:
        known = each.explained_by
        table.add_row(
            each.name,
            each.period,
            each.printed,
            _range(each.lower, each.upper),
            known.kind if known else "[bold red]new[/bold red]",
        )
    return table


def _register(report: CheckReport) -> Table:
    table = _table("Register", "class", "printed", "implied", "times rounding", "what")
    for each in sorted(report.discrepancies, key=lambda each: list(CLASSES).index(each.kind)):
        table.add_row(
            each.kind,
            each.figure.printed,
            _range(each.implied.lower, each.implied.upper),
            f"{float(each.ratio):.1f}",
            each.words["title"],
        )
    table.columns[-1].justify = "left"
    return table


def _range(lower: Fraction | None, upper: Fraction | None) -> str:
    """Both ends with as many decimals, up to six, as tell them well apart."""
    if lower is None or upper is None:
        return ""
    width = upper - lower
    decimals = next((d for d in range(6) if width * 10**d >= 2), 6) if width else 1
    return f"{float(lower):.{decimals}f} to {float(upper):.{decimals}f}"


def _conclusion(report: CheckReport) -> str:
    new, known = len(report.unregistered), len(report.contradictions) - len(report.unregistered)
    if not new:
        return f"[green]Nothing new: the register explains every contradiction ({known}).[/green]"
    return f"[red]New contradictions: {new}; explained by the register: {known}.[/red]"


def _table(title: str, first: str, *others: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", expand=False)
    table.add_column(first, overflow="fold")
    for name in others:
        table.add_column(name, justify="right")
    return table
