"""Running many chapters at once, for the book or for their reference outputs."""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from finreport.editions.shared import share
from finreport.errors import ChapterError
from finreport.execution.cache import ChapterCache
from finreport.execution.files import plain_file_errors, write_whole
from finreport.execution.inputs import given_data, listen, log_of
from finreport.execution.kernel import kernel_environment


@dataclass(frozen=True)
class ChapterRun:
    """A chapter that ran to its end: its notebook, the executed one, and the seconds it took.

    It took none if it came out of the cache.
    """

    chapter: Path
    output: Path
    seconds: float


@dataclass(frozen=True, eq=False)
class Task:
    """A chapter that is to run for a book: in the folder ``stage``, with these parameters."""

    chapter: Path
    stage: Path
    parameters: Mapping[str, object]

    @property
    def output(self) -> Path:
        """Where it is put when it has run."""
        return self.stage / self.chapter.name


IPYTHON = "ipython"
RESULTS = "results"
"""The names of IPython's folder, and of that of shared results, beside running chapters."""


def _tell_nobody(*_: Path) -> None:
    """Take note of a finished chapter, or that there are some to run, and do nothing about it."""


def execute_chapters(
    chapters: Sequence[Path],
    target: Path,
    *,
    parameters: Mapping[str, object],
    jobs: int = 2,
    on_done: Callable[[Path], None] = _tell_nobody,
    cache: ChapterCache | None = None,
) -> list[ChapterRun]:
    """Run ``chapters`` and put them, with their outputs, into the folder ``target``.

    It is :func:`execute_books` of one book.
    """
    books = {target: parameters}
    return execute_books(chapters, books, jobs=jobs, on_done=on_done, cache=cache)


def execute_books(
    chapters: Sequence[Path],
    books: Mapping[Path, Mapping[str, object]],
    *,
    jobs: int = 2,
    on_start: Callable[[], None] = _tell_nobody,
    on_done: Callable[[Path], None] = _tell_nobody,
    cache: ChapterCache | None = None,
) -> list[ChapterRun]:
    """Run ``chapters`` for several books, each a folder and the parameters of its chapters.

    Each chapter runs in its own folder, with the parameters of the book and the kernel of this
    environment; ``jobs`` run at a time. ``on_start`` is called before the first runs, if any does,
    and ``on_done`` with each one that has finished. What the analyses find is computed once for all
    of them. One that ``cache`` has does not run, and what has run is kept there. Gives the runs
    book by book in the order of ``chapters``.

    Raises :class:`ChapterError` if chapters fail: those already running are let finish and kept,
    the others never start. The folders then stay as they were: their files are replaced only when
    all chapters have run. Raises :class:`FileError` if one cannot be written.

    Only one process at a time may write to a folder. What one that was killed has left there is
    removed.
    """
    with ExitStack() as stages:
        tasks = []
        for target, parameters in books.items():
            stages.enter_context(plain_file_errors(target))
            stage = stages.enter_context(_stage(target.resolve()))
            tasks += [Task(chapter.resolve(), stage, parameters) for chapter in chapters]
        seconds = {}
        for task in _take_cached(tasks, cache):
            seconds[task] = 0.0
            on_done(task.chapter)

        def keep(task: Task) -> None:
            if cache:
                cache.store(task.chapter, task.parameters, task.output, log_of(task.output))
            on_done(task.chapter)

        missing = [task for task in tasks if task not in seconds]
        if missing:
            on_start()
            seconds |= _run_all(missing, jobs, keep)
        places = [target.resolve() / chapter.name for target in books for chapter in chapters]
        for task, place in zip(tasks, places, strict=True):
            place.parent.mkdir(exist_ok=True)
            task.output.replace(place)
    return [
        ChapterRun(chapter, place, seconds[task])
        for chapter, place, task in zip(len(books) * [*chapters], places, tasks, strict=True)
    ]


def refresh_chapters(
    chapters: Sequence[Path],
    *,
    jobs: int = 2,
    on_done: Callable[[Path], None] = _tell_nobody,
) -> list[Path]:
    """Run ``chapters`` with their own default parameters and save their outputs in place.

    Nothing of the run but its outputs is saved, so a second refresh changes no byte. Gives the
    chapters that have changed. Raises :class:`ChapterError`, and changes no chapter, if one
    fails; :class:`FileError` if one cannot be written.
    """
    with TemporaryDirectory(prefix="finreport-") as name:
        runs = execute_chapters(chapters, Path(name), parameters={}, jobs=jobs, on_done=on_done)
        changed = [run for run in runs if run.output.read_bytes() != run.chapter.read_bytes()]
        for run in changed:
            with plain_file_errors(run.chapter):
                write_whole(run.chapter, run.output.read_bytes())
    return [run.chapter for run in changed]


@contextmanager
def _stage(target: Path) -> Iterator[Path]:
    """A folder beside ``target`` for what is not finished, in place of any left by others."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for abandoned in target.parent.glob(f".{target.name}-*"):
        rmtree(abandoned)
    with TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as name:
        yield Path(name)


def _take_cached(tasks: Iterable[Task], cache: ChapterCache | None) -> Iterator[Task]:
    """Write the executed notebooks that the cache has, and give their tasks."""
    for task in tasks:
        notebook = cache.find(task.chapter, task.parameters) if cache else None
        if notebook is not None:
            task.output.write_bytes(notebook)
            yield task


def _run_all(
    tasks: Sequence[Task], jobs: int, on_done: Callable[[Task], None]
) -> dict[Task, float]:
    # Imported here because a build of what has run before needs none, and they take a second.
    from finreport.execution.pool import perform_all

    shared = tasks[0].stage
    environment = kernel_environment(shared / IPYTHON) | share(shared / RESULTS)
    listen(shared / IPYTHON)
    if data := given_data():
        environment["FINREPORT_DATA"] = data  # a relative path means another folder elsewhere
    if sys.platform == "linux":  # other systems lack what it imports
        from finreport.execution.warm.client import start_ahead

        start_ahead({**os.environ, **environment})
    waiting = deque(tasks)
    seconds: dict[Task, float] = {}
    failures: list[ChapterError] = []
    # Papermill changes the folder of its process, so chapters never share one as threads.
    for task, future in perform_all(_perform, waiting, jobs, environment):
        try:
            seconds[task] = _result(task.chapter, future)
        except ChapterError as error:
            failures.append(error)
            waiting.clear()
        else:
            on_done(task)
    if failures:
        # The same mistake in the books of two languages is told once.
        first, *others = {str(each): each for each in failures}.values()
        first.others = tuple(others)
        raise first
    return seconds


def _perform(task: Task) -> float:
    from finreport.execution.worker import run_and_listen

    return run_and_listen(task.chapter, task.stage, task.parameters)


def _result(chapter: Path, future: Future[float]) -> float:
    from finreport.execution.pool import LOST, is_lost

    if is_lost(future):
        raise ChapterError(chapter.stem, "", LOST)
    return future.result()
