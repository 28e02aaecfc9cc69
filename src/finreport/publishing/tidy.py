"""The numbers of an exhibit for machines: one row a number, with its unit and its ends.

The columns are the same for every exhibit and in every language. ``month`` is YYYY-MM. A printed
number has the string that was printed as its ``value``, the ends of what it stands for and its
name as ``figure``; a computed one has all its digits, and ends where it is known to lie between
some. ``flag`` is 1 for a number that must not be copied, with the ends of what it would have to be
as ``instead_lower`` and ``instead_upper``, else 0. ``text`` is what the page shows, a number with
its digits in the ``unit`` of the data.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from io import StringIO
from typing import Any, NamedTuple

from finreport.checks import read_corrections
from finreport.checks.discrepancies import Correction
from finreport.editions import Edition
from finreport.numbers import round_half_away
from finreport.words import MINUS

COLUMNS = (
    *("group", "item", "series", "month", "value", "unit", "lower", "upper"),
    *("flag", "instead_lower", "instead_upper", "figure", "text"),
)

DASHES = ("\N{EN DASH}", "\N{EM DASH}")
"""What stands in a cell in which nothing is printed."""

Row = dict[str, str]


class Printed(NamedTuple):
    """An edition with what to use instead of its numbers that must not be copied."""

    edition: Edition
    corrections: Mapping[str, Correction]

    @classmethod
    def of(cls, edition: Edition) -> "Printed":
        """The edition with its own corrections."""
        return cls(edition, read_corrections(edition))


def as_csv(record: Mapping[str, Any], printed: Printed | None) -> str:
    """The rows of an exhibit with numbers; one of words alone stays as it is shown."""
    text = StringIO()
    if any(row.get("figures") or any(_is_known(row["values"])) for row in record["rows"]):
        writer = csv.DictWriter(text, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(_rows(record, printed))
    else:
        groups = any(row["group"] for row in record["rows"])
        lines = csv.writer(text)
        lines.writerow([*([""] * groups), *record["columns"]])
        for row in record["rows"]:
            lines.writerow([*([row["group"]] * groups), row["head"], *row["texts"]])
    return text.getvalue()


def _is_known(values: Iterable[float | None]) -> Iterator[bool]:
    return (value is not None for value in values)


def _rows(record: Mapping[str, Any], printed: Printed | None) -> Iterator[Row]:
    columns = record["columns"][1:]
    ends = record.get("ends", {})
    told_elsewhere = {column for pair in ends.values() for column in pair}
    for row in record["rows"]:
        values = dict(zip(columns, row["values"], strict=True))
        figures = row.get("figures") or [""] * len(columns)
        for column, text, figure in zip(columns, row["texts"], figures, strict=True):
            if column in told_elsewhere or text in ("", *DASHES):
                continue
            cell = {"group": row["group"], "item": row["head"], "series": column, "text": text}
            if figure and printed:
                yield cell | _printed(figure, printed)
            else:
                low, high = ends.get(column, ("", ""))
                yield cell | {
                    "month": row.get("month", ""),
                    "value": as_cell(text, values[column]),
                    "unit": record.get("units", {}).get(column, ""),
                    "lower": as_cell("", values.get(low)),
                    "upper": as_cell("", values.get(high)),
                    "flag": "0",
                }


def _printed(name: str, printed: Printed) -> Row:
    figure = printed.edition.find(name)
    assert figure is not None, "an exhibit shows what is printed"
    correction = printed.corrections.get(name)
    row = {
        "month": figure.period if "@" in name else "",
        "value": figure.printed,
        "unit": figure.unit,
        "lower": _end(figure.interval.lower, figure.decimals),
        "upper": _end(figure.interval.upper, figure.decimals),
        "flag": str(int(correction is not None)),
        "figure": name,
    }
    if correction:
        row["instead_lower"] = _end(correction.value.lower, figure.decimals)
        row["instead_upper"] = _end(correction.value.upper, figure.decimals)
    return row


def _end(value: Fraction, decimals: int) -> str:
    """An end with one digit more than is printed: that of half a digit."""
    return f"{round_half_away(value, decimals + 1):f}"


def as_cell(text: str, value: float | None) -> str:
    """A number as printed where that is the whole of it, else with all its digits.

    Files have no marks between thousands.
    """
    if value is None:
        return ""
    plain = text.replace(MINUS, "-").replace(",", "")
    return plain if is_number(plain, value) else f"{value:g}" if value == 0 else repr(value)


def is_number(text: str, value: float) -> bool:
    """Whether a text is a number and this one."""
    try:
        return float(text) == value
    except ValueError:
        return False
