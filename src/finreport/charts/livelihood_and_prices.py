"""Charts of public finance, prices and incomes."""

from finreport.figures import forms
from finreport.figures.charting import Drawing, chart
from finreport.narrative.chapter import Chapter

PRICES = (
    "cpi_other_growth",
    "cpi_clothing_growth",
    "cpi_household_goods_growth",
    "cpi_health_growth",
    "cpi_housing_growth",
    "cpi_education_growth",
    "cpi_growth",
    "cpi_food_decline",
    "cpi_transport_decline",
)

INCOMES = ("income_rural_growth", "income_per_capita_growth", "income_urban_growth")

FISCAL = ("fiscal_revenue", "fiscal_expenditure")


@chart
def fiscal(chapter: Chapter) -> Drawing:
    """Growth of public revenue and expenditure since the start of the year."""
    return forms.lines(chapter, chapter.economies(FISCAL, "ytd_yoy"), "%")


@chart
def fiscal_flows(chapter: Chapter) -> Drawing:
    """Public revenue and expenditure of single months, out of the cumulative figures."""
    return forms.flows(chapter, chapter.economies(FISCAL, "ytd"), "100 million CNY")


@chart
def prices(chapter: Chapter) -> Drawing:
    """Changes of consumer prices by category, beside the total."""
    return forms.stated(chapter, PRICES, "%", marked=["cpi_growth"])


@chart
def incomes(chapter: Chapter) -> Drawing:
    """Growth of disposable income in towns and villages, beside the total."""
    return forms.stated(chapter, INCOMES, "%", marked=["income_per_capita_growth"])
