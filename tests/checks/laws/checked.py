"""Checks of a few invented sentences, as the tests of laws want them."""

from finreport.checks.draft import DraftReport, check_read, read_text
from finreport.documents import read_text as document_of

TITLE = "湖州省金融运行报告（2023）\n\n"
"""An invented province; its report of 2023 is about 2022."""


def check(text: str, *, title: str = TITLE) -> DraftReport:
    """The report on a text below an invented title."""
    return check_read([read_text(document_of(title + text, "draft.txt"))], {})


def laws(report: DraftReport) -> set[str]:
    """The laws that spoke of a number."""
    return {each.law for each in report.constraints}


def failed(report: DraftReport) -> dict[str, str]:
    """Of each law that failed the number that is suspected first."""
    return {
        each.law: finding.change.fact.reading.printed
        for finding in report.findings
        for each in finding.failing
    }
