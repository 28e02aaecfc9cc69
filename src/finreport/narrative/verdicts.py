"""What the checks say, in words: beside a chart, behind a statement, in a grid."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from finreport.checks.rules import Rule
from finreport.checks.statements import StatementCheck
from finreport.narrative.chapter import Chapter
from finreport.words import Language

HOLDS = ("exact", "within_rounding", "approximate_holds")
"""The verdicts of a relation that is satisfied."""


@dataclass(frozen=True)
class CheckNote:
    """What one family of checks says of the numbers of an exhibit, and where to read more."""

    text: str
    link: str


def check_line(chapter: Chapter, names: Collection[str]) -> CheckNote | None:
    """What all checks of the numbers called ``names`` say together; None if there is none."""
    found = _by_family(chapter, names)
    if not found:
        return None
    told = _told(chapter.words, sum(found.values(), Counter()))
    return CheckNote(chapter.words.text("checked.line", told=told), _anchor(next(iter(found))))


def _by_family(chapter: Chapter, names: Collection[str]) -> dict[str, Counter[str]]:
    verdicts: dict[str, Counter[str]] = {}
    for family, verdict in chapter.verdicts_on(names):
        verdicts.setdefault(family, Counter())[verdict] += 1
    return verdicts


def _anchor(family: str) -> str:
    return f"#checks-{family.replace('_', '-')}"


def check_notes(chapter: Chapter, names: Collection[str]) -> list[CheckNote]:
    """What was checked of the numbers called ``names``: a note a family of checks."""
    return [
        CheckNote(
            text=chapter.words.text(
                "checked.note",
                family=family_name(chapter.words, family),
                told=_told(chapter.words, counts),
            ),
            link=_anchor(family),
        )
        for family, counts in _by_family(chapter, names).items()
    ]


def _told(words: Language, counts: Counter[str]) -> str:
    told = Counter({"holds": sum(counts[verdict] for verdict in HOLDS)}) + Counter(
        {verdict: count for verdict, count in counts.items() if verdict not in HOLDS}
    )
    return words.join([words.text(f"checked.{verdict}", count=n) for verdict, n in told.items()])


def family_name(words: Language, family: str) -> str:
    """A family of checks in the reader's language."""
    return words.text(f"family.{family}")


def rule_title(words: Language, rule: Rule) -> str:
    """What a rule says, with the names of its series."""
    form = words.text(f"relation.{rule.id}.title")
    named = {key: value for key, value in rule.case.items() if f"{{{key}}}" in form}
    title = form.format_map(
        {key: words.text(f"relation_label.{value}") for key, value in named.items()}
    )
    return title[:1].upper() + title[1:]


def verdict_name(words: Language, verdict: str) -> str:
    """A verdict with its sign, which tells it without colour."""
    return f"{words.text(f'sign.{verdict}')} {words.text(f'verdict.{verdict}')}"


def recomputed(words: Language, check: StatementCheck) -> str:
    """What follows for a statement from other numbers, with its bounds, or why nothing does."""
    if check.how == "none":
        return words.text(f"reason.{check.reason}")
    if check.lower is None or check.upper is None:
        return ""
    printed = len(check.value.partition(".")[2])
    if check.how == "repetition" and check.computed is not None:
        # The other print may have more digits; all of them are shown.
        decimals = next(d for d in range(10) if (check.computed * 10**d).denominator == 1)
        value = words.quantity(float(check.computed), check.unit, max(decimals, printed))
        return words.text("recomputed.repetition", value=value)
    ends, decimals = (float(check.lower), float(check.upper)), printed + 1
    if check.computed is None:
        low, high = (words.quantity(end, check.unit, decimals) for end in ends)
        return words.text("recomputed.bounds", low=low, high=high)
    low, high = (words.bare(end, check.unit, decimals) for end in ends)
    value = words.quantity(float(check.computed), check.unit, decimals)
    if low == high:
        return value
    return words.text("recomputed.arithmetic", value=value, low=low, high=high)


def worst(verdicts: Iterable[str]) -> str:
    """The verdict that a reader should see first."""
    order = ("contradicted", "approximate_fails", *reversed(HOLDS), "not_checkable")
    return min(verdicts, key=order.index)
