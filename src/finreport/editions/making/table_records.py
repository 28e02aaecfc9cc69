"""The tables of an edition's data package, from the standard tables that its texts print."""

from collections.abc import Iterable, Iterator, Mapping

from finreport.editions.making.units import data_unit, is_named
from finreport.editions.schemas import NUMBERS
from finreport.errors import EditionError
from finreport.reading.cells import figure, span_of
from finreport.reading.grid import GridLine
from finreport.reading.table_forms import Form, FormRow

Record = dict[str, str]
"""A row of a resource, every value the string that its file holds."""

COLUMNS = NUMBERS["institutions"]


def table_records(forms: Iterable[Form], year: int) -> Mapping[str, list[Record]]:
    """The rows of ``institutions``, ``lpr_buckets``, ``deposits_loans`` and ``economy``.

    ``forms`` are of different kinds; a kind that no text prints has no rows.
    Months without a year of their own are of ``year``. Raises :class:`EditionError` for a unit
    that the data has no name for.
    """
    found = {form.kind: form for form in forms}
    return {
        name: list(make(found[kind], year)) if kind in found else []
        for name, kind, make in (
            ("institutions", "institutions", _institutions),
            ("lpr_buckets", "lending_rates", _lending_rates),
            ("deposits_loans", "deposits_loans", _deposits_loans),
            ("economy", "economy", _economy),
        )
    }


def _institutions(form: Form, _: int) -> Iterator[Record]:
    columns = {name: column for column, name in form.columns.items()}
    for row in form.rows:
        cells = dict(zip(row.line.columns, row.line.cells, strict=True))
        printed = {
            name: found.text if (found := figure(cells[columns[name]].text)) else ""
            for name in COLUMNS
            if name in columns
        }
        yield {"category": row.name, **dict.fromkeys(COLUMNS, ""), **printed}


def _lending_rates(form: Form, year: int) -> Iterator[Record]:
    months: dict[str, dict[str, str]] = {}
    for row in form.rows:
        months.setdefault(row.name.removeprefix("lpr."), {}).update(_by_month(row.line, year))
    for bucket, printed in months.items():
        for month, share in printed.items():
            yield {"month": month, "bucket": bucket, "share": share}


def _deposits_loans(form: Form, year: int) -> Iterator[Record]:
    for row in form.rows:
        currency, indicator, measure = row.name.split(".")
        head = {"currency": currency, "indicator": indicator, "measure": measure}
        yield from _monthly(head, row, year)


def _economy(form: Form, year: int) -> Iterator[Record]:
    for row in form.rows:
        indicator, measure = row.name.split(".")
        yield from _monthly({"indicator": indicator, "measure": measure}, row, year)


def _monthly(head: Record, row: FormRow, year: int) -> Iterator[Record]:
    unit = data_unit(row.unit or "")
    if not row.unit or not is_named(unit):
        raise EditionError(
            f"{row.line.label}: the unit {row.unit or 'is not printed'}; "
            "it should be one such as 亿元, 亿美元 or %."
        )
    for month, value in _by_month(row.line, year).items():
        yield {**head, "unit": unit, "month": month, "value": value}


def _by_month(line: GridLine, year: int) -> Record:
    """What a line prints in each month that its heads name; a dash is an empty string."""
    found = {}
    for cell, heads in zip(line.cells, line.heads, strict=True):
        span = next(filter(None, map(span_of, reversed(heads))), None)
        if span is not None:
            printed = figure(cell.text)
            found[f"{span.year or year}-{span.last:02d}"] = printed.text if printed else ""
    return found
