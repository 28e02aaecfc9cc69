"""What the analyses of an edition compare with what: ``groups.toml`` in its folder."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from finreport.decoding import read_toml

FILE = "groups.toml"


class Groups(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What only one edition can say to its analyses; what is empty is not analysed.

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
    """The groups of the edition in ``folder``, all empty where it has no such file.

    Raises :class:`PlainError` for a file that is no TOML or has another form.
    """
    path = folder / FILE
    return read_toml(path, Groups, f"{folder.name}/{FILE}") if path.is_file() else Groups()
