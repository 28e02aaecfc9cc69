"""Facts from outside the report, kept apart from it: ``data/context``."""

import csv
from pathlib import Path

import pandas as pd

from finreport.editions.folder import data_folder
from finreport.errors import EditionError


def read_context(name: str) -> pd.DataFrame:
    """A table of context, numbers as floats; :class:`EditionError` if it is not there.

    ``lpr_quotes`` has the columns ``date``, ``lpr_1y`` and ``lpr_5y`` (percent a year);
    ``grp_vintages`` has ``year``, ``vintage`` and ``grp_100m_cny`` (100 million CNY, current
    prices). Context is drawn beside the report's series and labelled; it is never joined to one.
    """
    return pd.read_csv(_path(name))


def context_rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of context, every cell as it stands there; raises as above.

    ``outcomes_...`` tell what later texts say of a year: ``indicator``, ``place``, ``measure``,
    the number as ``printed``, its ``unit`` and ``source``.
    """
    with _path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _path(name: str) -> Path:
    folder = data_folder() / "context"
    path = folder / f"{name}.csv"
    if not path.is_file():
        available = ", ".join(sorted(other.stem for other in folder.glob("*.csv")))
        raise EditionError(
            f"There is no context table {path.name} in {folder.parent.name}/context/; "
            f"available: {available or 'none'}."
        )
    return path
