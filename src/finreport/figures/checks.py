"""The page of checks: how much was checked, every relation by month, and what does not add up."""

from itertools import groupby

import pandas as pd
from matplotlib.axes import Axes

from finreport.checks.detection import read_clean_editions, read_detection
from finreport.checks.discrepancies import Discrepancy
from finreport.checks.identities import Identity
from finreport.checks.rules import load_rules
from finreport.editions import INTERVAL
from finreport.editions.names import Figure, FigureIndex
from finreport.figures import forms
from finreport.figures.alt import tell_chart, tell_items
from finreport.figures.chapter import Chapter
from finreport.figures.charting import Drawing, table, text_grid, tools
from finreport.figures.drawing import month_axis, places
from finreport.figures.exhibits import Chart, Gallery, Grid, Row
from finreport.figures.style import BLUE, GREY, PAPER, VERMILION, canvas, house_style
from finreport.figures.verdicts import family_name, verdict_name
from finreport.language import signed


@table
def coverage(chapter: Chapter) -> Grid:
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
    rows = [Row(str(head), [str(cell) for cell in cells]) for head, *cells in counts.itertuples()]
    return Grid(heads, rows)


@table
def statement_coverage(chapter: Chapter) -> Grid:
    """The numbers of the prose by how they are checked and with what verdict."""
    words = chapter.words
    counts = chapter.report.summary["statements"]
    verdicts = list(dict.fromkeys(verdict for found in counts.values() for verdict in found))
    heads = [words.text("column.how"), *(verdict_name(words, verdict) for verdict in verdicts)]
    rows = [
        Row(words.text(f"how.{how}"), [str(found.get(verdict, 0)) for verdict in verdicts])
        for how, found in counts.items()
    ]
    return Grid(heads, rows)


@table
def relations(chapter: Chapter) -> Grid:
    """Every relation at every month, with the sign of its verdict."""
    words = chapter.words
    months = [month for month in chapter.edition.months if month <= chapter.edition.as_of]
    titles = {
        rule.name: rule.title_zh if words.code == "zh" else rule.title_en for rule in load_rules()
    }
    found = chapter.report.identities
    # The rules of a family may be spread over files; each family is shown once.
    families = list(dict.fromkeys(each.family for each in found))
    by_family = sorted(found, key=lambda each: families.index(each.family))
    rows: list[Row] = []
    for family, identities in groupby(by_family, lambda each: each.family):
        anchor = f"checks-{family.replace('_', '-')}"
        rows.append(Row(family_name(words, family), anchor=anchor))
        for rule, checked in groupby(identities, lambda each: each.rule):
            rows.append(_relation(chapter, titles[rule], list(checked), months))
    heads = [words.text("column.relation"), *(words.short_month(month) for month in months)]
    return Grid(heads, rows)


def _relation(chapter: Chapter, title: str, identities: list[Identity], months: list[str]) -> Row:
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
    return Row(title, cells, marks=[verdicts.get(month, "") for month in months])


@table
def register(chapter: Chapter) -> Grid:
    """Each discrepancy: what was printed, what other numbers imply, how far apart, and why."""
    words = chapter.words
    heads = [
        words.text(f"column.{name}") for name in ("subject", "printed", "implied", "ratio", "class")
    ]
    return Grid(
        heads,
        [
            Row(
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
def detection(chapter: Chapter) -> Grid:
    """How many planted errors of each kind the checks find in reports of invented provinces."""
    words = chapter.words
    found = read_detection()
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
        Row(words.text(f"error.{kind}"), [str(cell) for cell in cells])
        for kind, *cells in shown.itertuples()
    ]
    return Grid(heads, rows)


def clean_editions() -> str:
    """On how many invented reports without an error the checks were tried."""
    return str(len(read_clean_editions()))


def false_alarms() -> str:
    """How many contradictions the checks reported in those."""
    return str(sum(len(alarms.split()) for alarms in read_clean_editions()["false_alarms"]))


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
    return Chart(
        name=f"fig-{found.id.replace('_', '-')}",
        number=number,
        title=title,
        unit=words.unit(found.figure.unit) if found.figure.unit else "",
        basis=f"{_told(chapter, found, 'evidence')} {_told(chapter, found, 'consequence')}",
        source=place,
        checks_head="",
        checks=(),
        figure=drawing.figure,
        grid=text_grid(words, drawing.data, drawing.decimals),
        alt=tell_chart(words, title, drawing.alt),
        summary=words.text("chart_data"),
        tools=tools(chapter, "fig-stories", number, title),
    )


def _told(chapter: Chapter, found: Discrepancy, part: str) -> str:
    return found.words[f"{part}_zh" if chapter.words.code == "zh" else part]


def _decimals(found: Discrepancy) -> int:
    return found.figure.decimals + 1


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
    series = _series_around(chapter, found.figure)
    if len(series) < 3:
        marked = {names[0]: VERMILION}
        return forms.items(
            chapter,
            compared,
            words.text("column.value"),
            found.figure.unit,
            marked=marked,
            decimals=_decimals(found),
        )
    figure, (axes,) = canvas()
    _draw_series(axes, series, found.figure.period, compared)
    month_axis(axes, list(series), words)
    data = compared.rename(columns=lambda bound: words.text(f"column.{bound}"))
    alt = tell_items(words, compared["value"], found.figure.unit, _decimals(found))
    return Drawing(figure, data, alt, _decimals(found))


def _series_around(chapter: Chapter, figure: Figure) -> dict[str, float]:
    """The months of the same series, if it is a monthly one."""
    index = FigureIndex(chapter.edition)
    if "-" not in figure.period or "." not in figure.name:
        return {}
    months = [month for month in chapter.edition.months if month <= chapter.edition.as_of]
    found = {month: index.find(figure.name, month) for month in months}
    return {month: float(each.value) for month, each in found.items() if each}


def _draw_series(axes: Axes, series: dict[str, float], month: str, compared: pd.DataFrame) -> None:
    [at] = places([month])
    axes.plot(places(list(series)), list(series.values()), color=GREY, marker="o", linewidth=1.2)
    (printed, *_), (implied, low, high) = compared.to_numpy()
    axes.vlines(at, min(low, implied), max(high, implied), color=BLUE, linewidth=3, alpha=0.5)
    axes.plot([at], [implied], "D", color=BLUE, markerfacecolor=PAPER, markersize=7)
    axes.plot([at], [printed], "o", color=VERMILION, markersize=7)
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
