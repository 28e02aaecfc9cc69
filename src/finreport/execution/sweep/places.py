"""Where the runs of a sweep take place: in processes of this machine, or on a Dask cluster."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeAlias

from finreport.errors import SweepError
from finreport.execution.pool import LOST, perform_all
from finreport.execution.sweep.work import Outcome, Task, perform

if TYPE_CHECKING:
    from distributed import Client

Place: TypeAlias = Callable[[Sequence[Task]], Iterator[Outcome]]
"""What does tasks and gives their outcomes, in whatever order they come in."""

PATIENCE = 30
"""Seconds to wait for a scheduler to answer, and for its first worker."""


def on_this_machine(tasks: Sequence[Task], processes: int) -> Iterator[Outcome]:
    """The outcomes of ``tasks``, as they come in, from so many processes at a time.

    What the chapters of an edition and a month have in common is computed once.
    """
    with TemporaryDirectory(prefix="finreport-") as folder:
        shared = deque(replace(task, results=Path(folder)) for task in tasks)
        for task, future in perform_all(perform, shared, processes, {}):
            yield _outcome(task, future)


def on_cluster(tasks: Sequence[Task], address: str) -> Iterator[Outcome]:
    """The outcomes of ``tasks``, as they come in, from the workers of a Dask scheduler.

    Dask repeats a run whose worker was lost; when it has lost several, it gives the run up, and
    the outcome says so. Raises :class:`SweepError` if there is no such cluster, if it goes away,
    and if one of its workers has other files than this machine.
    """
    distributed = _import_distributed()
    with _connect(distributed, address) as client:
        futures = client.map(perform, tasks, pure=False)
        _wait_for_worker(client, address)
        task_of = dict(zip(futures, tasks, strict=True))
        for future in distributed.as_completed(futures):
            if future.cancelled():
                raise SweepError(f"The scheduler {address} is gone; continue with --resume.")
            outcome = _outcome(task_of.pop(future), future)
            future.release()
            yield outcome


def _outcome(task: Task, future: Any) -> Outcome:
    """What a finished future, of a pool or of Dask, brings; its process may have died."""
    error = future.exception()
    if isinstance(error, SweepError):
        raise error
    if error is None:
        outcome: Outcome = future.result()
        return outcome
    return Outcome(task.run, task.key, "failed", None, error=_reason(error))


def _reason(error: BaseException) -> str:
    # Dask's KilledWorker is known by name: Dask need not be there.
    if isinstance(error, BrokenProcessPool) or type(error).__name__ == "KilledWorker":
        return LOST
    return f"{type(error).__name__}: {error}"


def _import_distributed() -> ModuleType:
    try:
        import distributed
    except ModuleNotFoundError:
        raise SweepError(
            "A sweep on a cluster needs Dask, which is not installed: "
            "install finreport with its extra, as in pip install 'finreport[dask]'."
        ) from None
    return distributed


def _connect(distributed: ModuleType, address: str) -> "Client":
    try:
        client: Client = distributed.Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise SweepError(
            f"No Dask scheduler answers at {address} ({error}); its address is like "
            "tcp://127.0.0.1:8786, and it is started with: dask scheduler."
        ) from None
    return client


def _wait_for_worker(client: "Client", address: str) -> None:
    # The work is already handed in: a cluster that grows with its work starts its first worker.
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise SweepError(
            f"The scheduler {address} has no worker; start one with: "
            f"dask worker {address} --nthreads 1."
        ) from None
