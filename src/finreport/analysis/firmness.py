"""How firm a finding is: what shakes a test, and one scale with stated thresholds for the words."""

from enum import StrEnum

from finreport.analysis.methods import DEPENDENT, LEFT_OUT, Guarantee
from finreport.analysis.results import Result, Results

LEVEL = 0.05
"""The level at which an adjusted p is called small."""

SHAKEN = (DEPENDENT, tuple(LEFT_OUT))
"""What tests are shaken with besides rounding, by kind: variants of a test."""


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


def others(test: Result, results: Results) -> dict[str, Result]:
    """The p of the same test under other assumptions, by variant.

    ``results`` are those of the group of the test. What has no value is left out.
    """
    same = results.where(series=test.series, statistic=test.statistic, period=test.period)
    return {row.variant: row for row in same.rows if row.variant and row.value is not None}


def at_most(test: Result, results: Results) -> dict[str, float]:
    """How large the p may be under each assumption: what counts for how firm a finding is.

    Of a simulated p this is the upper end of its interval; ``rounding`` stands for the upper end
    of the test's own range.
    """
    ends = {"rounding": test.upper} | {
        variant: other.upper if other.bounds == Guarantee.SIMULATION else other.value
        for variant, other in others(test, results).items()
    }
    return {variant: p for variant, p in ends.items() if p is not None}


def firmness(test: Result, results: Results) -> Firmness:
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
