"""Names of printed numbers: how expressions, rules and sentences speak of one.

- ``currency.indicator.measure``, deposits and loans: ``all.loans.balance@2024-09``
- ``indicator.measure``, the economy: ``gdp.ytd_yoy``
- ``lpr.bucket``, shares of new loans: ``lpr.above_0_0.5[-1]``
- ``institutions.measure.category``, banking institutions: ``institutions.assets.total``
- ``financing.component``, aggregate financing: ``financing.government_bonds``
- ``targets.indicator``, targets of the year after: ``targets.urban_jobs``
- the id of a statement, where a decline is a negative number: ``retail_sales_total``

The first three are monthly. A month stands behind such a name: ``@2024-09`` is that one,
``[-1]`` the one before the month at which it is read, and nothing is that month itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import cache, cached_property

from finreport.editions.edition import Edition
from finreport.editions.errors import EditionError
from finreport.editions.intervals import Interval, printed_interval
from finreport.editions.schemas import SCHEMAS

NAME = re.compile(
    r"(?P<base>[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)(?:@(?P<month>\d{4}-\d{2})|\[-(?P<back>\d+)\])?"
)
"""The grammar of names."""

MONTHLY = {
    "deposits_loans": "{currency}.{indicator}.{measure}",
    "economy": "{indicator}.{measure}",
    "lpr_buckets": "lpr.{bucket}",
}
"""Names of what is printed every month."""

ONCE = {
    "institutions": "institutions.{measure}.{category}",
    "financing": "financing.{component}",
    "targets": "targets.{indicator}",
    "statements": "{id}",
}
"""Names of what is printed once."""

FIRST_PARTS = {
    form.partition(".")[0]: resource
    for resource, form in (MONTHLY | ONCE).items()
    if not form.startswith("{")
}
"""The resources whose names start with a word of their own."""

UNITS = {
    field["name"]: field["unit"]
    for resource in ("institutions", "lpr_buckets")
    for field in SCHEMAS[resource]["fields"]
    if "unit" in field
}
"""Units of columns, where a table has no unit in each row."""


@dataclass(frozen=True)
class Figure:
    """A printed number and where it stands.

    ``name`` is without a month, ``printed`` the string, with a minus for a decline; ``period``
    a month or year, empty where the table has none; ``row`` the row in the file of ``resource``,
    the heading being row 1.
    """

    name: str
    printed: str
    unit: str
    qualifier: str
    period: str
    resource: str
    row: int

    @cached_property
    def value(self) -> Fraction:
        """The printed number itself."""
        return Fraction(self.printed)

    @cached_property
    def interval(self) -> Interval:
        """The values that it stands for, in ``unit``."""
        return printed_interval(self.printed, self.qualifier)

    @property
    def full_name(self) -> str:
        """The name with its month, where it has one."""
        return f"{self.name}@{self.period}" if self.resource in MONTHLY else self.name

    @property
    def decimals(self) -> int:
        """How many decimals are printed."""
        return len(self.printed.partition(".")[2])


class FigureIndex:
    """The printed numbers of an edition by name; made once where many are asked for.

    A table is read when a name of one of its numbers is asked for, so that a chapter uses no
    table but those.
    """

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._tables: dict[str, dict[str, dict[str, Figure | None]]] = {}

    def __contains__(self, name: str) -> bool:
        """Whether there is a number of this name, in whatever month."""
        return bool(self._by_month(base_name(name)))

    def find(self, name: str, month: str | None = None) -> Figure | None:
        """The number of this name; None where a dash is printed or nothing yet.

        ``month`` is the month at which a monthly name is read: by default the edition's.
        Raises :class:`EditionError` for a name that there is not, a month outside the edition
        and a month of a number that has none.
        """
        base = base_name(name)
        by_month = self._by_month(base)
        if not by_month:
            self._need_unprinted(base)
            return None
        if "" in by_month:
            if base != name:
                raise EditionError(f"{name} has a month, but {base} is printed only once.")
            return by_month[""]
        return by_month.get(self._month(name, month or self._edition.as_of))

    def _by_month(self, base: str) -> dict[str, Figure | None]:
        """The numbers of this name, under an empty month if it has none; none if unknown."""
        return self._figures(_resource_of(base)).get(base, {})

    def _figures(self, resource: str) -> dict[str, dict[str, Figure | None]]:
        if resource not in self._tables:
            figures: dict[str, dict[str, Figure | None]] = {}
            for name, month, figure in _figures_of(self._edition, resource):
                figures.setdefault(name, {})[month] = figure
            self._tables[resource] = figures
        return self._tables[resource]

    def _month(self, name: str, month: str) -> str:
        parts = _parts(name)
        if parts["back"]:
            return _months_before(month, int(parts["back"]))
        month = parts["month"] or month
        if month not in self._edition.months:
            first, *_, last = self._edition.months
            raise EditionError(f"{name}: the edition has no month {month}, only {first} to {last}.")
        return month

    def _need_unprinted(self, base: str) -> None:
        # Before the end of the year nobody knows what will be printed at the end.
        if self._edition.is_complete or self._is_monthly(base):
            names = sorted(name for resource in MONTHLY | ONCE for name in self._figures(resource))
            near = ", ".join(get_close_matches(base, names))
            hint = f"; there are {near}" if near else ""
            raise EditionError(f"The edition {self._edition.name} has no number {base!r}{hint}.")

    def _is_monthly(self, base: str) -> bool:
        return "." in base and base.partition(".")[0] not in ONCE


def base_name(name: str) -> str:
    """The name without its month."""
    return str(_parts(name)["base"])


def is_statement(name: str) -> bool:
    """Whether this names a statement of the prose, which another edition need not make."""
    return "." not in name


def find_printed(edition: Edition, name: str, month: str | None = None) -> Figure | None:
    """One number by its name, as in :meth:`FigureIndex.find`."""
    return FigureIndex(edition).find(name, month)


@cache
def _parts(name: str) -> dict[str, str | None]:
    match = NAME.fullmatch(name)
    if not match:
        raise EditionError(
            f"{name!r} is not the name of a number, such as all.loans.balance@2024-09, "
            "gdp.ytd_yoy[-3] or retail_sales_total."
        )
    return match.groupdict()


def _months_before(month: str, count: int) -> str:
    months = 12 * int(month[:4]) + int(month[5:]) - 1 - count
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _resource_of(base: str) -> str:
    first, *rest = base.split(".")
    if not rest:
        return "statements"
    return FIRST_PARTS.get(first) or ("economy" if len(rest) == 1 else "deposits_loans")


def _figures_of(edition: Edition, resource: str) -> Iterator[tuple[str, str, Figure | None]]:
    form, table = (MONTHLY | ONCE)[resource], edition.tables[resource]
    for row, cells in zip(table.index, table.to_dict("records"), strict=True):
        name = form.format_map({str(key): cell for key, cell in cells.items()})
        printed = f"-{cells['printed']}" if cells.get("kind") == "decline" else cells["printed"]
        figure = Figure(
            name=name,
            printed=printed,
            unit=cells.get("unit", UNITS.get(cells.get("measure", "share"), "")),
            qualifier=cells.get("qualifier", ""),
            period=cells.get("month", cells.get("period", "")),
            resource=resource,
            row=int(row),
        )
        yield name, cells.get("month", ""), figure if cells["printed"] else None
