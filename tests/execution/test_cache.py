"""The cache of executed chapters: what runs again, and what goes wrong with files."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import nbformat
import pytest

from finreport.execution import ChapterCache, cache, execute_chapters, recipe
from finreport.execution.inputs import PACKAGE

WriteChapter = Callable[..., Path]
FullDisk = Callable[[], AbstractContextManager[None]]
Change = Callable[[Path, pytest.MonkeyPatch], None]

PARAMETERS = {"as_of": "2024-06"}

READS = """\
from pathlib import Path
text = open("../data/read.txt").read() + str(sorted(Path("../data/listed").iterdir()))
try:
    open("../data/absent.txt")
except FileNotFoundError:
    text += "absent"
print(text)"""
"""A cell that reads a file, lists a folder and looks for a file that is not there."""


@pytest.fixture(autouse=True)
def project(tmp_path: Path) -> Path:
    """A project folder with a lock file and some data."""
    (tmp_path / "data/listed").mkdir(parents=True)
    for name in ("read.txt", "other.txt", "listed/one.txt"):
        (tmp_path / "data" / name).write_text("1", encoding="utf-8")
    (tmp_path / "uv.lock").write_text("lock", encoding="utf-8")
    return tmp_path


@pytest.fixture
def told() -> list[str]:
    """What the cache has told."""
    return []


def settle() -> None:
    """Let a change be older than the next build; the clocks of file systems are coarse."""
    time.sleep(2 * cache.TICK)


def build(project: Path, chapters: list[Path], told: list[str], **given: str) -> list[Path]:
    """Run what has to run, and give those chapters."""
    runs = execute_chapters(
        chapters,
        project / "_build/chapters",
        parameters=PARAMETERS | given,
        jobs=1,
        cache=ChapterCache(project, told.append),
    )
    return [run.chapter for run in runs if run.seconds]


def keep(project: Path, chapter: Path, told: list[str], *lines: str) -> ChapterCache:
    """Store a result that nobody computed, of a chapter whose kernel would have told ``lines``."""
    kept = ChapterCache(project, told.append)
    kept.find(chapter, PARAMETERS)
    log, output = project / "log", project / "output"
    log.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    output.write_bytes(b"executed" * 1000)
    kept.store(chapter, PARAMETERS, output, log)
    return kept


def found(project: Path, chapter: Path, told: list[str]) -> bytes | None:
    """What another build finds."""
    return ChapterCache(project, told.append).find(chapter, PARAMETERS)


def entries(project: Path) -> list[Path]:
    return sorted((project / "_build/cache").iterdir())


@pytest.mark.usefixtures("in_this_process")
def test_only_what_has_changed_runs_again_and_gives_what_a_new_run_gives(
    write_chapter: WriteChapter, project: Path, told: list[str]
) -> None:
    chapters = [write_chapter("a", READS), write_chapter("b", "print(as_of)")]
    settle()
    assert build(project, chapters, told) == chapters
    executed = [(project / f"_build/chapters/{name}.ipynb").read_bytes() for name in "ab"]
    assert build(project, chapters, told) == []
    assert [(project / f"_build/chapters/{name}.ipynb").read_bytes() for name in "ab"] == executed
    (project / "data/read.txt").write_text("2", encoding="utf-8")
    settle()
    assert build(project, chapters, told) == chapters[:1]
    execute_chapters(chapters, project / "anew", parameters=PARAMETERS)
    for name in ("a.ipynb", "b.ipynb"):
        cached = (project / "_build/chapters" / name).read_bytes()
        assert cached == (project / "anew" / name).read_bytes()
    assert told == []


def change_source(project: Path, patch: pytest.MonkeyPatch) -> None:
    edit_notebook(project, lambda notebook: notebook.cells[2].update(source="print(2)"))


def change_tag(project: Path, patch: pytest.MonkeyPatch) -> None:
    edit_notebook(project, lambda notebook: notebook.cells[2].metadata.update(tags=["skip"]))


def change_default(project: Path, patch: pytest.MonkeyPatch) -> None:
    edit_notebook(project, lambda notebook: notebook.cells[1].update(source='as_of = "2024-01"'))


def change_text(project: Path, patch: pytest.MonkeyPatch) -> None:
    edit_notebook(project, lambda notebook: notebook.cells[0].update(source="# 节"))


def change_parameter(project: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(PARAMETERS, "as_of", "2024-07")


def add_parameter(project: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(PARAMETERS, "language", "en")


def change_file(project: Path, patch: pytest.MonkeyPatch) -> None:
    (project / "data/read.txt").write_text("2", encoding="utf-8")


def remove_file(project: Path, patch: pytest.MonkeyPatch) -> None:
    (project / "data/read.txt").unlink()


def add_to_listed_folder(project: Path, patch: pytest.MonkeyPatch) -> None:
    (project / "data/listed/two.txt").touch()


def add_what_was_missing(project: Path, patch: pytest.MonkeyPatch) -> None:
    (project / "data/absent.txt").touch()


def change_lock(project: Path, patch: pytest.MonkeyPatch) -> None:
    (project / "uv.lock").write_text("other", encoding="utf-8")


def remove_lock(project: Path, patch: pytest.MonkeyPatch) -> None:
    (project / "uv.lock").unlink()


def change_code(project: Path, patch: pytest.MonkeyPatch) -> None:
    copy = project / "finreport"
    for path in recipe.package_files():
        (copy / path.relative_to(PACKAGE)).parent.mkdir(parents=True, exist_ok=True)
        (copy / path.relative_to(PACKAGE)).write_bytes(path.read_bytes())
    patch.setattr(recipe, "PACKAGE", copy)
    for name in ("cli.py", "publishing/site.py"):
        (copy / name).write_bytes(b"")
    assert found(project, project / "chapters/a.ipynb", []), "no chapter can tell the difference"
    with (copy / "words/zh.toml").open("a", encoding="utf-8") as words:
        words.write("\n")


def change_python(project: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sys, "version", "3.99.0")


def install_something(project: Path, patch: pytest.MonkeyPatch) -> None:
    (project / "site/pandas-99.dist-info").mkdir(parents=True)
    patch.setattr("sysconfig.get_path", lambda name: str(project / "site"))


def name_other_data(project: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("FINREPORT_DATA", str(project / "data"))


def edit_notebook(project: Path, edit: Callable[[nbformat.NotebookNode], None]) -> None:
    path = project / "chapters/a.ipynb"
    notebook = nbformat.read(path, as_version=4)
    edit(notebook)
    nbformat.write(notebook, path)


HEARD = ["data/read.txt", "data/listed", "data/absent.txt"]


@pytest.fixture
def kept(write_chapter: WriteChapter, project: Path, told: list[str]) -> Path:
    """A chapter whose result is in the cache."""
    chapter = write_chapter("a", READS)
    settle()
    keep(project, chapter, told, *(str(project / path) for path in HEARD))
    assert found(project, chapter, told)
    return chapter


@pytest.mark.parametrize(
    "change",
    [
        change_source,
        change_tag,
        change_default,
        change_text,
        change_parameter,
        add_parameter,
        change_file,
        remove_file,
        add_to_listed_folder,
        add_what_was_missing,
        change_lock,
        remove_lock,
        change_code,
        change_python,
        install_something,
        name_other_data,
    ],
)
def test_every_input_of_the_key_makes_a_chapter_run_again(
    kept: Path, project: Path, told: list[str], change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(project, monkeypatch)
    assert found(project, kept, told) is None
    assert told == []


def save_outputs(project: Path, patch: pytest.MonkeyPatch) -> None:
    output = nbformat.v4.new_output("stream", text="1")
    edit_notebook(
        project,
        lambda notebook: notebook.cells[2].update(execution_count=7, outputs=[output]),
    )


def change_other_file(project: Path, patch: pytest.MonkeyPatch) -> None:
    (project / "data/other.txt").write_text("2", encoding="utf-8")


def change_listed_file(project: Path, patch: pytest.MonkeyPatch) -> None:
    (project / "data/listed/one.txt").write_text("2", encoding="utf-8")


def change_only_times(project: Path, patch: pytest.MonkeyPatch) -> None:
    for path in [*project.glob("data/*.txt"), *project.glob("chapters/*")]:
        path.touch()


def change_there_and_back(project: Path, patch: pytest.MonkeyPatch) -> None:
    change_file(project, patch)
    (project / "data/read.txt").write_text("1", encoding="utf-8")


def add_chapter(project: Path, patch: pytest.MonkeyPatch) -> None:
    (project / "chapters/c.ipynb").write_bytes((project / "chapters/a.ipynb").read_bytes())


def change_environment(project: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("LANG", "de_DE")


@pytest.mark.parametrize(
    "change",
    [
        save_outputs,
        change_other_file,
        change_listed_file,
        change_only_times,
        change_there_and_back,
        add_chapter,
        change_environment,
    ],
)
def test_nothing_else_makes_a_chapter_run_again(
    kept: Path, project: Path, told: list[str], change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(project, monkeypatch)
    assert found(project, kept, told) == b"executed" * 1000
    assert told == []


def test_a_state_that_comes_back_is_still_known(kept: Path, project: Path, told: list[str]) -> None:
    (project / "data/read.txt").write_text("2", encoding="utf-8")
    settle()
    keep(project, kept, told, *(str(project / path) for path in HEARD))
    (project / "data/read.txt").write_text("1", encoding="utf-8")
    assert found(project, kept, told)
    assert len(entries(project)) == 2


@pytest.mark.parametrize("change", [change_file, remove_file, change_source, change_lock])
def test_what_changed_while_the_chapter_ran_is_not_kept(
    write_chapter: WriteChapter,
    project: Path,
    told: list[str],
    change: Change,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chapter = write_chapter("a", READS)
    settle()
    running = ChapterCache(project, told.append)
    running.find(chapter, PARAMETERS)
    change(project, monkeypatch)
    (project / "log").write_text(json.dumps(str(project / "data/read.txt")))
    (project / "output").write_bytes(b"of the old file, or of the new one")
    running.store(chapter, PARAMETERS, project / "output", project / "log")
    assert found(project, chapter, told) is None


@pytest.mark.parametrize("damage", ["flipped", "shorter", "empty", "text"])
def test_a_damaged_entry_is_told_and_made_again(
    kept: Path, project: Path, told: list[str], damage: str
) -> None:
    [entry] = entries(project)
    contents = entry.read_bytes()
    middle = len(contents) // 2
    flipped = contents[:middle] + bytes([contents[middle] ^ 1]) + contents[middle + 1 :]
    damaged = {"flipped": flipped, "shorter": contents[:-1], "empty": b"", "text": b"{}\n{}\n{}"}
    entry.write_bytes(damaged[damage])
    assert found(project, kept, told) is None
    assert told == [f"{entry} is damaged; its chapter runs again."]
    keep(project, kept, told, *(str(project / path) for path in HEARD))
    assert found(project, kept, told) == b"executed" * 1000
    assert len(told) == 1


def test_a_full_disk_is_told_once_and_leaves_nothing_behind(
    write_chapter: WriteChapter, project: Path, told: list[str], full_disk: FullDisk
) -> None:
    chapters = [write_chapter("a", "1"), write_chapter("b", "2")]
    settle()
    kept = ChapterCache(project, told.append)
    (project / "log").touch()
    (project / "output").write_bytes(b"executed" * 1000)
    for chapter in chapters:
        kept.find(chapter, PARAMETERS)
        with full_disk():
            kept.store(chapter, PARAMETERS, project / "output", project / "log")
    folder = project / "_build/cache"
    assert told == [
        f"{folder} cannot be written (File too large): chapters will run again the next time."
    ]
    assert entries(project) == []


def test_a_cache_that_is_a_file_is_told_once(
    write_chapter: WriteChapter, project: Path, told: list[str]
) -> None:
    (project / "_build").mkdir()
    (project / "_build/cache").touch()
    chapter = write_chapter("a", "1")
    settle()
    keep(project, chapter, told)
    assert found(project, chapter, told) is None
    assert len(told) == 1


def test_an_entry_that_cannot_be_read_is_none_and_is_made_again(
    kept: Path, project: Path, told: list[str]
) -> None:
    [entry] = entries(project)
    entry.unlink()
    entry.symlink_to(entry)
    assert found(project, kept, told) is None
    ChapterCache(project, told.append).prune()
    keep(project, kept, told, *(str(project / path) for path in HEARD))
    assert found(project, kept, told)
    assert told == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_input_that_may_not_be_read_makes_a_chapter_run_again(
    kept: Path, project: Path, told: list[str]
) -> None:
    (project / "data/read.txt").chmod(0)
    assert found(project, kept, told) is None


def test_what_a_half_written_log_tells_is_not_kept(
    write_chapter: WriteChapter, project: Path, told: list[str]
) -> None:
    chapter = write_chapter("a", "1")
    settle()
    kept = ChapterCache(project, told.append)
    kept.find(chapter, PARAMETERS)
    (project / "log").write_text('"/a"\n"/', encoding="utf-8")
    (project / "output").write_bytes(b"executed")
    kept.store(chapter, PARAMETERS, project / "output", project / "log")
    assert found(project, chapter, told) is None
    assert told == []


def test_what_a_deaf_kernel_gives_is_not_kept(
    write_chapter: WriteChapter, project: Path, told: list[str]
) -> None:
    chapter = write_chapter("a", "1")
    settle()
    kept = ChapterCache(project, told.append)
    kept.find(chapter, PARAMETERS)
    kept.store(chapter, PARAMETERS, project / "output", project / "no log")
    assert found(project, chapter, told) is None


def test_what_was_not_used_for_longest_goes_first(
    write_chapter: WriteChapter,
    project: Path,
    told: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chapters = [write_chapter(name, "1") for name in "abc"]
    settle()
    for chapter in chapters:
        keep(project, chapter, told)
    for age, entry in enumerate(entries(project)):
        os.utime(entry, (1000 + age, 1000 + age))
    assert found(project, chapters[0], told)
    oldest = min(entries(project), key=lambda entry: entry.stat().st_mtime)
    monkeypatch.setattr(cache, "LIMIT", 2.5 * oldest.stat().st_size)
    ChapterCache(project, told.append).prune()
    assert oldest not in entries(project)
    assert found(project, chapters[0], told)
    assert len(entries(project)) == 2


def test_what_a_killed_build_was_writing_goes_when_nobody_can_be_writing_it(
    kept: Path, project: Path, told: list[str]
) -> None:
    folder = project / "_build/cache"
    for name, age in ((".old", cache.ABANDONED + 60), (".new", cache.ABANDONED - 60)):
        (folder / name).touch()
        os.utime(folder / name, (time.time() - age, time.time() - age))
    ChapterCache(project, told.append).prune()
    assert [path.name for path in entries(project) if path.name.startswith(".")] == [".new"]
    assert found(project, kept, told)


ROUNDS = 10
"""How often each of the builds at the same time keeps an entry, looks for it and removes some."""


def use_often(project: Path, chapter: Path, answers: "multiprocessing.Queue[object]") -> None:
    told: list[str] = []
    for _ in range(ROUNDS):
        keep_in_own_files(project, chapter, told)
        answers.put(found(project, chapter, told))
        ChapterCache(project, told.append).prune()
    answers.put(told)


def keep_in_own_files(project: Path, chapter: Path, told: list[str]) -> None:
    log, output = project / f"log{os.getpid()}", project / f"output{os.getpid()}"
    log.touch()
    output.write_bytes(b"executed" * 10_000)
    kept = ChapterCache(project, told.append)
    kept.find(chapter, PARAMETERS)
    kept.store(chapter, PARAMETERS, output, log)


def test_builds_at_the_same_time_see_whole_entries(
    write_chapter: WriteChapter, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapter = write_chapter("a", "1")
    settle()
    monkeypatch.setattr(cache, "LIMIT", 100_000)  # so that entries are removed, too
    context = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[object] = context.Queue()
    builds = [context.Process(target=use_often, args=(project, chapter, answers)) for _ in "abc"]
    for each in builds:
        each.start()
    seen = [answers.get(timeout=120) for _ in range((ROUNDS + 1) * len(builds))]
    for each in builds:
        each.join()
    assert [each.exitcode for each in builds] == [0, 0, 0]
    assert [answer for answer in seen if isinstance(answer, list)] == [[], [], []]
    notebooks = [answer for answer in seen if not isinstance(answer, list)]
    assert set(notebooks) <= {b"executed" * 10_000, None}
    assert b"executed" * 10_000 in notebooks


WRITES_FOREVER = """\
import sys
from pathlib import Path
from finreport.execution.files import write_whole
number = 0
while True:
    write_whole(Path(sys.argv[1]) / f"{number % 3}", b"x" * 5_000_000)
    number += 1
"""


def test_a_killed_build_leaves_no_part_of_an_entry(
    project: Path, wait_until: Callable[..., None]
) -> None:
    folder = project / "_build/cache"
    folder.mkdir(parents=True)

    def complete() -> list[Path]:
        return [path for path in entries(project) if not path.name.startswith(".")]

    for count in (1, 2, 3):
        with subprocess.Popen([sys.executable, "-c", WRITES_FOREVER, folder]) as build:
            wait_until(lambda count=count: len(complete()) >= count)
            build.send_signal(signal.SIGKILL)
        assert {path.stat().st_size for path in complete()} == {5_000_000}


HANGS = """\
import time
from pathlib import Path
if not Path({mark!r}).exists():
    Path({mark!r}).touch()
    time.sleep(600)
"""

BUILDS = """\
import sys
from pathlib import Path
from finreport.execution import ChapterCache, execute_chapters
if __name__ == "__main__":
    project = Path(sys.argv[1])
    execute_chapters(
        sorted((project / "chapters").glob("*.ipynb")),
        project / "_build/chapters",
        parameters={"as_of": "2024-06"},
        jobs=1,
        cache=ChapterCache(project, print),
    )
"""


@pytest.mark.usefixtures("in_this_process")
def test_a_killed_build_keeps_what_it_had_finished(
    write_chapter: WriteChapter,
    project: Path,
    told: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    mark = tmp_path_factory.mktemp("outside") / "started"
    chapters = [write_chapter("a", READS), write_chapter("b", HANGS.format(mark=str(mark)))]
    script = mark.with_name("build.py")
    script.write_text(BUILDS, encoding="utf-8")
    settle()
    with subprocess.Popen([sys.executable, script, project], start_new_session=True) as process:
        deadline = time.monotonic() + 120
        while not mark.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
    assert mark.exists()
    assert build(project, chapters, told) == chapters[1:]
    assert told == []
