"""The notebooks of the book, as they are saved."""

from functools import cache
from pathlib import Path

import nbformat
import pytest

from finreport.execution import list_chapters

ROOT = Path(__file__).parents[2]
CHAPTERS = {path.stem: path for path in list_chapters(ROOT)}

read_notebook = cache(nbformat.read)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test with the argument ``chapter`` once for each chapter of the book."""
    if "chapter" in metafunc.fixturenames:
        metafunc.parametrize("chapter", CHAPTERS)


@pytest.fixture
def notebook(chapter: str) -> nbformat.NotebookNode:
    """The saved notebook of a chapter."""
    notebook: nbformat.NotebookNode = read_notebook(CHAPTERS[chapter], as_version=4)
    return notebook


@pytest.fixture(scope="session")
def notebooks() -> dict[str, nbformat.NotebookNode]:
    """The saved notebooks of all chapters by name, in reading order."""
    return {name: read_notebook(path, as_version=4) for name, path in CHAPTERS.items()}
