"""The form of CSV files for readers, by Python's csv and pandas."""

import csv
from io import BytesIO, StringIO

import pandas as pd
import pytest

from finreport.spreadsheets import for_spreadsheets

ROWS = [["名称", "值"], ["贷款, 余额", "1.0"], ['"引号"', ""], ["两\n行", "−1"]]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_table_is_the_same_in_the_form_of_spreadsheets(ends: str) -> None:
    text = StringIO(newline="")
    csv.writer(text, lineterminator=ends).writerows(ROWS)
    handed = for_spreadsheets(text.getvalue())
    assert handed.startswith(b"\xef\xbb\xbf")
    plain = handed.decode("utf-8-sig")
    assert list(csv.reader(StringIO(plain, newline=""))) == ROWS
    assert plain.count("\r\n") == len(ROWS)
    assert list(pd.read_csv(BytesIO(handed)).columns) == ROWS[0]
    assert for_spreadsheets(plain) == handed
