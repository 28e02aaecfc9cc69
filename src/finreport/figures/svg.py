"""Pictures as SVG that a page can hold: text as text, colours as variables, ids of its own.

No element has a ``style``: a page whose content security policy forbids styles in its text shows
the picture all the same.
"""

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from finreport.figures.palette import COLOURS

if TYPE_CHECKING:  # the pages only need the names of SVG, and matplotlib takes half a second
    from matplotlib.figure import Figure

SVG = "{http://www.w3.org/2000/svg}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"

_HEX = re.compile("|".join(COLOURS.values()))
_VARIABLES = {code: f"var(--fr-{name}, {code})" for name, code in COLOURS.items()}
_UNTURNED = re.compile(r"rotate\(-0 [^)]*\)")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_REFERENCE = re.compile(r"#(\w+)")
_LEFT_OUT = {f"{SVG}metadata", f"{SVG}style"}

CELL = "cell "
"""How the name of a label begins whose number is in the data; its row and its column follow."""

ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def inline_svg(figure: "Figure", name: str, alt: str) -> str:
    """The figure as an ``<svg>`` element named ``name``, told to those who cannot see by ``alt``.

    The bytes depend on the figure alone: no date, no random ids. The typeface is the page's.
    """
    drawn = _draw(figure, name)
    _number(drawn)
    _clean(drawn, name)
    view = drawn.get("viewBox", "")
    drawn.attrib.clear()
    drawn.attrib |= {
        "class": "fr-svg",
        "viewBox": view,
        "role": "img",
        "aria-label": alt,
        "stroke-linejoin": "round",
    }
    return ElementTree.tostring(drawn, encoding="unicode").strip()


def _draw(figure: "Figure", name: str) -> Element:
    """What matplotlib makes of the figure.

    Saving a figure would lay it out, draw it without a picture and then draw it once more.
    """
    import matplotlib

    from finreport.figures.rendering import Canvas

    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if not axis.get_label_text():
                # Given a place, a label that says nothing needs no measuring of all ticks.
                axis.set_label_coords(0, 0)
    stream = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        renderer = Canvas(figure, stream).renderer
        if engine := figure.get_layout_engine():
            engine.execute(figure)
            # A second layout would start where the first ended, and move everything by a hair.
            figure.set_layout_engine("none")
        figure.draw(renderer)
        renderer.finalize()  # type: ignore[no-untyped-call]
    return ElementTree.fromstring(stream.getvalue())


def _number(drawn: Element) -> None:
    """Call what others refer to (frames, marks) by its order.

    Matplotlib calls it by a hash of coordinates to their last bit, and that bit is not the same on
    every processor.
    """
    names: dict[str, str] = {}
    for element in drawn.iter():
        if element.tag != f"{SVG}g" and (hashed := element.get("id")):
            names[hashed] = f"{hashed[0]}{len(names) + 1}"
            element.set("id", names[hashed])
    for element in drawn.iter():
        for key, value in element.attrib.items():
            if "#" in value:
                named = _REFERENCE.sub(lambda found: f"#{names.get(found[1], found[1])}", value)
                element.set(key, named)


def _clean(element: Element, name: str) -> None:
    """Take away what a page has no use for, and make the rest fit beside other pictures."""
    element.text, element.tail = (element.text or "").strip() or None, "\n"
    for inner in [inner for inner in element if inner.tag in _LEFT_OUT]:
        element.remove(inner)
    attributes = element.attrib | dict(_declarations(element.attrib.pop("style", "")))
    attributes.pop("style", None)
    if element.tag == f"{SVG}g":  # matplotlib names every group, but refers to none
        group = attributes.pop("id", "")
        if group.startswith(CELL):
            attributes["data-cell"] = group.removeprefix(CELL)
    element.attrib.clear()
    element.attrib |= {key: _fit(key, value, name) for key, value in attributes.items()}
    if _UNTURNED.fullmatch(element.get("transform", "")):
        del element.attrib["transform"]
    for inner in element:
        _clean(inner, name)
    for inner in [inner for inner in element if _is_empty(inner)]:
        element.remove(inner)


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    """The declarations of a style as attributes; the typeface is inherited from the page."""
    for declaration in filter(None, style.split(";")):
        key, _, value = declaration.partition(":")
        if key.strip() != "font-family":
            yield key.strip(), value.strip()


def _fit(key: str, value: str, name: str) -> str:
    """The value of an attribute beside other pictures, in the colours of the page.

    Hundredths of a unit are finer than any screen.
    """
    if key == "id":
        return f"{name}-{value}"
    if key == XLINK_HREF or value.startswith("url(#"):
        value = value.replace("#", f"#{name}-")
    if key == "d":
        value = " ".join(value.split())
    value = _LONG_NUMBER.sub(lambda number: f"{float(number[0]):.2f}", value)
    return _HEX.sub(lambda code: _VARIABLES[code[0]], value)


def _is_empty(element: Element) -> bool:
    """Whether a group or a set of definitions holds nothing."""
    return element.tag in (f"{SVG}g", f"{SVG}defs") and not len(element)
