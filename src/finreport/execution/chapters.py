"""Running many chapters at once, for the book or for their reference outputs."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from finreport.execution.cache import ChapterCache
from finreport.execution.errors import ChapterError
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

    Raises :class:`ChapterError` if a chapter fails. Those already running are let finish, the
    others never start, and ``target`` stays as it was: it receives all chapters or none.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as name:
        stage = Path(name)
        outputs = {chapter.resolve(): stage / chapter.name for chapter in chapters}
        seconds = {}
        for chapter in _take_cached(outputs, parameters, cache):
            seconds[chapter] = 0.0
            on_done(chapter)

        def keep(chapter: Path) -> None:
            if cache:
                cache.store(chapter, parameters, outputs[chapter], log_of(outputs[chapter]))
            on_done(chapter)

        missing = {chapter: outputs[chapter] for chapter in outputs if chapter not in seconds}
        if missing:
            seconds |= _run_all(missing, parameters, jobs, keep, stage / "ipython")
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
    fails.
    """
    with TemporaryDirectory(prefix="finreport-") as name:
        runs = execute_chapters(chapters, Path(name), parameters={}, jobs=jobs, on_done=on_done)
        changed = [run for run in runs if run.output.read_bytes() != run.chapter.read_bytes()]
        for run in changed:
            _replace_contents(run.chapter, run.output.read_bytes())
    return [run.chapter for run in changed]


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
    outputs: Mapping[Path, Path],
    parameters: Mapping[str, object],
    jobs: int,
    on_done: Callable[[Path], None],
    ipython_folder: Path,
) -> dict[Path, float]:
    # Imported here because a build of what has run before needs neither, and they take a second.
    from finreport.execution.worker import prepare_worker, run_and_listen

    # Papermill changes the folder of its process, so chapters never share one as threads; and a
    # spawned worker starts clean, whatever the caller has already imported.
    waiting = deque(outputs.items())
    running: dict[Future[float], Path] = {}
    seconds = {}
    environment = kernel_environment(ipython_folder)
    listen(ipython_folder)
    if data := given_data():
        environment["FINREPORT_DATA"] = data  # a relative path means another folder elsewhere
    with ProcessPoolExecutor(jobs, get_context("spawn"), prepare_worker, (environment,)) as pool:
        while waiting or running:
            # A pool runs what it has been given, so it is given no chapter ahead of time.
            while waiting and len(running) < jobs:
                chapter, output = waiting.popleft()
                running[pool.submit(run_and_listen, chapter, output, parameters)] = chapter
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                chapter = running.pop(future)
                seconds[chapter] = _result(future, chapter)
                on_done(chapter)
    return seconds


def _result(future: Future[float], chapter: Path) -> float:
    try:
        return future.result()
    except BrokenProcessPool as error:
        reason = "its process was ended from outside, perhaps for want of memory"
        raise ChapterError(chapter.stem, "", reason) from error


def _replace_contents(path: Path, contents: bytes) -> None:
    # A reader sees the old file or the new one, never a part of it.
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(contents)
    partial.replace(path)
