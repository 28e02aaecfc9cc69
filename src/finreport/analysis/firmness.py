"""How firm a finding is: what shakes a test, and one scale with stated thresholds for the words."""

from enum import StrEnum

from finreport.analysis.methods import (
    DEPENDENT,
    LEFT_OUT,
    METHODS,
    WITHOUT_SPRING,
    Guarantee,
    method_of,
)
from finreport.analysis.results import Result, Results

LEVEL = 0.05
"""The level at which an adjusted p is called small."""

SHAKEN = (DEPENDENT, tuple(LEFT_OUT), (WITHOUT_SPRING,))
"""What tests are shaken with besides rounding, by kind: variants of a test."""


class Firmness(StrEnum):
    """What may be said of an effect."""

    FIRM = "firm"
    """The test was named beforehand, its adjusted p is below the level, and its p stays there
    under everything that shakes it: moved inside the rounding, with dependent errors where its
    null has none, without the last months or without spring."""

    TENTATIVE = "tentative"
    """The adjusted p is below the level, and the test is not firm."""

    INDISTINCT = "indistinct"
    """The adjusted p is not below the level: chance alone would do."""

    COMPARED = "compared"
    """No verdict: the test stands beside another one, because its own null is known to be false."""

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
    of the test's own range. What was drawn from uniform rounding only describes that range.
    """
    ends = {"rounding": test.upper} | {
        variant: other.upper if other.bounds == Guarantee.SIMULATION else other.value
        for variant, other in others(test, results).items()
        if other.bounds != Guarantee.UNIFORM
    }
    return {variant: p for variant, p in ends.items() if p is not None}


def firmness(test: Result, results: Results) -> Firmness:
    """How firm the finding of a ``test`` is, by the other ``results`` of its group."""
    if test.value is None:
        return Firmness.TOO_FEW
    method = method_of(test.group, test.statistic)
    if method.is_for_comparison:
        return Firmness.COMPARED
    adjusted = test.value if test.adjusted is None else test.adjusted
    if adjusted >= LEVEL:
        return Firmness.INDISTINCT
    ps = at_most(test, results)
    tried = [not ps.keys().isdisjoint(kind) for kind in _kinds(test)]
    is_firm = test.is_primary and any(tried) and all(tried) and max(ps.values()) < LEVEL
    return Firmness.FIRM if is_firm and "rounding" in ps else Firmness.TENTATIVE


def _kinds(test: Result) -> list[tuple[str, ...]]:
    """The kinds of :data:`SHAKEN` that there are of a test."""
    variants = {
        variant for statistic, variant in METHODS[test.group] if statistic == test.statistic
    }
    return [kind for kind in SHAKEN if not variants.isdisjoint(kind)]
