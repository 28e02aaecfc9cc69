"""Tests whether shares before a month differ from those from it on, and what shakes them.

A test is told its values, the months along the last axis but one and the columns that are tested
together along the last. One is of a month that is fixed beforehand; the other is of whichever
month divides the year best, and knows that it was looked for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from finreport.analysis.composition import BUCKETS
from finreport.analysis.methods import DEPENDENT, LEFT_OUT
from finreport.analysis.noise import SEED
from finreport.analysis.permutation import TIES, explained, remembered, split_contrast, split_p
from finreport.analysis.results import FEWEST, Estimate, Floats, Result
from finreport.analysis.rounding import widest
from finreport.analysis.shares import Shares

FEWEST_A_SIDE = 3
"""The fewest months on either side of a split: of six months, three and three can be chosen in
20 ways, so that no p is below 0.1 then; of twelve, six and six in 924."""

DRAWS = 20_000
"""Orders of the months that are drawn for a p. The standard error is below 0.0036, and below
0.0016 of a p of 0.05."""


class SplitTest(Protocol):
    """What a test gives for values of so many months."""

    def fits(self, count: int) -> bool:
        """Whether so many months are enough."""

    def p(self, values: Floats) -> Floats:
        """The two-sided p, one for each of what stands before months and columns."""

    def size(self, values: Floats) -> Floats:
        """The share of the variation over the months that the split explains."""

    def remembered(self, values: Floats, noise: str) -> Estimate:
        """The p if the errors follow a noise by name, with the interval of simulating."""


class FixedSplit(NamedTuple):
    """The months are divided after the first ``before`` of them, whatever they show."""

    before: int

    def fits(self, count: int) -> bool:
        """Whether so many months are enough."""
        return count >= FEWEST and FEWEST_A_SIDE <= self.before <= count - FEWEST_A_SIDE

    def p(self, values: Floats) -> Floats:
        """The two-sided p, one for each of what stands before months and columns."""
        return split_p(values, self.before)

    def size(self, values: Floats) -> Floats:
        """The share of the variation over the months that the split explains."""
        return explained(values, split_contrast(values.shape[-2], self.before))

    def remembered(self, values: Floats, noise: str) -> Estimate:
        """The p if the errors follow a noise by name, with the interval of simulating."""
        return remembered(values, split_contrast(len(values), self.before), noise)


class BestSplit:
    """The months are divided where that explains most, and so are all other orders of them.

    The largest statistic over all splits has a distribution of its own, which the same search in
    shuffled months gives: Westfall, P. H. and Young, S. S. (1993), Resampling-Based Multiple
    Testing, Wiley, section 2.3.
    """

    def fits(self, count: int) -> bool:
        """Whether so many months are enough."""
        return count >= 2 * FEWEST_A_SIDE

    def p(self, values: Floats) -> Floats:
        """The two-sided p, one for each of what stands before months and columns."""
        orders = _orders(values.shape[-2])
        rows = values.reshape(-1, *values.shape[-2:])
        found = [
            (1 + int((self.size(one[orders]) >= self.size(one) - TIES).sum())) / (len(orders) + 1)
            for one in rows
        ]
        return np.array(found).reshape(values.shape[:-2])

    def size(self, values: Floats) -> Floats:
        """The share of the variation over the months that the split explains."""
        return np.asarray(self.sizes(values).max(axis=-1))

    def sizes(self, values: Floats) -> Floats:
        """What each split explains, from the first one that leaves enough months on."""
        count = values.shape[-2]
        centred = values - values.mean(axis=-2, keepdims=True)
        before = np.arange(FEWEST_A_SIDE, count - FEWEST_A_SIDE + 1)
        sums = np.cumsum(centred, axis=-2)[..., before - 1, :]
        between = (sums**2).sum(axis=-1) * count / (before * (count - before))
        return np.asarray(between / (centred**2).sum(axis=(-2, -1))[..., None])

    def remembered(self, values: Floats, noise: str) -> Estimate:
        """The p if the errors follow a noise by name, with the interval of simulating."""
        best = FEWEST_A_SIDE + int(self.sizes(values).argmax())
        return remembered(values, split_contrast(len(values), best), noise, self.size)


@lru_cache
def _orders(count: int, seed: int = SEED) -> NDArray[np.intp]:
    """Orders of so many months, a row an order, the same on every run."""
    months = np.tile(np.arange(count), (DRAWS, 1))
    return np.random.default_rng(seed).permuted(months, axis=1)


@dataclass(frozen=True)
class SharesTest:
    """A test of shares and all that is needed to shake it.

    ``statistic`` and ``keys`` are the columns of its p. ``derive`` makes of rows of the printed
    shares of all buckets, a row a month, the numbers that are tested.
    """

    statistic: str
    keys: Mapping[str, str]
    shares: Shares
    derive: Callable[[Floats], Floats]
    test: SplitTest

    @cached_property
    def values(self) -> Floats:
        """The tested numbers as printed."""
        return self.derive(self.shares.of(BUCKETS))

    def results(self) -> Iterator[Result]:
        """The p, that of errors that remember, and that without the last months."""
        yield self._told(self._with_range())
        for noise in DEPENDENT:
            yield self._told(self._with_memory(noise), variant=noise)
        for variant, count in LEFT_OUT.items():
            months = self.shares.months[:-count]
            yield self._told(self._of_first(len(months)), months=months, variant=variant)

    def alone(self, variant: str, derive: Callable[[Floats], Floats]) -> Result:
        """The p of other numbers of the same shares, as printed."""
        other = replace(self, derive=derive)
        return self._told(other._of_first(len(self.shares.months)), variant=variant)

    def _told(
        self, number: Estimate, *, months: Sequence[str] | None = None, variant: str = ""
    ) -> Result:
        return self.shares.told(
            self.statistic,
            number,
            months=months,
            reason=self.shares.obstacle,
            variant=variant,
            **self.keys,
        )

    def _fits(self, count: int) -> bool:
        return not self.shares.obstacle and self.test.fits(count)

    def _of_first(self, count: int) -> Estimate:
        """The p of the first months."""
        return (
            Estimate(float(self.test.p(self.values[:count]))) if self._fits(count) else Estimate()
        )

    def _with_range(self) -> Estimate:
        """The p with the range that a search inside the rounding finds.

        It follows the share that the split explains, which has no steps. Of logarithms no two
        sums are equal, so that the ends of the rounding will do.
        """
        if not self._fits(len(self.shares.months)):
            return Estimate()

        def derived(rows: Floats) -> Floats:
            return self.derive(rows.reshape(len(rows), -1, len(BUCKETS)))

        return widest(
            lambda rows: self.test.p(derived(rows)),
            self.shares.choices(BUCKETS)[:3],
            lambda rows: -self.test.size(derived(rows)),
        )

    def _with_memory(self, noise: str) -> Estimate:
        fits = self._fits(len(self.shares.months))
        return self.test.remembered(self.values, noise) if fits else Estimate()
