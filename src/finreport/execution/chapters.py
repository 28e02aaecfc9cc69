"""Running many chapters at once, for the book or for their reference outputs."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from finreport.execution.errors import ChapterError
from finreport.execution.kernel import kernel_environment
from finreport.execution.worker import prepare_worker, run_chapter


@dataclass(frozen=True)
class ChapterRun:
    """A chapter that ran to its end: its notebook, the executed one, and the seconds it took."""

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
) -> list[ChapterRun]:
    """Run ``chapters`` and put them, with their outputs, into the folder ``target``.

    Each chapter runs in its own folder, with ``parameters`` and the kernel of this environment;
    ``jobs`` run at a time, and ``on_done`` is called with each one that has finished. Gives the
    runs in the order of ``chapters``.

    Raises :class:`ChapterError` if a chapter fails. Those already running are let finish, the
    others never start, and ``target`` stays as it was: it receives all chapters or none.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as name:
        stage = Path(name)
        outputs = {chapter.resolve(): stage / chapter.name for chapter in chapters}
        seconds = _run_all(outputs, parameters, jobs, on_done, stage / "ipython")
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


def _run_all(
    outputs: Mapping[Path, Path],
    parameters: Mapping[str, object],
    jobs: int,
    on_done: Callable[[Path], None],
    ipython_folder: Path,
) -> dict[Path, float]:
    # Papermill changes the folder of its process, so chapters never share one as threads; and a
    # spawned worker starts clean, whatever the caller has already imported.
    waiting = deque(outputs.items())
    running: dict[Future[float], Path] = {}
    seconds = {}
    environment = kernel_environment(ipython_folder)
    with ProcessPoolExecutor(jobs, get_context("spawn"), prepare_worker, (environment,)) as pool:
        while waiting or running:
            # A pool runs what it has been given, so it is given no chapter ahead of time.
            while waiting and len(running) < jobs:
                chapter, output = waiting.popleft()
                running[pool.submit(run_chapter, chapter, output, parameters)] = chapter
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
