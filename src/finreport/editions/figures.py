"""The figures of an edition: its one table of printed numbers, each cell of its files read once."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from msgspec import Struct

from finreport.editions.figure_names import MONTHLY, ONCE, names_of
from finreport.editions.package import Records
from finreport.editions.schemas import SCHEMAS
from finreport.errors import EditionError, PlainError
from finreport.numbers import Interval, Printed

UNITS = {
    field["name"]: field["unit"]
    for schema in SCHEMAS.values()
    for field in schema["fields"]
    if "unit" in field
}
"""Units of columns, where a table has no unit in each row."""

AMOUNT = "100 million CNY"
"""The unit in which the regional reports print money."""

COUNTED = frozenset(
    ["institutions", "items", "outlets", "people", "person-times", "persons", "places"]
)
"""Units of what is counted one by one: without a word beside it such a number is exact."""

INTERVAL = ["value", "lower", "upper"]
"""A number and the interval that its printed form stands for."""


class Figure(Struct, frozen=True):
    """A printed number and where it stands.

    ``name`` is without a month; ``number`` is negative for a decline; ``period`` a month or year,
    empty where the table has none; ``row`` the row in the file of ``resource``, the heading being
    row 1, and ``column`` the heading above it.
    """

    name: str
    number: Printed
    unit: str
    period: str
    resource: str
    row: int
    column: str

    @property
    def printed(self) -> str:
        """Its digits, with a minus for a decline."""
        return self.number.text

    @property
    def qualifier(self) -> str:
        """The word beside it that makes it less than exact."""
        return self.number.qualifier

    @property
    def value(self) -> Fraction:
        """The printed number itself."""
        return self.number.value

    @property
    def interval(self) -> Interval:
        """The values that it stands for, in ``unit``."""
        return self.number.interval

    @property
    def decimals(self) -> int:
        """How many decimals are printed."""
        return self.number.decimals

    @property
    def full_name(self) -> str:
        """The name with its month, where it has one."""
        return f"{self.name}@{self.period}" if self.resource in MONTHLY else self.name


Figures: TypeAlias = Mapping[str, Mapping[str, Figure | None]]
"""Figures by name and then month, which is empty where there is none; None for a dash."""


def read_figures(records: Mapping[str, Records]) -> Figures:
    """The figures in the rows of every resource, in the order of the files."""
    figures: dict[str, dict[str, Figure | None]] = {}
    for resource in MONTHLY | ONCE:
        for row, cells in records[resource].items():
            for column, name in names_of(resource, cells):
                figure = _figure(name, resource, row, column, cells) if cells[column] else None
                figures.setdefault(name, {})[cells.get("month", "")] = figure
    return figures


def _figure(name: str, resource: str, row: int, column: str, cells: Mapping[str, str]) -> Figure:
    sign = "-" if cells.get("kind") == "decline" else ""
    unit, qualifier = cells.get("unit", UNITS.get(column, "")), cells.get("qualifier", "")
    is_exact = unit in COUNTED and not qualifier and "." not in cells[column]
    try:
        number = Printed(sign + cells[column], qualifier, is_exact)
    except PlainError as error:
        raise EditionError(f"{resource}.csv, row {row}: {error}") from None
    return Figure(
        name=name,
        number=number,
        unit=unit,
        period=cells.get("month", cells.get("period", "")),
        resource=resource,
        row=row,
        column=column,
    )
