"""What the analyses of an edition compare with what: ``data/analysis.toml`` and its folder."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from finreport.decoding import read_toml
from finreport.editions.folder import PROJECT_DATA

FILE = "groups.toml"

SHARED = PROJECT_DATA / "analysis.toml"
"""What holds for every edition."""


class Groups(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is compared; what is empty, or what an edition does not print, is not analysed.

    The increases of the series ``quarter_ends`` (``cny.loans``) are compared month by month, of
    ``without_january`` only without it. Of the economy's series ``other_basis`` the whole year is
    on another basis than the months before its end. ``parts`` has the indicators of the parts of
    a total such as ``all.loans``, ``borrowers`` the statement of how much the loans to each kind
    of borrower grew over the year, ``whole_year`` the name of the number that tells how an
    indicator with a target fared in the year.
    """

    quarter_ends: tuple[str, ...] = ()
    without_january: tuple[str, ...] = ()
    other_basis: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = {}
    borrowers: Mapping[str, str] = {}
    whole_year: Mapping[str, str] = {}


def read_groups(folder: Path) -> Groups:
    """The groups of all editions, with what ``groups.toml`` in ``folder`` says otherwise.

    Raises :class:`PlainError` for a file that is no TOML or has another form.
    """
    shared = read_toml(SHARED, Groups, SHARED.name)
    path = folder / FILE
    if not path.is_file():
        return shared
    own = read_toml(path, Groups, f"{folder.name}/{FILE}")
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    return msgspec.structs.replace(shared, **{name: getattr(own, name) for name in given})
