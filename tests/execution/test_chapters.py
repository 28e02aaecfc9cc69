"""Running chapters: outputs, errors, and what a run must not leave behind."""

import errno
import json
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest
from papermill.exceptions import PapermillExecutionError

from finreport.execution import (
    ChapterCache,
    ChapterError,
    chapters,
    execute_books,
    execute_chapters,
    refresh_chapters,
)
from finreport.execution.cache import TICK
from finreport.execution.files import FileError
from finreport.execution.worker import run_chapter

WriteChapter = Callable[..., Path]

here = pytest.mark.usefixtures("in_this_process")

VARIED = """\
import os
print({"甲", "乙", "丙", "丁"}, flush=True)
print(as_of, os.environ["TZ"], os.path.basename(os.getcwd()), flush=True)
{"month": as_of}"""
"""A cell with what tends to differ between runs: order, streams, environment, folder."""


def printed(path: Path) -> str:
    """What the last cell of a notebook printed."""
    outputs = nbformat.read(path, as_version=4).cells[-1].outputs
    return "".join(output.text for output in outputs if output.output_type == "stream")


@here
def test_a_second_refresh_changes_no_byte(
    write_chapter: WriteChapter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapter = write_chapter("a", VARIED)
    assert refresh_chapters([chapter]) == [chapter]
    first = chapter.read_bytes()
    monkeypatch.chdir(tmp_path)
    assert refresh_chapters([Path("chapters/a.ipynb")]) == []
    assert chapter.read_bytes() == first


@here
def test_refreshed_chapter_holds_outputs_and_nothing_else_of_the_run(
    write_chapter: WriteChapter, tmp_path: Path
) -> None:
    chapter = write_chapter("a", VARIED)
    refresh_chapters([chapter])
    text = chapter.read_text(encoding="utf-8")
    cells = json.loads(text)["cells"]
    assert [cell["id"] for cell in cells] == ["title", "parameters", "show"]
    assert [cell.get("execution_count") for cell in cells] == [None, 1, 2]
    assert [cell["metadata"] for cell in cells] == [{}, {"tags": ["parameters"]}, {}]
    assert "2024-12 UTC chapters" in printed(chapter)
    assert str(tmp_path) not in text
    assert not re.search(r"papermill|duration|\d{4}-\d\d-\d\dT\d\d:", text)
    assert list(chapter.parent.iterdir()) == [chapter]


@here
def test_streams_do_not_depend_on_timing(write_chapter: WriteChapter) -> None:
    chapter = write_chapter("a", "import time\nfor _ in 'abc':\n    print(1)\n    time.sleep(0.4)")
    refresh_chapters([chapter])
    [output] = nbformat.read(chapter, as_version=4).cells[-1].outputs
    assert output.text == "1\n1\n1\n"


def test_chapters_run_with_the_given_parameters(
    write_chapter: WriteChapter, tmp_path: Path
) -> None:
    chapters = [write_chapter("b", "print(as_of, language)"), write_chapter("a", "print(as_of)")]
    before = [chapter.read_bytes() for chapter in chapters]
    done: list[Path] = []
    runs = execute_chapters(
        chapters, tmp_path / "out", parameters={"as_of": "2024-06"}, on_done=done.append
    )
    assert [run.chapter for run in runs] == chapters
    assert [run.output for run in runs] == [tmp_path / "out/b.ipynb", tmp_path / "out/a.ipynb"]
    assert [printed(run.output) for run in runs] == ["2024-06 zh\n", "2024-06\n"]
    assert sorted(done) == sorted(chapter.resolve() for chapter in chapters)
    assert [chapter.read_bytes() for chapter in chapters] == before


SHARED = """\
from finreport.editions.shared import FOLDER
import os
print(as_of, os.path.isdir(os.environ[FOLDER]), os.environ[FOLDER])"""
"""A cell that shows where the chapters of a run leave their results to each other."""


def test_several_books_are_one_run_with_a_folder_and_parameters_each(
    write_chapter: WriteChapter, tmp_path: Path
) -> None:
    chapters = [write_chapter("a", SHARED), write_chapter("b", SHARED)]
    books = {tmp_path / month: {"as_of": month} for month in ("2024-06", "2024-03")}
    runs = execute_books(chapters, books)
    assert [(run.chapter, run.output) for run in runs] == [
        (chapter, folder / chapter.name) for folder in books for chapter in chapters
    ]
    shown = [printed(run.output).split() for run in runs]
    assert [month for month, _, _ in shown] == ["2024-06", "2024-06", "2024-03", "2024-03"]
    [(there, folder)] = {(there, folder) for _, there, folder in shown}
    assert there == "True"
    assert not Path(folder).exists()  # it goes with the run


def test_a_failing_book_leaves_the_others_as_they_were(
    write_chapter: WriteChapter, tmp_path: Path
) -> None:
    chapter = write_chapter("a", "assert as_of != '2024-03', 'no such month'")
    books = {tmp_path / month: {"as_of": month} for month in ("2024-06", "2024-03")}
    with pytest.raises(ChapterError, match="no such month"):
        execute_books([chapter], books)
    assert [path.name for path in tmp_path.iterdir()] == ["chapters"]


@here
def test_failing_chapter_is_named_and_leaves_the_target_alone(
    write_chapter: WriteChapter, tmp_path: Path
) -> None:
    good = write_chapter("good", "print(1)")
    execute_chapters([good], tmp_path / "out", parameters={})
    before = (tmp_path / "out/good.ipynb").read_bytes()
    write_chapter("good", "print(2)")
    bad = write_chapter("bad", "level = 1\nraise ValueError('first line\\nno such month')")
    with pytest.raises(ChapterError) as caught:
        execute_chapters([good, bad], tmp_path / "out", parameters={})
    error = caught.value
    assert (error.chapter, error.cell) == ("bad", "show (level = 1)")
    assert str(error) == "Chapter bad failed in cell show (level = 1): ValueError: no such month"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good.ipynb"]
    assert (tmp_path / "out/good.ipynb").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chapters", "out"]


def test_failing_chapter_cancels_those_that_wait(
    write_chapter: WriteChapter, tmp_path: Path
) -> None:
    bad = write_chapter("bad", "1 / 0")
    waiting = [
        write_chapter(f"waiting{n}", f"open({str(tmp_path / f'ran{n}')!r}, 'w').close()")
        for n in range(3)
    ]
    with pytest.raises(ChapterError, match="ZeroDivisionError"):
        execute_chapters([bad, *waiting], tmp_path / "out", parameters={}, jobs=1)
    assert list(tmp_path.glob("ran*")) == []
    assert not (tmp_path / "out").exists()


def test_chapters_that_fail_together_are_all_named_and_what_finishes_is_kept(
    write_chapter: WriteChapter, tmp_path: Path
) -> None:
    mark = str(tmp_path / "failing")
    wait = f"while not os.path.exists({mark!r}):\n    time.sleep(0.01)\ntime.sleep(1)\n"
    written = [
        write_chapter("bad", f"open({mark!r}, 'w').close()\n1 / 0"),
        write_chapter("slow", f"import os, time\n{wait}print(1)"),
        write_chapter("worse", f"import os, time\n{wait}raise ValueError"),
    ]
    time.sleep(2 * TICK)  # a change should be older than the build
    done: list[Path] = []
    cache = ChapterCache(tmp_path, print)
    with pytest.raises(ChapterError) as caught:
        execute_chapters(
            written, tmp_path / "out", parameters={}, jobs=3, on_done=done.append, cache=cache
        )
    assert sorted(str(caught.value).splitlines()) == [
        f"Chapter bad failed in cell show (open({mark!r}, 'w').close()): "
        "ZeroDivisionError: division by zero",
        "Chapter worse failed in cell show (import os, time): ValueError: it gives no message",
    ]
    assert done == [written[1].resolve()]
    found = ChapterCache(tmp_path, print)
    kept = [chapter.stem for chapter in written if found.find(chapter.resolve(), {})]
    assert kept == ["slow"]


@here
def test_failing_chapter_keeps_all_reference_outputs(write_chapter: WriteChapter) -> None:
    chapters = [write_chapter("a", "print(1)"), write_chapter("b", "1 / 0")]
    before = [chapter.read_bytes() for chapter in chapters]
    with pytest.raises(ChapterError):
        refresh_chapters(chapters)
    assert [chapter.read_bytes() for chapter in chapters] == before


@here
def test_chapter_without_the_parameter_is_an_error(
    write_chapter: WriteChapter, tmp_path: Path
) -> None:
    chapter = write_chapter("a", "print(1)", parameters="edition = 'x'")
    with pytest.raises(ChapterError, match="no parameter 'as_of'; its parameters: edition"):
        execute_chapters([chapter], tmp_path / "out", parameters={"as_of": "2024-06"})


@here
def test_file_that_is_no_notebook_is_an_error(tmp_path: Path) -> None:
    chapter = tmp_path / "a.ipynb"
    chapter.write_text("# 章", encoding="utf-8")
    with pytest.raises(ChapterError, match="Chapter a failed: the file is not a notebook"):
        execute_chapters([chapter], tmp_path / "out", parameters={})


@here
def test_dead_kernel_is_an_error(write_chapter: WriteChapter, tmp_path: Path) -> None:
    chapter = write_chapter("a", "import os\nos._exit(1)")
    with pytest.raises(ChapterError, match="Chapter a failed: Kernel died"):
        execute_chapters([chapter], tmp_path / "out", parameters={})


@here
def test_kernel_that_dies_before_it_is_ready_is_an_error(
    write_chapter: WriteChapter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chapters, "listen", end_kernels)
    chapter = write_chapter("a", "1")
    with pytest.raises(ChapterError, match="Chapter a failed: Kernel died"):
        execute_chapters([chapter], tmp_path / "out", parameters={})


def end_kernels(ipython_folder: Path) -> None:
    """Let every kernel with this folder of IPython end before it answers."""
    start_up = ipython_folder / "profile_default/startup/00.py"
    start_up.parent.mkdir(parents=True)
    start_up.write_text("__import__('os')._exit(1)", encoding="utf-8")


def test_failure_without_an_error_has_a_reason(
    write_chapter: WriteChapter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object, **options: object) -> None:
        raise PapermillExecutionError(2, 1, "print(1)", "CellExecutionError", "", [])

    monkeypatch.setattr("papermill.execute_notebook", fail)
    chapter = write_chapter("a", "print(1)")
    with pytest.raises(ChapterError, match=r"CellExecutionError: it gives no message$"):
        run_chapter(chapter, tmp_path / "out.ipynb", {})


def test_a_full_disk_is_one_sentence(
    write_chapter: WriteChapter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(chapters, "_run_all", fail)
    chapter = write_chapter("a", "print(1)")
    expected = rf"{tmp_path / 'out'} cannot be used: No space left on device\."
    with pytest.raises(FileError, match=f"^{expected}$"):
        execute_chapters([chapter], tmp_path / "out", parameters={})


@here
def test_a_chapter_that_cannot_be_written_is_one_sentence(
    write_chapter: WriteChapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, contents: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    chapter = write_chapter("a", "print(1)")
    monkeypatch.setattr(chapters, "write_whole", fail)
    with pytest.raises(FileError, match=f"^{chapter} cannot be used: No space left on device\\.$"):
        refresh_chapters([chapter])


@here
def test_the_kernel_is_the_one_of_this_environment(
    write_chapter: WriteChapter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = tmp_path / "foreign/kernels/python3"
    foreign.mkdir(parents=True)
    spec = {"argv": ["false"], "display_name": "Another Python", "language": "python"}
    (foreign / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "foreign"))
    chapter = write_chapter("a", "import sys\nprint(sys.executable)")
    [run] = execute_chapters([chapter], tmp_path / "out", parameters={})
    assert printed(run.output) == f"{sys.executable}\n"


@here
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no abstract sockets")
def test_a_kernel_needs_no_port_that_others_could_take(
    write_chapter: WriteChapter, tmp_path: Path
) -> None:
    code = """\
        from pathlib import Path

        import ipykernel

        said = ipykernel.get_connection_info(unpack=True)
        names = Path("/proc/net/unix").read_text().split()
        own = {f"{said['ip']}-{said[name]}" for name in said if name.endswith("_port")}
        print(said["transport"], len(own & set(names)))"""
    chapter = write_chapter("a", dedent(code))
    [run] = execute_chapters([chapter], tmp_path / "out", parameters={})
    assert printed(run.output) == "ipc 5\n"


@here
def test_start_up_files_of_the_user_have_no_effect(
    write_chapter: WriteChapter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    startup = tmp_path / "ipython/profile_default/startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("meddled = True", encoding="utf-8")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    chapter = write_chapter("a", "print('meddled' in globals())")
    [run] = execute_chapters([chapter], tmp_path / "out", parameters={})
    assert printed(run.output) == "False\n"


@here
def test_settings_of_matplotlib_of_the_user_have_no_effect(
    write_chapter: WriteChapter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 3", encoding="utf-8")
    monkeypatch.setenv("MATPLOTLIBRC", str(tmp_path))
    chapter = write_chapter("a", "import matplotlib\nprint(matplotlib.rcParams['font.size'])")
    [run] = execute_chapters([chapter], tmp_path / "out", parameters={})
    assert printed(run.output) == "10.0\n"
