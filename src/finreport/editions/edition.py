"""An edition: the figures of one report by name, as far as they were printed by a month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from finreport.editions.compared import Groups, read_groups
from finreport.editions.figure_names import base_name, is_monthly, month_of
from finreport.editions.figures import INTERVAL, Figure, Figures, read_figures
from finreport.editions.folder import OTHER_PACKAGES, data_folder, own_edition
from finreport.editions.package import SERIES_KEYS, Records, Resources, read_months, read_package
from finreport.errors import EditionError

if TYPE_CHECKING:
    import pandas as pd

    Series: TypeAlias = pd.DataFrame
else:
    Series = Any  # pandas is for who asks for a table: a check of an edition does without
"""A monthly series: index ``month`` (YYYY-MM); float columns ``value``, ``lower``, ``upper``."""

WHOLE_YEAR = ("institutions", "financing", "targets")
"""Resources without a date of their own: printed once, with the last month of the edition."""


@dataclass(frozen=True)
class Edition:
    """What an edition printed up to the month ``as_of``, of all its ``months``.

    ``records`` are the rows of each resource, every cell the string as printed. ``proofs`` tell
    the relations between rows of the printed tables, each with its ``resource``, ``relation`` and
    how often it was ``tested`` and ``held``; ``identified`` what each row was ``decided_by``:
    arithmetic, place or label. ``groups`` say what its analyses compare with what.
    """

    name: str
    title: str
    as_of: str
    months: tuple[str, ...]
    records: Mapping[str, Records] = field(repr=False)
    identified: tuple[Mapping[str, Any], ...] = field(repr=False)
    proofs: tuple[Mapping[str, Any], ...] = field(repr=False)
    groups: Groups = field(default_factory=Groups, repr=False)

    @property
    def is_complete(self) -> bool:
        """Whether the edition is shown to its last month, so that annual figures are known."""
        return self.as_of == self.months[-1]

    @cached_property
    def figures(self) -> Figures:
        """Every printed number, by its name without a month and then by month."""
        return read_figures(self.records)

    def find(self, name: str, month: str | None = None) -> Figure | None:
        """The number of this name (:mod:`finreport.editions.figure_names`); None for a dash.

        None too where nothing is printed yet. ``month`` is the month at which a monthly name is
        read: by default the edition's. Raises :class:`EditionError` for a name that there is
        not, a month outside the edition and a month of a number that has none.
        """
        base = base_name(name)
        by_month = self.figures.get(base)
        if by_month is None:
            self._need_unprinted(base)
            return None
        if "" in by_month:
            if base != name:
                raise EditionError(f"{name} has a month, but {base} is printed only once.")
            return by_month[""]
        wanted = month_of(name, month or self.as_of)
        if wanted not in self.months and "[" not in name:
            first, *_, last = self.months
            raise EditionError(
                f"{name}: the edition has no month {wanted}, only {first} to {last}."
            )
        return by_month.get(wanted)

    @cached_property
    def tables(self) -> "Mapping[str, pd.DataFrame]":
        """The resources as tables of pandas, in the order of the files.

        A table has its own columns, with the string as printed under ``printed``, and the floats
        ``value``, ``lower`` and ``upper``, in which a decline is negative; its index is the row
        in the file. That of institutions, which has four numbers a row, is long: one row a
        ``category`` and ``measure``.
        """
        from finreport.editions.views import Tables

        return Tables(self.records, self.figures)

    @cached_property
    def _rows_of(self) -> Mapping[str, Mapping[tuple[str, ...], list[int]]]:
        """The rows of each monthly series in the file of its resource, by what it is named by."""
        found: dict[str, dict[tuple[str, ...], list[int]]] = {}
        for resource, columns in SERIES_KEYS.items():
            found[resource] = {}
            for row, cells in self.records[resource].items():
                key = tuple(cells[column] for column in columns)
                found[resource].setdefault(key, []).append(row)
        return found

    def rows(self, resource: str, **keys: str) -> "pd.DataFrame":
        """The rows of one monthly series, without those for which a dash was printed.

        ``keys`` are the columns that tell it apart, for example ``currency="cny",
        indicator="loans", measure="yoy"``. Raises :class:`EditionError` if there is none.
        """
        if resource not in SERIES_KEYS:
            raise EditionError(
                f"{resource!r} has no monthly series; available: {', '.join(SERIES_KEYS)}."
            )
        columns = SERIES_KEYS[resource]
        if set(keys) != set(columns):
            raise EditionError(f"A series of {resource} is named by {', '.join(columns)}.")
        wanted, names = tuple(keys[column] for column in columns), self._rows_of[resource]
        if wanted not in names:
            known = ", ".join(map("/".join, names))
            raise EditionError(f"{resource} has no series {'/'.join(wanted)}; available: {known}.")
        table = self.tables[resource].loc[names[wanted]]
        return table[table["printed"] != ""]

    def series(self, resource: str, **keys: str) -> Series:
        """The numbers of one monthly series, named as in :meth:`rows`."""
        return self.rows(resource, **keys).set_index("month")[INTERVAL]

    def _need_unprinted(self, base: str) -> None:
        # Before the end of the year nobody knows what will be printed at the end.
        if self.is_complete or is_monthly(base):
            near = ", ".join(get_close_matches(base, sorted(self.figures)))
            hint = f"; there are {near}" if near else ""
            raise EditionError(f"The edition {self.name} has no number {base!r}{hint}.")


def open_edition(name: str, as_of: str | None = None) -> Edition:
    """Open the edition ``name`` and cut it after the month ``as_of`` (YYYY-MM; default: all).

    Raises :class:`PlainError`, in one sentence, for an unknown edition, a month outside the
    data and a data package that cannot be used.
    """
    folder = data_folder()
    given = folder / name
    is_package = given.parent == folder and (given / "datapackage.json").is_file()
    if name in OTHER_PACKAGES or not is_package:
        available = sorted(path.parent.name for path in folder.glob("*/datapackage.json"))
        editions = [other for other in available if other not in OTHER_PACKAGES]
        raise EditionError(
            f"There is no edition {name!r}, a folder with a datapackage.json, in {folder.name}/; "
            f"available: {', '.join(editions) or 'none'}."
        )
    return read_edition(given, as_of)


def named_edition(edition: str, as_of: str) -> tuple[str, str]:
    """The edition and the month that are meant, an empty name being the project's own edition.

    An empty month is the last one. Whether there is such an edition is seen where it is opened.
    """
    edition = edition or own_edition()
    folder = data_folder() / edition
    if not as_of and (folder / "datapackage.json").is_file():
        as_of = read_months(folder)[-1]
    return edition, as_of


def read_edition(folder: Path, as_of: str | None = None) -> Edition:
    """Read the edition in ``folder``, wherever it is, such as that of a draft.

    It has the name of its folder; everything else is as in :func:`open_edition`.
    """
    name = folder.name
    package = read_package(folder)
    months = package.months
    last = months[-1] if as_of is None else as_of
    if last not in months:
        raise EditionError(
            f"The month {as_of!r} is not in the edition {name}; "
            f"available: {months[0]} to {months[-1]}."
        )
    records = (
        package.records
        if last == months[-1]
        else Resources(lambda resource: _cut(resource, package.records[resource], last))
    )
    groups = read_groups(folder)
    return Edition(
        name, package.title, last, months, records, package.identified, package.proofs, groups
    )


def _cut(resource: str, records: Records, as_of: str) -> Records:
    if resource in WHOLE_YEAR:
        return {}
    [when] = {"month", "date", "period"}.intersection(next(iter(records.values())))
    return {row: cells for row, cells in records.items() if _last_month(cells[when]) <= as_of}


def _last_month(period: str) -> str:
    """The month in which a period ends: 2024, 2024Q4, 2024-12 and 2024-12-31 end in 2024-12."""
    year, rest = period[:4], period[4:]
    if rest.startswith("Q"):
        return f"{year}-{3 * int(rest[1]):02d}"
    return f"{year}{rest[:3] or '-12'}"
