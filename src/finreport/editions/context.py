"""Facts from outside the report, kept apart from it: ``data/context``."""

import pandas as pd

from finreport.editions.folder import data_folder
from finreport.errors import EditionError


def read_context(name: str) -> pd.DataFrame:
    """A table of context, numbers as floats; :class:`EditionError` if it is not there.

    ``lpr_quotes`` has the columns ``date``, ``lpr_1y`` and ``lpr_5y`` (percent a year);
    ``grp_vintages`` has ``year``, ``vintage`` and ``grp_100m_cny`` (100 million CNY, current
    prices). Context is drawn beside the report's series and labelled; it is never joined to one.
    """
    folder = data_folder() / "context"
    path = folder / f"{name}.csv"
    if not path.is_file():
        available = ", ".join(sorted(other.stem for other in folder.glob("*.csv")))
        raise EditionError(
            f"There is no context table {path.name} in {folder.parent.name}/context/; "
            f"available: {available or 'none'}."
        )
    return pd.read_csv(path)
