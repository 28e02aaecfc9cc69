"""Which row of deposits and loans is which: by arithmetic where numbers can tell.

Three witnesses say what a row is: its own label, its place (the total above it, the merged cell in
front of it) and its numbers. Labels leave much open, for the parts of a total repeat under its
balance, its increase and its growth, in each currency; merged cells are torn at page breaks. So
all namings that the labels allow are compared by the relations that must hold between balances,
increases, growth and currencies, and what decided is kept with the name.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache, cached_property
from operator import getitem
from typing import Literal, NamedTuple

from msgspec import Struct

from finreport.reading import relations
from finreport.reading.relations import Monthly, Tally

Currency = Literal["all", "cny", "fx"]
BankingMeasure = Literal["balance", "increase", "increase_ytd", "yoy"]
Witness = Literal["arithmetic", "place", "label"]

CURRENCIES: tuple[Currency, ...] = ("all", "cny", "fx")
MEASURES: tuple[BankingMeasure, ...] = ("balance", "increase", "yoy")

MOST_ROWS = 10
"""Up to how many rows of one indicator are told apart; no report prints so many."""

LARGEST_GROWTH = 400
"""A growth rate of a balance that is larger, in percent, is taken for something else."""

TRUSTED = Fraction(4, 5)
"""How often place must agree with arithmetic to be believed where arithmetic is silent."""


class AccountName(NamedTuple):
    """What a row of deposits or loans is, beside its indicator."""

    currency: Currency
    measure: BankingMeasure


class Candidate(Struct, frozen=True, dict=True):
    """A row before it is named: what its own label and the cell in front of it say.

    ``stated`` is the currency of its label, ``block`` that of the merged cell; ``measure`` is None
    where the label leaves it open; ``above`` the place in the list of the total that it stands
    under.
    """

    indicator: str
    is_total: bool
    series: Monthly
    measure: BankingMeasure | None
    stated: Currency | None
    block: Currency | None
    is_dollars: bool
    is_yuan: bool
    above: int | None = None

    @cached_property
    def allowed(self) -> list[AccountName]:
        """The names that its label and its figures allow."""
        measures = MEASURES if self.measure is None else (self.measure,)
        even = [measure for measure in measures if not _is_odd(self.series, measure)]
        return [
            AccountName(currency, measure)
            for currency in CURRENCIES
            if _may_be(self, currency)
            for measure in even
        ]


class Decision(NamedTuple):
    """The name of a row and who decided; the name is None where it is left open."""

    name: AccountName | None
    by: Witness = "label"


Names = tuple[AccountName | None, ...]
"""A name, or none, for each row of a group."""


class _Naming(NamedTuple):
    """Names, how much the relations speak for them, and how many are without their balance."""

    names: Names
    score: int
    orphans: int


Words = Mapping[AccountName | None, int]
"""How much label and place speak for each name that a label allows, and for none."""

NAMELESS, ORPHANED = -70, -130
"""What a row without a name costs, and one without its balance.

The latter costs more than a relation that fails: else a row whose figures slipped would go to a
currency in which nothing can contradict them.
"""


def decide(rows: Sequence[Candidate]) -> list[Decision]:
    """The decision on each row: first totals, then parts, with place as far as it has earned it.

    Place has earned trust if the parts that numbers alone decide agree with the total above them.
    """
    groups = {group: _namings([rows[at] for at in group]) for group in _groups(rows)}
    decisions = [Decision(None)] * len(rows)
    totals = [group for group in groups if rows[group[0]].is_total]
    parts = [group for group in groups if not rows[group[0]].is_total]
    for group in totals:
        _decide_group(rows, group, groups[group], decisions, trust=True)
    alone = list(decisions)
    for group in parts:
        _decide_group(rows, group, groups[group], alone, trust=False)
    trust = _trusts_place(rows, alone, decisions)
    for group in parts:
        _decide_group(rows, group, groups[group], decisions, trust=trust)
    return decisions


def _groups(rows: Sequence[Candidate]) -> list[tuple[int, ...]]:
    """The places of the rows of one indicator; more than can be told apart are left open."""
    found: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        found.setdefault(row.indicator, []).append(at)
    return [tuple(group) for group in found.values() if len(group) <= MOST_ROWS]


def _trusts_place(
    rows: Sequence[Candidate], alone: Sequence[Decision], totals: Sequence[Decision]
) -> bool:
    agree: Counter[bool] = Counter()
    for row, decision in zip(rows, alone, strict=True):
        if decision.by != "arithmetic" or row.is_total or row.above is None:
            continue
        twins = [other for other in rows if other is not row and other.series == row.series]
        if not twins and decision.name and totals[row.above].name:
            agree[decision.name == totals[row.above].name] += 1
    return agree[True] >= TRUSTED * agree.total()


def _decide_group(
    rows: Sequence[Candidate],
    group: tuple[int, ...],
    namings: Sequence[_Naming],
    decisions: list[Decision],
    *,
    trust: bool,
) -> None:
    own = [rows[at] for at in group]
    words = [_words(row, decisions, trust=trust) for row in own]
    for at, decision in zip(group, _best(own, namings, words), strict=True):
        decisions[at] = decision


def _words(row: Candidate, decisions: Sequence[Decision], *, trust: bool) -> Words:
    """How much label and place speak for each name, in twentieths of a point."""
    above = decisions[row.above].name if trust and row.above is not None else None
    weights: dict[AccountName | None, int] = {
        name: 18 * (row.stated == name.currency)
        + 6 * (row.block == name.currency and (row.is_total or trust))
        + 16 * (above is not None and above.currency == name.currency)
        + 20 * (above is not None and above.measure == name.measure)
        for name in row.allowed
    }
    return weights | {None: NAMELESS}


def _is_odd(series: Monthly, measure: BankingMeasure) -> bool:
    """Whether figures are not such as a measure has; one of them may be a slip."""
    values = [printed.value for printed in series.values()]
    if measure == "balance":
        return 4 * sum(value < 0 for value in values) > len(values)
    return measure == "yoy" and 4 * sum(abs(v) > LARGEST_GROWTH for v in values) > len(values)


def _may_be(row: Candidate, currency: Currency) -> bool:
    if currency == "fx":
        is_foreign = row.is_total or row.block == "fx" or row.stated == "fx"
        return is_foreign and not row.is_yuan
    return not row.is_dollars and row.stated != "fx"


def _best(
    rows: Sequence[Candidate], namings: Sequence[_Naming], words: Sequence[Words]
) -> list[Decision]:
    totals = [20 * naming.score + _speaks(words, naming) for naming in namings]
    best = namings[max(range(len(namings)), key=totals.__getitem__)]
    top = max(totals)
    left_open = best.names.count(None)
    full = [
        (naming, total)
        for naming, total in zip(namings, totals, strict=True)
        if naming.names.count(None) == left_open
    ]
    score = max(naming.score for naming, _ in full)
    by_numbers = [naming for naming, _ in full if naming.score == score]
    near = [naming for naming, total in full if total == top]

    def told(naming: _Naming, row: Candidate) -> set[AccountName | None]:
        # Rows that print the same figures may change places without changing anything.
        pairs = zip(naming.names, rows, strict=True)
        return {name for name, other in pairs if other.series == row.series}

    def decision(at: int) -> Decision:
        row, name = rows[at], best.names[at]
        said = told(best, row)
        if name is None or any(told(naming, row) != said for naming in near):
            return Decision(None)
        if best.score == score and all(told(naming, row) == said for naming in by_numbers):
            return Decision(name, "arithmetic")
        return Decision(name, "place" if words[at][name] > 7 else "label")

    return [decision(at) for at in range(len(rows))]


def _speaks(words: Sequence[Words], naming: _Naming) -> int:
    """What label and place say together."""
    return sum(map(getitem, words, naming.names)) + ORPHANED * naming.orphans


def _namings(rows: Sequence[Candidate]) -> list[_Naming]:
    """Every way to name the rows of a group that their labels allow, each name given once."""
    may_skip = max(0, len(rows) - 6) + 1
    found: list[Names] = [()]
    for row in rows:
        found = [
            (*names, name)
            for names in found
            for name in (*row.allowed, None)
            if name not in names or (name is None and names.count(None) < may_skip)
        ]
    scored = _scoring([row.series for row in rows])
    return [scored(names) for names in found]


ACCOUNTS = [
    AccountName(currency, measure)
    for measure in (*MEASURES, "increase_ytd")
    for currency in CURRENCIES
]
SLOTS: dict[AccountName | None, int] = {name: at for at, name in enumerate([*ACCOUNTS, None])}
"""Where the row of each name is noted, three for a measure; the last is of those without one."""


def _scoring(rows: Sequence[Monthly]) -> Callable[[Names], _Naming]:
    """How much the relations speak for a naming: the sum of what one gains that holds, or loses.

    Each is tested once of the same rows, which are known by their places.
    """

    @cache
    def gain(plus: int, minus: int, relation: Callable[..., Tally], *places: int) -> int:
        held = relation(*(rows[at] for at in places)).holds
        return 0 if held is None else plus if held else -minus

    @cache
    def of_currency(stock: int | None, increase: int | None, rate: int | None) -> int:
        if stock is None or increase is None:
            return 0
        # Reward only: where January has another scope the opening fails for the right rows.
        opened = 0 if rate is None else gain(2, 0, relations.opening, stock, increase, rate)
        return opened + gain(4, 6, relations.increases, increase, stock)

    @cache
    def of_all(balances: tuple[int | None, ...], rates: tuple[int | None, ...]) -> int:
        whole, yuan, foreign = balances
        if whole is None or yuan is None:
            return 0
        total = gain(1, 4, relations.not_less, whole, yuan)
        if foreign is None:
            return total
        total += gain(4, 6, relations.exchange, whole, yuan, foreign)
        grown = [rate for rate in rates if rate is not None]
        if len(grown) == len(CURRENCIES):
            total += gain(3, 3, _exchange_year_ago, whole, yuan, foreign, *grown)
        return total

    def scored(names: Names) -> _Naming:
        places: list[int | None] = [None] * len(SLOTS)
        for place, name in enumerate(names):
            places[SLOTS[name]] = place
        balances, increases, rates, cumulated = places[:3], places[3:6], places[6:9], places[9:12]
        score = sum(map(of_currency, balances, increases, rates))
        score += of_all(tuple(balances), tuple(rates))
        return _Naming(names, score, sum(map(_orphans, balances, increases, rates, cumulated)))

    return scored


@cache
def _orphans(stock: int | None, *others: int | None) -> int:
    """How many rows of a currency stand without its balance."""
    return sum(other is not None for other in others) if stock is None else 0


def _exchange_year_ago(*rows: Monthly) -> Tally:
    return relations.exchange_year_ago(rows[:3], rows[3:])
