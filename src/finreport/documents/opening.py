"""Any file as a document: what it holds is told from its bytes, not from its name."""

import re
import sys
from dataclasses import replace
from html import escape
from pathlib import Path

from finreport.documents.document import Document
from finreport.documents.encoding import damage, decode
from finreport.documents.guard import Form, read_guarded
from finreport.documents.text import read_text
from finreport.errors import UnreadableError

MOST_BYTES = 64 << 20
"""What is read of a file at most."""

STDIN = "-"
"""The name by which standard input is asked for."""

_PICTURE = "is a picture; the characters in it have to be recognised first, by other means"
_REFUSED = {
    b"{\\rtf": "is in Rich Text Format; save it as .docx",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"BM": _PICTURE,
    b"II*\0": _PICTURE,
    b"MM\0*": _PICTURE,
    b"RIFF": _PICTURE,
    b"\x1f\x8b": "is compressed; unpack it first",
    b"7z\xbc\xaf": "is compressed; unpack it first",
    b"Rar!": "is compressed; unpack it first",
}
"""Files that are known by their first bytes and not read, and what is told of them."""

_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|p|meta)\b",
    re.IGNORECASE | re.DOTALL,
)


_TABLE = re.compile(r"<table\b.*?</table>", re.IGNORECASE | re.DOTALL)


def read(path: Path | str) -> Document:
    """Give the paragraphs and tables of a file; ``-`` is standard input.

    Reads plain text, Markdown, Word (.docx), PDF and HTML. Raises :class:`UnreadableError` for
    what cannot be read; Word, PDF and HTML are parsed within limits of memory and time
    (:mod:`finreport.documents.guard`).
    """
    file = str(path)
    data = _bytes(file)
    form = _form(data, file)
    if form:
        return read_guarded(form, data, file)
    text, damaged = decode(data, file)
    if _TABLE.search(text):
        return read_guarded("html", _as_page(text).encode(), file)
    document = read_text(text, file)
    if not damaged:
        return document
    return replace(document, warnings=(*document.warnings, damage(file, damaged)))


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


def _as_page(text: str) -> str:
    """Markdown with tables of HTML as a page: each other line a paragraph, on its own line."""
    page, end = ['<meta charset="utf-8">'], 0
    for table in _TABLE.finditer(text):
        page += [_as_paragraphs(text[end : table.start()]), table[0]]
        end = table.end()
    return "".join([*page, _as_paragraphs(text[end:])])


def _as_paragraphs(text: str) -> str:
    lines = (re.sub(r"^#{1,6}\s+", "", line) for line in text.split("\n"))
    return "\n".join(f"<p>{escape(line)}</p>" if line.strip() else "" for line in lines)


def _form(data: bytes, file: str) -> Form | None:
    """What a file is, or None for text."""
    for start, sentence in _REFUSED.items():
        if data.startswith(start):
            raise UnreadableError(f"{file} {sentence}.")
    if data.startswith(_OFFICE):
        raise UnreadableError(
            f"{file} is encrypted; save it without a password."
            if _ENCRYPTED in data
            else f"{file} is in an old format of Office or WPS (.doc, .wps); save it as .docx.",
        )
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "word"
    return (
        "html"
        if _HTML.match(re.sub(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\0", b"", data[:4096]))
        else None
    )
