"""Kernels of either kind, and a folder for the sockets of the tests alone."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from finreport.execution.warm import NAME


class Session:
    """A kernel and the client that talks to it."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self.manager = manager
        self.client = client

    @property
    def pid(self) -> int:
        """The process of the kernel."""
        provisioner: Any = self.manager.provisioner
        assert isinstance(provisioner.pid, int)
        return provisioner.pid

    @property
    def is_warm(self) -> bool:
        """Whether a parent has forked the kernel."""
        provisioner: Any = self.manager.provisioner
        return type(provisioner.process).__name__ == "WarmKernel"

    def run(self, code: str, timeout: float = 60) -> str:
        """Run ``code`` and give what it printed, or the name of its error."""
        printed: list[str] = []

        def collect(message: dict[str, Any]) -> None:
            content = message["content"]
            printed.append(content.get("text") or content.get("ename") or "")

        self.client.execute_interactive(code, output_hook=collect, timeout=timeout)
        return "".join(printed)


WaitUntil = Callable[..., None]
OpenKernel = Callable[..., AbstractContextManager[Session]]


@contextmanager
def _open_kernel(
    provisioner: str = NAME, settings: Mapping[str, Any] = MappingProxyType({}), **options: Any
) -> Iterator[Session]:
    KernelProvisionerFactory.instance().default_provisioner_name = provisioner
    manager = KernelManager(kernel_name="python3", **settings)
    manager.start_kernel(**options)
    client = manager.client()
    assert isinstance(client, BlockingKernelClient)
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield Session(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture
def open_kernel() -> Iterator[OpenKernel]:
    """A context manager that gives a :class:`Session`, warm unless told otherwise.

    ``settings`` are those of its manager, the others options of the start.
    """
    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name
    yield _open_kernel
    factory.default_provisioner_name = before


def _find_parents(folder: Path) -> list[int]:
    found = []
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            command = (process / "cmdline").read_bytes() if process.name.isdigit() else b""
            if f"{folder}/".encode() in command and b"parent.py" in command:
                found.append(int(process.name))
    return sorted(found)


@pytest.fixture
def find_parents() -> Callable[[Path], list[int]]:
    """A function that gives the processes of the parents and kernels of a folder."""
    return _find_parents


def _is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def is_running() -> Callable[[int], bool]:
    """A function that tells whether a process runs; one that has ended may still be listed."""
    return _is_running


@contextmanager
def _private_runtime(wait_until: WaitUntil) -> Iterator[Path]:
    # Short, because the path of a socket must be.
    folder = Path(mkdtemp(prefix="warm-"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        yield folder
    for pid in _find_parents(folder):
        os.kill(pid, signal.SIGTERM)
    wait_until(lambda: not _find_parents(folder))
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def shared_runtime(wait_until: WaitUntil) -> Iterator[Path]:
    """A folder whose parents serve all tests of a module."""
    with _private_runtime(wait_until) as folder:
        yield folder


@pytest.fixture
def own_runtime(wait_until: WaitUntil) -> Iterator[Path]:
    """A folder whose parents serve one test alone."""
    with _private_runtime(wait_until) as folder:
        yield folder
