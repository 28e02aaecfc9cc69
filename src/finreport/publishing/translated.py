"""What Sphinx cannot translate in a book of notebooks without help."""

from typing import Any

from docutils import nodes
from myst_nb.ext.glue.roles import PasteTextRole
from myst_nb.ext.glue.utils import retrieve_glue_data
from sphinx import addnodes, locale
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from finreport.narrative import ORIGIN

RENDERER = "nb_renderer"
"""Where MyST-NB keeps a notebook's outputs while the notebook is read."""


class GluedText(PasteTextRole):  # type: ignore[misc] # myst_nb is published without types
    """The role `{glue:text}`, which finds the numbers of its notebook in translations too.

    Sphinx reads each translation as a document of its own, right after the notebook that it
    belongs to; that document has no outputs.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Give the words glued under a name."""
        at_hand = self.document.settings.env.temp_data
        if RENDERER in self.document:
            at_hand[RENDERER] = self.document[RENDERER]
            return self.paste()
        # Only for as long as it takes: pages are pickled with their document, outputs cannot be.
        self.document[RENDERER] = at_hand[RENDERER]
        try:
            return self.paste()
        finally:
            del self.document[RENDERER]

    def paste(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Give the words, or warn that nothing is glued under the name."""
        found: tuple[list[nodes.Node], list[nodes.system_message]] = super().run()
        words, messages = found
        origin = retrieve_glue_data(self.document, self.text).data.get(ORIGIN) if words else None
        return ([led_to(origin["at"], words)] if origin else words), messages


def led_to(anchor: str, words: list[nodes.Node]) -> nodes.reference:
    """The words of a number as a link to what is known of it, wherever that is in the book."""
    return nodes.reference("", "", *words, refuri=f"#{anchor}")


class TranslatedParts(SphinxTransform):
    """Translate the titles of the parts of the book, the captions of `_toc.yml`."""

    # Sphinx looks for messages (20) before Sphinx External ToC adds the parts (100).
    default_priority = 110

    def apply(self, **kwargs: Any) -> None:
        """Put the translated title in the place of each."""
        folders = [f"{self.env.srcdir}/{folder}" for folder in self.config.locale_dirs]
        catalogue, _ = locale.init(folders, self.config.language, str(self.config.gettext_compact))
        for part in self.document.findall(addnodes.toctree):
            if title := part.get("rawcaption"):
                part.apply_translated_message(title, catalogue.gettext(title))


def complete_translation(app: Sphinx) -> None:
    """Teach Sphinx both."""
    app.add_role_to_domain("glue", "text", GluedText(), override=True)
    app.add_transform(TranslatedParts)
