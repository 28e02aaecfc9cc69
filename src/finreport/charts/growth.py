"""Charts of the region's product and its industries."""

import pandas as pd

from finreport.analysis.flows import single_periods
from finreport.editions import INTERVAL
from finreport.editions.context import read_context
from finreport.figures import forms
from finreport.figures.chapter import Chapter, NotPrintedError
from finreport.figures.charting import Drawing, chart

INDUSTRIES = ("gdp_primary", "gdp_secondary", "gdp_tertiary")


@chart
def gdp(chapter: Chapter) -> Drawing:
    """Figure 1: the product since the start of the year, and its growth at constant prices."""
    return forms.level_and_growth(
        chapter,
        (chapter.words.text("series.gdp_ytd"), chapter.economy("gdp", "ytd")),
        (chapter.words.text("series.gdp_growth"), chapter.economy("gdp", "ytd_yoy")),
        "100 million CNY",
        bar_width=1.8,
    )


@chart
def industry_growth(chapter: Chapter) -> Drawing:
    """Growth of the three industries since the start of the year."""
    return forms.lines(chapter, chapter.economies(INDUSTRIES, "ytd_yoy"), "%")


@chart
def single_quarters(chapter: Chapter) -> Drawing:
    """The three industries quarter by quarter, as far as they are on one basis."""
    cumulative = {}
    for indicator in INDUSTRIES:
        series = chapter.economy(indicator, "ytd")
        last = chapter.about.one_basis.get(indicator, chapter.edition.as_of)
        cumulative[chapter.words.text(f"economy.{indicator}")] = series[series.index <= last]
    return forms.flows(chapter, cumulative, "100 million CNY")


def tertiary_jump(chapter: Chapter) -> str:
    """What the year less three quarters would give the tertiary industry, in words.

    As a multiple of the mean of the three quarters: the sign that the year may be on another
    basis.
    """
    if not chapter.edition.is_complete:
        return chapter.words.text("not_yet.phrase")
    quarters = single_periods(chapter.economy("gdp_tertiary", "ytd"))["value"]
    return chapter.words.text(
        "multiple", value=chapter.words.number(quarters.iloc[-1] / quarters.iloc[:-1].mean())
    )


@chart
def product_revisions(chapter: Chapter) -> Drawing:
    """Context: by how much the product of a year was revised after it was first published."""
    words = chapter.words
    chapter.need_whole_year()
    known = chapter.about.revisions
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
    return forms.items(chapter, compared, words.text("column.revision"), "%", decimals=2)
