"""Proofs of the other tables: totals and their parts, running totals, figures printed twice."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from finreport.editions.ingest.document import number_after
from finreport.editions.ingest.guide import Guide
from finreport.editions.ingest.proofs import (
    Comparison,
    Proof,
    at_least,
    require,
    total_and_parts,
    year_ago,
)
from finreport.editions.ingest.tables import MonthlyRow
from finreport.errors import EditionError
from finreport.numbers import Interval, Printed


def prove_institutions(rows: Sequence[Mapping[str, str]], guide: Guide, prose: str) -> list[Proof]:
    """Each column adds up to its total; totals that the prose repeats prove the headings."""
    place = guide["institutions"]
    *parts, total = rows
    proofs = []
    for column in place["columns"]:
        whole = Printed(total[column]).interval
        pieces = [Printed(row[column]).interval for row in parts]
        proofs.append(
            require(
                Proof(
                    "institutions",
                    (column,),
                    "the total is the sum of the categories",
                    (total_and_parts(column, whole, pieces),),
                    "label",
                )
            )
        )
    for column, repeat in place["repeated"].items():
        stated = Printed(number_after(prose, repeat["anchor"], repeat["unit"])).interval
        whole = Printed(total[column]).interval
        repeated = Comparison(column, stated * Fraction(repeat["scale"]), whole)
        proofs.append(
            require(Proof("institutions", (column,), "the prose repeats the total", (repeated,)))
        )
    return proofs


def prove_lpr_buckets(rows: Sequence[MonthlyRow]) -> list[Proof]:
    """Shares of every month add up, so each panel's columns belong to one month each."""
    named = {row.indicator: row for row in rows}
    ranges = tuple(name for name in named if name.startswith("above_"))
    return [
        _additive("lpr_buckets", named, "total", ("below", "at", "above")),
        _additive("lpr_buckets", named, "above", ranges),
    ]


def prove_economy(rows: Sequence[MonthlyRow]) -> list[Proof]:
    """Sums within the panel of levels, and what tells levels and growth rates apart."""
    levels = {row.indicator: row for row in rows if row.measure == "ytd"}
    growth = {row.indicator: row for row in rows if row.measure == "ytd_yoy"}
    industries = ("gdp_primary", "gdp_secondary", "gdp_tertiary")
    return [
        _additive("economy", levels, "gdp", industries),
        _additive("economy", levels, "trade", ("imports", "exports")),
        _additive("economy", levels, "trade_balance", ("exports",), ("imports",)),
        _additive(
            "economy", levels, "fiscal_balance", ("fiscal_revenue",), ("fiscal_expenditure",)
        ),
        *(_running_total(row) for name, row in levels.items() if _rises(name, row)),
        *(
            _running_total_year_ago(levels[name], row)
            for name, row in growth.items()
            if levels[name].numbers
        ),
        _trade_year_ago(levels, growth),
        _between(growth, "gdp", industries),
        *(
            Proof("economy", (_name(row),), "no relation: the label alone", (), "label", row.line)
            for row in rows
            if not row.numbers or not levels[row.indicator].numbers
        ),
    ]


def _name(row: MonthlyRow) -> str:
    return f"{row.indicator}/{row.measure}"


def _rises(name: str, row: MonthlyRow) -> bool:
    """Balances can fall as the year goes on; they are proved by their sums."""
    return bool(row.numbers) and not name.endswith("_balance")


def _additive(
    resource: str,
    rows: Mapping[str, MonthlyRow],
    total: str,
    added: Sequence[str],
    subtracted: Sequence[str] = (),
) -> Proof:
    relation = f"{total} = {' + '.join(added)}" + "".join(f" - {name}" for name in subtracted)
    comparisons = tuple(
        total_and_parts(
            month,
            number,
            [rows[name].number(month) for name in added],
            [rows[name].number(month) for name in subtracted],
        )
        for month, number in rows[total].numbers.items()
    )
    units = {rows[name].unit for name in (total, *added, *subtracted)}
    if len(units) > 1:
        raise EditionError(
            f"Line {rows[total].line}: {relation} mixes the units {', '.join(sorted(units))}; "
            "a row without a unit of its own takes that of the row above it."
        )
    names = tuple(_name(rows[name]) for name in (total, *added, *subtracted))
    return require(Proof(resource, names, relation, comparisons, line=rows[total].line))


def _running_total(row: MonthlyRow) -> Proof:
    comparisons = tuple(
        at_least(month, number, before)
        for (_, before), (month, number) in pairwise(row.numbers.items())
    )
    relation = "a running total never falls, a growth rate does"
    return require(Proof("economy", (_name(row),), relation, comparisons, line=row.line))


def _running_total_year_ago(level: MonthlyRow, growth: MonthlyRow) -> Proof:
    levels = {m: year_ago(level.number(m), number) for m, number in growth.numbers.items()}
    comparisons = tuple(
        at_least(month, later, before) for (_, before), (month, later) in pairwise(levels.items())
    )
    return require(
        Proof(
            "economy",
            (_name(growth),),
            f"the year-ago level, {_name(level)} / (1 + growth), is a running total too",
            comparisons,
            "label",
            growth.line,
        )
    )


def _trade_year_ago(levels: Mapping[str, MonthlyRow], growth: Mapping[str, MonthlyRow]) -> Proof:
    comparisons = []
    for month in growth["trade"].numbers:
        ago = {
            name: year_ago(levels[name].number(month), growth[name].number(month))
            for name in ("trade", "imports", "exports")
        }
        comparisons.append(Comparison(month, ago["trade"], ago["imports"] + ago["exports"]))
    return require(
        Proof(
            "economy",
            ("trade/ytd_yoy", "imports/ytd_yoy", "exports/ytd_yoy"),
            "year-ago levels: trade = imports + exports",
            tuple(comparisons),
            line=growth["trade"].line,
        )
    )


def _between(rows: Mapping[str, MonthlyRow], total: str, parts: Sequence[str]) -> Proof:
    comparisons = []
    for month, number in rows[total].numbers.items():
        rates = [rows[part].number(month) for part in parts]
        span = Interval(min(rate.lower for rate in rates), max(rate.upper for rate in rates))
        comparisons.append(Comparison(month, number, span))
    names = tuple(_name(rows[name]) for name in (total, *parts))
    relation = f"growth of {total} lies between those of its parts (residual from the middle)"
    return require(Proof("economy", names, relation, tuple(comparisons), "label", rows[total].line))
