"""What is found of an edition is found once in a run, anew when what it rests on changes."""

import shutil
from pathlib import Path

import pytest

from finreport.analysis.groups import compute
from finreport.checks import check_edition
from finreport.editions import open_edition
from finreport.editions.folder import PROJECT_DATA
from finreport.editions.shared import share, shared

EDITION = "shanxi-2025"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data, and a folder to share results in."""
    folder = tmp_path / "data"
    shutil.copytree(PROJECT_DATA, folder)
    monkeypatch.setenv("FINREPORT_DATA", str(folder))
    for name, value in share(tmp_path / "results").items():
        monkeypatch.setenv(name, value)
    return folder


def count(finds: list[str], as_of: str | None = None) -> int:
    """How often anything was found so far, after one more question."""
    edition = open_edition(EDITION, as_of)
    shared(edition, "it", lambda: finds.append("once more"))
    return len(finds)


@pytest.mark.usefixtures("data")
def test_it_is_found_once_for_each_month() -> None:
    finds: list[str] = []
    assert [count(finds), count(finds), count(finds, "2024-06"), count(finds)] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    "file",
    [f"{EDITION}/judgements.toml", f"{EDITION}/words/en.toml", "context/lpr_quotes.csv"],
)
def test_a_change_of_what_decides_it_is_seen(data: Path, file: str) -> None:
    finds: list[str] = []
    count(finds)
    with (data / file).open("a", encoding="utf-8") as opened:
        opened.write("\n")
    assert count(finds) == 2


@pytest.mark.usefixtures("data")
def test_what_was_shared_is_what_is_found() -> None:
    edition = open_edition(EDITION, "2024-06")
    for _ in range(2):
        assert shared(edition, "report", lambda: check_edition(edition)) == check_edition(edition)
    first, second = compute(edition, "ledger"), compute(edition, "ledger")
    assert first.rows == second.rows


def test_without_a_folder_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FINREPORT_RESULTS", raising=False)
    finds: list[str] = []
    assert [count(finds), count(finds)] == [1, 2]
