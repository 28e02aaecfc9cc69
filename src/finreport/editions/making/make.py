"""From documents to the folder of an edition, written whole or not at all."""

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from finreport.documents import Document
from finreport.documents import read as read_document
from finreport.editions.folder import OTHER_PACKAGES, READINGS
from finreport.editions.making import annual, describing
from finreport.editions.making.headings import Sections
from finreport.editions.making.listed_facts import facts_of
from finreport.editions.making.packaging import package
from finreport.editions.making.settled import STRUCK, Settled, Settling, at, read_settled
from finreport.editions.making.statement import REPORT, WORK_REPORT
from finreport.editions.making.statement_rows import collect, named, rows
from finreport.editions.making.table_records import table_records
from finreport.editions.package import read_package
from finreport.editions.schemas import SCHEMAS
from finreport.errors import EditionError
from finreport.reading import Readings
from finreport.reading import read as read_numbers
from finreport.reading.cells import bare_label, unit_of
from finreport.reading.grid import Grid, GridLine
from finreport.reading.table_forms import Form, FormRow

DESCRIPTOR = "datapackage.json"
EDITION = re.compile(r"[a-z0-9][a-z0-9_-]*")

SOURCES = {"operations_report": REPORT, "work_report": WORK_REPORT}
"""The kinds of text that an edition is made from, as its tables call them."""

WHAT_ROW = "A row of a standard table without a name; give it one of the data, or strike it."

UNITS = {
    resource: next(
        field["constraints"]["enum"]
        for field in SCHEMAS[resource]["fields"]
        if field["name"] == "unit"
    )
    for resource in ("financing", "targets")
}
"""The units that a resource may have."""


@dataclass(frozen=True)
class Made:
    """An edition that was made.

    ``open`` is what a person has still to settle, ``unused`` what was settled about a number that
    is no longer there. ``statements`` counts the numbers of the prose, ``named`` those that say a
    fact of the list, ``untranslated`` statements and events without English words.
    """

    folder: Path
    title: str
    statements: int
    named: int
    open: tuple[Settling, ...]
    unused: tuple[Settling, ...]
    untranslated: tuple[int, int]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class _Text:
    document: Document
    readings: Readings


def make_edition(name: str, paths: Sequence[Path], data: Path, to: Path | None = None) -> Made:
    """Make the folder ``name`` in ``data`` from a report and, if given, the work report after it.

    The order of the files does not matter: each is recognised by what it says. A folder that is
    there already is replaced in one step, with all that a person wrote in it kept and what was
    settled in its ``readings.csv`` taken. Given ``to``, that folder is written instead.

    Raises :class:`PlainError`, in one sentence, for a name that no folder should have, a folder
    that is no edition or that of another place or year, texts that are not one report and its
    work report, and a file that cannot be read.
    """
    folder = _folder(name, data)
    target = to or folder
    _need_replaceable(target)
    texts, left_out = _sorted([_read(path) for path in paths])
    report, plan = texts[REPORT], texts.get(WORK_REPORT)
    settled, listed = read_settled(folder), facts_of(folder)
    subject = describing.as_known(
        folder,
        describing.describe(
            (report.document, report.readings), (plan.document, plan.readings) if plan else None
        ),
    )
    sections = Sections(report.document.paragraphs)
    statements = [
        each
        for source, text in texts.items()
        for each in collect(text.readings, source, sections, settled)
        if each.value
    ]
    statements = named(statements, subject.place["zh"], settled, listed)
    forms = _forms(report, settled)
    records = dict(table_records((form for _, form in forms), subject.year))
    stated = list(rows(statements, subject.place["zh"], records, listed))
    plans = [plan.document] if plan else []
    events = annual.events(report.document, sections, subject.year, describing.own_events(folder))
    records |= {
        "financing": list(annual.financing(stated, UNITS["financing"])),
        "targets": list(annual.targets(stated, plans, UNITS["targets"])),
        "events": events,
        "statements": stated,
    }
    tables = [(describing.caption(grid.title), form) for grid, form in forms]
    files = package(
        name,
        subject,
        {source: text.document for source, text in texts.items()},
        records,
        tables,
        statements,
    )
    pages = describing.pages(sections.found, {form.kind: title for title, form in tables})
    files |= {
        READINGS: settled.table(),
        **{
            name: content.encode()
            for name, content in describing.files(folder, subject, pages, statements, records)
        },
    }
    _write(files, target)
    return Made(
        folder=target,
        title=subject.title["zh"],
        statements=len(statements),
        named=sum(each.fact is not None for each in statements),
        open=settled.open,
        unused=settled.unused,
        untranslated=describing.untranslated(target),
        left_out=tuple(left_out),
    )


def drift(name: str, paths: Sequence[Path], data: Path) -> list[str]:
    """The files of the edition ``name`` that its texts do not give as they are.

    Raises as :func:`make_edition` does.
    """
    with tempfile.TemporaryDirectory() as scratch:
        made = make_edition(name, paths, data, Path(scratch) / name).folder
        names = (str(path.relative_to(made)) for path in made.rglob("*.*"))
        return sorted(
            each for each in names if _content(made / each) != _content(data / name / each)
        )


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _folder(name: str, data: Path) -> Path:
    if not EDITION.fullmatch(name) or name in (*OTHER_PACKAGES, "rules"):
        raise EditionError(
            f"{name!r} cannot be the name of an edition; it should be one such as hubei-2026, of "
            "small letters, digits and strokes."
        )
    return data / name


def _need_replaceable(folder: Path) -> None:
    is_new = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    if not is_new and not (folder / DESCRIPTOR).is_file():
        raise EditionError(
            f"{folder.name} is there and holds no {DESCRIPTOR}, so it is no edition: it will not "
            "be replaced."
        )


def _read(path: Path) -> _Text:
    document = read_document(path)
    return _Text(document, read_numbers(document))


def _sorted(texts: Sequence[_Text]) -> tuple[dict[str, _Text], list[str]]:
    """The texts by what they are, the report first, and the names of those of another kind."""
    found: dict[str, _Text] = {}
    left_out = []
    for text in texts:
        source = SOURCES.get(text.readings.kind)
        if source is None:
            left_out.append(text.document.file)
            continue
        if source in found:
            raise EditionError(
                f"{found[source].document.file} and {text.document.file} are both "
                f"{_kind(source)}; give one of them."
            )
        found[source] = text
    if REPORT not in found:
        names = ", ".join(text.document.file for text in texts)
        raise EditionError(f"None of {names} is {_kind(REPORT)}, by its title; give one.")
    report = found[REPORT]
    plan = found.get(WORK_REPORT)
    if plan:
        _need_same(report, plan)
    return {REPORT: report} | ({WORK_REPORT: plan} if plan else {}), left_out


def _kind(source: str) -> str:
    return "a report on financial operations" if source == REPORT else "a government work report"


def _need_same(report: _Text, plan: _Text) -> None:
    one, other = report.readings, plan.readings
    if one.place[:2] != other.place[:2]:
        raise EditionError(
            f"{one.file} is about {one.place}, {other.file} about {other.place}; "
            "they should be about one place."
        )
    if one.period[:4] != other.period[:4]:
        raise EditionError(
            f"{one.file} is about {one.period[:4]}, {other.file} looks back on "
            f"{other.period[:4]}; they should be about one year."
        )


def _forms(report: _Text, settled: Settled) -> list[tuple[Grid, Form]]:
    """The standard tables, of each kind the first, with the rows that a person has named."""
    found: dict[str, tuple[Grid, Form]] = {}
    for grid, form in report.readings.forms:
        found.setdefault(form.kind, (grid, _with_named_rows(form, settled)))
    return list(found.values())


def _with_named_rows(form: Form, settled: Settled) -> Form:
    taken, left = list(form.rows), []
    for line in form.open_rows:
        if not line.values():
            continue
        label = bare_label(line.label)
        name = settled.ask(at(REPORT, line.cells[0].place), label, "row", "", (), WHAT_ROW)
        if name and name != STRUCK:
            _need_parts(name, label, form)
            taken.append(FormRow(line, name, "label", _unit(name, line, taken)))
        else:
            left.append(line)
    return replace(form, rows=tuple(taken), open_rows=tuple(left))


def _need_parts(name: str, label: str, form: Form) -> None:
    """A person's name of a row should be like those of its table."""
    alike = form.rows[0].name if form.rows else name
    if name.count(".") != alike.count("."):
        raise EditionError(
            f"{READINGS}: the row {label} is settled as {name}; "
            f"it should be a name such as {alike}."
        )


def _unit(name: str, line: GridLine, rows: Sequence[FormRow]) -> str | None:
    """The unit of a row that a person named: its own, else that of rows of the same measure."""
    measure = name.rpartition(".")[2]
    alike = (row.unit for row in rows if row.name.endswith(f".{measure}"))
    return unit_of(line.label) or next(alike, None)


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    """Put the files in the folder in one step, once they are an edition that can be read."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as scratch:
        built, replaced = Path(scratch) / folder.name, Path(scratch) / "replaced"
        if folder.exists():
            shutil.copytree(folder, built)
        for name, content in files.items():
            path = built / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        list(read_package(built).records.values())
        if folder.exists():
            folder.rename(replaced)
        try:
            built.rename(folder)
        except OSError:
            if replaced.exists():
                replaced.rename(folder)
            raise
