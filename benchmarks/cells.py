"""The cells of chapters by themselves, in a process that is warm in truth.

Run as ``python -m benchmarks.cells CHAPTER...``; prints the seconds of each as JSON. No kernel, no
messages, no notebook read or written: each chapter runs in a fork of a process that has imported
everything and has drawn a chapter before, so that nothing is done for the first time. No way of
running chapters can be faster: it is the floor of every goal.
"""

import io
import json
import os
import sys
import time
from contextlib import redirect_stdout
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import nbformat

from finreport.execution.warm.parent import warm

DRAWN = "10_growth"
"""The chapter that is drawn before."""


def time_cells(chapters: list[Path]) -> dict[str, float]:
    """The seconds of the cells of each chapter, each in a fork of this process."""
    context = get_context("fork")
    seconds = {}
    for chapter in chapters:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(chapter, sender))
        process.start()
        sender.close()  # so that a fork that fails is an end, and not a wait for ever
        seconds[chapter.stem] = float(receiver.recv())
        process.join()
    return seconds


def run_cells(chapter: Path) -> float:
    """Run the cells of a chapter in this process; gives the seconds."""
    from IPython.core.interactiveshell import InteractiveShell

    cells = [cell for cell in nbformat.read(chapter, 4).cells if cell.cell_type == "code"]
    os.chdir(chapter.parent)
    shell = InteractiveShell.instance()
    started = time.perf_counter()
    with redirect_stdout(io.StringIO()):
        for cell in cells:
            shell.run_cell(cell.source).raise_error()  # type: ignore[no-untyped-call]
    return time.perf_counter() - started


def _send(chapter: Path, sender: Connection) -> None:
    sender.send(run_cells(chapter))


if __name__ == "__main__":
    given = [Path(name).resolve() for name in sys.argv[1:]]
    warm()
    run_cells(given[0].with_name(f"{DRAWN}.ipynb"))
    print(json.dumps(time_cells(given)))
