"""The parameters of a chapter, checked by type and value as it opens."""

import re

import pytest

from finreport.charts import open_chapter
from finreport.editions import open_edition
from finreport.errors import PlainError

GIVEN = {
    "edition": "shanxi-2025",
    "as_of": "2024-06",
    "language": "zh",
    "split_month": "2024-04",
}


def test_what_is_right_is_taken() -> None:
    chapter = open_chapter("41_rates", **GIVEN)
    assert chapter.edition.as_of == "2024-06"
    assert chapter.words.code == "zh"
    assert chapter.split_month == "2024-04"


def test_an_empty_split_month_is_the_middle() -> None:
    months = open_edition("shanxi-2025").months
    split = open_chapter("41_rates", **(GIVEN | {"split_month": ""})).split_month
    before = [month for month in months if month < split]
    assert len(before) == len(months) - len(before)


@pytest.mark.parametrize("parameter", GIVEN)
@pytest.mark.parametrize("value", [202405, 2024.05, None, True, ["2024-05"], {"a": "b"}, b"zh"])
def test_what_is_not_a_text_is_one_sentence_before_any_work(
    parameter: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finreport.narrative.chapter.open_edition", None)
    with pytest.raises(PlainError) as caught:
        open_chapter("41_rates", **(GIVEN | {parameter: value}))  # type: ignore[arg-type]
    pattern = rf"The parameter {parameter} is {re.escape(repr(value))}, which .* -r .*\."
    assert re.fullmatch(pattern, str(caught.value))


@pytest.mark.parametrize(
    ("parameter", "value", "available"),
    [
        ("edition", "shanxi-1999", "shanxi-2025"),
        ("edition", "../data/shanxi-2025", "shanxi-2025"),
        ("as_of", "2025-01", "2024-01 to 2024-12"),
        ("as_of", "2024-1", "2024-01 to 2024-12"),
        ("as_of", "September", "2024-01 to 2024-12"),
        ("as_of", "２０２４-0１", "2024-01 to 2024-12"),
        ("language", "fr", "zh, en"),
        ("language", "ZH", "zh, en"),
        ("split_month", "2024-01", "2024-02 to 2024-12"),
        ("split_month", "2024-13", "2024-02 to 2024-12"),
        ("split_month", "2025-03", "2024-02 to 2024-12"),
        ("split_month", "202407", "2024-02 to 2024-12"),
    ],
)
def test_an_unknown_value_is_one_sentence_that_names_the_others(
    parameter: str, value: str, available: str
) -> None:
    with pytest.raises(PlainError) as caught:
        open_chapter("41_rates", **(GIVEN | {parameter: value}))
    assert re.fullmatch(rf".*'{value}'.*; available: {available}\.", str(caught.value))
