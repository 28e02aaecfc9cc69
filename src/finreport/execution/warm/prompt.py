"""Jupyter's clients, without waits of a third of a second before the first cell.

A client that waits for its kernel asks for ``kernel_info``, and then reads what the kernel
publishes until it has been silent for 0.2 seconds. The kernel publishes the state ``idle`` last,
so there is nothing to wait for once that has come. And a client that calls before its kernel
listens calls again after a tenth of a second; a warm kernel listens after half of that.
"""

import time
from queue import Empty
from typing import Any

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.client import KernelClient
from jupyter_client.manager import KernelManager
from jupyter_core.utils import ensure_async, run_sync

CALL_AGAIN = 5
"""Milliseconds after which a client calls a kernel again that does not listen yet."""

PUBLISH_SECONDS = 0.05
"""So long a client waits for what should be published at once; what is sent before the
connection stands is lost, and then it asks again."""


async def wait_until_ready(client: KernelClient, timeout: float | None = None) -> None:
    """Wait until the kernel of ``client`` answers and what it publishes arrives.

    Like the ``wait_for_ready`` of Jupyter it raises ``RuntimeError`` if the kernel dies, or has
    not answered after ``timeout`` seconds.
    """
    deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
    while not await _answers(client):
        if not await client._async_is_alive():
            raise RuntimeError("Kernel died before replying to kernel_info")
        if time.monotonic() > deadline:
            raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")


async def _answers(client: KernelClient) -> bool:
    request = client.kernel_info()
    try:
        reply = await ensure_async(client.shell_channel.get_msg(timeout=1))
        while reply["parent_header"].get("msg_id") != request:
            reply = await ensure_async(client.shell_channel.get_msg(timeout=1))
        while True:
            message = await ensure_async(client.iopub_channel.get_msg(timeout=PUBLISH_SECONDS))
            is_idle = message["content"].get("execution_state") == "idle"
            if is_idle and message["parent_header"].get("msg_id") == request:
                client._handle_kernel_info_reply(reply)
                return True
    except Empty:
        return False


class Prompt(KernelClient):
    """What both clients do in their own way of waiting."""

    def _create_connected_socket(self, channel: str, identity: bytes | None = None) -> Any:
        self.context.setsockopt(zmq.RECONNECT_IVL, CALL_AGAIN)  # of the sockets that it makes
        return super()._create_connected_socket(channel, identity)


class PromptAsyncClient(Prompt, AsyncKernelClient):
    """The client of nbclient, and so of papermill and Jupyter Book."""

    wait_for_ready = wait_until_ready


class PromptBlockingClient(Prompt, BlockingKernelClient):
    """The client of nbval."""

    wait_for_ready = run_sync(wait_until_ready)


PROMPT: dict[type[KernelClient], type[KernelClient]] = {
    AsyncKernelClient: PromptAsyncClient,
    BlockingKernelClient: PromptBlockingClient,
}


def use_prompt_client(manager: KernelManager) -> None:
    """Let the clients that ``manager`` makes be prompt ones, unless it makes some of its own."""
    manager.client_factory = PROMPT.get(manager.client_factory, manager.client_factory)
