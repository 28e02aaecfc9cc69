"""The headline figures of the landing page and the statements of each section."""

from dataclasses import replace
from math import floor, log10

from finreport.charts import the_year
from finreport.editions import AMOUNT
from finreport.figures.charting import table
from finreport.figures.exhibits import Card, Cards, ExhibitTable, GridRow, Tile, Tiles
from finreport.narrative.chapter import Chapter, NotPrintedError, NotYetError
from finreport.narrative.discoveries import cells, discoveries
from finreport.narrative.verdicts import grounds, verdict_name

HEADLINES = (
    ("gdp.ytd", "gdp.ytd_yoy", "#fig-gdp"),
    ("all.loans.balance", "all.loans.yoy", "#fig-loans"),
    ("all.deposits.balance", "all.deposits.yoy", "#fig-deposits"),
    ("retail.ytd", "retail.ytd_yoy", "#fig-retail"),
    ("trade.ytd", "trade.ytd_yoy", "#fig-trade"),
    ("fai.ytd", "fai.ytd_yoy", "#fig-fai"),
    ("fiscal_revenue.ytd", "fiscal_revenue.ytd_yoy", "#fig-fiscal"),
)
"""The level, its growth, and the label of what tells more."""

STATED = "#fig-financing"
"""The label of what tells more of the levels that an edition states in its prose."""


SPARK = (100, 24)
"""Width and height of the box of the line in a tile."""

IN_AMOUNTS = {AMOUNT: 1, "trillion CNY": 10_000}
"""The units of levels of money, and how much of the unit of the tiles one of them is."""

DIGITS = 3
"""Digits that the amount on a tile has at least; one of more is whole."""


def found(chapter: Chapter) -> Cards:
    """The chart of the year, what the report does not say, and the cells not to be copied."""
    words = chapter.words
    cards = [
        Card(
            one.headline, one.text, one.firmness, words.text(f"firmness.{one.firmness}"),
            f"#{one.link}",
        )
        for one in discoveries(chapter)
    ]  # fmt: skip
    flagged = cells(chapter)
    cells_head = words.text("discovery.cells_head", count=len(flagged))
    found = Cards(cards, flagged, cells_head, "#checks-register")
    if opening := the_year.hero(chapter):
        return replace(
            found,
            chart=opening.chart,
            chart_label=words.text(f"firmness.{opening.firmness}"),
            chart_reason=words.text(f"half.reason.{opening.firmness}"),
            chart_link=f"#{opening.link}",
        )
    return found


def headlines(chapter: Chapter) -> Tiles:
    """The headline figures that the edition prints, with their growth, at the month shown."""
    words = chapter.words
    tabled = (each for each in HEADLINES if each[0] in chapter.edition.figures)
    stated = ((level, growth, STATED) for level, growth in chapter.about.given.headlines.items())
    return Tiles(
        [
            Tile(
                name=words.text(f"headline.{level}"),
                value=_in_short(chapter, level),
                growth=words.text("year_on_year", growth=chapter.phrase(growth)),
                when=chapter.over(level) if growth.endswith("ytd_yoy") else chapter.when(level),
                link=link,
                figure=chapter.figure(level),
                growth_figure=chapter.figure(growth),
                spark=_spark(chapter, growth),
                spark_ends=_spark_ends(chapter, growth),
            )
            for level, growth, link in (*tabled, *stated)
        ],
        words.text("tiles_note"),
    )


def _in_short(chapter: Chapter, level: str) -> str:
    """A level in the one unit of all tiles, that of the language, as :data:`DIGITS` says."""
    figure, words = chapter.edition.find(level), chapter.words
    if figure is None or figure.unit not in IN_AMOUNTS:
        return chapter.phrase(level)
    value = float(figure.value) * IN_AMOUNTS[figure.unit]
    moved = round(log10(float(words.shown(1, AMOUNT, 4))))  # the point, by the language
    whole = floor(log10(value)) + moved + 1
    decimals = max(0, DIGITS - whole) + moved
    told = words.quantity(value, AMOUNT, decimals)
    is_rough = figure.decimals < decimals + log10(IN_AMOUNTS[figure.unit])
    return words.text("about_short", value=told) if is_rough else told


def _by_month(chapter: Chapter, growth: str) -> dict[str, float]:
    """The growth of each month; empty for what has no months."""
    by_month = chapter.edition.figures.get(growth, {})
    rates = {month: float(figure.value) for month, figure in by_month.items() if figure}
    return rates if len(rates) > 1 else {}


def _spark_ends(chapter: Chapter, growth: str) -> list[str]:
    """The first and the last month of the line in a tile with their growth, in words."""
    words, rates = chapter.words, _by_month(chapter, growth)
    return [
        words.text("spark_end", month=words.short_month(month), rate=words.number(rates[month]))
        for month in list(rates)[:: max(len(rates) - 1, 1)]
    ]


def _spark(chapter: Chapter, growth: str) -> str:
    """The points of a line through the growth of each month; empty for what has no months."""
    rates = list(_by_month(chapter, growth).values())
    if not rates:
        return ""
    low, high = min(rates), max(rates)
    width, height = SPARK
    return " ".join(
        f"{width * at / (len(rates) - 1):.0f},{height * (high - rate) / ((high - low) or 1):.1f}"
        for at, rate in enumerate(rates)
    )


@table
def statements(chapter: Chapter) -> ExhibitTable:
    """The numbers that the section prints in its sentences, recomputed, with the verdicts."""
    words = chapter.words
    mine = chapter.own_statements()
    if not mine:
        kind = NotPrintedError if chapter.edition.is_complete else NotYetError
        raise kind(f"The edition has no number of {chapter.name} up to {chapter.edition.as_of}.")
    heads = [words.text(f"column.{name}") for name in ("subject", "printed", "computed", "verdict")]
    return ExhibitTable(
        heads,
        [
            GridRow(
                words.translated(f"subjects.{check.id}", check.subject),
                [
                    chapter.phrase(check.id),
                    grounds(chapter, check),
                    verdict_name(words, check.verdict),
                ],
                marks=["", "", check.verdict],
                figures=[check.id, "", ""],
            )
            for check in mine
        ],
    )
