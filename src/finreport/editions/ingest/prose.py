"""Figures that the edition's guide names in running prose: financing, targets, events."""

import re

from finreport.editions.ingest.document import Document, number_after
from finreport.editions.ingest.guide import Guide
from finreport.errors import EditionError

NUMBER = r"\d+(?:\.\d+)?"
EVENT = re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日，")


def read_financing(report: Document, guide: Guide) -> list[dict[str, str]]:
    """One row a component of aggregate financing: ``component, value, unit``."""
    place = guide["financing"]
    prose = report.prose(*place["prose"])
    return [
        {
            "component": item["component"],
            "value": number_after(prose, item["anchor"], item["unit"]),
            "unit": guide["units"][item["unit"]],
        }
        for item in place["components"]
    ]


def read_targets(work_report: Document, guide: Guide) -> list[dict[str, str]]:
    """One row a target: ``indicator, comparator, value, unit``.

    A target may be printed more than once: the most precise print counts, and the others must
    give the same number. Raises :class:`EditionError` if they do not, or if one is missing.
    """
    place = guide["targets"]
    prose = work_report.prose(*place["prose"])
    rows = []
    for item in place["indicators"]:
        if "comparator" in item:
            comparator, value = item["comparator"], ""
            if item["anchor"] not in prose:
                raise EditionError(f"The targets have no {item['anchor']}.")
        else:
            comparator, value = _target(prose, item["anchor"], item["unit"], place["comparators"])
        unit = guide["units"][item["unit"]]
        rows.append(
            {
                "indicator": item["indicator"],
                "comparator": comparator,
                "value": value,
                "unit": unit,
            }
        )
    return rows


def _target(prose: str, anchor: str, unit: str, comparators: dict[str, str]) -> tuple[str, str]:
    """The comparator and the number of a target; a print with a comparator word says more."""
    words = "|".join(word for word in comparators if word)
    prints = re.findall(rf"{re.escape(anchor)}({NUMBER}){re.escape(unit)}({words})?", prose)
    values = {value for value, _ in prints}
    said = {word for _, word in prints if word} or {""}
    if len(values) != 1 or len(said) != 1:
        found = ", ".join("".join(each) for each in prints) or "no number"
        raise EditionError(f"The target {anchor} should have one number of {unit}; found {found}.")
    return comparators[said.pop()], values.pop()


def read_events(report: Document, guide: Guide) -> list[dict[str, str]]:
    """One row an event: the ``date`` from the text, the ``event`` in the guide's own words.

    Raises :class:`EditionError` if the dates of the text are not those of the guide.
    """
    place = guide["events"]
    found = [
        f"{guide['year']}-{int(match['month']):02d}-{int(match['day']):02d}"
        for row in report.between(*place["prose"])
        if (match := EVENT.match(row.cells[0]))
    ]
    described = place["descriptions"]
    for date in sorted(set(found) ^ set(described)):
        where = "the text but not in the guide" if date in found else "the guide but not the text"
        raise EditionError(f"The event of {date} is in {where}.")
    if len(found) > len(set(found)):
        raise EditionError(f"Two events have one date: {', '.join(found)}.")
    return [{"date": date, "event": described[date]} for date in found]
