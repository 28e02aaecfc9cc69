"""Any file as a document: what it holds is told from its bytes, not from its name."""

import sys
from pathlib import Path

from finreport.documents.encoding import decode
from finreport.documents.errors import UnreadableError
from finreport.documents.model import Document
from finreport.documents.text import read_text

MOST_BYTES = 64 << 20
"""What is read of a file at most."""

STDIN = "-"
"""The name by which standard input is asked for."""


def read(path: Path | str) -> Document:
    """Give the paragraphs and tables of a file; ``-`` is standard input.

    Raises :class:`UnreadableError` for what cannot be read.
    """
    file = str(path)
    text, damaged = decode(_bytes(file), file)
    document = read_text(text, file)
    if damaged:
        warning = f"{file} has {damaged} characters that cannot be read in its encoding."
        return Document(file, document.paragraphs, document.tables, document.changed, (warning,))
    return document


def _bytes(file: str) -> bytes:
    """The bytes of a file, if they are not too many."""
    try:
        if file == STDIN:
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(file).open("rb") as opened:
                data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableError(f"{file} cannot be read: {error.strerror}.") from error
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"{file} is larger than the {MOST_BYTES >> 20} MB that are read.")
    if not data:
        raise UnreadableError(f"{file} is empty.")
    return data
