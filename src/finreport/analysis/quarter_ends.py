"""Whether deposits and loans grow more in the last month of a quarter than in other months.

Banks are measured at the ends of quarters. The test is exact: if it made no difference which
months end a quarter, any choice of as many months would be as likely as the one that the
calendar makes. Increases are in 100 million CNY.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from finreport.analysis.levels import difference
from finreport.analysis.results import FEWEST, TOO_FEW, Floats, Result, span
from finreport.editions import Edition, Series

QUARTER_ENDS = ("03", "06", "09", "12")

SERIES = (
    "all.deposits",
    "all.loans",
    "all.loans_short",
    "all.loans_medium_long",
    "cny.deposits",
    "cny.deposits_household",
    "cny.deposits_corporate",
    "cny.loans",
    "cny.loans_bills",
    "cny.loans_consumer",
)
"""The series with printed increases. Bills in all currencies repeat those in CNY to the digit,
and the same numbers are not tested twice."""

OTHER_SCOPE_IN_JANUARY = ("all.loans_short", "all.loans_medium_long")
"""Series whose January increase also covers households, unlike those of the other months: they
are compared without January only."""

MEASURES = ("increase", "balance")
"""What is printed of each, and enters: the balances vouch for the increases."""

UNIT = "100 million CNY"

DIGITS = 9
"""Digits to which means of numbers with one decimal are compared."""

TOLERANCE = 1e-7
"""Below what two increases printed to one decimal can differ in the square of a mean."""


class Comparison(NamedTuple):
    """Mean increases of two kinds of months and the p, each as ``(value, lower, upper)``."""

    difference: tuple[float, float, float]
    mean: tuple[float, float, float]
    mean_other: tuple[float, float, float]
    p: tuple[float, float, float]


def results(edition: Edition) -> Iterator[Result]:
    """The comparison of every series, with January and without it.

    In January banks lend and collect more than in any other month, for a reason of its own, so
    that the months beside the ends of quarters look better with it than without.
    """
    for name in SERIES:
        increases = monthly_increases(edition, *name.split("."))
        later = increases[increases.index.str[5:] != "01"]
        if name not in OTHER_SCOPE_IN_JANUARY:
            yield from _results(name, "quarter_end", increases)
        yield from _results(name, "quarter_end_without_january", later)


def monthly_increases(edition: Edition, currency: str, indicator: str) -> Series:
    """The increase on the previous month, as printed unless the balances rule that out.

    Where no balances that are printed like these can have the printed increase between them, it
    is the difference of the balances.
    """
    printed, balance = (
        edition.series("deposits_loans", currency=currency, indicator=indicator, measure=measure)
        for measure in MEASURES
    )
    between = difference(balance, balance.shift(1))
    impossible = (printed["lower"] > between["upper"]) | (printed["upper"] < between["lower"])
    return printed.where(~impossible, between)


def compare(increases: Series) -> Comparison:
    """The months that end a quarter against the others; there must be both.

    The two-sided p is the share of all choices of as many months whose mean is as far from that
    of the others as the ends of quarters are, or farther.
    """
    at_end = increases.index.str[5:].isin(QUARTER_ENDS)
    ends, others = increases[at_end].mean(), increases[~at_end].mean()
    test = stats.permutation_test(
        (increases.loc[at_end, "value"], increases.loc[~at_end, "value"]),
        _distance,
        permutation_type="independent",
        vectorized=True,
        alternative="greater",
        n_resamples=np.inf,
    )
    return Comparison(
        (
            ends["value"] - others["value"],
            ends["lower"] - others["upper"],
            ends["upper"] - others["lower"],
        ),
        (ends["value"], ends["lower"], ends["upper"]),
        (others["value"], others["lower"], others["upper"]),
        (float(test.pvalue), *p_range(increases, at_end)),
    )


def p_range(increases: Series, marked: NDArray[np.bool_]) -> tuple[float, float]:
    """The smallest and largest p that the numbers behind printed increases may have.

    A choice of months is as extreme as the ``marked`` one if d^2 - d0^2 = (d - d0)(d + d0) is
    not negative. Both factors are linear in the increases, so their intervals are exact; each
    choice is judged on its own, so that the range is a safe one, wider than needed.
    """
    count, chosen = len(increases), int(marked.sum())
    inside = np.array(
        [np.isin(range(count), months) for months in combinations(range(count), chosen)]
    )
    choices, observed = (
        np.where(months, 1 / chosen, -1 / (count - chosen)) for months in (inside, marked)
    )
    centre = ((increases["lower"] + increases["upper"]) / 2).to_numpy()
    half = ((increases["upper"] - increases["lower"]) / 2).to_numpy()
    less, more = choices - observed, choices + observed
    corners = np.array(
        [
            (less @ centre + one * np.abs(less) @ half)
            * (more @ centre + two * np.abs(more) @ half)
            for one in (-1, 1)
            for two in (-1, 1)
        ]
    )
    surely = (corners.min(axis=0) >= -TOLERANCE).mean()
    possibly = (corners.max(axis=0) >= -TOLERANCE).mean()
    return float(surely), float(possibly)


def _distance(one: Floats, other: Floats, axis: int) -> Floats:
    """How far two means are apart, rounded so that equal distances are equal floats."""
    return np.asarray(np.abs(np.mean(one, axis=axis) - np.mean(other, axis=axis)).round(DIGITS))


def _results(name: str, kind: str, increases: Series) -> Iterator[Result]:
    found = compare(increases)._asdict() if len(increases) >= FEWEST else {}
    for quantity in Comparison._fields:
        value, lower, upper = found.get(quantity, (None, None, None))
        is_test = quantity == "p"
        yield Result(
            name=f"gap.{name}.{kind}.{quantity}",
            value=value,
            unit="probability" if is_test else UNIT,
            method=f"gap_quarter_end_{quantity}",
            inputs=tuple(span(f"{name}.{each}", increases.index) for each in MEASURES),
            count=len(increases),
            lower=lower,
            upper=upper,
            bounds="rounding",
            family=f"gap.{kind}" if is_test else "",
            reason="" if found else TOO_FEW,
        )
