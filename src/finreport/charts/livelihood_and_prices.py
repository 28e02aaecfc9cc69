"""Charts of public finance, prices and incomes."""

from finreport.editions import AMOUNT
from finreport.figures import chart_forms
from finreport.figures.charting import Drawing, chart
from finreport.narrative.chapter import Chapter

FISCAL = ("fiscal_revenue", "fiscal_expenditure")


@chart
def fiscal(chapter: Chapter) -> Drawing:
    """Growth of public revenue and expenditure since the start of the year."""
    return chart_forms.lines(chapter, chapter.economies(FISCAL, "ytd_yoy"), "%")


@chart
def fiscal_flows(chapter: Chapter) -> Drawing:
    """Public revenue and expenditure of single months, out of the cumulative figures."""
    return chart_forms.flows(chapter, chapter.economies(FISCAL, "ytd"), AMOUNT)


@chart
def prices(chapter: Chapter) -> Drawing:
    """Changes of consumer prices by category, beside the total."""
    return chart_forms.stated(chapter, "prices", "%")


@chart
def incomes(chapter: Chapter) -> Drawing:
    """Growth of disposable income in towns and villages, beside the total."""
    return chart_forms.stated(chapter, "incomes", "%")
