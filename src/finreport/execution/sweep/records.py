"""The folder of a sweep: a line a run in ``runs.jsonl``, and the executed notebooks.

Each outcome is appended when it comes in, its notebook first, so a sweep that is killed has
lost nothing but the runs under way, and the work for a run does not grow with their number.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from io import SEEK_END
from pathlib import Path
from typing import Any, BinaryIO

from filelock import lock_descriptor

from finreport.errors import SweepError
from finreport.execution.files import write_whole
from finreport.execution.sweep.plan import Run
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
            write_whole(notebook, outcome.notebook)
        else:
            notebook.unlink(missing_ok=True)
        line = json.dumps(_as_record(outcome), ensure_ascii=False, allow_nan=False)
        self.file.write(line.encode() + b"\n")
        self.file.flush()
        return replace(outcome, notebook=b"")


@contextmanager
def open_recorder(folder: Path, *, resume: bool) -> Iterator[Recorder]:
    """A recorder that adds to what is on record in ``folder``.

    Raises :class:`SweepError` if something is on record, and not to be resumed, or if another
    sweep is adding to it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / RECORDS).open("ab+") as file:
        _hold(file, folder)
        _drop_partial_line(file)
        if file.tell() and not resume:
            raise SweepError(
                f"{folder} already holds a sweep: continue it with --resume, or name another "
                "folder with --to."
            )
        yield Recorder(folder, file)


def _hold(file: BinaryIO, folder: Path) -> None:
    """Keep other sweeps from the records, until the file is closed."""
    if not lock_descriptor(file.fileno(), blocking=False):
        raise SweepError(
            f"Another sweep is writing to {folder}: let it end, or name another folder with --to."
        )


def _drop_partial_line(file: BinaryIO) -> None:
    """Remove what a sweep that was killed while writing has left behind the last line."""
    file.seek(0)
    file.truncate(file.read().rfind(b"\n") + 1)
    file.seek(0, SEEK_END)


def _as_record(outcome: Outcome) -> dict[str, Any]:
    fields = {name: value for name, value in asdict(outcome).items() if name != "notebook"}
    run: dict[str, Any] = fields.pop("run")
    return run | fields


def _from_record(record: dict[str, Any]) -> Outcome:
    run = Run(**{name: record.pop(name) for name in ("chapter", "edition", "as_of", "language")})
    return Outcome(run, **record)
