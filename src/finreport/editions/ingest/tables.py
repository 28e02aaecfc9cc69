"""The printed tables as rows with a name, a unit and one printed cell a month."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from finreport.editions.ingest.document import Document, Row
from finreport.editions.ingest.guide import Guide
from finreport.errors import EditionError
from finreport.numbers import NUMBER, Interval, Printed

DASH = "—"
"""What is printed where there is no figure; the hyphen-minus of negative numbers differs."""

HEADER_LINES = 2
"""The table of institutions has a heading above its columns' own headings."""

MONTH = re.compile(r"(\d{1,2})月")
PARENTHESES = re.compile(r"（(.*?)）")


@dataclass(frozen=True)
class MonthlyRow:
    """A row of a monthly table: what its labels say, and its cells as printed.

    ``total`` is the line of the total that the row belongs to (its own line, if it is one);
    ``block`` is the label of the merged cell that stands in front of it, or empty.
    """

    line: int
    indicator: str
    measure: str
    unit: str
    cells: Mapping[str, str]
    total: int = 0
    block: str = ""

    @cached_property
    def numbers(self) -> dict[str, Interval]:
        """What each month's number stands for, without the months for which a dash is printed."""
        return {month: Printed(text).interval for month, text in self.cells.items() if text}

    def number(self, month: str) -> Interval:
        """The number of a month; raises :class:`EditionError` if a dash is printed there."""
        if month not in self.numbers:
            raise EditionError(
                f"Line {self.line}: the row {self.indicator}/{self.measure} has no figure for "
                f"{month}."
            )
        return self.numbers[month]

    @property
    def is_total(self) -> bool:
        """Whether the row is a total rather than a part of the total above it."""
        return self.total == self.line


def read_institutions(report: Document, guide: Guide) -> list[dict[str, str]]:
    """One row a category: ``category`` and the printed numbers, the total last."""
    place = guide["institutions"]
    table = report.table(place["caption"])
    header, body = table[:HEADER_LINES], table[HEADER_LINES:]
    titles = {cell for row in header for cell in row.cells if cell}
    if titles != set(place["header"]):
        raise EditionError(
            f"Line {header[0].line}: the table of institutions is headed "
            f"{', '.join(sorted(titles))}; expected {', '.join(place['header'])}."
        )
    rows = []
    for row in body:
        _expect_cells(row, 1 + len(place["columns"]))
        label = row.cells[0].rpartition("、")[2]
        cells = (_printed(cell, row) for cell in row.cells[1:])
        numbers = dict(zip(place["columns"], cells, strict=True))
        _expect_figures(row, numbers)
        rows.append({"category": _name(place["categories"], label, row), **numbers})
    _expect_names([row["category"] for row in rows], place["categories"].values(), "institutions")
    return rows


def read_lpr_buckets(report: Document, guide: Guide) -> list[MonthlyRow]:
    """One row a bucket, its two half-year panels joined, in the order of the table."""
    place = guide["lpr_buckets"]
    rows: dict[str, MonthlyRow] = {}
    months: list[str] = []
    for row in report.table(place["caption"]):
        if row.cells[0] == place["header"]:
            months = _months(row, guide["year"])
            continue
        cells = _monthly_cells(row, months)
        _expect_figures(row, cells)
        bucket = _name(place["buckets"], "".join(row.cells[: -len(months)]), row)
        known = rows.get(bucket, MonthlyRow(row.line, bucket, "share", "%", {}))
        if known.cells.keys() & cells.keys():
            raise EditionError(f"Line {row.line}: the row {bucket} stands twice in its panel.")
        rows[bucket] = replace(known, cells={**known.cells, **cells})
    _expect_names(list(rows), place["buckets"].values(), "lpr_buckets")
    for found in rows.values():
        _expect_whole_year(found, guide["year"])
    return list(rows.values())


def read_deposits_loans(report: Document, guide: Guide) -> list[MonthlyRow]:
    """The rows with indicator, measure and unit, but not yet the currency they are in.

    A part has neither unit nor measure of its own: it takes them from the total above it.
    """
    place = guide["deposits_loans"]
    header, *body = report.table(place["caption"])
    months = _months(header, guide["year"])
    of_a_total = _total_label(place)
    rows: list[MonthlyRow] = []
    total: MonthlyRow | None = None
    for row in body:
        _expect_cells(row, len(header.cells))
        cells = _monthly_cells(row, months)
        _expect_figures(row, cells)
        block, label = row.cells[:2]
        if match := of_a_total.fullmatch(label):
            total = MonthlyRow(
                row.line,
                place["totals"][match["total"]],
                place["measures"][match["measure"]],
                _name(guide["units"], match["unit"], row),
                cells,
                row.line,
                block,
            )
            rows.append(total)
            continue
        indicator = _name(place["parts"], label.removeprefix("其中："), row)
        if total is None:
            raise EditionError(f"Line {row.line}: {label} stands above every total.")
        rows.append(
            MonthlyRow(row.line, indicator, total.measure, total.unit, cells, total.line, block)
        )
    return rows


def _total_label(place: Guide) -> re.Pattern[str]:
    """The label of a total: what it is, its measure and, in parentheses, its unit."""
    totals, measures = "|".join(place["totals"]), "|".join(place["measures"])
    return re.compile(rf"(?:金融机构)?(?P<total>{totals})(?P<measure>{measures})（(?P<unit>.+)）")


def read_economy(report: Document, guide: Guide) -> list[MonthlyRow]:
    """The rows of both panels; a row without a unit of its own has that of the row above."""
    place = guide["economy"]
    header, *body = report.table(place["caption"])
    months = _months(header, guide["year"])
    rows: list[MonthlyRow] = []
    measure = unit = ""
    for row in body:
        if not row.cells[0]:
            measure = _name(place["panels"], "".join(row.cells), row)
            unit = "%" if "%" in "".join(row.cells) else ""
            continue
        _expect_cells(row, len(header.cells))
        label = PARENTHESES.sub("", row.cells[0])
        printed_units = [u for u in PARENTHESES.findall(row.cells[0]) if u in guide["units"]]
        unit = guide["units"][printed_units[0]] if printed_units else unit
        indicator = _name(place["indicators"], label, row)
        cells = _monthly_cells(row, months)
        rows.append(MonthlyRow(row.line, indicator, measure, unit, cells, row.line))
    expected = [
        f"{indicator}/{panel}"
        for panel in place["panels"].values()
        for indicator in place["indicators"].values()
        if panel == "ytd" or indicator not in place["without_growth"]
    ]
    _expect_names([f"{row.indicator}/{row.measure}" for row in rows], expected, "economy")
    return rows


def monthly_records(rows: Sequence[MonthlyRow], *columns: str) -> Iterator[dict[str, str]]:
    """One record a printed cell, row by row: ``columns`` of the row, then month and value."""
    for row in rows:
        for month, cell in row.cells.items():
            yield {**{c: getattr(row, c) for c in columns}, "month": month, "value": cell}


def _months(header: Row, year: str) -> list[str]:
    """The months that a header names, as YYYY-MM."""
    numbers = [match[1] for cell in header.cells if (match := MONTH.fullmatch(cell))]
    if not numbers:
        raise EditionError(f"Line {header.line}: the table's header names no months.")
    return [f"{year}-{int(number):02d}" for number in numbers]


def _monthly_cells(row: Row, months: Sequence[str]) -> dict[str, str]:
    """The cells of the months, which are the last of the row; a dash is an empty cell."""
    if not months:
        raise EditionError(f"Line {row.line}: the table has no header with months above this row.")
    if len(row.cells) <= len(months):
        raise EditionError(
            f"Line {row.line}: {len(row.cells)} cells cannot be a label and {len(months)} months."
        )
    cells = row.cells[-len(months) :]
    return {month: _printed(cell, row) for month, cell in zip(months, cells, strict=True)}


def _printed(cell: str, row: Row) -> str:
    if cell == DASH:
        return ""
    if not NUMBER.fullmatch(cell):
        raise EditionError(
            f"Line {row.line}: {cell!r} in the row {row.cells[0] or row.cells[1]} is neither a "
            f"number such as 45586.8 nor the dash {DASH}."
        )
    return cell


def _name(names: Mapping[str, str], label: str, row: Row) -> str:
    """What the edition's guide calls ``label``."""
    if label not in names:
        raise EditionError(
            f"Line {row.line}: the label {label!r} is not in the edition's guide; "
            f"it knows {', '.join(names)}."
        )
    return names[label]


def _expect_figures(row: Row, cells: Mapping[str, str]) -> None:
    """A dash would be read as a figure that is missing; in this table none is."""
    missing = [column for column, cell in cells.items() if not cell]
    if missing:
        raise EditionError(
            f"Line {row.line}: the row {row.cells[0] or row.cells[1]} has a dash for "
            f"{', '.join(missing)}; a number should stand there."
        )


def _expect_cells(row: Row, count: int) -> None:
    if len(row.cells) != count:
        raise EditionError(
            f"Line {row.line}: the row {row.cells[0] or row.cells[1]} has {len(row.cells)} "
            f"cells; the table has {count} columns."
        )


def _expect_names(found: Sequence[str], expected: Iterable[str], resource: str) -> None:
    """Every row that an edition's guide lists must be there once, in any order."""
    missing = [name for name in expected if name not in found]
    twice = sorted({name for name in found if found.count(name) > 1})
    if missing or twice:
        problem = f"no row {', '.join(missing)}" if missing else f"two rows {', '.join(twice)}"
        raise EditionError(f"The table {resource} has {problem}; each row should stand once.")


def _expect_whole_year(row: MonthlyRow, year: str) -> None:
    missing = [m for n in range(1, 13) if (m := f"{year}-{n:02d}") not in row.cells]
    if missing:
        raise EditionError(f"Line {row.line}: the row {row.indicator} has no {', '.join(missing)}.")
