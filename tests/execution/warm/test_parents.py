"""Parents: one for those who may share it, for as long as it is of use, for nobody else."""

import asyncio
import logging
import os
import resource
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory

if sys.platform != "linux":
    pytest.skip("warm parents need Linux", allow_module_level=True)

import finreport
from finreport.execution.warm import NAME, client, parent
from finreport.execution.warm.conditions import PrivacyError, private_folder, socket_path
from finreport.execution.warm.provisioner import _say_once, reason_to_start_cold

LAUNCH = [sys.executable, "-m", "ipykernel_launcher", "-f", "connection.json"]


NEEDED = {"IPython", "ipykernel", "psutil", "sqlite3"}
"""What a kernel itself imports."""


@pytest.fixture(autouse=True)
def _say_again() -> None:
    _say_once.cache_clear()


@pytest.fixture
def light_parents(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let parents find none of the packages that chapters need, and give the path of modules.

    To import them takes three seconds, and how a parent starts and ends does not depend on them.
    """
    missing = tmp_path_factory.mktemp("missing")
    for name in {package.partition(".")[0] for package in parent.PACKAGES} - NEEDED:
        (missing / f"{name}.py").write_text("raise ImportError", encoding="utf-8")
    path = os.pathsep.join(filter(None, [str(missing), os.environ.get("PYTHONPATH")]))
    monkeypatch.setenv("PYTHONPATH", path)
    return path


light = pytest.mark.usefixtures("light_parents")


@light
def test_who_comes_at_the_same_time_shares_one_parent(
    own_runtime: Path, find_parents: Callable[[Path], list[int]], tmp_path: Path
) -> None:
    request = client.KernelRequest(["-f", str(tmp_path / "c.json")], os.environ, str(tmp_path))

    async def start() -> list[client.WarmKernel]:
        return await asyncio.gather(*(client.start_warm_kernel(request) for _ in range(3)))

    kernels = asyncio.run(start())
    pids = {kernel.pid for kernel in kernels}
    assert len(pids) == 3
    assert len(set(find_parents(own_runtime)) - pids) == 1
    for kernel in kernels:
        kernel.kill()
        assert kernel.wait() == -signal.SIGKILL
    [entry] = own_runtime.glob("*/*")
    assert entry == socket_path(os.environ)
    assert stat.S_IMODE(entry.parent.stat().st_mode) == 0o700


@light
def test_a_parent_can_be_started_ahead(
    own_runtime: Path,
    find_parents: Callable[[Path], list[int]],
    wait_until: Callable[..., None],
    tmp_path: Path,
) -> None:
    client.start_ahead(os.environ)
    request = client.KernelRequest(["-f", str(tmp_path / "c.json")], os.environ, str(tmp_path))
    kernel = asyncio.run(client.start_warm_kernel(request))
    wait_until(lambda: len(set(find_parents(own_runtime)) - {kernel.pid}) == 1)
    kernel.kill()
    kernel.wait()


@light
def test_idle_parent_leaves_nothing_behind(
    open_kernel: Any,
    own_runtime: Path,
    find_parents: Callable[[Path], list[int]],
    wait_until: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client, "IDLE_SECONDS", 0.3)
    monkeypatch.setattr(client, "ATTEMPTS", 100)  # on a slow machine it may be idle before
    with open_kernel() as kernel:
        time.sleep(1)  # A parent with a kernel is not idle.
        assert kernel.run("print(1)") == "1\n"
        assert len(list(own_runtime.glob("*/*.sock"))) == 1
    wait_until(lambda: not find_parents(own_runtime))
    assert list(own_runtime.iterdir()) == []


@light
def test_crashed_parent_is_replaced(
    open_kernel: Any,
    own_runtime: Path,
    find_parents: Callable[[Path], list[int]],
    is_running: Callable[[int], bool],
    wait_until: Callable[..., None],
) -> None:
    with open_kernel() as kernel:
        process = kernel.manager.provisioner.process
        [crashing] = set(find_parents(own_runtime)) - {kernel.pid}
        os.kill(crashing, signal.SIGKILL)
        wait_until(lambda: not is_running(kernel.pid))
        wait_until(lambda: process.poll() is not None)
        assert process.returncode == -signal.SIGKILL
    assert len(list(own_runtime.glob("*/*.sock"))) == 1
    with open_kernel() as kernel:
        assert kernel.is_warm
        [found] = set(find_parents(own_runtime)) - {kernel.pid}
        assert found != crashing


def test_a_new_parent_removes_what_crashed_ones_have_left(own_runtime: Path) -> None:
    path = socket_path(os.environ)
    with parent.listen(path.with_stem("alive")), parent.listen(path.with_stem("dead")):
        pass
    with parent.listen(path.with_stem("alive")), parent.listen(path):
        assert sorted(path.parent.iterdir()) == sorted([path, path.with_stem("alive")])


def test_an_idle_parent_ends_while_others_start(own_runtime: Path) -> None:
    path = socket_path(os.environ)
    with parent.listen(path) as listener, ThreadPoolExecutor() as pool:
        serving = pool.submit(parent.WarmParent(listener, path, idle_seconds=0.5).serve)
        for number in range(1000):
            with parent.listen(path.with_stem(f"{number}")):
                knock = parent.connect(path)
            if knock:
                knock.close()
            if serving.done():
                break
            time.sleep(0.01)
        assert serving.done()
        assert serving.result() is None
    assert not path.exists()


def test_looking_for_a_parent_does_not_wake_it(own_runtime: Path) -> None:
    path = socket_path(os.environ)
    assert not parent.has_parent(path)
    with parent.listen(path) as listener:
        listener.setblocking(False)
        assert parent.has_parent(path)
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert not parent.has_parent(path)


def test_one_parent_too_many_ends_the_longest_idle(
    own_runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parent, "MOST", 3)
    new = socket_path(os.environ)
    paths = [new.with_stem(name) for name in ("b", "a", "c")]
    with ExitStack() as stack:
        listeners = [stack.enter_context(parent.listen(path)) for path in paths]
        pool = stack.enter_context(ThreadPoolExecutor())
        idle, _, _ = [
            pool.submit(parent.WarmParent(listener, path, idle_seconds=5).serve)
            for listener, path in zip(listeners, paths, strict=True)
        ]
        os.utime(paths[0], (1, 1))
        stack.enter_context(parent.listen(new))
        assert idle.result(timeout=4) is None
        assert sorted(new.parent.iterdir()) == sorted([new, *paths[1:]])
        monkeypatch.setattr(parent, "MOST", 1)
        parent.make_room(new.parent)  # so that the others need not be waited for


@light
def test_a_parent_that_is_one_too_many_lets_its_kernel_finish(
    open_kernel: Any,
    own_runtime: Path,
    find_parents: Callable[[Path], list[int]],
    wait_until: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with open_kernel() as kernel:
        path = socket_path(os.environ)
        monkeypatch.setattr(parent, "MOST", 1)
        with parent.listen(path.with_stem("new")):
            assert not path.exists()
            assert kernel.run("print(1)") == "1\n"
            assert len(find_parents(own_runtime)) == 2
    wait_until(lambda: not find_parents(own_runtime))


def test_a_stopped_start_leaves_no_key_behind(
    own_runtime: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key = tmp_path / "key.json"

    async def stop(request: client.KernelRequest) -> client.WarmKernel:
        assert key.is_file()
        raise KeyboardInterrupt

    monkeypatch.setattr(client, "start_warm_kernel", stop)
    monkeypatch.setattr(KernelProvisionerFactory.instance(), "default_provisioner_name", NAME)
    with pytest.raises(KeyboardInterrupt):
        KernelManager(kernel_name="python3", connection_file=str(key)).start_kernel()
    assert not key.exists()


def test_temporary_folder_of_a_package_outlives_the_first_kernel(
    open_kernel: Any, own_runtime: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "home").touch()
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))  # in which nobody can make a folder
    monkeypatch.setenv("TMPDIR", str(own_runtime))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.delenv("MPLCONFIGDIR", raising=False)
    for _ in range(2):
        with open_kernel() as kernel:
            assert kernel.is_warm
            told = kernel.run(
                "import matplotlib, os\nprint(os.path.isdir(matplotlib.get_cachedir()))"
            )
            assert told == "True\n"
            kernel.manager.shutdown_kernel(now=False)


@pytest.mark.parametrize(
    ("change", "is_shared"),
    [
        ({"IPYTHONDIR": "/elsewhere", "EDITION": "a", "PATH": "/bin"}, True),
        ({"OPENBLAS_NUM_THREADS": "2"}, False),
        ({"PYTHONHASHSEED": "1"}, False),
        ({"PYTHONPATH": "/elsewhere"}, False),
        ({"MPLBACKEND": "svg"}, False),
        ({"MPLCONFIGDIR": "/elsewhere"}, False),
        ({"MATPLOTLIBRC": "/elsewhere"}, False),
        ({"TZ": "Asia/Shanghai"}, False),
        ({"LC_ALL": "C"}, False),
    ],
)
def test_who_shares_a_parent(own_runtime: Path, change: dict[str, str], is_shared: bool) -> None:
    same = socket_path({**os.environ, **change}) == socket_path(os.environ)
    assert same is is_shared


@pytest.mark.parametrize(
    ("variable", "place"),
    [
        ("MATPLOTLIBRC", ""),
        ("MATPLOTLIBRC", "matplotlibrc"),
        ("MPLCONFIGDIR", "matplotlibrc"),
        ("XDG_CONFIG_HOME", "matplotlib/matplotlibrc"),
        ("HOME", ".config/matplotlib/matplotlibrc"),
    ],
)
def test_other_settings_of_matplotlib_need_another_parent(
    own_runtime: Path, tmp_path: Path, variable: str, place: str
) -> None:
    environment = {**os.environ, variable: str(tmp_path / "settings")}
    paths = [socket_path(environment)]
    for text in ("xtick.direction: in", "xtick.direction: out"):
        file = tmp_path / "settings" / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        paths.append(socket_path(environment))
    assert len(set(paths)) == 3


def test_a_new_package_needs_a_new_parent(
    own_runtime: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "site-packages"
    packages.mkdir()
    monkeypatch.syspath_prepend(str(packages))
    before = socket_path(os.environ)
    os.utime(packages, (1, 1))
    assert socket_path(os.environ) != before


@pytest.mark.parametrize("change", ["edited", "new", "gone"])
def test_a_change_of_this_package_needs_a_new_parent(
    own_runtime: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    # As if this package were there: none has more than its files.
    monkeypatch.setattr(finreport, "__file__", str(tmp_path / "__init__.py"))
    module = tmp_path / "room" / "level.py"
    module.parent.mkdir()
    module.touch()
    before = socket_path(os.environ)
    compiled = module.parent / "__pycache__" / "level.pyc"
    compiled.parent.mkdir()
    compiled.touch()
    assert socket_path(os.environ) == before
    if change == "edited":
        os.utime(module, (1, 1))
    elif change == "new":
        module.with_stem("other").touch()
    else:
        module.unlink()
    assert socket_path(os.environ) != before


def test_a_package_that_does_not_import_is_left_to_its_kernels(
    own_runtime: Path, light_parents: str, tmp_path: Path
) -> None:
    broken = tmp_path / "finreport" / "__init__.py"
    broken.parent.mkdir()
    broken.write_text("1 / 0", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{light_parents}"}
    request = client.KernelRequest(["-f", str(tmp_path / "c.json")], environment, str(tmp_path))
    kernel = asyncio.run(client.start_warm_kernel(request))
    assert kernel.poll() is None
    kernel.kill()
    kernel.wait()


def test_other_limits_need_another_parent(own_runtime: Path) -> None:
    paths = [socket_path(os.environ)]
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    mask = os.umask(0o077)
    try:
        paths.append(socket_path(os.environ))
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft - 1, hard))
        paths.append(socket_path(os.environ))
    finally:
        os.umask(mask)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert len(set(paths)) == 3
    assert socket_path(os.environ) == paths[0]


def test_folder_that_others_may_enter_is_refused(own_runtime: Path) -> None:
    folder = private_folder()
    folder.chmod(0o755)
    with pytest.raises(PrivacyError, match="nobody else may enter"):
        private_folder()
    folder.rmdir()
    (own_runtime / "elsewhere").mkdir(mode=0o700)
    folder.symlink_to(own_runtime / "elsewhere")
    with pytest.raises(PrivacyError):
        private_folder()


def test_folder_of_another_user_is_refused(
    own_runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(PrivacyError, match="12345"):
        private_folder()


@light
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_another_user_gets_no_kernel(open_kernel: Any, own_runtime: Path) -> None:
    with open_kernel():
        path = socket_path(os.environ)
        for entry in (own_runtime, path.parent, path):
            entry.chmod(0o777)
        assert ask_as(os.geteuid(), path) != b""
        assert ask_as(65534, path) == b""
        path.parent.chmod(0o700)


def ask_as(user: int, path: Path) -> bytes:
    """What the parent at ``path`` answers if ``user`` asks for a kernel."""
    with socket.socket(socket.AF_UNIX) as connection:
        os.seteuid(user)
        try:
            connection.connect(str(path))
        finally:
            os.seteuid(0)
        try:
            socket.send_fds(connection, [b"1"], [0, 0, 0, 0, 0])
            return connection.recv(4)
        except ConnectionError:
            return b""


def test_another_user_gives_no_kernel(
    open_kernel: Any, own_runtime: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(parent, "peer", lambda connection: (1, os.geteuid() + 1))
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(socket_path(os.environ)))
        listener.listen()
        request = client.KernelRequest([], os.environ, str(tmp_path))
        with pytest.raises(client.WarmParentError, match="is of user"):
            asyncio.run(client.start_warm_kernel(request))


def test_silent_parent_is_given_up(
    own_runtime: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(client, "ANSWER_SECONDS", 0.1)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(socket_path(os.environ)))
        listener.listen()
        request = client.KernelRequest([], os.environ, str(tmp_path))
        with pytest.raises(client.WarmParentError, match="gives no kernel"):
            asyncio.run(client.start_warm_kernel(request))


def test_parent_without_room_for_a_process_goes_on(
    own_runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", fail)
    path = socket_path(os.environ)
    with parent.listen(path) as listener, ThreadPoolExecutor() as pool:
        serving = pool.submit(parent.WarmParent(listener, path, idle_seconds=1).serve)
        for _ in range(2):
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(str(path))
                socket.send_fds(connection, [b"1"], [0, 0, 0, 0, 0])
                assert connection.recv(4) == b""
        assert serving.result() is None
    assert not path.exists()


@pytest.mark.parametrize(
    ("command", "options", "reason"),
    [
        (LAUNCH, {}, None),
        (LAUNCH, {"cwd": "/", "stderr": subprocess.DEVNULL}, None),
        (["/usr/bin/python3", *LAUNCH[1:]], {}, "/usr/bin/python3 -m ipykernel_launcher is not"),
        ([sys.executable, "-Xdev", *LAUNCH[1:]], {}, "-Xdev"),
        (["ir", "--slave"], {}, "ir --slave is not"),
        (LAUNCH, {"independent": True}, "started with independent"),
        (LAUNCH, {"stdout": subprocess.PIPE}, "a pipe"),
        (LAUNCH, {"stderr": subprocess.STDOUT}, "a pipe"),
    ],
)
def test_what_cannot_be_a_warm_kernel(
    command: list[str], options: dict[str, Any], reason: str | None
) -> None:
    found = reason_to_start_cold(command, options)
    assert found is None if reason is None else found is not None and reason in found


def test_settings_of_matplotlib_in_the_folder_are_respected(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").touch()
    assert "matplotlibrc" in (reason_to_start_cold(LAUNCH, {"cwd": str(tmp_path)}) or "")


def test_other_systems_start_cold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert reason_to_start_cold(LAUNCH, {}) == "there are no warm parents on darwin"


def test_cold_kernel_serves_where_no_parent_can_and_says_so_once(
    open_kernel: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "missing"))
    for _ in range(2):
        with open_kernel() as kernel:
            assert not kernel.is_warm
            assert kernel.run("print(1)") == "1\n"
    [record] = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert record.getMessage().startswith("Kernels start cold: ")
    assert str(tmp_path / "missing") in record.getMessage()


def test_package_that_breaks_the_parent_is_named(
    own_runtime: Path, light_parents: str, tmp_path: Path
) -> None:
    (tmp_path / "msgspec.py").write_text("raise RuntimeError('broken')", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{light_parents}"}
    request = client.KernelRequest([], environment, str(tmp_path))
    with pytest.raises(client.WarmParentError, match="does not start: RuntimeError: broken"):
        asyncio.run(client.start_warm_kernel(request))
    assert list(own_runtime.glob("*/*")) == []


@light
def test_missing_folder_is_named(open_kernel: Any, own_runtime: Path, tmp_path: Path) -> None:
    with (
        pytest.raises(FileNotFoundError, match="missing"),
        open_kernel(cwd=str(tmp_path / "missing")),
    ):
        pass
