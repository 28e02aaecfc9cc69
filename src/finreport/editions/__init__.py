"""What a report printed: printed numbers, an edition's tables, and reading them from a text."""

from finreport.editions.edition import INTERVAL, Edition, Series, open_edition
from finreport.editions.errors import EditionError
from finreport.editions.printed import PrintedNumber

__all__ = ["INTERVAL", "Edition", "EditionError", "PrintedNumber", "Series", "open_edition"]
