"""The checks of statements, against planted errors and a second way to compute them."""

import random
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from msgspec.structs import replace

from finreport.checks import statements
from finreport.checks.expressions import Computed, evaluate
from finreport.checks.rules import Verdict
from finreport.checks.statements import (
    MAY_BE_ZERO,
    NOT_PRINTED,
    StatementCheck,
    check_row,
    check_statements,
    judge,
    judge_repetition,
    parse_rule,
)
from finreport.editions import EditionError, open_edition
from finreport.editions.figures import Figure
from finreport.editions.schemas import SCHEMAS
from finreport.numbers import Printed
from tests.reprint import reprint

EDITION = open_edition("shanxi-2025")
CHECKS = {check.id: check for check in check_statements(EDITION)}
CHECKED = [name for name, check in CHECKS.items() if check.strength]
STRICT = [name for name in CHECKED if CHECKS[name].strength != "approximation"]
COMPUTED = [name for name in CHECKED if CHECKS[name].computed is not None]

FEW = 3
"""An error of so many last digits is found in every strictly checked statement but the blunt."""

BLUNT = {
    "general_trade_share",
    "processing_trade_share",
    "livelihood_expenditure",
    "income_per_capita",
    "income_rural_growth",
    "deposits_household_change",
    "target_retail_sales_growth_second_print",
}
"""Statements whose rule, or a word beside the number, leaves more room than that."""


def figure_of(name: str) -> Figure:
    """A number that is certainly printed."""
    figure = EDITION.find(name)
    assert figure is not None
    return figure


def judge_printed(name: str, printed: Decimal) -> Verdict:
    """The verdict on a statement, had it been printed like this and all else as it is."""
    rule = parse_rule(CHECKS[name].rule)
    figure = figure_of(name)
    figure = replace(figure, number=Printed(str(printed), figure.qualifier))
    if rule.strength == "repetition":
        return judge_repetition(figure, figure_of(rule.expressions[0].names[0]))
    reached = [evaluate(expression, EDITION.find) for expression in rule.expressions]
    return judge(figure, reached, rule.tolerance)


def last_digit(name: str) -> Decimal:
    """One unit of the last printed digit."""
    return Decimal(1).scaleb(-figure_of(name).decimals)


def moved(name: str, digits: int) -> Decimal:
    """A printed number so many last digits further."""
    return Decimal(figure_of(name).printed) + digits * last_digit(name)


def check_reprinted(name: str, resource: str, keys: dict[str, str], value: str) -> StatementCheck:
    """The check of a statement in the edition with another number in the rows of these keys."""
    checks = check_statements(reprint(EDITION, resource, keys, value=value))
    return next(check for check in checks if check.id == name)


def test_every_statement_is_checked_or_has_a_reason_and_none_is_contradicted() -> None:
    assert Counter((check.strength, check.verdict) for check in CHECKS.values()) == {
        ("equality", "exact"): 39,
        ("equality", "within_rounding"): 1,
        ("limit", "within_limits"): 3,
        ("approximation", "approximate_holds"): 13,
        ("repetition", "repeated"): 167,
        (None, "not_checkable"): 168,
    }
    records = EDITION.records["statements"]
    assert [(check.row, check.id) for check in CHECKS.values()] == [
        (row, cells["id"]) for row, cells in records.items()
    ]


def test_only_blunt_statements_may_hide_an_error_of_a_few_last_digits() -> None:
    hidden = {
        name
        for name in STRICT
        for digits in (FEW, -FEW)
        if judge_printed(name, moved(name, digits)) != "contradicted"
    }
    assert hidden == BLUNT


def test_an_error_beyond_all_that_may_follow_is_found() -> None:
    found = {}
    for name in CHECKED:
        check = CHECKS[name]
        assert check.upper is not None
        room = check.upper + (parse_rule(check.rule).tolerance or 0) - figure_of(name).value
        beyond = moved(name, int(room / Fraction(last_digit(name))) + FEW)
        found[name] = judge_printed(name, beyond)
    assert found == {
        name: "contradicted" if name in STRICT else "approximate_fails" for name in CHECKED
    }


@pytest.mark.parametrize(
    ("name", "resource", "keys", "printed", "verdict"),
    [
        ("grp_primary_share", "statements", {"id": "grp_primary_share"}, "5.6", "contradicted"),
        (
            "grp_primary_share",
            "economy",
            {"indicator": "gdp_primary", "measure": "ytd", "month": "2024-12"},
            "1932.5",
            "contradicted",
        ),
        ("npl_ratio", "statements", {"id": "summary_npl_ratio"}, "1.23", "contradicted"),
        ("income_per_capita", "statements", {"id": "income_urban"}, "18742", "contradicted"),
        ("income_per_capita", "statements", {"id": "income_urban"}, "18000", "contradicted"),
        ("afre_stock_growth", "statements", {"id": "afre_flow"}, "6699", "approximate_fails"),
    ],
)
def test_an_error_in_the_data_is_found(
    name: str, resource: str, keys: dict[str, str], printed: str, verdict: str
) -> None:
    assert CHECKS[name].verdict not in ("contradicted", "approximate_fails")
    assert check_reprinted(name, resource, keys, printed).verdict == verdict


@pytest.mark.parametrize("name", COMPUTED)
def test_python_computes_the_same_and_never_leaves_the_range(name: str) -> None:
    check, chance = CHECKS[name], random.Random(name)
    assert check.lower is not None
    assert check.upper is not None
    assert check.computed == computed_by_python(check.rule, lambda figure: figure.value)
    for _ in range(50):
        value = computed_by_python(check.rule, lambda figure: drawn(figure, chance))
        assert check.lower <= value <= check.upper


def computed_by_python(rule: str, number: Callable[[Figure], Fraction]) -> Fraction:
    """A rule as Python reads it, each name standing for the number of its figure."""
    numbers: dict[str, Fraction] = {}

    def stand_in(word: re.Match[str]) -> str:
        text = word.group()
        if text == "sum":
            return "total"
        if text not in numbers:
            numbers[text] = Fraction(text) if text[0].isdigit() else number(figure_of(text))
        return f"numbers[{text!r}]"

    if rule.startswith("# "):
        return Fraction(rule.count("、") + 1)
    code = re.sub(r"[a-z][\w.]*(@[\d-]+)?|[\d.]+", stand_in, re.sub(r"^(=|~.*?:) ", "", rule))
    return Fraction(eval(code, {"numbers": numbers, "total": lambda *given: sum(given)}))


def drawn(figure: Figure, chance: random.Random) -> Fraction:
    """A value that the figure stands for; the ends come up often."""
    share = Fraction(chance.choice([0, 1, chance.random()]))
    return figure.interval.lower + share * figure.interval.width


def test_the_arithmetic_is_that_of_the_printed_page() -> None:
    computed = {
        "grp_primary_share": 100 * 1392.5 / 25494.7,
        "fai_growth_change_on_q3": 3.2 - 2.0,
        "exports_total": (1743.8 + 387.7) / 2,
        "budget_expenditure": 3541.7 + 2776.3,
        "livelihood_expenditure_share": 100 * 5063 / 6318.1,
        "bank_employees": 123795 / 10000,
        "deposits_all_growth": 100 * (61126.2 / (59007.4 - 1144.1) - 1),
        "deposits_household_growth": 100 * 3278 / (40523.9 - 3278),
        "loans_enterprise_change": 45599.9 - (42979.7 - 1035.6) - 1166,
        "new_urban_jobs_target_completion": 100 * 47 / 45,
        "insurance_branches": 28 + 26,
    }
    for name, value in computed.items():
        assert float(CHECKS[name].computed or 0) == pytest.approx(value, rel=1e-12), name


def test_no_statement_is_checked_against_itself_or_its_own_sentence() -> None:
    for name in CHECKED:
        inputs = [
            figure_of(used)
            for expression in parse_rule(CHECKS[name].rule).expressions
            for used in expression.names
        ]
        assert name not in {figure.name for figure in inputs}
        # These two tables are read from the sentences in which the statements stand.
        assert not {"financing", "targets"} & {figure.resource for figure in inputs}


def test_a_repetition_repeats_the_same_fact() -> None:
    statements = {cells["id"]: cells for cells in EDITION.records["statements"].values()}
    for name in CHECKED:
        check = CHECKS[name]
        if check.strength != "repetition":
            continue
        other = check.rule.removeprefix("= ")
        assert figure_of(other).unit.replace("outlets", "items") == check.unit, name
        if other in statements:
            for same in ("unit", "kind", "period"):
                assert statements[name][same] == statements[other][same], name


@pytest.mark.parametrize("prefix", ["summary_", "priorities_", "work_report_"])
def test_what_is_named_after_another_statement_repeats_it(prefix: str) -> None:
    others = {name: name.removeprefix(prefix) for name in CHECKS if name.startswith(prefix)}
    repeated = {name: other for name, other in others.items() if other in CHECKS}
    assert repeated
    assert {name: CHECKS[name].rule for name in repeated} == {
        name: f"= {other}" for name, other in repeated.items()
    }


def apples(printed: str, qualifier: str = "") -> Figure:
    """A figure so printed."""
    return Figure("apples", Printed(printed, qualifier), "%", "2024", "statements", 2, "value")


FIVE = apples("5.0")


def computed(value: str, half: str = "0") -> Computed:
    """A computed number so far from the ends of its range."""
    middle, width = Fraction(value), Fraction(half)
    return Computed(middle, middle - width, middle + width)


@pytest.mark.parametrize(
    ("figure", "reached", "tolerance", "verdict"),
    [
        (FIVE, [computed("5.04")], None, "exact"),
        (FIVE, [computed("4.95")], None, "exact"),
        (FIVE, [computed("5.05")], None, "within_rounding"),
        (FIVE, [computed("5.1", "0.05")], None, "within_rounding"),
        (FIVE, [computed("5.1", "0.049")], None, "contradicted"),
        (FIVE, [computed("5.051")], None, "contradicted"),
        (FIVE, [computed("5.25")], "0.2", "approximate_holds"),
        (FIVE, [computed("5.26")], "0.2", "approximate_fails"),
        (FIVE, [computed("5.02")], "0.2", "approximate_holds"),
        (FIVE, [computed("4"), computed("6")], None, "within_limits"),
        (FIVE, [computed("5"), computed("5")], None, "within_limits"),
        (FIVE, [computed("5.04"), computed("6")], None, "within_rounding"),
        (FIVE, [computed("5.1"), computed("6")], None, "contradicted"),
        (FIVE, [computed("6"), computed("4")], None, "contradicted"),
        (FIVE, [computed("5.04"), computed("4.96")], None, "contradicted"),
        (FIVE, [computed("6"), computed("7")], "1", "approximate_holds"),
        (apples("-5.0"), [computed("-5.0")], None, "exact"),
        (apples("-5.0"), [computed("5.0")], None, "contradicted"),
        (apples("300", "多"), [computed("390")], None, "within_rounding"),
        (apples("300", "多"), [computed("290")], None, "contradicted"),
    ],
)
def test_a_verdict_needs_a_value_that_satisfies_the_rule(
    figure: Figure, reached: list[Computed], tolerance: str | None, verdict: Verdict
) -> None:
    assert judge(figure, reached, Fraction(tolerance) if tolerance else None) == verdict


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (apples("5.0"), "repeated"),
        (apples("5.1"), "contradicted"),
        (apples("4.9"), "contradicted"),
        (apples("5"), "repeated"),
        (apples("4.95"), "repeated"),
        (apples("5.06"), "contradicted"),
        (apples("5.1", "约"), "within_rounding"),
        (apples("4.7", "近"), "contradicted"),
    ],
)
def test_a_repetition_is_equal_to_the_last_digit(other: Figure, verdict: Verdict) -> None:
    assert judge_repetition(FIVE, other) == verdict


@pytest.mark.parametrize(
    ("rule", "reason", "fault"),
    [
        ("= retail_sales_totals", "", r"no number 'retail_sales_totals'; there are retail_sales_t"),
        ("100 * gdp_fourth.ytd@2024-12 / gdp.ytd@2024-12", "", "no number 'gdp_fourth.ytd'"),
        ("= gdp.ytd@2025-12", "", "no month 2025-12"),
        ("= 2 * grp_total", "", "the name of one number behind the sign ="),
        ("= grp_total .. trade_total", "", "the name of one number behind the sign ="),
        ("1 .. 2 .. 3", "", "3 bounds; there should be two"),
        ("~: grp_total", "plan", "there should be a number, a name or a parenthesis, not '~'"),
        ("grp_total +", "", "at character 12 .* not the end"),
        ("", "", "a reason is needed .* rule: none, reason: none"),
        ("= grp_total", "plan", "a reason is needed .* reason: plan"),
        ("~1: grp_total", "", "a reason is needed .* reason: none"),
    ],
)
def test_a_row_that_cannot_be_checked_is_named(rule: str, reason: str, fault: str) -> None:
    edition = reprint(EDITION, "statements", {"id": "retail_sales_total"}, rule=rule, reason=reason)
    row = CHECKS["retail_sales_total"].row
    with pytest.raises(EditionError, match=f"statements.csv, row {row}, retail_sales_total: .*"):
        check_statements(edition)
    with pytest.raises(EditionError, match=fault):
        check_statements(edition)


def test_a_dash_is_a_reason() -> None:
    keys = {"indicator": "gdp", "measure": "ytd", "month": "2024-12"}
    check = check_reprinted("grp_primary_share", "economy", keys, "")
    assert (check.strength, check.verdict, check.reason) == (None, "not_checkable", NOT_PRINTED)
    assert check.computed is check.lower is check.upper is None


def test_a_divisor_that_may_be_zero_is_a_reason() -> None:
    check = check_reprinted(
        "loans_household", "statements", {"id": "loans_household_growth"}, "0.0"
    )
    assert (check.strength, check.verdict, check.reason) == (None, "not_checkable", MAY_BE_ZERO)


def test_a_list_counts_what_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = ["coal", "steel", "coke"]
    monkeypatch.setattr(statements, "read_counted", lambda _: {"transition_standards": listed})
    row = CHECKS["transition_standards"].row
    check = check_row(row, EDITION)
    assert (check.strength, check.verdict) == ("equality", "contradicted")
    assert check.computed == 3
    listed.append("metals")
    assert check_row(row, EDITION).verdict == "exact"


def test_before_the_end_of_the_year_nothing_is_stated_yet() -> None:
    assert check_statements(open_edition("shanxi-2025", "2024-11")) == []


def test_a_reason_tells_why_there_is_no_strict_rule() -> None:
    [field] = [field for field in SCHEMAS["statements"]["fields"] if field["name"] == "reason"]
    reasons = {check.reason for name, check in CHECKS.items() if name not in STRICT}
    assert reasons == set(field["constraints"]["enum"])
    assert all(f"{reason}, " in field["description"] for reason in reasons)
    assert {check.reason for name, check in CHECKS.items() if name in STRICT} == {""}
