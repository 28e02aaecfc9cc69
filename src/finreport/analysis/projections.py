"""Balances a year ahead, by a rule that knows nothing of the economy: what paired months can tell.

Twelve months hold one January, so that their own scatter takes the season for chance. Compared
with the same month a year before, each month has a partner, and the season is in both: the
logarithm of twelve-month growth moves in a month by how much more the balance rose than in that
month a year before.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from finreport.analysis.levels import Account, accounts
from finreport.analysis.results import FEWEST, Estimate, Result, span, told
from finreport.editions import Edition

if TYPE_CHECKING:
    import pandas as pd

BALANCES = ("cny.loans", "cny.deposits", "all.loans", "all.deposits")
"""The balances that are carried on: currency and indicator."""

YEAR = 12
COVERAGE = 0.95
"""How often the interval holds what comes, if the rule is right."""


def a_year_ahead(growth: "pd.Series[float]") -> Estimate:
    """Growth over the coming year, in percent, if each month comes again as a year before.

    ``growth`` is that over twelve months, month by month. Each month of the coming year is taken
    for the same month of this one plus an error, and so growth stays and twelve errors add up:
    the seasonal naive method on monthly changes (Hyndman, R. J. and Athanasopoulos, G. (2021),
    Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5). The changes of log
    growth show how large they are; with n of them and no mean the interval is
    t s sqrt(12), s their root mean square and t Student's quantile with n degrees of freedom:
    exact for independent normal errors.
    """
    logs = np.log1p(growth.to_numpy() / 100)
    errors = np.diff(logs)
    quantile = stats.t.ppf((1 + COVERAGE) / 2, len(errors))
    reach = quantile * np.sqrt((errors**2).mean() * YEAR)
    ends = (logs[-1], logs[-1] - reach, logs[-1] + reach)
    return Estimate(*(100 * float(np.expm1(end)) for end in ends))


def projected(edition: Edition) -> Iterator[Result]:
    """Every one of :data:`BALANCES` that is printed, with its growth, a year after ``as_of``."""
    printed = {account.name: account for account in accounts(edition)}
    for name in BALANCES:
        if name in printed:
            yield from _projection(edition, printed[name])


def _projection(edition: Edition, account: Account) -> Iterator[Result]:
    """The rounding of the balance is far inside the interval, which takes it as printed."""
    name, rates = account.name, account.growth["value"]
    month = f"{int(edition.as_of[:4]) + 1}{edition.as_of[4:]}"
    inputs = (f"{name}.balance@{edition.as_of}", span(f"{name}.yoy", rates.index))
    growth = balance = Estimate()
    if len(rates) > FEWEST:
        growth = a_year_ahead(rates)
        last = float(account.balance["value"].iloc[-1])
        balance = Estimate(*(last * (1 + rate / 100) for rate in growth if rate is not None))
    for statistic, number in (("projection", balance), ("projection.yoy", growth)):
        yield told(
            "pace",
            statistic,
            number,
            series=name,
            period=month,
            unit=account.unit,
            inputs=inputs,
            n=len(rates),
        )
