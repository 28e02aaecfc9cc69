"""Single periods out of figures that are cumulated from the start of the year, and their growth.

The rates that are printed compare cumulative figures. Where they compare the very levels that
are printed, both together imply the cumulative figures of the year before, and the differences
of both years give the growth of single months, quarters and half-years.

That takes the year before behind an earlier month and that behind a later one for the same. If it
was revised between the two, a period grew otherwise. So beside the growth of quarters and
half-years stands how large a revision would make what is said of it fail.
"""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from finreport.analysis.intervals import arrays, ranged
from finreport.analysis.results import Estimate, Floats, Result, Row, number_of, told
from finreport.editions import INTERVAL, Edition, Series

LENGTHS = (1, 3, 6)
"""Months of the periods that are told apart: months, quarters, half-years."""

CONSTANT_PRICES = ("gdp", "gdp_primary", "gdp_secondary", "gdp_tertiary", "industry")
"""What grows at constant prices, of which no levels are printed."""


def single_periods(cumulative: Series) -> pd.DataFrame:
    """What came in each period: the difference of neighbouring cumulative figures of one year.

    The result has the index and unit of ``cumulative`` and the columns ``value``, ``lower``,
    ``upper`` and ``months``: how many months the period has. The first printed month of a year
    keeps its cumulative figure; where January was not printed it stands for January and February.
    A figure that is not a number leaves no number for its own and for the next period.
    """
    periods = ranged(np.subtract, cumulative, _before(cumulative))
    return periods.assign(months=_months(cumulative))


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
    grown = ranged(_grown, now, rate, _before(now), _before(rate))
    return grown.assign(months=_months(now))


def _grown(now: Floats, rate: Floats, before: Floats, rate_before: Floats) -> Floats:
    base = now / (1 + rate / 100) - before / (1 + rate_before / 100)
    return np.asarray(100 * ((now - before) / np.where(base > 0, base, np.nan) - 1))


def revisions(cumulative: Series, growth: Series) -> pd.DataFrame:
    """The revision of the base, in percent, at which a period grew only as the year to its end.

    The base of the months before the period is b when their growth is printed; in the year that
    the growth at the end of the period compares with it is b(1 + r). The period grew as the whole
    exactly where both parts did, and so 1 + r is (1 + growth before) / (1 + growth at the end):
    levels do not enter. The columns are those of :func:`single_periods`; the first period of a
    year, which is printed, has no number.
    """
    _, rate, _, rate_before, months = _neighbours(cumulative, growth)
    found = ranged(lambda before, now: 100 * ((100 + before) / (100 + now) - 1), rate_before, rate)
    return found.assign(months=months)


def revisions_to_zero(cumulative: Series, growth: Series) -> pd.DataFrame:
    """The same at which the period did not grow at all: then its base is what it came to."""
    now, rate, before, rate_before, months = _neighbours(cumulative, growth)

    def revision(now: Floats, rate: Floats, before: Floats, rate_before: Floats) -> Floats:
        base, base_before = now / (1 + rate / 100), before / (1 + rate_before / 100)
        return np.asarray(100 * ((base - now + before) / base_before - 1))

    return ranged(revision, now, rate, before, rate_before).assign(months=months)


def _neighbours(
    cumulative: Series, growth: Series
) -> tuple[Series, Series, Series, Series, NDArray[np.int_]]:
    """Level and growth at the end of each period and before it, where there is a before."""
    both = cumulative.index.intersection(growth.index)
    now, rate = cumulative.loc[both], growth.loc[both]
    before, rate_before = (_before(each, np.nan) for each in (now, rate))
    return now, rate, before, rate_before, _months(now)


def _before(cumulative: Series, at_start: float = 0.0) -> Series:
    """The figure printed before each one in the same year; ``at_start`` of it there is none."""
    before = np.roll(arrays(cumulative).T, 1, axis=0)
    before[_starts(cumulative)] = at_start
    return pd.DataFrame(before, cumulative.index, INTERVAL)


def _months(cumulative: Series) -> NDArray[np.int_]:
    """How many months each period has."""
    last = _of_year(cumulative)
    before = np.roll(last, 1)
    before[_starts(cumulative)] = 0
    return last - before


def _of_year(series: Series) -> NDArray[np.int_]:
    """The numbers of the months: 5 for 2030-05."""
    return np.array([int(month[5:]) for month in series.index], dtype=np.int_)


def _starts(series: Series) -> NDArray[np.bool_]:
    """Which months are the first that are printed of their year."""
    years = [month[:4] for month in series.index]
    return np.array([one != other for one, other in zip(years, ["", *years], strict=False)], bool)


def of_every_length(single: Callable[..., pd.DataFrame], *cumulative: Series) -> pd.DataFrame:
    """Months, then quarters, then half-years, each taken from the figures at their ends.

    ``single`` is :func:`single_periods` or :func:`single_growth`. The result has its columns and
    ``last``, the last month of the period; the index holds the periods' names: ``2030-05``,
    ``2030Q2``, ``2030H2`` or, where a month was not printed, ``2030-01..2030-02``.
    """
    found = []
    for length in LENGTHS:
        periods = single(*(one[_of_year(one) % length == 0] for one in cumulative))
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

    ``flows.retail.2030Q2`` is in the unit of the data, ``flows.retail.2030Q2.yoy`` in percent;
    both with the bounds that rounding leaves. Differences have no growth of their own.
    """
    economy = edition.tables["economy"]
    measures = economy.groupby("indicator", sort=False)["measure"].unique()
    return [
        result
        for indicator, printed in measures.items()
        if "ytd" in printed
        for result in _of_series(edition, str(indicator), "ytd_yoy" in printed)
    ]


def one_basis(edition: Edition, indicator: str, cumulative: Series) -> Series:
    """The cumulative figures whose differences are single periods.

    Without that of the whole year where it is on another basis than the months before its end.
    """
    if indicator not in edition.groups.other_basis:
        return cumulative
    return cumulative[~cumulative.index.str.endswith("-12")]


def _of_series(edition: Edition, indicator: str, has_growth: bool) -> Iterator[Result]:
    level = edition.series("economy", indicator=indicator, measure="ytd")
    unit = edition.rows("economy", indicator=indicator, measure="ytd")["unit"]
    on_one_basis = one_basis(edition, indicator, level).index
    for name, period in _rows(of_every_length(single_periods, level)):
        ends = _ends(period)
        # The first period of a year is printed and no difference, whatever its basis.
        is_told = len(ends) == 1 or ends[-1] in on_one_basis
        yield told(
            "flows",
            "flow",
            number_of(period) if is_told else Estimate(),
            series=indicator,
            period=name,
            unit=unit.iloc[0],
            inputs=[f"{indicator}.ytd@{month}" for month in ends],
            reason="another_basis",
        )
    if not has_growth:
        return
    growth = edition.series("economy", indicator=indicator, measure="ytd_yoy")
    if indicator in CONSTANT_PRICES:
        grown, revised = of_every_length(_as_printed, growth), {}
    else:
        grown = of_every_length(single_growth, level, growth)
        revised = {
            "revision": dict(_rows(of_every_length(revisions, level, growth))),
            "revision.zero": dict(_rows(of_every_length(revisions_to_zero, level, growth))),
        }
    for name, period in _rows(grown):
        yield _growth(indicator, name, period)
        if period["months"] > 1 and len(_ends(period)) > 1:
            for statistic, found in revised.items():
                yield _revision(statistic, indicator, name, found[name])


def _rows(periods: pd.DataFrame) -> Iterator[tuple[str, Row]]:
    """Each period by its name."""
    return zip(map(str, periods.index), periods.to_dict("records"), strict=True)


def _as_printed(growth: Series) -> pd.DataFrame:
    """The printed rate of the period that starts a year; the others have none."""
    months = _months(growth)
    return growth[_starts(growth)].reindex(growth.index).assign(months=months)


def _growth(indicator: str, name: str, period: Row) -> Result:
    ends = _ends(period)
    rates = [f"{indicator}.ytd_yoy@{month}" for month in ends]
    levels = [f"{indicator}.ytd@{month}" for month in ends]
    is_printed = indicator in CONSTANT_PRICES or len(ends) == 1
    return told(
        "flows",
        "yoy",
        number_of(period),
        series=indicator,
        period=name,
        inputs=rates if is_printed else [*levels, *rates],
        reason="constant_prices" if indicator in CONSTANT_PRICES else "base_unknown",
    )


def _revision(statistic: str, indicator: str, name: str, period: Row) -> Result:
    ends = _ends(period)
    measures = ("ytd_yoy",) if statistic == "revision" else ("ytd", "ytd_yoy")
    return told(
        "flows",
        statistic,
        number_of(period),
        series=indicator,
        period=name,
        inputs=[f"{indicator}.{measure}@{month}" for measure in measures for month in ends],
        reason="base_unknown",
    )


def _ends(period: Row) -> tuple[str, ...]:
    """The months of the cumulative figures that a period is the difference of."""
    last = str(period["last"])
    before = int(last[5:]) - int(period["months"])
    return (f"{last[:4]}-{before:02d}", last) if before else (last,)
