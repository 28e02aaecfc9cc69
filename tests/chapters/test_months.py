"""A chapter run at an earlier month shows nothing of the months after it.

At September, which lacks the end of the year alone, the README runs the whole book: its test looks
at those chapters (``tests/test_readme.py``).
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from finreport.execution import execute_books, execute_chapters, list_chapters
from tests.chapters.cuts import Cut, Outputs, printed_later, read_outputs

ROOT = Path(__file__).parents[2]

WITHOUT_MONTHS = {"92_glossary", "96_methods", "97_execution"}
"""Chapters that show the same at every month."""

ALL = [path.stem for path in list_chapters(ROOT)]

HALVES = ["00_summary", "20_banking", "94_tests", *(name for name in ALL if name[0] == "4")]
"""Chapters that compare parts of the year."""

FEW = [*HALVES, "11_demand_and_trade", "91_indicators", "95_checks"]
"""These, and one chapter each that draws, lists and judges what is printed by month; their charts
and tables themselves are looked at in the first month in ``tests/charts/test_months.py``."""

MONTHS = {"2024-01": FEW, "2024-07": HALVES}
"""The months that differ, and for which chapters: the first one, after which nothing may be shown,
and the first with one month on either side of the split, of which half a year is told."""

pytestmark = pytest.mark.chapters


@pytest.fixture(scope="module")
def cuts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cut]:
    """The chapters run at earlier months."""
    folder = tmp_path_factory.mktemp("cut")
    for month, names in MONTHS.items():
        chapters = [path for path in list_chapters(ROOT) if path.stem in names]
        execute_books(chapters, {folder / month: {"as_of": month}})
    return {month: Cut.read(month, folder / month) for month in MONTHS}


@pytest.fixture(scope="module", params=MONTHS)
def cut(request: pytest.FixtureRequest, cuts: dict[str, Cut]) -> Cut:
    """The chapters run at one of them."""
    return cuts[request.param]


def test_no_later_month_is_named(cut: Cut) -> None:
    assert sorted(cut.chapters) == sorted(MONTHS[cut.as_of])
    assert cut.later_months() == {}


def test_no_later_number_is_shown(cut: Cut) -> None:
    assert len(printed_later(cut.as_of)) > 20
    assert cut.later_numbers() == {}


def test_the_whole_book_shows_those_numbers() -> None:
    shown = " ".join(text for path in list_chapters(ROOT) for text in read_outputs(path).values())
    assert all(number in shown for number in printed_later("2024-09"))


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


@pytest.mark.usefixtures("in_this_process")
def test_the_split_month_changes_its_chart_and_nothing_else(
    run_banking: Callable[..., Outputs],
) -> None:
    saved = read_outputs(ROOT / "chapters" / "20_banking.ipynb")
    october = run_banking(split_month="2024-10")
    assert set(october) == set(saved)
    assert {cell for cell in saved if october[cell] != saved[cell]} == {"banking-lpr-shift"}


@pytest.mark.usefixtures("in_this_process")
def test_english_charts_have_the_same_numbers(run_banking: Callable[..., Outputs]) -> None:
    saved = read_outputs(ROOT / "chapters" / "20_banking.ipynb")
    english = run_banking(language="en")
    for cell in ("banking-deposit-loan-growth", "banking-lpr", "banking-lpr-shift"):
        numbers, others = (
            re.findall(r"(?<=\t)\N{MINUS SIGN}?\d+\.\d+", shown[cell]) for shown in (saved, english)
        )
        assert numbers == others != []
        assert not re.search(r"[\u4e00-\u9fff]", english[cell])
