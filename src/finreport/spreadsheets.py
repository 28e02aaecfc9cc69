"""The one form in which every CSV file is handed to readers."""

import csv
from codecs import BOM_UTF8
from io import StringIO


def for_spreadsheets(text: str) -> bytes:
    r"""A table in CSV as a file: UTF-8 with a byte order mark, and lines that end in ``\r\n``.

    So RFC 4180 has it, and without the mark Excel reads Chinese in the wrong encoding. The files
    of a data package are not handed over but copied: they stay byte for byte as they are.
    """
    table = StringIO()
    csv.writer(table, lineterminator="\r\n").writerows(csv.reader(StringIO(text, newline="")))
    return BOM_UTF8 + table.getvalue().encode()
