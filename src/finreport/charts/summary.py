"""The headline figures of the landing page and the statements of each section."""

from finreport.figures.chapter import Chapter, NotYetError
from finreport.figures.charting import table
from finreport.figures.exhibits import Grid, Row, Tile, Tiles
from finreport.figures.verdicts import recomputed, verdict_name

HEADLINES = (
    ("gdp.ytd", "gdp.ytd_yoy", "10_growth.html#fig-gdp"),
    ("all.loans.balance", "all.loans.yoy", "20_banking.html#fig-loans"),
    ("all.deposits.balance", "all.deposits.yoy", "20_banking.html#fig-deposits"),
    ("retail.ytd", "retail.ytd_yoy", "11_demand_and_trade.html#fig-retail"),
    ("trade.ytd", "trade.ytd_yoy", "11_demand_and_trade.html#fig-trade"),
    ("fai.ytd", "fai.ytd_yoy", "11_demand_and_trade.html#fig-fai"),
    ("fiscal_revenue.ytd", "fiscal_revenue.ytd_yoy", "13_livelihood_and_prices.html#fig-fiscal"),
    ("afre_stock", "afre_stock_growth", "23_financing.html#fig-financing"),
)
"""The level, its growth, and the page that tells more."""


def headlines(chapter: Chapter) -> Tiles:
    """The headline figures with their growth, at the month that is shown."""
    words = chapter.words
    return Tiles(
        [
            Tile(
                name=words.text(f"headline.{level}"),
                value=chapter.phrase(level),
                growth=words.text("year_on_year", growth=chapter.phrase(growth)),
                when=chapter.when(level),
                link=link,
            )
            for level, growth, link in HEADLINES
        ]
    )


@table
def statements(chapter: Chapter) -> Grid:
    """The numbers that the section prints in its sentences, recomputed, with the verdicts."""
    words = chapter.words
    mine = chapter.own_statements()
    if not mine:
        raise NotYetError(f"No number of {chapter.name} is printed yet.")
    heads = [words.text(f"column.{name}") for name in ("subject", "printed", "computed", "verdict")]
    return Grid(
        heads,
        [
            Row(
                words.translated(f"subjects.{check.id}", check.subject),
                [
                    chapter.phrase(check.id),
                    recomputed(words, check),
                    verdict_name(words, check.verdict),
                ],
                marks=["", "", check.verdict],
            )
            for check in mine
        ],
    )
