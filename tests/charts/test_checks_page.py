"""The page of checks, counted again from the data files and from the checks themselves."""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from finreport.charts import book_checks as checks
from finreport.charts.book_checks import rule_title
from finreport.checks.rules import load_rules
from finreport.figures.exhibits import Chart, DataTable, ExhibitTable, GridRow
from finreport.narrative.chapter import Chapter, open_chapter
from finreport.narrative.verdicts import verdict_name

DATA = Path(__file__).parents[2] / "data"
EDITION = DATA / "shanxi-2025"

NUMBERS = {
    "institutions": ["outlets", "employees", "assets", "legal_entities"],
    "lpr_buckets": ["share"],
    "deposits_loans": ["value"],
    "economy": ["value"],
    "financing": ["value"],
    "targets": ["value"],
    "statements": ["value"],
}
"""The columns of printed numbers."""

SIGNS = {
    "exact": "✓",
    "within_rounding": "≈",
    "approximate_holds": "~",
    "approximate_fails": "!",
    "contradicted": "✗",
}

REGISTER: list[dict[str, str]] = tomllib.loads(
    (DATA / "shanxi-2025" / "judgements.toml").read_text(encoding="utf-8")
)["discrepancy"]


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, every cell as it stands."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> Decimal:
    """A number of the page; its minus sign is the typographic one."""
    return Decimal(text.replace("\N{MINUS SIGN}", "-"))


def numbers(text: str) -> list[Decimal]:
    """All numbers of a text."""
    return [number(found) for found in re.findall(r"\N{MINUS SIGN}?\d+(?:\.\d+)?", text)]


@cache
def open_page(as_of: str, language: str) -> Chapter:
    """The page of checks, cut at a month."""
    return open_chapter("95_checks", "shanxi-2025", as_of, language)


@cache
def draw_stories(as_of: str, language: str) -> list[Chart]:
    """The stories of the page."""
    return list(checks.stories(open_page(as_of, language)).charts)


@pytest.fixture
def chapter(language: str) -> Chapter:
    """The page of the whole year."""
    return open_page("2024-12", language)


@pytest.fixture
def stories(language: str) -> list[Chart]:
    """The stories of the whole year."""
    return draw_stories("2024-12", language)


def grid_of(shown: object) -> ExhibitTable:
    """What a table shows."""
    assert isinstance(shown, DataTable)
    return shown.grid


def rows_of(shown: object) -> list[GridRow]:
    """The rows of a table."""
    return list(grid_of(shown).rows)


# How much was checked


def resource_of(name: str) -> str:
    """The table that a number is printed in, told from the form of its name."""
    first, *rest = name.partition("@")[0].split(".")
    if not rest:
        return "statements"
    if first in ("all", "cny", "fx"):
        return "deposits_loans"
    return {"lpr": "lpr_buckets"}.get(first, first if first in NUMBERS else "economy")


def counted(chapter: Chapter, how: str) -> dict[str, set[str]]:
    """The names of the numbers that such a check reaches, by table."""
    names: set[str] = set()
    if how == "arithmetic":
        for identity in chapter.report.identities:
            names.update(identity.inputs)
    for statement in chapter.report.statements:
        if statement.how == how:
            names.add(statement.id)
            found = re.findall(r"[a-z][a-z0-9_.]*(?:@\d{4}-\d{2})?", statement.rule)
            names.update(name for name in found if name not in ("sum", "min", "max"))
    return {resource: {n for n in names if resource_of(n) == resource} for resource in NUMBERS}


def test_coverage_is_a_recount_of_the_files(chapter: Chapter) -> None:
    arithmetic = counted(chapter, "arithmetic")
    repetition = counted(chapter, "repetition")
    wanted = {}
    for resource, columns in NUMBERS.items():
        rows = read_rows(EDITION / f"{resource}.csv")
        printed = sum(bool(row[column]) for row in rows for column in columns)
        reached = len(arithmetic[resource])
        repeated = len(repetition[resource] - arithmetic[resource])
        wanted[chapter.words.text(f"resource.{resource}")] = [
            printed,
            reached,
            repeated,
            printed - reached - repeated,
        ]
    *tables, total = rows_of(checks.coverage(chapter))
    assert {row.head: [int(cell) for cell in row.cells] for row in tables} == wanted
    sums = [sum(column) for column in zip(*wanted.values(), strict=True)]
    assert [int(cell) for cell in total.cells] == sums
    assert all(cell >= 0 for row in wanted.values() for cell in row)


def test_statements_are_counted_once_each(chapter: Chapter) -> None:
    grid = grid_of(checks.statement_coverage(chapter))
    rows = {row.head: [int(cell) for cell in row.cells] for row in grid.rows}
    statements = read_rows(EDITION / "statements.csv")
    assert sum(map(sum, rows.values())) == len(statements)
    words = chapter.words
    assert [sum(rows[words.text(f"how.{how}")]) for how in ("repetition", "none")] == [
        sum(row["rule"].startswith("=") for row in statements),
        sum(not row["rule"] for row in statements),
    ]
    found = Counter((each.how, each.verdict) for each in chapter.report.statements)
    assert {
        (row.head, head): int(cell)
        for row in grid.rows
        for head, cell in zip(grid.heads[1:], row.cells, strict=True)
        if cell != "0"
    } == {
        (words.text(f"how.{how}"), verdict_name(words, verdict)): count
        for (how, verdict), count in found.items()
    }


# Every relation


def signs(grid: ExhibitTable) -> Iterator[tuple[str, str, str, str]]:
    """Each sign of the grid, with its family, relation and month."""
    family = ""
    for row in grid.rows:
        if not row.cells:
            family = row.anchor
        for month, sign in zip(grid.heads[1:], row.cells, strict=False):
            if sign:
                yield family, row.head, month, sign


@pytest.mark.parametrize("as_of", ["2024-01", "2024-09", "2024-12"])
def test_the_grid_has_every_relation_once(as_of: str, language: str) -> None:
    chapter = open_page(as_of, language)
    title = {rule.name: rule_title(chapter.words, rule) for rule in load_rules()}
    grid = grid_of(checks.relations(chapter))
    wanted = Counter(
        (
            f"checks-{each.family.replace('_', '-')}",
            title[each.rule],
            chapter.words.short_month(each.period),
            SIGNS[each.verdict],
        )
        for each in chapter.report.identities
        if each.verdict in SIGNS
    )
    assert Counter(signs(grid)) == wanted
    assert set(wanted.values()) == {1}
    heads = [row.head for row in grid.rows if row.cells]
    assert sorted(heads) == sorted(title.values())


def test_colours_are_those_of_the_signs(chapter: Chapter) -> None:
    for row in rows_of(checks.relations(chapter)):
        assert [SIGNS.get(mark, "") for mark in row.marks] == list(row.cells)


@pytest.mark.parametrize("as_of", ["2024-01", "2024-09"])
def test_a_cut_grid_shows_no_later_month(as_of: str, language: str) -> None:
    chapter = open_page(as_of, language)
    grid = grid_of(checks.relations(chapter))
    words, last = chapter.words, int(as_of[5:])
    months = [words.short_month(f"2024-{month:02}") for month in range(1, 13)]
    assert list(grid.heads)[1:] == months[:last]
    shown = grid.to_text()
    assert not re.search(r"\d{4}-\d{2}", shown)
    for later in months[last:]:
        assert not re.search(rf"\b{later}\b", shown)
    # What can be checked by then has the verdict of the whole year.
    whole = grid_of(checks.relations(open_page("2024-12", language)))
    early = {place for place in signs(whole) if place[2] in months[:last]}
    assert set(signs(grid)) <= early != set()


# What does not add up


def title_of(entry: dict[str, str], language: str) -> str:
    """The title of an entry of the register, from the edition's catalogue of the language."""
    words = (EDITION / "words" / f"{language}.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(words)["discrepancy"][entry["id"]]["title"])


def test_the_register_is_shown_in_its_order(chapter: Chapter, language: str) -> None:
    shown = rows_of(checks.register(chapter))
    assert [row.head for row in shown] == [title_of(entry, language) for entry in REGISTER]
    for row, entry, found in zip(shown, REGISTER, chapter.report.discrepancies, strict=True):
        printed, implied, ratio, kind = row.cells
        assert number(printed) == Decimal(entry["printed"])
        assert "-" not in printed
        low, high = numbers(implied)
        [times] = numbers(ratio)
        assert low <= high
        decimals = len(entry["printed"].partition(".")[2]) + 1
        half = Fraction(1, 2 * 10**decimals)
        assert abs(Fraction(low) - found.implied.lower) <= half
        assert abs(Fraction(high) - found.implied.upper) <= half
        assert abs(Fraction(times) - found.ratio) <= Fraction(1, 20)
        # Rounding explains what is at most one of its multiples apart, and nothing else.
        assert (entry["class"] == "rounding") == (times <= 1)
        assert kind == chapter.words.text(f"class.{entry['class']}")


def test_every_story_has_the_numbers_of_the_register(
    chapter: Chapter, stories: list[Chart], language: str
) -> None:
    assert len(stories) == len(REGISTER)
    for chart, entry in zip(stories, REGISTER, strict=True):
        assert chart.title == title_of(entry, language)
        assert chart.number == chapter.words.text(f"class.{entry['class']}")
        assert chart.name == f"fig-story-{entry['id'].replace('_', '-')}"
        assert chart.tools.anchor == f"#{chart.name}"
        assert f' id="{chart.name}"' in chart._repr_html_()
        assert "{" not in chart.basis
        printed, implied = (row.cells[0] for row in chart.grid.rows)
        assert printed == entry["printed"].replace("-", "\N{MINUS SIGN}")
        if entry["id"] != "industry_flat":  # the one whose two values are the same
            assert printed != implied
        assert len(implied.partition(".")[2]) <= len(printed.partition(".")[2]) + 1
        # The register and the page may round to unlike digits.
        digits = min(len(text.partition(".")[2]) for text in (entry["implied"], implied))
        assert abs(number(implied) - Decimal(entry["implied"])) <= Decimal(1).scaleb(-digits)
        assert not re.search(r"(?<![A-Za-z0-9.-])-\d", chart.basis)
        assert not chart.basis.endswith(("None.", "。无。"))
        for name in (chapter.words.text("printed"), chapter.words.text("implied")):
            assert name in chart.alt


def test_every_story_draws_its_two_numbers(stories: list[Chart]) -> None:
    for chart in stories:
        [axes] = chart.figure.axes
        printed, implied = (float(number(row.cells[0])) for row in chart.grid.rows)
        wanted = [printed, implied]
        lines = [
            np.asarray(line.get_ydata(), dtype=float)
            for line in axes.lines
            if line.get_transform() == axes.transData  # not a rule across the axes
        ]
        if lines and len(lines[0]) > 1:  # the months, the implied and the printed value
            months, *single = lines
            found = [value for points in reversed(single) for value in points]
            assert printed in months
        elif lines:  # two dots with their ranges
            dots = [line for line in axes.lines if line.get_transform() == axes.transData]
            found = [float(np.asarray(line.get_xdata())[0]) for line in dots]
        else:
            found = [bar.get_width() for bar in axes.patches if isinstance(bar, Rectangle)]
        decimals = len(chart.grid.rows[0].cells[0].partition(".")[2])
        assert found == pytest.approx(wanted, abs=0.5001 * 10**-decimals)


def test_a_reader_sees_the_difference_of_every_story(stories: list[Chart]) -> None:
    for chart in stories:
        [axes] = chart.figure.axes
        chart.figure.draw_without_rendering()
        values = [float(number(row.cells[0])) for row in chart.grid.rows]
        if values[0] == values[1]:
            continue
        is_level = bool(axes.patches) or all(
            len(np.asarray(line.get_xdata())) == 1 for line in axes.lines
        )
        spots = [(value, 0) if is_level else (0, value) for value in values]
        one, other = axes.transData.transform(spots)
        assert np.hypot(*(one - other)) >= 2  # pixels of a hundredth of an inch


def test_stories_say_where_the_number_stands(stories: list[Chart]) -> None:
    for chart, entry in zip(stories, REGISTER, strict=True):
        match = re.search(r"(\w+)\.csv\D+(\d+)", chart.source)
        assert match is not None
        row = read_rows(EDITION / f"{match[1]}.csv")[int(match[2]) - 2]
        cells = {Decimal(cell) for cell in row.values() if re.fullmatch(r"-?\d+(\.\d+)?", cell)}
        assert abs(Decimal(entry["printed"])) in {abs(cell) for cell in cells}
        assert resource_of(entry["name"]) == match[1]


@pytest.mark.parametrize("as_of", ["2024-01", "2024-09"])
def test_stories_of_a_cut_edition_need_no_later_month(as_of: str, language: str) -> None:
    chapter = open_page(as_of, language)
    known = {entry["id"] for entry in REGISTER if not later(entry, as_of)}
    stories = draw_stories(as_of, language)
    shown = [chart.name.removeprefix("fig-story-").replace("-", "_") for chart in stories]
    assert set(shown) <= known
    assert len(rows_of(checks.register(chapter))) == len(shown) == len(set(shown))
    assert all("2024-" not in repr(chart) for chart in stories)


def later(entry: dict[str, str], as_of: str) -> bool:
    """Whether a judgement or its words need a month after ``as_of``."""
    text = " ".join(entry.values())
    return any(month > as_of for month in re.findall(r"@(\d{4}-\d{2})", text))


# How well errors are found


def test_detection_is_a_recount_of_the_planted_errors(chapter: Chapter) -> None:
    plants = read_rows(DATA / "detection" / "plants.csv")
    outcomes = Counter((plant["kind"], plant["outcome"]) for plant in plants)
    *kinds, total = rows_of(checks.detection(chapter))
    order = list(
        dict.fromkeys(row["kind"] for row in read_rows(DATA / "detection" / "detection.csv"))
    )
    assert [row.head for row in kinds] == [chapter.words.text(f"error.{kind}") for kind in order]
    for row, kind in zip(kinds, order, strict=True):
        counts = {outcome: n for (of, outcome), n in outcomes.items() if of == kind}
        planted, findable, found, shown, missed = map(int, row.cells)
        assert planted == sum(counts.values())
        assert found == counts.get("contradicted", 0) + counts.get("refused", 0)
        assert shown == counts.get("shown", 0)
        assert missed == counts.get("missed", 0)
        assert findable == found + shown + missed
    columns = zip(*(map(int, row.cells) for row in kinds), strict=True)
    assert [int(cell) for cell in total.cells] == list(map(sum, columns))
