"""What the edition calls the book: its title, its description, and what stands at its foot.

The configuration knows no edition. Which one a book is about stands in its first notebook.
"""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from finreport.narrative.edition_words import words_of
from finreport.publishing.record import read_notebook, read_with


def name_book(app: Sphinx, config: Config) -> None:
    """Take from the edition what the configuration leaves open (`config-inited`)."""
    edition, _ = read_with(read_notebook(Path(app.srcdir) / f"{config.root_doc}.ipynb"))
    if not edition:
        return
    words = words_of(edition, str(config.language).partition("_")[0])
    config.html_title = config.project = words.text("book.title")
    config.html_context["description"] = words.text("book.description")
    config.html_theme_options["extra_footer"] = words.text("book.footer")
