"""What a chapter is heard to read, and which changed files make it run again."""

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from finreport.execution import ChapterCache, execute_chapters
from finreport.execution.cache import TICK
from finreport.execution.opened import Listener

ROOT = Path(__file__).parents[2]
EDITION = "shanxi-2025"

WriteChapter = Callable[..., Path]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data that tests may change, in a project of its own."""
    folder = tmp_path_factory.mktemp("project") / "data"
    for name in (EDITION, "context"):
        shutil.copytree(ROOT / "data" / name, folder / name)
    return folder


@pytest.fixture(autouse=True)
def settled_data(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Editions are read from the copy, which is as it was, and was so for a while."""
    monkeypatch.setenv("FINREPORT_DATA", str(data))
    for path in filter(Path.is_file, (ROOT / "data" / EDITION).iterdir()):
        if (data / EDITION / path.name).read_bytes() != path.read_bytes():
            shutil.copyfile(path, data / EDITION / path.name)


CHAPTERS = {
    "edition": f'print(open_edition("{EDITION}", "2024-12").tables["events"])',
    "numbers": f'print(open_edition("{EDITION}", "2024-12").tables["economy"])',
    "context": 'print(read_context("lpr_quotes"))',
    "file": f"print(open(os.environ['FINREPORT_DATA'] + '/{EDITION}/events.csv').read())",
    "rules": "print(len(load_rules()))",
}
"""Chapters that each read one thing of the data."""

OPENS = """\
import os
from finreport.checks.rules import load_rules
from finreport.editions import open_edition
from finreport.editions.context import read_context
"""


@pytest.fixture(scope="module")
def chapters(data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Those chapters, run once with a cache."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    folder = data.parent / "chapters"
    folder.mkdir()
    for name, show in CHAPTERS.items():
        cells = [new_code_cell(OPENS + show, id="show")]
        nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINREPORT_DATA", str(data))
        settle()
        written = sorted(folder.glob("*.ipynb"))
        execute_chapters(
            written, data.parent / "out", parameters={}, cache=ChapterCache(data.parent, print)
        )
    return written


def settle() -> None:
    """Let a change be older than the next build; the clocks of file systems are coarse."""
    time.sleep(2 * TICK)


def to_run_again(chapters: list[Path]) -> set[str]:
    settle()
    told: list[str] = []
    cache = ChapterCache(chapters[0].parents[1], told.append)
    missing = {chapter.stem for chapter in chapters if cache.find(chapter, {}) is None}
    assert told == []
    return missing


def test_nothing_runs_again_for_nothing(chapters: list[Path]) -> None:
    assert to_run_again(chapters) == set()


@pytest.mark.parametrize(
    ("row", "after", "again"),
    [
        ("events.csv: 2024-04-09,", "2024-04-10,", {"edition", "file"}),
        ("financing.csv: total,5699,", "total,5698,", {"edition", "numbers"}),
        ('datapackage.json: "title": "', '"title": "新', {"edition", "numbers"}),
        # One that is at fault, as the chapter will say.
        ("lpr_buckets.csv: 2024-01,total,100.0", "2024-01,total,x", {"edition", "numbers"}),
    ],
)
def test_a_changed_cell_makes_those_run_again_that_read_its_file(
    chapters: list[Path], data: Path, row: str, after: str, again: set[str]
) -> None:
    file, before = row.split(": ", 1)
    path = data / EDITION / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    assert to_run_again(chapters) == again


def test_context_is_an_input_of_who_reads_it(chapters: list[Path], data: Path) -> None:
    quotes = data / "context/lpr_quotes.csv"
    before = quotes.read_bytes()
    quotes.write_bytes(before + b"\n")
    again = to_run_again(chapters)
    quotes.write_bytes(before)
    assert again == {"context"}


def test_rules_are_inputs_and_the_code_is_none(chapters: list[Path]) -> None:
    used = {
        Path(path)
        for entry in (chapters[0].parents[1] / "_build/cache").iterdir()
        for path in json.loads(entry.read_bytes().split(b"\n")[1])
    }
    rules = {*(ROOT / "data/rules").glob("*.toml")} - {ROOT / "data/rules/claims.toml"}
    assert {*rules, ROOT / "data/rules"} <= used  # claims are for the page of claims alone
    assert {path for path in used if path.suffix in (".py", ".pyc", ".ipynb")} == set()


@pytest.mark.usefixtures("in_this_process")
def test_modules_beside_a_chapter_are_inputs_by_their_source(
    write_chapter: WriteChapter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "")
    chapter = write_chapter("a", "import beside\nprint(beside.number)")
    beside = chapter.with_name("beside.py")
    beside.write_text("number = 1", encoding="utf-8")
    settle()
    for _ in range(2):  # the second time, Python reads only the compiled module
        cache = ChapterCache(tmp_path, print)
        cache.find(chapter, {})
        execute_chapters([chapter], tmp_path / "out", parameters={}, cache=cache)
        for entry in (tmp_path / "_build").rglob("cache/*"):
            assert list(json.loads(entry.read_bytes().split(b"\n")[1])) == [str(beside)]
            entry.unlink()
    assert list(chapter.parent.rglob("beside.*.pyc"))


def heard(tmp_path: Path, *events: tuple[str, tuple[object, ...]]) -> list[str]:
    listener = Listener(str(tmp_path / "log"))
    for event, arguments in events:
        listener(event, arguments)
    return [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]


def test_the_listener_tells_each_path_once_and_by_its_full_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert heard(
        tmp_path,
        ("open", ("a", "r", os.O_RDONLY)),
        ("open", (b"a", "rb", os.O_RDONLY)),
        ("open", (Path("both"), "r+", os.O_RDWR)),
        ("open", ("written", "w", os.O_WRONLY | os.O_CREAT)),
        ("open", (3, "r", os.O_RDONLY)),
        ("os.listdir", (None,)),
        ("os.scandir", ("sub",)),
        ("import", ("json",)),
    ) == [str(tmp_path / name) for name in ("a", "both", "", "sub")]
