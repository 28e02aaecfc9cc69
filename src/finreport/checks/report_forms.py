"""A report of checks as JSON, as CSV and as text for a terminal."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from io import StringIO
from typing import Any

from rich.console import Console
from rich.table import Table

from finreport.checks.discrepancies import CLASSES, Outdated
from finreport.checks.report import CheckReport, Contradiction, count
from finreport.checks.strengths import STRENGTHS
from finreport.checks.verbal_claims import JudgedClaim

IDENTITY = ("rule", "family", "period", "severity", "residual", "tolerance", "verdict", "strength")
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
    "strength",
    "reason",
)

Record = dict[str, str | int | float | None]
"""Plain data: what was printed is text, what was computed is a number, None if it was not."""


def as_records(report: CheckReport) -> dict[str, list[Record]]:
    """The checks as flat records: ``identities``, ``statements``, ``claims``, ``discrepancies``."""
    return {
        "identities": [_pick(each, IDENTITY) for each in report.identities],
        "statements": [_pick(each, STATEMENT) for each in report.statements],
        "claims": [_claim(each) for each in report.claims],
        "discrepancies": [
            {
                "resource": each.figure.resource,
                "row": each.figure.row,
                "printed": each.figure.printed,
                "implied": float(each.implied),
                "lower": float(each.interval.lower) if each.interval else None,
                "upper": float(each.interval.upper) if each.interval else None,
                "class": each.kind,
                "evidence": each.words["evidence"],
            }
            for each in report.discrepancies
        ],
    }


def as_json(report: CheckReport) -> str:
    """One object with the ``findings``, the lists of :func:`as_records` and a ``summary``."""
    whole = {"findings": _findings(report), **as_records(report), "summary": report.summary}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _findings(report: CheckReport) -> list[dict[str, Any]]:
    """What does not add up, each with its grade; entries of the register that no longer apply."""
    found: list[dict[str, Any]] = [
        {
            "grade": "known" if each.explained_by else "contradiction",
            "name": each.name,
            "period": each.period,
            "numbers": list(each.inputs),
            "printed": each.printed,
            "expected": {
                "value": None if each.computed is None else float(each.computed),
                "lower": None if each.lower is None else float(each.lower),
                "upper": None if each.upper is None else float(each.upper),
            },
            "explained_by": each.explained_by.id if each.explained_by else None,
        }
        for each in report.contradictions
    ]
    for entry in report.outdated:
        (before, now), (implied, implied_now) = entry.printed, entry.implied
        found.append(
            {
                "grade": "doubt",
                "name": entry.id,
                "period": report.as_of,
                "numbers": [entry.name],
                "printed": now,
                "expected": {"value": float(before), "lower": None, "upper": None},
                "explained_by": None,
                "implied": implied_now,
                "judged_on": implied,
            }
        )
    return found


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


def show(report: CheckReport, console: Console, *, known: bool = False) -> None:
    """Print a summary for people: counts, what is new, and the conclusion.

    What the register explains is one line, unless ``known`` asks for it.
    """
    console.print(f"[bold]{report.edition}[/bold], up to {report.as_of}\n")
    for table in (_numbers(report), _families(report)):
        console.print(table)
    if report.claims:
        counts = count(each.verdict.replace("_", " ") for each in report.claims)
        told = ", ".join(f"{verdict}: {number}" for verdict, number in counts.items())
        console.print(f"Claims in words: {len(report.claims)}; {told}.")
    shown = report.contradictions if known else report.unregistered
    if shown:
        console.print(_contradictions(shown))
    if known and report.discrepancies:
        console.print(_register(report))
    for each in report.outdated:
        console.print(_changed(each))
    if report.discrepancies and not known:
        console.print(f"In the register: {len(report.discrepancies)}; --known tells them.")
    console.print(_conclusion(report))


def _claim(claim: JudgedClaim) -> Record:
    """A claim: its word, the verdict, and the margin that decides it with its bounds."""
    margin = claim.margin
    room = margin.room if margin else None
    return {
        "id": claim.id,
        "section": claim.entry.section,
        "word": claim.word.id,
        "kind": claim.word.kind,
        "verdict": claim.verdict,
        "margin": float(room.value) if room else None,
        "lower": float(room.lower) if room else None,
        "upper": float(room.upper) if room else None,
        "unit": claim.word.unit,
        "inputs": " ".join(margin.inputs) if margin else "",
        "reason": claim.entry.reason,
    }


def _pick(check: Any, columns: Iterable[str]) -> Record:
    values = {column: getattr(check, column) for column in columns}
    return {
        column: float(value) if isinstance(value, Fraction) else value
        for column, value in values.items()
    }


def _numbers(report: CheckReport) -> Table:
    columns = [*STRENGTHS, "unchecked"]
    table = _table("Printed numbers by their strongest check", "table", "printed", *columns)
    whole = Counter[str]()
    for each in report.coverage.values():
        whole.update(each)
    for name, counts in [*report.coverage.items(), ("all", whole)]:
        table.add_row(name, *(str(counts[column]) for column in ("printed", *columns)))
    table.add_row("relations", "", *(str(report.relations[each]) for each in STRENGTHS), "")
    return table


def _families(report: CheckReport) -> Table:
    families: dict[str, list[str]] = {}
    for each in report.identities:
        families.setdefault(each.family, []).append(each.verdict)
    return _verdicts("Relations", "family", {k: count(v) for k, v in families.items()})


def _verdicts(title: str, first: str, counts: Mapping[str, Mapping[str, int]]) -> Table:
    verdicts = list(dict.fromkeys(verdict for each in counts.values() for verdict in each))
    table = _table(title, first, *(verdict.replace("_", " ") for verdict in verdicts))
    for name, each in counts.items():
        table.add_row(name, *(str(each.get(verdict, "")) for verdict in verdicts))
    return table


def _contradictions(contradictions: Iterable[Contradiction]) -> Table:
    table = _table("Contradictions", "relation", "period", "printed", "implied", "register")
    for each in contradictions:
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
            _range(each.interval.lower, each.interval.upper)
            if each.interval
            else f"{each.entry.implied} (assumed)",
            "" if each.ratio is None else f"{float(each.ratio):.1f}",
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


def _changed(outdated: Outdated) -> str:
    """That an entry of the register speaks of numbers which are no longer there."""
    (printed, now), (implied, implied_now) = outdated.printed, outdated.implied
    return (
        f"[magenta]The register's {outdated.id} was made on other numbers:[/magenta] "
        f"{outdated.name} was {printed} and is {now}, implied was {implied} and is {implied_now}."
    )


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
