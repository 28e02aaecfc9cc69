"""The invented provinces: read back exactly, true in every relation, and recognisably invented."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from finreport.editions.ingest import guide, ingest

from finreport.editions.edition import read_edition
from finreport.errors import EditionError
from tests.synthetic.detect import read_province
from tests.synthetic.province import (
    EDITION,
    Province,
    make_numbers,
    package_values,
    printed,
    true_values,
    write_report,
    write_work_report,
)
from tests.synthetic.relations import RELATIONS

SEEDS = range(12)

COLUMNS = {
    "statements": ["id", "source", "section", "value", "unit"],
}
"""The columns to compare, where the others are only those of the reading guide."""


def read_rows(path: Path, columns: list[str] | None) -> Iterator[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield tuple(row[column] for column in columns or row)


@pytest.mark.parametrize("seed", SEEDS)
def test_ingest_reads_the_text_back_exactly(seed: int, tmp_path: Path) -> None:
    province = Province(seed)
    numbers = make_numbers(province)
    edition = read_province(province, numbers, tmp_path)
    for resource, expected in package_values(province, numbers).items():
        path = tmp_path / edition.name / f"{resource}.csv"
        assert list(read_rows(path, COLUMNS.get(resource))) == expected, resource


@pytest.mark.parametrize("seed", SEEDS)
def test_every_relation_holds_within_rounding(seed: int) -> None:
    numbers = make_numbers(Province(seed))
    assert [r.names for r in RELATIONS if not r.holds(numbers)] == []


@pytest.mark.parametrize(
    ("before", "holds"), [("100.0", True), ("100.1", True), ("99.9", True), ("100.2", False)]
)
def test_relations_allow_for_rounding_and_no_more(before: str, holds: bool) -> None:
    numbers = {
        "all.loans.increase@2024-06": "10.0",
        "all.loans.balance@2024-06": "110.0",
        "all.loans.balance@2024-05": before,
    }
    [relation] = [each for each in RELATIONS if set(each.names) == set(numbers)]
    assert relation.holds(numbers) == holds


def test_a_seed_gives_the_same_province_and_another_seed_another() -> None:
    texts = [write_report(Province(n), make_numbers(Province(n))) for n in (5, 5, 6)]
    assert texts[0] == texts[1] != texts[2]


def test_texts_and_package_say_that_the_province_is_invented(tmp_path: Path) -> None:
    province = Province(3)
    numbers = make_numbers(province)
    read_province(province, numbers, tmp_path)
    descriptor = json.loads((tmp_path / "invented-3" / "datapackage.json").read_text("utf-8"))
    assert "虚构3号省" in descriptor["title"]
    assert descriptor["title_en"].startswith("Invented Province No. 3")
    for text in (write_report(province, numbers), write_work_report(province, numbers)):
        assert "山西" not in text


def test_the_text_is_not_one_of_the_edition_whose_guide_reads_it(tmp_path: Path) -> None:
    province = Province(0)
    numbers = make_numbers(province)
    report, work_report = tmp_path / "a.txt", tmp_path / "b.txt"
    report.write_text(write_report(province, numbers), encoding="utf-8")
    work_report.write_text(write_work_report(province, numbers), encoding="utf-8")
    with pytest.raises(EditionError, match=r"a\.txt is none of the texts"):
        ingest([report, work_report], EDITION, tmp_path / "package")


def test_each_of_two_editions_is_read_with_its_own_guide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    province, first = Province(4), guide.find_guide(EDITION)
    data = tmp_path / "data"
    second = data / "invented-2031" / first.name
    shutil.copytree(first.parent, data / EDITION)
    shutil.copytree(first.parent, second.parent)
    for path in first.iterdir():
        text = guide.rename(path.read_text(encoding="utf-8"), province.renamed)
        (second / path.name).write_text(text, encoding="utf-8")
    listed = (second / "statements.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in listed if not line.startswith("live_pigs,")]
    text = "\n".join(kept).replace("premium_income,", "premiums,")
    (second / "statements.csv").write_text(text, encoding="utf-8")
    monkeypatch.setenv("FINREPORT_DATA", str(data))

    edition = read_province(province, make_numbers(province), tmp_path)
    texts = [tmp_path / "report.txt", tmp_path / "work_report.txt"]
    ingest(texts, "invented-2031", tmp_path / "invented-2031")
    own = read_edition(tmp_path / "invented-2031")
    assert {"premium_income", "live_pigs"} <= edition.figures.keys()
    assert {"premiums"} == own.figures.keys() & {"premium_income", "live_pigs", "premiums"}
    assert len(own.records["statements"]) == len(edition.records["statements"]) - 1


def test_no_two_provinces_print_the_same_numbers() -> None:
    names = ("all.loans.balance@2024-12", "gdp.ytd@2024-12", "premium_income")
    prints = [tuple(make_numbers(Province(seed))[name] for name in names) for seed in SEEDS]
    assert len(set(prints)) == len(prints)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(0.25, 1, "0.3"), (-0.25, 1, "-0.3"), (2.5, 0, "3"), (-0.04, 1, "0.0"), (11.0, 1, "11.0")],
)
def test_numbers_are_printed_as_statisticians_do(value: float, decimals: int, text: str) -> None:
    assert printed(value, decimals) == text


def test_every_number_is_a_true_value_rounded(tmp_path: Path) -> None:
    province = Province(1)
    truth = true_values(province)
    edition = read_province(province, make_numbers(province), tmp_path)
    rows = edition.tables["deposits_loans"]
    assert len(rows) == 468
    for row in rows.to_dict("records"):
        value = truth[f"{row['currency']}.{row['indicator']}.{row['measure']}@{row['month']}"]
        assert row["lower"] - 1e-9 <= value <= row["upper"] + 1e-9
    assert read_edition(tmp_path / edition.name).months == edition.months


def test_a_text_is_read_where_deposits_and_loans_happen_to_grow_alike(tmp_path: Path) -> None:
    province = Province(2)
    edition = read_province(province, make_numbers(province), tmp_path)
    [(decided_by, note)] = [
        (proof["decided_by"], proof["note"])
        for proof in edition.proofs
        if proof["rows"] == ["cny/deposits/yoy"]
    ]
    assert decided_by == "label"
    assert note == "arithmetic alone would also allow all/loans/balance"
