"""What is known of a chapter's result before it runs: everything but the files that it reads."""

import json
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from finreport.execution.files import files_below
from finreport.execution.inputs import PACKAGE, given_data, state

ABOVE = ("cli.py", "publishing")
"""The parts of this package that no chapter can import, as they build on executed chapters."""


def recipe(chapter: Path, parameters: Mapping[str, object], surroundings: str) -> str:
    """A digest of the chapter's source and parameters, and of :func:`surroundings`."""
    parts = [chapter.stem, _source(chapter), dict(parameters), surroundings]
    return sha256(json.dumps(parts, sort_keys=True, default=repr).encode()).hexdigest()


def surroundings(project: Path) -> str:
    """A digest of the code, versions and settings that all chapters share.

    Those are this package without what is :data:`ABOVE`, the lock file, the names of what is
    installed (a name has the version in it), Python itself, and the folder of editions.
    """
    installed = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    code = (path for path in package_files() if path.relative_to(PACKAGE).parts[0] not in ABOVE)
    parts = [
        files_digest(code, PACKAGE),
        state(project / "uv.lock"),
        sorted(path.name for path in installed),
        sys.version,
        given_data(),
    ]
    return sha256(json.dumps(parts).encode()).hexdigest()


def package_files() -> Iterator[Path]:
    """Every file of this package: code, templates, words, fonts."""
    return files_below(PACKAGE, "__pycache__")


def files_digest(files: Iterable[Path], home: Path) -> str:
    """A digest of the contents of files and of their places in the folder ``home``."""
    states = {str(path.relative_to(home)): state(path) for path in files}
    return sha256(json.dumps(states, sort_keys=True).encode()).hexdigest()


def _source(chapter: Path) -> Any:
    """The notebook without its outputs; not by nbformat, which takes a second to import."""
    contents = chapter.read_bytes()
    try:
        notebook = json.loads(contents)
        return notebook | {"cells": [_without_outputs(cell) for cell in notebook["cells"]]}
    except (ValueError, KeyError, TypeError):
        return contents.hex()  # not a notebook of today, as the run will say


def _without_outputs(cell: Mapping[str, Any]) -> dict[str, Any]:
    return {key: cell[key] for key in cell if key not in ("outputs", "execution_count")}
