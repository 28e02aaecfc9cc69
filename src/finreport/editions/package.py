"""Reading an edition's data package and saying plainly what is wrong with it."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pandas as pd
from frictionless import FrictionlessException, Package, Resource, Schema, errors

from finreport.editions.errors import EditionError
from finreport.editions.printed import NUMBER
from finreport.editions.schemas import SCHEMAS

SERIES_KEYS = {
    "lpr_buckets": ["bucket"],
    "deposits_loans": ["currency", "indicator", "measure"],
    "economy": ["indicator", "measure"],
}
"""What tells the monthly series of a resource apart."""

UNIT_KEYS = {"deposits_loans": "currency", "economy": "indicator"}
"""What the rows of one unit have in common; rates of growth, which are percent, apart."""

FORMS = {"number": NUMBER, "integer": NUMBER, "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")}
"""How a cell of a type is written; a type would take 5.99e4 and 2024-1-31 too."""

RIGHT = {
    "number": "a number such as 45586.8 or -0.7",
    "integer": "a whole number such as 434",
    "date": "a date such as 2024-12-31",
    "string": "a text",
}
"""What a cell of a type should be, in words."""


def read_package(folder: Path) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    """Read and validate a data package.

    Gives the descriptor and one table a resource, every cell the string as printed, with the
    row's place in its file (the heading is row 1) as index. Raises :class:`EditionError` that
    names file and row for anything that the schema, or the rules of monthly series, forbid.
    """
    descriptor = _read_descriptor(folder / "datapackage.json")
    tables = {name: _read_table(folder, name) for name in SCHEMAS}
    for fault in chain(_month_faults(tables), _unit_faults(tables)):
        raise EditionError(f"{folder.name}/{fault}.")
    return descriptor, tables


def _read_descriptor(path: Path) -> dict[str, Any]:
    place = f"{path.parent.name}/{path.name}"
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EditionError(f"{place} is missing; an edition is a data package.") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise EditionError(f"{place} cannot be read as JSON: {error}.") from None
    for fault in _descriptor_faults(descriptor):
        raise EditionError(f"{place} {fault}.")
    try:
        Package.from_descriptor(descriptor, basepath=str(path.parent))
    except FrictionlessException as error:
        reason = (error.reasons or [error.error])[0].message.rstrip(".")
        raise EditionError(f"{place} is not a data package: {reason}.") from None
    return dict(descriptor)


def _descriptor_faults(descriptor: Any) -> Iterator[str]:
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("title"), str):
        yield "should be an object with a title and a list of resources"
        return
    for key in ("resources", "proofs"):
        items = descriptor.get(key, [])
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            yield f"should have a list of objects as {key!r}"
            return
    for name, schema in SCHEMAS.items():
        yield from _resource_faults(name, schema, descriptor.get("resources", []))


def _resource_faults(
    name: str, schema: Mapping[str, Any], resources: list[dict[str, Any]]
) -> Iterator[str]:
    listed = [resource for resource in resources if resource.get("name") == name]
    if not listed:
        names = ", ".join(repr(resource.get("name")) for resource in resources)
        yield f"lists no resource {name!r}; it lists {names or 'none'}"
    for resource in listed:
        if resource.get("path") != f"{name}.csv":
            yield f"gives {name!r} the path {resource.get('path')!r}; it should be '{name}.csv'"
        if "schema" not in resource:
            yield f"gives {name!r} no schema; it should be the one that every edition has"
        elif resource["schema"] != schema:
            yield f"gives {name!r} a schema that is not the one that every edition has"


def _read_table(folder: Path, name: str) -> pd.DataFrame:
    # Read once, and strictly as comma-separated: what is checked is what is used.
    place, schema = f"{folder.name}/{name}.csv", SCHEMAS[name]
    heading, *rows = _read_lines(folder / f"{name}.csv", place)
    faults = chain(
        _shape_faults(schema, heading, rows),
        _cell_faults(schema, rows),
        _form_faults(schema, rows),
    )
    for row, fault in faults:
        raise EditionError(f"{place}, row {row}: {fault}.")
    index = pd.RangeIndex(2, len(rows) + 2, name="row")
    return pd.DataFrame(rows, index=index, columns=heading, dtype="str")


def _read_lines(path: Path, place: str) -> list[list[str]]:
    try:
        # A spreadsheet may have put a byte order mark before the heading.
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise EditionError(f"{place} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        raise EditionError(f"{place}, row {row}: the text is not UTF-8.") from None
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        return list(reader) or [[]]
    except csv.Error as error:
        raise EditionError(
            f"{place}, row {reader.line_num}: this is not CSV with commas: {error}."
        ) from None


def _shape_faults(
    schema: Mapping[str, Any], heading: list[str], rows: list[list[str]]
) -> Iterator[tuple[int, str]]:
    columns = [field["name"] for field in schema["fields"]]
    if heading != columns:
        found = ", ".join(heading) or "missing"
        yield 1, f"the columns are {found}; they should be {', '.join(columns)}"
    if not rows:
        yield 1, "there is no row below the heading"
    for row, cells in enumerate(rows, start=2):
        if len(cells) != len(columns):
            yield row, f"the number of cells is {len(cells)}; it should be {len(columns)}"


def _cell_faults(schema: dict[str, Any], rows: list[list[str]]) -> Iterator[tuple[int, str]]:
    fields = {field["name"]: field for field in schema["fields"]}
    table = Resource(data=[list(fields), *rows], schema=Schema.from_descriptor(schema))
    [task] = table.validate().tasks
    for error in task.errors:
        if isinstance(error, errors.TypeError | errors.ConstraintError):
            field = fields[error.field_name]
            yield error.row_number, f"{error.field_name} is {error.cell!r}; {_should(field)}"
        elif isinstance(error, errors.RowError):
            yield error.row_number, f"the key ({', '.join(schema['primaryKey'])}) is {error.note}"


def _form_faults(schema: Mapping[str, Any], rows: list[list[str]]) -> Iterator[tuple[int, str]]:
    for column, field in enumerate(schema["fields"]):
        form = FORMS.get(field["type"])
        for row, cells in enumerate(rows, start=2):
            if form and cells[column] and not form.fullmatch(cells[column]):
                yield row, f"{field['name']} is {cells[column]!r}; {_should(field)}"


def _should(field: Mapping[str, Any]) -> str:
    constraints = field.get("constraints", {})
    if "enum" in constraints:
        return f"it should be one of {', '.join(constraints['enum'])}"
    if "pattern" in constraints:
        description = field["description"].rstrip(".")
        return f"it should be written as {constraints['pattern']} ({description})"
    least = f", at least {constraints['minimum']}" if "minimum" in constraints else ""
    return f"it should be {RIGHT[field['type']]}{least}"


def _month_faults(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    series = [
        (f"{name}.csv", "/".join(map(str, values)), rows)
        for name, keys in SERIES_KEYS.items()
        for values, rows in tables[name].groupby(keys, sort=False)
    ]
    # What most series have is right: one typing error must not make all others wrong.
    counts = Counter(month for _, _, rows in series for month in rows["month"])
    months = sorted(month for month, count in counts.items() if count > len(series) / 2)
    for file, name, rows in series:
        yield from _fault_of_months(file, name, rows, months)
    for earlier, later in pairwise(months):
        if _count_months(later) != _count_months(earlier) + 1:
            yield f"deposits_loans.csv has no row between {earlier} and {later}"


def _fault_of_months(file: str, name: str, rows: pd.DataFrame, months: list[str]) -> Iterator[str]:
    printed = dict(rows["month"])
    for row, month in printed.items():
        if month not in months:
            yield f"{file}, row {row}: {name} has the month {month}; most series do not have it"
    absent = sorted(set(months).difference(printed.values()))
    if absent:
        place = f"{file}, rows {rows.index[0]} to {rows.index[-1]}"
        yield f"{place}: {name} has no row for {', '.join(absent)}"
    for (_, earlier), (row, later) in pairwise(printed.items()):
        if later < earlier:
            yield f"{file}, row {row}: {name} has {later} after {earlier}; months should ascend"


def _count_months(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:])


def _unit_faults(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    for name, key in UNIT_KEYS.items():
        table = tables[name]
        is_growth = table["measure"].str.endswith("yoy")
        for row, unit in table.loc[is_growth, "unit"].items():
            if unit != "%":
                yield f"{name}.csv, row {row}: the unit is {unit!r}; that of growth should be '%'"
        for value, units in table[~is_growth].groupby(key, sort=False)["unit"]:
            usual = units.mode()[0]
            for row, unit in units[units != usual].items():
                yield (
                    f"{name}.csv, row {row}: the unit is {unit!r}; "
                    f"other rows of the {key} {value} have {usual!r}"
                )
