"""The grid of a sweep: which runs it names, and what it says of a grid that is not right."""

import shutil
import subprocess
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from finreport.editions import EditionError
from finreport.execution.sweep import Run, SweepError, read_grid

ROOT = Path(__file__).parents[2]
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]

WriteProject = Callable[..., Path]
WriteGrid = Callable[..., Path]
Finreport = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def project(write_project: WriteProject) -> Path:
    return write_project(b="", a="")


def test_a_grid_is_every_combination_in_its_order(project: Path, write_grid: WriteGrid) -> None:
    grid = write_grid(months="[2024-12, 2024-06]", languages="[zh, en]", chapters="[a, b]")
    assert read_grid(grid, project) == [
        Run(chapter, "shanxi-2025", month, language)
        for month, language, chapter in product(["2024-12", "2024-06"], ["zh", "en"], "ab")
    ]


def test_all_is_every_chapter_edition_month_and_language(
    project: Path, write_grid: WriteGrid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("shanxi-2025", "another-2025", "context"):
        source = ROOT / "data" / name.replace("another", "shanxi")
        shutil.copytree(source, tmp_path / "data" / name)
    monkeypatch.setenv("FINREPORT_DATA", str(tmp_path / "data"))
    runs = read_grid(write_grid(editions="all", months="all", languages="all"), project)
    editions = ["another-2025", "shanxi-2025"]
    assert len(runs) == 2 * 2 * 12 * 2
    assert set(runs) == {Run(*run) for run in product("ab", editions, MONTHS, ["zh", "en"])}


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"chapters": "[a, c]"}, r"chapters: there is no 'c'; available: b, a\."),
        ({"chapters": "[a, a]"}, r"chapters: 'a' is listed twice; once is enough\."),
        ({"chapters": "a"}, r"is not a grid \(.*'a' - at `\$\.chapters`\); it should have .*"),
        ({"chapters": "[]"}, r"is not a grid \(.* length >= 1 - at `\$\.chapters`\); it .*"),
        ({"chapters": "[[a]]"}, r"is not a grid \(.* - at `\$\.chapters\[0\]`\); it .*"),
        ({"editions": "[shanxi]"}, r"editions: there is no 'shanxi'; available: shanxi-2025\."),
        (
            {"months": "[2025-01]"},
            r"months: there is no '2025-01' in shanxi-2025; available: 2024-01, .*, 2024-12\.",
        ),
        ({"months": "[2024-12-01]"}, r"months: there is no '2024-12-01' in shanxi-2025; .*"),
        ({"months": "[1_000]"}, r"months: there is no '1_000' in shanxi-2025; .*"),
        ({"languages": "[no]"}, r"languages: there is no 'no'; available: zh, en\."),
        ({"languages": "[~]"}, r"languages: there is no '~'; available: zh, en\."),
        (
            {"month": "all"},
            r"is not a grid \(.* unknown field `month`\); it should have chapters, editions, "
            r"months, languages, each with a list of names, or the word all\.",
        ),
    ],
)
def test_a_name_that_is_not_there_is_told_with_file_and_key(
    given: dict[str, str], fault: str, project: Path, write_grid: WriteGrid
) -> None:
    with pytest.raises(SweepError, match=rf"^\S*grid\.yml(, | ){fault}$"):
        read_grid(write_grid(**given), project)


@pytest.mark.parametrize(
    ("contents", "fault"),
    [
        (b"chapters: [a", r"is not YAML: .*line 1.*"),
        (b"", r"is not a grid .*; it should have .*"),
        (b"- a", r"is not a grid .*; it should have .*"),
        (b"chapters: \xff", r"cannot be read: the text is not UTF-8\."),
    ],
)
def test_a_file_that_is_no_grid_is_told(contents: bytes, fault: str, project: Path) -> None:
    grid = project / "grid.yml"
    grid.write_bytes(contents)
    with pytest.raises(SweepError, match=rf"grid\.yml {fault}$"):
        read_grid(grid, project)


def test_a_missing_file_is_told(project: Path) -> None:
    with pytest.raises(SweepError, match=r"none\.yml cannot be read: No such file.*\.$"):
        read_grid(project / "none.yml", project)


def test_an_edition_that_cannot_be_opened_is_told_before_anything_runs(
    project: Path, write_grid: WriteGrid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = tmp_path / "data" / "shanxi-2025"
    shutil.copytree(ROOT / "data" / "shanxi-2025", edition)
    (edition / "economy.csv").write_text("month\n", encoding="utf-8")
    monkeypatch.setenv("FINREPORT_DATA", str(tmp_path / "data"))
    with pytest.raises(EditionError, match=r"shanxi-2025/economy\.csv, row 1"):
        read_grid(write_grid(), project)


def test_the_status_of_a_bad_grid_is_not_that_of_a_failed_run(
    project: Path, write_grid: WriteGrid, start_sweep: Finreport
) -> None:
    write_grid(languages="[no]")
    process = start_sweep()
    told, errors = process.communicate(timeout=60)
    assert (process.returncode, told) == (2, "")
    assert errors == "grid.yml, languages: there is no 'no'; available: zh, en.\n"
    assert not (project / "out").exists()


@pytest.mark.chapters
def test_the_grid_of_the_project_is_one_chapter_in_every_month() -> None:
    runs = read_grid(ROOT / "sweeps" / "months.yml", ROOT)
    assert runs == [Run("94_tests", "shanxi-2025", month, "zh") for month in MONTHS]
