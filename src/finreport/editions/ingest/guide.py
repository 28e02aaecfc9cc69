"""How the texts of one edition are read, as data: names, places, labels.

The guide is the folder ``reading`` of the edition's own folder.
"""

import csv
import tomllib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from finreport.editions.errors import EditionError
from finreport.editions.folder import data_folder

Guide: TypeAlias = dict[str, Any]
"""The parsed ``guide.toml`` of an edition."""

GUIDE = "guide.toml"

NOTHING_RENAMED: Mapping[str, str] = MappingProxyType({})
"""The texts use the names that the guide uses."""


def read_guide(edition: str, renamed: Mapping[str, str] = NOTHING_RENAMED) -> Guide:
    """The reading guide of ``edition``.

    The branches of the central bank write about their provinces in one form. ``renamed`` lets a
    guide read the report on another province: it maps names in the guide to those in the texts.
    Raises :class:`EditionError` for an edition that has none.
    """
    return tomllib.loads(_read(edition, GUIDE, renamed))


def read_artefacts(
    edition: str, renamed: Mapping[str, str] = NOTHING_RENAMED
) -> list[dict[str, Any]]:
    """The artefacts that someone saw in the texts of ``edition``, with patterns to find them."""
    return list(tomllib.loads(_read(edition, "artefacts.toml", renamed))["artefact"])


def read_lines(
    edition: str, name: str, renamed: Mapping[str, str] = NOTHING_RENAMED
) -> list[dict[str, str]]:
    """A table of the guide of ``edition``, such as ``statements.csv``."""
    return list(csv.DictReader(_read(edition, name, renamed).splitlines()))


def rename(text: str, renamed: Mapping[str, str]) -> str:
    """A guide's text with other names in it, of a province or an edition."""
    for name, other in renamed.items():
        text = text.replace(name, other)
    return text


def _read(edition: str, name: str, renamed: Mapping[str, str]) -> str:
    known = sorted(path.parents[1].name for path in data_folder().glob(f"*/reading/{GUIDE}"))
    if edition not in known:
        raise EditionError(
            f"There is no reading guide for the edition {edition!r}; known: {', '.join(known)}."
        )
    path = data_folder() / edition / "reading" / name
    return rename(path.read_text(encoding="utf-8"), renamed)
