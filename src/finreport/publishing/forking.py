"""Jupyter Book in processes that are forked from one that has imported it.

Sphinx keeps state that a second build in the same process would inherit, and to import it takes
longer than to make a page. So one process imports it, once for the builds of both languages, and
does nothing but fork.
"""

import os
import signal
from collections.abc import Mapping, Sequence
from multiprocessing import forkserver, get_context, resource_tracker
from multiprocessing.reduction import DupFd
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        "jupyter_book.cli.main",
        "jupyter_book.sphinx",
        "sphinx.builders.html",
        "sphinx.environment.collectors.toctree",
        "myst_nb.sphinx_ext",
        "sphinx_external_toc",
        "sphinx_book_theme",
        "finreport.publishing.extension",
    ]
)

UTF8 = "PYTHONUTF8"
"""The variable with which a Python reads and writes UTF-8 wherever it runs; Jupyter Book must."""

STARTING = Lock()


class Held:
    """A descriptor that a forked process is to hold open, too."""

    def __init__(self, descriptor: int | None) -> None:
        self.descriptor = descriptor

    def __reduce__(self) -> tuple[Any, ...]:
        """Hand the descriptor over with what the process is given."""
        if self.descriptor is None:
            return Held, (None,)
        return _received, (DupFd(self.descriptor),)


def _received(handed_over: Any) -> Held:
    return Held(handed_over.detach())


def run_forked(
    arguments: Sequence[str], environment: Mapping[str, str], lock: int | None = None
) -> str | None:
    """Run ``jupyter-book`` with arguments, and give its log if it fails.

    The process holds the descriptor ``lock`` as long as it runs, even if this one is killed.
    """
    start_forking()
    with TemporaryDirectory(prefix="finreport-book-") as folder:
        log = Path(folder) / "log"
        given = (list(arguments), dict(environment), str(log), Held(lock))
        builder = FORKS.Process(target=_build, args=given)
        builder.start()
        try:
            builder.join()
        finally:
            builder.kill()  # where this one was stopped
            builder.join()
        return None if builder.exitcode == 0 else log.read_text(encoding="utf-8")


def start_forking() -> None:
    """Start the process that forks, unless it runs; it takes its environment along.

    Ctrl+C is for the one that has started it, which ends it: while it imports it would say so.
    """
    with STARTING:
        before = os.environ.get(UTF8)
        os.environ[UTF8] = "1"
        resource_tracker.ensure_running()  # it allows what is forbidden next
        allowed = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, allowed)
            del os.environ[UTF8]
            if before is not None:
                os.environ[UTF8] = before


def _build(arguments: list[str], environment: dict[str, str], log: str, lock: Held) -> None:
    """Be ``jupyter-book`` in a process of its own."""
    told = os.open(log, os.O_WRONLY | os.O_CREAT)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(told, 2)
    os.environ.clear()
    os.environ.update(environment)
    from jupyter_book.cli.main import main

    main(arguments)
