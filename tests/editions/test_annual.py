"""What is printed once a year: how a target compares with its outcome, and when an event was."""

import pytest

from finreport.documents import read_text
from finreport.editions.making import annual
from finreport.editions.making.headings import Sections


def planned(value: str, word: str, name: str = "target_grp_growth") -> dict[str, str]:
    """A statement of a target, as far as the table of targets is made from it."""
    return {"id": name, "value": value, "unit": "%", "qualifier": word}


@pytest.mark.parametrize(
    ("word", "comparator"),
    [
        *((word, "at_least") for word in ("以上", "超过", "余", "多")),
        *((word, "about") for word in ("左右", "约", "预计", "近", "内")),
        ("", "equal"),
    ],
)
def test_the_word_beside_a_target_says_how_its_outcome_compares(word: str, comparator: str) -> None:
    [target] = annual.targets([planned("6.5", word)], [], ["%"])
    assert target == {"indicator": "gdp", "comparator": comparator, "value": "6.5", "unit": "%"}


def test_of_two_prints_of_a_target_the_one_with_a_word_says_more() -> None:
    prints = [planned("6.5", ""), planned("6.4", "左右", "target_grp_growth_print")]
    [target] = annual.targets(prints, [], ["%"])
    assert (target["comparator"], target["value"]) == ("about", "6.4")


def test_an_event_has_the_year_that_is_printed_with_its_day() -> None:
    report = read_text(
        "青岭省金融运行报告（2032）\n\n附录：\n\n（一）2031年青岭省经济金融大事记\n\n"
        "3月5日，平台启用。\n\n2032年1月9日，试点获批。\n",
        "report.txt",
    )
    assert annual.events(report, Sections(report.paragraphs), 2031, {}) == [
        {"date": "2031-03-05", "event": "平台启用"},
        {"date": "2032-01-09", "event": "试点获批"},
    ]
