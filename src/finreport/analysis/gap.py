"""The gap between loans and deposits: growth, balances, ends of quarters, parts of growth."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

import pandas as pd

from finreport.analysis import quarter_ends
from finreport.analysis.composition import Growing, growth_parts
from finreport.analysis.firmness import DEPENDENT, LEFT_OUT
from finreport.analysis.kendall import least_size, mann_kendall, two_sided
from finreport.analysis.levels import (
    NOT_PRINTED,
    dated_a_year_back,
    difference,
    printed_ends,
    yearly_increase,
)
from finreport.analysis.noise import exceeded, nulls
from finreport.analysis.results import FEWEST, TOO_FEW, Number, Result, adjust, span
from finreport.editions import INTERVAL, Edition, Series

SCOPES = ("all", "cny")
"""All currencies, and CNY."""

PARTS = {
    "all.loans": ("loans_short", "loans_medium_long", "loans_bills"),
    "cny.loans": ("loans_bills", "loans_consumer"),
    "cny.deposits": ("deposits_household", "deposits_corporate"),
}
"""Of each total the parts whose balance and growth are printed; what they leave is its rest."""

BORROWERS = {
    "household": "loans_household_change",
    "enterprise": "loans_enterprise_change",
}
"""The borrowers whose increase of loans over the year, in all currencies, the report states."""

ONE_MONTH = "one_month"
"""The reason of a change without a value: there is only one month."""

SIGN_UNKNOWN = "sign_unknown"
"""The reason of a share without a value: the total may not have changed."""

DIGITS = 9
"""Differences of printed decimals are rounded to so many, so that equal ones are equal floats."""


class Kind(NamedTuple):
    """What results of one method have in common."""

    unit: str
    bounds: str = "rounding"
    family: str = ""


KINDS = {
    "gap_growth": Kind("percentage points"),
    "gap_growth_mean": Kind("percentage points"),
    "gap_growth_change": Kind("percentage points"),
    "gap_months_faster": Kind("1", bounds=""),
    "gap_mann_kendall_s": Kind("1"),
    "gap_mann_kendall_p": Kind("probability", family="gap.trend"),
    **{f"gap_mann_kendall_p_{noise}": Kind("probability", "simulation") for noise in DEPENDENT},
    "gap_mann_kendall_p_without_last": Kind("probability"),
    "gap_ratio": Kind("%"),
    "gap_ratio_year_ago": Kind("%"),
    "gap_ratio_over_year": Kind("percentage points"),
    "gap_ratio_change": Kind("percentage points"),
    "gap_part": Kind("percentage points"),
    "gap_part_change": Kind("percentage points"),
    "gap_part_share": Kind("%"),
    "gap_total_change": Kind("percentage points"),
    "gap_borrower": Kind("percentage points"),
    "gap_borrower_rest": Kind("percentage points"),
}
"""The methods of this module, in the order in which their results are told."""


def results(edition: Edition) -> list[Result]:
    """Every result of the group: of both scopes, of the ends of quarters, of the parts."""
    found: list[Result] = []
    for scope in SCOPES:
        found += _growth(edition, scope)
        found += _ratio(edition, scope)
    found += quarter_ends.results(edition)
    for total in PARTS:
        found += _parts(edition, total)
    found += _borrowers(edition)
    return adjust(found)


# The gap between the growth rates


def growth_gap(loans: Series, deposits: Series) -> Series:
    """Growth of loans less growth of deposits, in percentage points."""
    return difference(loans, deposits).round(DIGITS)


def s_range(series: Series) -> tuple[int, int]:
    """The smallest and largest S of Mann-Kendall that numbers inside these intervals can have.

    The intervals have some width. An order of the numbers, from low to high, is possible exactly
    if none comes after one whose interval lies wholly above its own. The best order is built
    from below, keeping for each set of numbers already placed the ends of S among them: 2^n sets
    instead of n! orders (Held, M. and Karp, R. M. (1962), A dynamic programming approach to
    sequencing problems, Journal of the SIAM 10, 196-210).
    """
    count = len(series)
    lower, upper = series["lower"].to_list(), series["upper"].to_list()
    below = [sum((upper[k] <= lower[j]) << k for k in range(count)) for j in range(count)]
    ends = {0: (0, 0)}
    for _ in range(count):
        following: dict[int, tuple[int, int]] = {}
        for placed, (low, high) in ends.items():
            for j in range(count):
                if placed >> j & 1 or below[j] & ~placed:
                    continue
                # What is placed is smaller: a rise from earlier months, a fall to later ones.
                earlier = (placed & ((1 << j) - 1)).bit_count()
                gain = 2 * earlier - placed.bit_count()
                known = following.get(placed | 1 << j, (low + gain, high + gain))
                following[placed | 1 << j] = (min(known[0], low + gain), max(known[1], high + gain))
        ends = following
    return ends[(1 << count) - 1]


def _growth(edition: Edition, scope: str) -> Iterator[Result]:
    loans, deposits = (_series(edition, scope, name, "yoy") for name in ("loans", "deposits"))
    gap, name = growth_gap(loans, deposits), f"gap.{scope}.growth"
    inputs = _both(scope, "yoy", gap.index)
    for month in gap.index:
        entering = _both(scope, "yoy", [month])
        yield _told(f"{name}.{month}", _number(gap.loc[month]), "gap_growth", entering)
    yield _told(f"{name}.mean", _number(gap.mean()), "gap_growth_mean", inputs, len(gap))
    yield _change(name, gap, "gap_growth_change", inputs)
    faster = float((gap["lower"] > 0).sum())
    yield _told(f"{name}.months_faster", Number(faster), "gap_months_faster", inputs, len(gap))
    yield from _trend(f"{name}.mann_kendall", gap, scope)


def _trend(name: str, gap: Series, scope: str) -> Iterator[Result]:
    """The test of Mann-Kendall of the gap, and what shakes it."""
    inputs, count = _both(scope, "yoy", gap.index), len(gap)
    s, p = _mann_kendall(gap)
    yield _told(f"{name}.s", s, "gap_mann_kendall_s", inputs, count)
    yield _told(f"{name}.p", p, "gap_mann_kendall_p", inputs, count)
    for noise in DEPENDENT:
        again = Number()
        if s.lower is not None and s.upper is not None:
            again = exceeded(nulls(count, noise).mann_kendall, least_size(s.lower, s.upper))
        yield _told(f"{name}.p.{noise}", again, f"gap_mann_kendall_p_{noise}", inputs, count)
    for left_out in LEFT_OUT:
        rest = gap.iloc[:-left_out]
        yield _told(
            f"{name}.p.without_last_{left_out}",
            _mann_kendall(rest)[1],
            "gap_mann_kendall_p_without_last",
            _both(scope, "yoy", rest.index),
            len(rest),
        )


def _mann_kendall(gap: Series) -> tuple[Number, Number]:
    """S and its exact p with what rounding leaves of them, unless there are too few months."""
    if len(gap) < FEWEST:
        return Number(), Number()
    found, (low, high) = mann_kendall(gap["value"].to_list()), s_range(gap)
    ps = [two_sided(s, (1,) * len(gap)) for s in range(low, high + 1, 2)]
    return Number(found.s, low, high), Number(found.p, min(ps), max(ps))


# The balances


def loan_deposit_ratio(loans: Series, deposits: Series) -> Series:
    """Loans in percent of deposits; both are positive, of one unit and rounded on their own."""
    return pd.DataFrame(
        {
            "value": 100 * loans["value"] / deposits["value"],
            "lower": 100 * loans["lower"] / deposits["upper"],
            "upper": 100 * loans["upper"] / deposits["lower"],
        }
    ).dropna()


def over_year(ratio: Series, factor: Series) -> Series:
    """How far a ratio is above that of a year ago, which is ``factor`` times as large."""
    gained = difference(pd.DataFrame(1.0, factor.index, INTERVAL), factor)
    corners = pd.concat(
        [ratio[one] * gained[other] for one, other in product(("lower", "upper"), repeat=2)], axis=1
    )
    return pd.DataFrame(
        {
            "value": ratio["value"] * gained["value"],
            "lower": corners.min(axis=1),
            "upper": corners.max(axis=1),
        }
    )


def _ratio(edition: Edition, scope: str) -> Iterator[Result]:
    name = f"gap.{scope}.loan_deposit_ratio"
    loans, deposits = (_growing(edition, scope, kind) for kind in ("loans", "deposits"))
    now = loan_deposit_ratio(loans.level, deposits.level)
    factor = loan_deposit_ratio(1 + deposits.growth / 100, 1 + loans.growth / 100) / 100
    before, change = now * factor, over_year(now, factor)
    for month in now.index:
        inputs = _both(scope, "balance", [month])
        yield _told(f"{name}.{month}", _number(now.loc[month]), "gap_ratio", inputs)
    for month, ago in zip(before.index, dated_a_year_back(before).index, strict=True):
        inputs = _levels_and_growth(scope, ("loans", "deposits"), [month])
        yield _told(f"{name}.{ago}", _number(before.loc[month]), "gap_ratio_year_ago", inputs)
        yield _told(
            f"{name}.over_year.{month}",
            _number(change.loc[month]),
            "gap_ratio_over_year",
            inputs,
        )
    yield _change(name, now, "gap_ratio_change", _both(scope, "balance", now.index))


# The parts of growth


def _parts(edition: Edition, total: str) -> Iterator[Result]:
    """What each part adds to the growth of the total, how that changed, and its share."""
    scope, whole = total.split(".")
    growing = _growing(edition, scope, whole)
    parts = {part: _growing(edition, scope, part) for part in PARTS[total]}
    rest = f"{whole}_rest"
    table = growth_parts(growing, parts, rest)
    shares = _shares(growing, parts, rest)
    everything = (whole, *parts)
    for part in (*parts, rest):
        name = f"gap.parts.{scope}.{part}"
        series = table[table["part"] == part].set_index("month")[INTERVAL]
        entering = everything if part == rest else (whole, part)
        for month in series.index:
            inputs = _levels_and_growth(scope, entering, [month])
            yield _told(f"{name}.{month}", _number(series.loc[month]), "gap_part", inputs)
        inputs = _levels_and_growth(scope, entering, series.index)
        yield _change(name, series, "gap_part_change", inputs)
        last = _levels_and_growth(scope, entering, series.index[-1:])
        share = shares.get(part, Number())
        yield _told(f"{name}.share", share, "gap_part_share", last, reason=SIGN_UNKNOWN)
    growth = growing.growth
    inputs = (span(f"{total}.yoy", growth.index),)
    yield _change(f"gap.parts.{total}", growth, "gap_total_change", inputs)


def _shares(total: Growing, parts: Mapping[str, Growing], rest: str) -> Mapping[str, Number]:
    """The share of each part in the total's last increase over a year, in percent.

    Nothing if within rounding the total may not have changed.
    """
    whole = yearly_increase(*total).iloc[-1]
    if whole["lower"] <= 0 <= whole["upper"]:
        return {}
    shares = {
        name: _percent(yearly_increase(*part).iloc[-1], whole) for name, part in parts.items()
    }
    ends = pd.DataFrame(shares.values(), columns=INTERVAL).sum()
    return shares | {rest: Number(100 - ends["value"], 100 - ends["upper"], 100 - ends["lower"])}


def _percent(part: "pd.Series[float]", whole: "pd.Series[float]") -> Number:
    """A part in percent of a whole that is not zero, both with independent roundings."""
    ends = [100 * float(part[one] / whole[other]) for one, other in product(INTERVAL[1:], repeat=2)]
    return Number(100 * float(part["value"] / whole["value"]), min(ends), max(ends))


def _borrowers(edition: Edition) -> Iterator[Result]:
    """What each kind of borrower adds to a year's growth of loans in all currencies.

    The report states their increases beside the loans in all currencies, for the whole year
    only. All are divided by the balance at the end of the year before, from which the increases
    are counted and which January tells sharply.
    """
    first, last = edition.months[0], edition.as_of
    figures = [edition.find(statement) for statement in BORROWERS.values()]
    since = (f"all.loans.balance@{first}", f"all.loans.increase@{first}")
    numbers = [Number()] * (len(BORROWERS) + 1)
    if edition.is_complete and all(figures):
        balance = _series(edition, "all", "loans", "balance")
        base = difference(balance, _series(edition, "all", "loans", "increase")).iloc[0]
        parts = [printed_ends(figure.printed) for figure in figures if figure]
        numbers = [*(_percent(part, base) for part in parts), _rest(balance.iloc[-1], base, parts)]
    stated = tuple(BORROWERS.values())
    inputs = [*((one, *since) for one in stated), (f"all.loans.balance@{last}", *stated, *since)]
    for name, number, entering in zip((*BORROWERS, "rest"), numbers, inputs, strict=True):
        method = "gap_borrower_rest" if name == "rest" else "gap_borrower"
        yield _told(
            f"gap.borrowers.all.loans.{name}", number, method, entering, len(entering), NOT_PRINTED
        )


def _rest(
    level: "pd.Series[float]", base: "pd.Series[float]", parts: Iterable["pd.Series[float]"]
) -> Number:
    """The growth from ``base`` to ``level`` that no part accounts for, in percentage points.

    It rises with the level and falls with the base and with each part, so that corners bound it.
    """
    named = pd.DataFrame(list(parts)).sum()
    ends = [
        100 * float((level[one] - named[other]) / base[other] - 1)
        for one, other in zip(INTERVAL, ("value", "upper", "lower"), strict=True)
    ]
    return Number(*ends)


# Telling results


def _told(
    name: str,
    number: Number,
    method: str,
    inputs: tuple[str, ...],
    count: int = 1,
    reason: str = TOO_FEW,
) -> Result:
    """A result of one of :data:`KINDS`, or the ``reason`` why there is no number."""
    value, lower, upper = number
    unit, bounds, family = KINDS[method]
    return Result(
        name,
        value,
        unit,
        method,
        inputs,
        count,
        lower,
        upper,
        bounds,
        family,
        reason=reason if value is None else "",
    )


def _change(name: str, series: Series, method: str, inputs: tuple[str, ...]) -> Result:
    """How far the last month is above the first, unless they are the same."""
    number = Number()
    if len(series) > 1:
        first, last = (series.iloc[[spot]].set_axis(["change"]) for spot in (0, -1))
        number = _number(difference(last, first).iloc[0])
    return _told(f"{name}.change", number, method, inputs, len(series), ONE_MONTH)


def _number(row: "pd.Series[float]") -> Number:
    return Number(float(row["value"]), float(row["lower"]), float(row["upper"]))


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
