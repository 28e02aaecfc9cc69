"""Every chart and table, for the tests of this folder."""

from tests.shown import chart, chart_names, printed_names, pytest_generate_tests, show, table_names

__all__ = ["chart", "chart_names", "printed_names", "pytest_generate_tests", "show", "table_names"]
