"""What rounding leaves of a number that is no simple function of the printed ones: a search.

Each printed number stands for an interval. A sum or a quotient of such numbers has exact bounds;
a p of them has not: as many numbers as it has, so many directions there are. So it is sought
where it is smallest and where it is largest, always from the same places, and what is found is a
range that is reached: the true one is at least as wide.
"""

from collections.abc import Callable

import numpy as np

from finreport.analysis.results import Estimate, Floats

Measure = Callable[[Floats], Floats]
"""A number for each row of numbers that stand for the printed ones."""

MOST_CORNERS = 12
"""Up to how many printed numbers every combination of their ends is tried: 4,096 of twelve."""

GOLDEN = (5**0.5 - 1) / 2


def levels(value: Floats, lower: Floats, upper: Floats) -> Floats:
    """What each printed number is set to, a row a choice: as printed, its ends, just inside them.

    Sums of ends are often equal, and for a p equal ones count as reached. Just inside, each
    number by another hair, they are not; the hairs are multiples of the golden section, which
    are spread evenly and never equal.
    """
    hairs = (upper - lower) * (0.1 + GOLDEN * np.arange(1, len(value) + 1) % 1) / 1_000
    return np.stack([value, lower, upper, lower + hairs, upper - hairs])


def widest(statistic: Measure, choices: Floats, guide: Measure | None = None) -> Estimate:
    """The statistic of the printed numbers, and its ends as far as the search finds them.

    ``choices`` are such as :func:`levels`, the printed numbers first. The search follows
    ``guide``, which rises and falls with the statistic, where that is slow or has steps.
    """
    found = statistic(np.stack([choices[0], *extremes(guide or statistic, choices)]))
    return Estimate(float(found[0]), float(found.min()), float(found.max()))


def extremes(measure: Measure, choices: Floats) -> tuple[Floats, Floats]:
    """The numbers at which a measure is smallest, and those at which it is largest.

    Of few numbers all combinations of the ends are measured, and the search goes on from the
    best; of many it starts from the printed ones.
    """
    printed, lower, upper = choices[:3]
    starts = printed[None]
    if len(printed) <= MOST_CORNERS:
        is_upper = np.arange(2 ** len(printed))[:, None] >> np.arange(len(printed)) & 1
        starts = np.vstack([starts, np.where(is_upper, upper, lower)])
    measured = measure(starts)
    return (
        _climb(lambda rows: -measure(rows), choices, starts[measured.argmin()]),
        _climb(measure, choices, starts[measured.argmax()]),
    )


def _climb(measure: Measure, choices: Floats, start: Floats) -> Floats:
    """Where steepest ascent ends: each step sets one number anew, or the best 2, 4, 8, ... ."""
    count = choices.shape[1]
    best, reached = start, float(measure(start[None])[0])
    while True:
        single = np.repeat(best[None], choices.size, axis=0)
        single[np.arange(choices.size), np.tile(np.arange(count), len(choices))] = choices.ravel()
        gains = measure(single).reshape(len(choices), count) - reached
        chosen, gain = choices[gains.argmax(axis=0), np.arange(count)], gains.max(axis=0)
        order = np.argsort(-gain, kind="stable")[: int((gain > 1e-12).sum())]
        if not len(order):
            return best
        steps = np.repeat(best[None], len(order).bit_length() + 1, axis=0)
        for power, step in enumerate(steps):
            step[order[: 2**power]] = chosen[order[: 2**power]]
        together = measure(steps)
        best, reached = steps[together.argmax()], float(together.max())
