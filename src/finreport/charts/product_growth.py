"""Charts of the region's product and its industries."""

import pandas as pd

from finreport.analysis.flows import one_basis
from finreport.editions import AMOUNT, INTERVAL
from finreport.editions.context import read_context
from finreport.figures import chart_forms
from finreport.figures.charting import Drawing, chart
from finreport.narrative.chapter import Chapter, NotPrintedError

INDUSTRIES = ("gdp_primary", "gdp_secondary", "gdp_tertiary")


@chart
def gdp(chapter: Chapter) -> Drawing:
    """Figure 1: the product since the start of the year, and its growth at constant prices."""
    return chart_forms.level_and_growth(
        chapter,
        (chapter.words.text("series.gdp_ytd"), chapter.series("gdp.ytd")),
        (chapter.words.text("series.gdp_growth"), chapter.series("gdp.ytd_yoy")),
        AMOUNT,
        bar_width=1.8,
    )


@chart
def industry_growth(chapter: Chapter) -> Drawing:
    """Growth of the three industries since the start of the year."""
    return chart_forms.lines(chapter, chapter.economies(INDUSTRIES, "ytd_yoy"), "%")


@chart
def single_quarters(chapter: Chapter) -> Drawing:
    """The three industries quarter by quarter, as far as they are on one basis."""
    cumulative = {
        label: one_basis(chapter.edition, indicator, series)
        for indicator, (label, series) in zip(
            INDUSTRIES, chapter.economies(INDUSTRIES, "ytd").items(), strict=True
        )
    }
    return chart_forms.flows(chapter, cumulative, AMOUNT)


@chart
def product_revisions(chapter: Chapter) -> Drawing:
    """Context: by how much the product of a year was revised after it was first published."""
    words = chapter.words
    chapter.need_whole_year()
    known = chapter.about.given.revisions
    if known is None:
        raise NotPrintedError("No revisions of the product of this place are at hand.")
    context = read_context(known.table)
    vintages = context[context["year"] >= known.first_year].pivot(
        index="year", columns="vintage", values="grp_100m_cny"
    )
    revised = vintages.pop(known.newest)
    revisions = (100 * vintages.rdiv(revised, axis=0) - 100).stack().dropna()
    names = [
        words.text("revision", year=year, vintage=words.text(f"vintage.{vintage}"))
        for year, vintage in revisions.index
    ]
    # Both vintages are printed to at least one decimal, so that rounding cannot be seen here.
    compared = pd.DataFrame(dict.fromkeys(INTERVAL, revisions.to_numpy()), index=names)
    return chart_forms.items(chapter, compared, words.text("column.revision"), "%", decimals=2)
