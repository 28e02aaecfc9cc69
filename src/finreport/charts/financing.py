"""The chart of aggregate financing to the real economy."""

import pandas as pd

from finreport.editions import AMOUNT, INTERVAL
from finreport.figures import chart_forms
from finreport.figures.charting import Drawing, chart
from finreport.figures.palette import GREY
from finreport.narrative.chapter import Chapter, NotPrintedError

COMPONENTS = ("rmb_loans", "government_bonds", "off_balance_sheet", "corporate_bonds")


@chart
def financing(chapter: Chapter) -> Drawing:
    """Figure 9: the flow of aggregate financing by component, and what no component names."""
    words = chapter.words
    printed = chapter.whole_year("financing").set_index("component")[INTERVAL]
    named_parts = [name for name in COMPONENTS if name in printed.index]
    if "total" not in printed.index or not named_parts:
        raise NotPrintedError("The flow of aggregate financing is not printed with its parts.")
    parts, total = printed.loc[named_parts], printed.loc["total"]
    # The total and the parts were rounded apart, so the remainder has the width of all of them.
    rest = pd.Series(
        {
            "value": total["value"] - parts["value"].sum(),
            "lower": total["lower"] - parts["upper"].sum(),
            "upper": total["upper"] - parts["lower"].sum(),
        },
        name="remainder",
    )
    drawn = pd.concat([parts, rest.to_frame().T])
    drawn["figure"] = [*(f"financing.{name}" for name in named_parts), ""]
    named = drawn.rename(index=lambda name: words.text(f"component.{name}"))
    drawing = chart_forms.items(
        chapter,
        named,
        words.text("column.flow"),
        AMOUNT,
        marked={words.text("component.remainder"): GREY},
        decimals=0,
    )
    share = f"{words.text('column.share')}"
    data = drawing.data.assign(**{share: 100 * named["value"] / total["value"]})
    flow = words.text("column.flow")
    return drawing._replace(
        data=data, decimals={flow: 0, share: 1}, units={flow: AMOUNT, share: "%"}
    )
