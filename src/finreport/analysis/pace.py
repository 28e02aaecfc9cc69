"""How fast the year was, the targets of the next year, what became of them, and balances ahead.

A pace is a growth rate: that of the whole year as printed, and those of its second half and of
its fourth quarter as far as the printed figures tell them. Each is also the simplest of forecasts,
that the next year goes on like this; where it is known what came, its error is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from finreport.analysis.estimates import ranged_estimate
from finreport.analysis.groups import compute
from finreport.analysis.intervals import ranged_row
from finreport.analysis.levels import NOT_PRINTED, printed_ends
from finreport.analysis.methods import Guarantee
from finreport.analysis.outcomes import Outcome, outcomes
from finreport.analysis.projections import projected
from finreport.analysis.results import Estimate, Floats, Result, Results, number_of, told
from finreport.editions import INTERVAL, Edition
from finreport.editions.figure_names import base_name

PARTS = {"second_half": ("H2", "06"), "fourth_quarter": ("Q4", "09")}
"""The parts of the year whose pace is told: how their periods end, and the month before them."""

BY_WEIGHTS = "growth_by_weights"
"""The method of a pace that comes from growth at constant prices, without levels."""

OUTCOME_UNKNOWN = "outcome_unknown"
"""The reason of a result without a value because no text at hand tells what came."""

IMPLIED = "outcome_implied"
"""The method of an outcome that follows from distances to the nation."""

WEIGHT_DOUBT = 0.04
"""How far the weight of the months before a part may lie from their share in the printed levels.

The weight should be the share a year ago, at constant prices. The printed levels are at current
prices, and the whole year may be on another basis than the months before its end. A share
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

    def rest(whole: Floats, part: Floats, weight: Floats) -> Floats:
        return (whole - weight * part) / (1 - weight)

    return ranged_row(rest, whole, part, weight)


def results(edition: Edition) -> list[Result]:
    """Targets, paces and outcomes once the year is printed; balances a year after ``as_of``.

    Each pace has its distance to the target and, if the edition knows what came, its error; for
    balances see :mod:`finreport.analysis.projections`.
    """
    paces = _paces(edition) if edition.is_complete else ()
    return [*paces, *projected(edition)]


def _paces(edition: Edition) -> Iterator[Result]:
    single = compute(edition, "flows")
    came = outcomes(edition.groups.outcomes)
    for row in edition.tables["targets"].to_dict("records"):
        indicator, unit = str(row["indicator"]), str(row["unit"]) or "%"
        target = _target(indicator, str(row["comparator"]), str(row["printed"]), unit)
        yield target
        whole = _whole_year(edition, indicator, unit)
        parts = [_part(edition, single, whole, part) for part in PARTS]
        outcome = _outcome(edition.as_of, came, target) if came else None
        if outcome:
            yield from (outcome, _distance(outcome, target))
        for pace in (whole, *parts):
            yield from (pace, _distance(pace, target))
            if outcome:
                yield _error(pace, outcome)


def _target(indicator: str, comparator: str, printed: str, unit: str) -> Result:
    """A target is a number without rounding; growth that is to be positive has zero."""
    value = 0.0 if comparator == "positive" else float(printed) if printed else None
    return told(
        "pace",
        "target",
        Estimate(value),
        series=indicator,
        unit=unit,
        inputs=[f"targets.{indicator}"],
        reason="target_without_number",
    )


def _whole_year(edition: Edition, indicator: str, unit: str) -> Result:
    name = edition.groups.whole_year.get(indicator)
    figure = edition.find(name) if name and base_name(name) in edition.figures else None
    return told(
        "pace",
        "year",
        number_of(printed_ends(figure.printed)) if figure else Estimate(),
        series=indicator,
        period=edition.as_of[:4],
        unit=unit,
        inputs=[figure.full_name] if figure else [],
        reason=NOT_PRINTED,
    )


def _part(edition: Edition, single: Results, whole: Result, part: str) -> Result:
    """The pace of a part of the year: from single periods, by weights, or a reason why not."""
    period = f"{edition.as_of[:4]}{PARTS[part][0]}"
    for found in single.where(statistic="yoy", series=whole.series, period=period).rows:
        if found.reason == "constant_prices":
            return _by_weights(edition, whole.series, part)
        return replace(found, group="pace", statistic=part, period="")
    return told(
        "pace",
        part,
        Estimate(),
        series=whole.series,
        unit=whole.unit,
        inputs=[],
        reason=whole.reason or "single_figure",
    )


def _by_weights(edition: Edition, indicator: str, part: str) -> Result:
    year, before = edition.as_of[:4], PARTS[part][1]
    months = [f"{year}-{before}", edition.as_of]
    level, rate = (
        edition.series("economy", indicator=indicator, measure=measure).reindex(months)
        for measure in ("ytd", "ytd_yoy")
    )
    share = level["value"].iloc[0] / level["value"].iloc[1]
    weight = pd.Series([share, share - WEIGHT_DOUBT, share + WEIGHT_DOUBT], INTERVAL)
    pace = told(
        "pace",
        part,
        number_of(rest_growth(rate.iloc[1], rate.iloc[0], weight)),
        series=indicator,
        unit="%",
        inputs=[f"{indicator}.{one}@{month}" for one in ("ytd", "ytd_yoy") for month in months],
        reason=NOT_PRINTED,
    )
    return replace(pace, method=BY_WEIGHTS, bounds=pace.bounds and Guarantee.ASSUMED)


def _outcome(as_of: str, came: Mapping[str, Outcome], target: Result) -> Result:
    """What came, as printed a year later or as it follows from what was; or that it is unknown."""
    number, is_printed, inputs = came.get(target.series, Outcome())
    outcome = told(
        "pace",
        "outcome",
        number,
        series=target.series,
        period=str(int(as_of[:4]) + 1),
        unit=target.unit,
        inputs=inputs,
        reason=OUTCOME_UNKNOWN,
    )
    return outcome if is_printed or number.value is None else replace(outcome, method=IMPLIED)


def _error(pace: Result, outcome: Result) -> Result:
    """How far what came lies above a pace, with the corners of both."""
    came, kept = (Estimate(each.value, each.lower, each.upper) for each in (outcome, pace))
    number = ranged_estimate(np.subtract, came, kept)
    return _beside(pace, "error", number, outcome, outcome.reason or pace.reason)


def _distance(pace: Result, target: Result) -> Result:
    """How far a pace lies above the target, negative below it."""
    number = Estimate()
    if pace.value is not None and target.value is not None:
        ends = pd.Series([pace.value, pace.lower, pace.upper], INTERVAL, dtype=float)
        number = number_of(ends - target.value)
    return _beside(pace, "distance", number, target, pace.reason or target.reason)


def _beside(pace: Result, statistic: str, number: Estimate, other: Result, reason: str) -> Result:
    """A statistic of a pace and of another result, with the guarantee of the pace."""
    found = told(
        "pace",
        f"{pace.statistic}.{statistic}",
        number,
        series=pace.series,
        period=pace.period,
        unit="percentage points" if pace.unit == "%" else pace.unit,
        inputs=(*pace.inputs, *other.inputs),
        reason=reason,
    )
    return replace(found, bounds=found.bounds and pace.bounds)
