"""The analyses by group, and all named results of an edition."""

from importlib import import_module

from finreport.analysis.results import Results
from finreport.editions import Edition

GROUPS = ("derived", "levels", "trends", "rates", "gap", "flows", "pace")
"""Each is a module of this package with a function ``results(edition)``."""


def compute(edition: Edition, group: str, **parameters: str) -> Results:
    """The results of one group, in the order in which they are told.

    ``parameters`` are those of the group, such as the ``split_month`` of ``rates``. The group's
    module is imported only now: statsmodels and scipy alone take a second.
    """
    module = import_module(f"finreport.analysis.{group}")
    return Results(module.results(edition, **parameters))


def compute_all(edition: Edition) -> Results:
    """Every result of an edition, up to its month."""
    return Results(row for group in GROUPS for row in compute(edition, group).rows)
