"""One chapter, run in a process of its own."""

import os
import signal
import sys
import time
from collections.abc import Mapping
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread
from uuid import uuid4

import nbformat
from traitlets.config import Config

from finreport.errors import ChapterError
from finreport.execution.cleaning import NOTEBOOK_METADATA, strip_run_traces
from finreport.execution.inputs import log_of
from finreport.execution.kernel import KERNEL_NAME
from finreport.execution.opened import ENVIRONMENT

CELL_TIMEOUT = 600
"""Seconds after which a cell counts as stuck."""

NOT_SAID = "it gives no message"
"""The reason where an error, or papermill for it, has none."""


def prepare_worker(environment: Mapping[str, str]) -> None:
    """Set the environment that every kernel of this process will inherit.

    The process then ends with the one that has started it, even if that is killed; its kernels
    end with it. Ctrl+C ends it without a word: the one that has started it says one.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.update(environment)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def run_and_listen(chapter: Path, stage: Path, parameters: Mapping[str, object]) -> float:
    """As :func:`run_chapter` into the folder ``stage``, with a log of what the kernel reads."""
    output = stage / chapter.name
    os.environ[ENVIRONMENT] = str(log_of(output))
    return run_chapter(chapter, output, parameters)


def run_chapter(chapter: Path, output: Path, parameters: Mapping[str, object]) -> float:
    """Run ``chapter`` and write it with its outputs to ``output``; gives the seconds it took.

    Changes the folder of the process, so it must not run in a thread. Raises
    :class:`ChapterError` if the chapter does not run to its end; ``output`` then holds the
    chapter without outputs.
    """
    started = time.perf_counter()
    try:
        notebook = nbformat.read(chapter, as_version=4)
    except nbformat.reader.NotJSONError as error:
        raise ChapterError(chapter.stem, "", "the file is not a notebook") from error
    # A chapter written by hand may not say that it is Python; papermill needs to know.
    notebook.metadata.update(NOTEBOOK_METADATA)
    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = []  # papermill would only read them, to take them away
    nbformat.write(notebook, output)
    _check_parameters(chapter, output, parameters)
    executed = _execute(chapter, output, parameters)
    strip_run_traces(executed)
    nbformat.write(executed, output)
    return time.perf_counter() - started


def _check_parameters(chapter: Path, prepared: Path, parameters: Mapping[str, object]) -> None:
    # Papermill only logs a parameter that a chapter does not have, and the chapter then runs
    # as if it had not been given.
    import papermill

    known = papermill.inspect_notebook(prepared)
    for name in parameters:
        if name not in known:
            has = ", ".join(known) or "none"
            reason = f"it has no parameter {name!r}; its parameters: {has}"
            raise ChapterError(chapter.stem, "", reason)


def _execute(
    chapter: Path, prepared: Path, parameters: Mapping[str, object]
) -> nbformat.NotebookNode:
    # Imported here because only worker processes need them, and they take a second.
    import papermill
    from nbclient.exceptions import CellTimeoutError
    from papermill.exceptions import PapermillExecutionError

    try:
        executed: nbformat.NotebookNode = papermill.execute_notebook(
            prepared,
            None,
            parameters=dict(parameters),
            kernel_name=KERNEL_NAME,
            cwd=chapter.parent,  # as in Jupyter and nbval
            progress_bar=False,
            autosave_cell_every=0,
            coalesce_streams=True,  # how a stream is cut into messages is a matter of timing
            execution_timeout=CELL_TIMEOUT,
            shutdown_kernel="immediate",
            config=Config(KernelManager=_manager_options(prepared)),
        )
    except PapermillExecutionError as error:
        reason = f"{error.ename}: {_last_line(error.evalue) or NOT_SAID}"
        raise ChapterError(chapter.stem, _describe(chapter, error.source), reason) from None
    except (CellTimeoutError, RuntimeError) as error:  # of a kernel that dies, or never answers
        raise ChapterError(chapter.stem, "", _last_line(str(error))) from error
    return executed


def _manager_options(prepared: Path) -> dict[str, str]:
    """A kernel that others on the machine cannot listen to; it warns if they can.

    The file with its key lies beside the notebook, and so is removed even after a kill. Ports can
    be taken by others between their choice and the start of the kernel
    (https://github.com/jupyter/jupyter_client/issues/487); names of sockets that only Linux has,
    which are no files (``man 7 unix``, abstract), cannot.
    """
    options = {"transport_encryption": "auto", "connection_file": f"{prepared}.key"}
    if sys.platform == "linux":
        options |= {"transport": "ipc", "ip": f"@finreport-{uuid4().hex}"}
    return options


def _describe(chapter: Path, source: str) -> str:
    cells = nbformat.read(chapter, as_version=4).cells
    ids = [cell.get("id", "") for cell in cells if cell.source == source]
    first_line = source.strip().partition("\n")[0]
    return f"{ids[0]} ({first_line})" if ids else f"({first_line})"


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]
