"""Each way of running something, and the seconds it took: as tools come, or as the book does."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import mkdtemp
from xml.etree import ElementTree

import nbformat
import psutil

from finreport.editions.shared import share
from finreport.execution import execute_chapters, find_project, list_chapters
from finreport.execution.kernel import kernel_environment
from finreport.execution.sweep import Outcome, Run, run_sweep
from finreport.execution.sweep.places import Place
from finreport.execution.warm import NAME
from finreport.execution.warm.conditions import private_folder
from finreport.execution.worker import prepare_worker, run_chapter

ROOT = find_project(Path(__file__).parent)
PROCESSES = 2
EDITION = "shanxi-2025"
STOCK = "local-provisioner"
WARM = NAME
"""How kernels start, by the name of Jupyter's provisioner; all other settings are the same."""

BOOK = ("_config.yml", "_config.en.yml", "_toc.yml", "uv.lock", "chapters", "data", "locale")
"""What the book is made of, apart from the package."""

ChapterRun = tuple[Path, Mapping[str, str]]
"""A chapter and the parameters that it gets."""


@dataclass(frozen=True)
class Timed:
    """Seconds of one run, and of it those of its cells as papermill has measured them."""

    seconds: float
    cells: float


@dataclass(frozen=True)
class Compared:
    """Seconds of a run of nbval, of it those in which cells ran in any process, and the counts."""

    seconds: float
    cells: float
    counts: str


@dataclass(frozen=True)
class Done:
    """A run of a sweep: the seconds after which it was done, and those that it took itself."""

    after: float
    took: float


class Bench:
    """A folder to work in, with warm parents of its own that end with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.noise: list[float] = []
        # Parents listen here, so that no other session's are used, or ended.
        sockets = self.new_folder("sockets")
        os.environ["XDG_RUNTIME_DIR"] = str(sockets)
        # As with make: what is compiled once is not compiled again in each process.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

    def new_folder(self, name: str) -> Path:
        """An empty folder of the bench."""
        return Path(mkdtemp(prefix=f"{name}-", dir=self.folder))

    @cached_property
    def all_cells(self) -> dict[str, float]:
        """Seconds of the cells of each chapter by themselves."""
        return self.cells(chapters())

    def floor(self) -> float:
        """Seconds of the cells of all chapters in two processes, if nothing came around them."""
        seconds = self.all_cells.values()
        return max(sum(seconds) / PROCESSES, *seconds)

    def environment(self, kernels: str) -> dict[str, str]:
        """The settings of chapters, with kernels that start in one of the two ways.

        Those of warm kernels are as the README has them: what analyses find is shared, too.
        """
        settings = kernel_environment(self.new_folder("ipython"))
        if kernels == WARM:
            settings |= share(self.new_folder("shared") / "results")
        return settings | {"JUPYTER_DEFAULT_PROVISIONER_NAME": kernels}

    def papermill(
        self, runs: Sequence[ChapterRun], kernels: str, processes: int, *, imported: bool = False
    ) -> float:
        """Papermill as it comes, in so many processes: seconds for all ``runs``.

        What it takes to start the processes and to import papermill is in it, unless they have
        ``imported`` it before.
        """
        task = partial(run_papermill, target=self.new_folder("papermill"))
        started = time.perf_counter()
        with self._processes(kernels, processes) as pool:
            if imported:
                list(pool.map(import_papermill, range(processes)))
                started = time.perf_counter()
            list(pool.map(task, runs))
        return time.perf_counter() - started

    def papermill_alone(self, chapter: Path, kernels: str, times: int) -> list[Timed]:
        """Papermill as it comes and already imported: one chapter, so many times."""
        task = partial(run_papermill, target=self.new_folder("papermill"))
        with self._processes(kernels, 1) as pool:
            pool.submit(import_papermill).result()
            return list(pool.map(task, [(chapter, {})] * times))

    def papermill_commands(self, chapter: Path) -> tuple[float, float, float]:
        """Papermill from the command line: its start alone, a chapter on a stock, a warm kernel."""
        papermill = str(Path(sys.executable).with_name("papermill"))
        output = str(self.new_folder("papermill") / chapter.name)
        command = [papermill, str(chapter), output, "--no-progress-bar"]
        stock, warm = (
            self._command(command, chapter.parent, self.environment(way))[0]
            for way in (STOCK, WARM)
        )
        return self._command([papermill, "--version"], chapter.parent, {})[0], stock, warm

    def own_alone(self, chapter: Path) -> float:
        """The book's own way with one chapter, in a process that has papermill imported."""
        output = self.new_folder("own") / chapter.name
        with self._processes(WARM, 1) as pool:
            pool.submit(import_papermill).result()
            return pool.submit(run_chapter, chapter, output, {}).result()

    def own(self, chapters: Sequence[Path]) -> tuple[float, dict[str, float]]:
        """The book's own way in two processes: seconds for all, and those of each chapter."""
        target = self.new_folder("own") / "chapters"
        self.noise.append(time_the_same())
        started = time.perf_counter()
        runs = execute_chapters(chapters, target, parameters={}, jobs=PROCESSES)
        took = time.perf_counter() - started
        return took, {run.chapter.stem: run.seconds for run in runs}

    def cells(self, given: Sequence[Path]) -> dict[str, float]:
        """Seconds of the cells of each chapter by themselves; see :mod:`benchmarks.cells`."""
        command = [sys.executable, "-m", "benchmarks.cells", *map(str, given)]
        told = self._command(command, ROOT, self.environment(WARM))[1]
        found: dict[str, float] = json.loads(told)
        return found

    def check_out(self, commit: str) -> Path:
        """The project as it was at ``commit``, in a folder of the bench."""
        folder = self.new_folder("before")
        archive = folder.with_suffix(".tar")
        self._command(["git", "archive", f"--output={archive}", commit], ROOT, {})
        with tarfile.open(archive) as members:
            members.extractall(folder, filter="data")
        return folder

    def check(self, project: Path) -> float:
        """``finreport check`` of the own edition by a ``project`` in this environment."""
        command = [sys.executable, "-m", "finreport.cli", "check", EDITION]
        return self._command(command, project, {"PYTHONPATH": str(project / "src")})[0]

    def start_of_command(self) -> float:
        """Seconds of a command of finreport that does nothing but tell its version."""
        return self._command([sys.executable, "-m", "finreport.cli", "--version"], ROOT, {})[0]

    def nbval(self, chapters: Sequence[Path], kernels: str) -> Compared:
        """Run nbval over ``chapters`` in two processes."""
        report = self.new_folder("nbval") / "report.xml"
        options = ["-p", "no:cacheprovider", "-q", "-n", str(PROCESSES), "--dist", "loadscope"]
        options += [f"--junitxml={report}", "-o", "junit_duration_report=call"]
        # Without the project's conftest.py, which would make the kernels warm.
        command = ["-m", "pytest", "--nbval", *map(str, chapters), "--noconftest", *options]
        took, told = self._command(
            [sys.executable, *command], ROOT, self.environment(kernels), statuses=(0, 1)
        )
        found = re.search(r"\d+ (?:passed|failed).*(?= in [\d.]+s)", told)
        if not found:
            raise RuntimeError(f"nbval has not told its counts:\n{told}")
        cells = ElementTree.parse(report).iter("testcase")
        return Compared(took, sum(float(cell.attrib["time"]) for cell in cells), found[0])

    def copy_book(self) -> Path:
        """A copy of what the book is made of, in which nothing has been built."""
        copy = self.new_folder("book")
        for name in BOOK:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name)
            else:
                shutil.copy(source, copy / name)
        return copy

    def build(self, book: Path) -> tuple[float, int]:
        """``finreport build`` of a copy in Chinese: seconds, and how many chapters it executed."""
        settings = {"FINREPORT_DATA": str(book / "data")}
        options = ["--language", "zh", "--jobs", str(PROCESSES)]
        command = [sys.executable, "-m", "finreport.cli", "build", *options]
        took, told = self._command(command, book, settings)
        executed = re.search(r"executed: (\d+)", told)
        if not executed:
            raise RuntimeError(f"finreport build has not told how many it executed:\n{told}")
        return took, int(executed[1])

    def jupyter_book(self, book: Path) -> float:
        """``jupyter-book build`` of the executed chapters of a copy of the book."""
        command = [str(Path(sys.executable).with_name("jupyter-book")), "build", ".", "--quiet"]
        return self._command(command, book, {})[0]

    def sweep(self, runs: Sequence[Run], place: Place) -> list[Done]:
        """A sweep: each of the runs, as they were done."""
        done: list[Done] = []
        self.noise.append(time_the_same())
        started = time.perf_counter()

        def take_note(outcome: Outcome) -> None:
            if outcome.seconds is None or outcome.status == "failed":
                raise RuntimeError(f"{outcome.run}: {outcome.error}")
            done.append(Done(time.perf_counter() - started, outcome.seconds))

        folder = self.new_folder("sweep")
        run_sweep(runs, folder, project=ROOT, place=place, on_done=take_note)
        return done

    def end_parents(self) -> None:
        """End the warm parents of this bench, so that the next kernel has to start one."""
        processes = psutil.process_iter(["cmdline"])
        sockets = str(private_folder())
        parents = [each for each in processes if sockets in " ".join(each.info["cmdline"] or ())]
        for each in parents:
            each.terminate()
        psutil.wait_procs(parents)

    @contextmanager
    def _processes(self, kernels: str, count: int) -> Iterator[ProcessPoolExecutor]:
        self.noise.append(time_the_same())
        environment = self.environment(kernels)
        with ProcessPoolExecutor(
            count, get_context("spawn"), prepare_worker, (environment,)
        ) as pool:
            yield pool

    def _command(
        self,
        command: Sequence[str],
        folder: Path,
        settings: Mapping[str, str],
        statuses: Sequence[int] = (0,),
    ) -> tuple[float, str]:
        self.noise.append(time_the_same())
        started = time.perf_counter()
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **settings},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        took = time.perf_counter() - started
        if done.returncode not in statuses:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return took, done.stdout


def time_the_same() -> float:
    """Seconds of a loop that always does the same: what they vary is the machine's noise."""
    started = time.perf_counter()
    for _ in range(1_000_000):
        hash("noise")
    return time.perf_counter() - started


def chapters() -> list[Path]:
    """All chapters of the book."""
    return list_chapters(ROOT)


def import_papermill(_process: int = 0) -> None:
    """Import what runs notebooks, so that it is not measured."""
    import papermill  # noqa: F401


def run_papermill(run: ChapterRun, target: Path) -> Timed:
    """Papermill as it comes: every option but the folder is its own default."""
    import papermill

    chapter, parameters = run
    output = target / chapter.name
    started = time.perf_counter()
    papermill.execute_notebook(
        chapter,
        output,
        parameters=dict(parameters),
        cwd=chapter.parent,
        progress_bar=False,
    )
    seconds = time.perf_counter() - started
    cells = nbformat.read(output, as_version=4).cells
    durations = [cell.metadata.get("papermill", {}).get("duration") or 0.0 for cell in cells]
    return Timed(seconds, sum(durations))
