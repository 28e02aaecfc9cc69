"""Readings of tables: each figure with what its row and column say of it.

A standard table of the regional reports is read by the names that :mod:`.forms` proves; any other
by its own heads and labels. A unit that is not known is a doubt, never the row above's.
"""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from finreport import patterns as re
from finreport.documents.document import Cell, Document, Table
from finreport.numbers import Printed
from finreport.reading.cells import (
    BRACKETED,
    Span,
    bare_label,
    figure,
    is_blank,
    says_how_much_more,
    span_of,
    squeeze,
    unit_of,
)
from finreport.reading.compact import compact
from finreport.reading.grid import Grid, GridLine, Heads, read_grid
from finreport.reading.model import Base, Direction, Measure, Reading, Unread
from finreport.reading.table_forms import Form, FormRow, recognise, says
from finreport.reading.table_names import OF_PLAN, PLANS, RATES, name_of, owner_of, time_of
from finreport.reading.tokens import numbers

CURRENCY_NAMES = {"all": "本外币", "cny": "人民币", "fx": "外币"}

DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

STOCKS = re.compile(r"余额|存量|[年季月]末|期末|保有量|人口|户数|待售|从业人")
"""Words of what stands on a day."""

FLOWS = re.compile("限额|发行|还本|付息|发生|收入|支出|产量|投资")

PLACES = re.compile("网点|机构|公司数|家数")
"""What is counted on a day; in other names, as 金融机构贷款, the words tell no time."""

PEOPLE = re.compile(r"人口|人员|人数|职工|学生|教师")
"""Those who are counted one by one."""

RANKS = re.compile("位次|名次|排名|排位")
STRUCTURE = re.compile("结构|构成")

COUNTED = re.compile(
    r"[百千]?[万亿]{0,2}(?:个|家|户|所|处|座|项|件|台|辆|艘|架|套|张|部|册|种|名|位|人次|户次|批|条|支|只|头)"
)


class TableReadings(Struct, frozen=True):
    """What the tables of a document say: readings, what was not read, the standard tables found."""

    readings: tuple[Reading, ...]
    unread: tuple[Unread, ...]
    forms: tuple[tuple[Grid, Form], ...]


class _What(Struct, frozen=True):
    """What one figure is, before its digits are looked at."""

    subject: str
    unit: str | None
    measure: Measure
    period: str
    base: Base | None = None
    scope: str | None = None
    route: str = "table"
    doubts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    is_target: bool = False


def read_tables(document: Document, year: int | None) -> TableReadings:
    """The readings of all tables of a document.

    ``year`` is that of the figures where neither the head nor the caption of a table names one.
    """
    prose = "".join(re.sub(r"\s", "", paragraph.text) for paragraph in document.paragraphs)
    readings: list[Reading] = []
    unread: list[Unread] = []
    forms: list[tuple[Grid, Form]] = []
    grid: Grid | None = None
    for table in document.tables:
        grid = read_grid(table, grid)
        form = recognise(grid, year or 0, prose) if grid.lines else None
        if form:
            forms.append((grid, form))
        own_year = _year_of(grid) or year
        own = list(_named_in(table, grid))
        for line in grid.lines:
            own += _readings_of(grid, form, line, own_year)
        readings += sorted(own, key=lambda each: (each.row or 0, each.column or 0))
        unread += _unread_of(table, grid)
    return TableReadings(tuple(readings), tuple(unread), tuple(forms))


def _year_of(grid: Grid) -> int | None:
    found = re.findall(r"((?:19|20)\d\d)年", grid.title)
    return int(found[-1]) if found else None


def _readings_of(
    grid: Grid, form: Form | None, line: GridLine, year: int | None
) -> Iterator[Reading]:
    row = next((each for each in form.rows if each.line == line), None) if form else None
    for at, (column, cell, heads) in enumerate(
        zip(line.columns, line.cells, line.heads, strict=True)
    ):
        printed = figure(cell.text)
        if printed is None or (cell.is_spread and span_of(cell.text) is None):
            continue
        what = None
        if form and row:
            what = _standard(form, row, column, heads, year)
        what = what or _any(grid, line, at, year)
        yield _reading(grid.table, line, column, cell, printed, what)


def _reading(
    table: Table, line: GridLine, column: int, cell: Cell, printed: Printed, what: _What
) -> Reading:
    is_exact = what.measure == "count" and not re.match("[百千万亿]", what.unit or "")
    is_exact = is_exact and not printed.decimals
    number = Printed(printed.text, is_exact=True) if is_exact else printed
    moves = what.measure in ("growth", "change", "change_pp")
    direction: Direction | None = None
    if moves and number.value:
        direction = "up" if number.value > 0 else "down"
    return Reading(
        id=f"t{table.number}r{line.row}c{column}",
        printed=printed.text,
        place=cell.place,
        value=number.value,
        lower=number.lower,
        upper=number.upper,
        unit=what.unit,
        subject=what.subject,
        measure=what.measure,
        is_target=what.is_target,
        direction=direction,
        period=what.period or None,
        base=what.base,
        scope=what.scope,
        table=table.number,
        row=line.row,
        column=column,
        route=what.route,
        doubts=what.doubts,
    )


def _named_in(table: Table, grid: Grid) -> Iterator[Reading]:
    """The digits of heads and labels, which measure nothing: 2024年, 0—14岁, 500万元以上."""
    figures = {id(cell) for line in grid.lines for cell in line.cells}
    for row, cells in enumerate(table.rows, 1):
        for column, cell in enumerate(cells, 1):
            if id(cell) in figures or cell.is_spread or figure(cell.text):
                continue
            for nth, number in enumerate(numbers(compact(cell.text).text), 1):
                if not number.is_chinese:
                    yield Reading(
                        id=f"t{table.number}r{row}c{column}n{nth}",
                        printed=number.printed,
                        place=cell.place,
                        is_quantity=False,
                        why=number.why or "name",
                        table=table.number,
                        row=row,
                        column=column,
                        route="table",
                    )


def _unread_of(table: Table, grid: Grid) -> Iterator[Unread]:
    """Cells of the body that hold digits and are no figure, such as two figures in one cell."""
    for line in grid.lines:
        for cell in line.cells:
            text = squeeze(cell.text)
            is_number = figure(cell.text) or span_of(cell.text) or is_blank(cell.text)
            if not is_number and re.search(r"\d", text) and not cell.is_spread:
                yield Unread(text, cell.place, "a cell of a table that holds no single figure")


# Standard tables


def _standard(
    form: Form, row: FormRow, column: int, heads: Heads, year: int | None
) -> _What | None:
    if form.kind == "institutions":
        return _institution(form, row, column, heads, year)
    span = next(filter(None, map(span_of, reversed(heads))), None)
    if span is None:
        return None
    if form.kind == "lending_rates":
        own = squeeze(row.line.label)
        label = row.line.labels[0] if own == "小计" else own
        subject = f"一般贷款{label}占比"
        return _What(subject, "%", "share", _period(span, year), route="form.lending_rates")
    if form.kind == "deposits_loans":
        return _banking(row, span, year)
    return _economic(row, span, year)


def _institution(
    form: Form, row: FormRow, column: int, heads: Heads, year: int | None
) -> _What | None:
    name = form.columns.get(column)
    if name is None:
        return None
    head = heads[-1] if heads else ""
    owner = "银行业金融机构" if row.name == "total" else bare_label(row.line.label)
    unit = unit_of(head) or {"employees": "人", "assets": "亿元"}.get(name, "个")
    period = f"{year}-12-31" if year else ""
    measure: Measure = "level" if name == "assets" else "count"
    return _What(f"{owner}{bare_label(head)}", unit, measure, period, route="form.institutions")


def _banking(row: FormRow, span: Span, year: int | None) -> _What:
    currency, indicator, measure = row.name.split(".")
    scope = CURRENCY_NAMES[currency]
    label = bare_label(row.line.label)
    kind = "存款" if indicator.startswith("deposits") else "贷款"
    if indicator in ("deposits", "loans"):
        noun = f"各项{kind}"
    else:
        noun = label if re.search("存款|贷款|融资", label) else f"{label}{kind}"
    unit, doubts = _unit_or_doubt(row.unit, row.line)
    stands = _period(end_of(span), year)
    what = _What(f"{scope}{noun}", unit, "level", stands, None, scope, "form.deposits", doubts)
    if measure == "balance":
        return replace(what, subject=f"{what.subject}余额")
    if measure == "yoy":
        return replace(what, measure="growth", base="previous_year")
    base: Base = "previous_month" if measure == "increase" else "year_start"
    return replace(what, measure="change", base=base, period=_period(span, year))


def _economic(row: FormRow, span: Span, year: int | None) -> _What:
    subject = bare_label(row.line.label)
    if row.line.parent and not re.search("增加值|总值|产业|额|[进出]口|收入|支出|投资", subject):
        subject = bare_label(row.line.parent) + subject
    cumulated = span._replace(first=1)
    period = _period(cumulated, year)
    indicator, measure = row.name.split(".")
    if measure == "ytd_yoy":
        return _What(subject, "%", "growth", period, "previous_year", None, "form.economy")
    unit, doubts = _unit_or_doubt(row.unit, row.line)
    if indicator == "unemployment":
        period = _period(end_of(span), year)
    return _What(subject, unit, "level", period, None, None, "form.economy", doubts)


def _unit_or_doubt(
    unit: str | None, line: GridLine
) -> tuple[str | None, tuple[tuple[str, tuple[str, ...]], ...]]:
    if unit:
        return unit, ()
    return None, (("unit", tuple(BRACKETED.findall(line.label))),)


def end_of(span: Span) -> Span:
    """The day on which a span ends."""
    return Span(span.year, span.last, span.last, is_end=True)


def _period(span: Span, year: int | None) -> str:
    """A span as the period of a reading; empty where its year is not known."""
    of = span.year or year
    if of is None:
        return ""
    if span.is_end:
        leap = span.last == 2 and of % 4 == 0 and (of % 100 != 0 or of % 400 == 0)
        return f"{of}-{span.last:02d}-{DAYS[span.last - 1] + leap:02d}"
    named = {(1, 12): "", (1, 6): "-H1", (7, 12): "-H2"}
    named |= {(3 * q - 2, 3 * q): f"-Q{q}" for q in range(1, 5)}
    if (span.first, span.last) in named:
        return f"{of}{named[span.first, span.last]}"
    if span.first == span.last:
        return f"{of}-{span.last:02d}"
    return f"{of}-{span.first:02d}/{of}-{span.last:02d}"


# Any other table


def _any(grid: Grid, line: GridLine, at: int, year: int | None) -> _What:
    heads, cell = line.heads[at], line.cells[at]
    said = "".join(heads)
    unit, doubts = _any_unit(grid, line, said, cell)
    units = {unit_of(said), unit_of(line.label)} - {"%"}
    is_bare = not (RATES.search(said + line.label) or any(units))
    measure = _any_measure(said, line, unit, grid.title if is_bare else "")
    if measure == "price_index":
        unit, doubts = None, ()
    owner = owner_of(line, at, year) if measure in ("growth", "share", "change_pp") else ()
    subject = name_of(grid, line, (*owner, *heads), unit, measure)
    base = _any_base(said + line.label, measure)
    span = time_of(grid, line, heads, year)
    people = grid.title + said + subject
    if measure == "level" and (unit == "人" or (unit == "万人" and PEOPLE.search(people))):
        measure = "count"
    if span and measure in ("level", "count", "share") and _stands(subject, grid.title, measure):
        span = end_of(span)
    elif span and measure == "change" and span.is_end:
        span = Span(span.year, 1, span.last)
    return _What(
        subject,
        unit,
        measure,
        _period(span, year) if span else "",
        base,
        route="table, change.more" if measure == "change" and MORE.search(said) else "table",
        is_target=measure == "level" and PLANS.search(said) is not None,
        doubts=doubts,
    )


MORE = re.compile("同比[多少][增减]|[多少][增减]")
SINCE_YEAR_END = re.compile("[比较](?:年初|上年末|去年末|上年底)")


def _any_base(said: str, measure: Measure) -> Base | None:
    """What a growth, a change or a share is against, as its head or label says."""
    if measure == "share":
        return "target" if OF_PLAN.search(said) else None
    if measure not in ("growth", "change"):
        return None
    if SINCE_YEAR_END.search(said):
        return "year_start"
    is_on_a_year = measure == "growth" or re.search("同比|上年|去年|增减", said)
    return "previous_year" if is_on_a_year else None


def _stands(subject: str, title: str, measure: Measure) -> bool:
    """Whether a figure is of a day: its name says so, or the caption and its name not otherwise."""
    if STOCKS.search(subject) or (measure == "count" and PLACES.search(subject)):
        return True
    return STOCKS.search(title) is not None and not FLOWS.search(subject)


def _any_unit(
    grid: Grid, line: GridLine, said: str, cell: Cell
) -> tuple[str | None, tuple[tuple[str, tuple[str, ...]], ...]]:
    """The unit nearest to the figure: its own, then that of head, label, column, panel, caption."""
    in_head, in_label = unit_of(said), unit_of(line.label)
    if RANKS.search(said):
        return "位", ()
    is_rate = in_head == "%" or (in_head is None and RATES.search(said))
    if squeeze(cell.text).endswith("个百分点"):
        return "个百分点", ()
    if is_rate or said.endswith("%") or squeeze(cell.text).endswith(("%", "％")):
        return "%", ()
    if says_how_much_more(line.label) and in_label is None and not line.unit:
        return "%", ()
    if "" in (in_label, in_head) and not (in_label or in_head):
        return None, (("unit", tuple(BRACKETED.findall(line.label + said))),)
    of_all = "%" if RATES.search(grid.title) and "%" in grid.title else None
    unit = (
        in_label or in_head or line.unit or unit_of(line.panel) or _of_amounts(grid.unit) or of_all
    )
    return unit, () if unit else (("unit", ()),)


def _of_amounts(stated: str | None) -> str | None:
    """The unit of amounts of a caption that states one beside percent: 单位：亿元、%."""
    if not stated:
        return None
    units = [unit for unit in re.split("[、,，;；]", stated) if unit and unit != "%"]
    return units[0] if len(units) == 1 else stated


def _is_change(said: str, line: GridLine) -> bool:
    return says("increase", said) or MORE.search(said) is not None


FIXED_BASE = re.compile(r"\d{4}年?=100")
"""The head of an index whose base is not the year before."""


def _any_measure(said: str, line: GridLine, unit: str | None, caption: str) -> Measure:
    is_rate = unit in ("%", "‰", None)
    words = said + line.label
    is_index = "=100" in words or (unit in (None, "") and "指数" in words + caption)
    is_index = is_index or (unit == "%" and "CPI" in said)
    kinds: tuple[tuple[Measure, bool], ...] = (
        ("rank", RANKS.search(said) is not None),
        ("level", unit is None and FIXED_BASE.search(said) is not None),
        ("price_index", unit is None and "=100" in said),
        ("growth", is_rate and says("growth", words + (line.panel or caption))),
        ("change_pp", unit in ("个百分点", "百分点")),
        ("share", unit == "%" and STRUCTURE.search(caption) is not None),
        ("share", unit == "%" and (says("share", words) or OF_PLAN.search(said) is not None)),
        ("growth", unit in ("%", "‰") and _is_change(said, line)),
        ("price_index", is_index),
        ("change", not is_rate and _is_change(said, line)),
        ("count", unit is not None and COUNTED.fullmatch(unit) is not None),
    )
    return next((measure for measure, holds in kinds if holds), "level")
