"""What ``finreport check FILE...`` does: check a draft, settle findings, write a form."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from finreport.checks import accepted
from finreport.checks.draft import check_texts
from finreport.checks.findings import settled
from finreport.checks.forms import FORMS, plain
from finreport.checks.registered import with_register
from finreport.checks.wording import LANGUAGES
from finreport.documents.opening import STDIN
from finreport.errors import PlainError


class Asked(Struct, frozen=True):
    """What was asked of a check besides its texts."""

    form: str = "text"
    language: str | None = None
    strict: bool = False
    quiet: bool = False
    known: bool = False
    accept: bool = False
    judgements: Path | None = None
    marked: Path | None = None


class Answer(NamedTuple):
    """What is written, the status, and sentences: texts not read, and what to mind of others."""

    told: str
    status: int
    refused: tuple[str, ...]
    warnings: tuple[str, ...]


def run(checked: Sequence[str], asked: Asked) -> Answer:
    """Check texts: the status is 0, 1 for a new contradiction, 2 for a text not read.

    Raises :class:`PlainError` for an unknown language or judgements that cannot be read.
    """
    if asked.language not in (None, *LANGUAGES):
        raise PlainError(f"There is no language {asked.language!r}; there are zh and en.")
    beside = Path() if checked[0] == STDIN else Path(checked[0]).parent
    file = asked.judgements or beside / accepted.NAME
    known = accepted.read_accepted(file)
    report = with_register(check_texts(checked, known))
    language = asked.language or report.language
    if asked.accept and not report.refused:
        accepted.accept(report.findings, file, language)
        findings = settled(report.findings, accepted.read_accepted(file))
        report = replace(report, findings=tuple(findings))
    if asked.marked and report.texts:
        from finreport.checks.forms.marked import write_marked

        write_marked(report, checked[0], asked.marked, language)
    if asked.form == "text":
        told = plain.write(report, language, quiet=asked.quiet, known=asked.known)
    else:
        told = FORMS[asked.form](report, language)
    refused, warnings = (
        tuple(each.told(language) for each in notices)
        for notices in (report.refused, report.warnings)
    )
    return Answer(told, report.status(strict=asked.strict), refused, warnings)
