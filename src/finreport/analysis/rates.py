"""The structure of lending rates: how the shares of new loans below, at and above LPR moved.

The report prints, month by month, which share of new ordinary loans was lent at which distance
from the loan prime rate (LPR) of the time. The months before a split month are compared with
those from it on: the shares as they are, as one composition
(:mod:`finreport.analysis.log_ratios`), and as an average distance from LPR
(:mod:`finreport.analysis.spreads`), which tells with the quotations of the LPR how much of their
change reached new loans (:mod:`finreport.analysis.pass_through`).
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from finreport.analysis import log_ratios, pass_through, spreads
from finreport.analysis.composition import split_means
from finreport.analysis.intervals import ranged_row
from finreport.analysis.results import Estimate, Result, number_of
from finreport.analysis.shares import Shares, read_shares
from finreport.editions import INTERVAL, Edition, EditionError


def results(edition: Edition, split_month: str | None = None) -> list[Result]:
    """Every result on lending rates, the later side starting with ``split_month``.

    By default that is the first month of the second half of the edition's year. There are none
    if the edition prints no shares. Raises :class:`EditionError` for a month that leaves no month
    of the year on one side.
    """
    if edition.tables["lpr_buckets"].empty:
        return []
    month = split_month or edition.months[len(edition.months) // 2]
    if month not in edition.months[1:]:
        raise EditionError(
            f"The split month {month!r} leaves no month on one side; "
            f"available: {edition.months[1]} to {edition.months[-1]}."
        )
    shares = read_shares(edition, month)
    return [
        *_means(shares),
        *log_ratios.compared(shares, edition.groups.balances),
        *spreads.told(shares),
        *pass_through.told(shares),
    ]


def _means(shares: Shares) -> Iterator[Result]:
    """Mean shares on both sides, and the shift."""
    for bucket in shares.names:
        for part, number in _mean_numbers(shares, bucket).items():
            yield shares.told(f"mean.{part}", number, [bucket], series=bucket)


def _mean_numbers(shares: Shares, bucket: str) -> dict[str, Estimate]:
    if not shares.is_divided:
        return dict.fromkeys(("shift", "before", "after"), Estimate())
    means = pd.DataFrame(
        {
            end: split_means(shares.ends[end][[bucket]], shares.split_month).iloc[0].astype(float)
            for end in INTERVAL
        }
    )
    before, after = (means.loc[[part]].iloc[0] for part in ("before", "after"))
    shift = ranged_row(np.subtract, after, before)
    parts = {"shift": shift, "before": before, "after": after}
    return {part: number_of(row) for part, row in parts.items()}
