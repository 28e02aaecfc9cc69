"""The headline figures of the landing page and the statements of each section."""

from finreport.figures.charting import table
from finreport.figures.exhibits import ExhibitTable, GridRow, Tile, Tiles
from finreport.narrative.chapter import Chapter, NotPrintedError, NotYetError
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


def headlines(chapter: Chapter) -> Tiles:
    """The headline figures with their growth, at the month that is shown."""
    words = chapter.words
    stated = ((level, growth, STATED) for level, growth in chapter.about.given.headlines.items())
    return Tiles(
        [
            Tile(
                name=words.text(f"headline.{level}"),
                value=chapter.phrase(level),
                growth=words.text("year_on_year", growth=chapter.phrase(growth)),
                when=chapter.when(level),
                link=link,
                figure=chapter.figure(level),
                growth_figure=chapter.figure(growth),
            )
            for level, growth, link in (*HEADLINES, *stated)
        ]
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
