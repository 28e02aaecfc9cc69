"""What a person settles about the reading of an edition's texts: its ``readings.csv``.

A line is about one ``field`` of the number ``printed`` in a line of a text: what was ``read``, the
``candidates``, and what a person has ``settled``, with the ``reason``. A line with nothing settled
is open; :data:`STRUCK` as what is settled strikes the number off. Lines of a text move when it is
edited, so what is settled holds for every number of the text that is printed and read alike,
unless there are several such lines: then each is about its own line of the text, as is one that
does not say what was read.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import NamedTuple, get_args

from finreport.decoding import read_csv
from finreport.documents.document import Place
from finreport.editions.folder import READINGS
from finreport.errors import EditionError
from finreport.reading.model import Base, Measure

STRUCK = "-"
"""Settled for a number that states nothing."""

FIELDS = {
    "subject": ".+",
    "measure": "|".join(get_args(Measure)),
    "unit": ".*",
    "period": r"20\d\d(-.+)?(/20\d\d(-.+)?)?",
    "base": "|".join(get_args(Base)),
    "direction": "up|down",
    "id": "[a-z][a-z0-9_]*",
    "section": "[a-z0-9_]+",
    "value": r"-?\d+(\.\d+)?",
    "row": r"[a-z][a-z0-9_.]*",
}
"""What a line may settle, and how it is written."""


class At(NamedTuple):
    """Where a number stands, as ``readings.csv`` says it.

    ``file`` is what the text is to the edition, ``report`` or ``work_report``, so that another
    file of the same text may follow; ``line`` is the line in it, or what its format has instead.
    """

    file: str
    line: str


def at(source: str, place: Place) -> At:
    """A place in one of the texts."""
    if place.line is not None:
        return At(source, str(place.line))
    return At(source, f"p. {place.page}" if place.page is not None else place.element)


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

    def is_about(self, file: str, printed: str, field: str, read: str) -> bool:
        """Whether it is about a number printed and read like this; an empty ``read`` is any."""
        is_same = (self.file, self.printed, self.field) == (file, printed, field)
        return is_same and self.read in ("", read)


COLUMNS = tuple(field.name for field in fields(Settling))


class Settled:
    """The lines of an edition: what is settled, and what is found open while it is made."""

    def __init__(self, lines: Iterable[Settling] = ()) -> None:
        self._settled = [line for line in lines if line.settled]
        self._open: list[Settling] = []
        self._used: set[Settling] = set()

    def take(self, at: At, printed: str, field: str, read: str) -> str:
        """What is settled of a field of a number; empty if nothing is."""
        about = (at.file, printed, field)
        found = [line for line in self._settled if line.is_about(*about, read)]
        line = next((line for line in found if line.line == at.line), None)
        if line is None and len(found) == 1 and found[0].read:
            line = found[0]
        if line is None:
            return ""
        self._used.add(line)
        return line.settled

    def ask(
        self, at: At, printed: str, field: str, read: str, candidates: Sequence[str], why: str
    ) -> str:
        """What is settled of a field, else what was read, with an open line about it."""
        settled = self.take(at, printed, field, read)
        if not settled:
            self.note(at, printed, field, read, why, candidates)
        return settled or read

    def note(
        self,
        at: At,
        printed: str,
        field: str,
        read: str,
        why: str,
        candidates: Sequence[str] = (),
    ) -> None:
        """Open a line about a field of a number, unless that was settled as it was read."""
        if not self.take(at, printed, field, read):
            said = " | ".join(candidates)
            self._open.append(Settling(*at, printed, field, read, said, "", why))

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


def read_settled(folder: Path) -> Settled:
    """The lines in the folder of an edition; none if it has no such file.

    Raises :class:`EditionError`, naming the row, for other columns, an unknown field and what
    cannot be settled of it.
    """
    path = folder / READINGS
    if not path.is_file():
        return Settled()
    place = f"{folder.name}/{READINGS}"
    heading, *rows = read_csv(path, place)
    if tuple(heading) != COLUMNS:
        raise EditionError(f"{place}, row 1: the columns should be {', '.join(COLUMNS)}.")
    return Settled(_settling(row, f"{place}, row {number}") for number, row in enumerate(rows, 2))


def _settling(cells: Sequence[str], place: str) -> Settling:
    if len(cells) != len(COLUMNS):
        raise EditionError(f"{place}: the number of cells is {len(cells)}, not {len(COLUMNS)}.")
    line = Settling(*cells)
    if line.field not in FIELDS:
        raise EditionError(
            f"{place}: the field is {line.field!r}; it should be one of {', '.join(FIELDS)}."
        )
    is_right = line.settled in ("", STRUCK) or re.fullmatch(FIELDS[line.field], line.settled)
    if not is_right:
        raise EditionError(
            f"{place}: {line.field} is settled as {line.settled!r}; it should be written as "
            f"{FIELDS[line.field]}, or {STRUCK} to strike the number."
        )
    return line
