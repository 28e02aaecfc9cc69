"""How it looks: what charts and tables are made of."""

EXHIBIT = "application/vnd.finreport.exhibit+json"
"""MIME type of the data that a cell's output carries: a list with one plain object an exhibit."""

NUMBERS = "application/vnd.finreport.numbers+json"
"""MIME type of what is known of printed numbers, of which the build makes a script."""
