"""A real browser and a server for the audit of the pages.

The server compresses texts like every host of static pages, so that what a page weighs is what a
reader's line carries.
"""

import gzip
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium")
NO_CHROMIUM = "no chromium here: apt-get install chromium"

QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
"""Options that keep Chromium itself from asking for anything outside."""

COMPRESSED = ("text/", "image/svg+xml", "application/json", "application/xml")
"""The kinds of files that a host sends compressed."""


class Host(SimpleHTTPRequestHandler):
    """Sends the files of a folder, texts compressed, without a line on the terminal for each."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (http.server names it)
        """Say nothing."""

    def send_head(self) -> BytesIO | None:
        """Send the head of the answer, and give what follows it."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        kind, body = self.guess_type(path), path.read_bytes()
        self.send_response(HTTPStatus.OK)
        if kind.startswith(COMPRESSED):
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        self.send_header("Content-Type", kind + charset)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)


class Server(ThreadingHTTPServer):
    """Takes no notice of a browser that hangs up before it has heard everything."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of an error, unless the other side has gone."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Give the address, ending in a slash, at which a folder can be read."""
    with Server(("127.0.0.1", 0), partial(Host, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a running Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
