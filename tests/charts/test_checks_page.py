"""The page of checks, counted again from the data files and from the checks themselves."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rtoml
from matplotlib.patches import Rectangle

from finreport.charts import book_checks as checks
from finreport.charts import book_numbers
from finreport.checks.detection import COUNTED
from finreport.checks.rules import load_rules
from finreport.checks.strengths import Strengths
from finreport.figures.exhibits import Chart, DataTable, ExhibitTable, GridRow
from finreport.narrative.chapter import Chapter, open_chapter
from finreport.narrative.verdicts import rule_title

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
    "within_limits": "≤",
    "within_rounding": "≈",
    "approximate_holds": "~",
    "approximate_fails": "!",
    "contradicted": "✗",
}

REGISTER: list[dict[str, Any]] = rtoml.loads(
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


def in_report_units(text: str) -> list[Decimal]:
    """All numbers of a text, each in the unit of the report: a billion yuan is ten of it."""
    return [10 * each if "billion" in text else each for each in numbers(text.replace(",", ""))]


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


HOW = ("equality", "limit", "approximation", "repetition")


def test_coverage_is_a_recount_of_the_files(chapter: Chapter) -> None:
    counts = {name: Counter[str | None]() for name in NUMBERS}
    strengths = Strengths(chapter.edition)
    for resource, columns in NUMBERS.items():
        for figures in chapter.edition.figures.values():
            for figure in figures.values():
                if figure and figure.resource == resource:
                    counts[resource][strengths.of(figure.full_name).strength] += 1
        rows = read_rows(EDITION / f"{resource}.csv")
        printed = sum(bool(row[column]) for row in rows for column in columns)
        assert counts[resource].total() == printed
    *tables, total = rows_of(checks.coverage(chapter))
    for row, found in zip(tables, counts.values(), strict=True):
        assert counts_in(row) == [found.total(), *(found[how] for how in (*HOW, None))]
    columns_ = zip(*(counts_in(row) for row in tables), strict=True)
    assert counts_in(total) == list(map(sum, columns_))


def test_no_equality_is_claimed_without_one(chapter: Chapter) -> None:
    """What no rule with the sign of equality names, itself or as another print, is not settled."""
    equal = [rule for rule in load_rules() if rule.strength == "equality"]
    named = set().union(*(rule.numbers for rule in equal))
    rules = {cells["id"]: cells["rule"] for cells in chapter.edition.records["statements"].values()}
    plain = {name: rule for name, rule in rules.items() if rule and "~" not in rule}
    computed = {name: rule for name, rule in plain.items() if rule[0] != "=" and ".." not in rule}
    named |= set(computed).union(*(re.findall(r"[a-z][\w.]*", rule) for rule in computed.values()))
    judgements = (EDITION / "judgements.toml").read_text(encoding="utf-8")
    named |= {entry["name"] for entry in rtoml.loads(judgements)["counted"]}
    for _ in range(3):  # a copy of a copy of a copy
        for name, rule in plain.items():
            if rule.startswith("= ") and named & {name, rule[2:].partition("@")[0]}:
                named |= {name, rule[2:].partition("@")[0]}
    for statement in chapter.report.statements:
        assert statement.strength != "equality" or statement.id in named
        assert statement.verdict != "exact" or statement.strength == "equality"


def test_statements_are_counted_once_each(chapter: Chapter) -> None:
    words = chapter.words
    rows = rows_of(checks.statement_coverage(chapter))
    counts = {row.head: int(row.cells[0]) for row in rows if row.cells}
    statements = chapter.report.statements
    assert sum(counts.values()) == len(read_rows(EDITION / "statements.csv"))
    # The same count as in the row of all tables.
    whole = rows_of(checks.coverage(chapter))[list(NUMBERS).index("statements")]
    printed, *by_strength, unchecked = map(int, whole.cells)
    assert [counts[words.text(f"strength.{how}")] for how in HOW] == by_strength
    assert printed == len(statements)
    reasons = Counter(each.reason for each in statements if each.strength is None)
    assert reasons.total() == unchecked
    for reason, count in reasons.items():
        assert counts[words.text(f"reason.{reason}")] == count


def test_relations_are_fewer_than_checks(chapter: Chapter) -> None:
    for row in rows_of(checks.strengths(chapter)):
        different, made, failed = counts_in(row)
        assert made >= different > failed >= 0


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


def title_of(entry: dict[str, Any], language: str) -> str:
    """The title of an entry of the register, from the edition's catalogue of the language."""
    words = (EDITION / "words" / f"{language}.toml").read_text(encoding="utf-8")
    return str(rtoml.loads(words)["discrepancy"][entry["id"]]["title"])


def test_the_register_is_shown_in_its_order(chapter: Chapter, language: str) -> None:
    rows = rows_of(checks.register(chapter))
    groups = [row.head for row in rows if not row.cells]
    assert groups == [chapter.words.text(f"register_group.{name}") for name in GROUPED]
    order = {entry["id"]: entry for kinds in GROUPED.values() for entry in of_kinds(kinds)}
    judged = {each.id: each for each in chapter.report.discrepancies}
    shown = [row for row in rows if row.cells]
    assert [row.head for row in shown] == [title_of(entry, language) for entry in order.values()]
    for row, (name, entry) in zip(shown, order.items(), strict=True):
        found = judged[name]
        printed, implied, apart, kind = row.cells
        assert in_report_units(printed) == [Decimal(entry["printed"])]
        assert "-" not in printed
        assert re.search(r"[^\d.\N{MINUS SIGN}]", printed)  # its unit
        assert kind == chapter.words.text(f"class.{entry['class']}")
        if entry.get("assumed"):
            assert chapter.words.text("on_assumption", told="") in apart
            assert len(in_report_units(implied)) == 1
            continue
        assert found.interval is not None
        assert found.ratio is not None
        low, high = in_report_units(implied)
        [difference] = in_report_units(apart)
        assert low <= high
        decimals = len(entry["printed"].partition(".")[2]) + 1
        half = Fraction(1, 2 * 10**decimals)
        assert abs(Fraction(low) - found.interval.lower) <= half
        assert abs(Fraction(high) - found.interval.upper) <= half
        assert (
            abs(Fraction(difference) - (found.figure.value - found.implied)) <= 10 * half
        )  # half a printed digit
        # Rounding explains what is at most one of its multiples apart, and nothing else.
        assert (entry["class"] == "rounding") == (found.ratio <= 1)


def in_data(chart: Chart) -> ExhibitTable:
    """The table of a chart in the units of the data."""
    return chart.grid.in_data or chart.grid


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
        printed, implied = (row.cells[0] for row in in_data(chart).rows)
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
        printed, implied = (float(number(row.cells[0])) for row in in_data(chart).rows)
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
        decimals = len(in_data(chart).rows[0].cells[0].partition(".")[2])
        assert found == pytest.approx(wanted, abs=0.5001 * 10**-decimals)


def test_a_reader_sees_the_difference_of_every_story(stories: list[Chart]) -> None:
    for chart in stories:
        [axes] = chart.figure.axes
        chart.figure.draw_without_rendering()
        values = [float(number(row.cells[0])) for row in in_data(chart).rows]
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
    entries = [row for row in rows_of(checks.register(chapter)) if row.cells]
    assert len(entries) == len(shown) == len(set(shown))
    assert all("2024-" not in repr(chart) for chart in stories)


GROUPED = {
    "wrong": ("report_error",),
    "other": ("scope_change", "basis_break"),
    "right": ("rounding", "extraction", "our_transcription"),
}
"""The groups of the register by their classes."""


def counts_in(row: GridRow) -> list[int]:
    """The counts of a row, whose thousands the language may set apart."""
    return [int(cell.replace(",", "")) for cell in row.cells]


def of_kinds(kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    """The entries of these classes, in the order of the file."""
    return [entry for entry in REGISTER if entry["class"] in kinds]


def later(entry: dict[str, Any], as_of: str) -> bool:
    """Whether a judgement or its words need a month after ``as_of``."""
    text = " ".join(map(str, entry.values()))
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
        planted, findable, found, shown, missed = counts_in(row)
        assert planted == sum(counts.values())
        assert found == counts.get("contradicted", 0) + counts.get("refused", 0)
        assert shown == counts.get("shown", 0)
        assert missed == counts.get("missed", 0)
        assert findable == found + shown + missed
    columns = zip(*(counts_in(row) for row in kinds), strict=True)
    assert counts_in(total) == list(map(sum, columns))


# How well it does on texts


def test_what_was_measured_on_unseen_texts_comes_first(chapter: Chapter) -> None:
    for shown, file in (
        (checks.measured_reading(chapter), "reading"),
        (checks.measured_drafts(chapter), "drafts"),
    ):
        rows = rows_of(shown)
        assert rows[0].head == chapter.words.text("seen.cold")
        published = read_rows(DATA / "detection" / f"{file}.csv")
        told = [row for row in published if row["seen"] == "kinds_told"]
        earlier = [row for row in published if row["seen"] == "cold"][: -checks.NEWEST]
        together = [told, earlier] if file == "drafts" else []
        apart = len(published) - sum(len(each) - 1 for each in together)
        assert len([row for row in rows if row.cells]) == apart
        written = {cell for row in published for cell in row.values()}
        for each in together:
            written |= {str(sum(int(row[name]) for row in each)) for name in COUNTED}
        for row in rows:
            figures = {cell for cell in row.cells if re.fullmatch(r"[\d.]+", cell)}
            assert figures <= written


def test_every_field_that_was_read_wrong_is_counted(chapter: Chapter) -> None:
    published = read_rows(DATA / "detection" / "reading.csv")
    wrong = [int(n) for row in published for n in re.findall(r" (\d+)", row["missed"])]
    rows = rows_of(checks.measured_reading(chapter))
    shown = [int(n) for row in rows if row.cells for n in re.findall(r"\d+", row.cells[-1])]
    assert sorted(shown) == sorted(wrong)


def test_the_share_of_found_errors_is_that_of_the_file(chapter: Chapter) -> None:
    for row in rows_of(checks.measured_drafts(chapter)):
        if row.cells:
            planted, found, share, *_ = row.cells
            assert abs(100 * int(found) / int(planted) - int(share.rstrip("%"))) <= 0.5


def test_only_the_number_that_is_judged_is_crossed_out(language: str) -> None:
    chapter = open_page("2024-12", language)
    judged = {entry["name"] for entry in REGISTER}
    signs: dict[str, set[str]] = {"✗": set(), "○": set()}
    for row in rows_of(book_numbers.numbers_by_month(chapter)):
        for cell, anchor in zip(row.cells, row.anchors, strict=False):
            if cell in signs:
                signs[cell].add(anchor.removeprefix("number-"))
    assert signs["✗"]
    assert signs["✗"] <= judged
    assert signs["○"]
    assert not signs["○"] & judged
    # Each of them stands with a crossed one in the judgement on that one.
    told = [entry for entry in REGISTER if entry["name"] in signs["✗"]]
    for name in signs["○"]:
        assert any(name in entry["expression"] for entry in told)
    # The panel of the number says the same.
    index = book_numbers.index(chapter).index
    for sign, names in signs.items():
        for base, month in (name.split("@") for name in names):
            verdict = index["checks"][index["numbers"][base][month][1]][2]
            assert index["texts"][verdict].startswith(sign)
