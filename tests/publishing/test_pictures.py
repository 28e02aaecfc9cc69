"""A chart as a file of its own: whole, in outlines, in plain colours."""

import re
import struct
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from finreport.charts import banking
from finreport.figures import exhibits_of
from finreport.figures.exhibits import Chart
from finreport.figures.palette import COLOURS
from finreport.figures.style import FONT
from finreport.figures.svg import SVG, XLINK_HREF
from finreport.narrative.chapter import open_chapter
from finreport.publishing.downloads import DRAWING
from finreport.publishing.pictures import (
    ZOOM,
    PictureError,
    draw_all,
    glyph_name,
    lettering,
    png,
    standalone,
)


@pytest.fixture(scope="module", params=["zh", "en"])
def record(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What the chart of loans says of itself, and its drawing."""
    chart = banking.loans(open_chapter("20_banking", "shanxi-2025", "2024-12", request.param))
    assert isinstance(chart, Chart)
    [drawing] = DRAWING.findall(chart._repr_html_())
    return {**exhibits_of(chart._repr_mimebundle_())[0], "drawing": drawing}


@pytest.fixture(scope="module")
def picture(record: dict[str, Any]) -> str:
    """The standalone SVG."""
    return standalone(record["drawing"], record)


def test_nothing_is_left_to_the_viewer(picture: str) -> None:
    root = ElementTree.fromstring(picture)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert not tags & {"text", "style", "image", "script", "foreignObject"}
    assert not re.search(r"var\(|style=|https?://(?!www\.w3\.org)", picture)
    colours = set(re.findall(r"#[0-9a-f]{6}\b", picture))
    assert COLOURS["paper"] in colours
    assert colours <= set(COLOURS.values())


def test_every_reference_is_inside(picture: str) -> None:
    root = ElementTree.fromstring(picture)
    ids = {element.get("id") for element in root.iter()}
    used = {use.get(XLINK_HREF, "")[1:] for use in root.iter(f"{SVG}use")}
    assert used
    assert used <= ids


def test_it_says_what_it_is(picture: str, record: dict[str, Any]) -> None:
    root = ElementTree.fromstring(picture)
    title, description = (root.findtext(f"{SVG}{tag}") for tag in ("title", "desc"))
    assert title == f"{record['number']} {record['title']}"
    assert description == record["alt"]


def test_every_letter_around_and_in_the_drawing_is_set(
    picture: str, record: dict[str, Any]
) -> None:
    root = ElementTree.fromstring(picture)
    inside = "".join(re.findall(r"<text[^>]*>([^<]*)", record["drawing"]))
    around = "".join(record[key] for key in ("number", "title", "unit", "method", "source"))
    wanted = re.sub(r"\s", "", f"{around}{record['citation']}{inside}")
    letters = {glyph_name(letter) for letter in wanted}
    used = [use.get(XLINK_HREF, "")[1:] for use in root.iter(f"{SVG}use")]
    assert len([name for name in used if name in letters]) == len(wanted)


def test_pixels_are_as_many_as_promised(picture: str) -> None:
    root = ElementTree.fromstring(picture)
    pixels = png(picture)
    width, height = struct.unpack(">II", pixels[16:24])
    assert width == pytest.approx(ZOOM * int(root.get("width", "")), abs=0.5)
    assert height == pytest.approx(ZOOM * int(root.get("height", "")), abs=0.5)
    assert pixels == png(picture)


FRAMED = """\
<svg viewBox="0 0 374 100">
<clipPath id="frame"><rect x="10" y="10" width="100" height="80"/></clipPath>
<defs><path id="dot" d="M -2 -2 L 2 2"/></defs>
<path d="M 10 10 L 110 90" clip-path="url(#frame)"/>
<path d="M 10 10 L 50 95" clip-path="url(#frame)"/>
<g clip-path="url(#frame)"><use xlink:href="#dot" x="12" y="12"/></g>
<g clip-path="url(#frame)"><use xlink:href="#dot" x="110" y="60"/></g>
</svg>
"""


def test_a_frame_stays_where_it_cuts_something_off(record: dict[str, Any]) -> None:
    drawing = FRAMED.replace("<svg", f'<svg xmlns="{SVG[1:-1]}" xmlns:xlink="{XLINK_HREF[1:-5]}"')
    root = ElementTree.fromstring(standalone(drawing, record))
    framed = [element for element in root.iter() if element.get("clip-path")]
    line, dots = framed
    assert line.get("d") == "M 10 10 L 50 95"
    assert dots[0].get("x") == "110"


@pytest.mark.parametrize("text", ["金融机构人民币贷款", "Loans, 45586.8 (CNY)", "−0.5%"])
def test_letters_are_as_wide_as_matplotlib_sets_them(text: str) -> None:
    # Its outlines begin and end at ink, ours at the room that a letter takes.
    box = TextPath((0, 0), text, size=100, prop=FontProperties(family=FONT)).get_extents()
    assert lettering().width(text, 100) == pytest.approx(box.width, abs=25)


def test_lines_break_between_words_and_keep_every_letter() -> None:
    text = "贷款余额 45586.8 亿元 reproducible edition"
    lines = list(lettering().lines(text, 10, 80))
    assert len(lines) > 2
    assert max(lettering().width(line, 10) for line in lines) <= 80
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert any("reproducible" in line for line in lines)


def test_a_letter_that_the_typeface_lacks_is_named() -> None:
    with pytest.raises(PictureError, match=r"U\+1F600"):
        lettering().width("\N{GRINNING FACE}", 10)


def small(colour: str) -> str:
    """A picture of one colour."""
    square = f'<rect width="2" height="2" fill="{colour}"/>'
    return f'<svg xmlns="{SVG[1:-1]}" width="2" height="2">{square}</svg>'


def test_only_what_has_changed_is_drawn_again(tmp_path: Path) -> None:
    one, two, drawn = tmp_path / "pages/1.png", tmp_path / "pages/2.png", tmp_path / "drawn"
    draw_all({one: small("red"), two: small("blue")}, drawn)
    assert [one.read_bytes(), two.read_bytes()] == [png(small("red")), png(small("blue"))]
    before = {path.name: path.stat().st_mtime_ns for path in drawn.iterdir()}
    draw_all({one: small("red"), two: small("green")}, drawn)
    assert [one.read_bytes(), two.read_bytes()] == [png(small("red")), png(small("green"))]
    after = {path.name: path.stat().st_mtime_ns for path in drawn.iterdir()}
    assert len(before) == len(after) == 2
    assert len(before.items() & after.items()) == 1


def test_a_picture_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown token"):
        draw_all({tmp_path / "1.png": "no picture"}, tmp_path / "drawn")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
