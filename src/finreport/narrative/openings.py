"""What opens a chapter: one to three sentences that follow from the report and stand nowhere in it.

The sentences are texts of the catalogue, a section of ``opening.of`` a chapter. A number in one is
named: ``{derived.income_ratio}`` is a result of :mod:`finreport.analysis.derived`,
``{flows.trade.H2}`` the growth of a half-year or quarter of the edition's year,
``{deflator.deflator}`` a result on the product at current prices, and any other name is one of
:meth:`Chapter.phrase`. ``{course.all.loans.yoy}`` stands for how that series went, as
:mod:`finreport.narrative.courses` tells it. A sentence of which a number is not printed is left
out.
"""

import re
from math import ceil, log10

from finreport.analysis.results import Result
from finreport.editions import AMOUNT, EditionError
from finreport.narrative import ALL_RESULTS
from finreport.narrative.chapter import Chapter, NotYetError
from finreport.narrative.courses import course
from finreport.narrative.number_index import ADDRESS
from finreport.narrative.paragraphs import IN_PASSAGE, EditionText, Phrase
from finreport.words import Language, rounded

GROWS = ("growth", "yoy")
"""How the statistics end that are rates of growth."""

IN_WORDS = (*GROWS, ".change")
"""How the statistics end whose sign is told in words: up or down, more or less."""

FINEST = {"1": 2, AMOUNT: 0}
"""The most decimals with which a result is told, by its unit; one of every other. What would be
zero then has as many as it takes to show a digit."""

ROUND = 10
"""From which size on a number says enough with a digit less."""

OFF = 0.05
"""How much of its size a number may lose with that digit, and still be told without its range."""

COURSE = re.compile(r"\{course\.([a-z_.]+)\}")
"""Where a sentence tells how a series went."""


def lead(chapter: Chapter) -> EditionText | None:
    """The sentences that open the chapter, a list in Markdown; None where nothing can be said."""
    texts = chapter.words.section("opening.of").get(chapter.name, {}).values()
    told = [found for text in texts if (found := with_phrases(chapter, text))]
    if not told:
        return None
    listed = "\n".join(f"- **{each.text}**" for each in told)
    return EditionText(
        listed, {name: phrase for each in told for name, phrase in each.phrases.items()}
    )


def with_phrases(chapter: Chapter, text: str) -> EditionText | None:
    """A sentence with its numbers; None where one of them is not known, or where it has none."""
    try:
        whole = COURSE.sub(lambda name: course(chapter, name[1]), text)
        found = {name: _number(chapter, name) for name in IN_PASSAGE.findall(whole)}
    except NotYetError:
        return None
    return EditionText(whole, found) if found else None


def sentence(chapter: Chapter, text: str) -> str:
    """The same as plain text; empty where a number is not known."""
    found = with_phrases(chapter, text)
    return repr(found) if found else ""


def _number(chapter: Chapter, name: str) -> Phrase:
    match name.split("."):
        case "derived", *statistic:
            return _phrase(chapter, _result(chapter, "derived", ".".join(statistic)))
        case "deflator", *statistic:
            return _phrase(chapter, _only(chapter, "deflator", ".".join(statistic)))
        case "flows", series, period:
            year = chapter.edition.as_of[:4]
            return _phrase(chapter, _result(chapter, "flows", "yoy", series, year + period))
    figure = chapter.figure(name)
    if figure and ".first" in name and figure == chapter.figure(name.replace(".first", "")):
        raise NotYetError(f"{name} is the only one of its series yet.")
    return Phrase(chapter.told(name), f"{ADDRESS}{figure}" if figure else "")


def _phrase(chapter: Chapter, result: Result) -> Phrase:
    """A result in words, which lead to the list of all results."""
    return Phrase(with_bounds(chapter, result), ALL_RESULTS, result=result.name)


def _only(chapter: Chapter, group: str, statistic: str) -> Result:
    """The result of a statistic that a group computes once, whatever it is of."""
    rows = chapter.results(group).where(statistic=statistic).rows
    if not rows or rows[0].value is None:
        raise NotYetError(f"{statistic} is not known by the month that is shown.")
    return rows[0]


def _result(
    chapter: Chapter, group: str, statistic: str, series: str = "", period: str = ""
) -> Result:
    try:
        found = chapter.results(group).one(statistic, series, period)
    except EditionError as error:
        raise NotYetError(str(error)) from None
    if found.value is None:
        raise NotYetError(f"{found.name} has no value: {found.reason}.")
    return found


def with_bounds(chapter: Chapter, result: Result) -> str:
    """A result in words, with the digits that rounding settles, or else with its range."""
    words, (value, lower, upper) = chapter.words, _ends(result)
    finest = _finest(result)
    lost = abs(round(value, finest - 1) - value)
    is_small = abs(value) < ROUND or lost > OFF * abs(value)
    if rounded(lower, finest) != rounded(upper, finest) and is_small:
        is_told_in_words = result.statistic.endswith(IN_WORDS) and lower * upper > 0
        ends = sorted(map(abs, (lower, upper))) if is_told_in_words else (lower, upper)
        low, high = (
            words.bare(end, result.unit, finest)
            if result.unit == "percentage points"
            else _bare(words, result, end, finest)
            for end in ends
        )
        told = _in_words(words, result, finest)
        return words.text("opening.range", told=told, low=low, high=high)
    return in_short(chapter, result)


def in_short(chapter: Chapter, result: Result) -> str:
    """A result in words, with the digits that rounding settles and no range."""
    words, (_, lower, upper) = chapter.words, _ends(result)
    finest = _finest(result)
    if rounded(lower, finest) == rounded(upper, finest):
        return _in_words(words, result, finest)
    return _in_words(words, result, finest - 1, "opening.about")


def _finest(result: Result) -> int:
    finest, size = FINEST.get(result.unit, 1), abs(result.value or 0)
    return max(finest, ceil(-log10(size))) if size else finest


def _ends(result: Result) -> tuple[float, float, float]:
    return result.value or 0, result.lower or 0, result.upper or 0


def _in_words(words: Language, result: Result, decimals: int, hedge: str = "") -> str:
    """A result as a rate, a change or an amount; ``hedge`` is the key of a word before it."""
    value, _, _ = _ends(result)
    if not result.statistic.endswith(IN_WORDS):
        told = _bare(words, result, value, decimals)
        return words.text(hedge, told=told) if hedge else told
    grows = result.statistic.endswith(GROWS)
    told = rounded(abs(value), decimals) if grows else _bare(words, result, abs(value), decimals)
    hedged = words.text(hedge, told=told) if hedge else told
    if grows:
        way = "unchanged" if not float(told) else "down" if value < 0 else "up"
        return words.text(f"growth.{way}", value=hedged)
    return words.text(f"opening.{'fewer' if value < 0 else 'more'}", amount=hedged)


def _bare(words: Language, result: Result, value: float, decimals: int) -> str:
    if result.unit == "1":
        return rounded(value, decimals)
    return words.quantity(value, result.unit, decimals)
