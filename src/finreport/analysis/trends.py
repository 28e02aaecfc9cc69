"""Trends of deposit and loan growth: four tests a series, and what shakes them.

The Mann-Kendall test is the primary one: it needs no shape of the trend and no distribution of
the errors. Every test is run for every series whose growth is printed, and its p is adjusted
over all of them. Growth is in percent, a slope in percentage points a month.
"""

from collections.abc import Iterator

import numpy as np
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.tools import add_constant

from finreport.analysis.intervals import ranged_row
from finreport.analysis.kendall import least_size, mann_kendall, rounding_range
from finreport.analysis.levels import Account, accounts, yearly_increase
from finreport.analysis.methods import DEPENDENT, LEFT_OUT, NOISES, TRENDS, Key
from finreport.analysis.noise import (
    STATIONARY,
    detectable,
    exceeded,
    false_alarms,
    hac_t,
    lags,
    nulls,
)
from finreport.analysis.results import (
    FEWEST,
    TOO_FEW,
    Estimate,
    Floats,
    Result,
    adjust,
    number_of,
    span,
    told,
)
from finreport.analysis.rounding import levels, widest
from finreport.editions import INTERVAL, Edition, Series

ROWS_AT_ONCE = 128
"""How many rows of a sign-flip test are computed at once."""

MISSING_MONTH = "missing_month"
"""The reason of a result without a value because the months do not follow one another."""

ENTERING = {"pairs.mean": ("balance", "yoy"), "pairs.p": ("balance", "yoy")}
"""The printed measures that enter a statistic; where none are named, growth alone does."""

DIFFERENCED = ("sign_flip.mean", "sign_flip.p", "pairs.mean", "pairs.p")
"""The statistics whose points are differences of neighbouring months: one fewer than months."""


def results(edition: Edition) -> list[Result]:
    """Every trend result of every series, then what so many points can and cannot tell."""
    shown = edition.months[: edition.months.index(edition.as_of) + 1]
    found = [result for account in accounts(edition) for result in _of_account(account, shown)]
    return adjust([*found, *_limits(len(shown))])


def _of_account(account: Account, shown: tuple[str, ...]) -> Iterator[Result]:
    months = tuple(account.growth.index)
    numbers = _numbers(account) if months == shown else {}
    for statistic, variant in TRENDS:
        if statistic.startswith("limits"):
            continue
        entered = months[: len(months) - LEFT_OUT.get(variant, 0)]
        yield told(
            "trends",
            statistic,
            numbers.get((statistic, variant), Estimate()),
            series=account.name,
            variant=variant,
            unit=account.unit,
            inputs=[
                span(f"{account.name}.{measure}", entered)
                for measure in ENTERING.get(statistic, ("yoy",))
            ],
            n=max(len(entered) - (statistic in DIFFERENCED), 0),
            reason=TOO_FEW if months == shown else MISSING_MONTH,
        )


def _numbers(account: Account) -> dict[Key, Estimate]:
    """What can be said of a series, by statistic and variant: nothing from too few points."""
    growth, found = account.growth, dict[Key, Estimate]()
    if len(growth) >= FEWEST:
        found |= _ols(growth) | _theil_sen(growth) | _mann_kendall(growth)
    if len(growth) > FEWEST:
        found |= _sign_flip(growth) | _pairs(account)
    for variant, count in LEFT_OUT.items():
        if len(growth) - count >= FEWEST:
            found["ols.p", variant] = _ols_p(growth[:-count])
            found["mann_kendall.p", variant] = _mann_kendall_p(growth[:-count])
    return found


def _ols(growth: Series) -> dict[Key, Estimate]:
    values = growth["value"].to_numpy()
    count = len(values)
    months = np.arange(count) - (count - 1) / 2
    fit = OLS(values, add_constant(months)).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags(count), "use_correction": False}, use_t=True
    )
    slope, size = float(fit.params[1]), abs(float(fit.tvalues[1]))
    half_widths = (growth["upper"] - growth["lower"]).to_numpy() / 2
    moved = float(np.abs(months) @ half_widths / (months @ months))
    return {
        ("ols.slope", ""): Estimate(slope, *map(float, fit.conf_int()[1])),
        ("ols.slope", "rounding"): Estimate(slope, slope - moved, slope + moved),
        ("ols.p", ""): _ols_p(growth),
        **{("ols.p", noise): exceeded(nulls(count, noise).ols, size) for noise in DEPENDENT},
    }


def _ols_p(growth: Series) -> Estimate:
    """The p of the slope as in :func:`hac_t`, and the range that rounding leaves of it."""

    def p(rows: Floats) -> Floats:
        return np.asarray(2 * stats.t.sf(np.abs(hac_t(rows)), len(growth) - 2))

    return widest(p, _choices(growth), lambda rows: -np.abs(hac_t(rows)))


def _theil_sen(growth: Series) -> dict[Key, Estimate]:
    values, lower, upper = (growth[end].to_numpy() for end in ("value", "lower", "upper"))
    months = np.arange(len(values))
    slope, _, low, high = map(float, stats.theilslopes(values, months, alpha=0.95))
    earlier, later = np.triu_indices(len(values), 1)
    flattest = (lower[later] - upper[earlier]) / (later - earlier)
    steepest = (upper[later] - lower[earlier]) / (later - earlier)
    return {
        ("theil_sen.slope", ""): Estimate(slope, low, high),
        ("theil_sen.slope", "rounding"): Estimate(
            slope, float(np.median(flattest)), float(np.median(steepest))
        ),
    }


def _mann_kendall(growth: Series) -> dict[Key, Estimate]:
    values = list(growth["value"])
    s, ends = mann_kendall(values).s, rounding_range(values)
    size = least_size(ends.s_lower, ends.s_upper)
    return {
        ("mann_kendall.s", ""): Estimate(s, ends.s_lower, ends.s_upper),
        ("mann_kendall.p", ""): _mann_kendall_p(growth),
        **{
            ("mann_kendall.p", noise): exceeded(nulls(len(values), noise).mann_kendall, size)
            for noise in DEPENDENT
        },
    }


def _mann_kendall_p(growth: Series) -> Estimate:
    values = list(growth["value"])
    ends = rounding_range(values)
    return Estimate(mann_kendall(values).p, ends.p_lower, ends.p_upper)


def _sign_flip(growth: Series) -> dict[Key, Estimate]:
    return {
        ("sign_flip.mean", ""): _mean_difference(growth),
        ("sign_flip.p", ""): _sign_flip_p(growth),
    }


def _pairs(account: Account) -> dict[Key, Estimate]:
    # A month's increase less that of the same month a year ago is the difference of two increases
    # over twelve months: (B2 - B1) - (L2 - L1) = (B2 - L2) - (B1 - L1).
    increases = yearly_increase(account.balance, account.growth)
    return {
        ("pairs.mean", ""): _mean_difference(increases),
        ("pairs.p", ""): _sign_flip_p(increases),
    }


def _sign_flip_p(series: Series) -> Estimate:
    """The p of the changes of a series, and the range that rounding leaves of it.

    The p has steps. Between two of them, the search follows the share of the changes' squares
    that their mean explains, which is too small to outweigh a step.
    """

    def guide(rows: Floats) -> Floats:
        changes = np.diff(rows)
        squares = np.maximum((changes**2).mean(axis=1), np.finfo(float).tiny)
        share = changes.mean(axis=1) ** 2 / squares
        return np.asarray(sign_flip(changes) - 1e-6 * share)

    return widest(lambda rows: sign_flip(np.diff(rows)), _choices(series), guide)


def sign_flip(differences: Floats) -> Floats:
    """The exact two-sided p of each row: is the mean zero, if every sign is as likely as not?

    Fisher, R. A. (1935), The Design of Experiments, section 21: the share of all sign patterns
    whose sum is as far from zero. :func:`scipy.stats.permutation_test` gives the same p for one
    row; this takes thousands at once, in blocks that stay in the processor's cache.
    """
    blocks = np.array_split(differences, len(differences) // ROWS_AT_ONCE + 1)
    return np.concatenate([_share_as_far(block) for block in blocks])


def _share_as_far(differences: Floats) -> Floats:
    # A pattern and its opposite are equally far, so the sign of the first difference is kept.
    sums = differences[:, :1]
    for difference in differences[:, 1:].T[..., None]:
        sums = np.hstack([sums + difference, sums - difference])
    # Sums of the same decimals in another order may differ in their last bits.
    reached = np.abs(sums) >= np.abs(sums[:, :1]) - 1e-9
    return np.asarray(np.count_nonzero(reached, axis=1) / reached.shape[1])


def _mean_difference(series: Series) -> Estimate:
    """The mean of the differences of neighbours, which only the first and last month decide."""
    steps = len(series) - 1
    return number_of(
        ranged_row(lambda first, last: (last - first) / steps, series.iloc[0], series.iloc[-1])
    )


def _choices(series: Series) -> Floats:
    return levels(*(series[end].to_numpy() for end in INTERVAL))


def _limits(count: int) -> Iterator[Result]:
    """What the tests do with so many points of noise, with a trend and without."""
    is_enough = count >= FEWEST
    for noise in NOISES:
        alarms = false_alarms(count, noise) if is_enough else {}
        for test in ("ols", "mann_kendall"):
            yield _limit(f"size.{test}", noise, alarms.get(test, Estimate()), count)
    for noise in STATIONARY:
        rise = detectable(count, noise) if is_enough else Estimate()
        yield _limit("detectable", noise, rise, count)


def _limit(limit: str, noise: str, number: Estimate, count: int) -> Result:
    return told("trends", f"limits.{limit}", number, variant=noise, inputs=(), n=count)
