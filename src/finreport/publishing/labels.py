"""Links to a label lead to whichever page has it: what is linked need not know its page.

Sphinx does so for the links of prose; the outputs of cells, which it takes as they are, may link
to any anchor of the book as ``#fig-loans``, and so may the anchor itself stand in an output.
"""

import os
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from sphinx.application import Sphinx

from finreport.execution.files import write_whole

LINK = re.compile(r'(?<=href=")#([\w.@-]+)(?=")')
ANCHOR = re.compile(r'(?<= id=")[\w.@-]+(?=")')


def lead_to_labels(app: Sphinx, exception: Exception | None) -> None:
    """Give each link to an anchor of another page the address of that page (`build-finished`)."""
    if exception is None and app.builder.format == "html":
        uris = map(app.builder.get_target_uri, app.env.found_docs)
        lead_between([Path(app.outdir, uri) for uri in uris])


def lead_between(pages: list[Path]) -> None:
    """The same for these files of one site."""
    texts = {page: page.read_text(encoding="utf-8") for page in sorted(pages)}
    homes: dict[str, list[Path]] = {}
    for page, text in texts.items():
        for anchor in set(ANCHOR.findall(text)):
            homes.setdefault(anchor, []).append(page)
    for page, text in texts.items():
        found = LINK.sub(partial(_lead, page, homes), text)
        if found != text:
            write_whole(page, found.encode())


def _lead(page: Path, homes: Mapping[str, list[Path]], link: re.Match[str]) -> str:
    """A link on a page, led to the one page that has its anchor if it is another."""
    home = homes.get(link[1], [])
    if page in home or len(home) != 1:
        return link[0]
    return Path(os.path.relpath(home[0], page.parent)).as_posix() + link[0]
