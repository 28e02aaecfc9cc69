"""The content of PDF pages as tokens: one pattern tells what pdfminer finds character by character.

Most of a dense page is numbers, operators and short strings. Whatever else stands in it is left to
pdfminer, and so is what tokens mean.
"""

from collections.abc import Callable

from pdfminer import pdfinterp
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import KWD, LIT, PSBaseParserToken, PSKeyword, PSStackEntry

from finreport import patterns as re

_END = rb"(?=[\s/\[\]()<>%])"
_COMMON = re.compile(
    rb"\s*(?:([-+]?\d{1,18})" + _END + rb"|([-+]?(?:\d+\.\d*|\.\d+))" + _END
    # An inline image (BI, ID) is for pdfminer, which reads its bytes.
    + rb"|((?!(?:BI|ID|true|false)\b)[A-Za-z][A-Za-z\d]*\*?)" + _END
    + rb"|<((?:[\dA-Fa-f]{2})*)>(?!>)"
    + rb"|/([^\x80-\xff#/%\[\]()<>{}\s]*)" + _END
    + rb"|\(([^()\\]*)\))"
)  # fmt: skip
_MEANT: tuple[Callable[[bytes], PSBaseParserToken], ...] = (
    int,
    float,
    KWD,
    lambda digits: bytes.fromhex(digits.decode()),
    lambda name: LIT(name.decode()),
    bytes,
)


class ContentParser(pdfinterp.PDFContentParser):
    """Gives the objects of content streams as the parser that it stands for."""

    BUFSIZ = 1 << 30
    """A stream as a whole, so that no token is cut."""

    def nexttoken(self) -> tuple[int, PSBaseParserToken]:
        """The next token and where it stands."""
        return self._common() or super().nexttoken()

    def nextobject(self) -> PSStackEntry[PSKeyword | PDFStream]:
        """The next object, which a token outside arrays and dictionaries is by itself."""
        found = None if self.results or self.context else self._common()
        return found or super().nextobject()

    def _common(self) -> tuple[int, PSBaseParserToken] | None:
        """The next token with its position; None if it is of a rare kind or not at its start."""
        found = None if self._tokens or self.eof else _COMMON.match(self.buf, self.charpos)
        if not (found and found.lastindex):
            return None
        self.charpos = found.end()
        kind = found.lastindex
        return self.bufpos + found.start(kind), _MEANT[kind - 1](found[kind])


def read_contents_fast() -> None:
    """Have pdfminer, which makes its parsers itself, read contents of pages with this one."""
    vars(pdfinterp)["PDFContentParser"] = ContentParser
