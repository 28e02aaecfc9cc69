"""Findings as SARIF 2.1.0 (OASIS Standard, 2020), which editors and code hosts show in place."""

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from finreport.checks.draft import DraftReport
from finreport.checks.findings import Finding
from finreport.checks.laws import Fact
from finreport.checks.wording import law_title, marked

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS = {"contradiction": "error", "doubt": "warning", "known": "note"}


def write(report: DraftReport, language: str) -> str:
    """One run with one result a finding; what is known is there, suppressed."""
    from importlib.metadata import version  # takes more time than any other form needs

    laws = sorted({finding.main.law for finding in report.findings})
    run = {
        "tool": {
            "driver": {
                "name": "finreport",
                "version": version("finreport"),
                "rules": [
                    {"id": law, "shortDescription": {"text": law_title(law, language)}}
                    for law in laws
                ],
            }
        },
        "language": "zh-CN" if language == "zh" else "en",
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.refused,
                "toolExecutionNotifications": [
                    {"level": level, "message": {"text": each.told(language)}}
                    for level, notices in (("error", report.refused), ("warning", report.warnings))
                    for each in notices
                ],
            }
        ],
        "results": [_result(each, laws, language) for each in report.findings],
    }
    whole = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _result(finding: Finding, laws: list[str], language: str) -> dict[str, Any]:
    first, *others = finding.facts
    result = {
        "ruleId": finding.main.law,
        "ruleIndex": laws.index(finding.main.law),
        "level": LEVELS[finding.grade],
        "message": {"text": f"{marked(first)} {finding.told(language)}"},
        "locations": [_location(first)],
        "relatedLocations": [_location(fact) | {"id": at} for at, fact in enumerate(others, 1)],
        "partialFingerprints": {"finreport/v1": finding.fingerprint},
    }
    if finding.grade == "known":
        result["suppressions"] = [{"kind": "external", "justification": finding.explained_by}]
    return result


def _location(fact: Fact) -> dict[str, Any]:
    place = fact.reading.place
    where: dict[str, Any] = {"artifactLocation": {"uri": quote(PurePath(place.file).as_posix())}}
    if place.line is not None:
        region: dict[str, Any] = {"startLine": place.line}
        if place.column is not None:
            region["startColumn"] = place.column
            region["endColumn"] = place.column + len(fact.reading.printed)
        where["region"] = region
    return {"physicalLocation": where, "message": {"text": marked(fact)}}
