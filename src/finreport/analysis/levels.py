"""Levels of a year ago, as far as a printed balance and its growth rate tell them.

Both inputs are rounded, so every result is an interval. A year-on-year rate is read as
100 * (level / level a year ago - 1), the definition of the PBoC's monetary statistics.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from finreport.analysis.intervals import ranged
from finreport.analysis.results import Estimate, Floats, Result, number_of, span, told
from finreport.editions import INTERVAL, Edition, Series
from finreport.numbers import Printed

NOT_PRINTED = "not_printed"
"""The reason of a result without a value because a number is not printed, or only later."""

BOTH = ("balance", "yoy")
"""What is printed of a level that implies that of a year ago."""


class Account(NamedTuple):
    """A series of deposits or loans whose balance and growth are printed, in the same months.

    ``name`` is such as ``cny.loans``, ``unit`` that of the balance; ``increase`` is the printed
    one of each month in the same unit, None where there is none.
    """

    name: str
    unit: str
    balance: Series
    growth: Series
    increase: Series | None


def accounts(edition: Edition) -> list[Account]:
    """Every series of deposits and loans with printed growth, in the order of the edition."""
    table = edition.tables["deposits_loans"]
    columns = ["currency", "indicator", "measure"]
    # All series at once: one by one, each would search the whole table.
    printed = {
        key: rows.set_index("month")
        for key, rows in table[table["printed"] != ""].groupby(columns, sort=False)
    }
    named = dict.fromkeys(table[columns].itertuples(index=False, name=None))
    none = table.iloc[:0].set_index("month")
    found = []
    for currency, indicator, measure in named:
        if measure != "yoy":
            continue
        balance, growth, increase = (
            printed.get((currency, indicator, each), none)
            for each in ("balance", "yoy", "increase")
        )
        both = balance.index.intersection(growth.index)
        found.append(
            Account(
                f"{currency}.{indicator}",
                "" if balance.empty else balance["unit"].iloc[0],
                balance.loc[both, INTERVAL],
                growth.loc[both, INTERVAL],
                increase[INTERVAL] if (currency, indicator, "increase") in named else None,
            )
        )
    return found


def distinct(found: list[Account]) -> list[Account]:
    """Without those whose numbers repeat an earlier one's: bills are printed in both scopes."""
    kept: list[Account] = []
    for account in found:
        if not any(
            account.balance.equals(one.balance) and account.growth.equals(one.growth)
            for one in kept
        ):
            kept.append(account)
    return kept


def year_ago(level: Series, growth: Series) -> Series:
    """The level twelve months before each month: level / (1 + growth).

    ``level`` is positive and in any unit, ``growth`` in percent and above -100; the result has
    the unit of ``level`` and is indexed by the months in which it was printed; see
    :func:`dated_a_year_back`.
    """
    return ranged(lambda level, growth: level / (1 + growth / 100), level, growth)


def dated_a_year_back(series: Series) -> Series:
    """The same series with each month renamed to that of the year before."""
    return series.rename(index=lambda month: f"{int(month[:4]) - 1}{month[4:]}")


def yearly_increase(level: Series, growth: Series) -> Series:
    """The increase over twelve months: level * growth / (1 + growth), in the unit of ``level``.

    Written with the level once, so that the interval is as narrow as the printed figures allow:
    level - year_ago(level) would count its rounding twice.
    """

    def increase(level: Floats, growth: Floats) -> Floats:
        rate = growth / 100
        return level * (rate / (1 + rate))

    return ranged(increase, level, growth)


def printed_ends(printed: str) -> "pd.Series[float]":
    """A single printed number with its ends, as a row of a series."""
    number = Printed(printed)
    return pd.Series([float(getattr(number, end)) for end in INTERVAL], INTERVAL)


def difference(one: Series, other: Series) -> Series:
    """The first series less the second, in the months of both, as two independent roundings."""
    return ranged(np.subtract, one, other)


def results(edition: Edition) -> list[Result]:
    """Levels of the year before and their monthly increases, then two ways to its December."""
    return [result for account in accounts(edition) for result in _of_account(account, edition)]


def _of_account(account: Account, edition: Edition) -> Iterator[Result]:
    levels = dated_a_year_back(year_ago(account.balance, account.growth))
    for month, before in zip(account.balance.index, levels.index, strict=True):
        yield _level(account, "level", levels.loc[[before]], {month: BOTH}, before)
    increases = difference(levels, levels.shift(1)).iloc[1:]
    for (earlier, month), before in zip(
        pairwise(account.balance.index), increases.index, strict=True
    ):
        measures = dict.fromkeys((earlier, month), BOTH)
        yield _level(account, "increase", increases.loc[[before]], measures, before)
    if account.increase is not None:
        yield from _december(account, account.increase, levels, edition.months)


def _december(
    account: Account, increase: Series, levels: Series, months: tuple[str, ...]
) -> Iterator[Result]:
    """The level before the first month: from that month's increase, and from the last growth."""
    first, last = months[0], months[-1]
    december = f"{int(first[:4]) - 1}-12"
    before = difference(account.balance, increase)
    started = before[before.index == first].rename(index={first: december})
    grown = levels[levels.index == december]
    from_january, from_growth = {first: ("balance", "increase")}, {last: BOTH}
    yield _level(account, "december.from_january", started, from_january)
    yield _level(account, "december.from_growth", grown, from_growth)
    gap = difference(started, grown)
    yield _level(account, "december.difference", gap, from_january | from_growth)


def _level(
    account: Account,
    statistic: str,
    found: Series,
    inputs: Mapping[str, tuple[str, ...]],
    period: str = "",
) -> Result:
    """The only row of ``found``, if it has one; ``inputs`` are the measures of each month."""
    return told(
        "levels",
        statistic,
        number_of(found.iloc[0]) if len(found) else Estimate(),
        series=account.name,
        period=period,
        unit=account.unit,
        inputs=[
            span(f"{account.name}.{measure}", [month])
            for month, measures in inputs.items()
            for measure in measures
        ],
        reason=NOT_PRINTED,
    )
