"""What a run depends on, as one key: what has another key is run again."""

import json
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from finreport.editions.folder import OTHER_PACKAGES, data_folder
from finreport.execution.inputs import PACKAGE
from finreport.execution.recipe import files_digest, recipe, surroundings
from finreport.execution.sweep.plan import Run

KeyOf: TypeAlias = Callable[[Run, Path], str]


def key_function(project: Path, code: str | None = None) -> KeyOf:
    """A function that gives the key of a run of a notebook of ``project``.

    ``code`` is its digest of :func:`~finreport.execution.recipe.surroundings`, if it is known.

    The key is a digest of all that decides what a run gives: the notebook's source, its
    parameters, the edition, what all editions share (rules, judgements, context), this package
    and the versions of the others. A key function is of one moment: it reads each file once,
    however many runs there are.
    """
    shared = code or surroundings(project)
    notebook_digest = cache(lambda notebook: recipe(notebook, {}, shared))
    edition_digests = cache(
        # Rules and judgements are the project's own, wherever the editions are.
        lambda edition: [
            files_digest(_data_files(home, edition), home)
            for home in (PACKAGE.parents[1] / "data", data_folder())
        ]
    )

    def key(run: Run, notebook: Path) -> str:
        parts = [notebook_digest(notebook), run.parameters, edition_digests(run.edition)]
        return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    return key


def _data_files(home: Path, edition: str) -> list[Path]:
    """The files in a folder of editions, but for those of the other editions."""
    folders = sorted(home.iterdir()) if home.is_dir() else []
    return [
        path
        for folder in folders
        if folder.name == edition or not _is_edition(folder)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]


def _is_edition(folder: Path) -> bool:
    return folder.name not in OTHER_PACKAGES and (folder / "datapackage.json").is_file()
