"""What the numbers of a document say: subject, measure, unit, direction, period, place."""

from finreport.reading.model import Reading, Readings, Unread
from finreport.reading.reader import read

__all__ = ["Reading", "Readings", "Unread", "read"]
