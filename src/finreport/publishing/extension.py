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
from finreport.publishing.assets import lighten, load_less
from finreport.publishing.beside import Beside
from finreport.publishing.cards import describe_card, write_cards
from finreport.publishing.citing import complete_citations
from finreport.publishing.collapsing import CollapseInputs, register_collapsed_source
from finreport.publishing.csp import guard_page
from finreport.publishing.dataset import describe_data, write_data
from finreport.publishing.downloads import allow_data, offer_tables, write_downloads
from finreport.publishing.feed import offer_feed, write_feed
from finreport.publishing.labels import lead_to_labels
from finreport.publishing.languages import introduce_page
from finreport.publishing.mathml import add_mathml_renderer
from finreport.publishing.naming import name_book
from finreport.publishing.numbers import write_numbers
from finreport.publishing.record import set_time, state_origin
from finreport.publishing.runs import add_run_tables
from finreport.publishing.search import (
    add_search_page,
    leave_out_sphinx_search,
    write_search_texts,
)
from finreport.publishing.translated import complete_translation

THEME = Path(__file__).parent / "theme"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part of the extension with Sphinx."""
    add_mathml_renderer(app)
    app.add_transform(StableAnchors)
    complete_translation(app)
    register_collapsed_source(app)
    app.add_post_transform(CollapseInputs)
    app.add_config_value("comments_config", {}, "env")  # Jupyter Book sets it unconditionally
    app.add_config_value("finreport_languages", [], "html")  # those that stand side by side
    app.add_css_file("finreport.css", priority=900)  # after the theme's own
    app.add_js_file("language.js", loading_method="defer")
    app.add_js_file("numbers-panel.js", loading_method="defer")
    app.add_js_file("finreport.js", loading_method="defer")  # after it, which widens cells
    app.connect("config-inited", use_theme)
    app.connect("config-inited", add_search_page)
    app.connect("builder-inited", leave_out_sphinx_search)
    app.add_config_value("finreport_built", None, "html")  # set_time sets it
    app.connect("config-inited", allow_data)
    app.connect("config-inited", set_time)
    app.connect("config-inited", name_book, priority=950)  # after the table of contents is read
    add_run_tables(app)
    of_the_page = (introduce_page, state_origin, describe_card, complete_citations, offer_tables)
    for tell_templates in (*of_the_page, describe_data, offer_feed):
        app.connect("html-page-context", tell_templates)
    app.connect("html-page-context", load_less)
    app.connect("html-page-context", guard_page, priority=900)  # after the theme's own scripts
    beside = Beside(write_numbers, write_cards, write_downloads)
    app.connect("env-updated", beside.begin)
    app.connect("build-finished", lead_to_labels)
    app.connect("build-finished", lighten)
    for write_files in (write_search_texts, beside.finish, write_data, write_feed):
        app.connect("build-finished", write_files)
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
