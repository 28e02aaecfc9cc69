"""The error of everything that reads an edition."""

from finreport.errors import PlainError


class EditionError(PlainError):
    """An edition, table, row or month that cannot be used."""
