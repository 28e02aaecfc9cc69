"""What is known only of one edition: its folder's ``edition.toml``, and its words.

``edition.toml`` says who writes about which place and year, what the parts of the report are
called, and which of its statements are compared; ``words/<language>.toml`` what is said of this
edition alone. The rest of the project takes both from here, so that an edition is one folder.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec

from finreport.decoding import read_toml
from finreport.editions.folder import data_folder
from finreport.errors import EditionError

FACTS = "edition.toml"


class Bilingual(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in every language of the book."""

    zh: str
    en: str


class Compared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Statements that a chart shows side by side, in its order; ``marked`` are set off."""

    statements: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()


class Revisions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of context with the place's product as published at several times."""

    table: str
    newest: str
    first_year: int


class Described(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What ``edition.toml`` says.

    ``pages`` has the names of the report's parts. ``compared`` maps charts to statements,
    ``headlines`` and ``results`` a level or a target to the statement with its growth or outcome.
    """

    year: Annotated[str, msgspec.Meta(pattern="^[0-9]{4}$")]
    place: Bilingual
    province: Bilingual
    title: Bilingual
    work_report: Bilingual
    branch: Bilingual
    statistics: Bilingual
    supervisors: Bilingual
    pages: Mapping[str, Bilingual] = {}
    compared: Mapping[str, Compared] = {}
    headlines: Mapping[str, str] = {}
    results: Mapping[str, str] = {}
    revisions: Revisions | None = None


class Description(msgspec.Struct, frozen=True):
    """An edition as its own ``folder`` describes it."""

    folder: Path
    given: Described

    @property
    def year(self) -> int:
        """The year that its report is about."""
        return int(self.given.year)

    def facts(self, language: str) -> dict[str, str]:
        """The facts that texts take as ``{edition.…}``, in a language."""
        years = {"last_year": self.year - 1, "year": self.year, "next_year": self.year + 1}
        named = {name: getattr(text, language) for name, text in _named(self.given)}
        return {name: str(year) for name, year in years.items()} | named

    def texts(self, language: str) -> dict[str, Any]:
        """What the edition adds to the catalogue of a language; nothing if it has no file."""
        path = self.folder / "words" / f"{language}.toml"
        place = f"{self.folder.name}/words/{path.name}"
        return read_toml(path, dict[str, Any], place) if path.is_file() else {}


def read_about(edition: str | Path) -> Description:
    """What the folder of an edition says of it, given by name in the data or as a path.

    Raises :class:`PlainError`, naming file and key, for what is missing or is not in its form.
    """
    folder = data_folder() / edition
    place = f"{folder.name}/{FACTS}"
    if not (folder / FACTS).is_file():
        raise EditionError(f"{place} is missing; it says what the edition is about.")
    return Description(folder, read_toml(folder / FACTS, Described, place))


def _named(facts: Described) -> Iterator[tuple[str, Bilingual]]:
    """The texts by their dotted names."""
    for name in facts.__struct_fields__:
        value = getattr(facts, name)
        if isinstance(value, Bilingual):
            yield name, value
    yield from ((f"pages.{name}", text) for name, text in facts.pages.items())
