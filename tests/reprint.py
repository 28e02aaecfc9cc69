"""An edition with other cells, as if it had been printed so."""

from collections.abc import Mapping
from dataclasses import replace

from finreport.editions import Edition
from finreport.editions.figures import Figure, read_figures


def reprint(edition: Edition, resource: str, keys: Mapping[str, str], **cells: str) -> Edition:
    """The edition with other cells in the rows of a resource that have these keys."""
    records = edition.records[resource]
    rows = [row for row, found in records.items() if keys.items() <= found.items()]
    assert rows, keys
    changed = {row: {**records[row], **cells} for row in rows}
    return replace(edition, records={**edition.records, resource: {**records, **changed}})


def reprint_figure(edition: Edition, figure: Figure, printed: str) -> Edition:
    """The edition with another number in the cell of a figure; only its row is read again."""
    cells = edition.records[figure.resource][figure.row]
    digits = printed.removeprefix("-") if cells.get("kind") == "decline" else printed
    changed = reprint(edition, figure.resource, cells, **{figure.column: digits})
    row = {figure.row: changed.records[figure.resource][figure.row]}
    again = read_figures({name: {} for name in changed.records} | {figure.resource: row})
    figures = {name: {**edition.figures[name], **months} for name, months in again.items()}
    vars(changed)["figures"] = {**edition.figures, **figures}
    return changed
