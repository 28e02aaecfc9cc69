"""Running chapters: outputs, errors, and what a run must not leave behind."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from finreport.execution import ChapterError, execute_chapters, refresh_chapters

WriteChapter = Callable[..., Path]

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


def test_a_second_refresh_changes_no_byte(
    write_chapter: WriteChapter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapter = write_chapter("a", VARIED)
    assert refresh_chapters([chapter]) == [chapter]
    first = chapter.read_bytes()
    monkeypatch.chdir(tmp_path)
    assert refresh_chapters([Path("chapters/a.ipynb")]) == []
    assert chapter.read_bytes() == first


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


def test_failing_chapter_keeps_all_reference_outputs(write_chapter: WriteChapter) -> None:
    chapters = [write_chapter("a", "print(1)"), write_chapter("b", "1 / 0")]
    before = [chapter.read_bytes() for chapter in chapters]
    with pytest.raises(ChapterError):
        refresh_chapters(chapters)
    assert [chapter.read_bytes() for chapter in chapters] == before


def test_chapter_without_the_parameter_is_an_error(
    write_chapter: WriteChapter, tmp_path: Path
) -> None:
    chapter = write_chapter("a", "print(1)", parameters="edition = 'x'")
    with pytest.raises(ChapterError, match="no parameter 'as_of'; its parameters: edition"):
        execute_chapters([chapter], tmp_path / "out", parameters={"as_of": "2024-06"})


def test_file_that_is_no_notebook_is_an_error(tmp_path: Path) -> None:
    chapter = tmp_path / "a.ipynb"
    chapter.write_text("# 章", encoding="utf-8")
    with pytest.raises(ChapterError, match="Chapter a failed: the file is not a notebook"):
        execute_chapters([chapter], tmp_path / "out", parameters={})


def test_dead_kernel_is_an_error(write_chapter: WriteChapter, tmp_path: Path) -> None:
    chapter = write_chapter("a", "import os\nos._exit(1)")
    with pytest.raises(ChapterError, match="Chapter a failed: Kernel died"):
        execute_chapters([chapter], tmp_path / "out", parameters={})


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
