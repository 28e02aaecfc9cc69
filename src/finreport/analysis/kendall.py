"""The Mann-Kendall test for a trend, exact also where values are equal.

Mann, H. B. (1945), Nonparametric tests against trend, Econometrica 13, 245-259; Kendall, M. G.
(1975), Rank Correlation Methods, 4th edition, Griffin. :func:`scipy.stats.kendalltau` is exact
only where no two values are equal, and growth printed to one decimal has many equal values.

If there is no trend, every order of the values is as likely as any other. How many orders have
D pairs that fall is then the coefficient of q^D in the q-multinomial [n]!/([t1]! [t2]! ...) with
[k]! = 1 (1+q) ... (1+q+...+q^(k-1)), where t1, t2, ... are the sizes of the groups of equal
values: MacMahon, P. A. (1913), Two applications of general theorems in combinatory analysis,
Proceedings of the London Mathematical Society 15, 314-321.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from math import comb, isnan
from typing import NamedTuple

from finreport.errors import PlainError


class MannKendall(NamedTuple):
    """Rising less falling pairs ``s``, and the exact two-sided ``p``."""

    s: int
    p: float


class RoundingRange(NamedTuple):
    """What the values before rounding may give: the ends of ``s`` and of the two-sided p."""

    s_lower: int
    s_upper: int
    p_lower: float
    p_upper: float


def mann_kendall(values: Sequence[float]) -> MannKendall:
    """The test of ``values`` in the order of time; equal values are equal floats.

    Raises :class:`PlainError` if one of them is not a number: no pair with it rises or falls.
    """
    missing = sum(map(isnan, values))
    if missing:
        raise PlainError(
            f"Mann-Kendall needs a number in every month; {missing} of {len(values)} have none."
        )
    pairs = list(combinations(values, 2))
    s = sum(earlier < later for earlier, later in pairs)
    s -= sum(earlier > later for earlier, later in pairs)
    return MannKendall(int(s), two_sided(s, _groups(values)))


def rounding_range(values: Sequence[float]) -> RoundingRange:
    """What the test may give for the numbers behind printed ``values``, all of equal precision.

    Numbers that are printed alike can stand in any order, independently of other groups, and are
    almost surely different; numbers that are printed differently keep their order. So s runs over
    s - T, s - T + 2, ..., s + T, where T is the number of equal pairs, and p is that without
    equal values.
    """
    s, tied = mann_kendall(values).s, _tied_pairs(_groups(values))
    possible = range(s - tied, s + tied + 1, 2)
    ps = [two_sided(each, (1,) * len(values)) for each in possible]
    return RoundingRange(possible[0], possible[-1], min(ps), max(ps))


def _groups(values: Sequence[float]) -> tuple[int, ...]:
    return tuple(sorted(Counter(values).values()))


def _tied_pairs(groups: tuple[int, ...]) -> int:
    return sum(comb(size, 2) for size in groups)


def two_sided(s: int, groups: tuple[int, ...]) -> float:
    """How probable a size of S from ``s`` on is for values in ``groups`` of equal ones."""
    orders = falling_pairs(groups)
    most = len(orders) - 1
    extreme = sum(
        count for falling, count in enumerate(orders) if abs(most - 2 * falling) >= abs(s)
    )
    return extreme / sum(orders)


@lru_cache
def falling_pairs(groups: tuple[int, ...]) -> tuple[int, ...]:
    """How many orders of values, in ``groups`` of equal ones, have 0, 1, 2, ... falling pairs.

    The factors 1+q+...+q^(k-1) are (1-q^k)/(1-q); the denominators cancel. Whole numbers, so
    nothing is rounded.
    """
    size = sum(groups)
    orders = [1] + [0] * (comb(size, 2) - _tied_pairs(groups))
    for power in range(1, size + 1):
        for at in range(len(orders) - 1, power - 1, -1):
            orders[at] -= orders[at - power]
    for group in groups:
        for power in range(1, group + 1):
            for at in range(power, len(orders)):
                orders[at] += orders[at - power]
    return tuple(orders)
