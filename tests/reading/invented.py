"""How well invented reports are read: readings against the truth that they were written from.

``python -m tests.reading.invented [SEEDS]`` scores the reports of the first so many seeds, and
prints the rates of every field and each miss, as :mod:`tests.reading.measure` does.
"""

import sys

from finreport.documents import read_text
from finreport.reading import read
from finreport.reading.model import Reading
from tests.reading.measure import Score, around, same_subject, sentence_number, shown
from tests.synthetic.reports import Report, Truth, write


def invented(seeds: range) -> Score:
    """The score of the reports of these seeds."""
    score = Score()
    for seed in seeds:
        _add(score, seed, write(seed))
    return score


def _add(score: Score, seed: int, report: Report) -> None:
    document = read_text(report.text, "draft.txt")
    by_place = {(each.place.line, each.offset): each for each in read(document).readings}
    for truth in report.truths:
        got = by_place.get((truth.line, truth.offset))
        told = f"{seed} {truth.fact} wanted {truth.period} {truth.subject} got "
        told += f"{shown(got)} << {around(document, got)}" if got else "nothing"
        where = (seed, truth.line, sentence_number(document, got) if got else truth.offset)
        score.add(_wrong(truth, got), where, told)


def _wrong(truth: Truth, got: Reading | None) -> list[str]:
    """The fields that are not as the truth has them."""
    if got is None or not got.is_quantity:
        return ["quantity"]
    said = {
        "unit": got.unit,
        "measure": got.measure,
        "direction": got.direction,
        "period": got.period,
        "base": got.base,
        "approx": got.approx,
    }
    wrong = [
        key for key, value in said.items() if (value or "") not in getattr(truth, key).split("|")
    ]
    if got.value != truth.value:
        wrong.insert(0, "value")
    if got.is_target != truth.target:
        wrong.append("target")
    if not any(same_subject(each, got.subject) for each in truth.subject.split("|")):
        wrong.append("subject")
    return wrong


if __name__ == "__main__":
    invented(range(int(sys.argv[1]) if sys.argv[1:] else 40)).show("invented", with_misses=True)
