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


SHAKEABLE = next(
    statistic
    for statistic, _ in METHODS["rates"]
    if all((statistic, variant) in METHODS["rates"] for variant in (*DEPENDENT, *LEFT_OUT))
)
"""A p that is tried under every noise and without the last months."""


def make_test(
    p: float | None, family: str = "f", series: str = "cny.loans", variant: str = ""
) -> Result:
    keys = {"series": series, "variant": variant, "inputs": ("cny.loans.yoy@2024-01",)}
    made = told("rates", SHAKEABLE, Estimate(p), n=12, **keys)  # type: ignore[arg-type]
    return replace(made, family=family, bounds=Guarantee.EXACT)


# The table


def test_a_name_is_made_from_the_columns() -> None:
    named = {
        ("trends", "cny.loans", "mann_kendall.p", "", "ar1_0.5"): (
            "trends.cny.loans.mann_kendall.p.ar1_0.5"
        ),
        ("levels", "cny.loans", "level", "2023-05", ""): "levels.cny.loans.2023-05",
        ("levels", "cny.loans", "increase", "2023-05", ""): "levels.cny.loans.2023-05.increase",
        ("rates", "at", "balance.p", "", ""): "rates.at.balance.p",
        ("rates", "", "spread.sensitivity", "", "below"): "rates.spread.sensitivity.below",
        ("gap", "all.loans_rest", "part.change", "", "rest"): "gap.parts.all.loans_rest.change",
        ("gap", "cny", "loan_deposit_ratio.year_ago", "2023-05", ""): (
            "gap.cny.loan_deposit_ratio.2023-05"
        ),
        ("flows", "retail", "yoy", "2024Q2", ""): "flows.retail.2024Q2.yoy",
        ("pace", "gdp", "year.distance", "2024", ""): "pace.gdp.year_2024.distance",
        ("pace", "cny.loans", "projection.yoy", "2025-12", ""): (
            "pace.cny.loans.projection.yoy.2025-12"
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
    names = [f"rates.{series}.{SHAKEABLE}" for series in "ab"]
    assert list(table) == [f"{name}{end}" for name in names for end in ("", ".ar1_0.5")]
    assert table[names[1]] is table.one(SHAKEABLE, "b") is tests[2]
    assert table.where(series="a", statistic=SHAKEABLE).rows == tuple(tests[:2])
    assert table.one_of(SHAKEABLE, "b") is tests[2]
    assert not table.where(series="c")
    with pytest.raises(EditionError, match=r"no result ols\.slope of b"):
        table.one("ols.slope", "b")
    with pytest.raises(EditionError, match=r"no result ols\.slope of b"):
        table.one_of("ols.slope", "b")
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
            else:
                assert not method.family, (group, statistic)


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


def test_what_was_named_beforehand_is_adjusted_apart() -> None:
    tests = [make_test(at / 100, series=one) for at, one in enumerate("abcd", 1)]
    found = adjust(tests, {tests[1].name, tests[3].name})
    assert [one.is_primary for one in found] == [False, True, False, True]
    assert [one.adjusted for one in found] == pytest.approx([0.02, 0.04, 0.03, 0.04])


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
    return replace(make_test(p), lower=0.0, upper=upper, is_primary=True)


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


@given(small)
def test_what_was_not_named_beforehand_is_never_firm(p: float) -> None:
    test = replace(with_range(p, p), is_primary=False)
    assert firmness(test, shaken_by(test, dict.fromkeys(KINDS, p))) is Firmness.TENTATIVE


def test_no_verdict_is_drawn_from_what_stands_for_comparison() -> None:
    test = replace(with_range(0.001, 0.001), group="trends", statistic="mann_kendall.p")
    assert firmness(test, Results([test])) is Firmness.COMPARED


@pytest.mark.parametrize("kind", [kind for kind in SHAKEN if set(kind) <= set(KINDS)])
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
    walk = replace(results.one(SHAKEABLE, "cny.loans", variant="ar1_0.5"), bounds="simulation")
    walk = replace(walk, value=0.049, upper=0.051)
    results = Results({**results, walk.name: walk}.values())
    assert at_most(test, results)["ar1_0.5"] == 0.051
    assert firmness(test, results) is Firmness.TENTATIVE


def test_no_p_is_too_few_points() -> None:
    assert firmness(make_test(None), Results([])) is Firmness.TOO_FEW


def test_the_level_itself_is_not_below_the_level() -> None:
    assert firmness(make_test(LEVEL), Results([])) is Firmness.INDISTINCT
    assert firmness(make_test(math.nextafter(LEVEL, 0)), Results([])) is Firmness.TENTATIVE
