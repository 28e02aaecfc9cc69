"""Single numbers with their ends: what they are made of, and a formula of several."""

from collections.abc import Callable

import pandas as pd

from finreport.analysis.intervals import ranged_row
from finreport.analysis.results import Estimate, Floats, number_of
from finreport.editions import INTERVAL
from finreport.numbers import Printed


def estimate_of(printed: Printed) -> Estimate:
    """A printed number with the ends of its rounding."""
    return Estimate(*(float(getattr(printed, end)) for end in INTERVAL))


def ranged_estimate(formula: Callable[..., Floats], *estimates: Estimate) -> Estimate:
    """What a formula gives for numbers anywhere between their ends; nothing without one of them.

    As :func:`finreport.analysis.intervals.ranged`, of which it is the form for single numbers.
    """
    if any(estimate.value is None for estimate in estimates):
        return Estimate()
    rows = (pd.Series(estimate, INTERVAL, dtype=float) for estimate in estimates)
    return number_of(ranged_row(formula, *rows))
