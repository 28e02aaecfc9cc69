"""What a chapter makes of an edition, told to whoever listens: the cache of executed chapters.

An edition is read and validated as a whole, but a chapter shows only some of its tables. So that
a chapter need not run again for a table that it does not use, three things are told as audit
events of Python (:func:`sys.audit`), which cost nothing where nobody listens:

- ``finreport.table`` with a path: a table was used, whenever its file was read;
- ``finreport.aside`` with ``1`` and later ``-1``: files opened in between were only read in;
- ``finreport.answer`` with a question and the digest of its answer: something was used that
  follows from several tables, and that can be asked for again without running the chapter.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pandas as pd


class WatchedTables(Mapping[str, pd.DataFrame]):
    """Tables of the data package in ``folder`` that tell when one of them is used."""

    def __init__(self, folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
        self.unwatched = dict(tables)
        self._folder = folder

    def __getitem__(self, resource: str) -> pd.DataFrame:
        table = self.unwatched[resource]
        sys.audit("finreport.table", str(self._folder / f"{resource}.csv"))
        return table

    def __iter__(self) -> Iterator[str]:
        return iter(self.unwatched)

    def __len__(self) -> int:
        return len(self.unwatched)


@contextmanager
def aside() -> Iterator[None]:
    """Files opened meanwhile are read in; which of them are used shows later."""
    sys.audit("finreport.aside", 1)
    try:
        yield
    finally:
        sys.audit("finreport.aside", -1)


def tell_answer(edition: str, as_of: str, about: Iterable[str], answer: object) -> None:
    """Say that ``answer`` was used, which the tables of an edition up to a month give.

    ``about`` is what was asked: its kind first, then what it is about. The ``repr`` of an answer
    must tell all of it.
    """
    question = json.dumps([edition, as_of, *about], ensure_ascii=False)
    sys.audit("finreport.answer", question, digest(answer))


def digest(answer: object) -> str:
    """What tells two answers apart."""
    return sha256(repr(answer).encode()).hexdigest()
