"""What sweeps run on: invented editions, and a Dask cluster of two workers on this machine."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.synthetic.detect import read_province
from tests.synthetic.province import Province, make_numbers

PATIENCE = 60
"""Seconds after which a cluster that has not started counts as broken."""


def invent_editions(data: Path, folder: Path, count: int) -> list[str]:
    """Write so many invented editions beside copies of those in ``data``; gives their names."""
    shutil.copytree(data, folder)
    with TemporaryDirectory() as scratch:
        names = [
            read_province(province, make_numbers(province), Path(scratch)).name
            for province in map(Province, range(count))
        ]
        for name in names:
            shutil.move(Path(scratch) / name, folder / name)
    return names


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of a scheduler with two workers of one thread, as the README starts them."""
    address_file = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    local = ["--host", "127.0.0.1", "--no-dashboard"]
    named = ["--scheduler-file", str(address_file)]
    commands = [
        [*dask, "scheduler", "--port", "0", *local, *named],
        *2 * [[*dask, "worker", *named, "--nthreads", "1", *local]],
    ]
    with (folder / "cluster.log").open("wb") as log:
        processes = [subprocess.Popen(each, stdout=log, stderr=log) for each in commands]
        try:
            yield _address(address_file)
        finally:
            for process in reversed(processes):
                process.terminate()
                process.wait()


def _address(address_file: Path) -> str:
    from distributed import Client  # half a second, which the tests of the tables do without

    end = time.monotonic() + PATIENCE
    while not address_file.is_file() and time.monotonic() < end:
        time.sleep(0.1)
    with Client(  # type: ignore[no-untyped-call]
        scheduler_file=str(address_file), timeout=PATIENCE
    ) as client:
        client.wait_for_workers(2, timeout=PATIENCE)
        return str(client.scheduler.address)
