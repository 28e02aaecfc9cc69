"""What the numbers of a document say: subject, measure, unit, direction, period, place."""

from finreport.reading.reader import Readings, Unread, read

__all__ = ["Readings", "Unread", "read"]
