"""Named results: adjusted p, ranges of inputs, and the scale of firmness."""

import math
from collections.abc import Mapping
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from finreport.analysis.firmness import LEVEL, SHAKEN, Firmness, at_most, firmness
from finreport.analysis.methods import DEPENDENT, LEFT_OUT, METHODS, Guarantee
from finreport.analysis.results import TOO_FEW, Estimate, Result, Results, adjust, span, told
from finreport.editions import EditionError

probabilities = st.floats(0, 1, exclude_min=True)


def make_test(
    p: float | None, family: str = "f", series: str = "cny.loans", variant: str = ""
) -> Result:
    inputs = ("cny.loans.yoy@2024-01",)
    made = told("trends", "ols.p", Estimate(p), series=series, variant=variant, inputs=inputs, n=12)
    return replace(made, family=family, bounds=Guarantee.EXACT)


# The table


def test_a_name_is_made_from_the_columns() -> None:
    named = {
        ("trends", "cny.loans", "mann_kendall.p", "", "ar1_0.5"): (
            "trends.cny.loans.mann_kendall.p.ar1_0.5"
        ),
        ("levels", "cny.loans", "level", "2023-05", ""): "levels.cny.loans.2023-05",
        ("levels", "cny.loans", "increase", "2023-05", ""): "levels.cny.loans.2023-05.increase",
        ("rates", "", "split.aitchison.p", "2024-07", ""): "rates.split.2024-07.aitchison.p",
        ("rates", "", "spread.sensitivity", "", "below"): "rates.spread.sensitivity.below",
        ("gap", "all.loans_rest", "part.change", "", "rest"): "gap.parts.all.loans_rest.change",
        ("gap", "cny", "loan_deposit_ratio.year_ago", "2023-05", ""): (
            "gap.cny.loan_deposit_ratio.2023-05"
        ),
        ("flows", "retail", "yoy", "2024Q2", ""): "flows.retail.2024Q2.yoy",
        ("pace", "gdp", "year.distance", "2024", ""): "pace.gdp.year_2024.distance",
        ("pace", "cny.loans", "projection.yoy", "2025-12", "random_walk"): (
            "pace.cny.loans.projection.random_walk.2025-12.yoy"
        ),
    }
    for (group, series, statistic, period, variant), name in named.items():
        row = told(
            group, statistic, Estimate(), inputs=(), series=series, period=period, variant=variant
        )
        assert row.name == name


def test_rows_are_found_by_their_columns_and_by_their_name() -> None:
    tests = [make_test(0.1, series=series, variant=v) for series in "ab" for v in ("", "ar1_0.5")]
    table = Results(tests)
    assert list(table) == [
        "trends.a.ols.p", "trends.a.ols.p.ar1_0.5", "trends.b.ols.p", "trends.b.ols.p.ar1_0.5"
    ]  # fmt: skip
    assert table["trends.b.ols.p"] is table.one("ols.p", "b") is tests[2]
    assert table.where(series="a", statistic="ols.p").rows == tuple(tests[:2])
    assert not table.where(series="c")
    with pytest.raises(EditionError, match=r"no result ols\.slope of b"):
        table.one("ols.slope", "b")
    with pytest.raises(AttributeError, match="no_column"):
        table.where(no_column="a")


def test_what_has_no_ends_has_no_bounds_and_what_has_no_value_has_a_reason() -> None:
    bare = told("trends", "mann_kendall.s", Estimate(4.0), inputs=("a", "b"))
    assert (bare.value, bare.bounds, bare.n, bare.reason) == (4.0, "", 2, "")
    ranged = told("trends", "mann_kendall.s", Estimate(4.0, 2.0, 6.0), inputs=())
    assert ranged.bounds == Guarantee.EXACT
    missing = told("trends", "mann_kendall.s", Estimate(), inputs=(), reason="not_printed")
    assert (missing.bounds, missing.reason) == ("", "not_printed")


def test_every_p_of_a_family_names_what_it_tests() -> None:
    for group, methods in METHODS.items():
        for (statistic, _), method in methods.items():
            if method.tested:
                assert (method.tested, "") in methods
            # The p of a split month is that of the composition once more.
            elif method.family:
                assert (group, statistic) == ("rates", "split.aitchison.p")


# Adjustment


def test_the_worked_example_of_four_tests() -> None:
    found = adjust(make_test(p) for p in (0.01, 0.04, 0.03, 0.005))
    assert [result.adjusted for result in found] == pytest.approx([0.03, 0.06, 0.06, 0.02])


@given(st.lists(probabilities, min_size=1, max_size=20))
def test_adjustment_is_that_of_statsmodels(ps: list[float]) -> None:
    found = [result.adjusted for result in adjust(map(make_test, ps))]
    with patch("gc.collect"):  # multipletests calls it, which takes seconds among many tests
        adjusted = multipletests(ps, method="holm")[1]
    assert found == pytest.approx(adjusted)


@given(st.lists(probabilities, min_size=1, max_size=6), st.lists(probabilities, max_size=6))
def test_a_family_is_adjusted_alone(ps: list[float], others: list[float]) -> None:
    mixed = [*map(make_test, ps), *(make_test(p, "another") for p in others)]
    assert adjust(mixed)[: len(ps)] == adjust(map(make_test, ps))


def test_what_has_no_p_or_no_family_is_left_as_it_is() -> None:
    missing = replace(make_test(None), reason=TOO_FEW)
    sensitivity = make_test(0.04, family="")
    found = adjust([missing, sensitivity, make_test(0.04)])
    assert found[:2] == [missing, sensitivity]
    assert found[2].adjusted == pytest.approx(0.04)


# Inputs


@pytest.mark.parametrize(
    ("months", "named"),
    [
        ([], "cny.loans.yoy"),
        (["2024-03"], "cny.loans.yoy@2024-03"),
        (["2024-01", "2024-02", "2024-12"], "cny.loans.yoy@2024-01..2024-12"),
    ],
)
def test_inputs_name_the_first_and_last_month(months: list[str], named: str) -> None:
    assert span("cny.loans.yoy", months) == named


# Firmness

small, large = st.floats(0, LEVEL, exclude_max=True), st.floats(LEVEL, 1)
KINDS = (*DEPENDENT, *LEFT_OUT)


def shaken_by(test: Result, ps: Mapping[str, float | None]) -> Results:
    """The results of a group: the test, and its p under other assumptions."""
    others = (make_test(p, "", variant=variant) for variant, p in ps.items())
    return Results([test, *others, make_test(0.9, series="cny.deposits", variant="ar1_0.5")])


def with_range(p: float, upper: float | None) -> Result:
    return replace(make_test(p), lower=0.0, upper=upper)


@given(large, st.dictionaries(st.sampled_from(KINDS), probabilities))
def test_a_large_adjusted_p_is_indistinct(p: float, ps: Mapping[str, float | None]) -> None:
    test = replace(with_range(p / 2, p / 2), adjusted=p)
    assert firmness(test, shaken_by(test, ps)) is Firmness.INDISTINCT


@given(small, st.fixed_dictionaries(dict.fromkeys(KINDS, small)))
def test_what_stays_small_under_all_kinds_is_firm(p: float, ps: Mapping[str, float | None]) -> None:
    test = with_range(p, p)
    assert firmness(test, shaken_by(test, ps)) is Firmness.FIRM
    one_of_each: Mapping[str, float | None] = {"ar1_0.7": p, "without_last_1": p}
    assert firmness(test, shaken_by(test, one_of_each)) is Firmness.FIRM


@pytest.mark.parametrize("kind", SHAKEN)
def test_what_was_not_shaken_by_a_kind_is_never_firm(kind: tuple[str, ...]) -> None:
    test = with_range(0.001, 0.001)
    others = {end: 0.001 for end in KINDS if end not in kind}
    assert firmness(test, shaken_by(test, others)) is Firmness.TENTATIVE
    untried = {**others, **dict.fromkeys(kind)}  # named, but the months are too few
    assert firmness(test, shaken_by(test, untried)) is Firmness.TENTATIVE
    unmoved = with_range(0.001, None)
    assert firmness(unmoved, shaken_by(unmoved, dict.fromkeys(KINDS, 0.001))) is Firmness.TENTATIVE


@given(small, st.sampled_from(KINDS), large)
def test_one_large_p_makes_it_tentative(p: float, end: str, shaking: float) -> None:
    test, ps = with_range(p, p), dict.fromkeys(KINDS, p)
    assert firmness(test, shaken_by(test, {**ps, end: shaking})) is Firmness.TENTATIVE
    moved = with_range(p, shaking)
    assert firmness(moved, shaken_by(moved, ps)) is Firmness.TENTATIVE


def test_of_a_simulated_p_the_upper_end_decides() -> None:
    test = with_range(0.01, 0.02)
    results = shaken_by(test, dict.fromkeys(KINDS, 0.01))
    assert firmness(test, results) is Firmness.FIRM
    walk = replace(results.one("ols.p", "cny.loans", variant="ar1_0.5"), bounds="simulation")
    walk = replace(walk, value=0.049, upper=0.051)
    results = Results({**results, walk.name: walk}.values())
    assert at_most(test, results)["ar1_0.5"] == 0.051
    assert firmness(test, results) is Firmness.TENTATIVE


def test_no_p_is_too_few_points() -> None:
    assert firmness(make_test(None), Results([])) is Firmness.TOO_FEW


def test_the_level_itself_is_not_below_the_level() -> None:
    assert firmness(make_test(LEVEL), Results([])) is Firmness.INDISTINCT
    assert firmness(make_test(math.nextafter(LEVEL, 0)), Results([])) is Firmness.TENTATIVE
