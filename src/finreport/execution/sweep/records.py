"""The folder of a sweep: a line a run in ``runs.jsonl``, and the executed notebooks.

Each outcome is appended when it comes in, its notebook first, so a sweep that is killed has
lost nothing but the runs under way, and the work for a run does not grow with their number.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, BinaryIO

from finreport.execution.sweep.errors import SweepError
from finreport.execution.sweep.grid import Run
from finreport.execution.sweep.work import Outcome

RECORDS = "runs.jsonl"


def notebook_path(run: Run) -> Path:
    """Where the executed notebook of ``run`` is, in the folder of the sweep."""
    return Path("notebooks", run.edition, run.as_of, run.language, f"{run.chapter}.ipynb")


def read_outcomes(folder: Path) -> dict[Run, Outcome]:
    """The last outcome of every run on record in ``folder``, without its notebook.

    Raises :class:`SweepError` for a line that is no record.
    """
    path = folder / RECORDS
    if not path.is_file():
        return {}
    outcomes = {}
    for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], start=1):
        try:
            outcome = _from_record(json.loads(line))
        except (ValueError, TypeError, KeyError) as error:
            raise SweepError(
                f"{path}, line {number}: this is not the record of a run ({error}); "
                "remove the line, and the run will be repeated."
            ) from None
        outcomes[outcome.run] = outcome
    return outcomes


class Recorder:
    """Puts outcomes on record in a folder: first the executed notebook, then the line."""

    def __init__(self, folder: Path, file: BinaryIO) -> None:
        self.folder = folder
        self.file = file

    def add(self, outcome: Outcome) -> Outcome:
        """Put an outcome on record, and give it without its notebook, which is a file now.

        A failed run has none, and that of an earlier, better one is removed.
        """
        notebook = self.folder / notebook_path(outcome.run)
        if outcome.status == "finished":
            notebook.parent.mkdir(parents=True, exist_ok=True)
            replace_file(notebook, outcome.notebook)
        else:
            notebook.unlink(missing_ok=True)
        line = json.dumps(_as_record(outcome), ensure_ascii=False, allow_nan=False)
        self.file.write(line.encode() + b"\n")
        self.file.flush()
        return replace(outcome, notebook=b"")


@contextmanager
def open_recorder(folder: Path) -> Iterator[Recorder]:
    """A recorder that adds to what is on record in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / RECORDS).open("ab+") as file:
        _drop_partial_line(file)
        yield Recorder(folder, file)


def replace_file(path: Path, contents: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part."""
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(contents)
    partial.replace(path)


def _drop_partial_line(file: BinaryIO) -> None:
    """Remove what a sweep that was killed while writing has left behind the last line."""
    file.seek(0)
    file.truncate(file.read().rfind(b"\n") + 1)


def _as_record(outcome: Outcome) -> dict[str, Any]:
    fields = {name: value for name, value in asdict(outcome).items() if name != "notebook"}
    run: dict[str, Any] = fields.pop("run")
    return run | fields


def _from_record(record: dict[str, Any]) -> Outcome:
    run = Run(**{name: record.pop(name) for name in ("chapter", "edition", "as_of", "language")})
    return Outcome(run, **record)
