"""The marks that a page reads out: they stand where the picture shows their numbers."""

from collections import defaultdict
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from finreport.figures.drawing import dots, line
from finreport.figures.exhibits import Chart
from finreport.figures.marks import (
    WHOLE_ROW,
    DataCell,
    Mark,
    along,
    down,
    find_spots,
    place_marks,
    write_marks,
)
from finreport.figures.palette import BLUE
from finreport.figures.style import canvas
from finreport.figures.svg import SVG, XLINK_HREF
from tests.shown import svg_of

Show = Callable[..., Chart]

NOT_TO_SCALE = {
    *("bucket_shares", "growth_trends"),
    *("month_growth", "quarter_growth", "december_base"),
    *("claim_margins", "claims_and_series"),
}
"""Bars on top of each other, panels whose rows have scales of their own, logarithmic axes, and
marks at the edge for what is off the scale."""


def marks_of(name: str, chart: Chart) -> list[Mark]:
    """The marks of a chart that is laid out."""
    svg_of(name)
    return place_marks(chart.figure, chart.spots)


def test_every_row_can_be_read(chart: Chart, chart_name: str) -> None:
    assert {mark.row for mark in marks_of(chart_name, chart)} == set(range(len(chart.grid.rows)))


def test_marks_stand_to_scale(chart: Chart, chart_name: str) -> None:
    columns = defaultdict(list)
    for mark in marks_of(chart_name, chart):
        if mark.column != WHOLE_ROW and chart_name not in NOT_TO_SCALE:
            value = chart.grid.numbers[mark.row][mark.column]
            if value is not None:  # words may stand for a number
                columns[mark.column].append((value, mark.x, mark.y))
    for shown in columns.values():
        values, *places = np.array(shown).T
        if len(set(values)) > 2:
            assert min(off_line(values, place) for place in places) < 0.01


def off_line(values: np.ndarray, places: np.ndarray) -> float:
    """How far places are from a straight line over the values, in units of the SVG."""
    line = np.polyfit(values, places, 1)
    return float(abs(np.polyval(line, values) - places).max()) if line[0] else np.inf


@pytest.mark.parametrize(("name", "keys"), [("fai", 0), ("lpr_shift", 2)])
def test_marks_stand_on_the_dots_of_the_svg(show: Show, name: str, keys: int) -> None:
    chart = show(name)
    root = ElementTree.fromstring(svg_of(name))
    round_dots = {
        path.get("id") for path in root.iter(f"{SVG}path") if "C" in (path.get("d") or "")
    }
    dots = {
        (float(use.get("x", "")), float(use.get("y", "")))
        for use in root.iter(f"{SVG}use")
        if use.get(XLINK_HREF, "")[1:] in round_dots
    }
    marks = marks_of(name, chart)
    assert len(marks) == len(dots) - keys  # a legend shows no number
    for mark in marks:
        assert min(np.hypot(mark.x - x, mark.y - y) for x, y in dots) < 0.02


MONTHS = ["2024-01", "2024-02", "2024-03"]


def table(values: dict[str, list[float]], rows: list[str]) -> pd.DataFrame:
    """A table of these columns."""
    return pd.DataFrame(values, index=rows)


def test_equal_lines_are_told_apart_by_what_they_were_drawn_from() -> None:
    """Values alone could not tell which of two equal columns a line shows."""
    figure, (axes,) = canvas()
    series = table({end: [4.0, 5.0, 4.0] for end in ("value", "lower", "upper")}, MONTHS)
    line(axes, series, BLUE, "second")
    data = table({"first": [4.0, 5.0, 4.0], "second": [4.0, 5.0, 4.0]}, MONTHS)
    spots = find_spots(figure, data)
    assert [(spot.row, spot.column) for spot in spots] == [(0, 1), (1, 1), (2, 1)]


def test_a_dot_shows_its_own_row_though_others_have_its_value() -> None:
    figure, (axes,) = canvas()
    dots(axes, [3.0], [7.0], [DataCell("b", "value")])
    spots = find_spots(figure, table({"value": [3.0, 3.0]}, ["a", "b"]))
    assert [(spot.row, spot.column, spot.x, spot.y) for spot in spots] == [(1, 0, 3.0, 7.0)]


def test_there_is_no_mark_without_a_number() -> None:
    figure, (axes,) = canvas()
    dots(axes, [0, 1], [np.nan, 2.0], along("a", ["first", "second"]))
    [spot] = find_spots(figure, table({"first": [1.0], "second": [2.0]}, ["a"]))
    assert (spot.row, spot.column) == (0, 1)


def test_a_row_may_be_told_by_its_number() -> None:
    """The heads of rows, such as dates, may repeat."""
    figure, (axes,) = canvas()
    dots(axes, [0.0], [1.0], [DataCell(1)])
    [spot] = find_spots(figure, table({"event": [1.0, 1.0]}, ["day", "day"]))
    assert (spot.row, spot.column) == (1, WHOLE_ROW)


@pytest.mark.parametrize("rows", [["other"], ["day", "day"]])
def test_a_mark_of_no_single_row_is_a_mistake(rows: list[str]) -> None:
    figure, (axes,) = canvas()
    dots(axes, [0.0], [1.0], down("value", ["day"]))
    with pytest.raises(KeyError, match="day"):
        find_spots(figure, table({"value": [1.0] * len(rows)}, rows))


def test_the_page_holds_marks_as_text() -> None:
    assert (
        write_marks([Mark(1.25, 2, 0, 1), Mark(3, 4, 5, WHOLE_ROW)]) == "1.2 2.0 0 1;3.0 4.0 5 -1"
    )
