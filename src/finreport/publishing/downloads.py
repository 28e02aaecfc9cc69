"""Files beside the pages: the data and pictures that the cells of the notebooks carry.

A name stands for one file of the whole book. All files start from what a notebook's outputs
say, so that they are the same in every build.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docutils import nodes
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config

from finreport.editions import open_edition
from finreport.errors import PlainError
from finreport.figures import EXHIBIT, exhibits_of
from finreport.narrative.edition_words import words_of
from finreport.narrative.prose import read_messages
from finreport.publishing.citing import as_bibtex
from finreport.publishing.handout import DIRECTIVE, handout
from finreport.publishing.record import (
    Origin,
    origin,
    own_language,
    page_notebook,
    read_notebook,
)
from finreport.publishing.tidy import Printed, as_csv
from finreport.publishing.translation import DOMAIN
from finreport.publishing.workbook import as_workbook
from finreport.spreadsheets import for_spreadsheets
from finreport.words import open_language

CSV = "text/csv"
FOLDER = "downloads"
DRAWING = re.compile(r'<svg\b[^>]*\bclass="fr-svg".*?</svg>', re.DOTALL)


class DownloadError(PlainError):
    """Two different files of one name."""


def allow_data(app: Sphinx, config: Config) -> None:
    """Let outputs carry what no page shows; MyST-NB still warns if there is nothing else in one."""
    config.suppress_warnings = [*config.suppress_warnings, "mystnb.unknown_mime_type"]


def write_downloads(app: Sphinx) -> None:
    """Write what the notebooks of a book offer to ``downloads/`` beside the pages.

    Raises DownloadError if two cells offer different files under one name.
    """
    pages = [Path(app.env.doc2path(page)) for page in sorted(app.env.found_docs)]
    notebooks = [page for page in pages if page.suffix == ".ipynb"]
    write_files(
        notebooks,
        Path(app.outdir) / FOLDER,
        drawn=Path(app.doctreedir) / FOLDER,
        built=app.config.finreport_built,
        language=own_language(app),
        handed=handouts(app, notebooks),
    )


def handouts(app: Sphinx, notebooks: list[Path]) -> dict[str, bytes]:
    """The notebooks of the book to take away, by their file names, in the language of the book."""
    language = own_language(app)
    [home, *_] = app.config.locale_dirs
    messages = read_messages(Path(app.srcdir, home, language, "LC_MESSAGES", f"{DOMAIN}.po"))
    address = app.config.html_baseurl or "../"
    found = {
        path.name: handout(
            read_notebook(path), f"{address}{path.stem}.html", open_language(language), messages
        )
        for path in notebooks
    }
    return {name: text for name, text in found.items() if text}


def offer_tables(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tell the template the files of a whole page (`html-page-context`).

    They are its notebook, all its tables, if it has any, and the page on paper, if the book is
    printed.
    """
    if pagename in app.env.found_docs:
        words = open_language(own_language(app))
        if app.config.html_context.get("pdf"):
            context["on_paper"] = f"{FOLDER}/{Path(pagename).name}.pdf"
            context["on_paper_label"] = words.text("record.on_paper")
        outputs = (
            output.get("data", {})
            for cell in page_notebook(app, pagename).cells
            for output in cell.get("outputs", ())
        )
        if not any(DIRECTIVE in cell.source for cell in page_notebook(app, pagename).cells):
            context["notebook"] = f"{FOLDER}/{Path(pagename).name}.ipynb"
            context["notebook_label"] = words.text("record.notebook")
        if any(EXHIBIT in data or CSV in data for data in outputs):
            context["tables"] = f"{FOLDER}/{Path(pagename).name}.zip"
            context["tables_label"] = words.text("record.tables")


def write_files(
    notebooks: list[Path],
    folder: Path,
    *,
    drawn: Path,
    built: datetime | None = None,
    language: str = "zh",
    handed: Mapping[str, bytes] = MappingProxyType({}),
) -> None:
    """Write the files of these notebooks into ``folder``, and delete all others there.

    The tables of a notebook are there as one file, too, and the ``handed`` files as they are.
    Pictures are also written as pixels, which ``drawn`` keeps for the next time. ``built`` is the
    time that the build states.
    """
    from finreport.publishing.pictures import draw_all

    offered: dict[str, bytes] = {}
    for notebook in notebooks:
        own = dict(offers(notebook, built, language))
        for name, contents in own.items():
            if offered.setdefault(name, contents) != contents:
                raise DownloadError(f"{notebook.name} offers another {name} than a page before it")
        if tables := {name: contents for name, contents in own.items() if name.endswith(".csv")}:
            offered[f"{notebook.stem}.zip"] = packed(tables)
    offered |= handed
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, contents in offered.items():
        (folder / name).write_bytes(contents)
    drawings = {name: svg.decode() for name, svg in offered.items() if name.endswith(".svg")}
    draw_all({(folder / name).with_suffix(".png"): svg for name, svg in drawings.items()}, drawn)


class Source(NamedTuple):
    """What the exhibits of a notebook are made from, and the title of the book they are in."""

    origin: Origin
    printed: Printed | None
    book: str

    @classmethod
    def of(cls, notebook: NotebookNode, built: datetime | None, language: str) -> "Source":
        """That of an executed notebook; one without data has no edition."""
        known = origin(notebook, built)
        if not known.edition:
            return cls(known, None, "")
        printed = printed_in(known.edition, known.as_of, known.data)
        return cls(known, printed, words_of(known.edition, language).text("book.title"))


@lru_cache(maxsize=1)
def printed_in(edition: str, as_of: str, data: str) -> Printed:
    """What an edition prints by a month, once for all pages: ``data`` is the sum of its files."""
    return Printed.of(open_edition(edition, as_of))


def offers(
    path: Path, built: datetime | None = None, language: str = "zh"
) -> Iterator[tuple[str, bytes]]:
    """Each file that the outputs of a notebook offer: its name and its contents."""
    notebook = read_notebook(path)
    source = Source.of(notebook, built, language)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if CSV in data:
                name = Path(output.metadata[CSV]["filename"]).name
                yield name, for_spreadsheets(data[CSV])
            if EXHIBIT in data:
                yield from exhibit_files(exhibits_of(data), data["text/html"], source)


def exhibit_files(
    records: list[dict[str, Any]], page: str, source: Source
) -> Iterator[tuple[str, bytes]]:
    """The files of the exhibits of one output; ``page`` holds the drawings of charts in order."""
    from finreport.publishing.pictures import standalone

    for record in records:
        name = record["name"]
        yield f"{name}.csv", for_spreadsheets(as_csv(record, source.printed))
        yield f"{name}.xlsx", as_workbook(record, source.printed)
        text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        yield f"{name}.json", text.encode()
        yield f"{name}.bib", as_bibtex(record, source.origin, source.book).encode()
    charts = [record for record in records if "alt" in record]
    for record, drawing in zip(charts, DRAWING.findall(page), strict=True):
        yield f"{record['name']}.svg", standalone(drawing, record).encode()


def packed(files: Mapping[str, bytes]) -> bytes:
    """Files in one, the same bytes in every build."""
    folder = BytesIO()
    with ZipFile(folder, "w", ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(ZipInfo(name), files[name], ZIP_DEFLATED)
    return folder.getvalue()
