"""Series for the tests of analyses, made from strings without the package."""

import csv
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

DATA = Path(__file__).parents[2] / "data" / "shanxi-2025"
MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]

Ends = tuple[Decimal, Decimal, Decimal]
MakeSeries = Callable[..., pd.DataFrame]
ReadPrinted = Callable[..., dict[str, str]]


def ends(text: str) -> Ends:
    """The value, the smallest and the largest number that are printed as ``text``."""
    exponent = Decimal(text).as_tuple().exponent
    assert isinstance(exponent, int)
    half = Decimal((0, (5,), exponent - 1))
    return Decimal(text), Decimal(text) - half, Decimal(text) + half


@pytest.fixture(scope="session")
def make_series() -> MakeSeries:
    """A function from strings to a series; without ``months`` they are those of 2024 in a row."""

    def make(*texts: str, months: Sequence[str] = MONTHS) -> pd.DataFrame:
        return pd.DataFrame(
            [[float(number) for number in ends(text)] for text in texts],
            index=pd.Index(list(months)[: len(texts)], name="month", dtype="str"),
            columns=["value", "lower", "upper"],
        )

    return make


@pytest.fixture(scope="session")
def read_printed() -> ReadPrinted:
    """A function that reads the strings of one series from its file, by month."""

    def read(resource: str, **keys: str) -> dict[str, str]:
        with (DATA / f"{resource}.csv").open(encoding="utf-8", newline="") as file:
            return {
                row["month"]: row["value"]
                for row in csv.DictReader(file)
                if row["value"] and all(row[key] == value for key, value in keys.items())
            }

    return read
