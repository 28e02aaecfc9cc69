"""An edition: the tables of one report, with numbers and their rounding, cut at a month."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd

from finreport.editions.errors import EditionError
from finreport.editions.folder import OTHER_PACKAGES, data_folder
from finreport.editions.package import SERIES_KEYS, read_package
from finreport.editions.printed import PrintedNumber

Series: TypeAlias = pd.DataFrame
"""A monthly series: index ``month`` (YYYY-MM); float columns ``value``, ``lower``, ``upper``."""

INTERVAL = ["value", "lower", "upper"]
"""A number and the interval that its printed form stands for."""

NUMBERS = {
    "institutions": ["outlets", "employees", "assets", "legal_entities"],
    "lpr_buckets": ["share"],
    "deposits_loans": ["value"],
    "economy": ["value"],
    "financing": ["value"],
    "targets": ["value"],
    "statements": ["value"],
}
"""The columns of printed numbers in each resource."""

WHOLE_YEAR = ("institutions", "financing", "targets")
"""Resources without a date of their own: printed once, with the last month of the edition."""


@dataclass(frozen=True)
class Edition:
    """What an edition printed up to the month ``as_of``.

    ``tables`` maps each resource to a table in the order of the file: its own columns, then
    ``printed`` (the string) and the floats ``value``, ``lower`` and ``upper``. The table of
    institutions, which has four numbers a row, is long: one row a ``category`` and ``measure``.
    ``proofs`` tells how each row of the printed tables was identified: a row a relation, with
    ``resource``, ``relation``, ``decided_by``, and how often it was ``tested`` and ``held``.
    """

    name: str
    title: str
    as_of: str
    months: tuple[str, ...]
    tables: Mapping[str, pd.DataFrame]
    proofs: pd.DataFrame

    @property
    def is_complete(self) -> bool:
        """Whether the edition is shown to its last month, so that annual figures are known."""
        return self.as_of == self.months[-1]

    def rows(self, resource: str, **keys: str) -> pd.DataFrame:
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
        table = self.tables[resource]
        rows = table[np.logical_and.reduce([table[column] == keys[column] for column in columns])]
        if rows.empty:
            name = "/".join(keys[column] for column in columns)
            names = table[columns].drop_duplicates().agg("/".join, axis=1)
            raise EditionError(f"{resource} has no series {name}; available: {', '.join(names)}.")
        return rows[rows["printed"] != ""]

    def series(self, resource: str, **keys: str) -> Series:
        """The numbers of one monthly series, named as in :meth:`rows`."""
        return self.rows(resource, **keys).set_index("month")[INTERVAL]


def open_edition(name: str, as_of: str | None = None) -> Edition:
    """Open the edition ``name`` and cut it after the month ``as_of`` (YYYY-MM; default: all).

    Raises :class:`EditionError`, in one sentence, for an unknown edition, a month outside the
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


def read_edition(folder: Path, as_of: str | None = None) -> Edition:
    """Read the edition in ``folder``, wherever it is, such as that of a draft.

    It has the name of its folder; everything else is as in :func:`open_edition`.
    """
    name = folder.name
    descriptor, printed = read_package(folder)
    months = tuple(sorted(printed["deposits_loans"]["month"].unique()))
    last = months[-1] if as_of is None else as_of
    if last not in months:
        raise EditionError(
            f"The month {as_of!r} is not in the edition {name}; "
            f"available: {months[0]} to {months[-1]}."
        )
    tables = {
        resource: _cut(resource, _numbers(resource, table), last, months[-1])
        for resource, table in printed.items()
    }
    proofs = pd.DataFrame(descriptor.get("proofs", []))
    return Edition(name, descriptor["title"], last, months, tables, proofs)


def _numbers(resource: str, table: pd.DataFrame) -> pd.DataFrame:
    columns = NUMBERS.get(resource)
    if columns is None:
        return table
    if len(columns) > 1:
        others = [column for column in table if column not in columns]
        table = table.melt(others, columns, "measure", "printed", ignore_index=False)
    else:
        table = table.rename(columns={columns[0]: "printed"})
    numbers = [PrintedNumber(text) if text else None for text in table["printed"]]
    for column in INTERVAL:
        table[column] = [
            float("nan") if number is None else float(getattr(number, column)) for number in numbers
        ]
    return table


def _cut(resource: str, table: pd.DataFrame, as_of: str, last: str) -> pd.DataFrame:
    if as_of == last:
        return table
    if resource in WHOLE_YEAR:
        return table.iloc[:0]
    if "month" in table:
        return table[table["month"] <= as_of]
    if "date" in table:
        return table[table["date"].map(_last_month) <= as_of]
    return table[table["period"].map(_last_month) <= as_of]


def _last_month(period: str) -> str:
    """The month in which a period ends: 2024, 2024Q4, 2024-12 and 2024-12-31 end in 2024-12."""
    year, rest = period[:4], period[4:]
    if rest.startswith("Q"):
        return f"{year}-{3 * int(rest[1]):02d}"
    return f"{year}{rest[:3] or '-12'}"
