"""Reading an edition's data package and saying plainly what is wrong with it."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct

from finreport.decoding import read_csv, read_json
from finreport.editions.schemas import NUMBERS, SCHEMAS
from finreport.errors import EditionError
from finreport.numbers import NUMBER

Records: TypeAlias = Mapping[int, Mapping[str, str]]
"""Rows by their place in the file, the heading being row 1; cells as printed, by column."""

SERIES_KEYS = {
    "lpr_buckets": ["bucket"],
    "deposits_loans": ["currency", "indicator", "measure"],
    "economy": ["indicator", "measure"],
}
"""What tells the monthly series of a resource apart."""

UNIT_KEYS = {"deposits_loans": "currency", "economy": "indicator"}
"""What the rows of one unit have in common; rates of growth, which are percent, apart."""

FORMS = {
    "number": NUMBER,
    "integer": re.compile(r"-?[0-9]+"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
"""How a cell of a type is written."""

RIGHT = {
    "number": "a number such as 45586.8 or -0.7",
    "integer": "a whole number such as 434",
    "date": "a date such as 2024-12-31",
    "string": "a text",
}
"""What a cell of a type should be, in words."""


class Resources(Mapping[str, Records]):
    """The rows of every resource, each by ``read``, once and when it is asked for."""

    def __init__(self, read: Callable[[str], Records]) -> None:
        self._read = read
        self._made: dict[str, Records] = {}

    def __getitem__(self, name: str) -> Records:
        if name not in SCHEMAS:
            raise KeyError(name)
        if name not in self._made:
            self._made[name] = self._read(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(SCHEMAS)

    def __len__(self) -> int:
        return len(SCHEMAS)


class ListedResource(Struct):
    """A resource in the descriptor, as far as an edition is read by it.

    ``not_printed`` says that the texts of the edition print nothing of it: it has no rows.
    """

    name: str
    path: str
    schema: dict[str, Any]
    not_printed: bool = False


class Descriptor(Struct):
    """A data package's descriptor, as far as an edition and its site are made from it.

    ``identified`` says of each row of a printed table what decided which row it is, ``proofs`` how
    often a relation of rows could be tested and held.
    """

    title: str
    resources: list[ListedResource]
    licenses: list[dict[str, Any]] = []
    sources: list[dict[str, Any]] = []
    identified: list[dict[str, Any]] = []
    proofs: list[dict[str, Any]] = []


class Package(NamedTuple):
    """An edition's data package: its title, the rows of each resource, how tables were read.

    A resource without numbers is read, and said to be wrong, only when it is asked for: few have a
    use for it. ``months`` are those of its tables; without any, the last of the year that its
    sentences tell.
    """

    title: str
    months: tuple[str, ...]
    records: Mapping[str, Records]
    identified: tuple[Mapping[str, Any], ...]
    proofs: tuple[Mapping[str, Any], ...]


def read_package(folder: Path) -> Package:
    """Read and validate a data package, apart from resources without numbers.

    Raises :class:`PlainError` that names file and row for anything that the schema, or the rules
    of monthly series, forbid; so does a resource without numbers when it is asked for.
    """
    descriptor = read_json(
        folder / "datapackage.json", Descriptor, f"{folder.name}/datapackage.json"
    )
    for fault in _listing_faults(descriptor.resources):
        raise EditionError(f"{folder.name}/datapackage.json {fault}.")
    empty = {resource.name for resource in descriptor.resources if resource.not_printed}
    records = Resources(lambda name: _read_records(folder, name, name in empty))
    for name in filter(NUMBERS.get, records):
        records[name]
    for fault in chain(_month_faults(records), _unit_faults(records)):
        raise EditionError(f"{folder.name}/{fault}.")
    months = _months_of(lambda name: records[name].values())
    proofs = tuple(descriptor.proofs)
    return Package(descriptor.title, months, records, tuple(descriptor.identified), proofs)


def read_months(folder: Path) -> tuple[str, ...]:
    """The months of a package as :class:`Package` has them, without looking at the rest of it."""

    def rows(name: str) -> list[dict[str, str]]:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    return _months_of(rows)


def _months_of(rows: Callable[[str], Iterable[Mapping[str, str]]]) -> tuple[str, ...]:
    months = {row["month"] for name in SERIES_KEYS for row in rows(name)}
    if not months:
        years = {row["period"][:4] for row in rows("statements") if row["kind"] != "target"}
        if not years:
            raise EditionError("An edition should have a number of its year, in a table or a text.")
        months = {f"{max(years)}-12"}
    return tuple(sorted(months))


def _listing_faults(listed: Sequence[ListedResource]) -> Iterator[str]:
    counts = Counter(resource.name for resource in listed)
    for name, schema in SCHEMAS.items():
        if counts[name] != 1:
            found = f"lists {name!r} twice" if counts[name] else f"lists no resource {name!r}"
            yield f"{found}; it lists {', '.join(map(repr, counts)) or 'none'}"
        for resource in listed:
            if resource.name == name and resource.path != f"{name}.csv":
                yield f"gives {name!r} the path {resource.path!r}; it should be '{name}.csv'"
            if resource.name == name and resource.schema != schema:
                yield f"gives {name!r} a schema that is not the one that every edition has"


def _read_records(folder: Path, name: str, may_be_empty: bool) -> Records:
    place, schema = f"{folder.name}/{name}.csv", SCHEMAS[name]
    heading, *rows = read_csv(folder / f"{name}.csv", place)
    columns = [field["name"] for field in schema["fields"]]
    for row, fault in _shape_faults(columns, heading, rows, may_be_empty):
        raise EditionError(f"{place}, row {row}: {fault}.")
    records = {
        row: dict(zip(columns, cells, strict=True)) for row, cells in enumerate(rows, start=2)
    }
    for row, fault in chain(_cell_faults(schema, records), _key_faults(schema, records)):
        raise EditionError(f"{place}, row {row}: {fault}.")
    return records


def _shape_faults(
    columns: Sequence[str],
    heading: Sequence[str],
    rows: Sequence[Sequence[str]],
    may_be_empty: bool,
) -> Iterator[tuple[int, str]]:
    if heading != columns:
        found = ", ".join(heading) or "missing"
        yield 1, f"the columns are {found}; they should be {', '.join(columns)}"
    if not rows and not may_be_empty:
        yield 1, "there is no row below the heading"
    for row, cells in enumerate(rows, start=2):
        if len(cells) != len(columns):
            yield row, f"the number of cells is {len(cells)}; it should be {len(columns)}"


def _cell_faults(schema: Mapping[str, Any], records: Records) -> Iterator[tuple[int, str]]:
    unfit = {
        # Most columns repeat a few words, so each cell is looked at once.
        field["name"]: {
            cell
            for cell in {cells[field["name"]] for cells in records.values()}
            if not _fits(cell, field["type"], field.get("constraints", {}))
        }
        for field in schema["fields"]
    }
    if not any(unfit.values()):
        return
    for row, cells in records.items():
        for field in schema["fields"]:
            cell = cells[field["name"]]
            if cell in unfit[field["name"]]:
                yield row, f"{field['name']} is {cell!r}; {_should(field)}"


def _fits(cell: str, kind: str, constraints: Mapping[str, Any]) -> bool:
    if not cell:
        return not constraints.get("required", False)
    if kind in FORMS and not FORMS[kind].fullmatch(cell):
        return False
    if kind == "date" and not _is_day(cell):
        return False
    return (
        cell in constraints.get("enum", [cell])
        and re.fullmatch(constraints.get("pattern", ".*"), cell) is not None
        and ("minimum" not in constraints or int(cell) >= constraints["minimum"])
    )


def _is_day(cell: str) -> bool:
    try:
        return bool(date.fromisoformat(cell))
    except ValueError:
        return False


def _should(field: Mapping[str, Any]) -> str:
    constraints = field.get("constraints", {})
    if "enum" in constraints:
        return f"it should be one of {', '.join(constraints['enum'])}"
    if "pattern" in constraints:
        description = field["description"].rstrip(".")
        return f"it should be written as {constraints['pattern']} ({description})"
    least = f", at least {constraints['minimum']}" if "minimum" in constraints else ""
    return f"it should be {RIGHT[field['type']]}{least}"


def _key_faults(schema: Mapping[str, Any], records: Records) -> Iterator[tuple[int, str]]:
    columns, first = schema["primaryKey"], dict[tuple[str, ...], int]()
    for row, cells in records.items():
        before = first.setdefault(tuple(cells[column] for column in columns), row)
        if before != row:
            yield row, f"the key ({', '.join(columns)}) is the same as in row {before}"


def _month_faults(records: Mapping[str, Records]) -> Iterator[str]:
    series = [
        (f"{name}.csv", "/".join(values), months)
        for name, keys in SERIES_KEYS.items()
        for values, months in _series(records[name], keys).items()
    ]
    # What most series have is right: one typing error must not make all others wrong.
    counts = Counter(month for _, _, printed in series for month in printed.values())
    months = sorted(month for month, count in counts.items() if count > len(series) / 2)
    for file, name, printed in series:
        yield from _fault_of_months(file, name, printed, months)
    for earlier, later in pairwise(months):
        if _count_months(later) != _count_months(earlier) + 1:
            yield f"deposits_loans.csv has no row between {earlier} and {later}"


def _series(records: Records, keys: Sequence[str]) -> dict[tuple[str, ...], dict[int, str]]:
    """The months of each series by row."""
    found: dict[tuple[str, ...], dict[int, str]] = {}
    for row, cells in records.items():
        found.setdefault(tuple(cells[key] for key in keys), {})[row] = cells["month"]
    return found


def _fault_of_months(
    file: str, name: str, printed: Mapping[int, str], months: Sequence[str]
) -> Iterator[str]:
    for row, month in printed.items():
        if month not in months:
            yield f"{file}, row {row}: {name} has the month {month}; most series do not have it"
    absent = sorted(set(months).difference(printed.values()))
    if absent:
        place = f"{file}, rows {min(printed)} to {max(printed)}"
        yield f"{place}: {name} has no row for {', '.join(absent)}"
    for (_, earlier), (row, later) in pairwise(printed.items()):
        if later < earlier:
            yield f"{file}, row {row}: {name} has {later} after {earlier}; months should ascend"


def _count_months(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:])


def _unit_faults(records: Mapping[str, Records]) -> Iterator[str]:
    for name, key in UNIT_KEYS.items():
        units: dict[str, Counter[str]] = {}
        for cells in records[name].values():
            if not _is_growth(cells):
                units.setdefault(cells[key], Counter())[cells["unit"]] += 1
        for row, cells in records[name].items():
            place, unit = f"{name}.csv, row {row}", cells["unit"]
            if _is_growth(cells):
                if unit != "%":
                    yield f"{place}: the unit is {unit!r}; that of growth should be '%'"
                continue
            [(usual, _)] = units[cells[key]].most_common(1)
            if unit != usual:
                yield (
                    f"{place}: the unit is {unit!r}; "
                    f"other rows of the {key} {cells[key]} have {usual!r}"
                )


def _is_growth(cells: Mapping[str, str]) -> bool:
    return cells["measure"].endswith("yoy")
