"""The invented province as it is before anyone rounds: true values that satisfy every identity.

A world is simulated forward. Levels come first, for two years, with what is a sum of what; all
growth rates, increases, shares and balances follow from them. So every relation holds because of
how the economy is made, not because a rule of the checks was solved for it. Names are those of
the project: ``cny.loans.balance@2024-09``, ``gdp.ytd@2024-12``, ``lpr.below@2024-03``,
``institutions.assets.total``, and the ids of statements.
"""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Truth: TypeAlias = dict[str, float]
"""The unrounded value of every number by its name, in the unit in which it is printed."""

Series: TypeAlias = NDArray[np.float64]

MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]
QUARTERS = [2, 5, 8, 11]
"""The positions in a year of the months that end a quarter."""

INCREASES = {
    "all": ("deposits", "loans", "loans_short", "loans_medium_long", "loans_bills"),
    "cny": (
        *("deposits", "deposits_household", "deposits_corporate"),
        *("loans", "loans_consumer", "loans_bills"),
    ),
}
"""Whose monthly increases are printed, by currency."""

UNPRINTED = {("all", "deposits_household", "yoy"), ("all", "deposits_corporate", "yoy")}
"""Series that exist but that the table leaves out."""

WITHOUT_GROWTH = ("trade_balance", "fiscal_balance")

CATEGORIES = {
    "large_commercial": (1759, 42988, 27720, 0),
    "policy": (81, 1813, 6393, 0),
    "joint_stock": (449, 9202, 9023, 0),
    "city_commercial": (463, 11053, 7357, 2),
    "urban_credit_cooperatives": (0, 0, 0, 0),
    "small_rural": (2883, 39002, 17794, 112),
    "finance_companies": (6, 284, 1132, 4),
    "trust_companies": (1, 207, 29, 1),
    "postal_savings": (1206, 11953, 4280, 0),
    "foreign": (2, 18, 25, 0),
    "new_rural": (448, 6891, 1059, 313),
    "other": (2, 384, 145, 2),
}
"""The size of each category in a province of usual size: outlets, employees, assets, entities."""


USUAL_BAD_LOANS = 2.93
"""The share of bad loans of local institutions in a province of usual size."""


def simulate(rng: Generator) -> Truth:
    """All true values of one invented province."""
    size = float(rng.uniform(0.4, 2.5))
    truth: Truth = {}
    truth |= _banks(rng, size)
    truth |= _economy(rng, size)
    truth |= _lpr_buckets(rng)
    truth |= _institutions(rng, size)
    truth |= _households(rng)
    truth |= _financing(rng, size, truth)
    truth |= _single_figures(rng)
    return truth


def _walk(rng: Generator, end: float, drift: float, spread: float) -> Series:
    """24 month-ends, January 2023 to December 2024, growing by about ``drift`` a month."""
    steps = rng.normal(drift, spread, 24)
    steps[0] = 0
    path = np.exp(np.cumsum(steps))
    return np.asarray(end * path / path[-1], dtype=np.float64)


def _banks(rng: Generator, size: float) -> Truth:
    """Deposits and loans: parts in RMB, then what is held in dollars, then both together."""
    rate = 7.1 + np.cumsum(rng.normal(0, 0.012, 24))
    trend = float(rng.choice([-1, 1]))
    fx_deposits = _walk(rng, size * rng.uniform(35, 50), 0.055 * trend, 0.03)
    fx_loans = _walk(rng, size * rng.uniform(22, 32), 0.07 * trend, 0.03)
    household = _walk(rng, 40427 * size, 0.0068, 0.005)
    corporate = _walk(rng, 13151 * size, 0.001, 0.015)
    government = _walk(rng, 6400 * size, 0.006, 0.0015)
    nonbank = _walk(rng, 1000 * size, 0.012, 0.003)
    short = _walk(rng, 8734 * size, -0.002, 0.01)
    medium_long = _walk(rng, 23179 * size, 0.011, 0.003)
    bills = _walk(rng, 3531 * size, 0.001, 0.035)
    consumer = _walk(rng, 6748 * size, 0.008, 0.003)
    business = _walk(rng, 3250 * size, 0.012, 0.003)
    other = _walk(rng, 155 * size, 0.002, 0.01)
    enterprise = short + medium_long + bills
    deposits = household + corporate + government + nonbank
    loans = enterprise + consumer + business + other
    levels = {
        "cny": {
            "deposits": deposits,
            "deposits_household": household,
            "deposits_corporate": corporate,
            "loans": loans - fx_loans * rate,
            "loans_consumer": consumer,
            "loans_bills": bills,
        },
        "all": {
            "deposits": deposits + fx_deposits * rate,
            "deposits_household": household + 0.6 * fx_deposits * rate,
            "deposits_corporate": corporate + 0.3 * fx_deposits * rate,
            "loans": loans,
            "loans_short": short,
            "loans_medium_long": medium_long,
            "loans_bills": bills,
        },
        "fx": {"deposits": fx_deposits, "loans": fx_loans},
    }
    truth: Truth = {}
    for currency, indicators in levels.items():
        for indicator, path in indicators.items():
            truth |= _monthly(f"{currency}.{indicator}.balance", path[12:])
            if indicator in INCREASES.get(currency, ()):
                truth |= _monthly(f"{currency}.{indicator}.increase", np.diff(path)[11:])
            if (currency, indicator, "yoy") not in UNPRINTED:
                truth |= _monthly(f"{currency}.{indicator}.yoy", _growth(path[12:], path[:12]))
    stocks = {
        "deposits_all": levels["all"]["deposits"],
        "deposits_household": levels["all"]["deposits_household"],
        "loans_all": loans,
        "loans_household": consumer + business,
        "loans_enterprise": enterprise,
    }
    for name, path in stocks.items():
        truth |= _stock(name, path, per_unit=1e4)
    for name, path in {"deposits_government": government, "deposits_nonbank": nonbank}.items():
        truth[f"{name}_change"] = path[23] - path[11]
    return truth


def _stock(name: str, path: Series, per_unit: float) -> Truth:
    """A level at the end of the year with its growth and its change since the beginning."""
    return {
        name: path[23] / per_unit,
        f"{name}_growth": 100 * (path[23] / path[11] - 1),
        f"{name}_change": path[23] - path[11],
    }


def _economy(rng: Generator, size: float) -> Truth:
    """Flows since the beginning of the year, and their growth on the year before."""
    truth = _gdp(rng, size)
    growth = {
        "fai": _path(rng, rng.uniform(2, 7), rng.uniform(0.3, 1.5), 0.8),
        "real_estate": _path(rng, rng.uniform(-9, 4), rng.uniform(-1, 1), 0.8),
        "retail": _path(rng, rng.uniform(2, 6), rng.uniform(0.2, 1), 0.4),
        "imports": _path(rng, rng.uniform(1.5, 9), rng.uniform(-4, 2), 1.5),
        "exports": _path(rng, rng.uniform(1.5, 9), rng.uniform(-4, 2), 1.5),
        "fdi": _path(rng, rng.uniform(-40, 10), rng.uniform(-4, 4), 1.5),
        "fiscal_revenue": _path(rng, rng.uniform(1, 5), rng.uniform(0.5, 3), 0.8),
        "fiscal_expenditure": _path(rng, rng.uniform(-3, 5), rng.uniform(-2, 2), 0.8),
    }
    year = {
        "fai": 7875.0,
        "real_estate": 1500.0,
        "retail": 7981.0,
        "imports": 641.0,
        "exports": 1050.0,
        "fdi": 12.9,
        "fiscal_revenue": 3479.0,
        "fiscal_expenditure": 6343.0,
    }
    now, ago = {}, {}
    for name, rates in growth.items():
        shares = rng.dirichlet(np.full(12, 300.0))
        ago[name] = size * year[name] * np.cumsum(shares)
        now[name] = ago[name] * (1 + rates / 100)
    for flows in (now, ago):
        flows["trade"] = flows["imports"] + flows["exports"]
        flows["trade_balance"] = flows["exports"] - flows["imports"]
        flows["fiscal_balance"] = flows["fiscal_revenue"] - flows["fiscal_expenditure"]
    for name, path in now.items():
        start = 0 if name.startswith("fiscal") else 1
        truth |= _monthly(f"{name}.ytd", path, start)
        if name not in WITHOUT_GROWTH:
            truth |= _monthly(f"{name}.ytd_yoy", _growth(path, ago[name]), start)
    industry = _path(rng, rng.uniform(0, 5), rng.uniform(0.3, 1.2), 0.5)
    truth |= _monthly("industry.ytd_yoy", industry, 1)
    return truth | _economy_statements(rng, truth, industry)


def _gdp(rng: Generator, size: float) -> Truth:
    names = ("gdp_primary", "gdp_secondary", "gdp_tertiary")
    year = dict(zip(names, (1392.5, 11021.5, 13080.7), strict=True))
    shape = {
        "gdp_primary": (0.12, 0.31, 0.65, 1),
        "gdp_secondary": (0.23, 0.49, 0.74, 1),
        "gdp_tertiary": (0.21, 0.42, 0.66, 1),
    }
    levels: dict[str, Series] = {}
    growth: dict[str, Series] = {}
    base: dict[str, Series] = {}
    for name in names:
        pace = np.array(shape[name]) * np.append(rng.uniform(0.97, 1.03, 3), 1)
        levels[name] = size * year[name] * rng.uniform(0.8, 1.2) * pace
        growth[name] = _path(rng, rng.uniform(1.5, 6), rng.uniform(0.2, 0.9), 0.4)[QUARTERS]
        prices = 1 + rng.uniform(-0.02, 0.02)
        base[name] = levels[name] / prices / (1 + growth[name] / 100)
    levels["gdp"] = sum((levels[name] for name in names), np.zeros(4))
    weights = sum((base[name] for name in names), np.zeros(4))
    growth["gdp"] = sum((base[n] * growth[n] for n in names), np.zeros(4)) / weights
    truth: Truth = {}
    for name, path in levels.items():
        for quarter, month in enumerate(QUARTERS):
            truth[f"{name}.ytd@{MONTHS[month]}"] = float(path[quarter])
            truth[f"{name}.ytd_yoy@{MONTHS[month]}"] = float(growth[name][quarter])
    last = MONTHS[-1]
    truth["grp_total"] = truth[f"gdp.ytd@{last}"] / 1e4
    truth["grp_growth"] = truth[f"gdp.ytd_yoy@{last}"]
    for part in ("primary", "secondary", "tertiary"):
        truth[f"grp_{part}_growth"] = truth[f"gdp_{part}.ytd_yoy@{last}"]
        truth[f"grp_{part}_share"] = 100 * levels[f"gdp_{part}"][-1] / levels["gdp"][-1]
    truth["services_growth"] = truth["grp_tertiary_growth"]
    truth["services_growth_change_on_q3"] = growth["gdp_tertiary"][3] - growth["gdp_tertiary"][2]
    truth["farming_value_added"] = levels["gdp_primary"][-1] * rng.uniform(1.04, 1.08)
    truth["farming_value_added_growth"] = truth["grp_primary_growth"] + rng.uniform(-0.04, 0.04)
    return truth


def _economy_statements(rng: Generator, truth: Mapping[str, float], industry: Series) -> Truth:
    """What the prose says of the same flows."""
    last, third = MONTHS[-1], MONTHS[8]
    stated: Truth = {"industry_growth_change_on_q3": industry[11] - industry[8]}
    for statement, name in {
        "retail_sales": "retail",
        "trade": "trade",
        "exports": "exports",
        "imports": "imports",
    }.items():
        stated[f"{statement}_total"] = truth[f"{name}.ytd@{last}"]
        stated[f"{statement}_growth"] = truth[f"{name}.ytd_yoy@{last}"]
    stated["budget_revenue"] = truth[f"fiscal_revenue.ytd@{last}"]
    stated["budget_revenue_growth"] = truth[f"fiscal_revenue.ytd_yoy@{last}"]
    stated["budget_expenditure"] = truth[f"fiscal_expenditure.ytd@{last}"]
    stated["fai_growth"] = truth[f"fai.ytd_yoy@{last}"]
    for statement, name in {"fai": "fai", "retail_sales": "retail"}.items():
        change = truth[f"{name}.ytd_yoy@{last}"] - truth[f"{name}.ytd_yoy@{third}"]
        stated[f"{statement}_growth_change_on_q3"] = change
    lead = rng.uniform(1, 6)
    share = rng.uniform(0.3, 0.45)
    stated["industrial_investment_growth_lead_on_fai"] = lead
    stated["industrial_investment_growth"] = stated["fai_growth"] + lead
    stated["industrial_investment_contribution"] = share * stated["industrial_investment_growth"]
    retail, gap = stated["retail_sales_growth"], rng.uniform(0.3, 1.5)
    stated["retail_sales_urban_growth"] = retail - 0.18 * gap
    stated["retail_sales_rural_growth"] = retail + 0.82 * gap
    stated["goods_retail_growth"] = retail - 0.12 * gap
    stated["catering_income_growth"] = retail + 0.88 * gap
    stated["general_trade_share"] = rng.uniform(48, 56)
    stated["processing_trade_share"] = rng.uniform(38, 43)
    stated["livelihood_expenditure_share"] = rng.uniform(70, 85)
    stated["livelihood_expenditure"] = (
        stated["livelihood_expenditure_share"] / 100 * stated["budget_expenditure"]
    )
    return stated


def _path(rng: Generator, end: float, rise: float, spread: float) -> Series:
    """Cumulative growth rates of twelve months: a walk, then a rise by ``rise`` after September."""
    walk = np.cumsum(rng.normal(0, spread, 12)[::-1])[::-1]
    early = end - rise + walk[:8]
    late = end - rise + rise * np.array([0.0, 0.3, 0.6, 1.0])
    return np.concatenate([early, late])


def _lpr_buckets(rng: Generator) -> Truth:
    truth: Truth = {}
    for month in MONTHS:
        below, at, above = 100 * rng.dirichlet([400, 45, 555])
        parts = above * rng.dirichlet([150, 130, 130, 110, 45])
        names = ("above_0_0.5", "above_0.5_1.5", "above_1.5_3", "above_3_5", "above_5")
        shares = {"total": 100.0, "below": below, "at": at, "above": above}
        shares |= dict(zip(names, parts, strict=True))
        truth |= {f"lpr.{bucket}@{month}": float(share) for bucket, share in shares.items()}
    return truth


def _institutions(rng: Generator, size: float) -> Truth:
    columns = ("outlets", "employees", "assets", "legal_entities")
    truth: Truth = {}
    for number, column in enumerate(columns):
        total = 0.0
        for category, usual in CATEGORIES.items():
            value = usual[number] * size * rng.uniform(0.8, 1.2)
            value = value if column == "assets" else float(round(value))
            truth[f"institutions.{column}.{category}"] = value
            total += value
        truth[f"institutions.{column}.total"] = total
    truth["bank_outlets"] = truth["institutions.outlets.total"]
    truth["bank_employees"] = truth["institutions.employees.total"] / 1e4
    truth["bank_assets"] = truth["institutions.assets.total"] / 1e4
    return truth


def _households(rng: Generator) -> Truth:
    """Incomes, whose mean moves with the towns' share of people, prices and jobs."""
    towns = rng.uniform(0.5, 0.65)
    urban, rural = rng.uniform(38000, 55000), rng.uniform(16000, 25000)
    urban_growth, rural_growth = rng.uniform(3.5, 4.5), rng.uniform(5.5, 6.8)
    urban_ago, rural_ago = urban / (1 + urban_growth / 100), rural / (1 + rural_growth / 100)
    mean = towns * urban + (1 - towns) * rural
    mean_ago = (towns - 0.004) * urban_ago + (1.004 - towns) * rural_ago
    prices = {
        "clothing_growth": (0.06, rng.uniform(0.5, 3)),
        "housing_growth": (0.22, rng.uniform(0.3, 1.2)),
        "household_goods_growth": (0.05, rng.uniform(0.3, 1.5)),
        "education_growth": (0.11, rng.uniform(0.3, 2)),
        "health_growth": (0.1, rng.uniform(0.3, 1.5)),
        "other_growth": (0.03, rng.uniform(2, 5)),
        "food_decline": (0.28, -rng.uniform(0.1, 0.4)),
        "transport_decline": (0.15, -rng.uniform(0.3, 0.9)),
    }
    target = float(rng.integers(30, 60))
    jobs = target * rng.uniform(1.01, 1.08)
    ppi = rng.uniform(1, 7)
    return {
        **{f"cpi_{name}": abs(change) for name, (_, change) in prices.items()},
        "cpi_growth": sum(weight * change for weight, change in prices.values()),
        "ppi_decline": ppi,
        "ppi_decline_narrowing_on_q3": rng.uniform(0.2, 0.9),
        "ppirm_decline": ppi * rng.uniform(0.6, 0.9),
        "income_per_capita": mean,
        "income_per_capita_growth": 100 * (mean / mean_ago - 1),
        "income_urban": urban,
        "income_urban_growth": urban_growth,
        "income_rural": rural,
        "income_rural_growth": rural_growth,
        "new_urban_jobs": jobs,
        "new_urban_jobs_target_completion": 100 * jobs / target,
        "target_new_urban_jobs": target,
    }


def _financing(rng: Generator, size: float, truth: Mapping[str, float]) -> Truth:
    """Aggregate financing: the flow adds up from its components and moves the stock."""
    loans = sum(truth[f"cny.loans.increase@{month}"] for month in MONTHS)
    parts = {
        "afre_rmb_loans": loans * rng.uniform(0.985, 0.995),
        "afre_government_bonds": size * rng.uniform(900, 1500),
        "afre_off_balance_sheet": size * rng.uniform(250, 450),
        "afre_corporate_bonds": size * rng.uniform(60, 120),
    }
    flow = sum(parts.values()) + size * rng.uniform(100, 400)
    stock = (truth["all.loans.balance@2024-12"]) * rng.uniform(1.38, 1.46)
    return {
        **parts,
        "afre_flow": flow,
        "afre_flow_change": size * rng.uniform(50, 300),
        "afre_government_bonds_change": size * rng.uniform(200, 500),
        "afre_off_balance_sheet_change": size * rng.uniform(100, 240),
        "afre_stock": stock / 1e4,
        "afre_stock_growth": 100 * (stock / (stock - flow) - 1),
    }


def _single_figures(rng: Generator) -> Truth:
    """Counts whose parts are printed beside them."""
    property_branches, life_branches = (float(rng.integers(15, 40)) for _ in range(2))
    return {
        "insurance_branches": property_branches + life_branches,
        "insurance_branches_property": property_branches,
        "insurance_branches_life": life_branches,
    }


def tie_single_figures(truth: Truth) -> Truth:
    """The figures of the prose that another one bounds, made to fit it; nothing is drawn anew.

    They had been drawn as if they stood alone; ``factor``, 0.8 to 1.2, is what one was drawn with.
    """
    entities = {kind: truth[f"institutions.legal_entities.{kind}"] for kind in CATEGORIES}
    local = entities["city_commercial"] + entities["small_rural"]
    assets = ("city_commercial", "small_rural", "finance_companies", "trust_companies")
    local_assets = sum(truth[f"institutions.assets.{kind}"] for kind in (*assets, "new_rural"))
    deposits = truth["all.deposits.balance@2024-12"] / 1e4
    factor = truth["npl_ratio_local_institutions"] / USUAL_BAD_LOANS
    local_deposits = 0.7 * factor * min(local_assets / 1e4, 0.6 * deposits)
    share = local_deposits / deposits
    trade = 1 + truth["trade.ytd_yoy@2024-12"] / 100
    general, processing = truth["general_trade_share"], truth["processing_trade_share"]
    processing_ago = max(processing * trade * (1 + 0.05 * factor), processing)
    general_ago = min(general - factor, 99 - processing_ago)
    return {
        "local_small_medium_banks": float(round(local + 0.3 * factor * entities["new_rural"])),
        "deposits_local_institutions": local_deposits,
        "npl_ratio": share * truth["npl_ratio_local_institutions"] + (1 - share) * 0.6 * factor,
        "incentive_funds": truth["incentive_loans_change"] * (0.005 + 0.01 * factor),
        "farm_business_borrowers": 0.6 * factor * truth["rated_farm_businesses"],
        "general_trade_growth": 100 * (trade * general / general_ago - 1),
        "processing_trade_decline": 100 * (1 - trade * processing / processing_ago),
    }


def _growth(now: Series, ago: Series) -> Series:
    return np.asarray(100 * (now / ago - 1), dtype=np.float64)


def _monthly(name: str, path: Series, start: int = 0) -> Truth:
    return {f"{name}@{MONTHS[n]}": float(path[n]) for n in range(start, 12)}
