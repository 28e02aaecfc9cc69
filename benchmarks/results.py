"""The table of goals, as people read it: in a terminal and in ``results.md``."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from statistics import median

import psutil

from benchmarks.goals import Findings, Goal

PACKAGES = (
    "papermill",
    "nbclient",
    "ipykernel",
    "jupyter-client",
    "nbval",
    "jupyter-book",
    "sphinx",
    "distributed",
    "pandas",
    "matplotlib",
    "statsmodels",
)
"""Packages whose versions decide what is measured."""

HEAD = (
    "| what | seconds | compared with | seconds | ratio | pairs | goal | met |",
    "|---|--:|---|--:|--:|---|--:|---|",
)


def as_markdown(found: Findings, load: float, took: float, noise: Sequence[float]) -> str:
    """The whole page.

    ``load`` is that of the machine before, ``took`` the seconds of it all, and ``noise`` those of
    a loop that always does the same, timed before each measurement.
    """
    missed = [goal for goal in found.goals if not goal.is_met]
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`. Seconds are of one machine and the medians of pairs, measured in "
        "turn; a ratio is the median of the pairs' ratios, of which the least and the most stand "
        "under *pairs*.",
        "",
        *HEAD,
        *map(_row, found.goals),
        "",
        f"{len(found.goals) - len(missed)} of {len(found.goals)} goals are met. `make test` takes "
        "longer than all of this, so `python -m benchmarks.suite` measures it by itself.",
        "",
        *(("## Missed", "", *map(_missed, missed), "") if missed else ()),
        *(
            ("## Not measured", "", *(f"- {each}" for each in found.failures), "")
            if found.failures
            else ()
        ),
        "## Where the time goes",
        "",
        *(f"- {note}" for note in found.notes),
        "",
        machine(load, took, noise),
        "",
        f"Versions: Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in PACKAGES)
        + ".",
    ]
    return "\n".join(lines) + "\n"


def machine(load: float, took: float, noise: Sequence[float]) -> str:
    """What the run was made on, and how steady that was."""
    usual = median(noise)
    least, most = (f"{each / usual - 1:+.0%}" for each in (min(noise), max(noise)))
    return (
        f"Machine: {os.cpu_count()} processors, {psutil.virtual_memory().total / 2**30:.0f} GB, "
        f"{platform.system()}; load before the run {load:.1f}. Its noise: a loop that always does "
        f"the same took {usual:.3f} s, {least} to {most}, in "
        f"{len(noise)} times through the run. All of it took {took / 60:.0f} minutes."
    )


def _row(goal: Goal) -> str:
    least, most = (f"{ratio:.{_digits(goal)}f}" for ratio in (goal.ratios[0], goal.ratios[-1]))
    cells = [
        goal.what,
        f"{goal.seconds:.2f}",
        goal.against,
        f"{goal.against_seconds:.2f}",
        _told(goal, goal.ratio),
        f"{least} to {most} ({len(goal.pairs)})",
        f"at least {goal.at_least:g}" if goal.at_least else f"at most {goal.at_most:g}",
        "yes" if goal.is_met else "**no**",
    ]
    return f"| {' | '.join(cells)} |"


def _missed(goal: Goal) -> str:
    """What holds a goal that is missed, and how far it could come."""
    told = f"- {goal.what}, against {goal.against}: {goal.held}."
    if goal.floor is None or goal.at_least is None:
        return told
    return (
        f"{told} The floor is {goal.floor:.2f} s, {goal.floor_is}: "
        f"{_told(goal, goal.against_seconds / goal.floor)}."
    )


def _told(goal: Goal, ratio: float) -> str:
    way = "times as long" if goal.at_least is None else "times faster"
    return f"{ratio:.{_digits(goal)}f} {way}"


def _digits(goal: Goal) -> int:
    return 2 if goal.at_least is None else 1
