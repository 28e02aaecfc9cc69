"""The parts of a whole: contributions to growth, and shares before and after a month."""

import math
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from finreport.analysis.composition import Growing, growth_parts, split_means
from finreport.editions import EditionError

MakeSeries = Callable[..., pd.DataFrame]
ReadPrinted = Callable[..., dict[str, str]]
Draws = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

INTERVAL = ["value", "lower", "upper"]
DRAWS = 50_000


@pytest.fixture
def total(make_series: MakeSeries) -> Growing:
    return Growing(make_series("1000.4"), make_series("8.7"))


@pytest.fixture
def parts(make_series: MakeSeries) -> dict[str, Growing]:
    return {
        "growing": Growing(make_series("420.3"), make_series("15.2")),
        "shrinking": Growing(make_series("260"), make_series("-3.1")),
        "still": Growing(make_series("90.5"), make_series("0.0")),
    }


def draw(rng: np.random.Generator, series: pd.DataFrame) -> Draws:
    lower, upper = float(series["lower"].iloc[0]), float(series["upper"].iloc[0])
    return lower + (upper - lower) * rng.beta(0.05, 0.05, DRAWS)


def row(table: pd.DataFrame, part: str) -> pd.Series:
    return table[table["part"] == part].iloc[0]


def test_contributions_by_exact_arithmetic(total: Growing, parts: dict[str, Growing]) -> None:
    table = growth_parts(total, parts, "rest")
    base = Decimal("1000.4") / Decimal("1.087")
    exact = {
        "growing": (Decimal("420.3") - Decimal("420.3") / Decimal("1.152")) / base * 100,
        "shrinking": (Decimal(260) - Decimal(260) / Decimal("0.969")) / base * 100,
        "still": Decimal(0),
    }
    exact["rest"] = Decimal("8.7") - sum(exact.values())
    assert list(table.columns) == ["part", "month", *INTERVAL]
    assert dict(zip(table["part"], table["value"], strict=True)) == pytest.approx(
        {name: float(value) for name, value in exact.items()}, abs=1e-12
    )


def test_intervals_hold_every_true_value(total: Growing, parts: dict[str, Growing]) -> None:
    rng = np.random.default_rng(20250104)
    growth = draw(rng, total.growth)
    base = draw(rng, total.level) / (1 + growth / 100)
    true: dict[str, Draws] = {}
    for name, part in parts.items():
        level = draw(rng, part.level)
        true[name] = 100 * (level - level / (1 + draw(rng, part.growth) / 100)) / base
    true["rest"] = growth - sum(true.values())
    table = growth_parts(total, parts, "rest")
    for name, values in true.items():
        found = row(table, name)
        assert values.min() >= found["lower"] - 1e-12
        assert values.max() <= found["upper"] + 1e-12
        if name != "rest":
            width = found["upper"] - found["lower"]
            assert values.min() - found["lower"] < 0.02 * width
            assert found["upper"] - values.max() < 0.02 * width


def test_contributions_add_up_to_the_total(make_series: MakeSeries) -> None:
    total = Growing(make_series("1000.4", "1010.0"), make_series("8.7", "-2.0"))
    part = Growing(make_series("420.3", "400.0"), make_series("15.2", "3.0"))
    table = growth_parts(total, {"part": part}, "rest")
    sums = table.groupby("month")["value"].sum()
    assert list(sums) == pytest.approx([8.7, -2.0], abs=1e-12)


def test_whole_that_is_its_only_part_leaves_nothing(make_series: MakeSeries) -> None:
    whole = Growing(make_series("1000.4"), make_series("8.7"))
    rest = row(growth_parts(whole, {"all of it": whole}, "rest"), "rest")
    assert rest["value"] == pytest.approx(0, abs=1e-12)
    assert rest["lower"] < 0 < rest["upper"]


def test_missing_number_stays_in_its_month(make_series: MakeSeries) -> None:
    total = Growing(make_series("100.0", "110.0"), make_series("5.0", "6.0"))
    part = Growing(make_series("50.0", "55.0"), make_series("4.0", "4.0"))
    part.growth.loc["2024-01"] = math.nan
    table = growth_parts(total, {"part": part}, "rest").set_index(["part", "month"])
    missing = table.isna().all(axis=1)
    assert list(table.index[missing]) == [("part", "2024-01"), ("rest", "2024-01")]
    assert table[~missing].notna().all(axis=None)


def test_nothing_gives_nothing(total: Growing) -> None:
    nothing = Growing(total.level.iloc[:0], total.growth.iloc[:0])
    assert growth_parts(nothing, {"part": nothing}, "rest").empty


def test_parts_of_the_growth_of_loans(make_series: MakeSeries, read_printed: ReadPrinted) -> None:
    names = ["loans", "loans_medium_long", "loans_short", "loans_bills"]
    printed = {
        name: tuple(
            read_printed("deposits_loans", currency="all", indicator=name, measure=measure)
            for measure in ("balance", "yoy")
        )
        for name in names
    }
    growing = {
        name: Growing(make_series(*level.values()), make_series(*rate.values()))
        for name, (level, rate) in printed.items()
    }
    whole = growing.pop("loans")
    table = growth_parts(whole, growing, "rest").set_index(["part", "month"])

    def year_before(name: str, month: str) -> Decimal:
        level, rate = (column[month] for column in printed[name])
        return Decimal(level) / (1 + Decimal(rate) / 100)

    for month in whole.level.index:
        base = year_before("loans", month)
        for name in growing:
            increase = Decimal(printed[name][0][month]) - year_before(name, month)
            assert table.at[(name, month), "value"] == pytest.approx(
                float(100 * increase / base), abs=1e-9
            )
        assert table.xs(month, level="month")["value"].sum() == pytest.approx(
            float(printed["loans"][1][month]), abs=1e-9
        )


def test_means_on_both_sides_by_exact_arithmetic() -> None:
    shares = pd.DataFrame(
        {"below": [42.8, 38.4, 33.6, 35.5], "at": [5.0, 6.1, 7.0, 8.4]},
        index=["2024-01", "2024-02", "2024-03", "2024-04"],
    )
    result = split_means(shares, "2024-02")
    after = (Decimal("38.4") + Decimal("33.6") + Decimal("35.5")) / 3
    assert list(result.loc["below"]) == pytest.approx(
        [42.8, float(after), float(after - Decimal("42.8"))], abs=1e-12
    )
    assert result.loc["at", "shift"] == pytest.approx((6.1 + 7.0 + 8.4) / 3 - 5.0)
    assert list(result.columns) == ["before", "after", "shift"]


def test_means_weighed_by_their_months_give_the_mean_of_all() -> None:
    rng = np.random.default_rng(20250105)
    months = [f"2024-{month:02d}" for month in range(1, 13)]
    shares = pd.DataFrame(rng.uniform(0, 100, (12, 3)), index=months, columns=list("abc"))
    for before, month in enumerate(months[1:], start=1):
        result = split_means(shares, month)
        whole = (before * result["before"] + (12 - before) * result["after"]) / 12
        assert list(whole) == pytest.approx(list(shares.mean()))


def test_missing_share_is_left_out_of_its_mean() -> None:
    shares = pd.DataFrame({"a": [1.0, math.nan, 3.0]}, index=["2024-01", "2024-02", "2024-03"])
    assert list(split_means(shares, "2024-03").loc["a"]) == [1.0, 3.0, 2.0]


@pytest.mark.parametrize("split_month", ["2024-01", "2025-01", "2023-12", "2024-2", ""])
def test_split_that_leaves_a_side_empty_is_refused(split_month: str) -> None:
    shares = pd.DataFrame({"a": [1.0, 2.0, 3.0]}, index=["2024-01", "2024-02", "2024-03"])
    with pytest.raises(EditionError) as caught:
        split_means(shares, split_month)
    assert repr(split_month) in str(caught.value)
    assert str(caught.value).endswith("available: 2024-02 to 2024-03.")


@pytest.mark.parametrize("months", [[], ["2024-01"]])
def test_too_few_months_to_split_are_refused(months: list[str]) -> None:
    shares = pd.DataFrame({"a": [1.0] * len(months)}, index=months)
    with pytest.raises(EditionError, match=r"available: none\.$"):
        split_means(shares, "2024-01")
