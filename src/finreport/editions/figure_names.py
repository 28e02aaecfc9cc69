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
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from string import Formatter

from finreport.editions.schemas import NUMBERS, SCHEMAS
from finreport.errors import EditionError

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


def names_of(resource: str, cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The name, without a month, of each number in a row of a resource, by its column."""
    form = (MONTHLY | ONCE)[resource]
    for column in NUMBERS[resource]:
        yield column, form.format_map({"measure": column, **cells})


def base_name(name: str) -> str:
    """The name without its month."""
    return str(_parts(name)["base"])


def month_of(name: str, month: str) -> str:
    """The month that a monthly name means where it is read at ``month``."""
    parts = _parts(name)
    return _months_before(month, int(parts["back"])) if parts["back"] else parts["month"] or month


def is_monthly(base: str) -> bool:
    """Whether this can only be the name of something that is printed every month."""
    return "." in base and base.partition(".")[0] not in ONCE


def is_statement(name: str) -> bool:
    """Whether this names a statement of the prose, which another edition need not make."""
    return "." not in name


def may_be_absent(base: str) -> bool:
    """Whether this names what an edition can print and need not: a statement, a row of a table."""
    return is_statement(base) or base in _names_of_tables()


@cache
def _names_of_tables() -> frozenset[str]:
    """Every name that a row of a table can have, by the values that its schema allows."""
    found = []
    for resource, form in (MONTHLY | ONCE).items():
        allowed = {
            field["name"]: field["constraints"]["enum"]
            for field in SCHEMAS[resource]["fields"]
            if "enum" in field.get("constraints", {})
        }
        if resource == "institutions":
            allowed["measure"] = NUMBERS[resource]
        keys = [key for _, key, _, _ in Formatter().parse(form) if key]
        if keys != ["id"]:
            combined = product(*(allowed[key] for key in keys))
            found += [form.format(**dict(zip(keys, each, strict=True))) for each in combined]
    return frozenset(found)


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
