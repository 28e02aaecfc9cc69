"""No verdict on a test moves with the seed of what is drawn for it."""

import numpy as np
import pytest

from finreport.analysis.groups import GROUPS, compute
from finreport.analysis.noise import reseeded
from finreport.editions import open_edition
from finreport.editions.shared import FOLDER
from tests.analysis.reseed import DRAWN, SEEDS, moved, seeded, verdicts


def test_only_two_groups_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*seed: object) -> None:
        raise AssertionError("something is drawn")

    monkeypatch.setattr(np.random, "default_rng", refuse)
    monkeypatch.delenv(FOLDER, raising=False)
    edition = open_edition("shanxi-2025")
    for group in set(GROUPS) - set(DRAWN):
        assert compute(edition, group).rows


def test_the_record_is_of_two_hundred_seeds_of_this_edition() -> None:
    edition, record = open_edition("shanxi-2025"), reseeded()
    assert (record.month, record.seeds) == (edition.as_of, SEEDS)
    assert record.tests == len(verdicts(edition))
    assert record.moved == 0


def test_some_more_seeds_move_none_either() -> None:
    """Every time others than those of the record."""
    assert moved(open_edition("shanxi-2025"), range(SEEDS, SEEDS + 3)) == set()


def test_another_seed_draws_other_numbers() -> None:
    """So that what does not move could have moved."""
    edition = open_edition("shanxi-2025")
    usual = [row.value for row in compute(edition, "rates").rows]
    with seeded(7):
        drawn = [row.value for row in compute(edition, "rates").rows]
    with seeded(7):
        again = [row.value for row in compute(edition, "rates").rows]
    assert drawn == again != usual
    assert usual == [row.value for row in compute(edition, "rates").rows]
