"""What draws a figure as SVG and measures for its layout: matplotlib, but each text only once."""

from functools import cache
from typing import IO, Any, Literal

from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.textpath import text_to_path

UNITS = 72
"""Units an inch in a picture."""

UNDATED = dict.fromkeys(("Date", "Creator", "Format", "Type"))
"""Metadata without what changes from day to day."""

TABLES = {
    "OS/2": ("sTypoAscender", "sTypoDescender", "sTypoLineGap"),
    "hhea": ("ascent", "descent", "lineGap"),
}
"""Where a font says how far it reaches up and down, and the gap between its lines."""


class Canvas(FigureCanvasBase):
    """A figure on a stream of SVG, laid out and drawn by the same ``renderer``.

    The canvas of matplotlib starts a file of its own to measure with.
    """

    def __init__(self, figure: Figure, stream: IO[str]) -> None:
        super().__init__(figure)
        figure.dpi = UNITS
        width, height = figure.get_size_inches() * UNITS
        self.renderer = _Renderer(  # type: ignore[no-untyped-call]
            width, height, stream, image_dpi=UNITS, metadata=UNDATED
        )

    def get_renderer(self) -> RendererSVG:
        """What the layout measures with."""
        return self.renderer


class _Renderer(RendererSVG):
    """A layout measures each text four times, and charts of a chapter have many in common."""

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | Literal["TeX"]
    ) -> tuple[float, float, float]:
        return _size(s, prop, ismath)

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float, float, float]:
        # Asked for with every text; without it matplotlib (3.11) looks for the font each time.
        return _heights(prop.copy())


@cache
def _size(
    text: str, font: FontProperties, is_math: bool | Literal["TeX"]
) -> tuple[float, float, float]:
    found: tuple[float, float, float] = text_to_path.get_text_width_height_descent(
        text, font, is_math
    )
    return found


@cache
def _heights(font: FontProperties) -> tuple[float, float, float]:
    """How far a font reaches up and down and the gap between its lines, just as matplotlib does."""
    face: Any = get_font(fontManager._find_fonts_by_props(font))
    scale = 1 / face.get_sfnt_table("head")["unitsPerEm"] * font.get_size_in_points()
    table, keys = next(
        (found, keys) for name, keys in TABLES.items() if (found := face.get_sfnt_table(name))
    )
    up, down, gap = (table[key] * scale for key in keys)
    return up, -down, gap
