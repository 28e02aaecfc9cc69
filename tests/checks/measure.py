"""How many errors planted into real texts the check of drafts finds, and how often it cries wolf.

Run as ``python -m tests.checks.measure --half tuned`` (or ``set_aside``, ``set_aside_2``,
``invented``, ``bulletins``) from the folder of the project, with ``FINREPORT_CORPUS`` (and
``FINREPORT_SOURCES`` for the tuned half), or with ``FINREPORT_COLD`` for the second texts that were
set aside. It prints JSON.

Errors are planted into the numbers that others determine, of each kind that a number can have
(``--related`` of them drawn at random from all where there are more), and into ``--errors`` numbers
drawn at random from the whole text. Which numbers others determine is told by ``related.toml`` (of
invented reports by ``related.py``, of invented bulletins by themselves), drawn by hand without the
laws; where no one drew it, by whether an equality or repetition of the clean text holds it, which
is circular and reported apart.
"""

import argparse
import json
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

import rtoml

from finreport.checks.draft import DraftReport, check_read, read_text
from finreport.checks.findings import Finding
from finreport.documents import read as read_document
from finreport.documents import read_text as document_of
from finreport.reading import Reading
from tests.checks import bulletins
from tests.checks.planting import KINDS, Planted, Spot, plant, spots
from tests.checks.related import (
    SET_ASIDE,
    formulas,
    is_contradicted,
    related,
    related_of_invented,
)
from tests.checks.relations import is_contradicted as is_contradicted_by_hand
from tests.synthetic.reports import Report, write

TUNED = (
    "bulletin_2023_luoyang.txt",
    *(f"work_report_2026_{place}.txt" for place in (
        "anhui", "guangdong", "hebei", "hunan", "jiangxi", "shaanxi", "shanghai", "sichuan",
    )),
)  # fmt: skip
SOURCES = ("000_89f4975142656497.txt",)
SEED = 20241231
FIRST = 3
INVENTED = 60
"""How many invented reports are measured."""

BULLETINS = 10
"""How many invented bulletins, which have tables beside the prose."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one error: whether it was found, how high it ranks, in how many findings."""

    file: str
    error: Planted
    is_related: bool
    is_held: bool
    is_found: bool
    rank: int | None
    findings: int


def halves() -> dict[str, list[Path]]:
    """The files of each half."""
    corpus = Path(os.environ["FINREPORT_CORPUS"])
    everything = sorted(path for path in corpus.iterdir() if path.suffix in (".txt", ".docx"))
    tuned = [path for path in everything if path.name in TUNED]
    if folder := os.environ.get("FINREPORT_SOURCES"):
        tuned += [Path(folder) / name for name in SOURCES]
    return {"tuned": tuned, "set_aside": [path for path in everything if path not in tuned]}


COLD = tuple(f"set_aside_{number}" for number in SET_ASIDE)
"""Samples whose texts lie in a folder of their own, which ``FINREPORT_COLD`` names."""


def cold(half: str) -> list[Path]:
    """The texts of such a sample: those that its list names."""
    path = Path(__file__).with_name(f"related_{half}.toml")
    listed = rtoml.loads(path.read_text(encoding="utf-8"))
    return [Path(os.environ["FINREPORT_COLD"]) / name for name in sorted(listed)]


def measure_file(
    path: Path, related_errors: int, errors: int, *, by_formula: bool = False
) -> tuple[DraftReport, list[Outcome]]:
    """The clean report of a file, and the outcomes of so many errors in relations and anywhere.

    ``by_formula`` leaves out the errors that the formulas of ``relations.py`` do not contradict.
    Errors are planted into text: of a Word file into its paragraphs and tables as text.
    """
    raw = path.read_text(encoding="utf-8") if path.suffix == ".txt" else _as_text(path)
    told = partial(is_contradicted_by_hand, formulas(path.name) if by_formula else [])
    return measure_text(
        path, raw, related(path.name, by_formula=by_formula), related_errors, errors, told
    )


def measure_text(
    path: Path, raw: str, drawn: Callable[[Reading], bool], related_errors: int, errors: int,
    is_told: Callable[[Reading, Planted], bool] = lambda *_: True,
) -> tuple[DraftReport, list[Outcome]]:  # fmt: skip
    """The same of a text, of which ``drawn`` tells the numbers in relations.

    ``is_told`` says whether another number contradicts an error, where that can be known: one
    that stays within rounding is not planted.
    """
    clean = check_read([read_text(document_of(raw, str(path)))], {})
    chance = random.Random(f"{SEED} {path.name}")
    everywhere = spots(raw, clean.texts[0].read.readings)
    told = [each for each in everywhere if drawn(each.reading)]
    held = _held(clean)
    drawn_errors = chain(
        islice(
            (each for each in _each(raw, told, path.name) if is_told(each[0].reading, each[2])),
            related_errors,
        ),
        _some(raw, everywhere, errors, chance),
    )
    return clean, [_outcome(path, clean, *each, drawn, held) for each in drawn_errors]


Error = tuple[Spot, str, Planted]
"""Where an error is planted, the text with it, and what it is."""


def _each(raw: str, pool: list[Spot], name: str) -> Iterator[Error]:
    """An error of each kind in each number that can have it, in an order drawn at random."""
    pairs = [(spot, kind) for spot in pool for kind in KINDS]
    random.Random(f"{SEED} {name}").shuffle(pairs)
    for spot, kind in pairs:
        if made := plant(raw, spot, kind, random.Random(f"{SEED} {name} {spot.start} {kind}")):
            yield spot, *made


def _some(raw: str, pool: list[Spot], wanted: int, chance: random.Random) -> Iterator[Error]:
    """So many errors of random kinds in random numbers."""
    made = tries = 0
    while pool and made < wanted and tries < 20 * wanted:
        tries += 1
        spot = chance.choice(pool)
        if planted := plant(raw, spot, chance.choice(list(KINDS)), chance):
            made += 1
            yield spot, *planted


def _as_text(path: Path) -> str:
    """A document as text, its tables with tabs between the cells."""
    document = read_document(path)
    blocks = []
    for paragraph in document.paragraphs:
        blocks.append(paragraph.text)
        for table in document.tables:
            if table.after == paragraph.number:
                rows = ("\t".join(cell.text for cell in row) for row in table.rows)
                blocks.append("\n".join(rows))
    return "\n\n".join(blocks) + "\n"


def _held(report: DraftReport) -> set[str]:
    """The readings that an equality or a repetition of the clean text holds."""
    return {
        fact.reading.id
        for each in report.constraints
        if each.strength in ("equality", "repetition")
        for fact in each.facts
    }


def _outcome(  # noqa: PLR0913, PLR0917
    path: Path, clean: DraftReport, spot: Spot, text: str, error: Planted,
    drawn: Callable[[Reading], bool], held: set[str],
) -> Outcome:  # fmt: skip
    found = _new(clean, check_read([read_text(document_of(text, str(path)))], {}))
    ranks = [rank for each in found if (rank := _rank(each, error)) is not None]
    is_found = any(_names(each, error) for each in found)
    reading = spot.reading
    return Outcome(
        path.name, error, drawn(reading), reading.id in held,
        is_found, min(ranks, default=None), len(found),
    )  # fmt: skip


def _new(clean: DraftReport, report: DraftReport) -> list[Finding]:
    before = {each.fingerprint for each in clean.findings}
    return [each for each in report.findings if each.fingerprint not in before]


def _is_there(fact: Any, error: Planted) -> bool:
    place = fact.reading.place
    near = place.column is not None and abs(place.column - error.column) <= 2
    return place.line == error.line and near


def _names(finding: Finding, error: Planted) -> bool:
    return any(_is_there(fact, error) for fact in finding.facts)


def _rank(finding: Finding, error: Planted) -> int | None:
    for at, changes in enumerate(finding.suspects, 1):
        if any(_is_there(change.fact, error) for change in changes):
            return at
    return None


def summary(outcomes: list[Outcome]) -> dict[str, Any]:
    """Recall overall and by kind; of those found the rank among suspects and the findings."""
    found = [each for each in outcomes if each.is_found]
    kinds = Counter(each.error.kind for each in outcomes)
    hits = Counter(each.error.kind for each in found)
    return {
        "errors": len(outcomes),
        "found": len(found),
        "among_first_three": sum(each.rank is not None and each.rank <= FIRST for each in found),
        "first": sum(each.rank == 1 for each in found),
        "one_finding": sum(each.findings == 1 for each in found),
        "by_text": {
            name: f"{sum(each.file == name for each in found)}/{planted}"
            for name, planted in sorted(Counter(each.file for each in outcomes).items())
            if not name.startswith("invented")
        },
        "by_kind": {kind: f"{hits[kind]}/{kinds[kind]}" for kind in sorted(kinds)},
    }


def _is_told(report: Report, reading: Reading, error: Planted) -> bool:
    """Whether other numbers of an invented report contradict an error in the digits of one."""
    return error.printed == error.planted or is_contradicted(report, reading, error.planted)


def _measured(
    half: str, related_errors: int, errors: int, *, by_formula: bool
) -> Iterator[tuple[Path, DraftReport, list[Outcome]]]:
    """Each text of a half, its clean report and the outcomes of its errors."""
    if half == "invented":
        for seed in range(INVENTED):
            report = write(seed)
            path = Path(f"invented_{seed}.txt")
            drawn = related_of_invented(report)
            told = partial(_is_told, report)
            yield path, *measure_text(path, report.text, drawn, related_errors, errors, told)
        return
    if half == "bulletins":
        for seed in range(BULLETINS):
            bulletin = bulletins.write(seed)
            path = Path(f"invented_bulletin_{seed}.txt")
            yield (
                path,
                *measure_text(path, bulletin.text, bulletin.is_related, related_errors, errors),
            )
        return
    for path in cold(half) if half in COLD else halves()[half]:
        yield path, *measure_file(path, related_errors, errors, by_formula=by_formula)


def main() -> None:
    """Measure one half and print it."""
    parser = argparse.ArgumentParser()
    halves_told = ("tuned", "set_aside", *COLD, "invented", "bulletins")
    parser.add_argument("--half", choices=halves_told, default="tuned")
    parser.add_argument("--related", type=int, default=300, help="errors in relations of a text")
    parser.add_argument("--errors", type=int, default=12, help="errors at random numbers of a text")
    parser.add_argument("--missed", action="store_true", help="list lines and digits of the missed")
    parser.add_argument(
        "--formula", action="store_true", help="leave out errors within rounding, by the formulas"
    )
    asked = parser.parse_args()
    if asked.half in COLD and not os.environ.get("FINREPORT_COLD"):
        parser.error("FINREPORT_COLD names no folder of the second texts that were set aside")
    outcomes: list[Outcome] = []
    wolf: dict[str, dict[str, int]] = {}
    told_by = _measured(asked.half, asked.related, asked.errors, by_formula=asked.formula)
    for path, clean, told in told_by:
        outcomes += told
        wolf[path.name] = {
            "quantities": len(clean.facts.all),
            "contradictions": len(clean.graded("contradiction")),
            "doubts": len(clean.graded("doubt")),
        }
    result: dict[str, Any] = {
        "half": asked.half,
        "clean": wolf,
        "all": summary(outcomes),
        "related_by_hand": summary([each for each in outcomes if each.is_related]),
        "held_by_a_law_before": summary([each for each in outcomes if each.is_held]),
    }
    if asked.missed:
        result["missed"] = [
            [each.file[:28], *each.error]
            for each in outcomes
            if each.is_related and not each.is_found
        ]
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
