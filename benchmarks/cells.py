"""The cells of a chapter by themselves: no kernel, no messages, everything imported before.

Run as ``python -m benchmarks.cells CHAPTER TIMES``; prints the seconds of each time as JSON.
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


def time_cells(chapter: Path, times: int) -> list[float]:
    """The seconds of so many runs of all cells, each in a fork of this warmed process."""
    context = get_context("fork")
    seconds = []
    for _ in range(times):
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_run, args=(chapter, sender))
        process.start()
        seconds.append(float(receiver.recv()))
        process.join()
    return seconds


def _run(chapter: Path, sender: Connection) -> None:
    from IPython.core.interactiveshell import InteractiveShell

    cells = [cell for cell in nbformat.read(chapter, 4).cells if cell.cell_type == "code"]
    os.chdir(chapter.parent)
    shell = InteractiveShell.instance()
    started = time.perf_counter()
    with redirect_stdout(io.StringIO()):
        for cell in cells:
            shell.run_cell(cell.source).raise_error()  # type: ignore[no-untyped-call]
    sender.send(time.perf_counter() - started)


if __name__ == "__main__":
    warm()
    print(json.dumps(time_cells(Path(sys.argv[1]).resolve(), int(sys.argv[2]))))
