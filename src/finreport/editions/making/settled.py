"""What a person settles about the reading of an edition's texts: its ``readings.csv``.

A line is about one ``field`` of the number ``printed`` in a line of a file: what was ``read``, the
``candidates``, and what a person has ``settled``, with the ``reason``. A line with nothing settled
is open; :data:`STRUCK` as what is settled strikes the number off. Lines of a text move when it is
edited, so what is settled holds for every number of the file that is printed and read alike,
unless there are several such lines: then each is about its own line of the text.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from finreport.documents.model import Place
from finreport.editions.errors import EditionError

NAME = "readings.csv"

STRUCK = "-"
"""Settled for a number that states nothing."""

FIELDS = (
    *("subject", "measure", "unit", "period", "base", "direction", "id", "section", "value"),
    *("event", "row"),
)
"""What a line may settle."""


@dataclass(frozen=True)
class Settling:
    """A line of ``readings.csv``; every value a string, as in the file."""

    file: str
    line: str
    printed: str
    field: str
    read: str
    candidates: str = ""
    settled: str = ""
    reason: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What survives edits elsewhere in the text."""
        return self.file, self.printed, self.field, self.read


COLUMNS = tuple(field.name for field in fields(Settling))


class Settled:
    """The lines of an edition: what is settled, and what is found open while it is made."""

    def __init__(self, lines: Iterable[Settling] = ()) -> None:
        self._settled = [line for line in lines if line.settled]
        self._open: list[Settling] = []
        self._used: set[Settling] = set()

    def take(self, place: Place, printed: str, field: str, read: str) -> str:
        """What is settled of a field of a number; empty if nothing is."""
        line = Settling(place.file, where(place), printed, field, read)
        found = [
            each
            for each in self._settled
            if each.key == line.key and (each.line == line.line or self._is_alone(each))
        ]
        for each in found[:1]:
            self._used.add(each)
            return each.settled
        return ""

    def ask(
        self, place: Place, printed: str, field: str, read: str, candidates: Sequence[str], why: str
    ) -> str:
        """What is settled of a field, else what was read, with an open line about it."""
        settled = self.take(place, printed, field, read)
        if not settled:
            said = " | ".join(candidates)
            line = Settling(place.file, where(place), printed, field, read, said, "", why)
            self._open.append(line)
        return settled or read

    @property
    def open(self) -> tuple[Settling, ...]:
        """What a person has still to settle."""
        return tuple(dict.fromkeys(self._open))

    @property
    def unused(self) -> tuple[Settling, ...]:
        """Settled lines that no number of the texts has taken."""
        return tuple(line for line in self._settled if line not in self._used)

    def table(self) -> bytes:
        """The file: what is settled, as it was, and then what is open."""
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(line) for line in (*self._settled, *self.open))
        return text.getvalue().encode()

    def _is_alone(self, line: Settling) -> bool:
        """Whether no other settled line is about a number printed and read like this one."""
        return [each.key for each in self._settled].count(line.key) == 1


def where(place: Place) -> str:
    """The line of a place, or what its format has in its stead."""
    if place.line is not None:
        return str(place.line)
    return f"p. {place.page}" if place.page is not None else place.element


def read_settled(folder: Path) -> Settled:
    """The lines in the folder of an edition; none if it has no such file.

    Raises :class:`EditionError`, naming the row, for other columns and an unknown field.
    """
    path = folder / NAME
    if not path.is_file():
        return Settled()
    place = f"{folder.name}/{NAME}"
    try:
        reader = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(), strict=True)
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise EditionError(f"{place} cannot be read as CSV: {error}.") from None
    if rows and tuple(reader.fieldnames or ()) != COLUMNS:
        raise EditionError(f"{place}: the columns should be {', '.join(COLUMNS)}.")
    return Settled(_settling(row, f"{place}, row {number}") for number, row in enumerate(rows, 2))


def _settling(row: Mapping[str, str], place: str) -> Settling:
    if None in row.values() or None in row:
        raise EditionError(f"{place}: there should be {len(COLUMNS)} cells.")
    if row["field"] not in FIELDS:
        raise EditionError(
            f"{place}: the field is {row['field']!r}; it should be one of {', '.join(FIELDS)}."
        )
    return Settling(**row)
