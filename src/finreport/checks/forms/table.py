"""Findings as CSV: one line a finding, for a spreadsheet."""

import csv
import io

from finreport.checks.draft import DraftReport
from finreport.checks.wording import expectation, marked

COLUMNS = (
    "grade", "law", "strength", "file", "line", "page", "printed", "unit", "subject", "expected",
    "slip", "title", "sentence", "fingerprint", "explained_by",
)  # fmt: skip


def write(report: DraftReport, language: str) -> str:
    """One line a finding, with the first suspect."""
    told = io.StringIO()
    lines = csv.writer(told, lineterminator="\n")
    lines.writerow(COLUMNS)
    for finding in report.findings:
        change = finding.change
        reading = change.fact.reading
        lines.writerow(
            (
                finding.grade,
                finding.main.law,
                finding.main.strength,
                reading.place.file,
                reading.place.line,
                reading.place.page,
                reading.printed,
                reading.unit,
                reading.subject,
                expectation(change.fact, change.needed, language),
                change.slip.kind if change.slip else "",
                finding.title(language),
                marked(change.fact),
                finding.fingerprint,
                finding.explained_by,
            )
        )
    return told.getvalue().rstrip("\n")
