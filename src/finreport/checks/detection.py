"""How well the checks find errors: what was measured on reports of invented provinces.

``data/detection`` holds the results; ``python -m tests.synthetic.detect`` makes them.
"""

from pathlib import Path

import pandas as pd

DETECTION = Path(__file__).resolve().parents[3] / "data" / "detection"


def read_detection() -> pd.DataFrame:
    """How many planted errors were found: a row a kind of error, the columns as in the data.

    ``planted`` is the sum of ``contradicted`` and ``refused`` (found), ``shown`` (by an
    approximate relation alone), ``missed``, and ``within_rounding`` and ``alone``, which nobody
    could find in print.
    """
    return pd.read_csv(DETECTION / "detection.csv", index_col="kind")


def read_clean_editions() -> pd.DataFrame:
    """What the checks say of invented reports without an error, a row an edition."""
    return pd.read_csv(DETECTION / "editions.csv", keep_default_na=False)
