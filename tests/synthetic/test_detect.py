"""The published results of detection: complete, without false alarms, and repeatable."""

import csv
from collections import Counter

import pytest
from frictionless import Package

from tests.synthetic.detect import (
    CLEAN,
    FOLDER,
    OUTCOMES,
    PLANTS,
    Clean,
    Result,
    check_clean,
    check_plant,
)
from tests.synthetic.plants import KINDS

REPEATED = (0, 77)
"""The plants of each kind, and the clean editions, that are made and checked again."""


def read_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_strings(result: Result | Clean) -> dict[str, str]:
    return {key: str(value) for key, value in result._asdict().items()}


def test_the_package_is_valid() -> None:
    report = Package(str(FOLDER / "datapackage.json")).validate()
    assert report.flatten(["rowNumber", "fieldName", "message"]) == []


def test_enough_was_planted_and_checked() -> None:
    counts = Counter(row["kind"] for row in read_rows("plants"))
    assert counts == dict.fromkeys(KINDS, PLANTS)
    assert counts.total() >= 1000
    assert len({row["edition"] for row in read_rows("editions")}) == CLEAN >= 200


def test_no_false_alarm() -> None:
    assert [row for row in read_rows("editions") if row["false_alarms"]] == []
    assert all(int(row["identities"]) and int(row["statements"]) for row in read_rows("editions"))


def test_the_table_counts_the_plants() -> None:
    counts = Counter((row["kind"], row["outcome"]) for row in read_rows("plants"))
    assert [
        {"kind": kind, "planted": str(PLANTS), **{o: str(counts[kind, o]) for o in OUTCOMES}}
        for kind in KINDS
    ] == read_rows("detection")


def test_hardly_an_error_that_breaks_a_relation_is_missed() -> None:
    counts = Counter(row["outcome"] for row in read_rows("plants"))
    assert counts["missed"] <= counts.total() / 100


def test_every_increase_over_two_months_is_found() -> None:
    [row] = [row for row in read_rows("detection") if row["kind"] == "increase_over_two_months"]
    assert row["contradicted"] == row["planted"]


@pytest.mark.parametrize("seed", REPEATED)
@pytest.mark.parametrize("kind", KINDS)
def test_a_plant_repeats(kind: str, seed: int) -> None:
    [published] = [
        row for row in read_rows("plants") if (row["kind"], row["edition"]) == (kind, str(seed))
    ]
    assert as_strings(check_plant((kind, seed))) == published


@pytest.mark.parametrize("seed", REPEATED)
def test_a_clean_edition_repeats(seed: int) -> None:
    published = read_rows("editions")[seed]
    assert as_strings(check_clean(seed)) == published
