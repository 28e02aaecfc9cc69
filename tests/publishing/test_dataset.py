"""The record of the edition for search engines of data."""

import csv
import json
import re
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from finreport.editions.folder import package_files
from finreport.publishing.dataset import dataset
from finreport.publishing.record import Origin

EDITION = Path(__file__).parents[2] / "data" / "shanxi-2025"
MADE_FROM = Origin(
    "shanxi-2025", "2024-12", "0" * 64, "0.1.0", datetime(2026, 1, 2, 23, tzinfo=UTC)
)


HOME = "https://example.org/zh/"


@pytest.fixture
def record() -> dict[str, Any]:
    """The record as another program reads it."""
    found: dict[str, Any] = json.loads(json.dumps(dataset(MADE_FROM, "zh", HOME)))
    return found


def test_the_record_has_what_search_engines_of_data_require(record: dict[str, Any]) -> None:
    assert (record["@context"], record["@type"]) == ("https://schema.org/", "Dataset")
    assert record["name"] == "山西省金融运行报告（2025）"
    assert 50 <= len(record["description"]) <= 5000
    assert record["license"].startswith("https://creativecommons.org/")
    assert record["dateModified"] == "2026-01-02"
    assert len(record["isBasedOn"]) == 2


def test_every_file_of_the_package_is_offered_with_its_sum(record: dict[str, Any]) -> None:
    offered = {each["name"]: each for each in record["distribution"]}
    assert set(offered) == {path.name for path in package_files(EDITION)}
    for path in package_files(EDITION):
        assert offered[path.name]["sha256"] == sha256(path.read_bytes()).hexdigest()
        assert offered[path.name]["contentUrl"] == f"{HOME}data/shanxi-2025/{path.name}"


def test_the_months_are_those_of_the_data(record: dict[str, Any]) -> None:
    months = set()
    for name in ("deposits_loans", "lpr_buckets"):
        with (EDITION / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            months |= {row["month"] for row in csv.DictReader(file)}
    assert record["temporalCoverage"] == f"{min(months)}/{max(months)}"


def test_each_record_is_in_its_language(record: dict[str, Any]) -> None:
    english = dataset(MADE_FROM, "en", HOME)
    words = [english["name"], english["description"], english["isBasedOn"]]
    assert json.dumps(words, ensure_ascii=False).isascii()
    assert english["name"] in english["description"]
    assert record["name"] in record["description"]
    assert not re.search("[a-z]", record["description"])
