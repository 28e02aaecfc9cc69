"""Whether a change of the LPR reached the rates of new loans.

The rate of a loan is the LPR on its day plus its distance from LPR. Of the distances the report
prints how they are spread over buckets; the quotations are context from outside it. So the change
of the average rate is that of the LPR, day by day, plus that of the average distance, and both
over the LPR's is the pass-through: 1 if rates fell as much as the LPR, 0 if they did not move.
What is not printed is assumed, and each assumption is named and varied:

- Loans are spread evenly over the days of a month, and months weigh alike. ``timing`` lets the
  loans of a month be made on any of its days.
- They follow the LPR of one year or of five; the mix of both stays. Each stands for itself.
- A bucket stands at one place all year: the closed ones at their midpoints, the open ones
  anywhere in their ranges. ``bands`` lets all stand anywhere in their bucket. By how much the
  loans below LPR would have to move for nothing to have passed is ``break_even``.
- ``sampling`` takes the months for a draw from what could have been; ``all`` is all of them.

``unpassed`` needs no place of any bucket: had rates stayed while the LPR fell, what stood at LPR
would stand above it, so that no more could be at or below it than was below it before.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from finreport.analysis.estimates import ranged_estimate
from finreport.analysis.methods import RATE_ASSUMPTIONS
from finreport.analysis.results import Estimate, Result
from finreport.analysis.shares import Shares
from finreport.analysis.spreads import shift
from finreport.editions import INTERVAL
from finreport.editions.context import read_context

QUOTES = ("lpr_1y", "lpr_5y")
"""The two quotations of the LPR."""

NO_QUOTES = "no_quotes"
"""The reason of a result without a value because the context has no quotations of the months."""

LPR_UNCHANGED = "lpr_unchanged"
"""The reason of a result without a value because the LPR may not have moved."""


def by_day(quotes: pd.DataFrame, months: Sequence[str]) -> dict[str, pd.DataFrame]:
    """The rates in force on each day of the months: a row a day, a column a quotation.

    A quotation holds from its day until the next. A month in which none is known, or that begins
    before the first, is left out.
    """
    dates = quotes["date"].to_numpy(dtype=str)
    found = {}
    for month in months:
        _, count = monthrange(int(month[:4]), int(month[5:]))
        days = [f"{month}-{day:02}" for day in range(1, count + 1)]
        at = np.searchsorted(dates, days, side="right") - 1
        if at[0] >= 0 and dates[at[-1]] >= days[0]:
            found[month] = quotes.iloc[at][list(QUOTES)].set_axis(days)
    return found


def told(shares: Shares) -> Iterator[Result]:
    """The LPR of each month by its days, how it moved, and how much of that reached new loans."""
    quotes = read_context("lpr_quotes")
    days = by_day(quotes, shares.months)
    complete = len(days) == len(shares.months)
    for quote in QUOTES:
        for month, rates in days.items():
            low, high = float(rates[quote].min()), float(rates[quote].max())
            # The mean of equal floats may differ from them in its last bits.
            number = Estimate(min(max(float(rates[quote].mean()), low), high), low, high)
            yield _told(shares, "lpr", number, quote, period=month)
        over_year = _over_year(quotes, shares.months[-1], quote)
        yield _told(shares, "lpr.over_year", over_year, quote, reason=NO_QUOTES)
        moved = _moved(shares, days, quote) if complete and shares.is_divided else Estimate()
        reason = "" if complete else NO_QUOTES
        yield _told(shares, "lpr.change", moved, quote, reason=reason)
        yield from _passed(shares, moved, quote, reason)
    yield from _unpassed(shares, days if complete else {})


def _told(
    shares: Shares, statistic: str, number: Estimate, quote: str, reason: str = "", **keys: str
) -> Result:
    return shares.told(
        statistic,
        number,
        others=[f"context.lpr_quotes.{quote}"],
        series=quote,
        reason=reason,
        **keys,
    )


def _over_year(quotes: pd.DataFrame, month: str, quote: str) -> Estimate:
    """The quotation of a month less that of the same month a year before."""
    by_month = quotes.set_index(quotes["date"].str[:7])[quote]
    before = f"{int(month[:4]) - 1}{month[4:]}"
    known = {month, before} <= {*by_month.index}
    return Estimate(float(by_month[month] - by_month[before])) if known else Estimate()


def _moved(shares: Shares, days: Mapping[str, pd.DataFrame], quote: str) -> Estimate:
    """How the mean of the months moved, by days.

    The ends are those if loans crowd on the days on which it moved least, or most.
    """
    value, low, high = (
        np.array([getattr(days[month][quote], of)() for month in shares.months])
        for of in ("mean", "min", "max")
    )
    at = shares.before
    return Estimate(
        float(value[at:].mean() - value[:at].mean()),
        float(low[at:].mean() - high[:at].mean()),
        float(high[at:].mean() - low[:at].mean()),
    )


def _passed(shares: Shares, moved: Estimate, quote: str, reason: str) -> Iterator[Result]:
    """The change of the average rate and the pass-through under each assumption."""
    for variant in RATE_ASSUMPTIONS:
        by_shares = shift(shares, "" if variant == "timing" else variant)
        lpr = moved if variant in ("timing", "all") else Estimate(*[moved.value] * 3)
        change = ranged_estimate(lambda lpr, distance: lpr + distance, lpr, by_shares)
        yield _told(shares, "rate.change", change, quote, reason, variant=variant)
        share = Estimate()
        if is_one_way := _has_one_sign(lpr):
            share = ranged_estimate(lambda lpr, distance: 1 + distance / lpr, lpr, by_shares)
        why = "" if is_one_way or lpr.value is None else LPR_UNCHANGED
        yield _told(shares, "pass_through", share, quote, reason or why, variant=variant)
    below = _mean(shares, "below", later=True)
    far = ranged_estimate(
        lambda lpr, distance, below: -(lpr + distance) / (below / 100),
        Estimate(*[moved.value] * 3),
        shift(shares, ""),
        below,
    )
    yield _told(shares, "break_even", far, quote, reason)


def _has_one_sign(moved: Estimate) -> bool:
    """Whether it is beyond doubt that a number is above zero, or below it."""
    return moved.lower is not None and moved.upper is not None and moved.lower * moved.upper > 0


def _unpassed(shares: Shares, days: Mapping[str, pd.DataFrame]) -> Iterator[Result]:
    """What could be at or below LPR at most if nothing had passed, and what was."""
    at_most = was = excess = Estimate()
    reason = "" if days else NO_QUOTES
    if days and shares.is_divided:
        first, later = shares.months[: shares.before], shares.months[shares.before :]
        lowest = pd.concat([days[month] for month in first]).min()
        cut = [(days[month] < lowest).all(axis=1).mean() for month in later]
        after_cut = float(np.mean(cut))
        reason = LPR_UNCHANGED
        if after_cut > 0:
            below, at = (_mean(shares, side, later=False) for side in ("below", "at"))
            at_most = ranged_estimate(lambda below, at: below + (1 - after_cut) * at, below, at)
            stood = (_mean(shares, side, later=True) for side in ("below", "at"))
            was = ranged_estimate(np.add, *stood)
            excess = ranged_estimate(np.subtract, was, at_most)
    for statistic, number in (
        ("unpassed.at_most", at_most),
        ("unpassed.was", was),
        ("unpassed.excess", excess),
    ):
        yield shares.told(statistic, number, ["below", "at"], reason=reason)


def _mean(shares: Shares, name: str, *, later: bool) -> Estimate:
    """The mean share of a bucket on one side, in percent."""
    at = shares.before
    if not shares.is_divided:
        return Estimate()
    ends = (shares.of([name], end)[:, 0] for end in INTERVAL)
    return Estimate(*(float((all_[at:] if later else all_[:at]).mean()) for all_ in ends))
