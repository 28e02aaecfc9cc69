"""An edition whose report prints no table: every chapter says what it lacks, and none fails."""

from pathlib import Path

import nbformat
import pytest

from finreport.editions.making import make_edition
from finreport.execution import execute_chapters
from tests.synthetic.province import Province, make_numbers, write_report

pytestmark = pytest.mark.chapters

ROOT = Path(__file__).parents[2]

CHAPTERS = ("00_summary", "20_banking", "40_trends", "42_gap", "44_pace", "94_tests")
"""Chapters that draw and compute in each way; the others do nothing else."""


@pytest.mark.usefixtures("in_this_process")
def test_chapters_run_and_say_what_is_not_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    province = Province(5)
    text = write_report(province, make_numbers(province))
    prose = "\n".join(line for line in text.split("\n") if "\t" not in line)
    (tmp_path / "report.txt").write_text(prose, encoding="utf-8")
    make_edition("bare", [tmp_path / "report.txt"], tmp_path / "data")
    monkeypatch.setenv("FINREPORT_DATA", str(tmp_path / "data"))
    chapters = [ROOT / "chapters" / f"{name}.ipynb" for name in CHAPTERS]
    parameters = {"edition": "bare", "as_of": "", "language": "en"}
    execute_chapters(chapters, tmp_path / "out", parameters=parameters)
    said = {
        name: nbformat.writes(nbformat.read(tmp_path / "out" / f"{name}.ipynb", as_version=4))
        for name in CHAPTERS
    }
    assert "this edition has no data for it" in said["20_banking"]
    assert "This edition has no data for this chapter" in said["40_trends"]
    assert "This edition has no data for this chapter" in said["42_gap"]
