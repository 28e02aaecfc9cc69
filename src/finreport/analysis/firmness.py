"""How firm a finding is: what shakes a test, and one scale with stated thresholds for the words."""

from collections.abc import Mapping
from enum import StrEnum

from finreport.analysis.results import Result

LEVEL = 0.05
"""The level at which an adjusted p is called small."""

NOISES: dict[str, float] = {"independent": 0.0, "ar1_0.5": 0.5, "ar1_0.7": 0.7, "random_walk": 1.0}
"""Errors that a test may meet, by how much of an error stays for the next month."""

DEPENDENT = tuple(NOISES)[1:]
"""The noises under which a p is given again, from mild to severe."""

LEFT_OUT = (1, 2, 3)
"""How many of the last months are left out to see what remains."""

SHAKEN = (DEPENDENT, tuple(f"without_last_{count}" for count in LEFT_OUT))
"""What tests are shaken with besides rounding, by kind: how the names of the p end."""


class Firmness(StrEnum):
    """What may be said of an effect."""

    FIRM = "firm"
    """The adjusted p is below the level and stays there under everything that shakes it: moved
    inside the rounding, with dependent errors and without the last months. A test that one of
    these kinds was not tried on is never firm."""

    TENTATIVE = "tentative"
    """The adjusted p is below the level, and the test is not firm."""

    INDISTINCT = "indistinct"
    """The adjusted p is not below the level: chance alone would do."""

    TOO_FEW = "too_few"
    """There are too few points for a test."""


def others(test: Result, results: Mapping[str, Result]) -> dict[str, Result]:
    """The p of the same test under other assumptions, by the end of their names.

    ``results`` are those of the group of the test. What has no value is left out.
    """
    start = f"{test.name}."
    return {
        name.removeprefix(start): other
        for name, other in results.items()
        if name.startswith(start) and other.value is not None
    }


def at_most(test: Result, results: Mapping[str, Result]) -> dict[str, float]:
    """How large the p may be under each assumption: what counts for how firm a finding is.

    Of a simulated p this is the upper end of its interval; ``rounding`` stands for the upper end
    of the test's own range.
    """
    ends = {"rounding": test.upper} | {
        end: other.upper if other.bounds == "simulation" else other.value
        for end, other in others(test, results).items()
    }
    return {end: p for end, p in ends.items() if p is not None}


def firmness(test: Result, results: Mapping[str, Result]) -> Firmness:
    """How firm the finding of a ``test`` is, by the other ``results`` of its group."""
    if test.value is None:
        return Firmness.TOO_FEW
    adjusted = test.value if test.adjusted is None else test.adjusted
    if adjusted >= LEVEL:
        return Firmness.INDISTINCT
    ps = at_most(test, results)
    kinds = (("rounding",), *SHAKEN)
    tried_all = all(not ps.keys().isdisjoint(kind) for kind in kinds)
    return Firmness.FIRM if tried_all and max(ps.values()) < LEVEL else Firmness.TENTATIVE
