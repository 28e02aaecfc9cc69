"""Sweeps: the same chapters over many editions, months and languages."""

from finreport.errors import SweepError
from finreport.execution.sweep.places import on_cluster, on_this_machine
from finreport.execution.sweep.plan import Run, read_grid
from finreport.execution.sweep.sweeping import run_sweep
from finreport.execution.sweep.work import Outcome

__all__ = [
    "Outcome",
    "Run",
    "SweepError",
    "on_cluster",
    "on_this_machine",
    "read_grid",
    "run_sweep",
]
