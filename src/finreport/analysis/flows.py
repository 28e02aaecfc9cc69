"""Single periods out of figures that are cumulated from the start of the year, and their growth.

The rates that are printed compare cumulative figures. Where they compare the very levels that
are printed, both together imply the cumulative figures of the year before, and the differences
of both years give the growth of single months, quarters and half-years.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd

from finreport.analysis.results import Floats, Result
from finreport.editions import INTERVAL, Edition, Series

LENGTHS = (1, 3, 6)
"""Months of the periods that are told apart: months, quarters, half-years."""

PRODUCT = ("gdp", "gdp_primary", "gdp_secondary", "gdp_tertiary")
"""The product and its industries. Their whole year is probably on another basis than the three
quarters before it: as a difference, the tertiary industry's fourth quarter would be two thirds
larger than the average of the three before. The total is the sum of parts of which two moved."""

CONSTANT_PRICES = (*PRODUCT, "industry")
"""What grows at constant prices, of which no levels are printed."""


def single_periods(cumulative: Series) -> pd.DataFrame:
    """What came in each period: the difference of neighbouring cumulative figures of one year.

    The result has the index and unit of ``cumulative`` and the columns ``value``, ``lower``,
    ``upper`` and ``months``: how many months the period has. The first printed month of a year
    keeps its cumulative figure; where January was not printed it stands for January and February.
    A figure that is not a number leaves no number for its own and for the next period.
    """
    before = _before(cumulative)
    return pd.DataFrame(
        {
            "value": cumulative["value"] - before["value"],
            "lower": cumulative["lower"] - before["upper"],
            "upper": cumulative["upper"] - before["lower"],
            "months": _months(cumulative),
        }
    )


def single_growth(cumulative: Series, growth: Series) -> pd.DataFrame:
    """The growth of each single period on the same period a year ago, in percent.

    ``growth`` is that of the cumulative figures, in percent. The columns are those of
    :func:`single_periods`, for the months in which both are printed. The growth is monotone in
    each of the four printed numbers that it comes from, so that the corners of their intervals
    bound it exactly. Where within rounding the period of a year ago could be zero or less, the
    numbers are missing.
    """
    both = cumulative.index.intersection(growth.index)
    now, rate = cumulative.loc[both], growth.loc[both]
    levels, levels_before, rates, rates_before = (
        {end: table[end].to_numpy() for end in INTERVAL}
        for table in (now, _before(now), rate, _before(rate))
    )

    def grown(one: str, two: str, three: str, four: str) -> Floats:
        flow = levels[one] - levels_before[three]
        base = levels[one] / (1 + rates[two] / 100)
        base = base - levels_before[three] / (1 + rates_before[four] / 100)
        return np.asarray(100 * (flow / np.where(base > 0, base, np.nan) - 1))

    corners = np.stack([grown(*corner) for corner in product(("lower", "upper"), repeat=4)])
    bounds = pd.DataFrame(
        {
            "value": grown("value", "value", "value", "value"),
            "lower": corners.min(axis=0),
            "upper": corners.max(axis=0),
        },
        index=both,
    )
    bounds.loc[np.isnan(corners).any(axis=0)] = np.nan
    return bounds.assign(months=_months(now))


def _before(cumulative: Series) -> Series:
    """The figure printed before each one in the same year; nothing at its start."""
    return cumulative.groupby(cumulative.index.str[:4]).shift(1, fill_value=0)


def _months(cumulative: Series) -> "pd.Series[int]":
    year = cumulative.index.str[:4]
    ends = pd.Series(cumulative.index.str[5:].astype(int), index=cumulative.index)
    return ends - ends.groupby(year).shift(1, fill_value=0)


def of_every_length(single: Callable[..., pd.DataFrame], *cumulative: Series) -> pd.DataFrame:
    """Months, then quarters, then half-years, each taken from the figures at their ends.

    ``single`` is :func:`single_periods` or :func:`single_growth`. The result has its columns and
    ``last``, the last month of the period; the index holds the periods' names: ``2024-05``,
    ``2024Q2``, ``2024H2`` or, where a month was not printed, ``2024-01..2024-02``.
    """
    found = []
    for length in LENGTHS:
        ends = [one[one.index.str[5:].astype(int) % length == 0] for one in cumulative]
        periods = single(*ends)
        found.append(periods if length == 1 else periods[periods["months"] == length])
    periods = pd.concat(found).rename_axis("last").reset_index()
    names = [
        period_name(last, months)
        for last, months in zip(periods["last"], periods["months"], strict=True)
    ]
    named = periods.set_axis(pd.Index(names, name="period", dtype="str"), axis=0)
    return named[~named.index.duplicated()]


def period_name(last: str, months: int) -> str:
    """The name of the period of so many ``months`` that ends with the month ``last``."""
    year, end = last[:4], int(last[5:])
    if months == 1:
        return last
    if months in LENGTHS and end % months == 0:
        return f"{year}{'Q' if months == 3 else 'H'}{end // months}"
    return f"{year}-{end - months + 1:02d}..{last}"


def results(edition: Edition) -> list[Result]:
    """Every single period of the economy's cumulative series, and its growth on a year ago.

    ``flows.retail.2024Q2`` is in the unit of the data, ``flows.retail.2024Q2.yoy`` in percent;
    both with the bounds that rounding leaves. Differences have no growth of their own.
    """
    economy = edition.tables["economy"]
    measures = economy.groupby("indicator", sort=False)["measure"].unique()
    return [
        result
        for indicator, printed in measures.items()
        for result in _of_series(edition, str(indicator), "ytd_yoy" in printed)
    ]


def _of_series(edition: Edition, indicator: str, has_growth: bool) -> Iterator[Result]:
    level = edition.series("economy", indicator=indicator, measure="ytd")
    unit = edition.rows("economy", indicator=indicator, measure="ytd")["unit"]
    for name, period in of_every_length(single_periods, level).iterrows():
        yield _flow(indicator, str(name), period, unit.iloc[0])
    if not has_growth:
        return
    growth = edition.series("economy", indicator=indicator, measure="ytd_yoy")
    if indicator in CONSTANT_PRICES:
        grown = of_every_length(_as_printed, growth)
    else:
        grown = of_every_length(single_growth, level, growth)
    for name, period in grown.iterrows():
        yield _growth(indicator, str(name), period)


def _as_printed(growth: Series) -> pd.DataFrame:
    """The printed rate of the period that starts a year; the others have none."""
    months = _months(growth)
    starts = months == growth.index.str[5:].astype(int)
    return growth.where(starts).assign(months=months)


def _flow(indicator: str, name: str, period: "pd.Series[float]", unit: str) -> Result:
    ends = _ends(period)
    inputs = tuple(f"{indicator}.ytd@{month}" for month in ends)
    flow = Result(f"flows.{indicator}.{name}", None, unit, "single_period", inputs, len(inputs))
    if indicator in PRODUCT and len(ends) > 1 and ends[-1].endswith("-12"):
        return replace(flow, reason="another_basis")
    return bounded(flow, period, "rounding")


def _growth(indicator: str, name: str, period: "pd.Series[float]") -> Result:
    ends = _ends(period)
    rates = tuple(f"{indicator}.ytd_yoy@{month}" for month in ends)
    levels = tuple(f"{indicator}.ytd@{month}" for month in ends)
    is_printed = indicator in CONSTANT_PRICES or len(ends) == 1
    inputs = rates if is_printed else (*levels, *rates)
    growth = Result(
        f"flows.{indicator}.{name}.yoy", None, "%", "single_growth", inputs, len(inputs)
    )
    if pd.isna(period["value"]):
        missing = "constant_prices" if indicator in CONSTANT_PRICES else "base_unknown"
        return replace(growth, reason=missing)
    return bounded(growth, period, "rounding")


def _ends(period: "pd.Series[float]") -> tuple[str, ...]:
    """The months of the cumulative figures that a period is the difference of."""
    last = str(period["last"])
    before = int(last[5:]) - int(period["months"])
    return (f"{last[:4]}-{before:02d}", last) if before else (last,)


def bounded(result: Result, found: "pd.Series[float]", bounds: str) -> Result:
    """The same result with a ``value`` and the ``lower`` and ``upper`` end of its ``bounds``."""
    value, lower, upper = (float(found[column]) for column in INTERVAL)
    return replace(result, value=value, lower=lower, upper=upper, bounds=bounds)
