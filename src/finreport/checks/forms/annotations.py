"""Findings as annotations of GitHub Actions: workflow commands on lines of their own."""

from collections.abc import Iterator

from finreport.checks.draft import DraftReport
from finreport.checks.wording import marked

LEVELS = {"contradiction": "error", "doubt": "warning", "known": "notice"}


def write(report: DraftReport, language: str) -> str:
    """One command a finding: error, warning or, of what is known, notice."""
    return "\n".join(_commands(report, language))


def _commands(report: DraftReport, language: str) -> Iterator[str]:
    for each in report.refused:
        yield f"::error::{_data(each.told(language))}"
    for each in report.warnings:
        yield f"::warning::{_data(each.told(language))}"
    for finding in report.findings:
        fact = finding.change.fact
        place = fact.reading.place
        where = f"file={_property(place.file)}"
        if place.line is not None:
            where += f",line={place.line}"
        title = _property(finding.title(language))
        told = _data(f"{marked(fact)} {finding.told(language)}")
        yield f"::{LEVELS[finding.grade]} {where},title={title}::{told}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
