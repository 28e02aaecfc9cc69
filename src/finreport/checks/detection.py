"""How well numbers are read and errors found: what was measured, and on which texts.

``data/detection`` holds the results; ``python -m tests.synthetic.detect`` makes those of editions,
``tests.reading.measure`` and ``tests.checks.measure`` those of texts.
"""

from collections.abc import Sequence

from msgspec import Struct

from finreport.decoding import read_records
from finreport.editions.folder import PROJECT_DATA

DETECTION = PROJECT_DATA / "detection"


class Detected(Struct, frozen=True):
    """How many planted errors of a ``kind`` were found.

    ``planted`` is the sum of ``contradicted`` and ``refused`` (found), ``shown`` (by an
    approximate relation alone), ``missed``, and ``within_rounding`` and ``alone``, which nobody
    could find in print.
    """

    kind: str
    planted: int
    contradicted: int
    refused: int
    shown: int
    missed: int
    within_rounding: int
    alone: int


class CleanEdition(Struct, frozen=True):
    """What the checks say of an invented report without an error: rules that contradict it."""

    false_alarms: str


class MeasuredReading(Struct, frozen=True):
    """What of a sample of texts is read right, in percent of its ``numbers``.

    ``seen`` is *cold* for texts that nobody had looked at, *tuned* for those that the reader was
    made on, *kinds_told* where what was missed was looked at and the reader changed by its kinds
    since. ``missed`` counts the fields that were read wrong, where they were told:
    ``subject 2, period 1``.
    """

    sample: str
    seen: str
    texts: str
    numbers: str
    quantity: str
    all_but_subject: str
    all_fields: str
    sentences: str
    missed: str

    @property
    def wrong(self) -> dict[str, str]:
        """How often each field was read wrong; nothing where it was not told."""
        return dict(each.rsplit(" ", 1) for each in self.missed.split(", ") if each)


class MeasuredDrafts(Struct, frozen=True):
    """What a check of drafts finds of the errors planted in a sample; ``seen`` as in reading.

    ``printed_contradictions`` are real ones that the clean texts had printed.
    """

    sample: str
    seen: str
    texts: str
    planted: str
    found: str
    among_first_three: str
    one_finding: str
    clean_texts: str
    false_contradictions: str
    printed_contradictions: str

    @property
    def share(self) -> str:
        """What is found of what was planted, in whole percent."""
        return f"{100 * int(self.found) / int(self.planted):.0f}%"


COUNTED = (
    *("planted", "found", "among_first_three", "one_finding"),
    *("clean_texts", "false_contradictions", "printed_contradictions"),
)


def together(sample: str, measured: Sequence[MeasuredDrafts]) -> MeasuredDrafts:
    """Several samples that were seen alike as one, under a name of their own: their counts added.

    Raises ``ValueError`` if there are none, or of two kinds.
    """
    (seen,) = {each.seen for each in measured}
    counts = {name: str(sum(int(getattr(each, name)) for each in measured)) for name in COUNTED}
    return MeasuredDrafts(sample=sample, seen=seen, texts="", **counts)


def read_measured_reading() -> list[MeasuredReading]:
    """How well samples of texts are read."""
    return read_records(DETECTION / "reading.csv", MeasuredReading, "detection/reading.csv")


def read_measured_drafts() -> list[MeasuredDrafts]:
    """How many errors are found in drafts."""
    return read_records(DETECTION / "drafts.csv", MeasuredDrafts, "detection/drafts.csv")


def read_detection() -> list[Detected]:
    """How many planted errors were found, by kind."""
    return read_records(DETECTION / "detection.csv", Detected, "detection/detection.csv")


def read_clean_editions() -> list[CleanEdition]:
    """What the checks say of invented reports without an error, one after the other."""
    return read_records(DETECTION / "editions.csv", CleanEdition, "detection/editions.csv")
