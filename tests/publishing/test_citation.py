"""How to cite the edition, against version 1.2.0 of the Citation File Format and the data."""

import json
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]

REQUIRED = {"authors", "cff-version", "message", "title"}
KNOWN = REQUIRED | {
    "abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords", "license",
    "license-url", "preferred-citation", "references", "repository", "repository-artifact",
    "repository-code", "type", "url", "version",
}  # fmt: skip
"""https://github.com/citation-file-format/citation-file-format/blob/1.2.0/schema-guide.md"""


def test_the_citation_file_has_its_form() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert set(citation) >= REQUIRED
    assert set(citation) <= KNOWN
    assert citation["type"] in ("software", "dataset")
    assert all(author.get("name") or author.get("family-names") for author in citation["authors"])
    for reference in citation["references"]:
        assert set(reference) >= {"authors", "title", "type"}


def test_the_report_is_cited_by_the_name_it_has_in_the_data() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    package = json.loads((ROOT / "data/shanxi-2025/datapackage.json").read_text(encoding="utf-8"))
    report = package["sources"][0]
    [reference] = citation["references"]
    assert reference["title"] == report["title"]
    [author] = reference["authors"]
    assert report["publisher"].startswith(author["name"])
