"""Charts of investment, consumption and foreign trade."""

from finreport.editions import AMOUNT
from finreport.figures import chart_forms
from finreport.figures.charting import Drawing, chart
from finreport.figures.drawing import (
    end_labels,
    in_shown_unit,
    line,
    month_axis,
    panel_title,
    zero_line,
)
from finreport.figures.palette import BLUE, GREEN, VERMILION
from finreport.figures.style import canvas
from finreport.narrative.alt import tell_series
from finreport.narrative.chapter import Chapter


@chart
def fai(chapter: Chapter) -> Drawing:
    """Figure 2: growth of fixed-asset investment since the start of the year."""
    return chart_forms.lines(chapter, chapter.economies(["fai"], "ytd_yoy"), "%")


@chart
def real_estate(chapter: Chapter) -> Drawing:
    """Growth of real-estate development investment beside all fixed-asset investment."""
    return chart_forms.lines(chapter, chapter.economies(["fai", "real_estate"], "ytd_yoy"), "%")


@chart
def investment_kinds(chapter: Chapter) -> Drawing:
    """Growth of the kinds of investment that the section names, beside the total."""
    return chart_forms.stated(chapter, "investment_kinds", "%")


@chart
def consumption_kinds(chapter: Chapter) -> Drawing:
    """Growth of the kinds of consumption that the section names, beside the total."""
    return chart_forms.stated(chapter, "consumption_kinds", "%")


@chart
def retail(chapter: Chapter) -> Drawing:
    """Figure 3: retail sales since the start of the year, and their growth."""
    words = chapter.words
    return chart_forms.level_and_growth(
        chapter,
        (words.text("series.retail_ytd"), chapter.series("retail.ytd")),
        (words.text("series.retail_growth"), chapter.series("retail.ytd_yoy")),
        AMOUNT,
    )


@chart
def trade(chapter: Chapter) -> Drawing:
    """Figure 4: exports, imports and their balance since the start of the year, and growth."""
    words = chapter.words
    levels = chapter.economies(["exports", "imports", "trade_balance"], "ytd")
    growth = chapter.economies(["exports", "imports"], "ytd_yoy")
    figure, (top, bottom) = canvas(2, 4.6)
    panel_title(top, words.text("series.trade_ytd"))
    for (label, series), colour in zip(levels.items(), (BLUE, VERMILION, GREEN), strict=True):
        line(top, series, colour, label)
    top.set_ylim(bottom=0)
    in_shown_unit(top.yaxis, words, AMOUNT)
    panel_title(bottom, words.text("series.trade_growth"))
    renamed = {words.text("growth_of", label=label): series for label, series in growth.items()}
    for (label, series), colour in zip(renamed.items(), (BLUE, VERMILION), strict=True):
        line(bottom, series, colour, label)
    bottom.margins(y=0.12)
    zero_line(bottom)
    month_axis(bottom, chart_forms.months_of(levels), words)
    end_labels(top, levels, chart_forms.ORDER)
    end_labels(bottom, growth, chart_forms.ORDER)
    alt = words.sentences(tell_series(words, levels, AMOUNT), tell_series(words, renamed, "%"))
    drawn = levels | renamed
    return Drawing(
        figure,
        chart_forms.values_of(drawn),
        alt,
        figures=chart_forms.printed_in(drawn),
        units=dict.fromkeys(levels, AMOUNT) | dict.fromkeys(renamed, "%"),
    )


@chart
def demand_flows(chapter: Chapter) -> Drawing:
    """Retail sales and investment of single months, out of the cumulative figures."""
    cumulative = chapter.economies(["retail", "fai", "real_estate"], "ytd")
    return chart_forms.flows(chapter, cumulative, AMOUNT)


@chart
def trade_flows(chapter: Chapter) -> Drawing:
    """Exports and imports of single months, out of the cumulative figures."""
    cumulative = chapter.economies(["exports", "imports"], "ytd")
    return chart_forms.flows(chapter, cumulative, AMOUNT)
