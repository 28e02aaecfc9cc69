"""Numbers of the prose that no report prints, before what they are computed from is printed."""

import pytest

from finreport.narrative.chapter import open_chapter
from finreport.narrative.computed import COMPUTED


@pytest.mark.parametrize("as_of", ["2024-01", "2024-09", "2024-11"])
def test_the_jump_of_the_year_is_not_told_before_its_end(as_of: str, language: str) -> None:
    chapter = open_chapter("10_growth", "shanxi-2025", as_of, language)
    assert COMPUTED["tertiary_jump"].tell(chapter) == chapter.words.text("not_yet.phrase")
