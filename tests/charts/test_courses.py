"""How a series is said to have gone, against its numbers as they are printed."""

import csv
from pathlib import Path

import pytest

from finreport.charts import banking, demand_and_trade, industries, open_chapter, product_growth
from finreport.figures.exhibits import Chart
from finreport.narrative.chapter import NotYetError
from finreport.narrative.courses import course
from finreport.narrative.openings import sentence

DATA = Path(__file__).parents[2] / "data" / "shanxi-2025"

SERIES = [
    *("gdp.ytd_yoy", "industry.ytd_yoy", "fai.ytd_yoy", "retail.ytd_yoy", "exports.ytd_yoy"),
    *("imports.ytd_yoy", "cny.deposits.yoy", "cny.loans.yoy", "all.loans.yoy", "all.deposits.yoy"),
]


def printed(name: str, as_of: str) -> dict[int, float]:
    """The numbers of a series by the month of the year, straight from the file."""
    *currency, indicator, measure = name.split(".")
    file = "deposits_loans.csv" if currency else "economy.csv"
    with (DATA / file).open(encoding="utf-8", newline="") as opened:
        return {
            int(row["month"][5:]): float(row["value"])
            for row in csv.DictReader(opened)
            if (row["indicator"], row["measure"]) == (indicator, measure)
            and row.get("currency", "") == "".join(currency)
            and row["value"]
            and row["month"] <= as_of
        }


def written(rate: float) -> str:
    return f"{rate:.1f}%".replace("-", "−")


def expected(rates: dict[int, float]) -> str:
    """The same by its definition: rates of one decimal, two of which are 0.1 apart by rounding."""
    (_, first), *_ = rates.items()
    *_, (end, last) = rates.items()
    low, high = min(rates, key=lambda at: rates[at]), max(rates, key=lambda at: rates[at])
    dip, peak = min(first, last) - rates[low], rates[high] - max(first, last)
    one, other = written(first), written(last)
    if max(dip, peak) > 0.15:
        at, way, back = (low, "降", "回升") if dip >= peak else (high, "升", "回落")
        return f"由{one}{way}至{at}月的{written(rates[at])}，{end}月{back}到{other}"
    if first == last:
        return f"始末均为{one}"
    return f"由{one}{'降' if last < first else '升'}至{other}"


@pytest.mark.parametrize("as_of", ["2024-03", "2024-06", "2024-09", "2024-11", "2024-12"])
@pytest.mark.parametrize("name", SERIES)
def test_a_series_is_told_by_its_ends_and_the_place_where_it_turned(name: str, as_of: str) -> None:
    rates = printed(name, as_of)
    told = sentence(open_chapter("00_summary", "", as_of, "zh"), f"{{course.{name}}}")
    assert told == (expected(rates) if len(rates) > 1 else "")


def test_nothing_is_told_of_a_single_number() -> None:
    with pytest.raises(NotYetError):
        course(open_chapter("00_summary", "", "2024-03", "zh"), "gdp.ytd_yoy")


def test_titles_of_series_say_their_turn_in_both_languages() -> None:
    for language, fell, recovered in (
        ("zh", "由10.8%降至8.7%", "规模以上工业增加值累计同比由0.6%降至4月的−2.3%，12月回升到0.0%"),
        (
            "en",
            "from 10.8% down to 8.7%",
            "Industrial growth went from 0.6% down to −2.3% in April, then up to 0.0% in December",
        ),
    ):
        chapter = open_chapter("00_summary", "", "", language)
        assert sentence(chapter, "{course.all.loans.yoy}") == fell
        shown = industries.industry(chapter)
        assert isinstance(shown, Chart)
        assert shown.title == recovered


@pytest.mark.parametrize("as_of", ["2024-01", "2024-02", "2024-05"])
def test_a_title_early_in_the_year_has_no_open_place(as_of: str, language: str) -> None:
    chapter = open_chapter("00_summary", "", as_of, language)
    for draw in (product_growth.gdp, demand_and_trade.fai, demand_and_trade.trade, banking.loans):
        shown = draw(chapter)
        if isinstance(shown, Chart):
            assert "{" not in shown.title
