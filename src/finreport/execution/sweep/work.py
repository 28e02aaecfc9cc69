"""The work of one run, wherever it is done: in a pool of this machine or on a cluster."""

import os
import platform
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Literal, TypeAlias

import nbformat

from finreport.editions.shared import FOLDER
from finreport.errors import ChapterError, SweepError
from finreport.execution.kernel import kernel_environment
from finreport.execution.recipe import surroundings
from finreport.execution.sweep.keys import key_function
from finreport.execution.sweep.named import Named, named_results
from finreport.execution.sweep.plan import Run
from finreport.execution.worker import run_chapter

Status: TypeAlias = Literal["finished", "failed"]

# Running a chapter changes the folder and the environment of its process, so a Dask worker with
# several threads runs one chapter at a time all the same.
_ALONE = Lock()


@dataclass(frozen=True)
class Task:
    """What a worker needs for a run.

    ``notebook`` is the chapter in the folder ``project``; ``data`` is the folder of editions if
    ``FINREPORT_DATA`` names one; ``key`` is that of the run where the sweep was started.
    ``results`` is a folder in which all runs of the sweep share results, if they have one.
    """

    run: Run
    notebook: Path
    project: Path
    data: str | None
    key: str
    results: Path | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a run.

    ``seconds`` is how long it ran, None if its process died. ``error_cell`` and ``error`` are
    empty unless it failed. ``results`` has the named results of the notebook, and ``notebook``
    is the executed notebook as a file; both are empty if it failed.
    """

    run: Run
    key: str
    status: Status
    seconds: float | None
    error_cell: str = ""
    error: str = ""
    results: Mapping[str, Named] = field(default_factory=dict)
    notebook: bytes = field(default=b"", repr=False, compare=False)


def perform(task: Task) -> Outcome:
    """Run a chapter; one that fails is an outcome too.

    The project, the editions and this package have to be at the same place on the machine of
    the worker, with the same contents; what comes of the run is handed back and leaves nothing
    there. Raises :class:`SweepError` if they are others.
    """
    with _ALONE, TemporaryDirectory(prefix="finreport-") as name:
        scratch = Path(name)
        _set_environment(task, scratch)
        code = surroundings(task.project)
        _check_files(task, code)
        os.environ[FOLDER] = str(task.results or _own_results(code).name)
        output = scratch / task.notebook.name
        started = time.perf_counter()
        try:
            seconds = run_chapter(task.notebook, output, task.run.parameters)
        except ChapterError as error:
            seconds = time.perf_counter() - started
            return Outcome(task.run, task.key, "failed", seconds, error.cell, error.reason)
        contents = output.read_bytes()
    results = named_results(nbformat.reads(contents.decode(), as_version=4))
    return Outcome(task.run, task.key, "finished", seconds, results=results, notebook=contents)


def _set_environment(task: Task, scratch: Path) -> None:
    # Dask sets it for its long-lived workers. A kernel soon gives all its memory back, and would
    # be a fifth slower if it did so bit by bit.
    os.environ.pop("MALLOC_TRIM_THRESHOLD_", None)
    os.environ.update(kernel_environment(scratch / "ipython"))
    if task.data is None:
        os.environ.pop("FINREPORT_DATA", None)
    else:
        os.environ["FINREPORT_DATA"] = task.data


@lru_cache(maxsize=1)
def _own_results(code: str) -> TemporaryDirectory[str]:
    """A folder for the results that the runs of this process share, as long as it has this code."""
    return TemporaryDirectory(prefix="finreport-results-")


def _check_files(task: Task, code: str) -> None:
    is_there = task.notebook.is_file()
    if not is_there or key_function(task.project, code)(task.run, task.notebook) != task.key:
        raise SweepError(
            f"The files on {platform.node()} are not those that the sweep was started with: "
            f"{task.project}, the editions, finreport and the packages it uses should be the "
            "same there, at the same place. Put that right and continue with --resume."
        )
