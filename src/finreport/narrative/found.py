"""Numbers of named results, as charts and sentences need them."""

from collections.abc import Callable, Iterable

import pandas as pd

from finreport.analysis.results import Result, Results
from finreport.editions import INTERVAL, Series
from finreport.narrative.chapter import NotYetError
from finreport.words import rounded

Ends = tuple[float, float, float]
"""A value with its lower and upper end."""


def known(number: float | None) -> float:
    """A number that is needed; :class:`NotYetError` where the months do not give it yet."""
    if number is None:
        raise NotYetError("The months up to the one that is shown do not give this number.")
    return number


def ends_of(
    results: Results, statistic: str, series: str = "", period: str = "", variant: str = ""
) -> Ends:
    """A result's value with its ends; its own where it has no bounds.

    ``results`` are those of one group. Raises :class:`NotYetError` where there is none by the
    month that is shown.
    """
    found = results.where(statistic=statistic, series=series, period=period, variant=variant)
    for row in found.rows:
        if row.value is not None:
            lower = row.value if row.lower is None else row.lower
            upper = row.value if row.upper is None else row.upper
            return row.value, lower, upper
    wanted = " of ".join(filter(None, (statistic, series)))
    raise NotYetError(f"{wanted} is not known by the month that is shown.")


def by_period(rows: Iterable[Result]) -> Series:
    """The results that have a value as a series, by their periods."""
    known = {row.period: [row.value, row.lower, row.upper] for row in rows if row.value is not None}
    index = pd.Index(list(known), dtype="str")
    return pd.DataFrame(list(known.values()), index, INTERVAL, dtype=float)


def with_sign(value: float, decimals: int = 1, write: Callable[[float, int], str] = rounded) -> str:
    """A rounded number as ``write`` writes it, a positive one with its sign too."""
    return f"{'+' if value > 0 else ''}{write(value, decimals)}"


def way(lower: float, upper: float) -> int:
    """Whether a range is a rise (1), a fall (-1), or possibly neither (0)."""
    return 1 if lower > 0 else -1 if upper < 0 else 0
