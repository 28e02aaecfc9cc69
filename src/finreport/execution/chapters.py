"""Running many chapters at once, for the book or for their reference outputs."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

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


IPYTHON = "ipython"
"""The name of IPython's folder beside the chapters that are running."""


def _tell_nobody(chapter: Path) -> None:
    """Take note of a finished chapter, and do nothing about it."""


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

    Each chapter runs in its own folder, with ``parameters`` and the kernel of this environment;
    ``jobs`` run at a time, and ``on_done`` is called with each one that has finished. One that
    ``cache`` has does not run, and what has run is kept there. Gives the runs in the order of
    ``chapters``.

    Raises :class:`ChapterError` if chapters fail: those already running are let finish and kept,
    the others never start. ``target`` then stays as it was: its files are replaced only when all
    chapters have run. Raises :class:`FileError` if it cannot be written.

    Only one process at a time may write to ``target``. What one that was killed has left there is
    removed.
    """
    target = target.resolve()
    with plain_file_errors(target), _stage(target) as stage:
        outputs = {chapter.resolve(): stage / chapter.name for chapter in chapters}
        seconds = {}
        for chapter in _take_cached(outputs, parameters, cache):
            seconds[chapter] = 0.0
            on_done(chapter)

        def keep(chapter: Path) -> None:
            if cache:
                cache.store(chapter, parameters, outputs[chapter], log_of(outputs[chapter]))
            on_done(chapter)

        missing = [chapter for chapter in outputs if chapter not in seconds]
        if missing:
            seconds |= _run_all(missing, parameters, jobs, keep, stage)
        target.mkdir(exist_ok=True)
        for output in outputs.values():
            output.replace(target / output.name)
    return [
        ChapterRun(chapter, target / chapter.name, seconds[chapter.resolve()])
        for chapter in chapters
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


def _take_cached(
    outputs: Mapping[Path, Path], parameters: Mapping[str, object], cache: ChapterCache | None
) -> Iterator[Path]:
    """Write the executed notebooks that the cache has, and give their chapters."""
    for chapter, output in outputs.items():
        notebook = cache.find(chapter, parameters) if cache else None
        if notebook is not None:
            output.write_bytes(notebook)
            yield chapter


def _run_all(
    chapters: Sequence[Path],
    parameters: Mapping[str, object],
    jobs: int,
    on_done: Callable[[Path], None],
    stage: Path,
) -> dict[Path, float]:
    # Imported here because a build of what has run before needs neither, and they take a second.
    from finreport.execution.pool import perform_all
    from finreport.execution.worker import run_and_listen

    environment = kernel_environment(stage / IPYTHON)
    listen(stage / IPYTHON)
    if data := given_data():
        environment["FINREPORT_DATA"] = data  # a relative path means another folder elsewhere
    run = partial(run_and_listen, stage=stage, parameters=parameters)
    waiting = deque(chapters)
    seconds: dict[Path, float] = {}
    failures: list[ChapterError] = []
    # Papermill changes the folder of its process, so chapters never share one as threads.
    for chapter, future in perform_all(run, waiting, jobs, environment):
        try:
            seconds[chapter] = _result(chapter, future)
        except ChapterError as error:
            failures.append(error)
            waiting.clear()
        else:
            on_done(chapter)
    if failures:
        failures[0].others = tuple(failures[1:])
        raise failures[0]
    return seconds


def _result(chapter: Path, future: Future[float]) -> float:
    from finreport.execution.pool import LOST, is_lost

    if is_lost(future):
        raise ChapterError(chapter.stem, "", LOST)
    return future.result()
