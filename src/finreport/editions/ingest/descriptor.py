"""The descriptor of an edition's data package: ``datapackage.json``."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from finreport.editions.ingest.artefacts import Artefact
from finreport.editions.ingest.document import Document
from finreport.editions.ingest.guide import Guide
from finreport.editions.ingest.proofs import Proof
from finreport.editions.schemas import SCHEMAS

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0: the compilation; the figures are the report's",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


def describe(
    guide: Guide,
    names: Sequence[str],
    documents: Mapping[str, Document],
    proofs: Sequence[Proof],
    artefacts: Sequence[Artefact],
) -> dict[str, Any]:
    """The descriptor in the order in which it is written.

    ``names`` are those of the resources. Their hashes are left out, so that an analyst may change
    a cell and see what follows; that ingest gives the same bytes proves the committed files.
    Beside what the Frictionless Data Package specification knows, ``proofs`` says why each row
    is what it is called, and ``artefacts`` how each trace of the extraction was read.
    """
    return {
        "profile": "tabular-data-package",
        **guide["package"],
        "licenses": [LICENCE],
        "sources": [
            _source(document, guide["documents"][name]) for name, document in documents.items()
        ],
        "resources": [_resource(name, guide["places"][name]) for name in names],
        "proofs": [proof.descriptor() for proof in proofs],
        "artefacts": list(artefacts),
    }


def _source(document: Document, about: Mapping[str, Any]) -> dict[str, str]:
    described = {key: value for key, value in about.items() if key != "marks"}
    digest = hashlib.sha256(document.text.encode("utf-8")).hexdigest()
    return {"name": document.name, **described, "hash": f"sha256:{digest}"}


def _resource(name: str, place: Mapping[str, str]) -> dict[str, Any]:
    source = {key: place[key] for key in ("document", "section", "table") if key in place}
    return {
        "name": name,
        "title": place["title"],
        "title_zh": place["title_zh"],
        "profile": "tabular-data-resource",
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "sources": [{"title": _place_title(source), **source}],
        "schema": SCHEMAS[name],
    }


def _place_title(source: Mapping[str, str]) -> str:
    return ", ".join(source.values())
