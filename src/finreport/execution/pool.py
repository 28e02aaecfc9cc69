"""Work in processes of this machine, which end with the one that has started them."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from multiprocessing import active_children, get_context
from typing import TypeVar

from finreport.execution.worker import prepare_worker

Task = TypeVar("Task")
Result = TypeVar("Result")

LOST = "its process was ended from outside, perhaps for want of memory"
"""What is said of a task whose future has the error ``BrokenProcessPool``."""


def perform_all(
    work: Callable[[Task], Result],
    tasks: deque[Task],
    processes: int,
    environment: Mapping[str, str],
) -> Iterator[tuple[Task, Future[Result]]]:
    """Each of ``tasks`` with its finished future, as they come in.

    They are taken from the left as processes become free: who empties ``tasks`` lets those that
    are running finish, and the others never start; who stops for an error ends those that are
    running, too. The processes have ``environment`` besides that of this one.
    """

    def process() -> ProcessPoolExecutor:
        # A spawned process starts clean, whatever the caller has already imported.
        return pools.enter_context(
            ProcessPoolExecutor(1, get_context("spawn"), prepare_worker, (environment,))
        )

    running: dict[Future[Result], tuple[Task, ProcessPoolExecutor]] = {}
    with ExitStack() as pools:
        # A pool for each process: when one is ended from outside, it is clear whose task it had.
        idle = [process() for _ in range(min(processes, len(tasks)))]
        try:
            while tasks or running:
                while tasks and idle:
                    task, pool = tasks.popleft(), idle.pop()
                    running[pool.submit(work, task)] = (task, pool)
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    task, pool = running.pop(future)
                    idle.append(process() if is_lost(future) else pool)
                    yield task, future
        except BaseException:
            for child in active_children():
                child.terminate()
            raise


def is_lost(future: Future[Result]) -> bool:
    """Whether the process of a finished future was ended from outside."""
    return isinstance(future.exception(), BrokenProcessPool)
