"""The one arithmetic on series of values with their ends."""

from collections.abc import Callable
from functools import reduce
from itertools import product

import numpy as np
import pandas as pd

from finreport.analysis.results import Floats
from finreport.editions import INTERVAL, Series


def ranged(formula: Callable[..., Floats], *series: Series) -> Series:
    """What a formula gives in each month if each of its numbers is anywhere in its interval.

    ``formula`` takes an array for each of the ``series`` and gives one; the result has the
    months that all of them have. It means what :func:`finreport.numbers.ranged` means for single
    numbers: it is exact for a formula that, whatever the others are, rises or falls in each
    number throughout its interval, if the numbers know nothing of each other. Where a corner has
    no number, the month has none.
    """
    months = series[0].index
    if not all(one.index.equals(months) for one in series):
        months = reduce(pd.Index.intersection, (one.index for one in series))
        series = tuple(one.loc[months] for one in series)
    numbers = [arrays(one) for one in series]
    corners = np.stack(
        [
            formula(*(each[end] for each, end in zip(numbers, corner, strict=True)))
            for corner in product((1, 2), repeat=len(numbers))
        ]
    )
    found = np.stack(
        [formula(*(each[0] for each in numbers)), corners.min(axis=0), corners.max(axis=0)], axis=1
    )
    found[np.isnan(found).any(axis=1)] = np.nan
    return pd.DataFrame(found, months, INTERVAL)


def arrays(series: Series) -> Floats:
    """The values of a series, the lower and the upper ends: three rows.

    Column by column, as pandas takes longer to choose several at once than all that follows.
    """
    return np.stack([series[end].to_numpy(dtype=np.float64) for end in INTERVAL])


def ranged_row(formula: Callable[..., Floats], *rows: "pd.Series[float]") -> "pd.Series[float]":
    """The same of single numbers: a value with its ends from such rows of series."""
    tables = (pd.DataFrame([[row[end] for end in INTERVAL]], columns=INTERVAL) for row in rows)
    return ranged(formula, *tables).iloc[0]
