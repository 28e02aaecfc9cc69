"""The data package of an edition that is made from documents: its tables and its descriptor."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from finreport.documents import Document
from finreport.documents.document import Place
from finreport.editions.making.describing import Subject
from finreport.editions.making.statement import Statement
from finreport.editions.schemas import SCHEMAS
from finreport.reading.table_forms import Form, FormRow

Records = Sequence[Mapping[str, str]]

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0: the compilation; the figures are the report's",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}

TITLES = {
    "institutions": ("Banking institutions at the end of {year}", "{year}年末银行业金融机构情况"),
    "lpr_buckets": ("Shares of loans by interest rate", "贷款各利率区间占比"),
    "deposits_loans": ("Monthly deposits and loans of financial institutions", "主要存贷款指标"),
    "economy": (
        "Monthly economic indicators, cumulative since the beginning of the year",
        "主要经济指标",
    ),
    "financing": ("Aggregate financing to the real economy in {year}", "社会融资规模"),
    "events": ("Economic and financial events of {year}", "经济金融大事"),
    "targets": ("Targets of the provincial government for {next}", "{next}年主要预期目标"),
    "statements": ("Numbers printed in the sentences of the texts", "正文中的数字"),
}

RESOURCES = {
    "institutions": "institutions",
    "lending_rates": "lpr_buckets",
    "deposits_loans": "deposits_loans",
    "economy": "economy",
}
"""The resource of each standard table."""


def package(
    name: str,
    subject: Subject,
    sources: Mapping[str, Document],
    records: Mapping[str, Records],
    tables: Sequence[tuple[str, Form]],
    statements: Sequence[Statement],
) -> dict[str, bytes]:
    """The files of the package by name; ``tables`` are the standard ones with their captions.

    Beside what the Frictionless Data Package specification knows, ``identified`` says of each row
    of a printed table where it stands and what decided which row it is, ``proofs`` which relations
    of the rows were tested, and ``places`` where each statement stands. Hashes of the tables are
    left out, so that an analyst may change a cell and see what follows.
    """
    captions = {RESOURCES[form.kind]: caption for caption, form in tables}
    descriptor = {
        "profile": "tabular-data-package",
        "name": name,
        "title": subject.title["zh"],
        "title_en": subject.title["en"],
        "description": f"The figures that the report printed for {subject.year}, each the string "
        "as printed, with the proof of what it measures and the place where it stands.",
        "version": "1.0.0",
        "licenses": [LICENCE],
        "sources": [_source(source, document, subject) for source, document in sources.items()],
        "resources": [
            _resource(each, captions.get(each, ""), subject, is_printed=bool(records[each]))
            for each in SCHEMAS
        ],
        "identified": [
            {"resource": RESOURCES[form.kind], **_identified(row)}
            for _, form in tables
            for row in form.rows
        ],
        "proofs": [
            {"resource": RESOURCES[form.kind], **proof._asdict()}
            for _, form in tables
            for proof in form.proofs
            if proof.tested
        ],
        "places": {each.id: _place(each) for each in statements},
    }
    files = {f"{each}.csv": table(records[each], SCHEMAS[each]) for each in SCHEMAS}
    text = json.dumps(descriptor, ensure_ascii=False, indent=2)
    return files | {"datapackage.json": f"{text}\n".encode()}


def table(rows: Iterable[Mapping[str, str]], schema: Mapping[str, Any]) -> bytes:
    """The file of a resource."""
    text = io.StringIO()
    columns = [field["name"] for field in schema["fields"]]
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _source(source: str, document: Document, subject: Subject) -> dict[str, str]:
    title = subject.title if source == "report" else subject.work_report
    digest = hashlib.sha256(Path(document.file).read_bytes()).hexdigest()
    found = {"name": source, "title": title["zh"], "title_en": title["en"]}
    if source == "report" and subject.branch:
        found["publisher"] = subject.branch
    return found | {"hash": f"sha256:{digest}"}


def _resource(name: str, caption: str, subject: Subject, *, is_printed: bool) -> dict[str, Any]:
    english, chinese = (
        title.format(year=subject.year, next=subject.year + 1) for title in TITLES[name]
    )
    document = "work_report" if name == "targets" else "report"
    source = {"document": document} | ({"table": caption} if caption else {})
    return {
        "name": name,
        "title": english,
        "title_zh": chinese,
        "profile": "tabular-data-resource",
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "sources": [{"title": ", ".join(source.values()), **source}],
        "schema": SCHEMAS[name],
        **({} if is_printed else {"not_printed": True}),
    }


def _identified(row: FormRow) -> dict[str, Any]:
    """A row of a printed table: its name, its label as printed, its place, what decided."""
    stands = _stands(row.line.cells[0].place)
    stands.pop("column", None)
    return {"row": row.name, "printed": row.line.label, **stands, "decided_by": row.by}


def _place(statement: Statement) -> dict[str, Any]:
    """Where a statement stands: in which of the sources, and where there."""
    return {"source": statement.source, **_stands(statement.reading.place)}


def _stands(place: Place) -> dict[str, Any]:
    """A place in a file, without what the file's format does not have."""
    stands = {"line": place.line, "column": place.column, "page": place.page}
    return {key: value for key, value in stands.items() if value is not None} | (
        {"element": place.element} if place.element else {}
    )
