"""The colours and the typeface of the book: one palette for charts, pages and paper.

The colours are those of Okabe and Ito (https://jfly.uni-koeln.de/color/), which readers with
colour-blindness tell apart, darkened until text in them has a contrast of at least 4.5 on
white. In a page each is a CSS variable, so that a dark page shows lighter ones.
"""

from pathlib import Path

COLOURS = {
    "ink": "#1b2427",
    "muted": "#55636a",
    "grid": "#dde3e4",
    "paper": "#fdfdfc",
    "blue": "#0b6bb0",
    "vermilion": "#b84a00",
    "green": "#00775a",
    "purple": "#8f4a86",
    "grey": "#5f6873",
}
"""Name to hex code; a page knows each as the CSS variable ``--fr-<name>``."""

INK, MUTED, GRID, PAPER = (COLOURS[name] for name in ("ink", "muted", "grid", "paper"))
BLUE, VERMILION, GREEN, PURPLE, GREY = (
    COLOURS[name] for name in ("blue", "vermilion", "green", "purple", "grey")
)

FONT_FILE = Path(__file__).parent / "fonts" / "NotoSansSC-GB2312.otf"
"""Noto Sans SC Regular 2.004, reduced to the characters of GB 2312 and Latin; its licence is
LICENSES/OFL-1.1.txt. With it a machine without Chinese fonts draws the same pictures."""
