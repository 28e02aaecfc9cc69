"""Levels of a year ago, as far as a printed balance and its growth rate tell them.

Both inputs are rounded, so every result is an interval. A year-on-year rate is read as
100 * (level / level a year ago - 1), the definition of the PBoC's monetary statistics.
"""

import pandas as pd

from finreport.editions import Series


def year_ago(level: Series, growth: Series) -> Series:
    """The level twelve months before each month: level / (1 + growth).

    ``level`` is positive and in any unit, ``growth`` in percent and above -100; the result has
    the unit of ``level`` and is indexed by the months in which it was printed; see
    :func:`dated_a_year_back`.
    """
    both = level.index.intersection(growth.index)
    ratio = 1 + growth.loc[both] / 100
    return pd.DataFrame(
        {
            "value": level["value"] / ratio["value"],
            "lower": level["lower"] / ratio["upper"],
            "upper": level["upper"] / ratio["lower"],
        },
        index=both,
    )


def dated_a_year_back(series: Series) -> Series:
    """The same series with each month renamed to that of the year before."""
    return series.rename(index=lambda month: f"{int(month[:4]) - 1}{month[4:]}")


def yearly_increase(level: Series, growth: Series) -> Series:
    """The increase over twelve months: level * growth / (1 + growth), in the unit of ``level``.

    Written with each input once in a monotone function, so that the interval is as narrow as
    the printed figures allow: level - year_ago(level) would count the rounding of the level
    twice.
    """
    both = level.index.intersection(growth.index)
    share = (growth.loc[both] / 100).apply(lambda rate: rate / (1 + rate))
    low, high = level.loc[both, "lower"], level.loc[both, "upper"]
    return pd.DataFrame(
        {
            "value": level.loc[both, "value"] * share["value"],
            "lower": pd.concat([low * share["lower"], high * share["lower"]], axis=1).min(axis=1),
            "upper": pd.concat([low * share["upper"], high * share["upper"]], axis=1).max(axis=1),
        }
    )
