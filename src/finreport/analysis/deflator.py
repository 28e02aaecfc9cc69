"""What the product of a place grew by at current prices, and the deflator that this implies.

The report prints growth at constant prices, and a level at current prices that later censuses
moved. So the growth of the level is taken from one vintage of both years, which is context from
outside the report, and never across two.
"""

from collections.abc import Iterator

import numpy as np

from finreport.analysis.estimates import estimate_of, ranged_estimate
from finreport.analysis.levels import NOT_PRINTED
from finreport.analysis.results import Estimate, Floats, Result, told
from finreport.editions import Edition
from finreport.editions.context import context_rows
from finreport.editions.description import read_about
from finreport.numbers import Printed

GROWTH = "gdp.ytd_yoy"
"""The printed growth at constant prices."""


def results(edition: Edition) -> list[Result]:
    """Growth at current prices on the newest basis, and the deflator, once the year is printed."""
    revisions = read_about(edition.name).given.revisions
    if revisions is None or not edition.is_complete:
        return []
    return list(_of_vintage(edition, revisions.table, revisions.newest))


def _of_vintage(edition: Edition, table: str, vintage: str) -> Iterator[Result]:
    year = int(edition.as_of[:4])
    now, before = (_level(table, vintage, each) for each in (year, year - 1))
    nominal = ranged_estimate(lambda now, before: 100 * (now / before - 1), now, before)
    figure = edition.find(GROWTH) if GROWTH in edition.figures else None
    real = estimate_of(Printed(figure.printed)) if figure else Estimate()

    def deflator(nominal: Floats, real: Floats) -> Floats:
        return np.asarray(100 * ((100 + nominal) / (100 + real) - 1))

    levels = [f"context.{table}.{vintage}.{each}" for each in (year, year - 1)]
    growth = f"{GROWTH}@{edition.as_of}"
    for statistic, number, inputs in (
        ("product.nominal", nominal, levels),
        (
            "deflator",
            ranged_estimate(deflator, nominal, real),
            [*levels, growth],
        ),
    ):
        yield told(
            "deflator",
            statistic,
            number,
            period=str(year),
            variant=vintage,
            inputs=inputs,
            reason=NOT_PRINTED,
        )


def _level(table: str, vintage: str, year: int) -> Estimate:
    """The product of a year in one vintage, as its digits are printed."""
    for row in context_rows(table):
        if (row["year"], row["vintage"]) == (str(year), vintage):
            return estimate_of(Printed(row["grp_100m_cny"]))
    return Estimate()
