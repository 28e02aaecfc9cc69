"""Levels of a year ago, as far as a printed balance and its growth rate tell them.

Both inputs are rounded, so every result is an interval. A year-on-year rate is read as
100 * (level / level a year ago - 1), the definition of the PBoC's monetary statistics.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from finreport.analysis.results import Result, span
from finreport.editions import INTERVAL, Edition, Series
from finreport.numbers import Printed

NOT_PRINTED = "not_printed"
"""The reason of a result without a value because a number is not printed, or only later."""


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
    printed = set(table[columns].itertuples(index=False, name=None))
    grown = table.loc[table["measure"] == "yoy", columns[:2]].drop_duplicates()
    return [
        _account(edition, currency, indicator, (currency, indicator, "increase") in printed)
        for currency, indicator in grown.itertuples(index=False, name=None)
    ]


def _account(edition: Edition, currency: str, indicator: str, has_increase: bool) -> Account:
    keys = {"currency": currency, "indicator": indicator}
    rows = edition.rows("deposits_loans", measure="balance", **keys)
    growth = edition.series("deposits_loans", measure="yoy", **keys)
    balance = rows.set_index("month")[INTERVAL]
    both = balance.index.intersection(growth.index)
    return Account(
        f"{currency}.{indicator}",
        rows["unit"].iloc[0],
        balance.loc[both],
        growth.loc[both],
        edition.series("deposits_loans", measure="increase", **keys) if has_increase else None,
    )


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


def printed_ends(printed: str) -> "pd.Series[float]":
    """A single printed number with its ends, as a row of a series."""
    number = Printed(printed)
    return pd.Series([float(getattr(number, end)) for end in INTERVAL], INTERVAL)


def difference(one: Series, other: Series) -> Series:
    """The first series less the second, in the months of both, as two independent roundings."""
    return pd.DataFrame(
        {
            "value": one["value"] - other["value"],
            "lower": one["lower"] - other["upper"],
            "upper": one["upper"] - other["lower"],
        },
        index=one.index.intersection(other.index),
    )


def results(edition: Edition) -> list[Result]:
    """Levels of the year before and their monthly increases, then two ways to its December."""
    return [result for account in accounts(edition) for result in _of_account(account, edition)]


def _of_account(account: Account, edition: Edition) -> Iterator[Result]:
    levels = dated_a_year_back(year_ago(account.balance, account.growth))
    for month, before in zip(account.balance.index, levels.index, strict=True):
        yield _level(account, before, levels.loc[[before]], {month: ("balance", "yoy")})
    increases = difference(levels, levels.shift(1)).iloc[1:]
    for (earlier, month), before in zip(
        pairwise(account.balance.index), increases.index, strict=True
    ):
        measures = dict.fromkeys((earlier, month), ("balance", "yoy"))
        yield _level(account, f"{before}.increase", increases.loc[[before]], measures)
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
    from_january, from_growth = {first: ("balance", "increase")}, {last: ("balance", "yoy")}
    yield _level(account, "december.from_january", started, from_january)
    yield _level(account, "december.from_growth", grown, from_growth)
    gap = difference(started, grown)
    yield _level(account, "december.difference", gap, from_january | from_growth)


def _level(
    account: Account, end: str, found: Series, inputs: Mapping[str, tuple[str, ...]]
) -> Result:
    """The only row of ``found``, if it has one; ``inputs`` are the measures of each month."""
    names = tuple(
        span(f"{account.name}.{measure}", [month])
        for month, measures in inputs.items()
        for measure in measures
    )
    value, lower, upper = found[INTERVAL].iloc[0].tolist() if len(found) else (None, None, None)
    return Result(
        f"levels.{account.name}.{end}",
        value,
        account.unit,
        _method(end),
        names,
        len(names),
        lower,
        upper,
        "rounding",
        reason="" if len(found) else NOT_PRINTED,
    )


def _method(end: str) -> str:
    """The key of the method of a result, by the end of its name."""
    if end.startswith("december"):
        return f"levels_{end.replace('.', '_')}"
    return "levels_increase_year_ago" if end.endswith(".increase") else "levels_year_ago"
