"""The SVG of each chart: the same bytes always, ids of its own, colours of the palette only."""

import re
from io import StringIO
from xml.etree import ElementTree

import pytest
from matplotlib.backends.backend_svg import RendererSVG

from finreport.figures.exhibits import Chart
from finreport.figures.palette import COLOURS
from finreport.figures.rendering import Canvas
from finreport.figures.style import canvas, house_style
from finreport.figures.svg import inline_svg
from tests.shown import svg_of

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
VARIABLE = re.compile(r"var\(--fr-(\w+), (#[0-9a-f]{6})\)")


@pytest.fixture
def svg(chart_name: str) -> str:
    """The SVG of a chart as its page holds it."""
    return svg_of(chart_name)


def test_saving_again_gives_the_same_bytes(chart: Chart, svg: str) -> None:
    assert svg == inline_svg(chart.figure, chart.name, chart.alt)


def test_a_picture_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    figure, axes = canvas()
    axes[0].plot([1, 2])
    drawn: list[object] = []
    monkeypatch.setattr(figure, "draw", drawn.append)
    inline_svg(figure, "fig-line", "")
    assert len(drawn) == 1


@pytest.mark.parametrize("first_font", ["zh", "en"])
@pytest.mark.parametrize("text", ["1.5", "贷款 1", "up\nand down", "$x^2$", ""])
def test_texts_are_as_large_as_matplotlib_finds_them(first_font: str, text: str) -> None:
    with house_style(first_font):
        figure, [axes] = canvas()
        label = axes.text(0.3, 0.4, text, fontsize=9, rotation=20)
        own = Canvas(figure, StringIO()).renderer
        stock = RendererSVG(own.width, own.height, StringIO())  # type: ignore[no-untyped-call]
        boxes = [label.get_window_extent(renderer).bounds for renderer in (own, stock)]
    assert boxes[0] == boxes[1]


def test_the_last_bit_of_a_coordinate_changes_nothing() -> None:
    pictures = []
    for hair in (0.0, 1e-12):
        figure, [axes] = canvas()
        figure.set_layout_engine("none")
        axes.set_position((0.2 + hair, 0.2, 0.6, 0.6))
        axes.plot([1, 2], marker="o")
        pictures.append(inline_svg(figure, "fig-line", ""))
    assert pictures[0] == pictures[1]


def test_ids_are_the_charts_own(chart: Chart, svg: str) -> None:
    root = ElementTree.fromstring(svg)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    used = re.findall(r"(?:href=\"|url\()#([^\")]+)", svg)
    assert len(set(ids)) == len(ids) > 0
    assert all(str(name).startswith(f"{chart.name}-") for name in ids)
    assert set(used) <= set(ids)


def test_colours_are_variables_of_the_palette(svg: str) -> None:
    assert {code == COLOURS[name] for name, code in VARIABLE.findall(svg)} == {True}
    paints = re.findall(r'\b(?:fill|stroke|color)="([^"]+)"', VARIABLE.sub("VARIABLE", svg))
    assert paints
    assert set(paints) <= {"VARIABLE", "none"}


def test_no_element_has_a_style_of_its_own(svg: str) -> None:
    # A strict content security policy would not apply it.
    assert "style" not in svg


def test_nothing_is_painted_in_the_default_black(svg: str) -> None:
    root = ElementTree.fromstring(svg)
    defined = {element.get("id"): element for element in root.iter() if element.get("id")}
    hidden = {
        inner
        for outer in root.iter()
        if outer.tag in (f"{SVG}defs", f"{SVG}clipPath")
        for inner in outer.iter()
    }
    painted = [element for element in root.iter() if element not in hidden]
    for element in painted:
        if element.tag in (f"{SVG}path", f"{SVG}text", f"{SVG}use"):
            painted_by = dict(element.attrib)
            if element.tag == f"{SVG}use":
                painted_by |= defined[element.get(f"{XLINK}href", "")[1:]].attrib
            assert "fill" in painted_by or painted_by.get("fill-opacity") == "0"


def test_nothing_but_the_picture_is_inside(chart: Chart, svg: str) -> None:
    root = ElementTree.fromstring(svg)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert {"path", "text", "g"} <= tags
    assert not tags & {"style", "script", "metadata", "image", "foreignObject", "title"}
    assert root.get("role") == "img"
    assert root.get("aria-label") == chart.alt
    assert not re.search(r"\d{4}-\d\d-\d\dT", svg)
    assert "font-family" not in svg  # so that it inherits the page's


def test_the_view_box_is_that_of_the_figure(chart: Chart, svg: str) -> None:
    _, _, width, height = map(float, ElementTree.fromstring(svg).attrib["viewBox"].split())
    assert (width, height) == pytest.approx(72 * chart.figure.get_size_inches(), abs=0.01)
