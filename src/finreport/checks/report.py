"""The checks of an edition together: what was found, and what the register already tells."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from finreport.checks.discrepancies import Discrepancy, find_discrepancies
from finreport.checks.identities import Identity, check_identities
from finreport.checks.statements import StatementCheck, check_statements, coverage, parse_rule
from finreport.editions.edition import Edition
from finreport.editions.figures import Figure
from finreport.editions.schemas import NUMBERS

CONTRADICTED = "contradicted"
UNCHECKED = "not_checkable"


@dataclass(frozen=True)
class Contradiction:
    """A relation that no values behind the printed numbers satisfy.

    ``name`` is that of a rule, or the id of a statement; ``inputs`` are the printed numbers in
    it; ``computed`` lies between ``lower`` and ``upper``. ``explained_by`` is the entry of the
    register that tells why, None for a new one.
    """

    name: str
    period: str
    inputs: tuple[str, ...]
    printed: str
    computed: Fraction | None
    lower: Fraction | None
    upper: Fraction | None
    explained_by: Discrepancy | None


@dataclass(frozen=True)
class Coverage:
    """How many numbers of a table are ``printed``, and how many of them some check reaches.

    ``arithmetic`` are those in a relation, ``repetition`` those that are only printed twice.
    """

    printed: int
    arithmetic: int
    repetition: int


@dataclass(frozen=True)
class CheckReport:
    """Every check of an edition up to the month ``as_of``.

    ``outdated`` are the ids of entries of the register that were made on other numbers than the
    edition has; ``coverage`` counts the numbers of each table.
    """

    edition: str
    as_of: str
    identities: tuple[Identity, ...]
    statements: tuple[StatementCheck, ...]
    discrepancies: tuple[Discrepancy, ...]
    outdated: tuple[str, ...]
    coverage: dict[str, Coverage]

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Every contradiction, those of rules before those of statements."""
        found = [
            (each.rule, each.period, each.inputs, each)
            for each in self.identities
            if each.verdict == CONTRADICTED
        ] + [
            (each.id, each.period, inputs_of(each), each)
            for each in self.statements
            if each.verdict == CONTRADICTED
        ]
        return tuple(
            Contradiction(
                name=name,
                period=period,
                inputs=inputs,
                printed=str(check.printed if isinstance(check, Identity) else check.value),
                computed=check.computed,
                lower=check.lower,
                upper=check.upper,
                explained_by=self._explanation(inputs),
            )
            for name, period, inputs, check in found
        )

    @property
    def unregistered(self) -> tuple[Contradiction, ...]:
        """The contradictions that no entry of the register explains."""
        return tuple(each for each in self.contradictions if each.explained_by is None)

    @property
    def summary(self) -> dict[str, Any]:
        """Counts of everything, as plain data."""
        return {
            "edition": self.edition,
            "as_of": self.as_of,
            "numbers": {resource: vars(counts) for resource, counts in self.coverage.items()},
            "identities": count(each.verdict for each in self.identities),
            "statements": coverage(self.statements),
            "discrepancies": count(each.kind for each in self.discrepancies),
            "contradictions": len(self.contradictions),
            "unregistered": [f"{each.name}@{each.period}" for each in self.unregistered],
            "outdated": list(self.outdated),
        }

    def _explanation(self, inputs: Iterable[str]) -> Discrepancy | None:
        inputs = list(inputs)
        return next((each for each in self.discrepancies if each.explains(inputs)), None)


def check_edition(edition: Edition) -> CheckReport:
    """Check every relation and statement of an edition, and apply the register to it.

    Raises :class:`EditionError` for a rule, statement or entry that cannot be read.
    """
    identities, statements = check_identities(edition), check_statements(edition)
    register = find_discrepancies(edition)
    return CheckReport(
        edition=edition.name,
        as_of=edition.as_of,
        identities=tuple(identities),
        statements=tuple(statements),
        discrepancies=register.found,
        outdated=register.outdated,
        coverage=_cover(edition, identities, statements),
    )


def count(words: Iterable[str]) -> dict[str, int]:
    """How often each word comes, in the order in which they first come."""
    return dict(Counter(words))


def inputs_of(check: StatementCheck) -> tuple[str, ...]:
    """The printed numbers in the check of a statement: its own and those of its rule."""
    expressions = parse_rule(check.rule).expressions if check.rule else ()
    return (check.id, *(name for expression in expressions for name in expression.names))


def _cover(
    edition: Edition, identities: Iterable[Identity], statements: Iterable[StatementCheck]
) -> dict[str, Coverage]:
    by_arithmetic = {
        name for each in identities if each.verdict != UNCHECKED for name in each.inputs
    }
    by_repetition: set[str] = set()
    for each in statements:
        reached = by_arithmetic if each.how == "arithmetic" else by_repetition
        reached.update(inputs_of(each) if each.verdict != UNCHECKED else ())
    arithmetic = _figures(by_arithmetic, edition)
    repetition = _figures(by_repetition, edition) - arithmetic
    printed = [each for found in edition.figures.values() for each in found.values() if each]
    counts = [Counter(each.resource for each in part) for part in (printed, arithmetic, repetition)]
    return {
        resource: Coverage(*(count[resource] for count in counts))
        for resource, columns in NUMBERS.items()
        if columns
    }


def _figures(names: Iterable[str], edition: Edition) -> set[Figure]:
    return {figure for name in names if (figure := edition.find(name))}
