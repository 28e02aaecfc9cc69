"""Balances carried on by rules that know nothing of the economy, and what came of such rules.

Every rule gives the factors by which the last balance is multiplied, a row for each of ``steps``,
which are months ahead, with the columns ``value``, ``lower`` and ``upper``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from finreport.analysis.flows import bounded
from finreport.analysis.levels import dated_a_year_back, year_ago
from finreport.analysis.results import FEWEST, TOO_FEW, Floats, Result, span
from finreport.editions import INTERVAL, Edition, Series

BALANCES = ("cny.loans", "cny.deposits", "all.loans", "all.deposits")
"""The balances that are carried on: currency and indicator."""

YEAR = 12
COVERAGE = 0.95
"""How often the interval of the random walk holds what comes, if its model is right."""


def unchanged_growth(rate: "pd.Series[float]", steps: Sequence[int]) -> Series:
    """The factors at an unchanged ``rate``, percent a year, spread evenly over the months."""
    years = np.asarray(steps) / YEAR
    return _by_step({end: (1 + rate[end] / 100) ** years for end in INTERVAL}, steps)


def same_increase(rate: "pd.Series[float]", steps: Sequence[int]) -> Series:
    """The factors if the increase of the last twelve months comes again, spread evenly.

    A balance that grew by ``rate`` percent owes the share rate / (100 + rate) of itself to it.
    """
    years = np.asarray(steps) / YEAR
    share = rate / (100 + rate)
    return _by_step({end: 1 + years * share[end] for end in INTERVAL}, steps)


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
    ends = {"value": middle, "lower": middle - reach, "upper": middle + reach}
    return _by_step({end: np.exp(logarithm) for end, logarithm in ends.items()}, steps)


def _by_step(factors: Mapping[str, Floats], steps: Sequence[int]) -> Series:
    return pd.DataFrame(dict(factors), index=pd.Index(steps))


def projections(edition: Edition, name: str) -> Iterator[Result]:
    """One of :data:`BALANCES` month by month from ``as_of`` to the end of the next year.

    ``pace.cny.loans.projection.random_walk.2025-12`` is in the unit of the data, and ``.yoy``
    behind the month twelve after ``as_of`` the growth on the printed balance, in percent. The
    random walk starts from the end of the year before, which January's increase tells sharply;
    the balances of that year are left out, because one of their two Januaries would be missing
    and January has the largest increase.
    """
    balance, growth, increase = (_series(edition, name, m) for m in ("balance", "yoy", "increase"))
    opening = balance["value"].iloc[0] - increase["value"].iloc[0]
    months = _months_after(edition.as_of)
    steps = range(1, len(months) + 1)
    rate = growth.iloc[-1]
    newest = (f"{name}.balance@{edition.as_of}", f"{name}.yoy@{edition.as_of}")
    since_opening = (span(f"{name}.balance", balance.index), f"{name}.increase@{balance.index[0]}")
    unit = edition.rows("deposits_loans", **_keys(name, "balance"))["unit"].iloc[0]

    def told(rule: str, inputs: tuple[str, ...], count: int) -> Result:
        return Result(f"pace.{name}.projection.{rule}", None, unit, rule, inputs, count)

    for rule, factors in (
        ("unchanged_growth", unchanged_growth(rate, steps)),
        ("same_increase", same_increase(rate, steps)),
    ):
        yield from _path(told(rule, newest, 2), balance.iloc[-1], factors, months, "rounding")
    walk = told("random_walk", since_opening, len(balance) + 1)
    if len(balance) < FEWEST:
        yield replace(walk, name=f"{walk.name}.{months[-1]}", reason=TOO_FEW)
        return
    factors = random_walk([opening, *balance["value"]], steps)
    yield from _path(walk, balance["value"].iloc[-1], factors, months, "prediction")


def _path(
    told: Result,
    last: "pd.Series[float] | float",
    factors: Series,
    months: Sequence[str],
    bounds: str,
) -> Iterator[Result]:
    """A result for each of the ``months`` ahead, and the growth after twelve of them.

    ``last`` is the balance from which they start, with its ends where these count: they are far
    inside a prediction interval, which takes it as printed.
    """
    for month, (step, factor) in zip(months, factors.iterrows(), strict=True):
        at = replace(told, name=f"{told.name}.{month}")
        yield bounded(at, last * factor, bounds)
        if step == YEAR:
            growth = replace(at, name=f"{at.name}.yoy", unit="%")
            yield bounded(growth, 100 * (factor - 1), bounds)


def backtest(edition: Edition, name: str) -> Iterator[Result]:
    """What the rules would have said a year before ``as_of`` of the balance that came.

    They knew only the balances of that year that printed growth implies. Growth of that year is
    not printed, so that the rule of unchanged growth cannot be tried. ``.error`` is how far the
    projected balance lies above what came, in percent.
    """
    balance, growth = (_series(edition, name, measure) for measure in ("balance", "yoy"))
    levels = dated_a_year_back(year_ago(balance, growth))
    inputs = (span(f"{name}.balance", balance.index), span(f"{name}.yoy", growth.index))
    unit = edition.rows("deposits_loans", **_keys(name, "balance"))["unit"].iloc[0]
    for rule, bounds in (("same_increase", "rounding"), ("random_walk", "prediction")):
        told = Result(
            f"pace.{name}.backtest.{rule}.{edition.as_of}", None, unit, rule, inputs, len(levels)
        )
        error = replace(told, name=f"{told.name}.error", unit="%")
        if len(levels) <= FEWEST:
            yield from (replace(one, reason=TOO_FEW) for one in (told, error))
            continue
        if rule == "same_increase":
            found = _increase_again(levels)
        else:
            walk = random_walk(list(levels["value"]), [YEAR])
            found = levels["value"].iloc[-1] * walk.iloc[0]
        yield bounded(told, found, bounds)
        yield bounded(error, 100 * (found / balance["value"].iloc[-1] - 1), bounds)


def _increase_again(levels: Series) -> "pd.Series[float]":
    """The last level a year on, if it goes on to rise as between the first and the last."""
    times = YEAR / (len(levels) - 1)
    first, last = levels.iloc[0], levels.iloc[-1]
    swapped = {"lower": "upper", "upper": "lower"}
    return last * (1 + times) - first.rename(swapped) * times


def _series(edition: Edition, name: str, measure: str) -> Series:
    return edition.series("deposits_loans", **_keys(name, measure))


def _keys(name: str, measure: str) -> dict[str, str]:
    currency, indicator = name.split(".")
    return {"currency": currency, "indicator": indicator, "measure": measure}


def _months_after(month: str) -> list[str]:
    """The months after ``month`` up to the end of the next year."""
    year, number = int(month[:4]), int(month[5:])
    return [f"{year + at // 12}-{at % 12 + 1:02d}" for at in range(number, 24)]
