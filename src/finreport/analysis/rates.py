"""The structure of lending rates: how the shares of new loans below, at and above LPR moved.

The report prints, month by month, which share of new ordinary loans was lent at which distance
from the loan prime rate (LPR) of the time. The months before a split month are compared with
those from it on; the shares are also taken as one composition, and an average distance from LPR
is drawn from them as far as buckets without an end allow.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from finreport.analysis.composition import BUCKETS, SIDES, split_means
from finreport.analysis.noise import SEED, Number
from finreport.analysis.permutation import (
    difference_p,
    distance_p,
    order_contrast,
    order_p,
    remembered,
    sampled_order_p,
    split_contrast,
)
from finreport.analysis.results import FEWEST, TOO_FEW, Result, adjust, span
from finreport.editions import INTERVAL, Edition, EditionError

Floats = NDArray[np.float64]

FEWEST_A_SIDE = 3
"""The fewest months on either side of a split: of six months, three and three can be chosen in
20 ways, so that no p is below 0.1 then; of twelve, six and six in 924."""

DRAWS = 100
"""How often printed shares are drawn inside their rounding, the printed ones included."""

DEPENDENT = ("ar1_0.5", "ar1_0.7")
"""The noises, of :data:`finreport.analysis.noise.NOISES`, under which a p is given again."""

LEFT_OUT = (1, 2, 3)
"""How many of the last months are left out to see what remains."""

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
"""Between which ends the mean of an open bucket is assumed to lie. Three points under the LPRs of
2024 (3.1 to 4.2) are almost no interest at all; 20 points over them are about 24 percent a year,
above which the Supreme People's Court lets borrowers of financial institutions ask for less
(Fa Fa [2017] No. 22, 2). Both are assumptions of the analysis, not of the report."""

ZERO_SHARE = "zero_share"
"""The reason of a result without a value because a share may be zero and has no logarithm."""

OPEN_STEPS = 7
"""In how many places of its range each open bucket is put when p is computed again."""


def results(edition: Edition, split_month: str | None = None) -> list[Result]:
    """Every result on lending rates, the later side starting with ``split_month``.

    By default that is the first month of the second half of the edition's year. Raises
    :class:`EditionError` for a month that leaves no month of the year on one side.
    """
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
            *_splits(shares, edition.months),
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


def spread(shares: Floats, positions: Floats) -> Floats:
    """The average distance from LPR in percentage points, a row a month.

    ``shares`` has a column for each of :data:`BUCKETS`, ``positions`` where each bucket stands;
    a second axis of ``positions`` gives a column for each choice of them.
    """
    return np.asarray(shares / shares.sum(axis=1, keepdims=True) @ positions)


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

    @cached_property
    def _drawn(self) -> Floats:
        names = self.names
        lower, upper = (self.of(names, end)[:, None] for end in ("lower", "upper"))
        shape = (len(self.months), DRAWS, len(names))
        drawn = np.random.default_rng(SEED).uniform(lower, upper, shape)
        drawn[:, 0] = self.of(names)
        return drawn

    def drawn(self, buckets: Sequence[str]) -> Floats:
        """Shares inside their rounding: months, draws and buckets; the first are the printed."""
        return self._drawn[:, :, [self.names.index(bucket) for bucket in buckets]]

    @cached_property
    def log_ratios(self) -> Floats:
        """The centred log-ratios of the seven parts in each draw; no numbers with an obstacle."""
        parts = self.drawn(BUCKETS)
        return np.full_like(parts, np.nan) if self.obstacle else clr(parts)

    def result(self, name: str, unit: str, method: str, buckets: Sequence[str]) -> Result:
        """A result about all months of these buckets, still without its number."""
        inputs = tuple(span(f"lpr.{bucket}", self.months) for bucket in buckets)
        return Result(f"rates.{name}", None, unit, f"rates_{method}", inputs, len(self.months))


def _read(edition: Edition) -> _Shares:
    names = dict.fromkeys([*BUCKETS, *SIDES])
    series = {name: edition.series("lpr_buckets", bucket=name) for name in names}
    return _Shares(
        {
            end: pd.DataFrame({name: rows[end] for name, rows in series.items()}).dropna()
            for end in INTERVAL
        }
    )


def _filled(result: Result, number: Number, bounds: str = "", obstacle: str = "") -> Result:
    """The result with its number, or with the reason why it has none."""
    if number.value is None:
        return replace(result, reason=obstacle or TOO_FEW)
    value, lower, upper = (None if end is None else float(end) for end in number)
    return replace(result, value=value, lower=lower, upper=upper, bounds=bounds)


@dataclass(frozen=True)
class _Test:
    """A test and all that is needed to shake it.

    ``values`` has a row a month and the columns that are tested together; ``p`` gives their p,
    ``contrast`` the weights of so many months, or nothing if they are too few. ``moved`` are the
    p with the inputs moved inside ``bounds``; an ``obstacle`` says why there is nothing to test.
    """

    name: str
    method: str
    family: str
    shares: _Shares
    buckets: Sequence[str]
    values: Floats
    contrast: Callable[[int], Floats | None]
    p: Callable[[Floats], float]
    moved: Callable[[], Floats]
    bounds: str = "rounding"
    obstacle: str = ""

    def results(self) -> Iterator[Result]:
        """The p, that of errors that remember, and that without the last months."""
        yield self.main()
        plain = self._plain()
        for noise in DEPENDENT:
            shaken = replace(plain, name=f"{plain.name}.{noise}", method=f"rates_p_{noise}")
            yield _filled(shaken, self._with_memory(noise), "simulation", self.obstacle)
        for count in LEFT_OUT:
            months = self.shares.months[:-count]
            rest = replace(
                plain,
                name=f"{plain.name}.without_last_{count}",
                method="rates_p_without_last",
                inputs=tuple(span(f"lpr.{bucket}", months) for bucket in self.buckets),
                count=len(months),
            )
            yield _filled(rest, self._first(len(months)), obstacle=self.obstacle)

    def main(self) -> Result:
        """The p alone."""
        result = replace(self._plain(), family=self.family)
        return _filled(result, self._with_range(), self.bounds, self.obstacle)

    def _plain(self) -> Result:
        return self.shares.result(f"{self.name}.p", "probability", self.method, self.buckets)

    def _weights(self, count: int) -> Floats | None:
        return None if self.obstacle else self.contrast(count)

    def _first(self, count: int) -> Number:
        """The p of the first months."""
        if self._weights(count) is None:
            return Number()
        return Number(self.p(self.values[:count]))

    def _with_range(self) -> Number:
        p = self._first(len(self.values)).value
        if p is None:
            return Number()
        moved = self.moved()
        return Number(p, min(p, moved.min()), max(p, moved.max()))

    def _with_memory(self, noise: str) -> Number:
        weights = self._weights(len(self.values))
        return Number() if weights is None else remembered(self.values, weights, noise)


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
            unit = "percentage points" if part == "shift" else "%"
            result = shares.result(f"{bucket}.mean.{part}", unit, f"mean_{part}", [bucket])
            yield _filled(result, number, "rounding")
        if bucket in SIDES:
            yield from _Test(
                f"{bucket}.mean",
                "mean_p",
                "rates.sides",
                shares,
                [bucket],
                values=shares.of([bucket]),
                contrast=partial(_split_weights, before),
                p=partial(_difference_p, before),
                moved=partial(difference_p, shares.drawn([bucket])[..., 0], before),
            ).results()


def _mean_numbers(shares: _Shares, bucket: str, split_month: str) -> dict[str, Number]:
    if not shares.divided_by(split_month):
        return dict.fromkeys(("shift", "before", "after"), Number())
    value, lower, upper = (
        split_means(shares.ends[end][[bucket]], split_month).iloc[0].astype(float).to_dict()
        for end in INTERVAL
    )
    return {
        "shift": Number(
            value["shift"], lower["after"] - upper["before"], upper["after"] - lower["before"]
        ),
        "before": Number(value["before"], lower["before"], upper["before"]),
        "after": Number(value["after"], lower["after"], upper["after"]),
    }


def _difference_p(before: int, values: Floats) -> float:
    return float(difference_p(values, before)[0])


def _composition(shares: _Shares, split_month: str) -> Iterator[Result]:
    """How far the mean compositions of both sides are apart, and a test of it."""
    before, distance = shares.before(split_month), Number()
    if shares.divided_by(split_month) and not shares.obstacle:
        drawn = shares.drawn(BUCKETS)
        apart = aitchison_distance(centre(drawn[:before]), centre(drawn[before:]))
        distance = Number(apart[0], apart.min(), apart.max())
    result = shares.result("composition.aitchison.distance", "1", "aitchison_distance", BUCKETS)
    yield _filled(result, distance, "rounding", shares.obstacle)
    name, family = "composition.aitchison", "rates.composition"
    yield from _aitchison_test(name, family, shares, before).results()


def _splits(shares: _Shares, months: Sequence[str]) -> Iterator[Result]:
    """The same test for every month at which the year could be split, so that nobody picks."""
    for before in range(FEWEST_A_SIDE, len(months) - FEWEST_A_SIDE + 1):
        yield _aitchison_test(f"split.{months[before]}.aitchison", "", shares, before).main()


def _aitchison_test(name: str, family: str, shares: _Shares, before: int) -> _Test:
    return _Test(
        name,
        "aitchison_p",
        family,
        shares,
        BUCKETS,
        values=shares.log_ratios[:, 0],
        contrast=partial(_split_weights, before),
        p=lambda values: float(distance_p(values, before)),
        moved=partial(distance_p, shares.log_ratios, before),
        obstacle=shares.obstacle,
    )


def _trends(shares: _Shares) -> Iterator[Result]:
    """The slope of each part's log-ratio over the months, and a test of it."""
    for at, bucket in enumerate(BUCKETS):
        result = shares.result(f"{bucket}.clr.slope", "log-ratio a month", "clr_slope", BUCKETS)
        yield _filled(result, _slope(shares, at), "rounding", shares.obstacle)
        yield from _Test(
            f"{bucket}.clr",
            "clr_p",
            "rates.parts",
            shares,
            BUCKETS,
            values=shares.log_ratios[:, 0, [at]],
            contrast=_order_weights,
            p=lambda values: order_p(values[:, 0]),
            moved=partial(sampled_order_p, shares.log_ratios[:, :, at]),
            obstacle=shares.obstacle,
        ).results()


def _slope(shares: _Shares, at: int) -> Number:
    """The slope of a log-ratio: a weighed sum of logarithms, so that its bounds are exact."""
    count = len(shares.months)
    if shares.obstacle or count < FEWEST:
        return Number()
    months = order_contrast(count)
    ratio = np.eye(len(BUCKETS))[at] - 1 / len(BUCKETS)
    weights = np.outer(months / (months @ months), ratio)
    value, lower, upper = (weights * np.log(shares.of(BUCKETS, end)) for end in INTERVAL)
    return Number(value.sum(), np.minimum(lower, upper).sum(), np.maximum(lower, upper).sum())


def _spread(shares: _Shares, split_month: str) -> Iterator[Result]:
    """The average distance from LPR, how it moved, and what it depends on."""
    levels = spread(shares.of(BUCKETS), np.stack([_positions(), *_corners(2)], axis=1))
    result = partial(shares.result, unit="percentage points", buckets=BUCKETS)
    for month, (value, *ends) in zip(shares.months, levels, strict=True):
        inputs = tuple(span(f"lpr.{bucket}", [month]) for bucket in BUCKETS)
        at_month = replace(result(f"spread.{month}", method="spread"), inputs=inputs, count=1)
        yield _filled(at_month, _between(value, ends), "open_buckets")
    before = shares.before(split_month)
    for part, number in _spread_means(levels, before).items():
        yield _filled(
            result(f"spread.mean.{part}", method=f"spread_{part}"), number, "open_buckets"
        )
    yield from _Test(
        "spread.mean",
        "spread_p",
        "rates.spread",
        shares,
        BUCKETS,
        values=levels[:, :1],
        contrast=partial(_split_weights, before),
        p=partial(_difference_p, before),
        moved=lambda: difference_p(
            spread(shares.of(BUCKETS), np.stack(_corners(OPEN_STEPS), axis=1)), before
        ),
        bounds="open_buckets",
    ).results()
    yield from _dependence(shares)


def _between(value: float, others: Iterable[float]) -> Number:
    return Number(value, min(others), max(others))


def _spread_means(levels: Floats, before: int) -> dict[str, Number]:
    """Means on both sides and the shift; an open bucket stands at one place all year."""
    if not 0 < before < len(levels):
        return dict.fromkeys(("shift", "before", "after"), Number())
    first, later = levels[:before].mean(axis=0), levels[before:].mean(axis=0)
    return {
        part: _between(value[0], value[1:])
        for part, value in {"shift": later - first, "before": first, "after": later}.items()
    }


def _dependence(shares: _Shares) -> Iterator[Result]:
    """How far the average moves with a bucket's place: by the share, times how far that moves."""
    for bucket in OPEN:
        ends = (shares.of([bucket], end).mean() / 100 for end in INTERVAL)
        name = f"spread.sensitivity.{bucket}"
        yield _filled(
            shares.result(name, "1", "spread_sensitivity", [bucket]), Number(*ends), "rounding"
        )
    half_widths = [(upper - lower) / 2 for lower, upper in CLOSED.values()]
    margins = [shares.of(list(CLOSED), end).mean(axis=0) @ half_widths / 100 for end in INTERVAL]
    margin = shares.result("spread.closed.margin", "percentage points", "spread_margin", [*CLOSED])
    yield _filled(margin, Number(*margins), "rounding")


def _positions(open_buckets: Mapping[str, float] = OPEN) -> Floats:
    """Where each bucket stands: a closed one at its midpoint."""
    middles = {name: (lower + upper) / 2 for name, (lower, upper) in CLOSED.items()}
    places = middles | dict(open_buckets)
    return np.array([places[name] for name in BUCKETS])


def _corners(steps: int) -> list[Floats]:
    """The positions with the open buckets at so many places of their ranges, in each pairing."""
    ranges = [np.linspace(*OPEN_ENDS[name], steps) for name in OPEN]
    return [_positions(dict(zip(OPEN, places, strict=True))) for places in product(*ranges)]
