"""Writes down what a chapter reads: run in its kernel before the first cell, by itself.

It adds an audit hook (:pep:`578`) that hears of every file that Python opens and every folder
that it lists. The path of each is written once, a line of JSON, to the file that
``FINREPORT_INPUTS`` names.

What a chapter reads in other ways is not heard: from the network, in a process that it starts, or
by a library that opens files without Python.

It imports nothing of this package, whose modules a chapter imports when it needs them.
"""

import json
import os
import sys
from typing import Any

ENVIRONMENT = "FINREPORT_INPUTS"
"""The variable that names the file to write to."""


class Listener:
    """An audit hook that writes what it hears to ``path``."""

    def __init__(self, path: str) -> None:
        self._log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._told: set[str] = set()

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take note of an event if it is of interest."""
        match event:
            case "open":
                path, _, flags = arguments
                if not flags & os.O_WRONLY:
                    self._tell(path)
            case "os.listdir" | "os.scandir":
                self._tell(os.curdir if arguments[0] is None else arguments[0])

    def _tell(self, given: Any) -> None:
        if isinstance(given, int):
            return  # an open file was opened by its name before
        path = os.path.abspath(os.fsdecode(given))  # noqa: PTH100 - links stay
        if path not in self._told:
            self._told.add(path)
            os.write(self._log, json.dumps(path).encode() + b"\n")


if __name__ == "__main__":
    sys.addaudithook(Listener(os.environ[ENVIRONMENT]))
