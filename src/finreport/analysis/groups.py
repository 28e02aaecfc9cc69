"""The analyses by group, and all named results of an edition."""

from importlib import import_module

from finreport.analysis.results import Result, Results, adjust
from finreport.editions import Edition
from finreport.editions.shared import shared

GROUPS = (
    "derived",
    "levels",
    "ledger",
    "trends",
    "rates",
    "gap",
    "wholes",
    "flows",
    "pace",
    "deflator",
)
"""Each is a module of this package with a function ``results(edition)``."""


def compute(edition: Edition, group: str, **parameters: str) -> Results:
    """The results of one group, in the order in which they are told, its p adjusted.

    ``parameters`` are those of the group, such as the ``split_month`` of ``rates``. They are
    computed once in a run that shares them (:mod:`finreport.editions.shared`).
    """
    name = " ".join((group, *parameters.values()))
    return Results(shared(edition, name, lambda: _compute(edition, group, parameters)))


def _compute(edition: Edition, group: str, parameters: dict[str, str]) -> list[Result]:
    # The module is imported only now: statsmodels and scipy alone take a second.
    module = import_module(f"finreport.analysis.{group}")
    found = module.results(edition, **parameters)
    return adjust(found, edition.groups.primary_names())


def compute_all(edition: Edition) -> Results:
    """Every result of an edition, up to its month."""
    return Results(row for group in GROUPS for row in compute(edition, group).rows)
