"""Growth of wholes as it follows from their parts, beside the growth that is printed.

Of each part a level and its growth are printed, and so the level a year ago follows; the whole
grew from the sum of those to the sum of these. Growth that is printed in constant prices is then
weighted by levels in the prices of the day, which differs by what relative prices did.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from finreport.analysis.intervals import ranged
from finreport.analysis.levels import NOT_PRINTED
from finreport.analysis.results import Estimate, Floats, Result, number_of, told
from finreport.editions import INTERVAL, Edition, Series
from finreport.editions.compared import Whole
from finreport.editions.figure_names import is_statement


def results(edition: Edition) -> list[Result]:
    """Of every whole that the edition names, in each month in which all numbers are printed.

    What is printed once has no month.
    """
    return [
        result
        for name, whole in edition.groups.wholes.items()
        for result in _of_whole(edition, name, whole)
    ]


def growth_of_whole(*numbers: Floats) -> Floats:
    """The growth in percent of a sum, from the levels of its parts and then their growth."""
    levels, growth = numbers[: len(numbers) // 2], numbers[len(numbers) // 2 :]
    before = [one / (1 + rate / 100) for one, rate in zip(levels, growth, strict=True)]
    return np.asarray(100 * (np.sum(levels, axis=0) / np.sum(before, axis=0) - 1))


def _of_whole(edition: Edition, name: str, whole: Whole) -> Iterator[Result]:
    parts = [form.format(part) for form in (whole.level, whole.growth) for part in whole.parts]
    printed = whole.growth.format(name)
    numbers = [_numbers(edition, one) for one in (*parts, printed)]
    implied = ranged(growth_of_whole, *numbers[:-1])
    less = ranged(np.subtract, implied, numbers[-1])
    found = {"implied": implied, "printed": numbers[-1], "difference": less}
    entering = {"implied": parts, "printed": [printed], "difference": [*parts, printed]}
    is_once = is_statement(parts[0])
    for month in [""] if is_once else less.index:
        for statistic, inputs in entering.items():
            series = found[statistic]
            yield told(
                "wholes",
                statistic,
                number_of(series.loc[[month]].iloc[0]) if month in less.index else Estimate(),
                series=name,
                period=str(month),
                inputs=[f"{one}@{month}" if month else one for one in inputs],
                reason=NOT_PRINTED,
            )


def _numbers(edition: Edition, name: str) -> Series:
    """The printed numbers of this name by month, as far as they are printed; once has no month."""
    months = [""] if is_statement(name) else [m for m in edition.months if m <= edition.as_of]
    figures = {
        month: edition.find(name, month or None) for month in months if name in edition.figures
    }
    rows = {
        month: [float(end) for end in (one.value, one.interval.lower, one.interval.upper)]
        for month, one in figures.items()
        if one is not None
    }
    index = pd.Index(list(rows), dtype="str")
    return pd.DataFrame(list(rows.values()), index, INTERVAL, dtype=float)
