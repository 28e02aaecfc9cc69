"""The report of all checks, and its three forms."""

import csv
import json
import re
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.console import Console

from finreport.checks import CheckReport, check_edition
from finreport.checks.discrepancies import Outdated
from finreport.checks.report_forms import as_csv, as_json
from finreport.checks.strengths import STRENGTHS
from finreport.editions import open_edition
from finreport.narrative.check_listing import show
from finreport.narrative.edition_words import words_of

DATA = Path(__file__).parents[2] / "data" / "shanxi-2025"

KEYS = {
    "identities": [
        "rule",
        "family",
        "period",
        "severity",
        "residual",
        "tolerance",
        "verdict",
        "strength",
    ],
    "statements": [
        "id",
        "source",
        "section",
        "subject",
        "value",
        "unit",
        "period",
        "computed",
        "lower",
        "upper",
        "verdict",
        "strength",
        "reason",
    ],
    "claims": [
        *("id", "section", "word", "kind", "verdict", "margin", "lower", "upper", "unit"),
        *("inputs", "reason"),
    ],
    "discrepancies": [
        "resource",
        "row",
        "printed",
        "implied",
        "lower",
        "upper",
        "class",
        "evidence",
    ],
}
"""The keys of the records, which others read."""

NUMBERS = {
    "institutions": ["outlets", "employees", "assets", "legal_entities"],
    "lpr_buckets": ["share"],
    "deposits_loans": ["value"],
    "economy": ["value"],
    "financing": ["value"],
    "targets": ["value"],
    "statements": ["value"],
}


@pytest.fixture(scope="module")
def report() -> CheckReport:
    return check_edition(open_edition("shanxi-2025"))


def table(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shown(report: CheckReport, *, known: bool = False, language: str = "en") -> str:
    """What the terminal shows."""
    console = Console(width=200, file=StringIO(), color_system=None)
    with console.capture() as capture:
        show(report, words_of("shanxi-2025", language), console, known=known)
    return capture.get()


def test_json_has_exactly_the_keys_that_others_read(report: CheckReport) -> None:
    whole = json.loads(as_json(report))
    assert list(whole) == ["findings", *KEYS, "summary"]
    for part, keys in KEYS.items():
        assert whole[part]
        assert all(list(record) == keys for record in whole[part])


def test_json_grades_what_it_finds(report: CheckReport) -> None:
    entry = Outdated("entry", "retail.ytd@2024-12", ("8180.4", "8180.5"), ("1", "2"))
    changed = replace(report, outdated=(entry,), discrepancies=report.discrepancies[1:])
    found = json.loads(as_json(changed))["findings"]
    grades = Counter(each["grade"] for each in found)
    assert grades == {"contradiction": 1, "known": 3, "doubt": 1}
    assert found[0]["printed"] == "468.7"
    assert found[0]["expected"]["value"] == pytest.approx(44.8)


def test_json_has_every_statement_and_its_printed_value(report: CheckReport) -> None:
    statements = {each["id"]: each["value"] for each in json.loads(as_json(report))["statements"]}
    assert statements == {row["id"]: row["value"] for row in table("statements")}


def test_discrepancies_lead_to_their_rows(report: CheckReport) -> None:
    for each in json.loads(as_json(report))["discrepancies"]:
        row = table(each["resource"])[each["row"] - 2]
        assert each["printed"] in row.values()
        if each["lower"] is None:  # an assumption, of which rounding says nothing
            assert each["upper"] is None
            assert each["class"] == "basis_break"
        else:
            assert each["lower"] <= each["implied"] <= each["upper"]


def test_csv_has_the_records_of_the_json(report: CheckReport) -> None:
    records = list(csv.DictReader(StringIO(as_csv(report))))
    whole = json.loads(as_json(report))
    for part, keys in KEYS.items():
        rows = [record for record in records if record["part"] == part]
        assert [[row[key] for key in keys] for row in rows] == [
            ["" if each[key] is None else str(each[key]) for key in keys] for each in whole[part]
        ]


def test_coverage_counts_every_printed_number_once(report: CheckReport) -> None:
    printed = {
        name: sum(bool(row[column]) for row in table(name) for column in columns)
        for name, columns in NUMBERS.items()
    }
    assert {name: each["printed"] for name, each in report.coverage.items()} == printed
    for each in report.coverage.values():
        assert sum(each[key] for key in (*STRENGTHS, "unchecked")) == each["printed"]


def test_there_is_one_count_of_the_statements(report: CheckReport) -> None:
    counts = report.coverage["statements"]
    for key in (*STRENGTHS, "unchecked"):
        assert sum(report.statement_coverage[key].values()) == counts[key]
        strength = None if key == "unchecked" else key
        assert sum(each.strength == strength for each in report.statements) == counts[key]


def test_coverage_is_of_checks_that_were_made(report: CheckReport) -> None:
    # Nothing is printed that could check a purchasing price; the rate of change of trade is
    # checked every month.
    reached = {name for each in report.identities for name in each.inputs}
    assert "trade.ytd_yoy@2024-05" in reached
    assert "ppirm_decline" not in reached
    assert report.coverage["statements"]["unchecked"] > 0


def test_summary_adds_up(report: CheckReport) -> None:
    summary = report.summary
    assert sum(summary["identities"].values()) == len(report.identities)
    printed = (DATA / "statements.csv").read_text(encoding="utf-8").count("\n") - 1
    assert sum(sum(each.values()) for each in summary["statements"].values()) == printed
    assert sum(summary["discrepancies"].values()) == len(report.discrepancies)
    assert summary["contradictions"] == len(report.contradictions) >= len(report.unregistered)
    assert summary["edition"] == "shanxi-2025"


def test_an_earlier_month_can_be_checked() -> None:
    report = check_edition(open_edition("shanxi-2025", "2024-06"))
    assert {each.period[:7] for each in report.identities if each.verdict == "exact"} <= {
        f"2024-{month:02d}" for month in range(1, 7)
    }
    assert report.unregistered == ()


def test_the_terminal_shows_the_register_to_who_asks(report: CheckReport) -> None:
    text = shown(report, known=True)
    assert "Household deposits in October" in text
    assert "468.7" in text
    assert "between 44.7 and 44.9" in text
    assert "11890 (on an assumption)" in text
    assert "Nothing new: the register explains every contradiction (4)." in text


def test_the_terminal_tells_what_is_known_in_one_line(report: CheckReport) -> None:
    text = shown(report)
    assert "468.7" not in text
    assert "In the register: 23; --known tells them." in text


def test_the_terminal_speaks_chinese(report: CheckReport) -> None:
    text = shown(report, known=True, language="zh")
    assert "住户存款" in text
    assert "44.7至44.9之间" in text
    assert "没有新的不符，登记册均有说明（4处）。" in text
    assert not re.search(r"[A-Za-z]{4,} [A-Za-z]{3,}", text)


def test_an_entry_made_on_other_numbers_is_a_finding_of_its_own(report: CheckReport) -> None:
    entry = Outdated("entry", "retail.ytd@2024-12", ("8180.4", "8180.5"), ("1", "2"))
    text = " ".join(shown(replace(report, outdated=(entry,))).split())
    assert "retail.ytd@2024-12 was 8180.4 and is 8180.5, implied was 1 and is 2." in text


def test_the_terminal_shows_a_new_contradiction(report: CheckReport) -> None:
    unexplained = replace(report, discrepancies=())
    text = shown(unexplained)
    assert "New contradictions: 4; explained by the register: 0." in text
    assert unexplained.summary["unregistered"]
