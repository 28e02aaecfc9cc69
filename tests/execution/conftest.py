"""A project of made-up chapters and its grid, and the command that sweeps over it."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

WriteChapter = Callable[..., Path]
Finreport = Callable[..., "subprocess.Popen[str]"]


def _wait_until(holds: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


@pytest.fixture(scope="session")
def wait_until() -> Callable[..., None]:
    """A function that fails unless another one gives something true within a minute."""
    return _wait_until


@contextmanager
def _full_disk() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def full_disk() -> Callable[[], AbstractContextManager[None]]:
    """A context manager in which no file may become larger than 1000 bytes."""
    return _full_disk


@pytest.fixture
def write_project(write_chapter: WriteChapter, tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a project with a chapter for each name, and gives its folder."""

    def write(**shows: str) -> Path:
        for name, show in shows.items():
            write_chapter(name, show)
        first, *others = [f"file: chapters/{name}" for name in shows]
        contents = [
            "format: jb-book",
            f"root{first.removeprefix('file')}",
            *(["chapters:"] if others else []),
            *(f"- {other}" for other in others),
        ]
        (tmp_path / "_toc.yml").write_text("\n".join(contents), encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def write_grid(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a grid of all chapters, with some keys as given, and gives it."""

    def write(**given: str) -> Path:
        keys = {
            "chapters": "all",
            "editions": "[shanxi-2025]",
            "months": "[2024-12]",
            "languages": "[zh]",
        }
        path = tmp_path / "grid.yml"
        lines = [f"{key}: {value}\n" for key, value in (keys | given).items()]
        path.write_text("".join(lines), encoding="utf-8")
        return path

    return write


@pytest.fixture
def start_sweep(tmp_path: Path) -> Finreport:
    """A function that starts ``finreport sweep grid.yml --to out`` as a process of its own."""

    def start(*options: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "finreport.cli", "sweep", "grid.yml", "--to", "out"]
        return subprocess.Popen(
            [*command, *options],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "NO_COLOR": "1"},
        )

    return start
