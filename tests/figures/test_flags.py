"""Every exhibit says which printed numbers it shows, and marks those that must not be copied."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import rtoml

from finreport.figures.exhibits import Chart, DataTable, ExhibitTable

DATA = Path(__file__).parents[2] / "data" / "shanxi-2025"
KEYS = {
    "deposits_loans": ("currency", "indicator", "measure"),
    "economy": ("indicator", "measure"),
}
AS_PRINTED = {"deposits_loans", "economy", "institutions", "lpr"}
"""The tables that show what the report prints in tables, and nothing else."""

Show = Callable[..., Chart | DataTable]


@cache
def printed() -> dict[str, str]:
    """The strings of the monthly tables, the shares and the statements by the names of numbers."""
    found = {}
    for file, keys in KEYS.items():
        for row in rows(file):
            found[f"{'.'.join(row[key] for key in keys)}@{row['month']}"] = row["value"]
    for row in rows("lpr_buckets"):
        found[f"lpr.{row['bucket']}@{row['month']}"] = row["share"]
    for row in rows("statements"):
        found[row["id"]] = f"{'-' if row['kind'] == 'decline' else ''}{row['value']}"
    return found


def rows(file: str) -> list[dict[str, str]]:
    """The rows of a file of the data package."""
    with (DATA / f"{file}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@cache
def flagged() -> set[str]:
    """The numbers for which another value is to be used."""
    judged = rtoml.load(DATA / "judgements.toml")
    return {each["name"] for each in judged["correction"]}


def shown_in(grid: ExhibitTable) -> dict[str, str]:
    """The text of each cell that shows a printed number, by its name."""
    return {
        cell["figure"]: cell["text"]
        for row in grid.rows
        for cell in row.shown()
        if cell["figure"] in printed()
    }


def test_a_chart_shows_the_numbers_that_it_names(show: Show, chart_name: str) -> None:
    grid = show(chart_name).grid
    for row, values in zip(grid.rows, grid.numbers, strict=True):
        for cell, value in zip(row.shown(), values, strict=True):
            if cell["figure"] in printed() and value is not None:  # targets are told in words
                assert value == float(printed()[cell["figure"]]), cell


def test_printed_tables_name_every_number(show: Show, table_names: list[str]) -> None:
    for table in AS_PRINTED & {*table_names}:
        for row in show(table).grid.rows:
            for cell in row.shown():
                is_printed = cell["text"] not in ("", "—", "–")
                assert bool(cell["figure"]) == is_printed, (table, row.head, cell)


def test_printed_tables_show_the_strings_of_the_data(show: Show) -> None:
    shown = shown_in(show("deposits_loans").grid) | shown_in(show("economy").grid)
    wanted = {name: text for name, text in printed().items() if "@" in name and text}
    assert {name: text.replace("−", "-") for name, text in shown.items()} == {
        name: text for name, text in wanted.items() if not name.startswith("lpr.")
    }


def test_what_must_not_be_copied_is_marked_in_every_exhibit(
    show: Show, chart_names: list[str], table_names: list[str]
) -> None:
    marked = set()
    for name in (*chart_names, *table_names):
        exhibit = show(name)
        if isinstance(exhibit, Chart | DataTable):
            for row in exhibit.grid.rows:
                for cell in row.shown():
                    assert bool(cell["instead"]) == (cell["figure"] in flagged()), (name, cell)
                    if cell["instead"]:
                        marked.add(cell["figure"])
                        assert cell["instead"] in exhibit._repr_html_()
    assert marked == flagged()


def test_a_picture_crosses_what_must_not_be_copied(show: Show) -> None:
    chart = show("deposit_increases")
    assert isinstance(chart, Chart)
    heights = {
        float(y)
        for axes in chart.figure.axes
        for line in axes.lines
        if line.get_marker() == "x"
        for y in np.atleast_1d(line.get_ydata())
    }
    assert heights == {468.7, -251.4}


@pytest.mark.parametrize("month", ["2024-06"])
def test_before_it_was_printed_nothing_is_flagged(show: Show, month: str) -> None:
    for row in show("deposit_increases", month).grid.rows:
        assert not any(row.instead)
