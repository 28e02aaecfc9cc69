"""Which currency each row of the table of deposits and loans is in, proved from its numbers."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, permutations

from finreport.editions.ingest.growth import identify_growth, prove_part_growth
from finreport.editions.ingest.guide import Guide
from finreport.editions.ingest.proofs import (
    Comparison,
    at_least,
    ends,
    satisfied,
    shown,
)
from finreport.editions.ingest.reading import ALL, CNY, FX, RESOURCE, Reading
from finreport.editions.ingest.tables import MonthlyRow
from finreport.errors import EditionError
from finreport.numbers import Interval


def identify(rows: Sequence[MonthlyRow], guide: Guide, prose: str) -> Reading:
    """Find the currency of every row by arithmetic; the merged cells in front are not looked at.

    ``prose`` is the section that repeats the level and growth of loans to enterprises. Raises
    :class:`EditionError` if a row is missing or a relation fails.
    """
    _expect_rows(rows, guide[RESOURCE]["rows"])
    reading = Reading(rows)
    rates = guide[RESOURCE]["exchange_rates"]
    now, year_ago = (Interval(*map(Fraction, rates[time])) for time in ("now", "year_ago"))
    for indicator in dict.fromkeys(guide[RESOURCE]["totals"].values()):
        _identify_balances(reading, indicator, now)
    _identify_increases(reading)
    identify_growth(reading, year_ago)
    for row in rows:
        reading.currency.setdefault(row.line, reading.currency[row.total])
    _prove_part_balances(reading)
    _prove_part_increases(reading)
    prove_part_growth(reading, guide[RESOURCE]["year_ago_sum"], prose)
    _expect_names([reading.name(row) for row in rows], guide[RESOURCE]["rows"])
    return reading


def _expect_rows(rows: Sequence[MonthlyRow], names: Sequence[str]) -> None:
    expected = Counter(name.partition("/")[2] for name in names)
    found = Counter(f"{row.indicator}/{row.measure}" for row in rows)
    for name in expected | found:
        if expected[name] != found[name]:
            raise EditionError(
                f"The table of deposits and loans has {found[name]} rows {name}; "
                f"it should have {expected[name]}."
            )


def _expect_names(found: Sequence[str], expected: Sequence[str]) -> None:
    for name in expected:
        if found.count(name) != 1:
            raise EditionError(
                f"The table of deposits and loans has {found.count(name)} rows {name} "
                "by its numbers; it should have one."
            )


def _identify_balances(reading: Reading, indicator: str, plausible: Interval) -> None:
    """What all currencies hold beyond RMB, in USD, is at the exchange rate the foreign part."""
    balances = [r for r in reading.select("balance", totals=True) if r.indicator == indicator]
    foreign = [row for row in balances if row.unit == "100 million USD"]
    domestic = [row for row in balances if row.unit != "100 million USD"]
    fitting = []
    if len(foreign) != 1:
        raise EditionError(
            f"{len(foreign)} balances of {indicator} are in USD by their labels; one should be."
        )
    for everything, rmb in permutations(domestic, 2):
        rates = [
            _rate(month, everything, rmb, foreign[0], plausible)
            for month in everything.cells
            if 0 not in foreign[0].number(month)
        ]
        if satisfied(rates):
            fitting.append((everything, rmb, rates))
    if len(fitting) != 1:
        lines = ", ".join(str(row.line) for row in balances)
        raise EditionError(
            f"Lines {lines}: {len(fitting)} readings of the balances of {indicator} give a "
            f"plausible exchange rate ({ends(plausible, 'to')}); one should."
        )
    everything, rmb, rates = fitting[0]
    reading.currency |= {everything.line: ALL, rmb.line: CNY, foreign[0].line: FX}
    quotients = sorted(each.printed.middle for each in rates)
    for row in (everything, rmb, foreign[0]):
        reading.record(
            row,
            f"(all - cny) / fx is an exchange rate between {ends(plausible, 'and')} "
            f"(residual from {shown(plausible.middle)})",
            rates,
            note=f"implied rates run from {shown(quotients[0])} to {shown(quotients[-1])}",
        )


def _rate(
    month: str, everything: MonthlyRow, rmb: MonthlyRow, foreign: MonthlyRow, plausible: Interval
) -> Comparison:
    a, c, f = (row.number(month) for row in (everything, rmb, foreign))
    return Comparison(month, (a - c) / f, plausible)


def _differences(increase: MonthlyRow, balance: MonthlyRow) -> list[Comparison]:
    """Each increase beside the difference of two balances; January has no balance before it."""
    return [
        Comparison(month, increase.number(month), balance.number(month) - balance.number(before))
        for before, month in pairwise(balance.cells)
    ]


def _matching(reading: Reading, increase: MonthlyRow) -> list[MonthlyRow]:
    """The balances whose monthly differences are the increases."""
    balances = [row for row in reading.rows if row.measure == "balance" and "CNY" in row.unit]
    return [row for row in balances if satisfied(_differences(increase, row))]


def _identify_increases(reading: Reading) -> None:
    for row in reading.select("increase", totals=True):
        matching = _matching(reading, row)
        if len(matching) != 1 or matching[0].indicator != row.indicator:
            lines = ", ".join(str(other.line) for other in matching) or "none"
            raise EditionError(
                f"Line {row.line}: the increases of {row.indicator} should be the monthly "
                f"differences of one balance of {row.indicator}; balances that fit: lines {lines}."
            )
        balance = matching[0]
        reading.currency[row.line] = reading.currency[balance.line]
        reading.record(row, _difference_relation(reading, matching), _differences(row, balance))


def _difference_relation(reading: Reading, matching: Sequence[MonthlyRow]) -> str:
    """What the increases are, told with every balance that it is true of."""
    names = " and of ".join(reading.name(balance) for balance in matching)
    return f"increase equals the monthly differences of {names}, and of no other row"


def _prove_part_balances(reading: Reading) -> None:
    """A part is smaller than its total, and not larger in RMB than in all currencies."""
    for row in reading.select("balance", totals=False):
        total = next(other for other in reading.rows if other.line == row.total)
        comparisons = [_not_less(month, total, row) for month in row.cells]
        relation = f"a part of {reading.name(total)}, the total above it, and smaller"
        decided_by, note = "order", "printed in one block only; its total's block decides"
        other = CNY if reading.currency[row.line] == ALL else ALL
        twin = reading.find(other, row.indicator, "balance")
        if twin is not None:
            in_all = reading.currency[row.line] == ALL
            everything, rmb = (row, twin) if in_all else (twin, row)
            comparisons += [_not_less(month, everything, rmb) for month in row.cells]
            relation += f"; beside line {twin.line}, all currencies hold no less than RMB"
            decided_by, note = "arithmetic", ""
            if row.cells == twin.cells:
                decided_by, note = "order", f"identical to line {twin.line}"
        reading.record(row, relation, comparisons, decided_by, note)


def _not_less(month: str, larger: MonthlyRow, smaller: MonthlyRow) -> Comparison:
    return at_least(month, larger.number(month), smaller.number(month))


def _prove_part_increases(reading: Reading) -> None:
    for row in reading.select("increase", totals=False):
        balance = reading.get(reading.currency[row.line], row.indicator, "balance")
        matching = _matching(reading, row)
        if balance not in matching:
            lines = ", ".join(str(other.line) for other in matching) or "none"
            raise EditionError(
                f"Line {row.line}: the increases {reading.name(row)} are not the monthly "
                f"differences of their balance; balances that fit: lines {lines}."
            )
        alone = len(matching) == 1
        reading.record(
            row,
            _difference_relation(reading, matching),
            _differences(row, balance),
            "arithmetic" if alone else "order",
            "" if alone else "arithmetic cannot separate identical rows; order does",
        )
