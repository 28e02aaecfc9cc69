"""What is found of an edition, computed once by the processes of one run.

A build or a sweep makes a folder for it and names it to its processes (:func:`share`), and so does
an analyst, as the README says. What is kept there is found by what decides it: the edition as it is
open, and the contents of every file from which it may come. Whoever takes it reads these files just
as whoever makes it, so that a chapter is known to depend on them either way.
"""

import os
import pickle
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from finreport.editions.edition import Edition
from finreport.editions.folder import PROJECT_DATA, data_folder
from finreport.editions.schemas import NUMBERS, SCHEMAS

FOLDER = "FINREPORT_RESULTS"
"""The variable that names the folder.

Whoever sets it vouches that all of them run the same code, and that the folder is theirs alone.
"""

DECIDING = ("analysis.toml", "context", "nulls", "rules")
"""What of the data decides, besides the folder of the edition, what is found of it."""

Found = TypeVar("Found")


def share(folder: Path) -> dict[str, str]:
    """Make a folder for what the processes of a run share; gives their environment."""
    folder.mkdir()
    return {FOLDER: str(folder)}


def shared(edition: Edition, name: str, find: Callable[[], Found]) -> Found:
    """What ``find`` finds of an edition, or another process of the run has found as ``name``."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return find()
    rows = [edition.records[resource] for resource in SCHEMAS if NUMBERS[resource]]
    opened = (edition.name, edition.as_of, edition.months, rows, edition.groups)
    key = (name, opened, _deciding(edition.name))
    path = Path(folder, sha256(repr(key).encode()).hexdigest())
    if path.is_file():
        known: Found = pickle.loads(path.read_bytes())
        return known
    found = find()
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_bytes(pickle.dumps(found))
    partial.replace(path)  # others see it complete or not at all
    return found


def _deciding(edition: str) -> list[tuple[str, str]]:
    """The files that decide what is found of an edition, each with a digest, as they are now.

    Nothing is found of a table without numbers.
    """
    data = data_folder()
    homes = [data / edition, *(home / name for home in (data, PROJECT_DATA) for name in DECIDING)]
    files = {path for home in homes for path in (home, *home.rglob("*")) if path.is_file()}
    files -= {data / edition / f"{resource}.csv" for resource in SCHEMAS if not NUMBERS[resource]}
    return [(str(path), sha256(path.read_bytes()).hexdigest()) for path in sorted(files)]
