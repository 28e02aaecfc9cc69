"""The standard tables of the regional reports: found by their heads and labels, proved by numbers.

Four tables have the same form in the report of every branch: institutions, loans by interest
rate, and the monthly indicators of deposits and loans and of the economy. A row that a branch
words otherwise is known by the synonyms of ``table_forms.toml``; a row that it adds stays a row
of a table like any other. Which row of deposits and loans is which, :mod:`.assignment` decides.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import rtoml
from msgspec import Struct
from msgspec.structs import replace

from finreport.numbers import Interval, Printed
from finreport.reading import relations
from finreport.reading.assignment import AccountName, BankingMeasure, Candidate, Witness, decide
from finreport.reading.cells import bare_label, figure, span_of, squeeze, unit_of
from finreport.reading.grid import Grid, GridLine
from finreport.reading.relations import Monthly, Tally

FormKind = Literal["institutions", "lending_rates", "deposits_loans", "economy"]


class Proof(NamedTuple):
    """A relation between rows of a table: how often it could be tested, how often it held."""

    relation: str
    tested: int
    held: int


class FormRow(Struct, frozen=True):
    """A row of a standard table: its name in the data package, who decided, its unit.

    ``name`` is such as ``all.loans.balance``, ``gdp.ytd_yoy``, ``lpr.below`` or, of institutions,
    ``large_commercial``; ``unit`` is None where it is not known.
    """

    line: GridLine
    name: str
    by: Witness
    unit: str | None = None


class Form(Struct, frozen=True):
    """A standard table: its named rows, the rows left open, and what proves the names.

    ``columns`` names the columns of institutions by their number; of a monthly table it is empty.
    """

    kind: FormKind
    rows: tuple[FormRow, ...]
    open_rows: tuple[GridLine, ...]
    proofs: tuple[Proof, ...]
    columns: Mapping[int, str]


@cache
def wordings() -> Mapping[str, Mapping[str, Any]]:
    """The synonyms of ``table_forms.toml``."""
    return rtoml.load(Path(__file__).with_name("table_forms.toml"))


@cache
def named(table: str, kind: str, label: str) -> str:
    """The name of a label among the synonyms of a table; empty where none is found."""
    synonyms = wordings()[table][kind]
    return next((name for name, pattern in synonyms if re.search(pattern, label)), "")


def says(word: str, text: str) -> bool:
    """Whether a text has a word of the list ``words`` of that name."""
    return re.search(wordings()["words"][word], text) is not None


def monthly(line: GridLine, year: int) -> dict[int, Printed]:
    """The figures of a line by month (12 * year + month), a cumulative one by its last."""
    found = {}
    for cell, heads in zip(line.cells, line.heads, strict=True):
        span = next(filter(None, map(span_of, reversed(heads))), None)
        printed = figure(cell.text)
        is_month = span is not None and (span.first in (span.last, 1) and span.last < 13)
        if span and printed and is_month and not cell.is_spread:
            found[12 * (span.year or year) + span.last] = printed
    return found


def has_months(grid: Grid) -> bool:
    """Whether at least three columns are months."""
    heads = grid.lines[0].heads if grid.lines else ()
    spans = (span_of(head) for column in heads for head in column[-1:])
    return sum(span is not None and (span.first, span.last) != (1, 12) for span in spans) >= 3


def recognise(grid: Grid, year: int, prose: str) -> Form | None:
    """The standard table that a grid is, if it is one.

    ``year`` is that of the months whose heads name none; ``prose`` the text of the document
    without white space, which repeats the totals of institutions.
    """
    labels = "".join(squeeze(label) for line in grid.lines for label in line.labels)
    if not has_months(grid):
        categories = {named("institutions", "category", line.label) for line in grid.lines}
        return _institutions(grid, prose) if len(categories - {""}) >= 5 else None
    if re.search(r"LPR|贷款市场报价利率|[上下]浮", labels):
        return _lending_rates(grid, year)
    if "存款" in labels and "贷款" in labels:
        return _deposits_loans(grid, year)
    indicators = {named("economy", "indicator", bare_label(line.label)) for line in grid.lines}
    return _economy(grid, year) if len(indicators - {""}) >= 3 else None


# Institutions

TOTALS_IN_PROSE = (
    ("outlets", r"网点", r"个|家", 1),
    ("employees", r"从业人员|员工", r"万人", 10_000),
    ("employees", r"从业人员|员工", r"人", 1),
    ("assets", r"资产总额|总资产|资产规模", r"万亿元", 10_000),
    ("assets", r"资产总额|总资产|资产规模", r"亿元", 1),
)
"""How the prose repeats the totals: the column, words, unit, and the unit in that of the table."""


def _institutions(grid: Grid, prose: str) -> Form:
    rows, left = [], []
    seen: set[str] = set()
    for line in grid.lines:
        name = named("institutions", "category", bare_label(line.label))
        if name and name not in seen:
            rows.append(FormRow(line, name, "label"))
            seen.add(name)
        else:
            left.append(line)
    total = next((row.line for row in rows if row.name == "total"), None)
    columns = _columns(grid.lines[0], total, prose)
    parts = [row.line for row in rows if row.name != "total"]
    proofs = []
    if total:
        for column, name in columns.items():
            counts = name != "assets"
            whole, *others = (_column(line, column, is_exact=counts) for line in (total, *parts))
            tally = relations.adds(whole, others)
            proofs.append(Proof(f"{name}: total = sum", *tally))
    return Form("institutions", tuple(rows), tuple(left), tuple(proofs), columns)


def _column(line: GridLine, column: int, *, is_exact: bool) -> dict[int, Printed]:
    printed = figure(line.cells[line.columns.index(column)].text)
    return {0: Printed(printed.text, is_exact=is_exact)} if printed else {}


def _columns(line: GridLine, total: GridLine | None, prose: str) -> dict[int, str]:
    """What each column of institutions is: the prose proves it, else its heads say it."""
    names = {
        column: named("institutions", "column", heads[-1] if heads else "")
        or named("institutions", "column", "".join(heads))
        for column, heads in zip(line.columns, line.heads, strict=True)
    }
    proved = _proved_columns(total, prose) if total else {}
    names = {column: proved.get(column, name) for column, name in names.items()}
    taken = [name for name in names.values() if name]
    return {
        column: name
        for column, name in names.items()
        if name and (taken.count(name) == 1 or column in proved)
    }


def _proved_columns(total: GridLine, prose: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for name, words, unit, scale in TOTALS_IN_PROSE:
        pattern = rf"(?:{words})[^，。；\d]{{0,6}}(\d+(?:\.\d+)?)(?:{unit})(?!亿)"
        for digits in re.findall(pattern, prose):
            stated = Printed(digits).interval * Interval(
                Printed(str(scale)).value, Printed(str(scale)).value
            )
            fits = [
                column
                for column, cell in zip(total.columns, total.cells, strict=True)
                if (printed := figure(cell.text)) and printed.value in stated
            ]
            if len(fits) == 1:
                found[fits[0]] = name
    return found


# Loans by interest rate


def band(label: str) -> str:
    """The name of a band of lending rates; empty for what is none.

    Bands above the LPR are named by their ends in percentage points over it, those above the
    benchmark rate of the years before 2019 by their ends as multiples of it.
    """
    text = squeeze(label).translate(str.maketrans("，（）［］％—–～－", ",()[]%----"))
    edges = re.findall(r"LPR(?:\+(\d+(?:\.\d+)?)(?:%|个?百分点)?)?", text)
    multiples = re.search(r"[\[(](\d\.\d+)[,-](\d\.\d+)[\])]", text)
    over = re.search(r"(\d\.\d+)(?:倍)?以上", text)
    names = (
        ("total", "合计" in text),
        (f"above_{edges[0] or '0'}_{edges[-1]}" if edges else "", len(edges) == 2),
        (f"above_{edges[-1]}" if edges else "", "以上" in text and bool(edges)),
        (f"above_{multiples[1]}_{multiples[2]}" if multiples else "", multiples),
        (f"above_{over[1]}" if over else "", over),
        ("below", re.search("减点|下浮|低于", text)),
        ("above", re.search("加点|上浮|高于|小计", text)),
        ("at", re.fullmatch(r"(?:等于|持平)?(?:LPR|基准(?:利率)?)(?:平点)?", text)),
    )
    return next((name for name, holds in names if holds), "")


def _lending_rates(grid: Grid, year: int) -> Form:
    """The bands; a table in two halves of the year has each band twice, in other months."""
    rows, left = [], []
    months: dict[str, dict[int, Printed]] = {}
    for line in grid.lines:
        name = band(line.label) or band("".join(line.labels))
        figures = monthly(line, year)
        if not name or months.setdefault(name, {}).keys() & figures.keys():
            left.append(line)
            continue
        months[name] |= figures
        rows.append(FormRow(line, f"lpr.{name}", "label", "%"))
    ranges = [months[name] for name in months if name.startswith("above_")]
    proofs = []
    if {"total", "below", "at", "above"} <= months.keys():
        parts = [months[name] for name in ("below", "at", "above")]
        proofs.append(Proof("total = below + at + above", *relations.adds(months["total"], parts)))
    if "above" in months and ranges:
        proofs.append(Proof("above = its bands", *relations.adds(months["above"], ranges)))
    return Form("lending_rates", tuple(rows), tuple(left), tuple(proofs), {})


# Deposits and loans


class _Label(NamedTuple):
    indicator: str
    is_total: bool
    measure: BankingMeasure | None
    stated: Literal["all", "cny", "fx"] | None
    unit: str | None


CURRENCY_WORDS: Mapping[str, Literal["all", "cny", "fx"]] = {
    "本外币": "all",
    "人民币": "cny",
    "外币": "fx",
    "外汇": "fx",
    "美元": "fx",
}
"""Longer words first: 外币 is in 本外币."""


def currency_in(text: str) -> Literal["all", "cny", "fx"] | None:
    """The currency that a label or the cell in front of it names."""
    return next((code for word, code in CURRENCY_WORDS.items() if word in text), None)


def _label(line: GridLine) -> _Label:
    text = squeeze(re.sub(r"[(（][^()（）]*[)）]", "", squeeze(line.label)))
    unit = unit_of(line.label) if unit_of(line.label) is not None else (line.unit or None)
    family = (
        "deposits"
        if "存款" in text
        else "loans"
        if re.search("贷款|票据|短期|中长期", text)
        else ""
    )
    is_part = bool(re.match(r"其中|#", text))
    is_total = not is_part and bool(
        re.search(
            r"各项|全部|外币[存贷]款|^金融机构[本外人民币]*[存贷]款|^(?:本外币|人民币)?[存贷]款余额",
            text,
        )
    )
    indicator = family if is_total else named("deposits_loans", "part", bare_label(text))
    stated = currency_in(text) or ("fx" if unit and "美元" in unit else None)
    return _Label(indicator, is_total, _measure(text, unit), stated, unit)


def _measure(text: str, unit: str | None) -> BankingMeasure | None:
    if says("since_january", text) and says("increase", text) and unit != "%":
        return "increase_ytd"
    if says("growth", text) and unit in (None, "", "%"):
        return "yoy"
    if says("increase", text):
        return "increase"
    return "balance" if says("balance", text) else None


def _deposits_loans(grid: Grid, year: int) -> Form:
    labels = [(line, _label(line)) for line in grid.lines]
    known = [(line, label) for line, label in labels if label.indicator]
    left = [line for line, label in labels if not label.indicator]
    lines = [line for line, _ in known]
    candidates = list(_candidates(known, year))
    decisions = decide(candidates)
    rows: list[FormRow] = []
    units = _units(known, [decision.name for decision in decisions])
    taken: set[str] = set()
    for line, candidate, decision, (_, label) in zip(
        lines, candidates, decisions, known, strict=True
    ):
        name = decision.name and ".".join(
            (decision.name.currency, candidate.indicator, decision.name.measure)
        )
        if decision.name is None or not name or name in taken:
            left.append(line)
            continue
        taken.add(name)
        unit = _unit(label, decision.name, units, grid.unit)
        rows.append(FormRow(line, name, decision.by, unit))
    series = {row.name: monthly(row.line, year) for row in rows}
    return Form(
        "deposits_loans",
        tuple(rows),
        tuple(left),
        tuple(_banking_proofs(series)),
        {},
    )


def _candidates(known: Sequence[tuple[GridLine, _Label]], year: int) -> Iterator[Candidate]:
    above: int | None = None
    family = ""
    seen: set[str] = set()
    for at, (line, label) in enumerate(known):
        own_family = label.indicator.partition("_")[0]
        if label.is_total:
            above, family, seen = at, own_family, set()
        elif above is not None and (label.indicator in seen or own_family != family):
            above = None  # twice under one total, or under one of another kind: a total is missing
        seen.add(label.indicator)
        unit = label.unit or ""
        yield Candidate(
            label.indicator,
            label.is_total,
            monthly(line, year),
            label.measure,
            label.stated,
            currency_in(line.labels[0]) if len(line.labels) > 1 else None,
            is_dollars="美元" in unit,
            is_yuan=unit == "亿元",
            above=None if label.is_total else above,
        )


def _units(
    known: Sequence[tuple[GridLine, _Label]], names: Sequence[AccountName | None]
) -> dict[AccountName, set[str]]:
    """The units that the totals of each name state, which are those of their parts too."""
    units: dict[AccountName, set[str]] = {}
    for (_, label), name in zip(known, names, strict=True):
        if name and label.is_total and label.unit:
            units.setdefault(name, set()).add(label.unit)
    return units


def _unit(
    label: _Label,
    name: AccountName,
    units: Mapping[AccountName, set[str]],
    caption: str | None,
) -> str | None:
    """The unit of a row: its own, else that of the totals of its kind, else the caption's."""
    if label.unit is not None:
        return label.unit or None
    if name.measure == "yoy":
        return "%"
    shared = units.get(name, set())
    if len(shared) == 1:
        return next(iter(shared))
    return caption if caption and not re.search("[、,，]", caption) else None


def _banking_proofs(series: Mapping[str, Monthly]) -> Iterator[Proof]:
    for name, stock in series.items():
        account, _, measure = name.rpartition(".")
        if measure != "balance":
            continue
        increase, rate = series.get(f"{account}.increase"), series.get(f"{account}.yoy")
        if increase:
            yield Proof(
                f"{account}: increase = change of balance", *relations.increases(increase, stock)
            )
        if increase and rate:
            yield Proof(
                f"{account}: two ways to December", *relations.opening(stock, increase, rate)
            )
    for indicator in dict.fromkeys(name.split(".")[1] for name in series):
        levels = [
            series.get(f"{currency}.{indicator}.balance") for currency in ("all", "cny", "fx")
        ]
        rates = [series.get(f"{currency}.{indicator}.yoy") for currency in ("all", "cny", "fx")]
        whole, yuan, foreign = levels
        if whole and yuan:
            yield Proof(f"{indicator}: all currencies >= RMB", *relations.not_less(whole, yuan))
        if whole and yuan and foreign:
            yield Proof(
                f"{indicator}: rate of the dollar", *relations.exchange(whole, yuan, foreign)
            )
            known = [rate for rate in rates if rate]
            if len(known) == len(rates):
                tally = relations.exchange_year_ago((whole, yuan, foreign), tuple(known))
                yield Proof(f"{indicator}: rate of the dollar a year ago", *tally)


# The economy

SUMS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("gdp", ("gdp_primary", "gdp_secondary", "gdp_tertiary"), ()),
    ("trade", ("imports", "exports"), ()),
    ("trade_balance", ("exports",), ("imports",)),
    ("fiscal_balance", ("fiscal_revenue",), ("fiscal_expenditure",)),
)
"""Totals of the economy with what is added and what is taken away."""

WITHIN = (("real_estate", "fai"),)
"""Parts of a whole whose other parts are not printed."""


def _economy(grid: Grid, year: int) -> Form:
    by_name: dict[str, list[GridLine]] = {}
    left: list[GridLine] = []
    for line in grid.lines:
        label = bare_label(line.label)
        name = named("economy", "indicator", label) or named(
            "economy", "indicator", squeeze(line.label)
        )
        if name:
            by_name.setdefault(name, []).append(line)
        else:
            left.append(line)
    rows: list[FormRow] = []
    for name, lines in by_name.items():
        taken: set[str] = set()
        for line, measure, by in _told_apart(lines, year):
            if measure in taken:
                left.append(line)
                continue
            taken.add(measure)
            unit = "%" if measure == "ytd_yoy" else _own_unit(line, grid)
            rows.append(FormRow(line, f"{name}.{measure}", by, unit))
    rows.sort(key=lambda row: row.line.row)
    series = {row.name: monthly(row.line, year) for row in rows}
    rows = _with_family_units(rows, series)
    return Form("economy", tuple(rows), tuple(left), tuple(_economy_proofs(series)), {})


def _own_unit(line: GridLine, grid: Grid) -> str | None:
    found = unit_of(line.label)
    return found if found is not None else (line.unit or unit_of(line.panel) or grid.unit)


def _told_apart(lines: Sequence[GridLine], year: int) -> Iterator[tuple[GridLine, str, Witness]]:
    """Level or growth: by the panel, the label or its unit, else by which of two does not fall."""
    clear = {line.row: _economy_measure(line) for line in lines}
    blank = [line for line in lines if not clear[line.row]]
    if blank and len(lines) <= 2:
        level = max(lines, key=lambda line: _looks_like_level(line, year))
        for line in lines:
            yield line, "ytd" if line is level else "ytd_yoy", "arithmetic"
        return
    for line in lines:
        yield line, clear[line.row] or "ytd", "label"


def _economy_measure(line: GridLine) -> str:
    said = line.panel + squeeze(line.label)
    if says("panel_growth", said):
        return "ytd_yoy"
    return "ytd" if says("panel_level", line.panel) else ""


def _looks_like_level(line: GridLine, year: int) -> tuple[bool, bool, int]:
    tally = relations.rises(monthly(line, year))
    is_rising = tally.tested > 0 and tally.held == tally.tested
    return unit_of(line.label) not in (None, "", "%"), is_rising, -line.row


def _with_family_units(rows: Sequence[FormRow], series: Mapping[str, Monthly]) -> list[FormRow]:
    """A row without a unit has that of the family to which numbers prove that it belongs."""
    units = {row.name: row.unit for row in rows}
    for _ in rows:  # a unit may come by way of another row
        for row in rows:
            if units[row.name] is None and unit_of(row.line.label) != "":
                found = {units.get(f"{kin}.ytd") for kin in _kin(row.name, series)} - {None, ""}
                units[row.name] = next(iter(found)) if len(found) == 1 else None
    return [replace(row, unit=units[row.name] or None) for row in rows]


def _kin(name: str, series: Mapping[str, Monthly]) -> Iterator[str]:
    indicator = name.partition(".")[0]
    for total, plus, minus in SUMS:
        family = [f"{each}.ytd" for each in (total, *plus, *minus)]
        if indicator in (*plus, *minus, total) and all(each in series for each in family):
            first, *others = (series[each] for each in family)
            if relations.adds(first, others[: len(plus)], others[len(plus) :]).holds:
                yield from (each for each in (total, *plus, *minus) if each != indicator)
    for part, whole in WITHIN:
        pair = series.get(f"{part}.ytd"), series.get(f"{whole}.ytd")
        if indicator == part and all(pair):
            inside, outside = (each or {} for each in pair)
            if all(inside[m].lower <= outside[m].upper for m in inside.keys() & outside.keys()):
                yield whole


def _economy_proofs(series: Mapping[str, Monthly]) -> Iterator[Proof]:
    for total, plus, minus in SUMS:
        family = [f"{each}.ytd" for each in (total, *plus, *minus)]
        if all(each in series for each in family):
            first, *others = (series[each] for each in family)
            tally: Tally = relations.adds(first, others[: len(plus)], others[len(plus) :])
            signed = " + ".join(plus) + "".join(f" - {each}" for each in minus)
            yield Proof(f"{total} = {signed}", *tally)
    for name, row in series.items():
        if name.endswith(".ytd") and not name.startswith(("trade_balance", "fiscal_balance")):
            yield Proof(f"{name} does not fall within the year", *relations.rises(row))
