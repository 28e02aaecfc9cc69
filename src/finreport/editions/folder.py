"""Where the editions are."""

import os
from pathlib import Path

OTHER_PACKAGES = ("context", "detection")
"""Data packages beside the editions: facts from elsewhere, and how well the checks find errors."""


def data_folder() -> Path:
    """The folder of editions: ``FINREPORT_DATA``, or ``data`` of the project itself."""
    given = os.environ.get("FINREPORT_DATA")
    return Path(given) if given else Path(__file__).resolve().parents[3] / "data"
