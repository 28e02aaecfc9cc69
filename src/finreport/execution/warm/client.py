"""Asking a warm parent for a kernel, and what a client does with the kernel it gets."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import IO

from finreport.errors import PlainError
from finreport.execution.warm import parent
from finreport.execution.warm.conditions import frozen_environment, socket_path

IDLE_SECONDS = 600.0
"""A parent that has had no kernel for so long ends itself."""

START_SECONDS = 120.0
"""A parent that takes longer to import everything counts as stuck; usual are 4."""

ANSWER_SECONDS = 10.0
"""A parent that takes longer to fork a kernel counts as stuck; usual is a hundredth of one."""

ATTEMPTS = 3
"""A parent may retire just when it is asked; the next one has no reason to."""


class WarmParentError(PlainError):
    """There is no warm parent that gives a kernel."""


@dataclass(frozen=True)
class KernelRequest:
    """What a kernel needs besides what it shares with its parent.

    ``stdout`` and ``stderr`` are descriptors, files or ``subprocess.DEVNULL``, and the client's
    own if ``None``; nothing is ever read from standard input.
    """

    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: str
    stdout: int | IO[str] | IO[bytes] | None = None
    stderr: int | IO[str] | IO[bytes] | None = None


@dataclass(eq=False)
class WarmKernel:
    """A kernel that the parent has forked, with the face of a :class:`subprocess.Popen`.

    It is not a child of this process: the parent tells when it has ended, and kills it if this
    process ends first.
    """

    pid: int
    connection: socket.socket
    returncode: int | None = None
    stdin: None = field(default=None, init=False)
    stdout: None = field(default=None, init=False)
    stderr: None = field(default=None, init=False)

    def poll(self) -> int | None:
        """The exit code, negative for a signal; ``None`` as long as the kernel runs."""
        return self._receive(socket.MSG_DONTWAIT)

    def wait(self) -> int | None:
        """Wait for the end of the kernel and give its exit code."""
        return self._receive(0)

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel, but not to the processes that it has started."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the kernel."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def _receive(self, flags: int) -> int | None:
        if self.returncode is None:
            try:
                answer = self.connection.recv(parent.NUMBER.size, flags)
            except BlockingIOError:
                return None
            except ConnectionResetError:
                answer = b""
            # Without its parent a kernel ends itself; nobody is left who could tell the code.
            self.returncode = parent.NUMBER.unpack(answer)[0] if answer else -signal.SIGKILL
            self.connection.close()
        return self.returncode


async def start_warm_kernel(request: KernelRequest) -> WarmKernel:
    """A kernel from the parent for ``request``, which is started first if there is none.

    Raises :class:`WarmParentError` if it cannot be started or gives no kernel,
    :class:`~finreport.execution.warm.conditions.PrivacyError` if its folder is not private, and
    ``OSError`` if the folder of the request, or that of the socket, cannot be used.
    """
    for _ in range(ATTEMPTS):
        path = socket_path(request.environment)
        connection = parent.connect(path)
        if connection is None:
            await asyncio.to_thread(_start_parent, path, frozen_environment(request.environment))
            connection = parent.connect(path)
        kernel = connection and _ask(connection, request)
        if kernel:
            return kernel
    raise WarmParentError(f"the warm parent at {path} ends before it gives a kernel")


def start_ahead(environment: Mapping[str, str]) -> None:
    """Begin to start the parent for kernels with ``environment``, while others get ready to ask.

    Whoever then asks waits for it, and tells what keeps it from starting.
    """

    def start() -> None:
        with suppress(PlainError, OSError):
            path = socket_path(environment)
            if not parent.has_parent(path):
                _start_parent(path, frozen_environment(environment))

    Thread(target=start, daemon=True).start()


def _start_parent(path: Path, environment: Mapping[str, str]) -> None:
    script = [sys.executable, parent.__file__, str(path), str(IDLE_SECONDS)]
    try:
        subprocess.run(
            script,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            start_new_session=True,
            timeout=START_SECONDS,
            encoding="utf-8",
            errors="replace",
        )
    except subprocess.TimeoutExpired:
        reason = f"it is not ready after {START_SECONDS:.0f} seconds"
    except subprocess.CalledProcessError as error:
        reason = error.stderr.strip().rpartition("\n")[2] or f"it ends with {error.returncode}"
    else:
        return
    raise WarmParentError(f"the warm parent does not start: {reason}")


def _ask(connection: socket.socket, request: KernelRequest) -> WarmKernel | None:
    with ExitStack() as on_failure:
        on_failure.callback(connection.close)
        process, user = parent.peer(connection)
        if user != os.geteuid():
            raise WarmParentError(f"process {process}, which offers kernels, is of user {user}")
        connection.settimeout(ANSWER_SECONDS)
        try:
            with _descriptors(request) as descriptors:
                socket.send_fds(connection, [b"1"], descriptors)
            answer = connection.recv(parent.NUMBER.size)
        except ConnectionError:
            return None
        except TimeoutError:
            raise WarmParentError(f"process {process} gives no kernel") from None
        if not answer:
            return None
        connection.settimeout(None)
        on_failure.pop_all()
        return WarmKernel(parent.NUMBER.unpack(answer)[0], connection)


@contextmanager
def _descriptors(request: KernelRequest) -> Iterator[list[int]]:
    # In the order of parent.DESCRIPTORS.
    with ExitStack() as opened:

        def own(descriptor: int) -> int:
            opened.callback(os.close, descriptor)
            return descriptor

        contents = {"arguments": request.arguments, "environment": dict(request.environment)}
        memory = opened.enter_context(os.fdopen(os.memfd_create("request"), "w+b"))
        memory.write(json.dumps(contents).encode())
        memory.seek(0)
        folder = own(os.open(request.folder, os.O_PATH | os.O_DIRECTORY))
        # Like that of a cold kernel: a pipe that has ended, and that nobody writes to.
        stdin, writer = os.pipe()
        os.close(writer)
        streams = [own(stdin)]
        for stream, default in ((request.stdout, 1), (request.stderr, 2)):
            if stream == subprocess.DEVNULL:
                streams.append(own(os.open(os.devnull, os.O_RDWR)))
            elif stream is None or isinstance(stream, int):
                streams.append(default if stream is None else stream)
            else:
                streams.append(stream.fileno())
        yield [memory.fileno(), folder, *streams]
