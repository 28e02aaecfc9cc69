"""From the texts of an edition to its data package, written whole or not at all."""

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from finreport.editions.folder import package_files
from finreport.editions.ingest.artefacts import find_artefacts
from finreport.editions.ingest.deposits import identify
from finreport.editions.ingest.descriptor import describe
from finreport.editions.ingest.document import Document, read_documents
from finreport.editions.ingest.guide import (
    NOTHING_RENAMED,
    Guide,
    find_guide,
    read_artefacts,
    read_guide,
)
from finreport.editions.ingest.prose import read_events, read_financing, read_targets
from finreport.editions.ingest.reading import Reading
from finreport.editions.ingest.relations import prove_economy, prove_institutions, prove_lpr_buckets
from finreport.editions.ingest.statements import read_statements
from finreport.editions.ingest.tables import (
    MonthlyRow,
    monthly_records,
    read_deposits_loans,
    read_economy,
    read_institutions,
    read_lpr_buckets,
)
from finreport.editions.package import read_package
from finreport.editions.schemas import SCHEMAS
from finreport.errors import EditionError

Records: TypeAlias = Iterable[Mapping[str, str]]
"""The rows of a resource, every value the string that its file holds."""

DESCRIPTOR = "datapackage.json"
WORK_REPORT = "work_report"


def ingest(
    texts: Sequence[Path],
    edition: str,
    target: Path,
    renamed: Mapping[str, str] = NOTHING_RENAMED,
    on_record: Path | None = None,
) -> None:
    """Read the texts of ``edition`` and write its data package to the folder ``target``.

    The order of the texts does not matter: each is recognised by its content. The files of
    the package are replaced together once everything was read and proved. The same texts give
    the same bytes.
    ``renamed`` maps names in the edition's guide to those in the texts, where these are of the
    same form but about another province. A draft may be the report alone: ``on_record`` is then
    the data package from which all that the work report says is taken.

    Raises :class:`EditionError`, in one sentence, for an unknown edition, a text that is missing
    or is not of this edition, a table, row or figure that cannot be read, a proof that fails,
    and a target that holds something else than a data package.
    """
    folder = find_guide(edition)
    guide = read_guide(folder, renamed)
    documents = read_documents(
        texts,
        {name: about["marks"] for name, about in guide["documents"].items()},
        optional=() if on_record is None else (WORK_REPORT,),
    )
    said = _targets_and_statements(folder, guide, documents, renamed, on_record)
    _write(_package(guide, documents, read_artefacts(folder, renamed), said), target)


def _package(
    guide: Guide,
    documents: Mapping[str, Document],
    seen: Iterable[Mapping[str, Any]],
    said: Mapping[str, Records],
) -> dict[str, bytes]:
    """The files of the data package by name.

    ``seen`` are the artefacts that someone saw, ``said`` what the sentences of the texts say.
    """
    report = documents["report"]
    institutions = read_institutions(report, guide)
    buckets = read_lpr_buckets(report, guide)
    deposits = identify(
        read_deposits_loans(report, guide),
        guide,
        report.prose(*guide["deposits_loans"]["year_ago_sum"]["prose"]),
    )
    economy = read_economy(report, guide)
    proofs = [
        *prove_institutions(institutions, guide, report.prose(*guide["institutions"]["prose"])),
        *prove_lpr_buckets(buckets),
        *deposits.proofs,
        *prove_economy(economy),
    ]
    records: dict[str, Records] = {
        "institutions": institutions,
        "lpr_buckets": _bucket_records(buckets),
        "deposits_loans": _deposit_records(deposits),
        "economy": monthly_records(economy, "indicator", "measure", "unit"),
        "financing": read_financing(report, guide),
        "events": read_events(report, guide),
        **said,
    }
    resources = {name: _csv(rows, SCHEMAS[name]) for name, rows in records.items()}
    artefacts = find_artefacts(
        documents,
        seen,
        deposits,
        guide["deposits_loans"]["blocks"],
        proofs,
    )
    descriptor = describe(guide, list(resources), documents, proofs, artefacts)
    files = {f"{name}.csv": content for name, content in resources.items()}
    return files | {DESCRIPTOR: _json(descriptor)}


def _targets_and_statements(
    folder: Path,
    guide: Guide,
    documents: Mapping[str, Document],
    renamed: Mapping[str, str],
    on_record: Path | None,
) -> dict[str, Records]:
    report = documents["report"].text
    if WORK_REPORT in documents:
        work_report = documents[WORK_REPORT]
        statements = read_statements(folder, report, work_report.text, renamed)
        return {"targets": read_targets(work_report, guide), "statements": statements}
    assert on_record is not None, "without a record, a missing work report is refused before"
    recorded = read_package(on_record).records
    rows = recorded["statements"].values()
    said = [dict(row) for row in rows if row["source"] == WORK_REPORT]
    statements = [*read_statements(folder, report, None, renamed), *said]
    return {"targets": recorded["targets"].values(), "statements": statements}


def _bucket_records(buckets: Sequence[MonthlyRow]) -> Records:
    for record in monthly_records(buckets, "indicator"):
        yield {
            "month": record["month"],
            "bucket": record["indicator"],
            "share": record["value"],
        }


def _deposit_records(reading: Reading) -> Records:
    for row in reading.rows:
        for record in monthly_records([row], "indicator", "measure", "unit"):
            yield {"currency": reading.currency[row.line], **record}


def _csv(records: Records, schema: Mapping[str, Any]) -> bytes:
    columns = [field["name"] for field in schema["fields"]]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode("utf-8")


def _json(descriptor: Mapping[str, Any]) -> bytes:
    text = json.dumps(descriptor, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _write(files: Mapping[str, bytes], target: Path) -> None:
    """Put a folder with these files in the place of ``target``, in one step.

    What else is in it, such as the judgements of a person, stays there.
    """
    if target.exists() and not _replaceable(target):
        raise EditionError(
            f"{target.name} is there and holds no {DESCRIPTOR}, so it is not a data package: "
            "it will not be replaced."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".ingest-") as scratch:
        built, replaced = Path(scratch) / "built", Path(scratch) / "replaced"
        if target.exists():
            shutil.copytree(target, built)
            for path in package_files(built):
                path.unlink(missing_ok=True)
        built.mkdir(exist_ok=True)
        for name, content in files.items():
            (built / name).write_bytes(content)
        if target.exists():
            target.rename(replaced)
        try:
            built.rename(target)
        except OSError:
            if replaced.exists():
                replaced.rename(target)
            raise


def _replaceable(target: Path) -> bool:
    """Whether a folder holds a data package or nothing, so that no one's other files are lost."""
    return target.is_dir() and ((target / DESCRIPTOR).is_file() or not any(target.iterdir()))
