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

    UNIFORM = "uniform"
    """The central 95% where every printed number is as likely anywhere in its interval."""


NOISES: dict[str, float] = {"independent": 0.0, "ar1_0.5": 0.5, "ar1_0.7": 0.7, "random_walk": 1.0}
"""Errors that a test may meet, by how much of an error stays for the next month."""

DEPENDENT = tuple(NOISES)[1:]
"""The noises under which a p is given again, from mild to severe: variants of a test."""

LEFT_OUT = {f"without_last_{count}": count for count in (1, 2, 3)}
"""How many of the last months are left out to see what remains, by variant of a test."""


WITHOUT_SPRING = "without_spring"
"""The variant of a comparison of months without February and March."""


class Method(NamedTuple):
    """What results of one statistic have in common.

    ``unit`` is empty for that of the data, ``key`` that of the catalogues' ``method`` table.
    ``bounds`` are those of a result that has ends. The p of a ``family`` are adjusted together;
    ``tested`` is the statistic that a p is about. ``name`` makes the printed name from columns.
    No verdict is drawn from a p that ``is_for_comparison``: it stands beside that of another test
    of the same thing, because its own null is known to be false.
    """

    unit: str
    key: str
    bounds: Guarantee = Guarantee.EXACT
    family: str = ""
    tested: str = ""
    name: str = "{series} {statistic} {period} {variant}"
    is_for_comparison: bool = False


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

LEDGER: dict[Key, Method] = {
    ("against_year_ago", ""): Method("", "ledger_month", name="{series} {period}"),
    ("since_first", ""): Method("", "ledger_since_first", name="{series} {period} {statistic}"),
    ("growth.step", ""): Method(POINTS, "ledger_step", name="{series} {period} points"),
    ("total", ""): Method("", "ledger_total"),
    ("total.growth", ""): Method(POINTS, "ledger_total_growth"),
    ("run", ""): Method("", "ledger_run", name="{series} run"),
    ("run.growth", ""): Method(POINTS, "ledger_run_growth", name="{series} run growth"),
    ("other_months", ""): Method("", "ledger_other_months"),
    ("pace", ""): Method("", "ledger_pace"),
}
"""The period of a run is its first and last month."""


def _left_out(statistic: str, p: Method) -> dict[Key, Method]:
    """A p, and again without the last months, which belong to no family."""
    again = p._replace(family="", key=f"{p.key}_without_last")
    return {(statistic, ""): p, **{(statistic, months): again for months in LEFT_OUT}}


TRENDS: dict[Key, Method] = {
    ("sign_flip.mean", ""): Method(SLOPE, "trends_sign_flip_mean"),
    **_left_out(
        "sign_flip.p",
        Method(P, "trends_sign_flip_p", Guarantee.AT_LEAST, "trends.sign_flip", "sign_flip.mean"),
    ),
    ("autocorrelation", ""): Method("1", "trends_autocorrelation", Guarantee.CONFIDENCE),
    ("theil_sen.slope", ""): Method(SLOPE, "trends_theil_sen_slope", Guarantee.CONFIDENCE),
    ("theil_sen.slope", "rounding"): Method(
        SLOPE, "trends_theil_sen_slope_rounding", Guarantee.AT_MOST
    ),
    ("mann_kendall.s", ""): Method("1", "trends_mann_kendall_s"),
    ("mann_kendall.p", ""): Method(
        P,
        "trends_mann_kendall_p",
        family="trends.mann_kendall",
        tested="mann_kendall.s",
        is_for_comparison=True,
    ),
    **{
        ("mann_kendall.p", noise): Method(P, f"trends_mann_kendall_p_{noise}")
        for noise in DEPENDENT
    },
    ("ols.slope", ""): Method(SLOPE, "trends_ols_slope", Guarantee.CONFIDENCE),
    ("ols.slope", "rounding"): Method(SLOPE, "trends_ols_slope_rounding"),
    ("ols.p", ""): Method(
        P, "trends_ols_p", Guarantee.AT_LEAST, "trends.ols", "ols.slope", is_for_comparison=True
    ),
    ("limits.size.sign_flip", ""): Method(P, "trends_limits_size", Guarantee.SIMULATION),
    ("limits.size.mann_kendall", ""): Method(P, "trends_limits_size", Guarantee.SIMULATION),
    ("limits.size.ols", ""): Method(P, "trends_limits_size", Guarantee.SIMULATION),
    ("limits.detectable", ""): Method("1", "trends_limits_detectable"),
}
"""The results of a series come in the order of their methods here, the limits last."""

RATE_ASSUMPTIONS = ("", "timing", "bands", "sampling", "all")
"""What is assumed of a change of the rates of new loans, by variant: from few to all."""

RATES: dict[Key, Method] = {
    ("mean.shift", ""): Method(POINTS, "rates_mean_shift"),
    ("mean.before", ""): Method("%", "rates_mean_before"),
    ("mean.after", ""): Method("%", "rates_mean_after"),
    ("composition.aitchison.distance", ""): Method("1", "rates_aitchison_distance"),
    ("composition.aitchison.share", ""): Method("%", "rates_aitchison_share"),
    **_tested(
        "composition.largest.p",
        Method(
            P,
            "rates_largest_p",
            Guarantee.AT_LEAST,
            "rates.composition",
            "composition.aitchison.distance",
        ),
        "rates_p",
    ),
    ("composition.largest.p", "without_largest_part"): Method(
        P, "rates_largest_p_without_largest_part"
    ),
    ("balance.shift", ""): Method("log-ratio", "rates_balance_shift"),
    **_tested(
        "balance.p",
        Method(P, "rates_balance_p", Guarantee.AT_LEAST, "rates.balances", "balance.shift"),
        "rates_p",
    ),
    ("balance.p", "geometric"): Method(P, "rates_balance_p_geometric"),
    ("spread", ""): Method(POINTS, "rates_spread", Guarantee.ASSUMED),
    ("spread.mean.before", ""): Method(POINTS, "rates_spread_before", Guarantee.ASSUMED),
    ("spread.mean.after", ""): Method(POINTS, "rates_spread_after", Guarantee.ASSUMED),
    ("spread.sensitivity", ""): Method("1", "rates_spread_sensitivity"),
    ("lpr", ""): Method("%", "rates_lpr", Guarantee.ASSUMED, name="{series} {period}"),
    ("lpr.over_year", ""): Method(POINTS, "rates_lpr_over_year", name="{series} over_year"),
    ("lpr.change", ""): Method(
        POINTS, "rates_lpr_change", Guarantee.ASSUMED, name="{series} change"
    ),
    **{
        (statistic, variant): Method(
            unit, f"rates_{key}{variant and f'_{variant}'}", Guarantee.ASSUMED
        )
        for statistic, unit, key, variants in (
            ("spread.mean.shift", POINTS, "spread_shift", ("", "bands", "sampling", "all")),
            ("rate.change", POINTS, "rate_change", RATE_ASSUMPTIONS),
            ("pass_through", "1", "pass_through", RATE_ASSUMPTIONS),
        )
        for variant in variants
    },
    ("break_even", ""): Method(POINTS, "rates_break_even", Guarantee.ASSUMED),
    ("unpassed.at_most", ""): Method("%", "rates_unpassed_at_most", Guarantee.ASSUMED),
    ("unpassed.was", ""): Method("%", "rates_unpassed_was"),
    ("unpassed.excess", ""): Method(POINTS, "rates_unpassed_excess", Guarantee.ASSUMED),
}

QUARTER_END = "quarter_end"
"""How the statistics of the ends of quarters begin."""

GAP: dict[Key, Method] = {
    ("growth", ""): Method(POINTS, "gap_growth"),
    ("growth.mean", ""): Method(POINTS, "gap_growth_mean"),
    ("growth.change", ""): Method(POINTS, "gap_growth_change"),
    ("growth.months_faster", ""): Method("1", "gap_months_faster"),
    **_left_out(
        "growth.sign_flip.p",
        Method(P, "gap_sign_flip_p", Guarantee.AT_LEAST, "gap.trend", "growth.change"),
    ),
    ("growth.sign_flip.p", "uniform"): Method(P, "gap_sign_flip_p_uniform", Guarantee.UNIFORM),
    ("loan_deposit_ratio", ""): Method("%", "gap_ratio"),
    ("loan_deposit_ratio.year_ago", ""): Method(
        "%", "gap_ratio_year_ago", name="{series} loan_deposit_ratio {period}"
    ),
    ("loan_deposit_ratio.over_year", ""): Method(POINTS, "gap_ratio_over_year"),
    ("loan_deposit_ratio.change", ""): Method(POINTS, "gap_ratio_change"),
    **{
        (f"{QUARTER_END}.mean_{kind}", ""): Method("", f"gap_quarter_end_mean_{kind}")
        for kind in ("ends", "after", "ordinary")
    },
    ("quarter_end.difference", ""): Method("", "gap_quarter_end_difference"),
    ("quarter_end.p", ""): Method(
        P, "gap_quarter_end_p", Guarantee.AT_MOST, "gap.quarter_end", "quarter_end.difference"
    ),
    ("quarter_end.difference", WITHOUT_SPRING): Method(
        "", "gap_quarter_end_difference_without_spring"
    ),
    ("quarter_end.p", WITHOUT_SPRING): Method(
        P, "gap_quarter_end_p_without_spring", Guarantee.AT_MOST
    ),
    ("quarter_end.after", ""): Method("", "gap_quarter_end_after"),
    ("quarter_end.after.p", ""): Method(
        P,
        "gap_quarter_end_after_p",
        Guarantee.AT_MOST,
        "gap.quarter_end_after",
        "quarter_end.after",
    ),
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
    ("revision", ""): Method("%", "revision", name="{series} {period} {statistic}"),
    ("revision.zero", ""): Method("%", "revision_zero", name="{series} {period} {statistic}"),
}

WHOLES: dict[Key, Method] = {
    ("implied", ""): Method("%", "wholes_implied"),
    ("printed", ""): Method("%", "wholes_printed"),
    ("difference", ""): Method(POINTS, "wholes_difference"),
}

PACE: dict[Key, Method] = {
    ("target", ""): Method("", "target"),
    ("outcome", ""): Method("", "outcome_printed"),
    ("outcome.distance", ""): Method("", "distance"),
    ("year", ""): Method("", "printed_pace", name="{series} year_{period}"),
    ("second_half", ""): Method("", "single_growth"),
    ("fourth_quarter", ""): Method("", "single_growth"),
    ("year.distance", ""): Method("", "distance", name="{series} year_{period} distance"),
    ("second_half.distance", ""): Method("", "distance"),
    ("fourth_quarter.distance", ""): Method("", "distance"),
    ("year.error", ""): Method("", "pace_error", name="{series} year_{period} error"),
    ("second_half.error", ""): Method("", "pace_error"),
    ("fourth_quarter.error", ""): Method("", "pace_error"),
    ("projection", ""): Method("", "paired_months", Guarantee.PREDICTION),
    ("projection.yoy", ""): Method("%", "paired_months", Guarantee.PREDICTION),
}

DEFLATOR: dict[Key, Method] = {
    ("product.nominal", ""): Method("%", "deflator_nominal", name="{variant} {statistic} {period}"),
    ("deflator", ""): Method("%", "deflator_implied", name="{variant} {period}"),
}
"""The variant is the vintage of the levels, all of which are on one basis."""

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
        "transition_loans.per_standard": "100 million CNY",
        "transition_loans.share": "%",
        "household_deposits.share_of_increase": "%",
        "other_deposits.change": "100 million CNY",
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
        "credit_households.borrowing_of_rated": "%",
        "credit_platform.small": "100 million CNY",
    }.items()
}

METHODS: dict[str, dict[Key, Method]] = {
    "derived": DERIVED,
    "levels": LEVELS,
    "ledger": LEDGER,
    "wholes": WHOLES,
    "trends": TRENDS,
    "rates": RATES,
    "gap": GAP,
    "flows": FLOWS,
    "pace": PACE,
    "deflator": DEFLATOR,
}
"""The methods of each group of results."""


def method_of(group: str, statistic: str, variant: str = "") -> Method:
    """The method of a statistic, that of the variant if it has one of its own."""
    methods = METHODS[group]
    return methods.get((statistic, variant)) or methods[statistic, ""]
