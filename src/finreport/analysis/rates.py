"""The structure of lending rates: how the shares of new loans below, at and above LPR moved.

The report prints, month by month, which share of new ordinary loans was lent at which distance
from the loan prime rate (LPR) of the time. The months before a split month are compared with
those from it on; the shares are also taken as one composition, and an average distance from LPR
is drawn from them as far as buckets without an end allow.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import product

import numpy as np
import pandas as pd

from finreport.analysis.composition import BUCKETS, SIDES, split_means
from finreport.analysis.intervals import ranged_row
from finreport.analysis.methods import DEPENDENT, LEFT_OUT
from finreport.analysis.permutation import (
    explained,
    order_contrast,
    order_p,
    remembered,
    split_contrast,
    split_p,
)
from finreport.analysis.results import (
    FEWEST,
    TOO_FEW,
    Estimate,
    Floats,
    Result,
    adjust,
    number_of,
    span,
    told,
)
from finreport.analysis.rounding import levels, widest
from finreport.editions import INTERVAL, Edition, EditionError

FEWEST_A_SIDE = 3
"""The fewest months on either side of a split: of six months, three and three can be chosen in
20 ways, so that no p is below 0.1 then; of twelve, six and six in 924."""

CLOSED = {
    "at": (0.0, 0.0),
    "above_0_0.5": (0.0, 0.5),
    "above_0.5_1.5": (0.5, 1.5),
    "above_1.5_3": (1.5, 3.0),
    "above_3_5": (3.0, 5.0),
}
"""The ends of the closed buckets in percentage points over LPR; each stands at its midpoint."""

OPEN = {"below": -0.25, "above_5": 6.0}
"""Where an open bucket stands, in percentage points over LPR: the rule for grouped data that a
class without an end is as wide as its neighbour, 0.5 below LPR as above it and 2 above 5."""

OPEN_ENDS = {"below": (-3.0, 0.0), "above_5": (5.0, 20.0)}
"""Between which ends the mean of an open bucket is assumed to lie. Three points under an LPR of
3 to 4 percent are almost no interest at all; 20 points over it are about 24 percent a year, above
which the Supreme People's Court lets borrowers of financial institutions ask for less
(Fa Fa [2017] No. 22, 2). Both are assumptions of the analysis, not of the report."""

ZERO_SHARE = "zero_share"
"""The reason of a result without a value because a share may be zero and has no logarithm."""


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
    shares = _read(edition)
    return adjust(
        [
            *_means(shares, month),
            *_composition(shares, month),
            *_trends(shares),
            *_splits(shares, edition.months, month),
            *_spread(shares, month),
        ]
    )


def clr(parts: Floats) -> Floats:
    """The centred log-ratios of compositions, their parts along the last axis, all above zero.

    Each is the logarithm of a part over the geometric mean of all: what the parts add up to does
    not matter. Aitchison, J. (1986), The Statistical Analysis of Compositional Data, Chapman and
    Hall, section 4.6.
    """
    logs = np.log(parts)
    return np.asarray(logs - logs.mean(axis=-1, keepdims=True))


def centre(parts: Floats) -> Floats:
    """The mean of compositions along the first axis, up to closure: their geometric mean."""
    return np.asarray(np.exp(np.log(parts).mean(axis=0)))


def aitchison_distance(one: Floats, other: Floats) -> Floats:
    """How far two compositions are apart: the length of the difference of their log-ratios."""
    return np.asarray(np.linalg.norm(clr(other) - clr(one), axis=-1))


def length_range(lower: Floats, upper: Floats) -> tuple[float, float]:
    """The ends of the length of centred vectors whose parts lie between these bounds, exactly.

    The length is convex in the parts, so that it is largest where each is at one of its ends.
    The smallest is the distance of the box from the line on which all parts are equal: of two
    convex sets, whose nearest points are found by going to and fro between them (Cheney, W. and
    Goldstein, A. A. (1959), Proximity maps for convex sets, Proceedings of the American
    Mathematical Society 10, 448-450).
    """
    ends = np.array(list(product(*zip(lower, upper, strict=True))))
    level, nearest = np.inf, (lower + upper) / 2
    while abs(nearest.mean() - level) > 1e-12:
        level = nearest.mean()
        nearest = np.clip(level, lower, upper)
    longest = ends.std(axis=1).max() * len(lower) ** 0.5
    return float(np.linalg.norm(nearest - level)), float(longest)


def spread(shares: Floats, positions: Floats) -> Floats:
    """The average distance from LPR in percentage points.

    ``shares`` has :data:`BUCKETS` along its last axis, ``positions`` where each bucket stands;
    a second axis of ``positions`` gives a column for each choice of them.
    """
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True) @ positions)


@dataclass(frozen=True)
class _Shares:
    """The shares of all buckets and sides in percent: by ``value``, ``lower`` and ``upper``."""

    ends: Mapping[str, pd.DataFrame]

    @property
    def months(self) -> list[str]:
        return list(self.ends["value"].index)

    @property
    def names(self) -> list[str]:
        return list(map(str, self.ends["value"]))

    @property
    def obstacle(self) -> str:
        """Why there are no log-ratios, if there are none."""
        return ZERO_SHARE if (self.of(BUCKETS, "lower") <= 0).any() else ""

    def of(self, buckets: Sequence[str], end: str = "value") -> Floats:
        """A row a month and a column a bucket."""
        return self.ends[end][list(buckets)].to_numpy()

    def before(self, split_month: str) -> int:
        """How many months are before ``split_month``."""
        return sum(month < split_month for month in self.months)

    def divided_by(self, split_month: str) -> bool:
        """Whether both sides have a month."""
        return 0 < self.before(split_month) < len(self.months)

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
        obstacle: str = "",
        **keys: str,
    ) -> Result:
        """A result about these buckets, of all months if there are no others."""
        months = self.months if months is None else months
        return told(
            "rates",
            statistic,
            number,
            inputs=self.inputs(buckets, months),
            n=len(months),
            reason=obstacle or TOO_FEW,
            **keys,
        )


def _read(edition: Edition) -> _Shares:
    names = dict.fromkeys([*BUCKETS, *SIDES])
    series = {name: edition.series("lpr_buckets", bucket=name) for name in names}
    return _Shares(
        {
            end: pd.DataFrame({name: rows[end] for name, rows in series.items()}).dropna()
            for end in INTERVAL
        }
    )


@dataclass(frozen=True)
class _Test:
    """A test and all that is needed to shake it.

    ``statistic`` and ``keys`` are the columns of its p. ``choices`` are the printed numbers that
    it rests on and what the search may set them to; ``derive`` makes of such rows the numbers
    that are tested, a row a month and the columns that are tested together. ``p`` gives their p,
    ``contrast`` the weights of so many months, or nothing if they are too few; an ``obstacle``
    says why there is nothing to test. Where a p takes long, the search has a ``slow`` one follow
    the share that the contrast explains.
    """

    statistic: str
    keys: Mapping[str, str]
    shares: _Shares
    buckets: Sequence[str]
    choices: Floats
    derive: Callable[[Floats], Floats]
    contrast: Callable[[int], Floats | None]
    p: Callable[[Floats], Floats]
    slow: bool = False
    obstacle: str = ""

    @cached_property
    def values(self) -> Floats:
        """The tested numbers as printed."""
        return np.asarray(self.derive(self.choices[:1])[0])

    def results(self) -> Iterator[Result]:
        """The p, that of errors that remember, and that without the last months."""
        yield self.main()
        for noise in DEPENDENT:
            yield self._told(self._with_memory(noise), variant=noise)
        for variant, count in LEFT_OUT.items():
            months = self.shares.months[:-count]
            yield self._told(self._of_first(len(months)), months=months, variant=variant)

    def main(self) -> Result:
        """The p alone."""
        return self._told(self._with_range())

    def _told(
        self, number: Estimate, *, months: Sequence[str] | None = None, variant: str = ""
    ) -> Result:
        return self.shares.told(
            self.statistic,
            number,
            self.buckets,
            months=months,
            obstacle=self.obstacle,
            variant=variant,
            **self.keys,
        )

    def _weights(self, count: int) -> Floats | None:
        return None if self.obstacle else self.contrast(count)

    def _of_first(self, count: int) -> Estimate:
        """The p of the first months."""
        if self._weights(count) is None:
            return Estimate()
        return Estimate(float(self.p(self.values[:count])))

    def _with_range(self) -> Estimate:
        weights = self._weights(len(self.shares.months))
        if weights is None:
            return Estimate()

        def guide(rows: Floats) -> Floats:
            values = self.derive(rows)
            share = explained(values, weights)
            # A p has steps; between them the share leads on, too small to outweigh one.
            return -share if self.slow else self.p(values) - 1e-6 * share

        return widest(lambda rows: self.p(self.derive(rows)), self.choices, guide)

    def _with_memory(self, noise: str) -> Estimate:
        weights = self._weights(len(self.shares.months))
        return Estimate() if weights is None else remembered(self.values, weights, noise)


def _split_weights(before: int, count: int) -> Floats | None:
    """The weights of a split of ``count`` months, nothing if they are too few to test it."""
    enough = count >= FEWEST and min(before, count - before) >= FEWEST_A_SIDE
    return split_contrast(count, before) if enough else None


def _order_weights(count: int) -> Floats | None:
    return order_contrast(count) if count >= FEWEST else None


def _means(shares: _Shares, split_month: str) -> Iterator[Result]:
    """Mean shares on both sides, the shift, and for the sides of LPR a test of it."""
    before = shares.before(split_month)
    for bucket in shares.names:
        for part, number in _mean_numbers(shares, bucket, split_month).items():
            yield shares.told(f"mean.{part}", number, [bucket], series=bucket)
        if bucket in SIDES:
            yield from _Test(
                "mean.p",
                {"series": bucket},
                shares,
                [bucket],
                choices=shares.choices([bucket]),
                derive=lambda rows: rows[..., None],
                contrast=partial(_split_weights, before),
                p=partial(split_p, before=before),
            ).results()


def _mean_numbers(shares: _Shares, bucket: str, split_month: str) -> dict[str, Estimate]:
    if not shares.divided_by(split_month):
        return dict.fromkeys(("shift", "before", "after"), Estimate())
    means = pd.DataFrame(
        {
            end: split_means(shares.ends[end][[bucket]], split_month).iloc[0].astype(float)
            for end in INTERVAL
        }
    )
    before, after = (means.loc[[part]].iloc[0] for part in ("before", "after"))
    shift = ranged_row(np.subtract, after, before)
    parts = {"shift": shift, "before": before, "after": after}
    return {part: number_of(row) for part, row in parts.items()}


def _composition(shares: _Shares, split_month: str) -> Iterator[Result]:
    """How far the mean compositions of both sides are apart, and a test of it."""
    before, distance = shares.before(split_month), Estimate()
    if shares.divided_by(split_month) and not shares.obstacle:
        distance = _distance(shares, before)
    yield shares.told("composition.aitchison.distance", distance, obstacle=shares.obstacle)
    yield from _aitchison_test("composition.aitchison.p", shares, before).results()


def _distance(shares: _Shares, before: int) -> Estimate:
    """The distance between both sides with exact bounds.

    It rests on one number a part, the difference of its mean logarithms, which has exact bounds
    of its own: each share enters only one of them.
    """
    value, lower, upper = (np.log(shares.of(BUCKETS, end)) for end in INTERVAL)
    low, high = (
        later[before:].mean(axis=0) - first[:before].mean(axis=0)
        for first, later in ((upper, lower), (lower, upper))
    )
    parts = np.exp(value)
    apart = float(aitchison_distance(centre(parts[:before]), centre(parts[before:])))
    return Estimate(apart, *length_range(low, high))


def _splits(shares: _Shares, months: Sequence[str], split_month: str) -> Iterator[Result]:
    """The same test for every month at which the year could be split, so that nobody picks.

    Of the ``months`` of the year these are the ones that are shown. That of the split month
    itself is the test of :func:`_composition` once more, and so it is no member of the family of
    the others.
    """
    last = min(len(months) - FEWEST_A_SIDE, len(shares.months) - 1)
    for before in range(FEWEST_A_SIDE, last + 1):
        test = _aitchison_test("split.aitchison.p", shares, before, period=months[before]).main()
        yield replace(test, family="") if months[before] == split_month else test


def _aitchison_test(statistic: str, shares: _Shares, before: int, **keys: str) -> _Test:
    return _Test(
        statistic,
        keys,
        shares,
        BUCKETS,
        # Of logarithms no two sums are equal, so that the ends will do.
        choices=shares.choices(BUCKETS)[:3],
        derive=_log_ratios,
        contrast=partial(_split_weights, before),
        p=partial(split_p, before=before),
        obstacle=shares.obstacle,
    )


def _log_ratios(rows: Floats) -> Floats:
    """The log-ratios of printed shares: rows, months and buckets."""
    return clr(rows.reshape(len(rows), -1, len(BUCKETS)))


def _trends(shares: _Shares) -> Iterator[Result]:
    """The slope of each part's log-ratio over the months, and a test of it."""
    for at, bucket in enumerate(BUCKETS):
        slope = _slope(shares, at)
        yield shares.told("clr.slope", slope, obstacle=shares.obstacle, series=bucket)
        yield from _Test(
            "clr.p",
            {"series": bucket},
            shares,
            BUCKETS,
            choices=shares.choices(BUCKETS)[:3],
            derive=partial(_log_ratio, at),
            contrast=_order_weights,
            p=_order_p,
            slow=True,
            obstacle=shares.obstacle,
        ).results()


def _log_ratio(at: int, rows: Floats) -> Floats:
    return _log_ratios(rows)[..., [at]]


def _order_p(values: Floats) -> Floats:
    """The p of :func:`order_p` of one column, for each of what stands before it."""
    return np.apply_along_axis(order_p, -1, values[..., 0])


def _slope(shares: _Shares, at: int) -> Estimate:
    """The slope of a log-ratio: a weighed sum of logarithms, so that its bounds are exact."""
    count = len(shares.months)
    if shares.obstacle or count < FEWEST:
        return Estimate()
    months = order_contrast(count)
    ratio = np.eye(len(BUCKETS))[at] - 1 / len(BUCKETS)
    weights = np.outer(months / (months @ months), ratio)
    value, lower, upper = (weights * np.log(shares.of(BUCKETS, end)) for end in INTERVAL)
    ends = value.sum(), np.minimum(lower, upper).sum(), np.maximum(lower, upper).sum()
    return Estimate(*map(float, ends))


def _spread(shares: _Shares, split_month: str) -> Iterator[Result]:
    """The average distance from LPR, how it moved, and what it depends on."""
    before, averages = shares.before(split_month), _averages(shares)
    for month, (value, lower, upper) in zip(shares.months, averages.swapaxes(0, 1), strict=True):
        number = Estimate(float(value[0]), float(lower.min()), float(upper.max()))
        yield shares.told("spread", number, months=[month], period=month)
    for part, number in _spread_means(averages, before).items():
        yield shares.told(f"spread.mean.{part}", number)
    yield from _Test(
        "spread.mean.p",
        {},
        shares,
        BUCKETS,
        choices=np.hstack([shares.choices(BUCKETS), _open_choices()])[:3],
        derive=_spreads,
        contrast=partial(_split_weights, before),
        p=partial(split_p, before=before),
    ).results()
    yield from _dependence(shares)


def _averages(shares: _Shares) -> Floats:
    """The average of each month as printed, its lowest and its highest, a layer each.

    The last axis has the places of the open buckets: those of the rule, then the corners of
    their ranges. For given places the average is a quotient that rises or falls steadily with
    each share, and for given shares with each place; so corners bound it exactly.
    """
    lower, upper = (shares.of(BUCKETS, end)[:, None] for end in ("lower", "upper"))
    corners = np.array(list(product((False, True), repeat=len(BUCKETS))))
    places = np.stack([_positions(), *_corners()], axis=1)
    moved = spread(np.where(corners, upper, lower), places)
    return np.stack([spread(shares.of(BUCKETS), places), moved.min(axis=1), moved.max(axis=1)])


def _spread_means(averages: Floats, before: int) -> dict[str, Estimate]:
    """Means on both sides and the shift; an open bucket stands at one place all year."""
    if not 0 < before < averages.shape[1]:
        return dict.fromkeys(("shift", "before", "after"), Estimate())
    first, later = averages[:, :before].mean(axis=1), averages[:, before:].mean(axis=1)
    parts = {"shift": later - first[[0, 2, 1]], "before": first, "after": later}
    return {
        part: Estimate(float(value[0]), float(lower.min()), float(upper.max()))
        for part, (value, lower, upper) in parts.items()
    }


def _spreads(rows: Floats) -> Floats:
    """The averages of the months, each row with the places of the open buckets at its end."""
    *_, below, above = rows.T
    months = rows[:, : -len(OPEN)].reshape(len(rows), -1, len(BUCKETS))
    places = np.tile(_positions(), (len(rows), 1))
    places[:, 0], places[:, -1] = below, above
    return spread(months, places[..., None])


def _open_choices() -> Floats:
    """The places of the open buckets, as rounded numbers have theirs: assumed, lowest, highest."""
    return levels(np.array(list(OPEN.values())), *np.array(list(OPEN_ENDS.values())).T)


def _dependence(shares: _Shares) -> Iterator[Result]:
    """How far the average of the last month moves with a bucket's place: by the share."""
    last = shares.months[-1:]
    for bucket in OPEN:
        ends = (float(shares.of([bucket], end)[-1, 0]) / 100 for end in INTERVAL)
        number = Estimate(*ends)
        yield shares.told("spread.sensitivity", number, [bucket], months=last, variant=bucket)
    half_widths = [(upper - lower) / 2 for lower, upper in CLOSED.values()]
    ends = (float(shares.of(list(CLOSED), end)[-1] @ half_widths) / 100 for end in INTERVAL)
    yield shares.told("spread.closed.margin", Estimate(*ends), [*CLOSED], months=last)


def _positions(open_buckets: Mapping[str, float] = OPEN) -> Floats:
    """Where each bucket stands: a closed one at its midpoint."""
    middles = {name: (lower + upper) / 2 for name, (lower, upper) in CLOSED.items()}
    places = middles | dict(open_buckets)
    return np.array([places[name] for name in BUCKETS])


def _corners() -> list[Floats]:
    """The positions with the open buckets at the ends of their ranges, in each pairing."""
    return [
        _positions(dict(zip(OPEN, places, strict=True))) for places in product(*OPEN_ENDS.values())
    ]
