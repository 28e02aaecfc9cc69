"""The chart of loans to the fields that finance is to serve first."""

from finreport.figures import chart_forms
from finreport.figures.charting import Drawing, chart
from finreport.narrative.chapter import Chapter


@chart
def priority_loans(chapter: Chapter) -> Drawing:
    """Growth of loans by field at the end of the year, beside all loans."""
    return chart_forms.stated(chapter, "priority_loans", "%")
