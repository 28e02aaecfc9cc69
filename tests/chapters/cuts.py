"""The book at an earlier month, and what of the months after it its chapters show."""

import csv
import re
from pathlib import Path
from typing import NamedTuple

import nbformat

from finreport.execution.cleaning import INJECTED

EDITION = Path(__file__).parents[2] / "data" / "shanxi-2025"

Outputs = dict[str, str]
"""The outputs of the code cells of a chapter by cell."""

BASIS = re.compile(r'<p class="fr-basis">.*?</p>', re.DOTALL)
"""Fixed words that say what the report printed in all, whatever is shown of it."""

NAMED_AHEAD = {
    "41_rates": {("2024", "7")},  # the default of its parameter, told to leave too few months
    "44_pace": {(year, str(month)) for year in ("", "2024") for month in range(1, 13)},
}
"""Later months that a chapter may name: that of a split, and those that it projects."""

FILES = ("text/csv", "+json", "+jsonl")
"""How the types of data end: for downloads and panels, also of results without a value."""

PICTURE = re.compile(r"<svg.*?</svg>", re.DOTALL)
"""The words of pictures are tested with the charts; a tick of last year may be a bare month."""


def read_outputs(path: Path) -> Outputs:
    """What each code cell of a notebook shows: plain text, page and glued words."""
    cells = nbformat.read(path, as_version=4).cells
    return {
        cell.id: "\n".join(
            BASIS.sub("", text)
            for output in cell.outputs
            for form, text in output.data.items()
            if not form.endswith(FILES)
        )
        for cell in cells
        if cell.cell_type == "code" and cell.id != INJECTED
    }


class Cut(NamedTuple):
    """The book run at an earlier month: the outputs of each chapter."""

    as_of: str
    chapters: dict[str, Outputs]

    @classmethod
    def read(cls, as_of: str, folder: Path) -> "Cut":
        """The executed notebooks of a folder."""
        return cls(as_of, {path.stem: read_outputs(path) for path in folder.glob("*.ipynb")})

    def later_months(self) -> dict[str, set[tuple[str, str]]]:
        """The later months that cells name, each a year, where there is one, and a month."""
        last = int(self.as_of[5:])
        found = {}
        for name, outputs in self.chapters.items():
            for cell, shown in outputs.items():
                text = PICTURE.sub("", shown)
                named = re.findall(r"(?:(20\d\d)年)?\s?(?<!\d)(\d{1,2})月", text)
                named += re.findall(r"\b(20\d\d)-(\d\d)\b", text)
                found[f"{name}, cell {cell}"] = {
                    (year, month)
                    for year, month in named
                    if (year or "2024") == "2024" and int(month) > last
                } - NAMED_AHEAD.get(name, set())
        return {place: months for place, months in found.items() if months}

    def later_numbers(self) -> dict[str, set[str]]:
        """The numbers of later months alone that cells show."""
        later = printed_later(self.as_of)
        found = {
            f"{name}, cell {cell}": set(re.findall(r"\d+\.\d+", PICTURE.sub("", text))) & later
            for name, outputs in self.chapters.items()
            for cell, text in outputs.items()
        }
        return {place: numbers for place, numbers in found.items() if numbers}


def printed_later(as_of: str) -> set[str]:
    """Numbers that are long enough to be told apart and printed for later months only."""
    early: set[str] = set()
    late: set[str] = set()
    for resource in ("deposits_loans", "economy"):
        with (EDITION / f"{resource}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                (late if row["month"] > as_of else early).add(row["value"].lstrip("-"))
    return {number for number in late - early if len(number) >= 6}
