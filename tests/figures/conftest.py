"""Every chart and table of the package, found where they are defined, and opened chapters."""

import hashlib
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from functools import cache

import pytest

import finreport.figures
from finreport.figures import Chapter, open_chapter
from finreport.figures.charting import Drawing
from finreport.figures.exhibits import Chart, Grid, Notice, Table
from finreport.language import LANGUAGES

SPLIT_MONTH = "2024-07"

Show = Callable[..., Chart | Table | Notice]


def discover(given: type) -> dict[str, Show]:
    """The decorated functions whose undecorated form gives ``given``, by name."""
    found: dict[str, Show] = {}
    for module_info in pkgutil.iter_modules(finreport.figures.__path__):
        module = importlib.import_module(f"finreport.figures.{module_info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            inner = getattr(function, "__wrapped__", None)
            is_own = inner is not None and inner.__module__ == module.__name__
            if is_own and inspect.signature(function).return_annotation is given:
                found[name] = function
    return found


CHARTS = discover(Drawing)
TABLES = discover(Grid)


@cache
def chapter_at(as_of: str, language: str) -> Chapter:
    """The edition cut at a month; the name is that of a chapter with statements."""
    return open_chapter("20_banking", "shanxi-2025", as_of, language)


def draw(name: str, as_of: str = "2024-12", language: str = "zh") -> Chart | Table | Notice:
    """Draw a chart, or make a table, anew."""
    arguments = [SPLIT_MONTH] if name == "lpr_shift" else []
    return (CHARTS | TABLES)[name](chapter_at(as_of, language), *arguments)


def hash_pictures() -> dict[str, str]:
    """The SHA-256 of what each chart shows in each language, drawn anew."""
    return {
        f"{name} {language}": hashlib.sha256(_html(name, language)).hexdigest()
        for name in CHARTS
        for language in LANGUAGES
    }


def _html(name: str, language: str) -> bytes:
    chart = draw(name, language=language)
    assert isinstance(chart, Chart)
    return chart._repr_html_().encode()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test with the argument ``chart_name`` once a chart, with ``language`` once each."""
    if "chart_name" in metafunc.fixturenames:
        metafunc.parametrize("chart_name", sorted(CHARTS))
    if "language" in metafunc.fixturenames:
        metafunc.parametrize("language", LANGUAGES)


@pytest.fixture(scope="session")
def show() -> Show:
    """A function that gives an exhibit by name, at a month and in a language; drawn once."""
    return cache(draw)


@pytest.fixture(scope="session")
def chart_names() -> list[str]:
    """The names of all charts."""
    return sorted(CHARTS)


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
