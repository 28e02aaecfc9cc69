"""All named results of an edition as JSON, as CSV, and as a table for people."""

import csv
import json
from collections.abc import Iterable
from io import StringIO

from rich.console import Console
from rich.table import Table

from finreport.analysis.results import Result, Results
from finreport.words import Language

DIGITS = 10
"""Significant digits of a written number: more than are meant, fewer than the last bits of a
floating-point number, which another machine may set in another way."""

Record = dict[str, str | int | float | list[str] | None]
"""Plain data; None stands where there is no number."""


def written(value: float | None) -> float | None:
    """A number with :data:`DIGITS`, for files."""
    return None if value is None else float(f"{value:.{DIGITS}g}")


def as_record(result: Result, words: Language) -> Record:
    """A result without its name, its method told in a sentence.

    ``unit``, ``bounds``, ``family`` and ``reason`` are keys in English, as in the data.
    """
    return {
        "value": written(result.value),
        "lower": written(result.lower),
        "upper": written(result.upper),
        "bounds": result.bounds,
        "unit": result.unit,
        "method": words.text(f"method.{result.method}"),
        "inputs": list(result.inputs),
        "count": result.n,
        "family": result.family,
        "adjusted": written(result.adjusted),
        "reason": result.reason,
    }


def as_json(results: Results, words: Language) -> str:
    """One object: the name of each result and its record."""
    records = {name: as_record(result, words) for name, result in results.items()}
    return json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False)


def as_csv(results: Results, words: Language) -> str:
    """One row a result; several inputs in one cell are apart by blanks."""
    text = StringIO()
    records = [{"name": name, **as_record(result, words)} for name, result in results.items()]
    writer = csv.DictWriter(text, list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**record, "inputs": _joined(record["inputs"])} for record in records)
    return text.getvalue()


def show(results: Results, words: Language, console: Console) -> None:
    """Print a table for people: each result with its bounds and unit, or why it has no value."""
    table = Table("name", "value", "lower", "upper", "unit", box=None)
    for name, result in results.items():
        numbers = [_short(each) for each in (result.value, result.lower, result.upper)]
        missing = words.text(f"reason.{result.reason}") if result.reason else ""
        table.add_row(name, *numbers, missing or words.unit(result.unit))
    console.print(table)


def _short(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}" if abs(value) < 1 else f"{value:,.2f}"


def _joined(inputs: object) -> str:
    return " ".join(inputs) if isinstance(inputs, Iterable) else ""
