"""What is known only of one edition: its folder's ``edition.toml``, and its words.

``edition.toml`` says who writes about which place and year, what the parts of the report are
called, and which of its statements are compared; ``words/<language>.toml`` what is said of this
edition alone. The rest of the project takes both from here, so that an edition is one folder.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from finreport.editions.folder import data_folder
from finreport.errors import EditionError

FACTS = "edition.toml"

NEEDED = ("title", "place", "province", "branch", "statistics", "supervisors", "work_report")
"""The facts that every edition gives in every language, beside its ``year``."""


@dataclass(frozen=True)
class Compared:
    """Statements that a chart shows side by side, in its order; ``marked`` are set off."""

    statements: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Revisions:
    """A table of context with the place's product as published at several times."""

    table: str
    newest: str
    first_year: int


@dataclass(frozen=True)
class Description:
    """An edition as its own folder describes it.

    ``named`` has the texts that differ by language, by their dotted names and then by language.
    ``compared`` maps charts to statements, ``headlines`` and ``results`` a level or a target to
    the statement with its growth or outcome.
    """

    folder: Path
    year: int
    named: Mapping[str, Mapping[str, str]]
    compared: Mapping[str, Compared] = field(default_factory=dict)
    headlines: Mapping[str, str] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    revisions: Revisions | None = None

    def facts(self, language: str) -> dict[str, str]:
        """The facts that texts take as ``{edition.…}``, in a language."""
        years = {"last_year": self.year - 1, "year": self.year, "next_year": self.year + 1}
        named = {name: texts[language] for name, texts in self.named.items()}
        return {name: str(year) for name, year in years.items()} | named

    def texts(self, language: str) -> dict[str, Any]:
        """What the edition adds to the catalogue of a language; nothing if it has no file."""
        path = self.folder / "words" / f"{language}.toml"
        return _read(path) if path.is_file() else {}


def read_about(edition: str) -> Description:
    """What the folder of an edition says of it.

    Raises :class:`EditionError`, naming file and key, for what is missing or is not in its form.
    """
    folder = data_folder() / edition
    path = folder / FACTS
    place = f"{folder.name}/{FACTS}"
    if not path.is_file():
        raise EditionError(f"{place} is missing; it says what the edition is about.")
    given = _read(path)
    named = dict(_named(given, place))
    for name in NEEDED:
        if name not in named:
            raise EditionError(f"{place}: {name} is missing; it should be a text a language.")
    year = given.get("year")
    if not (isinstance(year, str) and year.isdecimal() and len(year) == 4):
        raise EditionError(f"{place}: year is {year!r}; it should be four digits in quotes.")
    try:
        return Description(
            folder=folder,
            year=int(year),
            named=named,
            compared={
                name: Compared(**{key: tuple(ids) for key, ids in lists.items()})
                for name, lists in given.get("compared", {}).items()
            },
            headlines=given.get("headlines", {}),
            results=given.get("results", {}),
            revisions=Revisions(**given["revisions"]) if "revisions" in given else None,
        )
    except TypeError as error:
        reason = str(error).partition(" ")[2]
        raise EditionError(f"{place}: compared or revisions {reason}.") from None


def _named(given: Mapping[str, Any], place: str, above: str = "") -> Iterator[tuple[str, Any]]:
    """The texts by language in a table, under their dotted names."""
    for key, value in given.items():
        name = f"{above}{key}"
        if isinstance(value, dict) and value.keys() & {"zh", "en"}:
            if value.keys() != {"zh", "en"}:
                raise EditionError(f"{place}: {name} should have a text for zh and one for en.")
            yield name, value
        elif key == "pages":
            yield from _named(value, place, f"{name}.")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = path.relative_to(path.parents[2 if path.parent.name == "words" else 1])
        raise EditionError(f"{place} cannot be read as TOML: {error}.") from None
