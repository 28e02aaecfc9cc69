"""Whether any verdict on a test moves with the seed of what is drawn for it.

Run as ``python -m tests.analysis.reseed`` from the folder of the project: it takes some minutes
and writes ``data/nulls/seeds.csv``.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from unittest import mock

from finreport.analysis import gap, noise
from finreport.analysis.firmness import Firmness, firmness
from finreport.analysis.groups import compute
from finreport.editions import Edition, open_edition
from finreport.editions.folder import own_edition
from finreport.editions.shared import FOLDER
from tests.analysis.simulate_nulls import write

DRAWN = ("rates", "gap")
"""The groups some of whose numbers are drawn; a test says that no other group has any."""

SEEDS = 200


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Everything is drawn with this seed, and nothing taken from results that others share."""
    with (
        mock.patch.object(noise, "SEED", seed),
        mock.patch.object(gap, "SEED", seed),
        mock.patch.dict(os.environ),
    ):
        os.environ.pop(FOLDER, None)
        noise.simulate.cache_clear()
        try:
            yield
        finally:
            noise.simulate.cache_clear()


def verdicts(edition: Edition) -> dict[str, Firmness]:
    """How firm each test of these groups is, by the name of its p."""
    return {
        row.name: firmness(row, results)
        for results in (compute(edition, group) for group in DRAWN)
        for row in results.rows
        if row.family
    }


def moved(edition: Edition, seeds: Iterable[int]) -> set[str]:
    """The tests whose verdict under one of the seeds is not that of the book."""
    usual, found = verdicts(edition), set[str]()
    for seed in seeds:
        with seeded(seed):
            drawn = verdicts(edition)
        found |= {name for name, verdict in drawn.items() if verdict != usual[name]}
    return found


def main() -> None:
    """Write the record of the project's own edition."""
    edition = open_edition(own_edition())
    row = (edition.as_of, SEEDS, len(verdicts(edition)), len(moved(edition, range(SEEDS))))
    write("seeds", ("month", "seeds", "tests", "moved"), [row])


if __name__ == "__main__":
    main()
