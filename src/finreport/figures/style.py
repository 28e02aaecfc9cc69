"""How pictures look: one type size, one width, one way of drawing axes.

A page sets the pictures in the reader's own typeface, whose Latin letters may be much wider than
those of the book's: English is laid out in DejaVu Sans, the widest of those that readers have, so
that it fits in all of them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib
from matplotlib import font_manager, rcParamsDefault
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from finreport.figures.palette import FONT_FILE, GRID, INK, MUTED

WIDTH = 5.2
"""Inches; at 72 units an inch a picture is 374 units wide, a phone's column without scaling."""

FONT = "Noto Sans SC"

WIDE_FONT = "DejaVu Sans"

STYLE: dict[Any, Any] = {
    "font.family": [FONT, WIDE_FONT],
    "font.size": 12,
    "axes.labelsize": 11,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "axes.unicode_minus": True,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.titley": 1.0,  # where it comes to stand; else all ticks are measured for it
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "lines.linewidth": 2,
    "lines.markersize": 4,
    "lines.solid_capstyle": "round",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "hatch.linewidth": 0.8,
    "svg.hashsalt": "finreport",
}

DEFAULTS = {name: value for name, value in rcParamsDefault.items() if name != "backend"}
"""What matplotlib itself comes with, for all that is not in the style of the book."""


font_manager.fontManager.addfont(FONT_FILE)


@contextmanager
def house_style(language: str = "zh") -> Iterator[None]:
    """Draw in the style of the book alone; the analyst's own settings are left as they were."""
    fonts = [FONT, WIDE_FONT] if language == "zh" else [WIDE_FONT, FONT]
    with matplotlib.rc_context(DEFAULTS | STYLE | {"font.family": fonts}):
        yield


def canvas(
    rows: int = 1, height: float = 2.9, *, height_ratios: Sequence[float] | None = None
) -> tuple[Figure, list[Axes]]:
    """A figure of ``rows`` axes above each other on one horizontal axis, ``height`` in inches."""
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.subplots(rows, 1, squeeze=False, sharex=True, height_ratios=height_ratios)
    return figure, list(axes[:, 0])
