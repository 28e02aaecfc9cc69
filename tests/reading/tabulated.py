"""Invented tables for the tests: rows of texts as the model's tables, and the standard ones."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from finreport.documents.document import Cell, Document, Paragraph, Place, Table
from tests.synthetic.world import simulate

MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]
HEADS = ["", "", *(f"{month}月" for month in range(1, 13))]

BANKING = {
    "all": [
        ("deposits.balance", "金融机构各项存款余额（亿元）"),
        ("deposits_household.balance", "其中：住户存款"),
        ("deposits_corporate.balance", "非金融企业存款"),
        ("deposits.increase", "各项存款余额比上月增加（亿元）"),
        ("deposits.yoy", "金融机构各项存款同比增长（%）"),
        ("loans.balance", "金融机构各项贷款余额（亿元）"),
        ("loans_short.balance", "其中：短期"),
        ("loans_medium_long.balance", "中长期"),
        ("loans_bills.balance", "票据融资"),
        ("loans.increase", "各项贷款余额比上月增加（亿元）"),
        ("loans_short.increase", "其中：短期"),
        ("loans_medium_long.increase", "中长期"),
        ("loans_bills.increase", "票据融资"),
        ("loans.yoy", "金融机构各项贷款同比增长（%）"),
        ("loans_short.yoy", "其中：短期"),
        ("loans_medium_long.yoy", "中长期"),
        ("loans_bills.yoy", "票据融资"),
    ],
    "cny": [
        ("deposits.balance", "金融机构各项存款余额（亿元）"),
        ("deposits_household.balance", "其中：住户存款"),
        ("deposits_corporate.balance", "非金融企业存款"),
        ("deposits.increase", "各项存款余额比上月增加（亿元）"),
        ("deposits_household.increase", "其中：住户存款"),
        ("deposits_corporate.increase", "非金融企业存款"),
        ("deposits.yoy", "各项存款同比增长（%）"),
        ("deposits_household.yoy", "其中：住户存款"),
        ("deposits_corporate.yoy", "非金融企业存款"),
        ("loans.balance", "金融机构各项贷款余额（亿元）"),
        ("loans_consumer.balance", "其中：个人消费贷款"),
        ("loans_bills.balance", "票据融资"),
        ("loans.increase", "各项贷款余额比上月增加（亿元）"),
        ("loans_consumer.increase", "其中：个人消费贷款"),
        ("loans_bills.increase", "票据融资"),
        ("loans.yoy", "金融机构各项贷款同比增长（%）"),
        ("loans_consumer.yoy", "其中：个人消费贷款"),
        ("loans_bills.yoy", "票据融资"),
    ],
    "fx": [
        ("deposits.balance", "金融机构外币存款余额（亿美元）"),
        ("deposits.yoy", "金融机构外币存款同比增长（%）"),
        ("loans.balance", "金融机构外币贷款余额（亿美元）"),
        ("loans.yoy", "金融机构外币贷款同比增长（%）"),
    ],
}
"""The rows of the table of deposits and loans, with the labels that they are printed under."""

BLOCKS = {"all": "本外币", "cny": "人民币", "fx": "外币"}


def invented(seed: int) -> dict[str, str]:
    """The monthly figures of an invented province as printed, by name and month."""
    truth = simulate(np.random.default_rng(seed))
    return {name: rounded(value) for name, value in truth.items() if "@" in name}


def rounded(value: float) -> str:
    """A value with one decimal, a tie away from zero."""
    text = str(Decimal(repr(float(value))).quantize(Decimal("0.1"), ROUND_HALF_UP))
    return "0.0" if text == "-0.0" else text


def tabulate(rows: Iterable[Sequence[str]], *caption: str, number: int = 1) -> Table:
    """Rows of texts as a table."""
    cells = tuple(
        tuple(Cell(text, Place("invented.txt", line=at)) for text in row)
        for at, row in enumerate(rows, 1)
    )
    return Table(number, cells, 0, caption)


def as_document(*tables: Table, prose: str = "") -> Document:
    """Tables as a document."""
    paragraph = Paragraph(1, prose, ((0, Place("invented.txt", line=1)),))
    return Document("invented.txt", (paragraph,) if prose else (), tables)


def banking_rows(figures: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """The table of deposits and loans: the name of each row and its cells, labels first."""
    rows = []
    for currency, lines in BANKING.items():
        for at, (name, label) in enumerate(lines):
            block = BLOCKS[currency] if at == 0 else ""
            cells = [figures.get(f"{currency}.{name}@{month}", "—") for month in MONTHS]
            rows.append((f"{currency}.{name}", [block, label, *cells]))
    return rows
