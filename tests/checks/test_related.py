"""The second method by which it is known whether print contradicts an error."""

from decimal import Decimal

import pytest

from finreport.documents import read_text as document_of
from finreport.reading import read as read_numbers
from finreport.reading.model import Reading
from tests.checks.related import is_contradicted, related_of_invented
from tests.synthetic.reports import Report, write


def related(report: Report) -> list[Reading]:
    readings = read_numbers(document_of(report.text, "draft.txt"), 1).readings
    return list(filter(related_of_invented(report), readings))


@pytest.mark.parametrize("seed", range(6))
def test_what_is_true_is_not_contradicted_and_what_is_far_off_is(seed: int) -> None:
    report = write(seed)
    found = related(report)
    assert found
    for reading in found:
        printed = reading.printed
        assert not is_contradicted(report, reading, printed)
        twice = Decimal(printed) * 2
        assert is_contradicted(report, reading, str(twice))


def test_an_error_within_rounding_is_not_contradicted() -> None:
    report = next(
        each
        for each in map(write, range(60))
        if {"loans_all", "loans_all_change", "loans_all_growth"} <= {t.fact for t in each.truths}
    )
    [level] = [t for t in report.truths if t.fact == "loans_all"]
    reading = next(each for each in related(report) if each.printed == level.printed)
    nearly = str(level.value + Decimal(1).scaleb(-len(level.printed.partition(".")[2])))
    assert not is_contradicted(report, reading, nearly)
