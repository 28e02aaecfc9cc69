"""An edition's figures as tables of pandas, for who computes with whole columns."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from finreport.editions.figures import INTERVAL, Figures
from finreport.editions.package import Records
from finreport.editions.schemas import NUMBERS, SCHEMAS
from finreport.numbers import Printed


class Tables(Mapping[str, pd.DataFrame]):
    """What :attr:`finreport.editions.Edition.tables` describes, each made when it is asked for."""

    def __init__(self, records: Mapping[str, Records], figures: Figures) -> None:
        self._records = records
        self._made: dict[str, pd.DataFrame] = {}
        self._numbers = {
            (figure.resource, figure.row, figure.column): figure.number
            for by_month in figures.values()
            for figure in by_month.values()
            if figure
        }

    def __getitem__(self, resource: str) -> pd.DataFrame:
        if resource not in self._made:
            self._made[resource] = _table(resource, self._records[resource], self._numbers)
        return self._made[resource]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


def _table(
    resource: str, records: Records, numbers: Mapping[tuple[str, int, str], Printed]
) -> pd.DataFrame:
    columns = [field["name"] for field in SCHEMAS[resource]["fields"]]
    index = pd.Index(records, dtype="int64", name="row")
    cells = [list(row.values()) for row in records.values()]
    table = pd.DataFrame(cells, index, columns, dtype="str")
    measures = NUMBERS[resource]
    if not measures:
        return table
    if len(measures) > 1:
        others = [column for column in columns if column not in measures]
        table = table.melt(others, measures, "measure", "printed", ignore_index=False)
        headings = table["measure"].to_list()
    else:
        table = table.rename(columns={measures[0]: "printed"})
        headings = measures * len(table)
    ends = [
        _ends(numbers.get((resource, row, column)))
        for row, column in zip(table.index, headings, strict=True)
    ]
    table[INTERVAL] = np.array(ends, dtype=float).reshape(-1, len(INTERVAL))
    return table


def _ends(number: Printed | None) -> Sequence[float]:
    """A number as its :data:`INTERVAL`; not a number for a dash."""
    if number is None:
        return [float("nan")] * len(INTERVAL)
    return [float(number.value), float(number.lower), float(number.upper)]
