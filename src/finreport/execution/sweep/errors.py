"""The error of a sweep as a whole; that of a single run is part of its outcome."""

from finreport.errors import PlainError


class SweepError(PlainError):
    """A sweep that cannot go on: its grid, its folder, its cluster or its files are not right."""
