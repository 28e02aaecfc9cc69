"""Reading an edition's data package and saying plainly what is wrong with it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from frictionless import Error, Package, system

from finreport.editions.errors import EditionError

MOST_ERRORS = 5
"""How many faults one message names; a broken file has hundreds."""

RESOURCES = (
    "institutions",
    "lpr_buckets",
    "deposits_loans",
    "economy",
    "financing",
    "events",
    "targets",
    "statements",
)
"""The resources that every edition has."""

SERIES_KEYS = {
    "lpr_buckets": ["bucket"],
    "deposits_loans": ["currency", "indicator", "measure"],
    "economy": ["indicator", "measure"],
}
"""What tells the monthly series of a resource apart."""


def read_package(folder: Path) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    """Read and validate a data package.

    Gives the descriptor and one table a resource, every cell the string as printed, with the
    row's place in its file (the heading is row 1) as index. Raises :class:`EditionError` that
    names file and row for anything that the schema, or the rules of monthly series, forbid.
    """
    descriptor = _read_descriptor(folder)
    _validate(folder)
    tables = {
        resource["name"]: _read_table(folder / resource["path"])
        for resource in descriptor["resources"]
    }
    for name, keys in SERIES_KEYS.items():
        _check_series(f"{name}.csv", tables[name], keys)
    return descriptor, tables


def _read_descriptor(folder: Path) -> dict[str, Any]:
    path = folder / "datapackage.json"
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EditionError(f"{path} is missing; an edition is a data package.") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise EditionError(f"{path} cannot be read as JSON: {error}.") from None
    names = [
        resource.get("name")
        for resource in (descriptor.get("resources", []) if isinstance(descriptor, dict) else [])
    ]
    missing = [name for name in RESOURCES if name not in names]
    if missing:
        raise EditionError(
            f"{path} lists no resource {', '.join(map(repr, missing))}; "
            f"it lists {', '.join(map(repr, names)) or 'none'}."
        )
    return dict(descriptor)


def _validate(folder: Path) -> None:
    # The package is trusted as far as its own folder: frictionless must follow its paths even
    # when the folder itself is given as an absolute one.
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    messages = [_message(error) for error in report.errors]
    for task in report.tasks:
        messages += [_message(error, task.place) for error in task.errors]
    if messages:
        shown = "; ".join(messages[:MOST_ERRORS])
        more = len(messages) - MOST_ERRORS
        raise EditionError(f"{folder.name}: {shown}{f'; and {more} more' if more > 0 else ''}.")


def _message(error: Error, place: str | None = None) -> str:
    row = getattr(error, "row_number", None)
    where = ", ".join(part for part in (place and Path(place).name, row and f"row {row}") if part)
    note = error.note.rstrip(".") if row is None else error.message.rstrip(".")
    return f"{where}: {note}" if where else f"{error.title}: {note}"


def _read_table(path: Path) -> pd.DataFrame:
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    return table.set_index(pd.RangeIndex(2, len(table) + 2, name="row"))


def _check_series(file: str, table: pd.DataFrame, keys: list[str]) -> None:
    months = sorted(table["month"].unique())
    expected = pd.period_range(months[0], months[-1], freq="M").strftime("%Y-%m").tolist()
    for values, rows in table.groupby(keys, sort=False):
        series = "/".join(str(value) for value in values)
        for fault in _series_faults(rows, expected):
            raise EditionError(f"{file}: {series} {fault}.")


def _series_faults(rows: pd.DataFrame, expected: list[str]) -> Iterator[str]:
    absent = sorted(set(expected) - set(rows["month"]))
    if absent:
        yield f"(rows {rows.index[0]} to {rows.index[-1]}) has no row for {', '.join(absent)}"
    if "unit" not in rows:
        return
    growth = rows["measure"].iloc[0].endswith("yoy")
    wrong = rows.index[(rows["unit"] == "%") != growth] if growth else rows.index[:0]
    odd = rows.index[rows["unit"] != rows["unit"].mode()[0]]
    for row in [*wrong, *odd]:
        yield (
            f"has the unit {rows.at[row, 'unit']!r} in row {row}; "
            f"it should be {'%' if growth else rows['unit'].mode()[0]!r}"
        )
