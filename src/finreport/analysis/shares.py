"""The printed shares of new loans by their distance from LPR, a month a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from finreport.analysis.composition import BUCKETS, SIDES
from finreport.analysis.results import TOO_FEW, Estimate, Floats, Result, span, told
from finreport.analysis.rounding import levels
from finreport.editions import INTERVAL, Edition

ZERO_SHARE = "zero_share"
"""The reason of a result without a value because a share may be zero and has no logarithm."""


@dataclass(frozen=True)
class Shares:
    """The shares of all buckets and sides in percent: by ``value``, ``lower`` and ``upper``.

    The months from ``split_month`` on are compared with those before it.
    """

    ends: Mapping[str, pd.DataFrame]
    split_month: str

    @property
    def months(self) -> list[str]:
        """The months in which all shares are printed."""
        return list(self.ends["value"].index)

    @property
    def names(self) -> list[str]:
        """The buckets, then the sides that are no bucket."""
        return list(map(str, self.ends["value"]))

    @property
    def obstacle(self) -> str:
        """Why there are no log-ratios, if there are none."""
        return ZERO_SHARE if (self.of(BUCKETS, "lower") <= 0).any() else ""

    @cached_property
    def before(self) -> int:
        """How many months are before the split month."""
        return sum(month < self.split_month for month in self.months)

    @property
    def is_divided(self) -> bool:
        """Whether both sides have a month."""
        return 0 < self.before < len(self.months)

    def of(self, buckets: Sequence[str], end: str = "value") -> Floats:
        """A row a month and a column a bucket."""
        return self.ends[end][list(buckets)].to_numpy()

    def choices(self, buckets: Sequence[str]) -> Floats:
        """The printed shares month by month in a row, and what :func:`levels` sets them to."""
        return levels(*(self.of(buckets, end).ravel() for end in INTERVAL))

    def inputs(self, buckets: Sequence[str], months: Sequence[str]) -> tuple[str, ...]:
        """The names of the printed shares of these buckets."""
        return tuple(span(f"lpr.{bucket}", months) for bucket in buckets)

    def told(
        self,
        statistic: str,
        number: Estimate,
        buckets: Sequence[str] = BUCKETS,
        *,
        months: Sequence[str] | None = None,
        reason: str = "",
        others: Sequence[str] = (),
        **keys: str,
    ) -> Result:
        """A result about these buckets, of all months if there are no others.

        ``others`` names what enters it besides.
        """
        months = self.months if months is None else months
        return told(
            "rates",
            statistic,
            number,
            inputs=(*self.inputs(buckets, months), *others),
            n=len(months),
            reason=reason or TOO_FEW,
            **keys,
        )


def read_shares(edition: Edition, split_month: str) -> Shares:
    """The shares that an edition prints, in the months in which it prints all of them."""
    names = dict.fromkeys([*BUCKETS, *SIDES])
    series = {name: edition.series("lpr_buckets", bucket=name) for name in names}
    return Shares(
        {
            end: pd.DataFrame({name: rows[end] for name, rows in series.items()}).dropna()
            for end in INTERVAL
        },
        split_month,
    )
