"""The register of what does not add up, against a search of its own through the tables."""

import csv
import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from finreport.checks import check_edition, discrepancies, read_corrections
from finreport.checks.discrepancies import (
    CLASSES,
    COMPUTED,
    Discrepancy,
    find_discrepancies,
    read_register,
)
from finreport.editions import Edition, EditionError, open_edition
from finreport.editions.edition import read_edition
from finreport.errors import PlainError

ROOT = Path(__file__).parents[2]
NAME = "shanxi-2025"
DATA = ROOT / "data" / NAME

Balances = dict[tuple[str, str, str], dict[str, Decimal]]
Plant = Callable[[str, int, str, str], Edition]
Judge = Callable[[str, str], None]


def rows(file: str) -> list[dict[str, str]]:
    """The rows of a table, every cell as printed."""
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def edition() -> Edition:
    return open_edition(NAME)


@pytest.fixture(scope="module")
def found(edition: Edition) -> dict[str, Discrepancy]:
    return {each.id: each for each in find_discrepancies(edition).found}


@pytest.fixture(scope="module")
def table() -> Balances:
    """Deposits and loans as plain numbers, read without the code under test."""
    series: Balances = {}
    for row in rows("deposits_loans.csv"):
        key = (row["currency"], row["indicator"], row["measure"])
        series.setdefault(key, {})[row["month"]] = Decimal(row["value"])
    return series


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """A function that changes one cell of a copy of the edition and reads it."""

    def change(file: str, row: int, old: str, new: str) -> Edition:
        folder = shutil.copytree(DATA, tmp_path / NAME, dirs_exist_ok=True)
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
        assert old in lines[row - 1]
        lines[row - 1] = lines[row - 1].replace(old, new)
        (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return read_edition(folder)

    return change


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """A function that changes the text of the judgements in a copy of the edition."""
    path = shutil.copytree(DATA, tmp_path / "data" / NAME) / discrepancies.JUDGEMENTS
    monkeypatch.setenv("FINREPORT_DATA", str(tmp_path / "data"))

    def change(old: str, new: str) -> None:
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    return change


def test_the_register_explains_every_contradiction_and_nothing_else_contradicts(
    edition: Edition,
) -> None:
    report = check_edition(edition)
    explaining = {each.explained_by.id for each in report.contradictions if each.explained_by}
    assert report.unregistered == ()
    assert report.outdated == ()
    assert explaining == {
        "october_household_increase",
        "october_corporate_increase",
        "january_short_increase",
        "january_medium_long_increase",
    }


def test_a_search_through_all_increases_finds_the_same(
    table: Balances, found: dict[str, Discrepancy]
) -> None:
    wrong = {}
    for (currency, indicator, measure), increases in table.items():
        balance = table.get((currency, indicator, "balance"))
        if measure != "increase" or balance is None:
            continue
        months = sorted(balance)
        for before, month in pairwise(months):
            # Three numbers with one decimal each: rounding leaves 3 * 0.05.
            off = abs(increases[month] - (balance[month] - balance[before]))
            if off > Decimal("0.15"):
                wrong[f"{currency}.{indicator}.increase@{month}"] = off / Decimal("0.15")
    judged = {each.entry.name: each.ratio for each in found.values() if each.kind == "report_error"}
    assert judged == {name: Fraction(off) for name, off in wrong.items()}


def test_a_search_through_the_ends_of_2023_finds_the_same(
    table: Balances, found: dict[str, Discrepancy]
) -> None:
    half = Decimal("0.05")
    wrong = set()
    for (currency, indicator, measure), growth in table.items():
        increase = table.get((currency, indicator, "increase"))
        if measure != "yoy" or increase is None:
            continue
        balance = table[currency, indicator, "balance"]
        level = balance["2024-01"] - increase["2024-01"]
        low = (balance["2024-12"] - half) / (1 + (growth["2024-12"] + half) / 100)
        high = (balance["2024-12"] + half) / (1 + (growth["2024-12"] - half) / 100)
        if not low - 2 * half <= level <= high + 2 * half:
            wrong.add(f"{currency}.{indicator}.increase@2024-01")
    judged = {name for name in (each.entry.name for each in found.values()) if "@2024-01" in name}
    assert wrong == {name for name in judged if "increase" in name}


def test_october_has_the_increase_of_two_months(table: Balances) -> None:
    for indicator in ("deposits_household", "deposits_corporate"):
        balance = table["cny", indicator, "balance"]
        two_months = balance["2024-10"] - balance["2024-08"]
        assert table["cny", indicator, "increase"]["2024-10"] == two_months


def test_the_excess_of_january_is_about_household_loans(table: Balances) -> None:
    excess = Decimal(0)
    for indicator in ("loans_short", "loans_medium_long"):
        balance = table["all", indicator, "balance"]
        by_growth = balance["2024-12"] / (1 + table["all", indicator, "yoy"]["2024-12"] / 100)
        increase = table["all", indicator, "increase"]["2024-01"]
        excess += balance["2024-01"] - increase - by_growth
    statements = {row["id"]: row["value"] for row in rows("statements.csv")}
    change = Decimal(statements["loans_household_change"])
    growth = Decimal(statements["loans_household_growth"])
    assert excess == pytest.approx(100 * change / growth, rel=Decimal("0.01"))


def test_only_rounding_is_within_rounding(found: dict[str, Discrepancy]) -> None:
    within = {each.id for each in found.values() if each.ratio is not None and each.ratio <= 1}
    assert within == {each.id for each in found.values() if each.kind == "rounding"}
    assert {each.kind for each in found.values()} == set(CLASSES) - {"our_transcription"}


def test_no_number_is_typed_in_the_words(found: dict[str, Discrepancy]) -> None:
    for each in found.values():
        for key, text in each.entry.words.items():
            typed = re.findall(r"\d+", COMPUTED.sub("", text))
            assert set(typed) <= {"2023", "2024"}, (each.id, key)
            assert "{" not in each.words[key], (each.id, key)


def test_numbers_in_the_words_are_the_computed_ones(found: dict[str, Discrepancy]) -> None:
    words = found["october_household_increase"].words
    assert "rose by CNY 4.48 billion on September" in words["evidence"]
    assert "比九月增加44.8亿元" in words["evidence_zh"]
    words = found["january_medium_long_increase"].words  # 20997.0 less the printed change
    assert "the printed increase puts it at CNY 2,670.5 billion" in words["evidence"]
    assert not re.search(r"\d,\d", words["evidence_zh"])


def test_an_earlier_month_has_only_what_was_printed_by_then() -> None:
    register = find_discrepancies(open_edition(NAME, "2024-10"))
    ids = {each.id for each in register.found}
    assert {"october_household_increase", "october_corporate_increase"} <= ids
    assert "january_short_increase" not in ids, "its evidence needs December"
    assert register.outdated == ()
    early = find_discrepancies(open_edition(NAME, "2024-09"))
    assert "october_household_increase" not in {each.id for each in early.found}


def test_an_edition_without_judgements_has_an_empty_register(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (shutil.copytree(DATA, tmp_path / NAME) / discrepancies.JUDGEMENTS).unlink()
    monkeypatch.setenv("FINREPORT_DATA", str(tmp_path))
    assert find_discrepancies(edition).found == ()
    assert read_corrections(edition) == {}


def test_a_judgement_does_not_outlive_its_numbers(plant: Plant) -> None:
    edition = plant("deposits_loans.csv", 263, "468.7", "44.8")
    register = find_discrepancies(edition)
    assert [each.id for each in register.outdated] == ["october_household_increase"]
    assert "october_household_increase" not in {each.id for each in register.found}


def test_a_judgement_does_not_outlive_the_number_that_it_was_implied_by(plant: Plant) -> None:
    edition = plant("deposits_loans.csv", 226, "39777.5", "39767.5")
    register = find_discrepancies(edition)
    assert [each.id for each in register.outdated] == ["october_household_increase"]


def test_an_error_that_shares_a_number_with_a_known_one_is_new(plant: Plant) -> None:
    report = check_edition(plant("deposits_loans.csv", 264, "149.1", "199.1"))
    assert [f"{each.name}@{each.period}" for each in report.unregistered] == [
        "increase_cny_deposits_household@2024-11"
    ]


def test_a_second_error_in_a_known_place_is_new(plant: Plant) -> None:
    report = check_edition(plant("deposits_loans.csv", 263, "468.7", "486.7"))
    assert any(
        "cny.deposits_household.increase@2024-10" in each.inputs for each in report.unregistered
    )


def test_corrections_are_the_differences_of_balances(edition: Edition, table: Balances) -> None:
    corrections = read_corrections(edition)
    for indicator in ("deposits_household", "deposits_corporate"):
        balance = table["cny", indicator, "balance"]
        correction = corrections[f"cny.{indicator}.increase@2024-10"]
        assert correction.value.value == Fraction(balance["2024-10"] - balance["2024-09"])
        assert correction.value.upper - correction.value.lower == Fraction(1, 5)
        assert correction.because == f"october_{indicator.removeprefix('deposits_')}_increase"


def test_every_error_of_the_report_has_a_correction(
    edition: Edition, found: dict[str, Discrepancy]
) -> None:
    errors = {each.entry.name for each in found.values() if each.kind == "report_error"}
    assert errors <= set(read_corrections(edition))


def test_corrections_of_december_wait_for_december() -> None:
    assert set(read_corrections(open_edition(NAME, "2024-10"))) == {
        "cny.deposits_household.increase@2024-10",
        "cny.deposits_corporate.increase@2024-10",
    }


def test_a_correction_fails_when_the_data_has_another_value(plant: Plant) -> None:
    edition = plant("deposits_loans.csv", 263, "468.7", "44.8")
    with pytest.raises(EditionError, match=r"made for 468\.7, but deposits_loans\.csv, row 263"):
        read_corrections(edition)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('class = "extraction"', 'class = "slip"', "'slip'; it should be one of basis_break"),
        ('class = "extraction"\n', "", "it has no class"),
        (
            'class = "extraction"',
            'class = "extraction"\nnote = ""',
            "it has note, which is none of",
        ),
        ('id = "lpr_sum"', 'id = "retail_tie"', "the id 'retail_tie' is there twice"),
        ('expression = "retail.ytd', 'expression = "retial.ytd', "retial"),
        ('id = "lpr_sum"', 'id = "lpr_sum', "cannot be read as TOML"),
    ],
)
def test_a_bad_register_is_told(
    edition: Edition, judge: Judge, old: str, new: str, message: str
) -> None:
    judge(old, new)
    with pytest.raises(PlainError, match=re.escape(message)):
        find_discrepancies(edition)


def test_a_correction_needs_its_entry(edition: Edition, judge: Judge) -> None:
    judge('because = "october_household_increase"', 'because = "a_hunch"')
    with pytest.raises(EditionError, match="'a_hunch' is not an entry of the register about cny"):
        read_corrections(edition)


def test_a_judgement_needs_its_words(edition: Edition, judge: Judge, tmp_path: Path) -> None:
    words = tmp_path / "data" / NAME / "words" / "en.toml"
    text = words.read_text(encoding="utf-8").replace("[discrepancy.lpr_sum]", "[discrepancy.lost]")
    words.write_text(text, encoding="utf-8")
    with pytest.raises(EditionError, match=r"words/en\.toml has no title under discrepancy\.lpr"):
        find_discrepancies(edition)


def test_each_number_is_judged_once() -> None:
    names = [entry.name for entry in read_register(NAME)]
    assert len(names) == len(set(names))


def test_what_the_words_say_of_other_months_is_so() -> None:
    tenth = Decimal("0.1")
    economy = {
        (row["indicator"], row["month"]): Decimal(row["value"])
        for row in rows("economy.csv")
        if row["measure"] == "ytd" and row["value"]
    }
    months = sorted(month for indicator, month in economy if indicator == "trade")
    trade = {
        month: economy["trade", month] - economy["exports", month] - economy["imports", month]
        for month in months
    }
    assert [abs(off) for off in trade.values() if off] == 5 * [tenth]
    fiscal = {
        month: economy["fiscal_balance", month]
        - economy["fiscal_revenue", month]
        + economy["fiscal_expenditure", month]
        for month in ("2024-06", "2024-12")
    }
    assert fiscal == {"2024-06": -tenth, "2024-12": tenth}


def test_what_the_words_say_of_shares_is_so() -> None:
    share = {
        (row["bucket"], row["month"]): Decimal(row["share"]) for row in rows("lpr_buckets.csv")
    }
    months = sorted(month for bucket, month in share if bucket == "total")
    ranges = sorted({bucket for bucket, _ in share if bucket.startswith("above_")})
    above = {m: share["above", m] - sum(share[part, m] for part in ranges) for m in months}
    total = {
        m: share["total", m] - sum(share[part, m] for part in ("below", "at", "above"))
        for m in months
    }
    assert max(above, key=lambda month: abs(above[month])) == "2024-11"
    assert {off.compare(0) for off in total.values() if off} == {1, -1}


def test_farming_grew_like_the_primary_industry() -> None:
    [primary] = [
        row["value"]
        for row in rows("economy.csv")
        if (row["indicator"], row["measure"], row["month"]) == ("gdp_primary", "ytd_yoy", "2024-12")
    ]
    [farming] = [
        row["value"] for row in rows("statements.csv") if row["id"] == "farming_value_added_growth"
    ]
    assert primary == farming
