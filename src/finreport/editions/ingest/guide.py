"""What is particular to one edition, as data in a folder: names, places, labels, statements."""

import csv
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from finreport.editions.folder import data_folder
from finreport.errors import EditionError

Guide: TypeAlias = dict[str, Any]
"""The parsed ``guide.toml`` of an edition."""

GUIDE = "guide.toml"

NOTHING_RENAMED: Mapping[str, str] = MappingProxyType({})
"""The texts use the names that the guide uses."""


def find_guide(edition: str) -> Path:
    """The folder of the reading guide of ``edition``: ``reading`` in its own.

    Raises :class:`EditionError` for an edition that has none.
    """
    known = {path.parents[1].name: path.parent for path in data_folder().glob(f"*/reading/{GUIDE}")}
    if edition not in known:
        raise EditionError(
            f"There is no reading guide for the edition {edition!r}; "
            f"known: {', '.join(sorted(known))}."
        )
    return known[edition]


def read_guide(folder: Path, renamed: Mapping[str, str] = NOTHING_RENAMED) -> Guide:
    """The reading guide in ``folder``.

    The branches of the central bank write about their provinces in one form. ``renamed`` lets a
    guide read the report on another province: it maps names in the guide to those in the texts.
    """
    return tomllib.loads(_read(folder / GUIDE, renamed))


def read_artefacts(folder: Path, renamed: Mapping[str, str]) -> list[dict[str, Any]]:
    """The artefacts that someone saw in the texts of the edition, with patterns to find them."""
    return list(tomllib.loads(_read(folder / "artefacts.toml", renamed))["artefact"])


def read_guide_table(
    path: Path, renamed: Mapping[str, str] = NOTHING_RENAMED
) -> list[dict[str, str]]:
    """A table of a guide, its rows by column."""
    return list(csv.DictReader(_read(path, renamed).splitlines()))


def rename(text: str, renamed: Mapping[str, str]) -> str:
    """A guide's text with other names in it, of a province or an edition."""
    for name, other in renamed.items():
        text = text.replace(name, other)
    return text


def _read(path: Path, renamed: Mapping[str, str]) -> str:
    return rename(path.read_text(encoding="utf-8"), renamed)
