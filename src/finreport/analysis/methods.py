"""The methods as data: what each statistic is, in which unit, and what its bounds guarantee."""

from enum import StrEnum
from typing import NamedTuple


class Guarantee(StrEnum):
    """What the two ends of a result guarantee; the words are in the catalogues' ``bounds``."""

    EXACT = "exact"
    """Every number that is printed alike gives a value between them, and some give the ends."""

    AT_MOST = "at_most"
    """Every number that is printed alike gives a value between them; the range may be wider than
    needed."""

    AT_LEAST = "at_least"
    """Both ends were reached in a search; the range may be narrower than the true one."""

    ASSUMED = "assumed"
    """Exact for what is printed alike and for the ranges that the method assumes besides."""

    CONFIDENCE = "confidence"
    """A 95% confidence interval."""

    PREDICTION = "prediction"
    """A 95% prediction interval."""

    SIMULATION = "simulation"
    """The 95% interval of the error that simulating leaves."""


NOISES: dict[str, float] = {"independent": 0.0, "ar1_0.5": 0.5, "ar1_0.7": 0.7, "random_walk": 1.0}
"""Errors that a test may meet, by how much of an error stays for the next month."""

DEPENDENT = tuple(NOISES)[1:]
"""The noises under which a p is given again, from mild to severe: variants of a test."""

LEFT_OUT = {f"without_last_{count}": count for count in (1, 2, 3)}
"""How many of the last months are left out to see what remains, by variant of a test."""


class Method(NamedTuple):
    """What results of one statistic have in common.

    ``unit`` is empty for that of the data, ``key`` that of the catalogues' ``method`` table.
    ``bounds`` are those of a result that has ends. The p of a ``family`` are adjusted together;
    ``tested`` is the statistic that a p is about. ``name`` makes the printed name from columns.
    """

    unit: str
    key: str
    bounds: Guarantee = Guarantee.EXACT
    family: str = ""
    tested: str = ""
    name: str = "{series} {statistic} {period} {variant}"


Key = tuple[str, str]
"""A statistic of a group, and a variant of it where that has a method of its own."""

SLOPE, POINTS, P = "percentage points a month", "percentage points", "probability"


def _tested(statistic: str, p: Method, shaken: str) -> dict[Key, Method]:
    """A p, and again with errors that remember and without the last months.

    ``shaken`` begins the keys of these methods; they belong to no family.
    """
    again = p._replace(family="")
    return {
        (statistic, ""): p,
        **{
            (statistic, noise): again._replace(key=f"{shaken}_{noise}", bounds=Guarantee.SIMULATION)
            for noise in DEPENDENT
        },
        **{
            (statistic, months): again._replace(key=f"{shaken}_without_last") for months in LEFT_OUT
        },
    }


LEVELS: dict[Key, Method] = {
    ("level", ""): Method("", "levels_year_ago", name="{series} {period}"),
    ("increase", ""): Method("", "levels_increase_year_ago", name="{series} {period} {statistic}"),
    ("december.from_january", ""): Method("", "levels_december_from_january"),
    ("december.from_growth", ""): Method("", "levels_december_from_growth"),
    ("december.difference", ""): Method("", "levels_december_difference"),
}

TRENDS: dict[Key, Method] = {
    ("ols.slope", ""): Method(SLOPE, "trends_ols_slope", Guarantee.CONFIDENCE),
    ("ols.slope", "rounding"): Method(SLOPE, "trends_ols_slope_rounding"),
    **_tested(
        "ols.p",
        Method(P, "trends_ols_p", Guarantee.AT_LEAST, "trends.ols", "ols.slope"),
        "trends_ols_p",
    ),
    ("theil_sen.slope", ""): Method(SLOPE, "trends_theil_sen_slope", Guarantee.CONFIDENCE),
    ("theil_sen.slope", "rounding"): Method(
        SLOPE, "trends_theil_sen_slope_rounding", Guarantee.AT_MOST
    ),
    ("mann_kendall.s", ""): Method("1", "trends_mann_kendall_s"),
    **_tested(
        "mann_kendall.p",
        Method(P, "trends_mann_kendall_p", family="trends.mann_kendall", tested="mann_kendall.s"),
        "trends_mann_kendall_p",
    ),
    ("sign_flip.mean", ""): Method(SLOPE, "trends_sign_flip_mean"),
    ("sign_flip.p", ""): Method(
        P, "trends_sign_flip_p", Guarantee.AT_LEAST, "trends.sign_flip", "sign_flip.mean"
    ),
    ("pairs.mean", ""): Method("", "trends_pairs_mean"),
    ("pairs.p", ""): Method(P, "trends_pairs_p", Guarantee.AT_LEAST, "trends.pairs", "pairs.mean"),
    ("limits.size.ols", ""): Method(P, "trends_limits_size_ols", Guarantee.SIMULATION),
    ("limits.size.mann_kendall", ""): Method(
        P, "trends_limits_size_mann_kendall", Guarantee.SIMULATION
    ),
    ("limits.detectable", ""): Method("1", "trends_limits_detectable", Guarantee.SIMULATION),
}
"""The results of a series come in the order of their methods here, the limits last."""

RATES: dict[Key, Method] = {
    ("mean.shift", ""): Method(POINTS, "rates_mean_shift"),
    ("mean.before", ""): Method("%", "rates_mean_before"),
    ("mean.after", ""): Method("%", "rates_mean_after"),
    **_tested(
        "mean.p",
        Method(P, "rates_mean_p", Guarantee.AT_LEAST, "rates.sides", "mean.shift"),
        "rates_p",
    ),
    ("composition.aitchison.distance", ""): Method("1", "rates_aitchison_distance"),
    **_tested(
        "composition.aitchison.p",
        Method(
            P,
            "rates_aitchison_p",
            Guarantee.AT_LEAST,
            "rates.composition",
            "composition.aitchison.distance",
        ),
        "rates_p",
    ),
    ("clr.slope", ""): Method("log-ratio a month", "rates_clr_slope"),
    **_tested(
        "clr.p", Method(P, "rates_clr_p", Guarantee.AT_LEAST, "rates.parts", "clr.slope"), "rates_p"
    ),
    ("split.aitchison.p", ""): Method(
        P,
        "rates_aitchison_p",
        Guarantee.AT_LEAST,
        "rates.splits",
        name="split {period} aitchison.p",
    ),
    ("spread", ""): Method(POINTS, "rates_spread", Guarantee.ASSUMED),
    ("spread.mean.shift", ""): Method(POINTS, "rates_spread_shift", Guarantee.ASSUMED),
    ("spread.mean.before", ""): Method(POINTS, "rates_spread_before", Guarantee.ASSUMED),
    ("spread.mean.after", ""): Method(POINTS, "rates_spread_after", Guarantee.ASSUMED),
    **_tested(
        "spread.mean.p",
        Method(P, "rates_spread_p", Guarantee.AT_LEAST, "rates.spread", "spread.mean.shift"),
        "rates_p",
    ),
    ("spread.sensitivity", ""): Method("1", "rates_spread_sensitivity"),
    ("spread.closed.margin", ""): Method(POINTS, "rates_spread_margin"),
}

QUARTER_ENDS = ("quarter_end", "quarter_end_without_january")
"""The comparison of the ends of quarters with the other months, with January and without it."""

GAP: dict[Key, Method] = {
    ("growth", ""): Method(POINTS, "gap_growth"),
    ("growth.mean", ""): Method(POINTS, "gap_growth_mean"),
    ("growth.change", ""): Method(POINTS, "gap_growth_change"),
    ("growth.months_faster", ""): Method("1", "gap_months_faster"),
    ("growth.mann_kendall.s", ""): Method("1", "gap_mann_kendall_s"),
    **_tested(
        "growth.mann_kendall.p",
        Method(P, "gap_mann_kendall_p", family="gap.trend", tested="growth.mann_kendall.s"),
        "gap_mann_kendall_p",
    ),
    ("loan_deposit_ratio", ""): Method("%", "gap_ratio"),
    ("loan_deposit_ratio.year_ago", ""): Method(
        "%", "gap_ratio_year_ago", name="{series} loan_deposit_ratio {period}"
    ),
    ("loan_deposit_ratio.over_year", ""): Method(POINTS, "gap_ratio_over_year"),
    ("loan_deposit_ratio.change", ""): Method(POINTS, "gap_ratio_change"),
    **{
        (f"{kind}.{mean}", ""): Method("100 million CNY", f"gap_quarter_end_{mean}")
        for kind in QUARTER_ENDS
        for mean in ("difference", "mean", "mean_other")
    },
    **{
        (f"{kind}.p", ""): Method(
            P, "gap_quarter_end_p", Guarantee.AT_MOST, f"gap.{kind}", f"{kind}.difference"
        )
        for kind in QUARTER_ENDS
    },
    ("part", ""): Method(POINTS, "gap_part", name="parts {series} {period}"),
    ("part.change", ""): Method(POINTS, "gap_part_change", name="parts {series} change"),
    ("part.share", ""): Method("%", "gap_part_share", name="parts {series} share"),
    ("part", "rest"): Method(POINTS, "gap_part", Guarantee.AT_MOST, name="parts {series} {period}"),
    ("part.change", "rest"): Method(
        POINTS, "gap_part_change", Guarantee.AT_MOST, name="parts {series} change"
    ),
    ("part.share", "rest"): Method(
        "%", "gap_part_share", Guarantee.AT_MOST, name="parts {series} share"
    ),
    ("total.change", ""): Method(POINTS, "gap_total_change", name="parts {series} change"),
    ("borrowers", ""): Method(POINTS, "gap_borrower", name="borrowers {series} {variant}"),
    ("borrowers", "rest"): Method(POINTS, "gap_borrower_rest", name="borrowers {series} {variant}"),
}

FLOWS: dict[Key, Method] = {
    ("flow", ""): Method("", "single_period", name="{series} {period}"),
    ("yoy", ""): Method("%", "single_growth", name="{series} {period} {statistic}"),
}

PROJECTION = Method("", "", name="{series} {statistic} {variant} {period}")
GROWTH = Method("%", "", name="{series} projection {variant} {period} yoy")
ERROR = Method("%", "", name="{series} backtest {variant} {period} error")

PACE: dict[Key, Method] = {
    ("target", ""): Method("", "target"),
    ("year", ""): Method("", "printed_pace", name="{series} year_{period}"),
    ("second_half", ""): Method("", "single_growth"),
    ("fourth_quarter", ""): Method("", "single_growth"),
    ("year.distance", ""): Method("", "distance", name="{series} year_{period} distance"),
    ("second_half.distance", ""): Method("", "distance"),
    ("fourth_quarter.distance", ""): Method("", "distance"),
    **{
        (statistic, rule): method._replace(
            key=rule, bounds=Guarantee.PREDICTION if rule == "random_walk" else bounds
        )
        for statistic, method, bounds in (
            ("projection", PROJECTION, Guarantee.EXACT),
            ("projection.yoy", GROWTH, Guarantee.EXACT),
            ("backtest", PROJECTION, Guarantee.EXACT),
            ("backtest.error", ERROR, Guarantee.AT_MOST),
        )
        for rule in ("unchanged_growth", "same_increase", "random_walk")
    },
}
"""The error of a backtest takes the balance that came as printed, and the range of what the rule
makes of the same balance: wider than needed."""

DERIVED: dict[Key, Method] = {
    (statistic, ""): Method(unit, f"derived_{statistic.replace('.', '_')}")
    for statistic, unit in {
        "investment_outside_industry.growth": "%",
        "secondary_lead_on_industry": POINTS,
        "fiscal_cover": "%",
        "expenditure_last_month.share": "%",
        "expenditure_outside_livelihood.growth": "%",
        "income_ratio": "1",
        "income_ratio.year_ago": "1",
        "household_deposits.share_of_increase": "%",
        "household_loans.share_of_increase": "%",
        "fx_loans.change": "%",
        "green_loans.share": "%",
        "green_loans.share.year_ago": "%",
        "green_loans.share_of_increase": "%",
        "claims.share": "%",
        "claims.share.year_ago": "%",
        "turnover_per_account.growth": "%",
        "government_bonds.share": "%",
        "government_bonds.share.year_ago": "%",
        "other_financing.change": "100 million CNY",
        "credit_households.borrowing": "%",
        "credit_platform.small": "100 million CNY",
    }.items()
}

METHODS: dict[str, dict[Key, Method]] = {
    "derived": DERIVED,
    "levels": LEVELS,
    "trends": TRENDS,
    "rates": RATES,
    "gap": GAP,
    "flows": FLOWS,
    "pace": PACE,
}
"""The methods of each group of results."""


def method_of(group: str, statistic: str, variant: str = "") -> Method:
    """The method of a statistic, that of the variant if it has one of its own."""
    methods = METHODS[group]
    return methods.get((statistic, variant)) or methods[statistic, ""]
