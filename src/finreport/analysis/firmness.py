"""How firm a finding is: one scale with stated thresholds, to choose the words of a sentence."""

from collections.abc import Iterable
from enum import StrEnum

from finreport.analysis.results import Result

LEVEL = 0.05
"""The level at which an adjusted p is called small."""


class Firmness(StrEnum):
    """What may be said of an effect."""

    FIRM = "firm"
    """The adjusted p is below the level and stays there under everything that shakes it."""

    TENTATIVE = "tentative"
    """The adjusted p is below the level, but not under everything that shakes it."""

    INDISTINCT = "indistinct"
    """The adjusted p is not below the level: chance alone would do."""

    TOO_FEW = "too_few"
    """There are too few points for a test."""


def firmness(test: Result, shaken: Iterable[float | None] = ()) -> Firmness:
    """How firm the finding of a ``test`` is.

    ``shaken`` are the p of the same test under other assumptions: dependent errors, values moved
    inside their rounding, the last months left out. One that could not be computed does not
    count. The upper end of the test's own range under rounding is always one of them.
    """
    if test.value is None:
        return Firmness.TOO_FEW
    adjusted = test.value if test.adjusted is None else test.adjusted
    if adjusted >= LEVEL:
        return Firmness.INDISTINCT
    others = [p for p in (test.upper, *shaken) if p is not None]
    return Firmness.FIRM if all(p < LEVEL for p in others) else Firmness.TENTATIVE
