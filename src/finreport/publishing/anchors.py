"""Headings keep the anchor their author wrote, in every language and every build."""

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

logger = logging.getLogger(__name__)

NUMBERED = re.compile(r"id\d+")


class StableAnchors(SphinxTransform):
    """Link every heading by its written label, and warn about a heading without one.

    An anchor made from the title would change with the language, and a Chinese title only
    gives `id1`, `id2`, ... which change whenever a heading is added.
    """

    # After docutils has handed each label to the heading below it (260), and before Sphinx
    # collects the table of contents from the first id of each heading (880).
    default_priority = 500

    def apply(self) -> None:
        """Put the written labels first in each section's ids."""
        written = written_anchors(self.document)
        for section in self.document.findall(nodes.section):
            stable = [anchor for anchor in section["ids"] if anchor in written]
            if stable:
                section["ids"] = stable
            else:
                self.warn(section)

    def warn(self, section: nodes.section) -> None:
        """Say which heading lacks a label, and what to write."""
        title = section.next_node(nodes.title)
        logger.warning(
            "the heading “%s” has no label: write one in English before it, such as (loans)=",
            title.astext() if title else "",
            location=section,
            type="finreport",
            subtype="anchor",
        )


def written_anchors(document: nodes.document) -> set[str]:
    """Give the anchors of the explicit labels of a document that are readable as English."""
    labels = {
        anchor
        for name, anchor in document.nameids.items()
        if anchor is not None and document.nametypes[name]
    }
    return {anchor for anchor in labels if not NUMBERED.fullmatch(anchor)}
