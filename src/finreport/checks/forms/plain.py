"""Findings for people: where, the sentence with the number marked, what is wrong, the suspects."""

from collections.abc import Iterator

from finreport.checks.draft import DraftReport
from finreport.checks.findings import MOST_NAMED, Finding
from finreport.checks.wording import marked, sentence, where, word

MOST_UNREAD = 20


def write(report: DraftReport, language: str, *, quiet: bool = False) -> str:
    """The findings in words; with ``quiet`` only those that are new, and nothing if none is."""
    new = [each for each in report.findings if each.grade != "known"]
    parts = ["\n".join(_finding(each, language)) for each in new]
    if quiet or not report.texts:
        return "\n\n".join(parts)
    if not report.graded("contradiction"):
        parts.append(sentence("nothing", language))
    if report.unread:
        parts.append("\n".join(_unread(report, language)))
    parts.append(sentence("summary", language, **report.summary))
    return "\n\n".join(parts)


def _finding(finding: Finding, language: str) -> Iterator[str]:
    change = finding.change
    grade = word("grades", finding.grade, language)
    yield f"{where(change.fact, language)} [{grade}] {finding.fingerprint}"
    yield f"  {marked(change.fact)}"
    yield f"  {finding.told(language)}"
    others = finding.suspects[:MOST_NAMED]
    if len(others) < 2 and len(others[0]) < 2:
        return
    yield f"  {sentence('suspects' if len(others[0]) < 2 else 'together', language).strip()}"
    for number, changes in enumerate(others, 1):
        for each in changes:
            told = finding.change_told(each, language)
            yield f"    {number}. {where(each.fact, language)} {marked(each.fact)} → {told}"


def _unread(report: DraftReport, language: str) -> Iterator[str]:
    yield sentence("unread", language)
    for each in report.unread[:MOST_UNREAD]:
        line = f":{each.place.line}" if each.place.line is not None else ""
        yield f"  {each.place.file}{line}  {each.printed}"
    if len(report.unread) > MOST_UNREAD:
        yield f"  … {len(report.unread) - MOST_UNREAD}"
