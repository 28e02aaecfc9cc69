"""What the numbers of a document say: subject, measure, unit, direction, period, place."""
