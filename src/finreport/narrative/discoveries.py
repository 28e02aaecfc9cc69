"""What an edition found that its report does not say: the cards of the front page, and its cells.

Beside the chart that opens the page (:mod:`finreport.charts.the_year`) there are three, chosen by
rules that hold for every edition; one whose numbers are not known by the month that is shown is
left out:

1. ``cells``: how many printed cells are misprinted, and how many are of another scope;
2. ``households``: by how much households' deposits grew, and all others;
3. ``lending``: how the growth of loans moved from the first to the last month.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from finreport.checks.discrepancies import Correction, Discrepancy, find_discrepancies
from finreport.narrative.chapter import Chapter
from finreport.narrative.openings import sentence


class Discovery(NamedTuple):
    """A finding in a few words, what stands behind it, how firm it is, and where it is shown.

    ``firmness`` is a key of the catalogues' ``firmness``, ``link`` the label of a place.
    """

    headline: str
    text: str
    firmness: str
    link: str


class Cell(NamedTuple):
    """A printed cell that must not be copied: what it is, what is printed, what would fit.

    The last two are in words.
    """

    title: str
    printed: str
    instead: str


def discoveries(chapter: Chapter) -> list[Discovery]:
    """The findings of the edition, at most three."""
    return [found for find in FINDERS for found in find(chapter)]


def cells(chapter: Chapter) -> list[Cell]:
    """The printed cells that must not be copied, in the order of the register."""
    language = "_zh" if chapter.words.code == "zh" else ""
    judged = {each.id: each for each in find_discrepancies(chapter.edition).found}
    return [
        _cell(chapter, each, judged[each.because], f"title{language}")
        for each in chapter.corrections.values()
    ]


def _cell(chapter: Chapter, correction: Correction, judged: Discrepancy, title: str) -> Cell:
    figure, right, words = correction.figure, correction.value, chapter.words
    low, value, high = (
        words.quantity(float(end), figure.unit, figure.decimals)
        for end in (right.lower, right.value, right.upper)
    )
    would_fit = words.text("range", low=low, high=high) if correction.is_range else value
    key = "instead" if correction.is_misprint else "comparable"
    return Cell(
        judged.words[title],
        words.text("discovery.printed", value=words.amount(figure.printed, figure.unit)),
        words.text(f"discovery.{key}", value=would_fit),
    )


def _cells(chapter: Chapter) -> Iterator[Discovery]:
    """Misprints apart from what is only of another scope, each if there is any."""
    words, all_of_them = chapter.words, [each.is_misprint for each in chapter.corrections.values()]
    counts = {"misprint": all_of_them.count(True), "scope": all_of_them.count(False)}
    found = {kind: count for kind, count in counts.items() if count}
    if not found:
        return
    kinds = [
        words.text(f"discovery.cells.{kind}.{'one' if n == 1 else 'many'}", count=n)
        for kind, n in found.items()
    ]
    headline = words.text("discovery.cells.headline", kinds=words.join(kinds))
    text = words.sentences(
        *(words.text(f"discovery.cells.{kind}.text") for kind in found),
        words.text("discovery.cells.kept"),
    )
    yield Discovery(headline, text, "arithmetic", "checks")


def _named(key: str, link: str) -> Callable[[Chapter], Iterator[Discovery]]:
    """A finding whose words name their numbers, as the sentences that open chapters do."""

    def find(chapter: Chapter) -> Iterator[Discovery]:
        headline, text = (
            sentence(chapter, chapter.words.text(f"discovery.{key}.{part}"))
            for part in ("headline", "text")
        )
        if headline and text:
            yield Discovery(headline, text, "arithmetic", link)

    return find


FINDERS = (
    _cells,
    _named("households", "banking"),
    _named("lending", "trends"),
)
