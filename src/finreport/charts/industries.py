"""Charts of industry and services."""

from finreport.figures import chart_forms
from finreport.figures.charting import Drawing, chart
from finreport.narrative.chapter import Chapter


@chart
def industry(chapter: Chapter) -> Drawing:
    """Figure 5: real growth of industry above designated size since the start of the year."""
    return chart_forms.lines(chapter, chapter.economies(["industry"], "ytd_yoy"), "%")


@chart
def industry_kinds(chapter: Chapter) -> Drawing:
    """Growth of the branches of industry that the section names."""
    return chart_forms.stated(chapter, "industry_kinds", "%")


@chart
def farming(chapter: Chapter) -> Drawing:
    """Growth of farming's value added and of its products."""
    return chart_forms.stated(chapter, "farming", "%")


@chart
def services(chapter: Chapter) -> Drawing:
    """Growth of the services that the section names, beside all services."""
    return chart_forms.stated(chapter, "services", "%")
