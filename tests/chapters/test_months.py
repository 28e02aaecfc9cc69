"""Every chapter run at an earlier month shows nothing of the months after it."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest

from finreport.execution import execute_chapters, list_chapters
from finreport.execution.cleaning import INJECTED

ROOT = Path(__file__).parents[2]
EDITION = ROOT / "data" / "shanxi-2025"

Outputs = dict[str, str]
"""The outputs of the code cells of a chapter by cell."""

BASIS = re.compile(r'<p class="fr-basis">.*?</p>', re.DOTALL)
"""Fixed words that say what the report printed in all, whatever is shown of it."""

WITHOUT_MONTHS = {"92_glossary", "96_methods", "97_execution"}
"""Chapters that show the same at every month."""

NAMED_AHEAD = {
    "41_rates": {("2024", "7")},  # the default of its parameter, told to leave too few months
    "44_pace": {(year, str(month)) for year in ("", "2024") for month in range(1, 13)},
}
"""Later months that a chapter may name: that of a split, and those that it projects."""

MONTHS = ["2024-01", "2024-07", "2024-11"]
"""The months that differ: the first one, the first with one month on either side of the split, of
which half a year is told, and the last one before all that is printed at the end of the year."""

FILES = {"text/csv", "application/vnd.finreport.exhibit+json"}
"""Data for downloads: that of the plain text, and all named results, also those without a value."""

PICTURE = re.compile(r"<svg.*?</svg>", re.DOTALL)
"""The words of pictures are tested with the charts; a tick of last year may be a bare month."""

pytestmark = pytest.mark.chapters


def read_outputs(path: Path) -> Outputs:
    """What each code cell of a notebook shows: plain text, page and glued words."""
    cells = nbformat.read(path, as_version=4).cells
    return {
        cell.id: "\n".join(
            BASIS.sub("", text)
            for output in cell.outputs
            for form, text in output.data.items()
            if form not in FILES
        )
        for cell in cells
        if cell.cell_type == "code" and cell.id != INJECTED
    }


class Cut(NamedTuple):
    """The book run at an earlier month: the outputs of each chapter."""

    as_of: str
    chapters: dict[str, Outputs]


@pytest.fixture(scope="module", params=MONTHS)
def cut(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Cut:
    """All chapters run at an earlier month."""
    folder = tmp_path_factory.mktemp("cut") / request.param
    runs = execute_chapters(list_chapters(ROOT), folder, parameters={"as_of": request.param})
    return Cut(request.param, {run.chapter.stem: read_outputs(run.output) for run in runs})


def test_no_later_month_is_named(cut: Cut) -> None:
    last = int(cut.as_of[5:])
    assert len(cut.chapters) >= 15
    for name, outputs in cut.chapters.items():
        for cell, shown in outputs.items():
            text = PICTURE.sub("", shown)
            named = re.findall(r"(?:(20\d\d)年)?\s?(?<!\d)(\d{1,2})月", text)
            named += re.findall(r"\b(20\d\d)-(\d\d)\b", text)
            later = {
                (year, month)
                for year, month in named
                if (year or "2024") == "2024" and int(month) > last
            } - NAMED_AHEAD.get(name, set())
            assert later == set(), f"{name}, cell {cell}"


def later_numbers(as_of: str) -> set[str]:
    """Numbers that are long enough to be told apart and printed for later months only."""
    early: set[str] = set()
    late: set[str] = set()
    for resource in ("deposits_loans", "economy"):
        with (EDITION / f"{resource}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                (late if row["month"] > as_of else early).add(row["value"].lstrip("-"))
    return {number for number in late - early if len(number) >= 6}


def test_no_later_number_is_shown(cut: Cut) -> None:
    later = later_numbers(cut.as_of)
    assert len(later) > 20
    for name, outputs in cut.chapters.items():
        for cell, text in outputs.items():
            plain = PICTURE.sub("", text)
            assert set(re.findall(r"\d+\.\d+", plain)) & later == set(), f"{name}, cell {cell}"


def test_the_whole_book_shows_those_numbers() -> None:
    shown = " ".join(text for path in list_chapters(ROOT) for text in read_outputs(path).values())
    assert all(number in shown for number in later_numbers("2024-09"))


def test_the_month_is_that_of_the_run(cut: Cut) -> None:
    year, month = cut.as_of.split("-")
    assert f"{year}年{int(month)}月" in cut.chapters["00_summary"]["numbers"]
    saved = {path.stem: read_outputs(path) for path in list_chapters(ROOT)}
    unchanged = {name for name, outputs in cut.chapters.items() if outputs == saved[name]}
    assert unchanged <= WITHOUT_MONTHS


@pytest.fixture(scope="module")
def run_banking(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Outputs]:
    """A function that runs the chapter on banking with parameters and gives its outputs."""

    def run(**parameters: str) -> Outputs:
        chapter = ROOT / "chapters" / "20_banking.ipynb"
        target = tmp_path_factory.mktemp("banking")
        [done] = execute_chapters([chapter], target, parameters=parameters, jobs=1)
        return read_outputs(done.output)

    return run


def test_the_split_month_changes_its_chart_and_nothing_else(
    run_banking: Callable[..., Outputs],
) -> None:
    saved = read_outputs(ROOT / "chapters" / "20_banking.ipynb")
    october = run_banking(split_month="2024-10")
    assert set(october) == set(saved)
    assert {cell for cell in saved if october[cell] != saved[cell]} == {"banking-lpr-shift"}


def test_english_charts_have_the_same_numbers(run_banking: Callable[..., Outputs]) -> None:
    saved = read_outputs(ROOT / "chapters" / "20_banking.ipynb")
    english = run_banking(language="en")
    for cell in ("banking-deposit-loan-growth", "banking-lpr", "banking-lpr-shift"):
        numbers, others = (
            re.findall(r"(?<=\t)\N{MINUS SIGN}?\d+\.\d+", shown[cell]) for shown in (saved, english)
        )
        assert numbers == others != []
        assert not re.search(r"[\u4e00-\u9fff]", english[cell])
