"""Named results as JSON and CSV, and the file that a page offers."""

import csv
import json
from collections.abc import Mapping
from io import StringIO

import pytest
from rich.console import Console

from finreport.analysis.results import TOO_FEW, Result, Results
from finreport.figures.exhibits import Download
from finreport.narrative.listing import as_csv, as_json, show
from finreport.words import Language

METHOD = "由余额与同比推算，见第一、二节"

WORDS = Language(
    "zh",
    {
        "method": {"implied": METHOD},
        "unit": {"%": "%", "probability": "概率"},
        "reason": {TOO_FEW: "点数太少"},
    },
)

A, P, Q = (
    Result(
        group="levels", series=series, statistic="level", period="2024-01", variant="",
        value=value, lower=lower, upper=upper, bounds="exact" if lower else "", unit=unit,
        method="implied", family=family, n=n, inputs=inputs, adjusted=adjusted, reason=reason,
    )
    for series, value, lower, upper, unit, family, n, inputs, adjusted, reason in (
        ("a", 1 / 3, 0.25, 45586.85, "%", "", 2, ("a@2024-01", "b@2024-01"), None, ""),
        ("p", 0.0123, None, None, "probability", "f", 12, ("a",), 0.0246, ""),
        ("q", None, None, None, "probability", "f", 3, ("a",), None, TOO_FEW),
    )
)  # fmt: skip

RESULTS = Results([A, P, Q])


@pytest.fixture
def records() -> Mapping[str, Mapping[str, object]]:
    found: Mapping[str, Mapping[str, object]] = json.loads(as_json(RESULTS, WORDS))
    return found


def test_every_result_has_value_unit_method_and_inputs(
    records: Mapping[str, Mapping[str, object]],
) -> None:
    assert list(records) == [A.name, P.name, Q.name]
    assert records[A.name]["value"] == 0.3333333333
    assert (records[A.name]["lower"], records[A.name]["upper"]) == (0.25, 45586.85)
    assert records[A.name]["unit"] == "%"
    assert records[A.name]["method"] == METHOD
    assert records[A.name]["inputs"] == ["a@2024-01", "b@2024-01"]
    assert (records[P.name]["value"], records[P.name]["adjusted"]) == (0.0123, 0.0246)


def test_without_a_value_there_is_a_reason(records: Mapping[str, Mapping[str, object]]) -> None:
    assert records[Q.name]["value"] is None
    assert records[Q.name]["reason"] == TOO_FEW


def test_the_csv_holds_the_same_as_the_json(records: Mapping[str, Mapping[str, object]]) -> None:
    rows = list(csv.DictReader(StringIO(as_csv(RESULTS, WORDS))))
    assert [row["name"] for row in rows] == list(records)
    for row in rows:
        record = records[row.pop("name")]
        inputs = record["inputs"]
        assert isinstance(inputs, list)
        written = {key: "" if value is None else str(value) for key, value in record.items()}
        assert row == written | {"inputs": " ".join(inputs)}


def test_people_see_the_value_or_why_there_is_none() -> None:
    console = Console(width=100, record=True, file=StringIO())
    show(RESULTS, WORDS, console)
    lines = console.export_text().splitlines()
    assert "45,586.85" in lines[1]
    assert lines[2].split()[:2] == [P.name, "0.0123"]
    assert lines[3].split() == [Q.name, "点数太少"]


def test_a_download_carries_its_text_and_its_name() -> None:
    data, metadata = Download("results.csv", "name\ng.a\n", "下载")._repr_mimebundle_()
    assert data["text/csv"] == "name\ng.a\n"
    assert metadata == {"text/csv": {"filename": "results.csv"}}
    assert '<a href="downloads/results.csv" download>下载</a>' in data["text/html"]
