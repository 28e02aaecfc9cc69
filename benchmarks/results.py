"""The table of goals, as people read it: in a terminal and in ``results.md``."""

import os
import platform
from importlib.metadata import version

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


def as_markdown(found: Findings, load: float, took: float) -> str:
    """The whole page; ``load`` is that of the machine before, ``took`` the seconds of it all."""
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`. Seconds are of one machine; the ratios are of the same run.",
        "",
        "| what | seconds | compared with | seconds | ratio | goal | met |",
        "|---|--:|---|--:|--:|--:|---|",
        *map(_row, found.goals),
        "",
        *(f"- {note}" for note in found.notes),
        "",
        f"Machine: {os.cpu_count()} processors, {psutil.virtual_memory().total / 2**30:.0f} GB, "
        f"{platform.system()}; load before the run {load:.1f}. All of it took {took / 60:.0f} "
        "minutes.",
        "",
        f"Versions: Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in PACKAGES)
        + ".",
    ]
    return "\n".join(lines) + "\n"


def _row(goal: Goal) -> str:
    cells = [
        goal.what,
        f"{goal.seconds:.2f}",
        goal.against,
        f"{goal.against_seconds:.2f}",
        f"{goal.ratio:.1f} times faster" if goal.at_least else f"{goal.ratio:.2f} times as long",
        f"at least {goal.at_least:g}" if goal.at_least else f"at most {goal.at_most:g}",
        "yes" if goal.is_met else "**no**",
    ]
    return f"| {' | '.join(cells)} |"
