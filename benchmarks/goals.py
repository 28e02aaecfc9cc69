"""The goals, a function a group: each measures both sides of its comparisons in one go."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.provinces import cluster, invent_editions
from benchmarks.tools import PROCESSES, ROOT, STOCK, WARM, Bench, ChapterRun, Done, chapters
from finreport.execution.sweep import Run, on_cluster, on_this_machine

CHAPTER = "20_banking"
"""The one chapter: the longest of those on a section of the report."""

TIMES = 3
"""How often one chapter runs; the median counts."""

EDITIONS = 4
"""Invented editions that are swept over; more take longer and tell the same."""

STOCK_EDITIONS = 2
"""Of them, those that papermill as it comes runs over."""

ALL_EDITIONS = 31
"""Editions of the goal, to which the seconds of stock tools and of sweeps are extrapolated."""

LOANS = "cny,loans,balance,100 million CNY,2024-11,45612."
"""A cell of the edition but for its last digit, which is changed."""

MONTH = "2024-12"


@dataclass(frozen=True)
class Goal:
    """A comparison: ``seconds`` of what was done, and of what it is compared ``against``.

    It is met if what was done is ``at_least`` so many times faster, or takes ``at_most`` so many
    times as long; one of the two is given.
    """

    what: str
    against: str
    against_seconds: float
    seconds: float
    at_least: float | None = None
    at_most: float | None = None

    @property
    def ratio(self) -> float:
        """How many times faster, or how many times as long."""
        if self.at_least is not None:
            return self.against_seconds / self.seconds
        return self.seconds / self.against_seconds

    @property
    def is_met(self) -> bool:
        """Whether the ratio is on the right side of the goal."""
        if self.at_least is not None:
            return self.ratio >= self.at_least
        return self.at_most is None or self.ratio <= self.at_most


@dataclass
class Findings:
    """What one run of the benchmarks has found; ``notes`` tell where the time goes."""

    goals: list[Goal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def one_chapter(bench: Bench, found: Findings) -> None:
    """One chapter with papermill, in a process that has imported it."""
    chapter = ROOT / "chapters" / f"{CHAPTER}.ipynb"
    stock = bench.papermill_alone(chapter, STOCK, TIMES)
    bench.end_parents()
    cold, *warm = bench.papermill_alone(chapter, WARM, TIMES + 1)
    own = median(bench.own_alone(chapter, TIMES))
    cells = median(bench.cells(chapter, TIMES))
    commands = [median(bench.papermill_command(chapter, way, TIMES)) for way in (STOCK, WARM)]
    seconds, in_cells = (
        [median(getattr(run, name) for run in runs) for runs in (stock, warm)]
        for name in ("seconds", "cells")
    )
    warm_way = f"one chapter ({CHAPTER}), papermill on a warm kernel"
    by_itself = "its cells in a warm process"
    found.goals += [
        Goal(warm_way, "papermill on a stock kernel", seconds[0], seconds[1], at_least=5),
        Goal("the same", by_itself, cells, seconds[1], at_most=1.4),
        Goal("the same chapter as the book runs it", "papermill", seconds[0], own, at_least=5),
        Goal("the same", by_itself, cells, own, at_most=1.4),
    ]
    found.notes += [
        f"{CHAPTER}: its cells take {cells:.2f} s by themselves, {in_cells[0]:.2f} s under a stock "
        f"kernel, which imports everything, and {in_cells[1]:.2f} s under a warm one. What comes "
        "around them (start, end, notebooks read and written) takes "
        f"{seconds[0] - in_cells[0]:.2f} s with a stock kernel and "
        f"{seconds[1] - in_cells[1]:.2f} s with a warm one. The book's own way saves no notebook "
        "after each cell and waits for no kernel to end.",
        f"The first chapter after a while starts the warm parent: {cold.seconds:.2f} s once. From "
        f"the command line, with the start of papermill itself, it is {commands[0]:.2f} s on a "
        f"stock kernel and {commands[1]:.2f} s on a warm one.",
    ]


def all_chapters(bench: Bench, found: Findings) -> None:
    """All chapters in two processes, with the start of the warm parent in it."""
    runs: list[ChapterRun] = [(chapter, {}) for chapter in chapters()]
    stock = bench.papermill(runs, STOCK, PROCESSES)
    bench.end_parents()
    warm = bench.papermill(runs, WARM, PROCESSES)
    bench.end_parents()
    own, each = bench.own(chapters())
    what = f"all {len(runs)} chapters, {PROCESSES} processes"
    on_stock = "papermill on stock kernels"
    found.goals += [
        Goal(f"{what}, papermill on warm kernels", on_stock, stock, warm, at_least=5),
        Goal("the same as the book runs them", on_stock, stock, own, at_least=5),
    ]
    slowest = sorted(each, key=lambda name: -each[name])[:5]
    total = sum(each.values())
    found.notes.append(
        "All chapters: the start of the warm parent is in it. The longest are "
        + ", ".join(f"{name} {each[name] / total:.0%}" for name in slowest)
        + f" of the {total:.1f} s of all chapters."
    )


def nbval(bench: Bench, found: Findings) -> None:
    """Run nbval over all chapters, with the start of the warm parent in it."""
    stock = bench.nbval(chapters(), STOCK)
    bench.end_parents()
    warm = bench.nbval(chapters(), WARM)
    found.goals.append(
        Goal(
            "nbval over all chapters on warm kernels",
            "nbval on stock kernels",
            stock.seconds,
            warm.seconds,
            at_least=4,
        )
    )
    found.notes += [
        f"nbval found the same either way: {warm.counts}."
        if stock.counts == warm.counts
        else f"nbval found {stock.counts} with stock kernels but {warm.counts} with warm ones!",
        f"Of nbval's {PROCESSES} x {stock.seconds:.1f} s on stock kernels, {stock.cells:.1f} s "
        f"went to cells, and {warm.cells:.1f} s of {PROCESSES} x {warm.seconds:.1f} s on warm "
        "ones; the rest is the start of pytest and of kernels, and their end.",
    ]


def book(bench: Bench, found: Findings) -> None:
    """The book: clean, with nothing changed, and with one cell of a table changed."""
    parameters = {"edition": "shanxi-2025", "as_of": MONTH, "language": "zh"}
    papermill = bench.papermill([(chapter, parameters) for chapter in chapters()], STOCK, 1)
    copy = bench.copy_book()
    pages = bench.jupyter_book(copy)
    bench.end_parents()
    clean, executed = bench.build(copy)
    unchanged = [bench.build(copy) for _ in range(TIMES)]
    goals = [
        Goal(
            "clean book",
            "papermill one by one, then jupyter-book",
            papermill + pages,
            clean,
            at_least=5,
        ),
        _rebuilt("nothing changed", unchanged, clean, at_least=30),
    ]
    changed = []
    for number in range(1, TIMES + 1):
        change_a_cell(copy, number)
        changed.append(bench.build(copy))
    goals.append(_rebuilt("one cell changed", changed, clean, at_least=1.5))
    found.goals += goals
    found.notes.append(
        f"The book is that of one language, either way: {papermill:.1f} s of papermill and "
        f"{pages:.1f} s of jupyter-book, against {clean:.1f} s, in which {executed} chapters ran "
        "and no warm parent was there before. A book that is built again runs the chapters that "
        "its row says; the rest is the start of finreport and, if any page changes, Jupyter Book."
    )


def _rebuilt(what: str, builds: Sequence[tuple[float, int]], clean: float, at_least: float) -> Goal:
    """The goal of a book that is built again, with the number of chapters that ran."""
    executed = sorted({number for _, number in builds})
    ran = " or ".join(map(str, executed))
    seconds = median(took for took, _ in builds)
    return Goal(f"the book, {what} ({ran} chapters run)", "clean book", clean, seconds, at_least)


def change_a_cell(copy: Path, number: int) -> None:
    """Another value, for each ``number`` from 1 to 9, of a cell of the edition."""
    path = Path("data", "shanxi-2025", "deposits_loans.csv")
    text = (ROOT / path).read_text(encoding="utf-8")
    if text.count(f"{LOANS}0") != 1:
        raise RuntimeError(f"{path} should have one {LOANS}0")
    (copy / path).write_text(text.replace(f"{LOANS}0", f"{LOANS}{number}"), encoding="utf-8")


def sweep(bench: Bench, found: Findings) -> None:
    """Invented editions times all chapters, in a pool of two processes and on Dask."""
    data = bench.folder / "data"
    editions = invent_editions(ROOT / "data", data, EDITIONS)
    runs = [
        Run(chapter.stem, edition, MONTH, "zh") for edition in editions for chapter in chapters()
    ]
    with given_data(data):
        stock = stock_sweep(bench, editions[:STOCK_EDITIONS])
        bench.end_parents()
        pool = bench.sweep(runs, partial(on_this_machine, processes=PROCESSES))
        with cluster(bench.folder) as address:
            on_dask = partial(on_cluster, address=address)
            bench.sweep(runs[:PROCESSES], on_dask)
            dask = bench.sweep(runs, on_dask)
    found.goals += sweep_goals(len(editions), stock, pool, dask)
    found.notes += [
        f"Sweeps ran over {len(editions)} invented editions, {len(runs)} runs, and papermill, "
        f"imported before, over {STOCK_EDITIONS} of them; the table extrapolates both to "
        f"{ALL_EDITIONS}, by the seconds of a run after the first {PROCESSES}.",
        f"The pool's first run was done after {pool[0].after:.1f} s, with the start of its "
        f"processes and of the warm parent in it. Of {PROCESSES} x {pool[-1].after:.1f} s, "
        f"{sum(run.took for run in pool):.1f} s went to running chapters; the rest is that start, "
        "checking files and keeping results. On Dask, whose workers had run before, it was "
        f"{sum(run.took for run in dask):.1f} s of {PROCESSES} x {dask[-1].after:.1f} s.",
    ]


def stock_sweep(bench: Bench, editions: Sequence[str]) -> float:
    """Seconds of a run with papermill as it comes, which has no part that all runs share."""
    runs = [
        (chapter, Run(chapter.stem, edition, MONTH, "zh").parameters)
        for edition in editions
        for chapter in chapters()
    ]
    return bench.papermill(runs, STOCK, PROCESSES, imported=True) / len(runs)


def sweep_goals(
    editions: int, stock: float, pool: Sequence[Done], dask: Sequence[Done]
) -> list[Goal]:
    """The goals of sweeps over so many editions, from the seconds of a stock run and of runs."""
    number = len(pool) // editions * ALL_EDITIONS
    what = f"sweep of {ALL_EDITIONS} editions, {number} runs (extrapolated)"
    half = len(pool) // 2
    halves = each_run(pool[:half]), each_run(pool[half - PROCESSES :])
    return [
        Goal(what, "papermill", stock * number, whole(pool, number), at_least=6),
        Goal("a run in its second half (linear)", "in its first half", *halves, at_most=1.1),
        Goal("the same on Dask", "the pool", whole(pool, number), whole(dask, number), at_most=1.1),
    ]


def each_run(done: Sequence[Done]) -> float:
    """Seconds of a run, without the first ones, which start what runs them."""
    first = done[PROCESSES - 1]
    return (done[-1].after - first.after) / (len(done) - PROCESSES)


def whole(done: Sequence[Done], number: int) -> float:
    """Seconds of a sweep of so many runs, from those that are done."""
    return done[-1].after + (number - len(done)) * each_run(done)


@contextmanager
def given_data(folder: Path) -> Iterator[None]:
    """Let editions be read from another folder."""
    os.environ["FINREPORT_DATA"] = str(folder)
    try:
        yield
    finally:
        del os.environ["FINREPORT_DATA"]


GROUPS: dict[str, Callable[[Bench, Findings], None]] = {
    "chapter": one_chapter,
    "chapters": all_chapters,
    "nbval": nbval,
    "book": book,
    "sweep": sweep,
}
"""The groups in the order of the table."""
