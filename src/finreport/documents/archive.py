"""The parts of a Word file, unpacked within bounds."""

import zipfile
from io import BytesIO

from finreport import patterns as re
from finreport.documents.notices import UnreadableError

MOST_UNPACKED = 128 << 20
"""How many bytes the texts of a Word file may unpack to; a report has some millions."""

_MOST_PARTS = 5000
_TEXT = re.compile(
    r"word/(?:document|styles|numbering|(?:foot|end)notes|(?:header|footer)\d*)\.xml"
)
_STEP = 1 << 20


def word_parts(data: bytes, file: str) -> dict[str, bytes]:
    """Give the parts of a Word file that hold text, by their names without folder and ending.

    The directory of an archive can lie, so bytes are counted as they unpack. Raises
    :class:`UnreadableError` for another archive, an encrypted or damaged one, one that unpacks
    to too much, and one whose parts declare entities, which could name files or swell.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _unpacked(archive, file)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError("archive", file=file) from error
    except (NotImplementedError, RuntimeError) as error:
        raise UnreadableError("packed", file=file) from error


def _unpacked(archive: zipfile.ZipFile, file: str) -> dict[str, bytes]:
    infos = archive.infolist()
    if len(infos) > _MOST_PARTS:
        raise UnreadableError("many_parts", file=file, count=len(infos))
    if "word/document.xml" not in archive.namelist():
        raise UnreadableError("no_word", file=file)
    if any(info.flag_bits & 1 for info in infos):
        raise UnreadableError("encrypted", file=file)
    parts: dict[str, bytes] = {}
    for info in infos:
        if _TEXT.fullmatch(info.filename):
            room = MOST_UNPACKED - sum(map(len, parts.values()))
            name = info.filename.removeprefix("word/").removesuffix(".xml")
            parts[name] = _part(archive, info, room, file)
    return parts


def _part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int, file: str) -> bytes:
    pieces: list[bytes] = []
    with archive.open(info) as opened:
        while piece := opened.read(_STEP):
            pieces.append(piece)
            room -= len(piece)
            if room < 0:
                raise UnreadableError("swelling", file=file, most=MOST_UNPACKED >> 20)
    part = b"".join(pieces)
    head = part.replace(b"\0", b"")  # UTF-16 as well
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise UnreadableError("entities", file=file)
    return part
