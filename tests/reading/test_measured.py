"""Real texts are read as people read them, as far as was measured; the texts are not here."""

import csv
import hashlib
import os
from pathlib import Path

import pytest

from tests.reading.measure import Score, guide, labels, same_subject

CORPUS = os.environ.get("FINREPORT_CORPUS")
COLD = os.environ.get("FINREPORT_COLD")
SOURCES = os.environ.get("FINREPORT_SOURCES")


DETECTION = Path(__file__).parents[2] / "data" / "detection"
RATES = {"quantity": "quantity", "all_but_subject": "all but subject", "all_fields": "all"}
"""The columns of what is published, and the rates of a score."""


UNTOLD = 15
"""The first sample of which nothing was told: its rates are still those of unseen texts."""


def rate(score: Score, name: str) -> float:
    """The share of numbers read right in a field."""
    return score.right[name] / score.total["all"]


@pytest.mark.skipif(not CORPUS, reason="FINREPORT_CORPUS names no folder of real texts")
def test_labelled_texts() -> None:
    score = labels(Path(__file__).with_name("labels_tuned.csv"), Path(CORPUS or ""))
    assert score.total["all"] > 350
    assert rate(score, "quantity") >= 0.99
    assert rate(score, "all but subject") >= 0.98
    assert rate(score, "all") >= 0.97


def check_published(score: Score, sample: str, seen: str) -> None:
    """Compare a score with the row of that sample in what is published."""
    with (DETECTION / "reading.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["sample"], row["seen"]): row for row in csv.DictReader(file)}
    published = rows[sample, seen]
    assert score.total["all"] == int(published["numbers"])
    for column, name in RATES.items():
        assert f"{100 * rate(score, name):.1f}" == published[column]
    assert f"{100 * score.whole_sentences:.1f}" == published["sentences"]
    assert score.missed == published["missed"]


@pytest.mark.skipif(not CORPUS, reason="FINREPORT_CORPUS names no folder of real texts")
@pytest.mark.parametrize(
    ("sample", "seen"),
    [
        ("labels_tuned", "tuned"),
        ("labels_set_aside", "kinds_told"),
        ("labels_set_aside_2", "kinds_told"),
        ("labels_set_aside_3", "kinds_told"),
    ],
)
def test_the_published_rates_are_those_measured(sample: str, seen: str) -> None:
    score = labels(Path(__file__).with_name(f"{sample}.csv"), Path(CORPUS or ""))
    check_published(score, sample, seen)


@pytest.mark.skipif(not COLD, reason="FINREPORT_COLD names no folder of these samples' texts")
def test_the_texts_from_elsewhere_are_those_that_were_labelled() -> None:
    with Path(__file__).with_name("texts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = (Path(COLD or "") / row["text"]).read_bytes()
            assert hashlib.sha256(text).hexdigest().startswith(row["sha256"]), row["text"]


@pytest.mark.skipif(not COLD, reason="FINREPORT_COLD names no folder of these samples' texts")
@pytest.mark.parametrize("number", range(4, 19))
def test_the_published_rates_of_texts_from_elsewhere(number: int) -> None:
    sample = f"labels_set_aside_{number}"
    score = labels(Path(__file__).with_name(f"{sample}.csv"), Path(COLD or ""))
    check_published(score, sample, "kinds_told" if number < UNTOLD else "cold")


@pytest.mark.skipif(not SOURCES, reason="FINREPORT_SOURCES names no folder of sources")
def test_the_statements_of_the_first_edition() -> None:
    score = guide(Path(SOURCES or ""))
    assert score.total["all"] == 377
    assert rate(score, "quantity") == 1
    assert rate(score, "all") >= 0.98
    check_published(score, "guide", "tuned")


@pytest.mark.parametrize(
    ("wanted", "got", "same"),
    [
        ("工业投资", "工业投资", True),
        ("工业投资增速", "工业投资", True),
        ("绿色贷款余额", "全省绿色贷款余额", True),
        ("绿色贷款余额", "涉农贷款余额", False),
        ("出口", "进口", False),
        ("住户存款", None, False),
    ],
)
def test_the_scorer_tells_subjects_apart(wanted: str, got: str | None, same: bool) -> None:
    assert same_subject(wanted, got) is same
