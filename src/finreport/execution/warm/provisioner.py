"""What Jupyter calls to start a kernel, in place of starting a process itself."""

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from finreport.errors import PlainError
from finreport.execution.warm.prompt import use_prompt_client

UNDERSTOOD = {"env", "cwd", "stdout", "stderr"}
"""What a client may ask for besides the command; anything else is for a process of its own."""

END_SECONDS = 1.0
"""So long the end of a kernel is looked for closely."""

LOOK_SECONDS = 0.005
"""Jupyter looks every tenth of a second, and a kernel ends in a hundredth."""


class WarmProvisioner(LocalProvisioner):
    """Starts kernels from a warm parent, or like Jupyter itself where there cannot be one."""

    process: Any
    pid: int | None
    pgid: int | None
    cwd: str | None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel; raises what Jupyter raises if it cannot be started at all.

        Nobody removes the file with the key of a kernel whose start fails or is stopped, so that
        is done here.
        """
        try:
            return await self._launch(cmd, kwargs)
        except BaseException:
            if isinstance(self.parent, KernelManager):
                self.parent.cleanup_connection_file()
            raise

    async def _launch(self, cmd: list[str], kwargs: dict[str, Any]) -> KernelConnectionInfo:
        options = LocalProvisioner._scrub_kwargs(kwargs)
        reason = reason_to_start_cold(cmd, options)
        if reason is None:
            try:
                await self._launch_warm(cmd, options)
            except (PlainError, OSError) as error:
                reason = str(error)
            else:
                return self.connection_info
        _say_once(reason)
        return await super().launch_kernel(cmd, **kwargs)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Wait a moment for a kernel that has been asked to end."""
        await self._await_end()

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and what it has started, and wait until it has ended."""
        await super().kill(restart)
        await self._await_end()

    async def _launch_warm(self, cmd: Sequence[str], options: Mapping[str, Any]) -> None:
        # Here, because other systems lack what it imports.
        from finreport.execution.warm.client import KernelRequest, start_warm_kernel

        request = KernelRequest(
            arguments=[os.path.expanduser(argument) for argument in cmd[3:]],  # noqa: PTH111
            environment={**options["env"], "JPY_PARENT_PID": str(os.getpid())},
            folder=str(options.get("cwd") or Path.cwd()),
            stdout=options.get("stdout"),
            stderr=options.get("stderr"),
        )
        self.process = await start_warm_kernel(request)
        self.pid = self.pgid = self.process.pid
        self.cwd = request.folder
        if isinstance(self.parent, KernelManager):
            use_prompt_client(self.parent)

    async def _await_end(self) -> None:
        for _ in range(round(END_SECONDS / LOOK_SECONDS)):
            if not self.has_process or await self.poll() is not None:
                return
            await asyncio.sleep(LOOK_SECONDS)


def reason_to_start_cold(cmd: Sequence[str], options: Mapping[str, Any]) -> str | None:
    """Why ``cmd`` with ``options`` cannot be a warm kernel; ``None`` if it can."""
    if sys.platform != "linux":
        return f"there are no warm parents on {sys.platform}"
    if list(cmd[:3]) != [sys.executable, "-m", "ipykernel_launcher"]:
        return f"{' '.join(cmd[:3])} is not {sys.executable} -m ipykernel_launcher"
    if unknown := sorted(options.keys() - UNDERSTOOD):
        return f"a warm kernel cannot be started with {', '.join(unknown)}"
    if {subprocess.PIPE, subprocess.STDOUT} & {options.get("stdout"), options.get("stderr")}:
        return "a warm kernel cannot write into a pipe that is yet to be made"
    if (Path(options.get("cwd") or ".") / "matplotlibrc").exists():
        return "there is a matplotlibrc in the kernel's folder, and matplotlib is imported before"
    return None


@cache
def _say_once(reason: str) -> None:
    logging.getLogger(__name__).warning("Kernels start cold: %s.", reason.rstrip("."))
