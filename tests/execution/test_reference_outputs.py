"""The chapters of the book: their reference outputs and their parameters."""

import re
from copy import deepcopy
from pathlib import Path

import nbformat
import papermill
import pytest

from finreport.execution import execute_chapters, list_chapters
from finreport.execution.cleaning import strip_run_traces

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))

every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=[path.stem for path in CHAPTERS])


@every_chapter
def test_chapter_is_saved_as_refresh_saves_it(chapter: Path) -> None:
    notebook = nbformat.read(chapter, as_version=4)
    stripped = deepcopy(notebook)
    strip_run_traces(stripped)
    assert notebook == stripped
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))


@every_chapter
def test_chapter_explains_its_parameters(chapter: Path) -> None:
    parameters = papermill.inspect_notebook(chapter)
    assert list(parameters)[:3] == ["edition", "as_of", "language"]
    assert all(parameter["help"] for parameter in parameters.values())


@every_chapter
def test_chapter_carries_no_path_of_a_machine(chapter: Path) -> None:
    text = chapter.read_text(encoding="utf-8")
    assert str(ROOT) not in text
    assert str(Path.home()) not in text


def outputs(path: Path) -> str:
    """All outputs of a notebook as one text."""
    cells = nbformat.read(path, as_version=4).cells
    return "\n".join(str(cell.outputs) for cell in cells if cell.cell_type == "code")


@pytest.mark.chapters
def test_chapters_cut_at_an_earlier_month_show_no_later_one(tmp_path: Path) -> None:
    runs = execute_chapters(list_chapters(ROOT), tmp_path / "out", parameters={"as_of": "2024-09"})
    later = re.compile(r"2024(-|年| 年 ?)1[0-2]")
    telling = {run.chapter.stem for run in runs if later.search(outputs(run.output))}
    changed = {run.chapter.stem for run in runs if outputs(run.output) != outputs(run.chapter)}
    assert telling == set()
    assert {"11_demand_and_trade", "20_banking"} <= changed
