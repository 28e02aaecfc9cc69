"""What deposits and loans do at the ends of quarters, and in the month after them, in two years.

The report prints the increases of one year; balances
and growth imply those of the year before, from the second month on. In each year on its own, any
months could have been the ends of quarters if it made no difference which ones are, so that the
exact permutation test is stratified by years. Increases are in the unit of the balance.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from finreport.analysis.levels import (
    NOT_PRINTED,
    Account,
    accounts,
    dated_a_year_back,
    difference,
    year_ago,
)
from finreport.analysis.methods import GAP, QUARTER_END, WITHOUT_SPRING
from finreport.analysis.permutation import Stratum, every_choice, stratified
from finreport.analysis.results import FEWEST, TOO_FEW, Estimate, Floats, Result, span, told
from finreport.editions import INTERVAL, Edition, Series

QUARTER_ENDS = ("03", "06", "09", "12")

AFTER = ("01", "04", "07", "10")
"""The months that follow them."""

SPRING = ("02", "03")
"""The months that the Spring Festival and its end fall in, in one year or the other."""

MEASURES = ("increase", "balance", "yoy")
"""What is printed of each and enters: balances vouch for the increases, growth takes them back."""

STATISTICS = tuple(key for key in GAP if key[0].startswith(QUARTER_END))
"""What is told of each series, and in which variants."""

Marks = NDArray[np.bool_]


def is_end(month: str) -> bool:
    """Whether a month such as 2030-06 ends a quarter."""
    return month[5:] in QUARTER_ENDS


def is_after(month: str) -> bool:
    """Whether it is the first of a quarter."""
    return month[5:] in AFTER


def results(edition: Edition) -> Iterator[Result]:
    """The comparison of every series that the edition names.

    The first month of the year is in neither year: that of the year before would need a balance
    that no report implies.
    """
    known = {account.name: account for account in accounts(edition)}
    for name in edition.groups.quarter_ends:
        if name in known:
            yield from _results(edition, known[name])


def monthly_increases(edition: Edition, currency: str, indicator: str) -> Series:
    """The increase on the previous month, as printed unless the balances rule that out.

    Where no balances that are printed like these can have the printed increase between them, it
    is the difference of the balances.
    """
    printed, balance = (
        edition.series("deposits_loans", currency=currency, indicator=indicator, measure=measure)
        for measure in ("increase", "balance")
    )
    between = difference(balance, balance.shift(1))
    impossible = (printed["lower"] > between["upper"]) | (printed["upper"] < between["lower"])
    return printed.where(~impossible, between)


def year_before(account: Account) -> Series:
    """The implied increases of the year before, by the months of that year, from its second on."""
    levels = dated_a_year_back(year_ago(account.balance, account.growth))
    return difference(levels, levels.shift(1)).iloc[1:]


class TwoYears(NamedTuple):
    """The increases of the same months of two years as weighted sums of the numbers behind them.

    ``months`` are those of this year. The increases of the year before are differences of
    ``levels`` that share their rounding, so that these are the numbers behind them.
    """

    months: tuple[str, ...]
    levels: Floats
    now: Floats

    def strata(self, weights: Floats, kept: Marks, years: Sequence[int] = (0, 1)) -> list[Stratum]:
        """The years, the one before first; ``weights`` has a column for each ``kept`` month."""
        steps = np.diff(np.eye(len(self.levels)), axis=0)[kept]
        both = (Stratum(self.levels, weights @ steps), Stratum(self.now[kept], weights))
        return [both[year] for year in years]


def two_years(edition: Edition, account: Account) -> TwoYears:
    """What is known of a series in both years, from the second month on."""
    months = account.balance.index[1:]
    increases = monthly_increases(edition, *account.name.split(".")).reindex(months)
    levels = year_ago(account.balance, account.growth)
    return TwoYears(tuple(months), *(each[INTERVAL].to_numpy() for each in (levels, increases)))


def _results(edition: Edition, account: Account) -> Iterator[Result]:
    both = two_years(edition, account)
    numbers = _numbers(both) if account.increase is not None else {}
    reason = TOO_FEW if numbers or account.increase is not None else NOT_PRINTED
    years = [str(int(edition.as_of[:4]) - back) for back in (1, 0)]
    kept = [month for month in both.months if month[5:] not in SPRING]
    for statistic, variant in STATISTICS:
        months = kept if variant else both.months
        periods = (
            ["", *years] if (statistic, variant) == (f"{QUARTER_END}.difference", "") else [""]
        )
        for period in periods:
            yield told(
                "gap",
                statistic,
                numbers.get((statistic, variant, period and str(years.index(period))), Estimate()),
                series=account.name,
                period=period,
                variant=variant,
                unit=account.unit,
                inputs=[span(f"{account.name}.{each}", months) for each in MEASURES],
                n=len(months) * (1 if period else 2),
                reason=reason,
            )


def _numbers(both: TwoYears) -> dict[tuple[str, str, str], Estimate]:
    """What is found of a series, by statistic, variant and, where it is one, the year."""
    ends, after, spring = (
        np.array([test(month) for month in both.months], dtype=bool)
        for test in (is_end, is_after, lambda month: month[5:] in SPRING)
    )
    everything, found = np.ones(len(ends), dtype=bool), dict[tuple[str, str, str], Estimate]()
    if len(ends) < FEWEST:
        return found
    kinds = {"ends": ends, "after": after, "ordinary": ~ends & ~after}
    for kind, chosen in kinds.items():
        mean = both.strata(chosen[None] / chosen.sum(), everything)
        found[f"{QUARTER_END}.mean_{kind}", "", ""] = stratified(mean)[0]
    for year in (0, 1):
        alone = both.strata(every_choice(ends), everything, [year])
        found[f"{QUARTER_END}.difference", "", str(year)] = stratified(alone)[0]
    for statistic, variant, marked, kept in (
        (f"{QUARTER_END}.difference", "", ends, everything),
        (f"{QUARTER_END}.difference", WITHOUT_SPRING, ends, ~spring),
        (f"{QUARTER_END}.after", "", after, ~ends),
    ):
        if kept.sum() < FEWEST or not marked[kept].any():
            continue
        compared = stratified(both.strata(every_choice(marked[kept]), kept))
        p = statistic.removesuffix(".difference") + ".p"
        found[statistic, variant, ""], found[p, variant, ""] = compared
    return found
