"""A test as readers meet it: what it is about, its p and how firm it is, in words."""

from collections.abc import Iterable
from typing import NamedTuple

from finreport.analysis.firmness import LEVEL, Firmness, at_most, firmness, others
from finreport.analysis.groups import GROUPS
from finreport.analysis.methods import method_of
from finreport.analysis.results import Result, Results
from finreport.errors import AbsentError
from finreport.narrative.chapter import Chapter
from finreport.words import Language, rounded

SMALLEST = 0.001
"""A smaller p is told as below it, and drawn on it."""


class Tested(NamedTuple):
    """A test, the result that is its p, with all results of its group."""

    test: Result
    results: Results

    @property
    def shaken(self) -> dict[str, float]:
        """The p of the same test under other assumptions, by variant."""
        found = others(self.test, self.results)
        return {end: other.value for end, other in found.items() if other.value is not None}

    @property
    def at_most(self) -> dict[str, float]:
        """How large the p may be under each of them: what counts for firmness."""
        return at_most(self.test, self.results)

    @property
    def firmness(self) -> Firmness:
        """How firm it is under everything that its group has to shake it with."""
        return firmness(self.test, self.results)

    @property
    def role(self) -> str:
        """Whether it was named beforehand, explores, or stands beside another for comparison."""
        if method_of(self.test.group, self.test.statistic).is_for_comparison:
            return "compared"
        return "primary" if self.test.is_primary else "explored"

    @property
    def is_small(self) -> bool:
        """Whether the adjusted p is below the level."""
        return self.test.adjusted is not None and self.test.adjusted < LEVEL

    @property
    def statistic(self) -> Result | None:
        """The number that was tested, where the p is of one that is told."""
        tested = method_of(self.test.group, self.test.statistic).tested
        return self.results.one(tested, self.test.series) if tested else None


def trend_test(results: Results, series: str, method: str) -> Tested:
    """The test of a series such as ``cny.loans`` by ``sign_flip``, ``mann_kendall`` or ``ols``."""
    return Tested(results.one(f"{method}.p", series), results)


def trend_series(results: Results) -> list[str]:
    """The series that the trend tests were made for, in their order.

    Raises :class:`AbsentError` where the edition prints none of them.
    """
    found = results.where(statistic="sign_flip.p", variant="").rows
    if not found:
        raise AbsentError("The edition has no series whose trend could be tested.")
    return [row.series for row in found]


def worst(tests: Iterable[Tested]) -> str:
    """The largest p that these tests may have under everything that shakes them."""
    return cell_p(max(p for one in tests for p in one.at_most.values()))


def all_tested(chapter: Chapter) -> list[Tested]:
    """Every test of every group that belongs to a family."""
    return [
        Tested(result, results)
        for results in map(chapter.results, GROUPS)
        for result in results.rows
        if result.family
    ]


def subject(words: Language, test: Result) -> str:
    """What a test is about.

    A trend is named after its series, the test of a split month after the month; any other test
    has its words under ``test`` in the catalogue, by its name or, for any series, by its statistic.
    """
    if test.period:
        return words.text(f"test.{test.group}.split", month=words.month(test.period))
    if test.group == "trends":
        return series_name(words, test.series)
    if words.has(f"test.{test.name}"):
        return words.text(f"test.{test.name}")
    of_any_series = f"test.{test.group}.{test.statistic}"
    return words.text(of_any_series, series=series_name(words, test.series))


def series_name(words: Language, series: str) -> str:
    """The name of a series such as ``cny.loans``, as it begins a sentence."""
    name = words.text(f"balance.{series}")
    return name[:1].upper() + name[1:]


def tell_p(p: float) -> str:
    """A p in a sentence: ``p=0.012``, ``p<0.001``, or with more digits next to the level."""
    if p < SMALLEST:
        return f"p<{SMALLEST}"
    decimals = 3
    while p < LEVEL <= float(rounded(p, decimals)):
        decimals += 1
    return f"p={rounded(p, decimals)}"


def cell_p(p: float | None) -> str:
    """A p in a table, nothing where there is none."""
    return "" if p is None else tell_p(p).removeprefix("p=").removeprefix("p")


def p_range(words: Language, test: Result) -> str:
    """What rounding leaves of a p, in a table, and whether that may be more or less; or nothing."""
    if test.lower is None or test.upper is None:
        return ""
    low, high = cell_p(test.lower), cell_p(test.upper)
    return low if low == high else words.text(f"p_range.{test.bounds}", low=low, high=high)


def level() -> str:
    """The level at which an adjusted p is called small, in words."""
    return str(LEVEL)
