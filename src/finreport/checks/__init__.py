"""Does it add up: every printed number against the others, from printed precision alone.

Of an edition: :mod:`expressions` computes with exact ranges; :mod:`identities` applies the rules
of ``data/rules`` and :mod:`statements` those of the prose, :mod:`strengths` tells how much they
say of each number, :mod:`verbal_claims` judges what is claimed in words; :mod:`discrepancies` is
the register of what does not add up; :mod:`report` brings them together and :mod:`report_forms`
hands them on.

Of any draft: :mod:`laws` finds by itself what must hold between the numbers of its texts,
:mod:`suspects` which of them must be wrong, :mod:`findings` says so; :mod:`draft` brings them
together, :mod:`registered` knows the register of its edition and :mod:`forms` hands them on.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from finreport.checks.discrepancies import Correction, Discrepancy, read_corrections
    from finreport.checks.draft import DraftReport, check_texts
    from finreport.checks.report import CheckReport, Contradiction, check_edition

__all__ = [
    "CheckReport",
    "Contradiction",
    "Correction",
    "Discrepancy",
    "DraftReport",
    "check_edition",
    "check_texts",
    "read_corrections",
]


ROOMS = {
    "DraftReport": "draft",
    "check_texts": "draft",
    "CheckReport": "report",
    "Contradiction": "report",
    "check_edition": "report",
    "Correction": "discrepancies",
    "Discrepancy": "discrepancies",
    "read_corrections": "discrepancies",
}


def __getattr__(name: str) -> Any:
    """What is asked for alone: neither an edition nor a draft needs what reads the other."""
    if name in ROOMS:
        return getattr(import_module(f"{__name__}.{ROOMS[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
