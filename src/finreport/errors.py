"""Errors that are told to people in one sentence."""


class PlainError(ValueError):
    """Something a reader or analyst can put right; its message is one sentence.

    The message says what is wrong, where it is and what would be right. In a notebook only
    that sentence is shown, not the stack that led to it: Jupyter asks an exception for
    ``_render_traceback_`` before it formats one itself.
    """

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


class EditionError(PlainError):
    """An edition, table, row or month that cannot be used."""


class AbsentError(EditionError):
    """Something that an edition does not print, or not by the month at which it is read."""


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


class SweepError(PlainError):
    """A sweep that cannot go on: its grid, its folder, its cluster or its files are not right."""
