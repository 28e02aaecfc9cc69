"""The parts of a check report that a chapter shows, and whether they would be the same again.

A report follows from every table of an edition, but a chapter shows only the verdicts on its own
numbers. It asks for them here, so that it need not run again while these stay as they are.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from finreport.checks.identities import Identity, check_rule
from finreport.checks.report import CheckReport, check_edition
from finreport.checks.rules import Rule, load_rules
from finreport.checks.statements import StatementCheck, check_rows
from finreport.editions import Edition, open_edition
from finreport.editions.inputs import digest, tell_answer
from finreport.editions.names import FigureIndex

STATEMENTS = "statements"
"""The family of the checks of single statements, beside those of the rules."""


@dataclass(frozen=True)
class ShownChecks:
    """What the checks say of an edition, told in parts."""

    edition: Edition

    _identities: dict[str, list[Identity]] = field(default_factory=dict, repr=False, compare=False)
    """The identities of the rules that were asked for, by the rule's name."""

    @cached_property
    def _index(self) -> FigureIndex:
        return FigureIndex(self.edition.unwatched())

    @property
    def _statements(self) -> pd.DataFrame:
        return self.edition.unwatched().tables["statements"]

    @cached_property
    def report(self) -> CheckReport:
        """The whole report, which makes every table of the edition an input of the chapter."""
        for resource in self.edition.tables:
            self.edition.tables[resource]
        return check_edition(self.edition.unwatched())

    def verdicts_on(self, names: Collection[str]) -> list[tuple[str, str]]:
        """Family and verdict of every check of the numbers called ``names``, without months.

        Only those checks are made: all of them take longer than a chart.
        """
        rules = (rule for rule in load_rules() if not rule.numbers.isdisjoint(names))
        identities = (identity for rule in rules for identity in self._identities_of(rule))
        found = [(identity.family, identity.verdict) for identity in identities]
        rows = self._statements[self._statements["id"].isin(names)]
        found += [(STATEMENTS, each.verdict) for each in check_rows(rows, self._index)]
        self._tell(["verdicts", *sorted(set(names))], found)
        return found

    def statements_of(self, section: str) -> list[StatementCheck]:
        """The checks of the numbers that a section prints in its sentences."""
        rows = self._statements[self._statements["section"] == section]
        found = check_rows(rows, self._index)
        self._tell(["statements", section], found)
        return found

    def _identities_of(self, rule: Rule) -> list[Identity]:
        if rule.name not in self._identities:
            self._identities[rule.name] = list(check_rule(rule, self.edition, self._index))
        return self._identities[rule.name]

    def _tell(self, about: list[str], found: object) -> None:
        tell_answer(self.edition.name, self.edition.as_of, about, found)


class Answers:
    """Answers to what chapters asked, from the data as it is now; each edition is read once."""

    def __init__(self) -> None:
        self._checks: dict[tuple[str, str], ShownChecks] = {}

    def digest(self, question: str) -> str:
        """The digest of the answer to a question of :func:`finreport.editions.inputs.tell_answer`.

        Raises :class:`EditionError` where the data cannot be used any more.
        """
        edition, as_of, kind, *about = json.loads(question)
        if (edition, as_of) not in self._checks:
            self._checks[edition, as_of] = ShownChecks(open_edition(edition, as_of))
        checks = self._checks[edition, as_of]
        match kind:
            case "months":
                return digest(checks.edition.months)
            case "verdicts":
                return digest(checks.verdicts_on(about))
            case "statements":
                return digest(checks.statements_of(*about))
        raise ValueError(f"Nobody can answer {question}.")
