"""Proofs by arithmetic of what each row of a table measures.

Labels drift when a table is taken from a page, numbers do not. A relation that must hold between
rows (a total and its parts, a balance and its monthly increases) holds in every month for the
right reading and in almost none for a wrong one. Each printed number stands for the interval of
values that round to it, so a relation holds if the difference is within the summed half units of
the numbers it connects.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from finreport.errors import EditionError
from finreport.numbers import Interval, round_half_away

QUORUM = Fraction(3, 4)
"""The part of the months in which a relation must hold to prove a reading; the months in which
it does not are recorded as unresolved, because a report can print a wrong cell."""

DECIMALS = 3
"""Residuals are shown to so many."""

NOTHING = Interval(Fraction(0), Fraction(0))


@dataclass(frozen=True)
class Comparison:
    """A printed number beside the one that a relation computes, ``where`` (a month, a column)."""

    where: str
    printed: Interval
    computed: Interval

    @property
    def residual(self) -> Fraction:
        """Printed minus computed, from the middle of either."""
        return self.printed.middle - self.computed.middle

    @property
    def tolerance(self) -> Fraction:
        """The largest residual that rounding alone can explain."""
        return (self.printed.width + self.computed.width) / 2

    @property
    def holds(self) -> bool:
        """Whether rounding alone can explain the residual."""
        return self.printed.meets(self.computed)


@dataclass(frozen=True)
class Proof:
    """Why rows of a resource are what they are said to be.

    ``decided_by`` is ``arithmetic`` if no other reading passes, ``order`` if arithmetic leaves
    rows that their order in the table tells apart, ``label`` if only the label says it.
    """

    resource: str
    rows: tuple[str, ...]
    relation: str
    comparisons: tuple[Comparison, ...] = ()
    decided_by: str = "arithmetic"
    line: int | None = None
    note: str = ""

    def descriptor(self) -> dict[str, Any]:
        """The proof as it stands in a data package; residuals in the unit of the rows."""
        held = [each for each in self.comparisons if each.holds]
        facts: dict[str, Any] = {"resource": self.resource, "rows": list(self.rows)}
        if self.line is not None:
            facts["line"] = self.line
        facts |= {"relation": self.relation, "decided_by": self.decided_by}
        facts |= {"tested": len(self.comparisons), "held": len(held)}
        if held:
            worst = max(held, key=lambda each: abs(each.residual))
            facts["largest_residual"] = shown(abs(worst.residual))
            facts["tolerance"] = shown(worst.tolerance)
        unresolved = [
            {
                "where": e.where,
                "printed": shown(e.printed.middle),
                "computed": shown(e.computed.middle),
            }
            for e in self.comparisons
            if not e.holds
        ]
        return (
            facts
            | ({"unresolved": unresolved} if unresolved else {})
            | ({"note": self.note} if self.note else {})
        )

    def sentence(self) -> str:
        """The proof in one clause, for the evidence of an artefact."""
        facts = self.descriptor()
        if not self.comparisons:
            return f"decided by {self.decided_by}: {self.relation}"
        return (
            f"{self.relation}; holds in {facts['held']} of {facts['tested']} comparisons, largest "
            f"residual {facts['largest_residual']}, tolerance {facts['tolerance']}"
        )


def shown(number: Fraction) -> str:
    """A number as text, rounded to a thousandth, without trailing zeros."""
    return f"{round_half_away(number, DECIMALS):f}".rstrip("0").rstrip(".")


def ends(interval: Interval, word: str) -> str:
    """The ends of an interval with a word between."""
    return f"{shown(interval.lower)} {word} {shown(interval.upper)}"


def satisfied(comparisons: Sequence[Comparison]) -> bool:
    """Whether a relation holds in enough comparisons to prove a reading."""
    return sum(each.holds for each in comparisons) >= QUORUM * len(comparisons) > 0


def require(proof: Proof) -> Proof:
    """The proof itself; raises :class:`EditionError` with line and numbers if it fails."""
    if satisfied(proof.comparisons):
        return proof
    where = f"Line {proof.line}: " if proof.line is not None else ""
    if not proof.comparisons:
        raise EditionError(
            f"{where}{', '.join(proof.rows)} of {proof.resource} has too few figures to be "
            f"proved: {proof.relation}."
        )
    worst = max(proof.comparisons, key=lambda each: abs(each.residual) - each.tolerance)
    held = sum(each.holds for each in proof.comparisons)
    raise EditionError(
        f"{where}{', '.join(proof.rows)} of {proof.resource} fails its proof, {proof.relation}: "
        f"it holds in {held} of {len(proof.comparisons)} comparisons, and at {worst.where} "
        f"{shown(worst.printed.middle)} stands against {shown(worst.computed.middle)} "
        f"(tolerance {shown(worst.tolerance)})."
    )


def total_and_parts(
    where: str, total: Interval, added: Iterable[Interval], subtracted: Iterable[Interval] = ()
) -> Comparison:
    """A printed total beside the sum of its parts."""
    return Comparison(where, total, NOTHING + sum(added) - sum(subtracted))


def at_least(where: str, number: Interval, least: Interval) -> Comparison:
    """A number beside the least it can be; the residual is by how much it falls short."""
    beyond = max(number.middle - least.middle, Fraction(0))
    return Comparison(where, number, least + beyond)


def year_ago(level: Interval, growth: Interval) -> Interval:
    """The level a year earlier, from a level and its growth in percent.

    Raises :class:`EditionError` for a growth of -100, which leaves nothing to tell it from.
    """
    ratio = 1 + growth / 100
    if 0 in ratio:
        raise EditionError(
            f"A growth of {shown(growth.middle)}% does not tell what there was a year before."
        )
    return level / ratio
