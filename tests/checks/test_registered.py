"""The register of an edition, as what is known of a draft of the same report."""

import os
from pathlib import Path

import pytest

from finreport.checks import check_texts
from finreport.checks.draft import DraftReport
from finreport.checks.forms import plain
from finreport.checks.registered import with_register

SOURCES = os.environ.get("FINREPORT_SOURCES")
pytestmark = pytest.mark.skipif(not SOURCES, reason="needs the report's text, FINREPORT_SOURCES")


@pytest.fixture(scope="module")
def report_text() -> str:
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(SOURCES or "").glob("*.txt"))]
    return max(texts, key=len)


def check(text: str, folder: Path) -> DraftReport:
    draft = folder / "draft.txt"
    draft.write_text(text, encoding="utf-8")
    return with_register(check_texts([draft]))


def test_what_the_register_explains_is_known(report_text: str, tmp_path: Path) -> None:
    report = check(report_text, tmp_path)
    assert {each.grade for each in report.findings} == {"known"}
    assert {each.explained_by for each in report.findings} == {
        "shanxi-2025: october_household_increase",
        "shanxi-2025: october_corporate_increase",
        "shanxi-2025: january_short_increase",
        "shanxi-2025: january_medium_long_increase",
    }
    assert report.changed == ()
    assert report.status() == report.status(strict=True) == 0
    brief, whole = plain.write(report, "zh"), plain.write(report, "zh", known=True)
    assert "已知4项" in brief
    assert "468.7" not in brief
    assert "两个月" in whole


def test_a_new_error_beside_a_known_one_is_not_hidden(report_text: str, tmp_path: Path) -> None:
    report = check(report_text.replace("39822.3", "39832.3"), tmp_path)
    assert report.graded("contradiction")
    assert [each.id for each in report.changed] == ["october_household_increase"]
    assert report.changed[0].missing == ("39822.3",)


def test_a_mended_number_makes_its_entry_a_finding(report_text: str, tmp_path: Path) -> None:
    report = check(report_text.replace("468.7", "44.8"), tmp_path)
    assert [each.missing for each in report.changed] == [("468.7",)]
    assert len(report.graded("known")) == 3
    assert (report.status(), report.status(strict=True)) == (0, 1)
    assert "468.7" in plain.write(report, "en", quiet=True)


def test_another_report_has_no_register(report_text: str, tmp_path: Path) -> None:
    report = check(
        report_text.replace("山西省金融运行报告（2025）", "江东省金融运行报告（2025）"), tmp_path
    )
    assert len(report.graded("contradiction")) == 2
    assert not report.graded("known")
    assert report.changed == ()
