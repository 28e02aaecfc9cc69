"""Single periods out of figures that are cumulated from the start of the year."""

import pandas as pd

from finreport.editions import Series


def single_periods(cumulative: Series) -> pd.DataFrame:
    """What came in each period: the difference of neighbouring cumulative figures of one year.

    The result has the index and unit of ``cumulative`` and the columns ``value``, ``lower``,
    ``upper`` and ``months``: how many months the period has. The first printed month keeps its
    cumulative figure; where January was not printed it stands for January and February.
    """
    before = cumulative.shift(1)
    ends = pd.Series(cumulative.index.str[5:].astype(int), index=cumulative.index)
    return pd.DataFrame(
        {
            "value": cumulative["value"] - before["value"].fillna(0),
            "lower": cumulative["lower"] - before["upper"].fillna(0),
            "upper": cumulative["upper"] - before["lower"].fillna(0),
            "months": ends - ends.shift(1, fill_value=0),
        }
    )
