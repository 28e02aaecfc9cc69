"""What the scripts say that a page loads when a number is opened."""

import json
from collections.abc import Mapping
from decimal import Decimal
from itertools import accumulate
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from finreport.charts import book_numbers
from finreport.figures import as_output
from finreport.narrative import ORIGIN
from finreport.narrative.chapter import open_chapter
from finreport.publishing.named_results import NamedResult, NamedResults, PageResults
from finreport.publishing.numbers import packed
from finreport.words import open_language

GROWTH = NamedResult(
    "flows.trade.2031Q1.yoy", 4.0816326531, (3.9, 4.3), "%", "exact", "算法", ["trade.ytd@2031-03"]
)
LEVEL = NamedResult(
    "levels.loans.2031-01", 38593.05, (38575.6, 38610.5), "100 million CNY", "exact", "推算", []
)
SHORT = NamedResult("rates.below.mean", 5.1, (5.05, 5.15), "%", "exact", "平均", [])
TWICE = SHORT._replace(name="rates.above.mean")
P = NamedResult("trends.loans.p", 0.0703125, (None, None), "probability", "", "检验", [])


@pytest.fixture
def known() -> NamedResults:
    return NamedResults([GROWTH, LEVEL, SHORT, TWICE, P])


def notebook(*data: dict[str, Any]) -> Any:
    """A notebook whose cells have these outputs."""
    outputs = [new_output("execute_result", each, execution_count=1) for each in data]
    return new_notebook(cells=[new_code_cell("1", outputs=[each]) for each in outputs])


def script_of(results: PageResults) -> dict[str, Any]:
    """What a script tells."""
    text = results.as_script()
    told: dict[str, Any] = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return told


def plain(text: str) -> Decimal:
    """A number of the page."""
    return Decimal(text.replace("\N{MINUS SIGN}", "-"))


def printed_at(index: Mapping[str, Any], place: int) -> str:
    """The digits of the number at a place in the order of all names."""
    names = sorted(
        (f"{name}@{month}".rstrip("@"), name, month)
        for name, months in index["numbers"].items()
        for month in months
    )
    _, name, month = names[place]
    return str(index["numbers"][name][month][0])


def test_a_packed_index_tells_the_same() -> None:
    index = book_numbers.index(open_chapter("98_numbers", "shanxi-2025", "2024-06", "zh")).index
    short = packed(index)
    numbers: dict[str, dict[str, Any]] = {}
    check = 0
    for name, entry in short["series"].items():
        own = entry.pop()
        by_month = [own] if isinstance(own[0], str) else own
        months = [""] if isinstance(own[0], str) else index["months"]
        for month, number in zip(months, by_month, strict=True):
            if number:
                printed, step, *more = number
                check += step or 0
                told = [printed, -1 if step is None else check, *more]
                numbers.setdefault(name, {})[month] = told
    assert numbers == index["numbers"]
    first = 0
    for (kind, steps, *left), each in zip(short["checks"], index["checks"], strict=True):
        inside = list(accumulate(steps[1:], initial=first + steps[0]))
        first = inside[0]
        assert [*short["kinds"][kind], inside] == each[:5]
        assert [inside[at] for at in left[:1]] == each[5:6]
        for step, end in zip(left[1:], each[6:], strict=True):
            assert plain(printed_at(index, each[5])) + plain(step) == plain(end)
    assert short["series"] == index["series"]


def test_a_result_is_known_by_its_digits(known: NamedResults) -> None:
    assert known.find(4.0816326531, (3.9, 4.3), "") == GROWTH
    assert known.find(4.0816326531, (None, None), "") == GROWTH
    assert known.find(0.0703125, (None, None), "") == P


def test_a_unit_moves_the_point_alone(known: NamedResults) -> None:
    assert known.find(3859.305, (3857.56, 3861.05), "") == LEVEL
    assert known.find(3859.305, (3857.56, 3861.06), "") is None


def test_of_what_might_be_two_results_nothing_is_said(known: NamedResults) -> None:
    assert known.find(5.1, (5.05, 5.15), "") is None
    assert NamedResults([SHORT]).find(5.1, (5.05, 5.15), "") == SHORT
    assert NamedResults([SHORT]).find(5.1, (None, None), "") is None  # any number may be 5.1


def test_a_month_tells_two_apart() -> None:
    later = LEVEL._replace(name="levels.loans.2031-02")
    both = NamedResults([LEVEL, later])
    assert both.find(38593.05, LEVEL.ends, "2031-02") == later
    assert both.find(38593.05, LEVEL.ends, "2031-03") is None


def test_a_page_tells_the_results_of_its_cells_in_the_shown_unit(known: NamedResults) -> None:
    record = {
        "name": "fig-loans",
        "columns": ["月份", "印出", "推算", "下界", "上界"],
        "ends": {"推算": ["下界", "上界"]},
        "rows": [
            {
                "texts": ["1.0", "38593.1", "38575.6", "38610.5"],
                "values": [1.0, 38593.05, 38575.6, 38610.5],
                "figures": ["loans@2031-01", "", "", ""],
                "month": "2031-01",
            }
        ],
    }
    page = PageResults(known, open_language("en"))
    page.add(notebook(as_output([record])))
    told = script_of(page)
    [[name, low, high, unit, guarantee, method]] = told["results"]
    assert told["cells"] == {"fig-loans": {"0 2": 0}}
    assert (name, low, high) == ("levels.loans.2031-01", "3,857.560", "3,861.050")
    assert told["texts"][unit] == "CNY billion"
    assert told["texts"][guarantee] == "exact range left by rounding"
    assert told["texts"][method] == "推算"


def test_a_page_tells_the_results_of_its_sentences(known: NamedResults) -> None:
    phrase = {"at": "tests-results", "text": "增长4.1%", "numbers": [], "result": GROWTH.name}
    page = PageResults(known, open_language("zh"))
    page.add(notebook({ORIGIN: [phrase]}))
    told = script_of(page)
    assert told["told"] == {"tests-results 增长4.1%": 0}
    assert told["results"][0][:3] == [GROWTH.name, "3.90", "4.30"]
    assert told["results"][0][6:] == ["trade.ytd@2031-03"]
