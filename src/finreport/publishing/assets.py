"""What pages load besides their text: no more of the theme than the book uses, and no comments.

The theme serves every kind of site. This book's pages need a tenth of its styles and a fifth of
its scripts, and readers on a phone wait for all that is loaded.
"""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from rcssmin import cssmin
from rjsmin import jsmin
from sphinx.application import Sphinx

UNUSED_SCRIPTS = {
    "_static/doctools.js",  # keys that turn pages
    "_static/sphinx_highlight.js",  # marks the words of Sphinx's own search
    "_static/translations.js",  # words for these two
}

UNUSED_FILES = (
    "**/*.map",
    "*webpack-macros.html",
    "*.png",
    "doctools.js",
    "images/*",
    "language_data.js",
    "locales/**/*",
    "scripts/bootstrap.js*",
    "scripts/fontawesome.js*",
    "searchtools.js",
    "sphinx_highlight.js",
    "translations.js",
    "vendor/**/*",  # fonts of icons, which the book draws itself
)
"""Patterns of files below ``_static`` that no page loads: 5 MB."""

THEME_STYLES = ("basic.css", "mystnb.*.css", "styles/*.css")
"""Patterns of the styles below ``_static`` that are not of this book."""

BASIC = '@import "../basic.css";'
"""One style sheet that asks for another doubles the time until a page is drawn."""

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FONT = re.compile(r"@font-face\s*\{[^{}]*\}")
"""The theme's fonts are of icons, which the book draws itself."""

PICTURE = re.compile(r"[\w-]+:\s*url\([\"']?(?!data:)([^\"'()]+)[\"']?\)[^;}]*;?")
"""A property that is a file."""

RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
EMPTY_GROUP = re.compile(r"@(?:media|supports)[^{};]*\{\s*\}")
COMMA = re.compile(r",(?![^()]*\))")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
CONDITION = re.compile(r":(?:not|is|where)\([^()]*\)")
ATTRIBUTE = re.compile(r'\bclass="([^"]*)"')
NAME = re.compile(r"[\w-]+")


def load_less(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Leave out the scripts that no page needs; the others wait until the page is there.

    Connect it to `html-page-context`.
    """
    scripts = [one for one in context["script_files"] if one.filename not in UNUSED_SCRIPTS]
    for script in scripts:
        if script.filename:
            script.attributes["defer"] = "defer"
    context["script_files"] = scripts


def lighten(app: Sphinx, exception: Exception | None) -> None:
    """Delete files that no page loads, styles that nothing has and comments; silence the theme.

    Connect it to `build-finished`; every build begins with the theme's own files.
    """
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for path in matching(static, UNUSED_FILES):
        path.unlink()
    scripts = {path: path.read_text(encoding="utf-8") for path in static.rglob("*.js")}
    for path, text in scripts.items():
        quiet = text.replace("console.log(", "void(")
        path.write_text(jsmin(quiet), encoding="utf-8", newline="\n")
    names = names_in_use([*Path(app.outdir).rglob("*.html")], [*scripts.values()])
    basic = (static / "basic.css").read_text(encoding="utf-8")
    for path in matching(static, THEME_STYLES):
        styles = path.read_text(encoding="utf-8").replace(BASIC, basic)
        used = without_missing_files(without_unused_rules(styles, names), path.parent)
        path.write_text(used, encoding="utf-8", newline="\n")
    for path in static.rglob("*.css"):
        styles = path.read_text(encoding="utf-8")
        path.write_text(cssmin(styles), encoding="utf-8", newline="\n")


def without_missing_files(styles: str, folder: Path) -> str:
    """Give a style sheet in ``folder`` without the pictures that are not there."""
    return PICTURE.sub(lambda found: found[0] if (folder / found[1]).is_file() else "", styles)


def matching(folder: Path, patterns: tuple[str, ...]) -> set[Path]:
    """Give the files below a folder that match any of the patterns."""
    return {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}


def names_in_use(pages: list[Path], scripts: list[str]) -> set[str]:
    """Give every class that an element of a page has or a script may give to one."""
    classes = (
        name
        for page in pages
        for value in ATTRIBUTE.findall(page.read_text(encoding="utf-8"))
        for name in value.split()
    )
    return {*classes, *(word for script in scripts for word in NAME.findall(script))}


def without_unused_rules(styles: str, names: set[str]) -> str:
    """Give a style sheet without the selectors that ask for a class outside `names`."""

    def used(selector: str) -> bool:
        return names.issuperset(CLASS.findall(CONDITION.sub("", selector)))

    def shortened(rule: re.Match[str]) -> str:
        selectors = COMMA.split(rule[1])
        if any(one.count("(") != one.count(")") for one in selectors):
            return rule[0]  # a comma inside nested brackets
        kept = [one for one in selectors if used(one)]
        return f"{','.join(kept)}{{{rule[2]}}}" if kept else ""

    plain = FONT.sub("", COMMENT.sub("", styles))
    return EMPTY_GROUP.sub("", RULE.sub(shortened, plain))
