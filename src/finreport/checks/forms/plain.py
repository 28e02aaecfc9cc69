"""Findings for people: where, the sentence with the number marked, what is wrong, the suspects."""

from collections.abc import Iterator

from finreport.checks.draft import ChangedEntry, DraftReport
from finreport.checks.findings import MOST_NAMED, Finding
from finreport.checks.wording import LANGUAGES, marked, sentence, where, word

MOST_UNREAD = 20


def write(report: DraftReport, language: str, *, quiet: bool = False, known: bool = False) -> str:
    """The findings in words; with ``quiet`` only those that are new, and nothing if none is.

    What is known is one line, unless ``known`` asks for it.
    """
    shown = [each for each in report.findings if known or each.grade != "known"]
    parts = ["\n".join(_finding(each, language)) for each in shown]
    parts += [_changed(each, language) for each in report.changed]
    if quiet or not report.texts:
        return "\n\n".join(parts)
    settled = report.graded("known")
    if settled and not known:
        names = ", ".join(dict.fromkeys(each.explained_by for each in settled))
        parts.append(sentence("known", language, count=len(settled), names=names))
    if not report.graded("contradiction"):
        parts.append(sentence("nothing", language))
    if report.unread:
        parts.append("\n".join(_unread(report, language)))
    parts.append(sentence("summary", language, **report.summary))
    return "\n\n".join(parts)


def _finding(finding: Finding, language: str) -> Iterator[str]:
    change = finding.change
    grade = word("grades", finding.grade, language)
    why = f" {finding.explained_by}" if finding.explained_by else ""
    yield f"{where(change.fact, language)} [{grade}] {finding.fingerprint}{why}"
    yield f"  {marked(change.fact)}"
    yield f"  {finding.told(language)}"
    file = change.fact.reading.place.file
    others = finding.suspects[:MOST_NAMED]
    if len(others) < 2 and len(others[0]) < 2:
        return
    yield f"  {sentence('suspects' if len(others[0]) < 2 else 'together', language).strip()}"
    for number, changes in enumerate(others, 1):
        for each in changes:
            told = finding.change_told(each, language)
            place = where(each.fact, language, named=file)
            yield f"    {number}. {place} {marked(each.fact)} → {told}"
    if len(finding.suspects) > MOST_NAMED:
        more = len(finding.suspects) - MOST_NAMED
        yield f"    {sentence('more_suspects', language, count=more)}"


def _changed(entry: ChangedEntry, language: str) -> str:
    """That an entry of the register speaks of numbers which the draft no longer prints."""
    title = entry.title[LANGUAGES.index(language)]
    missing = ", ".join(entry.missing)
    return sentence("changed", language, id=entry.id, title=title, missing=missing)


def _unread(report: DraftReport, language: str) -> Iterator[str]:
    yield sentence("unread", language)
    for each in report.unread[:MOST_UNREAD]:
        line = f":{each.place.line}" if each.place.line is not None else ""
        yield f"  {each.place.file}{line}  {each.printed}"
    if len(report.unread) > MOST_UNREAD:
        yield f"  … {len(report.unread) - MOST_UNREAD}"
