"""Each form of the findings, against its own schema or by reading it back."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as Xml

import jsonschema
import pytest

from finreport.checks.draft import DraftReport, check_read, check_texts, read_text
from finreport.checks.forms import FORMS
from finreport.checks.forms.plain import write as as_text
from finreport.documents import read_text as document_of
from tests.checks.laws.checked import TITLE, check

SCHEMA = Path(__file__).with_name("sarif-2.1.0.json")
"""The normative schema of SARIF 2.1.0 by OASIS, as the npm package @microsoft/jest-sarif has it."""

WRONG = (
    "2022年，全省进出口总额903.4亿元。其中，出口610.2亿元，进口302.2亿元。\n\n"
    "2022年，在青川、白河、红山、蓝田三市开展了试点。"
)


@pytest.fixture(scope="module")
def report() -> DraftReport:
    return check(WRONG)


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> DraftReport:
    return check_texts([tmp_path_factory.mktemp("texts") / "missing.txt"])


def test_sarif_is_valid_against_its_schema(report: DraftReport, refused: DraftReport) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for each in (report, refused, check("")):
        for language in ("zh", "en"):
            jsonschema.validate(json.loads(FORMS["sarif"](each, language)), schema)
    run = json.loads(FORMS["sarif"](report, "en"))["runs"][0]
    assert [result["level"] for result in run["results"]] == ["error", "warning"]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    line = f"湖州省金融运行报告（2023）\n\n{WRONG}".splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "610.2"


def test_json_is_complete_in_itself(report: DraftReport, refused: DraftReport) -> None:
    whole = json.loads(FORMS["json"](report, "zh"))
    assert set(whole) >= {
        "findings", "identities", "statements", "discrepancies", "unread", "summary",
    }  # fmt: skip
    known = {reading["id"] for reading in whole["readings"]}
    for finding in whole["findings"]:
        assert set(finding["numbers"]) <= known
        assert {each for suspects in finding["suspects"] for each in suspects} <= known
        assert finding["places"][0]["line"]
        assert f"【{finding['printed']}】" in finding["places"][0]["text"]
    first = whole["findings"][0]
    assert first["grade"] == "contradiction"
    assert first["expected"]["lower"] <= 601.2 <= first["expected"]["upper"]
    assert first["expected"]["value"] == pytest.approx(601.2)
    assert first["slip"] == "exchanged"
    assert json.loads(FORMS["json"](refused, "zh"))["refused"]


def test_junit_counts_its_cases(report: DraftReport, refused: DraftReport) -> None:
    suite = Xml.fromstring(FORMS["junit"](report, "zh")).find("testsuite")
    assert suite is not None
    assert (suite.get("failures"), suite.get("skipped"), suite.get("errors")) == ("1", "1", "0")
    assert suite.get("tests") == str(len(suite.findall("testcase")))
    broken = Xml.fromstring(FORMS["junit"](refused, "zh")).find("testsuite")
    assert broken is not None
    assert broken.get("errors") == "1"


def test_csv_has_a_line_a_finding(report: DraftReport) -> None:
    rows = list(csv.DictReader(io.StringIO(FORMS["csv"](report, "en"))))
    assert [row["grade"] for row in rows] == ["contradiction", "doubt"]
    assert rows[0]["printed"] == "610.2"


def test_annotations_are_one_line_each(report: DraftReport) -> None:
    lines = FORMS["github"](report, "en").splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("::error file=draft.txt,line=3,title=")
    assert "610.2" in lines[0].rpartition("::")[2]


def test_text_tells_place_sentence_and_what_would_fit(report: DraftReport) -> None:
    told = as_text(report, "en")
    assert "draft.txt, line 3 [contradiction]" in told
    assert "【610.2】" in told
    assert "between 601.1 and 601.3 亿元 (601.2亿元 would fit: two digits were exchanged)" in told
    assert "\n    1. line 3 " in told  # the file was named by the finding
    assert as_text(check("2022年，全省进出口总额903.4亿元。"), "zh", quiet=True) == ""


def test_a_suspect_in_another_file_is_told_with_it() -> None:
    texts = {
        "one.txt": "2022年，全省进出口总额903.4亿元。",
        "other.txt": "2022年，全省进出口总额930.4亿元。",
    }
    read = [read_text(document_of(TITLE + text, name)) for name, text in texts.items()]
    told = as_text(check_read(read, {}), "zh")
    assert "one.txt，第3行 [矛盾]" in told
    assert "2. other.txt，第3行 " in told
