"""Which numbers of a text other numbers determine, as somebody drew it by hand."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from finreport.reading.model import Reading
from tests.synthetic.reports import Report

TOGETHER = (
    {"trade_total", "exports_total", "imports_total"},
    {"grp_primary_share", "grp_secondary_share", "grp_tertiary_share"},
    {"budget_expenditure", "livelihood_expenditure", "livelihood_expenditure_share"},
    {"deposits_all", "deposits_all_growth", "deposits_all_change"},
    {"loans_all", "loans_all_growth", "loans_all_change"},
)
"""Facts of the invented reports of which each follows from the others, if all are printed."""

DRAWN = ("related.toml", "related_set_aside.toml", "related_set_aside_2.toml")
"""Lists drawn by hand: of texts that the laws were tuned on, and of those set aside.

A number is told by its line and its digits; where the same digits stand on the line in another
sense too, by its column as well (``1.5@30``).
"""


def related(file: str) -> Callable[[Reading], bool]:
    """Whether a reading of a file is one; none is where nobody drew them."""
    lists = (Path(__file__).with_name(name).read_text(encoding="utf-8") for name in DRAWN)
    told: dict[str, Any] = next(
        (found for text in lists if (found := tomllib.loads(text).get(file))), {}
    )
    ranges = told.get("lines", [])
    digits = {(line, each) for line, *others in told.get("numbers", []) for each in others}

    def is_related(reading: Reading) -> bool:
        line, printed = reading.place.line or 0, reading.printed
        in_range = any(first <= line <= last for first, last in ranges)
        told_as = {(line, printed), (line, f"{printed}@{reading.place.column}")}
        return in_range or not digits.isdisjoint(told_as)

    return is_related


def related_of_invented(report: Report) -> Callable[[Reading], bool]:
    """Whether a reading of an invented report is one that others printed there determine."""
    printed = {truth.fact for truth in report.truths}
    held = {fact for facts in TOGETHER if facts <= printed for fact in facts}
    places = {
        (truth.line, truth.offset + 1, truth.printed)
        for truth in report.truths
        if truth.fact in held
    }
    return lambda each: (each.place.line or 0, each.place.column or 0, each.printed) in places
