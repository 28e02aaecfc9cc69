"""What a page says that it was made from, and when."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from finreport.publishing.clock import ClockError, built_at
from finreport.publishing.record import origin, parameters

MADE = datetime(2025, 6, 30, 22, 15, 3, tzinfo=UTC)
DEFAULTS = 'edition: str = "shanxi-2025"  # help\nas_of: str = "2024-12"\ncount = 3'


def notebook(**tagged: str) -> NotebookNode:
    """A notebook with a cell of each tag."""
    cells = [
        new_code_cell(source, metadata={"tags": [tag.replace("_", "-")]})
        for tag, source in tagged.items()
    ]
    made: NotebookNode = new_notebook(cells=[*cells, new_code_cell('edition = "elsewhere"')])
    return made


def test_the_parameters_of_a_run_override_the_defaults() -> None:
    injected = notebook(injected_parameters='as_of = "2024-09"', parameters=DEFAULTS)
    assert parameters(injected) == {"edition": "shanxi-2025", "as_of": "2024-09"}


def test_a_notebook_without_parameters_has_no_edition() -> None:
    made_from = origin(notebook(), MADE)
    assert (made_from.edition, made_from.as_of, made_from.data) == ("", "", "")
    assert made_from.built == MADE


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, made in another time zone."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    identity = ["-c", "user.name=Writer", "-c", "user.email=writer@example.org"]
    date = "2025-07-01T06:15:03+08:00"
    made = {**os.environ, "GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z"}
    for command in (["init", "--quiet"], ["commit", "--quiet", "--allow-empty", "-m", "Begin"]):
        subprocess.run(["git", *identity, *command], cwd=tmp_path, env=made, check=True)
    return tmp_path


def test_a_build_states_when_the_commit_was_made(repository: Path) -> None:
    inner = repository / "_build" / "source"
    inner.mkdir(parents=True)
    assert built_at(repository) == built_at(inner) == MADE


def test_the_epoch_of_reproducible_builds_comes_first(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    assert built_at(repository) == datetime(2025, 1, 1, tzinfo=UTC)


def test_a_folder_without_history_states_no_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert built_at(tmp_path) is None


def test_an_epoch_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ClockError, match=r"'yesterday': it should be whole seconds"):
        built_at(tmp_path)
