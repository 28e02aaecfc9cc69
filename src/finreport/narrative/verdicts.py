"""What the checks say, in words: beside a chart, behind a statement, in a grid."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from finreport.checks.rules import FAILS, Rule, Strength, load_rules
from finreport.checks.statements import BETWEEN, COUNTS, StatementCheck
from finreport.checks.strengths import NOT_ALIKE, STRENGTHS
from finreport.narrative.chapter import Chapter
from finreport.numbers import round_half_away
from finreport.words import Language


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
    told = _told(chapter.words, sum(found.values(), Counter()), "checked.short")
    return CheckNote(chapter.words.text("checked.line", told=told), _anchor(next(iter(found))))


def _by_family(chapter: Chapter, names: Collection[str]) -> dict[str, Counter[str]]:
    verdicts: dict[str, Counter[str]] = {}
    for family, strength, verdict in chapter.verdicts_on(names):
        holds = strength is not None and verdict not in FAILS and verdict != "not_checkable"
        verdicts.setdefault(family, Counter())[strength if holds and strength else verdict] += 1
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


def _told(words: Language, counts: Mapping[str, int], form: str = "checked") -> str:
    """The counts of what holds, the strongest first, then of what does not."""
    order = (*STRENGTHS, *FAILS, "not_checkable")
    return words.join(
        [words.text(f"{form}.{key}", count=counts[key]) for key in order if key in counts]
    )


def family_name(words: Language, family: str) -> str:
    """A family of checks in the reader's language."""
    return words.text(f"family.{family}")


def verdict_name(words: Language, verdict: str) -> str:
    """A verdict with its sign, which tells it without colour."""
    return f"{words.text(f'sign.{verdict}')} {words.text(f'verdict.{verdict}')}"


def verdict_on(chapter: Chapter, name: str) -> str:
    """The verdict of the strongest check of a number, as it speaks of this number.

    ``laid_elsewhere`` where that check fails and the register lays it to another number: what
    is at odds with a number that is wrong is not wrong for that.
    """
    if chapter.strengths.laid_to(name):
        return "laid_elsewhere"
    return chapter.strengths.of(name).verdict


def strength_name(words: Language, strength: Strength | None) -> str:
    """How strong a check is, in words; of none, that there is none."""
    return words.text(f"strength.{strength or 'unchecked'}")


def rule_title(words: Language, rule: Rule, *, begins: bool = True) -> str:
    """What a rule says, with the names of its series; with a capital where it ``begins``."""
    form = words.text(f"relation.{rule.id}.title")
    named = {key: value for key, value in rule.case.items() if f"{{{key}}}" in form}
    title = form.format_map(
        {key: words.text(f"relation_label.{value}") for key, value in named.items()}
    )
    return title[:1].upper() + title[1:] if begins else title


def grounds(chapter: Chapter, check: StatementCheck) -> str:
    """What the verdict on a statement rests on: what follows for it, by which rule, or why not.

    What is only approximate says why.
    """
    words = chapter.words
    own = recomputed(words, check)
    if check.strength is None or check.reason == NOT_ALIKE:
        reason = words.text(f"reason.{check.reason}")
        return words.text("recomputed.both", own=own, other=reason) if own else reason
    if not check.by and own and check.reason:
        reason = words.text(f"reason.{check.reason}")
        return words.text("recomputed.about", own=own, reason=reason)
    if not check.by:
        return own or words.text("recomputed.elsewhere")
    rules = {rule.name: rule for rule in load_rules()}
    if check.by in rules:
        other = rule_title(words, rules[check.by], begins=not own)
    else:
        row = next(
            cells
            for cells in chapter.edition.records["statements"].values()
            if cells["id"] == check.by
        )
        subject = words.translated(f"subjects.{check.by}", row["subject"])
        other = words.text("recomputed.by", subject=subject)
    return words.text("recomputed.both", own=own, other=other) if own else other


def _decimals(check: StatementCheck, printed: int) -> int:
    """One digit more than is printed, or as many as keep what is shown from rounding elsewhere.

    2.549 is printed as 2.5; written as 2.55 it would seem to make 2.6.
    """
    if check.computed is None:
        return printed + 1
    wanted = round_half_away(check.computed, printed)
    return next(
        decimals
        for decimals in range(printed + 1, printed + 9)
        if round_half_away(Fraction(round_half_away(check.computed, decimals)), printed) == wanted
    )


def recomputed(words: Language, check: StatementCheck) -> str:
    """What follows for a statement by its own rule, with its bounds; nothing if it has none."""
    if check.lower is None or check.upper is None:
        return ""
    if check.rule.startswith(COUNTS):
        return words.text("recomputed.counted", count=check.rule.count(BETWEEN) + 1)
    printed = len(check.value.partition(".")[2])
    ends, decimals = (float(check.lower), float(check.upper)), _decimals(check, printed)
    if check.rule.startswith("=") and check.computed is not None:
        # The other print may have more digits; all of them are shown.
        digits = next(d for d in range(10) if (check.computed * 10**d).denominator == 1)
        value = words.quantity(float(check.computed), check.unit, max(digits, printed))
        return words.text("recomputed.repetition", value=value)
    if check.computed is None:
        low, high = (words.quantity(end, check.unit, decimals) for end in ends)
        return words.text("recomputed.bounds", low=low, high=high)
    low, high = (words.bare(end, check.unit, decimals) for end in ends)
    value = words.quantity(float(check.computed), check.unit, decimals)
    if low == high:
        return value
    return words.text("recomputed.arithmetic", value=value, low=low, high=high)
