"""Tests whether shares before a month differ from those from it on, and what shakes them.

A test is told its values, the months along the last axis but one and the columns that are tested
together along the last. One is of a month that is fixed beforehand; the other is of whichever
month divides the year best, and knows that it was looked for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import combinations
from math import factorial
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from finreport.analysis.composition import BUCKETS
from finreport.analysis.methods import DEPENDENT, LEFT_OUT
from finreport.analysis.permutation import TIES, explained, remembered, split_contrast, split_p
from finreport.analysis.results import FEWEST, Estimate, Floats, Result
from finreport.analysis.rounding import widest
from finreport.analysis.shares import Shares

FEWEST_A_SIDE = 3
"""The fewest months on either side of a split: of six months, three and three can be chosen in
20 ways, so that no p is below 0.1 then; of twelve, six and six in 924."""


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
    all orders of the months gives: Westfall, P. H. and Young, S. S. (1993), Resampling-Based
    Multiple Testing, Wiley, section 2.3.
    """

    def fits(self, count: int) -> bool:
        """Whether so many months are enough."""
        return count >= 2 * FEWEST_A_SIDE

    def p(self, values: Floats) -> Floats:
        """The exact two-sided p, one for each of what stands before months and columns.

        What a split explains depends on which months are before it, not on their order. So the
        orders in which no split explains as much are the paths that grow month by month through
        sets of months that explain less, and these are counted without going through 12! of them.
        """
        count = values.shape[-2]
        centred = values - values.mean(axis=-2, keepdims=True)
        least = (self.size(values) - TIES) * (centred**2).sum(axis=(-2, -1))
        paths = np.ones((*values.shape[:-2], 1))
        for before, members, shorter in _sets(count):
            paths = paths[..., shorter].sum(axis=-1)
            if before >= FEWEST_A_SIDE:
                sums = ((members @ centred) ** 2).sum(axis=-1)
                between = sums * count / (before * (count - before))
                paths = paths * (between < least[..., None])
        every = factorial(count) / factorial(FEWEST_A_SIDE)
        return np.asarray((every - paths.sum(axis=-1)) / every)

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
def _sets(count: int) -> list[tuple[int, Floats, NDArray[np.intp]]]:
    """The sets of months that may stand before a split, the smallest first, one size at a time.

    With the size comes a row a set, 1 for each month in it, and which sets of one month less it
    grows from, as their rows.
    """
    found, rows = [], dict[tuple[int, ...], int]({(): 0})
    for size in range(1, count - FEWEST_A_SIDE + 1):
        sets = list(combinations(range(count), size))
        members = np.zeros((len(sets), count))
        np.put_along_axis(members, np.array(sets), 1, axis=1)
        shorter = [[rows[part] for part in combinations(each, size - 1)] for each in sets]
        found.append((size, members, np.array(shorter)))
        rows = {each: row for row, each in enumerate(sets)}
    return found


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
