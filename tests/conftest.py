"""The order of the tests, and made-up chapters for the tests of everything that runs them."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path, PurePosixPath
from typing import Any
from unittest.mock import patch

import nbformat
import pytest
from hypothesis import settings
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# No test is about how long something takes: a busy machine would fail it. Every run draws examples
# of its own, so that each needs fewer than Hypothesis would take.
settings.register_profile("whatever time it takes", deadline=None, max_examples=40)
settings.load_profile("whatever time it takes")

PARAMETERS = """\
edition = "shanxi-2025"  # name of the edition
as_of = "2024-12"  # last month to show
language = "zh"  # language of the book"""

WriteChapter = Callable[..., Path]


TOGETHER = {"book": "book", "charts": "exhibits", "figures": "exhibits"}
"""Folders whose modules look at the same site, or at the same drawn charts: a worker has them."""

ALONE = {"test_second_edition.py"}
"""Modules of these folders that make a site of their own."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules that run the whole book go first, so that none is left for one worker at the end."""
    long = {item.path for item in items if item.get_closest_marker("chapters")}
    items.sort(key=lambda item: (item.path not in long, item.path.name != "test_readme.py"))


class ByWhatTheyShare(LoadScopeScheduling):  # type: ignore[misc]
    """Gives a worker a module, or modules that share what they look at.

    It does not go by pytest-xdist's groups: these change the id of a test, which pytest 9.2 keeps
    elsewhere.
    """

    def _split_scope(self, nodeid: str) -> str:
        module = PurePosixPath(nodeid.partition("::")[0])
        return (
            str(module) if module.name in ALONE else TOGETHER.get(module.parent.name, str(module))
        )


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByWhatTheyShare:
    """Distribute the tests by what they share."""
    return ByWhatTheyShare(config, log)


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


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let chapters run in the process of the test, one after the other.

    A process of their own takes most of a second to import what runs them, and says nothing of
    what a chapter gives. What it is good for, the tests of ``tests/execution`` without this hold.
    """

    def perform_all(
        work: Callable[[Any], object], tasks: deque[Any], processes: int, given: Mapping[str, str]
    ) -> Iterator[tuple[Any, Future[object]]]:
        while tasks:
            task, future = tasks.popleft(), Future[object]()
            with patch.dict(os.environ, given):
                try:
                    future.set_result(work(task))
                except Exception as error:  # noqa: BLE001 - as the future of a process does
                    future.set_exception(error)
            yield task, future

    for module in ("pool", "sweep.places"):
        monkeypatch.setattr(f"finreport.execution.{module}.perform_all", perform_all)
