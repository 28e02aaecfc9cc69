"""What each chart plots, against the CSV files read a second way.

The files are read with the csv module; what a chart implies is computed again in exact decimal
arithmetic. Both the table below a chart and the marks of the picture itself must agree.
"""

import csv
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import rtoml
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection

from finreport.figures.exhibits import Chart
from finreport.narrative.edition_words import words_of

DATA = Path(__file__).parents[2] / "data"
EDITION = DATA / "shanxi-2025"
WORDS = words_of(EDITION.name, "zh")
HALF = Decimal("0.5")

Show = Callable[..., Chart]

INVESTMENT = """high_tech_investment new_energy_power_investment industrial_investment fai
    infrastructure_investment private_investment"""
CONSUMPTION = """computer_sales new_energy_vehicle_consumption cultural_office_goods_sales
    wearable_device_sales home_appliance_consumption smartphone_sales catering_income
    retail_sales_rural retail_sales retail_sales_urban goods_retail"""
INDUSTRY = """aerospace new_energy_equipment computer_manufacturing medical_instruments
    new_energy_vehicle_industry consumer_goods_industry utilities manufacturing"""
FARMING = """meat_output medicinal_herb_output live_pigs egg_output vegetable_output
    farming_value_added fruit_output"""
SERVICES = "information_services finance leasing_business_services accommodation_catering services"
PRICES = """cpi_other cpi_clothing cpi_household_goods cpi_health cpi_housing cpi_education cpi
    cpi_food cpi_transport"""
MARKETS = "claims_paid securities_turnover risk_cover securities_accounts premium_income"
LAST_VALUE = re.compile(r" (−?\d+\.\d)$")
"""The value of a line's last point, which may follow its name."""

HOUSEHOLDS = ("rated_farm_households", "credit_households", "credit_loan_borrowers")
INCOMES = "income_rural income_per_capita income_urban"
PRIORITIES = """loans_elderly_care loans_self_employed priorities_loans_green
    priorities_loans_inclusive loans_manufacturing loans_private priorities_loans_agriculture
    loans_all"""


class Number(NamedTuple):
    """A number of a chart: as its table writes it, and the interval that rounding leaves."""

    text: str
    value: Decimal
    lower: Decimal
    upper: Decimal


Column = Mapping[str, Number]
"""The numbers of a series by their row: a month, or the name of an item."""


@dataclass(frozen=True)
class Expected:
    """The table of a chart, and which of its columns each panel draws, in that order."""

    columns: Sequence[Column]
    panels: Sequence[Sequence[int]]
    across: bool = False  # whether values run from left to right
    banded: Sequence[bool] = (True, True, True, True, True, True)
    since: Mapping[str, int] = field(default_factory=dict)  # first month of a longer period

    @property
    def rows(self) -> list[str]:
        """Months in order, or items in the order of the first column."""
        names = dict.fromkeys(row for column in self.columns for row in column)
        return list(names) if self.across else sorted(names)


# Reading and writing numbers


@cache
def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, every cell as it stands."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def minus(text: str) -> str:
    """A number with the typographic minus sign."""
    return text.replace("-", "\N{MINUS SIGN}")


def printed(text: str) -> Number:
    """A printed number, and the values that are printed like it."""
    value = Decimal(text)
    half = HALF.scaleb(-len(text.partition(".")[2]))
    return Number(minus(text), value, value - half, value + half)


def computed(value: Decimal, lower: Decimal, upper: Decimal, decimals: int = 1) -> Number:
    """A computed number, written with so many decimals; a tie is rounded away from zero."""
    text = f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    return Number(minus(text if Decimal(text) else text.lstrip("-")), value, lower, upper)


def ends(column: Column, decimals: int) -> list[Column]:
    """The lower and the upper ends of a column, as columns of their own."""
    return [
        {row: computed(getattr(n, end), n.lower, n.upper, decimals) for row, n in column.items()}
        for end in ("lower", "upper")
    ]


def series(resource: str, **keys: str) -> Column:
    """A monthly series as printed, without the months of a dash."""
    value = "share" if resource == "lpr_buckets" else "value"
    return {
        row["month"]: printed(row[value])
        for row in read_rows(EDITION / f"{resource}.csv")
        if all(row[key] == wanted for key, wanted in keys.items()) and row[value]
    }


def economy(indicator: str, measure: str) -> Column:
    """A series of the second table of the appendix."""
    return series("economy", indicator=indicator, measure=measure)


def banking(currency: str, indicator: str, measure: str) -> Column:
    """A series of the first table of the appendix."""
    return series("deposits_loans", currency=currency, indicator=indicator, measure=measure)


# What charts plot


def plain(*panels: Sequence[Column]) -> Expected:
    """Printed series, a list of them a panel."""
    columns = [column for panel in panels for column in panel]
    at = iter(range(len(columns)))
    return Expected(columns, [[next(at) for _ in panel] for panel in panels])


def levels(indicator: str) -> Expected:
    """A cumulative series above its growth."""
    return plain([economy(indicator, "ytd")], [economy(indicator, "ytd_yoy")])


def growth(*indicators: str) -> Expected:
    """The growth of cumulative series in one panel."""
    return plain([economy(indicator, "ytd_yoy") for indicator in indicators])


def flows(*indicators: str, until: str = "2024-12") -> Expected:
    """Differences of neighbouring cumulative figures, with their bounds, a panel each.

    Where single months follow, a first period of several is their average.
    """
    columns: list[Column] = []
    since = {}
    for indicator in indicators:
        before, start = Number("", Decimal(0), Decimal(0), Decimal(0)), 1
        periods = {}
        known = [month for month in economy(indicator, "ytd") if month <= until]
        has_single = any(int(b[5:]) - int(a[5:]) == 1 for a, b in pairwise(known))
        for month in known:
            n = economy(indicator, "ytd")[month]
            count = int(month[5:]) - start + 1 if has_single else 1
            value = (n.value - before.value) / count
            low, high = (n.lower - before.upper) / count, (n.upper - before.lower) / count
            periods[month] = computed(value, low, high, 2)
            since[month] = start
            before, start = n, int(month[5:]) + 1
        columns += [periods, *ends(periods, 2)]
    panels = [[3 * panel] for panel in range(len(indicators))]
    return Expected(columns, panels, since=since)


def level_a_year_ago(level: Number, rate: Number) -> Number:
    """What a balance and its growth imply for twelve months before."""
    quotients = [
        one / (1 + other / 100)
        for one, other in product((level.lower, level.upper), (rate.lower, rate.upper))
    ]
    return computed(level.value / (1 + rate.value / 100), min(quotients), max(quotients))


def balances(indicator: str) -> Expected:
    """A balance, the implied one of a year ago, its growth, and the bounds of the implied one."""
    balance, rate = (banking("cny", indicator, measure) for measure in ("balance", "yoy"))
    implied = {
        f"{int(month[:4]) - 1}{month[4:]}": level_a_year_ago(balance[month], rate[month])
        for month in balance
    }
    return Expected([balance, implied, rate, *ends(implied, 1)], [[1, 0], [2]])


def points_of_growth(part: tuple[Number, Number], total: tuple[Number, Number]) -> Number:
    """A part's increase over a year as a percentage of the total of a year ago."""

    def increase(level: Decimal, rate: Decimal) -> Decimal:
        return level * rate / (100 + rate)

    level, rate = part
    base = level_a_year_ago(*total)
    corners = [
        100 * increase(one, other) / whole
        for one, other, whole in product(
            (level.lower, level.upper), (rate.lower, rate.upper), (base.lower, base.upper)
        )
    ]
    value = 100 * increase(level.value, rate.value) / base.value
    return computed(value, min(corners), max(corners))


def parts(currency: str, total: str, *names: str) -> Expected:
    """The contributions of the named parts to the growth of the total, and of the rest."""

    def pairs(name: str) -> dict[str, tuple[Number, Number]]:
        level, rate = (banking(currency, name, measure) for measure in ("balance", "yoy"))
        return {month: (level[month], rate[month]) for month in level}

    whole = pairs(total)
    columns: list[Column] = [
        {month: points_of_growth(pair, whole[month]) for month, pair in pairs(name).items()}
        for name in names
    ]
    rest = {}
    for month, (_, rate) in whole.items():
        named = [column[month] for column in columns]
        rest[month] = computed(
            rate.value - sum(n.value for n in named),
            rate.lower - sum(n.upper for n in named),
            rate.upper - sum(n.lower for n in named),
        )
    return plain([*columns, rest])


def stated(subjects: str) -> Expected:
    """Numbers of the prose; a decline is negative."""
    statements = {row["id"]: row for row in read_rows(EDITION / "statements.csv")}
    numbers = {}
    for subject in subjects.split():
        [row] = [
            statements[f"{subject}_{kind}"]
            for kind in ("growth", "decline")
            if f"{subject}_{kind}" in statements
        ]
        assert row["id"].endswith(row["kind"])
        sign = "-" if row["kind"] == "decline" else ""
        numbers[WORDS.text(f"item.{row['id']}")] = printed(sign + row["value"])
    return Expected([numbers], [[0]], across=True)


def households() -> Expected:
    """Farm households in tens of thousands, as the prose counts them."""
    statements = {row["id"]: row["value"] for row in read_rows(EDITION / "statements.csv")}
    numbers = {WORDS.text(f"item.{name}"): printed(statements[name]) for name in HOUSEHOLDS}
    return Expected([numbers], [[0]], across=True)


def assets() -> Expected:
    """The assets of each type of institution that has any, the largest first."""
    held = {
        WORDS.text(f"institution.{row['category']}"): printed(row["assets"])
        for row in read_rows(EDITION / "institutions.csv")
        if row["category"] != "total" and Decimal(row["assets"])
    }
    largest_first = sorted(held.items(), key=lambda item: item[1].value, reverse=True)
    return Expected([dict(largest_first)], [[0]], across=True)


def financing() -> Expected:
    """The named components and what they leave of the total, each with its share."""
    rows = {row["component"]: row["value"] for row in read_rows(EDITION / "financing.csv")}
    total = printed(rows["total"])
    names = ("rmb_loans", "government_bonds", "off_balance_sheet", "corporate_bonds")
    flow = {name: printed(rows[name]) for name in names}
    flow["remainder"] = computed(
        total.value - sum(flow[name].value for name in names),
        total.lower - sum(flow[name].upper for name in names),
        total.upper - sum(flow[name].lower for name in names),
        decimals=0,
    )
    named = {WORDS.text(f"component.{name}"): number for name, number in flow.items()}
    share = {
        name: computed(100 * n.value / total.value, n.lower, n.upper) for name, n in named.items()
    }
    return Expected([named, share], [[0]], across=True)


def lpr_shares() -> Expected:
    """Shares by side of LPR, and the quotations of the same months as context."""
    shares = [series("lpr_buckets", bucket=bucket) for bucket in ("below", "at", "above")]
    quotes = [
        {
            row["date"][:7]: printed(row[term])
            for row in read_rows(DATA / "context" / "lpr_quotes.csv")
            if row["date"][:7] in shares[0]
        }
        for term in ("lpr_1y", "lpr_5y")
    ]
    return Expected([*shares, *quotes], [[0, 1, 2], [3, 4]], banded=[True, False])


def mean(numbers: Iterable[Number]) -> Decimal:
    """The mean of the printed values."""
    values = [number.value for number in numbers]
    return sum(values, Decimal(0)) / len(values)


def lpr_shift() -> Expected:
    """The mean share of each bucket before July and from July on, and the difference."""
    columns: list[dict[str, Number]] = [{}, {}, {}]
    buckets = dict.fromkeys(row["bucket"] for row in read_rows(EDITION / "lpr_buckets.csv"))
    for bucket in buckets:
        if bucket in ("total", "above"):  # sums of other buckets
            continue
        shares = series("lpr_buckets", bucket=bucket)
        before = mean(n for month, n in shares.items() if month < "2024-07")
        after = mean(n for month, n in shares.items() if month >= "2024-07")
        for column, value in zip(columns, (before, after, after - before), strict=True):
            column[WORDS.text(f"bucket.{bucket}")] = computed(value, value, value)
    return Expected(columns, [[0, 1]], across=True, banded=[False])


def monthly_growth() -> Expected:
    """Six growth rates, a panel each."""
    names = ("industry", "fai", "retail", "trade", "fiscal_revenue", "fiscal_expenditure")
    return plain(*[[economy(name, "ytd_yoy")] for name in names])


def trade() -> Expected:
    """Exports, imports and their balance above the growth of the two."""
    return plain(
        [economy(name, "ytd") for name in ("exports", "imports", "trade_balance")],
        [economy(name, "ytd_yoy") for name in ("exports", "imports")],
    )


FIRST_REVISED_YEAR = "2018"


def product_revisions() -> Expected:
    """By how many percent the newest vintage differs from the earlier ones of the same year."""
    vintages: dict[tuple[str, str], Decimal] = {
        (row["year"], row["vintage"]): Decimal(row["grp_100m_cny"])
        for row in read_rows(DATA / "context" / "grp_vintages.csv")
    }
    newest = "fifth_census_basis"
    revisions = {}
    for (year, vintage), value in sorted(vintages.items()):
        if vintage != newest and year >= FIRST_REVISED_YEAR:
            revision = 100 * vintages[year, newest] / value - 100
            name = WORDS.text("revision", year=year, vintage=WORDS.text(f"vintage.{vintage}"))
            revisions[name] = computed(revision, revision, revision, 2)
    return Expected([revisions], [[0]], across=True)


def increases() -> Expected:
    """Increases of deposits with those of the corrections file in place, and as printed."""
    names = ("deposits_household", "deposits_corporate")
    printed_ones = [banking("cny", name, "increase") for name in names]
    used = [dict(column) for column in printed_ones]
    for column, name in zip(used, names, strict=True):
        balance = banking("cny", name, "balance")
        for month in corrected_months(name):
            end, start = balance[month], balance[f"2024-{int(month[5:]) - 1:02}"]
            low, high = end.lower - start.upper, end.upper - start.lower
            column[month] = computed(end.value - start.value, low, high)
    return Expected([*used, *printed_ones], [[0, 1]])


def corrected_months(name: str) -> list[str]:
    """The months for which the corrections file has an increase of such deposits."""
    path = DATA / "shanxi-2025" / "judgements.toml"
    corrections = rtoml.loads(path.read_text(encoding="utf-8"))["correction"]
    targets = [correction["name"].partition("@") for correction in corrections]
    return [month for base, _, month in targets if base == f"cny.{name}.increase"]


EXPECTED: Mapping[str, Callable[[], Expected]] = {
    "consumption_kinds": lambda: stated(CONSUMPTION),
    "demand_flows": lambda: flows("retail", "fai", "real_estate"),
    "deposit_increases": increases,
    "deposit_loan_growth": lambda: plain(
        [banking("all", name, "yoy") for name in ("deposits", "loans")]
    ),
    "credit_households": households,
    "deposit_parts": lambda: parts("cny", "deposits", "deposits_household", "deposits_corporate"),
    "deposits": lambda: balances("deposits"),
    "fai": lambda: growth("fai"),
    "farming": lambda: stated(FARMING),
    "financing": financing,
    "fiscal": lambda: growth("fiscal_revenue", "fiscal_expenditure"),
    "fiscal_flows": lambda: flows("fiscal_revenue", "fiscal_expenditure"),
    "gdp": lambda: levels("gdp"),
    "growth_at_a_glance": monthly_growth,
    "incomes": lambda: stated(INCOMES),
    "industry": lambda: growth("industry"),
    "industry_growth": lambda: growth("gdp_primary", "gdp_secondary", "gdp_tertiary"),
    "industry_kinds": lambda: stated(INDUSTRY),
    "institution_assets": assets,
    "investment_kinds": lambda: stated(INVESTMENT),
    "loan_parts": lambda: parts("all", "loans", "loans_medium_long", "loans_short", "loans_bills"),
    "loans": lambda: balances("loans"),
    "lpr_shares": lpr_shares,
    "lpr_shift": lpr_shift,
    "market_growth": lambda: stated(MARKETS),
    "prices": lambda: stated(PRICES),
    "priority_loans": lambda: stated(PRIORITIES),
    "product_revisions": product_revisions,
    "real_estate": lambda: growth("fai", "real_estate"),
    "retail": lambda: levels("retail"),
    "services": lambda: stated(SERVICES),
    "single_quarters": lambda: flows(
        "gdp_primary", "gdp_secondary", "gdp_tertiary", until="2024-09"
    ),
    "trade": trade,
    "trade_flows": lambda: flows("exports", "imports"),
}

OTHER_KEYS = {"deposits", "loans", "lpr_shift"}
"""Charts whose lines are named otherwise than by the heads of the table."""

MARKED = {"deposit_increases"}
"""Charts with signs at single points; those have a test of their own."""

OWN_TESTS = {"targets", "time_line", "claim_margins", "claims_and_series"}
"""Charts of words as much as of numbers; their tests are below and in ``test_claims_numbers``."""

numeric = pytest.mark.parametrize("name", sorted(EXPECTED))


def test_every_chart_has_an_expectation(printed_names: set[str]) -> None:
    assert {*EXPECTED, *OWN_TESTS} == printed_names


def test_every_exhibit_has_its_words(chart_names: list[str], table_names: list[str]) -> None:
    assert set(WORDS.catalogue["chart"]) == set(chart_names)
    assert set(WORDS.catalogue["table"]) == set(table_names)


# The table below a chart


@numeric
def test_table_holds_the_numbers(show: Show, name: str) -> None:
    expected, grid = EXPECTED[name](), show(name).grid
    wanted = {
        write_row(row, expected): [
            column[row].text if row in column else "" for column in expected.columns
        ]
        for row in expected.rows
    }
    assert {row.head: list(row.cells) for row in grid.rows} == wanted
    assert [row.head for row in grid.rows] == list(wanted)
    assert len(set(grid.heads)) == len(grid.heads) == 1 + len(expected.columns)


def write_row(row: str, expected: Expected) -> str:
    """The head of a row: a period in words, an item by its name."""
    year, _, month = row.partition("-")
    if not month.isdecimal():
        return row
    start, end = expected.since.get(row, int(month)), int(month)
    if start == end:
        return f"{year}年{end}月"
    average = "（月均）" if end - start == 1 else ""  # the only months that are not printed alone
    return f"{year}年{start}至{end}月{average}"


# The picture


@numeric
def test_marks_are_at_the_numbers(show: Show, name: str) -> None:
    expected = EXPECTED[name]()
    panels = show(name).figure.axes
    assert len(panels) == len(expected.panels)
    for axes, drawn in zip(panels, expected.panels, strict=True):
        wanted = [points(expected, column, "value") for column in drawn]
        found = marks(axes, across=expected.across)
        if name in MARKED:
            found = [mark for mark in found if len(mark) >= len(wanted[0])]
        assert len(found) == len(wanted)
        for mark, points_of_column in zip(found, wanted, strict=True):
            np.testing.assert_allclose(mark, points_of_column, rtol=1e-9, atol=1e-9)


@numeric
def test_bands_and_whiskers_are_the_intervals(show: Show, name: str) -> None:
    expected = EXPECTED[name]()
    for axes, drawn, banded in zip(
        show(name).figure.axes, expected.panels, expected.banded, strict=False
    ):
        if banded:
            found = spans(axes, across=expected.across)
            assert len(found) == len(drawn)
            for span, column in zip(found, drawn, strict=True):
                numbers = expected.columns[column].values()
                wanted = [(float(number.lower), float(number.upper)) for number in numbers]
                np.testing.assert_allclose(span, wanted, rtol=1e-9, atol=1e-9)


@numeric
def test_items_are_named_in_the_order_of_their_marks(show: Show, name: str) -> None:
    expected = EXPECTED[name]()
    if expected.across:
        [axes] = show(name).figure.axes
        names = [label.get_text() for label in axes.get_yticklabels()]
        places = dict(zip(names, axes.get_yticks(), strict=True))
        assert places == dict(zip(expected.rows, descending(len(names)), strict=True))


@numeric
def test_a_name_at_the_end_of_a_line_has_its_colour(show: Show, name: str) -> None:
    expected, chart = EXPECTED[name](), show(name)
    for axes, drawn in zip(chart.figure.axes, expected.panels, strict=True):
        texts = {LAST_VALUE.sub("", text.get_text()): text for text in axes.texts}
        colours = {name: text.get_color() for name, text in texts.items()}
        lines = [line for line in axes.lines if line.get_transform() == axes.transData]
        if name in MARKED:
            lines = [line for line in lines if len(np.asarray(line.get_xdata())) > 1]
        for line, column in zip(lines, drawn, strict=False):
            head = chart.grid.heads[1 + column].removesuffix("同比")
            assert colours.get(head, line.get_color()) == line.get_color()
            assert head in colours or len(drawn) == 1 or name in OTHER_KEYS
            if head in colours and (told := LAST_VALUE.search(texts[head].get_text())):
                shown = float(told[1].replace("−", "-"))
                assert shown == pytest.approx(np.asarray(line.get_ydata())[-1], abs=0.05001)


def points(expected: Expected, at: int, what: str) -> list[tuple[float, float]]:
    """Where the numbers of a column belong: at their month, or the first item on top."""
    column = expected.columns[at]
    if expected.across:
        places = descending(len(column))
    else:
        places = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in column]
    return [
        (place, float(getattr(number, what)))
        for place, number in zip(places, column.values(), strict=True)
    ]


def descending(count: int) -> list[int]:
    """Places from top to bottom."""
    return list(range(count))[::-1]


def marks(axes: Axes, *, across: bool) -> list[list[tuple[float, float]]]:
    """The lines and bars of the axes, as (place, value); bars end with their month."""
    found = []
    for line in axes.lines:
        if line.get_transform() == axes.transData:  # not a rule across the axes
            x, y = (np.asarray(ends, dtype=float) for ends in line.get_data())
            found.append(list(zip(y, x, strict=True)) if across else list(zip(x, y, strict=True)))
    for container in axes.containers:
        bars: list[Any] = list(getattr(container, "patches", []))
        if across:
            found.append([(bar.get_y() + bar.get_height() / 2, bar.get_width()) for bar in bars])
        elif bars:
            assert {bar.get_y() for bar in bars} == {0}
            ends_at = [math.floor(bar.get_x() + bar.get_width()) for bar in bars]
            found.append([(end, bar.get_height()) for end, bar in zip(ends_at, bars, strict=True)])
    return found


def spans(axes: Axes, *, across: bool) -> list[list[tuple[float, float]]]:
    """The bands of lines and the whiskers of bars: the two ends at each place, in order."""
    found = []
    for collection in axes.collections:
        if isinstance(collection, PolyCollection):
            [outline] = collection.get_paths()
            vertices = np.asarray(outline.vertices)
        elif isinstance(collection, LineCollection):
            vertices = np.concatenate(collection.get_segments())
        at_places: dict[float, list[float]] = {}
        for x, y in vertices.tolist():
            place, value = (y, x) if across else (x, y)
            at_places.setdefault(place, []).append(value)
        found.append([(min(values), max(values)) for values in at_places.values()])
    return found


# Charts with signs, and charts of words


def test_corrected_increases_are_marked_beside_the_printed_ones(show: Show) -> None:
    [axes] = show("deposit_increases").figure.axes
    expected = increases()
    signs = [mark for mark in marks(axes, across=False) if len(mark) == 1]
    wanted = []
    for used, printed_ones in ((0, 2), (1, 3)):
        [month] = corrected_months(("deposits_household", "deposits_corporate")[used])
        assert month == "2024-10"
        for column in (printed_ones, used):
            at = [*expected.columns[column]].index(month)
            wanted.append([points(expected, column, "value")[at]])
    wanted += [wanted[0], wanted[2]]  # the crosses over what is printed, drawn last
    assert len(signs) == len(wanted)
    for mark, point in zip(signs, wanted, strict=True):
        np.testing.assert_allclose(mark, point, rtol=1e-9)
    single = [line.get_marker() for line in axes.lines if len(np.asarray(line.get_xdata())) == 1]
    assert single == ["", "D", "", "D", "x", "x"]  # printed, used, then what is crossed out


def test_targets_are_the_results_and_the_aims(show: Show) -> None:
    results = {"gdp": "grp", "income": "income_per_capita", "retail": "retail_sales"}
    aims = [
        row
        for row in read_rows(EDITION / "targets.csv")
        if row["unit"] in ("%", "") and row["indicator"] != "unemployment"
    ]
    statements = {row["id"]: row for row in read_rows(EDITION / "statements.csv")}
    order = [results.get(row["indicator"], row["indicator"]) for row in aims]
    reached = [statements[f"{name}_growth"]["value"] for name in order]
    chart = show("targets")
    assert [row.head for row in chart.grid.rows] == [
        WORDS.text(f"target.{row['indicator']}") for row in aims
    ]
    assert [row.cells[0] for row in chart.grid.rows] == reached
    for row, aim in zip(chart.grid.rows, aims, strict=True):
        assert aim["value"] in row.cells[1]
        assert bool(aim["value"]) == any(letter.isdigit() for letter in row.cells[1])
    [axes] = chart.figure.axes
    dots, diamonds = marks(axes, across=True)
    assert dots == list(zip(descending(len(aims)), map(float, reached), strict=True))
    assert [(place, value) for place, value in diamonds if not math.isnan(value)] == [
        (place, float(aim["value"]))
        for place, aim in zip(descending(len(aims)), aims, strict=True)
        if aim["value"]
    ]


def test_time_line_has_every_event_at_its_day(show: Show) -> None:
    events = read_rows(EDITION / "events.csv")
    chart = show("time_line")
    wanted = []
    for event in events:
        year, month, day = (int(part) for part in event["date"].split("-"))
        wanted.append((f"{year}年{month}月{day}日", [event["event"]]))
    assert [(row.head, list(row.cells)) for row in chart.grid.rows] == wanted
    [axes] = chart.figure.axes
    dots = [point for mark in marks(axes, across=False) for point in mark]
    assert [math.floor(x + 0.5) for x, _ in dots] == [
        int(event["date"][:4]) * 12 + int(event["date"][5:7]) - 1 for event in events
    ]
    assert [x for x, _ in dots] == sorted(x for x, _ in dots)
    assert [y for _, y in dots] == sorted({y for _, y in dots}, reverse=True)
