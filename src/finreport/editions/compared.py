"""What the analyses of an edition compare with what: ``data/analysis.toml`` and its folder."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import rtoml

from finreport.decoding import read_toml
from finreport.editions.folder import PROJECT_DATA

FILE = "groups.toml"

SHARED = PROJECT_DATA / "analysis.toml"
"""What holds for every edition."""


class Balance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Buckets of lending rates whose sum is set against that of others."""

    over: tuple[str, ...]
    under: tuple[str, ...]


class Outcomes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of context with what became of the targets, and how it calls the edition's place."""

    table: str
    place: str


class Whole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole whose growth follows from its parts, of which level and growth are printed.

    ``level`` and ``growth`` are how the names of either are made from that of the whole or a
    part, such as ``{}.ytd_yoy``.
    """

    level: str
    growth: str
    parts: tuple[str, ...]


class Groups(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is compared; what is empty, or what an edition does not print, is not analysed.

    The increases of the series ``quarter_ends`` (``cny.loans``) are compared month by month. Of
    the economy's series ``other_basis`` the whole year is on another basis than the months before
    its end. ``parts`` has the indicators of the parts of a total such as ``all.loans``,
    ``borrowers`` the statement of how much the loans to each kind of borrower grew over the year,
    ``whole_year`` the name of the number that tells how an indicator with a target fared in the
    year. ``wholes`` grow as their parts do. ``balances`` are what is compared of lending rates,
    ``rate_decreases`` the statements of how far the rates of new loans fell over the year, and
    ``outcomes`` where it stands what became of the targets. ``primary`` has the tests of each
    family, by their names, that were chosen before any was made; the rest of the family is
    exploration.
    """

    quarter_ends: tuple[str, ...] = ()
    other_basis: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = {}
    borrowers: Mapping[str, str] = {}
    whole_year: Mapping[str, str] = {}
    balances: Mapping[str, Balance] = {}
    rate_decreases: tuple[str, ...] = ()
    outcomes: Outcomes | None = None
    wholes: Mapping[str, Whole] = {}
    primary: Mapping[str, tuple[str, ...]] = {}

    def primary_names(self) -> frozenset[str]:
        """The names of the tests that were chosen before any was made."""
        return frozenset(name for names in self.primary.values() for name in names)


def read_groups(folder: Path) -> Groups:
    """The groups of all editions, with what ``groups.toml`` in ``folder`` says otherwise.

    Raises :class:`PlainError` for a file that is no TOML or has another form.
    """
    shared = read_toml(SHARED, Groups, SHARED.name)
    path = folder / FILE
    if not path.is_file():
        return shared
    own = read_toml(path, Groups, f"{folder.name}/{FILE}")
    given = rtoml.loads(path.read_text(encoding="utf-8"))
    return msgspec.structs.replace(shared, **{name: getattr(own, name) for name in given})
