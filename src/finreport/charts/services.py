"""The chart of the credit of farm households."""

from finreport.figures import chart_forms
from finreport.figures.charting import Drawing, chart
from finreport.narrative.chapter import Chapter


@chart
def credit_households(chapter: Chapter) -> Drawing:
    """Households that are rated, creditworthy and borrow, from the most to the fewest."""
    return chart_forms.stated(chapter, "credit_households", "10 thousand items", decimals=0)
