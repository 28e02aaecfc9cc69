"""Named results: what an analysis found, in which unit, by which method and from which numbers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEWEST = 6
"""The fewest points from which a test is made: with six, the smallest two-sided p of an exact
rank test is 2/6! or about 0.003; with four it is above 0.05, so that nothing could be found."""

TOO_FEW = "too_few"
"""The reason of a result without a value because fewer than :data:`FEWEST` points remain."""


class Number(NamedTuple):
    """A value and its bounds; without a value there is no number."""

    value: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Result:
    """One number that an analysis found.

    ``name`` starts with the group of the analysis: ``trends.cny.loans.mann_kendall.p``.
    ``unit`` is that of the data (``%``, ``100 million CNY``, ...) or ``percentage points``,
    ``percentage points a month``, ``probability`` or ``1`` (a pure number). ``method`` is a key
    of the catalogues' ``method`` table. ``inputs`` name the printed numbers, ``count`` is how
    many points entered. ``lower`` and ``upper`` bound the value in the sense of ``bounds``, a
    key of the catalogues' ``bounds`` table: ``rounding``, ``confidence``, ... Without a value,
    ``reason`` (a key of ``reason``) says why. The p of a test that belongs to a ``family`` is
    adjusted together with the others of it.
    """

    name: str
    value: float | None
    unit: str
    method: str
    inputs: tuple[str, ...]
    count: int
    lower: float | None = None
    upper: float | None = None
    bounds: str = ""
    family: str = ""
    adjusted: float | None = None
    reason: str = ""


def adjust(results: Iterable[Result]) -> list[Result]:
    """The same results, the p of each family with its adjustment by Holm (1979).

    Holm, S. (1979), A simple sequentially rejective multiple test procedure, Scandinavian
    Journal of Statistics 6, 65-70: it keeps the family's error rate however the tests depend on
    each other, as those of overlapping series do. Tests without a p are not counted.
    (statsmodels' multipletests gives the same, and collects garbage for a tenth of a second.)
    """
    results = list(results)
    families = defaultdict(list)
    for at, result in enumerate(results):
        if result.family and result.value is not None:
            families[result.family].append((result.value, at))
    for members in families.values():
        least = 0.0
        for rank, (p, at) in enumerate(sorted(members)):
            least = min(1.0, max(least, (len(members) - rank) * p))
            results[at] = replace(results[at], adjusted=least)
    return results


def span(name: str, months: Iterable[str]) -> str:
    """The printed numbers of a series that enter a result: ``cny.loans.yoy@2024-01..2024-12``.

    ``name`` is that of the series, without a month; without months it stands alone.
    """
    first, *others = [*months, ""]
    if not first:
        return name
    return f"{name}@{first}..{others[-2]}" if len(others) > 1 else f"{name}@{first}"
