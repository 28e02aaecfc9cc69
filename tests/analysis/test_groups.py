"""All groups of results: the same on every run, whatever an edition prints and names."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from finreport.analysis import pace, rates
from finreport.analysis.groups import GROUPS, compute, compute_all
from finreport.analysis.methods import METHODS, Guarantee
from finreport.analysis.results import Estimate, Result, Results, told
from finreport.editions import EditionError, open_edition
from finreport.editions.compared import Groups
from finreport.editions.shared import FOLDER

SCRIPT = """
import json
from finreport.analysis.groups import compute_all
from finreport.editions import open_edition
found = compute_all(open_edition("shanxi-2025"))
print(json.dumps({name: [r.value, r.lower, r.upper, r.adjusted] for name, r in found.items()}))
"""


def written(numbers: list[float | None]) -> list[str]:
    """Four significant digits."""
    return ["" if number is None else f"{number:.4g}" for number in numbers]


def numbers_of(result: Result) -> list[float | None]:
    return [result.value, result.lower, result.upper, result.adjusted]


@pytest.fixture(scope="module")
def everything() -> Results:
    return compute_all(open_edition("shanxi-2025"))


def test_another_process_finds_the_same_to_four_digits(everything: Results) -> None:
    """With another order of sets, and linear algebra on one thread."""
    alone = {name: value for name, value in os.environ.items() if name != FOLDER}
    output = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**alone, "PYTHONHASHSEED": "1", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    there = {name: written(numbers) for name, numbers in json.loads(output).items()}
    assert {name.partition(".")[0] for name in there} == set(GROUPS)
    assert there == {name: written(numbers_of(result)) for name, result in everything.items()}


def test_processes_of_a_run_compute_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    edition = open_edition("shanxi-2025")
    first = compute(edition, "pace")
    monkeypatch.setattr(pace, "results", lambda *_: pytest.fail("computed again"))
    assert compute(edition, "pace").rows == first.rows
    # Any other edition, month or parameter is another run's.
    for other in (open_edition("shanxi-2025", "2024-11"), replace(edition, groups=Groups())):
        with pytest.raises(pytest.fail.Exception):
            compute(other, "pace")


def test_a_run_keeps_the_results_of_each_parameter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))

    def told_of(_: object, split_month: str) -> list[Result]:
        return [told("levels", "level", Estimate(1.0), inputs=(), period=split_month)]

    monkeypatch.setattr(rates, "results", told_of)
    edition = open_edition("shanxi-2025")
    for _ in range(2):
        for month in ("2024-05", "2024-07"):
            [row] = compute(edition, "rates", split_month=month).rows
            assert row.period == month


# The table of all results


def test_no_two_groups_have_a_statistic_of_one_name() -> None:
    names = Counter(name for methods in METHODS.values() for name in {key[0] for key in methods})
    assert not [name for name, count in names.items() if count > 1]


def test_no_two_rows_have_one_name_or_the_same_columns(everything: Results) -> None:
    assert len({row.name for row in everything.rows}) == len(everything.rows)
    keys = {(row.statistic, row.series, row.period, row.variant) for row in everything.rows}
    assert len(keys) == len(everything.rows)


def test_bounds_leave_the_room_that_rounding_needs(everything: Results) -> None:
    """Every printed number stands for an interval, and so does what is computed from it."""
    rounded = {Guarantee.EXACT, Guarantee.AT_MOST, Guarantee.ASSUMED}
    for row in everything.rows:
        if row.bounds in rounded and row.unit != "probability" and not row.statistic.endswith(".s"):
            assert None not in numbers_of(row)[:3]
            if row.statistic.startswith("lpr"):  # quotations are not rounded
                assert row.lower <= row.value <= row.upper, row.name  # type: ignore[operator]
                continue
            assert row.lower < row.value < row.upper, row.name  # type: ignore[operator]


def test_a_p_has_room_too_where_months_are_printed_alike_or_close(everything: Results) -> None:
    """Its range may be one number; of all tests of a kind it is not."""
    kinds = {(row.statistic, row.bounds) for row in everything.rows if row.family}
    with_room = {
        (row.statistic, row.bounds)
        for row in everything.rows
        if row.lower is not None and row.upper is not None and row.lower < row.upper
    }
    assert kinds <= with_room
    assert {bounds for _, bounds in kinds} == {
        Guarantee.EXACT,
        Guarantee.AT_MOST,
        Guarantee.AT_LEAST,
    }


# Editions that print or name less


def test_an_edition_that_names_no_groups_has_reasons_and_fewer_results(everything: Results) -> None:
    found = compute_all(replace(open_edition("shanxi-2025"), groups=Groups()))
    assert set(found) < set(everything)
    without = {row.statistic for name, row in everything.items() if name not in found}
    assert {name.partition(".")[0] for name in without} == {
        "quarter_end", "part", "total", "borrowers", "implied", "printed", "difference",
        "balance", "outcome", "year", "second_half", "fourth_quarter",
    }  # fmt: skip
    for row in found.where(statistic="year").rows:
        assert (row.value, row.reason) == (None, "not_printed")
    # Nothing says that the product's whole year is on another basis.
    assert found.one("flow", "gdp", "2024Q4").value is not None


def test_a_statement_that_is_not_named_leaves_a_reason() -> None:
    edition = open_edition("shanxi-2025")
    groups = Groups(parts=edition.groups.parts, whole_year={"gdp": "gdp.ytd_yoy"})
    found = compute(replace(edition, groups=groups), "pace")
    assert found.one("year", "gdp", "2024").value is not None
    income = found.one("year.distance", "income", "2024")
    assert (income.value, income.reason) == (None, "not_printed")


def test_what_is_not_printed_is_not_analysed() -> None:
    edition = open_edition("shanxi-2025")
    records = dict(edition.records)
    records["deposits_loans"] = {
        row: cells for row, cells in records["deposits_loans"].items() if cells["currency"] == "cny"
    }
    less = replace(edition, records=records | {"lpr_buckets": {}, "economy": {}}, groups=Groups())
    found = compute_all(less)
    assert not {row.series for row in found.rows if row.series.startswith(("all", "fx"))}
    assert not found.where(group="rates")
    assert not found.where(group="flows")
    assert found.one("growth.sign_flip.p", "cny").value is not None
    with pytest.raises(EditionError, match="no result growth of all 2024-05"):
        found.one("growth", "all", "2024-05")
