"""A build that is killed, and two at the same time: what is left behind, and who waits."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

WriteProject = Callable[..., Path]
WaitUntil = Callable[..., None]

HANGS = """\
import subprocess
from pathlib import Path
mark = Path({mark!r})
if not mark.exists():
    child = subprocess.Popen(["sleep", "600"])
    mark.write_text(str(child.pid))
    child.wait()
"""
"""A cell that starts a process and waits for it, the first time that it runs."""


def start_build(project: Path, *options: str) -> "subprocess.Popen[str]":
    """Start ``finreport build`` of a project as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "finreport.cli", "build", "--language=zh", "--jobs=1", *options],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "NO_COLOR": "1"},
    )


def stages(project: Path) -> list[str]:
    return [path.name for path in (project / "_build/chapters").glob(".*")]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_build_leaves_no_process_and_the_next_build_no_stage(
    write_project: WriteProject, wait_until: WaitUntil, tmp_path: Path, number: signal.Signals
) -> None:
    mark = tmp_path / "started"
    project = write_project(a=HANGS.format(mark=str(mark)))
    with start_build(project) as build:
        wait_until(lambda: mark.exists() and mark.read_text(encoding="utf-8"))
        started = psutil.Process(int(mark.read_text(encoding="utf-8")))
        processes = [started, *psutil.Process(build.pid).children(recursive=True)]
        assert len(processes) >= 3  # with the worker and what tracks its resources
        build.send_signal(number)
    _, alive = psutil.wait_procs(processes, timeout=60)
    assert alive == []
    assert len(stages(project)) == 1
    # That there is no _config.yml ends the next build, after its chapters.
    _, told = start_build(project).communicate(timeout=240)
    assert "_config.yml is missing" in told
    assert stages(project) == []
    assert (project / "_build/chapters/zh/a.ipynb").is_file()


def test_a_second_build_says_that_it_waits_and_has_its_own_chapters(
    write_project: WriteProject, wait_until: WaitUntil, tmp_path: Path
) -> None:
    mark = tmp_path / "started"
    project = write_project(a=f"{HANGS.format(mark=str(mark))}print(as_of)")
    with start_build(project, "--as-of=2024-05") as first:
        wait_until(lambda: mark.exists() and mark.read_text(encoding="utf-8"))
        with start_build(project, "--as-of=2024-06") as second:
            assert second.stderr
            assert second.stderr.readline() == (
                "Another build of this project is running; this one waits until it has ended.\n"
            )
            executed = project / "_build/chapters/zh/a.ipynb"
            assert not executed.exists()
            os.kill(int(mark.read_text(encoding="utf-8")), signal.SIGTERM)
            _, told = first.communicate(timeout=240)
            assert told.startswith(str(project / "_config.yml"))
            assert "_config.yml is missing" in second.communicate(timeout=240)[1]
    assert '"2024-06\\n"' in executed.read_text(encoding="utf-8")
