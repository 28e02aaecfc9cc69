"""Results as one table: what an analysis found, by which method and from which numbers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from finreport.analysis.methods import method_of
from finreport.errors import AbsentError

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Row: TypeAlias = Mapping[Any, Any]
"""A row of a table by its columns, which is quicker to read than one of pandas."""

FEWEST = 6
"""The fewest points from which a test is made: with six, the smallest two-sided p of an exact
rank test is 2/6! or about 0.003; with four it is above 0.05, so that nothing could be found."""

TOO_FEW = "too_few"
"""The reason of a result without a value because fewer than :data:`FEWEST` points remain."""


class Estimate(NamedTuple):
    """A value and its bounds; without a value there is no number."""

    value: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Result:
    """One number that an analysis found: a row of the table of results.

    The first five columns say which number it is. ``group`` is the analysis, ``series`` what the
    number is about (``cny.loans``; empty where that is no single series), ``statistic`` what was
    found of it (``mann_kendall.p``), ``period`` when (``2030-05``, ``2030Q2``; empty for all
    months together), and ``variant`` under which assumption (``ar1_0.5``; empty for the main
    one). The statistics of a group, with the unit, the method and the family of each, are in
    :data:`finreport.analysis.methods.METHODS`.

    ``unit`` is that of the data (``%``, ``100 million CNY``, ...) or ``percentage points``,
    ``percentage points a month``, ``probability`` or ``1`` (a pure number). ``method`` is a key
    of the catalogues' ``method`` table. ``lower`` and ``upper`` bound the value in the sense of
    ``bounds``, one of :class:`finreport.analysis.methods.Guarantee`, empty where there are none.
    ``n`` is how many points entered, ``inputs`` name the printed numbers. The p of a test that
    belongs to a ``family`` is ``adjusted`` together with the others of it; ``is_primary`` are the
    tests that the edition's groups name beforehand. Without a value, ``reason`` (a key of the
    catalogues' ``reason``) says why.
    """

    group: str
    series: str
    statistic: str
    period: str
    variant: str
    value: float | None
    lower: float | None
    upper: float | None
    bounds: str
    unit: str
    method: str
    family: str
    n: int
    inputs: tuple[str, ...]
    adjusted: float | None = None
    reason: str = ""
    is_primary: bool = False

    @cached_property
    def name(self) -> str:
        """The columns printed: ``trends.cny.loans.mann_kendall.p.ar1_0.5``."""
        form = method_of(self.group, self.statistic, self.variant).name
        parts = (part.format_map(vars(self)) for part in form.split())
        return ".".join((self.group, *filter(None, parts)))


class Results(Mapping[str, Result]):
    """The table: its rows in the order in which they are told.

    Rows are found by their columns (:meth:`where`, :meth:`one`), and by their printed name as in
    any mapping.
    """

    def __init__(self, rows: Iterable[Result]) -> None:
        self.rows = tuple(rows)

    @cached_property
    def _named(self) -> dict[str, Result]:
        return {row.name: row for row in self.rows}

    def __getitem__(self, name: str) -> Result:
        return self._named[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)

    @cached_property
    def _by_statistic(self) -> Mapping[str, Sequence[Result]]:
        found: dict[str, list[Result]] = {}
        for row in self.rows:
            found.setdefault(row.statistic, []).append(row)
        return found

    def where(self, **columns: str) -> "Results":
        """The rows that have these values in these columns."""
        rows: Sequence[Result] = self.rows
        if "statistic" in columns:
            rows = self._by_statistic.get(columns["statistic"], ())
        return Results(
            row for row in rows if all(getattr(row, name) == text for name, text in columns.items())
        )

    def one(self, statistic: str, series: str = "", period: str = "", variant: str = "") -> Result:
        """The row of these columns; no two groups have a statistic of one name.

        Raises :class:`AbsentError` if there is none, as where an edition does not print what it
        would come from.
        """
        found = self.where(statistic=statistic, series=series, period=period, variant=variant)
        if not found.rows:
            about = " ".join(filter(None, (series, period, variant)))
            raise AbsentError(f"The edition gives no result {statistic} of {about or 'its own'}.")
        return found.rows[0]

    def one_of(self, statistic: str, series: str, variant: str = "") -> Result:
        """The same, whatever its period is: that of a run of months is found, not known."""
        found = self.where(statistic=statistic, series=series, variant=variant)
        if not found.rows:
            raise AbsentError(f"The edition gives no result {statistic} of {series}.")
        return found.rows[0]


def told(  # noqa: PLR0913 - the columns of a row, each by its name
    group: str,
    statistic: str,
    number: Estimate,
    *,
    inputs: Sequence[str],
    n: int | None = None,
    series: str = "",
    period: str = "",
    variant: str = "",
    unit: str = "",
    reason: str = TOO_FEW,
) -> Result:
    """A result by its method, or the ``reason`` why there is no number.

    ``n`` counts the inputs if it is not given; ``unit`` is that of the data, for a method that
    has none of its own.
    """
    method = method_of(group, statistic, variant)
    return Result(
        group,
        series,
        statistic,
        period,
        variant,
        *number,
        bounds="" if number.lower is None else method.bounds,
        unit=method.unit or unit,
        method=method.key,
        family=method.family,
        n=len(inputs) if n is None else n,
        inputs=tuple(inputs),
        reason=reason if number.value is None else "",
    )


def number_of(row: "pd.Series[float] | Row") -> Estimate:
    """The number in a row of a series; without one where it is missing."""
    value, lower, upper = (float(row[end]) for end in ("value", "lower", "upper"))
    return Estimate() if np.isnan(value) else Estimate(value, lower, upper)


def adjust(results: Iterable[Result], primary: Collection[str] = ()) -> list[Result]:
    """The same results, the p of each family with its adjustment by Holm (1979).

    The ``primary`` tests, by their names, are adjusted among themselves, as if no other had been
    made; they were chosen before. All others are exploration and are adjusted among themselves.

    Holm, S. (1979), A simple sequentially rejective multiple test procedure, Scandinavian
    Journal of Statistics 6, 65-70: it keeps the family's error rate however the tests depend on
    each other, as those of overlapping series do. Tests without a p are not counted.
    (statsmodels' multipletests gives the same, and collects garbage for a tenth of a second.)
    """
    results = list(results)
    families = defaultdict(list)
    for at, result in enumerate(results):
        if result.family:
            is_primary = result.name in primary
            results[at] = replace(result, is_primary=is_primary)
            if result.value is not None:
                families[result.family, is_primary].append((result.value, at))
    for members in families.values():
        least = 0.0
        for rank, (p, at) in enumerate(sorted(members)):
            least = min(1.0, max(least, (len(members) - rank) * p))
            results[at] = replace(results[at], adjusted=least)
    return results


def span(name: str, months: Iterable[str]) -> str:
    """The printed numbers of a series that enter a result: ``cny.loans.yoy@2030-01..2030-12``.

    ``name`` is that of the series, without a month; without months it stands alone.
    """
    first, *others = [*months, ""]
    if not first:
        return name
    return f"{name}@{first}..{others[-2]}" if len(others) > 1 else f"{name}@{first}"
