"""Which named result a number of a page is, for the panel that a click on it opens.

A number is not rounded on its way from an analysis to an exhibit, so a result is known by all its
digits: in a cell by those of its value and, where the exhibit has them, of both its ends. One of
few digits without ends is not told apart from another that happens to be the same, and nothing is
said of it. Sentences, and rows of words, name the results that they tell.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any, NamedTuple

from nbformat import NotebookNode

from finreport.figures import exhibits_of
from finreport.narrative import ORIGIN
from finreport.words import Language

FILENAME = "results.csv"
"""The table of all named results, as a cell of the book offers it."""

COLUMNS = {"name", "value", "lower", "upper", "unit", "bounds", "method", "inputs"}
"""Columns of that table; without them, a file of its name is another table."""

MANY = 5
"""Digits from which on a value alone tells which result it is."""

COMPARED = 9
"""Digits that are compared: one less than are written, which a change of unit may round."""

NAMELESS = ("1", "probability")
"""Units that are not said."""

DECIMALS = re.compile(r"\d\.(\d+)")
"""The decimals of the first number of a text."""

Ends = tuple[float | None, float | None]
"""The lower and the upper end of a number, None where it has none."""


class NamedResult(NamedTuple):
    """A row of the table of results; ``bounds`` is the key of what its ends guarantee.

    Its numbers are in the ``unit`` of the data.
    """

    name: str
    value: float
    ends: Ends
    unit: str
    bounds: str
    method: str
    inputs: Sequence[str]


class Digits(NamedTuple):
    """A number and its ends without their powers of ten, which depend on the unit."""

    value: str
    lower: str
    upper: str

    @classmethod
    def of(cls, value: float, ends: Ends) -> "Digits":
        """The digits of a number and of its ends, none for an end that there is not."""
        return cls(*("" if each is None else _digits(each) for each in (value, *ends)))


def _digits(number: float) -> str:
    return f"{number:.{COMPARED - 1}e}".partition("e")[0].rstrip("0")


class NamedResults:
    """The results of a book, found by their digits or by their name."""

    def __init__(self, results: Iterable[NamedResult]) -> None:
        self.by_name = {each.name: each for each in results}
        self._by_digits: dict[Digits, list[NamedResult]] = defaultdict(list)
        self._by_value: dict[str, list[NamedResult]] = defaultdict(list)
        for each in self.by_name.values():
            digits = Digits.of(each.value, each.ends)
            self._by_digits[digits].append(each)
            self._by_value[digits.value].append(each)

    @classmethod
    def of(cls, notebooks: Iterable[NotebookNode]) -> "NamedResults":
        """Those of the table that a cell of these notebooks offers; none without such a cell."""
        tables = (table for notebook in notebooks for table in _tables(notebook))
        return cls(_read(next(tables, "")))

    def find(self, value: float, ends: Ends, month: str) -> NamedResult | None:
        """The one result of this value and these ends; of several the one of this month."""
        digits = Digits.of(value, ends)
        if digits.lower:
            found = self._by_digits[digits]
        elif len(digits.value.strip("-0.").replace(".", "")) >= MANY:
            found = self._by_value[digits.value]
        else:
            found = []
        if len(found) > 1 and month:
            found = [each for each in found if month in each.name.split(".")]
        return found[0] if len(found) == 1 else None


def offers_results(notebook: NotebookNode) -> bool:
    """Whether a cell of the notebook offers the table of all named results."""
    return any(_tables(notebook))


def _tables(notebook: NotebookNode) -> Iterator[str]:
    for output in outputs_of(notebook):
        offered = output.get("metadata", {}).get("text/csv", {})
        if offered.get("filename") == FILENAME:
            table = output["data"]["text/csv"]
            if COLUMNS.issubset(csv.DictReader(StringIO(table)).fieldnames or ()):
                yield table


def _read(table: str) -> Iterator[NamedResult]:
    for row in csv.DictReader(StringIO(table)):
        if row["value"]:
            low, high = (float(row[end]) if row[end] else None for end in ("lower", "upper"))
            told = (row["unit"], row["bounds"], row["method"], row["inputs"].split())
            yield NamedResult(row["name"], float(row["value"]), (low, high), *told)


def outputs_of(notebook: NotebookNode) -> Iterator[NotebookNode]:
    """The outputs of a notebook that carry data."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "data" in output:
                yield output


class PageResults:
    """The named results of one page, as its script has them.

    ``cells`` has under the label of an exhibit the results of its cells, by the row (groups are
    not counted) and the column (the heads of the rows are the first); ``told`` those of sentences,
    by the anchor that they lead to and their words. Both give the place of a result in
    ``results``: its name, its ends, the places in ``texts`` of their unit, of what they guarantee
    and of how it is computed, and the printed numbers that it is computed from.
    """

    def __init__(self, known: NamedResults, words: Language) -> None:
        self._known, self._words = known, words
        self.cells: dict[str, dict[str, int]] = {}
        self.told: dict[str, int] = {}
        self._results: dict[tuple[object, ...], int] = {}
        self._texts: dict[str, int] = {}

    def add(self, notebook: NotebookNode) -> None:
        """Find the results that the exhibits and sentences of a notebook show."""
        for output in outputs_of(notebook):
            for record in exhibits_of(output["data"]):
                self._add_exhibit(record)
                self._add_told(record.get("told", []))
            self._add_told(output["data"].get(ORIGIN, []))

    def as_script(self) -> str:
        """The script that tells the page's results."""
        told = {"cells": self.cells, "told": self.told}
        told |= {"results": list(self._results), "texts": list(self._texts)}
        return f"const RESULTS = {json.dumps(told, ensure_ascii=False, separators=(',', ':'))};\n"

    def _add_exhibit(self, record: Mapping[str, Any]) -> None:
        columns, ends = record["columns"][1:], record.get("ends", {})
        for at, row in enumerate(record["rows"]):
            values = dict(zip(columns, row["values"], strict=True))
            none = [""] * len(columns)
            figures, names = (row.get(part) or none for part in ("figures", "results"))
            for place, column in enumerate(columns, 1):
                value = values[column]
                low, high = (values.get(end) for end in ends.get(column, ("", "")))
                found = self._known.by_name.get(names[place - 1])
                if not found and value is not None and not figures[place - 1]:
                    found = self._known.find(value, (low, high), row.get("month", ""))
                if found:
                    told = self._place(found, row["texts"][place - 1])
                    self.cells.setdefault(record["name"], {})[f"{at} {place}"] = told

    def _add_told(self, phrases: Sequence[Mapping[str, Any]]) -> None:
        for phrase in phrases:
            if found := self._known.by_name.get(phrase.get("result", "")):
                place = self._place(found, phrase["text"])
                self.told[f"{phrase['at']} {phrase['text']}"] = place

    def _place(self, found: NamedResult, text: str) -> int:
        """The place of a result; its ends have a digit more than what is shown, and its unit."""
        decimals = len(match[1]) if (match := DECIMALS.search(text)) else 0
        words = self._words
        ends = [
            "" if end is None else words.shown(end, found.unit, decimals + 1) for end in found.ends
        ]
        unit = "" if found.unit in NAMELESS else words.shown_unit(found.unit)
        guarantee = words.text(f"bounds.{found.bounds}") if found.bounds else ""
        said = (unit, guarantee, found.method)
        texts = [self._texts.setdefault(each, len(self._texts)) for each in said]
        key = (found.name, *ends, *texts, *found.inputs)
        return self._results.setdefault(key, len(self._results))
