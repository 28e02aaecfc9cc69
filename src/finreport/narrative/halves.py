"""Both halves of the year beside each other, and what turned between them."""

from typing import NamedTuple

from finreport.analysis.results import Result, Results
from finreport.editions.figures import Figure
from finreport.narrative.chapter import Chapter
from finreport.narrative.flow_claims import HALF, HALVES, periods_of, turned
from finreport.narrative.found import Ends, known
from finreport.narrative.openings import in_short

BALANCES = ("loans", "deposits")
"""What banks hold in all currencies, whose growth is printed at the end of each half."""

JUNE, DECEMBER = "06", "12"


class TwoHalves(NamedTuple):
    """Growth in the first half of a year, and in the second with its ends, in percent.

    ``figures`` name the printed numbers that they are, empty for one that follows from others.
    """

    first: float
    second: Ends
    figures: tuple[str, str]


def halves_of(chapter: Chapter, results: Results) -> dict[str, dict[str, TwoHalves]]:
    """What flowed in both halves, then balances at their ends, each under the part's name.

    In a part what fell back most comes first. Empty before the second half is over.
    """
    words = chapter.words
    parts = {"flows": _flows(chapter, results), "balances": _balances(chapter)}
    if not parts["flows"]:
        return {}
    return {
        words.text(f"half.{part}"): dict(
            sorted(rows.items(), key=lambda row: row[1].second[0] - row[1].first)
        )
        for part, rows in parts.items()
        if rows
    }


def _flows(chapter: Chapter, results: Results) -> dict[str, TwoHalves]:
    found = {}
    for indicator in HALVES:
        two = list(periods_of(results, indicator, HALF).values())
        printed = _at(chapter, f"{indicator}.ytd_yoy", JUNE)
        if len(two) < 2 or two[1].value is None or printed is None:
            continue
        later = two[1].value, known(two[1].lower), known(two[1].upper)
        label = chapter.words.text(f"economy_short.{indicator}")
        found[label] = TwoHalves(float(printed.value), later, (printed.full_name, ""))
    return found


def _balances(chapter: Chapter) -> dict[str, TwoHalves]:
    found = {}
    for name in BALANCES:
        june, december = (_at(chapter, f"all.{name}.yoy", end) for end in (JUNE, DECEMBER))
        if june is None or december is None:
            continue
        ends = december.interval
        later = float(december.value), float(ends.lower), float(ends.upper)
        label = chapter.words.text(f"banking.{name}")
        found[label] = TwoHalves(float(june.value), later, (june.full_name, december.full_name))
    return found


def _at(chapter: Chapter, name: str, month: str) -> Figure | None:
    """The number printed for a month of the edition's year, if it is."""
    by_month = chapter.edition.figures.get(name, {})
    return by_month.get(f"{chapter.edition.as_of[:4]}-{month}")


def found_in_halves(chapter: Chapter, results: Results) -> str:
    """What turned between the halves, in one line.

    Of all that rose and then fell beyond rounding that whose halves are furthest apart, and of
    all that fell and then rose; where nothing turned, what moved most.
    """
    words, opposite = chapter.words, turned(results)
    sides = [
        {name: two for name, two in opposite.items() if (known(two[0].value) > 0) == rose}
        for rose in (True, False)
    ]
    if found := [_furthest(side) for side in sides if side]:
        one, *others = found
        told = _told(chapter, "turned", *one)
        return words.text("list.clauses").join(
            [told, *(_told(chapter, "too", *other) for other in others)]
        )
    both = {}
    for name in HALVES:
        if len(two := list(periods_of(results, name, HALF).values())) == 2:
            both[name] = two[0], two[1]
    return _told(chapter, "turned", *_furthest(both))


def _furthest(halves: dict[str, tuple[Result, Result]]) -> tuple[str, tuple[Result, Result]]:
    return max(
        halves.items(), key=lambda each: abs(known(each[1][0].value) - known(each[1][1].value))
    )


def _told(chapter: Chapter, key: str, indicator: str, two: tuple[Result, Result]) -> str:
    first, second = (in_short(chapter, half) for half in two)
    name = chapter.words.text(f"economy.{indicator}")
    if key == "too":
        name = chapter.words.names([name])
    return chapter.words.text(f"half.{key}", name=name, first=first, second=second)
