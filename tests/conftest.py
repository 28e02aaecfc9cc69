"""The order of the tests, and made-up chapters for the tests of everything that runs them."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

# No test is about how long something takes: a busy machine would fail it.
settings.register_profile("whatever time it takes", deadline=None)
settings.load_profile("whatever time it takes")

PARAMETERS = """\
edition = "shanxi-2025"  # name of the edition
as_of = "2024-12"  # last month to show
language = "zh"  # language of the book"""

WriteChapter = Callable[..., Path]


TOGETHER = {"book": "book", "charts": "exhibits", "figures": "exhibits"}
"""Folders whose modules look at the same site, or at the same drawn charts: a worker has them."""


@pytest.hookimpl(tryfirst=True)  # pytest-xdist looks at the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules that run the whole book go first, so that none is left for one worker at the end.

    A worker of pytest-xdist gets a module, or modules that share what they look at.
    """
    long = {item.path for item in items if item.get_closest_marker("chapters")}
    items.sort(key=lambda item: (item.path not in long, item.path.name != "test_readme.py"))
    for item in items:
        module = str(item.path)
        group = module if item.path in long else TOGETHER.get(item.path.parent.name, module)
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture
def write_chapter(tmp_path: Path) -> WriteChapter:
    """A function that writes a chapter with one more cell, ``show``, and gives its path."""

    def write(name: str, show: str, parameters: str = PARAMETERS) -> Path:
        cells = [
            new_markdown_cell(f"({name})=\n# 章", id="title"),
            new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}),
            new_code_cell(show, id="show"),
        ]
        path = tmp_path / "chapters" / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        nbformat.write(new_notebook(cells=cells), path)
        return path

    return write
