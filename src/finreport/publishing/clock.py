"""The time that a build states: that of its sources, not of the clock.

So two builds of one commit state the same.
"""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from finreport.errors import PlainError

EPOCH = "SOURCE_DATE_EPOCH"
"""Seconds since 1970 that stand for the time of a build: https://reproducible-builds.org/specs/"""


class ClockError(PlainError):
    """The time that is given for a build is none."""


def built_at(folder: Path) -> datetime | None:
    """The time that a build of ``folder`` states, in UTC.

    It is ``SOURCE_DATE_EPOCH`` where that is set, else when the last commit was made; None where
    there is neither, as in an unpacked archive. Raises ClockError for an epoch that is none.
    """
    given = os.environ.get(EPOCH) or _commit_time(folder)
    if not given:
        return None
    if not given.isdecimal():
        raise ClockError(f"{EPOCH} is {given!r}: it should be whole seconds, such as 1735689600")
    return datetime.fromtimestamp(int(given), UTC)


def _commit_time(folder: Path) -> str:
    """When the last commit of a folder was made, in seconds; empty outside of a repository."""
    git = shutil.which("git")
    if git is None:
        return ""
    command = [git, "-C", str(folder), "log", "-1", "--format=%ct"]
    logged = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return logged.stdout.strip()
