"""nbval compares a chapter with its saved outputs, so that a changed number is noticed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
BANKING = ROOT / "chapters" / "20_banking.ipynb"

OLD = "cny,loans,balance,100 million CNY,2024-12,"

pytestmark = pytest.mark.chapters


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of all data."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


def failing_cells(data: Path) -> tuple[int, set[str]]:
    """The exit code of nbval on the chapter, and the ids of the cells that it calls different."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "--nbval", str(BANKING)],
        cwd=ROOT,
        env=os.environ | {"FINREPORT_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    cells = [
        cell for cell in nbformat.read(BANKING, as_version=4).cells if cell.cell_type == "code"
    ]
    numbers = re.findall(r"^FAILED \S+20_banking\.ipynb::Cell (\d+)", done.stdout, re.MULTILINE)
    return done.returncode, {cells[int(number)].id for number in numbers}


def test_an_unchanged_copy_passes(data: Path) -> None:
    assert failing_cells(data) == (0, set())


def test_a_changed_number_is_noticed_in_the_cells_that_show_it(data: Path) -> None:
    path = data / "shanxi-2025" / "deposits_loans.csv"
    text = path.read_text(encoding="utf-8")
    [printed] = re.findall(rf"^{re.escape(OLD)}(.+)$", text, re.MULTILINE)
    changed = printed[:-1] + ("1" if printed[-1] == "0" else "0")
    path.write_text(text.replace(f"{OLD}{printed}", f"{OLD}{changed}"), encoding="utf-8")
    status, cells = failing_cells(data)
    assert status == 1
    assert cells >= {"numbers", "banking-loans"}
    # Other cells show it in their lines of verdicts, but not those of other tables.
    assert not cells & {"banking-institutions", "banking-institution-assets", "banking-lpr"}
