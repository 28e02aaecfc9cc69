"""What is particular to one edition, as data: names, places, labels."""

import tomllib
from importlib.resources import files
from typing import Any, TypeAlias

from finreport.editions.errors import EditionError

Guide: TypeAlias = dict[str, Any]
"""The parsed ``edition.toml`` of an edition."""


def read_guide(edition: str) -> Guide:
    """The reading guide of ``edition``, for example ``shanxi-2025``.

    Raises :class:`EditionError` for an edition that has none.
    """
    return _read(edition, "edition.toml")


def read_artefacts(edition: str) -> list[dict[str, Any]]:
    """The artefacts that someone saw in the texts of ``edition``, with patterns to find them."""
    return list(_read(edition, "artefacts.toml")["artefact"])


def _read(edition: str, name: str) -> dict[str, Any]:
    guides = files("finreport.editions.ingest")
    known = sorted(
        folder.name.replace("_", "-")
        for folder in guides.iterdir()
        if folder.is_dir() and (folder / "edition.toml").is_file()
    )
    if edition not in known:
        raise EditionError(
            f"There is no reading guide for the edition {edition!r}; known: {', '.join(known)}."
        )
    path = guides / edition.replace("-", "_") / name
    return tomllib.loads(path.read_text(encoding="utf-8"))
