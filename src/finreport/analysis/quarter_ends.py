"""Whether deposits and loans grow more in the last month of a quarter than in other months.

Banks are measured at the ends of quarters. The test is exact: if it made no difference which
months end a quarter, any choice of as many months would be as likely as the one that the
calendar makes. Increases are in 100 million CNY.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from finreport.analysis import methods
from finreport.analysis.intervals import ranged_row
from finreport.analysis.levels import difference
from finreport.analysis.permutation import split_p, splits
from finreport.analysis.results import FEWEST, Estimate, Result, number_of, span, told
from finreport.editions import INTERVAL, Edition, Series

QUARTER_ENDS = ("03", "06", "09", "12")

MEASURES = ("increase", "balance")
"""What is printed of each, and enters: the balances vouch for the increases."""

TOLERANCE = 1e-7
"""Below what two increases printed to one decimal can differ in the square of a mean."""


class Comparison(NamedTuple):
    """Mean increases of two kinds of months, their difference, and the p."""

    difference: Estimate
    mean: Estimate
    mean_other: Estimate
    p: Estimate


NOTHING = Comparison(Estimate(), Estimate(), Estimate(), Estimate())


def results(edition: Edition) -> Iterator[Result]:
    """The comparison of every series that the edition names, with January and without it.

    In January banks lend and collect more than in any other month, for a reason of its own, so
    that the months beside the ends of quarters look better with it than without.
    """
    with_january, without_january = methods.QUARTER_ENDS
    printed = edition.figures.keys()
    for name in (each for each in edition.groups.quarter_ends if f"{each}.increase" in printed):
        increases = monthly_increases(edition, *name.split("."))
        if name not in edition.groups.without_january:
            yield from _results(name, with_january, increases)
        later = increases[increases.index.str[5:] != "01"]
        yield from _results(name, without_january, later)


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
    ends, others = increases[at_end], increases[~at_end]
    values = np.concatenate([ends["value"], others["value"]])
    p = float(split_p(values[:, None], before=len(ends)))
    means = ends[INTERVAL].mean(), others[INTERVAL].mean()
    return Comparison(
        number_of(ranged_row(np.subtract, *means)),
        number_of(means[0]),
        number_of(means[1]),
        Estimate(p, *p_range(increases, at_end)),
    )


def p_range(increases: Series, marked: NDArray[np.bool_]) -> tuple[float, float]:
    """The smallest and largest p that the numbers behind printed increases may have.

    A choice of months is as extreme as the ``marked`` one if d^2 - d0^2 = (d - d0)(d + d0) is
    not negative. Both factors are linear in the increases, so their intervals are exact; each
    choice is judged on its own, so that the range is a safe one, wider than needed.
    """
    choices = splits(len(increases), int(marked.sum()))
    observed = choices[0]
    ordered = np.concatenate([increases[marked][INTERVAL], increases[~marked][INTERVAL]])
    centre, half = ordered[:, 1:].mean(axis=1), (ordered[:, 2] - ordered[:, 1]) / 2
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


def _results(name: str, kind: str, increases: Series) -> Iterator[Result]:
    found = compare(increases) if len(increases) >= FEWEST else NOTHING
    for quantity, number in found._asdict().items():
        yield told(
            "gap",
            f"{kind}.{quantity}",
            number,
            series=name,
            inputs=[span(f"{name}.{each}", increases.index) for each in MEASURES],
            n=len(increases),
        )
