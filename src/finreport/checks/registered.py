"""The register of an edition, as what is already known of a draft of the same report."""

from collections.abc import Iterable

import rtoml
from msgspec.structs import replace

from finreport.checks.discrepancies import RegisterEntry, entries_that_apply, tell
from finreport.checks.draft import ChangedEntry, DraftReport
from finreport.checks.findings import Finding
from finreport.editions.description import FACTS
from finreport.editions.edition import Edition, open_edition
from finreport.editions.figures import Figure
from finreport.editions.folder import data_folder

REPORT, WORK_REPORT = "operations_report", "work_report"
"""The kinds of texts that an edition is made from."""


def with_register(report: DraftReport) -> DraftReport:
    """A report of a draft in which what the register of its edition explains is known.

    The edition is the one that has the title of a text of the draft; without one nothing changes.
    An entry explains a finding if all numbers of the finding are among those that it was made on.
    """
    edition = _edition_of(text.read.title for text in report.texts)
    if edition is None:
        return report
    entries = entries_that_apply(edition)
    printed = {_digits(fact.reading.printed) for fact in report.facts.all}
    kinds = {text.read.kind for text in report.texts if text.read.kind}
    changed = tuple(each for entry in entries if (each := _changed(entry, edition, printed, kinds)))
    gone = {each.id for each in changed}
    numbers = {each.id: _numbers(each, edition) for each in entries if each.id not in gone}
    findings = tuple(_settled(each, edition.name, numbers) for each in report.findings)
    return replace(report, findings=findings, changed=changed)


def _edition_of(titles: Iterable[str | None]) -> Edition | None:
    wanted = {"".join(title.split()) for title in titles if title}
    for path in sorted(data_folder().glob(f"*/{FACTS}")):
        title = rtoml.loads(path.read_text(encoding="utf-8"))["title"]["zh"]
        if "".join(title.split()) in wanted:
            return open_edition(path.parent.name)
    return None


def _settled(finding: Finding, edition: str, numbers: dict[str, set[str]]) -> Finding:
    if finding.grade == "known":
        return finding
    mine = {_digits(fact.reading.printed) for fact in finding.facts}
    for entry, known in numbers.items():
        if mine <= known:
            return replace(finding, grade="known", explained_by=f"{edition}: {entry}")
    return finding


def _changed(
    entry: RegisterEntry, edition: Edition, printed: set[str], kinds: set[str]
) -> ChangedEntry | None:
    """The entry, if the draft prints some of its numbers but not all.

    Without any of them it has no part of the report that the entry is about; what stands in
    another text, such as the work report, is missing only where that is given.
    """
    figures = [edition.find(name) for name in entry.difference.names]
    here = {_digits(each.printed) for each in figures if each and _kind(each, edition) in kinds}
    missing = tuple(sorted(here - printed))
    if not missing or len(missing) == len(here):
        return None
    title = tell(entry.words["title_zh"], edition), tell(entry.words["title"], edition, ",")
    return ChangedEntry(entry.id, missing, title)


def _kind(figure: Figure, edition: Edition) -> str:
    """The kind of text that prints a number."""
    if figure.resource == "targets":
        return WORK_REPORT
    if figure.resource != "statements":
        return REPORT
    source = edition.records["statements"][figure.row]["source"]
    return WORK_REPORT if source == WORK_REPORT else REPORT


def _numbers(entry: RegisterEntry, edition: Edition) -> set[str]:
    """The digits of every number that an entry was made on."""
    figures = [edition.find(name) for name in entry.difference.names]
    return {_digits(figure.printed) for figure in figures if figure}


def _digits(printed: str) -> str:
    """The digits without a sign: in prose a word says which way a number goes."""
    return printed.lstrip("-").replace(",", "")
