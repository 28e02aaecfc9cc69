"""The Sphinx extension that gives the book its design and lets it work without a network.

`_config.yml` loads it by name, so a plain `jupyter-book build .` gives the same pages as
`finreport build`.
"""

from importlib.metadata import version
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from finreport.publishing.anchors import StableAnchors
from finreport.publishing.cells import CollapseInputs, register_collapsed_source
from finreport.publishing.mathml import add_mathml_renderer
from finreport.publishing.search import ChineseBigrams

THEME = Path(__file__).parent / "theme"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part of the extension with Sphinx."""
    add_mathml_renderer(app)
    app.add_search_language(ChineseBigrams)
    app.add_transform(StableAnchors)
    register_collapsed_source(app)
    app.add_post_transform(CollapseInputs)
    app.add_config_value("comments_config", {}, "env")  # Jupyter Book sets it unconditionally
    app.add_css_file("finreport.css", priority=900)  # after the theme's own
    app.connect("config-inited", use_theme)
    app.connect("build-finished", drop_unused_assets)
    return {
        "version": version("finreport"),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def use_theme(app: Sphinx, config: Config) -> None:
    """Put this package's templates before, and its static files after, the theme's."""
    config.html_favicon = str(THEME / "static" / "favicon.svg")
    config.templates_path = [str(THEME / "templates"), *config.templates_path]
    config.html_static_path = [*config.html_static_path, str(THEME / "static")]


def drop_unused_assets(app: Sphinx, exception: Exception | None) -> None:
    """Delete what the theme copies but no page loads: icon scripts (2 MB) and source maps."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for path in {*static.rglob("*.map"), *static.glob("scripts/fontawesome.js*")}:
        path.unlink()
