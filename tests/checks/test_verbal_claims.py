"""Claims in words, against plain arithmetic on the tables and against numbers changed."""

import csv
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from finreport.checks import check_edition
from finreport.checks.verbal_claims import JudgedClaim, judge_claims, load_words
from finreport.editions import Edition, open_edition
from finreport.errors import EditionError
from tests.reprint import reprint_figure

DATA = Path(__file__).parents[2] / "data"
EDITION = open_edition("shanxi-2025")
CLAIMS = {each.id: each for each in judge_claims(EDITION)}

NOT_BORNE_OUT = {"domestic_demand", "trade_steady", "deposits_steady"}
UNJUDGED = {
    *("infrastructure_turned_good", "producer_prices_narrowed", "incomes_steady"),
    *("outlets_about_flat", "bad_loans_low", "cross_border_steady"),
}


def months(indicator: str) -> list[float]:
    """The cumulative growth of an indicator, month by month, read without the code under test."""
    with (DATA / "shanxi-2025" / "economy.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["indicator"] == indicator]
    return [float(row["value"]) for row in rows if row["measure"] == "ytd_yoy" and row["value"]]


def margin(claims: dict[str, JudgedClaim], name: str) -> float:
    found = claims[name].margin
    assert found is not None
    return float(found.room.value)


def changed(name: str, printed: str) -> dict[str, JudgedClaim]:
    """The claims, had a number been printed like this."""
    figure = EDITION.find(name)
    assert figure is not None
    edition = reprint_figure(EDITION, figure, printed)
    return {each.id: each for each in judge_claims(edition)}


def test_all_claims_are_judged_and_no_definition_is_denied() -> None:
    verdicts = {name: each.verdict for name, each in CLAIMS.items()}
    assert {name for name, verdict in verdicts.items() if verdict == "unjudged"} == UNJUDGED
    found = {name for name, verdict in verdicts.items() if verdict == "not_borne_out"}
    assert found == NOT_BORNE_OUT
    assert verdicts["three_industries"] == "in_part"
    others = set(verdicts) - UNJUDGED - NOT_BORNE_OUT - {"three_industries"}
    assert {verdicts[name] for name in others} == {"holds"}


def test_margins_are_those_of_plain_arithmetic() -> None:
    fai, retail, trade = months("fai"), months("retail"), months("trade")
    steps = [b - a for series in (fai, retail) for a, b in pairwise(series)]
    wanted = {
        "investment_quickened": 3.2 - 2.0,
        "domestic_demand": min(steps),
        "trade_steady": 2 - (max(trade) - min(trade)),
        "industrial_investment_pulled": 100 * 3.1 / 3.2 - 50,
        "households_pulled": 100 * 3278 / (61126.2 - 59007.4 + 1144.1) - 50,
        "all_well_above_loans": 10.6 - 8.7 - 1,
        "loans_fast": 8.7 - 2.3 - 0.1,
        "livelihood_strengthened": 100 * 5063 / 6318.1 - 100 * (5063 / 1.013) / (6318.1 / 0.996),
        "credit_structure": 100 * 23179.4 / 45599.9 - 100 * 20997.0 / 42979.7,
        "low_then_high": 2.3 - 1.9,
        "premiums_slight": 5 - 3.5,
    }
    for name, value in wanted.items():
        assert margin(CLAIMS, name) == pytest.approx(value, abs=1e-9), name


def test_a_definition_that_is_denied_is_a_contradiction() -> None:
    figure = EDITION.find("loans_agriculture_growth")
    assert figure is not None
    edition = reprint_figure(EDITION, figure, "8.5")
    claims = {each.id: each for each in judge_claims(edition)}
    # "All well above" is a judgement, whatever it is short of.
    assert claims["all_well_above_loans"].verdict == "in_part"
    summary = EDITION.find("summary_loans_agriculture_growth")
    assert summary is not None
    report = check_edition(reprint_figure(edition, summary, "8.5"))
    assert "all_above_loans" in {each.name for each in report.unregistered}


@pytest.mark.parametrize(
    ("name", "printed", "claim", "verdict"),
    [
        ("fai.ytd_yoy@2024-12", "2.0", "investment_quickened", "unjudged"),  # within rounding
        ("fai.ytd_yoy@2024-12", "2.1", "investment_quickened", "holds"),
        ("fai.ytd_yoy@2024-12", "1.8", "investment_quickened", "denied"),
        ("industry.ytd_yoy@2024-12", "0.1", "industry_flat", "denied"),
        ("premium_income_growth", "5.0", "premiums_slight", "unjudged"),
        ("premium_income_growth", "5.1", "premiums_slight", "not_borne_out"),
        ("gdp_secondary.ytd_yoy@2024-03", "0.3", "three_industries", "holds"),
    ],
)
def test_the_borders_of_verdicts(name: str, printed: str, claim: str, verdict: str) -> None:
    assert changed(name, printed)[claim].verdict == verdict


def test_before_the_year_is_over_nothing_is_claimed() -> None:
    assert judge_claims(open_edition("shanxi-2025", "2024-11")) == ()


def test_every_word_is_used_and_says_its_meaning_in_both_languages() -> None:
    assert {each.word.id for each in CLAIMS.values()} == set(load_words())
    for language in ("zh", "en"):
        text = (DATA / "shanxi-2025" / "words" / f"{language}.toml").read_text(encoding="utf-8")
        assert all(f"[claim.{name}]" in text for name in CLAIMS)


def test_no_more_is_quoted_than_a_few_words() -> None:
    lines = (DATA / "shanxi-2025" / "words" / "zh.toml").read_text(encoding="utf-8").splitlines()
    quotes = [line.split('"')[1] for line in lines if line.startswith("quote = ")]
    assert len(quotes) == len(CLAIMS)
    assert max(map(len, quotes)) <= 12


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('word = "flat"', 'word = "level"', "industry_flat: there is no word 'level'"),
        ('now = "cpi_growth"', "", "prices_slight: .*"),
        ('now = "cpi_growth"', 'now = "cpi"', "prices_slight: .* no number 'cpi'"),
    ],
)
def test_a_claim_that_cannot_be_judged_is_named(
    old: str, new: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(DATA / "shanxi-2025", tmp_path / "shanxi-2025")
    path = folder / "claims.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setenv("FINREPORT_DATA", str(tmp_path))
    edition: Edition = open_edition("shanxi-2025")
    with pytest.raises(EditionError, match=fault):
        judge_claims(edition)
