"""Single periods: exact differences, and true values drawn inside the printed intervals."""

import math
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finreport.analysis.flows import (
    of_every_length,
    period_name,
    results,
    single_growth,
    single_periods,
)
from finreport.analysis.results import Result
from finreport.editions import INTERVAL, open_edition

MakeSeries = Callable[..., pd.DataFrame]
ReadPrinted = Callable[..., dict[str, str]]
Named = dict[str, Result]

MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]


@pytest.fixture(scope="module")
def whole() -> Named:
    """Every result of the whole year by its name."""
    return {result.name: result for result in results(open_edition("shanxi-2025"))}


def test_periods_by_exact_arithmetic(make_series: MakeSeries) -> None:
    result = single_periods(
        make_series("10.5", "17.0", "16.9", months=["2024-02", "2024-03", "2024-06"])
    )
    assert result["months"].to_dict() == {"2024-02": 2, "2024-03": 1, "2024-06": 3}
    expected = {
        "2024-02": ("10.5", "10.45", "10.55"),
        "2024-03": ("6.5", "6.4", "6.6"),
        "2024-06": ("-0.1", "-0.2", "0.0"),
    }
    for month, numbers in expected.items():
        assert list(result.loc[month, ["value", "lower", "upper"]]) == pytest.approx(
            [float(text) for text in numbers], abs=1e-12
        )


def test_interval_holds_every_true_value_and_no_more(make_series: MakeSeries) -> None:
    rng = np.random.default_rng(20250103)
    cumulative = make_series("103.4", "219", "350.27", "349.9")
    lower, upper = cumulative["lower"].to_numpy(), cumulative["upper"].to_numpy()
    true = lower + (upper - lower) * rng.beta(0.1, 0.1, (20_000, 4))
    flows = np.diff(true, axis=1, prepend=0)
    result = single_periods(cumulative)
    width = (result["upper"] - result["lower"]).to_numpy()
    assert (flows.min(axis=0) >= result["lower"] - 1e-9).all()
    assert (flows.max(axis=0) <= result["upper"] + 1e-9).all()
    assert (flows.min(axis=0) - result["lower"] < 0.01 * width).all()
    assert (result["upper"] - flows.max(axis=0) < 0.01 * width).all()


def test_each_year_starts_again(make_series: MakeSeries) -> None:
    result = single_periods(
        make_series("90.0", "100.0", "12.0", months=["2023-11", "2023-12", "2024-02"])
    )
    assert list(result["value"]) == [90.0, 10.0, 12.0]
    assert list(result["months"]) == [11, 1, 2]


def test_missing_number_is_not_taken_for_nothing(make_series: MakeSeries) -> None:
    cumulative = make_series("10.0", "20.0", "30.0", "40.0")
    cumulative.loc["2024-02"] = math.nan
    result = single_periods(cumulative)
    assert list(result["value"].isna()) == [False, True, True, False]
    assert result.at["2024-04", "value"] == 10.0


def test_nothing_gives_nothing(make_series: MakeSeries) -> None:
    result = single_periods(make_series("10.0").iloc[:0])
    assert result.empty
    assert list(result.columns) == ["value", "lower", "upper", "months"]


@pytest.mark.parametrize(
    "indicator", ["gdp", "gdp_tertiary", "retail", "fiscal_revenue", "exports", "trade_balance"]
)
def test_printed_series_by_exact_arithmetic(
    make_series: MakeSeries, read_printed: ReadPrinted, indicator: str
) -> None:
    printed = read_printed("economy", indicator=indicator, measure="ytd")
    months, texts = list(printed), list(printed.values())
    result = single_periods(make_series(*texts, months=months))
    exact = [
        Decimal(text) - Decimal(before) for before, text in zip(["0", *texts], texts, strict=False)
    ]
    assert list(result.index) == months
    assert list(result["value"]) == pytest.approx([float(flow) for flow in exact], abs=1e-9)
    assert result["value"].sum() == pytest.approx(float(texts[-1]), abs=1e-9)
    assert result["months"].sum() == 12


# Growth of single periods


Corner = tuple[Fraction, Fraction, Fraction]


def fractions(text: str) -> Corner:
    """The value, the smallest and the largest number that are printed as ``text``."""
    value = Fraction(text)
    half = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
    return value, value - half, value + half


def grown(now: Fraction, rate: Fraction, before: Fraction, rate_before: Fraction) -> Fraction:
    """Growth in percent, written from the two years' flows."""
    flow = now - before
    flow_before = 100 * now / (100 + rate) - 100 * before / (100 + rate_before)
    return 100 * (flow - flow_before) / flow_before


def exact_growth(now: str, rate: str, before: str, rate_before: str) -> Corner:
    """The growth and its smallest and largest corner, in exact arithmetic."""
    numbers = [fractions(text) for text in (now, rate, before, rate_before)]
    corners = [grown(*corner) for corner in product(*(ends[1:] for ends in numbers))]
    value, _, _ = zip(*numbers, strict=True)
    return grown(*value), min(corners), max(corners)


GROWING = [
    "fai", "real_estate", "retail", "trade", "imports", "exports", "fiscal_revenue",
    "fiscal_expenditure",
]  # fmt: skip


@pytest.mark.parametrize("indicator", GROWING)
@pytest.mark.parametrize(
    ("period", "before", "last"),
    [
        ("2024-05", "2024-04", "2024-05"),
        ("2024-12", "2024-11", "2024-12"),
        ("2024Q2", "2024-03", "2024-06"),
        ("2024Q4", "2024-09", "2024-12"),
        ("2024H2", "2024-06", "2024-12"),
    ],
)
def test_growth_by_exact_arithmetic(
    whole: Named, read_printed: ReadPrinted, indicator: str, period: str, before: str, last: str
) -> None:
    level = read_printed("economy", indicator=indicator, measure="ytd")
    rate = read_printed("economy", indicator=indicator, measure="ytd_yoy")
    exact = exact_growth(level[last], rate[last], level[before], rate[before])
    found = whole[f"flows.{indicator}.{period}.yoy"]
    assert (found.value, found.lower, found.upper) == pytest.approx(
        tuple(map(float, exact)), abs=1e-8
    )
    assert found.bounds == "exact"
    flow = whole[f"flows.{indicator}.{period}"]
    assert flow.value == pytest.approx(float(Fraction(level[last]) - Fraction(level[before])))
    inputs = [f"{indicator}.ytd@{before}", f"{indicator}.ytd@{last}"]
    assert list(flow.inputs) == inputs
    assert set(found.inputs) == {*inputs, *(name.replace("ytd", "ytd_yoy") for name in inputs)}


@given(
    st.tuples(st.integers(1, 900), st.integers(1, 900)),
    st.tuples(st.integers(-300, 300), st.integers(-300, 300)),
    st.tuples(*[st.floats(0, 1)] * 4),
)
def test_growth_of_any_true_numbers_lies_in_the_interval(
    flows: tuple[int, int], rates: tuple[int, int], inside: tuple[float, ...]
) -> None:
    texts = [f"{flows[0]}.0", f"{rates[0] / 10:.1f}", f"{sum(flows)}.0", f"{rates[1] / 10:.1f}"]
    ranges = [fractions(text)[1:] for text in texts]
    before, rate_before, now, rate = (
        low + Fraction(part) * (high - low)
        for (low, high), part in zip(ranges, inside, strict=True)
    )
    index = ["2024-02", "2024-03"]
    level, growth = (
        pd.DataFrame(
            [[float(number) for number in fractions(text)] for text in pair], index, INTERVAL
        )
        for pair in (texts[::2], texts[1::2])
    )
    found = single_growth(level, growth).loc["2024-03"]
    if found.notna().all():
        true = float(grown(now, rate, before, rate_before))
        slack = 1e-7 * (1 + abs(true))
        assert found["lower"] - slack <= true <= found["upper"] + slack
    else:  # some corner has nothing in the year before
        corners = product(*(ranges[at] for at in (0, 1, 2, 3)))
        bases = [100 * n / (100 + r) - 100 * b / (100 + s) for b, s, n, r in corners]
        assert min(bases) <= Fraction(1, 10**9)


def test_the_first_period_has_the_printed_rate(make_series: MakeSeries) -> None:
    found = single_growth(make_series("458.8"), make_series("29.7")).iloc[0]
    assert list(found[INTERVAL]) == pytest.approx([29.7, 29.65, 29.75])


def test_equal_growth_of_the_whole_is_growth_of_its_parts(make_series: MakeSeries) -> None:
    found = single_growth(make_series("10.0", "30.0", "35.0"), make_series("5.0", "5.0", "5.0"))
    assert list(found["value"]) == pytest.approx([5.0, 5.0, 5.0])
    assert (found["lower"] < 5.0).all()
    assert (found["upper"] > 5.0).all()


def test_nothing_is_told_where_the_year_before_could_have_nothing(make_series: MakeSeries) -> None:
    found = single_growth(make_series("1.5", "2.0"), make_series("-60.1", "-47.4"))
    assert found.loc["2024-01", INTERVAL].notna().all()
    assert found.loc["2024-02", INTERVAL].isna().all()


# Named results


@pytest.mark.parametrize(
    ("last", "months", "name"),
    [
        ("2024-05", 1, "2024-05"),
        ("2024-02", 2, "2024-01..2024-02"),
        ("2024-03", 3, "2024Q1"),
        ("2024-12", 3, "2024Q4"),
        ("2024-12", 6, "2024H2"),
        ("2024-11", 3, "2024-09..2024-11"),
        ("2024-12", 12, "2024-01..2024-12"),
    ],
)
def test_names_of_periods(last: str, months: int, name: str) -> None:
    assert period_name(last, months) == name


def test_every_length_is_there_once(whole: Named) -> None:
    periods = [name.split(".")[-1] for name in whole if re.fullmatch(r"flows\.retail\..*\d", name)]
    months = [f"2024-{month:02d}" for month in range(3, 13)]
    quarters = ["2024Q1", "2024Q2", "2024Q3", "2024Q4"]
    assert periods == ["2024-02", *months, *quarters, "2024H1", "2024H2"]
    assert "flows.retail.2024-01..2024-02" in whole


@pytest.mark.parametrize("indicator", [*GROWING, "fdi", "trade_balance", "fiscal_balance"])
def test_months_add_up_to_quarters_and_half_years(whole: Named, indicator: str) -> None:
    def flow(period: str) -> float:
        value = whole[f"flows.{indicator}.{period}"].value
        assert value is not None
        return value

    for quarter in (2, 3, 4):
        months = [flow(f"2024-{month:02d}") for month in range(3 * quarter - 2, 3 * quarter + 1)]
        assert sum(months) == pytest.approx(flow(f"2024Q{quarter}"), abs=1e-9)
    assert flow("2024Q3") + flow("2024Q4") == pytest.approx(flow("2024H2"), abs=1e-9)


@pytest.mark.parametrize("indicator", ["gdp", "gdp_primary", "gdp_secondary", "gdp_tertiary"])
def test_the_whole_year_of_the_product_is_not_subtracted_from(whole: Named, indicator: str) -> None:
    without = {
        name: found.reason
        for name, found in whole.items()
        if name.startswith(f"flows.{indicator}.") and found.value is None
    }
    assert without == {
        f"flows.{indicator}.2024Q4": "another_basis",
        f"flows.{indicator}.2024H2": "another_basis",
        **{
            f"flows.{indicator}.{period}.yoy": "constant_prices"
            for period in ("2024Q2", "2024Q3", "2024Q4", "2024H2")
        },
    }


def test_a_whole_year_that_is_printed_alone_is_told_whatever_its_basis() -> None:
    """As a yearly report prints it, which has no months to subtract."""
    edition = open_edition("shanxi-2025")
    only = {"indicator": "gdp", "measure": "ytd"}
    economy = {
        row: cells
        for row, cells in edition.records["economy"].items()
        if not only.items() <= cells.items() or cells["month"] == "2024-12"
    }
    alone = replace(edition, records={**edition.records, "economy": economy})
    [year] = [one for one in results(alone) if one.series == "gdp" and one.statistic == "flow"]
    assert (year.period, year.inputs) == ("2024-01..2024-12", ("gdp.ytd@2024-12",))
    printed = edition.find("gdp.ytd")
    assert printed is not None
    assert year.value == float(printed.value)


def test_other_numbers_are_missing_only_where_the_base_is_unknown(whole: Named) -> None:
    without = {
        name: found.reason
        for name, found in whole.items()
        if found.value is None and found.reason not in ("another_basis", "constant_prices")
    }
    assert without == {
        "flows.fdi.2024-04.yoy": "base_unknown",
        "flows.fdi.2024-05.yoy": "base_unknown",
    }


def test_differences_and_what_was_not_printed_have_no_growth(whole: Named) -> None:
    with_growth = {name.split(".")[1] for name in whole if name.endswith(".yoy")}
    without = {name.split(".")[1] for name in whole} - with_growth
    assert without == {"trade_balance", "fiscal_balance"}
    assert not [name for name in whole if "unemployment" in name]


@pytest.mark.parametrize("as_of", MONTHS[::2])
def test_an_earlier_month_knows_the_same_of_what_was_over(whole: Named, as_of: str) -> None:
    found = {one.name: one for one in results(open_edition("shanxi-2025", as_of))}
    known = {
        name: one
        for name, one in whole.items()
        if all(printed.partition("@")[2] <= as_of for printed in one.inputs)
    }
    assert found == known


def test_trade_turned_in_the_middle_of_the_year(whole: Named) -> None:
    halves = [whole[f"flows.trade.2024H{half}.yoy"] for half in (1, 2)]
    assert [one.value for one in halves] == pytest.approx([18.7, -8.678], abs=1e-3)
    assert halves[0].lower is not None
    assert halves[0].lower > 0
    assert halves[1].upper is not None
    assert halves[1].upper < 0


def test_a_quarter_is_three_months_and_no_more(make_series: MakeSeries) -> None:
    """Without June, nothing tells the second quarter or the third."""
    months = [month for month in MONTHS if month != "2024-06"]
    cumulative = make_series(*(f"{10 * at}.0" for at in range(1, 12)), months=months)
    found = of_every_length(single_periods, cumulative)
    assert list(found.index) == [
        *MONTHS[:5], "2024-06..2024-07", *MONTHS[7:], "2024Q1", "2024Q4"
    ]  # fmt: skip
    assert (found.loc[["2024Q1", "2024Q4"], "months"] == 3).all()


# How large a revision of the base would be


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("retail.2024Q4", -0.585), ("fai.2024Q4", -1.163), ("fiscal_revenue.2024Q4", -7.367)],
)
def test_a_revision_makes_the_quarter_grow_as_the_year(
    whole: Named, name: str, wanted: float
) -> None:
    """By its definition: the base of nine months is revised, and growth is worked out again."""
    revision = whole[f"flows.{name}.revision"]
    assert revision.value == pytest.approx(wanted, abs=5e-4)
    indicator = name.partition(".")[0]
    edition = open_edition("shanxi-2025")
    level, rate = (
        edition.series("economy", indicator=indicator, measure=measure)["value"]
        for measure in ("ytd", "ytd_yoy")
    )
    base = level["2024-12"] / (1 + rate["2024-12"] / 100)
    before = level["2024-09"] / (1 + rate["2024-09"] / 100)

    def growth(revised: float) -> float:
        rest = base - before * (1 + revised / 100)
        return float(100 * ((level["2024-12"] - level["2024-09"]) / rest - 1))

    assert growth(0) == pytest.approx(whole[f"flows.{name}.yoy"].value)
    assert revision.value is not None
    assert growth(revision.value) == pytest.approx(rate["2024-12"])
    zero = whole[f"flows.{name}.revision.zero"]
    assert zero.value is not None
    assert growth(zero.value) == pytest.approx(0, abs=1e-9)
    for one in (revision, zero):
        assert one.lower is not None
        assert one.upper is not None
        assert one.lower < one.value < one.upper  # type: ignore[operator]


def test_only_differences_of_several_months_have_a_revision(whole: Named) -> None:
    assert "flows.retail.2024Q1.revision" not in whole  # printed, no difference
    assert "flows.retail.2024-05.revision" not in whole
    assert "flows.gdp.2024Q4.revision" not in whole
