"""The errors of everything that finds and runs chapters."""

from finreport.errors import PlainError


class ProjectError(PlainError):
    """A folder that is not the project, or a table of contents that cannot be followed."""


class ChapterError(PlainError):
    """A chapter that did not run to its end.

    ``chapter`` is its name, ``cell`` says which cell failed (empty if it was not a cell that
    failed), and ``reason`` is the last line of the error. All three are kept as arguments, so
    that the error survives the way from a worker process to the caller. ``others`` are the errors
    of chapters that failed at the same time; the message names them, too.
    """

    def __init__(self, chapter: str, cell: str, reason: str) -> None:
        super().__init__(chapter, cell, reason)
        self.chapter = chapter
        self.cell = cell
        self.reason = reason
        self.others: tuple[ChapterError, ...] = ()

    def __str__(self) -> str:
        where = f" in cell {self.cell}" if self.cell else ""
        own = f"Chapter {self.chapter} failed{where}: {self.reason}"
        return "\n".join([own, *map(str, self.others)])
