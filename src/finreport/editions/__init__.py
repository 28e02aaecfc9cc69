"""What a report printed: an edition's figures and series, and reading them from a text."""

from finreport.editions.edition import Edition, Series, open_edition
from finreport.editions.figures import AMOUNT, INTERVAL
from finreport.errors import EditionError

__all__ = ["AMOUNT", "INTERVAL", "Edition", "EditionError", "Series", "open_edition"]
