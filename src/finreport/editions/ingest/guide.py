"""What is particular to one edition, as data: names, places, labels."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeAlias

from finreport.editions.errors import EditionError

Guide: TypeAlias = dict[str, Any]
"""The parsed ``edition.toml`` of an edition."""

NOTHING_RENAMED: Mapping[str, str] = MappingProxyType({})
"""The texts use the names that the guide uses."""


def read_guide(edition: str, renamed: Mapping[str, str] = NOTHING_RENAMED) -> Guide:
    """The reading guide of ``edition``, for example ``shanxi-2025``.

    The branches of the central bank write about their provinces in one form. ``renamed`` lets a
    guide read the report on another province: it maps names in the guide to those in the texts.
    Raises :class:`EditionError` for an edition that has none.
    """
    return _read(edition, "edition.toml", renamed)


def read_artefacts(
    edition: str, renamed: Mapping[str, str] = NOTHING_RENAMED
) -> list[dict[str, Any]]:
    """The artefacts that someone saw in the texts of ``edition``, with patterns to find them."""
    return list(_read(edition, "artefacts.toml", renamed)["artefact"])


def rename(text: str, renamed: Mapping[str, str]) -> str:
    """A guide's text with other names in it, of a province or an edition."""
    for name, other in renamed.items():
        text = text.replace(name, other)
    return text


def _read(edition: str, name: str, renamed: Mapping[str, str]) -> dict[str, Any]:
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
    return tomllib.loads(rename(path.read_text(encoding="utf-8"), renamed))
