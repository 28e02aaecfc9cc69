"""A warm kernel is a process of its own: it starts clean, obeys, and ends when it should."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zmq
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

from finreport.execution.warm import provisioner
from finreport.execution.warm.prompt import CALL_AGAIN

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="warm parents need Linux"),
    pytest.mark.usefixtures("shared_runtime"),
]

CLIENT = """
import subprocess, sys, time
from jupyter_client.manager import KernelManager
manager = KernelManager(kernel_name="python3")
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
client.execute_interactive(
    "import os, subprocess\\nprint(os.getpid(), subprocess.Popen(['sleep', '1000']).pid)",
    output_hook=lambda m: m["msg_type"] == "stream" and print(m["content"]["text"], flush=True),
)
client.execute("while True: pass")
time.sleep(1000)
"""
"""Starts a kernel that starts a process, prints the ids of both, and never ends by itself."""


def test_what_chapters_need_is_imported_before(open_kernel: Any) -> None:
    with open_kernel() as kernel:
        assert kernel.is_warm
        for name in ("pandas", "finreport.charts.banking"):
            assert kernel.run(f"import sys\nprint({name!r} in sys.modules)") == "True\n"


def test_no_data_is_read_before(open_kernel: Any) -> None:
    """Of what a chapter reads it is known to depend on, the parent can have read nothing."""
    code = (
        "from finreport.execution.warm.rehearsal import rehearse\n"
        "import finreport, os, sys\nfrom pathlib import Path\nread = set()\n"
        "def hear(event, arguments):\n"
        "    if event == 'open' and isinstance(arguments[0], str): read.add(arguments[0])\n"
        "sys.addaudithook(hear)\n"
        "for name in [name for name in sys.modules if name.startswith('finreport.')]:\n"
        "    del sys.modules[name]\n"
        "from finreport.execution.warm.rehearsal import rehearse\nrehearse()\n"
        "package = Path(finreport.__file__).parent\n"
        "own = {Path(path) for path in read if path.startswith(str(package.parents[1]))}\n"
        "print(package / 'words' / 'en.toml' in own)\n"
        "places = (package, sys.prefix)\n"
        "print([path for path in own if not any(map(path.is_relative_to, places))])"
    )
    with open_kernel(cwd=str(Path(__file__).parent)) as kernel:
        assert kernel.run(code) == "True\n[]\n"


def test_chapters_find_everything_imported(open_kernel: Any) -> None:
    """Add to ``parent.PACKAGES`` what a chapter has begun to import."""
    code = (
        "import pkgutil, sys\n"
        "before = {name.partition('.')[0] for name in sys.modules}\n"
        "from finreport import charts, narrative\nfrom finreport.editions import open_edition\n"
        "for room in (charts, narrative):\n"
        "    for module in pkgutil.iter_modules(room.__path__, f'{room.__name__}.'):\n"
        "        __import__(module.name)\n"
        "open_edition('shanxi-2025')\n"
        "known = before | sys.stdlib_module_names | {'finreport'}\n"
        "print({name.partition('.')[0] for name in sys.modules} - known)"
    )
    with open_kernel(cwd=str(Path(__file__).parent)) as kernel:
        assert kernel.run(code) == "set()\n"


def test_an_edited_module_is_read_again(open_kernel: Any, tmp_path: Path) -> None:
    module = tmp_path / "level.py"
    for value in (1, 22):
        module.write_text(f"value = {value}", encoding="utf-8")
        with open_kernel(cwd=str(tmp_path)) as kernel:
            assert kernel.run("import level\nprint(level.value)") == f"{value}\n"


def test_random_numbers_differ_from_kernel_to_kernel(open_kernel: Any) -> None:
    code = (
        "import random, uuid\nimport numpy as np\n"
        "print(random.random(), np.random.rand(), np.random.default_rng().random(), uuid.uuid4())"
    )
    with open_kernel() as one, open_kernel() as other:
        numbers = [kernel.run(code).split() for kernel in (one, other)]
    assert all(a != b for a, b in zip(*numbers, strict=True))


def test_nothing_leaks_into_the_next_kernel(open_kernel: Any, tmp_path: Path) -> None:
    change = (
        "import builtins, os, sys, pandas as pd, matplotlib.pyplot as plt, warnings\n"
        "builtins.leak = 1; os.environ['LEAK'] = '1'; sys.path.append('/leak'); os.chdir('/')\n"
        "pd.set_option('display.precision', 3); plt.figure(); plt.rcParams['font.size'] = 3\n"
        "warnings.simplefilter('error'); pd.DataFrame.leak = 1; os.umask(0)"
    )
    look = (
        "import os, sys, pandas as pd, matplotlib.pyplot as plt, warnings\n"
        "print('leak' in dir(__builtins__), 'LEAK' in os.environ, '/leak' in sys.path,"
        "os.getcwd(), pd.get_option('display.precision'), plt.get_fignums(),"
        "plt.rcParams['font.size'], warnings.filters[0][0], hasattr(pd.DataFrame, 'leak'),"
        "os.umask(0o22))"
    )
    seen = []
    for code in (look, change, look):
        with open_kernel(cwd=str(tmp_path)) as kernel:
            seen.append(kernel.run(code))
    assert seen[0] == seen[2]
    assert seen[0].startswith(f"False False False {tmp_path} 6 []")


def commands(pids: list[str]) -> set[str]:
    """The names of the programs that these processes run."""
    return {Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip() for pid in pids}


def test_interrupt_reaches_the_cell_and_what_it_has_started(
    open_kernel: Any, wait_until: Callable[..., None]
) -> None:
    with open_kernel() as kernel:
        request = kernel.client.execute("import subprocess\nsubprocess.run(['sleep', '1000'])")
        children = Path(f"/proc/{kernel.pid}/task/{kernel.pid}/children")
        # What has been forked but does not run its program yet would not hear it.
        wait_until(lambda: "sleep" in commands(children.read_text(encoding="utf-8").split()))
        kernel.manager.interrupt_kernel()
        reply = kernel.client.get_shell_msg(timeout=30)
        while reply["parent_header"].get("msg_id") != request:
            reply = kernel.client.get_shell_msg(timeout=30)
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        wait_until(lambda: not children.read_text(encoding="utf-8"))
        # What is sent right after an error is dropped, by any kernel.
        wait_until(lambda: kernel.run("print(1 + 1)") == "2\n")


def execute(source: str, **options: Any) -> None:
    """Run a notebook with one cell, as papermill and Jupyter Book do."""
    notebook = new_notebook(cells=[new_code_cell(source)])
    NotebookClient(notebook, kernel_name="python3", **options).execute()


def test_cell_that_takes_too_long(open_kernel: Any) -> None:
    with open_kernel():  # So that kernels are warm.
        with pytest.raises(CellTimeoutError):
            execute("while True: pass", timeout=1)
        with pytest.raises(DeadKernelError):
            execute("import os\nos.kill(os.getpid(), 9)")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os; os._exit(3)", 3),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", -signal.SIGTERM),
        ("import ctypes; ctypes.string_at(0)", -signal.SIGSEGV),
    ],
)
def test_exit_code_of_a_kernel_that_dies(
    open_kernel: Any, wait_until: Callable[..., None], code: str, expected: int
) -> None:
    with open_kernel() as kernel:
        process = kernel.manager.provisioner.process
        kernel.client.execute(code)
        wait_until(lambda: process.poll() is not None)
        assert process.returncode == expected
        assert not kernel.manager.is_alive()


def test_waiting_for_a_kernel_that_does_not_answer(open_kernel: Any) -> None:
    with open_kernel() as kernel:
        os.kill(kernel.pid, signal.SIGSTOP)
        with pytest.raises(RuntimeError, match="didn't respond in 1 seconds"):
            kernel.client.wait_for_ready(timeout=1)
        os.kill(kernel.pid, signal.SIGCONT)
        kernel.client.wait_for_ready(timeout=60)
        os.kill(kernel.pid, signal.SIGKILL)
        with pytest.raises(RuntimeError, match="Kernel died"):
            kernel.client.wait_for_ready(timeout=60)


def test_a_client_calls_again_at_once(open_kernel: Any) -> None:
    with open_kernel() as kernel:
        channels = (kernel.client.shell_channel, kernel.client.iopub_channel)
        waits = {channel.socket.getsockopt(zmq.RECONNECT_IVL) for channel in channels}
    assert waits == {CALL_AGAIN}


def test_what_should_run_at_exit_runs(open_kernel: Any, tmp_path: Path) -> None:
    with open_kernel(cwd=str(tmp_path)) as kernel:
        kernel.run("import atexit, pathlib\natexit.register(pathlib.Path('ended').touch)")
        pid = kernel.pid
        kernel.manager.shutdown_kernel(now=False)
        assert (tmp_path / "ended").exists()
        assert not Path(f"/proc/{pid}").exists()


def test_what_is_written_last_is_not_lost(open_kernel: Any, tmp_path: Path) -> None:
    """Python writes out files that are left open, by a name or in a circle, and waits for threads.

    Only a kernel that gives back all its memory finds the file that a module of its own holds.
    """
    code = (
        "import threading, time\nfrom pathlib import Path\n"
        "named = open('named', 'w'); _ = named.write('1')\n"
        "circle = [open('circle', 'w')]; _ = circle[0].write('22'); circle.append(circle)\n"
        "def late():\n    time.sleep(0.2)\n    Path('late').write_text('333')\n"
        "threading.Thread(target=late).start()"
    )
    with open_kernel(cwd=str(tmp_path)) as kernel:
        assert kernel.run(code) == ""
        kernel.manager.shutdown_kernel(now=False)
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert written == {"named": "1", "circle": "22", "late": "333"}


def test_restarted_kernel_is_another_one(open_kernel: Any) -> None:
    with open_kernel() as kernel:
        kernel.run("a = 1")
        before = kernel.pid
        kernel.manager.restart_kernel(now=True)
        kernel.client.wait_for_ready(timeout=60)
        assert kernel.is_warm
        assert kernel.pid != before
        assert kernel.run("print('a' in globals())") == "False\n"


def test_killed_client_takes_its_kernel_with_it(
    is_running: Callable[[int], bool], wait_until: Callable[..., None]
) -> None:
    environment = {**os.environ, "JUPYTER_DEFAULT_PROVISIONER_NAME": "finreport-warm"}
    command = [sys.executable, "-c", CLIENT]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as client:
        assert client.stdout
        kernel, sleep = map(int, client.stdout.readline().split())
        assert is_running(kernel)
        assert is_running(sleep)
        client.kill()
        wait_until(lambda: not is_running(kernel) and not is_running(sleep))


def opened_by(pid: int) -> set[str]:
    """The sockets and other nameless files that a process has open."""
    links = {str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()}
    return {link for link in links if ":" in link}


def test_parent_and_kernels_keep_nothing_of_each_other(
    open_kernel: Any,
    shared_runtime: Path,
    find_parents: Callable[[Path], list[int]],
    wait_until: Callable[..., None],
) -> None:
    with open_kernel():
        pass
    wait_until(lambda: len(find_parents(shared_runtime)) == 1)
    [parent] = find_parents(shared_runtime)
    children = Path(f"/proc/{parent}/task/{parent}/children")
    wait_until(lambda: not children.read_text(encoding="utf-8"))
    opened = opened_by(parent)
    with open_kernel() as one, open_kernel() as other:
        assert [entry.name for entry in Path(f"/proc/{parent}/task").iterdir()] == [str(parent)]
        shared = opened_by(parent) & (opened_by(one.pid) | opened_by(other.pid))
        assert {link for link in shared if not link.startswith("anon_inode")} == set()
        assert not [link for link in opened_by(other.pid) if "memfd" in link]
    wait_until(lambda: opened_by(parent) == opened)
    wait_until(lambda: not children.read_text(encoding="utf-8"))


def test_a_killed_kernel_is_waited_for_until_it_has_ended_and_no_longer(
    open_kernel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provisioner, "END_SECONDS", 60.0)
    with open_kernel() as kernel:
        process = kernel.manager.provisioner.process
        started = time.monotonic()
        kernel.manager.shutdown_kernel(now=True)
        assert time.monotonic() - started < provisioner.END_SECONDS
        assert process.returncode == -signal.SIGKILL


def test_the_file_with_its_key_is_not_written_while_its_client_reads_it(
    open_kernel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A manager reads the file right after the start, when a warm kernel has begun already."""
    found = []
    reconcile = KernelManager._reconcile_connection_info

    def note(manager: KernelManager, info: Any) -> None:
        found.append(Path(manager.connection_file).stat())
        reconcile(manager, info)

    monkeypatch.setattr(KernelManager, "_reconcile_connection_info", note)
    with open_kernel(settings={"transport_encryption": "required"}) as kernel:
        assert kernel.is_warm
        assert kernel.manager.curve_publickey
        after = Path(kernel.manager.connection_file).stat()
        assert [(after.st_ino, after.st_mtime_ns)] == [(at.st_ino, at.st_mtime_ns) for at in found]
