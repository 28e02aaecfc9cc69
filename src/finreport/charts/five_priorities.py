"""The chart of loans to the fields that finance is to serve first."""

from finreport.figures import forms
from finreport.figures.charting import Drawing, chart
from finreport.narrative.chapter import Chapter

LOANS = (
    "loans_elderly_care_growth",
    "loans_self_employed_growth",
    "priorities_loans_green_growth",
    "priorities_loans_inclusive_growth",
    "loans_manufacturing_growth",
    "loans_private_growth",
    "priorities_loans_agriculture_growth",
    "loans_all_growth",
)


@chart
def priority_loans(chapter: Chapter) -> Drawing:
    """Growth of loans by field at the end of the year, beside all loans."""
    return forms.stated(chapter, LOANS, "%", marked=["loans_all_growth"])
