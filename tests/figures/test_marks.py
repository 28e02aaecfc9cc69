"""The marks that a page reads out: they stand where the picture shows their numbers."""

from collections import defaultdict
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.figure import Figure

from finreport.figures.exhibits import Chart
from finreport.figures.marks import (
    WHOLE_ROW,
    Mark,
    Numbers,
    Stroke,
    find_marks,
    read,
    write_marks,
)
from finreport.figures.style import canvas
from finreport.figures.svg import SVG, XLINK_HREF, inline_svg

Show = Callable[..., Chart]

NOT_TO_SCALE = {
    *("bucket_shares", "growth_trends", "leave_out", "split_p"),
    *("month_growth", "quarter_growth"),
}
"""Bars on top of each other, panels whose rows have scales of their own, a logarithmic axis."""

PARTLY_READ = {"december_base", "growth_trends", "leave_out", "projection_fan"}
"""Charts of results, some of whose rows have no mark that can be told from another."""


def marks_of(chart: Chart) -> list[Mark]:
    """The marks of a chart that is laid out."""
    inline_svg(chart.figure, chart.name, chart.alt)
    return find_marks(chart.figure, chart.grid.numbers)


def test_every_row_can_be_read(chart: Chart, chart_name: str) -> None:
    rows = {mark.row for mark in marks_of(chart)}
    if chart_name in PARTLY_READ:
        assert rows < set(range(len(chart.grid.rows)))
    else:
        assert rows == set(range(len(chart.grid.rows)))


def test_marks_stand_to_scale(chart: Chart, chart_name: str) -> None:
    columns = defaultdict(list)
    for mark in marks_of(chart):
        if mark.column != WHOLE_ROW and chart_name not in NOT_TO_SCALE:
            value = chart.grid.numbers[mark.row][mark.column]
            assert value is not None
            columns[mark.column].append((value, mark.x, mark.y))
    for shown in columns.values():
        values, *places = np.array(shown).T
        if len(set(values)) > 2:
            assert min(off_line(values, place) for place in places) < 0.01


def off_line(values: np.ndarray, places: np.ndarray) -> float:
    """How far places are from a straight line over the values, in units of the SVG."""
    line = np.polyfit(values, places, 1)
    return float(abs(np.polyval(line, values) - places).max()) if line[0] else np.inf


def test_neighbours_are_read_before_others() -> None:
    numbers = [[3.0], [2.0], [5.0], [3.0], [5.0]]
    stroke = Stroke.at([(0, 3.0), (1, 5.0)])
    assert [cell for cell, _ in read(stroke, numbers)] == [(3, 0), (4, 0)]


@pytest.mark.parametrize(("name", "keys"), [("fai", 0), ("lpr_shift", 2)])
def test_marks_stand_on_the_dots_of_the_svg(show: Show, name: str, keys: int) -> None:
    chart = show(name)
    root = ElementTree.fromstring(inline_svg(chart.figure, chart.name, chart.alt))
    round_dots = {
        path.get("id") for path in root.iter(f"{SVG}path") if "C" in (path.get("d") or "")
    }
    dots = {
        (float(use.get("x", "")), float(use.get("y", "")))
        for use in root.iter(f"{SVG}use")
        if use.get(XLINK_HREF, "")[1:] in round_dots
    }
    marks = marks_of(chart)
    assert len(marks) == len(dots) - keys  # a legend shows no number
    for mark in marks:
        assert min(np.hypot(mark.x - x, mark.y - y) for x, y in dots) < 0.02


@pytest.fixture
def figure() -> Figure:
    """Two lines over three months, the second without the month in the middle."""
    figure, (axes,) = canvas()
    axes.plot([0, 1, 2], [4.0, 5.0, 4.0])
    axes.plot([0, 2], [7.0, 9.0])
    axes.axhline(4.0)
    figure.draw_without_rendering()
    return figure


def test_lines_are_told_apart_by_their_values(figure: Figure) -> None:
    numbers: Numbers = [[7.0, 4.0], [None, 5.0], [9.0, 4.0]]
    found = find_marks(figure, numbers)
    assert [(mark.row, mark.column) for mark in found] == [(0, 0), (0, 1), (1, 1), (2, 0), (2, 1)]
    assert found[0].x == found[1].x
    assert found[0].y < found[1].y  # 7 is above 4


def test_a_line_of_other_numbers_is_not_read(figure: Figure) -> None:
    assert find_marks(figure, [[1.0], [2.0], [3.0]]) == []


def test_words_are_read_row_by_row(figure: Figure) -> None:
    found = find_marks(figure, [[None], [None], [None]])
    assert [(mark.row, mark.column) for mark in found] == [
        (0, WHOLE_ROW),
        (1, WHOLE_ROW),
        (2, WHOLE_ROW),
    ]


def test_the_page_holds_marks_as_text() -> None:
    assert (
        write_marks([Mark(1.25, 2, 0, 1), Mark(3, 4, 5, WHOLE_ROW)]) == "1.2 2.0 0 1;3.0 4.0 5 -1"
    )
