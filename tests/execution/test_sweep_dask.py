"""Sweeps on a Dask cluster: a real scheduler and two workers on this machine, and their loss."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import psutil
import pytest

from finreport.execution.sweep import SweepError, on_cluster

if TYPE_CHECKING:
    import subprocess

WriteProject = Callable[..., Path]
WriteGrid = Callable[..., Path]
Finreport = Callable[..., "subprocess.Popen[str]"]
WaitUntil = Callable[..., None]

MONTHS = [f"2024-{month:02}" for month in range(6, 9)]

HELD = """\
import os, time
with open({place!r}, "a") as file:
    print(as_of, file=file)
while as_of > "2024-06" and not os.path.exists({place!r} + ".go"):
    time.sleep(0.01)
print(as_of)"""
"""A cell that puts on record that it ran, and from July on waits for a sign to go on."""


class Cluster:
    """A scheduler and its workers, each a process group of its own."""

    def __init__(self, folder: Path, wait_until: WaitUntil) -> None:
        self.folder = folder
        self.wait_until = wait_until
        self.processes: list[psutil.Popen] = []
        self.scheduler = self._start("scheduler", "--port", "0")
        self.address = self._read_address()

    def add_worker(self) -> psutil.Popen:
        """Start a worker as the README tells it."""
        return self._start("worker", self.address, "--nthreads", "1", "--nanny")

    def stop(self) -> None:
        for process in self.processes:
            if process.is_running():
                end(process)

    def _start(self, role: str, *options: str) -> psutil.Popen:
        command = [sys.executable, "-m", "dask", role, *options]
        log = (self.folder / f"{role}-{len(self.processes)}.log").open("wb")
        with log:
            process = psutil.Popen(
                [*command, "--host", "127.0.0.1", "--no-dashboard"], stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def _read_address(self) -> str:
        log = self.folder / "scheduler-0.log"
        self.wait_until(lambda: "Scheduler at:" in log.read_text(encoding="utf-8"))
        return log.read_text(encoding="utf-8").partition("Scheduler at:")[2].split()[0]


def end(process: psutil.Popen) -> None:
    """Kill a process and all that it has started, as a machine that goes down does."""
    family = [*process.children(recursive=True), process]
    for member in family:
        member.kill()
    process.wait()
    psutil.wait_procs(family, timeout=10)


def records(project: Path) -> list[dict[str, object]]:
    """The runs on record."""
    path = project / "out/runs.jsonl"
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory, wait_until: WaitUntil) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), wait_until)
    yield cluster
    cluster.stop()


@pytest.fixture
def project(write_project: WriteProject, write_grid: WriteGrid, tmp_path: Path) -> Path:
    """A project with a chapter that is held up and one that fails in June, and three months."""
    fails = "assert as_of != '2024-06', 'no such month'"
    write_grid(months=str(MONTHS).replace("'", ""))
    return write_project(held=HELD.format(place=str(tmp_path / "ran")), fails=fails)


def held(project: Path) -> list[str]:
    """The months for which a chapter is held up, as long as there is no sign to go on."""
    path = project / "ran"
    ran = path.read_text(encoding="utf-8").split() if path.exists() else []
    return [month for month in ran if month > "2024-06"]


def test_a_killed_worker_loses_nothing_and_doubles_nothing(
    cluster: Cluster, project: Path, start_sweep: Finreport, wait_until: WaitUntil
) -> None:
    lost, _ = cluster.add_worker(), cluster.add_worker()
    sweep = start_sweep("--scheduler", cluster.address)
    wait_until(lambda: len(held(project)) == 2 and records(project))
    end(lost)
    (project / "ran.go").touch()
    told, _ = sweep.communicate(timeout=240)
    assert told == "Runs: 6; failed: 1. The results: out/index.html\n"
    assert sweep.returncode == 1

    found = sorted((str(record["chapter"]), str(record["as_of"])) for record in records(project))
    assert found == [(chapter, month) for chapter in ("fails", "held") for month in MONTHS]
    [failed] = [record for record in records(project) if record["status"] == "failed"]
    assert (failed["as_of"], failed["error"]) == ("2024-06", "AssertionError: no such month")
    # The run that was under way on the lost worker ran again, and only that.
    ran = (project / "ran").read_text(encoding="utf-8").split()
    assert set(ran) == set(MONTHS)
    assert len(ran) == len(MONTHS) + 1
    for month in MONTHS:
        path = project / f"out/notebooks/shanxi-2025/{month}/zh/held.ipynb"
        assert nbformat.read(path, as_version=4).cells[-1].outputs[0].text == f"{month}\n"


def test_a_lost_scheduler_is_told_and_the_sweep_goes_on_without_it(
    cluster: Cluster, project: Path, start_sweep: Finreport, wait_until: WaitUntil
) -> None:
    cluster.add_worker()
    sweep = start_sweep("--scheduler", cluster.address)
    wait_until(lambda: held(project) and records(project))
    end(cluster.scheduler)
    told, errors = sweep.communicate(timeout=120)
    assert (sweep.returncode, told) == (2, "")
    assert f"The scheduler {cluster.address} is gone; continue with --resume." in errors
    assert 0 < len(records(project)) < 6
    (project / "ran.go").touch()
    told, _ = start_sweep("--resume").communicate(timeout=240)
    assert told == "Runs: 6; failed: 1. The results: out/index.html\n"


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finreport.execution.sweep.places.PATIENCE", 1)
    with pytest.raises(SweepError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9 "):
        next(on_cluster([], "tcp://127.0.0.1:9"))
    with pytest.raises(SweepError, match=r"No Dask scheduler answers at nowhere://here "):
        next(on_cluster([], "nowhere://here"))


def test_a_cluster_without_a_worker_is_told(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finreport.execution.sweep.places.PATIENCE", 2)
    with pytest.raises(SweepError, match=r"has no worker; start one with: dask worker tcp://"):
        next(on_cluster([], cluster.address))


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SweepError, match=r"pip install 'finreport\[dask\]'"):
        next(on_cluster([], "tcp://127.0.0.1:8786"))
