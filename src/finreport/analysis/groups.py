"""The analyses by group, and all named results of an edition."""

from collections.abc import Mapping
from importlib import import_module

from finreport.analysis.results import Result
from finreport.editions import Edition

GROUPS = ("levels", "trends", "rates", "gap", "flows", "pace")
"""Each is a module of this package with a function ``results(edition)``, and the first part of
the names of the results that it gives."""


def compute(edition: Edition, group: str, **parameters: str) -> dict[str, Result]:
    """The results of one group by name, in the order in which they are told.

    ``parameters`` are those of the group, such as the ``split_month`` of ``rates``. The group's
    module is imported only now: statsmodels and scipy alone take a second.
    """
    found = import_module(f"finreport.analysis.{group}").results(edition, **parameters)
    return {result.name: result for result in found}


def compute_all(edition: Edition) -> Mapping[str, Result]:
    """Every named result of an edition, up to its month."""
    return {name: result for group in GROUPS for name, result in compute(edition, group).items()}
