"""Files that the cells of a notebook carry, written beside the pages."""

import csv
import json
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import nbformat
import pytest
import rtoml
from nbformat.v4 import new_code_cell, new_notebook, new_output

from finreport.charts import banking, indicators
from finreport.figures import exhibits_of
from finreport.figures.exhibits import Chart, DataTable
from finreport.narrative.chapter import open_chapter
from finreport.publishing.downloads import DownloadError, write_files
from finreport.publishing.record import data_sum
from finreport.publishing.tidy import COLUMNS, as_csv

ROOT = Path(__file__).parents[2]
FORMATS = (".bib", ".csv", ".json", ".png", ".svg", ".xlsx")


@pytest.fixture(scope="module")
def loans() -> dict[str, Any]:
    """The output of a cell that shows the chart of loans."""
    chart = banking.loans(open_chapter("20_banking", "shanxi-2025", "2024-12", "zh"))
    assert isinstance(chart, Chart)
    return {"text/html": chart._repr_html_(), **chart._repr_mimebundle_()}


def write_notebook(path: Path, data: dict[str, Any], **metadata: dict[str, str]) -> Path:
    """A notebook whose second cell has an output of these data."""
    offered = new_output("execute_result", data, metadata=metadata)
    cells = [
        new_code_cell("1", outputs=[new_output("execute_result", {"text/plain": "1"})]),
        new_code_cell("show(chapter)", outputs=[offered]),
    ]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def write_results(path: Path, filename: str = "results.csv", text: str = "名称,值\n") -> Path:
    """A notebook that offers a CSV file of its own."""
    metadata = {"text/csv": {"filename": filename}}
    return write_notebook(path, {"text/html": "<p></p>", "text/csv": text}, **metadata)


def write(notebooks: list[Path], folder: Path) -> None:
    """Write the files of notebooks, whose pictures have not been drawn before."""
    write_files(notebooks, folder, drawn=folder.with_name(f"{folder.name}-drawn"))


def test_excel_reads_the_file_as_it_was_meant(tmp_path: Path) -> None:
    write([write_results(tmp_path / "a.ipynb")], tmp_path / "downloads")
    written = tmp_path / "downloads" / "results.csv"
    assert written.read_bytes() == b"\xef\xbb\xbf" + "名称,值\r\n".encode()


def test_a_name_leads_nowhere_else(tmp_path: Path) -> None:
    write([write_results(tmp_path / "a.ipynb", "../../a.csv")], tmp_path / "downloads")
    assert [path.name for path in tmp_path.rglob("*.csv")] == ["a.csv"]
    assert (tmp_path / "downloads" / "a.csv").is_file()


def test_an_exhibit_gives_four_files(tmp_path: Path, loans: dict[str, Any]) -> None:
    write([write_notebook(tmp_path / "a.ipynb", loans)], tmp_path / "downloads")
    written = sorted(path.name for path in (tmp_path / "downloads").iterdir())
    assert written == ["a.zip", *(f"fig-loans{ending}" for ending in FORMATS)]


def test_the_tables_of_a_page_are_one_file(tmp_path: Path, loans: dict[str, Any]) -> None:
    write([write_notebook(tmp_path / "a.ipynb", loans)], tmp_path / "downloads")
    with ZipFile(tmp_path / "downloads" / "a.zip") as packed:
        assert packed.namelist() == ["fig-loans.csv"]
        inside = packed.read("fig-loans.csv")
    assert inside == (tmp_path / "downloads" / "fig-loans.csv").read_bytes()


def test_the_csv_holds_the_numbers_of_the_edition(tmp_path: Path, loans: dict[str, Any]) -> None:
    write([write_notebook(tmp_path / "a.ipynb", loans)], tmp_path / "downloads")
    text = (tmp_path / "downloads" / "fig-loans.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert set(rows[0]) == set(COLUMNS)
    edition = ROOT / "data" / "shanxi-2025" / "deposits_loans.csv"
    with edition.open(encoding="utf-8", newline="") as file:
        printed = {
            (row["measure"], row["month"]): row["value"]
            for row in csv.DictReader(file)
            if (row["currency"], row["indicator"]) == ("cny", "loans")
        }
    months = [f"2024-{number:02}" for number in range(1, 13)]
    balances = {row["month"]: row["value"] for row in rows if row["series"] == "余额"}
    assert balances == {month: printed["balance", month] for month in months}
    implied = [
        float(printed["balance", month]) / (1 + float(printed["yoy", month]) / 100)
        for month in months
    ]
    before = [row for row in rows if row["series"] == "推算的上年同期余额"]
    assert [float(row["value"]) for row in before] == pytest.approx(implied, rel=1e-9)
    assert [row["month"] for row in before] == [f"2023{month[4:]}" for month in months]
    assert {(row["unit"], row["flag"], row["figure"]) for row in before} == {
        ("100 million CNY", "0", "")
    }
    assert all(float(row["lower"]) < float(row["value"]) < float(row["upper"]) for row in before)


def test_the_json_says_what_the_page_says(tmp_path: Path, loans: dict[str, Any]) -> None:
    write([write_notebook(tmp_path / "a.ipynb", loans)], tmp_path / "downloads")
    found = json.loads((tmp_path / "downloads" / "fig-loans.json").read_text(encoding="utf-8"))
    wanted = {"name", "number", "title", "unit", "method", "source", "verdicts", "citation"}
    assert wanted <= set(found)
    for key in ("title", "method", "source", "citation", "alt"):
        assert found[key] in loans["text/html"]
    assert found["address"] == "20_banking.html#fig-loans"
    assert found["address"] in found["citation"]
    notes = loans["text/html"].partition('<p class="fr-checks">')[2].partition("</p>")[0]
    assert len(found["verdicts"]) == notes.count('href="#checks-')


def test_groups_of_a_table_stand_in_a_column_of_their_own() -> None:
    rows = [
        {"group": "人民币", "head": "贷款", "texts": ["−1.50", "—"], "values": [-1.5, None]},
        {"group": "外币", "head": "贷款", "texts": ["0.3", "短"], "values": [1 / 3, None]},
    ]
    text = as_csv({"columns": ["项目", "1月", "2月"], "rows": rows}, None)
    found = csv.DictReader(StringIO(text))
    assert [(row["group"], row["series"], row["value"], row["text"]) for row in found] == [
        ("人民币", "1月", "-1.50", "−1.50"),
        ("外币", "1月", str(1 / 3), "0.3"),
        ("外币", "2月", "", "短"),
    ]


def test_a_table_of_words_stays_as_it_is_shown() -> None:
    rows = [{"group": "经济", "head": "贷款", "texts": ["loans"], "values": [None]}]
    text = as_csv({"columns": ["中文", "英文"], "rows": rows}, None)
    assert list(csv.reader(StringIO(text))) == [["", "中文", "英文"], ["经济", "贷款", "loans"]]


@pytest.fixture(scope="module")
def printed_table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the table of deposits and loans."""
    table = indicators.deposits_loans(open_chapter("91_indicators", "shanxi-2025", "", "zh"))
    assert isinstance(table, DataTable)
    folder = tmp_path_factory.mktemp("table")
    data = {"text/html": table._repr_html_(), **table._repr_mimebundle_()}
    parameters = new_code_cell('edition = "shanxi-2025"', metadata={"tags": ["parameters"]})
    shown = new_code_cell("1", outputs=[new_output("execute_result", data)])
    nbformat.write(new_notebook(cells=[parameters, shown]), folder / "91_indicators.ipynb")
    write([folder / "91_indicators.ipynb"], folder / "downloads")
    return folder / "downloads"


def test_numbers_that_must_not_be_copied_are_flagged(printed_table: Path) -> None:
    text = (printed_table / "tab-deposits-loans.csv").read_text(encoding="utf-8-sig")
    rows = {row["figure"]: row for row in csv.DictReader(StringIO(text))}
    flagged = {name for name, row in rows.items() if row["flag"] == "1"}
    judged = rtoml.load(ROOT / "data/shanxi-2025/judgements.toml")
    assert flagged == {each["name"] for each in judged["correction"]}
    row = rows["cny.deposits_household.increase@2024-10"]
    # 39912.1 less 39867.3, each within half a digit (data/shanxi-2025/deposits_loans.csv).
    ends = [row[end] for end in ("lower", "upper", "instead_lower", "instead_upper")]
    assert ends == ["468.65", "468.75", "44.70", "44.90"]


def test_a_workbook_has_numbers_as_numbers(printed_table: Path) -> None:
    with ZipFile(printed_table / "tab-deposits-loans.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        notes = book.read("xl/comments1.xml").decode()
    assert "<v>468.7</v>" in sheet
    assert "<v>-2275.6</v>" in sheet
    assert "44.70 – 44.90" in notes


def test_a_citation_names_the_version_and_the_sum_of_the_data(printed_table: Path) -> None:
    entry = (printed_table / "tab-deposits-loans.bib").read_text(encoding="utf-8")
    assert f"version = {{{version('finreport')}}}" in entry
    assert f"Data sha256 {data_sum(ROOT / 'data' / 'shanxi-2025')}" in entry
    assert "91_indicators.html#tab-deposits-loans" in entry


def test_two_different_files_of_one_name_are_refused(tmp_path: Path) -> None:
    pages = [
        write_results(tmp_path / "a.ipynb", text="1\n"),
        write_results(tmp_path / "b.ipynb", text="2\n"),
    ]
    with pytest.raises(DownloadError, match=r"b\.ipynb offers another results\.csv"):
        write(pages, tmp_path / "downloads")


def test_what_is_no_longer_offered_is_deleted(tmp_path: Path, loans: dict[str, Any]) -> None:
    folder = tmp_path / "downloads"
    write([write_notebook(tmp_path / "a.ipynb", loans)], folder)
    write([write_results(tmp_path / "a.ipynb")], folder)
    assert sorted(path.name for path in folder.iterdir()) == ["a.zip", "results.csv"]


def test_writing_anew_gives_the_same_bytes(tmp_path: Path, loans: dict[str, Any]) -> None:
    notebook = write_notebook(tmp_path / "a.ipynb", loans)
    for name in ("one", "two"):
        write([notebook], tmp_path / name)
    for ending in FORMATS:
        one, two = (tmp_path / name / f"fig-loans{ending}" for name in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_every_exhibit_carries_its_data(loans: dict[str, Any]) -> None:
    [record] = exhibits_of(loans)
    assert json.loads(json.dumps(record, allow_nan=False)) == record
