"""Results as sentences: what pages say of numbers, by stated thresholds."""

ORIGIN = "application/vnd.finreport.origin+json"
"""MIME type of where a number of the prose comes from: its anchor and the numbers behind it."""

ALL_RESULTS = "tests-results"
"""The label under which the book offers all named results; a number that is one leads there."""
