"""Errors that are told to people in one sentence."""


class PlainError(ValueError):
    """Something a reader or analyst can put right; its message is one sentence.

    The message says what is wrong, where it is and what would be right. In a notebook only
    that sentence is shown, not the stack that led to it: Jupyter asks an exception for
    ``_render_traceback_`` before it formats one itself.
    """

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]
