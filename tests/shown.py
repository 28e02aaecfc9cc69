"""Every chart and table of the package, found where they are defined, and opened chapters."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from functools import cache

import pytest

import finreport.charts
from finreport.figures.charting import Drawing
from finreport.figures.exhibits import Chart, DataTable, ExhibitTable, Notice
from finreport.narrative.chapter import Chapter, open_chapter
from finreport.publishing.downloads import DRAWING
from finreport.words import LANGUAGES

SPLIT_MONTH = "2024-07"

GROUPS = {
    "growth_trends": "trends",
    "lending_rates": "rates",
    "loan_deposit_gap": "gap",
    "period_flows": "flows",
    "target_pace": "pace",
    "the_year": "flows",
}
"""Modules whose charts show results, not printed series, and of which group: their own tests hold
them against the named results, and what they show changes with every month that is added."""

Show = Callable[..., Chart | DataTable | Notice]


def discover(given: type) -> dict[str, Show]:
    """The decorated functions whose undecorated form gives ``given``, by name."""
    found: dict[str, Show] = {}
    for module_info in pkgutil.iter_modules(finreport.charts.__path__):
        module = importlib.import_module(f"finreport.charts.{module_info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            inner = getattr(function, "__wrapped__", None)
            is_own = inner is not None and inner.__module__ == module.__name__
            if is_own and inspect.signature(function).return_annotation is given:
                found[name] = function
    return found


CHARTS = discover(Drawing)
TABLES = discover(ExhibitTable)
PRINTED = {
    name
    for name, function in CHARTS.items()
    if inspect.unwrap(function).__module__.split(".")[-1] not in GROUPS
}
"""The charts of what was printed."""


@cache
def chapter_at(as_of: str, language: str) -> Chapter:
    """The edition cut at a month; the name is that of a chapter with statements."""
    return open_chapter("20_banking", "shanxi-2025", as_of, language)


@cache
def draw(name: str, as_of: str = "2024-12", language: str = "zh") -> Chart | DataTable | Notice:
    """Draw a chart, or make a table; the tests of every folder share it."""
    function = (CHARTS | TABLES)[name]
    chapter, wanted = chapter_at(as_of, language), inspect.signature(function).parameters
    arguments: dict[str, object] = {}
    if "split_month" in wanted:
        arguments["split_month"] = SPLIT_MONTH
    if "results" in wanted:
        group = GROUPS[inspect.unwrap(function).__module__.split(".")[-1]]
        split = {"split_month": SPLIT_MONTH} if group == "rates" else {}
        arguments["results"] = chapter.results(group, **split)
    for other in ("levels", "ledger"):
        if other in wanted:
            arguments[other] = chapter.results(other)
    return function(chapter, **arguments)


@cache
def page_of(name: str, language: str = "zh") -> str:
    """A chart or table of the whole year as its page holds it, which also lays it out."""
    return draw(name, "2024-12", language)._repr_html_()


@cache
def svg_of(name: str, language: str = "zh") -> str:
    """The SVG of a chart of the whole year as its page holds it, which also lays it out."""
    [svg] = DRAWING.findall(page_of(name, language))
    assert isinstance(svg, str)
    return svg


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once a chart (``chart_name``), chart of printed series, or language."""
    if "chart_name" in metafunc.fixturenames:
        metafunc.parametrize("chart_name", sorted(CHARTS))
    if "printed_name" in metafunc.fixturenames:
        metafunc.parametrize("printed_name", sorted(PRINTED))
    if "language" in metafunc.fixturenames:
        metafunc.parametrize("language", LANGUAGES)


@pytest.fixture(scope="session")
def show() -> Show:
    """A function that gives an exhibit by name, at a month and in a language; drawn once."""

    def shown(
        name: str, as_of: str = "2024-12", language: str = "zh"
    ) -> Chart | DataTable | Notice:
        return draw(name, as_of, language)  # all three, since the cache tells defaults apart

    return shown


@pytest.fixture(scope="session")
def chart_names() -> list[str]:
    """The names of all charts."""
    return sorted(CHARTS)


@pytest.fixture(scope="session")
def printed_names() -> set[str]:
    """The names of the charts of printed series."""
    return PRINTED


@pytest.fixture(scope="session")
def table_names() -> list[str]:
    """The names of all tables."""
    return sorted(TABLES)


@pytest.fixture
def chart(show: Show, chart_name: str) -> Chart:
    """The chart ``chart_name`` of the whole year, in Chinese."""
    shown = show(chart_name)
    assert isinstance(shown, Chart)
    return shown
