"""The server says in plain words why it cannot serve."""

import socket
from pathlib import Path

import pytest

from finreport.publishing import BookError, serve


def test_a_site_that_is_not_built_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="finreport build"):
        serve(tmp_path, 0)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    (tmp_path / "index.html").touch()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BookError, match=f"port {port} cannot be used"):
            serve(tmp_path, port)
