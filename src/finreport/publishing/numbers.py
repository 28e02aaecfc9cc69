"""What is known of each number as scripts beside the pages, loaded when a number is opened.

They are scripts because a page that was opened as a file may load nothing else. One has what is
known of the printed numbers of the book, a small one a page what computes those that it shows.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from finreport.execution.files import write_whole
from finreport.figures import NUMBERS, exhibits_of
from finreport.narrative import ALL_RESULTS, ORIGIN
from finreport.publishing.named_results import (
    NamedResults,
    PageResults,
    offers_results,
    outputs_of,
)
from finreport.publishing.record import own_language, page_notebook
from finreport.words import MINUS, open_language

SCRIPT = "numbers.js"

RESULTS = "results"
"""The folder of the scripts of pages, each called as its page."""

TESTS = "tab-all-tests"
"""What the numbers of findings lead to (``claims.html``)."""

GLUED = f"application/papermill.record/{ORIGIN}"


def write_numbers(app: Sphinx) -> None:
    """Write the scripts if a cell of the book carries what is known of the numbers."""
    notebooks = {page: page_notebook(app, page) for page in sorted(app.env.found_docs)}
    outputs = [output["data"] for each in notebooks.values() for output in outputs_of(each)]
    homes = (f"{Path(page).name}.html" for page, each in notebooks.items() if offers_results(each))
    results_page = f"{next(homes, '')}#{ALL_RESULTS}"
    for index in (output[NUMBERS] for output in outputs if NUMBERS in output):
        told = packed(index) | {"computed": computed(outputs), "results": results_page}
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        write_whole(Path(app.outdir, SCRIPT), f"const NUMBERS = {text};\n".encode())
    known, words = NamedResults.of(notebooks.values()), open_language(own_language(app))
    folder = Path(app.outdir, RESULTS)
    folder.mkdir(exist_ok=True)
    for page, notebook in notebooks.items():
        results = PageResults(known, words)
        results.add(notebook)
        write_whole(folder / f"{Path(page).name}.js", results.as_script().encode())


def packed(index: Mapping[str, Any]) -> dict[str, Any]:
    """The index as a page loads it, a third lighter.

    The numbers of a series stand at the end of its entry, those of months in the order of all
    months, 0 where there is none. What counts up is told as the step from the one before: the
    places of checks, those of the numbers in a check, and the first of them from that of the check
    before. Which number a check leaves to the others is told by its place among them, the ends
    left to it as how far they are from what is printed. So checks of one kind look alike in all
    months. What they say stands once, in ``kinds``.
    """
    place = 0
    series = {}
    for name, entry in index["series"].items():
        by_month = index["numbers"][name]
        numbers: list[Any] = []
        for month in [""] if "" in by_month else index["months"]:
            if month not in by_month:
                numbers.append(0)
                continue
            printed, check, *more = by_month[month]
            step = None if check < 0 else check - place
            place = place if check < 0 else check
            numbers.append([printed, step, *more])
        series[name] = [*entry, numbers[0] if "" in by_month else numbers]
    printed = [
        number[0]
        for _, number in sorted(
            (f"{name}@{month}" if month else name, number)
            for name, by_month in index["numbers"].items()
            for month, number in by_month.items()
        )
    ]
    kinds: dict[tuple[int, ...], int] = {}
    checks = []
    before = 0
    for *kind, inside, left in ([*each[:5], each[5:]] for each in index["checks"]):
        at = kinds.setdefault(tuple(kind), len(kinds))
        checks.append([at, steps([before, *inside])])
        if left:
            number, *ends = left
            from_printed = (_difference(printed[number], end) for end in ends)
            checks[-1] += [inside.index(number), *from_printed]
        before = inside[0]
    kept = {key: told for key, told in index.items() if key != "numbers"}
    return {**kept, "series": series, "kinds": list(kinds), "checks": checks}


def _difference(printed: str, end: str) -> str:
    """How far an end that a check leaves to a number is from what is printed."""
    known, other = (Decimal(each.replace(MINUS, "-")) for each in (printed, end))
    return str(other - known)


def steps(places: Sequence[int]) -> list[int]:
    """The step from each of the places to the next."""
    return [after - before for before, after in pairwise(places)]


def computed(outputs: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """The title and method of what computes numbers of sentences, and the printed ones behind."""
    exhibits = {record["name"]: record for output in outputs for record in exhibits_of(output)}
    found: dict[str, list[Any]] = {}
    for origin in ({"at": TESTS, "numbers": []}, *(output.get(GLUED, {}) for output in outputs)):
        if origin.get("at") in exhibits:
            exhibit = exhibits[origin["at"]]
            known = found.setdefault(origin["at"], [exhibit["title"], exhibit["method"], []])
            known[2] = list(dict.fromkeys([*known[2], *origin["numbers"]]))
    return found
