"""Which numbers of a text other numbers determine, as somebody drew it by hand."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import rtoml

from finreport.numbers import Interval, Printed, ranged
from finreport.reading.model import Reading
from tests.checks.relations import Relation, parse
from tests.synthetic.reports import Report

Residual = Callable[..., Fraction]
"""What is zero for the values behind the numbers of a set, in the order of their names."""


def _share(share: Fraction, part: Fraction, whole: Fraction) -> Fraction:
    return share - 100 * part / whole


def _growth(growth: Fraction, change: Fraction, level: Fraction) -> Fraction:
    return growth - 100 * change / (level - change)


TOGETHER: dict[tuple[str, ...], Residual] = {
    ("trade_total", "exports_total", "imports_total"): lambda total, *parts: total - sum(parts),
    ("grp_primary_share", "grp_secondary_share", "grp_tertiary_share"): lambda *shares: (
        sum(shares) - Fraction(100)
    ),
    ("livelihood_expenditure_share", "livelihood_expenditure", "budget_expenditure"): _share,
    ("deposits_all_growth", "deposits_all_change", "deposits_all"): _growth,
    ("loans_all_growth", "loans_all_change", "loans_all"): _growth,
}
"""Facts of the invented reports of which each follows from the others, if all are printed: for the
values behind them the residual is zero."""

SCALES = {"万亿元": 10_000}
"""How many 亿元 a unit of a level is; every other is taken as printed."""

SET_ASIDE = range(2, 64)
"""The numbers of the lists whose texts lie in a folder of their own."""

DRAWN = (
    "related.toml",
    "related_set_aside.toml",
    *(f"related_set_aside_{number}.toml" for number in SET_ASIDE),
)
"""Lists drawn by hand: of texts that the laws were tuned on, and of those set aside.

A number is told by its line and its digits; where the same digits stand on the line in another
sense too, by its column as well (``1.5@30``). Those of ``relations.py`` have their formula besides.
"""


def related(file: str, *, by_formula: bool = False) -> Callable[[Reading], bool]:
    """Whether a reading of a file is one; none is where nobody drew them.

    Those that only a formula names belong in ``by_formula``, or where nothing else was drawn.
    """
    told = _drawn(file)
    relations = formulas(file) if by_formula or not told.get("numbers") else []
    ranges = told.get("lines", [])
    digits = {(line, each) for line, *others in told.get("numbers", []) for each in others}

    def is_related(reading: Reading) -> bool:
        line, printed = reading.place.line or 0, reading.printed
        in_range = any(first <= line <= last for first, last in ranges)
        told_as = {(line, printed), (line, f"{printed}@{reading.place.column}")}
        is_member = any(member.is_at(reading) for each in relations for member in each.members)
        return in_range or is_member or not digits.isdisjoint(told_as)

    return is_related


def _drawn(file: str) -> dict[str, Any]:
    paths = (Path(__file__).with_name(name) for name in DRAWN)
    lists = (path.read_text(encoding="utf-8") for path in paths if path.exists())
    return next((found for text in lists if (found := rtoml.loads(text).get(file))), {})


def formulas(file: str) -> list[Relation]:
    """The relations of a file that were drawn with their formula."""
    return [parse(each) for each in _drawn(file).get("relations", [])]


def related_of_invented(report: Report) -> Callable[[Reading], bool]:
    """Whether a reading of an invented report is one that others printed there determine."""
    printed = {truth.fact for truth in report.truths}
    held = {fact for facts in TOGETHER if printed.issuperset(facts) for fact in facts}
    places = {
        (truth.line, truth.offset + 1, truth.printed)
        for truth in report.truths
        if truth.fact in held
    }
    return lambda each: (each.place.line or 0, each.place.column or 0, each.printed) in places


def is_contradicted(report: Report, reading: Reading, planted: str) -> bool:
    """Whether no values behind the printed numbers agree once this one is printed so."""
    place = (reading.place.line or 0, (reading.place.column or 0) - 1)
    told = {truth.fact: truth for truth in report.truths}
    changed = next(truth for truth in report.truths if place == (truth.line, truth.offset)).fact
    behind: dict[str, Interval] = {
        fact: Printed(planted if fact == changed else truth.printed).interval
        * SCALES.get(truth.unit, 1)
        for fact, truth in told.items()
    }
    sets = [each for each in TOGETHER.items() if changed in each[0] and behind.keys() >= {*each[0]}]
    return not all(
        0 in ranged(residual, *(behind[fact] for fact in facts)) for facts, residual in sets
    )
