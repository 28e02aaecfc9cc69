"""The warm parent: a script that imports what kernels need, and forks one for whoever asks.

It is run as ``python parent.py SOCKET SECONDS``, and returns as soon as a parent listens on the
socket; the parent itself stays in the background until it has had no kernel for that many
seconds, or until it hears a knock and its socket has gone. It knows nothing of this package but
the name of its :data:`REHEARSAL`.

A connection is a kernel:

1. The client sends one byte with the descriptors :data:`DESCRIPTORS`. The first is a memory file
   with a JSON object: ``arguments`` and ``environment`` of the kernel.
2. The parent answers with the kernel's process id, and once the kernel has ended with its exit
   code, negative for a signal; each is a :data:`NUMBER`.
3. The client closes the connection. A kernel that still runs is killed, with all processes of
   its group. Until then its process id is not given to another process.
"""

import atexit
import errno
import gc
import importlib.util
import json
import os
import random
import selectors
import shutil
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from filelock import lock_descriptor

DESCRIPTORS = ("request", "folder", "stdin", "stdout", "stderr")
NUMBER = struct.Struct("!i")
PORTS = ("shell_port", "iopub_port", "stdin_port", "hb_port", "control_port")
"""What a kernel listens on, as its connection file names it."""

MOST = 6
"""Parents that a user may have, of 170 MB each; when there is another, the longest idle goes."""

CREDENTIALS = struct.Struct("3i")
"""Process, user and group, as Linux tells them of the other end of a socket."""

PACKAGES = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "psutil",
    "sqlite3",
    "pandas",
    "pandas.core.methods.to_dict",
    "pandas.io.formats.style",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "scipy.stats",
    "statsmodels.regression.linear_model",
    "statsmodels.stats.proportion",
    "babel.messages.pofile",
    "jsonschema",
    "jinja2",
    "linkify_it",
    "markdown_it",
    "msgspec",
    "nbformat",
    "myst_nb.ext.glue",
    "rich.console",
    "rich.table",
    "rtoml",
    "yaml",
)
"""What the chapters import, apart from this package. Never what draws into a notebook by itself
(``matplotlib_inline``): that is set up when it is imported, for one kernel."""

REHEARSAL = "finreport.execution.warm.rehearsal"
"""What this package does ahead of its chapters."""

INLINE = "module://matplotlib_inline.backend_inline"
"""The backend that ipykernel names before a notebook imports matplotlib."""


def warm() -> dict[str, str]:
    """Import the packages and rehearse; gives the variables that the packages have set.

    A package that cannot be imported is left to the kernel, which says so where it is needed; so is
    all of this one if anything is wrong with it, as while it is edited.
    """
    gc.disable()  # Next to all that is made here stays.
    before = dict(os.environ)
    os.environ.setdefault("MPLBACKEND", INLINE)
    for name in PACKAGES:
        with suppress(ImportError):
            importlib.import_module(name)
    with suppress(Exception):
        _rehearse()
    # Threads are not forked, and what they have locked would stay locked.
    if threading.active_count() > 1:
        names = ", ".join(thread.name for thread in threading.enumerate()[1:])
        sys.exit(f"A warmed package has started threads ({names}); do not warm it.")
    gc.freeze()  # A kernel need not copy pages only to look for rubbish in them.
    gc.enable()
    return {
        name: value for name, value in os.environ.items() if name not in {*before, "MPLBACKEND"}
    }


def _rehearse() -> None:
    # Of two packages of this name it must be the one whose state is known, and that is this one's.
    found = importlib.util.find_spec(REHEARSAL.partition(".")[0])
    if found and found.origin and Path(found.origin).parent == Path(__file__).parents[2]:
        importlib.import_module(REHEARSAL).rehearse()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else starts or ends a parent in ``folder`` meanwhile; a crash unlocks it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        lock_descriptor(descriptor)
        yield
    finally:
        os.close(descriptor)


def connect(path: Path) -> socket.socket | None:
    """A connection to the parent that listens on ``path``; ``None`` if there is none."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(str(path))
    except (FileNotFoundError, ConnectionRefusedError):
        connection.close()
        return None
    return connection


def peer(connection: socket.socket) -> tuple[int, int]:
    """Process and user at the other end of ``connection``."""
    found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS.size)
    process, user, _ = CREDENTIALS.unpack(found)
    return process, user


def has_parent(path: Path) -> bool:
    """Whether a parent listens on ``path``; it does not wake."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as probe:
        # Linux looks for a listener first, and only then at its kind, which is another.
        return probe.connect_ex(str(path)) == errno.EPROTOTYPE


def listen(path: Path) -> socket.socket:
    """Listen on ``path``, for which :func:`make_room` in its folder."""
    make_room(path.parent)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    listener.listen(socket.SOMAXCONN)
    return listener


def make_room(folder: Path) -> None:
    """Remove what crashed parents have left, and let the longest idle go if another is too many.

    One that still has kernels goes when they have ended.
    """
    found: list[tuple[float, Path]] = []
    for path in folder.glob("*.sock"):
        if has_parent(path):
            with suppress(FileNotFoundError):  # It has just been told to stop.
                found.append((path.stat().st_mtime, path))
        else:
            path.unlink(missing_ok=True)
    for _, path in sorted(found, reverse=True)[MOST - 1 :]:
        connection = connect(path)
        path.unlink(missing_ok=True)
        if connection:
            connection.close()  # This is the knock.


@dataclass(eq=False)
class Kernel:
    """A forked kernel; ``handle`` becomes readable when it ends."""

    pid: int
    handle: int
    connection: socket.socket
    has_ended: bool = False


def exit_code(pid: int) -> int:
    """The exit code of a child that has ended, negative for a signal; it stays a child."""
    found = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    if found is None:
        raise ChildProcessError(f"process {pid} has not ended")
    return found.si_status if found.si_code == os.CLD_EXITED else -found.si_status


class WarmParent:
    """Forks kernels for those who connect to ``listener``, which listens on ``path``."""

    def __init__(self, listener: socket.socket, path: Path, idle_seconds: float) -> None:
        self.listener = listener
        self.path = path
        self.inode = path.stat().st_ino
        self.pid = os.getpid()
        self.idle_seconds = idle_seconds
        self.last_use = time.monotonic()
        self.kernels: set[Kernel] = set()
        self.selector = selectors.DefaultSelector()
        self._expect(listener, self._accept)

    def serve(self) -> list[int] | None:
        """Serve until there is nothing more to do, and give ``None``.

        In each kernel that is forked it gives the descriptors that were sent for it.
        """
        while True:
            if not self.kernels and self._retires():
                self._close()
                return None
            left = None if self.kernels else max(0.0, self._seconds_left())
            ready = self.selector.select(left)
            if ready:
                # One at a time: what it does may put an end to the others.
                descriptors: list[int] | None = ready[0][0].data()
                if descriptors:
                    return descriptors

    def stop(self, *_: object) -> NoReturn:
        """End at once, as a handler of signals; a kernel just forked may still have it."""
        if os.getpid() == self.pid:
            self.remove_socket()
        os._exit(0)

    def remove_socket(self) -> None:
        """Remove the socket, unless it is another parent's by now, and the folder if empty."""
        with suppress(OSError):  # Somebody has removed them already, or the folder has others.
            if self._is_reachable():
                self.path.unlink()
            self.path.parent.rmdir()

    def _expect(self, source: socket.socket | int, act: Callable[[], list[int] | None]) -> None:
        self.selector.register(source, selectors.EVENT_READ, act)

    def _accept(self) -> None:
        connection, _ = self.listener.accept()
        if peer(connection)[1] == os.geteuid():
            self._expect(connection, partial(self._fork, connection))
        else:
            connection.close()

    def _fork(self, connection: socket.socket) -> list[int] | None:
        self.selector.unregister(connection)
        _, descriptors, _, _ = socket.recv_fds(connection, 1, len(DESCRIPTORS))
        try:
            # There are fewer if the client has been killed meanwhile.
            pid = os.fork() if len(descriptors) == len(DESCRIPTORS) else None
        except OSError:
            pid = None  # There is no room for another process here; the client looks elsewhere.
        if pid == 0:
            connection.close()
            self._close()  # The listener and the other kernels are the parent's.
            return descriptors
        for descriptor in descriptors:
            os.close(descriptor)
        if pid is None:
            connection.close()
        else:
            self._watch(Kernel(pid, os.pidfd_open(pid), connection))
        return None

    def _note_use(self) -> None:
        self.last_use = time.monotonic()
        with suppress(OSError):  # The socket has gone.
            os.utime(self.path)

    def _seconds_left(self) -> float:
        return self.last_use + self.idle_seconds - time.monotonic()

    def _watch(self, kernel: Kernel) -> None:
        self._note_use()
        self.kernels.add(kernel)
        self._expect(kernel.handle, partial(self._end, kernel))
        self._expect(kernel.connection, partial(self._leave, kernel))
        self._tell(kernel, kernel.pid)

    def _end(self, kernel: Kernel) -> None:
        # The kernel has ended; its process id stays taken as long as its client has it.
        self.selector.unregister(kernel.handle)
        os.close(kernel.handle)
        kernel.has_ended = True
        if kernel.connection.fileno() < 0:
            self._forget(kernel)
        else:
            self._tell(kernel, exit_code(kernel.pid))

    def _leave(self, kernel: Kernel) -> None:
        # The client has gone, or has no more use for the kernel.
        self.selector.unregister(kernel.connection)
        kernel.connection.close()
        if kernel.has_ended:
            self._forget(kernel)
        else:
            signal.pidfd_send_signal(kernel.handle, signal.SIGKILL)
            with suppress(ProcessLookupError):  # It was not yet the leader of a group.
                os.killpg(kernel.pid, signal.SIGKILL)

    def _forget(self, kernel: Kernel) -> None:
        os.waitpid(kernel.pid, 0)
        self.kernels.remove(kernel)
        self._note_use()

    def _tell(self, kernel: Kernel, number: int) -> None:
        with suppress(ConnectionError):  # Its client has gone, which is noticed next.
            kernel.connection.sendall(NUMBER.pack(number))

    def _retires(self) -> bool:
        if not self._is_reachable():
            return True
        if self._seconds_left() > 0:
            return False
        with locked(self.path.parent):
            if self.selector.select(0):
                return False
            self.remove_socket()
            return True

    def _is_reachable(self) -> bool:
        """Whether the socket is there, and not another parent's by now."""
        try:
            return self.path.stat().st_ino == self.inode
        except FileNotFoundError:
            return False

    def _close(self) -> None:
        for key in self.selector.get_map().values():
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
            else:
                os.close(key.fd)
        self.selector.close()


def become_kernel(descriptors: list[int], variables: dict[str, str]) -> None:
    """Be the kernel that was asked for, until it ends; ``variables`` were set by packages."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # A temporary folder that a package has made, as for want of a home, is still in use.
    atexit.unregister(shutil.rmtree)
    request, folder, *streams = descriptors
    os.fchdir(folder)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    with os.fdopen(request, encoding="utf-8") as file:
        wanted: dict[str, Any] = json.load(file)
    for descriptor in (folder, *streams):
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(wanted["environment"])
    os.environ.update({name: variables[name] for name in variables.keys() - os.environ.keys()})
    importlib.invalidate_caches()
    _reseed()

    import ipykernel
    from ipykernel.kernelapp import IPKernelApp

    class Application(IPKernelApp):
        """A kernel that leaves the file with its ports and key alone where it has them from there.

        ipykernel (7.4) compares the public key, which are bytes, with the text in the file, and so
        writes anew what the file says already; whoever has started it reads the file just then, and
        may find it empty.
        """

        def write_connection_file(self, **kwargs: Any) -> None:
            file = Path(self.abs_connection_file)
            said = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
            if any(said.get(port) != getattr(self, port) for port in PORTS):
                super().write_connection_file(**kwargs)

    launcher = Path(ipykernel.__file__).parent.with_name("ipykernel_launcher.py")
    sys.argv = [str(launcher), *wanted["arguments"]]
    sys.orig_argv = [sys.executable, "-m", "ipykernel_launcher", *wanted["arguments"]]
    # A kernel ends when its parent does. A cold one gets this from a variable, at import.
    Application.launch_instance(parent_handle=os.getppid())
    end()


def end() -> NoReturn:
    """End as Python does, except that what is in memory is left to the system.

    To give back all that the parent has imported copies every page of it, for a sixth of a second.
    """
    threading._shutdown()  # type: ignore[attr-defined] # as multiprocessing ends its forks
    atexit._run_exitfuncs()  # of them IPython's takes away what the notebook has named
    gc.collect()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(0)


def _reseed() -> None:
    # Otherwise all kernels would draw the same random numbers.
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def detach() -> None:
    """Go into the background: no terminal, no folder, no streams of whoever started this."""
    os.setsid()
    os.chdir("/")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    os.close(nothing)


def main(path: Path, idle_seconds: float) -> None:
    """Start a parent on ``path`` unless there is one, be it, and be the kernels it forks."""
    with locked(path.parent):
        if has_parent(path):
            return
        variables = warm()
        listener = listen(path)
    if os.fork():
        os._exit(0)  # Nothing is left to be cleaned up; the imports are the child's.
    detach()
    parent = WarmParent(listener, path, idle_seconds)
    signal.signal(signal.SIGTERM, parent.stop)
    descriptors = parent.serve()
    if descriptors:
        become_kernel(descriptors, variables)


if __name__ == "__main__":
    del sys.path[0]  # The folder of this script.
    main(Path(sys.argv[1]), float(sys.argv[2]))
