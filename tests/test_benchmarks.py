"""The arithmetic of the benchmarks: what is extrapolated, from what, and what is told of it."""

from pathlib import Path

import pytest

from benchmarks.goals import (
    CELLS,
    Findings,
    Goal,
    Pair,
    change_a_cell,
    each_run,
    sweep_goals,
    whole,
)
from benchmarks.results import as_markdown
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
    [_, linear, dask] = sweep_goals(2, [5.0], [runs], [runs])
    assert (linear.seconds, linear.against_seconds, linear.is_met) == (2, 1, False)
    assert (dask.ratio, dask.is_met) == (1, True)


def test_the_stock_sweep_has_no_start_up() -> None:
    runs = done(10, *[1] * 8)
    [goal, *_] = sweep_goals(2, [5.0], [runs], [runs])
    assert (goal.against_seconds, goal.seconds) == (5 * 4 * 31, 10 + 4 * 31)
    assert "extrapolated" in goal.what


@pytest.mark.parametrize(
    ("goal", "is_met"),
    [
        (Goal("", "", [Pair(10, 2)], at_least=5), True),
        (Goal("", "", [Pair(10, 2.1)], at_least=5), False),
        (Goal("", "", [Pair(10, 14)], at_most=1.4), True),
        (Goal("", "", [Pair(10, 15)], at_most=1.4), False),
        # A pair on a machine that was slow for a moment decides nothing.
        (Goal("", "", [Pair(10, 2), Pair(90, 18), Pair(10, 9)], at_least=5), True),
    ],
)
def test_goals_are_met_on_the_right_side(goal: Goal, is_met: bool) -> None:
    assert goal.is_met is is_met


def test_a_missed_goal_says_what_holds_it_and_how_far_it_could_come() -> None:
    pairs = [Pair(10, 2.5), Pair(12, 2.5)]
    missed = Goal("one", "stock", pairs, at_least=6, floor=1.0, held="messages")
    found = Findings([missed, Goal("two", "stock", pairs, at_least=2, held="nothing")])
    page = as_markdown(found, 0.0, 60.0, [0.1, 0.2, 0.1])
    assert "| one | 2.50 | stock | 11.00 | 4.4 times faster | 4.0 to 4.8 (2) | at least 6 |" in page
    [told] = [line for line in page.splitlines() if line.startswith("- one")]
    assert "messages" in told
    assert "11.0 times faster" in told
    assert "nothing" not in page
    assert "1 of 2 goals" in page
    assert "+0% to +100%" in page


def test_what_could_not_be_measured_is_told() -> None:
    page = as_markdown(Findings(failures=["check: there is no git"]), 0.0, 60.0, [0.1])
    assert "- check: there is no git" in page


@pytest.mark.parametrize("table", CELLS)
def test_each_change_of_a_cell_is_another_one(tmp_path: Path, table: str) -> None:
    path = Path("data/shanxi-2025", table)
    (tmp_path / path).parent.mkdir(parents=True)
    found = [(ROOT / path).read_text(encoding="utf-8")]
    for number in (1, 2):
        change_a_cell(tmp_path, table, number)
        found.append((tmp_path / path).read_text(encoding="utf-8"))
    assert len(set(found)) == 3
    lines = [text.splitlines() for text in found]
    assert {sum(a != b for a, b in zip(lines[0], other, strict=True)) for other in lines[1:]} == {1}
