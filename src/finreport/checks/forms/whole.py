"""Findings as JSON that is complete in itself: every number that a finding speaks of is in it."""

import json
from fractions import Fraction
from typing import Any

from finreport.checks.draft import DraftReport
from finreport.checks.findings import Finding
from finreport.checks.laws import Bounds, Fact
from finreport.checks.suspects import Change
from finreport.checks.wording import marked
from finreport.reading.rendering import record


def write(report: DraftReport, language: str) -> str:
    """The whole report; its words in ``language`` and, where they are titles, in both."""
    return json.dumps(as_data(report, language), ensure_ascii=False, indent=2)


def as_data(report: DraftReport, language: str) -> dict[str, Any]:
    """The report as plain data, in the shape that a check of an edition has too."""
    told = dict.fromkeys(fact for each in report.findings for fact in each.facts)
    return {
        "documents": [
            {
                "file": text.document.file,
                "title": text.read.title,
                "place": text.read.place,
                "year": text.read.year,
                "kind": text.read.kind,
                "warnings": [each.told(language) for each in text.document.warnings],
            }
            for text in report.texts
        ],
        "findings": [_finding(each, language) for each in report.findings],
        "changed": [
            {
                "id": each.id,
                "missing": list(each.missing),
                "title_zh": each.title[0],
                "title_en": each.title[1],
            }
            for each in report.changed
        ],
        "readings": [record(fact.reading) for fact in told],
        "identities": [],
        "statements": [],
        "discrepancies": [],
        "unread": [
            {
                "file": each.place.file,
                "line": each.place.line,
                "printed": each.printed,
                "why": each.why,
            }
            for each in report.unread
        ],
        "refused": [each.told(language) for each in report.refused],
        "summary": report.summary,
    }


def _finding(finding: Finding, language: str) -> dict[str, Any]:
    change = finding.change
    return {
        "fingerprint": finding.fingerprint,
        "grade": finding.grade,
        "law": finding.main.law,
        "laws": sorted({each.law for each in finding.failing}),
        "strength": finding.main.strength,
        "title_zh": finding.title("zh"),
        "title_en": finding.title("en"),
        "told": finding.told(language),
        "numbers": [fact.reading.id for fact in finding.facts],
        "printed": change.fact.reading.printed,
        "expected": _expected(change),
        "slip": change.slip.kind if change.slip else None,
        "suspects": [[each.fact.reading.id for each in each_set] for each_set in finding.suspects],
        "suspects_expected": [
            [_expected(each) for each in each_set] for each_set in finding.suspects
        ],
        "places": [_place(fact) for fact in finding.facts],
        "explained_by": finding.explained_by or None,
    }


def _expected(change: Change) -> dict[str, Any]:
    """What a number would have to be in its printed unit; the value is what a slip explains."""
    bounds = Bounds(*(None if end is None else end / change.fact.scale for end in change.needed))
    value = change.slip.value if change.slip else None
    if value is None or not bounds.meets(Bounds(value, value)):
        ends = [end for end in bounds if end is not None]
        value = sum(ends, Fraction(0)) / 2 if len(ends) == 2 else None
    return {"value": _number(value), "lower": _number(bounds.lower), "upper": _number(bounds.upper)}


def _number(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 6)


def _place(fact: Fact) -> dict[str, Any]:
    place = fact.reading.place
    return {"file": place.file, "line": place.line, "page": place.page, "text": marked(fact)}
