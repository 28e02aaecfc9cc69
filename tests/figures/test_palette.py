"""Colours that can be read on light and dark pages and told apart by colour-blind readers."""

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_hex
from numpy.typing import NDArray

from finreport.figures.exhibits import Chart
from finreport.figures.palette import COLOURS

Array = NDArray[np.float64]
Show = Callable[..., Chart]

CSS = Path(__file__).parents[2] / "src/finreport/publishing/theme/static/finreport.css"
SERIES = ("blue", "vermilion", "green", "purple", "grey")

LEAST_CONTRAST = 4.5
"""What WCAG 2.1 (1.4.3) asks of text; names of lines are in the colour of their line."""

LEAST_DIFFERENCE = 10.0
"""Distance in CIELAB between colours of one chart: about four differences just noticeable
(2.3, Mahy and others 1994). Lines are named at their ends as well."""

VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
"""Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB."""


def themes() -> dict[str, dict[str, str]]:
    """The variables of the light and the dark page, by name."""
    found = {}
    for theme, rules in re.findall(r'data-theme="(\w+)"\] \{([^}]*)\}', CSS.read_text("utf-8")):
        if variables := dict(re.findall(r"--fr-([\w-]+): (#[0-9a-f]{6});", rules)):
            found[theme] = variables
    return found


THEMES = themes()
every_theme = pytest.mark.parametrize("theme", ["light", "dark"])


def linear(code: str) -> Array:
    """Linear RGB, 0 to 1, of a hex code (IEC 61966-2-1)."""
    parts = np.array([int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.1, 1 to 21."""
    low, high = sorted(float(linear(code) @ [0.2126, 0.7152, 0.0722]) for code in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: Array) -> Array:
    """CIELAB (D65) of linear RGB."""
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    ratio = (to_xyz @ np.clip(rgb, 0, 1)) / [0.9505, 1.0, 1.089]
    bent = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2])])


def difference(one: str, other: str, vision: str) -> float:
    """How far apart two hex codes are for a kind of colour vision."""
    seen = [lab(VISION[vision] @ linear(code)) for code in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def test_the_measures_are_right_where_the_answer_is_known() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert lab(linear("#ff0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.1)
    red_and_green = ("#d7191c", "#1a9641")
    assert difference(*red_and_green, "normal") > 3 * difference(*red_and_green, "deuteranopia")


def test_the_light_page_has_the_colours_of_the_pictures() -> None:
    assert {name: THEMES["light"][name] for name in SERIES} == {
        name: COLOURS[name] for name in SERIES
    }
    assert set(THEMES["dark"]) >= set(COLOURS)


@every_theme
@pytest.mark.parametrize("name", [*SERIES, "ink", "muted"])
def test_colours_can_be_read_as_text(theme: str, name: str) -> None:
    variables = THEMES[theme]
    assert contrast(variables[name], variables["paper"]) >= LEAST_CONTRAST


@pytest.mark.parametrize("name", [*SERIES, "ink", "muted"])
def test_colours_can_be_read_on_white_paper(name: str) -> None:
    assert contrast(COLOURS[name], "#ffffff") >= LEAST_CONTRAST


@every_theme
@pytest.mark.parametrize("vision", VISION)
def test_the_colours_of_a_chart_differ(
    show: Show, chart_names: list[str], theme: str, vision: str
) -> None:
    variables = THEMES[theme]
    close = {
        (name, *pair): apart
        for name in chart_names
        for pair in combinations(series_colours(show(name)), 2)
        if (apart := difference(variables[pair[0]], variables[pair[1]], vision)) < LEAST_DIFFERENCE
    }
    assert close == {}


def series_colours(chart: Chart) -> list[str]:
    """The names of the colours of a chart's lines and bars."""
    drawn = set()
    for axes in chart.figure.axes:
        drawn |= {to_hex(line.get_color()) for line in axes.lines}
        drawn |= {to_hex(patch.get_facecolor()) for patch in axes.patches}
    return [name for name in SERIES if COLOURS[name] in drawn]
