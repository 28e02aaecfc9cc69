"""Does it add up: every printed number against the others, from printed precision alone.

:mod:`expressions` computes with exact ranges; :mod:`identities` applies the rules of
``data/rules`` and :mod:`statements` those of the prose; :mod:`discrepancies` is the register of
what does not add up; :mod:`report` brings them together and :mod:`rendering` shows them.
"""

from finreport.checks.discrepancies import Correction, Discrepancy, read_corrections
from finreport.checks.report import CheckReport, Contradiction, check_edition

__all__ = [
    "CheckReport",
    "Contradiction",
    "Correction",
    "Discrepancy",
    "check_edition",
    "read_corrections",
]
