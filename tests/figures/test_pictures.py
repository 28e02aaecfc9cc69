"""What a reader sees: ink in every panel, every character, nothing cut off or on top of another."""

import io
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from finreport.figures.drawing import apart, month_axis, places
from finreport.figures.exhibits import Chart
from finreport.figures.palette import BLUE, COLOURS, FONT_FILE, GREEN, GREY, PURPLE, VERMILION
from finreport.figures.style import WIDTH, canvas
from finreport.figures.svg import SVG
from finreport.words import open_language
from tests.shown import svg_of

Show = Callable[..., Chart]

SERIES = (BLUE, VERMILION, GREEN, PURPLE, GREY)

LEAST_INK = 40
"""Pixels in the colour of a series; a single dot of a line has about as many."""

MOST_OVERLAP = 0.1
"""Share of the smaller of two texts that the other may cover: boxes are larger than letters."""

SLACK = 0.5
"""Pixels by which a text's box may stick out."""

SMALLEST_TYPE = 10
"""Units; a phone shows a picture in about its own size."""

DEJAVU = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"

WIDEST = {"zh": Path(FONT_FILE), "en": DEJAVU}
"""The typefaces that readers of a language may see the letters of a picture in."""


@cache
def laid_out(show: Show, chart_name: str, language: str) -> Figure:
    """The figure of a chart in a language, laid out once; matplotlib's warnings are errors."""
    figure = show(chart_name, language=language).figure
    figure.draw_without_rendering()
    return figure


@pytest.fixture
def figure(show: Show, chart_name: str, language: str) -> Figure:
    """The figure of a chart in a language, laid out."""
    return laid_out(show, chart_name, language)


@pytest.fixture(scope="module")
def characters() -> set[int]:
    """The code points of the package's font."""
    return set(TTFont(FONT_FILE).getBestCmap())


def test_every_panel_has_ink(show: Show, chart_name: str) -> None:
    figure = laid_out(show, chart_name, "zh")  # lines are the same in every language
    stream, layout = io.BytesIO(), figure.get_layout_engine()
    figure.set_layout_engine("none")  # to lay it out again takes as long as to draw it
    figure.savefig(stream, format="rgba", dpi=figure.dpi)
    figure.set_layout_engine(layout)
    width, height = figure.canvas.get_width_height()
    pixels = np.frombuffer(stream.getvalue(), np.uint8).reshape(height, width, 4).astype(int)
    for axes in figure.axes:
        x0, y0, x1, y1 = (round(edge) for edge in axes.get_window_extent().extents)
        panel = pixels[height - y1 : height - y0, x0:x1]
        opaque = panel[panel[..., 3] > 200][:, :3]
        ink = sum(int((abs(opaque - rgb(code)).max(axis=1) < 16).sum()) for code in SERIES)
        assert ink >= LEAST_INK


def rgb(code: str) -> list[int]:
    """Red, green and blue of a hex code, each up to 255."""
    return [int(code[at : at + 2], 16) for at in (1, 3, 5)]


def test_the_font_has_every_character(figure: Figure, characters: set[int]) -> None:
    letters = {letter for text in texts(figure) for letter in text.get_text()} - {"\n"}
    assert {letter for letter in letters if ord(letter) not in characters} == set()


def test_no_text_is_cut_off(figure: Figure) -> None:
    width, height = figure.bbox.size
    cut = {
        text.get_text(): (*box.p0, *(box.p1 - (width, height)))
        for text, box in boxes(figure)
        if min(box.p0) < -SLACK or box.x1 > width + SLACK or box.y1 > height + SLACK
    }
    assert cut == {}


@cache
def advances(font: Path) -> tuple[dict[int, float], float]:
    """The width of each character of a typeface in ems, and that of one it does not have."""
    opened = TTFont(font)
    units, widths = opened["head"].unitsPerEm, opened["hmtx"]
    return {code: widths[name][0] / units for code, name in opened.getBestCmap().items()}, 1.0


def test_every_text_is_inside_in_the_widest_typeface(chart_name: str, language: str) -> None:
    drawing = ElementTree.fromstring(svg_of(chart_name, language))
    widths, unknown = advances(WIDEST[language])
    outside = {}
    for text in drawing.iter(f"{SVG}text"):
        size = float(text.get("font-size", "").removesuffix("px"))
        width = size * sum(widths.get(ord(letter), unknown) for letter in text.text or "")
        share = {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor", ""), 0.0)
        x = text.get("x") or text.get("transform", "").partition("(")[2].split()[0]
        left = float(x) - share * width
        if left < -SLACK or left + width > 72 * WIDTH + SLACK:
            outside[text.text] = (left, left + width)
        assert size >= SMALLEST_TYPE
    assert outside == {}


@pytest.mark.parametrize("name", ["loan_parts", "lpr_shares", "trade"])
def test_names_of_lines_begin_beyond_the_axes(show: Show, name: str, language: str) -> None:
    figure = show(name, language=language).figure
    figure.draw_without_rendering()
    for axes in figure.axes:
        assert axes.texts
        for label in axes.texts:
            assert label.get_window_extent().x0 >= axes.bbox.x1


def test_labels_that_collide_with_nothing_stay_where_they_are() -> None:
    wanted = {"low": 0.0, "middle": 50.0, "beside": 52.0, "high": 100.0}
    assert apart(wanted, 10) == {"low": 0.0, "middle": 46.0, "beside": 56.0, "high": 100.0}
    pushed = apart({"one": 0.0, "two": 9.0, "three": 18.0}, 10)
    assert list(pushed.values()) == pytest.approx([-1.0, 9.0, 19.0])


@pytest.mark.parametrize("count", [5, 6, 8, 11, 12, 20])
def test_the_last_month_is_always_named(count: int) -> None:
    months = [f"{2030 + at // 12}-{at % 12 + 1:02}" for at in range(count)]
    words = open_language("zh")
    _, (axes,) = canvas()
    month_axis(axes, months, words)
    name = words.year_month if count > 12 else words.short_month
    assert axes.get_xticklabels()[-1].get_text() == name(months[-1])
    assert axes.get_xticks()[-1] == places(months)[-1]


@pytest.mark.parametrize(
    "name",
    ["lpr_shift", "pass_through", "targets"],
)
def test_a_legend_shows_the_marks_of_the_picture(show: Show, name: str, language: str) -> None:
    figure = show(name, language=language).figure
    drawn = {look(line) for axes in figure.axes for line in axes.lines}
    legends = [*figure.legends, figure.axes[0].get_legend()]
    keys = [look(key) for legend in legends if legend for key in legend.get_lines()]
    assert len(keys) >= 2
    assert set(keys) <= drawn


def look(line: Line2D) -> tuple[object, ...]:
    """What tells the marks of one series from those of another."""
    return line.get_marker(), line.get_color(), line.get_markerfacecolor()


def test_marks_of_one_row_lie_beside_each_other(show: Show) -> None:
    [axes] = show("pass_through").figure.axes
    marks = [line for line in axes.lines if line.get_marker() == "o"]
    heights = sorted(float(np.asarray(line.get_ydata())[0]) for line in marks)
    assert len(heights) == 10
    assert np.diff(heights).min() >= 0.18


def test_no_text_covers_another(figure: Figure) -> None:
    found = {
        (one.get_text(), other.get_text()): round(share, 2)
        for (one, box), (other, other_box) in combinations(boxes(figure), 2)
        if (share := overlap(box, other_box)) > MOST_OVERLAP
    }
    assert found == {}


def test_texts_on_top_of_each_other_are_found() -> None:
    figure = Figure()
    figure.text(0.1, 0.5, "one name")
    figure.text(0.12, 0.5, "another name")
    figure.text(0.1, 0.8, "far away")
    (_, one), (_, another), (_, away) = boxes(figure)
    assert overlap(one, another) > 0.5
    assert overlap(one, away) == 0


def test_texts_are_in_colours_of_the_palette(figure: Figure) -> None:
    assert {text.get_color() for text in texts(figure)} <= set(COLOURS.values())


def overlap(one: Bbox, other: Bbox) -> float:
    """The share of the smaller box that the other covers."""
    common = Bbox.intersection(one, other)
    if common is None:
        return 0.0
    areas = [float(box.width * box.height) for box in (one, other)]
    return float(common.width * common.height) / min(areas)


def boxes(figure: Figure) -> list[tuple[Text, Bbox]]:
    """Every text that is drawn, with the box that it takes."""
    return [(text, text.get_window_extent()) for text in texts(figure)]


def texts(figure: Figure) -> Iterator[Text]:
    """Every text that is drawn; matplotlib keeps ticks beyond the axes, but does not draw them."""
    beyond = {
        label
        for axes in figure.axes
        for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim()))
        for tick in axis.get_major_ticks()
        if not min(limits) <= tick.get_loc() <= max(limits)
        for label in (tick.label1, tick.label2)
    }
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        if text.get_visible() and text not in beyond and text.get_text().strip():
            yield text
