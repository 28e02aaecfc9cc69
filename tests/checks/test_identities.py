"""Identities: verdicts on the edition, their borders, and a planted error for every rule."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from finreport.checks.identities import Identity, check_identities
from finreport.checks.rules import Rule, load_rules
from finreport.editions import Edition, open_edition
from finreport.numbers import round_half_away
from tests.reprint import reprint_figure

RULES = load_rules()
ALWAYS_BROKEN = {"opening_all_loans_short": "217.0", "opening_all_loans_medium_long": "682.0"}
"""Rules that the report breaks whenever they can be read, and increases with which they hold."""
BROKEN = {"contradicted", "approximate_fails"}
FACTORS = ("1.02", "0.98", "1.2", "0.8", "2", "0.5", "10", "0.1", "-1", "-10", "100", "-100")


@pytest.fixture(scope="module")
def edition() -> Edition:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("FINREPORT_DATA", raising=False)
        return open_edition("shanxi-2025")


@pytest.fixture(scope="module")
def identities(edition: Edition) -> list[Identity]:
    return check_identities(edition)


def named(name: str) -> Rule:
    return next(rule for rule in RULES if rule.name == name)


def plants(edition: Edition, rule: Rule, month: str) -> Iterator[Edition]:
    """The edition with one input of the rule changed, one after the other, ever more."""
    for factor in FACTORS:
        for name in rule.difference.names:
            figure = edition.find(name, month)
            assert figure is not None
            changed = round_half_away(figure.value * Fraction(factor), figure.decimals)
            if changed == Decimal(figure.printed):
                changed += Decimal(10).scaleb(-figure.decimals)
            yield reprint_figure(edition, figure, str(changed))


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.name not in ALWAYS_BROKEN], ids=lambda rule: rule.name
)
def test_a_planted_error_trips_the_rule(
    edition: Edition, identities: list[Identity], rule: Rule
) -> None:
    sound = [each for each in identities if each.rule == rule.name and each.verdict not in BROKEN]
    month = sound[-1].period
    assert any(
        identity.verdict == ("contradicted" if rule.severity == "strict" else "approximate_fails")
        for planted in plants(edition, rule, month)
        for identity in check_identities(planted, (rule,))
        if identity.period == month
    )


@pytest.mark.parametrize(("name", "increase"), ALWAYS_BROKEN.items())
def test_a_rule_that_the_report_breaks_would_hold_without_the_break(
    edition: Edition, identities: list[Identity], name: str, increase: str
) -> None:
    assert {each.verdict for each in identities if each.rule == name} == {"contradicted"}
    figure = edition.find(f"{name.replace('opening_all_', 'all.')}.increase@2024-01")
    assert figure is not None
    [mended] = check_identities(reprint_figure(edition, figure, increase), (named(name),))
    assert mended.verdict == "within_rounding"


def test_the_report_contradicts_itself_here_and_nowhere_else(identities: list[Identity]) -> None:
    broken = {
        (each.rule, each.period): (
            each.printed,
            str(each.residual),
            round(abs(each.residual / each.tolerance)),
        )
        for each in identities
        if each.verdict == "contradicted" and each.residual and each.tolerance
    }
    assert {key: value[2] for key, value in broken.items()} == {
        ("increase_cny_deposits_household", "2024-10"): 2826,
        ("increase_cny_deposits_corporate", "2024-10"): 1160,
        ("opening_all_loans_short", "2024-12"): 507,
        ("opening_all_loans_medium_long", "2024-12"): 706,
    }
    assert broken["increase_cny_deposits_household", "2024-10"][:2] == ("468.7", "4239/10")


def test_every_rule_can_be_checked_and_no_approximate_one_contradicts(
    identities: list[Identity],
) -> None:
    said = {
        "equality": {"exact", "within_rounding", "contradicted"},
        "limit": {"within_limits", "within_rounding"},
        "approximation": {"approximate_holds"},
    }
    for strength, verdicts in said.items():
        assert {each.verdict for each in identities if each.strength == strength} == verdicts
    assert {each.rule for each in identities} == {rule.name for rule in RULES}


def test_increases_against_a_second_computation(
    edition: Edition, identities: list[Identity]
) -> None:
    table = edition.tables["deposits_loans"]
    wide = table.pivot_table(
        index="month", columns=["currency", "indicator", "measure"], values="value"
    )
    found = {
        (each.rule, each.period): each for each in identities if each.rule.startswith("increase_")
    }
    names = wide.columns.to_frame(index=False)
    increases = names[names["measure"] == "increase"]
    assert len(found) == len(increases) * (len(edition.months) - 1)
    for currency, indicator in zip(increases["currency"], increases["indicator"], strict=True):
        moves = wide[currency, indicator, "balance"].diff()
        residuals = wide[currency, indicator, "increase"] - moves
        for month, residual in residuals.iloc[1:].items():
            each = found[f"increase_{currency}_{indicator}", str(month)]
            assert each.residual is not None
            assert float(each.residual) == pytest.approx(residual, abs=1e-6)
            assert each.tolerance == Fraction("0.15")
            assert (each.verdict == "contradicted") == (abs(residual) > 0.15 + 1e-6)


@pytest.mark.parametrize(
    ("name", "cell", "printed", "verdict"),
    [
        ("trade_sum", "trade.ytd@2024-12", "1743.7", "exact"),
        ("trade_sum", "trade.ytd@2024-12", "1743.8", "within_rounding"),
        ("trade_sum", "trade.ytd@2024-12", "1743.9", "contradicted"),
        ("trade_sum", "trade.ytd@2024-12", "1743.6", "within_rounding"),
        ("trade_sum", "trade.ytd@2024-12", "1743.5", "contradicted"),
        ("real_estate_part", "real_estate.ytd@2024-12", "8126.9", "within_limits"),
        ("real_estate_part", "real_estate.ytd@2024-12", "8127.0", "within_rounding"),
        ("real_estate_part", "real_estate.ytd@2024-12", "8127.1", "contradicted"),
        ("rate_steady", "fx.deposits.balance@2024-12", "20.2", "approximate_holds"),
        ("rate_steady", "fx.deposits.balance@2024-12", "20.8", "approximate_holds"),
        ("rate_steady", "fx.deposits.balance@2024-12", "25.2", "approximate_fails"),
        ("gdp_sum", "gdp.ytd@2024-12", "25494.7", "exact"),
        # Counted one by one, so nothing is rounded; assets are, so one off may be rounding.
        ("institutions_outlets", "institutions.outlets.total", "7300", "exact"),
        ("institutions_outlets", "institutions.outlets.total", "7301", "contradicted"),
        ("institutions_assets", "institutions.assets.total", "74959", "within_rounding"),
        # Growth that may be zero divides nothing.
        ("prose_industrial_part", "industrial_investment_growth", "0.0", "not_checkable"),
    ],
)
def test_borders_of_verdicts(
    edition: Edition, name: str, cell: str, printed: str, verdict: str
) -> None:
    figure = edition.find(cell)
    assert figure is not None
    planted = reprint_figure(edition, figure, printed)
    last = check_identities(planted, (named(name),))[-1]
    assert (last.period, last.verdict) == ("2024-12", verdict)


def test_a_year_that_is_not_over_leaves_its_rules_unchecked() -> None:
    cut = check_identities(open_edition("shanxi-2025", "2024-02"))
    unchecked = {each.rule: each.reason for each in cut if each.verdict == "not_checkable"}
    assert "gdp.ytd" in unchecked["gdp_sum"]
    assert "institutions.assets.total" in unchecked["institutions_assets"]
    assert unchecked["prose_cpi_most"].startswith("not printed: cpi_growth")
    assert "increase_all_loans" not in unchecked
    assert {rule.name for rule in RULES} == {each.rule for each in cut}


def test_an_edition_need_not_make_the_statements_of_a_rule(edition: Edition) -> None:
    statements = {
        row: cells
        for row, cells in edition.records["statements"].items()
        if cells["id"] != "cpi_growth"
    }
    without = replace(edition, records={**edition.records, "statements": statements})
    [identity] = check_identities(without, (named("prose_cpi_most"),))
    assert (identity.verdict, identity.reason) == ("not_checkable", "not printed: cpi_growth")


def test_rules_do_not_depend_on_where_editions_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINREPORT_DATA", str(tmp_path))
    assert load_rules() == RULES
