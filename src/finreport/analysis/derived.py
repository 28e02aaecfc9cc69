"""Ratios, shares and remainders that follow from printed numbers and that no report prints.

Each comes from at most six printed numbers by a formula that rises or falls in each of them
throughout its interval, so that the corners of the intervals bound it exactly.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from finreport.analysis.results import Estimate, Result, told
from finreport.editions import Edition
from finreport.numbers import ranged


class Derivation(NamedTuple):
    """A statistic by its formula, and the names of the numbers that enter it, in this order.

    ``{first}``, ``{before}`` and ``{last}`` in a name are the first month of the edition, the one
    before the last and the last one that is shown.
    """

    statistic: str
    formula: Callable[..., Fraction]
    names: tuple[str, ...]


def _percent(part: Fraction, whole: Fraction) -> Fraction:
    return 100 * part / whole


def _year_ago(level: Fraction, growth: Fraction) -> Fraction:
    return level / (1 + growth / 100)


def _ratio_year_ago(
    part: Fraction, part_growth: Fraction, whole: Fraction, whole_growth: Fraction
) -> Fraction:
    return _year_ago(part, part_growth) / _year_ago(whole, whole_growth)


def _percent_year_ago(*levels_and_growths: Fraction) -> Fraction:
    return 100 * _ratio_year_ago(*levels_and_growths)


def _share_of_year(part: Fraction, last: Fraction, first: Fraction, increase: Fraction) -> Fraction:
    """A part of what a balance gained since the end of the year before, in percent."""
    return 100 * part / (last - (first - increase))


def _growth_outside(whole: Fraction, part: Fraction, pulled: Fraction) -> Fraction:
    """The growth of the rest; the weight of the part a year ago is its pull by its growth."""
    return (whole - pulled) / (1 - pulled / part)


def _rest_growth(
    whole: Fraction, whole_growth: Fraction, part: Fraction, part_growth: Fraction
) -> Fraction:
    before = _year_ago(whole, whole_growth) - _year_ago(part, part_growth)
    return 100 * ((whole - part) / before - 1)


def _increase_share(
    part: Fraction, part_growth: Fraction, whole: Fraction, whole_growth: Fraction
) -> Fraction:
    """A part's increase over a year, as percent of that of the whole."""
    part_rate, whole_rate = part_growth / 100, whole_growth / 100
    return 100 * (part * part_rate / (1 + part_rate)) / (whole * whole_rate / (1 + whole_rate))


DERIVATIONS = (
    Derivation(
        "investment_outside_industry.growth",
        _growth_outside,
        ("fai_growth", "industrial_investment_growth", "industrial_investment_contribution"),
    ),
    Derivation(
        "secondary_lead_on_industry",
        lambda secondary, industry: secondary - industry,
        ("grp_secondary_growth", "industry.ytd_yoy@{last}"),
    ),
    Derivation(
        "fiscal_cover", _percent, ("fiscal_revenue.ytd@{last}", "fiscal_expenditure.ytd@{last}")
    ),
    Derivation(
        "expenditure_last_month.share",
        lambda year, before: 100 * (1 - before / year),
        ("fiscal_expenditure.ytd@{last}", "fiscal_expenditure.ytd@{before}"),
    ),
    Derivation(
        "expenditure_outside_livelihood.growth",
        _rest_growth,
        (
            "fiscal_expenditure.ytd@{last}",
            "fiscal_expenditure.ytd_yoy@{last}",
            "livelihood_expenditure",
            "livelihood_expenditure_growth",
        ),
    ),
    Derivation(
        "income_ratio", lambda urban, rural: urban / rural, ("income_urban", "income_rural")
    ),
    Derivation(
        "income_ratio.year_ago",
        _ratio_year_ago,
        ("income_urban", "income_urban_growth", "income_rural", "income_rural_growth"),
    ),
    Derivation(
        "transition_loans.per_standard",
        lambda lent, standards: lent / standards,
        ("transition_standard_loans", "transition_standards"),
    ),
    Derivation(
        "transition_loans.share",
        _percent,
        ("transition_standard_loans", "all.loans.balance@{last}"),
    ),
    Derivation(
        "household_deposits.share_of_increase",
        _share_of_year,
        (
            "deposits_household_change",
            "all.deposits.balance@{last}",
            "all.deposits.balance@{first}",
            "all.deposits.increase@{first}",
        ),
    ),
    Derivation(
        "other_deposits.change",
        lambda part, last, first, increase: last - (first - increase) - part,
        (
            "deposits_household_change",
            "all.deposits.balance@{last}",
            "all.deposits.balance@{first}",
            "all.deposits.increase@{first}",
        ),
    ),
    Derivation(
        "household_loans.share_of_increase",
        _share_of_year,
        (
            "loans_household_change",
            "all.loans.balance@{last}",
            "all.loans.balance@{first}",
            "all.loans.increase@{first}",
        ),
    ),
    Derivation(
        "fx_loans.change",
        lambda last, first: 100 * (last / first - 1),
        ("fx.loans.balance@{last}", "fx.loans.balance@{first}"),
    ),
    Derivation(
        "green_loans.share", _percent, ("priorities_loans_green", "all.loans.balance@{last}")
    ),
    Derivation(
        "green_loans.share.year_ago",
        _percent_year_ago,
        (
            "priorities_loans_green",
            "priorities_loans_green_growth",
            "all.loans.balance@{last}",
            "all.loans.yoy@{last}",
        ),
    ),
    Derivation(
        "green_loans.share_of_increase",
        _increase_share,
        (
            "priorities_loans_green",
            "priorities_loans_green_growth",
            "all.loans.balance@{last}",
            "all.loans.yoy@{last}",
        ),
    ),
    Derivation("claims.share", _percent, ("claims_paid", "premium_income")),
    Derivation(
        "claims.share.year_ago",
        _percent_year_ago,
        ("claims_paid", "claims_paid_growth", "premium_income", "premium_income_growth"),
    ),
    Derivation(
        "turnover_per_account.growth",
        lambda turnover, accounts: 100 * ((100 + turnover) / (100 + accounts) - 1),
        ("securities_turnover_growth", "securities_accounts_growth"),
    ),
    Derivation("government_bonds.share", _percent, ("afre_government_bonds", "afre_flow")),
    Derivation(
        "government_bonds.share.year_ago",
        lambda part, more, whole, more_of_whole: 100 * (part - more) / (whole - more_of_whole),
        (
            "afre_government_bonds",
            "afre_government_bonds_change",
            "afre_flow",
            "afre_flow_change",
        ),
    ),
    Derivation(
        "other_financing.change",
        lambda whole, bonds, off_balance: whole - bonds - off_balance,
        ("afre_flow_change", "afre_government_bonds_change", "afre_off_balance_sheet_change"),
    ),
    Derivation(
        "credit_households.borrowing",
        _percent,
        ("credit_loan_borrowers", "credit_households"),
    ),
    Derivation(
        "credit_households.borrowing_of_rated",
        _percent,
        ("credit_loan_borrowers", "rated_farm_households"),
    ),
    Derivation(
        "credit_platform.small",
        lambda amount, share: amount * share / 100,
        ("credit_platform_financing", "credit_platform_small_business_share"),
    ),
)
"""In the order in which the chapters of a report tell them."""


def results(edition: Edition) -> list[Result]:
    """Each statistic whose numbers are all printed by the month that is shown."""
    return [result for one in DERIVATIONS for result in _derived(one, edition)]


def _derived(one: Derivation, edition: Edition) -> Iterator[Result]:
    shown = [month for month in edition.months if month <= edition.as_of]
    if len(shown) < 2:
        return
    months = {"first": shown[0], "before": shown[-2], "last": shown[-1]}
    names = [name.format_map(months) for name in one.names]
    if not all(name.partition("@")[0] in edition.figures for name in names):
        return
    figures = [figure for name in names if (figure := edition.find(name))]
    if len(figures) < len(names):
        return
    value = one.formula(*(figure.value for figure in figures))
    bounds = ranged(one.formula, *(figure.interval for figure in figures))
    number = Estimate(float(value), float(bounds.lower), float(bounds.upper))
    yield told("derived", one.statistic, number, inputs=names)
