"""What a report printed: an edition's figures and series, and reading them from a text."""

from finreport.editions.edition import Edition, Series, open_edition
from finreport.editions.errors import EditionError
from finreport.editions.figures import INTERVAL

__all__ = ["INTERVAL", "Edition", "EditionError", "Series", "open_edition"]
