"""The page of checks: how much was checked, every relation by month, and what does not add up."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from msgspec.structs import asdict

from finreport.checks.detection import read_detection
from finreport.checks.discrepancies import Discrepancy
from finreport.checks.identities import Identity
from finreport.checks.rules import Rule, load_rules
from finreport.editions import INTERVAL
from finreport.editions.figures import Figure as Printed
from finreport.figures.charting import Drawing, table, text_grid, tools
from finreport.figures.drawing import dots, level_bars, month_axis, places
from finreport.figures.exhibits import Chart, ExhibitTable, Gallery, GridRow
from finreport.figures.marks import DataCell, down, find_spots
from finreport.figures.palette import BLUE, GREY, INK, PAPER, VERMILION
from finreport.figures.style import canvas, house_style
from finreport.narrative.alt import tell_chart, tell_texts
from finreport.narrative.chapter import Chapter
from finreport.narrative.verdicts import family_name, verdict_name
from finreport.words import MINUS, Language, rounded, signed

NEGATIVE = re.compile(r"(?<![A-Za-z0-9.-])-(?=\d)")
"""The hyphen in front of a number that stands for a minus."""

VISIBLE = 0.02
"""The least part of an axis that two marks may be apart for a reader to see it."""


@table
def coverage(chapter: Chapter) -> ExhibitTable:
    """How many printed numbers there are in each table, and how they are checked."""
    words = chapter.words
    counts = pd.DataFrame(
        [
            {
                "resource": words.text(f"resource.{resource}"),
                "numbers": counted.printed,
                "arithmetic": counted.arithmetic,
                "repetition": counted.repetition,
                "unchecked": counted.printed - counted.arithmetic - counted.repetition,
            }
            for resource, counted in chapter.report.coverage.items()
        ]
    ).set_index("resource")
    counts.loc[words.text("institution.total")] = counts.sum()
    heads = [words.text(f"column.{name}") for name in ("resource", *counts.columns)]
    rows = [
        GridRow(str(head), [str(cell) for cell in cells]) for head, *cells in counts.itertuples()
    ]
    return ExhibitTable(heads, rows)


@table
def statement_coverage(chapter: Chapter) -> ExhibitTable:
    """The numbers of the prose by how they are checked and with what verdict."""
    words = chapter.words
    counts = chapter.report.summary["statements"]
    verdicts = list(dict.fromkeys(verdict for found in counts.values() for verdict in found))
    heads = [words.text("column.how"), *(verdict_name(words, verdict) for verdict in verdicts)]
    rows = [
        GridRow(words.text(f"how.{how}"), [str(found.get(verdict, 0)) for verdict in verdicts])
        for how, found in counts.items()
    ]
    return ExhibitTable(heads, rows)


@table
def relations(chapter: Chapter) -> ExhibitTable:
    """Every relation at every month, with the sign of its verdict."""
    words = chapter.words
    months = [month for month in chapter.edition.months if month <= chapter.edition.as_of]
    titles = {rule.name: rule_title(words, rule) for rule in load_rules()}
    found = chapter.report.identities
    # The rules of a family may be spread over files; each family is shown once.
    families = list(dict.fromkeys(each.family for each in found))
    by_family = sorted(found, key=lambda each: families.index(each.family))
    rows: list[GridRow] = []
    for family, identities in groupby(by_family, lambda each: each.family):
        anchor = f"checks-{family.replace('_', '-')}"
        rows.append(GridRow(family_name(words, family), anchor=anchor))
        for rule, checked in groupby(identities, lambda each: each.rule):
            rows.append(_relation(chapter, titles[rule], list(checked), months))
    heads = [words.text("column.relation"), *(words.short_month(month) for month in months)]
    return ExhibitTable(heads, rows)


def rule_title(words: Language, rule: Rule) -> str:
    """What a rule says, with the names of its series."""
    form = words.text(f"relation.{rule.id}.title")
    named = {key: value for key, value in rule.case.items() if f"{{{key}}}" in form}
    title = form.format_map(
        {key: words.text(f"relation_label.{value}") for key, value in named.items()}
    )
    return title[:1].upper() + title[1:]


def _relation(
    chapter: Chapter, title: str, identities: list[Identity], months: list[str]
) -> GridRow:
    # What cannot be read at any month stands at the last one; it stays blank like the others.
    verdicts = {
        identity.period: identity.verdict
        for identity in identities
        if identity.verdict != "not_checkable"
    }
    cells = [
        chapter.words.text(f"sign.{verdicts[month]}") if month in verdicts else ""
        for month in months
    ]
    return GridRow(title, cells, marks=[verdicts.get(month, "") for month in months])


@table
def register(chapter: Chapter) -> ExhibitTable:
    """Each discrepancy: what was printed, what other numbers imply, how far apart, and why."""
    words = chapter.words
    heads = [
        words.text(f"column.{name}") for name in ("subject", "printed", "implied", "ratio", "class")
    ]
    return ExhibitTable(
        heads,
        [
            GridRow(
                _told(chapter, each, "title"),
                [
                    signed(each.figure.printed),
                    words.text(
                        "between",
                        low=words.number(float(each.implied.lower), _decimals(each)),
                        high=words.number(float(each.implied.upper), _decimals(each)),
                    ),
                    words.text("multiple", value=words.number(float(each.ratio))),
                    words.text(f"class.{each.kind}"),
                ],
            )
            for each in chapter.report.discrepancies
        ],
    )


@table
def detection(chapter: Chapter) -> ExhibitTable:
    """How many planted errors of each kind the checks find in reports of invented provinces."""
    words = chapter.words
    found = pd.DataFrame([asdict(each) for each in read_detection()]).set_index("kind")
    shown = pd.DataFrame(
        {
            "planted": found["planted"],
            "findable": found["planted"] - found["within_rounding"] - found["alone"],
            "found": found["contradicted"] + found["refused"],
            "shown": found["shown"],
            "missed": found["missed"],
        }
    )
    shown.loc["total"] = shown.sum()
    heads = [words.text("column.error"), *(words.text(f"column.{name}") for name in shown)]
    rows = [
        GridRow(words.text(f"error.{kind}"), [str(cell) for cell in cells])
        for kind, *cells in shown.itertuples()
    ]
    return ExhibitTable(heads, rows)


def stories(chapter: Chapter) -> Gallery:
    """Each discrepancy as a picture of what was printed and what is implied, with its story."""
    return Gallery([_story(chapter, each) for each in chapter.report.discrepancies])


def _story(chapter: Chapter, found: Discrepancy) -> Chart:
    words = chapter.words
    with house_style(words.code):
        drawing = _draw_story(chapter, found)
    title = _told(chapter, found, "title")
    place = words.text("place", file=f"{found.figure.resource}.csv", row=found.figure.row)
    number = words.text(f"class.{found.kind}")
    name = f"fig-story-{found.id.replace('_', '-')}"
    return Chart(
        name=name,
        number=number,
        title=title,
        unit=words.unit(found.figure.unit) if found.figure.unit else "",
        basis=words.sentences(
            _told(chapter, found, "evidence"), _told(chapter, found, "consequence")
        ),
        source=place,
        checks_head="",
        checks=(),
        figure=drawing.figure,
        grid=_compared_grid(words, found, drawing.data),
        spots=find_spots(drawing.figure, drawing.data),
        alt=tell_chart(words, title, drawing.alt),
        summary=words.text("chart_data"),
        tools=tools(chapter, name, number, title),
        has_own_anchor=True,
    )


def _told(chapter: Chapter, found: Discrepancy, part: str) -> str:
    told = found.words[f"{part}_zh" if chapter.words.code == "zh" else part]
    return NEGATIVE.sub(MINUS, told)


def _decimals(found: Discrepancy) -> int:
    """The digits of bounds: they lie half a digit beside what is printed."""
    return found.figure.decimals + 1


def _value_decimals(found: Discrepancy) -> tuple[int, int]:
    """The digits of the printed and of the implied value.

    The printed one has those that were printed, the implied one as many, or one more where the
    two would look alike.
    """
    printed = found.figure.decimals
    values = (float(found.figure.value), float(found.implied.value))
    look_alike = len({rounded(value, printed) for value in values}) == 1
    return printed, printed + (look_alike and values[0] != values[1])


def _compared_grid(words: Language, found: Discrepancy, data: pd.DataFrame) -> ExhibitTable:
    """The printed and the implied value as text, each with its own digits."""
    grid = text_grid(words, data, _decimals(found))
    rows = [
        replace(row, cells=[words.number(float(value), decimals), *row.cells[1:]])
        for row, value, decimals in zip(
            grid.rows, data.iloc[:, 0], _value_decimals(found), strict=True
        )
    ]
    return replace(grid, rows=rows)


def _draw_story(chapter: Chapter, found: Discrepancy) -> Drawing:
    words = chapter.words
    names = [words.text("printed"), words.text("implied")]
    printed, implied = found.figure.interval, found.implied
    compared = pd.DataFrame(
        [
            [float(found.figure.value), float(printed.lower), float(printed.upper)],
            [float(implied.value), float(implied.lower), float(implied.upper)],
        ],
        index=pd.Index(names, name=words.text("column.item")),
        columns=INTERVAL,
    )
    decimals = dict(zip(names, _value_decimals(found), strict=True))
    series = _series_around(chapter, found.figure)
    drawn = [*compared["value"], *(series.values() if len(series) >= 3 else [0.0])]
    data = compared.rename(columns=lambda bound: words.text(f"column.{bound}"))
    cells = down(data.columns[0], names)
    if abs(drawn[0] - drawn[1]) < VISIBLE * (max(drawn) - min(drawn)):
        figure = _draw_close(compared, decimals, cells)
    elif len(series) >= 3:
        figure, (axes,) = canvas()
        _draw_series(axes, series, found.figure.period, compared, cells)
        month_axis(axes, list(series), words)
    else:
        figure, (axes,) = canvas(height=0.4 + 0.33 * len(compared))
        level_bars(axes, compared, (VERMILION, BLUE), data.columns[0], list(decimals.values()))
    told = {
        name: words.quantity(compared["value"][name], found.figure.unit, digits)
        for name, digits in decimals.items()
    }
    return Drawing(figure, data, tell_texts(words, told), _decimals(found))


def _draw_close(
    compared: pd.DataFrame, decimals: Mapping[str, int], cells: Sequence[DataCell]
) -> Figure:
    """Two values so close that no axis from zero shows it: dots with their ranges, enlarged."""
    figure, (axes,) = canvas(height=1.7)
    at = range(len(compared) - 1, -1, -1)
    for place, (name, row), colour, cell in zip(
        at, compared.iterrows(), (VERMILION, BLUE), cells, strict=True
    ):
        axes.hlines(place, row["lower"], row["upper"], color=colour, linewidth=5, alpha=0.35)
        dots(axes, [row["value"]], [place], [cell], color=colour, markersize=7)
        axes.annotate(
            rounded(row["value"], decimals[str(name)]),
            (row["value"], place),
            xytext=(0, 7),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=11,
        )
    axes.set_yticks(at, [str(name) for name in compared.index], color=INK)
    axes.set_ylim(-0.5, len(compared) - 0.3)
    axes.margins(x=0.12)
    axes.xaxis.set_major_locator(MaxNLocator(3))
    axes.ticklabel_format(axis="x", useOffset=False)
    axes.grid(False, axis="y")
    axes.grid(axis="x")
    return figure


def _series_around(chapter: Chapter, figure: Printed) -> dict[str, float]:
    """The months of the same series, if it is a monthly one."""
    if "-" not in figure.period or "." not in figure.name:
        return {}
    months = [month for month in chapter.edition.months if month <= chapter.edition.as_of]
    found = {month: chapter.edition.find(figure.name, month) for month in months}
    return {month: float(each.value) for month, each in found.items() if each}


def _draw_series(
    axes: Axes,
    series: dict[str, float],
    month: str,
    compared: pd.DataFrame,
    cells: Sequence[DataCell],
) -> None:
    [at] = places([month])
    axes.plot(places(list(series)), list(series.values()), color=GREY, marker="o", linewidth=1.2)
    (printed, *_), (implied, low, high) = compared.to_numpy()
    axes.vlines(at, min(low, implied), max(high, implied), color=BLUE, linewidth=3, alpha=0.5)
    dots(axes, [at], [implied], cells[1:], "D", color=BLUE, markerfacecolor=PAPER, markersize=7)
    dots(axes, [at], [printed], cells[:1], color=VERMILION, markersize=7)
    axes.margins(y=0.14)
    # Apart even where the two values are as good as one.
    up = 1 if printed >= implied else -1
    for value, name, colour, way in zip(
        (printed, implied), compared.index, (VERMILION, BLUE), (up, -up), strict=True
    ):
        axes.annotate(
            str(name),
            (at, value),
            xytext=(8, 8 * way),
            textcoords="offset points",
            color=colour,
            va="center",
        )
