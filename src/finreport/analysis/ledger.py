"""The ledger of a slowdown: each month's increase against that of the same month a year before.

Balance and growth imply the increase over twelve months; by how much it changes from one month to
the next is the increase of the month less that of the same month of the year before. These are
full counts, not a sample: nothing is tested. Money is in the unit of the balance, growth in
percentage points.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from finreport.analysis.intervals import ranged_row
from finreport.analysis.levels import BOTH, Account, accounts, yearly_increase
from finreport.analysis.results import Estimate, Floats, Result, number_of, told
from finreport.editions import Edition, Series

MAIN = ("cny.loans", "cny.deposits")
"""The series of whose months the parts are told: those that the report draws."""

ONE_MONTH = "one_month"
"""The reason of a change without a value: there is only one month."""

NO_FALL = "no_fall"
"""The reason of a run without a value: no month fell short of the same month a year before."""


class Stretch(NamedTuple):
    """Neighbouring months, by the places of the month before the first and of the last."""

    start: int
    end: int


def results(edition: Edition) -> list[Result]:
    """The ledger of every series of deposits and loans with printed growth."""
    known = accounts(edition)
    runs = {account.name: deepest_run(account) for account in known if account.name in MAIN}
    return [
        result
        for account in known
        for result in _of_account(account, runs.get(main_of(account.name)))
    ]


def main_of(series: str) -> str:
    """The one of :data:`MAIN` that a series such as ``all.loans_short`` belongs to."""
    kind = series.partition(".")[2].partition("_")[0]
    return f"cny.{kind}"


def deepest_run(account: Account) -> Stretch | None:
    """The neighbouring months that together fall short of the year before by most.

    It lies between the highest increase over twelve months and the lowest after it: the sum of
    neighbours that is the smallest, as Bentley, J. (1984), Programming pearls: algorithm design
    techniques, Communications of the ACM 27, 865-873, finds the largest. None where no month
    falls short.
    """
    increases = yearly_increase(account.balance, account.growth)["value"].to_numpy()
    highest = np.maximum.accumulate(increases)
    end = int((increases - highest).argmin())
    start = int(increases[: end + 1].argmax())
    return Stretch(start, end) if end > start else None


def below_pace(level: Floats, growth: Floats, first: Floats) -> Floats:
    """How far a level with its growth is above that to which the ``first`` growth had led."""
    return level * (1 - (1 + first / 100) / (1 + growth / 100))


def _of_account(account: Account, run: Stretch | None) -> Iterator[Result]:
    months = list(account.balance.index)
    increases = yearly_increase(account.balance, account.growth)
    for before, month in pairwise(months):
        numbers = {
            "against_year_ago": (_difference(increases, before, month), before),
            "since_first": (_difference(increases, months[0], month), months[0]),
            "growth.step": (_difference(account.growth, before, month), before),
        }
        for statistic, (number, since) in numbers.items():
            yield _told(account, statistic, number, [since, month], period=month)
    yield from _sums(account, months, run)
    pace = Estimate()
    if len(months) > 1:
        level, last, first = (
            account.balance.iloc[-1],
            account.growth.iloc[-1],
            account.growth.iloc[0],
        )
        pace = number_of(ranged_row(below_pace, level, last, first))
    yield _told(account, "pace", pace, [months[0], months[-1]])


def _sums(account: Account, months: list[str], run: Stretch | None) -> Iterator[Result]:
    """All months together, those of the run, and the others: only their ends enter."""
    increases = yearly_increase(account.balance, account.growth)
    ends = [months[0], months[-1]]
    total, of_run, others = Estimate(), Estimate(), Estimate()
    growth, run_growth = Estimate(), Estimate()
    period, run_ends = "", ends
    if len(months) > 1:
        total = _difference(increases, *ends)
        growth = _difference(account.growth, *ends)
    if run is not None and run.end < len(months):
        run_ends = [months[run.start], months[run.end]]
        period = f"{months[run.start + 1]}..{months[run.end]}"
        of_run, run_growth = (_difference(each, *run_ends) for each in (increases, account.growth))
        outside = ((ends[0], run_ends[0]), (run_ends[1], ends[1]))
        others = _sum(_difference(increases, *pair) for pair in outside)
    yield _told(account, "total", total, ends)
    yield _told(account, "total.growth", growth, ends)
    reason = NO_FALL if len(months) > 1 else ONE_MONTH
    yield _told(account, "run", of_run, run_ends, period=period, reason=reason)
    yield _told(account, "run.growth", run_growth, run_ends, period=period, reason=reason)
    yield _told(account, "other_months", others, [*ends, *run_ends], reason=reason)


def _difference(series: Series, before: str, month: str) -> Estimate:
    """How far a month is above one before it; nothing but zero if they are the same."""
    if before == month:
        return Estimate(0.0, 0.0, 0.0)
    months = list(series.index)
    (first, low, high), (last, lower, upper) = (
        series.to_numpy()[months.index(each)].tolist() for each in (before, month)
    )
    return Estimate(last - first, lower - high, upper - low)


def _sum(numbers: Iterable[Estimate]) -> Estimate:
    """The sum of numbers that know nothing of each other."""
    return Estimate(*(sum(end or 0.0 for end in ends) for ends in zip(*numbers, strict=True)))


def _told(
    account: Account,
    statistic: str,
    number: Estimate,
    months: list[str],
    *,
    period: str = "",
    reason: str = ONE_MONTH,
) -> Result:
    measures = ("yoy",) if "growth" in statistic else BOTH
    return told(
        "ledger",
        statistic,
        number,
        series=account.name,
        period=period,
        unit=account.unit,
        inputs=[
            f"{account.name}.{measure}@{month}"
            for measure in measures
            for month in dict.fromkeys(months)
        ],
        reason=reason,
    )
