"""Chapters run by papermill's own command, as a reader would do it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BANKING = ROOT / "chapters" / "20_banking.ipynb"

pytestmark = pytest.mark.chapters


def papermill(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What the command ``papermill`` does in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "papermill", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_explains_every_parameter(tmp_path: Path) -> None:
    done = papermill("--help-notebook", str(BANKING), folder=tmp_path)
    assert done.returncode == 0
    told = re.findall(
        r'^  (\w+): str \(default "([^"]*)"\)\s+(\S.{10,})$', done.stdout, re.MULTILINE
    )
    assert [(name, default) for name, default, _ in told] == [
        ("edition", ""),
        ("as_of", ""),
        ("language", "zh"),
        ("split_month", ""),
    ]


def test_an_unknown_choice_fails_with_one_sentence_that_names_the_others(tmp_path: Path) -> None:
    # The refusals of every parameter are tested where a chapter opens.
    done = papermill(str(BANKING), "out.ipynb", "-p", "split_month", "2024-01", folder=tmp_path)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert re.fullmatch(r"\w+Error: [A-Z].*'2024-01'.*; available: 2024-02 to 2024-12\.", last)
