"""Where the editions are, and which of them the project calls its own."""

import csv
import os
import tomllib
from pathlib import Path

from finreport.editions.errors import EditionError

PROJECT_DATA = Path(__file__).resolve().parents[3] / "data"
"""The data of the project itself."""

OTHER_PACKAGES = ("context", "detection")
"""Data packages beside the editions: facts from elsewhere, and how well the checks find errors."""

READINGS = "readings.csv"
"""What a person has settled about the reading of an edition's texts."""


def data_folder() -> Path:
    """The folder of editions: ``FINREPORT_DATA``, or ``data`` of the project itself."""
    given = os.environ.get("FINREPORT_DATA")
    return Path(given) if given else PROJECT_DATA


def package_files(edition: Path) -> list[Path]:
    """The files of the data package in the folder of an edition, by name.

    The tables and their descriptor; beside them the folder has what a person knows of the edition.
    """
    tables = (path for path in edition.glob("*.csv") if path.name != READINGS)
    return sorted([*tables, edition / "datapackage.json"])


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




def named_edition(edition: str, as_of: str) -> tuple[str, str]:
    """The edition and the month that are meant, an empty name being the project's own edition.

    An empty month is the last one. Whether there is such an edition is seen where it is opened.
    """
    edition = edition or own_edition()
    if not as_of and (data_folder() / edition / "deposits_loans.csv").is_file():
        as_of = months(edition)[1]
    return edition, as_of
