"""Formulas as MathML, written while the book is built, so that no page runs a script for them."""

from html import escape
from unicodedata import category

from docutils import nodes
from docutils.utils.math import MathError, latex2mathml
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

JOINER = "\N{WORD JOINER}"
"""Keeps together what stands before and after it; a line may otherwise end after any formula."""

MARKS = {"Pe", "Pf", "Po"}
"""The kinds of characters that do not begin a line: brackets that close, and points."""


def add_mathml_renderer(app: Sphinx) -> None:
    """Offer `html_math_renderer: mathml`."""
    app.add_html_math_renderer(
        "mathml",
        inline_renderers=(visit_inline, None),
        block_renderers=(visit_block, None),
    )


def visit_inline(translator: HTML5Translator, node: nodes.math) -> None:
    """Write one formula inside a line of text."""
    mathml = to_mathml(node, as_block=False)
    joiner = JOINER if is_before_mark(node) else ""
    translator.body.append(f'<span class="math notranslate">{mathml}</span>{joiner}')
    raise nodes.SkipNode


def is_before_mark(node: nodes.math) -> bool:
    """Whether a mark such as a full stop follows a formula."""
    following = node.next_node(descend=False, siblings=True)
    text = following.astext() if isinstance(following, nodes.Text) else ""
    return bool(text) and category(text[0]) in MARKS


def visit_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write one displayed formula, with its number if it has one."""
    translator.body.append(translator.starttag(node, "div", CLASS="math notranslate"))
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, _("Link to this equation"))
        translator.body.append("</span>")
    translator.body.append(to_mathml(node, as_block=True))
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def to_mathml(node: nodes.math | nodes.math_block, *, as_block: bool) -> str:
    """Convert one formula; warn about one that cannot be converted, and show it as written."""
    formula = node.astext()
    try:
        return latex2mathml.tex2mathml(formula, as_block=as_block)
    except MathError as error:
        logger.warning("the formula “%s” cannot be shown: %s", formula, error, location=node)
        return f"<code>{escape(formula)}</code>"
