"""Where the editions are, and which of them the project calls its own."""

import os
from pathlib import Path

import msgspec

from finreport.decoding import read_toml
from finreport.errors import EditionError

_PACKAGE = Path(__file__).resolve().parents[1]
_INSTALLED = _PACKAGE / "data"
PROJECT_DATA = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parents[1] / "data"
"""The data of the project itself; a wheel has it inside the package."""

OTHER_PACKAGES = ("context", "detection")
"""Data packages beside the editions: facts from elsewhere, and how well the checks find errors."""

OWN = "own.toml"
"""What names the edition that is meant where none is named."""

READINGS = "readings.csv"
"""What a person has settled about the reading of an edition's texts."""

OWN_FACTS = "facts.csv"
"""Facts that only the texts of one edition print."""


def data_folder() -> Path:
    """The folder of editions: ``FINREPORT_DATA``, or ``data`` of the project itself."""
    given = os.environ.get("FINREPORT_DATA")
    return Path(given) if given else PROJECT_DATA


def package_files(edition: Path) -> list[Path]:
    """The files of the data package in the folder of an edition, by name.

    The tables and their descriptor; beside them the folder has what a person knows of the edition.
    """
    tables = (path for path in edition.glob("*.csv") if path.name not in (READINGS, OWN_FACTS))
    return sorted([*tables, edition / "datapackage.json"])


class _Own(msgspec.Struct):
    """What :data:`OWN` says."""

    edition: str


def own_edition() -> str:
    """The name of the edition that commands and chapters take where none is named.

    The folder of editions says so in its ``own.toml``; one that has none takes the project's.
    Raises :class:`PlainError` where neither does.
    """
    places = (data_folder() / OWN, PROJECT_DATA / OWN)
    found = next((path for path in places if path.is_file()), None)
    if found is None:
        raise EditionError("No edition was named, and data/own.toml names none; name a folder.")
    return read_toml(found, _Own, f"{found.parent.name}/{OWN}").edition
