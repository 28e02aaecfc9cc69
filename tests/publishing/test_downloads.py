"""Files that the cells of a notebook carry, written beside the pages."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from finreport.charts import banking
from finreport.figures import EXHIBIT
from finreport.figures.exhibits import Chart
from finreport.narrative.chapter import open_chapter
from finreport.publishing.downloads import DownloadError, as_csv, write_files

ROOT = Path(__file__).parents[2]
FORMATS = (".csv", ".json", ".png", ".svg")


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
    [written] = (tmp_path / "downloads").iterdir()
    assert written.name == "results.csv"
    assert written.read_bytes() == b"\xef\xbb\xbf" + "名称,值\r\n".encode()


def test_a_name_leads_nowhere_else(tmp_path: Path) -> None:
    write([write_results(tmp_path / "a.ipynb", "../../a.csv")], tmp_path / "downloads")
    assert [path.name for path in tmp_path.rglob("*.csv")] == ["a.csv"]
    assert (tmp_path / "downloads" / "a.csv").is_file()


def test_an_exhibit_gives_four_files(tmp_path: Path, loans: dict[str, Any]) -> None:
    write([write_notebook(tmp_path / "a.ipynb", loans)], tmp_path / "downloads")
    written = sorted(path.name for path in (tmp_path / "downloads").iterdir())
    assert written == [f"fig-loans{ending}" for ending in FORMATS]


def test_the_csv_holds_the_numbers_of_the_edition(tmp_path: Path, loans: dict[str, Any]) -> None:
    write([write_notebook(tmp_path / "a.ipynb", loans)], tmp_path / "downloads")
    text = (tmp_path / "downloads" / "fig-loans.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    edition = ROOT / "data" / "shanxi-2025" / "deposits_loans.csv"
    with edition.open(encoding="utf-8", newline="") as file:
        printed = {
            (row["measure"], row["month"]): row["value"]
            for row in csv.DictReader(file)
            if (row["currency"], row["indicator"]) == ("cny", "loans")
        }
    months = [f"2024-{number:02}" for number in range(1, 13)]
    assert [row["余额"] for row in rows] == [""] * 12 + [printed["balance", m] for m in months]
    implied = [
        float(printed["balance", month]) / (1 + float(printed["yoy", month]) / 100)
        for month in months
    ]
    written = [float(row["推算的上年同期余额"]) for row in rows[:12]]
    assert written == pytest.approx(implied, rel=1e-9)


def test_the_json_says_what_the_page_says(tmp_path: Path, loans: dict[str, Any]) -> None:
    write([write_notebook(tmp_path / "a.ipynb", loans)], tmp_path / "downloads")
    found = json.loads((tmp_path / "downloads" / "fig-loans.json").read_text(encoding="utf-8"))
    wanted = {"name", "number", "title", "unit", "method", "source", "verdicts", "citation"}
    assert wanted <= set(found)
    for key in ("title", "method", "source", "citation", "alt"):
        assert found[key] in loans["text/html"]
    assert found["citation"].endswith("20_banking.html#fig-loans")
    assert len(found["verdicts"]) == loans["text/html"].count('href="#checks-')


def test_groups_of_a_table_stand_in_a_column_of_their_own() -> None:
    rows = [
        {"group": "人民币", "head": "贷款", "texts": ["−1.50", "—"], "values": [-1.5, None]},
        {"group": "外币", "head": "贷款", "texts": ["0.3", "短"], "values": [1 / 3, None]},
    ]
    text = as_csv({"columns": ["项目", "1月", "2月"], "rows": rows})
    assert list(csv.reader(StringIO(text))) == [
        ["", "项目", "1月", "2月"],
        ["人民币", "贷款", "-1.50", ""],
        ["外币", "贷款", str(1 / 3), "短"],
    ]


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
    assert [path.name for path in folder.iterdir()] == ["results.csv"]


def test_writing_anew_gives_the_same_bytes(tmp_path: Path, loans: dict[str, Any]) -> None:
    notebook = write_notebook(tmp_path / "a.ipynb", loans)
    for name in ("one", "two"):
        write([notebook], tmp_path / name)
    for ending in FORMATS:
        one, two = (tmp_path / name / f"fig-loans{ending}" for name in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_every_exhibit_carries_its_data(loans: dict[str, Any]) -> None:
    [record] = loans[EXHIBIT]
    assert json.loads(json.dumps(record, allow_nan=False)) == record
