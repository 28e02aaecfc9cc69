"""Writes down what a chapter reads: run in its kernel before the first cell, by itself.

It adds an audit hook (:pep:`578`) that hears of every file that Python opens and every folder
that it lists, and of what :mod:`finreport.editions.inputs` tells. Each is written once, a line of
JSON, to the file that ``FINREPORT_INPUTS`` names:

- ``["used", path]``: a file or folder was read;
- ``["aside", path]``: a file was read in, and which of it was used is told by other lines;
- ``["answer", question, digest]``: something that follows from several files was used.

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
        self._told: set[tuple[str, ...]] = set()
        self._aside = 0

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take note of an event if it is of interest."""
        match event:
            case "open":
                path, _, flags = arguments
                if not flags & os.O_WRONLY:
                    self._tell_path("aside" if self._aside else "used", path)
            case "os.listdir" | "os.scandir":
                self._tell_path("used", os.curdir if arguments[0] is None else arguments[0])
            case "finreport.table":
                self._tell_path("used", arguments[0])
            case "finreport.aside":
                self._aside += arguments[0]
            case "finreport.answer":
                self._tell("answer", *arguments)

    def _tell_path(self, kind: str, path: Any) -> None:
        if not isinstance(path, int):  # an open file was opened by its name before
            self._tell(kind, os.path.abspath(os.fsdecode(path)))  # noqa: PTH100 - links stay

    def _tell(self, *line: str) -> None:
        if line not in self._told:
            self._told.add(line)
            os.write(self._log, json.dumps(line).encode() + b"\n")


if __name__ == "__main__":
    sys.addaudithook(Listener(os.environ[ENVIRONMENT]))
