"""Chapters that an edition has nothing for: a line stands where the chapter would be."""

import json
from collections.abc import Iterator
from typing import Any

from finreport.figures import EXHIBIT
from finreport.words import open_language

ABSENT = "fr-absent"
"""The class of the sentence that stands in the place of an exhibit that will never be there."""


def shown(notebook: bytes, language: str) -> bytes:
    """An executed chapter as the book shows it: itself, or its title and a line.

    The line is there if none of the chapter's exhibits has data in this edition.
    """
    if ABSENT.encode() not in notebook:
        return notebook
    chapter = json.loads(notebook)
    outputs = list(_outputs(chapter))
    if any(EXHIBIT in output for output in outputs) or not any(map(_is_absent, outputs)):
        return notebook
    line = open_language(language).text("not_printed_here.chapter")
    title = _title(chapter)
    chapter["cells"] = [title | {"source": f"{title['source']}\n\n{line}"}, *_parameters(chapter)]
    return json.dumps(chapter, ensure_ascii=False, indent=1).encode()


def _outputs(chapter: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for cell in chapter["cells"]:
        for output in cell.get("outputs", ()):
            yield output.get("data", {})


def _is_absent(data: dict[str, Any]) -> bool:
    return ABSENT in "".join(data.get("text/html", ""))


def _title(chapter: dict[str, Any]) -> dict[str, Any]:
    """The first cell, up to the end of the heading: its label and the heading itself."""
    cell: dict[str, Any] = next(
        cell for cell in chapter["cells"] if cell["cell_type"] == "markdown"
    )
    source = "".join(cell["source"])
    return cell | {"source": source.partition("\n\n")[0]}


def _parameters(chapter: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells that say with what the chapter was executed, out of sight."""
    cells = []
    for cell in chapter["cells"]:
        tags = cell["metadata"].get("tags", [])
        if {"parameters", "injected-parameters"}.intersection(tags):
            cells.append(cell | {"metadata": {"tags": [*tags, "remove-input"]}})
    return cells
