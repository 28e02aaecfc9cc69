"""Nothing twice: chapters that have run before, with everything that decided their outputs.

An entry is a file of its own in ``_build/cache``, named after the digests of the chapter's recipe
(:mod:`finreport.execution.recipe`) and of what it read (:mod:`finreport.execution.inputs`). The
second is known only when the chapter has run; an entry is good while everything it names is as
it was. Files appear complete or not at all and never change, so that builds at the same time, or
one that is killed, do no harm.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from finreport.execution.files import PARTIAL, write_whole
from finreport.execution.inputs import heard_inputs, is_older, state
from finreport.execution.recipe import recipe, surroundings

LIMIT = 256 * 2**20
"""Bytes that the cache may take; what was not used for longest goes first."""

ABANDONED = 3600
"""Seconds after which nobody is writing a partial file any more: its build was killed."""

TICK = 0.05
"""Seconds by which the time of a change may lie before it: file systems have coarse clocks."""


class ChapterCache:
    """The executed chapters of a project, for one build.

    ``tell`` is called with a sentence when an entry is found damaged, and once when the cache
    cannot be written; neither stops the build.
    """

    def __init__(self, project: Path, tell: Callable[[str], None]) -> None:
        self._project = project.resolve()
        self._folder = self._project / "_build" / "cache"
        self._tell = tell
        self._started = time.time() - TICK
        self._recipes: set[str] = set()
        self._states: dict[str, str] = {}
        self._is_writable = True

    def find(self, chapter: Path, parameters: Mapping[str, object]) -> bytes | None:
        """The executed notebook of an earlier run that would be the same now, if there is one."""
        name = recipe(chapter, parameters, self._surroundings)
        self._recipes.add(name)
        for path in self._folder.glob(f"{name}-*"):
            entry = self._read(path)
            if entry and all(self._state(read) == before for read, before in entry[0].items()):
                with suppress(OSError):  # without a new time it only looks older than it is
                    os.utime(path)
                return entry[1]
        return None

    def store(
        self, chapter: Path, parameters: Mapping[str, object], output: Path, log: Path
    ) -> None:
        """Keep the executed notebook ``output``, whose kernel wrote what it read to ``log``.

        Not if something that it read, or its recipe, was changed since the build began: nobody
        knows whether the chapter saw the old or the new. Not without a whole log either, as of a
        kernel that does not run what IPython runs first, or that was out of room for it.
        """
        try:
            inputs = heard_inputs(log, chapter, self._project)
        except (OSError, ValueError):
            return
        name = recipe(chapter, parameters, surroundings(self._project))
        if name in self._recipes and is_older(inputs, self._started):
            self._write(name, inputs, output.read_bytes())

    def prune(self) -> None:
        """Remove what was not used for longest, until the rest is within the limit.

        What a killed build has left half-written is of no use and goes in any case.
        """
        total = 0
        for path, found in sorted(self._files(), key=lambda each: -each[1].st_mtime):
            total += found.st_size
            if total > LIMIT or path.name.startswith(PARTIAL):
                self._remove(path)

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Every file but those that another build may be writing."""
        for path in self._folder.glob("*"):
            with suppress(FileNotFoundError):  # another build has removed it
                found = path.lstat()
                if not path.name.startswith(PARTIAL) or found.st_mtime < self._started - ABANDONED:
                    yield path, found

    @cached_property
    def _surroundings(self) -> str:
        return surroundings(self._project)

    def _state(self, path: str) -> str:
        if path not in self._states:
            self._states[path] = state(path)
        return self._states[path]

    def _read(self, path: Path) -> tuple[dict[str, str], bytes] | None:
        """An entry; none if it is not what was written, cannot be read or has been removed."""
        try:
            checksum, _, contents = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        if checksum != _checksum(contents):
            self._tell(f"{path} is damaged; its chapter runs again.")
            self._remove(path)
            return None
        inputs, _, notebook = contents.partition(b"\n")
        return json.loads(inputs), notebook

    def _write(self, name: str, inputs: Mapping[str, str], notebook: bytes) -> None:
        if not self._is_writable:
            return
        line = json.dumps(inputs, sort_keys=True).encode()
        contents = line + b"\n" + notebook
        path = self._folder / f"{name}-{sha256(line).hexdigest()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(path, _checksum(contents) + b"\n" + contents)
        except OSError as error:
            self._give_up(error)

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        if self._is_writable:
            self._tell(
                f"{self._folder} cannot be written ({error.strerror}): "
                "chapters will run again the next time."
            )
        self._is_writable = False


def _checksum(contents: bytes) -> bytes:
    return sha256(contents).hexdigest().encode()
