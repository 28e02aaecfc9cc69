"""From a drawing to a chart: the words around it, its data as text, or why it is not there."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import update_wrapper
from math import isfinite
from numbers import Real
from typing import Concatenate, NamedTuple, ParamSpec

import pandas as pd
from matplotlib.figure import Figure

from finreport.analysis.firmness import LEVEL
from finreport.errors import AbsentError
from finreport.figures.exhibits import (
    Chart,
    Claims,
    DataTable,
    ExhibitTable,
    GridRow,
    Notice,
    Tools,
)
from finreport.figures.flags import cross_out, flag
from finreport.figures.marks import DataCell, find_spots
from finreport.figures.style import house_style
from finreport.figures.value_labels import name_labels
from finreport.narrative.alt import tell_chart
from finreport.narrative.chapter import Chapter, NotPrintedError, NotYetError
from finreport.narrative.claims import Claim
from finreport.narrative.openings import with_phrases
from finreport.narrative.paragraphs import EditionText
from finreport.narrative.verdicts import check_line, check_notes
from finreport.words import Language

P = ParamSpec("P")

EACH_CHAPTER = {"statements"}
"""Tables that every chapter shows its part of; their names end with the chapter's."""

FORMATS = ("csv", "xlsx", "json", "png", "svg", "bib")
"""The files of an exhibit; a table has no picture."""

IN_BRACKETS = re.compile(r"[(（]([^()（）]+)[)）]$")
"""What a head says of its column at its end."""

MONTH = "month"
"""The name of an index of months."""

UNDER_OTHER_LABELS = {"statement_coverage"}
"""Tables whose cells have a label that is not their name."""


class Drawing(NamedTuple):
    """What a chart function draws: the picture, the plotted data, and what it shows in words.

    ``data`` has the reader's words as heads, except that an index named ``month`` is written out;
    its numbers are written with ``decimals`` digits, one for all columns or one a column.
    ``values`` fill the places in the chart's title and notes. A ``finding`` in one line takes the
    title's place, and the title goes before the unit.
    ``figures`` name the printed number
    that a cell of the data shows; where the cell has another value, it does not show it.
    ``units`` are those of the data, one for all columns or one a column; the page shows the
    numbers of a column in the unit that its language has for that.
    """

    figure: Figure
    data: pd.DataFrame
    alt: str
    decimals: int | Mapping[str, int] = 1
    values: Mapping[str, str] = {}
    finding: str = ""
    figures: Mapping[DataCell, str] = {}
    units: str | Mapping[str, str] = ""


def chart(
    draw: Callable[Concatenate[Chapter, P], Drawing],
) -> Callable[Concatenate[Chapter, P], Chart | Notice]:
    """Make a function that draws into one that gives a :class:`Chart`.

    The function's name is the chart's: ``loan_parts`` finds its title, unit, basis and source
    under ``chart.loan_parts`` in the catalogue and is anchored as ``fig-loan-parts``. Where the
    edition had not printed the data by the month that is shown, a :class:`Notice` says so.
    """
    key = f"chart.{draw.__name__}"

    def make(chapter: Chapter, /, *args: P.args, **kwargs: P.kwargs) -> Chart | Notice:
        words, before = chapter.words, len(chapter.asked)
        try:
            with house_style(words.code):
                drawing = draw(chapter, *args, **kwargs)
                spots = find_spots(drawing.figure, drawing.data)
                grid = flag(chapter, data_grid(chapter, drawing))
                cross_out(spots, grid)
                name_labels(drawing.figure, spots, grid)
        except AbsentError as error:
            return missing(chapter, key, error)
        parts = around(chapter, key, drawing.values)
        alt = tell_chart(words, parts["title"], drawing.alt)
        name = f"fig-{draw.__name__.replace('_', '-')}"
        below = tools(chapter, name, parts["number"], parts["title"])
        stated = None if drawing.finding else stated_finding(chapter, key)
        if finding := drawing.finding or (repr(stated) if stated else ""):
            measured = {part: parts[part] for part in ("title", "unit")}
            below_title = (
                words.text("title_and_unit", **measured) if parts["unit"] else parts["title"]
            )
            parts |= {"title": finding, "unit": below_title}
            alt = tell_chart(words, finding, alt)
        return Chart(
            name=name,
            figure=drawing.figure,
            grid=grid,
            spots=spots,
            alt=alt,
            summary=words.text("chart_data"),
            checks_head=words.text("checks_head"),
            checks=check_notes(chapter, chapter.asked[before:]),
            checked=check_line(chapter, chapter.asked[before:]),
            tools=below,
            unit_in_data=words.in_data_units(parts["unit"]),
            is_by_month=drawing.data.index.name in (MONTH, words.text("column.month")),
            has_own_anchor=False,
            finding=stated,
            **parts,
        )

    return update_wrapper(make, draw)


def table(
    make_grid: Callable[Concatenate[Chapter, P], ExhibitTable],
) -> Callable[Concatenate[Chapter, P], DataTable | Notice]:
    """Make a function that gives a grid into one that gives a :class:`DataTable` with its words."""
    key = f"table.{make_grid.__name__}"

    def make(chapter: Chapter, /, *args: P.args, **kwargs: P.kwargs) -> DataTable | Notice:
        before = len(chapter.asked)
        try:
            grid = flag(chapter, make_grid(chapter, *args, **kwargs))
            grid = replace(grid, units=_in_heads(chapter.words, grid.heads) | dict(grid.units))
        except AbsentError as error:
            return missing(chapter, key, error)
        function = make_grid.__name__
        name = f"tab-{function.replace('_', '-')}"
        if function in EACH_CHAPTER:
            name = f"{name}-{chapter.name.replace('_', '-')}"
        parts = around(chapter, key, {"count": str(sum(bool(row.cells) for row in grid.rows))})
        return DataTable(
            name=name,
            grid=grid,
            checks_head=chapter.words.text("checks_head"),
            checks=check_notes(chapter, chapter.asked[before:]),
            checked=check_line(chapter, chapter.asked[before:]),
            tools=tools(chapter, name, parts["number"], parts["title"]),
            has_own_anchor=function in EACH_CHAPTER | UNDER_OTHER_LABELS,
            **parts,
        )

    return update_wrapper(make, make_grid)


def said(
    tell: Callable[Concatenate[Chapter, P], Sequence[Claim]],
) -> Callable[Concatenate[Chapter, P], Claims]:
    """Make a function that gives claims into one that shows them, or says that there are none."""

    def make(chapter: Chapter, /, *args: P.args, **kwargs: P.kwargs) -> Claims:
        try:
            return Claims(tell(chapter, *args, **kwargs))
        except AbsentError:
            return Claims([], Notice(chapter.words.text("not_printed_here.chapter"), is_final=True))

    return update_wrapper(make, tell)


def missing(chapter: Chapter, key: str, error: AbsentError) -> Notice:
    """The sentence in the place of an exhibit whose data are not printed, or not yet."""
    words = chapter.words
    month = words.month(chapter.edition.as_of)
    title = words.text(f"{key}.title", as_of=month)
    if isinstance(error, NotYetError) and not isinstance(error, NotPrintedError):
        return Notice(words.text("not_yet.exhibit", title=title, as_of=month))
    return Notice(words.text("not_printed_here.exhibit", title=title), is_final=True)


def stated_finding(chapter: Chapter, key: str) -> EditionText | None:
    """The finding that the catalogue has for a chart, with its numbers; None where it has none."""
    words = chapter.words
    has_one = words.has(f"{key}.finding")
    return with_phrases(chapter, words.text(f"{key}.finding")) if has_one else None


def around(chapter: Chapter, key: str, values: Mapping[str, str]) -> dict[str, str]:
    """The words around the exhibit ``key`` of the catalogue, its places filled."""
    words = chapter.words
    as_of = chapter.edition.as_of
    known = {"as_of": words.month(as_of), "year": words.period(as_of[:4]), "level": str(LEVEL)}
    values = known | dict(values)
    parts = {part: words.text(f"{key}.{part}", **values) for part in ("title", "unit", "basis")}
    # An edition adds its remark, and the number that its report gives a chart or a table.
    if words.has(f"{key}.remark"):
        parts["basis"] = words.sentences(parts["basis"], words.text(f"{key}.remark"))
    parts["number"] = words.text(f"{key}.number") if words.has(f"{key}.number") else ""
    source = words.text(f"{key}.source")
    return parts | {
        "source": words.text(f"source.{source}"),
        "place": words.text(f"place.{source}"),
    }


def tools(chapter: Chapter, anchor: str, number: str, title: str) -> Tools:
    """The words of the row below the exhibit that stands at ``anchor`` of the chapter's page."""
    words = chapter.words
    address = f"{chapter.page}#{anchor}"
    kind = "numbered" if number else "named"
    named = words.text(f"exhibit.{kind}", number=number, title=title)
    labels = {
        form: words.text("exhibit.data_label", format=form.upper(), title=title) for form in FORMATS
    }
    return Tools(
        data=words.text("exhibit.data"),
        csv=words.text("exhibit.download_label", title=title),
        picture=words.text("exhibit.picture"),
        more=words.text("exhibit.more"),
        more_label=words.text("exhibit.more_label", title=title),
        files=words.text("exhibit.files"),
        labels=labels,
        citation=words.text("exhibit.citation", named=named, address=address),
        link=words.text("exhibit.link"),
        link_label=words.text("exhibit.link_label", title=title),
        address=address,
        read=words.text("exhibit.read", title=title),
        filter=words.text("exhibit.filter"),
        filter_label=words.text("exhibit.filter_label", title=title),
        expand=words.text("exhibit.expand"),
        sideways=words.text("exhibit.sideways"),
    )


def text_grid(
    words: Language,
    data: pd.DataFrame,
    decimals: int | Mapping[str, int] = 1,
    units: Mapping[str, str] | None = None,
) -> ExhibitTable:
    """The data as text: numbers with their digits, nothing where there is none, months in words.

    Numbers of a column whose unit is among ``units`` are in the one that the language shows.
    """
    measured = units or {}
    digits = decimals if isinstance(decimals, Mapping) else dict.fromkeys(data.columns, decimals)
    head, heads = str(data.index.name), list(map(str, data.index))
    if data.index.name == MONTH:
        head, heads = words.text("column.month"), list(map(words.month, data.index))
    columns = [
        [
            words.shown(value, measured.get(column, ""), digits[column])
            if isinstance(value, float)
            else str(value)
            for value in data[column].astype(object).where(data[column].notna(), "")
        ]
        for column in data.columns
    ]
    rows = [GridRow(*row) for row in zip(heads, map(list, zip(*columns, strict=True)), strict=True)]
    return ExhibitTable([head, *map(str, data.columns)], rows, numbers=numbers(data))


def data_grid(chapter: Chapter, drawing: Drawing) -> ExhibitTable:
    """The data of a drawing as text, each cell with the printed number that it shows."""
    words, data = chapter.words, drawing.data
    columns = list(map(str, data.columns))
    ends = _ends(words, columns)
    units = _in_heads(words, columns) | _units(drawing, columns)
    units |= {end: units[column] for column in ends.keys() & units for end in ends[column]}
    grid = text_grid(words, data, drawing.decimals, units)
    rows = [
        replace(
            row,
            figures=[
                _shown(chapter, drawing.figures.get(DataCell(head, column), ""), text, value)
                for column, text, value in zip(data.columns, row.cells, values, strict=True)
            ],
        )
        for row, head, values in zip(grid.rows, data.index, grid.numbers, strict=True)
    ]
    grid = replace(
        grid,
        rows=rows,
        months=list(data.index) if data.index.name == MONTH else (),
        units=units,
        ends=ends,
    )
    return replace(grid, in_data=_in_data_units(words, data, drawing, grid))


def _units(drawing: Drawing, columns: Sequence[str]) -> dict[str, str]:
    """The unit of each column of which one is known."""
    units = drawing.units
    given = units if isinstance(units, Mapping) else dict.fromkeys(columns, units)
    return {column: unit for column, unit in given.items() if unit}


def _in_data_units(
    words: Language, data: pd.DataFrame, drawing: Drawing, shown: ExhibitTable
) -> ExhibitTable:
    """The same table with heads and texts in the units of the data, as files have them."""
    as_printed = all(map(words.shows_as_printed, shown.units.values()))
    plain = shown if as_printed else text_grid(words, data, drawing.decimals)
    head = words.in_data_units
    return replace(
        shown,
        heads=[head(each) for each in shown.heads],
        rows=[replace(row, cells=of.cells) for row, of in zip(shown.rows, plain.rows, strict=True)],
        units={head(column): unit for column, unit in shown.units.items()},
        ends={head(column): (head(low), head(high)) for column, (low, high) in shown.ends.items()},
    )


def _in_heads(words: Language, heads: Sequence[str]) -> dict[str, str]:
    """The units that heads of columns say at their end, as in the data: ``增速（%）``.

    One that the language shows on another scale is left to who gives the numbers.
    """
    named = words.section("unit").items()
    units = {said: unit for unit, said in named if words.shows_as_printed(unit)}
    found = {head: IN_BRACKETS.search(head) for head in heads}
    return {head: units[at[1]] for head, at in found.items() if at and at[1] in units}


def _ends(words: Language, columns: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The columns whose ends stand in two others, which are named after them or stand alone."""
    found = {}
    for column in columns:
        low, high = (words.text(f"bound.{end}", label=column) for end in ("lower", "upper"))
        if low in columns and high in columns:
            found[column] = (low, high)
    for heads in ("column", "rate_column"):
        low, high = (words.text(f"{heads}.{end}") for end in ("lower", "upper"))
        if low in columns and high in columns:
            found.setdefault(columns[0], (low, high))
    return found


def _shown(chapter: Chapter, name: str, text: str, value: float | None) -> str:
    """The name of a printed number if a cell shows it: its value, or words for it.

    A chart may draw a corrected value in its place, or one that was computed from a series.
    """
    figure = chapter.edition.find(name) if name and text else None
    return name if figure and value in (None, float(figure.value)) else ""


def numbers(data: pd.DataFrame) -> list[list[float | None]]:
    """The numbers of the data, row by row; None for what is none."""
    return [
        [float(cell) if isinstance(cell, Real) and isfinite(cell) else None for cell in cells]
        for _, *cells in data.itertuples(name=None)
    ]
