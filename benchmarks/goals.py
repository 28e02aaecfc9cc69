"""The goals, a function a group: each measures both sides of its comparisons in one go."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.provinces import cluster, invent_editions
from benchmarks.tools import PROCESSES, ROOT, STOCK, WARM, Bench, chapters
from finreport.execution.sweep import Run, on_cluster, on_this_machine

CHAPTER = "20_banking"
"""The one chapter: the longest of those on a section of the report."""

TIMES = 3
"""How often one chapter runs; the median counts."""

EDITIONS = 4
"""Invented editions that are swept over; more take longer and tell the same."""

ALL_EDITIONS = 31
"""Editions of the goal, to which the seconds of stock tools and of sweeps are scaled."""

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
    seconds = {
        "stock": median(run.seconds for run in stock),
        "warm": median(run.seconds for run in warm),
    }
    in_cells = {
        "stock": median(run.cells for run in stock),
        "warm": median(run.cells for run in warm),
    }
    found.goals += [
        Goal(f"one chapter ({CHAPTER})", "papermill", seconds["stock"], own, at_least=5),
        Goal("the same", "its cells in a warm process", cells, own, at_most=1.4),
    ]
    found.notes += [
        f"{CHAPTER}: its cells take {cells:.2f} s by themselves. Under a kernel of papermill's own "
        f"they take {in_cells['stock']:.2f} s, as they import everything, and "
        f"{in_cells['warm']:.2f} s under a warm one. What comes around them (start, end, "
        f"notebooks read and written) takes {seconds['stock'] - in_cells['stock']:.2f} s with "
        f"papermill as it comes, {seconds['warm'] - in_cells['warm']:.2f} s with the same "
        f"papermill on warm kernels; in all that is {seconds['warm']:.2f} s, and {own:.2f} s the "
        "way the book runs a chapter, which saves no notebook after each cell and waits for no "
        "kernel to end.",
        f"The first chapter after a while starts the warm parent: {cold.seconds:.2f} s once, "
        f"{seconds['warm']:.2f} s from then on.",
    ]


def all_chapters(bench: Bench, found: Findings) -> None:
    """All chapters in two processes; the book's own way starts the warm parent first."""
    stock = bench.papermill(chapters(), STOCK, PROCESSES, {})
    bench.end_parents()
    own, each = bench.own(chapters())
    again, _ = bench.own(chapters())
    found.goals.append(
        Goal(f"all {len(each)} chapters, {PROCESSES} processes", "papermill", stock, own, 5)
    )
    slowest = sorted(each, key=lambda name: -each[name])[:5]
    total = sum(each.values())
    found.notes += [
        f"All chapters: {own:.1f} s with the start of the warm parent in it, {again:.1f} s "
        f"({stock / again:.1f} times faster) when it already runs.",
        "The longest are "
        + ", ".join(f"{name} {each[name] / total:.0%}" for name in slowest)
        + " of the seconds of all chapters; what they compute takes as long under any kernel.",
    ]


def nbval(bench: Bench, found: Findings) -> None:
    """Run nbval over all chapters; the warm parent runs already."""
    stock, stock_counts = bench.nbval(STOCK)
    warm, warm_counts = bench.nbval(WARM)
    found.goals.append(Goal("nbval over all chapters", "nbval", stock, warm, at_least=4))
    found.notes.append(
        f"nbval found the same either way: {warm_counts}."
        if stock_counts == warm_counts
        else f"nbval found {stock_counts} with stock kernels but {warm_counts} with warm ones!"
    )


def book(bench: Bench, found: Findings) -> None:
    """The book: clean, with nothing changed, and with one cell of one table changed."""
    parameters = {"edition": "shanxi-2025", "as_of": MONTH, "language": "zh"}
    papermill = bench.papermill(chapters(), STOCK, 1, parameters)
    copy = bench.copy_book()
    pages = bench.jupyter_book(copy)
    bench.end_parents()
    clean = bench.build(copy)
    unchanged = bench.build(copy)
    change_a_cell(copy)
    changed = bench.build(copy)
    warm_clean = bench.build(bench.copy_book())
    both = "papermill one by one, then jupyter-book"
    found.goals += [
        Goal("clean book", both, papermill + pages, clean, at_least=5),
        Goal("the book, nothing changed", "clean book", clean, unchanged, at_least=30),
        Goal("the book, one cell of data changed", "clean book", clean, changed, at_least=5),
    ]
    found.notes += [
        "The book is that of one language, either way; two take twice as long, either way.",
        f"The clean book is built with no warm parent running; with one it takes "
        f"{warm_clean:.1f} s, {(papermill + pages) / warm_clean:.1f} times faster than stock.",
        f"Of that, making the pages takes about the {pages:.1f} s of jupyter-book, which it is; "
        f"of the stock way the same {pages:.1f} s, beside {papermill:.1f} s of papermill.",
        "The changed cell is the date of an event. One chapter runs again; the rest of the time "
        "goes to Jupyter Book, whose imports alone take longer than that chapter.",
    ]


def change_a_cell(copy: Path) -> None:
    """Another day for the first event of the edition."""
    path = copy / "data" / "shanxi-2025" / "events.csv"
    heading, first, *others = path.read_text(encoding="utf-8").splitlines(keepends=True)
    day = "11" if first[8:10] == "10" else "10"
    path.write_text("".join([heading, first[:8] + day + first[10:], *others]), encoding="utf-8")


def sweep(bench: Bench, found: Findings) -> None:
    """Invented editions times all chapters, in a pool of two processes and on Dask."""
    data = bench.folder / "data"
    editions = invent_editions(ROOT / "data", data, EDITIONS)
    names = [chapter.stem for chapter in chapters()]
    runs = [Run(name, edition, MONTH, "zh") for edition in editions for name in names]
    first = [run for run in runs if run.edition == editions[0]]
    with given_data(data):
        stock = bench.papermill(chapters(), STOCK, PROCESSES, dict(first[0].parameters))
        pool = partial(on_this_machine, processes=PROCESSES)
        bench.sweep(first[:PROCESSES], pool)
        times = bench.sweep(runs, pool)
        with cluster(bench.folder) as address:
            on_dask = partial(on_cluster, address=address)
            bench.sweep(first[:PROCESSES], on_dask)
            dask = bench.sweep(runs, on_dask)[-1]
    scale = ALL_EDITIONS / len(editions)
    half = times[len(times) // 2 - 1]
    found.goals += [
        Goal(
            f"sweep of {ALL_EDITIONS} editions x {len(names)} chapters",
            "papermill",
            stock * ALL_EDITIONS,
            times[-1] * scale,
            at_least=6,
        ),
        Goal("its second half (linear)", "its first half", half, times[-1] - half, at_most=1.1),
        Goal("the same on Dask", "the pool", times[-1] * scale, dask * scale, at_most=1.1),
    ]
    found.notes.append(
        f"Sweeps ran over {len(editions)} invented editions, {len(runs)} runs, and papermill as it "
        f"comes over one of them, {len(names)} runs; the table scales both to {ALL_EDITIONS}. "
        f"A run took {times[-1] / len(runs):.2f} s in the pool and {dask / len(runs):.2f} s on "
        "Dask. Both had run once before, so that a warm parent and the workers' imports were there."
    )


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
