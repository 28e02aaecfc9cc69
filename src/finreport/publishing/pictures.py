"""A chart as a picture that stands alone: title, drawing and notes, in any viewer or slide.

Made from the drawing in the page, so that both show the same. Text becomes outlines in the
typeface of the book, and colours those of the light page: a file has neither fonts nor variables.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from hashlib import sha256
from math import ceil
from multiprocessing import get_context
from pathlib import Path
from shutil import copyfile
from typing import Any, NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import resvg_py
from fontTools.pens.svgPathPen import SVGPathPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from finreport.errors import PlainError
from finreport.execution.files import write_whole
from finreport.figures.palette import FONT_FILE, INK, MUTED, PAPER
from finreport.figures.svg import SVG, XLINK_HREF

MARGIN = 14.0
"""Units around the picture; the drawing is 374 units wide."""

TITLE, NOTE = 13.0, 8.5
"""Type sizes of the title and of the notes, in units."""

LEADING = 1.5
"""From line to line, in type sizes."""

ZOOM = 2.4
"""Pixels a unit: a picture is as wide as half a slide of 1920 pixels."""

EDGE = 1.0
"""Units by which a stroke may stick out of the frame that it is cut at: half a line, unseen."""

WORTH_A_PROCESS = 20
"""Pictures that take longer to draw than another process takes to start."""

NUMBER = re.compile(r"-?[\d.]+")
VARIABLE = re.compile(r"var\(--fr-\w+, (#\w+)\)")
TOKEN = re.compile(r"[\u0021-\u024f\u2010-\u2027]+ ?|.", re.DOTALL)
"""What stays on one line: a word in Latin letters, or one Chinese character."""


class PictureError(PlainError):
    """A picture cannot be made; the message says which and why."""


class Glyph(NamedTuple):
    """A character of the typeface: its outline and its width, in units of the font."""

    outline: str
    width: float


class Lettering:
    """The typeface of the book, to set text as outlines."""

    def __init__(self, font: TTFont) -> None:
        self._outlines = font.getGlyphSet()
        self._names = font.getBestCmap()
        self._glyphs: dict[str, Glyph] = {}
        self.units: int = font["head"].unitsPerEm

    def glyph(self, character: str) -> Glyph:
        """A character; raises PictureError for one that the typeface does not have."""
        if character not in self._glyphs:
            if ord(character) not in self._names:
                code = f"U+{ord(character):04X}"
                raise PictureError(f"the book's typeface has no {character!r} ({code}): avoid it")
            outline = self._outlines[self._names[ord(character)]]
            pen = SVGPathPen(self._outlines)
            outline.draw(pen)
            self._glyphs[character] = Glyph(pen.getCommands(), outline.width)
        return self._glyphs[character]

    def width(self, text: str, size: float) -> float:
        """How wide a text is, in the unit of ``size``."""
        return sum(self.glyph(each).width for each in text) * size / self.units

    def lines(self, text: str, size: float, width: float) -> Iterator[str]:
        """The text in lines no wider than ``width``."""
        line = ""
        for token in TOKEN.findall(text):
            if line and self.width(f"{line}{token}".rstrip(), size) > width:
                yield line.rstrip()
                line = ""
            line += token
        if line:
            yield line.rstrip()

    def set(self, text: str, x: float, y: float, size: float) -> Element:
        """A text from ``x`` on along the line ``y``, out of the glyphs of :meth:`define`."""
        scale = size / self.units
        place = f"translate({x:.2f} {y:.2f}) scale({scale:.6f} {-scale:.6f})"
        line = Element(f"{SVG}g", transform=place)
        at = 0.0
        for character in text:
            if not character.isspace():
                glyph = {XLINK_HREF: f"#{glyph_name(character)}", "x": f"{at:g}"}
                SubElement(line, f"{SVG}use", glyph)
            at += self.glyph(character).width
        return line

    def define(self, texts: Iterable[str]) -> Element:
        """The outline of every character of some texts, once."""
        defined = Element(f"{SVG}defs")
        for character in sorted(set("".join(texts))):
            if not character.isspace():
                outline = {"id": glyph_name(character), "d": self.glyph(character).outline}
                SubElement(defined, f"{SVG}path", outline).tail = "\n"
        return defined


def glyph_name(character: str) -> str:
    """The id of a character's outline in a picture."""
    return f"u{ord(character):04x}"


@cache
def lettering() -> Lettering:
    """The book's own typeface, read once."""
    return Lettering(TTFont(FONT_FILE))


def standalone(drawing: str, record: Mapping[str, Any]) -> str:
    """The SVG of a chart as a file, from its ``<svg>`` in a page and what it says of itself.

    Raises PictureError for a character that the book's typeface does not have.
    """
    chart = ElementTree.fromstring(VARIABLE.sub(r"\1", drawing))
    _, _, width, height = map(float, chart.attrib["viewBox"].split())
    heading = " ".join(filter(None, (record["number"], record["title"])))
    notes = [record["method"], record["source"], record["citation"]]
    picture = Element(f"{SVG}svg")
    SubElement(picture, f"{SVG}title").text = heading
    SubElement(picture, f"{SVG}desc").text = record["alt"]
    inside = [text.text or "" for text in chart.iter(f"{SVG}text")]
    picture.append(lettering().define([heading, record["unit"], *notes, *inside]))
    SubElement(picture, f"{SVG}rect", width="100%", height="100%", fill=PAPER)
    below = _set(picture, [heading], MARGIN, width, TITLE, INK)
    top = _set(picture, [record["unit"]], below, width, NOTE, MUTED) + MARGIN / 2
    _outline(chart)
    _leave_out_frames(chart)
    placed = SubElement(picture, f"{SVG}g", transform=f"translate({MARGIN:g} {top:.2f})")
    placed.set("stroke-linejoin", "round")
    placed.extend(list(chart))
    end = _set(picture, notes, top + height + MARGIN / 2, width, NOTE, MUTED) + MARGIN
    whole = str(ceil(width + 2 * MARGIN)), str(ceil(end))
    picture.attrib |= {"width": whole[0], "height": whole[1], "viewBox": f"0 0 {' '.join(whole)}"}
    return ElementTree.tostring(picture, encoding="unicode") + "\n"


def png(picture: str, zoom: float = ZOOM) -> bytes:
    """The pixels of a standalone SVG (the bytes of a PNG), so many a unit."""
    return bytes(resvg_py.svg_to_bytes(picture, zoom=zoom, skip_system_fonts=True))


def draw_all(pictures: Mapping[Path, str], drawn: Path, zoom: float = ZOOM) -> None:
    """Write the pixels of each standalone SVG to its path, so many a unit.

    The folder ``drawn`` keeps them, and those of the last call alone, because to draw a picture
    takes a tenth of a second: what it has is not drawn again.
    """
    drawn.mkdir(parents=True, exist_ok=True)
    kept = {
        path: drawn / sha256(picture.encode()).hexdigest() for path, picture in pictures.items()
    }
    for old in {*drawn.iterdir()} - {*kept.values()}:
        old.unlink()
    missing = {kept[path]: text for path, text in pictures.items() if not kept[path].is_file()}
    drawing = _draw(list(missing.values()), partial(png, zoom=zoom))
    for place, pixels in zip(missing, drawing, strict=True):
        write_whole(place, pixels)
    for path, place in kept.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        copyfile(place, path)


def _draw(pictures: list[str], draw: Callable[[str], bytes]) -> Iterator[bytes]:
    """The pixels of each picture; of many, in as many processes as are worth their start."""
    processes = min(os.cpu_count() or 1, len(pictures) // WORTH_A_PROCESS)
    if processes < 2:
        yield from map(draw, pictures)
        return
    # Spawned, because nobody knows which threads and locks this process has.
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        yield from pool.map(draw, pictures)


def _set(
    picture: Element, texts: list[str], y: float, width: float, size: float, colour: str
) -> float:
    """Set paragraphs below ``y``, and give where they end."""
    for text in filter(None, texts):
        for line in lettering().lines(text, size, width):
            outlines = lettering().set(line, MARGIN, y + size, size)
            outlines.set("fill", colour)
            picture.append(outlines)
            y += size * LEADING
    return y


def _outline(chart: Element) -> None:
    """Replace every text of the drawing by its outlines."""
    for parent in list(chart.iter()):
        for at, text in enumerate(parent):
            if text.tag == f"{SVG}text":
                parent[at] = _outlined(text)


def _outlined(text: Element) -> Element:
    """The outlines of one text, at its place and in its colour."""
    words, rest = text.text or "", dict(text.attrib)
    size = float(rest.pop("font-size").removesuffix("px"))
    before = {"middle": 0.5, "end": 1.0}.get(rest.pop("text-anchor", "start"), 0.0)
    x = float(rest.pop("x", "0")) - before * lettering().width(words, size)
    line = lettering().set(words, x, float(rest.pop("y", "0")), size)
    outlines = Element(f"{SVG}g", rest)
    outlines.append(line)
    outlines.tail = "\n"
    return outlines


def _leave_out_frames(chart: Element) -> None:
    """Let go of every frame (`clip-path`) that cuts nothing off.

    Matplotlib cuts all that it draws at the axes, and a renderer takes a layer as large as the
    picture for each.
    """
    outlines = {f"#{path.get('id')}": path for path in chart.iter(f"{SVG}path")}
    frames = {f"url(#{clip.get('id')})": clip[0] for clip in chart.iter(f"{SVG}clipPath")}
    for element in chart.iter():
        frame = frames.get(element.get("clip-path", ""))
        if frame is not None and all(_is_inside(*at, frame) for at in _points(element, outlines)):
            del element.attrib["clip-path"]


def _points(element: Element, outlines: Mapping[str, Element]) -> Iterator[tuple[float, float]]:
    """The points between which an element is drawn."""
    numbers = [float(number) for number in NUMBER.findall(element.get("d", ""))]
    yield from zip(numbers[::2], numbers[1::2], strict=True)
    if element.tag == f"{SVG}use":
        right, down = float(element.get("x", "0")), float(element.get("y", "0"))
        for x, y in _points(outlines[element.get(XLINK_HREF, "")], outlines):
            yield x + right, y + down
    for inner in element:
        yield from _points(inner, outlines)


def _is_inside(x: float, y: float, frame: Element) -> bool:
    """Whether a point is within a rectangle, but for the edge of a stroke."""
    left, top, width, height = (float(frame.get(key, "0")) for key in ("x", "y", "width", "height"))
    return -EDGE <= x - left <= width + EDGE and -EDGE <= y - top <= height + EDGE
