"""The chart of securities and insurance business."""

from finreport.figures import chart_forms
from finreport.figures.charting import Drawing, chart
from finreport.narrative.chapter import Chapter


@chart
def market_growth(chapter: Chapter) -> Drawing:
    """Growth of turnover, accounts, premiums and claims, side by side."""
    return chart_forms.stated(chapter, "market_growth", "%")
