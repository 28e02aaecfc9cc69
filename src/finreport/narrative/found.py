"""Numbers of named results, as charts and sentences need them."""

from collections.abc import Mapping

from finreport.analysis.results import Result
from finreport.narrative.chapter import NotYetError
from finreport.words import rounded

Ends = tuple[float, float, float]
"""A value with its lower and upper end."""


def known(number: float | None) -> float:
    """A number that is needed; :class:`NotYetError` where the months do not give it yet."""
    if number is None:
        raise NotYetError("The months up to the one that is shown do not give this number.")
    return number


def ends_of(results: Mapping[str, Result], name: str) -> Ends:
    """A result's value with its ends; its own where it has no bounds.

    Raises :class:`NotYetError` where there is none by the month that is shown.
    """
    result = results.get(name)
    if result is None or result.value is None:
        raise NotYetError(f"{name} is not known by the month that is shown.")
    lower = result.value if result.lower is None else result.lower
    upper = result.value if result.upper is None else result.upper
    return result.value, lower, upper


def with_sign(value: float, decimals: int = 1) -> str:
    """A rounded number, a positive one with its sign too."""
    return f"{'+' if value > 0 else ''}{rounded(value, decimals)}"


def way(lower: float, upper: float) -> int:
    """Whether a range is a rise (1), a fall (-1), or possibly neither (0)."""
    return 1 if lower > 0 else -1 if upper < 0 else 0
