"""Strengths: for every printed number the strongest check that it stands in.

A number stands in the rules of ``data/rules`` and of ``statements.csv`` that name it, and in those
of every other print of the same fact: where the summary repeats a figure of a table, what settles
one settles both. The strongest of these checks counts (:data:`~finreport.checks.rules.Strength`),
so each number is counted once, wherever it is counted.

A limit or an approximation confirms a number only if it would notice a number half or twice as
large, within what rounding leaves. One that would not is too wide to say anything, and says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, get_args

from msgspec.structs import replace

from finreport.checks.discrepancies import Discrepancy, Register, find_discrepancies
from finreport.checks.expressions import compute
from finreport.checks.identities import Identity, absent_of, check_rule, compare, months_of
from finreport.checks.rules import FAILS, Rule, Strength, Verdict, load_rules
from finreport.checks.statements import StatementCheck, check_row, parse_rule, rule_of
from finreport.editions.edition import Edition
from finreport.editions.figures import Figure

STRENGTHS: tuple[Strength, ...] = get_args(Strength)
"""From the strongest to the weakest."""

TOO_WIDE = "wide_limit"
"""The reason of a number that only limits hold which would not notice half or twice of it."""

NOT_ALIKE = "basis_differs"
"""The reason of a statement whose numbers the register says are not measured alike."""

SLIPS = (Fraction(1, 2), Fraction(2))
"""What a check must notice to confirm a number: that it were half or twice as large."""

SAME_PRINT = {
    "financing.total": "afre_flow",
    "financing.rmb_loans": "afre_rmb_loans",
    "financing.government_bonds": "afre_government_bonds",
    "financing.off_balance_sheet": "afre_off_balance_sheet",
    "financing.corporate_bonds": "afre_corporate_bonds",
    "financing.stock": "afre_stock",
    "targets.gdp": "target_grp_growth",
    "targets.fai": "target_fai_growth",
    "targets.retail": "target_retail_sales_growth",
    "targets.urban_jobs": "target_new_urban_jobs",
    "targets.unemployment": "target_unemployment_rate",
    "targets.cpi": "target_cpi_growth",
}
"""Numbers of tables that are read from the very sentence of a statement: one print, not two."""


class Support(NamedTuple):
    """The strongest check of a number: its strength and verdict, and the rule it is ``by``.

    ``by`` is the name of a rule or the id of the statement whose rule it is, empty where the
    number is only repeated or not checked; then ``strength`` may be None and ``reason`` says why.
    """

    strength: Strength | None
    verdict: Verdict
    by: str = ""
    period: str = ""
    reason: str = ""


class Tie(NamedTuple):
    """A check to make: a rule at a month, or that of the statement in a row of its file."""

    name: str
    period: str
    row: int | None = None


@dataclass
class Strengths:
    """The strongest check of each number of an edition, made when it is asked for."""

    edition: Edition
    _made: dict[Tie, Identity | StatementCheck] = field(default_factory=dict, repr=False)
    _found: dict[Tie, Mapping[str, Figure]] = field(default_factory=dict, repr=False)
    _supports: dict[str, Support] = field(default_factory=dict, repr=False)
    _register: Register | None = field(default=None, repr=False)

    def of(self, name: str) -> Support:
        """The support of the number of this name (with its month, where it has one)."""
        own = self._key(name)
        if own not in self._supports:
            self._supports[own] = self._support(own)
        return self._supports[own]

    def _support(self, own: str) -> Support:
        prints = self._prints(own)
        is_wide = False
        for strength in STRENGTHS[:-1]:
            ties = [(tie, key) for key in prints for tie in self._ties[strength].get(key, ())]
            # What fails is told before what holds, the number's own rule before others.
            ties.sort(key=lambda each: (self._verdict(each[0]) not in FAILS, each[0].name != own))
            for tie, key in ties:
                if self._verdict(tie) == "not_checkable":
                    continue
                if strength == "equality" or not self._is_wide(tie, key):
                    return Support(strength, self._verdict(tie), tie.name, tie.period)
                is_wide = True
        if len(prints) > 1:
            return Support("repetition", "repeated")
        return Support(None, "not_checkable", reason=TOO_WIDE if is_wide else "")

    def laid_to(self, name: str) -> Discrepancy | None:
        """The judgement that lays it to another number that the check of this one fails.

        None where that check holds, where the register is silent on it, and where it is this
        number, in any of its prints, that is judged.
        """
        support = self.of(name)
        if support.verdict not in FAILS:
            return None
        inputs = self._inputs(support)
        judged = [each for each in self._judged if each.explains(inputs)]
        prints = self.prints(name)
        if any(self._key(each.figure.full_name) in prints for each in judged):
            return None
        return next(iter(judged), None)

    def prints(self, name: str) -> list[str]:
        """The number of this name and all other prints of the same fact that agree with it."""
        return self._prints(self._key(name))

    def statement(self, row: int) -> StatementCheck:
        """The statement in a row of its file, with its strongest check.

        What its own rule computes stays; ``by`` names the other rule if that is stronger.
        """
        own = self._statement(row)
        if own.verdict in FAILS:
            return own
        support = self.of(own.id)
        if own.reason == NOT_ALIKE:
            return replace(own, strength=support.strength, verdict=support.verdict)
        if support.strength is None:  # where it has a rule of its own, that is too wide
            reason = support.reason or own.reason
            return replace(own, strength=None, verdict="not_checkable", reason=reason)
        if support.strength == own.strength and support.verdict not in FAILS:
            return own
        by = "" if support.by == own.id else support.by
        return replace(own, strength=support.strength, verdict=support.verdict, reason="", by=by)

    def relations(self) -> dict[Strength, int]:
        """How many different relations there are of each strength.

        Rules that are each other's rearrangement, or say the same of two prints of a fact, are
        one relation: they tie the same numbers. It has the strength of the strongest of them.
        """
        tied: dict[frozenset[str], Strength] = {}
        for strength in STRENGTHS[:-1]:
            numbers: dict[Tie, set[str]] = defaultdict(set)
            for key, ties in self._ties[strength].items():
                for tie in ties:
                    numbers[tie].add(min(self._prints(key)))
            for tie, keys in numbers.items():
                if self._check(tie).verdict != "not_checkable":
                    tied.setdefault(frozenset(keys), strength)
        counts = dict.fromkeys(STRENGTHS, 0)
        for strength in tied.values():
            counts[strength] += 1
        counts["repetition"] = len(self._repeated) - len(
            {min(self._prints(key)) for key in self._repeated}
        )
        return counts

    def identities_of(self, rule: Rule) -> list[Identity]:
        """A rule at each of its months, as in :func:`~finreport.checks.identities.check_rule`."""
        months = self._months[rule.name]
        made = [self._check(Tie(rule.name, month)) for month in months]
        found = [each for each in made if isinstance(each, Identity)]
        return found or list(check_rule(rule, self.edition))

    def know(self, identities: Iterable[Identity], register: Register) -> None:
        """Take checks of rules that are made already, and the register as it applies."""
        self._register = register
        for each in identities:
            self._made[Tie(each.rule, each.period)] = each

    def _key(self, name: str) -> str:
        """One name for what is one print."""
        same = SAME_PRINT.get(name, name)
        return same if same in self.edition.figures else name

    @cached_property
    def _ties(self) -> dict[Strength, dict[str, list[Tie]]]:
        """By strength, what each number is tied by."""
        ties: dict[Strength, dict[str, list[Tie]]] = {
            strength: defaultdict(list) for strength in STRENGTHS
        }
        for rule in load_rules():
            for month in months_of(rule, self.edition):
                tie = Tie(rule.name, month)
                known = self._made.get(tie)
                if known and known.verdict != "not_checkable" and isinstance(known, Identity):
                    for name in known.inputs:
                        ties[rule.strength][self._key(name)].append(tie)
                elif month in self._months[rule.name]:
                    for key in self._named(rule.difference.names, month):
                        ties[rule.strength][key].append(tie)
        for row, cells in self.edition.records["statements"].items():
            if text := rule_of(cells, self.edition):
                parsed = parse_rule(text)
                names = [name for each in parsed.expressions for name in each.names]
                tie = Tie(cells["id"], cells["period"], row)
                for key in {cells["id"], *self._named(names)}:
                    ties[parsed.strength][key].append(tie)
        return ties

    @cached_property
    def _months(self) -> dict[str, list[str]]:
        """The months at which each rule has all its numbers."""
        edition = self.edition
        return {
            rule.name: [m for m in months_of(rule, edition) if not absent_of(rule, edition, m)]
            for rule in load_rules()
        }

    def _named(self, names: Iterable[str], month: str | None = None) -> Iterator[str]:
        for name in names:
            figure = self.edition.find(name, month)
            if figure is not None:
                yield self._key(figure.full_name)

    @cached_property
    def _repeated(self) -> dict[str, set[str]]:
        """The other prints of each number that agree with it."""
        repeated: dict[str, set[str]] = defaultdict(set)
        for key, ties in self._ties["repetition"].items():
            for tie in ties:
                check = self._check(tie)
                assert isinstance(check, StatementCheck)
                if check.id == key and check.verdict not in (*FAILS, "not_checkable"):
                    [name] = parse_rule(check.rule).expressions[0].names
                    for other in self._named([name]):
                        repeated[key].add(other)
                        repeated[other].add(key)
        return repeated

    def _prints(self, key: str) -> list[str]:
        """The number and all its other prints."""
        found, waiting = {key: None}, [key]
        while waiting:
            for other in sorted(self._repeated.get(waiting.pop(), ())):
                if other not in found:
                    found[other] = None
                    waiting.append(other)
        return list(found)

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        return {rule.name: rule for rule in load_rules()}

    def _check(self, tie: Tie) -> Identity | StatementCheck:
        if tie not in self._made:
            self._made[tie] = (
                compare(self._rules[tie.name], self.edition, tie.period)
                if tie.row is None
                else self._between_alike(check_row(tie.row, self.edition))
            )
        return self._made[tie]

    def _verdict(self, tie: Tie) -> Verdict:
        return self._check(tie).verdict

    def _between_alike(self, check: StatementCheck) -> StatementCheck:
        """The same, but that nothing is confirmed by numbers that are not measured alike.

        An approximate rule allows for other definitions. Where only that lets it hold, and the
        register says of these very numbers that their bases differ, it says nothing of them.
        """
        if check.verdict != "approximate_holds" or check.lower is None or check.upper is None:
            return check
        figure = self.edition.find(check.id)
        assert figure is not None
        is_apart = check.upper < figure.interval.lower or check.lower > figure.interval.upper
        if is_apart and {check.id, *_names_of(check)} in self._not_alike:
            return replace(check, strength=None, verdict="not_checkable", reason=NOT_ALIKE)
        return check

    @cached_property
    def _not_alike(self) -> list[set[str]]:
        """The numbers of each entry of the register about a break of their basis."""
        return [
            set(each.entry.difference.names) for each in self._judged if each.kind == "basis_break"
        ]

    @cached_property
    def _judged(self) -> tuple[Discrepancy, ...]:
        """The entries of the register that apply."""
        return (self._register or find_discrepancies(self.edition)).found

    def _inputs(self, support: Support) -> tuple[str, ...]:
        """The printed numbers of the check that a number is supported by."""
        if support.by in self._rules:
            check = self._check(Tie(support.by, support.period))
            assert isinstance(check, Identity)
            return check.inputs
        rows = self.edition.records["statements"].items()
        check = self._statement(next(row for row, cells in rows if cells["id"] == support.by))
        return (check.id, *_names_of(check))

    def _statement(self, row: int) -> StatementCheck:
        cells = self.edition.records["statements"][row]
        check = self._check(Tie(cells["id"], cells["period"], row))
        assert isinstance(check, StatementCheck)
        return check

    def _is_wide(self, tie: Tie, key: str) -> bool:
        """Whether a check would notice neither half nor twice of one of its numbers."""
        check, figures = self._check(tie), self._figures(tie)
        printed = {name: figure.value for name, figure in figures.items()}
        moved = [name for name, each in figures.items() if self._key(each.full_name) == key]
        return all(
            self._holds(
                check, printed | {name: _slipped(printed[name], slip) for name in moved}, printed
            )
            for slip in SLIPS
        )

    def _figures(self, tie: Tie) -> Mapping[str, Figure]:
        """The printed numbers of a check by their names in it; it is asked for each of them."""
        if tie not in self._found:
            check = self._check(tie)
            if isinstance(check, Identity):
                names, month = self._rules[tie.name].difference.names, tie.period
            else:
                names, month = (check.id, *_names_of(check)), None
            found = {name: self.edition.find(name, month) for name in names}
            self._found[tie] = {name: figure for name, figure in found.items() if figure}
        return self._found[tie]

    def _holds(
        self,
        check: Identity | StatementCheck,
        values: Mapping[str, Fraction],
        printed: Mapping[str, Fraction],
    ) -> bool:
        """Whether a limit or an approximation holds for these numbers, rounded as those printed."""
        try:
            if isinstance(check, StatementCheck):
                return self._statement_holds(check, values, printed)
            rule = self._rules[check.rule]
            left, right = compute(rule.left, values), compute(rule.right, values)
            rounding = check.tolerance or Fraction(0)
            rounding -= rule.relative * abs(check.computed or Fraction(0))
        except ZeroDivisionError:
            return False
        apart, allowed = left - right, rounding + rule.relative * abs(right)
        return (apart if rule.relation == "<=" else abs(apart)) <= allowed

    def _statement_holds(
        self,
        check: StatementCheck,
        values: Mapping[str, Fraction],
        printed: Mapping[str, Fraction],
    ) -> bool:
        rule, figure = parse_rule(check.rule), self.edition.find(check.id)
        assert figure is not None
        assert check.lower is not None
        assert check.upper is not None
        first, last = rule.expressions[0], rule.expressions[-1]
        rounding = figure.interval.width / 2 + (rule.tolerance or 0)
        low = compute(first, values) + check.lower - compute(first, printed) - rounding
        high = compute(last, values) + check.upper - compute(last, printed) + rounding
        return low <= values[check.id] <= high


def _names_of(check: StatementCheck) -> list[str]:
    expressions = parse_rule(check.rule).expressions
    return [name for expression in expressions for name in expression.names]


def _slipped(value: Fraction, slip: Fraction) -> Fraction:
    """The number half or twice as large; zero, which has neither, becomes one less or more."""
    return value * slip if value else Fraction(1 if slip > 1 else -1)
