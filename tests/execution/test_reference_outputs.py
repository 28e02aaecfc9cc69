"""The reference outputs of the chapters of the book."""

from copy import deepcopy
from pathlib import Path

import nbformat
import pytest

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
def test_chapter_carries_no_path_of_a_machine(chapter: Path) -> None:
    text = chapter.read_text(encoding="utf-8")
    assert str(ROOT) not in text
    assert str(Path.home()) not in text
