"""Bytes as text: UTF-8, UTF-16 and GB18030, with or without a mark at the start."""

import codecs

from finreport.documents.notices import UnreadableError

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_SAMPLE = 1 << 16
_FEW = 1000
"""One character of so many may be damaged; a text with more is none of the encoding."""


def decode(data: bytes, file: str) -> tuple[str, int]:
    """Give the text of a file, and how many of its characters could not be read.

    Nearly every sequence of bytes is GB18030, so that is tried last. Raises
    :class:`UnreadableError` if the bytes are no text.
    """
    for mark, codec in _MARKS.items():
        if data.startswith(mark):
            return _checked(data.decode(codec, "replace"), file)
    if b"\0" in data[:_SAMPLE]:
        return _checked(data.decode(_utf16(data[:_SAMPLE], file), "replace"), file)
    for codec in ("utf-8", "gb18030"):
        text = data.decode(codec, "replace")
        if text.count("\ufffd") <= len(text) // _FEW + (codec == "utf-8"):
            return _checked(text, file)
    raise UnreadableError("encoding", file=file)


def _utf16(sample: bytes, file: str) -> str:
    """UTF-16 has the zeros of its digits and line ends all in one half of the pairs."""
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if max(first, second) < 8 * min(first, second) or len(sample) % 2:
        raise UnreadableError("binary", file=file)
    return "utf-16-be" if first > second else "utf-16-le"


def _checked(text: str, file: str) -> tuple[str, int]:
    """Refuse what is decoded but still no text."""
    control = sum(text.count(chr(c)) for c in range(32) if chr(c) not in "\t\n\r\f\v\x1a")
    damaged = text.count("\ufffd")
    if control > len(text) // _FEW + 2 or damaged > len(text) // 20 + 2:
        raise UnreadableError("binary", file=file)
    return text, damaged
