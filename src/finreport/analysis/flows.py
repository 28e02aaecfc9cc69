"""Single periods out of figures that are cumulated from the start of the year."""

import pandas as pd

from finreport.editions import Series


def single_periods(cumulative: Series) -> pd.DataFrame:
    """What came in each period: the difference of neighbouring cumulative figures of one year.

    The result has the index and unit of ``cumulative`` and the columns ``value``, ``lower``,
    ``upper`` and ``months``: how many months the period has. The first printed month of a year
    keeps its cumulative figure; where January was not printed it stands for January and February.
    A figure that is not a number leaves no number for its own and for the next period.
    """
    year = cumulative.index.str[:4]
    before = cumulative.groupby(year).shift(1, fill_value=0)
    ends = pd.Series(cumulative.index.str[5:].astype(int), index=cumulative.index)
    return pd.DataFrame(
        {
            "value": cumulative["value"] - before["value"],
            "lower": cumulative["lower"] - before["upper"],
            "upper": cumulative["upper"] - before["lower"],
            "months": ends - ends.groupby(year).shift(1, fill_value=0),
        }
    )
