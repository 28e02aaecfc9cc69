"""Tables and tiles, cell by cell against the CSV files read with the csv module."""

import csv
import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path

import pytest

from finreport.charts import summary
from finreport.figures.exhibits import DataTable, Tiles
from finreport.narrative.chapter import open_chapter
from finreport.narrative.edition_words import words_of

ROOT = Path(__file__).parents[2]
EDITION = ROOT / "data" / "shanxi-2025"
WORDS = words_of("shanxi-2025", "zh")

Show = Callable[..., DataTable]
Cells = list[list[str]]

MONTHS = [f"{number}月" for number in range(1, 13)]


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the edition, every cell as it stands."""
    with (EDITION / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def minus(text: str) -> str:
    """A number with the typographic minus sign."""
    return text.replace("-", "\N{MINUS SIGN}")


def cells(table: DataTable) -> Cells:
    """Every row as text, the head first."""
    return [[row.head, *row.cells] for row in table.grid.rows]


def test_table_1_is_as_printed(show: Show) -> None:
    wanted = [
        [WORDS.text(f"institution.{category}"), *numbers]
        for category, *numbers in (row.values() for row in read_rows("institutions"))
    ]
    table = show("institutions")
    assert cells(table) == wanted
    assert len(wanted) == 13
    assert [head.split("（")[0] for head in table.grid.heads] == [
        "机构类别",
        "营业网点",
        "从业人数",
        "资产总额",
        "法人机构",
    ]


def test_table_2_is_as_printed(show: Show) -> None:
    rows = read_rows("lpr_buckets")
    wanted = [
        [WORDS.text(f"bucket.{bucket}"), *(row["share"] for row in series)]
        for bucket, series in groupby(rows, key=lambda row: row["bucket"])
    ]
    table = show("lpr")
    assert cells(table) == wanted
    assert len(wanted) == 9
    assert table.grid.heads[1:] == MONTHS


def printed_rows(name: str, block: str, other: str) -> list[tuple[str, str, str, list[str]]]:
    """The series of a table of the appendix in their order: block, indicator, other, numbers."""
    return [
        (*keys, [minus(row["value"]) or "—" for row in series])
        for keys, series in groupby(
            read_rows(name), key=lambda row: (row[block], row["indicator"], row[other])
        )
    ]


def with_groups(rows: Iterable[tuple[str, list[str]]]) -> Cells:
    """The rows of a block, below a row that has only the name of the block."""
    wanted: Cells = []
    for group, block in groupby(rows, key=lambda row: row[0]):
        wanted += [[group], *(row for _, row in block)]
    return wanted


def test_appendix_table_1_is_as_printed(show: Show) -> None:
    rows = [
        (
            WORDS.text(f"currency.{currency}"),
            [
                WORDS.text(f"banking_row.{measure}", name=WORDS.text(f"banking.{indicator}")),
                *numbers,
            ],
        )
        for currency, indicator, measure, numbers in printed_rows(
            "deposits_loans", "currency", "measure"
        )
    ]
    table = show("deposits_loans")
    assert cells(table) == with_groups(rows)
    assert len(rows) * 12 == len(read_rows("deposits_loans"))
    assert table.grid.heads[1:] == MONTHS


def test_appendix_table_2_is_as_printed(show: Show) -> None:
    rows = [
        (
            WORDS.text(f"panel.{measure}"),
            [f"{WORDS.text(f'economy.{indicator}')}（{WORDS.unit(unit)}）", *numbers],
        )
        for measure, indicator, unit, numbers in printed_rows("economy", "measure", "unit")
    ]
    table = show("economy")
    assert cells(table) == with_groups(rows)
    assert len(rows) * 12 == len(read_rows("economy"))
    assert table.grid.heads[1:] == MONTHS


@pytest.mark.parametrize("name", ["lpr", "deposits_loans", "economy"])
@pytest.mark.parametrize("as_of", ["2024-01", "2024-09", "2024-11"])
def test_a_cut_table_is_the_first_columns_of_the_whole(show: Show, name: str, as_of: str) -> None:
    cut, whole = show(name, as_of), show(name)
    width = 1 + int(as_of[5:])
    assert cells(cut) == [row[:width] for row in cells(whole)]
    assert list(cut.grid.heads) == list(whole.grid.heads)[:width]


def test_targets_are_all_there(show: Show) -> None:
    targets = read_rows("targets")
    table = show("targets_table")
    assert [row.head for row in table.grid.rows] == [
        WORDS.text(f"target.{row['indicator']}") for row in targets
    ]
    for row, target in zip(table.grid.rows, targets, strict=True):
        assert re.findall(r"[\d.]+", row.cells[1]) == [target["value"]][: bool(target["value"])]


def test_statements_are_those_of_the_chapter(show: Show) -> None:
    mine = [row for row in read_rows("statements") if row["section"] == "20_banking"]
    rows = show("statements").grid.rows
    assert [row.head for row in rows] == [row["subject"] for row in mine]
    for row, statement in zip(rows, mine, strict=True):
        phrase, _, verdict = row.cells
        assert re.findall(r"[\d.]+", phrase) == [statement["value"]]
        assert ("下降" in phrase) == (statement["kind"] == "decline")
        assert verdict in SIGNED.values()
        assert [SIGNED.get(mark, "") for mark in row.marks] == ["", "", verdict]


SIGNED = {
    "exact": "✓ 等式相符",
    "within_limits": "≤ 在界限之内",
    "repeated": "↔ 两处一致",
    "within_rounding": "≈ 舍入之内",
    "approximate_holds": "~ 近似成立",
    "approximate_fails": "! 近似不成立",
    "contradicted": "✗ 不符",
    "not_checkable": "· 无法核对",
}

APART = (SIGNED["approximate_holds"], SIGNED["contradicted"])
"""The verdicts on what lies outside of what was computed."""


def find_printed(name: str) -> Decimal:
    """The number of a table or statement that the rule of a statement names."""
    base, _, month = name.partition("@")
    if "." not in base:
        [row] = [row for row in read_rows("statements") if row["id"] == base]
        return Decimal(row["value"]) * (-1 if row["kind"] == "decline" else 1)
    first, *rest = base.split(".")
    if first in ("financing", "targets"):
        key = {"financing": "component", "targets": "indicator"}[first]
        [row] = [row for row in read_rows(first) if row[key] == rest[0]]
    elif first == "institutions":
        [row] = [row for row in read_rows(first) if row["category"] == rest[1]]
        return Decimal(row[rest[0]])
    elif len(rest) == 2:
        wanted = {"currency": first, "indicator": rest[0], "measure": rest[1], "month": month}
        [row] = [row for row in read_rows("deposits_loans") if wanted.items() <= row.items()]
    else:
        wanted = {"indicator": first, "measure": rest[0], "month": month}
        [row] = [row for row in read_rows("economy") if wanted.items() <= row.items()]
    return Decimal(row["value"])


def as_number(text: str) -> Decimal:
    """The only number of a text with a typographic minus."""
    [found] = re.findall(r"\N{MINUS SIGN}?\d+(?:\.\d+)?", text)
    return Decimal(found.replace("\N{MINUS SIGN}", "-"))


SECTIONS = [
    section
    for section in dict.fromkeys(row["section"] for row in read_rows("statements"))
    if (ROOT / "chapters" / f"{section}.ipynb").is_file()
]
"""The chapters that end with a table of statements; the work report is compared in others."""


@pytest.mark.parametrize("section", SECTIONS)
def test_statements_are_recomputed_as_their_rules_say(section: str) -> None:
    mine = [row for row in read_rows("statements") if row["section"] == section]
    table = summary.statements(open_chapter(section, "shanxi-2025", "2024-12", "zh"))
    assert isinstance(table, DataTable)
    for row, statement in zip(table.grid.rows, mine, strict=True):
        _, found, verdict = row.cells
        rule, value = statement["rule"], Decimal(statement["value"])
        printed = -value if statement["kind"] == "decline" else value
        found, _, by = found.partition("；")  # what another rule adds stands behind it
        if not rule:
            reasons = {WORDS.text(f"reason.{each}") for each in (statement["reason"], "wide_limit")}
            assert (found in reasons) == (verdict == SIGNED["not_checkable"])
        elif rule.startswith("= "):
            other = find_printed(rule.removeprefix("= "))
            assert found.startswith("另处印作")
            assert as_number(found) == other
            if not by:
                is_same = other.quantize(value, ROUND_HALF_UP) == printed
                assert verdict == SIGNED["repeated" if is_same else "within_rounding"]
        else:
            ends = re.findall(r"\N{MINUS SIGN}?\d+(?:\.\d+)?", found)[-2:]
            lower, upper = as_number(ends[0]), as_number(ends[-1])
            step = Decimal(1).scaleb(-len(statement["value"].partition(".")[2]))
            meets = lower - step <= printed <= upper + step
            assert lower <= upper
            is_told = by == WORDS.text("reason.basis_differs")
            assert meets or is_told or verdict in APART


@pytest.mark.parametrize("section", SECTIONS)
def test_a_recomputed_value_lies_between_its_bounds(section: str, language: str) -> None:
    table = summary.statements(open_chapter(section, "shanxi-2025", "2024-12", language))
    assert isinstance(table, DataTable)
    for row in table.grid.rows:
        found = re.fullmatch(r"(.*[^ ]) ?[(（](\S+?)(?: to |至)(\S+)[)）]", row.cells[1])
        if found:
            value, low, high = (as_number(text.replace(",", "")) for text in found.groups())

            assert low <= value <= high


def test_proofs_count_what_the_package_lists(show: Show) -> None:
    package = (EDITION / "datapackage.json").read_text(encoding="utf-8")
    rows = show("proofs").grid.rows
    assert sum(int(row.cells[3]) for row in rows) == package.count('"relation":') > 0
    identified = sum(int(cell) for row in rows for cell in row.cells[:3])
    assert identified == package.count('"decided_by":') > 0
    assert all(0 < int(row.cells[5]) <= int(row.cells[4]) for row in rows)


class TableReader(HTMLParser):
    """Reads the cells of the table of a page, a row a list."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Cells = []
        self.scopes: list[str] = []
        self.is_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.is_cell = True
            self.rows[-1].append("")
        if tag == "th":
            self.scopes.append(str(dict(attrs)["scope"]))

    def handle_data(self, data: str) -> None:
        if self.is_cell:
            self.rows[-1][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.is_cell = self.is_cell and tag not in ("th", "td")


@pytest.mark.parametrize("name", ["institutions", "lpr", "deposits_loans", "economy"])
def test_the_page_and_the_plain_text_show_the_same_cells(show: Show, name: str) -> None:
    table = show(name)
    reader = TableReader()
    reader.feed(table._repr_html_())
    rows = [[row.head, *row.to_text()] for row in table.grid.rows]
    assert reader.rows == [list(table.grid.heads), *rows]
    for told in ("应为", "按其余各月的范围推算为"):  # misprints; of another scope
        flagged = [cell for row in rows for cell in row if told in cell]
        assert len(flagged) == {"deposits_loans": 2}.get(name, 0)
    assert set(reader.scopes) <= {"col", "row", "rowgroup"}
    checked = " ".join([WORDS.text("checks_head"), *(note.text for note in table.checks)])
    assert repr(table).splitlines()[1:] == ["\t".join(row) for row in reader.rows] + [checked]


# The landing page


@pytest.fixture(scope="module")
def tiles() -> Tiles:
    """The headline figures of the whole year."""
    return summary.headlines(open_chapter("00_summary", "shanxi-2025", "2024-12", "zh"))


def last_printed(resource: str, **keys: str) -> dict[str, str]:
    """The newest row of a series that is not a dash."""
    rows = [row for row in read_rows(resource) if keys.items() <= row.items() and row["value"]]
    return rows[-1]


def economy(indicator: str, measure: str) -> str:
    """The newest figure of the second table of the appendix."""
    return last_printed("economy", indicator=indicator, measure=measure)["value"]


def banking(indicator: str, measure: str) -> str:
    """The newest figure of the first table of the appendix, all currencies."""
    keys = {"currency": "all", "indicator": indicator, "measure": measure}
    return last_printed("deposits_loans", **keys)["value"]


def stated(name: str) -> str:
    """The number of a statement."""
    [row] = [row for row in read_rows("statements") if row["id"] == name]
    return row["value"]


AMOUNTS = {"万亿元": Decimal(10_000), "亿元": Decimal(1)}
"""What the units of tiles are in 100 million yuan."""


def test_tiles_show_the_newest_printed_figures(tiles: Tiles) -> None:
    """Rounded to four significant digits at most."""
    wanted = [
        *[
            (economy(name, "ytd"), economy(name, "ytd_yoy"))
            for name in ("gdp", "retail", "trade", "fai", "fiscal_revenue")
        ],
        *[(banking(name, "balance"), banking(name, "yoy")) for name in ("loans", "deposits")],
        (f"{Decimal(stated('afre_stock')) * 10_000}", stated("afre_stock_growth")),
    ]
    for tile in tiles.tiles:
        number, unit = re.fullmatch(r"(?:约 )?([\d.]+)(\D+)", tile.value).groups()  # type: ignore[union-attr]
        half = Decimal(1).scaleb(Decimal(number).as_tuple().exponent) / 2  # type: ignore[arg-type]
        sign = "-" if "下降" in tile.growth else ""
        growth = sign + re.findall(r"[\d.]+", tile.growth)[0]
        [(level, _)] = [
            pair
            for pair in wanted
            if abs(Decimal(pair[0]) / AMOUNTS[unit] - Decimal(number)) <= half
        ]
        assert (level, growth) in wanted
        wanted.remove((level, growth))
    assert not wanted
    assert {tile.when for tile in tiles.tiles} <= {"2024年12月", "2024年"}


def test_tiles_lead_to_charts_that_there_are(tiles: Tiles, chart_names: list[str]) -> None:
    for tile in tiles.tiles:
        assert tile.link.removeprefix("#fig-").replace("-", "_") in chart_names
        assert f'href="{tile.link}"' in tiles._repr_html_()
        assert "\t".join((tile.name, tile.value, tile.growth, tile.when)) in repr(tiles)


def test_tiles_of_an_early_month_name_no_later_one() -> None:
    tiles = summary.headlines(open_chapter("00_summary", "shanxi-2025", "2024-01", "zh"))
    assert {tile.when for tile in tiles.tiles} == {"2024年1月", ""}
    assert any("当月尚无" in tile.value for tile in tiles.tiles)


# What pages add to long tables, and what is carried beside


@pytest.mark.parametrize(("name", "is_long"), [("lpr", False), ("deposits_loans", True)])
def test_only_a_long_table_can_be_filtered(show: Show, name: str, is_long: bool) -> None:
    table = show(name)
    assert (len(table.grid.rows) > 12) == is_long
    assert ('class="fr-filter"' in table._repr_html_()) == is_long


def test_the_data_of_a_table_are_the_numbers_as_printed(show: Show) -> None:
    rows = show("deposits_loans").record()["rows"]
    printed = [row["value"] for row in read_rows("deposits_loans")]
    assert [text for row in rows for text in row["texts"]] == [minus(cell) for cell in printed]
    assert [value for row in rows for value in row["values"]] == [float(cell) for cell in printed]
    assert len({row["group"] for row in rows}) == 3


def test_a_dash_is_no_number(show: Show) -> None:
    rows = show("economy").record()["rows"]
    cells = [
        (text, value)
        for row in rows
        for text, value in zip(row["texts"], row["values"], strict=True)
    ]
    assert {value for text, value in cells if text == "—"} == {None}
    assert None not in [value for text, value in cells if text != "—"]
