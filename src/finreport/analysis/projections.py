"""Balances carried on by rules that know nothing of the economy, and what came of such rules.

Every rule gives the factors by which the last balance is multiplied, a row for each of ``steps``,
which are months ahead, with the columns ``value``, ``lower`` and ``upper``.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from finreport.analysis.intervals import ranged, ranged_row
from finreport.analysis.levels import Account, accounts, dated_a_year_back, year_ago
from finreport.analysis.results import FEWEST, Estimate, Result, number_of, span, told
from finreport.editions import INTERVAL, Edition, Series

BALANCES = ("cny.loans", "cny.deposits", "all.loans", "all.deposits")
"""The balances that are carried on: currency and indicator."""

YEAR = 12
COVERAGE = 0.95
"""How often the interval of the random walk holds what comes, if its model is right."""


def unchanged_growth(rate: "pd.Series[float]", steps: Sequence[int]) -> Series:
    """The factors at an unchanged ``rate``, percent a year, spread evenly over the months."""
    years = np.asarray(steps) / YEAR
    return ranged(lambda rate: (1 + rate / 100) ** years, _repeated(rate, steps))


def same_increase(rate: "pd.Series[float]", steps: Sequence[int]) -> Series:
    """The factors if the increase of the last twelve months comes again, spread evenly.

    A balance that grew by ``rate`` percent owes the share rate / (100 + rate) of itself to it.
    """
    years = np.asarray(steps) / YEAR
    return ranged(lambda rate: 1 + years * (rate / (100 + rate)), _repeated(rate, steps))


def _repeated(number: "pd.Series[float]", steps: Sequence[int]) -> Series:
    """One number at every step."""
    return pd.DataFrame([number[INTERVAL].to_numpy()] * len(steps), pd.Index(steps), INTERVAL)


def random_walk(levels: Sequence[float], steps: Sequence[int]) -> Series:
    """The factors by a random walk with drift on the logarithms, with its prediction interval.

    With n increments of mean d and standard deviation s (n - 1 degrees of freedom) the logarithm
    moves in h months by h * d, give or take t * s * sqrt(h * (1 + h / n)); t is the quantile of
    Student's distribution with n - 1 degrees. The term h / n is the error of the drift; for
    independent normal increments the interval is exact. See Hyndman and Athanasopoulos,
    Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5, who take the normal
    quantile. The value is the median: the exponential of the expected logarithm.
    """
    ahead = np.asarray(steps)
    increments = np.diff(np.log(levels))
    count = len(increments)
    middle = ahead * increments.mean()
    quantile = stats.t.ppf((1 + COVERAGE) / 2, count - 1)
    reach = quantile * increments.std(ddof=1) * np.sqrt(ahead * (1 + ahead / count))
    logarithms = np.stack([middle, middle - reach, middle + reach], axis=1)
    return pd.DataFrame(np.exp(logarithms), pd.Index(steps), INTERVAL)


def projected(edition: Edition) -> Iterator[Result]:
    """Every one of :data:`BALANCES` that is printed carried on, and the rules tried on it."""
    printed = {account.name: account for account in accounts(edition)}
    for name in BALANCES:
        if name in printed:
            yield from projections(edition, printed[name])
            yield from backtest(edition, printed[name])


def projections(edition: Edition, account: Account) -> Iterator[Result]:
    """A balance month by month from ``as_of`` to the end of the next year, in its unit.

    Beside the month twelve after ``as_of`` stands the growth on the printed balance, in percent.
    The random walk starts from the end of the year before, which January's increase tells
    sharply; the balances of that year are left out, because one of their two Januaries would be
    missing and January has the largest increase.
    """
    balance, name = account.balance, account.name
    months = _months_after(edition.as_of)
    steps = range(1, len(months) + 1)
    rate, last = account.growth.iloc[-1], balance.iloc[-1]
    newest = (f"{name}.balance@{edition.as_of}", f"{name}.yoy@{edition.as_of}")
    for rule, carried in (("unchanged_growth", unchanged_growth), ("same_increase", same_increase)):
        factors = carried(rate, steps)
        path = ranged(np.multiply, _repeated(last, steps), factors)
        yield from _path(_of_rule(account, rule, inputs=newest), path, factors, months)
    if account.increase is None:
        return
    since = (span(f"{name}.balance", balance.index), f"{name}.increase@{balance.index[0]}")
    walk = _of_rule(account, "random_walk", inputs=since, n=len(balance) + 1)
    if len(balance) < FEWEST:
        yield walk("projection", Estimate(), period=months[-1])
        return
    opening = balance["value"].iloc[0] - account.increase["value"].iloc[0]
    factors = random_walk([opening, *balance["value"]], steps)
    # The rounding of the balance is far inside a prediction interval, which takes it as printed.
    yield from _path(walk, last["value"] * factors, factors, months)


def _of_rule(account: Account, rule: str, **columns: Any) -> Callable[..., Result]:
    """How results of one balance and rule are told."""
    return partial(told, "pace", series=account.name, variant=rule, unit=account.unit, **columns)


def _path(
    rule: Callable[..., Result], path: Series, factors: Series, months: Sequence[str]
) -> Iterator[Result]:
    """A result for each of the ``months`` ahead, and the growth after twelve of them."""
    for month, at in zip(months, path.index, strict=True):
        yield rule("projection", number_of(path.loc[at]), period=month)
        if at == YEAR:
            yield rule("projection.yoy", number_of(100 * (factors.loc[at] - 1)), period=month)


def backtest(edition: Edition, account: Account) -> Iterator[Result]:
    """What the rules would have said a year before ``as_of`` of the balance that came.

    They knew only the balances of that year that printed growth implies. Growth of that year is
    not printed, so that the rule of unchanged growth cannot be tried. The error is how far the
    projected balance lies above what came, in percent.
    """
    balance, growth, name = account.balance, account.growth, account.name
    levels = dated_a_year_back(year_ago(balance, growth))
    inputs = (span(f"{name}.balance", balance.index), span(f"{name}.yoy", growth.index))
    for rule in ("same_increase", "random_walk"):
        level = error = Estimate()
        if len(levels) > FEWEST:
            if rule == "same_increase":
                found = _increase_again(levels)
            else:
                walk = random_walk(list(levels["value"]), [YEAR])
                found = levels["value"].iloc[-1] * walk.iloc[0]
            level = number_of(found)
            error = number_of(100 * (found / balance["value"].iloc[-1] - 1))
        tried = _of_rule(account, rule, inputs=inputs, n=len(levels), period=edition.as_of)
        yield tried("backtest", level)
        yield tried("backtest.error", error)


def _increase_again(levels: Series) -> "pd.Series[float]":
    """The last level a year on, if it goes on to rise as between the first and the last."""
    times = YEAR / (len(levels) - 1)
    return ranged_row(
        lambda last, first: last * (1 + times) - first * times, levels.iloc[-1], levels.iloc[0]
    )


def _months_after(month: str) -> list[str]:
    """The months after ``month`` up to the end of the next year."""
    year, number = int(month[:4]), int(month[5:])
    return [f"{year + at // 12}-{at % 12 + 1:02d}" for at in range(number, 24)]
