"""All that is known of each printed number, as plain data for the panel that a click opens.

It is small, because a reader's line carries it: what repeats is said once. ``series`` has under a
name without its month what it is, the places among ``texts`` of its unit, of the part of the
report that prints it and of its file, and the row of its first month there, each further month
being a row further down. ``numbers`` has
under such a name and then the month (empty where there is none) the digits as printed and the
place of the strongest check among ``checks``, -1 for none; then, as an object, what is not so by
itself: ``ends``, if they are not half a digit either way (the upper one
empty where none is printed), and what does not add up: what to use
``instead``, and the ``title`` and ``page`` of the story. In ``checks`` numbers go by their place
among all, and texts by that in ``texts``: what the check says,
how strong it is, its verdict and the page that tells more (the first and the last are empty for a
statement, whose number comes first), then its numbers and, where one of them follows from the
others, which one, and the ends between which it would have to lie. Numbers are counted in the
order of their names.
"""

from typing import Any, NamedTuple

from finreport.checks.discrepancies import Correction, Discrepancy
from finreport.checks.identities import Identity
from finreport.checks.report import inputs_of
from finreport.checks.rules import load_rules
from finreport.checks.statements import StatementCheck
from finreport.checks.strengths import Support
from finreport.editions.figures import Figure
from finreport.narrative import origins
from finreport.narrative.chapter import Chapter
from finreport.narrative.verdicts import rule_title, strength_name, verdict_name, verdict_on
from finreport.numbers import OPEN, Interval
from finreport.words import Language, signed

CHECKS = "95_checks.html"
"""The page that tells of every relation and of what does not add up."""

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
    figures = [
        (name, month, figure)
        for name, by_month in edition.figures.items()
        for month, figure in by_month.items()
        if figure is not None
    ]
    order = {name: place for place, name in enumerate(sorted(f.full_name for *_, f in figures))}
    register = {each.figure.full_name: each for each in chapter.report.discrepancies}
    series: dict[str, list[str | int]] = {}
    numbers: dict[str, dict[str, list[object]]] = {}
    checks: dict[ToldCheck, int] = {}
    texts = Texts()
    told = ToldChecks(chapter)
    for name, month, figure in figures:
        start = figure.row - (edition.months.index(month) if month else 0)
        series.setdefault(name, [*_series(chapter, figure, texts), start])
        check = told.of(figure)
        place = checks.setdefault(check, len(checks)) if check else -1
        more = _more(chapter, figure, register.get(figure.full_name))
        known = [signed(figure.printed), place, *([more] if more else [])]
        numbers.setdefault(name, {})[month] = known
    return {
        "edition": edition.name,
        "page": chapter.page,
        "words": dict(words.section("number.panel")),
        "months": {month: words.month(month) for month in edition.months},
        "series": series,
        "numbers": numbers,
        "checks": [
            [
                *map(texts.place, (check.says, check.strength, check.verdict, check.page)),
                [order[name] for name in check.numbers],
                *([order[check.expected[0]], *check.expected[1:]] if check.expected else []),
            ]
            for check in checks
        ],
        "texts": texts.texts,
    }


class ToldCheck(NamedTuple):
    """A check in words, with its numbers; ``expected`` is one of them and the ends it is left."""

    says: str
    strength: str
    verdict: str
    page: str
    numbers: tuple[str, ...]
    expected: tuple[str, ...] = ()


class ToldChecks:
    """The strongest checks of an edition in words."""

    def __init__(self, chapter: Chapter) -> None:
        self._chapter = chapter
        self._rules = {rule.name: rule for rule in load_rules()}
        self._statements = {each.id: each for each in chapter.report.statements}

    def of(self, figure: Figure) -> ToldCheck | None:
        """The strongest check of a number, None where nothing checks it."""
        chapter, words = self._chapter, self._chapter.words
        support = chapter.strengths.of(figure.full_name)
        if support.strength is None:
            return None
        verdict = verdict_on(chapter, figure.full_name)
        named = (strength_name(words, support.strength), verdict_name(words, verdict))
        if support.by in self._rules:
            rule = self._rules[support.by]
            page = f"{CHECKS}#checks-{rule.family.replace('_', '-')}"
            return ToldCheck(rule_title(words, rule), *named, page, *self._of_rule(support))
        if support.by:
            return ToldCheck("", *named, "", *self._of_statement(self._statements[support.by]))
        prints = tuple(map(self._full, chapter.strengths.prints(figure.full_name)))
        return ToldCheck("", *named, "", prints)

    def _of_rule(self, support: Support) -> tuple[tuple[str, ...], tuple[str, ...]]:
        rule = self._rules[support.by]
        [found] = [
            each
            for each in self._chapter.strengths.identities_of(rule)
            if each.period == support.period
        ]
        is_alone = rule.left.names == (rule.left.text,)
        expected = self._expected(found.inputs[0], found) if is_alone else ()
        return tuple(dict.fromkeys(found.inputs)), expected

    def _of_statement(self, check: StatementCheck) -> tuple[tuple[str, ...], tuple[str, ...]]:
        numbers = tuple(dict.fromkeys(map(self._full, inputs_of(check))))
        return numbers, self._expected(check.id, check)

    def _full(self, name: str) -> str:
        figure = self._chapter.edition.find(name)
        assert figure is not None, "a check that was made has its numbers"
        return figure.full_name

    def _expected(self, name: str, check: Identity | StatementCheck) -> tuple[str, ...]:
        """The number that follows from the others of a check, and the ends that they leave it."""
        figure = self._chapter.edition.find(name)
        if figure is None or check.lower is None or check.upper is None:
            return ()
        return (name, *_ends(self._chapter.words, figure, Interval(check.lower, check.upper)))


def _ends(words: Language, figure: Figure, interval: Interval) -> list[str]:
    """Both ends of an interval with a digit more than is printed."""
    decimals = figure.decimals + 1
    return [words.number(float(end), decimals) for end in (interval.lower, interval.upper)]


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
        if number.qualifier in OPEN and number.value > 0:
            found["ends"] = [signed(figure.printed), ""]
    if correction := chapter.corrections.get(figure.full_name):
        found["instead"] = instead(chapter.words, correction)
    if known:
        found["title"] = known.words["title_zh" if chapter.words.code == "zh" else "title"]
        found["page"] = f"{CHECKS}#fig-story-{known.id.replace('_', '-')}"
    return found


def instead(words: Language, correction: Correction, unit: str = "") -> str:
    """What a number that must not be copied would have to be, or on one scope comes to.

    A value, or where it lies if more is open than the last digit; as printed, or where the
    ``unit`` is given, in what the language shows for it.
    """
    value = correction.value
    low, told, high = (
        words.shown(float(end), unit, correction.figure.decimals)
        for end in (value.lower, value.value, value.upper)
    )
    key = "instead" if correction.is_misprint else "comparable"
    if correction.is_range:
        return words.text(f"number.{key}_range", low=low, high=high)
    return words.text(f"number.{key}", value=told)
