"""The project's own edition made anew from its texts: what it reproduces, what it is immune to.

The texts are not part of the project. Tests that need them take the folder from the environment
variable FINREPORT_SOURCES, which holds the two texts as ``*.txt``.
"""

import csv
import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from finreport.editions.folder import package_files
from finreport.editions.making import Made, drift, make_edition
from finreport.errors import EditionError

EDITION = "shanxi-2025"
DATA = Path(__file__).parents[2] / "data"
COMMITTED = DATA / EDITION

KEYS = {
    "lpr_buckets": "lpr.{bucket}",
    "deposits_loans": "{currency}.{indicator}.{measure}",
    "economy": "{indicator}.{measure}",
}

Change = Callable[[str], str]


@pytest.fixture(scope="session")
def texts() -> list[Path]:
    folder = os.environ.get("FINREPORT_SOURCES")
    if folder is None:
        pytest.skip("FINREPORT_SOURCES does not name the folder with the two source texts")
    return sorted(Path(folder).glob("*.txt"))


@pytest.fixture
def remake(texts: list[Path], tmp_path: Path) -> Callable[[Change], Made]:
    """A function that makes the edition of its texts after a change to them."""

    def run(change: Change) -> Made:
        changed = []
        for number, path in enumerate(texts):
            changed.append(tmp_path / f"{number}.txt")
            changed[-1].write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        return make_edition(EDITION, changed, DATA, tmp_path / "made")

    return run


def descriptor(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "datapackage.json").read_text(encoding="utf-8")))


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in package_files(folder) if path.suffix == ".csv"}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def replace_cell(start: str, column: int, value: str) -> Change:
    """A change of one cell (from 0) of the first line of the report that begins like this."""

    def change(text: str) -> str:
        lines = text.split("\n")
        number = next((n for n, line in enumerate(lines) if line.startswith(start)), None)
        if number is not None:
            cells = lines[number].split("\t")
            cells[column] = value
            lines[number] = "\t".join(cells)
        return "\n".join(lines)

    return change


# What is reproduced


def test_the_texts_give_every_file_of_the_folder_as_it_is(texts: list[Path]) -> None:
    assert drift(EDITION, texts, DATA) == []


def test_a_file_that_was_changed_is_named(texts: list[Path], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(COMMITTED, tmp_path / EDITION))
    table = folder / "economy.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",-304.7\n", ",-340.7\n"), "utf-8")
    (folder / "targets.csv").unlink()
    assert drift(EDITION, texts, tmp_path) == ["economy.csv", "targets.csv"]


def test_the_order_of_the_texts_does_not_matter(texts: list[Path], tmp_path: Path) -> None:
    assert texts
    one = make_edition(EDITION, texts, DATA, tmp_path / "one").folder
    two = make_edition(EDITION, texts[::-1], DATA, tmp_path / "two").folder
    for path in filter(Path.is_file, one.rglob("*")):
        assert path.read_bytes() == (two / path.relative_to(one)).read_bytes()


def test_nothing_is_left_to_settle_and_every_settled_line_is_used(
    remake: Callable[[Change], Made],
) -> None:
    made = remake(lambda text: text)
    assert (made.open, made.unused, made.untranslated) == ((), (), (0, 0))


def test_what_was_settled_by_hand_is_little_and_has_its_reason() -> None:
    settled = rows(COMMITTED, "readings")
    assert len(settled) <= 30
    assert all(row["settled"] and row["reason"] for row in settled)


def test_a_report_of_another_year_or_place_is_refused(
    remake: Callable[[Change], Made], tmp_path: Path
) -> None:
    with pytest.raises(EditionError, match="They should be about one place and year"):
        remake(lambda text: text.replace("山西", "湖北"))
    assert not (tmp_path / "made").exists()


# What is written


@pytest.mark.parametrize("folder", [COMMITTED, DATA / "context"], ids=lambda f: f.name)
def test_it_is_a_valid_data_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert Package("datapackage.json").validate().flatten(["title", "note"]) == []


def test_lines_end_alike_on_every_system() -> None:
    for resource in descriptor(COMMITTED)["resources"]:
        assert b"\r" not in (COMMITTED / resource["path"]).read_bytes()


@pytest.mark.parametrize("resource", KEYS)
def test_every_series_stands_in_a_line_of_its_own(resource: str, texts: list[Path]) -> None:
    lines = next(text for path in texts if "内容摘要" in (text := path.read_text("utf-8")))
    named = {KEYS[resource].format_map(row) for row in rows(COMMITTED, resource)}
    found = [row for row in descriptor(COMMITTED)["identified"] if row["resource"] == resource]
    assert {row["row"] for row in found} == named
    for row in found:
        printed = re.sub(r"\s", "", lines.split("\n")[row["line"] - 1])
        assert re.sub(r"\s", "", row["printed"]) in printed


def test_every_statement_stands_where_it_is_said_to_stand(texts: list[Path]) -> None:
    lines = {
        "report" if "内容摘要" in text else "work_report": text.split("\n")
        for text in (path.read_text(encoding="utf-8") for path in texts)
    }
    places = descriptor(COMMITTED)["places"]
    assert list(places) == [row["id"] for row in rows(COMMITTED, "statements")]
    for row in rows(COMMITTED, "statements"):
        place = places[row["id"]]
        there = lines[place["source"]][place["line"] - 1][place["column"] - 1 :]
        assert there.startswith(row["value"]) or re.match("[一二两三四五六七八九十百千]", there), (
            row
        )


def test_what_decided_which_row_is_which_is_said() -> None:
    decided = {
        row["row"]: row["decided_by"]
        for row in descriptor(COMMITTED)["identified"]
        if row["resource"] == "deposits_loans"
    }
    assert Counter(decided.values()) == {"arithmetic": 30, "place": 9}
    assert {name for name, by in decided.items() if by == "place"} == {
        f"{account}.{measure}"
        for account in ("all.loans_short", "all.loans_medium_long", "cny.loans_consumer")
        for measure in ("balance", "increase", "yoy")
    }


def test_only_the_two_known_cells_and_two_wider_scopes_miss_a_relation() -> None:
    missed = {
        proof["relation"]: proof["tested"] - proof["held"]
        for proof in descriptor(COMMITTED)["proofs"]
        if proof["tested"] != proof["held"]
    }
    assert missed == {
        "cny.deposits_household: increase = change of balance": 1,
        "cny.deposits_corporate: increase = change of balance": 1,
        "all.loans_short: two ways to December": 1,
        "all.loans_medium_long: two ways to December": 1,
    }


# What it is immune to


@pytest.mark.parametrize("offset", [-26, -3, 2, 6])
def test_a_block_label_in_another_row_changes_no_table(
    offset: int, remake: Callable[[Change], Made]
) -> None:
    def move(text: str) -> str:
        lines = text.split("\n")
        start = next((n for n, line in enumerate(lines) if line.startswith("外 币\t各")), None)
        if start is not None:
            for number, label in ((start, ""), (start + offset, "外 币")):
                lines[number] = "\t".join([label, *lines[number].split("\t")[1:]])
        return "\n".join(lines)

    assert tables(remake(move).folder) == tables(COMMITTED)


def test_no_block_label_at_all_changes_no_table(remake: Callable[[Change], Made]) -> None:
    def strip(text: str) -> str:
        for label in ("本 外 币\t", "人 民 币\t", "外 币\t"):
            text = text.replace(label, "\t")
        return text

    assert tables(remake(strip).folder) == tables(COMMITTED)


def test_one_wrong_cell_is_kept_and_recorded(remake: Callable[[Change], Made]) -> None:
    made = remake(replace_cell("外 币\t各项贷款", 4, "777.7"))
    before, after = tables(COMMITTED), tables(made.folder)
    changed = [
        new
        for name in before
        for old, new in zip(before[name].split(b"\n"), after[name].split(b"\n"), strict=True)
        if old != new
    ]
    assert changed == [b"cny,loans,increase,100 million CNY,2024-03,777.7"]
    [proof] = [
        each
        for each in descriptor(made.folder)["proofs"]
        if each["relation"] == "cny.loans: increase = change of balance"
    ]
    assert proof["tested"] - proof["held"] == 1


def test_a_table_without_one_of_its_rows_has_the_others(remake: Callable[[Change], Made]) -> None:
    def remove(text: str) -> str:
        lines = text.split("\n")
        return "\n".join(line for line in lines if not line.startswith("城镇登记失业率"))

    kept = [row for row in rows(COMMITTED, "economy") if row["indicator"] != "unemployment"]
    assert rows(remake(remove).folder, "economy") == kept


# What stays


def test_what_a_person_knows_of_the_edition_stays(texts: list[Path], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(COMMITTED, tmp_path / EDITION))
    own = ("judgements.toml", "groups.toml", "edition.toml")
    for name in own:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("# mine\n")
    (folder / "statements.csv").write_text("lost", encoding="utf-8")
    make_edition(EDITION, texts, tmp_path)
    assert all((folder / name).read_text(encoding="utf-8").endswith("# mine\n") for name in own)
    assert tables(folder) == tables(COMMITTED)


def test_a_failure_leaves_the_earlier_folder_alone(
    texts: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(COMMITTED, tmp_path / EDITION))
    (folder / "statements.csv").write_text("lost", encoding="utf-8")
    rename = Path.rename

    def fail(path: Path, to: Path) -> Path:
        if path.parent != tmp_path and to == folder and path.name == EDITION:
            raise OSError("disk full")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="disk full"):
        make_edition(EDITION, texts, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [EDITION]
    assert (folder / "statements.csv").read_text(encoding="utf-8") == "lost"


# The same report of another province, and of another year


def later(text: str, years: int) -> str:
    """A text whose years are so many later; one stands twice in a headline with a shadow."""
    year = r"(?<![\d.])(20[12]\d)(?:\1|(?=[ \n]*年|-20[12]\d|-\d\d\b|Q\d|[）)]|,|\b(?![.\d])))"
    return re.sub(year, lambda found: found[0].replace(found[1], str(int(found[1]) + years)), text)


@pytest.mark.parametrize(
    ("name", "place", "years"), [("hubei-2025", "湖北", 0), ("shanxi-2026", "山西", 1)]
)
def test_the_report_renamed_or_shifted_is_read_as_well(
    name: str, place: str, years: int, texts: list[Path], tmp_path: Path
) -> None:
    def move(text: str) -> str:
        return later(text.replace("山西", place), years)

    moved = []
    for number, path in enumerate(texts):
        moved.append(tmp_path / f"{number}.txt")
        moved[-1].write_text(move(path.read_text(encoding="utf-8")), encoding="utf-8")
    original = make_edition("tried", texts, tmp_path / "one")
    made = make_edition(name, moved, tmp_path / "two")
    assert move(original.title) == made.title
    assert len(made.open) == len(original.open)
    for table in tables(original.folder):
        expected = [
            {key: move(cell) for key, cell in row.items()}
            for row in rows(original.folder, Path(table).stem)
        ]
        assert rows(made.folder, Path(table).stem) == expected, table
