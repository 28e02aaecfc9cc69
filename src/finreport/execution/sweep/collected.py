"""The results of a sweep: a table with a row a run, as Parquet and CSV, and a page of links."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from finreport.execution.files import replacing, write_whole
from finreport.execution.sweep.plan import Run
from finreport.execution.sweep.records import notebook_path
from finreport.execution.sweep.work import Outcome
from finreport.spreadsheets import for_spreadsheets

COLUMNS = [
    "chapter", "edition", "as_of", "language", "status", "seconds", "error_cell", "error"
]  # fmt: skip
"""The columns of the table before those of the named results."""

RESULT = "result."
"""What stands before the name of a result in the name of its column."""

_TEMPLATES = Environment(
    loader=PackageLoader("finreport.execution.sweep"), autoescape=True, undefined=StrictUndefined
)


def write_results(folder: Path, outcomes: Sequence[Outcome]) -> None:
    """Write ``runs.parquet``, ``runs.csv`` and ``index.html`` into ``folder``."""
    table = run_table(outcomes)
    write_whole(folder / "runs.csv", for_spreadsheets(table.to_csv(index=False)))
    _write_parquet(folder / "runs.parquet", table)
    write_whole(folder / "index.html", _index(outcomes).encode())


def run_table(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """A row a run: :data:`COLUMNS`, then a column for each named result, ``result.NAME``.

    The column of a result has floats if every run that has the result gives a number, and words
    otherwise. ``seconds`` is missing where the process of a run died.
    """
    table = pd.DataFrame([_row(outcome) for outcome in outcomes])
    return table.astype({name: _column_type(table[name]) for name in table})


def _row(outcome: Outcome) -> dict[str, object]:
    fields = vars(outcome.run) | vars(outcome)
    results = {f"{RESULT}{name}": value for name, value in outcome.results.items()}
    return {name: fields[name] for name in COLUMNS} | results


def _column_type(column: "pd.Series[Any]") -> str:
    is_number = column.dropna().map(lambda value: isinstance(value, float))
    return "float" if is_number.all() else "str"


def _write_parquet(path: Path, table: pd.DataFrame) -> None:
    # DuckDB, and not pyarrow: with that installed, pandas keeps all its text in another form
    # and starts a thread, in every chapter.
    import duckdb

    with replacing(path) as partial:
        duckdb.from_df(table).write_parquet(str(partial))


def _index(outcomes: Sequence[Outcome]) -> str:
    return _TEMPLATES.get_template("index.html").render(
        outcomes=outcomes,
        failed=[outcome for outcome in outcomes if outcome.status == "failed"],
        link=_link,
    )


def _link(run: Run) -> str:
    return quote(notebook_path(run).as_posix())
