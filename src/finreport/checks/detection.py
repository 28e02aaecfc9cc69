"""How well the checks find errors: what was measured on reports of invented provinces.

``data/detection`` holds the results; ``python -m tests.synthetic.detect`` makes them.
"""

from pathlib import Path

from msgspec import Struct

from finreport.decoding import read_records

DETECTION = Path(__file__).resolve().parents[3] / "data" / "detection"


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


def read_detection() -> list[Detected]:
    """How many planted errors were found, by kind."""
    return read_records(DETECTION / "detection.csv", Detected, "detection/detection.csv")


def read_clean_editions() -> list[CleanEdition]:
    """What the checks say of invented reports without an error, one after the other."""
    return read_records(DETECTION / "editions.csv", CleanEdition, "detection/editions.csv")
