"""Proofs of the growth rows of the table of deposits and loans, by the levels a year before."""

from collections.abc import Sequence
from fractions import Fraction

from finreport.editions.ingest.document import number_after
from finreport.editions.ingest.guide import Guide
from finreport.editions.ingest.proofs import NOTHING, Comparison, ends, shown, year_ago
from finreport.editions.ingest.reading import ALL, CNY, FX, Reading
from finreport.editions.ingest.tables import MonthlyRow
from finreport.errors import EditionError
from finreport.numbers import Interval, Printed

BASE = "balance in December / (1 + growth) equals balance - increase in January of {}"
SUM = "year-ago levels of the parts of loans to enterprises add up to the level in the prose"


def identify_growth(reading: Reading, plausible: Interval) -> None:
    """Find the currency of each growth row of a total.

    The level of the December before follows from January's balance and increase, and from
    December's balance and growth. The growth that fits no balance with increases is of a foreign
    one, for which the exchange rate of a year ago is the test, which ``plausible`` bounds.
    """
    foreign = []
    for row in reading.select("yoy", totals=True):
        fitting = [(b, base) for b, base in _bases(reading, row) if base.holds]
        if not fitting:
            foreign.append(row)
            continue
        own = [(b, base) for b, base in fitting if b.indicator == row.indicator]
        if len(own) != 1:
            lines = ", ".join(str(balance.line) for balance, _ in fitting)
            raise EditionError(
                f"Line {row.line}: the growth of {row.indicator} fits the balances in lines "
                f"{lines}; it should fit one balance of {row.indicator}."
            )
        [(balance, base)] = own
        reading.currency[row.line] = reading.currency[balance.line]
        relation = BASE.format(reading.name(balance))
        # Deposits and loans may happen to grow alike: then the label says which of them it is.
        also = [other for other, _ in fitting if other is not balance]
        if not also:
            relation += " and of no other total"
        reading.record(row, relation, [base], *_decider(reading, row, also))
    for row in foreign:
        reading.currency[row.line] = FX
        reading.record(
            row,
            "year-ago levels: (all - cny) / fx is an exchange rate between "
            f"{ends(plausible, 'and')} "
            f"(residual from {shown(plausible.middle)})",
            _rates_year_ago(reading, row, plausible),
        )


def _rates_year_ago(reading: Reading, growth: MonthlyRow, plausible: Interval) -> list[Comparison]:
    """The exchange rate of a year ago that the levels of all three blocks imply, by month."""
    comparisons = []
    for month in growth.cells:
        everything, rmb, foreign = (
            year_ago(
                reading.get(currency, growth.indicator, "balance").number(month),
                reading.get(currency, growth.indicator, "yoy").number(month),
            )
            for currency in (ALL, CNY, FX)
        )
        if 0 not in foreign:
            rate = (everything - rmb) / foreign
            comparisons.append(Comparison(month, rate, plausible))
    return comparisons


def prove_part_growth(reading: Reading, by_sum: Guide, prose: str) -> None:
    """Prove the growth rows of parts, by their own base or by the sum that ``prose`` prints.

    ``by_sum`` is what the edition's guide says of that sum.
    """
    summed = _year_ago_sum(reading, by_sum, prose)
    for row in reading.select("yoy", totals=False):
        currency = reading.currency[row.line]
        balance = reading.get(currency, row.indicator, "balance")
        bases = {b.line: (b, base) for b, base in _bases(reading, row)}
        if balance.line not in bases:
            raise EditionError(
                f"Line {row.line}: {reading.name(row)} has no increases that would prove it."
            )
        _, own = bases.pop(balance.line)
        if not own.holds and currency == ALL and row.indicator in by_sum["parts"]:
            reading.record(row, SUM, summed, note=_scope(own))
            continue
        also = [other for other, base in bases.values() if base.holds]
        decided_by, note = _decider(reading, row, also)
        reading.record(row, BASE.format(reading.name(balance)), [own], decided_by, note)


def _decider(reading: Reading, row: MonthlyRow, also: Sequence[MonthlyRow]) -> tuple[str, str]:
    """What decides between the balances that a growth row fits, and a note that names them."""
    if not also:
        return "arithmetic", ""
    names = " and ".join(reading.name(other) for other in also)
    identical = all(other.indicator == row.indicator for other in also)
    return "order" if identical else "label", f"arithmetic alone would also allow {names}"


def _base(growth: MonthlyRow, balance: MonthlyRow, increase: MonthlyRow) -> Comparison:
    """The level of the December before, from January and from December and its growth."""
    first, last = min(balance.cells), max(balance.cells)
    return Comparison(
        f"level before {first}",
        balance.number(first) - increase.number(first),
        year_ago(balance.number(last), growth.number(last)),
    )


def _bases(reading: Reading, growth: MonthlyRow) -> list[tuple[MonthlyRow, Comparison]]:
    """The identified balances with increases, each with its base under this growth."""
    bases = []
    for row in reading.rows:
        if row.measure == "balance" and row.line in reading.currency:
            increase = reading.find(reading.currency[row.line], row.indicator, "increase")
            if increase is not None:
                bases.append((row, _base(growth, row, increase)))
    return bases


def _scope(base: Comparison) -> str:
    return (
        f"January's increase implies a {base.where} of {shown(base.printed.middle)}, the growth "
        f"one of {shown(base.computed.middle)}: the increase is measured from a wider scope than "
        "the balances"
    )


def _year_ago_sum(reading: Reading, by_sum: Guide, prose: str) -> list[Comparison]:
    """The parts' December levels, now and a year ago, beside those that the prose prints."""
    level = by_sum["level"]
    stated = Printed(number_after(prose, level["anchor"], level["unit"]))
    follows = f"{level['anchor']}{stated.text}{level['unit']}{by_sum['growth_follows']}"
    rate = Printed(number_after(prose, follows, "%"))
    balances = [reading.get(ALL, part, "balance") for part in by_sum["parts"]]
    growth = [reading.get(ALL, part, "yoy") for part in by_sum["parts"]]
    month = max(balances[0].cells)
    now = [row.number(month) for row in balances]
    then = [year_ago(n, row.number(month)) for n, row in zip(now, growth, strict=True)]
    total, scale = NOTHING + sum(now), Fraction(level["scale"])
    return [
        Comparison(f"level {month}", stated.interval * scale, total),
        Comparison(
            f"level a year before {month}", year_ago(total, rate.interval), NOTHING + sum(then)
        ),
    ]
