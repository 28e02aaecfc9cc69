"""Tokens of PDF content, against those of pdfminer's own parser."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF, PSException

from finreport.documents.pdf_content import ContentParser

PIECES = (
    b"1",
    b"-23 ",
    b"+.5\n",
    b"4. ",
    b"6.7.8 ",
    b"--9 ",
    b"12abc ",
    b"9" * 5000 + b" ",
    b"/Name ",
    b"/A#42 ",
    b"/\xe8\xa1\xa8 ",
    b"/F1/F2 ",
    b"<0041>",
    b"<00 4>Tj ",
    b"<4142>> ",
    b"<</MCID 0>> ",
    b"(text)",
    b"(a (b) \\) \\101 \r\n)",
    b"[<0012> -3 (x) 4.5]TJ ",
    b"] ",
    b"Tf ",
    b"T* ",
    b"d0\r",
    b"b* ",
    b"BT/",
    b"' ",
    b'" ',
    b"true ",
    b"falsehood ",
    b"% a comment (\n",
    b"\x00 ",
    b"{ 1 } ",
    b"BI /W 2 /H 1 /BPC 8 ID \x00EI ab EI ",
    b"BIG ",
    b"\t\x0c",
)
"""What stands in contents, and what should not."""


def objects(kind: type[PDFContentParser], contents: Sequence[bytes]) -> Iterator[Any]:
    """What a parser gives for streams, to their end or to what it refuses."""
    parser = kind([PDFStream({}, content) for content in contents])
    while True:
        try:
            found = parser.nextobject()[1]
        except PSEOF:
            return
        except (PSException, TypeError) as error:  # both must find the same fault
            yield type(error)
            return
        yield (found.attrs, found.rawdata) if isinstance(found, PDFStream) else found


def test_contents_are_read_as_pdfminer_reads_them() -> None:
    for seed in range(300):
        draw = random.Random(seed)
        streams = [b"".join(draw.choices(PIECES, k=draw.randrange(40))) for _ in range(3)]
        found, expected = (
            list(objects(kind, streams)) for kind in (ContentParser, PDFContentParser)
        )
        assert found == expected, seed
