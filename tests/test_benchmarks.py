"""The arithmetic of the benchmarks: what is extrapolated, and from what."""

from pathlib import Path

import pytest

from benchmarks.goals import Goal, change_a_cell, each_run, sweep_goals, whole
from benchmarks.tools import ROOT, Done


def done(start: float, *seconds: float) -> list[Done]:
    """Runs that were done one after the other, after a start."""
    return [Done(start + sum(seconds[: place + 1]), 1.0) for place in range(len(seconds))]


def test_start_up_is_counted_once_however_many_runs_there_are() -> None:
    runs = done(10, *[2] * 8)
    assert each_run(runs) == 2
    assert whole(runs, 8) == runs[-1].after == 26
    assert whole(runs, 100) == 10 + 100 * 2


def test_a_sweep_that_slows_down_is_not_linear() -> None:
    runs = done(10, 1, 1, 1, 1, 2, 2, 2, 2)
    [_, linear, dask] = sweep_goals(2, 5.0, runs, runs)
    assert (linear.seconds, linear.against_seconds, linear.is_met) == (2, 1, False)
    assert (dask.ratio, dask.is_met) == (1, True)


def test_the_stock_sweep_has_no_start_up() -> None:
    [goal, *_] = sweep_goals(2, 5.0, done(10, *[1] * 8), done(10, *[1] * 8))
    assert (goal.against_seconds, goal.seconds) == (5 * 4 * 31, 10 + 4 * 31)
    assert "extrapolated" in goal.what


@pytest.mark.parametrize(
    ("goal", "is_met"),
    [
        (Goal("", "", 10, 2, at_least=5), True),
        (Goal("", "", 10, 2.1, at_least=5), False),
        (Goal("", "", 10, 14, at_most=1.4), True),
        (Goal("", "", 10, 15, at_most=1.4), False),
    ],
)
def test_goals_are_met_on_the_right_side(goal: Goal, is_met: bool) -> None:
    assert goal.is_met is is_met


def test_each_change_of_a_cell_is_another_one(tmp_path: Path) -> None:
    table = tmp_path / "data/shanxi-2025/deposits_loans.csv"
    table.parent.mkdir(parents=True)
    found = [(ROOT / "data/shanxi-2025" / table.name).read_text(encoding="utf-8")]
    for number in (1, 2, 3):
        change_a_cell(tmp_path, number)
        found.append(table.read_text(encoding="utf-8"))
    assert len(set(found)) == 4
    lines = [text.splitlines() for text in found]
    assert {sum(a != b for a, b in zip(lines[0], other, strict=True)) for other in lines[1:]} == {1}
