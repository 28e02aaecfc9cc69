"""The tests of the book on series where there is nothing to find, so often that chance is gone.

Run as ``python -m tests.analysis.simulate_nulls`` from the folder of the project: it takes some
minutes and writes ``data/nulls``. All noise is Gaussian.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product
from math import comb

import numpy as np
from numpy.typing import NDArray

from finreport.analysis.composition import BUCKETS
from finreport.analysis.firmness import LEVEL
from finreport.analysis.kendall import two_sided
from finreport.analysis.methods import DEPENDENT, NOISES
from finreport.analysis.noise import NULLS, SEED, autoregression, estimate, hac_t
from finreport.analysis.permutation import every_choice, sign_flip
from finreport.analysis.quarter_ends import is_after, is_end
from finreport.analysis.results import FEWEST, Floats
from finreport.analysis.split_tests import BestSplit, FixedSplit, SplitTest

MONTHS = 12
COUNTS = range(FEWEST, MONTHS + 1)

MANY = 4_000_000
"""Series for what is looked up: the standard error of a probability is below 0.00025."""

SOME = 100_000
"""Series for how often tests call what is not there: below 0.0016, below 0.0007 near 0.05."""

AT_ONCE = 100_000

FEW_AT_ONCE = 2_000
"""Of a test that is exact, whose every order or choice takes memory."""

RHOS = np.round(np.arange(-0.95, 1.001, 0.05), 2)

SHARES = np.round(np.exp(np.linspace(0, np.log(1e-5), 120)), 6)
"""The shares of which the size of t is kept, evenly spaced in logarithms."""

POWER = 0.8


def blocks(draws: int, count: int, persistence: float) -> Iterator[Floats]:
    """So many series, some at once."""
    rng = np.random.default_rng(SEED)
    for _ in range(draws // AT_ONCE):
        yield autoregression(rng, AT_ONCE, count, persistence)


def s_sizes(series: Floats) -> NDArray[np.int64]:
    """The size of S of each series."""
    earlier, later = np.triu_indices(series.shape[1], 1)
    rising = (series[:, later] > series[:, earlier]).sum(axis=1)
    return np.asarray(np.abs(2 * rising - len(earlier)))


def mann_kendall() -> Iterator[tuple[object, ...]]:
    """How many series reach each size of S."""
    for noise, count in product(DEPENDENT, COUNTS):
        most = comb(count, 2)
        found = np.zeros(most + 1, int)
        for series in blocks(MANY, count, NOISES[noise]):
            found += np.bincount(s_sizes(series), minlength=most + 1)
        reached = found[::-1].cumsum()[::-1]
        for size in range(most % 2, most + 1, 2):
            yield noise, count, size, int(reached[size]), MANY


def hac() -> Iterator[tuple[object, ...]]:
    """The sizes of t that given shares of independent series reach."""
    for count in COUNTS:
        sizes = np.concatenate([np.abs(hac_t(each)) for each in blocks(MANY, count, 0.0)])
        for share, size in zip(SHARES, np.quantile(sizes, 1 - SHARES), strict=True):
            yield count, share, f"{max(size, 1e-9):.6g}"


def autocorrelation() -> Iterator[tuple[object, ...]]:
    """Quantiles of the estimated autocorrelation by the true one."""
    for count, rho in product(COUNTS, RHOS):
        found = np.concatenate([estimate(each) for each in blocks(4 * SOME, count, float(rho))])
        quantiles = np.quantile(found, (0.025, 0.5, 0.975))
        yield count, rho, *(f"{each:.5f}" for each in quantiles)


def trend_alarms() -> Iterator[tuple[object, ...]]:
    """How often tests of a trend call one, by noise."""
    for noise, count in product(NOISES, COUNTS):
        [series] = blocks(SOME, count, NOISES[noise])
        most = comb(count, 2)
        least = next(s for s in range(most % 2, most + 1, 2) if two_sided(s, (1,) * count) < LEVEL)
        sizes = np.array([(s_sizes(series) >= least).sum()])
        yield "mann_kendall", noise, count, int(sizes[0]), SOME
        alarms = int((np.abs(hac_t(series)) >= t_limit(count)).sum())
        yield "ols", noise, count, alarms, SOME
        if count > FEWEST:
            flips = int((sign_flip(np.diff(series)) < LEVEL).sum())
            yield "sign_flip", noise, count, flips, SOME


@cache
def t_limit(count: int) -> float:
    """The size of t that is reached with the level's probability."""
    sizes = np.concatenate([np.abs(hac_t(each)) for each in blocks(10 * SOME, count, 0.0)])
    return float(np.quantile(sizes, 1 - LEVEL))


def split_alarms() -> Iterator[tuple[object, ...]]:
    """How often the tests of lending rates call a shift, by noise.

    One is of a split that is fixed after six months, the other of the best split, which is sought
    in seven bands: the logarithms of their shares are noise and know nothing of each other.
    """
    tests: dict[str, tuple[SplitTest, int]] = {
        "split": (FixedSplit(MONTHS // 2), 1),
        "largest_split": (BestSplit(), len(BUCKETS)),
    }
    for (test, (split, bands)), noise, count in product(tests.items(), NOISES, COUNTS):
        if not split.fits(count):
            continue
        rng, alarms = np.random.default_rng(SEED), 0
        for _ in range(SOME // FEW_AT_ONCE):
            series = autoregression(rng, bands * FEW_AT_ONCE, count, NOISES[noise])
            logs = series.reshape(FEW_AT_ONCE, bands, count).swapaxes(1, 2)
            ratios = logs - logs.mean(axis=2, keepdims=True) if bands > 1 else logs
            alarms += int((split.p(ratios) < LEVEL).sum())
        yield test, noise, count, alarms, SOME


def quarter_alarms() -> Iterator[tuple[object, ...]]:
    """How often the stratified tests of the ends of quarters call an effect."""
    months = [f"2031-{month:02}" for month in range(2, 13)]
    for count in range(FEWEST, MONTHS):
        shown = months[:count]
        ends = np.array([is_end(month) for month in shown])
        after = np.array([is_after(month) for month in shown])[~ends]
        tests = {"quarter_end": ends, "quarter_end_after": after}
        for test, marked in tests.items():
            if test == "quarter_end" or len(marked) >= FEWEST:
                yield test, "independent", count, _alarms(marked, SOME // 5), SOME // 5


def _alarms(marked: "np.ndarray[tuple[int], np.dtype[np.bool_]]", draws: int) -> int:
    rng, weights = np.random.default_rng(SEED), every_choice(marked)
    alarms = 0
    for _ in range(draws):
        one, other = weights @ rng.standard_normal((len(marked), 2)).T[..., None]
        observed = abs(float(one[0, 0] + other[0, 0])) - 1e-12
        ranked = np.sort(other[:, 0])
        above = len(ranked) - np.searchsorted(ranked, observed - one[:, 0])
        below = np.searchsorted(ranked, -observed - one[:, 0], side="right")
        alarms += (above.sum() + below.sum()) / len(ranked) ** 2 < LEVEL
    return int(alarms)


def power() -> Iterator[tuple[object, ...]]:
    """The steady step that the sign-flip test finds in four of five cases."""
    for count in COUNTS:
        if count <= FEWEST:
            continue
        steps = np.random.default_rng(SEED).standard_normal((SOME // 5, count - 1))
        low, high = 0.0, 5.0
        while high - low > 0.001:
            middle = (low + high) / 2
            share = float((sign_flip(steps + middle) < LEVEL).mean())
            low, high = (middle, high) if share < POWER else (low, middle)
        yield count, round(high, 3)


def write(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """One table of ``data/nulls``."""
    NULLS.mkdir(exist_ok=True)
    with (NULLS / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)


def main() -> None:
    """Write all tables."""
    write("mann_kendall", ("noise", "count", "size", "reached", "draws"), mann_kendall())
    write("hac", ("count", "share", "t"), hac())
    heads = ("count", "rho", "lower", "median", "upper")
    write("autocorrelation", heads, autocorrelation())
    rows = [*trend_alarms(), *quarter_alarms(), *split_alarms()]
    write("false_alarms", ("test", "noise", "count", "alarms", "draws"), rows)
    write("power", ("count", "step"), power())


if __name__ == "__main__":
    main()
