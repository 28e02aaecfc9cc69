"""Relations with a formula: what is written holds, and errors within rounding are told apart."""

from pathlib import Path

import pytest
import rtoml

from finreport.documents.document import Place
from finreport.reading.model import Reading
from tests.checks.planting import Planted
from tests.checks.related import DRAWN
from tests.checks.relations import is_contradicted, parse

HERE = Path(__file__).parent
WRITTEN = [path for path in (HERE / name for name in DRAWN) if path.exists()]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_what_is_drawn_holds(path: Path) -> None:
    drawn = rtoml.loads(path.read_text(encoding="utf-8"))
    lines = [(file, line) for file, told in drawn.items() for line in told.get("relations", [])]
    assert [(file, line) for file, line in lines if not parse(line).holds] == []


CASES = {
    # relation: (its number, an error within rounding or allowed, one that it contradicts)
    "sum 3:60.0 = 3:20.0 3:40.0": ("60.0", "60.1", "60.2"),
    "sum! 3:60 = 3:20 3:40": ("60", "60", "61"),
    "sum 3:60 = 3:70 3:-10": ("10", "10", "13"),
    "sum =100 = 3:3.5 3:61.4 3:35.1": ("61.4", "61.5", "61.6"),
    "sum 3:102.9 = =100 3:2.9": ("102.9", "102.9", "103.9"),
    "share 3:25.0 = 3:10.0 3:40.0": ("25.0", "25.1", "25.3"),
    "growth 3:8.5 = 3:120.3 4:110.9": ("8.5", "8.4", "8.7"),
    "change 3:-8.5 = 3:-11.2 3:120.3": ("11.2", "11.2", "12.2"),
    "ratio 3:93693 = 3:686.96*1e8 3:73.32*1e4": ("686.96", "686.95", "689.96"),
    "mean 3:7.8 = 3:3.9/3:24.36 3:8.5/3:421.89 3:7.1/3:240.71 ~0.2": ("7.8", "7.9", "8.2"),
    "same 3:686.96 = 4:687": ("687", "687", "678"),
    "order 3:50 = 3:40": ("40", "46", "90"),
}


@pytest.mark.parametrize("line", CASES)
def test_an_error_within_rounding_is_none(line: str) -> None:
    relation = parse(line)
    printed, within, beyond = CASES[line]
    at = next(each.line for each in relation.members if each.digits == printed)
    place = Place("draft.txt", line=at, column=1)
    reading = Reading("1", printed, place)
    told = [
        is_contradicted([relation], reading, Planted("digit", at, 1, printed, planted))
        for planted in (printed, within, beyond)
    ]
    assert told == [False, False, True]


def test_a_direction_turned_is_contradicted_where_it_leaves_rounding() -> None:
    relation = parse("change 3:-8.5 = 3:-11.2 3:120.3")
    reading = Reading("1", "8.5", Place("draft.txt", line=3, column=1))
    assert is_contradicted([relation], reading, Planted("direction", 3, 1, "8.5", "8.5"))
    table = parse("sum 3:0.0 = 3:0.0@9")
    cell = Reading("1", "0.0", Place("draft.txt", line=3, column=9))
    assert not is_contradicted([table], cell, Planted("direction", 3, 9, "0.0", "-0.0"))


def test_a_number_without_formula_counts() -> None:
    reading = Reading("1", "8.5", Place("draft.txt", line=3, column=1))
    error = Planted("digit", 3, 1, "8.5", "8.6")
    assert is_contradicted([], reading, error)
    assert is_contradicted([parse("sum 4:8.5 = 4:8.5")], reading, error)
