"""The parts of a whole: contributions to growth, shares, and shares before and after a month."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from finreport.analysis.intervals import ranged
from finreport.analysis.levels import year_ago, yearly_increase
from finreport.analysis.results import Floats
from finreport.editions import EditionError, Series

BUCKETS = ("below", "at", "above_0_0.5", "above_0.5_1.5", "above_1.5_3", "above_3_5", "above_5")
"""The seven parts of ordinary loans by interest rate, from low to high."""

SIDES = ("below", "at", "above")
"""The same in three parts: the last five together are what is above LPR."""


class Growing(NamedTuple):
    """A level (any unit) and its year-on-year growth (percent)."""

    level: Series
    growth: Series


def growth_parts(total: Growing, parts: Mapping[str, Growing], rest: str) -> pd.DataFrame:
    """How many percentage points of the total's growth come from each part.

    One row a ``part`` and month (columns ``part``, ``month``, ``value``, ``lower``, ``upper``).
    A part's contribution is its increase over the year divided by the total of a year ago; what
    the named parts leave is the part called ``rest``, so that the contributions add up to the
    printed growth rate of the total. The interval of ``rest`` is a safe one, wider than needed.
    """
    base = year_ago(*total)
    contributions = {
        name: ranged(_points, yearly_increase(*part), base) for name, part in parts.items()
    }
    whole = total.growth.loc[base.index]
    contributions[rest] = ranged(left_of, whole, *contributions.values())
    return pd.concat(contributions, names=["part", "month"]).reset_index()


def _points(increase: Floats, base: Floats) -> Floats:
    return 100 * increase / base


def left_of(whole: Floats, *parts: Floats) -> Floats:
    """What the parts leave of a whole."""
    return whole - sum(parts)


def split_means(shares: pd.DataFrame, split_month: str) -> pd.DataFrame:
    """Mean share of each column before ``split_month`` and from it on, and the shift between.

    ``shares`` has the months as index and a column a part, in percent. The result has a row a
    part and the columns ``before``, ``after`` (percent) and ``shift`` (percentage points).
    Raises :class:`EditionError` unless both sides have a month.
    """
    months = list(shares.index)
    if split_month not in months[1:]:
        available = f"{months[1]} to {months[-1]}" if len(months) > 1 else "none"
        raise EditionError(
            f"The split month {split_month!r} leaves no month on one side; available: {available}."
        )
    after = shares.index >= split_month
    means = pd.DataFrame({"before": shares[~after].mean(), "after": shares[after].mean()})
    return means.assign(shift=means["after"] - means["before"])
