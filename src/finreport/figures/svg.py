"""Pictures as SVG that a page can hold: text as text, colours as variables, ids of its own."""

import io
import re
from html import escape

import matplotlib
from matplotlib.figure import Figure

from finreport.figures.style import COLOURS

_HEX = re.compile("|".join(COLOURS.values()))
_VARIABLES = {code: f"var(--fr-{name}, {code})" for name, code in COLOURS.items()}


def inline_svg(figure: Figure, name: str, alt: str) -> str:
    """The figure as an ``<svg>`` element named ``name``, told to those who cannot see by ``alt``.

    The bytes depend on the figure alone: no date, no random ids. The typeface is the page's.
    """
    stream = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(
            stream,
            format="svg",
            metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")),
        )
    # A second layout would start where the first ended, and move everything by a hair.
    figure.set_layout_engine("none")
    svg = stream.getvalue()
    svg = svg[svg.index("<svg") :].strip()
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'(href="|url\()#', rf"\1#{name}-", svg)
    svg = re.sub(r"font-family: [^;\"]*", "font-family: inherit", svg)
    svg = re.sub(r"\s*<style.*?</style>", "", svg, flags=re.DOTALL)
    svg = _HEX.sub(lambda match: _VARIABLES[match[0]], svg)
    opening = re.match(r'<svg[^>]*?viewBox="([^"]+)"[^>]*>', svg)
    if opening is None:
        raise ValueError("matplotlib wrote an SVG without a viewBox")
    head = (
        f'<svg class="fr-svg" viewBox="{opening[1]}" role="img" aria-label="{escape(alt)}" '
        'stroke-linejoin="round" '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    return head + svg[opening.end() :]
