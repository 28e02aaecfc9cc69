"""Any file as a document: what it holds is told from its bytes, not from its name."""

import sys
from html import escape
from pathlib import Path

from msgspec.structs import replace

from finreport import patterns as re
from finreport.documents.document import Document
from finreport.documents.encoding import decode
from finreport.documents.guard import Form, read_guarded
from finreport.documents.notices import Notice, UnreadableError
from finreport.documents.text import read_text

MOST_BYTES = 64 << 20
"""What is read of a file at most."""

STDIN = "-"
"""The name by which standard input is asked for."""

_REFUSED = {
    b"{\\rtf": "rich_text",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"BM": "picture",
    b"II*\0": "picture",
    b"MM\0*": "picture",
    b"RIFF": "picture",
    b"\x1f\x8b": "compressed",
    b"7z\xbc\xaf": "compressed",
    b"Rar!": "compressed",
}
"""Files that are known by their first bytes and not read, and the notice of each."""

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
    notice = Notice("damaged", {"file": file, "count": damaged})
    return replace(document, warnings=(*document.warnings, notice))


def _bytes(file: str) -> bytes:
    """The bytes of a file, if they are not too many."""
    try:
        if file == STDIN:
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(file).open("rb") as opened:
                data = opened.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UnreadableError("missing", file=file) from error
    except PermissionError as error:
        raise UnreadableError("forbidden", file=file) from error
    except IsADirectoryError as error:
        raise UnreadableError("folder", file=file) from error
    except OSError as error:
        raise UnreadableError("unopened", file=file, reason=error.strerror) from error
    if len(data) > MOST_BYTES:
        raise UnreadableError("too_large", file=file, most=MOST_BYTES >> 20)
    if not data:
        raise UnreadableError("empty", file=file)
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
    for start, notice in _REFUSED.items():
        if data.startswith(start):
            raise UnreadableError(notice, file=file)
    if data.startswith(_OFFICE):
        raise UnreadableError("encrypted" if _ENCRYPTED in data else "old_office", file=file)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "word"
    return (
        "html"
        if _HTML.match(re.sub(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\0", b"", data[:4096]))
        else None
    )
