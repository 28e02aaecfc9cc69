"""Whether growth of deposits and loans moves steadily one way, or wanders.

If monthly growth is unchanged but for chance, growth over twelve months wanders: each month it
is as likely to rise as to fall by as much. Two tests hold under that null, for they flip the signs
of monthly changes: the first, of growth, is the one that a verdict is drawn from, the other sets
months against those of the year before. Mann-Kendall and least squares stand beside them for
comparison: the first takes the months as independent of each other, the errors of the second allow
for short dependence only, and where growth wanders both call trends that are none. Growth is in
percent, a slope in percentage points a month.
"""

from collections.abc import Iterator

import numpy as np
from scipy import stats
from statsmodels.regression.linear_model import OLS

from finreport.analysis.intervals import ranged_row
from finreport.analysis.kendall import mann_kendall, rounding_range
from finreport.analysis.levels import Account, accounts, distinct
from finreport.analysis.methods import DEPENDENT, LEFT_OUT, NOISES, TRENDS, Key
from finreport.analysis.noise import (
    autocorrelation,
    detectable,
    false_alarms,
    hac_limit,
    hac_p,
    hac_t,
    lags,
    mann_kendall_p,
    straight,
)
from finreport.analysis.permutation import sign_flip
from finreport.analysis.results import (
    FEWEST,
    TOO_FEW,
    Estimate,
    Floats,
    Result,
    number_of,
    span,
    told,
)
from finreport.analysis.rounding import levels, widest
from finreport.editions import INTERVAL, Edition, Series

MISSING_MONTH = "missing_month"
"""The reason of a result without a value because the months do not follow one another."""

DIFFERENCED = ("sign_flip.mean", "sign_flip.p")
"""The statistics whose points are differences of neighbouring months: one fewer than months."""


def results(edition: Edition) -> list[Result]:
    """Every trend result of every series, then what so many points can and cannot tell.

    A series that repeats another to the digit is not tested twice.
    """
    shown = edition.months[: edition.months.index(edition.as_of) + 1]
    found = [
        result for account in distinct(accounts(edition)) for result in _of_account(account, shown)
    ]
    return [*found, *_limits(len(shown))]


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
            inputs=[span(f"{account.name}.yoy", entered)],
            n=max(len(entered) - (statistic in DIFFERENCED), 0),
            reason=TOO_FEW if months == shown else MISSING_MONTH,
        )


def _numbers(account: Account) -> dict[Key, Estimate]:
    """What can be said of a series, by statistic and variant: nothing from too few points."""
    growth, found = account.growth, dict[Key, Estimate]()
    if len(growth) >= FEWEST:
        found |= _ols(growth) | _theil_sen(growth) | _mann_kendall(growth)
    if len(growth) > FEWEST:
        found |= _sign_flip(growth)
    return found


def _sign_flip(growth: Series) -> dict[Key, Estimate]:
    return {
        ("sign_flip.mean", ""): _mean_difference(growth),
        **flipped(growth, "sign_flip.p"),
        ("autocorrelation", ""): autocorrelation(growth["value"].to_numpy()),
    }


def flipped(series: Series, statistic: str) -> dict[Key, Estimate]:
    """The p of the changes of a series, all of them and without the last ones.

    The p has steps. Between two of them, the search for what rounding leaves follows the share
    of the changes' squares that their mean explains, which is too small to outweigh a step.
    """

    def guide(rows: Floats) -> Floats:
        changes = np.diff(rows)
        squares = np.maximum((changes**2).mean(axis=1), np.finfo(float).tiny)
        share = changes.mean(axis=1) ** 2 / squares
        return np.asarray(sign_flip(changes) - 1e-6 * share)

    found = {(statistic, ""): widest(_p_of_changes, _choices(series), guide)}
    for variant, count in LEFT_OUT.items():
        if len(series) - count > FEWEST:
            rest = series["value"].to_numpy()[None, :-count]
            found[statistic, variant] = Estimate(float(_p_of_changes(rest)[0]))
    return found


def _p_of_changes(rows: Floats) -> Floats:
    return sign_flip(np.diff(rows))


def _ols(growth: Series) -> dict[Key, Estimate]:
    values = growth["value"].to_numpy()
    count = len(values)
    months = straight(count)[:, 1]
    fit = OLS(values, straight(count)).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags(count), "use_correction": False}, use_t=True
    )
    slope, reach = float(fit.params[1]), hac_limit(count) * float(fit.bse[1])
    half_widths = (growth["upper"] - growth["lower"]).to_numpy() / 2
    moved = float(np.abs(months) @ half_widths / (months @ months))
    return {
        ("ols.slope", ""): Estimate(slope, slope - reach, slope + reach),
        ("ols.slope", "rounding"): Estimate(slope, slope - moved, slope + moved),
        ("ols.p", ""): widest(
            lambda rows: hac_p(hac_t(rows), count),
            _choices(growth),
            lambda rows: -np.abs(hac_t(rows)),
        ),
    }


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
    values, count = list(growth["value"]), len(growth)
    found, ends = mann_kendall(values), rounding_range(values)
    least = 0 if ends.s_lower <= 0 <= ends.s_upper else min(abs(ends.s_lower), abs(ends.s_upper))
    sizes = (abs(found.s), max(abs(ends.s_lower), abs(ends.s_upper)), least)
    return {
        ("mann_kendall.s", ""): Estimate(found.s, ends.s_lower, ends.s_upper),
        ("mann_kendall.p", ""): Estimate(found.p, ends.p_lower, ends.p_upper),
        **{
            ("mann_kendall.p", noise): Estimate(
                *(mann_kendall_p(size, count, noise) for size in sizes)
            )
            for noise in DEPENDENT
        },
    }


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
    for test in ("sign_flip", "mann_kendall", "ols"):
        for noise in NOISES:
            yield _limit(f"size.{test}", noise, false_alarms(test, count, noise), count)
    yield _limit("detectable", "", detectable(count), count)


def _limit(limit: str, noise: str, number: Estimate, count: int) -> Result:
    return told("trends", f"limits.{limit}", number, variant=noise, inputs=(), n=count)
