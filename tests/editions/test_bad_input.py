"""Data packages that an analyst broke: every fault is told in one sentence, with its place.

Each case breaks a copy of the edition by hand, in the way a person or a spreadsheet would.
"""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from finreport.editions import EditionError, open_edition
from finreport.errors import PlainError

EDITION = "shanxi-2025"
DATA = Path(__file__).parents[2] / "data" / EDITION

Break = Callable[[Path], object]
Descriptor = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the edition that will be opened."""
    monkeypatch.setenv("FINREPORT_DATA", str(tmp_path))
    return Path(shutil.copytree(DATA, tmp_path / EDITION))


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def write_lines(path: Path, texts: list[str]) -> None:
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")


def replace(file: str, row: int, old: str, new: str) -> Break:
    """Change ``old`` to ``new`` in one row; the heading is row 1."""

    def change(folder: Path) -> None:
        texts = lines(folder / file)
        assert old in texts[row - 1]
        texts[row - 1] = texts[row - 1].replace(old, new, 1)
        write_lines(folder / file, texts)

    return change


def append(file: str, row: int, text: str) -> Break:
    """Add ``text`` at the end of one row."""

    def change(folder: Path) -> None:
        texts = lines(folder / file)
        texts[row - 1] += text
        write_lines(folder / file, texts)

    return change


def put(file: str, place: int, *texts: str, instead: int = 0) -> Break:
    """Put rows at ``place``, instead of so many."""

    def change(folder: Path) -> None:
        old = lines(folder / file)
        write_lines(folder / file, [*old[: place - 1], *texts, *old[place - 1 + instead :]])

    return change


def drop(file: str, words: str) -> Break:
    """Leave out every row with ``words``."""

    def change(folder: Path) -> None:
        old = lines(folder / file)
        kept = [text for text in old if words not in text]
        assert len(kept) < len(old)
        write_lines(folder / file, kept)

    return change


def write(file: str, text: str) -> Break:
    return lambda folder: (folder / file).write_text(text, encoding="utf-8")


def encode(file: str, encoding: str) -> Break:
    """Save the file as a program with another encoding would."""

    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_bytes(text.encode(encoding))

    return change


def remove(file: str) -> Break:
    return lambda folder: (folder / file).unlink()


def together(*breaks: Break) -> Break:
    return lambda folder: [change(folder) for change in breaks]


def describe(change: Callable[[Descriptor], object]) -> Break:
    """Change the descriptor."""

    def rewrite(folder: Path) -> None:
        path = folder / "datapackage.json"
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        change(descriptor)
        path.write_text(json.dumps(descriptor), encoding="utf-8")

    return rewrite


def resource(name: str, change: Callable[[Descriptor], object]) -> Break:
    """Change one resource of the descriptor."""

    def choose(descriptor: Descriptor) -> None:
        [found] = [item for item in descriptor["resources"] if item["name"] == name]
        change(found)

    return describe(choose)


def delete_resource(name: str) -> Break:
    def delete(descriptor: Descriptor) -> None:
        kept = [item for item in descriptor["resources"] if item["name"] != name]
        descriptor["resources"] = kept

    return describe(delete)


def field(number: int, **changes: object) -> Callable[[Descriptor], object]:
    """Change one field of a resource's schema."""
    return lambda item: item["schema"]["fields"][number].update(changes)


IN_DESCRIPTOR: dict[str, tuple[Break, list[str]]] = {
    "not JSON": (write("datapackage.json", "{"), ["JSON", "line 1"]),
    "empty": (write("datapackage.json", ""), ["JSON"]),
    "not UTF-8": (encode("datapackage.json", "utf-16"), ["JSON", "UTF-8"]),
    "a list": (write("datapackage.json", "[]"), ["it should be a table of keys and values"]),
    "a number": (write("datapackage.json", "5"), ["it is 5; it should be a table"]),
    "no title": (describe(lambda package: package.pop("title")), ["it has no title"]),
    "no resources": (
        describe(lambda package: package.pop("resources")),
        ["it has no resources"],
    ),
    "an empty list of resources": (
        describe(lambda package: package.update(resources=[])),
        ["no resource 'institutions'", "lists none"],
    ),
    "resources are nothing": (
        describe(lambda package: package.update(resources=None)),
        ["resources should be a list"],
    ),
    "resources are an object": (
        describe(lambda package: package.update(resources={})),
        ["resources should be a list"],
    ),
    "a resource is a name": (
        describe(lambda package: package["resources"].append("economy")),
        ["resources 9", "it is 'economy'", "table of keys"],
    ),
    "proofs are a number": (
        describe(lambda package: package.update(proofs=5)),
        ["proofs is 5; it should be a list"],
    ),
    "missing resource": (
        delete_resource("deposits_loans"),
        ["no resource 'deposits_loans'", "'economy'"],
    ),
    "renamed resource": (
        resource("economy", lambda item: item.update(name="economics")),
        ["no resource 'economy'", "'economics'"],
    ),
    "a name that is a list": (
        resource("economy", lambda item: item.update(name=["economy"])),
        ["name should be a text"],
    ),
    "resource twice": (
        describe(lambda package: package["resources"].append(package["resources"][0])),
        ["lists 'institutions' twice"],
    ),
    "no path": (
        resource("economy", lambda item: item.pop("path")),
        ["'economy'", "it has no path"],
    ),
    "path out of the folder": (
        resource("economy", lambda item: item.update(path="../economy.csv")),
        ["'../economy.csv'", "'economy.csv'"],
    ),
    "path in the network": (
        resource("economy", lambda item: item.update(path="https://localhost/economy.csv")),
        ["'https://localhost/economy.csv'", "'economy.csv'"],
    ),
    "no schema": (
        resource("economy", lambda item: item.pop("schema")),
        ["resources 'economy'", "it has no schema"],
    ),
    "no schema and no profile": (
        together(
            describe(lambda package: package.pop("profile")),
            resource("events", lambda item: (item.pop("schema"), item.pop("profile"))),
        ),
        ["resources 'events'", "it has no schema"],
    ),
    "renamed column in the schema": (
        resource("economy", field(3, name="period")),
        ["'economy'", "schema"],
    ),
    "a rule taken away": (
        resource("deposits_loans", field(5, constraints={})),
        ["'deposits_loans'", "schema"],
    ),
    "schema is a number": (
        resource("targets", lambda item: item.update(schema=5)),
        ["resources 'targets'", "schema is 5; it should be a table"],
    ),
    "licences are a number": (
        describe(lambda package: package.update(licenses=5)),
        ["licenses is 5; it should be a list"],
    ),
    "another resource without a file": (
        describe(lambda package: package["resources"].append({"name": "prices"})),
        ["resources 'prices'", "it has no path"],
    ),
}

IN_FILE: dict[str, tuple[Break, str, list[str]]] = {
    "missing": (remove("economy.csv"), "economy.csv", ["No such file"]),
    "a folder": (
        together(remove("economy.csv"), lambda folder: (folder / "economy.csv").mkdir()),
        "economy.csv",
        ["directory"],
    ),
}

IN_ROW: dict[str, tuple[Break, str, int, list[str]]] = {
    "empty file": (write("economy.csv", ""), "economy.csv", 1, ["columns are missing"]),
    "only the heading": (
        put("economy.csv", 2, instead=372),
        "economy.csv",
        1,
        ["no row below the heading"],
    ),
    "only the heading of a table without months": (
        put("institutions.csv", 2, instead=13),
        "institutions.csv",
        1,
        ["no row below the heading"],
    ),
    "no heading": (
        put("financing.csv", 1, instead=1),
        "financing.csv",
        1,
        ["should be component, value, unit"],
    ),
    "renamed column": (
        replace("economy.csv", 1, "month", "period"),
        "economy.csv",
        1,
        ["period", "should be indicator, measure, unit, month, value"],
    ),
    "columns in another order": (
        replace("events.csv", 1, "date,event", "event,date"),
        "events.csv",
        1,
        ["event, date", "should be date, event"],
    ),
    "semicolons": (
        lambda folder: write_lines(
            folder / "financing.csv",
            [text.replace(",", ";") for text in lines(folder / "financing.csv")],
        ),
        "financing.csv",
        1,
        ["component;value;unit"],
    ),
    "not UTF-8": (encode("events.csv", "gbk"), "events.csv", 2, ["UTF-8"]),
    "a quotation mark that is not closed": (
        replace("events.csv", 3, ",", ',"'),
        "events.csv",
        9,
        ["CSV"],
    ),
    "missing cell": (
        replace("events.csv", 4, ",", ""),
        "events.csv",
        4,
        ["cells is 1", "should be 2"],
    ),
    "extra cell": (append("economy.csv", 4, ",1"), "economy.csv", 4, ["is 6", "should be 5"]),
    "blank row": (put("economy.csv", 5, ""), "economy.csv", 5, ["is 0", "should be 5"]),
    "a word for a number": (
        replace("deposits_loans.csv", 4, "59930.9", "abc"),
        "deposits_loans.csv",
        4,
        ["value is 'abc'", "number"],
    ),
    "thousands separator": (
        replace("deposits_loans.csv", 4, "59930.9", '"59,930.9"'),
        "deposits_loans.csv",
        4,
        ["'59,930.9'", "number"],
    ),
    "thousands separator without quotation marks": (
        replace("deposits_loans.csv", 4, "59930.9", "59,930.9"),
        "deposits_loans.csv",
        4,
        ["cells is 7", "should be 6"],
    ),
    "a printed dash kept": (
        replace("deposits_loans.csv", 4, "59930.9", "—"),
        "deposits_loans.csv",
        4,
        ["'—'", "number"],
    ),
    "exponent of a spreadsheet": (
        replace("deposits_loans.csv", 4, "59930.9", "5.99E+04"),
        "deposits_loans.csv",
        4,
        ["'5.99E+04'", "number"],
    ),
    "a space in a number": (
        replace("deposits_loans.csv", 4, "59930.9", " 59930.9"),
        "deposits_loans.csv",
        4,
        ["' 59930.9'", "number"],
    ),
    "a digit of full width": (
        replace("deposits_loans.csv", 4, "59930.9", "５9930.9"),
        "deposits_loans.csv",
        4,
        ["'５9930.9'", "number"],
    ),
    "not a number": (
        replace("lpr_buckets.csv", 2, "100.0", "NaN"),
        "lpr_buckets.csv",
        2,
        ["share is 'NaN'", "number"],
    ),
    "value removed": (
        replace("deposits_loans.csv", 4, "59930.9", ""),
        "deposits_loans.csv",
        4,
        ["value is ''", "number"],
    ),
    "name removed": (
        replace("institutions.csv", 3, "policy", ""),
        "institutions.csv",
        3,
        ["category is ''", "one of large_commercial"],
    ),
    "part of an outlet": (
        replace("institutions.csv", 2, "1759", "1759.5"),
        "institutions.csv",
        2,
        ["outlets is '1759.5'", "whole number"],
    ),
    "fewer than no outlets": (
        replace("institutions.csv", 2, "1759", "-1759"),
        "institutions.csv",
        2,
        ["outlets is '-1759'", "at least 0"],
    ),
    "unknown bucket": (
        replace("lpr_buckets.csv", 14, "below", "beneath"),
        "lpr_buckets.csv",
        14,
        ["bucket is 'beneath'", "one of total, below, at"],
    ),
    "unknown indicator": (
        replace("economy.csv", 2, "gdp", "gnp"),
        "economy.csv",
        2,
        ["indicator is 'gnp'", "one of gdp"],
    ),
    "unit outside the vocabulary": (
        replace("deposits_loans.csv", 3, "million", "billion"),
        "deposits_loans.csv",
        3,
        ["unit is '100 billion CNY'", "one of 100 million CNY"],
    ),
    "unit of another currency": (
        replace("deposits_loans.csv", 3, "CNY", "USD"),
        "deposits_loans.csv",
        3,
        ["'100 million USD'", "currency all", "'100 million CNY'"],
    ),
    "percent for a balance": (
        replace("deposits_loans.csv", 3, "100 million CNY", "%"),
        "deposits_loans.csv",
        3,
        ["'%'", "'100 million CNY'"],
    ),
    "an amount for a rate": (
        replace("deposits_loans.csv", 469, "%", "100 million USD"),
        "deposits_loans.csv",
        469,
        ["'100 million USD'", "growth", "'%'"],
    ),
    "month 13": (
        replace("economy.csv", 2, "2024-01", "2024-13"),
        "economy.csv",
        2,
        ["month is '2024-13'", "YYYY-MM"],
    ),
    "month with a slash": (
        replace("economy.csv", 2, "2024-01", "2024/01"),
        "economy.csv",
        2,
        ["month is '2024/01'", "YYYY-MM"],
    ),
    "month of a spreadsheet": (
        replace("economy.csv", 2, "2024-01", "Jan-24"),
        "economy.csv",
        2,
        ["month is 'Jan-24'", "YYYY-MM"],
    ),
    "month far away": (
        replace("economy.csv", 2, "2024-01", "2042-01"),
        "economy.csv",
        2,
        ["gdp/ytd", "2042-01"],
    ),
    "month in the year 0": (
        replace("economy.csv", 2, "2024-01", "0000-01"),
        "economy.csv",
        2,
        ["gdp/ytd", "0000-01"],
    ),
    "month twice": (
        replace("deposits_loans.csv", 4, "2024-03", "2024-02"),
        "deposits_loans.csv",
        4,
        ["month", "the same as in row 3"],
    ),
    "row twice": (
        put("events.csv", 3, "2024-01-31,x"),
        "events.csv",
        3,
        ["date", "the same as in row 2"],
    ),
    "months out of order": (
        together(
            replace("economy.csv", 4, "2024-03", "2024-02"),
            replace("economy.csv", 3, "2024-02", "2024-03"),
        ),
        "economy.csv",
        4,
        ["gdp/ytd", "2024-02 after 2024-03"],
    ),
    "a day that does not exist": (
        replace("events.csv", 2, "2024-01-31", "2024-02-31"),
        "events.csv",
        2,
        ["date is '2024-02-31'", "2024-12-31"],
    ),
    "a day written short": (
        replace("events.csv", 2, "2024-01-31", "2024-1-31"),
        "events.csv",
        2,
        ["date is '2024-1-31'", "2024-12-31"],
    ),
    "unknown period": (
        replace("statements.csv", 2, ",2024,", ",2024H1,"),
        "statements.csv",
        2,
        ["period is '2024H1'", "YYYY-MM"],
    ),
    "statement twice": (
        replace("statements.csv", 3, "summary_grp_growth", "summary_grp_total"),
        "statements.csv",
        3,
        ["id", "the same as in row 2"],
    ),
    "unknown comparator": (
        replace("targets.csv", 3, "at_least", ">="),
        "targets.csv",
        3,
        ["comparator is '>='", "at_least"],
    ),
}

IN_ROWS: dict[str, tuple[Break, str, str, list[str]]] = {
    "missing month": (
        put("deposits_loans.csv", 3, instead=1),
        "deposits_loans.csv",
        "2 to 12",
        ["all/deposits/balance", "no row for 2024-02"],
    ),
    "month missing in the whole file": (
        drop("lpr_buckets.csv", "2024-12"),
        "lpr_buckets.csv",
        "2 to 12",
        ["total", "no row for 2024-12"],
    ),
}


def fault_of(break_it: Break, folder: Path) -> str:
    """What reading all of the broken edition says: a sentence without the machine's paths."""
    break_it(folder)
    with pytest.raises(PlainError) as caught:
        dict(open_edition(EDITION).records)
    text = str(caught.value)
    assert re.fullmatch(r"[^\n]{20,400}\.", text), text
    assert not re.search(r"[.!?] [A-Z]", text), text
    assert str(folder.parent) not in text
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return text


def absent(words: list[str], text: str) -> list[str]:
    return [word for word in words if word not in text]


@pytest.mark.parametrize(("break_it", "words"), IN_DESCRIPTOR.values(), ids=list(IN_DESCRIPTOR))
def test_fault_of_the_descriptor_names_it(folder: Path, break_it: Break, words: list[str]) -> None:
    text = fault_of(break_it, folder)
    assert re.match(rf"{EDITION}/datapackage\.json[ :,]", text)
    assert not absent(words, text), text


@pytest.mark.parametrize(("break_it", "file", "words"), IN_FILE.values(), ids=list(IN_FILE))
def test_fault_of_a_file_names_it(
    folder: Path, break_it: Break, file: str, words: list[str]
) -> None:
    text = fault_of(break_it, folder)
    assert text.startswith(f"{EDITION}/{file} ")
    assert not absent(words, text), text


@pytest.mark.parametrize(("break_it", "file", "row", "words"), IN_ROW.values(), ids=list(IN_ROW))
def test_fault_of_a_row_names_file_and_row(
    folder: Path, break_it: Break, file: str, row: int, words: list[str]
) -> None:
    text = fault_of(break_it, folder)
    assert text.startswith(f"{EDITION}/{file}, row {row}: ")
    assert not absent(words, text), text


@pytest.mark.parametrize(("break_it", "file", "rows", "words"), IN_ROWS.values(), ids=list(IN_ROWS))
def test_fault_of_a_series_names_its_rows(
    folder: Path, break_it: Break, file: str, rows: str, words: list[str]
) -> None:
    text = fault_of(break_it, folder)
    assert text.startswith(f"{EDITION}/{file}, rows {rows}: ")
    assert not absent(words, text), text


def test_month_missing_everywhere_is_noticed(folder: Path) -> None:
    files = ["deposits_loans.csv", "economy.csv", "lpr_buckets.csv"]
    text = fault_of(together(*(drop(file, "2024-05") for file in files)), folder)
    assert "no row between 2024-04 and 2024-06" in text


def test_folder_without_descriptor_is_no_edition(folder: Path) -> None:
    text = fault_of(remove("datapackage.json"), folder)
    assert f"no edition '{EDITION}'" in text
    assert "datapackage.json" in text


@pytest.mark.parametrize(
    "harmless",
    [
        pytest.param(encode("events.csv", "utf-8-sig"), id="byte order mark of a spreadsheet"),
        pytest.param(
            lambda folder: (folder / "economy.csv").write_bytes(
                (folder / "economy.csv").read_bytes().replace(b"\n", b"\r\n")
            ),
            id="line ends of Windows",
        ),
        pytest.param(
            lambda folder: (folder / "notes.txt").write_text("mine", encoding="utf-8"),
            id="another file",
        ),
        pytest.param(
            describe(lambda package: package.pop("proofs") and package.pop("identified")),
            id="a package made without proofs",
        ),
    ],
)
def test_harmless_difference_changes_nothing(folder: Path, harmless: Break) -> None:
    before = dict(open_edition(EDITION).tables)
    harmless(folder)
    after = open_edition(EDITION).tables
    for name, table in before.items():
        assert table.equals(after[name])


def test_many_faults_are_told_as_the_first_of_them(folder: Path) -> None:
    path = folder / "deposits_loans.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("CNY", "RMB"), encoding="utf-8")
    with pytest.raises(
        EditionError, match=r"deposits_loans\.csv, row 2: unit is '100 million RMB'"
    ):
        open_edition(EDITION)
