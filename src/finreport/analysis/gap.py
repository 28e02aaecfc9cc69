"""The gap between loans and deposits: growth, balances, ends of quarters, parts of growth."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd

from finreport.analysis import quarter_ends
from finreport.analysis.composition import Growing, growth_parts, left_of
from finreport.analysis.intervals import ranged, ranged_row
from finreport.analysis.levels import (
    NOT_PRINTED,
    accounts,
    dated_a_year_back,
    difference,
    printed_ends,
    yearly_increase,
)
from finreport.analysis.methods import LEFT_OUT, Key
from finreport.analysis.noise import SEED
from finreport.analysis.permutation import sign_flip
from finreport.analysis.results import (
    FEWEST,
    TOO_FEW,
    Estimate,
    Floats,
    Result,
    number_of,
    span,
    told,
)
from finreport.analysis.trends import flipped
from finreport.editions import INTERVAL, Edition, Series

ROUNDINGS = 1_000
"""How often the printed numbers are drawn from their intervals."""

SCOPES = ("all", "cny")
"""All currencies, and CNY."""

ONE_MONTH = "one_month"
"""The reason of a change without a value: there is only one month."""

SIGN_UNKNOWN = "sign_unknown"
"""The reason of a share without a value: the total may not have changed."""

DIGITS = 9
"""Differences of printed decimals are rounded to so many, so that equal ones are equal floats."""


REST = "rest"
"""The variant of a part that is what the named parts leave."""


def results(edition: Edition) -> list[Result]:
    """Every result of the group: of the printed scopes, the ends of quarters, the parts."""
    found: list[Result] = []
    printed = {account.name for account in accounts(edition)}
    for scope in SCOPES:
        if not {f"{scope}.loans", f"{scope}.deposits"} <= printed:
            continue
        found += _growth(edition, scope)
        found += _ratio(edition, scope)
    found += quarter_ends.results(edition)
    for total, parts in edition.groups.parts.items():
        scope, _ = total.split(".")
        if {total, *(f"{scope}.{part}" for part in parts)} <= printed:
            found += _parts(edition, total, parts)
    if "all.loans" in printed:
        found += _borrowers(edition)
    return found


# The gap between the growth rates


def growth_gap(loans: Series, deposits: Series) -> Series:
    """Growth of loans less growth of deposits, in percentage points."""
    return difference(loans, deposits).round(DIGITS)


def _growth(edition: Edition, scope: str) -> Iterator[Result]:
    loans, deposits = (_series(edition, scope, name, "yoy") for name in ("loans", "deposits"))
    gap = growth_gap(loans, deposits)
    inputs = _both(scope, "yoy", gap.index)
    for month in gap.index:
        entering = _both(scope, "yoy", [month])
        yield _told("growth", _at(gap, month), entering, series=scope, period=month)
    yield _told("growth.mean", number_of(gap.mean()), inputs, len(gap), series=scope)
    change = _change(gap)
    yield _told("growth.change", change, inputs, len(gap), series=scope, reason=ONE_MONTH)
    faster = Estimate(float((gap["lower"] > 0).sum()))
    yield _told("growth.months_faster", faster, inputs, len(gap), series=scope)
    yield from _trend(gap, (loans, deposits), scope)


def _trend(gap: Series, growth: Sequence[Series], scope: str) -> Iterator[Result]:
    """The sign-flip test of the gap's monthly changes, and what shakes it."""
    statistic, numbers = "growth.sign_flip.p", dict[Key, Estimate]()
    if len(gap) > FEWEST:
        numbers = flipped(gap, statistic)
        drawn = np.quantile(sign_flip(np.diff(_rounded_anyhow(*growth))), (0.5, 0.025, 0.975))
        numbers[statistic, "uniform"] = Estimate(*map(float, drawn))
    for variant in ("", *LEFT_OUT, "uniform"):
        months = gap.index[: len(gap) - LEFT_OUT.get(variant, 0)]
        number = numbers.get((statistic, variant), Estimate())
        inputs, count = _both(scope, "yoy", months), max(len(months) - 1, 0)
        yield _told(statistic, number, inputs, count, series=scope, variant=variant)


def _rounded_anyhow(loans: Series, deposits: Series) -> Floats:
    """The gap, a row a draw, if both rates are as likely anywhere in their intervals."""
    rng = np.random.default_rng(SEED)
    drawn = [
        rng.uniform(each["lower"], each["upper"], (ROUNDINGS, len(each)))
        for each in (loans, deposits)
    ]
    return np.asarray(drawn[0] - drawn[1])


# The balances


def loan_deposit_ratio(loans: Series, deposits: Series) -> Series:
    """Loans in percent of deposits; both are positive, of one unit and rounded on their own."""
    return ranged(lambda loans, deposits: 100 * loans / deposits, loans, deposits).dropna()


def over_year(ratio: Series, factor: Series) -> Series:
    """How far a ratio is above that of a year ago, which is ``factor`` times as large."""
    return ranged(lambda ratio, factor: ratio * (1 - factor), ratio, factor)


def _ratio(edition: Edition, scope: str) -> Iterator[Result]:
    loans, deposits = (_growing(edition, scope, kind) for kind in ("loans", "deposits"))
    now = loan_deposit_ratio(loans.level, deposits.level)
    factor = loan_deposit_ratio(1 + deposits.growth / 100, 1 + loans.growth / 100) / 100
    before, change = ranged(np.multiply, now, factor), over_year(now, factor)
    statistic = "loan_deposit_ratio"
    for month in now.index:
        inputs = _both(scope, "balance", [month])
        yield _told(statistic, _at(now, month), inputs, series=scope, period=month)
    for month, ago in zip(before.index, dated_a_year_back(before).index, strict=True):
        inputs = _levels_and_growth(scope, ("loans", "deposits"), [month])
        for kind, series, period in (("year_ago", before, ago), ("over_year", change, month)):
            number = _at(series, month)
            yield _told(f"{statistic}.{kind}", number, inputs, series=scope, period=period)
    inputs = _both(scope, "balance", now.index)
    number = _change(now)
    yield _told(f"{statistic}.change", number, inputs, len(now), series=scope, reason=ONE_MONTH)


# The parts of growth


def _parts(edition: Edition, total: str, names: Sequence[str]) -> Iterator[Result]:
    """What each part adds to the growth of the total, how that changed, and its share."""
    scope, whole = total.split(".")
    growing = _growing(edition, scope, whole)
    parts = {name: _growing(edition, scope, name) for name in names}
    rest = f"{whole}_rest"
    table = growth_parts(growing, parts, rest)
    shares = _shares(growing, parts, rest)
    everything = (whole, *parts)
    for part in (*parts, rest):
        about = partial(_told, series=f"{scope}.{part}", variant=REST if part == rest else "")
        series = table[table["part"] == part].set_index("month")[INTERVAL]
        entering = everything if part == rest else (whole, part)
        for month in series.index:
            inputs = _levels_and_growth(scope, entering, [month])
            yield about("part", _at(series, month), inputs, period=month)
        inputs = _levels_and_growth(scope, entering, series.index)
        yield about("part.change", _change(series), inputs, len(series), reason=ONE_MONTH)
        last = _levels_and_growth(scope, entering, series.index[-1:])
        yield about("part.share", shares.get(part, Estimate()), last, reason=SIGN_UNKNOWN)
    inputs = (span(f"{total}.yoy", growing.growth.index),)
    change = _change(growing.growth)
    n = len(growing.growth)
    yield _told("total.change", change, inputs, n, series=total, reason=ONE_MONTH)


def _shares(total: Growing, parts: Mapping[str, Growing], rest: str) -> Mapping[str, Estimate]:
    """The share of each part in the total's last increase over a year, in percent.

    Nothing if within rounding the total may not have changed.
    """
    whole = yearly_increase(*total).iloc[-1]
    if whole["lower"] <= 0 <= whole["upper"]:
        return {}
    found = {
        name: ranged_row(_percent, yearly_increase(*part).iloc[-1], whole)
        for name, part in parts.items()
    }
    found[rest] = ranged_row(left_of, pd.Series(100.0, INTERVAL), *found.values())
    return {name: number_of(share) for name, share in found.items()}


def _percent(part: Floats, whole: Floats) -> Floats:
    return 100 * (part / whole)


def _borrowers(edition: Edition) -> Iterator[Result]:
    """What each kind of borrower adds to a year's growth of loans in all currencies.

    The report states their increases beside the loans in all currencies, for the whole year
    only. All are divided by the balance at the end of the year before, from which the increases
    are counted and which January tells sharply. Nothing where the edition names no borrower.
    """
    stated = edition.groups.borrowers
    if not stated:
        return
    first, last = edition.months[0], edition.as_of
    figures = [edition.find(one) if one in edition.figures else None for one in stated.values()]
    since = (f"all.loans.balance@{first}", f"all.loans.increase@{first}")
    numbers = [Estimate()] * (len(stated) + 1)
    if edition.is_complete and all(figures):
        balance = _series(edition, "all", "loans", "balance")
        base = difference(balance, _series(edition, "all", "loans", "increase")).iloc[0]
        parts = [printed_ends(figure.printed) for figure in figures if figure]
        rest = ranged_row(_rest, balance.iloc[-1], base, *parts)
        shares = (ranged_row(_percent, part, base) for part in parts)
        numbers = [number_of(found) for found in (*shares, rest)]
    every = tuple(stated.values())
    inputs = [*((one, *since) for one in every), (f"all.loans.balance@{last}", *every, *since)]
    for name, number, entering in zip((*stated, REST), numbers, inputs, strict=True):
        yield _told(
            "borrowers",
            number,
            entering,
            len(entering),
            series="all.loans",
            variant=name,
            reason=NOT_PRINTED,
        )


def _rest(level: Floats, base: Floats, *parts: Floats) -> Floats:
    """The growth from ``base`` to ``level`` that no part accounts for, in percentage points."""
    return 100 * (left_of(level, *parts) / base - 1)


# Telling results


def _told(
    statistic: str,
    number: Estimate,
    inputs: Sequence[str],
    n: int = 1,
    *,
    reason: str = TOO_FEW,
    **keys: str,
) -> Result:
    """A result of the group, of one month unless ``n`` says how many."""
    return told("gap", statistic, number, inputs=inputs, n=n, reason=reason, **keys)


def _change(series: Series) -> Estimate:
    """How far the last month is above the first, unless they are the same."""
    if len(series) < 2:
        return Estimate()
    return number_of(ranged_row(np.subtract, series.iloc[-1], series.iloc[0]))


def _at(series: Series, month: str) -> Estimate:
    row: pd.Series[float] = series.loc[[month]].iloc[0]
    return number_of(row)


def _series(edition: Edition, scope: str, indicator: str, measure: str) -> Series:
    return edition.series("deposits_loans", currency=scope, indicator=indicator, measure=measure)


def _growing(edition: Edition, scope: str, indicator: str) -> Growing:
    return Growing(*(_series(edition, scope, indicator, kind) for kind in ("balance", "yoy")))


def _both(scope: str, measure: str, months: Iterable[str]) -> tuple[str, ...]:
    """The names of loans and deposits as inputs."""
    months = list(months)
    return tuple(span(f"{scope}.{name}.{measure}", months) for name in ("loans", "deposits"))


def _levels_and_growth(
    scope: str, indicators: Iterable[str], months: Iterable[str]
) -> tuple[str, ...]:
    """The names of balances and growth as inputs."""
    months = list(months)
    return tuple(
        span(f"{scope}.{name}.{measure}", months)
        for name in indicators
        for measure in ("balance", "yoy")
    )
