"""Findings: one wrong number is one, with its grade, place, suspects and fingerprint."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from finreport.checks import wording
from finreport.checks.laws import Constraint, Fact, Facts, Never
from finreport.checks.suspects import Change, Suspects, locate

Grade = Literal["contradiction", "doubt", "known"]

STRENGTHS = ("equality", "limit", "repetition", "approximation")
MOST_NAMED = 3
"""How many sets of suspects are told."""


class Finding(Struct, frozen=True):
    """What cannot all be right: the laws that fail, and the suspects, best first.

    ``fingerprint`` is made of what the numbers are and how they are printed, not of where they
    stand: it survives other edits, and changes with any of its numbers. ``explained_by`` says who
    settled it, if it is known.
    """

    fingerprint: str
    grade: Grade
    failing: tuple[Constraint, ...]
    suspects: tuple[tuple[Change, ...], ...]
    explained_by: str = ""

    @property
    def main(self) -> Constraint:
        """The strongest of the laws that fail."""
        return self.failing[0]

    @property
    def change(self) -> Change:
        """What is most likely wrong, and what it would have to be."""
        return self.suspects[0][0]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All numbers that the failing laws compare, the first suspect first."""
        told = (self.change.fact, *(fact for each in self.failing for fact in each.facts))
        return tuple(dict.fromkeys(told))

    def title(self, language: str) -> str:
        """What the strongest law says."""
        return wording.law_title(self.main.law, language)

    def told(self, language: str) -> str:
        """One or two sentences: what it is at odds with, what it would have to be, and by what."""
        law = wording.sentence("law", language, law=self.title(language))
        others = [wording.short(fact) for fact in self.main.facts if fact is not self.change.fact]
        by = ""
        if others:
            numbers = ("；" if language == "zh" else "; ").join(others)
            by = wording.sentence("by", language, numbers=numbers)
        end = "。" if language == "zh" else "."
        space = "" if language == "zh" else " "
        return space.join(filter(None, (law, self.change_told(self.change, language) + end, by)))

    def change_told(self, change: Change, language: str) -> str:
        """What one number would have to be, and the slip that explains it."""
        told = wording.expectation(change.fact, change.needed, language)
        if change.slip is None:
            return told
        slip = wording.word("slips", change.slip.kind, language)
        if isinstance(self.main.relation, Never):
            return slip if language == "zh" else slip.capitalize()
        if change.slip.printed.lstrip("-") == change.fact.reading.printed.lstrip("-"):
            return told + wording.sentence("slip", language, slip=slip)
        unit = change.fact.reading.unit or ""
        value = f"{change.slip.printed}{unit}"
        return told + wording.sentence("fits", language, value=value, slip=slip)


def find(constraints: Sequence[Constraint], facts: Facts) -> list[Finding]:
    """The findings over all constraints, contradictions first, then in the order of the texts."""
    order = {fact: at for at, fact in enumerate(facts.all)}
    found = [_finding(group) for group in locate(constraints, facts)]
    return sorted(found, key=lambda each: (each.grade != "contradiction", order[each.change.fact]))


def _finding(group: Suspects) -> Finding:
    failing = sorted(
        group.failing, key=lambda each: (not each.is_firm, STRENGTHS.index(each.strength))
    )
    grade: Grade = "contradiction" if failing[0].is_firm else "doubt"
    return Finding(fingerprint(failing), grade, tuple(failing), group.sets)


def fingerprint(failing: Iterable[Constraint]) -> str:
    """A short name of what fails: the laws, and what each number is and how it is printed."""
    lines = sorted(
        "|".join((each.law, *sorted(_identity(fact) for fact in each.facts))) for each in failing
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _identity(fact: Fact) -> str:
    reading = fact.reading
    parts = (fact.name, fact.measure, fact.span, reading.printed, reading.unit, reading.direction)
    return ",".join(str(part or "") for part in parts)


def settled(findings: Iterable[Finding], accepted: Mapping[str, str]) -> list[Finding]:
    """The findings, those whose fingerprint is accepted as known, by whom or what."""
    return [
        replace(each, grade="known", explained_by=accepted[each.fingerprint])
        if each.fingerprint in accepted
        else each
        for each in findings
    ]
