"""A text taken from a printed document: its lines by number, its tables, its running prose."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from finreport.errors import EditionError

MARKUP = re.compile(r"[\s*]+")
"""White space of every kind, and the asterisks that bold type left behind."""

END_OF_TABLE = ("数据来源", "注：")
"""What stands below a table."""


@dataclass(frozen=True)
class Row:
    """One line of a table: its number in the text (the first line is 1) and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """A text under the name that the edition gives it, for example ``report``."""

    name: str
    text: str

    @property
    def lines(self) -> list[str]:
        """The lines in order; line n of the text is item n - 1."""
        return self.text.split("\n")

    def line_at(self, offset: int) -> int:
        """The number of the line that holds the character at ``offset`` of the text."""
        return self.text.count("\n", 0, offset) + 1

    def find_line(self, pattern: str) -> int:
        """The number of the one line that is ``pattern``, a regular expression, when compacted.

        Raises :class:`EditionError` if no line is, or more than one.
        """
        found = [
            number
            for number, line in enumerate(self.lines, start=1)
            if "\t" not in line and re.fullmatch(pattern, compact(line))
        ]
        if len(found) != 1:
            where = f"lines {', '.join(map(str, found))}" if found else "no line"
            raise EditionError(
                f"The {self.name} has {where} reading {pattern}; it should have exactly one."
            )
        return found[0]

    def table(self, caption: str) -> list[Row]:
        """The rows of the table under ``caption``, a regular expression for the title's line.

        Contents pages repeat captions before a tab and a page number, so a caption is a line
        without a tab. Raises :class:`EditionError` if caption or rows are missing.
        """
        start = self.find_line(caption)
        rows: list[Row] = []
        for number, line in enumerate(self.lines[start:], start=start + 1):
            if line.startswith(END_OF_TABLE):
                break
            if "\t" in line:
                rows.append(Row(number, tuple(compact(cell) for cell in line.split("\t"))))
        if not rows:
            raise EditionError(f"The {self.name} has no table below its line {start}.")
        return rows

    def between(self, start: str, end: str) -> list[Row]:
        """The lines between two headings, each a regular expression, with one cell a line."""
        first, last = self.find_line(start), self.find_line(end)
        return [
            Row(number, (compact(self.lines[number - 1]),)) for number in range(first + 1, last)
        ]

    def prose(self, start: str, end: str) -> str:
        """The text between two headings without white space, so rejoined across page breaks."""
        return "".join(row.cells[0] for row in self.between(start, end))


def compact(text: str) -> str:
    """The text without white space and bold marks: Chinese needs neither to be read."""
    return MARKUP.sub("", text)


def number_after(prose: str, anchor: str, unit: str) -> str:
    """The number printed right after ``anchor`` and before ``unit``, as printed.

    Raises :class:`EditionError` unless ``prose`` has exactly one such place.
    """
    found = re.findall(rf"{re.escape(anchor)}(\d+(?:\.\d+)?){re.escape(unit)}", prose)
    if len(found) != 1:
        raise EditionError(
            f"{anchor} followed by a number of {unit} stands {len(found)} times in its section; "
            "it should stand there once."
        )
    return str(found[0])


def read_documents(
    texts: Sequence[Path], marks: Mapping[str, Iterable[str]], optional: Collection[str] = ()
) -> dict[str, Document]:
    """Read the texts and tell by their content which document each of them is.

    ``marks`` gives for each document the phrases that all stand in it, and in no other.
    The documents come in the order of ``marks``, whatever the order of the texts.
    Raises :class:`EditionError` for a file that cannot be read, a text that is none of the
    documents, a document given twice and a document not given that is not ``optional``.
    """
    documents: dict[str, Document] = {}
    for path in texts:
        text = _read_text(path)
        whole = compact(text)
        names = [name for name in marks if all(mark in whole for mark in marks[name])]
        if len(names) != 1:
            raise EditionError(
                f"{path.name} is none of the texts of this edition ({', '.join(marks)})."
            )
        if names[0] in documents:
            raise EditionError(f"{path.name} is the {names[0]}, which was already given.")
        documents[names[0]] = Document(names[0], text)
    missing = [name for name in marks if name not in {*documents, *optional}]
    if missing:
        raise EditionError(
            f"The text of the {' and the '.join(missing)} is missing; "
            f"the edition is read from {len(marks)} texts: {', '.join(marks)}."
        )
    return {name: documents[name] for name in marks if name in documents}


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise EditionError(f"{path.name} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise EditionError(
            f"{path.name} is not UTF-8 text (byte {error.start}): it cannot be read."
        ) from None
