"""The front page: its findings against the report's own words, and what it leaves out in time."""

import pytest

from finreport.charts import open_chapter, summary
from finreport.narrative.discoveries import discoveries
from finreport.narrative.flow_claims import turned
from finreport.narrative.openings import lead

# What an outside reader of the report worked out by hand.
FOUND = (
    "4个印出的数不能照抄",
    "出口上半年增长约19%，下半年下降约11%",
    "住户存款的增加额相当于新增存款的约100%",
    "本外币贷款增速由10.8%到8.7%",
)


def test_the_findings_are_those_of_an_outside_reader() -> None:
    chapter = open_chapter("00_summary", "", "", "zh")
    found = discoveries(chapter)
    assert tuple(one.headline for one in found) == FOUND
    # A half of the year supposes that both printed rates compare with one and the same year.
    assert [one.firmness for one in found] == ["arithmetic", "assumed", "arithmetic", "arithmetic"]


def test_trade_turned_too_and_is_less_far_apart_than_exports() -> None:
    found = turned(open_chapter("00_summary", "", "", "zh").results("flows"))
    rates = {name: [round(half.value or 0) for half in halves] for name, halves in found.items()}
    assert rates["trade"] == [19, -9]
    assert rates["exports"] == [19, -11]


def test_the_strip_gives_every_cell_with_what_is_printed_and_what_would_fit() -> None:
    shown = summary.found(open_chapter("00_summary", "", "", "en"))
    assert [cell[1:] for cell in shown.cells] == [
        ("printed CNY 46.87 billion;", "should be CNY 4.48 billion"),
        ("printed CNY −25.14 billion;", "should be CNY −42.54 billion"),
        ("printed CNY −227.56 billion;", "should be CNY 21.21 billion to CNY 22.18 billion"),
        ("printed CNY −570.84 billion;", "should be CNY 67.30 billion to CNY 69.10 billion"),
    ]


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


def test_a_tile_counts_with_at_most_four_digits() -> None:
    tiles = summary.headlines(open_chapter("00_summary", "", "", "en")).tiles
    assert [tile.value for tile in tiles][:4] == [
        "CNY 2.55 trillion", "CNY 4.56 trillion", "CNY 6.11 trillion", "CNY 818.1 billion",
    ]  # fmt: skip
    # Four quarters of growth, then twelve months of it; the box is 100 wide.
    assert [len(tile.spark.split()) for tile in tiles[:2]] == [4, 12]
    assert tiles[0].spark.split()[-1].startswith("100,")
