"""What is told of a file that cannot be read."""

from finreport.errors import PlainError


class UnreadableError(PlainError):
    """A file that holds no text that could be read; the sentence says why, and what would help."""
