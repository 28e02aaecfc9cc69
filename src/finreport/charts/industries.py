"""Charts of industry and services."""

from finreport.figures import forms
from finreport.figures.charting import Drawing, chart
from finreport.narrative.chapter import Chapter

INDUSTRY = (
    "aerospace_growth",
    "new_energy_equipment_growth",
    "computer_manufacturing_growth",
    "medical_instruments_growth",
    "new_energy_vehicle_industry_growth",
    "consumer_goods_industry_growth",
    "utilities_growth",
    "manufacturing_decline",
)

FARMING = (
    "meat_output_growth",
    "medicinal_herb_output_growth",
    "live_pigs_growth",
    "egg_output_growth",
    "vegetable_output_growth",
    "farming_value_added_growth",
    "fruit_output_growth",
)

SERVICES = (
    "information_services_growth",
    "finance_growth",
    "leasing_business_services_growth",
    "accommodation_catering_growth",
    "services_growth",
)


@chart
def industry(chapter: Chapter) -> Drawing:
    """Figure 5: real growth of industry above designated size since the start of the year."""
    return forms.lines(chapter, chapter.economies(["industry"], "ytd_yoy"), "%")


@chart
def industry_kinds(chapter: Chapter) -> Drawing:
    """Growth of the branches of industry that the section names."""
    return forms.stated(chapter, INDUSTRY, "%")


@chart
def farming(chapter: Chapter) -> Drawing:
    """Growth of farming's value added and of its products."""
    return forms.stated(chapter, FARMING, "%", marked=["farming_value_added_growth"])


@chart
def services(chapter: Chapter) -> Drawing:
    """Growth of the services that the section names, beside all services."""
    return forms.stated(chapter, SERVICES, "%", marked=["services_growth"])
