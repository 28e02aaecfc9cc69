"""How fast the year was, beside the targets of the next year, and balances carried on.

A pace is a growth rate: that of the whole year as printed, and those of its second half and of
its fourth quarter as far as the printed figures tell them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import pandas as pd

from finreport.analysis import flows
from finreport.analysis.flows import bounded
from finreport.analysis.levels import printed_ends
from finreport.analysis.projections import BALANCES, backtest, projections
from finreport.analysis.results import Result
from finreport.editions import INTERVAL, Edition

YEAR = {
    "gdp": "gdp.ytd_yoy",
    "fai": "fai.ytd_yoy",
    "retail": "retail.ytd_yoy",
    "trade": "trade.ytd_yoy",
    "cpi": "cpi_growth",
    "income": "income_per_capita_growth",
    "urban_jobs": "new_urban_jobs",
}
"""The number that tells how each indicator with a target fared in the whole year."""

PARTS = {"second_half": ("H2", "06"), "fourth_quarter": ("Q4", "09")}
"""The parts of the year whose pace is told: how their periods end, and the month before them."""

WEIGHT_DOUBT = 0.04
"""How far the weight of the months before a part may lie from their share in the printed levels.

The weight should be the share a year ago, at constant prices. The printed levels are at current
prices, and the whole year is probably on another basis than the months before its end. A share
moves by 0.04 only if these shift one part by more than a sixth against the other.
"""


def rest_growth(
    whole: "pd.Series[float]", part: "pd.Series[float]", weight: "pd.Series[float]"
) -> "pd.Series[float]":
    """The growth of the rest of a whole, from that of the whole and of its other part.

    All have a ``value``, ``lower`` and ``upper`` end. Growth of a sum is the mean of the growth
    of its parts, weighted by the levels of a year ago; ``weight`` is that of the ``part``,
    between 0 and 1. The formula is monotone in each of the three, so that the corners bound it
    exactly.
    """

    def rest(one: str, two: str, three: str) -> float:
        return float((whole[one] - weight[three] * part[two]) / (1 - weight[three]))

    corners = [rest(*corner) for corner in product(("lower", "upper"), repeat=3)]
    return pd.Series([rest("value", "value", "value"), min(corners), max(corners)], INTERVAL)


def results(edition: Edition) -> list[Result]:
    """Targets and paces once the year is printed; projections of balances from ``as_of`` on.

    ``pace.fai.target``, ``.year_2024``, ``.second_half`` and ``.fourth_quarter``, each pace with
    its ``.distance`` to the target; for balances see :mod:`finreport.analysis.projections`.
    """
    paces = _paces(edition) if edition.is_complete else ()
    carried_on = (
        result
        for name in BALANCES
        for results in (projections(edition, name), backtest(edition, name))
        for result in results
    )
    return [*paces, *carried_on]


def _paces(edition: Edition) -> Iterator[Result]:
    single = {result.name: result for result in flows.results(edition)}
    for row in edition.tables["targets"].to_dict("records"):
        indicator, unit = str(row["indicator"]), str(row["unit"]) or "%"
        target = _target(indicator, str(row["comparator"]), str(row["printed"]), unit)
        yield target
        whole = _whole_year(edition, indicator, unit)
        parts = [_part(edition, single, whole, part) for part in PARTS]
        for pace in (whole, *parts):
            yield from (pace, _distance(pace, target))


def _target(indicator: str, comparator: str, printed: str, unit: str) -> Result:
    """A target is a number without rounding; growth that is to be positive has zero."""
    target = Result(f"pace.{indicator}.target", None, unit, "target", (f"targets.{indicator}",), 1)
    if comparator == "positive":
        return replace(target, value=0.0)
    if not printed:
        return replace(target, reason="target_without_number")
    return replace(target, value=float(printed))


def _whole_year(edition: Edition, indicator: str, unit: str) -> Result:
    pace = Result(f"pace.{indicator}.year_{edition.as_of[:4]}", None, unit, "printed_pace", (), 0)
    figure = edition.find(YEAR[indicator]) if indicator in YEAR else None
    if figure is None:
        return replace(pace, reason="not_printed")
    pace = replace(pace, inputs=(figure.full_name,), count=1)
    return bounded(pace, printed_ends(figure.printed), "rounding")


def _part(edition: Edition, single: Mapping[str, Result], whole: Result, part: str) -> Result:
    """The pace of a part of the year: from single periods, by weights, or a reason why not."""
    indicator, ending = whole.name.split(".")[1], PARTS[part][0]
    name = f"pace.{indicator}.{part}"
    found = single.get(f"flows.{indicator}.{edition.as_of[:4]}{ending}.yoy")
    if found is None:
        return Result(
            name, None, whole.unit, "single_growth", (), 0, reason=whole.reason or "single_figure"
        )
    if found.reason == "constant_prices":
        return _by_weights(edition, indicator, part)
    return replace(found, name=name)


def _by_weights(edition: Edition, indicator: str, part: str) -> Result:
    year, before = edition.as_of[:4], PARTS[part][1]
    months = [f"{year}-{before}", edition.as_of]
    level = edition.series("economy", indicator=indicator, measure="ytd").loc[months, "value"]
    rate = edition.series("economy", indicator=indicator, measure="ytd_yoy").loc[months]
    share = level.iloc[0] / level.iloc[1]
    weight = pd.Series([share, share - WEIGHT_DOUBT, share + WEIGHT_DOUBT], INTERVAL)
    inputs = tuple(f"{indicator}.{one}@{month}" for one in ("ytd", "ytd_yoy") for month in months)
    pace = Result(f"pace.{indicator}.{part}", None, "%", "growth_by_weights", inputs, len(inputs))
    return bounded(pace, rest_growth(rate.iloc[1], rate.iloc[0], weight), "weights")


def _distance(pace: Result, target: Result) -> Result:
    """How far a pace lies above the target, negative below it."""
    inputs = (*pace.inputs, *target.inputs)
    distance = Result(
        f"{pace.name}.distance",
        None,
        "percentage points" if pace.unit == "%" else pace.unit,
        "distance",
        inputs,
        len(inputs),
        reason=pace.reason or target.reason,
    )
    if pace.value is None or target.value is None:
        return distance
    ends = pd.Series([pace.value, pace.lower, pace.upper], INTERVAL, dtype=float)
    return bounded(distance, ends - target.value, pace.bounds)
