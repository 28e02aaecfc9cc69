"""Invented reports, in ten wordings a passage and any order, are read as they were meant."""

import pytest

from tests.reading.invented import invented
from tests.reading.measure import Score

SEEDS = range(40)


@pytest.fixture(scope="module")
def score() -> Score:
    """The score of forty reports."""
    return invented(SEEDS)


@pytest.mark.parametrize(("name", "least"), [("all but subject", 0.99), ("all", 0.95)])
def test_most_numbers_are_read_right(score: Score, name: str, least: float) -> None:
    assert score.total["all"] > 1000
    assert score.right[name] / score.total["all"] >= least
