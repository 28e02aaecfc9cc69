"""The analyses by group, and all named results of an edition."""

import os
import pickle
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from finreport.analysis.results import Result, Results, adjust
from finreport.editions import Edition

GROUPS = (
    "derived",
    "levels",
    "ledger",
    "trends",
    "rates",
    "gap",
    "wholes",
    "flows",
    "pace",
    "deflator",
)
"""Each is a module of this package with a function ``results(edition)``."""

FOLDER = "FINREPORT_RESULTS"
"""The variable that names a folder in which processes of one run leave results to each other.

Whoever sets it vouches that all of them run the same code, and that the folder is theirs alone.
"""


def share_results(folder: Path) -> dict[str, str]:
    """Make a folder for the results of a run; gives the environment of its processes."""
    folder.mkdir()
    return {FOLDER: str(folder)}


def compute(edition: Edition, group: str, **parameters: str) -> Results:
    """The results of one group, in the order in which they are told, its p adjusted.

    ``parameters`` are those of the group, such as the ``split_month`` of ``rates``. They are
    computed once in a run that shares them (:func:`share_results`).
    """
    folder = os.environ.get(FOLDER)
    if not folder:
        return Results(_compute(edition, group, parameters))
    given = (edition.records, edition.groups, edition.months, edition.as_of, group, parameters)
    path = Path(folder, sha256(repr(given).encode()).hexdigest())
    if path.is_file():
        return Results(pickle.loads(path.read_bytes()))
    rows = _compute(edition, group, parameters)
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_bytes(pickle.dumps(rows))
    partial.replace(path)  # others see it complete or not at all
    return Results(rows)


def _compute(edition: Edition, group: str, parameters: dict[str, str]) -> list[Result]:
    # The module is imported only now: statsmodels and scipy alone take a second.
    module = import_module(f"finreport.analysis.{group}")
    found = module.results(edition, **parameters)
    return adjust(found, edition.groups.primary_names())


def compute_all(edition: Edition) -> Results:
    """Every result of an edition, up to its month."""
    return Results(row for group in GROUPS for row in compute(edition, group).rows)
