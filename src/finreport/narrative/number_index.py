"""All that is known of each printed number, as plain data for the panel that a click opens.

It is small, because a reader's line carries it: what repeats is said once. ``series`` has under a
name without its month what it is, the places among ``texts`` of its unit, of the part of the
report that prints it and of its file, and the row of its first month there, each further month
being a row further down. ``numbers`` has
under such a name and then the month (empty where there is none) the digits as printed and the
place of the strongest check among ``checks``, -1 for none; then, as an object, what is not so by
itself: ``ends``, if they are not half a digit either way, and what does not add up: what to use
``instead``, and the ``title`` and ``page`` of the story. In ``checks`` numbers go by their place
in ``numbers``, one after the other, and texts by that in ``texts``: what the check says,
how strong it is, its verdict and the page that tells more (the first and the last are empty for a
statement, whose number comes first), then its numbers and, where one of them follows from the
others, which one, and the ends between which it would have to lie.
"""

from collections.abc import Mapping
from typing import Any

from finreport.checks.discrepancies import Correction, Discrepancy
from finreport.checks.rules import Rule, load_rules
from finreport.checks.strongest import Standing
from finreport.editions.figures import Figure
from finreport.narrative import origins
from finreport.narrative.chapter import Chapter
from finreport.narrative.verdicts import rule_title, verdict_name
from finreport.words import Language, signed

ADDRESS = "number-"
"""How the anchor of a number begins; its name follows."""


class Texts:
    """Texts that stand once, each known by its place."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        """The place of a text, a new one for one that was not there."""
        return self._places.setdefault(text, len(self._places))

    @property
    def texts(self) -> list[str]:
        """All of them, in their places."""
        return list(self._places)


def number_index(chapter: Chapter) -> dict[str, Any]:
    """The index of every number that the edition prints up to the month that is shown."""
    words, edition = chapter.words, chapter.edition
    standings = chapter.strongest
    places = {check: place for place, check in enumerate(dict.fromkeys(standings.values()))}
    register = {each.figure.full_name: each for each in chapter.report.discrepancies}
    series: dict[str, list[str | int]] = {}
    texts = Texts()
    numbers: dict[str, dict[str, list[object]]] = {}
    order: dict[str, int] = {}
    for name, by_month in edition.figures.items():
        for month, figure in by_month.items():
            if figure is not None:
                start = figure.row - (edition.months.index(month) if month else 0)
                series.setdefault(name, [*_series(chapter, figure, texts), start])
                standing = standings.get(figure.full_name)
                check = places[standing] if standing else -1
                more = _more(chapter, figure, register.get(figure.full_name))
                known = [signed(figure.printed), check, *([more] if more else [])]
                numbers.setdefault(name, {})[month] = known
                order[figure.full_name] = len(order)
    rules = {rule.name: rule for rule in load_rules()}
    checks = [
        [
            *map(texts.place, _tell(chapter, standing, rules)),
            [order[name] for name in standing.numbers],
            *_expected(chapter, standing, order),
        ]
        for standing in places
    ]
    return {
        "edition": edition.name,
        "page": chapter.page,
        "words": dict(words.section("number.panel")),
        "months": {month: words.month(month) for month in edition.months},
        "series": series,
        "numbers": numbers,
        "texts": texts.texts,
        "checks": checks,
    }


def _series(chapter: Chapter, figure: Figure, texts: Texts) -> list[str | int]:
    """What a number is, its unit, the part of the report that prints it, and its file."""
    shared = (
        origins.unit(chapter, figure),
        origins.place(chapter, figure),
        f"{figure.resource}.csv",
    )
    return [origins.title(chapter, figure), *map(texts.place, shared)]


def _more(chapter: Chapter, figure: Figure, known: Discrepancy | None) -> dict[str, object]:
    """What is not so by itself: other ends than those of rounding, and what does not add up."""
    found: dict[str, object] = {}
    number, decimals = figure.number, figure.decimals + 1
    ends = figure.interval
    if (ends.lower, ends.upper) != (
        number.value - number.half_unit,
        number.value + number.half_unit,
    ):
        found["ends"] = [
            chapter.words.number(float(end), decimals) for end in (ends.lower, ends.upper)
        ]
    if correction := chapter.corrections.get(figure.full_name):
        found["instead"] = instead(chapter.words, correction)
    if known:
        found["title"] = known.words["title_zh" if chapter.words.code == "zh" else "title"]
        found["page"] = f"{chapter.page}#fig-story-{known.id.replace('_', '-')}"
    return found


def instead(words: Language, correction: Correction) -> str:
    """What a number that must not be copied would have to be.

    A value, or where it lies if more is open than the last digit.
    """
    figure, value = correction.figure, correction.value
    low, high = (words.number(float(end), figure.decimals) for end in (value.lower, value.upper))
    if (value.upper - value.lower) / 2 > 2 * figure.number.half_unit:
        return words.text("number.instead_range", low=low, high=high)
    return words.text("number.instead", value=words.number(float(value.value), figure.decimals))


def strength_name(words: Language, standing: Standing | None) -> str:
    """How strong a check is, in words."""
    return words.text(f"number.strength.{standing.strength if standing else 'none'}")


def _tell(chapter: Chapter, standing: Standing, rules: Mapping[str, Rule]) -> list[str]:
    """What a check says, how strong it is, its verdict, and the page that tells more.

    The check of a statement says what the statement does, which is the first of its numbers.
    """
    words = chapter.words
    said = [strength_name(words, standing), verdict_name(words, standing.verdict)]
    if standing.is_rule:
        rule = rules[standing.check]
        page = f"{chapter.page}#checks-{rule.family.replace('_', '-')}"
        return [rule_title(words, rule), *said, page]
    return ["", *said, ""]


def _expected(chapter: Chapter, standing: Standing, order: Mapping[str, int]) -> list[str | int]:
    """The number that follows from the others of a check, and the ends that they leave it."""
    figure = chapter.edition.find(standing.computed) if standing.computed else None
    if figure is None or standing.lower is None or standing.upper is None:
        return []
    ends = (float(standing.lower), float(standing.upper))
    return [
        order[figure.full_name],
        *(chapter.words.number(end, figure.decimals + 1) for end in ends),
    ]
