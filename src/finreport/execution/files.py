"""Files that others may be reading or writing at the same time."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from filelock import lock_descriptor

from finreport.errors import PlainError

PARTIAL = "."
"""How the names of files begin that are not yet complete."""


class FileError(PlainError):
    """A file or folder that cannot be used: no room, no right to it, or something in its place."""


def files_below(folder: Path, *left_out: str) -> Iterator[Path]:
    """Every file in a folder and in those below it, but for the folders of these names.

    A build asks for a thousand files at a time, for which ``Path.rglob`` takes four times as long.
    """
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in left_out]
        yield from (Path(place, name) for name in names)


@contextmanager
def plain_file_errors(folder: Path) -> Iterator[None]:
    """Tell an error of the file system as a :class:`FileError`, with the path and the reason.

    ``folder`` is what is being written; an error that comes while a file is filled names none.
    """
    try:
        yield
    except OSError as error:
        if error.strerror is None:
            raise
        raise FileError(f"{error.filename or folder} cannot be used: {error.strerror}.") from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to, and put what was written there in place of ``path``.

    A reader sees the old file or the new one, never a part, and so does whoever writes the same
    file at the same time.
    """
    partial = path.with_name(f"{PARTIAL}{path.name}.{token_hex(4)}")
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_whole(path: Path, contents: bytes) -> None:
    """Write a file that others see complete or not at all."""
    with replacing(path) as partial:
        partial.write_bytes(contents)


@contextmanager
def alone(lock: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[int]:
    """Wait until no other thread or process is where this lock is held, and then hold it.

    ``on_wait`` is called if there is something to wait for. The lock of a process that is killed
    is free, unless one that it has started has been passed the descriptor, which this gives.
    """
    with lock.open("w") as held:
        if not lock_descriptor(held.fileno(), blocking=False):
            on_wait()
            lock_descriptor(held.fileno())
        yield held.fileno()
