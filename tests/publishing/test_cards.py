"""The pictures that stand for pages where somebody shares them."""

import struct

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from finreport.figures import as_output
from finreport.publishing.cards import ZOOM, card, first_finding
from finreport.publishing.pictures import PictureError, png

BOOK = "山西省金融运行报告（2025）"


def test_a_card_has_the_size_that_open_graph_readers_expect() -> None:
    picture = png(card("银行业", BOOK, "版本 shanxi-2025"), ZOOM)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert 5_000 < len(picture) < 100_000


def test_a_card_is_drawn_the_same_every_time_and_differs_by_title() -> None:
    assert png(card("银行业", BOOK, "")) == png(card("银行业", BOOK, ""))
    assert png(card("银行业", BOOK, "")) != png(card("证券业", BOOK, ""))


def test_a_long_title_takes_more_lines() -> None:
    one, two = card("Trends", BOOK, ""), card("Trends of deposits and loans in Shanxi", BOOK, "")
    assert two.count("<svg:g") + two.count("<ns0:g") + two.count("<g ") == 1 + (
        one.count("<svg:g") + one.count("<ns0:g") + one.count("<g ")
    )


def test_a_character_without_a_glyph_is_named() -> None:
    with pytest.raises(PictureError, match=r"U\+1F600"):
        card("\N{GRINNING FACE}", BOOK, "")


def test_a_long_finding_is_set_smaller_and_whole() -> None:
    finding = "Exports: up about 19% in the first half, down about 11% in the second; " * 2
    lines = card(finding[:118], BOOK, "").count("translate(")
    assert lines == 1 + 4 + 1  # the book, all of it, and the edition


def test_the_card_of_the_first_page_has_the_finding_of_its_first_exhibit() -> None:
    outputs = [new_output("display_data", as_output([{"title": "出口由升转降"}]))]
    chart, words = new_code_cell("1", outputs=outputs), new_code_cell("2")
    assert first_finding(new_notebook(cells=[words, chart])) == "出口由升转降"
    assert first_finding(new_notebook(cells=[words])) == ""
