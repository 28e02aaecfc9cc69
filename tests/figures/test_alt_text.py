"""What is told to those who cannot see a picture."""

import re
from collections.abc import Callable

import pandas as pd
import pytest

from finreport.figures.exhibits import Chart
from finreport.narrative.alt import tell_series
from finreport.words import open_language

Show = Callable[..., Chart]


def test_alt_text_tells_the_first_and_the_last_row(chart: Chart) -> None:
    rows = [row for row in chart.grid.rows if any(row.cells)]
    if "至" not in rows[-1].head:  # a first period of two months is not compared with single ones
        rows = [row for row in rows if not re.search(r"\d至\d", row.head)]
    assert chart.alt.startswith(chart.title)
    assert len(chart.alt) > len(chart.title) + 15
    for row in (rows[0], rows[-1]):
        assert all(part in chart.alt for part in row.head.split())
        # Tables of single periods have one digit more than the words.
        assert any(cell.partition(".")[0] in chart.alt for cell in row.cells if cell)


@pytest.mark.parametrize("name", ["fai", "deposits", "trade", "lpr_shares"])
def test_alt_text_of_lines_tells_both_ends_of_each(show: Show, name: str) -> None:
    chart = show(name)
    for column, head in enumerate(chart.grid.heads[1:]):
        values = [row.cells[column] for row in chart.grid.rows if row.cells[column]]
        if not head.endswith("界"):
            assert values[0] in chart.alt
            assert values[-1] in chart.alt


def test_alt_text_is_in_the_language(show: Show, chart_name: str, language: str) -> None:
    chart = show(chart_name, language=language)
    assert chart.title in chart.alt
    has_chinese = any("\N{CJK UNIFIED IDEOGRAPH-4E00}" <= letter <= "鿿" for letter in chart.alt)
    assert has_chinese == (language == "zh")


def test_alt_text_names_one_unit_a_number(show: Show, chart_name: str) -> None:
    alt = show(chart_name, language="en").alt
    assert not re.search(r"\((?:CNY 100 million|USD 100 million|CNY billion|USD billion|%)\):", alt)
    assert not re.search(r"[?]\.", alt)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("deposit_increases", "printed CNY 46.87 billion (a cross), corrected to CNY 4.48 billion"),
        ("growth_trends", "percentage points a month"),
        ("limits", "Errors AR(1) 0.5: 18.6%"),
        ("lpr_shift", "Below LPR: 38.8% before the split, 39.3% from it on"),
        ("pace_targets", "target 5%"),
        ("pass_through", "End bands loosened: 1.03 (0.67 to 1.20)"),
        ("quarter_ends", "average monthly increase"),
        ("slowdown", "Increase less that of a year before: "),
    ],
)
def test_alt_text_tells_what_is_drawn_beside_the_values(show: Show, name: str, told: str) -> None:
    assert told in show(name, language="en").alt


def test_the_highest_is_not_the_one_that_is_furthest_from_zero() -> None:
    values = pd.DataFrame(
        {"value": [1.0, -9.0, 2.0, -3.0]}, [f"2030-0{month}" for month in (1, 2, 3, 4)]
    )
    told = tell_series(open_language("zh"), {"茶叶": values}, "%")
    assert told == (
        "茶叶：2030年1月1.0%，2030年4月\N{MINUS SIGN}3.0%；"
        "最高2.0%（2030年3月），最低\N{MINUS SIGN}9.0%（2030年2月）。"
    )
