"""A content security policy in every page: a browser may load nothing from outside.

The policy is the same over http and for pages opened as files, where browsers do not count the
neighbours of a page as its own origin; over http ``file:`` allows nothing, because no browser lets
a page of the web load files. Scripts and styles are files without exception: a page has neither
inside, nor in the attributes of its elements.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' file:",
        "style-src 'self' file:",
        "img-src 'self' file: data:",  # the theme's own marks are data
        "font-src 'self' file:",
        "connect-src 'self'",  # the pages ask for nothing; who audits one asks for robots.txt
        "form-action 'self' file:",
        "base-uri 'none'",
    )
)

META = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'


def guard_page(
    app: "Sphinx",
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: "nodes.document | None",
) -> None:
    """Put the policy before all that a page loads, and leave out scripts inside the page.

    The theme's own would tell its scripts the name of the page, for a choice of versions that
    the book does not have. Connect it to `html-page-context` after the theme.
    """
    context["metatags"] = f"\n    {META}{context.get('metatags', '')}"
    context["script_files"] = [script for script in context["script_files"] if script.filename]
