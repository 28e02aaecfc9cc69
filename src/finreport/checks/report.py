"""The checks of an edition together: what was found, and what the register already tells."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from msgspec import Struct

from finreport.checks.discrepancies import Discrepancy, Outdated, find_discrepancies
from finreport.checks.identities import Identity, check_identities
from finreport.checks.rules import Strength
from finreport.checks.statements import StatementCheck, parse_rule
from finreport.checks.strengths import STRENGTHS, Strengths
from finreport.checks.verbal_claims import JudgedClaim, judge_claims
from finreport.editions.edition import Edition
from finreport.editions.schemas import NUMBERS

CONTRADICTED = "contradicted"


class Contradiction(Struct, frozen=True):
    """A relation that no values behind the printed numbers satisfy.

    ``name`` is that of a rule, or the id of a statement or claim; ``inputs`` are the printed
    numbers in it; ``computed`` (of a claim, its margin) lies between ``lower`` and ``upper``.
    ``explained_by`` is the entry of the register that tells why, None for a new one.
    """

    name: str
    period: str
    inputs: tuple[str, ...]
    printed: str
    computed: Fraction | None
    lower: Fraction | None
    upper: Fraction | None
    explained_by: Discrepancy | None


Coverage: TypeAlias = Mapping[str, int]
"""How many numbers there are: ``printed``, and of these by their strongest check, each once.

The keys after the first are :data:`~finreport.checks.strengths.STRENGTHS` and ``unchecked``.
"""


class CheckReport(Struct, frozen=True, dict=True):
    """Every check of an edition up to the month ``as_of``.

    ``outdated`` are the entries of the register that were made on other numbers than the
    edition has; ``coverage`` counts the numbers of each table, and ``relations`` how many
    different relations of each strength there are.
    """

    edition: str
    as_of: str
    identities: tuple[Identity, ...]
    statements: tuple[StatementCheck, ...]
    claims: tuple[JudgedClaim, ...]
    discrepancies: tuple[Discrepancy, ...]
    outdated: tuple[Outdated, ...]
    coverage: dict[str, Coverage]
    relations: dict[Strength, int]

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Every contradiction: of rules, then of statements, then of claims in words."""
        return tuple(self._contradictions())

    def _contradictions(self) -> Iterator[Contradiction]:
        for each in self.identities:
            if each.verdict == CONTRADICTED:
                ends = (each.computed, each.lower, each.upper)
                yield self._contradiction(
                    each.rule, each.period, each.inputs, str(each.printed), ends
                )
        for check in self.statements:
            if check.verdict == CONTRADICTED and not check.by:
                ends = (check.computed, check.lower, check.upper)
                yield self._contradiction(
                    check.id, check.period, inputs_of(check), check.value, ends
                )
        for claim in self.claims:
            if claim.verdict == "denied" and claim.margin:
                room = claim.margin.room
                ends = (room.value, room.lower, room.upper)
                yield self._contradiction(
                    claim.id, self.as_of, claim.margin.inputs, claim.word.id, ends
                )

    def _contradiction(
        self,
        name: str,
        period: str,
        inputs: tuple[str, ...],
        printed: str,
        ends: tuple[Fraction | None, Fraction | None, Fraction | None],
    ) -> Contradiction:
        return Contradiction(name, period, inputs, printed, *ends, self.explanation(inputs))

    @property
    def unregistered(self) -> tuple[Contradiction, ...]:
        """The contradictions that no entry of the register explains."""
        return tuple(each for each in self.contradictions if each.explained_by is None)

    @property
    def statement_coverage(self) -> dict[str, dict[str, int]]:
        """The statements by their strongest check and, within it, each verdict."""
        counts: dict[str, Counter[str]] = {key: Counter() for key in (*STRENGTHS, "unchecked")}
        for each in self.statements:
            counts[each.strength or "unchecked"][each.verdict] += 1
        return {strength: dict(verdicts) for strength, verdicts in counts.items()}

    @property
    def summary(self) -> dict[str, Any]:
        """Counts of everything, as plain data."""
        return {
            "edition": self.edition,
            "as_of": self.as_of,
            "numbers": {resource: dict(counts) for resource, counts in self.coverage.items()},
            "relations": dict(self.relations),
            "identities": count(each.verdict for each in self.identities),
            "statements": self.statement_coverage,
            "claims": count(each.verdict for each in self.claims),
            "discrepancies": count(each.kind for each in self.discrepancies),
            "contradictions": len(self.contradictions),
            "unregistered": [f"{each.name}@{each.period}" for each in self.unregistered],
            "outdated": [each.id for each in self.outdated],
        }

    def explanation(self, inputs: Iterable[str]) -> Discrepancy | None:
        """The judgement on what does not agree between these printed numbers, if there is one."""
        inputs = list(inputs)
        return next((each for each in self.discrepancies if each.explains(inputs)), None)


def check_edition(edition: Edition) -> CheckReport:
    """Check every relation and statement of an edition, and apply the register to it.

    Raises :class:`EditionError` for a rule, statement or entry that cannot be read.
    """
    identities, strengths = check_identities(edition), Strengths(edition)
    register = find_discrepancies(edition)
    strengths.know(identities, register)
    return CheckReport(
        edition=edition.name,
        as_of=edition.as_of,
        identities=tuple(identities),
        statements=tuple(map(strengths.statement, edition.records["statements"])),
        claims=judge_claims(edition),
        discrepancies=register.found,
        outdated=register.outdated,
        coverage=_cover(edition, strengths),
        relations=strengths.relations(),
    )


def count(words: Iterable[str]) -> dict[str, int]:
    """How often each word comes, in the order in which they first come."""
    return dict(Counter(words))


def inputs_of(check: StatementCheck) -> tuple[str, ...]:
    """The printed numbers in the check of a statement: its own and those of its rule."""
    expressions = parse_rule(check.rule).expressions if check.rule else ()
    return (check.id, *(name for expression in expressions for name in expression.names))


def _cover(edition: Edition, strengths: Strengths) -> dict[str, Coverage]:
    keys = ("printed", *STRENGTHS, "unchecked")
    counts = {resource: dict.fromkeys(keys, 0) for resource, columns in NUMBERS.items() if columns}
    for figures in edition.figures.values():
        for figure in filter(None, figures.values()):
            counts[figure.resource]["printed"] += 1
            counts[figure.resource][strengths.of(figure.full_name).strength or "unchecked"] += 1
    return dict(counts)
