"""The goals, a function a group: each measures both sides of its comparisons in turn, pair by pair.

A stock tool and what is compared with it run right after each other, so that a machine that is
slower for a minute slows down both; the ratio of a goal is the median of the pairs' ratios.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.provinces import cluster, invent_editions
from benchmarks.tools import PROCESSES, ROOT, STOCK, WARM, Bench, ChapterRun, Done, Timed, chapters
from finreport.execution.sweep import Run, on_cluster, on_this_machine

CHAPTER = "20_banking"
"""The one chapter: the longest of those on a section of the report."""

TIMES = 3
"""Pairs of what takes seconds."""

PAIRS = 2
"""Pairs of what takes minutes."""

CHECKS = 9
"""Pairs of checks, which take a second."""

EDITIONS = 2
"""Invented editions that are swept over; more take longer and tell the same."""

STOCK_EDITIONS = 1
"""Of them, those that papermill as it comes runs over."""

ALL_EDITIONS = 31
"""Editions of the goal, to which the seconds of stock tools and of sweeps are extrapolated."""

CELLS = {
    "events.csv": ("2024-05-28,", "2024-05-29,", "2024-05-30,"),
    "deposits_loans.csv": (
        "cny,loans,balance,100 million CNY,2024-11,45612.0",
        "cny,loans,balance,100 million CNY,2024-11,45612.1",
        "cny,loans,balance,100 million CNY,2024-11,45612.2",
    ),
}
"""What stands once in a table of the edition, and what is written in its place, pair by pair."""

BEFORE = "65907e5"
"""The last commit before the issue that set these goals; its check is measured beside ours."""

MONTH = "2024-12"


class Pair(NamedTuple):
    """Seconds of what a goal is compared ``against``, and its ``own`` right after it."""

    against: float
    own: float


@dataclass(frozen=True)
class Goal:
    """A comparison: ``pairs`` of the seconds of what is compared against, and of what was done.

    It is met if what was done is ``at_least`` so many times faster, or takes ``at_most`` so many
    times as long; one of the two is given. ``floor`` are the seconds of what it cannot do without
    (``floor_is``), and ``held`` says what takes the rest.
    """

    what: str
    against: str
    pairs: Sequence[Pair]
    at_least: float | None = None
    at_most: float | None = None
    floor: float | None = None
    floor_is: str = "the cells alone, forked from a process that has drawn a chapter"
    held: str = ""

    @property
    def seconds(self) -> float:
        """Those of what was done; the median of the pairs."""
        return median(pair.own for pair in self.pairs)

    @property
    def against_seconds(self) -> float:
        """Those of what it is compared with; the median of the pairs."""
        return median(pair.against for pair in self.pairs)

    @property
    def ratios(self) -> list[float]:
        """How many times faster, or how many times as long, in each pair; the least first."""
        return sorted(map(self._ratio, self.pairs))

    @property
    def ratio(self) -> float:
        """The median of the pairs."""
        return median(self.ratios)

    @property
    def is_met(self) -> bool:
        """Whether the ratio is on the right side of the goal."""
        if self.at_least is not None:
            return self.ratio >= self.at_least
        return self.at_most is None or self.ratio <= self.at_most

    def _ratio(self, pair: Pair) -> float:
        return pair.against / pair.own if self.at_least is not None else pair.own / pair.against


@dataclass
class Findings:
    """What one run of the benchmarks has found; ``notes`` tell where the time goes."""

    goals: list[Goal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def one_chapter(bench: Bench, found: Findings) -> None:
    """One chapter with papermill, in a process that has imported it."""
    chapter = ROOT / "chapters" / f"{CHAPTER}.ipynb"
    bench.end_parents()
    [cold] = bench.papermill_alone(chapter, WARM, 1)
    stock: list[Timed] = []
    warm: list[Timed] = []
    own, cells = [], []
    for _ in range(TIMES):
        stock += bench.papermill_alone(chapter, STOCK, 1)
        warm += bench.papermill_alone(chapter, WARM, 1)
        own.append(bench.own_alone(chapter))
        cells.append(bench.cells([chapter])[CHAPTER])
    floor = median(cells)
    by_itself = "its cells in a process that is warm in truth"
    around = {
        way: median(run.seconds - run.cells for run in runs)
        for way, runs in (("stock", stock), ("warm", warm))
    }
    inside = {
        way: median(run.cells for run in runs) for way, runs in (("stock", stock), ("warm", warm))
    }
    papermill = [run.seconds for run in stock]
    on_warm = [run.seconds for run in warm]
    held = (
        f"its cells take {inside['warm']:.2f} s in a warm kernel; the start and end of the kernel, "
        f"its messages and the notebook that papermill saves after each cell {around['warm']:.2f} s"
    )
    own_held = f"the kernel, its messages and the notebooks take {median(own) - floor:.2f} s"
    warm_way = f"one chapter ({CHAPTER}), papermill on a warm kernel"
    own_way = "the same chapter as the book runs it"
    found.goals += [
        Goal(
            warm_way,
            "papermill on a stock kernel",
            paired(papermill, on_warm),
            at_least=4,
            floor=floor,
            held=held,
        ),
        Goal(
            own_way,
            "papermill on a stock kernel",
            paired(papermill, own),
            at_least=6,
            floor=floor,
            held=own_held,
        ),
        Goal(own_way, by_itself, paired(cells, own), at_most=1.6, floor=floor, held=own_held),
    ]
    commands = [bench.papermill_commands(chapter) for _ in range(TIMES)]
    start, on_stock, on_parent = (median(each) for each in zip(*commands, strict=True))
    found.notes += [
        f"{CHAPTER}: its cells take {floor:.2f} s by themselves, {inside['stock']:.2f} s under a "
        f"stock kernel, which imports everything, and {inside['warm']:.2f} s under a warm one. "
        "What comes around them (start, end, notebooks read and written) takes "
        f"{around['stock']:.2f} s with a stock kernel and {around['warm']:.2f} s with a warm one. "
        "The book's own way saves no notebook after each cell and waits for no kernel to end.",
        f"The first chapter after a while starts the warm parent: {cold.seconds:.2f} s once.",
        f"Papermill's own start from the command line (papermill --version) takes {start:.2f} s; "
        f"with it {CHAPTER} takes {on_stock:.2f} s on a stock kernel and {on_parent:.2f} s on a "
        f"warm one, without it {on_stock - start:.2f} s and {on_parent - start:.2f} s.",
    ]


def all_chapters(bench: Bench, found: Findings) -> None:
    """All chapters in two processes, with the start of the warm parent in it."""
    runs: list[ChapterRun] = [(chapter, {}) for chapter in chapters()]
    stock, warm, own = [], [], []
    each: dict[str, float] = {}
    for _ in range(PAIRS):
        stock.append(bench.papermill(runs, STOCK, PROCESSES))
        bench.end_parents()
        warm.append(bench.papermill(runs, WARM, PROCESSES))
        bench.end_parents()
        took, each = bench.own(chapters())
        own.append(took)
    floor = bench.floor()
    what = f"all {len(runs)} chapters, {PROCESSES} processes"
    on_stock = "papermill on stock kernels"
    total = sum(each.values())
    slowest = sorted(each, key=lambda name: -each[name])[:5]
    held = (
        f"{median(own) - floor:.1f} s more than the cells: the start of the processes and of the "
        "warm parent, then of a kernel a chapter, its messages and its notebooks"
    )
    found.goals += [
        Goal(
            f"{what}, papermill on warm kernels",
            on_stock,
            paired(stock, warm),
            at_least=4,
            floor=floor,
            held="papermill's start, the warm parent's and a kernel a chapter, and "
            f"the notebook saved after each cell take {median(warm) - floor:.1f} s",
        ),
        Goal(
            "the same as the book runs them",
            on_stock,
            paired(stock, own),
            at_least=7,
            floor=floor,
            held=held,
        ),
    ]
    found.notes.append(
        "All chapters: the start of the warm parent is in it. The longest are "
        + ", ".join(f"{name} {each[name] / total:.0%}" for name in slowest)
        + f" of the {total:.1f} s of all chapters; the cells of all of them by themselves take "
        f"{PROCESSES} x {floor:.1f} s, those of "
        + ", ".join(f"{name} {bench.all_cells[name]:.1f} s" for name in slowest)
        + "."
    )


def nbval(bench: Bench, found: Findings) -> None:
    """Run nbval over all chapters, with the start of the warm parent in it."""
    stock, warm = [], []
    for _ in range(PAIRS):
        stock.append(bench.nbval(chapters(), STOCK))
        bench.end_parents()
        warm.append(bench.nbval(chapters(), WARM))
    took = median(run.seconds for run in warm)
    in_cells = median(run.cells for run in warm)
    found.goals.append(
        Goal(
            "nbval over all chapters on warm kernels",
            "nbval on stock kernels",
            paired([run.seconds for run in stock], [run.seconds for run in warm]),
            at_least=3.5,
            floor=bench.floor(),
            held=f"cells take {in_cells:.1f} of {PROCESSES} x {took:.1f} s, the start of pytest, "
            "of the warm parent and of the kernels, and their end, the rest",
        )
    )
    counts = {run.counts for run in (*stock, *warm)}
    found.notes.append(
        f"nbval found the same either way: {counts.pop()}."
        if len(counts) == 1
        else f"nbval did not find the same each time: {'; '.join(sorted(counts))}!"
    )


def book(bench: Bench, found: Findings) -> None:
    """The book: clean, with nothing changed, and with one cell of a table changed."""
    parameters = {"edition": "shanxi-2025", "as_of": MONTH, "language": "zh"}
    runs = [(chapter, parameters) for chapter in chapters()]
    stock, pages, clean, unchanged = [], [], [], []
    changed: dict[str, list[tuple[float, int]]] = {table: [] for table in CELLS}
    for pair in range(PAIRS):
        stock.append(bench.papermill(runs, STOCK, 1))
        copy = bench.copy_book()
        pages.append(bench.jupyter_book(copy))
        bench.end_parents()
        clean.append(bench.build(copy))
        unchanged.append(bench.build(copy))
        for table, builds in changed.items():
            change_a_cell(copy, table, pair + 1)
            builds.append(bench.build(copy))
    by_stock = [sum(parts) for parts in zip(stock, pages, strict=True)]
    seconds = [took for took, _ in clean]
    floor = bench.floor() + median(pages)
    held = (
        f"the cells take {bench.floor():.1f} s of two processes and jupyter-book by itself "
        f"{median(pages):.1f} s; kernels, what the site adds to the pages, and its pictures the "
        "rest"
    )
    found.goals += [
        Goal(
            "clean book of one language",
            "papermill one by one, then jupyter-book",
            paired(by_stock, seconds),
            at_least=6,
            floor=floor,
            held=held,
        ),
        _rebuilt("nothing changed", unchanged, seconds, 30, 0.0, "the start of finreport"),
        *(
            _rebuilt(f"one cell of {table} changed", builds, seconds, goal, floor, held)
            for (table, builds), goal in zip(changed.items(), (4, 2.5), strict=True)
        ),
    ]
    found.notes.append(
        f"The book is that of one language, either way: {median(stock):.1f} s of papermill and "
        f"{median(pages):.1f} s of jupyter-book, against {median(seconds):.1f} s, in which "
        f"{clean[0][1]} chapters ran and no warm parent was there before. A chapter depends on "
        "all tables of its edition that have numbers, as its checks do, so that after a change of "
        "one cell of them all chapters run; on the table of events only the chapter of events does."
    )


def _rebuilt(
    what: str,
    builds: Sequence[tuple[float, int]],
    clean: Sequence[float],
    at_least: float,
    floor: float,
    held: str,
) -> Goal:
    """The goal of a book that is built again, with the number of chapters that ran."""
    ran = " or ".join(map(str, sorted({number for _, number in builds})))
    pairs = paired(clean, [took for took, _ in builds])
    what = f"the book, {what} ({ran} chapters run)"
    return Goal(what, "clean book", pairs, at_least, floor=floor or None, held=held)


def change_a_cell(copy: Path, table: str, number: int) -> None:
    """Write another value into a table of the edition, one for each ``number`` from 1."""
    path = Path("data", "shanxi-2025", table)
    text = (ROOT / path).read_text(encoding="utf-8")
    printed, *others = CELLS[table]
    if text.count(printed) != 1:
        raise RuntimeError(f"{path} should have one {printed}")
    (copy / path).write_text(text.replace(printed, others[number - 1]), encoding="utf-8")


def sweep(bench: Bench, found: Findings) -> None:
    """Invented editions times all chapters, in a pool of two processes and on Dask."""
    data = bench.folder / "data"
    editions = invent_editions(ROOT / "data", data, EDITIONS)
    runs = [
        Run(chapter.stem, edition, MONTH, "zh") for edition in editions for chapter in chapters()
    ]
    stock: list[float] = []
    pool: list[list[Done]] = []
    dask: list[list[Done]] = []
    with given_data(data), cluster(bench.folder) as address:
        on_dask = partial(on_cluster, address=address)
        bench.sweep(runs[:PROCESSES], on_dask)
        for _ in range(PAIRS):
            stock.append(stock_sweep(bench, editions[:STOCK_EDITIONS]))
            bench.end_parents()
            pool.append(bench.sweep(runs, partial(on_this_machine, processes=PROCESSES)))
            dask.append(bench.sweep(runs, on_dask))
    took = sum(run.took for run in pool[0])
    held = (
        f"of {PROCESSES} x {pool[0][-1].after:.1f} s {took:.1f} went to running chapters, each in "
        "a kernel of its own; the rest to the start, to checking files and to keeping results"
    )
    found.goals += sweep_goals(len(editions), stock, pool, dask, bench.floor(), held)
    found.notes += [
        f"Sweeps ran over {len(editions)} invented editions, {len(runs)} runs, and papermill, "
        f"imported before, over {STOCK_EDITIONS} of them; the table extrapolates both to "
        f"{ALL_EDITIONS}, by the seconds of a run after the first {PROCESSES}. The pool's first "
        f"run was done after {pool[0][0].after:.1f} s, with the start of its processes and of the "
        "warm parent in it; the workers of Dask had run before.",
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
    editions: int,
    stock: Sequence[float],
    pool: Sequence[Sequence[Done]],
    dask: Sequence[Sequence[Done]],
    floor: float = 0.0,
    held: str = "",
) -> list[Goal]:
    """The goals of sweeps over so many editions, from the seconds of stock runs and of runs.

    ``floor`` are the seconds of the cells of one edition.
    """
    number = len(pool[0]) // editions * ALL_EDITIONS
    what = f"sweep of {ALL_EDITIONS} editions, {number} runs (extrapolated)"
    half = len(pool[0]) // 2
    halves = [Pair(each_run(runs[:half]), each_run(runs[half - PROCESSES :])) for runs in pool]
    wholes = [whole(runs, number) for runs in pool]
    on_dask = [whole(runs, number) for runs in dask]
    return [
        Goal(
            what,
            "papermill",
            paired([one * number for one in stock], wholes),
            at_least=7,
            floor=floor * ALL_EDITIONS or None,
            held=held,
        ),
        Goal(
            "a run in its second half (linear)",
            "in its first half",
            halves,
            at_most=1.1,
            held="chapters of the later editions that take longer, or a machine that slows down",
        ),
        Goal(
            "the same on Dask",
            "the pool",
            paired(wholes, on_dask),
            at_most=1.1,
            held="messages through the scheduler",
        ),
    ]


def each_run(done: Sequence[Done]) -> float:
    """Seconds of a run, without the first ones, which start what runs them."""
    first = done[PROCESSES - 1]
    return (done[-1].after - first.after) / (len(done) - PROCESSES)


def whole(done: Sequence[Done], number: int) -> float:
    """Seconds of a sweep of so many runs, from those that are done."""
    return done[-1].after + (number - len(done)) * each_run(done)


def check(bench: Bench, found: Findings) -> None:
    """``finreport check shanxi-2025`` as a whole process, and by the project as it was before."""
    before = bench.check_out(BEFORE)
    pairs, starts = [], []
    for at in range(CHECKS + 1):
        pair = Pair(bench.check(before), bench.check(ROOT))
        if at:  # The first ones compile.
            pairs.append(pair)
            starts.append(bench.start_of_command())
    found.goals.append(
        Goal(
            "`finreport check shanxi-2025`, whole process",
            f"the project at {BEFORE}",
            pairs,
            at_least=2,
            floor=median(starts),
            floor_is="the start of Python and of the command line (finreport --version)",
            held="the rules, the edition and its words take the rest",
        )
    )


@contextmanager
def given_data(folder: Path) -> Iterator[None]:
    """Let editions be read from another folder."""
    os.environ["FINREPORT_DATA"] = str(folder)
    try:
        yield
    finally:
        del os.environ["FINREPORT_DATA"]


def paired(against: Sequence[float], own: Sequence[float]) -> list[Pair]:
    """The pairs of two lists of seconds that were measured in turn."""
    return [Pair(*pair) for pair in zip(against, own, strict=True)]


GROUPS: dict[str, Callable[[Bench, Findings], None]] = {
    "chapter": one_chapter,
    "chapters": all_chapters,
    "nbval": nbval,
    "book": book,
    "sweep": sweep,
    "check": check,
}
"""The groups in the order of the table."""
