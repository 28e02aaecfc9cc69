"""The front page: its chart and findings, against the report's own words and at every month."""

from csv import DictReader
from decimal import Decimal
from pathlib import Path

import pytest

from finreport.charts import open_chapter, summary
from finreport.figures import exhibits_of
from finreport.narrative.discoveries import discoveries
from finreport.narrative.flow_claims import turned
from finreport.narrative.openings import lead
from finreport.words import LANGUAGES, open_language

ROOT = Path(__file__).parents[2]

TURNED = {
    "zh": "出口上半年增长约19%，下半年下降约11%；地方财政收入先下降约11%，后增长约18%",
    "en": "Exports: up about 19% in the first half, down about 11% in the second; "
    "fiscal revenue: down about 11%, then up about 18%",
}

# What an outside reader of the report worked out by hand.
FOUND = (
    "不宜引用的印出数字：2个印错，2个范围不同",
    "住户存款增加3278亿元，其余存款合计比上年末少15亿元（14亿元至16亿元）",
    "本外币贷款增速由10.8%降至8.7%",
)


def test_the_findings_are_those_of_an_outside_reader() -> None:
    chapter = open_chapter("00_summary", "", "", "zh")
    found = discoveries(chapter)
    assert tuple(one.headline for one in found) == FOUND
    assert {one.firmness for one in found} == {"arithmetic"}


def test_the_page_opens_with_what_turned_at_mid_year(language: str) -> None:
    shown = summary.found(open_chapter("00_summary", "", "", language))
    assert shown.chart is not None
    assert shown.chart.title == TURNED[language]
    # A half of the year supposes that both printed rates compare with one and the same year.
    assert shown.chart_label.startswith(open_language(language).text("firmness.assumed"))
    assert shown.chart_link == "#flows"
    assert exhibits_of(shown._repr_mimebundle_()) == [shown.chart.record()]


def test_the_second_half_follows_from_the_year_and_the_first() -> None:
    """From both levels and both rates, in exact decimals, where the chart has named results."""
    chart = summary.found(open_chapter("00_summary", "", "", "en")).chart
    assert chart is not None
    rows_shown = zip(chart.grid.rows, chart.grid.numbers, strict=True)
    shown = {row.head: [value or 0.0 for value in values] for row, values in rows_shown}
    with (ROOT / "data/shanxi-2025/economy.csv").open(encoding="utf-8", newline="") as file:
        rows = {(r["indicator"], r["measure"], r["month"]): r["value"] for r in DictReader(file)}
    names = {"Exports": "exports", "Imports": "imports", "Trade": "trade", "Investment": "fai"}
    for label, indicator in (names | {"Revenue": "fiscal_revenue"}).items():
        (june, up_to_june), (year, up_to_december) = (
            (Decimal(rows[indicator, "ytd", month]), Decimal(rows[indicator, "ytd_yoy", month]))
            for month in ("2024-06", "2024-12")
        )
        before = year / (1 + up_to_december / 100) - june / (1 + up_to_june / 100)
        first, second, low, high = shown[label]
        assert first == float(up_to_june)
        assert second == pytest.approx(float(100 * (year - june) / before - 100))
        assert low < second < high


def test_what_fell_back_most_stands_on_top_and_balances_below() -> None:
    chart = summary.found(open_chapter("00_summary", "", "", "en")).chart
    assert chart is not None
    heads = [row.head for row in chart.grid.rows]
    assert (heads[0], heads[7], heads[8:]) == ("Exports", "Revenue", ["Loans", "Deposits"])


@pytest.mark.parametrize("month", ["2024-01", "2024-09"])
def test_before_the_second_half_is_over_the_page_compares_the_newest_rates(month: str) -> None:
    chart = summary.found(open_chapter("00_summary", "", month, "en")).chart
    assert chart is not None
    assert chart.name == "fig-growth-so-far"
    values = [value or 0.0 for [value] in chart.grid.numbers]
    assert values == sorted(values, reverse=True)
    assert all(row.figures[0] for row in chart.grid.rows)


def test_trade_turned_too_and_is_less_far_apart_than_exports() -> None:
    found = turned(open_chapter("00_summary", "", "", "zh").results("flows"))
    rates = {name: [round(half.value or 0) for half in halves] for name, halves in found.items()}
    assert rates["trade"] == [19, -9]
    assert rates["exports"] == [19, -11]


def test_the_strip_gives_every_cell_with_what_is_printed_and_what_would_fit() -> None:
    shown = summary.found(open_chapter("00_summary", "", "", "en"))
    scope = "on the scope of the other months"
    assert [cell[1:] for cell in shown.cells] == [
        ("printed CNY 46.87 billion;", "should be CNY 4.48 billion"),
        ("printed CNY −25.14 billion;", "should be CNY −42.54 billion"),
        ("printed CNY −227.56 billion;", f"{scope} CNY 21.21 billion to CNY 22.18 billion"),
        ("printed CNY −570.84 billion;", f"{scope} CNY 67.30 billion to CNY 69.10 billion"),
    ]


@pytest.mark.parametrize(
    ("month", "headline"),
    [("2024-09", None), ("2024-10", "不宜引用的印出数字：2个印错"), ("2024-12", FOUND[0])],
)
def test_misprints_are_counted_apart_from_another_scope(month: str, headline: str | None) -> None:
    """The register files the cells of October as errors of the report, those of January not."""
    found = [one.headline for one in discoveries(open_chapter("00_summary", "", month, "zh"))]
    assert (headline in found) if headline else not any("印错" in one for one in found)


def test_a_total_of_the_year_is_not_captioned_as_one_month() -> None:
    for month, total, balance in (
        ("2024-12", "2024", "December 2024"),
        ("2024-09", "January to September 2024", "September 2024"),
    ):
        tiles = summary.headlines(open_chapter("00_summary", "", month, "en")).tiles
        assert [tiles[0].when, tiles[1].when] == [total, balance]


@pytest.mark.parametrize("month", ["2024-01", "2024-05", "2024-09"])
def test_before_the_end_of_the_year_nothing_is_said_of_what_is_not_printed(
    month: str, language: str
) -> None:
    chapter = open_chapter("00_summary", "", month, language)
    told = " ".join(f"{one.headline} {one.text}" for one in discoveries(chapter))
    for name in ("11_demand_and_trade", "13_livelihood_and_prices", "20_banking"):
        told += repr(lead(open_chapter(name, "", month, language)))
    assert chapter.words.text("not_yet.phrase") not in told
    assert "{" not in told


def test_all_tiles_count_in_one_unit_and_say_so_once() -> None:
    shown = {
        code: summary.headlines(open_chapter("00_summary", "", "", code)) for code in LANGUAGES
    }
    tiles = shown["en"].tiles
    assert [tile.value for tile in tiles] == [
        "CNY 2,549 billion", "CNY 4,560 billion", "CNY 6,113 billion", "CNY 818 billion",
        "CNY 174 billion", "CNY 813 billion", "CNY 354 billion",
        "about CNY 6,500 billion",  # printed with two digits
    ]  # fmt: skip
    assert [tile.value for tile in shown["zh"].tiles][::7] == ["25495亿元", "约 65000亿元"]
    assert repr(shown["en"]).endswith("billions; each opens what is printed.")
    # Four quarters of growth, then twelve months of it; the box is 100 wide.
    assert [len(tile.spark.split()) for tile in tiles[:2]] == [4, 12]
    assert tiles[0].spark.split()[-1].startswith("100,")
    assert tiles[1].spark_ends == ["Jan 10.8%", "Dec 8.7%"]
