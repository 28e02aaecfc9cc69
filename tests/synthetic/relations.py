"""What must hold between the numbers of an invented province, from how it was simulated.

A second way to say what an error breaks, apart from the rules of the checks: plain functions of
floats, with a tolerance to first order. It tells a planted error that rounding hides from one
that the checks should have found.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.synthetic.province import original, usual_statements
from tests.synthetic.tables import Numbers
from tests.synthetic.world import INCREASES, MONTHS, QUARTERS

Residual = Callable[..., float]

STEP = 1e-4
"""For derivatives: small beside the last digit of what is printed."""

CURVATURE = 1.01
"""The tolerance is of first order; ratios and growth rates bend by less than a hundredth of it."""

NOISE = 1e-6
"""What floats and the derivatives add; a hundred-thousandth of the last digit in tables."""

EXCHANGE_RATES = (6.7, 7.5)
"""CNY per USD, around every rate that is simulated."""


@dataclass(frozen=True)
class Relation:
    """``residual`` of the named numbers is zero, or not above zero if it is a bound."""

    names: tuple[str, ...]
    residual: Residual
    is_bound: bool = False

    def holds(self, numbers: Mapping[str, str]) -> bool:
        """Whether values that round to the printed numbers satisfy the relation."""
        values = [float(numbers[name]) for name in self.names]
        halves = [_half_unit(numbers[name]) for name in self.names]
        residual = self.residual(*values)
        tolerance = sum(
            half * abs(self._slope(values, position)) for position, half in enumerate(halves)
        )
        excess = residual if self.is_bound else abs(residual)
        return excess <= tolerance * CURVATURE + NOISE

    def _slope(self, values: Sequence[float], position: int) -> float:
        moved = [*values]
        moved[position] += STEP
        return (self.residual(*moved) - self.residual(*values)) / STEP


def _half_unit(text: str) -> float:
    return 0.5 * 10.0 ** -len(text.partition(".")[2])


def find_broken(numbers: Numbers, names: set[str]) -> list[Relation]:
    """The relations of any of these numbers that do not hold."""
    return [relation for relation in related(names) if not relation.holds(numbers)]


def related(names: set[str]) -> list[Relation]:
    """The relations that any of these numbers takes part in."""
    return [relation for relation in RELATIONS if names.intersection(relation.names)]


def _total(total: str, parts: Sequence[str], less: Sequence[str] = ()) -> Relation:
    count = len(parts)
    return Relation(
        (total, *parts, *less),
        lambda whole, *pieces: whole - sum(pieces[:count]) + sum(pieces[count:]),
    )


def _at_most(small: str, large: str) -> Relation:
    return Relation((small, large), lambda part, whole: part - whole, is_bound=True)


def _ago(level: float, growth: float) -> float:
    return level / (1 + growth / 100)


def _deposits_loans() -> Iterator[Relation]:
    for currency, indicators in INCREASES.items():
        for indicator in indicators:
            name = f"{currency}.{indicator}"
            for before, month in pairwise(MONTHS):
                yield _total(
                    f"{name}.increase@{month}",
                    [f"{name}.balance@{month}"],
                    [f"{name}.balance@{before}"],
                )
            yield Relation(
                (
                    f"{name}.balance@{MONTHS[-1]}",
                    f"{name}.yoy@{MONTHS[-1]}",
                    f"{name}.balance@{MONTHS[0]}",
                    f"{name}.increase@{MONTHS[0]}",
                ),
                lambda last, growth, first, added: _ago(last, growth) - first + added,
            )
    for month in MONTHS:
        yield from _deposits_loans_of(month)


def _deposits_loans_of(month: str) -> Iterator[Relation]:
    parts = {
        "all.deposits": ("all.deposits_household", "all.deposits_corporate"),
        "cny.deposits": ("cny.deposits_household", "cny.deposits_corporate"),
        "all.loans": ("all.loans_short", "all.loans_medium_long", "all.loans_bills"),
        "cny.loans": ("cny.loans_consumer", "cny.loans_bills"),
    }
    for total, pieces in parts.items():
        names = tuple(f"{name}.balance@{month}" for name in (total, *pieces))
        yield Relation(names, lambda whole, *rest: sum(rest) - whole, is_bound=True)
    for indicator in ("deposits_household", "deposits_corporate"):
        yield _at_most(f"cny.{indicator}.balance@{month}", f"all.{indicator}.balance@{month}")
    for measure in ("balance", "increase", "yoy"):
        twins = (f"{currency}.loans_bills.{measure}@{month}" for currency in ("all", "cny"))
        yield Relation(tuple(twins), lambda one, other: one - other)
    for indicator in ("deposits", "loans"):
        names = tuple(
            f"{currency}.{indicator}.balance@{month}" for currency in ("all", "cny", "fx")
        )
        yield from _between(names, lambda a, c, f: (a - c) / f, *EXCHANGE_RATES)
        rates = tuple(f"{currency}.{indicator}.yoy@{month}" for currency in ("all", "cny", "fx"))
        yield from _between(
            (*names, *rates),
            lambda a, c, f, p, q, r: (_ago(a, p) - _ago(c, q)) / _ago(f, r),
            *EXCHANGE_RATES,
        )
    yield Relation(
        tuple(
            f"{c}.{i}.balance@{month}" for i in ("deposits", "loans") for c in ("all", "cny", "fx")
        ),
        lambda a, c, f, x, y, z: (a - c) / f - (x - y) / z,
    )


def _between(
    names: tuple[str, ...], value: Residual, low: float, high: float
) -> Iterator[Relation]:
    yield Relation(names, lambda *inputs: value(*inputs) - high, is_bound=True)
    yield Relation(names, lambda *inputs: low - value(*inputs), is_bound=True)


def _economy() -> Iterator[Relation]:
    industries = ("gdp_primary", "gdp_secondary", "gdp_tertiary")
    for month in (MONTHS[position] for position in QUARTERS):
        yield _total(f"gdp.ytd@{month}", [f"{name}.ytd@{month}" for name in industries])
        rates = (f"gdp.ytd_yoy@{month}", *(f"{name}.ytd_yoy@{month}" for name in industries))
        yield Relation(rates, lambda whole, *parts: whole - max(parts), is_bound=True)
        yield Relation(rates, lambda whole, *parts: min(parts) - whole, is_bound=True)
    for month in MONTHS[1:]:
        trade = [f"{name}.ytd@{month}" for name in ("trade", "imports", "exports")]
        growth = [f"{name}.ytd_yoy@{month}" for name in ("trade", "imports", "exports")]
        yield _total(trade[0], trade[1:])
        yield _total(f"trade_balance.ytd@{month}", trade[2:], trade[1:2])
        yield Relation(
            (*trade, *growth),
            lambda t, i, e, p, q, r: _ago(t, p) - _ago(i, q) - _ago(e, r),
        )
        yield _at_most(f"real_estate.ytd@{month}", f"fai.ytd@{month}")
    for month in MONTHS:
        fiscal = [f"fiscal_{name}.ytd@{month}" for name in ("balance", "revenue", "expenditure")]
        yield _total(fiscal[0], fiscal[1:2], fiscal[2:])
    yield from _running_totals()


def _running_totals() -> Iterator[Relation]:
    flows = ("fai", "real_estate", "retail", "trade", "imports", "exports", "fdi")
    industries = ("gdp", "gdp_primary", "gdp_secondary", "gdp_tertiary")
    quarters = [MONTHS[position] for position in QUARTERS]
    months = {
        **dict.fromkeys(flows, MONTHS[1:]),
        **dict.fromkeys(("fiscal_revenue", "fiscal_expenditure"), MONTHS),
        **dict.fromkeys(industries, quarters),
    }
    for name, printed in months.items():
        for before, month in pairwise(printed):
            levels = (f"{name}.ytd@{before}", f"{name}.ytd@{month}")
            yield _at_most(*levels)
            rates = (f"{name}.ytd_yoy@{before}", f"{name}.ytd_yoy@{month}")
            yield Relation(
                (*levels, *rates),
                lambda early, late, slow, fast: _ago(early, slow) - _ago(late, fast),
                is_bound=True,
            )


def _other_tables() -> Iterator[Relation]:
    ranges = ("above_0_0.5", "above_0.5_1.5", "above_1.5_3", "above_3_5", "above_5")
    for month in MONTHS:
        shares = [f"lpr.{bucket}@{month}" for bucket in ("below", "at", "above")]
        yield _total(f"lpr.total@{month}", shares)
        yield Relation((f"lpr.total@{month}",), lambda total: total - 100)
        yield _total(f"lpr.above@{month}", [f"lpr.{bucket}@{month}" for bucket in ranges])
    categories = (
        *("large_commercial", "policy", "joint_stock", "city_commercial"),
        *("urban_credit_cooperatives", "small_rural", "finance_companies", "trust_companies"),
        *("postal_savings", "foreign", "new_rural", "other"),
    )
    for column in ("outlets", "employees", "assets", "legal_entities"):
        total = f"institutions.{column}.total"
        yield _total(total, [f"institutions.{column}.{category}" for category in categories])


def _scaled(name: str, other: str, scale: float = 1) -> Relation:
    return Relation((name, other), lambda one, two: one - two / scale)


def _statements() -> Iterator[Relation]:
    last, third = MONTHS[-1], MONTHS[8]
    for name in usual_statements():
        if original(name) != name:
            yield _scaled(name, original(name))
    for name, other, scale in (
        ("grp_total", f"gdp.ytd@{last}", 1e4),
        ("grp_growth", f"gdp.ytd_yoy@{last}", 1),
        ("services_growth", f"gdp_tertiary.ytd_yoy@{last}", 1),
        ("fai_growth", f"fai.ytd_yoy@{last}", 1),
        ("retail_sales_total", f"retail.ytd@{last}", 1),
        ("retail_sales_growth", f"retail.ytd_yoy@{last}", 1),
        ("budget_revenue", f"fiscal_revenue.ytd@{last}", 1),
        ("budget_revenue_growth", f"fiscal_revenue.ytd_yoy@{last}", 1),
        ("budget_expenditure", f"fiscal_expenditure.ytd@{last}", 1),
        ("bank_outlets", "institutions.outlets.total", 1),
        ("bank_employees", "institutions.employees.total", 1e4),
        ("bank_assets", "institutions.assets.total", 1e4),
        ("deposits_all", f"all.deposits.balance@{last}", 1e4),
        ("deposits_all_growth", f"all.deposits.yoy@{last}", 1),
        ("deposits_household", f"all.deposits_household.balance@{last}", 1e4),
        ("loans_all", f"all.loans.balance@{last}", 1e4),
        ("loans_all_growth", f"all.loans.yoy@{last}", 1),
    ):
        yield _scaled(name, other, scale)
    for name in ("trade", "exports", "imports"):
        yield _scaled(f"{name}_total", f"{name}.ytd@{last}")
        yield _scaled(f"{name}_growth", f"{name}.ytd_yoy@{last}")
    for part in ("primary", "secondary", "tertiary"):
        yield _scaled(f"grp_{part}_growth", f"gdp_{part}.ytd_yoy@{last}")
        yield Relation(
            (f"grp_{part}_share", f"gdp_{part}.ytd@{last}", f"gdp.ytd@{last}"),
            lambda share, piece, whole: share - 100 * piece / whole,
        )
    for name, series in (
        ("fai_growth_change_on_q3", "fai"),
        ("retail_sales_growth_change_on_q3", "retail"),
        ("industry_growth_change_on_q3", "industry"),
        ("services_growth_change_on_q3", "gdp_tertiary"),
    ):
        yield _total(name, [f"{series}.ytd_yoy@{last}"], [f"{series}.ytd_yoy@{third}"])
    yield from _statements_on_banks(last)
    yield _total(
        "industrial_investment_growth_lead_on_fai", ["industrial_investment_growth"], ["fai_growth"]
    )
    yield Relation(
        (
            "livelihood_expenditure_share",
            "livelihood_expenditure",
            f"fiscal_expenditure.ytd@{last}",
        ),
        lambda share, part, whole: share - 100 * part / whole,
    )
    yield _total("insurance_branches", ["insurance_branches_property", "insurance_branches_life"])
    for mean, low, high in (
        ("income_per_capita", "income_rural", "income_urban"),
        ("retail_sales_growth", "retail_sales_urban_growth", "retail_sales_rural_growth"),
        ("retail_sales_growth", "goods_retail_growth", "catering_income_growth"),
    ):
        yield Relation((mean, low, high), lambda m, a, b: m - max(a, b), is_bound=True)
        yield Relation((mean, low, high), lambda m, a, b: min(a, b) - m, is_bound=True)
    yield Relation(
        ("new_urban_jobs_target_completion", "new_urban_jobs", "target_new_urban_jobs"),
        lambda rate, jobs, target: rate - 100 * jobs / target,
    )
    flow = tuple(
        f"afre_{name}"
        for name in (
            *("flow", "rmb_loans", "government_bonds"),
            *("off_balance_sheet", "corporate_bonds"),
        )
    )
    yield Relation(flow, lambda whole, *parts: sum(parts) - whole, is_bound=True)


def _statements_on_banks(last: str) -> Iterator[Relation]:
    first = MONTHS[0]
    yield Relation(
        (
            "deposits_household_change",
            f"all.deposits_household.balance@{last}",
            "deposits_household_growth",
        ),
        lambda change, level, growth: change - (level - _ago(level, growth)),
    )
    for name in ("loans_household", "loans_enterprise"):
        yield Relation(
            (f"{name}_change", name, f"{name}_growth"),
            lambda change, level, growth: change - 1e4 * (level - _ago(level, growth)),
        )
    parts = ("loans_short", "loans_medium_long", "loans_bills")
    yield Relation(
        ("loans_enterprise", *(f"all.{part}.balance@{last}" for part in parts)),
        lambda whole, *pieces: whole - sum(pieces) / 1e4,
    )
    yield Relation(
        (
            "loans_enterprise_change",
            *(
                f"all.{part}.{of}"
                for of in (f"balance@{last}", f"balance@{first}", f"increase@{first}")
                for part in parts
            ),
        ),
        lambda change, *n: change - sum(n[:3]) + sum(n[3:6]) - sum(n[6:]),
    )


RELATIONS = [*_deposits_loans(), *_economy(), *_other_tables(), *_statements()]
"""All relations that the simulation satisfies by its making."""
