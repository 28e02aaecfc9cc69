"""Strengths: the strongest check of a number, against numbers changed and checked anew."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from finreport.checks.identities import Identity, check_rule
from finreport.checks.report import CheckReport, check_edition
from finreport.checks.rules import FAILS, load_rules
from finreport.checks.statements import StatementCheck, check_row, check_statements
from finreport.checks.strengths import SAME_PRINT, TOO_WIDE, Strengths
from finreport.editions import Edition, open_edition
from finreport.numbers import round_half_away
from tests.reprint import reprint, reprint_figure

EDITION = open_edition("shanxi-2025")


@cache
def full_report() -> CheckReport:
    """What the checks of the edition find, which takes a second."""
    return check_edition(EDITION)


@pytest.mark.parametrize(
    ("name", "strength", "verdict", "by"),
    [
        # Its own rule, another print of it that an equality settles, or one that it stands in.
        ("insurance_branches", "equality", "exact", "insurance_branches"),
        ("summary_insurance_branches", "equality", "exact", "insurance_branches"),
        ("gdp.ytd@2024-12", "equality", "exact", "gdp_sum"),
        ("cny.deposits_household.increase@2024-10", "equality", "contradicted", ""),
        ("income_per_capita", "limit", "within_limits", ""),
        # The register says that the stock and the flow are not measured alike: printed twice only.
        ("afre_stock_growth", "repetition", "repeated", ""),
        ("summary_premium_income", "repetition", "repeated", ""),
        ("premium_income", "repetition", "repeated", ""),
        ("risk_cover_growth", None, "not_checkable", ""),
        # Read from the sentence of a statement: the same print.
        ("financing.government_bonds", "approximation", "approximate_holds", "financing_parts"),
        ("afre_government_bonds", "approximation", "approximate_holds", "financing_parts"),
        ("afre_corporate_bonds", None, "not_checkable", ""),
    ],
)
def test_the_strongest_check_counts(name: str, strength: str | None, verdict: str, by: str) -> None:
    support = Strengths(EDITION).of(name)
    assert (support.strength, support.verdict) == (strength, verdict)
    assert support.by == by or not by


def test_a_limit_that_half_and_twice_would_pass_says_so() -> None:
    statements = {each.id: each for each in full_report().statements}
    wide = {name for name, each in statements.items() if each.reason == TOO_WIDE}
    assert {"afre_corporate_bonds", "risk_cover", "credit_households"} <= wide
    assert all(statements[name].strength is None for name in wide)
    # Half of all households with a rating are more than those with a good one.
    assert statements["rated_farm_businesses"].strength == "limit"


def checks_of(edition: Edition, name: str) -> Iterator[Identity | StatementCheck]:
    """Every check of a statement, made without the strengths."""
    copies = (f"summary_{name}", f"work_report_{name}", f"priorities_{name}")
    prints = {name, *copies, *(table for table, same in SAME_PRINT.items() if same == name)}
    for rule in load_rules():
        if rule.numbers & prints:
            yield from check_rule(rule, edition)
    for row, cells in edition.records["statements"].items():
        if cells["id"] in prints or prints & set(cells["rule"].replace("(", " ").split()):
            yield check_row(row, edition)


def notices_half_or_twice(name: str) -> bool:
    """Whether a check objects if half or twice of a number had been printed."""
    figure = EDITION.find(name)
    assert figure is not None
    for factor in (Fraction(1, 2), Fraction(2)):
        changed = str(round_half_away(abs(figure.value) * factor, figure.decimals))
        assert Decimal(changed) != abs(figure.value)
        edition = reprint_figure(EDITION, figure, changed)
        for table, same in SAME_PRINT.items():
            cell = EDITION.find(table) if same == name else None
            edition = reprint_figure(edition, cell, changed) if cell else edition
        if any(each.verdict in FAILS for each in checks_of(edition, name)):
            return True
    return False


def test_half_or_twice_of_a_number_within_limits_is_noticed() -> None:
    loose = [
        each.id
        for each in full_report().statements
        if each.strength in ("limit", "approximation") and not each.id.startswith("summary_")
    ]
    assert loose
    assert [name for name in loose if not notices_half_or_twice(name)] == []


def test_rearrangements_are_one_relation() -> None:
    """A total and two parts, each computed from the others; without two of the rules as many."""
    names = ("insurance_branches_property", "insurance_branches_life")
    fewer = EDITION
    for name in names:
        fewer = reprint(fewer, "statements", {"id": name}, rule="", reason="single_figure")
    assert Strengths(fewer).relations() == full_report().relations
    assert len([each for each in check_statements(fewer) if each.strength]) == len(
        [each for each in check_statements(EDITION) if each.strength]
    ) - len(names)


def test_without_a_rule_a_number_is_as_strong_as_what_else_holds_it() -> None:
    fewer = reprint(EDITION, "statements", {"id": "deposits_all"}, rule="", reason="no_series")
    assert Strengths(fewer).of("deposits_all").strength == "repetition"


@pytest.mark.parametrize("as_of", ["2024-01", "2024-09"])
def test_an_earlier_month_is_counted_too(as_of: str) -> None:
    report: CheckReport = check_edition(open_edition("shanxi-2025", as_of))
    assert report.statements == ()
    assert report.coverage["deposits_loans"]["printed"] == 39 * int(as_of[5:])


def test_what_fails_with_a_number_is_laid_to_the_number_that_is_judged() -> None:
    judged = {each.figure.full_name: each for each in full_report().discrepancies}
    strengths, failing = Strengths(EDITION), {}
    for contradiction in full_report().contradictions:
        for name in contradiction.inputs:
            failing[name] = contradiction.explained_by
    assert judged.keys() & failing.keys()
    assert failing.keys() - judged.keys()
    for name, explained_by in failing.items():
        laid_to = strengths.laid_to(name)
        if name in judged or strengths.of(name).verdict not in FAILS:
            assert laid_to is None
        else:
            assert laid_to is not None
            assert explained_by is not None
            assert laid_to.id == explained_by.id
            assert laid_to.figure.full_name != name
    assert strengths.laid_to("gdp.ytd@2024-12") is None


def test_what_no_judgement_explains_is_laid_to_no_number() -> None:
    name, other = "cny.deposits_household.balance@2024-03", "cny.deposits_household.balance@2024-02"
    figure = EDITION.find(name)
    assert figure is not None
    changed = reprint_figure(EDITION, figure, "1")
    strengths = Strengths(changed)
    for each in (name, other):
        assert strengths.of(each).verdict == "contradicted"
        assert strengths.laid_to(each) is None
