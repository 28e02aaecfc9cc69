"""Single periods: exact differences, and true values drawn inside the printed intervals."""

import math
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from finreport.analysis.flows import single_periods

MakeSeries = Callable[..., pd.DataFrame]
ReadPrinted = Callable[..., dict[str, str]]


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
