"""Growth of wholes as it follows from their parts, beside the growth that is printed.

Of each part a level and its growth are printed, and so the level a year ago follows; the whole
grew from the sum of those to the sum of these. Growth that is printed in constant prices is then
weighted by levels in the prices of the day, which differs by what relative prices did.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from finreport.analysis.intervals import ranged_row
from finreport.analysis.levels import NOT_PRINTED
from finreport.analysis.results import Estimate, Floats, Result, number_of, told
from finreport.editions import INTERVAL, Edition
from finreport.editions.compared import Whole
from finreport.editions.figure_names import is_statement


def results(edition: Edition) -> list[Result]:
    """Of every whole that the edition names, in each month in which all numbers are printed.

    What is printed once has no month.
    """
    return [
        result
        for name, whole in edition.groups.wholes.items()
        for month in _months(edition, whole)
        for result in _of_month(edition, name, whole, month)
    ]


def growth_of_whole(*numbers: Floats) -> Floats:
    """The growth in percent of a sum, from the levels of its parts and then their growth."""
    levels, growth = numbers[: len(numbers) // 2], numbers[len(numbers) // 2 :]
    before = [one / (1 + rate / 100) for one, rate in zip(levels, growth, strict=True)]
    return np.asarray(100 * (np.sum(levels, axis=0) / np.sum(before, axis=0) - 1))


def _months(edition: Edition, whole: Whole) -> list[str]:
    if is_statement(whole.level.format(whole.parts[0])):
        return [""]
    return [month for month in edition.months if month <= edition.as_of]


def _of_month(edition: Edition, name: str, whole: Whole, month: str) -> Iterator[Result]:
    parts = [form.format(part) for form in (whole.level, whole.growth) for part in whole.parts]
    printed = whole.growth.format(name)
    rows = [_row(edition, one, month) for one in (*parts, printed)]
    known = [row for row in rows if row is not None]
    if month and len(known) < len(rows):
        return
    numbers: dict[str, Estimate] = {}
    if len(known) == len(rows):
        implied = ranged_row(growth_of_whole, *known[:-1])
        less = ranged_row(lambda one, other: one - other, implied, known[-1])
        found = {"implied": implied, "printed": known[-1], "difference": less}
        numbers = {statistic: number_of(row) for statistic, row in found.items()}
    entering = {"implied": parts, "printed": [printed], "difference": [*parts, printed]}
    for statistic, inputs in entering.items():
        yield told(
            "wholes",
            statistic,
            numbers.get(statistic, Estimate()),
            series=name,
            period=month,
            inputs=[f"{one}@{month}" if month else one for one in inputs],
            reason=NOT_PRINTED,
        )


def _row(edition: Edition, name: str, month: str) -> "pd.Series[float] | None":
    """A printed number with its ends; None where there is none."""
    if name not in edition.figures:
        return None
    figure = edition.find(name, month or None)
    if figure is None:
        return None
    ends = (figure.value, figure.interval.lower, figure.interval.upper)
    return pd.Series([float(end) for end in ends], INTERVAL)
