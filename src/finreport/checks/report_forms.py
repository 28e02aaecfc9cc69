"""A report of checks as JSON and as CSV."""

import csv
import json
from collections.abc import Iterable
from fractions import Fraction
from io import StringIO
from typing import Any

from finreport.checks.report import CheckReport
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
