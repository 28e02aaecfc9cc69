"""How many planted errors the checks find, and how often they cry wolf.

Run as ``python -m tests.synthetic.detect`` from the folder of the project: it plants every error
anew, checks every edition with one and without, and writes ``data/detection``.
"""

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from finreport.checks import CheckReport, check_edition
from finreport.editions.edition import Edition, read_edition
from finreport.editions.folder import OWN_FACTS
from finreport.editions.making import Made, make_edition
from finreport.errors import EditionError
from tests.synthetic.plants import KINDS, describe, plant
from tests.synthetic.province import (
    Province,
    make_numbers,
    write_report,
    write_work_report,
)
from tests.synthetic.relations import find_broken, related
from tests.synthetic.tables import Numbers

CLEAN = 200
"""Editions without an error."""

PLANTS = 120
"""Errors of each kind, each in an edition of its own."""

PROCESSES = 2

FAILS = "approximate_fails"

FOLDER = Path(__file__).parents[2] / "data" / "detection"
OWN = FOLDER.parent / "shanxi-2025"

OUTCOMES = ("contradicted", "refused", "shown", "missed", "within_rounding", "alone")
"""What can become of an error: found, not found, or nothing that print could show.

*Contradicted* by a check or *refused* by the reader, which asks what a row is, it is found.
*Shown*, only an approximate relation fails that holds without the error. *Missed*, it breaks a
relation of the simulation, but nothing objects. *Within rounding*, every relation of its numbers
still holds by itself; *alone*, its numbers take part in none.
"""


class Result(NamedTuple):
    """One planted error and what came of it.

    ``name``, ``printed`` and ``planted`` are the first number that it changes and that number
    before and after; ``changed`` counts all that it changes. ``outcome`` is one of
    :data:`OUTCOMES`.
    """

    kind: str
    edition: int
    name: str
    printed: str
    planted: str
    changed: int
    outcome: str


class Clean(NamedTuple):
    """An edition without an error: how much was checked, and what was wrongly contradicted.

    ``doubts`` are approximate relations that fail: noise, but not an alarm.
    """

    edition: int
    identities: int
    statements: int
    doubts: int
    false_alarms: str


def read_province(province: Province, numbers: Numbers, folder: Path) -> Edition:
    """The edition that is made from the texts with these numbers, in a folder of ``folder``."""
    return read_edition(make_province(province, numbers, folder).folder)


def make_province(province: Province, numbers: Numbers, folder: Path) -> Made:
    """The same before it is opened, with what the reader asks.

    Raises :class:`EditionError` where it refuses the texts.
    """
    report, work_report = folder / "report.txt", folder / "work_report.txt"
    report.write_text(write_report(province, numbers), encoding="utf-8")
    work_report.write_text(write_work_report(province, numbers), encoding="utf-8")
    # The clauses have facts that no other report prints: the edition lists them itself.
    name, known = f"invented-{province.seed}", folder / "known"
    (known / name).mkdir(parents=True)
    shutil.copyfile(OWN / OWN_FACTS, known / name / OWN_FACTS)
    made = make_edition(name, [report, work_report], known, folder / name)
    shutil.copyfile(OWN / OWN_FACTS, folder / name / OWN_FACTS)
    return made


def check_clean(seed: int) -> Clean:
    """Check an edition without an error; a refusal is a false alarm too."""
    province = Province(seed)
    with TemporaryDirectory() as folder:
        try:
            made = make_province(province, make_numbers(province), Path(folder))
        except EditionError as error:
            return Clean(seed, 0, 0, 0, str(error))
        checks = check_edition(read_edition(made.folder))
    alarms = [f"{each.name}@{each.period}" for each in checks.contradictions]
    alarms += [f"{each.printed}: {each.reason}" for each in made.open]
    return Clean(
        seed,
        sum(each.verdict != "not_checkable" for each in checks.identities),
        sum(each.verdict != "not_checkable" for each in checks.statements),
        len(_doubts(checks)),
        " ".join(alarms),
    )


def check_plant(case: tuple[str, int]) -> Result:
    """Plant the error of this kind and number, and see what becomes of it."""
    kind, seed = case
    province = Province(seed)
    numbers = make_numbers(province)
    error = plant(kind, [seed], numbers)
    outcome = _outcome(province, error.apply(numbers), set(error.changes))
    name, before, after = describe(error, numbers)
    return Result(kind, seed, name, before, after, len(error.changes), outcome)


def _outcome(province: Province, numbers: Numbers, changed: set[str]) -> str:
    with TemporaryDirectory() as folder:
        try:
            made = make_province(province, numbers, Path(folder))
        except EditionError:
            return "refused"
        checks = check_edition(read_edition(made.folder))
    if checks.contradictions:
        return "contradicted"
    if made.open:
        return "refused"
    if _doubts(checks) - _doubts_without_error(province):
        return "shown"
    if find_broken(numbers, changed):
        return "missed"
    return "within_rounding" if related(changed) else "alone"


def _doubts(checks: CheckReport) -> set[tuple[str, str]]:
    """The approximate relations that fail, each with its period."""
    relations = {(each.rule, each.period): each.verdict for each in checks.identities}
    prose = {(each.id, each.period): each.verdict for each in checks.statements}
    return {place for place, verdict in (relations | prose).items() if verdict == FAILS}


@cache
def _doubts_without_error(province: Province) -> set[tuple[str, str]]:
    with TemporaryDirectory() as folder:
        edition = read_province(province, make_numbers(province), Path(folder))
        return _doubts(check_edition(edition))


def summarise(results: Iterable[Result]) -> list[dict[str, str | int]]:
    """One row a kind of error: how many were planted, and how many had each outcome."""
    counts = Counter((each.kind, each.outcome) for each in results)
    rows: list[dict[str, str | int]] = []
    for kind in KINDS:
        found = {outcome: counts[kind, outcome] for outcome in OUTCOMES}
        rows.append({"kind": kind, "planted": sum(found.values()), **found})
    return rows


def _write(name: str, rows: Sequence[Mapping[str, object]]) -> None:
    with (FOLDER / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Check every edition and write the results."""
    cases = [(kind, seed) for kind in KINDS for seed in range(PLANTS)]
    with Pool(PROCESSES) as pool:
        clean = pool.map(check_clean, range(CLEAN), chunksize=10)
        results = pool.map(check_plant, cases, chunksize=10)
    _write("editions", [each._asdict() for each in clean])
    _write("plants", [each._asdict() for each in results])
    _write("detection", summarise(results))
    alarms = sum(bool(each.false_alarms) for each in clean)
    print(json.dumps({"clean": len(clean), "false_alarms": alarms}))
    for row in summarise(results):
        print(json.dumps(row))


if __name__ == "__main__":
    main()
