"""The code of every cell is folded away: readers come for the figures, the rest is one click."""

from collections.abc import Mapping
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from finreport.publishing.handout import as_run
from finreport.publishing.record import PARAMETERS, page_notebook, parameters


class CollapsedSource(nodes.General, nodes.Element):
    """The source of one code cell, shown on demand."""


class CollapseInputs(SphinxPostTransform):
    """Fold the source of every code cell, whatever the notebook's own tags say about it.

    A source comes below what it made. Neighbours that made nothing to see, such as parameters
    and imports, share one fold, which comes after the cells below it that show no source: a page
    begins with what it found. The parameters are those of the run, in the one cell that explains
    them.
    """

    # Just before MyST-NB folds tagged cells itself (199); it then finds no source left to fold.
    default_priority = 198
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Fold the source of every cell of the document."""
        show_run(self.document, parameters(page_notebook(self.app, self.env.docname)))
        for source in list(self.document.findall(is_source)):
            cell = source.parent
            cell.remove(source)
            shared = None if cell.children else fold_above(cell)
            if shared is None:
                cell.append(self.fold(source))
            else:
                shared.append(source)
                cell.parent.remove(cell)
        for fold in list(self.document.findall(CollapsedSource)):
            if len(fold.parent.children) == 1:
                sink(fold.parent)

    def fold(self, source: nodes.Node) -> CollapsedSource:
        """Fold one source under the labels of the configuration."""
        labels = {"show": self.config.nb_code_prompt_show, "hide": self.config.nb_code_prompt_hide}
        return CollapsedSource("", source, **labels)


def show_run(document: nodes.document, given: Mapping[str, str]) -> None:
    """Give the cell of parameters the values of the run, without the cell that papermill adds."""
    explained, injected = (f"tag_{tag}" for tag in PARAMETERS)
    for source in list(document.findall(is_source)):
        cell = source.parent
        if injected in cell["classes"]:
            cell.parent.remove(cell)
        elif explained in cell["classes"]:
            for code in source.findall(nodes.literal_block):
                code.rawsource = as_run(code.rawsource, given)
                code.children = [nodes.Text(code.rawsource)]


def fold_above(cell: nodes.Element) -> CollapsedSource | None:
    """Give the fold of the cell right above, if that cell is nothing but a fold."""
    at = cell.parent.index(cell)
    above = cell.parent[at - 1] if at else None
    match above:
        case nodes.container(children=[CollapsedSource() as fold]):
            return fold
    return None


def sink(cell: nodes.Element) -> None:
    """Move a cell below those that follow it and have outputs alone."""
    section = cell.parent
    at = section.index(cell)
    below = at + 1
    while below < len(section) and is_output_alone(section[below]):
        below += 1
    section.insert(below, cell)
    del section[at]


def is_output_alone(node: nodes.Node) -> bool:
    """Tell whether this is a code cell without a source."""
    is_cell = isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"
    return is_cell and not any(node.findall(CollapsedSource))


def is_source(node: nodes.Node) -> bool:
    """Tell whether MyST-NB made this node for the source of a code cell."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code_source"


def register_collapsed_source(app: Sphinx) -> None:
    """Teach the HTML writer to write a folded source."""
    app.add_node(CollapsedSource, html=(visit_collapsed_source, depart_collapsed_source))


def visit_collapsed_source(translator: HTML5Translator, node: CollapsedSource) -> None:
    """Open the disclosure; its two labels swap in CSS."""
    translator.body.append(
        '<details class="fr-code"><summary>'
        f'<span class="fr-closed">{escape(node["show"])}</span>'
        f'<span class="fr-open">{escape(node["hide"])}</span>'
        "</summary>\n"
    )


def depart_collapsed_source(translator: HTML5Translator, node: CollapsedSource) -> None:
    """Close the disclosure."""
    translator.body.append("</details>\n")
