"""Files beside the pages: the data and pictures that the cells of the notebooks carry.

A name stands for one file of the whole book. All files start from what a notebook's outputs
say, so that they are the same in every build.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import nbformat
from sphinx.application import Sphinx
from sphinx.config import Config

from finreport.errors import PlainError
from finreport.figures import EXHIBIT
from finreport.spreadsheets import for_spreadsheets
from finreport.words import MINUS

CSV = "text/csv"
FOLDER = "downloads"
DRAWING = re.compile(r'<svg\b[^>]*\bclass="fr-svg".*?</svg>', re.DOTALL)


class DownloadError(PlainError):
    """Two different files of one name."""


def allow_data(app: Sphinx, config: Config) -> None:
    """Let outputs carry what no page shows; MyST-NB still warns if there is nothing else in one."""
    config.suppress_warnings = [*config.suppress_warnings, "mystnb.unknown_mime_type"]


def write_downloads(app: Sphinx, exception: Exception | None) -> None:
    """Write what the notebooks of the book offer to ``downloads/`` beside the pages.

    Raises DownloadError if two cells offer different files under one name.
    """
    if exception is not None or app.builder.format != "html":
        return
    pages = [Path(app.env.doc2path(page)) for page in sorted(app.env.found_docs)]
    notebooks = [page for page in pages if page.suffix == ".ipynb"]
    write_files(notebooks, Path(app.outdir) / FOLDER, drawn=Path(app.doctreedir) / FOLDER)


def write_files(notebooks: list[Path], folder: Path, *, drawn: Path) -> None:
    """Write the files of these notebooks into ``folder``, and delete all others there.

    Pictures are also written as pixels, which ``drawn`` keeps for the next time.
    """
    from finreport.publishing.pictures import draw_all

    offered: dict[str, bytes] = {}
    for notebook in notebooks:
        for name, contents in offers(notebook):
            if offered.setdefault(name, contents) != contents:
                raise DownloadError(f"{notebook.name} offers another {name} than a page before it")
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, contents in offered.items():
        (folder / name).write_bytes(contents)
    drawings = {name: svg.decode() for name, svg in offered.items() if name.endswith(".svg")}
    draw_all({(folder / name).with_suffix(".png"): svg for name, svg in drawings.items()}, drawn)


def offers(notebook: Path) -> Iterator[tuple[str, bytes]]:
    """Each file that the outputs of a notebook offer: its name and its contents."""
    for cell in nbformat.read(notebook, as_version=4).cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if CSV in data:
                name = Path(output.metadata[CSV]["filename"]).name
                yield name, for_spreadsheets(data[CSV])
            if EXHIBIT in data:
                yield from exhibit_files(data[EXHIBIT], data["text/html"])


def exhibit_files(records: list[dict[str, Any]], page: str) -> Iterator[tuple[str, bytes]]:
    """The files of the exhibits of one output; ``page`` holds the drawings of charts in order."""
    from finreport.publishing.pictures import standalone

    for record in records:
        yield f"{record['name']}.csv", for_spreadsheets(as_csv(record))
        text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        yield f"{record['name']}.json", text.encode()
    charts = [record for record in records if "alt" in record]
    for record, drawing in zip(charts, DRAWING.findall(page), strict=True):
        yield f"{record['name']}.svg", standalone(drawing, record).encode()


def as_csv(record: Mapping[str, Any]) -> str:
    """The rows of an exhibit; those in groups have the name of theirs in a first column."""
    rows = record["rows"]
    has_groups = any(row["group"] for row in rows)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([*([""] * has_groups), *record["columns"]])
    for row in rows:
        cells = map(as_cell, row["texts"], row["values"])
        writer.writerow([*([row["group"]] * has_groups), row["head"], *cells])
    return text.getvalue()


def as_cell(text: str, value: float | None) -> str:
    """A cell for machines: as printed where that is the whole number, else with all its digits.

    A dash for what was not printed is an empty cell.
    """
    if value is None:
        return "" if text == "\N{EM DASH}" else text
    plain = text.replace(MINUS, "-")
    return plain if is_number(plain, value) else f"{value:g}" if value == 0 else repr(value)


def is_number(text: str, value: float) -> bool:
    """Whether a text is a number and this one."""
    try:
        return float(text) == value
    except ValueError:
        return False
